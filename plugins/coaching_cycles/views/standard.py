"""Standards: how a team finds its own, the tree of each framework, and a page for every standard that has cycles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from coaching_cycles.library import StandardShelf, standard_address
from coaching_cycles.privacy.publish import PublishedCycle
from coaching_cycles.standards import (
    OTHER,
    Code,
    ancestors,
    anchor,
    canonical,
    descendants,
    nearest,
    neighbours,
)
from coaching_cycles.standards.tables import index_table
from coaching_cycles.views import jsonld
from coaching_cycles.views.cards import Link, cards
from coaching_cycles.views.compared import Comparing, Team, places
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.finder import compact
from coaching_cycles.views.page import Page
from coaching_cycles.views.standard_tree import grow
from coaching_cycles.views.strips import make_strip

ADDRESS = "standards/"

SIDE_BY_SIDE = 12
"""Cycles that a page still compares when some of them are on parts of its standard; with more, only those on it are."""

_LONG_FORMS = {"ccss-ela": "CCSS.ELA-LITERACY.", "ccss-math": "CCSS.MATH.CONTENT.", "ngss": "NGSS "}


@dataclass(frozen=True, slots=True)
class Step:
    """Another standard: linked where it has a page, in words where it has none (`href` is None).

    `n` are its cycles.
    """

    code: str
    label: str
    href: str | None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Entrance:
    """A framework in the list: its uppermost standards with cycles, and how much there is."""

    title: str
    href: str
    about: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Priority:
    """A focus of the district, with its standards."""

    id: str
    title: str
    why: str | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Below:
    """A cycle on a part of the standard, and the parts that it names."""

    team: Team
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class _Room:
    """What all standard pages of a build share."""

    desk: Desk
    priorities: dict[Code, tuple[str, ...]] = field(default_factory=dict)
    anchored: dict[Code, list[Code]] = field(default_factory=dict)
    spellings: dict[Code, set[str]] = field(default_factory=dict)

    def step(self, code: Code, here: str) -> Step:
        """A link to a standard, or its words."""
        shelf = self.desk.library.standards.get(code)
        if shelf is not None:
            return Step(code.code, shelf.label, self.desk.link(here, shelf.address), len(shelf.cycles))
        framework = self.desk.library.framework(code.framework)
        item = framework.items.get(code.code) if framework is not None else None
        return Step(code.code, item.label if item is not None else "", None)


def pages(desk: Desk) -> Iterator[Page]:
    """The list of frameworks, each framework's tree, and the standards with cycles."""
    room = _prepare(desk)
    yield _index(room)
    for key in desk.library.frameworks:
        yield _framework(room, key)
    for shelf in desk.library.standards.values():
        yield _standard(room, shelf)


def _prepare(desk: Desk) -> _Room:
    room = _Room(desk)
    shelves = desk.library.standards
    for number, focus in enumerate(desk.library.published.record.focus or (), 1):
        for code in filter(None, map(canonical, focus.standards or ())):
            known = room.priorities.get(code, ())
            room.priorities[code] = (*known, f"focus-{number}")
    for code in shelves:
        if (above := anchor(code)) is not None:
            room.anchored.setdefault(above, []).append(code)
    for key in _LONG_FORMS:
        if any(code.framework == key for code in shelves):
            for spelling, text in index_table(key).items():
                if (code := Code(key, text)) in shelves:
                    room.spellings.setdefault(code, set()).add(compact(spelling))
    return room


def _index(room: _Room) -> Page:
    desk, w = room.desk, room.desk.words
    return desk.page(
        "standards.html",
        ADDRESS,
        w("standard.all"),
        kind="standards",
        nav=True,
        description=w("standard.all.description"),
        crumbs=((w("home.crumb"), ""),),
        entrances=tuple(_entrance(room, key) for key in desk.library.frameworks),
        priorities=tuple(_priorities(room)),
        example=_example(room),
    )


def _entrance(room: _Room, key: str) -> Entrance:
    desk = room.desk
    mine = [shelf for shelf in desk.library.standards.values() if shelf.code.framework == key]
    named = sum(1 for shelf in mine if shelf.own)
    cycles = {cycle.id: cycle for shelf in mine for cycle in shelf.own}
    return Entrance(
        desk.framework_title(key),
        desk.link(ADDRESS, f"standards/{key}/"),
        desk.words("standard.framework.about", n=named, places=places(desk, cycles.values())),
        tuple(room.step(shelf.code, ADDRESS) for shelf in mine if shelf.parent is None),
    )


def _priorities(room: _Room) -> Iterator[Priority]:
    for number, focus in enumerate(room.desk.library.published.record.focus or (), 1):
        steps = []
        for raw in focus.standards or ():
            code = canonical(raw)
            steps.append(room.step(code, ADDRESS) if code is not None else Step(raw, "", None))
        yield Priority(f"focus-{number}", focus.title, focus.why, tuple(steps))


def _example(room: _Room) -> tuple[str, ...]:
    """A standard that records wrote in the most ways, to show that search takes any of them."""
    shelves = room.desk.library.standards.values()
    best = max(shelves, key=lambda shelf: len(shelf.spellings), default=None)
    return best.spellings if best is not None and len(best.spellings) > 1 else ()


