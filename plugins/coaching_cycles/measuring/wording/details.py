"""The Details block: methods by name, tests, every cut. The only place where a p-value stands."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from coaching_cycles.measuring.figures import Band, Figure, MeasureShown
from coaching_cycles.measuring.growth import FEWEST, Change, different_form
from coaching_cycles.measuring.intervals import wilson
from coaching_cycles.measuring.percents import points, rounded
from coaching_cycles.measuring.signs import PValues, mcnemar, sign_test
from coaching_cycles.measuring.transitions import Moves, Span
from coaching_cycles.measuring.wording.amounts import (
    change_places,
    plain,
    say_change,
    say_part,
)
from coaching_cycles.measuring.wording.headlines import say_matched
from coaching_cycles.words import Words

Pair = tuple[str, str]
_SMALLEST_P = Decimal("0.0001")
_METHODS = {
    "newcombe paired": "measure.details.newcombe_paired",
    "newcombe independent": "measure.details.newcombe_independent",
    "paired t": "measure.details.paired_t",
}
_SOURCES = {
    "own": "measure.details.source.own",
    "common": "measure.details.source.common",
    "standardized": "measure.details.source.standardized",
}
_KINDS = {"formative": "measure.details.kind.formative", "summative": "measure.details.kind.summative"}


def list_details(measure: MeasureShown, change: Change | None, w: Words) -> tuple[Pair, ...]:
    """Return (label, value) pairs in reading order."""
    return (
        *_instrument(measure, w),
        *_change(measure, change, w),
        *_readings(measure, w),
        *_tests(measure, w),
        *_cuts(measure, w),
    )


def say_level(position: int, levels: tuple[str, ...], w: Words) -> str:
    """Return "Proficient or above", or "Advanced" for the highest level."""
    name = levels[position] if position < len(levels) else w("measure.level", n=position + 1)
    top = position >= len(levels) - 1 and bool(levels)
    return w("measure.details.cut_top" if top else "measure.details.cut", level=name)


def _instrument(measure: MeasureShown, w: Words) -> Iterator[Pair]:
    tool = measure.instrument
    if tool is not None:
        said = [tool.title]
        if tool.source in _SOURCES:
            said.append(w(_SOURCES[tool.source]))
        if tool.kind in _KINDS:
            said.append(w(_KINDS[tool.kind]))
        yield w("measure.details.instrument"), " · ".join(said)
        if tool.proficient is not None:
            yield w("measure.details.proficient"), say_level(tool.proficient, tool.levels, w)
    if measure.aim is not None:
        yield w("measure.details.aim"), w.percent(plain(measure.aim))


def _change(measure: MeasureShown, change: Change | None, w: Words) -> Iterator[Pair]:
    if change is None:
        return
    places = change_places(measure)
    said = say_change(change, places, w)
    if said:
        yield w("measure.details.change"), said
    if change.difference is not None and change.interval is not None:
        low, high = (w.signed(rounded(end, places)) for end in change.interval)
        yield w("measure.details.interval"), w("measure.details.interval_plain", low=low, high=high)
        yield w("measure.details.method"), w(_METHODS[change.difference.method])
    if change.kind == "totals":
        for label, span in (
            ("measure.details.gained", change.gained),
            ("measure.details.slipped", change.slipped),
        ):
            if span is not None:
                yield w(label), _span(span, w)


def _span(span: Span, w: Words) -> str:
    if span.low == span.high:
        return w("measure.students", n=span.low, students=w.number(span.low))
    return w("measure.details.span", low=span.low, high=span.high)


def _readings(measure: MeasureShown, w: Words) -> Iterator[Pair]:
    for reading, label, spread in (
        (measure.before, "measure.details.wilson_before", "measure.details.sd_before"),
        (measure.after, "measure.details.wilson_after", "measure.details.sd_after"),
    ):
        share = reading.share if reading is not None else None
        fraction = share.fraction if share is not None else None
        if fraction is not None and fraction[1] >= FEWEST:
            interval = wilson(*fraction)
            ends = {"low": w.percent(points(interval.low)), "high": w.percent(points(interval.high))}
            yield w(label), w("measure.details.percents", **ends)
        if reading is not None and reading.scores is not None and reading.scores.sd is not None:
            yield w(spread), w("measure.scores.mean_only", mean=reading.scores.sd)
    if measure.change_sd is not None:
        yield w("measure.details.sd_change"), w("measure.scores.mean_only", mean=measure.change_sd)


def _tests(measure: MeasureShown, w: Words) -> Iterator[Pair]:
    if different_form(measure):
        return
    if measure.matched is not None and measure.matched.n >= FEWEST:
        p = mcnemar(measure.matched)
        yield w("measure.details.mcnemar_mid"), _p(p.mid_p, w)
        yield w("measure.details.mcnemar_exact"), _p(p.exact, w)
    signs = _signs(measure)
    if signs is not None:
        yield w("measure.details.sign_mid"), _p(signs.mid_p, w)
        yield w("measure.details.sign_exact"), _p(signs.exact, w)


def _signs(measure: MeasureShown) -> PValues | None:
    """The sign test on levels, where up and down are shown apart."""
    counts = {group.directions: group.count.exact for group in measure.movement}
    up, down = counts.get(("up",)), counts.get(("down",))
    if up is None or down is None or sum(count or 0 for count in counts.values()) < FEWEST:
        return None
    return sign_test(down, up)


def _p(value: float, w: Words) -> str:
    if value < _SMALLEST_P:
        return w("measure.details.p_under", p=_SMALLEST_P)
    return w("measure.details.p", p=rounded(value, 4))


def _cuts(measure: MeasureShown, w: Words) -> Iterator[Pair]:
    """Every cut of the scale, so that nobody need wonder how another one would have looked."""
    if different_form(measure):
        return
    names = measure.instrument.levels if measure.instrument is not None else ()
    if measure.moved is not None:
        moves = Moves(measure.moved)
        for lowest, table in enumerate(moves.cuts, start=1):
            before, after = (w("measure.share.count", x=x, n=table.n) for x in (table.before, table.after))
            said = w("measure.details.cut_matched", before=before, after=after, matched=say_matched(table, w))
            yield say_level(lowest, names, w), said
        return
    first, last = (r.levels if r is not None else () for r in (measure.before, measure.after))
    for position in sorted({band.first for band in first} & {band.first for band in last} - {0}):
        one, two = (_at_or_above(bands, position, w) for bands in (first, last))
        yield say_level(position, names, w), w("measure.details.cut_totals", before=one, after=two)


def _at_or_above(bands: tuple[Band, ...], position: int, w: Words) -> str:
    above = [band.count for band in bands if band.first >= position]
    total = sum(band.count.high for band in bands)
    low, high = sum(count.low for count in above), sum(count.high for count in above)
    return say_part(Figure(low, high), total, w)
