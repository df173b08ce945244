"""CASE packages: bare or wrapped, version 1.0, 1.1, and the older dialect of addresses for identifiers.

Read as they are, whatever their fields hold: text where a list belongs, a number where text does, nothing at
all. What can't be used is a defect, and the rest is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from coaching_cycles.standards.framework import Relation
from coaching_cycles.standards.grades import LONGEST_GRADES, read_grades
from coaching_cycles.standards.source import MOST_ITEMS, MOST_LINKS, MOST_PARTS, Entry, Source
from coaching_cycles.standards.values import as_list, as_mapping, as_number, as_text

_LONG_AGO = re.compile(r"adopted|implemented|published|current|active|approved|in force", re.IGNORECASE)
_WRAPPERS = 3
"""How deep a package may be wrapped."""


def find_package(data: object) -> Mapping[str, object] | None:
    """The package in what a JSON file holds: itself, or one inside wrappers such as `CFPackage` or `data`."""
    layer = [data]
    for _ in range(_WRAPPERS):
        for one in layer:
            if isinstance(one, dict) and ("CFItems" in one or {"CFDocument", "CFAssociations"} <= set(one)):
                return one
        inside = (
            one.values() if isinstance(one, dict) else one for one in layer if isinstance(one, dict | list)
        )
        layer = [value for values in inside for value in list(values)[:20]]
    return None


def read_package(package: Mapping[str, object]) -> Source:
    """The items of a package and how they hang together."""
    document = as_mapping(package.get("CFDocument"))
    definitions = as_mapping(package.get("CFDefinitions"))
    status = as_text(document.get("adoptionStatus"))
    source = Source(
        form=f"CASE {as_text(document.get('caseVersion'))}".strip(),
        title=as_text(document.get("title")),
        creator=as_text(document.get("creator")) or as_text(document.get("publisher")),
        identifier=as_text(document.get("identifier")),
        uri=as_text(document.get("uri")),
        status="" if _LONG_AGO.fullmatch(status) else status,
        language=as_text(document.get("language")),
        url=as_text(document.get("officialSourceURL")),
    )
    licences = _read_licences(definitions)
    source.licence = _licence(document, licences)
    source.tops = {name.lower() for name in (source.identifier, source.uri) if name}
    items = source.begin(as_list(package.get("CFItems")))
    if not items:
        source.report(0, "shape", "the package holds no list of items (`CFItems`)")
    for place, raw in enumerate(items, 1):
        if isinstance(raw, dict):
            source.entries.append(_read_item(source, place, raw, licences))
        else:
            source.report(place, "shape", f"item {place} is not a group of fields; it is left out")
    source.rubrics = len(as_list(package.get("CFRubrics")))
    links = as_list(package.get("CFAssociations"))
    _read_associations(source, source.begin(links, "associations", MOST_LINKS))
    return source


def _read_licences(definitions: Mapping[str, object]) -> dict[str, str]:
    """The words of each licence by its identifier."""
    found = {}
    for raw in as_list(definitions.get("CFLicenses"))[:MOST_ITEMS]:
        one = as_mapping(raw)
        words = (
            as_text(one.get("licenseText")) or as_text(one.get("description")) or as_text(one.get("title"))
        )
        if words:
            found[as_text(one.get("identifier"))] = words
    return found


def _licence(holder: Mapping[str, object], licences: Mapping[str, str]) -> str:
    """The line on rights that a document or an item names."""
    link = holder.get("licenseURI") or holder.get("licenceURI") or holder.get("license")
    said = as_mapping(link)
    words = licences.get(as_text(said.get("identifier"))) or as_text(said.get("title"))
    return words or (as_text(link) if isinstance(link, str) else "") or as_text(holder.get("rights"))


def _read_item(source: Source, place: int, raw: Mapping[str, object], licences: Mapping[str, str]) -> Entry:
    entry = Entry(place)
    for name in ("humanCodingScheme", "fullStatement", "identifier"):
        if raw.get(name) is not None and not isinstance(raw[name], str):
            source.report(place, "shape", f"`{name}` of item {place} is not text")
    entry.identifier = as_text(raw.get("identifier"))
    entry.uri = as_text(raw.get("uri"))
    entry.code = as_text(raw.get("humanCodingScheme"))
    entry.statement = as_text(raw.get("fullStatement"))
    entry.label = as_text(raw.get("abbreviatedStatement")) or as_text(raw.get("alternativeLabel"))
    entry.kind = as_text(raw.get("CFItemType")) or as_text(as_mapping(raw.get("CFItemTypeURI")).get("title"))
    entry.language = as_text(raw.get("language"))
    entry.notes = as_text(raw.get("notes"))
    entry.licence = _licence(raw, licences)
    entry.ended = as_text(raw.get("statusEndDate"))[:10]
    status = as_text(raw.get("adoptionStatus")) or as_text(raw.get("status"))
    entry.status = "" if _LONG_AGO.fullmatch(status) else status
    if not entry.statement and not entry.code and not entry.label:
        source.report(place, "shape", f"item {place} has neither a code nor a statement")
    entry.grades = _read_levels(source, place, raw)
    return entry


def _read_levels(source: Source, place: int, raw: Mapping[str, object]) -> tuple[str, ...]:
    """Grades: a list of them, or text such as "09,10"; under either name of the field."""
    level = raw.get("educationLevel") or raw.get("educationalLevel")
    said = ",".join(map(as_text, level[:MOST_PARTS])) if isinstance(level, list) else as_text(level)
    grades, wrong = read_grades(said[:LONGEST_GRADES])
    if wrong:
        source.report(place, "grades", f"not grades: {', '.join(map(repr, wrong[:5]))}")
    return grades


def _read_associations(source: Source, associations: list[object]) -> None:
    """Give every entry its parents, its rank and its links."""
    found: dict[str, list[Entry]] = {}
    for entry in source.entries:
        for name in {entry.identifier.lower(), entry.uri.lower()} - {""}:
            found.setdefault(name, []).append(entry)
    used: dict[str, int] = {}
    for place, raw in enumerate(associations, 1):
        if not isinstance(raw, dict):
            source.report(place, "shape", f"association {place} is not a group of fields; it is left out")
            continue
        origin, target = _end(raw, "originNode"), _end(raw, "destinationNode")
        kind = as_text(raw.get("associationType"))
        holders = found.get(origin.identifier.lower()) or found.get(origin.uri.lower()) or []
        if not holders or not (target.identifier or target.uri):
            if kind == "isChildOf" or not holders:
                source.report(
                    place,
                    "dangling",
                    f"association {place} ({kind or 'of no kind'}) leads from or to nothing",
                )
            continue
        if kind == "isChildOf":
            # Two items with one identifier: the first association is for the first of them, and so on.
            name = holders[0].identifier.lower()
            at = used.get(name, 0)
            used[name] = at + 1
            _hang(
                source,
                place,
                raw,
                holders[min(at, len(holders) - 1)] if len(holders) > 1 else holders[0],
                target,
            )
        elif kind:
            for entry in holders[:1]:
                entry.relations.append(Relation(kind, target.identifier, target.uri, target.title))


def _hang(source: Source, place: int, raw: Mapping[str, object], entry: Entry, target: Relation) -> None:
    entry.parents.append(target.identifier or target.uri)
    rank = as_number(raw.get("sequenceNumber"))
    if isinstance(raw.get("sequenceNumber"), str):
        source.report(place, "sequence", f"`sequenceNumber` of association {place} is text")
    if rank is not None and entry.rank is None:
        entry.rank = rank


def _end(raw: Mapping[str, object], name: str) -> Relation:
    """One end of an association: a link with identifier and address, or only one of the two."""
    link = raw.get(f"{name}URI")
    said = as_mapping(link)
    identifier = as_text(said.get("identifier")) or as_text(raw.get(f"{name}Identifier"))
    uri = as_text(said.get("uri")) or (as_text(link) if isinstance(link, str) else "")
    return Relation("", identifier or uri.rstrip("/").rsplit("/", 1)[-1], uri, as_text(said.get("title")))
