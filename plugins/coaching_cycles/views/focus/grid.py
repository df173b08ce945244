"""The coherence map: priorities × standards × cycles by term, and what stands on one side only.

A cycle belongs to a priority when it names one of the priority's standards or a part of one. Nothing is
rated: an empty square says that there is no cycle, not that there should be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coaching_cycles.filing import began
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.schema import Focus
from coaching_cycles.standards import decide
from coaching_cycles.values import PartialDate
from coaching_cycles.views.cards import foreign
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.focus.terms import Terms, make_terms
from coaching_cycles.views.standard.room import Step

IN_A_CELL = 4
"""Cycles that a cell names; the others are counted."""


@dataclass(frozen=True, slots=True)
class Named:
    """A cycle by its title; `about` says where and when."""

    title: str
    href: str
    lang: str | None
    about: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The cycles of one standard in one term; `more` are not named."""

    cycles: tuple[Named, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Row:
    """A standard of a priority."""

    step: Step
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority with its standards; `said` sums it up in words, `n` are its cycles."""

    title: str
    said: str
    n: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """The map, and what stands on one side only.

    `without` are titles of priorities without a cycle, `white` standards of priorities that have none,
    `outside` cycles without a priority.
    """

    terms: tuple[str, ...]
    priorities: tuple[Priority, ...]
    without: tuple[str, ...]
    white: tuple[str, ...]
    outside: tuple[Named, ...]


def make_map(
    desk: Desk, here: str, priorities: Sequence[Focus], cycles: Sequence[PublishedCycle]
) -> Map | None:
    """The map of some cycles; None where no priority names a standard."""
    if not any(focus.standards for focus in priorities):
        return None
    terms = make_terms(desk, cycles)
    within: set[str] = set()
    made = []
    for focus in priorities:
        found: set[str] = set()
        rows = tuple(_rows(desk, here, focus, cycles, (terms, found)))
        within |= found
        made.append(_sum_up(desk, focus, rows, len(found)))
    return Map(
        terms.titles,
        tuple(made),
        tuple(priority.title for priority in made if not priority.n),
        tuple(dict.fromkeys(row.step.code for p in made for row in p.rows if not row.step.n)),
        tuple(_name(desk, here, cycle) for cycle in cycles if cycle.id not in within),
    )


def _sum_up(desk: Desk, focus: Focus, rows: Sequence[Row], n: int) -> Priority:
    w = desk.words
    if not rows:
        return Priority(focus.title, w("focus.no_standards"), 0, ())
    # Never "4 of 5": of this shape are figures about students, and the audit of a site takes it for one.
    white = sum(not row.step.n for row in rows)
    said = [w("shelf.cycles", n=n) if n else w("focus.none")]
    if n and white:
        said.append(w("focus.said", n=white))
    return Priority(focus.title, " · ".join(said), n, tuple(rows))


def _rows(
    desk: Desk,
    here: str,
    focus: Focus,
    cycles: Sequence[PublishedCycle],
    into: tuple[Terms, set[str]],
) -> Iterator[Row]:
    terms, found = into
    shown = {cycle.id for cycle in cycles}
    for raw in dict.fromkeys(focus.standards or ()):
        code = decide(raw, None, desk.library.brought)
        shelf = desk.library.standards.get(code) if code is not None else None
        mine = [cycle for cycle in shelf.cycles if cycle.id in shown] if shelf is not None else []
        found.update(cycle.id for cycle in mine)
        step = Step(
            code.code if code is not None else raw,
            shelf.label if shelf is not None else "",
            desk.link(here, shelf.address) if shelf is not None else None,
            len(mine),
        )
        yield Row(step, tuple(_cells(desk, here, mine, terms)))


def _cells(desk: Desk, here: str, cycles: Iterable[PublishedCycle], terms: Terms) -> Iterator[Cell]:
    columns: list[list[PublishedCycle]] = [[] for _ in terms.titles]
    for cycle in cycles:
        place = terms.column(cycle)
        if place is not None:
            columns[place].append(cycle)
    for column in columns:
        named = tuple(_name(desk, here, cycle) for cycle in column[:IN_A_CELL])
        yield Cell(named, len(column) - len(named))


def _name(desk: Desk, here: str, cycle: PublishedCycle) -> Named:
    return Named(
        cycle.record.title,
        desk.link(here, cycle.address),
        foreign(desk, cycle),
        " · ".join(
            part for part in (desk.library.school(cycle.school).record.name, say_month(desk, cycle)) if part
        ),
    )


def say_month(desk: Desk, cycle: PublishedCycle) -> str:
    """The month in which a cycle began, in few letters: "Oct 2012"; the year alone where that is known."""
    first = began(cycle)
    if first is None:
        return ""
    return short_month(desk, first)


def short_month(desk: Desk, day: PartialDate) -> str:
    """A month of a year in few letters."""
    if not day.month:
        return str(day.year)
    return desk.words("focus.month", month=desk.words.month(day.month), year=str(day.year))
