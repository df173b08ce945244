"""Three or more readings: dates to scale, the aim as a line, and none from one form or cohort to another."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from coaching_cycles.charts.chart import Caption, Chart, make
from coaching_cycles.charts.look import Layout
from coaching_cycles.charts.marks import Words
from coaching_cycles.charts.sheet import Box, Segment, Sheet
from coaching_cycles.charts.text import measure, wrap
from coaching_cycles.charts.values import Place, place_scores, place_share, plain, share_text
from coaching_cycles.measuring.figures import Figure, Form, Role, Scores, Share

if TYPE_CHECKING:
    from coaching_cycles.charts.cache import Cache


@dataclass(frozen=True, slots=True)
class Point:
    """One reading: its day, how the day is written, what it was ("exit slip", "follow-up"), and its figure.

    A reading whose figure may not be shown has none; its day stays on the axis, and no line goes across.
    `text` is the number at the mark, where the figure alone would not say it as it must be said.
    """

    on: date
    when: str
    role: Role
    figure: Share | Scores | None
    form: Form = "same"
    label: str = ""
    text: str | None = None


def place_day(text: str | None) -> date | None:
    """The day where a date of a record stands on an axis: itself, or the middle of a month; None for less."""
    found = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text or "")
    if found is None:
        return None
    year, month = int(found[1]), int(found[2])
    try:
        return date(year, month, int(found[3]) if found[3] else calendar.monthrange(year, month)[1] // 2 + 1)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Aim:
    """What the team aimed for: percent (0–100), and how the line is called ("Aim: 80%")."""

    percent: float
    text: str


def run_chart(
    readings: Sequence[Point],
    words: Words,
    caption: Caption,
    *,
    aim: Aim | None = None,
    joined: bool = True,
    cache: Cache | None = None,
) -> Chart:
    """Readings by date, all shares or all mean scores; the aim, a percent, is drawn for shares only.

    `joined` is False where students came or went between the readings, so that no line may join any two.
    """
    points = tuple(sorted(readings, key=lambda point: point.on))
    inputs = (points, words, aim, joined)
    return make("run", inputs, partial(_draw, *inputs), caption, cache)


_TOP, _BOTTOM = 26.0, 186.0


def _draw(
    points: Sequence[Point],
    words: Words,
    aim: Aim | None,
    joined: bool,  # noqa: FBT001 - filled in by `partial`
    layout: Layout,
) -> Sheet:
    sheet = Sheet(layout)
    places = [_place(point.figure) for point in points]
    scores = [p.figure for p in points if isinstance(p.figure, Scores)]
    end = 100.0
    if scores:
        highest = max(float(s.mean) for s in scores)
        end = max(max((float(s.out_of) for s in scores if s.out_of is not None), default=0.0), highest)
    ticks = [(v, f"{v:g}" if scores else words.percent.format(f"{v:g}")) for v in (0.0, end / 2, end)]
    left = max(measure(text, layout.small) for _, text in ticks) + 12
    days = [point.on.toordinal() for point in points]
    first, last = min(days), max(days)
    sheet.scale(left + 26, layout.width - 30, first, max(last, first + 1))
    margin = (max(last, first + 1) - first) / (layout.width - 56 - left)
    _frame(sheet, ticks, left, end, (first - 26 * margin, max(last, first + 1) + 30 * margin))
    if aim is not None and not scores:
        y = _height(aim.percent, end)
        sheet.lines(
            [((first - 26 * margin, y), (max(last, first + 1) + 30 * margin, y))], "ink", 1.3, dash=(6, 4)
        )
    if joined:
        _line(sheet, points, places, days, end)
    _marks(sheet, points, places, days, end)
    taken = _numbers(sheet, points, places, days, end, words)
    if aim is not None and not scores:
        _name_aim(sheet, aim, taken, left)
    sheet.height = _days(sheet, points, days)
    return sheet


def _place(figure: Share | Scores | None) -> Place | None:
    if figure is None:
        return None
    return place_scores(figure) if isinstance(figure, Scores) else place_share(figure)


def _students(point: Point) -> Figure | None:
    """How many the figure of a reading is about; another number is another group of students."""
    figure = point.figure
    return figure.students if isinstance(figure, Scores) else figure.whole if figure is not None else None


def _height(value: float, end: float) -> float:
    return _BOTTOM - value / end * (_BOTTOM - _TOP)


def _frame(
    sheet: Sheet, ticks: Sequence[tuple[float, str]], left: float, end: float, span: tuple[float, float]
) -> None:
    heights = [_height(value, end) for value, _ in ticks]
    sheet.lines([((span[0], y), (span[1], y)) for y in heights], "line", 1)
    for (_, text), y in zip(ticks, heights, strict=True):
        sheet.text(left - 8, y + 4.5, text, size=sheet.layout.small, paint="soft", anchor="end")


def _line(
    sheet: Sheet, points: Sequence[Point], places: Sequence[Place | None], days: Sequence[int], end: float
) -> None:
    segments: list[Segment] = []
    for (one, there, day), (other, here, after) in pairwise(zip(points, places, days, strict=True)):
        if there is None or here is None or not there.exact or not here.exact:
            continue
        if "different" in {one.form, other.form} or _students(one) != _students(other):
            continue
        segments.append(((day, _height(there.low, end)), (after, _height(here.low, end))))
    sheet.lines(segments, "after", 2.5, opacity=0.45, cap="round")


def _marks(
    sheet: Sheet, points: Sequence[Point], places: Sequence[Place | None], days: Sequence[int], end: float
) -> None:
    spots: dict[str, list[tuple[float, float]]] = {}
    ranges: list[Segment] = []
    for point, place, day in zip(points, places, days, strict=True):
        if place is None:
            continue
        if not place.exact:
            ranges.append(((day, _height(place.low, end)), (day, _height(place.high, end))))
            continue
        # What another form shows is no step of this line, whatever reading it was.
        kind = "different" if point.form == "different" else point.role
        spots.setdefault(kind, []).append((day, _height(place.low, end)))
    sheet.lines(ranges, "after", 9, cap="round")
    sheet.lines(ranges, "paper", 4.5, cap="round")
    sheet.dots(spots.get("before", []), 6.5, "paper", "before", 2.6)
    sheet.dots(spots.get("check", []), 5, "after")
    sheet.dots(spots.get("after", []), 7, "after")
    for x, y in spots.get("follow_up", []):
        sheet.dots([(x, y)], 8.6, "paper", "after", 1.6)
        sheet.dots([(x, y)], 5, "after")
    sheet.boxes([_square(sheet, x, y) for x, y in spots.get("different", [])], "paper", "after", 2.2)


def _square(sheet: Sheet, x: float, y: float) -> Box:
    half = 5.5 / (sheet.x(1) - sheet.x(0))
    return (x - half, y - 5.5, x + half, y + 5.5)


def _numbers(
    sheet: Sheet,
    points: Sequence[Point],
    places: Sequence[Place | None],
    days: Sequence[int],
    end: float,
    words: Words,
) -> list[tuple[float, float, float]]:
    """Write each number over its mark, or under it: in a dip, and where the one before is too near.

    Gives what is taken: left, right and middle of each number and mark.
    """
    size = sheet.layout.small
    taken = [
        (sheet.x(day) - 9, sheet.x(day) + 9, _height(place.centre, end) + 5)
        for place, day in zip(places, days, strict=True)
        if place is not None
    ]
    for i, (point, place, day) in enumerate(zip(points, places, days, strict=True)):
        if place is None or point.figure is None:
            continue
        text = point.text or (
            plain(point.figure.mean)
            if isinstance(point.figure, Scores)
            else share_text(point.figure, whole=True, percent=words.percent)
        )
        half = measure(text, size) / 2
        x = min(max(sheet.x(day), half), sheet.layout.width - half)
        above, below = _height(place.high, end) - 14, _height(place.low, end) + 23
        beside = [p.centre for p in (*places[max(i - 1, 0) : i], *places[i + 1 : i + 2]) if p is not None]
        dip = len(beside) == 2 and place.centre < min(beside)
        for y in (below, above) if dip else (above, below):
            if y > _BOTTOM + 6 or any(
                x - half < r and lf < x + half and abs(y - h) < 14 for lf, r, h in taken
            ):
                continue
            taken.append((x - half - 3, x + half + 3, y))
            sheet.text(x, y, text, size=size, anchor="middle", clear=True)
            break
    return taken


def _name_aim(sheet: Sheet, aim: Aim, taken: Sequence[tuple[float, float, float]], left: float) -> None:
    """Write what the line is, at the end and on the side of it where nothing else stands."""
    line = _height(aim.percent, 100)
    width = measure(aim.text, sheet.layout.small)
    for x, anchor in ((sheet.layout.width, "end"), (left + 4, "start")):
        low = x - width if anchor == "end" else x
        for y in (line - 6, line + 16):
            if not any(low < r + 2 and lf - 2 < low + width and abs(y - h) < 15 for lf, r, h in taken):
                sheet.text(
                    x, y, aim.text, size=sheet.layout.small, anchor="end" if anchor == "end" else "start"
                )
                return
    sheet.text(sheet.layout.width, line - 6, aim.text, size=sheet.layout.small, anchor="end")


def _days(sheet: Sheet, points: Sequence[Point], days: Sequence[int]) -> float:
    """Write the days under the axis, first and last first; what has no room is in the table."""
    layout = sheet.layout
    sheet.lines([((day, _BOTTOM), (day, _BOTTOM + 5)) for day in days], "edge", 1)
    order = sorted(range(len(points)), key=lambda i: (i not in {0, len(points) - 1}, i))
    taken: tuple[list[tuple[float, float]], ...] = ([], [])
    deepest = 1
    for i in order:
        point, x = points[i], sheet.x(days[i])
        if not _claim(taken[0], x, measure(point.when, layout.small), layout):
            continue
        label = wrap(point.label, layout.small, 92, 2) if point.label else ()
        widest = max((measure(line, layout.small) for line in label), default=0)
        lines: list[str | list[tuple[str, str]]] = [point.when]
        if label and _claim(taken[1], x, widest, layout):
            lines += [[(line, "soft")] for line in label]
        width = max(measure(point.when, layout.small), widest if len(lines) > 1 else 0)
        middle = min(max(x, width / 2), layout.width - width / 2)
        sheet.text(middle, _BOTTOM + 21, *lines, size=layout.small, anchor="middle")
        deepest = max(deepest, len(lines))
    return _BOTTOM + 12 + deepest * layout.leading


def _claim(taken: list[tuple[float, float]], x: float, width: float, layout: Layout) -> bool:
    """Take the room for a text around `x` if it is free."""
    start = min(max(x - width / 2, 0), layout.width - width)
    if not all(start + width + 6 <= left or right + 6 <= start for left, right in taken):
        return False
    taken.append((start, start + width))
    return True
