"""Sheets of an Excel file to rows of text, after a look at what unpacking it would cost."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from importlib import import_module
from typing import Protocol, cast

from coaching_cycles.importing.cells import tidy
from coaching_cycles.importing.notes import Notes

_UNPACKED = 96 * 1024 * 1024
_SMALL = 16 * 1024 * 1024
_PACKED = 40
"""Times its own size that a workbook may unpack to; real ones do to a tenth of that."""
_PARTS = 500
_CELLS = 2_000_000
_TEXT = 64 * 1024 * 1024
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{0,3})(\d{1,7})[\"']")
# All that `zipfile` raises for archives that are broken, encrypted or packed in a way it does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError)

Value = int | float | str | bool | time | date | datetime | timedelta


class _Sheet(Protocol):
    def to_python(self, *, skip_empty_area: bool) -> list[list[Value]]: ...


class _Workbook(Protocol):
    sheet_names: list[str]

    def get_sheet_by_index(self, index: int) -> _Sheet: ...


class _Reader(Protocol):
    def load_workbook(self, file: io.BytesIO) -> _Workbook: ...


def is_workbook(data: bytes) -> bool:
    """True for a zip archive, which an .xlsx file is."""
    return data.startswith(b"PK\x03\x04")


def read_workbook(data: bytes, sheet: str, notes: Notes) -> list[list[str]] | None:
    """The rows of a sheet as text: the named one, else the first that holds something."""
    fault = _weigh(data)
    if fault:
        notes.add("E820", fault, "save it again as .xlsx in a spreadsheet program, or as CSV")
        return None
    try:
        reader = cast("_Reader", import_module("python_calamine"))
    except ImportError:
        hint = "pip install 'mkdocs-coaching-cycles[xlsx]', or save the sheet as CSV"
        notes.add("E820", "to read Excel files a library is needed that is not installed", hint)
        return None
    try:
        book = reader.load_workbook(io.BytesIO(data))
        names = book.sheet_names
        wanted = [n for n, name in enumerate(names) if tidy(name).casefold() == tidy(sheet).casefold()]
        if sheet.isdecimal() and not wanted:
            wanted = [n for n in range(len(names)) if n + 1 == int(sheet)]
        if sheet and not wanted:
            notes.add(
                "E820",
                f"there is no such sheet among its {len(names)}",
                "name it as it is named there, or by its number",
            )
            return None
        tables = (
            (
                n,
                [
                    [_text(cell) for cell in row]
                    for row in book.get_sheet_by_index(n).to_python(skip_empty_area=False)
                ],
            )
            for n in (wanted or range(len(names)))
        )
        return _choose(tables, len(names), notes, chosen=bool(wanted))
    except Exception:  # noqa: BLE001 - the library has its own errors for each kind of file, and any of them means this
        notes.add(
            "E820",
            "this Excel file can't be read",
            "save it again as .xlsx in a spreadsheet program, or as CSV",
        )
        return None


def _choose(
    tables: Iterable[tuple[int, list[list[str]]]], count: int, notes: Notes, *, chosen: bool
) -> list[list[str]] | None:
    for number, rows in tables:
        if any(cell for row in rows for cell in row):
            if count > 1 and not chosen:
                notes.add(
                    "H834",
                    f"the file has {count} sheets; number {number + 1} was read",
                    "choose with --sheet",
                )
            return rows
    notes.add("E820", "the file is empty")
    return None


def _weigh(data: bytes) -> str:
    """What speaks against unpacking an archive, or an empty text.

    Sizes are those of what really comes out: an archive can lie about them, and a few bytes can name a cell
    in the last row and column, for which a table of billions of cells would be made.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            most = min(_UNPACKED, max(_SMALL, _PACKED * len(data)))
            if len(parts) > _PARTS or sum(part.file_size for part in parts) > most:
                return "this file would unpack to more than a spreadsheet needs"
            if archive.testzip() is not None:
                return "this Excel file is damaged"
            names = [part.filename for part in parts]
            if not any(name.lower().startswith("xl/") for name in names):
                return "this is an archive, and not an Excel file"
            longest, texts = 0, 0
            for name in names:
                lower = name.lower()
                if lower.endswith("sharedstrings.xml"):
                    longest = max(map(len, archive.read(name).split(b"</")), default=0)
                elif lower.startswith("xl/worksheets/") and lower.endswith(".xml"):
                    content = archive.read(name)
                    if _count_cells(content) > _CELLS:
                        return "this file would unpack to more than a spreadsheet needs"
                    texts += content.count(b"<c ")
            return (
                "this file would unpack to more than a spreadsheet needs"
                if longest * texts > _TEXT * 8
                else ""
            )
    except _BROKEN:
        return "this Excel file is damaged, or has a password"


def _count_cells(sheet: bytes) -> int:
    """How many cells the rectangle from A1 to the last cell of a sheet has."""
    if b"\0" in sheet[:200]:
        return _CELLS + 1  # in UTF-16 nothing would be found, and no spreadsheet program writes it
    width = height = 1
    for match in _REFERENCE.finditer(sheet):
        column = 0
        for letter in match[1]:
            column = column * 26 + letter - ord("A") + 1
        width, height = max(width, column), max(height, int(match[2]))
    return width * height


def _text(value: Value) -> str:
    """A cell as somebody would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return (
            value.isoformat(sep=" ")
            if (value.hour, value.minute, value.second) != (0, 0, 0)
            else value.date().isoformat()
        )
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(round(value, 9))  # noqa: PLR2004 - exact up to here
    return str(value)
