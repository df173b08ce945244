"""The plain form of a framework: `code,statement,parent,grades`, and `label,kind,url,identifier` if wanted.

A CSV or rows of a YAML file. Columns may bear the names that they have in CASE. Parents are codes, in any
spelling. The CSV of OpenSALT is known by its `smartLevel` and read as such.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from coaching_cycles.standards.cleaning import clean
from coaching_cycles.standards.codes import slugify
from coaching_cycles.standards.framework import Framework
from coaching_cycles.standards.grades import LONGEST_GRADES, read_grades
from coaching_cycles.standards.joining import join
from coaching_cycles.standards.rows import read_rows
from coaching_cycles.standards.salt_csv import MARK, read_salt
from coaching_cycles.standards.source import LONGEST_CODE, LONGEST_TEXT, MOST_PARTS, Entry, Source, scrub
from coaching_cycles.standards.values import as_text

COLUMNS = ("code", "statement", "parent", "grades", "label", "kind", "url", "identifier")
_NAMES = {
    "humancodingscheme": "code",
    "fullstatement": "statement",
    "abbreviatedstatement": "label",
    "educationlevel": "grades",
    "educationallevel": "grades",
    "grade": "grades",
    "cfitemtype": "kind",
}


def read_csv(text: str, key: str, *, title: str = "", short_title: str = "", licence: str = "") -> Framework:
    """The framework in a CSV's text, with what is wrong with it in `defects`; never raises for the text.

    Args:
        text: the decoded file.
        key: the framework's key, as in its address.
        title: its name; the key if it has none.
        short_title: its name where there is little room.
        licence: the line on copyright or licence to show with its statements.
    """
    source = read_csv_source(text)
    source.title, source.short_title, source.licence = title or key, short_title, licence or source.licence
    return join(source, key)


def read_csv_source(text: str) -> Source:
    """The entries of a CSV: that of OpenSALT, or a plain one."""
    found = read_rows(text)
    names = [_NAMES.get(name, name) for name in found.names]
    if MARK in names:
        source = read_salt(found.rows)
    else:
        source = Source("plain CSV", by_code=True)
        if found.names and "code" not in names:
            known = ", ".join(COLUMNS[:4])
            message = f"no column is called `code`; the first row must name {known}"
            source.report(found.heading, "shape", message)
        elif found.names:
            for name in names:
                if name not in COLUMNS:
                    source.report(found.heading, "shape", f"the column {name!r} is not known and is left out")
            named = (
                (line, {_NAMES.get(name, name): cell for name, cell in cells.items()})
                for line, cells in found.rows
            )
            read_plain(named, source)
    source.defects[:0] = found.defects
    return source


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of standards in a YAML or JSON file of our own, with what the file says of the whole."""

    listed: list[object]
    name: str = ""
    """The key under which the list stands; empty where the file is the list."""
    facts: Mapping[str, object] = field(default_factory=dict)


def find_plain(data: object) -> Listed | None:
    """The list of standards in plain data: a list itself, or under `standards:` or `items:`.

    A group of keys in its place is read as code and statement.
    """
    if isinstance(data, list) and any(isinstance(one, dict) for one in data):
        return Listed(data)
    if isinstance(data, dict):
        for name in ("standards", "items"):
            inner = data.get(name)
            if isinstance(inner, dict):
                inner = [
                    {"code": code, **(one if isinstance(one, dict) else {"statement": one})}
                    for code, one in inner.items()
                ]
            if isinstance(inner, list):
                return Listed(inner, name, data)
    return None


def read_plain_data(found: Listed, listed: list[tuple[int, object]], form: str) -> Source:
    """The entries of a YAML or JSON file of our own; `listed` are its items with their places."""
    source = Source(form, by_code=True)

    def fact(*names: str) -> str:
        return next(filter(None, (as_text(found.facts.get(name)) for name in names)), "")

    source.title, source.short_title = fact("title"), fact("short_title")
    source.licence, source.language = fact("licence", "license"), fact("language", "lang")
    source.status, source.creator = fact("status"), fact("creator")
    rows: list[tuple[int, dict[str, str]]] = []
    for place, one in source.begin(listed):
        if isinstance(one, dict):
            names = {str(name): _NAMES.get(str(name).lower(), str(name).lower()) for name in one}
            rows.append((place, {names[str(name)]: _as_cell(value) for name, value in one.items()}))
        else:
            source.report(place, "shape", "an item that is not a group of keys; it is left out")
    return read_plain(rows, source)


def _as_cell(value: object) -> str:
    return ",".join(map(as_text, value[:MOST_PARTS])) if isinstance(value, list) else as_text(value)


def read_plain(rows: Iterable[tuple[int, Mapping[str, str]]], source: Source) -> Source:
    """The rows of a plain file (line, cells by column) as entries of `source`."""
    for line, cells in rows:
        kept = {
            name: unicodedata.normalize("NFC", scrub(cell[:LONGEST_TEXT])) for name, cell in cells.items()
        }
        entry = Entry(line, rank=float(len(source.entries)))
        entry.code = clean(kept.get("code", "")[: LONGEST_TEXT // 2])
        entry.ref = slugify(entry.code[:LONGEST_CODE])
        entry.statement = kept.get("statement", "")
        entry.label = kept.get("label", "")
        entry.kind = kept.get("kind", "")
        entry.identifier = kept.get("identifier", "")
        if not (entry.code or entry.statement or entry.label):
            source.report(line, "no code", "neither a code nor a statement; this row is left out")
            continue
        parent = kept.get("parent", "")[:LONGEST_CODE]
        entry.parents = [parent] if slugify(clean(parent)) else []
        entry.grades, wrong = read_grades(kept.get("grades", "")[:LONGEST_GRADES])
        if wrong:
            source.report(line, "grades", f"not grades: {', '.join(map(repr, wrong[:5]))}")
        entry.url = _read_url(source, line, kept.get("url", ""))
        source.entries.append(entry)
    return source


def _read_url(source: Source, line: int, text: str) -> str | None:
    if not text:
        return None
    if not re.match(r"https?://[^\s/]", text):
        source.report(line, "shape", "the url is not a web address and is left out")
        return None
    return text
