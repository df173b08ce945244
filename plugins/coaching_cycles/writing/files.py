"""The files of a portfolio that are written by hand, and putting a new text in the place of an old one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.reading.folder import scan
from coaching_cycles.writing.format import kind_of_file

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    replace_bytes(file, text.encode())


def replace_bytes(file: Path, content: bytes) -> None:
    """Write a file as a whole or not at all, with the rights that it had."""
    half = file.with_name(f".{file.name}-{os.getpid()}")
    try:
        half.write_bytes(content)
        half.chmod(file.stat().st_mode)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
