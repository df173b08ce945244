"""One measure, before and after, where a row of shares is not what the data are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from coaching_cycles.charts.chart import Caption, Chart, make
from coaching_cycles.charts.look import Layout
from coaching_cycles.charts.marks import Marks, Words, axis, key, percent_ticks
from coaching_cycles.charts.sheet import Sheet
from coaching_cycles.charts.text import measure, wrap
from coaching_cycles.charts.values import Place, percent_text, place_scores, place_share, plain, share_text
from coaching_cycles.measuring.figures import Scores, Share

if TYPE_CHECKING:
    from coaching_cycles.charts.cache import Cache


def scores(
    before: Scores | None,
    after: Scores | None,
    words: Words,
    caption: Caption,
    *,
    texts: tuple[str, str] | None = None,
    joined: bool = True,
    cache: Cache | None = None,
) -> Chart:
    """Mean scores in points, from 0 to what can be had; never a percent.

    Numbers stand as `texts` says them, else as they were given.
    """
    inputs = (before, after, words, joined, texts)
    return make("scores", inputs, partial(_draw_scores, *inputs), caption, cache)


def _draw_scores(
    before: Scores | None,
    after: Scores | None,
    words: Words,
    joined: bool,  # noqa: FBT001 - filled in by `partial`
    said: tuple[str, str] | None,
    layout: Layout,
) -> Sheet:
    sheet = Sheet(layout)
    given = [s for s in (before, after) if s is not None]
    out_of = max((float(s.out_of) for s in given if s.out_of is not None), default=0.0)
    top_score = out_of or _round_up(max((float(s.mean) for s in given), default=1))
    places = [place_scores(s) if s is not None else None for s in (before, after)]
    texts = said or tuple(plain(s.mean) if s is not None else "" for s in (before, after))
    trial = Marks(Sheet(layout))
    trial.pair(0, places[0], places[1], ("", ""), joined=joined)
    top = key(sheet, 0, trial.signs, words) + 10
    gutter = max(measure(text, layout.small) for text in texts) + 16
    sheet.scale(gutter, layout.width - gutter, 0, top_score)
    ticks = [(share * top_score, f"{share * top_score:g}") for share in (0, 0.5, 1)]
    axis(sheet, [(top, top + 44)], ticks)
    marks = Marks(sheet)
    marks.pair(top + 22, places[0], places[1], (texts[0], texts[1]), joined=joined)
    marks.draw()
    sheet.height = top + 68
    return sheet


def _round_up(value: float) -> float:
    """The end of an axis for a test whose highest score is not given: the next 1, 2 or 5 with zeros."""
    end = 1.0
    while True:
        for step in (1, 2, 5):
            if end * step >= value:
                return end * step
        end *= 10


def percents(
    before: Share | None,
    after: Share | None,
    words: Words,
    note: str,
    caption: Caption,
    *,
    texts: tuple[str, str] | None = None,
    cache: Cache | None = None,
) -> Chart:
    """Percents of a number of students that was not reported, which is what `note` says: two hatched bars.

    Numbers stand as `texts` says them, else as they were given.
    """
    inputs = (before, after, words, note, texts)
    return make("percents", inputs, partial(_draw_percents, *inputs), caption, cache)


def _draw_percents(
    before: Share | None,
    after: Share | None,
    words: Words,
    note: str,
    texts: tuple[str, str] | None,
    layout: Layout,
) -> Sheet:
    sheet = Sheet(layout)
    said = texts or ("", "")
    given = [
        (s, name, text or percent_text(s, words.percent), paint)
        for s, name, text, paint in (
            (before, words.before, said[0], "before"),
            (after, words.after, said[1], "after"),
        )
        if s is not None
    ]
    column = max((measure(name, layout.text) for _, name, _, _ in given), default=0) + 14
    ending = max((measure(text, layout.text) for _, _, text, _ in given), default=0) + 10
    sheet.scale(column, layout.width - ending, 0, 100)
    top, step = 4, 34
    bottom = top + step * len(given)
    axis(sheet, [(top, bottom)], percent_ticks(layout, words))
    for row, (share, name, text, paint) in enumerate(given):
        y = top + row * step + 6
        low, high = map(float, share.percent)
        # A range: sure up to its lower bound, open from there to the upper.
        sheet.boxes([(0, y, low, y + 22)] if low else [], paint, paint, 1.5, hatch=True)
        sheet.boxes([(low, y, high, y + 22)] if high > low else [], None, paint, 1.5)
        sheet.text(0, y + 16, name)
        sheet.text(sheet.x(high) + 8, y + 16, text)
    lines = wrap(note, layout.small, layout.width, 2)
    sheet.text(0, bottom + 42, *lines, size=layout.small, paint="soft")
    sheet.height = bottom + 30 + len(lines) * layout.leading
    return sheet


@dataclass(frozen=True, slots=True)
class Panel:
    """One reading of a group of its own: what stands over it ("Then: 24 students") and its share.

    `text` is the number at the mark, where the figure alone would not say it as it must be said.
    """

    heading: str
    share: Share
    text: str | None = None


def cohort(
    before: Panel, after: Panel, words: Words, caption: Caption, *, cache: Cache | None = None
) -> Chart:
    """Two panels for two groups of students. Nothing joins them, because nobody is known to be in both."""
    inputs = (before, after, words)
    return make("cohort", inputs, partial(_draw_cohort, *inputs), caption, cache)


def _draw_cohort(before: Panel, after: Panel, words: Words, layout: Layout) -> Sheet:
    sheet = Sheet(layout)
    gap = 36
    width = layout.width if layout.narrow else (layout.width - gap) / 2
    ticks = [(tick, words.percent.format(tick)) for tick in (0, 50, 100)]
    headings = [wrap(panel.heading, layout.text, width, 2) for panel in (before, after)]
    top = 0.0
    for number, (panel, lines) in enumerate(zip((before, after), headings, strict=True)):
        left = 0 if layout.narrow else number * (width + gap)
        sheet.text(left, top + 13, *lines)
        # Side by side, both panels stand at one height, however long their headings are.
        deepest = len(lines) if layout.narrow else max(map(len, headings))
        start = top + deepest * layout.leading + 8
        sheet.scale(left + 14, left + width - 48, 0, 100)
        axis(sheet, [(start, start + 48)], ticks)
        marks = Marks(sheet, edge=left + width)
        place = place_share(panel.share, interval=True)
        text = panel.text or share_text(panel.share, whole=True, percent=words.percent)
        _one(marks, start + 23, place, text, first=number == 0)
        marks.draw()
        sheet.height = start + 72
        top = start + 84 if layout.narrow else top
    return sheet


def _one(marks: Marks, y: float, place: Place, text: str, *, first: bool) -> None:
    if first:
        marks.pair(y, place, None, (text, ""))
    else:
        marks.pair(y, None, place, ("", text))
