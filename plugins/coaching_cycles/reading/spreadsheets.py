"""Spreadsheet files to rows of text, with nothing in them run, followed or unpacked beyond a limit."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from xml.parsers import expat

LIMIT = 8 * 1024 * 1024
"""The largest spreadsheet that is looked into, in bytes."""

PLAIN = frozenset({".csv", ".tsv", ".tab"})
"""Endings of tables that are text, whose rows are lines."""

SUFFIXES = PLAIN | {".xls", ".xlsx", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers"}
"""Endings of all files that are taken for spreadsheets."""

Rows = list[list[str]]

_ROWS = 2_000
_COLUMNS = 300
_PART = 4 * 1024 * 1024
_WHOLE = 12 * 1024 * 1024
"""Bytes of the parts of one file that are unpacked, together."""
_ELEMENTS = 350_000
"""Elements of one part: four bytes of XML can be one, and as many as fit would take seconds."""
_CELL = 500
"""Characters of a cell: a name is shorter, and a text in each of a million cells would fill any memory."""
_SHEETS = 50
_DIGITS = 5


def read_tables(data: bytes, suffix: str) -> list[Rows] | None:
    """The sheets of a spreadsheet (the first rows of each), or None when it can't be looked into."""
    try:
        if suffix in PLAIN:
            return [_read_text(data, suffix)]
        if suffix in {".xlsx", ".xlsm", ".xltx"}:
            return _read_xlsx(data)
        if suffix == ".ods":
            return _read_ods(data)
    except (csv.Error, expat.ExpatError, _Refused, *_BROKEN_ZIP):
        return None
    return None


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """The file holds something that a plain spreadsheet does not."""


# All that `zipfile` raises for archives that are broken, encrypted or packed in a way it does not know.
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError, ValueError, RuntimeError)


def _read_text(data: bytes, suffix: str) -> Rows:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    head = text[:4000]
    comma = "\t" if suffix != ".csv" else max(",;\t|", key=head.count)
    rows: Rows = []
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=comma):
        rows.append([cell.strip() for cell in row[:_COLUMNS]])
        if len(rows) >= _ROWS:
            break
    return rows


def _read_xlsx(data: bytes) -> list[Rows]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        shared = _Cells("si", "", "t")
        left = _WHOLE
        if "xl/sharedStrings.xml" in names:
            data = _part(archive, "xl/sharedStrings.xml")
            left -= len(data)
            shared.feed(data)
        strings = [row[0] for row in shared.rows]
        sheets = sorted(name for name in names if name.startswith("xl/worksheets/") and name.endswith(".xml"))
        if not sheets or len(sheets) > _SHEETS:
            raise _Refused
        tables = []
        for name in sheets:
            cells = _Cells("row", "c", "t", "v")
            cells.strings = strings
            data = _part(archive, name)
            left -= len(data)
            if left < 0:
                raise _Refused
            cells.feed(data)
            tables.append(cells.rows)
        return tables


def _read_ods(data: bytes) -> list[Rows]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        # All sheets of an .ods stand in one file; to look for rows they need not be told apart.
        cells = _Cells("table-row", "table-cell", "p")
        cells.feed(_part(archive, "content.xml"))
        return [cells.rows]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        data = part.read(_PART + 1)
    if len(data) > _PART:
        raise _Refused
    return data


class _Cells:
    """Collects the text of cells by rows. Without a name for cells each row is one cell."""

    def __init__(self, row: str, cell: str, *text: str) -> None:
        self.rows: Rows = []
        self.strings: list[str] = []
        self._row, self._cell, self._text = row, cell, text
        self._pieces: list[str] = []
        self._within = 0
        self._shared = False
        self._beyond = False
        self._left = _ELEMENTS
        self._repeated = 1

    def feed(self, data: bytes) -> None:
        """Read a whole XML file."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        # No spreadsheet declares entities; whoever does wants them expanded a million times.
        parser.StartDoctypeDeclHandler = self._refuse
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keyword here

    def _refuse(self, *_: object) -> None:
        raise _Refused

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        self._left -= 1
        if self._left < 0:
            raise _Refused
        if tag == self._row:
            if len(self.rows) >= _ROWS * 10:
                raise _Refused
            self.rows.append([] if self._cell else [""])
            self._repeated, self._beyond = 1, False
        elif tag == self._cell and self.rows:
            self._open_cell(self.rows[-1], attributes)
        elif tag in self._text:
            self._within += 1

    def _open_cell(self, row: list[str], attributes: dict[str, str]) -> None:
        # Blank cells are left out of a file: an .xlsx names the column of each cell, an .ods counts
        # repetitions.
        letters = attributes.get("r", "").rstrip("0123456789").upper()
        column = 0
        for letter in letters[:3]:
            column = column * 26 + ord(letter) - ord("A") + 1
        blanks = column - 1 - len(row) if column else self._repeated - 1
        row += [""] * max(0, min(blanks, _COLUMNS - len(row)))
        self._beyond = len(row) > _COLUMNS
        if not self._beyond:
            row.append("")
        self._shared = attributes.get("t") == "s"
        again = next((n for key, n in attributes.items() if key.endswith("number-columns-repeated")), "1")
        self._repeated = int(again) if again.isdecimal() and len(again) < _DIGITS else 1

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag in self._text:
            self._within -= 1
            if not self._within and self.rows and self.rows[-1] and not self._beyond:
                text = "".join(self._pieces).strip()[:_CELL]
                if tag == "v" and self._shared and text.isdecimal() and int(text) < len(self.strings):
                    text = self.strings[int(text)]
                before = self.rows[-1][-1]
                if not before:
                    self.rows[-1][-1] = text
                elif len(before) < _CELL:
                    self.rows[-1][-1] = f"{before} {text}".strip() if self._cell else before + text
            self._pieces.clear()

    def _characters(self, data: str) -> None:
        if self._within:
            self._pieces.append(data)
