"""A table as an Excel workbook: one sheet of texts and numbers, written with the standard library alone.

A workbook without formulas, styles and macros is five small files of XML; a library for it would be the
largest thing that this package installs after the charts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from coaching_cycles.exporting.archive import pack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
# What XML 1.0 can't hold, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 32_767
"""Characters that Excel keeps in a cell."""
_OPEN = "http://schemas.openxmlformats.org"
_MAIN = f"{_OPEN}/spreadsheetml/2006/main"
_RELATIONS = f"{_OPEN}/officeDocument/2006/relationships"
_PACKAGE = f"{_OPEN}/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPES}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def write_workbook(
    name: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]], numeric: frozenset[str]
) -> bytes:
    """An .xlsx file with one sheet. Cells of the columns in `numeric` that hold a number are numbers.

    Every other cell is a text that Excel does not look into: nothing in it is run.
    """
    lines = [_row(1, [_text(place, 1, column) for place, column in enumerate(columns)])]
    for number, row in enumerate(rows, start=2):
        filled = [(place, column, row[column]) for place, column in enumerate(columns) if row.get(column)]
        cells = [
            _number(place, number, text)
            if column in numeric and _NUMBER.fullmatch(text)
            else _text(place, number, text)
            for place, column, text in filled
        ]
        lines.append(_row(number, cells))
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">{frozen}</sheetView>'
        f"</sheetViews><sheetData>{''.join(lines)}</sheetData></worksheet>"
    )
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        f'<sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {**_FIXED, "xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet}
    files = {path: (_HEAD + text).encode() for path, text in parts.items()}
    return pack(files, ("[Content_Types].xml",))


def _row(number: int, cells: list[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _number(place: int, row: int, text: str) -> str:
    return f'<c r="{_name(place)}{row}"><v>{text}</v></c>'


def _text(place: int, row: int, text: str) -> str:
    clean = escape(_NOT_XML.sub("\ufffd", text)[:_LONGEST])
    return f'<c r="{_name(place)}{row}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'


def _name(place: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    name, rest = "", place + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
