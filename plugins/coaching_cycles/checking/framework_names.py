"""Which files of the standards folder may hold frameworks, and what each is called."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PurePosixPath

from coaching_cycles.checking.framework_files import KINDS
from coaching_cycles.schema import FrameworkSetting
from coaching_cycles.standards import KEYS, read_key, slugify

Settings = dict[str, FrameworkSetting | None]


def list_names(folder: Path) -> list[str]:
    """Files and links below the standards folder; hidden ones, drafts (`_`) and read-me are passed over."""
    found: list[str] = []
    waiting = [""]
    while waiting:
        above = waiting.pop()
        try:
            entries = list(os.scandir(folder / above))
        except OSError:
            continue
        for entry in entries:
            name = entry.name
            if name.startswith((".", "_")) or name.lower().startswith("readme"):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{above}{name}/")
            elif "." in name or entry.is_symlink():
                found.append(above + name)
    return sorted(found)


def name_files(names: list[str], settings: Settings) -> dict[str, tuple[str, FrameworkSetting | None]]:
    """The key and the settings of each file: those named in the settings first, in that order."""
    found: dict[str, tuple[str, FrameworkSetting | None]] = {}
    for raw, said in settings.items():
        key = read_key(raw) or raw
        for name in names:
            stem = stem_of(name)
            wanted = PurePosixPath(said.file).name if said is not None and said.file else None
            meant = _same(wanted, PurePosixPath(name).name) or _same(wanted, stem)
            if name not in found and (meant if wanted else make_key(stem) == key):
                found[name] = (key, said)
    for name in names:
        found.setdefault(name, (make_key(stem_of(name)), None))
    return found


def missing_files(folder: Path, settings: Settings) -> list[tuple[str, str]]:
    """Settings (key, the file that is meant) for which the standards folder has no file."""
    read = [name for name in list_names(folder) if name.lower().endswith(KINDS)]
    named = {key for key, _ in name_files(read, settings).values()}
    missing = []
    for raw, said in settings.items():
        key = read_key(raw) or raw
        wanted = said.file if said is not None and said.file else ""
        if key not in named and (wanted or key not in KEYS):
            missing.append((raw, wanted or f"{key}.json"))
    return missing


def _same(one: str | None, other: str) -> bool:
    return one is not None and unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)


def stem_of(name: str) -> str:
    """The name of a file without folders and ending."""
    return PurePosixPath(name).stem


def make_key(stem: str) -> str:
    """The key of a framework from the name of its file."""
    return slugify(stem)[:60].strip("-") or "framework"
