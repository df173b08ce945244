"""The finder: the cycles by school year, newest first; with JavaScript, filters over them.

As long as all cycles fit on one page, what the filters need stands in attributes of the list's items: it
works from a folder, where nothing can be fetched. Of a larger portfolio the page shows the newest cycles and
leads to lists of the others; the filters then ask the search index, which a browser reads in small pieces.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from coaching_cycles.library import slug
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code, ancestors, compact
from coaching_cycles.values import expand_grades
from coaching_cycles.views.cards import STATUSES, Card, Link, card, shorten
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.job import Job, only
from coaching_cycles.views.older import SHOWN, Older, list_older, part_jobs
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import hidden

ADDRESS = "cycles/"

LISTED = 250
"""Cycles on one page, about 2 kB each; with more, the filters ask the search index."""

LONGEST_GOAL = 400
"""Letters of a goal that the text filter looks through; search looks through all of it."""

_CLUSTER = re.compile(r"(?<=\D)\.[A-Z](?=\.\d)")


@dataclass(frozen=True, slots=True)
class Option:
    """A value that cycles can be filtered by. `group` is the heading that it stands under, if any."""

    value: str
    title: str
    n: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter. With `every`, all chosen values must hold (a cycle may have several); else any."""

    key: str
    title: str
    every: bool
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A cycle in the list: its card, its values by facet (joined by spaces), what it is found by."""

    card: Card
    values: tuple[tuple[str, str], ...]
    find: str
    codes: str


@dataclass(frozen=True, slots=True)
class Group:
    """The cycles of a school year."""

    id: str
    title: str
    href: str | None
    items: tuple[Item, ...]


def jobs(desk: Desk) -> Iterator[Job]:
    """The finder, and for a large portfolio the lists of its older cycles."""
    if len(desk.library.cycles) <= LISTED:
        yield Job(ADDRESS, only(_whole, desk))
        return
    yield Job(ADDRESS, only(_newest, desk))
    title = desk.words("finder.title")
    yield from part_jobs(desk, ADDRESS, title, partial(_crumbs, desk), desk.library.cycles)


def pages(desk: Desk) -> Iterator[Page]:
    """The finder, and the lists of its older cycles."""
    for job in jobs(desk):
        yield from job.pages()


def _crumbs(desk: Desk) -> tuple[tuple[str, str], ...]:
    return ((desk.words("home.crumb"), ""),)


def _whole(desk: Desk) -> Page:
    """Every cycle, with what the filters need."""
    library = desk.library
    named = {standard.code for cycle in library.cycles for standard in cycle.standards}
    values = {cycle.id: dict(_values(desk, cycle, named)) for cycle in library.cycles}
    groups = tuple(_groups(desk, values, named))
    facets = tuple(facet for facet in _facets(desk, values.values(), named) if len(facet.options) > 1)
    return _page(desk, groups=groups, facets=facets, years=(), older=None, indexed=False)


def _newest(desk: Desk) -> Page:
    """The newest cycles. What can be filtered by is read from the index."""
    library = desk.library
    items = tuple(Item(card(desk, cycle, ADDRESS), (), "", "") for cycle in library.cycles[:SHOWN])
    return _page(
        desk,
        groups=(Group("newest", desk.words("finder.newest"), None, items),),
        facets=tuple(_facets(desk, (), set())),
        years=tuple(
            Link(desk.year_title(shelf.title), desk.link(ADDRESS, shelf.address)) for shelf in library.years
        ),
        older=list_older(desk, ADDRESS, library.cycles),
        indexed=True,
    )


def _page(
    desk: Desk,
    *,
    groups: tuple[Group, ...],
    facets: tuple[Facet, ...],
    years: tuple[Link, ...],
    older: Older | None,
    indexed: bool,
) -> Page:
    return desk.page(
        "finder.html",
        ADDRESS,
        desk.words("finder.title"),
        kind="finder",
        nav=True,
        # Every word of it stands on a cycle's own page, which is what a search should find.
        searchable=False,
        description=desk.words("finder.description"),
        crumbs=_crumbs(desk),
        groups=groups,
        facets=facets,
        years=years,
        older=older,
        indexed=indexed,
        total=len(desk.library.cycles),
        hidden=hidden(desk),
    )


def _values(desk: Desk, cycle: PublishedCycle, named: set[Code]) -> Iterator[tuple[str, list[str]]]:
    record = cycle.record
    codes = _reach(desk, cycle, named)
    year = desk.library.year_of(cycle)
    yield "school", [cycle.school]
    yield "standard", [_standard(code) for code in codes]
    yield "grade", list(expand_grades(record.grades))
    yield "subject", [slug(record.subject)]
    yield "practice", list(dict.fromkeys(slug(practice) for practice in record.practices or ()))
    yield "status", [record.status]
    yield "year", [year] if year else []


def _reach(desk: Desk, cycle: PublishedCycle, named: set[Code]) -> tuple[Code, ...]:
    """Its standards, and those above them that other cycles name: a cluster finds what its page shows."""
    codes: dict[Code, None] = {}
    for standard in cycle.standards:
        above = ancestors(standard.code, desk.library.framework(standard.code.framework))
        codes.update(dict.fromkeys((standard.code, *(code for code in above if code in named))))
    return tuple(codes)


def _standard(code: Code) -> str:
    return f"{code.framework}/{code.slug}"


def _groups(desk: Desk, values: dict[str, dict[str, list[str]]], named: set[Code]) -> Iterator[Group]:
    library = desk.library
    for shelf in library.years:
        items = tuple(_item(desk, cycle, values[cycle.id], named) for cycle in shelf.cycles)
        yield Group(f"y{shelf.key}", desk.year_title(shelf.title), desk.link(ADDRESS, shelf.address), items)
    undated = tuple(_item(desk, c, values[c.id], named) for c in library.cycles if library.year_of(c) is None)
    if undated:
        yield Group("undated", desk.words("finder.undated"), None, undated)


def _item(desk: Desk, cycle: PublishedCycle, values: dict[str, list[str]], named: set[Code]) -> Item:
    record = cycle.record
    standards = (*cycle.standards, *(s for part in cycle.target_standards for s in part))
    raw = dict.fromkeys(standard.raw for standard in standards)
    typed = [*raw, *(text for code in _reach(desk, cycle, named) for text in _spellings(code))]
    practices = " ".join(record.practices or ())
    return Item(
        card(desk, cycle, ADDRESS),
        tuple((key, " ".join(found)) for key, found in values.items() if found),
        # The rest of what is looked through stands in the card itself.
        " ".join(part for part in (shorten(record.goal, LONGEST_GOAL), *raw, practices) if part),
        " ".join(dict.fromkeys(filter(None, map(compact, typed)))),
    )


def _spellings(code: Code) -> Iterator[str]:
    yield code.code
    if code.framework == "ccss-math":
        # Coaches write 8.EE.7b as often as 8.EE.C.7b.
        yield _CLUSTER.sub("", code.code)


def _facets(desk: Desk, values: Iterable[dict[str, list[str]]], named: set[Code]) -> Iterator[Facet]:
    library, w = desk.library, desk.words
    counts: dict[str, Counter[str]] = {}
    for found in values:
        for key, several in found.items():
            counts.setdefault(key, Counter()).update(several)

    def options(key: str, choices: Iterable[tuple[str, str, str]]) -> tuple[Option, ...]:
        count = counts.get(key, Counter())
        return tuple(
            Option(value, title, count[value], group) for value, title, group in choices if count[value]
        )

    def facet(key: str, title: str, choices: Iterable[tuple[str, str, str]], *, every: bool = False) -> Facet:
        return Facet(key, title, every, options(key, choices))

    codes = sorted(named, key=lambda code: (code.framework == "other", code.sort_key))
    labels = {code: library.standards[code].label for code in codes}
    yield facet("school", w("finder.school"), ((s.key, s.record.name, "") for s in library.schools))
    yield facet(
        "standard",
        w("finder.standard"),
        (
            (
                _standard(code),
                f"{code.code} {labels[code]}".strip(),
                desk.framework_title(code.framework, short=True),
            )
            for code in codes
        ),
        every=True,
    )
    yield facet(
        "grade",
        w("finder.grade"),
        ((s.title, desk.grades((s.title,)), "") for s in library.grades),
        every=True,
    )
    yield facet("subject", w("finder.subject"), ((s.key, s.title, "") for s in library.subjects))
    yield facet(
        "practice", w("finder.practice"), ((s.key, s.title, "") for s in library.practices), every=True
    )
    yield facet("status", w("finder.status"), ((key, w(word), "") for key, word in STATUSES.items()))
    yield facet("year", w("finder.year"), ((s.title, desk.year_title(s.title), "") for s in library.years))
