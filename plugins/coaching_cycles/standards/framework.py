"""A framework as a tree of items: bundled ones from their tables, others from what a portfolio drops in.

The hierarchy comes from parent links, never from a code's parts. An item has one parent; what a file says
beyond that, and everything else that is wrong with it, is a `Defect`: an importer reports and goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

from coaching_cycles.standards.codes import BUNDLED, OTHER, Code, slugify
from coaching_cycles.standards.links import official_url
from coaching_cycles.standards.tables import read_table


@dataclass(frozen=True, slots=True)
class Item:
    """One standard, or a heading that standards stand under."""

    code: str
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


@dataclass(frozen=True, slots=True)
class Defect:
    """Something wrong in a framework's file, and what was done about it."""

    row: int
    """The row (line of a CSV, counted from 1 with the heading), or 0 for the file."""
    message: str


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
    slugs: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}), repr=False, compare=False)

    def find(self, text: str) -> str | None:
        """Its own form of a code, whatever the separators and capitals; None if it holds no such code."""
        return text if text in self.items else self.slugs.get(slugify(text))


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
        ordered[code] = replace(listed[code], children=tuple(below), previous=following.get(code))
        waiting.extend(reversed(below))
    if len(ordered) != len(listed):
        raise ValueError(f"{framework.key}: {len(listed) - len(ordered)} items hang on no root")
    slugs: dict[str, str] = {}
    for code in ordered:
        slugs.setdefault(slugify(code), code)
    return replace(
        framework,
        items=MappingProxyType(ordered),
        roots=tuple(children.get(None, ())),
        slugs=MappingProxyType(slugs),
    )


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
