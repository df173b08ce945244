"""The files of a portfolio that are written by hand, and putting a new text in the place of an old one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading import characters
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.reading.folder import scan
from coaching_cycles.writing.format import kind_of_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.writing.edits import Edited
    from coaching_cycles.writing.format import FileKind


def find_root(place: Path, cycles_dir: str = "cycles") -> Path | None:
    """The portfolio that a file or folder belongs to: the nearest folder that holds the folder of records."""
    for folder in (place, *place.parents):
        if (folder / cycles_dir).is_dir():
            return folder
    return None


def list_files(root: Path, cycles_dir: str = "cycles") -> Iterator[tuple[str, FileKind]]:
    """Each file of a portfolio that the format is for, relative to its folder, and what it is."""
    listing = scan(root, cycles_dir)
    if listing.portfolio is not None:
        yield listing.portfolio, "portfolio"
    for school in listing.schools:
        if school.school is not None:
            yield school.school, "school"
        for record in school.records:
            yield record.path, "record"
            for log in record.logs:
                yield log, "log"


def choose_files(place: Path, cycles_dir: str = "cycles") -> tuple[Path, list[tuple[str, FileKind]]]:
    """The files at a place: a portfolio, a folder in one, or a single file; and the folder they lie below."""
    absolute = place.absolute()
    root = find_root(absolute, cycles_dir)
    if root is not None:
        below = "" if absolute == root else absolute.relative_to(root).as_posix()
        chosen = [
            (path, kind)
            for path, kind in list_files(root, cycles_dir)
            if not below or path == below or path.startswith(f"{below}/")
        ]
        if chosen or absolute.is_dir():
            return root, chosen
    kind = kind_of_file(absolute.as_posix())
    return absolute.parent, [(absolute.name, kind)] if kind is not None and absolute.is_file() else []


def replace_text(file: Path, text: str) -> None:
    """Write a file as a whole or not at all, with the rights that it had."""
    _replace(file, text.encode("utf-8"))


def write_edited(root: Path, edited: Edited) -> Problem | None:
    """Put a changed file in place of the old one, unless that one has changed since.

    What went wrong, or None. Without a change nothing is written. No link is followed; permissions stay.
    """
    if edited.after is None or not edited.changed:
        return None
    now = read_bytes(root, edited.path)
    if isinstance(now, Problem):
        return now
    if now != edited.before:
        return _fault(edited.path, "the file was changed by someone else meanwhile", "run the command again")
    try:
        _replace(root / edited.path, edited.after)
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        return _fault(edited.path, f"the file can't be written: {reason}", "nothing was changed in it")
    return None


def _replace(file: Path, content: bytes) -> None:
    handle, half = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "wb") as beside:
            beside.write(content)
            beside.flush()
            os.fsync(beside.fileno())
        Path(half).chmod(file.stat().st_mode)
        Path(half).replace(file)
    finally:
        Path(half).unlink(missing_ok=True)


def _fault(path: str, message: str, hint: str) -> Problem:
    return Problem(characters.replace(path), Mark(), "E161", message, hint)
