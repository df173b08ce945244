"""Records out of an archive of `cycles export zip`, into a portfolio; nothing there is overwritten."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from coaching_cycles.reading import names
from coaching_cycles.writing.scaffold import lay

if TYPE_CHECKING:
    from zipfile import ZipInfo

_INSIDE = re.compile(r"records/((?:cycles|standards)/.+)")
_ENTRIES = 50_000
_LARGEST = 64 * 1024 * 1024
_WHOLE = 1024 * 1024 * 1024
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError, NotImplementedError)


class NoArchive(Exception):  # noqa: N818 - no error: it says why nothing is done, in words for the author
    """The file is no archive of records, or one that should not be opened."""


@dataclass(frozen=True, slots=True)
class Restored:
    """Paths below the portfolio: written, there already with the same content, and there with another."""

    written: tuple[str, ...]
    same: tuple[str, ...]
    other: tuple[str, ...]


def restore(archive: Path, folder: Path, *, dry_run: bool = False) -> Restored:
    """Put the records of an archive into a portfolio's folder. Raises NoArchive, and then writes nothing."""
    files = read_records(archive)
    before = {path: (folder / path).exists() or (folder / path).is_symlink() for path in files}
    kept = [path for path, there in before.items() if there]
    if dry_run:
        written = tuple(path for path in files if path not in kept)
    else:
        written = lay(folder, {path: data for path, data in files.items() if path not in kept}).written
    same = tuple(path for path in kept if _is_same(folder / path, files[path]))
    return Restored(written, same, tuple(path for path in kept if path not in same))


def read_records(archive: Path) -> dict[str, bytes]:
    """The files of the records in an archive, by their path in a portfolio."""
    files: dict[str, bytes] = {}
    try:
        with ZipFile(archive) as opened:
            entries = [entry for entry in opened.infolist() if _INSIDE.fullmatch(entry.filename)]
            if len(entries) > _ENTRIES or sum(entry.file_size for entry in entries) > _WHOLE:
                raise NoArchive("it holds more than any portfolio does")
            for entry in entries:
                if not entry.is_dir():
                    files[_place(entry)] = _content(opened, entry)
    except _BROKEN as error:
        raise NoArchive(f"it can't be opened as a ZIP file ({error})") from None
    if not files:
        raise NoArchive("there are no records in it; `cycles export zip` writes them into records/")
    return files


def _place(entry: ZipInfo) -> str:
    """Where an entry goes, when that is a plain path inside the portfolio."""
    match = _INSIDE.fullmatch(entry.filename)
    path = match[1] if match is not None else ""
    parts = path.split("/")
    odd = any(part in {"", ".", ".."} or names.is_hidden(part) for part in parts)
    if odd or any(names.explain_unportable(part) for part in parts):
        raise NoArchive(f"it holds a file with a name that can't be used: {entry.filename!r}")
    return path


def _content(opened: ZipFile, entry: ZipInfo) -> bytes:
    with opened.open(entry) as stream:
        data = stream.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise NoArchive(f"{entry.filename} is larger than {_LARGEST // 2**20} MB")
    return data


def _is_same(file: Path, data: bytes) -> bool:
    try:
        return not file.is_symlink() and file.is_file() and file.read_bytes() == data
    except OSError:
        return False
