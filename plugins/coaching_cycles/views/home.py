"""The home page: what this is and for whom, every way in, what is new, what is under way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coaching_cycles.library import Shelf
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code, canonical
from coaching_cycles.views.cards import Card, Link, cards, foreign
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.focus.there import has_map
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import count_kinds, hidden
from coaching_cycles.views.standard.strips import make_strip

NEWEST = 6
"""Cards on the home page; the finder has all."""
STRIP = 12
"""The newest cycles of the portfolio, how each went; older ones are on the pages of their years."""
EXEMPLARS = 4
UNDER_WAY = 8
IN_SIGHT = 14
"""Entries of one way in that stand open; the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A shelf to go to, and how many cycles stand there."""

    title: str
    href: str
    n: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: its entries in order, the first ones in sight. `href` is its own page, where it has one."""

    id: str
    title: str
    href: str | None
    entries: tuple[Entry, ...]
    folded: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """An exemplar: its card, why it is one, and where it stops being one."""

    card: Card
    why: str | None
    limits: str | None
    lang: str | None


@dataclass(frozen=True, slots=True)
class Priority:
    """A focus of the district, its standards (those with a page are links) and its cycles."""

    title: str
    why: str | None
    links: tuple[Link, ...]
    plain: tuple[str, ...]
    n: int


def pages(desk: Desk) -> Iterator[Page]:
    """The home page."""
    library = desk.library
    portfolio = library.published.record
    title = portfolio.title or desk.setting.site_name
    finished = [c for c in library.cycles if c.record.status in {"complete", "stopped"}]
    going = [c for c in library.cycles if c.record.status == "active"]
    going += [c for c in library.cycles if c.record.status == "planned"]
    begun = [cycle for cycle in library.cycles if cycle.record.status != "planned"]
    strip = make_strip(desk, "", begun[:STRIP])
    yield desk.page(
        "home.html",
        "",
        title,
        kind="home",
        searchable=False,
        description=desk.words("home.lead"),
        portfolio=portfolio,
        total=len(library.cycles),
        standards=sum(1 for shelf in library.standards.values() if shelf.own),
        ways=tuple(way for way in _ways(desk) if way.entries),
        newest=cards(desk, finished[:NEWEST], ""),
        more_newest=len(finished) > NEWEST,
        examples=_examples(desk),
        going=cards(desk, going[:UNDER_WAY], ""),
        more_going=max(0, len(going) - UNDER_WAY),
        priorities=tuple(_priorities(desk)),
        mapped=has_map(desk),
        year=library.years[0] if library.years else None,
        year_title=desk.year_title(library.years[0].title) if library.years else "",
        kinds=count_kinds(desk, desk.library.cycles),
        strip=strip,
        strip_of=(min(STRIP, len(begun)), len(begun)),
        files=(strip.file,) if strip is not None else (),
        hidden=hidden(desk),
        reasons=tuple(_reasons(desk)),
    )


def _ways(desk: Desk) -> Iterator[Way]:
    library, words = desk.library, desk.words
    frameworks = Counter(
        key for cycle in library.cycles for key in {standard.code.framework for standard in cycle.standards}
    )
    yield Way(
        "standards",
        words("home.by.standard"),
        desk.link("", "standards/"),
        tuple(
            Entry(desk.framework_title(key, short=True), desk.link("", f"standards/{key}/"), frameworks[key])
            for key in library.frameworks
        ),
    )
    schools = tuple(
        Entry(s.record.name, desk.link("", f"schools/{s.key}/"), len(library.at_school(s.key)))
        for s in library.schools
    )
    yield Way(
        "schools",
        words("home.by.school"),
        desk.link("", "schools/"),
        schools[:IN_SIGHT],
        schools[IN_SIGHT:],
    )
    grades = tuple(
        Entry(desk.grades((shelf.title,)), desk.link("", shelf.address), len(shelf.cycles))
        for shelf in library.grades
    )
    yield Way("grades", words("home.by.grade"), None, grades)
    yield _way(desk, "subjects", words("home.by.subject"), library.subjects)
    yield _way(desk, "practices", words("home.by.practice"), library.practices)
    years = tuple(
        Entry(desk.year_title(shelf.title), desk.link("", shelf.address), len(shelf.cycles))
        for shelf in library.years
    )
    yield Way("years", words("home.by.year"), None, years)


def _way(desk: Desk, key: str, title: str, shelves: tuple[Shelf, ...]) -> Way:
    """The shelves that are used most stand in sight, all in their own order."""
    often = sorted(shelves, key=lambda shelf: -len(shelf.cycles))[:IN_SIGHT]
    seen = {shelf.key for shelf in often}
    return Way(
        key,
        title,
        None,
        _entries(desk, (shelf for shelf in shelves if shelf.key in seen)),
        _entries(desk, (shelf for shelf in shelves if shelf.key not in seen)),
    )


def _entries(desk: Desk, shelves: Iterable[Shelf]) -> tuple[Entry, ...]:
    return tuple(Entry(shelf.title, desk.link("", shelf.address), len(shelf.cycles)) for shelf in shelves)


def _examples(desk: Desk) -> tuple[Example, ...]:
    chosen = [c for c in desk.library.cycles if c.record.exemplar is not None][:EXEMPLARS]
    return tuple(
        Example(card, exemplar.why, exemplar.limits, foreign(desk, cycle))
        for cycle, card in zip(chosen, cards(desk, chosen, ""), strict=True)
        if (exemplar := cycle.record.exemplar) is not None
    )


def _priorities(desk: Desk) -> Iterator[Priority]:
    shelves = desk.library.standards
    for focus in desk.library.published.record.focus or ():
        links: list[Link] = []
        plain: list[str] = []
        cycles: dict[str, PublishedCycle] = {}
        for raw in focus.standards or ():
            found = canonical(raw, None, desk.library.brought)
            code = Code(found.framework, found.code) if found is not None else None
            shelf = shelves.get(code) if code is not None else None
            if shelf is None or not shelf.cycles:
                plain.append(code.code if code is not None else raw)
                continue
            links.append(Link(shelf.code.code, desk.link("", shelf.address)))
            cycles.update({cycle.id: cycle for cycle in shelf.cycles})
        yield Priority(focus.title, focus.why, tuple(links), tuple(plain), len(cycles))


def _reasons(desk: Desk) -> Iterator[str]:
    """Why cycles are not shown, for a portfolio that would otherwise look empty."""
    counts = Counter(left.reason for left in desk.library.published.left_out)
    if counts["not approved"]:
        yield desk.words("home.reason.not_approved", n=counts["not approved"])
    if counts["edited"]:
        yield desk.words("home.reason.edited", n=counts["edited"])
    if counts["school"]:
        yield desk.words("home.reason.school", n=counts["school"])
    if counts["private"]:
        yield desk.words("home.reason.private", n=counts["private"])