def _framework(room: _Room, key: str) -> Page:
    desk, w = room.desk, room.desk.words
    framework = desk.library.framework(key)
    title = desk.framework_title(key)
    shelves = desk.library.standards
    cycles = {c.id: c for code, shelf in shelves.items() if code.framework == key for c in shelf.own}
    about = places(desk, cycles.values())
    return desk.page(
        "framework.html",
        f"standards/{key}/",
        title,
        kind="framework",
        description=w("standard.framework.description", framework=title, places=about),
        crumbs=((w("home.crumb"), ""), (w("standard.all"), ADDRESS)),
        about=about,
        other=key == OTHER,
        licence=framework.licence if framework is not None else "",
        size=len(framework.items) if framework is not None else 0,
        tree=grow(key, framework, shelves),
    )


def _standard(room: _Room, shelf: StandardShelf) -> Page:
    desk, w, code, here = room.desk, room.desk.words, shelf.code, shelf.address
    framework = desk.library.framework(code.framework)
    held = framework is not None and code.code in framework.items
    tied = {code, *(descendants(code, framework) if held else ())}
    cycles = shelf.cycles
    compared = cycles if len(cycles) <= SIDE_BY_SIDE else shelf.own
    side = Comparing(desk, here, compared)
    beside = neighbours(code, framework) if held else None
    above = anchor(code)
    about = places(desk, cycles)
    related = [above] if above is not None else room.anchored.get(code, [])
    return desk.page(
        "standard.html",
        here,
        desk.standard_title(code),
        kind="standard",
        description=w("standard.description", code=code.code, places=about),
        crumbs=tuple(_crumbs(room, code)),
        head=jsonld.script(jsonld.defined_term(desk, shelf)),
        shelf=shelf,
        code=code,
        framework_title=desk.framework_title(code.framework, short=True),
        framework_address=f"standards/{code.framework}/",
        licence=framework.licence if framework is not None and shelf.statement else "",
        official=_official(room, code),
        about=about,
        previous=room.step(beside.previous, here) if beside and beside.previous else None,
        following=room.step(beside.next, here) if beside and beside.next else None,
        parts=tuple(room.step(child, here) for child in shelf.children),
        related=tuple(room.step(other, here) for other in related),
        is_anchor=above is None and bool(related),
        priorities=_focus(room, code),
        alike=() if held else _alike(room, shelf),
        strip=make_strip(desk, here, cycles, tied=tied),
        targets=tuple(side.targets(tied)),
        tried=side.tried(),
        hard=tuple(side.hard()),
        learned=tuple(side.learned()),
        taken=tuple(side.taken()),
        asked=tuple(side.asked()),
        examples=tuple(side.examples()),
        partly=len(compared) < len(cycles),
        own_cards=cards(desk, shelf.own, here),
        below=tuple(_below(room, side, cycle, tied) for cycle in shelf.below),
        find=tuple(sorted(_find(room, shelf))),
    )


def _crumbs(room: _Room, code: Code) -> Iterator[tuple[str, str]]:
    desk = room.desk
    yield desk.words("home.crumb"), ""
    yield desk.words("standard.all"), ADDRESS
    yield desk.framework_title(code.framework, short=True), f"standards/{code.framework}/"
    for above in ancestors(code, desk.library.framework(code.framework)):
        step = room.step(above, "")
        yield step.label or step.code, standard_address(above)


def _official(room: _Room, code: Code) -> str | None:
    """The official page: that of the framework's file, else the one that follows from the code."""
    framework = room.desk.library.framework(code.framework)
    item = framework.items.get(code.code) if framework is not None else None
    url = item.url if item is not None and item.url else code.url
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _focus(room: _Room, code: Code) -> tuple[Link, ...]:
    titles = {f"focus-{n}": f.title for n, f in enumerate(room.desk.library.published.record.focus or (), 1)}
    keys = room.priorities.get(code, ())
    return tuple(
        Link(titles[key], room.desk.link(standard_address(code), f"{ADDRESS}#{key}")) for key in keys
    )


def _alike(room: _Room, shelf: StandardShelf) -> tuple[Step, ...]:
    """Known codes that may have been meant, for a code that is in no framework of the site."""
    found = dict.fromkeys(code for raw in shelf.spellings or (shelf.code.code,) for code in nearest(raw))
    return tuple(room.step(code, shelf.address) for code in found if code != shelf.code)


def _below(room: _Room, side: Comparing, cycle: PublishedCycle, tied: set[Code]) -> Below:
    codes = dict.fromkeys(standard.code for standard in cycle.standards if standard.code in tied)
    return Below(side.team(cycle), tuple(room.step(code, side.here) for code in codes))


def _find(room: _Room, shelf: StandardShelf) -> set[str]:
    """Every spelling that search knows the page by, without separators."""
    code = shelf.code
    texts = {code.code, *shelf.spellings}
    if code.framework in _LONG_FORMS:
        texts.add(_LONG_FORMS[code.framework] + code.code)
    return {key for key in map(compact, texts) if key} | room.spellings.get(code, set())
