"""A file's bytes to rows of text under a header, whatever program wrote it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from coaching_cycles.importing.cells import tidy
from coaching_cycles.importing.headers import find_header, is_footer, is_test_student, is_total
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.workbooks import is_workbook, read_workbook

LIMIT = 32 * 1024 * 1024
"""The largest file that is read, in bytes."""

_DELIMITERS = ",;\t|"
_SNIFFED = 200
_SEPARATOR = re.compile(r'"?sep=(.)"?')
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_ROWS = 200_000
_COLUMNS = 2_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header; `number` counts the rows of the sheet from 1."""

    number: int
    cells: tuple[str, ...]

    def __getitem__(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows of students or counts; blank rows, titles, totals and footers are gone.

    `totals` are the rows of sums and means that were left out: one of them may say how many points there are.
    """

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...] = ()

    def column(self, number: int) -> list[str]:
        """All cells of a column."""
        return [row[number] for row in self.rows]


def read_table(data: bytes, notes: Notes, *, sheet: str = "", header_row: int = 0) -> Table | None:
    """The table in a file, or None with a finding; `header_row` counts from 1, 0 to look for it."""
    if len(data) > LIMIT:
        notes.add(
            "E820", f"the file is larger than {LIMIT // 1024 // 1024} MB", "export fewer students at a time"
        )
        return None
    if data.startswith(_OLD_EXCEL):
        hint = "save it as .xlsx or .csv in a spreadsheet program, without a password"
        notes.add("E820", "this is an Excel file of the old kind, or one with a password", hint)
        return None
    rows = read_workbook(data, sheet, notes) if is_workbook(data) else _read_text(data, notes)
    if rows is not None and max(map(len, rows), default=0) > _COLUMNS:
        notes.add(
            "E820", f"more than {_COLUMNS} columns", "is it the right file, and its commas as they were?"
        )
        return None
    return None if rows is None else _frame(rows, notes, header_row)


def _read_text(data: bytes, notes: Notes) -> list[list[str]] | None:
    text = decode(data, notes)
    if text is None:
        return None
    match = _SEPARATOR.fullmatch(text.split("\n", 1)[0].strip())
    delimiter = match[1] if match else _sniff(text)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > _ROWS:
                notes.add("E820", f"more than {_ROWS} rows", "export fewer students at a time")
                return None
    except csv.Error:
        notes.add("E820", "the rows can't be told apart", "is a quotation mark left open?", len(rows) + 1)
        return None
    return [[], *rows[1:]] if match else rows


def decode(data: bytes, notes: Notes) -> str | None:
    """The text of a file in UTF-8 or UTF-16; anything else is taken for Windows-1252, with a finding."""
    head = data[:2000]
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        text = data.decode("utf-32", "replace")
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    elif head.count(0) * 3 > len(head):
        # Latin letters in UTF-16 have a zero in every other byte: behind each of them, or before it.
        text = data.decode(
            "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be", "replace"
        )
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            hint = "if names of levels look wrong, save the file as “CSV UTF-8”; numbers are not affected"
            notes.add(
                "W821", "the file is not UTF-8; it was read as Windows-1252 (Latin-1), which is a guess", hint
            )
    if _CONTROLS.search(text[:20_000]):
        notes.add("E820", "this is not a table of text", "export it as CSV or XLSX")
        return None
    return text.removeprefix("\ufeff")


def _sniff(text: str) -> str:
    """The delimiter that cuts most rows into the same number of cells."""

    def fitness(delimiter: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        try:
            for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
                if len(row) > 1:
                    widths[len(row)] += 1
                if number >= _SNIFFED:
                    break
        except csv.Error:
            return 0, 0
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return rows, width

    # The first wins where two do equally well: a decimal comma makes “4;7,5” fit the comma too.
    scores = {delimiter: fitness(delimiter) for delimiter in _DELIMITERS}
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(_DELIMITERS, key=lambda d: (scores[d][0], head.count(d) > 0, head.count(d), scores[d][1]))


def _frame(rows: list[list[str]], notes: Notes, header_row: int) -> Table | None:
    filled = [Row(number, tuple(tidy(cell) for cell in row)) for number, row in enumerate(rows, 1)]
    filled = [row for row in filled if any(row.cells)]
    if not filled:
        notes.add("E820", "the file is empty")
        return None
    found = find_header([row.cells for row in filled])
    start = (
        next((n for n, row in enumerate(filled) if row.number == header_row), found) if header_row else found
    )
    header = filled[start].cells
    while header and not header[-1]:
        header = header[:-1]
    body = [row for row in filled[start + 1 :] if row.cells[: len(header)] != header]
    while body and is_footer(body[-1].cells, header):
        body.pop()
    totals = tuple(_totals(body))
    gone = {row.number for row in totals}
    if gone:
        notes.add_rows("H822", "totals, averages and made-up test students were left out", gone)
    kept = tuple(row for row in body if row.number not in gone)
    if not kept:
        notes.add("E820", "there is a header, and nothing below it", row=filled[start].number)
        return None
    return Table(_name(header, filled[start - 1].cells if start else ()), kept, totals)


def _totals(body: list[Row]) -> Iterator[Row]:
    """The rows that are no student's; a short word for a sum is one where only sums stand below it."""
    ending = len(body)
    while ending and is_total(body[ending - 1].cells, last=True):
        ending -= 1
    for n, row in enumerate(body):
        if is_total(row.cells, last=n + 1 >= ending, first=n == 0) or is_test_student(row.cells):
            yield row


def _name(header: tuple[str, ...], above: tuple[str, ...]) -> tuple[str, ...]:
    """The header's cells; one that stands twice comes with the one above it: “8.EE.7b” over “Before”."""
    doubled = {cell for cell, times in Counter(map(str.casefold, header)).items() if times > 1 and cell}
    if not doubled or sum(map(bool, above)) < 2:  # noqa: PLR2004 - a title is one cell
        return header
    names, over = [], ""
    for column, cell in enumerate(header):
        over = (above[column] if column < len(above) else "") or over
        names.append(f"{over} {cell}".strip() if cell.casefold() in doubled else cell)
    return tuple(names)
