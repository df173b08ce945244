"""CASE packages made for tests: small ones to the letter, large ones with every trouble at once."""

from __future__ import annotations

import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Json = dict[str, Any]


def guid(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def link(name: str, title: str = "") -> Json:
    return {"title": title, "identifier": guid(name), "uri": f"https://case.example.org/uri/{guid(name)}"}


def item(name: str, code: str | None, statement: str, **more: object) -> Json:
    return {**link(name), "humanCodingScheme": code, "fullStatement": statement, **more}


def child(name: str, parent: str, number: object = None, kind: str = "isChildOf") -> Json:
    found = {
        **link(f"{name} {kind} {parent}"),
        "associationType": kind,
        "originNodeURI": link(name),
        "destinationNodeURI": link(parent),
    }
    return found if number is None else {**found, "sequenceNumber": number}


def package(items: list[Json], associations: list[Json], **document: object) -> Json:
    facts = {**link("document"), "title": "Plains mathematics", "creator": "State of the Plains", **document}
    return {"CFDocument": facts, "CFItems": items, "CFAssociations": associations}


def plains() -> Json:
    """A domain without a code, a standard with two parts, a statement with HTML, a licence, links."""
    items = [
        item("domain", None, "Number sense", CFItemType="Domain", educationLevel=["03", "04"]),
        item("one", "3.NS.1", "Compare x<sup>2</sup> with &amp;lt; and <.", educationLevel=["03"]),
        item("one-b", "3.NS.1b", "Second", educationLevel="03"),
        item("one-a", "3.NS.1a", "First", educationLevel="03"),
        item("two", "4.NS.1", "Compare more.", educationLevel=["04"]),
        item("old", "3.NS.9", "Old words.", statusEndDate="2024-06-30T00:00:00+00:00"),
    ]
    associations = [
        child("domain", "document", 1),
        child("one", "domain", 1),
        child("one-b", "one", 2),
        child("one-a", "one", "1"),
        child("two", "domain", 2),
        child("old", "domain", 3),
        child("one", "two", kind="precedes"),
        child("old", "one", kind="replacedBy"),
        child("one", "elsewhere", kind="exactMatchOf"),
    ]
    made = package(items, associations, licenseURI=link("licence"), caseVersion="1.1")
    made["CFDefinitions"] = {
        "CFLicenses": [{**link("licence"), "title": "CC BY 4.0", "licenseText": "© Plains"}]
    }
    made["CFRubrics"] = [
        {**link("rubric"), "CFRubricCriteria": [{**link("criterion"), "CFItemURI": link("one")}]}
    ]
    return made


OVERRIDES: dict[int, Json] = {
    3: {"humanCodingScheme": None},
    7: {"humanCodingScheme": "T.SAME"},
    11: {"educationLevel": "09,10", "educationalLevel": 9},
    19: {"fullStatement": "Donâ€™t \x00 \ud800 \u202e garble"},
    29: {"fullStatement": "(Not applicable at this grade)"},
    37: {"educationLevel": None, "notes": None, "CFItemType": ["Standard"], "language": 3},
    43: {"statusEndDate": "2020-01-01"},
    53: {"fullStatement": None},
}
"""Fields of the items with this number in each sixty."""


def trouble(size: int = 2400) -> Json:
    """A large package with what real ones have wrong with them, all at once."""
    items: list[Json] = []
    associations: list[Json] = []
    for number in range(size):
        name, part = f"t{number}", number % 60
        parent = "nowhere" if part == 23 else f"t{(number - 1) // 3}" if number else "document"
        statement = f"Statement {number} with x<sup>{number % 9}</sup> < 3 &amp;amp; more"
        code = f"9국{number:02}-03" if part == 47 else f"T.{number // 40}.{number % 40}"
        items.append({**item(name, code, statement, educationLevel=["09", "10"]), **OVERRIDES.get(part, {})})
        if part == 59:
            items[-1]["identifier"] = items[-2]["identifier"]
        associations.append(child(name, parent, {13: str(number), 17: None}.get(part, number)))
        if part == 31:
            associations.append(child(name, "t5", 1))
        if part == 41:
            associations.append(child("t0" if number == part else f"t{number - 60}", name))
        if part == 43:
            associations.append(child(name, f"t{number - 1}", kind="replacedBy"))
    # A chain that is far deeper than any page.
    for number in range(60):
        items.append(item(f"deep{number}", f"D.{number}", "Deep"))
        associations.append(child(f"deep{number}", f"deep{number - 1}" if number else "t9"))
    items.append("not an item")  # type: ignore[arg-type]
    associations += [None, [], {"associationType": "isChildOf"}, child("nobody", "t1")]  # type: ignore[list-item]
    return package(items, associations, adoptionStatus="Pending Implementation")


def write(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=True).encode()
