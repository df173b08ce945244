"""Before and after in rows: by learning target on one axis, and cycle by cycle on axes of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, groupby
from math import ceil, floor

from coaching_cycles.charts.cache import Cache
from coaching_cycles.charts.chart import Caption, Chart, make
from coaching_cycles.charts.look import Layout
from coaching_cycles.charts.marks import GAP, Marks, Words, axis, key, percent_ticks
from coaching_cycles.charts.sheet import Segment, Sheet
from coaching_cycles.charts.text import measure, wrap
from coaching_cycles.charts.values import Place, mark_texts, place_share
from coaching_cycles.measuring.figures import Share


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is about, how many students (or why there is no number), and its shares.

    `texts` are the numbers at the marks, where the figures alone would not say it as it must be said
    ("fewer than 3"). `joined` is False where the two may not be compared (a different form): no line, no
    direction. `change` is said at the end of the row. `scale` names the assessment and what counts as
    proficient on it: in a strip only neighbours of one scale share an axis.
    """

    label: str
    students: str
    before: Share | None = None
    after: Share | None = None
    texts: tuple[str, str] | None = None
    joined: bool = True
    change: str = ""
    scale: str = ""


_COLUMN = 212  # of the labels, in the wide drawing
_UNDER = 24  # of an axis, for its numbers


def dumbbell(
    rows: Sequence[Row],
    words: Words,
    caption: Caption,
    *,
    intervals: bool = False,
    cache: Cache | None = None,
) -> Chart:
    """One row a learning target, in the order given; with `intervals`, fractions have whiskers.

    A row without shares is a dotted line: it was a target, and it was not measured.
    """
    rows = tuple(rows)
    draw = partial(_draw, rows, words, intervals, [len(rows)])
    return make("dumbbell", (rows, words, intervals), draw, caption, cache)


def strip(rows: Sequence[Row], words: Words, caption: Caption, *, cache: Cache | None = None) -> Chart:
    """One row a cycle, in the order given, each with its own intervals; nothing is summed up.

    Two marks for "proficient" never stand on one axis: rows of another scale begin another one.
    """
    rows = tuple(rows)
    runs = [len(list(run)) for _, run in groupby(enumerate(rows), key=lambda item: item[1].scale or item[0])]
    return make("strip", (rows, words), partial(_draw, rows, words, True, runs), caption, cache)  # noqa: FBT003 - filled in by `partial`


