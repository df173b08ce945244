"""Coverage: standards × schools, and standards × months of a school year. Cycles are counted and linked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from coaching_cycles.library import Shelf
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code, ancestors
from coaching_cycles.views.cards import Link, foreign
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.focus.grid import IN_A_CELL, Cell, Named, say_month
from coaching_cycles.views.school.months import span_of
from coaching_cycles.views.standard.room import Step

ABREAST = 12
"""Schools that have a column each; with more, a standard lists its schools."""

MOST = 120
"""Rows of a table; where there would be more, they are the standards above."""

_MONTHS = 12

Covered = Mapping[Code, Sequence[PublishedCycle]]


@dataclass(frozen=True, slots=True)
class Line:
    """A standard, and its cycles column by column."""

    step: Step
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class BySchool:
    """A framework's standards × schools. `columns` is empty where there are too many schools for columns.

    `above` says that the rows are standards above those that cycles name.
    """

    id: str
    title: str
    columns: tuple[Link, ...]
    lines: tuple[Line, ...]
    above: bool


@dataclass(frozen=True, slots=True)
class Square:
    """A month of a standard: how many cycles ran, where that leads, and what it says."""

    n: int
    href: str
    said: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A standard, and the months of a year."""

    step: Step
    squares: tuple[Square | None, ...]


@dataclass(frozen=True, slots=True)
class ByMonth:
    """Standards × the months of a school year."""

    id: str
    title: str
    months: tuple[str, ...]
    lines: tuple[MonthLine, ...]


def by_school(desk: Desk, here: str) -> Iterator[BySchool]:
    """A table for each framework, in the order of the site."""
    for key in desk.library.frameworks:
        covered, above = _gather(desk, key, desk.library.cycles)
        schools = [
            s for s in desk.library.schools if any(c.school == s.key for cs in covered.values() for c in cs)
        ]
        if not covered:
            continue
        few = len(schools) <= ABREAST
        lines = tuple(
            Line(
                _step(desk, here, code),
                tuple(_cell(desk, here, [c for c in cycles if c.school == school.key]) for school in schools)
                if few
                else tuple(_cell(desk, here, some, whole=True) for some in (cycles,)),
            )
            for code, cycles in covered.items()
        )
        columns = tuple(Link(s.record.name, desk.link(here, f"schools/{s.key}/")) for s in schools)
        yield BySchool(f"schools-{key}", desk.framework_title(key), columns if few else (), lines, above)


def by_month(desk: Desk, here: str, year: Shelf) -> ByMonth | None:
    """The months of a school year over all frameworks; None where no cycle of it has a month."""
    lines: list[MonthLine] = []
    first = int(year.title[:4]) * _MONTHS + 7
    for key in desk.library.frameworks:
        covered, _ = _gather(desk, key, year.cycles)
        for code, cycles in covered.items():
            squares = tuple(
                _square(desk, here, code, [c for c in cycles if _runs(c, month)])
                for month in range(first, first + _MONTHS)
            )
            if any(squares):
                lines.append(MonthLine(_step(desk, here, code), squares))
    months = tuple(desk.words.month((first + n) % _MONTHS + 1) for n in range(_MONTHS))
    return ByMonth(f"months-{year.key}", desk.year_title(year.title), months, tuple(lines)) if lines else None


def _gather(desk: Desk, key: str, cycles: Sequence[PublishedCycle]) -> tuple[Covered, bool]:
    """The standards of a framework that cycles name, with those cycles; standards above where too many."""
    framework = desk.library.framework(key)
    shown = {cycle.id for cycle in cycles}
    own = {
        code: [cycle for cycle in shelf.own if cycle.id in shown]
        for code, shelf in desk.library.standards.items()
        if code.framework == key
    }
    own = {code: found for code, found in own.items() if found}
    if len(own) <= MOST:
        return own, False
    lines = {code: (*ancestors(code, framework), code) for code in own}
    for depth in range(max(map(len, lines.values())), 0, -1):
        gathered: dict[Code, dict[str, PublishedCycle]] = {}
        for code, found in own.items():
            line = lines[code]
            gathered.setdefault(line[min(depth, len(line)) - 1], {}).update({c.id: c for c in found})
        if len(gathered) <= MOST or depth == 1:
            return {code: tuple(found.values()) for code, found in gathered.items()}, True
    return own, False


def _step(desk: Desk, here: str, code: Code) -> Step:
    shelf = desk.library.standards[code]
    return Step(code.code, shelf.label, desk.link(here, shelf.address), len(shelf.cycles))


def _cell(desk: Desk, here: str, cycles: Sequence[PublishedCycle], *, whole: bool = False) -> Cell:
    most = ABREAST if whole else IN_A_CELL
    named = tuple(
        Named(
            cycle.record.title,
            desk.link(here, cycle.address),
            foreign(desk, cycle),
            " · ".join(
                part
                for part in (
                    desk.library.school(cycle.school).record.name if whole else "",
                    say_month(desk, cycle) or desk.words("focus.undated"),
                )
                if part
            ),
        )
        for cycle in cycles[:most]
    )
    return Cell(named, len(cycles) - len(named))


def _runs(cycle: PublishedCycle, month: int) -> bool:
    span = span_of(cycle)
    return span is not None and span[0] <= month <= span[1]


def _square(desk: Desk, here: str, code: Code, cycles: Sequence[PublishedCycle]) -> Square | None:
    """One cycle leads to its page, several to that of their standard."""
    if not cycles:
        return None
    if len(cycles) == 1:
        one = cycles[0]
        return Square(1, desk.link(here, one.address), one.record.title, foreign(desk, one))
    shelf = desk.library.standards[code]
    said = desk.words("shelf.cycles", n=len(cycles))
    return Square(len(cycles), desk.link(here, shelf.address), said, None)
