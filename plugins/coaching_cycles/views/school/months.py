"""Standards × months: on which standards a school worked when. One table a year; its cells are the cycles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coaching_cycles.filing import began, ended
from coaching_cycles.library import standard_address
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code
from coaching_cycles.values import PartialDate, read_date
from coaching_cycles.views.cards import Link, foreign
from coaching_cycles.views.desk import Desk

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """As many months as a cycle took (the cycle is named), or months in between (it is not)."""

    span: int
    text: str = ""
    href: str = ""
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a standard. Cycles that overlap take one each: `rows` is how many, 0 after the first."""

    standard: Link
    rows: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MonthTable:
    """The table of a school year. `months` are the short names of its columns."""

    id: str
    title: str
    months: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Bar:
    """A cycle on one standard, in months that are counted from the year 0."""

    first: int
    last: int
    cycle: PublishedCycle


def month_table(desk: Desk, cycles: Iterable[PublishedCycle], here: str, year: str) -> MonthTable | None:
    """The cycles that began in a school year, for the page at `here`; None where none names a standard."""
    bars: dict[Code, list[_Bar]] = {}
    for cycle in cycles:
        span = span_of(cycle)
        if span is None:
            continue
        for code in dict.fromkeys(standard.code for standard in cycle.standards):
            bars.setdefault(code, []).append(_Bar(*span, cycle))
    if not bars:
        return None
    every = [bar for several in bars.values() for bar in several]
    low, high = min(bar.first for bar in every), max(bar.last for bar in every)
    order = sorted(bars, key=lambda code: (code.framework == "other", code.sort_key))
    return MonthTable(
        f"months-{year}",
        desk.year_title(year),
        tuple(desk.words.month(month % _MONTHS + 1) for month in range(low, high + 1)),
        tuple(line for code in order for line in _lines(desk, here, code, bars[code], (low, high))),
    )


def span_of(cycle: PublishedCycle) -> tuple[int, int] | None:
    """The first and last month of a cycle; a cycle that is not over reaches as far as is known of it."""
    first = began(cycle)
    if first is None or not first.month:
        return None
    days = [first]
    end = ended(cycle)
    if end is not None:
        days.append(end)
    else:
        days += [read_date(r.date) for m in cycle.all_measures for r in m.readings if r.date is not None]
        days += [log.date for log in cycle.logs if log.date is not None]
    start = _month(first)
    # A follow-up years later does not stretch a cycle: a school year is the most that a table shows.
    return start, min(max(start, *map(_month, days)), start + _MONTHS - 1)


def _month(day: PartialDate) -> int:
    return day.last[0] * _MONTHS + day.last[1] - 1


def _lines(desk: Desk, here: str, code: Code, bars: Sequence[_Bar], ends: tuple[int, int]) -> Iterator[Line]:
    lanes: list[list[_Bar]] = []
    for bar in sorted(bars, key=lambda bar: (bar.first, bar.last, bar.cycle.id)):
        lane = next((lane for lane in lanes if lane[-1].last < bar.first), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    standard = Link(code.code, desk.link(here, standard_address(code)))
    for number, lane in enumerate(lanes):
        yield Line(standard, 0 if number else len(lanes), tuple(_cells(desk, here, lane, ends)))


def _cells(desk: Desk, here: str, lane: Sequence[_Bar], ends: tuple[int, int]) -> Iterator[Cell]:
    at, last = ends
    for bar in lane:
        if bar.first > at:
            yield Cell(bar.first - at)
        cycle = bar.cycle
        yield Cell(
            bar.last - bar.first + 1,
            cycle.record.title,
            desk.link(here, cycle.address),
            foreign(desk, cycle),
        )
        at = bar.last + 1
    if at <= last:
        yield Cell(last - at + 1)
