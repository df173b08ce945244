"""The rows of a CSV, whatever a spreadsheet made of it.

Survived and reported: byte-order marks, any line ends, semicolons or tabs for commas, columns in any order or
capitals, more cells than columns, a quote that never ends.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from coaching_cycles.standards.framework import Defect
from coaching_cycles.standards.source import MOST_ITEMS, MOST_PARTS

_DELIMITERS = ",;\t"


@dataclass(slots=True)
class Rows:
    """A CSV: the names of its columns in small letters, the line of the heading, and its rows by line."""

    names: list[str] = field(default_factory=list)
    heading: int = 0
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)


def read_rows(text: str) -> Rows:
    """The rows of a CSV's text; empty lines are none."""
    found = Rows()
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    for line, cells in _split(text, found.defects):
        if not found.names:
            found.names, found.heading = [cell.strip().lower() for cell in cells[:MOST_PARTS]], line
            continue
        if len(found.rows) == MOST_ITEMS:
            found.defects.append(
                Defect(line, f"more than {MOST_ITEMS} rows; the rest is left out", "too many")
            )
            break
        if any(cell.strip() for cell in cells[len(found.names) :]):
            message = "more cells than the heading has columns; the last ones are left out"
            found.defects.append(Defect(line, message, "shape"))
        found.rows.append((line, dict(zip(found.names, cells, strict=False))))
    if not found.names:
        found.defects.append(Defect(0, "the file is empty", "shape"))
    return found


def _split(text: str, defects: list[Defect]) -> Iterator[tuple[int, list[str]]]:
    """Each row that holds anything, with the line that it begins on."""
    heading = next((line for line in io.StringIO(text, newline="") if line.strip()), "")
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begin = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            defects.append(Defect(begin, f"the rest of the file cannot be read: {error}", "shape"))
            return
        if cells is None:
            return
        line, begin = begin, reader.line_num + 1
        # An empty line has no cells at all, and there may be millions of them.
        if cells and any(cell.strip() for cell in cells):
            yield line, cells
