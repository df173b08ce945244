"""Sets of the Common Standards Project: a JSON file a grade and subject, each standard with its ancestors."""

from __future__ import annotations

from collections.abc import Mapping

from coaching_cycles.standards.framework import Relation
from coaching_cycles.standards.grades import LONGEST_GRADES, read_grades
from coaching_cycles.standards.source import MOST_PARTS, Entry, Source
from coaching_cycles.standards.values import as_list, as_mapping, as_number, as_text

_MARKS = {"statementNotation", "altStatementNotation", "ancestorIds", "statementLabel", "description"}
"""Fields by which a standard of such a set is known."""


def find_set(data: object) -> Mapping[str, object] | None:
    """The set in what a JSON file holds: itself, or inside `data`."""
    for one in (data, as_mapping(data).get("data")):
        if isinstance(one, dict) and any(
            isinstance(standard, dict) and _MARKS & standard.keys()
            for standard in as_list(one.get("standards"))
        ):
            return one
    return None


def read_set(raw: Mapping[str, object]) -> Source:
    """The standards of a set and how they hang together."""
    document, licence = as_mapping(raw.get("document")), as_mapping(raw.get("license"))
    jurisdiction = as_text(as_mapping(raw.get("jurisdiction")).get("title"))
    names = (
        jurisdiction,
        as_text(raw.get("subject")) or as_text(document.get("title")),
        as_text(raw.get("title")),
    )
    rights = (
        as_text(licence.get("rightsHolder")),
        as_text(licence.get("title")),
        as_text(licence.get("URL")),
    )
    source = Source(
        form="Common Standards Project",
        title=": ".join(filter(None, dict.fromkeys(names))),
        creator=jurisdiction,
        licence=" · ".join(filter(None, rights)),
        identifier=as_text(raw.get("id")),
        url=as_text(document.get("sourceURL")),
    )
    status = as_text(document.get("publicationStatus"))
    source.status = "" if status.lower() in {"published", "adopted", ""} else status
    grades = _join(raw.get("educationLevels"))
    source.tops = {source.identifier.lower()} - {""}
    held = raw.get("standards")
    listed = source.begin(as_list(held))
    ids = list(held)[: len(listed)] if isinstance(held, dict) else [""] * len(listed)
    depths: dict[str, float] = {}
    for place, (name, one) in enumerate(zip(ids, listed, strict=True), 1):
        if not isinstance(one, dict):
            source.report(place, "shape", f"item {place} is not a group of fields; it is left out")
            continue
        entry = _read_standard(source, place, str(name), one, grades)
        depths[entry.identifier] = as_number(one.get("depth")) or 0.0
        source.entries.append(entry)
    for entry in source.entries:
        # Whichever way round a file lists them, the nearest ancestor is the deepest.
        above = [name for name in entry.parents if name in depths and depths[name] < depths[entry.identifier]]
        entry.parents = [max(above, key=depths.__getitem__)] if above else entry.parents[:1]
    return source


def _read_standard(source: Source, place: int, name: str, raw: Mapping[str, object], grades: str) -> Entry:
    entry = Entry(place)
    entry.identifier = as_text(raw.get("id")) or name
    entry.uri = as_text(raw.get("asnIdentifier"))
    entry.code = as_text(raw.get("statementNotation"))
    short = as_text(raw.get("altStatementNotation"))
    entry.code, spellings = (entry.code, [short]) if entry.code else (short, [])
    entry.spellings = [one for one in spellings if one and one != entry.code]
    entry.statement = as_text(raw.get("description"))
    entry.kind = as_text(raw.get("statementLabel"))
    entry.rank = as_number(raw.get("position"))
    parent = as_text(raw.get("parentId"))
    entry.parents = (
        [parent] if parent else [name for one in _first(raw, "ancestorIds") if (name := as_text(one))]
    )
    entry.notes = "\n".join(filter(None, map(as_text, _first(raw, "comments"))))
    entry.grades, wrong = read_grades((_join(raw.get("educationLevels")) or grades)[:LONGEST_GRADES])
    if wrong:
        source.report(place, "grades", f"not grades: {', '.join(map(repr, wrong[:5]))}")
    for one in _first(raw, "exactMatch"):
        if as_text(one):
            entry.relations.append(Relation("exactMatchOf", as_text(one)))
    return entry


def _first(raw: Mapping[str, object], name: str) -> list[object]:
    return as_list(raw.get(name))[:MOST_PARTS]


def _join(levels: object) -> str:
    return ",".join(map(as_text, levels[:MOST_PARTS])) if isinstance(levels, list) else as_text(levels)
