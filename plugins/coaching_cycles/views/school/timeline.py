"""The timeline of a school year: when which cycle ran, as a chart and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coaching_cycles import charts
from coaching_cycles.filing import began
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.values import PartialDate, read_date
from coaching_cycles.views.cards import STATUSES, foreign, when
from coaching_cycles.views.data.spreadsheet import write_dates
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.page import Asset

DRAWN = 30
"""Bars of the chart; the table has all."""

_FEWEST_DAYS = 120
"""A time axis is at least this long, so that one short cycle does not fill a year's page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    title: str
    href: str
    lang: str | None
    status: str
    date: str
    planned_end: str
    assessed: str
    """The days on which students were assessed."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The chart (None where no cycle has a date) and its table; `drawn` is how many cycles the chart has."""

    uid: str
    chart: charts.Chart | None
    drawn: int
    lines: tuple[Line, ...]
    assessed: bool
    """True where a row has such days."""
    csv: str
    """Link to `file`."""
    file: Asset
    """The same days as CSV."""


def make_timeline(desk: Desk, cycles: Iterable[PublishedCycle], here: str, year: str) -> Timeline:
    """The timeline of some cycles of a school year, in the order in which they began."""
    ordered = sorted(cycles, key=lambda c: (day.first if (day := began(c)) else (9999, 1, 1), c.id))
    lines = tuple(_line(desk, cycle, here) for cycle in ordered)
    drawn = ordered[:DRAWN]
    file = Asset(f"{here}timeline.csv", write_dates(desk, ((cycle, _cells(cycle)) for cycle in ordered)))
    return Timeline(
        uid="timeline",
        chart=_draw(desk, drawn, year),
        drawn=len(drawn),
        lines=lines,
        assessed=any(line.assessed for line in lines),
        csv="timeline.csv",
        file=file,
    )


def _cells(cycle: PublishedCycle) -> dict[str, str]:
    dates = cycle.record.dates
    planned = dates.planned_end if dates is not None else None
    return {
        "planned_end": str(planned) if planned is not None else "",
        "assessed": "; ".join(day.isoformat() for day in _assessed(cycle)),
    }


def _assessed(cycle: PublishedCycle) -> tuple[date, ...]:
    """The days of readings that say their day."""
    readings = (read_date(r.date) for m in cycle.all_measures for r in m.readings if r.date is not None)
    return tuple(sorted({day for r in readings if r.day and (day := _day(r, last=False)) is not None}))


def _line(desk: Desk, cycle: PublishedCycle, here: str) -> Line:
    dates = cycle.record.dates
    planned = dates.planned_end if dates is not None else None
    return Line(
        cycle.record.title,
        desk.link(here, cycle.address),
        foreign(desk, cycle),
        desk.words(STATUSES[cycle.record.status]),
        when(desk, cycle),
        desk.words.date(planned) if planned is not None else "",
        "; ".join(desk.words.date(read_date(day.isoformat())) for day in _assessed(cycle)),
    )


def _draw(desk: Desk, cycles: Sequence[PublishedCycle], year: str) -> charts.Chart | None:
    w = desk.words
    rows = [_row(desk, cycle) for cycle in cycles]
    days = [
        day for row in rows for day in (row.start, row.end, row.planned_end, *row.checks) if day is not None
    ]
    if not days:
        return None
    caption = charts.Caption(
        w("school.timeline.title", year=desk.year_title(year)),
        " ".join(w("school.timeline.said", title=row.label, note=row.note) for row in rows),
        "timeline",
    )
    first = min(days)
    # A look back long after the year's end would squeeze the year.
    last = min(max(*days, first + timedelta(_FEWEST_DAYS)), first + timedelta(365))
    return charts.year_timeline(
        rows,
        first,
        last,
        tuple(w.month(number) for number in range(1, 13)),
        caption,
        checks=w("school.timeline.checks"),
        cache=desk.drawn,
    )


def _row(desk: Desk, cycle: PublishedCycle) -> charts.TimelineRow:
    record = cycle.record
    first = began(cycle)
    dates = record.dates
    end = dates.end if dates is not None else None
    planned = dates.planned_end if dates is not None else None
    note = " · ".join(part for part in (desk.words(STATUSES[record.status]), when(desk, cycle)) if part)
    return charts.TimelineRow(
        label=record.title,
        status=record.status,
        note=note,
        start=_day(first, last=False),
        end=_day(end, last=True),
        planned_end=_day(planned, last=True),
        checks=_assessed(cycle),
    )


def _day(day: PartialDate | None, *, last: bool) -> date | None:
    """The day at which a bar begins or ends: a month begins with its first day and ends with its last."""
    if day is None or not day.month:
        return None
    return date(*(day.last if last else day.first))