def _draw(
    rows: Sequence[Row],
    words: Words,
    intervals: bool,  # noqa: FBT001 - filled in by `partial`
    runs: Sequence[int],
    layout: Layout,
) -> Sheet:
    """Draw the rows; `runs` are how many of them share an axis, one after the other."""
    sheet = Sheet(layout)
    texts = [row.texts or mark_texts(row.before, row.after, words.percent) for row in rows]
    places = [_places(row, intervals) for row in rows]
    signs = {
        sign
        for row, pair in zip(rows, places, strict=True)
        for sign in Marks.said_by(*pair, joined=row.joined)
    }
    long = len(rows) > 12 and len(runs) == 1
    last = set(accumulate(runs))
    top = key(sheet, 0, signs, words) + (32 if long else 8)
    sheet.scale(*_ends(rows, places, texts, layout), 0, 100)
    ticks = percent_ticks(layout, words)
    if len(runs) > 1:
        # Many small axes: the ends and the middle of each are enough to read it by.
        ticks = [ticks[0], ticks[len(ticks) // 2], ticks[-1]]
    y, start, lanes, dotted = top, top, list[tuple[float, float]](), list[Segment]()
    marks = Marks(sheet)
    for number, (row, pair, text) in enumerate(zip(rows, places, texts, strict=True), start=1):
        label = _label(row, layout)
        height = _height(label, layout, intervals)
        lane = _write(sheet, label, y, height, intervals)
        lanes.append((lane - 14, lane + 14))
        if pair == (None, None):
            dotted.append(((0.0, lane), (100.0, lane)))
        else:
            marks.pair(lane, *pair, text, joined=row.joined)
        if row.change and not layout.narrow:
            sheet.text(layout.width, lane + 4.5, row.change, size=layout.small, paint="soft", anchor="end")
        y += height
        if number in last:
            own = lanes if layout.narrow else [(start, y)]
            axis(sheet, own, ticks, above=top - 6 if long else None)
            y = start = own[-1][1] + _UNDER
            lanes = []
    sheet.lines(dotted, "before", 1.3, dash=(1.5, 5))
    marks.draw()
    sheet.height = y if rows else y + _UNDER
    return sheet


Pair = tuple[Place | None, Place | None]


def _places(row: Row, intervals: bool) -> Pair:  # noqa: FBT001 - filled in by position, as in `_draw`
    before, after = (
        place_share(s, interval=intervals) if s is not None else None for s in (row.before, row.after)
    )
    return before, after


def _ends(
    rows: Sequence[Row], places: Sequence[Pair], texts: Sequence[tuple[str, str]], layout: Layout
) -> tuple[float, float]:
    """Where 0 and 100 % stand: as far apart as the numbers left and right of the outermost marks allow."""
    column = 0 if layout.narrow else _COLUMN
    # However much is said of the change, the axis keeps a third of the width.
    change = max((measure(row.change, layout.small) for row in rows), default=0) if not layout.narrow else 0
    change = min(change, layout.width * 2 / 3 - _COLUMN)
    start, stop = (
        column + (6.0 if layout.narrow else 14.0),
        layout.width - change - (6.0 if not change else 14.0),
    )
    # The room that a number takes, and how much of the axis it may reach into.
    before, after = list[tuple[float, float]](), list[tuple[float, float]]()
    for pair, pair_texts in zip(places, texts, strict=True):
        marks = [
            (p, measure(t, layout.small)) for p, t in zip(pair, pair_texts, strict=True) if p is not None
        ]
        marks.sort(key=lambda mark: mark[0].centre)
        if len(marks) == 2:
            before.append((GAP + marks[0][1], min(place.low for place, _ in marks) / 100))
        if marks:
            after.append((GAP + marks[-1][1], 1 - max(place.high for place, _ in marks) / 100))
    left, right = start + 10, stop - 14
    for _ in range(4):  # each end depends on the other; this settles to less than a pixel
        span = right - left
        wanted_left = max([start + 10, *(start + room - share * span for room, share in before)])
        wanted_right = min([stop - 14, *(stop - room + share * span for room, share in after)])
        # Whole steps: charts on one page that are almost alike share their axis, and its frame is made once.
        left, right = 8.0 * ceil(wanted_left / 8), 8.0 * floor(wanted_right / 8)
    return left, right


Label = tuple[tuple[str, ...], tuple[str, ...]]


def _label(row: Row, layout: Layout) -> Label:
    """The lines of a row's label and of what is under it."""
    width = layout.width if layout.narrow else _COLUMN
    under = " · ".join(part for part in (row.students, row.change if layout.narrow else "") if part)
    return wrap(row.label, layout.text, width), wrap(under, layout.small, width, 2) if under else ()


def _height(label: Label, layout: Layout, intervals: bool) -> float:  # noqa: FBT001 - likewise
    lines = sum(map(len, label)) * layout.leading
    if layout.narrow:
        return lines + (46 if intervals else 38)
    return max(lines + 16, 48 if intervals else 44)


def _write(sheet: Sheet, label: Label, top: float, height: float, intervals: bool) -> float:  # noqa: FBT001 - likewise
    """Write the label of a row; gives the height of its marks."""
    layout = sheet.layout
    own, under = label
    lines: list[str | list[tuple[str, str]]] = [*own, *([(line, "soft")] for line in under)]
    block = len(lines) * layout.leading
    first = top + (0 if layout.narrow else (height - block) / 2) + layout.leading - 5
    sheet.text(0, first, *lines)
    if layout.narrow:
        return top + block + (17 if intervals else 13)
    return top + height / 2
