"""A framework as a tree of items: bundled ones from their tables, others from what a portfolio drops in.

The hierarchy comes from parent links, never from a code's parts. An item has one parent; what a file says
beyond that, and everything else that is wrong with it, is a `Defect`: an importer reports and goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from coaching_cycles.standards.cleaning import loosen
from coaching_cycles.standards.codes import BUNDLED, OTHER, Code, slugify
from coaching_cycles.standards.links import official_url
from coaching_cycles.standards.statements import say_statement
from coaching_cycles.standards.tables import read_table


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from an item to another one, of its own or of another framework, as its file says."""

    kind: str
    """Its name in CASE: "exactMatchOf", "isRelatedTo", "precedes", "replacedBy", "exemplar" and so on."""
    identifier: str
    uri: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One standard, or a heading that standards stand under."""

    code: str
    """Its code. An item whose file gives it none is called by its words; `coded` is then False."""
    label: str = ""
    """A short name, where it has one; bundled standards have none."""
    kind: str = ""
    """What its framework calls it, such as "strand", "domain", "cluster", "standard", "component"."""
    parent: str | None = None
    grades: tuple[str, ...] = ()
    """Single grades in order, such as ("9", "10")."""
    children: tuple[str, ...] = ()
    statement: str | None = None
    """Its words, verbatim; None for bundled items, whose words are not ours to publish."""
    url: str | None = None
    next: str | None = None
    """The same standard one step up in the grades."""
    previous: str | None = None
    """The same standard one step down."""
    coded: bool = True
    identifier: str = ""
    """Its identifier in CASE: a GUID, or an address in files of the older dialect."""
    uri: str = ""
    """Its address in CASE."""
    identifiers: tuple[str, ...] = ()
    """Others that further files of the same framework give it."""
    licence: str = ""
    """The line on copyright or licence of its words, where it is not that of its framework."""
    language: str = ""
    """The language of its words, such as "ko"; empty where the file does not say."""
    notes: str = ""
    status: str = ""
    """Its adoption state as written, where that is not the usual one."""
    ended: str = ""
    """The day on which it ceased to hold or will, as written."""
    placeholder: bool = False
    """Whether it only says that there is no standard here."""
    spellings: tuple[str, ...] = ()
    """Other codes that its file gives it."""
    relations: tuple[Relation, ...] = ()

    @property
    def words(self) -> str:
        """What to show beside its code: its short name, or its words as plain text."""
        if self.label:
            return self.label
        said = say_statement(self.statement or "")
        return said if self.coded or not self.code.startswith(said) else ""


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong in a framework's file, and what was done about it."""

    row: int
    """The row (line of a CSV, counted from 1 with the heading; item of a list), or 0 for the file."""
    message: str
    kind: str = ""
    """What kind of defect it is, for counting; see `report`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file held, before it was put in order."""

    form: str
    items: int = 0
    coded: int = 0
    levels: int = 0
    same_codes: int = 0
    """Items whose code an earlier one has."""
    same_identifiers: int = 0
    rubrics: int = 0
    relations: int = 0
    grades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Framework:
    """A set of standards. `items` are in the order of the tree; `roots` are those without a parent."""

    key: str
    title: str
    short_title: str
    licence: str = ""
    """The line on copyright or licence to show with its statements; empty if there is none."""
    items: Mapping[str, Item] = field(default_factory=lambda: MappingProxyType({}))
    roots: tuple[str, ...] = ()
    defects: tuple[Defect, ...] = ()
    identifier: str = ""
    """The identifier of its document in CASE."""
    uri: str = ""
    creator: str = ""
    status: str = ""
    """Its adoption state as written, such as "Pending Implementation"; empty where it is the usual one."""
    language: str = ""
    url: str = ""
    """Where it is published."""
    default: bool = False
    """Whether records that name no framework mean this one, where it holds their code."""
    place: int = 0
    """Its place among the frameworks, from 1, where the portfolio sets an order."""
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Codes that several items of its file have, with those items' codes here."""
    facts: Facts | None = None
    slugs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)
    loose: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)
    """Codes by their letters and numbers alone (see `loosen`); "" where several have these."""

    def find(self, text: str, *, coded: bool = False) -> str | None:
        """Its own form of a code, whatever the separators and capitals; None if it holds no such code.

        With `coded`, items that its file gives no code are not looked at.
        """
        code = text if text in self.items else self.slugs.get(slugify(text))
        if code is None:
            # "KNR2.2" for K.NR.2.2, where that can be no other.
            code = next((self.loose[key] for key in loosen(text.upper()) if self.loose.get(key)), None)
        return code if code is not None and (not coded or self.items[code].coded) else None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The same standard one step down and one step up in the grades.

    None at the ends and where none is meant.
    """

    previous: Code | None = None
    next: Code | None = None


def make_framework(framework: Framework, items: Iterable[Item]) -> Framework:
    """The framework with these items: children, roots and order follow from the parents.

    Items of one parent keep the order in which they come. Parents must exist and must not run in circles;
    items that could not be reached from a root would be lost, so a `ValueError` says so.
    """
    listed = {item.code: item for item in items}
    children: dict[str | None, list[str]] = {}
    for item in listed.values():
        children.setdefault(item.parent, []).append(item.code)
    following = {item.next: item.code for item in listed.values() if item.next}
    ordered: dict[str, Item] = {}
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        code = waiting.pop()
        below = children.get(code, [])
        item, inner, before = listed[code], tuple(below), following.get(code)
        # Making an item anew is the dearest part of all this, and most have nothing below them.
        changed = item.children != inner or item.previous != before
        ordered[code] = replace(item, children=inner, previous=before) if changed else item
        waiting.extend(reversed(below))
    if len(ordered) != len(listed):
        raise ValueError(f"{framework.key}: {len(listed) - len(ordered)} items hang on no root")
    slugs, loose = _index(ordered.values(), spell_out=framework.key not in BUNDLED)
    return replace(
        framework,
        items=MappingProxyType(ordered),
        roots=tuple(children.get(None, ())),
        slugs=MappingProxyType(slugs),
        loose=MappingProxyType(loose),
    )


def _index(items: Iterable[Item], *, spell_out: bool) -> tuple[dict[str, str], dict[str, str]]:
    """Codes by their slugs and, where no table does it, by their letters and numbers alone."""
    slugs: dict[str, str] = {}
    loose: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    for item in items:
        slugs[slugify(item.code)] = item.code
        others += [(slugify(spelling), item.code) for spelling in item.spellings]
        if item.coded and spell_out:
            for key in loosen(item.code.upper())[:1]:
                loose[key] = "" if key in loose else item.code
    for slug, code in others:
        if slug:
            slugs.setdefault(slug, code)
    return slugs, loose


@cache
def catalogue(key: str) -> Framework:
    """A bundled framework with its tree; for "other" and any key that is not bundled, one without items."""
    if key not in BUNDLED:
        name = "Other standards" if key == OTHER else key
        return Framework(key, name, "Other" if key == OTHER else key)
    table = read_table(key)
    items = (
        Item(
            code=row.code,
            label=row.label,
            kind=row.kind,
            parent=row.parent or None,
            grades=tuple(row.grades.split()),
            url=official_url(key, row.code),
            next=row.next or None,
        )
        for row in table.rows.values()
    )
    return make_framework(Framework(key, table.title, table.short_title), items)


def ancestors(code: Code, framework: Framework | None = None) -> tuple[Code, ...]:
    """What a code stands under, the root first.

    Empty for a root and for a code that the framework does not hold.
    """
    held = framework or catalogue(code.framework)
    item = held.items.get(code.code)
    found: list[Code] = []
    while item is not None and item.parent is not None:
        found.append(Code(held.key, item.parent))
        item = held.items.get(item.parent)
    return tuple(reversed(found))


def descendants(code: Code, framework: Framework | None = None) -> tuple[Code, ...]:
    """Everything under a code, in the order of the tree; empty for a leaf and for an unknown code."""
    held = framework or catalogue(code.framework)
    return tuple(Code(held.key, below) for below in _walk(held, code.code))


def _walk(held: Framework, code: str) -> Iterator[str]:
    waiting = list(reversed(held.items[code].children)) if code in held.items else []
    while waiting:
        below = waiting.pop()
        yield below
        waiting.extend(reversed(held.items[below].children))


def neighbours(code: Code, framework: Framework | None = None) -> Neighbours:
    """The progression through the grades: RH.9-10.6 has RH.6-8.6 before it and RH.11-12.6 after it.

    ELA standards and strands, math domains and NGSS core ideas have one. Components, math standards and NGSS
    expectations have none: their letters and numbers are not meant to line up from grade to grade.
    """
    held = framework or catalogue(code.framework)
    item = held.items.get(code.code)
    if item is None:
        return Neighbours()
    return Neighbours(
        Code(held.key, item.previous) if item.previous else None,
        Code(held.key, item.next) if item.next else None,
    )


_ANCHORS = {"RL": "R", "RI": "R", "RH": "R", "RST": "R", "W": "W", "WHST": "W", "SL": "SL", "L": "L"}


def anchor(code: Code) -> Code | None:
    """The anchor standard behind a Common Core ELA standard or component (RL.4.1 → CCRA.R.1).

    None if it has none.
    """
    if code.framework != "ccss-ela":
        return None
    strand, _, number = code.code.rpartition(".")
    found = f"CCRA.{_ANCHORS.get(strand.partition('.')[0], '')}.{number.rstrip('abcdefghijklmnopqrstuvwxyz')}"
    return Code("ccss-ela", found) if found in catalogue("ccss-ela").items else None
