"""What a list says of a cycle's result: figures in words with their marks, or a few words of the author."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from coaching_cycles import prose
from coaching_cycles.charts.values import place_share
from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.measuring.growth import FEWEST, compare, different_form, stand_apart
from coaching_cycles.measuring.wording.headlines import say_row
from coaching_cycles.measuring.wording.measures import say_measured
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.desk import Desk

QUOTE = 140
"""Letters of a quotation on a card."""

_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """The result on one line: figures in words (with a graphic where there is one to draw) or a quotation.

    `measured` says from which level on, and on what: "at Yes on Two".
    `note` says what the figures are about: which part of the cycle (`part` alone), and how many other
    measures it has.
    `before` and `after` are where the marks stand, from 0 to 100; two bounds where only these are published.
    """

    text: str
    quote: bool = False
    measured: str = ""
    note: str = ""
    part: str = ""
    before: tuple[float, float] | None = None
    after: tuple[float, float] | None = None
    joined: bool = True
    """False where other students were assessed than before: no line, no direction."""


def shorten(text: str, limit: int = QUOTE) -> str:
    """A text's beginning as plain words: whole sentences where that many fit, else whole words and "…"."""
    plain = _SPACE.sub(" ", unescape(_TAG.sub(" ", prose.render(text, lambda _: None)))).strip()
    plain = re.sub(r" ([.,;:!?])", r"\1", plain)
    if len(plain) <= limit:
        return plain
    ends = [match.end() for match in re.finditer(r"[.!?。][”’\")]*(?= |$)", plain[: limit + 1])]
    if ends and ends[-1] >= limit // 2:
        return plain[: ends[-1]]
    # A script without spaces is cut where it stands.
    cut = plain[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–—-") + "…"


def headline_measure(cycle: PublishedCycle) -> MeasureShown | None:
    """The one measure that stands for a cycle in a list: the first, in the author's order, that has figures.

    Before and after together come first, the goal before the targets. What it shows does not matter.
    """
    measures = cycle.all_measures
    both = (m for m in measures if m.before is not None and m.after is not None and m.has_figures)
    return next(both, next((m for m in measures if m.has_figures), None))


def make_row(desk: Desk, cycle: PublishedCycle) -> Row | None:
    """What a list says of the result of a cycle; None where there is nothing to say yet."""
    measure = headline_measure(cycle)
    if measure is not None and (text := say_row(measure, compare(measure), desk.words)):
        before, after = _places(measure)
        part, note = _note(desk, cycle, measure)
        joined = not stand_apart(measure)
        # The row itself says where the second form was a different one.
        measured = say_measured(measure, desk.words, form=not different_form(measure))
        return Row(text, measured=measured, note=note, part=part, before=before, after=after, joined=joined)
    quoted = _quoted(cycle)
    return Row(shorten(quoted), quote=True) if quoted else None


def _places(measure: MeasureShown) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Where the two marks stand; neither, where they don't belong on one line or are about too few."""
    before, after = measure.before, measure.after
    if before is None or after is None:
        return tuple(_place(r) for r in (before, after))  # type: ignore[return-value]  # two in, two out
    change = compare(measure)
    if change is None or change.verdict == "few":
        return None, None
    return _place(before), _place(after)


def _place(reading: ReadingShown | None) -> tuple[float, float] | None:
    if reading is None:
        return None
    if reading.share is not None:
        whole = reading.share.whole
        if whole is not None and whole.low < FEWEST:
            return None
        place = place_share(reading.share)
        return place.low, place.high
    scores = reading.scores
    if scores is None or scores.out_of is None or not 0 < scores.mean <= scores.out_of:
        return None
    at = float(100 * scores.mean / scores.out_of)
    return at, at


def _note(desk: Desk, cycle: PublishedCycle, measure: MeasureShown) -> tuple[str, str]:
    """What the figures are about, where that is not the whole goal; then with how many others there are."""
    parts = []
    if measure.target is not None:
        parts.append(desk.words("card.target", number=measure.target))
    if measure.section is not None:
        parts.append(measure.section)
    part = " · ".join(parts)
    others = sum(1 for m in cycle.all_measures if m.has_figures) - 1
    if others > 0:
        parts.append(desk.words("card.more_measures", n=others))
    return part, " · ".join(parts)


def _quoted(cycle: PublishedCycle) -> str | None:
    """What was seen last, in the author's words, where there are no figures; else what the team learned."""
    notes = [note for m in cycle.all_measures for r in _latest_first(m) if (note := r.note)]
    return notes[0] if notes else cycle.record.learned


def _latest_first(measure: MeasureShown) -> tuple[ReadingShown, ...]:
    return tuple(reversed(measure.readings))
