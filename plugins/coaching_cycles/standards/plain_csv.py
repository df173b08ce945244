"""The plain form of a framework: a CSV with `code,statement,parent,grades`, and `label,kind,url` if wanted.

Files come from spreadsheets and exports, so everything is survived and reported: byte-order marks, any line
ends, semicolons or tabs for commas, columns in any order or capitals, rows without a code, codes that occur
twice or differ in punctuation only, parents that are missing or run in circles, grades that are none.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from coaching_cycles.standards.cleaning import clean
from coaching_cycles.standards.codes import slugify
from coaching_cycles.standards.framework import Defect, Framework, Item, make_framework

_COLUMNS = ("code", "statement", "parent", "grades", "label", "kind", "url")
_DELIMITERS = ",;\t"
_LONGEST_CODE = 80
_GRADES = ("PK", "TK", "K", *map(str, range(1, 14)))
_NAMED = {
    "KG": ("K",),
    "PREK": ("PK",),
    "MS": ("6", "7", "8"),
    "HS": ("9", "10", "11", "12"),
}
# What UTF-8 looks like after it has been read as Latin-1 or Windows-1252.
_MOJIBAKE = re.compile(r"â€|Ã[\u0080-\u00bf©¨¢±³´¶¼]|Â[\u00a0-\u00bf]|\ufffd")


def read_csv(text: str, key: str, *, title: str = "", short_title: str = "", licence: str = "") -> Framework:
    """The framework in a CSV's text, with what is wrong with it in `defects`; never raises for the text.

    Args:
        text: the decoded file.
        key: the framework's key, as in its address.
        title: its name; the key if it has none.
        short_title: its name where there is little room.
        licence: the line on copyright or licence to show with its statements.
    """
    defects: list[Defect] = []
    items: dict[str, Item] = {}
    rows: dict[str, int] = {}
    slugs: dict[str, str] = {}
    for row, cells in _read_rows(text, defects):
        item = _read_item(row, cells, defects)
        if item is None:
            continue
        known = slugs.setdefault(slugify(item.code), item.code)
        if known == item.code and item.code not in items:
            items[item.code], rows[item.code] = item, row
        else:
            first = f"{known!r} in row {rows[known]}"
            defects.append(Defect(row, f"the code {item.code!r} is taken by {first}; this row is left out"))
    linked = _link(items, rows, slugs, defects)
    made = make_framework(Framework(key, title or key, short_title or title or key, licence), linked.values())
    return replace(made, defects=tuple(sorted(defects, key=lambda defect: defect.row)))


def _read_rows(text: str, defects: list[Defect]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the line that it begins on, as column → cell."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    heading = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names: list[str] | None = None
    begin = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            defects.append(Defect(begin, f"the rest of the file cannot be read: {error}"))
            return
        if cells is None:
            break
        row, begin = begin, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip().lower() for cell in cells]
            _check_heading(row, names, defects)
            if "code" not in names:
                return
        else:
            if any(cell.strip() for cell in cells[len(names) :]):
                defects.append(
                    Defect(row, "more cells than the heading has columns; the last ones are left out")
                )
            yield row, dict(zip(names, cells, strict=False))
    if names is None:
        defects.append(Defect(0, "the file is empty"))


def _check_heading(row: int, names: list[str], defects: list[Defect]) -> None:
    if "code" not in names:
        defects.append(
            Defect(row, f"no column is called `code`; the first row must name {', '.join(_COLUMNS[:4])}")
        )
        return
    unknown = [name for name in names if name not in _COLUMNS]
    defects.extend(Defect(row, f"the column {name!r} is not known and is left out") for name in unknown)


def _read_item(row: int, cells: dict[str, str], defects: list[Defect]) -> Item | None:
    """One row as an item whose parent is still as written; None, with a defect, if it has no usable code."""
    kept = {name: unicodedata.normalize("NFC", cell).strip() for name, cell in cells.items()}
    raw = kept.get("code", "")
    if len(raw) > _LONGEST_CODE:
        defects.append(Defect(row, f"a code of {len(raw)} characters; this row is left out"))
        return None
    code = clean(raw)
    if not slugify(code):
        defects.append(Defect(row, "no code; this row is left out"))
        return None
    if _MOJIBAKE.search("".join(kept.values())):
        defects.append(Defect(row, "letters look garbled: was the file saved as UTF-8?"))
    grades, wrong = read_grades(kept.get("grades", ""))
    if wrong:
        defects.append(Defect(row, f"not grades: {', '.join(map(repr, wrong))}"))
    return Item(
        code=code,
        label=kept.get("label", ""),
        kind=kept.get("kind", ""),
        parent=clean(kept.get("parent", "")[:_LONGEST_CODE]) or None,
        grades=grades,
        statement=kept.get("statement") or None,
        url=_read_url(row, kept.get("url", ""), defects),
    )


def _read_url(row: int, text: str, defects: list[Defect]) -> str | None:
    if not text:
        return None
    if not re.match(r"https?://[^\s/]", text):
        defects.append(Defect(row, "the url is not a web address and is left out"))
        return None
    return text


def _link(
    items: dict[str, Item], rows: dict[str, int], slugs: dict[str, str], defects: list[Defect]
) -> dict[str, Item]:
    """The items with parents that exist and that lead to a root; what does not becomes a root."""
    linked: dict[str, Item] = {}
    for code, item in items.items():
        parent = item.parent and (item.parent if item.parent in items else slugs.get(slugify(item.parent)))
        if item.parent and not parent:
            defects.append(
                Defect(rows[code], f"the parent {item.parent!r} is not in the file; shown at the top")
            )
        linked[code] = replace(item, parent=parent or None)
    safe: set[str] = set()
    for start in linked:
        path: dict[str, None] = {}
        above: str | None = start
        while above is not None and above not in safe:
            if above in path:
                defects.append(Defect(rows[above], f"{above!r} stands under itself; shown at the top"))
                linked[above] = replace(linked[above], parent=None)
                break
            path[above] = None
            above = linked[above].parent
        safe.update(path)
    return linked


def read_grades(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Single grades in order from a list such as "K, 1, 2", "09,10" or "6-8"; and what in it is no grade."""
    found: set[str] = set()
    wrong: list[str] = []
    plain = unicodedata.normalize("NFKC", text).upper().replace("–", "-").replace("PRE-K", "PK")
    plain = re.sub(r"\s*-\s*", "-", re.sub(r"\bGRADES?\b|\bGR\b\.?", " ", plain))
    for part in filter(None, re.split(r"[,;|/\s]+", plain)):
        ends = [_name_grade(end) for end in part.split("-")]
        if len(ends) == 1 and ends[0]:
            found.update(ends[0])
        elif len(ends) == 2 and ends[0] and ends[1] and ends[0][0] in _GRADES and ends[1][-1] in _GRADES:  # noqa: PLR2004
            first, last = _GRADES.index(ends[0][0]), _GRADES.index(ends[1][-1])
            if first > last:
                wrong.append(part)
            found.update(grade for grade in _GRADES[first : last + 1] if grade != "TK" or first == 1)
        else:
            wrong.append(part)
    return tuple(sorted(found, key=_GRADES.index)), tuple(wrong)


def _name_grade(text: str) -> tuple[str, ...]:
    if text in _NAMED:
        return _NAMED[text]
    plain = text.lstrip("0") if text.isdecimal() and text.isascii() else text
    return (plain,) if plain in _GRADES else ()
