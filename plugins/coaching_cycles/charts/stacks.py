"""How many students at each level, before and after: two bars of the same length, counts in the segments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from coaching_cycles.charts.chart import Caption, Chart, make
from coaching_cycles.charts.look import INKS, NARROW, WIDE, Layout, level_paint
from coaching_cycles.charts.marks import flow
from coaching_cycles.charts.sheet import Box, Segment, Sheet
from coaching_cycles.charts.text import measure, wrap
from coaching_cycles.charts.values import figure_text
from coaching_cycles.measuring.figures import Band

if TYPE_CHECKING:
    from coaching_cycles.charts.cache import Cache

_BAR = 34


@dataclass(frozen=True, slots=True)
class LevelWords:
    """Names of the levels from low to high, and how merged ones are named together.

    `either` names two levels (`{first} or {last}`), `through` more (`{first} to {last}`). `before` and
    `after` stand over the bars with date and number of students; `cut` says what the notch means, empty for
    none.
    """

    names: tuple[str, ...]
    before: str
    after: str
    either: str
    through: str
    cut: str = ""


@dataclass(frozen=True, slots=True)
class _Segment:
    first: int
    last: int
    low: float  # of the bar, 0 to 1
    high: float
    text: str
    name: str
    paint: str


@dataclass(frozen=True, slots=True)
class _Shapes:
    """What is drawn, in pixels, those together that look alike: no box lies on another."""

    boxes: dict[str, list[Box]]
    notches: list[Segment]


def levels(
    before: Sequence[Band],
    after: Sequence[Band],
    words: LevelWords,
    caption: Caption,
    *,
    proficient: int | None = None,
    cache: Cache | None = None,
) -> Chart:
    """Stacked levels. `proficient` is the position of the lowest level that counts; a notch stands under it.

    Levels that are published together are one segment with both names. A reading without levels has no bar.
    Drawn `once`, it is drawn twice all the same where a count has room in the wide drawing alone.
    """
    inputs = (tuple(before), tuple(after), words, proficient)
    if caption.once and any(_lost(_segments(bands, words, proficient)) for bands in (before, after)):
        caption = replace(caption, once=False)
    return make("levels", inputs, partial(_draw, *inputs), caption, cache)


def _segments(bands: Sequence[Band], words: LevelWords, cut: int | None) -> list[_Segment]:
    counts = [(band.count.low + band.count.high) / 2 for band in bands]
    total = sum(counts) or 1
    segments, at = [], 0.0
    for band, count in zip(bands, counts, strict=True):
        segments.append(
            _Segment(
                band.first,
                band.last,
                at / total,
                (at + count) / total,
                figure_text(band.count),
                _name(band, words),
                level_paint(band.first, band.last, len(words.names), cut),
            )
        )
        at += count
    return segments


def _name(band: Band, words: LevelWords) -> str:
    first, last = words.names[band.first], words.names[band.last]
    if band.first == band.last:
        return first
    form = words.either if band.last == band.first + 1 else words.through
    return form.format(first=first, last=last)


def _draw(
    before: Sequence[Band], after: Sequence[Band], words: LevelWords, cut: int | None, layout: Layout
) -> Sheet:
    sheet = Sheet(layout)
    bars = [(h, _segments(b, words, cut)) for h, b in ((words.before, before), (words.after, after)) if b]
    # Both bars of the same bands share their names; where they were merged differently each has its own.
    alike = len({tuple(s.name for s in segments) for _, segments in bars}) == 1
    shapes = _Shapes({}, [])
    y = 0.0
    for number, (heading, segments) in enumerate(bars):
        lines = wrap(heading, layout.text, layout.width, 2)
        sheet.text(0, y + 13, *lines)
        y += len(lines) * layout.leading + 3
        _bar(sheet, shapes, y, segments, cut if words.cut else None)
        y += _BAR
        last = number == len(bars) - 1
        if last or not alike:
            y = _names(sheet, shapes, y + 8, segments, words, cut, whole=last)
        y += 16
    for paint, boxes in shapes.boxes.items():
        sheet.boxes(boxes, paint)
    sheet.lines(shapes.notches, "ink", 2)
    sheet.height = y - 12
    return sheet


def _bar(sheet: Sheet, shapes: _Shapes, y: float, segments: Sequence[_Segment], cut: int | None) -> None:
    layout = sheet.layout
    for segment in segments:
        low, high = segment.low * layout.width, segment.high * layout.width
        if high > low:
            # Two pixels separate two segments.
            start, end = low + (1 if segment.low > 0 else 0), high - (1 if segment.high < 1 else 0)
            shapes.boxes.setdefault(segment.paint, []).append((start, y, max(start, end), y + _BAR))
            if cut and segment.first == cut:
                shapes.notches.append(((low, y - 4), (low, y + _BAR + 4)))
        if _has_room(segment, layout):
            said = [(segment.text, INKS[segment.paint])]
            sheet.text((low + high) / 2, y + _BAR / 2 + 5, said, anchor="middle", bold=True)


def _has_room(segment: _Segment, layout: Layout) -> bool:
    """Whether a segment's count can stand in it."""
    return (segment.high - segment.low) * layout.width >= measure(segment.text, layout.text) + 2


def _lost(segments: Sequence[_Segment]) -> bool:
    """Whether a count stands in the wide drawing and not in the narrow one."""
    return any(_has_room(segment, WIDE) and not _has_room(segment, NARROW) for segment in segments)


def _names(
    sheet: Sheet,
    shapes: _Shapes,
    y: float,
    segments: Sequence[_Segment],
    words: LevelWords,
    cut: int | None,
    *,
    whole: bool,
) -> float:
    """Write the names in the order of the segments, each with its paint; gives the height below."""
    layout = sheet.layout
    labels = [s.name for s in segments]
    notch = bool(words.cut) and cut is not None and whole and any(s.first == cut for s in segments)
    places = flow([*labels, words.cut] if notch else labels, layout, layout.width)
    for segment, (x, row) in zip(segments, places, strict=False):
        top = y + row * layout.leading + 3
        shapes.boxes.setdefault(segment.paint, []).append((x, top, x + 14, top + 12))
        sheet.text(x + 20, top + 10.5, segment.name, size=layout.small, paint="soft")
    if notch:
        x, row = places[-1]
        top = y + row * layout.leading + 1
        shapes.notches.append(((x + 7, top), (x + 7, top + 16)))
        sheet.text(x + 20, top + 12.5, words.cut, size=layout.small, paint="soft")
    return y + (places[-1][1] + 1) * layout.leading if places else y
