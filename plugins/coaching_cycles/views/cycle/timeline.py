"""The days of a cycle: as a list, and to scale on a rail that needs no script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.values import PartialDate, read_date
from coaching_cycles.views.cycle.desk import CycleDesk, Link
from coaching_cycles.views.cycle.logs import anchors

Lane = Literal["log", "visit", "reading"]
Shape = Literal["square", "diamond", "ring", "check", "dot"]

FEWEST = 3
"""Days: fewer are told by the facts and the readings already."""

_LANES: tuple[Lane, ...] = ("log", "visit", "reading")
_SHAPES: dict[str, Shape] = {"before": "ring", "check": "check", "after": "dot", "follow_up": "dot"}
_LANE_HEIGHT, _FOOT = 40, 26
_MARGIN = 2.5  # percent of the rail that stays free at either end, so that no mark is cut
_MONTH_LABELS = 5
_WEEKLY_UP_TO = 130  # days


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the rail: `x` in percent of its width, `y` in pixels."""

    x: str
    y: int
    shape: Shape


@dataclass(frozen=True, slots=True)
class Tick:
    """A beginning of a month (with its name where there is room) or of a week; `x` as of a mark."""

    x: str
    label: str
    month: bool


@dataclass(frozen=True, slots=True)
class Rail:
    """The cycle to scale. `span` are the ends of the cycle itself, where both are known."""

    height: int
    base: int
    lanes: tuple[tuple[int, str], ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    first: str
    last: str
    span: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class DayShown:
    """One day and what happened on it."""

    date: str
    machine_date: str
    items: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The rail, and the same as a list."""

    rail: Rail
    days: tuple[DayShown, ...]


@dataclass(frozen=True, slots=True)
class _Event:
    day: PartialDate
    lane: Lane
    shape: Shape
    item: Link


def draw_timeline(c: CycleDesk) -> Timeline | None:
    """The timeline of a cycle, or None where fewer than three days are known."""
    events = sorted((*_logs(c), *_readings(c), *_visits(c)), key=lambda event: event.day.first)
    by_day: dict[PartialDate, list[_Event]] = {}
    for event in events:
        by_day.setdefault(event.day, []).append(event)
    if len(by_day) < FEWEST:
        return None
    days = tuple(
        DayShown(c.words.date(day), str(day), tuple(event.item for event in found))
        for day, found in by_day.items()
    )
    return Timeline(_rail(c, events), days)


def _logs(c: CycleDesk) -> Iterator[_Event]:
    for log, anchor in zip(c.cycle.logs, anchors(c.cycle.logs), strict=True):
        if log.date is not None:
            title = c.words("cycle.timeline.log", title=log.template.title)
            yield _Event(log.date, "log", "square", Link(title, f"#{anchor}", log.title or ""))


def _visits(c: CycleDesk) -> Iterator[_Event]:
    seen = dict.fromkeys(note.date for note in c.cycle.record.evidence or () if note.date is not None)
    for day in seen:
        yield _Event(day, "visit", "diamond", Link(c.words("cycle.timeline.visit"), "#evidence"))


def _readings(c: CycleDesk) -> Iterator[_Event]:
    """Readings of one day and sort are one event: a goal and four targets are read with one organizer."""
    found: dict[tuple[str, str, str | None], list[MeasureShown]] = {}
    for measure in c.cycle.all_measures:
        for reading in measure.readings:
            if reading.date is not None:
                found.setdefault((reading.date, reading.role, reading.label), []).append(measure)
    for (day, role, label), measures in found.items():
        targets = list(dict.fromkeys(str(m.target) for m in measures if m.target is not None))
        goal = any(m.target is None for m in measures)
        about = [c.words("cycle.timeline.goal")] if goal else []
        if targets:
            about.append(c.words("cycle.timeline.targets", n=len(targets), targets=c.words.list(targets)))
        href = "#before-and-after" if goal else "#targets"
        text = c.words("cycle.timeline.reading", reading=_reading(c, role, label), about=c.words.list(about))
        item = Link(text, href)
        yield _Event(read_date(day), "reading", _SHAPES[role], item)


def _reading(c: CycleDesk, role: str, label: str | None) -> str:
    if role == "check" and label:
        return c.words("measure.reading.check_kind", kind=label)
    return c.words(f"measure.reading.{role}")


def _middle(day: PartialDate) -> float:
    """Where a day stands on a line of days; a month or a year stands in its middle."""
    return (date(*day.first).toordinal() + date(*day.last).toordinal()) / 2


def _rail(c: CycleDesk, events: list[_Event]) -> Rail:
    dates = c.cycle.record.dates
    ends = [d for d in (dates.start, dates.end) if d is not None] if dates is not None else []
    known = [event.day for event in events] + ends
    low, high = min(map(_middle, known)), max(map(_middle, known))
    width = max(high - low, 1)

    def x(at: float) -> str:
        return f"{_MARGIN + (100 - 2 * _MARGIN) * (at - low) / width:.2f}".rstrip("0").rstrip(".")

    lanes = [lane for lane in _LANES if any(event.lane == lane for event in events)]
    rows = {lane: row * _LANE_HEIGHT for row, lane in enumerate(lanes)}
    base = len(lanes) * _LANE_HEIGHT
    first = min(known, key=_middle)
    last = max(known, key=_middle)
    return Rail(
        height=base + _FOOT,
        base=base,
        lanes=tuple((rows[lane] + 13, c.words(f"cycle.timeline.lane.{lane}")) for lane in lanes),
        marks=tuple(dict.fromkeys(Mark(x(_middle(e.day)), rows[e.lane] + 26, e.shape) for e in events)),
        ticks=tuple(_ticks(c, low, high, x)),
        first=c.words.date(first),
        last=c.words.date(last),
        span=(x(_middle(ends[0])), x(_middle(ends[1]))) if len(ends) == 2 else None,  # noqa: PLR2004 - both
    )


def _ticks(c: CycleDesk, low: float, high: float, at: Callable[[float], str]) -> Iterator[Tick]:
    months = list(_months(date.fromordinal(int(low)), date.fromordinal(int(high))))
    step = max(1, -(-len(months) // _MONTH_LABELS))
    for number, month in enumerate(months):
        share = (month.toordinal() - low) / max(high - low, 1)
        # The ends carry dates of their own; a name of a month must not run into them.
        room = 0.28 < share < 0.68  # noqa: PLR2004
        label = c.words.month(month.month) if room and number % step == 0 else ""
        yield Tick(at(month.toordinal()), label, month=True)
    if high - low <= _WEEKLY_UP_TO:
        for day in range(int(low) + 7, int(high), 7):
            yield Tick(at(day), "", month=False)


def _months(first: date, last: date) -> Iterator[date]:
    """The first days of the months between two days."""
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 - December
        day = date(year, month, 1)
        if day > last:
            return
        yield day
