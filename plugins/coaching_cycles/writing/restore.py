"""Records out of an archive of `cycles export zip`, into a portfolio; nothing there is overwritten."""

from __future__ import annotations

import os
import re
import stat
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from coaching_cycles.reading import names
from coaching_cycles.writing.scaffold import lay

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zipfile import ZipInfo

_INSIDE = re.compile(r"records/((?:cycles|standards)/.+)", re.DOTALL)
_ENTRIES = 50_000
_LARGEST = 64 * 1024 * 1024
_WHOLE = 1024 * 1024 * 1024
_SMALL = 16 * 1024 * 1024
_PACKED = 50
"""Times its own size that an archive may unpack to; words shrink to a fifth, pictures hardly at all."""
_SHOWN = 80
_LONGEST = 1000
"""Characters of a path: systems differ in how many they can hold, and no portfolio needs more."""
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
    if not archive.is_file():
        raise NoArchive("it is no file")
    with _broken_told():
        opened = ZipFile(archive)
    with opened:
        with _broken_told():
            entries = list_records(opened, archive.stat().st_size)
            for path, entry in entries.items():
                _check_way(folder, path)
                # All is read before anything is written: a damaged archive leaves nothing.
                _content(opened, entry)
        kept = [path for path in entries if os.path.lexists(folder / path)]
        same = tuple(path for path in kept if _is_same(folder / path, _content(opened, entries[path])))
        written: list[str] = []
        for path in entries.keys() - kept:
            written += [path] if dry_run else lay(folder, {path: _content(opened, entries[path])}).written
    return Restored(tuple(sorted(written)), same, tuple(path for path in kept if path not in same))


@contextmanager
def _broken_told() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise NoArchive(f"it can't be opened as a ZIP file ({error})") from None


def list_records(opened: ZipFile, size: int) -> dict[str, ZipInfo]:
    """The entries of records in an archive of so many bytes, by their path in a portfolio."""
    entries = [e for e in opened.infolist() if _INSIDE.fullmatch(e.filename) and not e.is_dir()]
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > _ENTRIES or whole > min(_WHOLE, max(_SMALL, _PACKED * size)):
        raise NoArchive("it holds more than any portfolio does")
    found: dict[str, ZipInfo] = {}
    folded: set[str] = set()
    above: set[str] = set()
    for entry in entries:
        path = _place(entry)
        name = names.fold(path)
        if name in folded:
            raise NoArchive(f"it holds two files that are one on many computers: {path!r}")
        folded.add(name)
        above.update(str(folder) for folder in PurePosixPath(name).parents)
        found[path] = entry
    if folded & above:
        raise NoArchive("it holds a file and a folder of one name")
    if not found:
        raise NoArchive("there are no records in it; `cycles export zip` writes them into records/")
    return found


def _check_way(folder: Path, path: str) -> None:
    """Refuse a path that leads through a link, or through what is no folder."""
    place = folder
    for part in PurePosixPath(path).parts[:-1]:
        place /= part
        try:
            mode = place.lstat().st_mode
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(mode):
            raise NoArchive(f"{place.relative_to(folder)} is in the way of {path}: it is a link or a file")


def _place(entry: ZipInfo) -> str:
    """Where an entry goes, when that is a plain path inside the portfolio."""
    match = _INSIDE.fullmatch(entry.filename)
    path = match[1] if match is not None else ""
    parts = path.split("/")
    odd = len(path) > _LONGEST or any(part in {"", ".", ".."} or names.is_hidden(part) for part in parts)
    if odd or any(names.explain_unportable(part) for part in parts):
        raise NoArchive(f"it holds a file with a name that can't be used: {entry.filename[:_SHOWN]!r}")
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
