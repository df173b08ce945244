"""A school's year: one bar a cycle, from its start to its end, on months."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal

from coaching_cycles.charts.chart import Caption, Chart, make
from coaching_cycles.charts.look import Layout
from coaching_cycles.charts.sheet import Segment, Sheet
from coaching_cycles.charts.text import measure, wrap

if TYPE_CHECKING:
    from coaching_cycles.charts.cache import Cache

Status = Literal["planned", "active", "complete", "stopped"]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One cycle: its title, its status with a note (words and dates as they are read), and its days.

    A cycle under way has no `end`, and perhaps a `planned_end`. `checks` are the days on which students
    were assessed.
    """

    label: str
    status: Status
    note: str
    start: date | None
    end: date | None = None
    planned_end: date | None = None
    checks: tuple[date, ...] = ()


_COLUMN = 232
_BAR = 11


def year_timeline(
    rows: Sequence[TimelineRow],
    start: date,
    end: date,
    months: tuple[str, ...],
    caption: Caption,
    *,
    checks: str = "",
    cache: Cache | None = None,
) -> Chart:
    """The rows as given, from the month of `start` to that of `end`; `months` are short names from January.

    Status is a pattern: a full bar is complete, a hollow one under way, a dashed line planned, a bar that
    ends at an upright was stopped; the words stand with each. `checks` says what the small strokes under a
    bar are.
    """
    inputs = (tuple(rows), start, end, months, checks)
    return make("timeline", inputs, partial(_draw, *inputs), caption, cache)


def _draw(
    rows: Sequence[TimelineRow], start: date, end: date, months: tuple[str, ...], checks: str, layout: Layout
) -> Sheet:
    sheet = Sheet(layout)
    left = 0.0 if layout.narrow else _COLUMN
    firsts = _months(start, end)
    sheet.scale(left + 1, layout.width - 1, firsts[0].toordinal(), firsts[-1].toordinal())
    top = 24.0
    bars = _Bars([], [], [], [], [])
    y = top
    lanes: list[tuple[float, float]] = []
    for row in rows:
        width = layout.width if layout.narrow else _COLUMN - 20
        lines = wrap(row.label, layout.text, width)
        note = wrap(row.note, layout.small, width, 2)
        block = (len(lines) + len(note)) * layout.leading
        height = block + 34 if layout.narrow else max(block + 16, 40)
        head = y + (0 if layout.narrow else (height - block) / 2) + layout.leading - 5
        sheet.text(0, head, *lines, *([(line, "soft")] for line in note))
        lane = y + block + 11 if layout.narrow else y + height / 2
        if layout.narrow:
            lanes.append((lane - 9, lane + 16))
        _place(bars, row, lane, (firsts[0].toordinal(), firsts[-1].toordinal()))
        y += height
    _grid(sheet, firsts, months, top, lanes or [(top, y)])
    _draw_bars(sheet, bars)
    sheet.height = y + 4
    if checks and bars.ticks:
        sheet.scale(0, layout.width, 0, layout.width)
        sheet.lines([((left + 4, y + 10), (left + 4, y + 18))], "ink", 1.6)
        sheet.text(left + 14, y + 18, checks, size=layout.small, paint="soft")
        sheet.height = y + 26
    return sheet


def _months(start: date, end: date) -> list[date]:
    """The first of each month, up to the one after the last."""
    count = (end.year - start.year) * 12 + end.month - start.month + 2
    months = [start.month - 1 + i for i in range(max(count, 2))]
    return [date(start.year + m // 12, m % 12 + 1, 1) for m in months]


def _grid(
    sheet: Sheet,
    firsts: Sequence[date],
    months: tuple[str, ...],
    top: float,
    lanes: Sequence[tuple[float, float]],
) -> None:
    size = sheet.layout.small
    days = [day.toordinal() for day in firsts]
    whole = len(lanes) == 1
    sheet.lines(
        [((x, top - 4 if whole else a), (x, b)) for a, b in lanes for x in days],
        "line",
        1,
    )
    room = sheet.x(firsts[1].toordinal()) - sheet.x(firsts[0].toordinal())
    widest = max(measure(name, size) for name in months)
    step = next(s for s in (1, 2, 3, 6, 12) if s * room >= widest + 4 or s == 12)
    for i in range(0, len(firsts) - 1, step):
        x = sheet.x(firsts[i].toordinal())
        name = months[firsts[i].month - 1]
        if x + 3 + measure(name, size) <= sheet.layout.width:
            sheet.text(x + 3, top - 8, name, size=size, paint="soft")


@dataclass(slots=True)
class _Bars:
    full: list[Segment]
    hollow: list[Segment]
    dashed: list[Segment]
    stops: list[Segment]
    ticks: list[Segment]


def _place(bars: _Bars, row: TimelineRow, y: float, span: tuple[int, int]) -> None:
    low, high = span

    def inside(day: date) -> float:
        return min(max(day.toordinal(), low), high)

    if row.start is None:
        bars.dashed.append(((low, y), (high, y)))
        return
    first = inside(row.start)
    # A follow-up comes after the end of a cycle: only one under way is as long as the last that is known of
    # it.
    last = inside(row.end) if row.end is not None else max([inside(day) for day in row.checks], default=first)
    if row.status == "planned":
        bars.dashed.append(((first, y), (inside(row.planned_end or row.end or row.start), y)))
    elif row.status == "active":
        last = max(last, first + 8)
        bars.hollow.append(((first, y), (last, y)))
        ahead = inside(row.planned_end) if row.planned_end is not None else min(last + 28, high)
        if ahead > last:
            bars.dashed.append(((last, y), (ahead, y)))
    else:
        bars.full.append(((first, y), (max(last, first + 3), y)))
        if row.status == "stopped":
            bars.stops.append(((max(last, first + 3), y - 10), (max(last, first + 3), y + 10)))
    bars.ticks += [
        ((day.toordinal(), y + 8), (day.toordinal(), y + 15))
        for day in row.checks
        if low <= day.toordinal() <= high
    ]


def _draw_bars(sheet: Sheet, bars: _Bars) -> None:
    sheet.lines(bars.dashed, "after", 2.2, dash=(4, 4))
    sheet.lines(bars.full, "after", _BAR)
    sheet.lines(bars.hollow, "after", _BAR)
    pixel = 1 / (sheet.x(1) - sheet.x(0))
    inner: list[Segment] = [((a + 2 * pixel, y), (b - 2 * pixel, z)) for (a, y), (b, z) in bars.hollow]
    sheet.lines(inner, "paper", _BAR - 4)
    sheet.lines(bars.stops, "ink", 2.4)
    sheet.lines(bars.ticks, "ink", 1.6)
