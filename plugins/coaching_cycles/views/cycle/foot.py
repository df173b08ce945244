"""Where a cycle's page leads: to its data and its record, to a citation, to other cycles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from posixpath import basename
from urllib.parse import quote

from coaching_cycles.library import Library
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.cards import foreign, when
from coaching_cycles.views.cycle.desk import CycleDesk, Link
from coaching_cycles.views.cycle.files import starter_path
from coaching_cycles.views.cycle.measures import Block
from coaching_cycles.views.cycle.start import starter_name
from coaching_cycles.views.cycle.targets import Targets
from coaching_cycles.views.data.jsonld import absolute

NEIGHBOURS = 4
"""Cycles in each list; hubs have all of them."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another cycle, and what tells it from the ones beside it.

    `lang` is set where the record's language is not the site's.
    """

    title: str
    href: str
    lang: str | None
    about: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Other cycles that have something in common with this one."""

    title: str
    cycles: tuple[Neighbour, ...]


def actions(c: CycleDesk, blocks: tuple[Block, ...], targets: Targets) -> Iterator[Link]:
    """What a reader can do. A link with a note is a download, and the note is the file's name."""
    w, name = c.words, c.cycle.name
    yield Link(w("cycle.action.start"), c.url(starter_path(c.cycle)), starter_name(c.cycle))
    yield Link(w("cycle.action.form"), f"{c.url('new/')}?from={quote(c.cycle.id)}")
    for block in blocks:
        if block.panels is not None and block.panels.csv:
            text = (
                w("cycle.data.section", name=block.heading)
                if len(blocks) > 1 and block.heading
                else w("cycle.data.goal")
            )
            yield Link(text, block.panels.csv, f"{name}-{block.key}.csv")
    of_targets = targets.panels or next(
        (b.panels for item in targets.items for b in item.measures if b.panels is not None), None
    )
    if of_targets is not None and of_targets.csv:
        yield Link(w("cycle.data.targets"), of_targets.csv, f"{name}-{basename(of_targets.csv)}")
    base = c.desk.setting.edit_base
    if base:
        yield Link(w("cycle.action.edit"), base + quote(c.cycle.source, safe="/"))


def citation(c: CycleDesk) -> str:
    """The line with which others refer to the cycle."""
    w, record, portfolio = c.words, c.cycle.record, c.desk.library.published.record
    about = {
        "school": c.desk.library.school(c.cycle.school).record.name,
        "title": record.title,
        "portfolio": portfolio.title or c.desk.setting.site_name,
    }
    date = when(c.desk, c.cycle)
    license_ = record.license or portfolio.license
    parts = [
        w("cycle.citation.text", date=date, **about) if date else w("cycle.citation.undated", **about),
        absolute(c.desk, c.cycle.address) or "",
        w("cycle.citation.license", license=license_) if license_ else "",
    ]
    return " ".join(part for part in parts if part)


def neighbours(c: CycleDesk) -> Iterator[Neighbours]:
    """Other cycles on the same standards, then others of the school; newest first, each cycle once."""
    library = c.desk.library
    same_standards, same_school = _beside(library, c.cycle)
    if same_standards:
        found = tuple(_show(c, x, (_school(library, x), _grades(c, x))) for x in same_standards)
        yield Neighbours(c.words("cycle.neighbours.standard"), found)
    if same_school:
        found = tuple(_show(c, x, (_grades(c, x), x.record.subject)) for x in same_school)
        yield Neighbours(c.words("cycle.neighbours.school", school=_school(library, c.cycle)), found)


def related(library: Library, cycle: PublishedCycle) -> Iterator[PublishedCycle]:
    """Every other cycle that the page of this one shows something of."""
    for several in _beside(library, cycle):
        yield from several
    yield from library.origins(cycle)
    yield from library.siblings(cycle)
    yield from library.remixes(cycle)


def _beside(
    library: Library, cycle: PublishedCycle
) -> tuple[tuple[PublishedCycle, ...], tuple[PublishedCycle, ...]]:
    same_standards = _alike(library, cycle)
    seen = {cycle.id, *(other.id for other in same_standards)}
    others = (other for other in library.at_school(cycle.school) if other.id not in seen)
    return same_standards, tuple(islice(others, NEIGHBOURS))


def _show(c: CycleDesk, other: PublishedCycle, about: tuple[str, str]) -> Neighbour:
    return Neighbour(
        other.record.title,
        c.url(other.address),
        foreign(c.desk, other),
        " · ".join(filter(None, (*about, when(c.desk, other)))),
    )


def _school(library: Library, cycle: PublishedCycle) -> str:
    return library.school(cycle.school).record.name


def _grades(c: CycleDesk, cycle: PublishedCycle) -> str:
    return c.desk.grades(cycle.record.grades)


def _alike(library: Library, cycle: PublishedCycle) -> tuple[PublishedCycle, ...]:
    """The newest cycles that name one of this cycle's standards."""
    named = library.filed[cycle.id].standards
    # Of each standard one more than are wanted, as this one may be among them.
    near = {other.id: other for one in named for other in library.standards[one.code].own[: NEIGHBOURS + 1]}
    near.pop(cycle.id, None)
    return tuple(sorted(near.values(), key=library.place)[:NEIGHBOURS])
