"""Counts, shares, scores, points and intervals, each as the few words that name it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from coaching_cycles.measuring.figures import Band, Figure, MeasureShown, ReadingShown, Scores, Share
from coaching_cycles.measuring.growth import FEWEST, Change, coded_as_percent
from coaching_cycles.measuring.percents import rounded, whole_percent
from coaching_cycles.words import Words

_FINE_SCALE = 50
"""Points: on a scale of at least this many, a change is said in whole points; on a shorter one in tenths."""
_NO_END = 100_000
"""Students: a band that ends beyond this has no upper end."""


def say_share(share: Share, w: Words, *, with_percent: bool = True) -> str:
    """Return "7 of 25 (28%)", "fewer than 3 of 25", "under 5% of 80 students", "20–29% of 20–39 students"."""
    part, students = share.part, share.whole
    if part is None or students is None or coded_as_percent(share):
        return _percent_of(share, w)
    n = students.high
    if part.exact is None:
        return say_part(part, n, w)
    if not with_percent or n < FEWEST:
        return w("measure.share.count", x=part.low, n=n)
    return w("measure.share.exact", x=part.low, n=n, percent=say_percent(share, w))


def say_part(part: Figure, n: int, w: Words) -> str:
    """Return "7 of 25", "fewer than 3 of 25", "all but at most 2 of 25"."""
    if part.exact is not None:
        return w("measure.share.count", x=part.exact, n=n)
    if part.low == 0:
        return w("measure.share.fewer", x=part.high + 1, n=n)
    if part.high == n:
        return w("measure.share.all_but", x=n - part.low, n=n)
    return w("measure.share.counts", low=part.low, high=part.high, n=n)


def say_part_alone(part: Figure, n: int, w: Words) -> str:
    """Return the same without "of 25", for a cell of a table."""
    if part.exact is not None:
        return w.number(part.exact)
    if part.high == n and part.low > 0:
        return w("measure.students_all_but", x=n - part.low)
    return say_number(part, w)


def say_percent(share: Share, w: Words) -> str:
    """Return "28%", "21–29%", "under 5%", "at least 80%": whole, and 0 or 100 only for exactly that."""
    low, high = (whole_percent(end) for end in share.percent)
    if low == high:
        return w.percent(low)
    # A band holds its ends; a coded end does not.
    banded = share.whole is not None and share.whole.exact is None
    if low == 0:
        return w("measure.share.at_most" if banded else "measure.share.under", percent=w.percent(high))
    if high == 100:  # noqa: PLR2004 - the whole of it
        return w("measure.share.at_least" if banded else "measure.share.over", percent=w.percent(low))
    return w("number.percent", x=w("number.range", low=low, high=high))


def say_number(figure: Figure, w: Words) -> str:
    """Return "25", "20–39", "300 or more", "fewer than 3"."""
    if figure.exact is not None:
        return w.number(figure.exact)
    if figure.low == 0:
        return w("measure.students_fewer", x=figure.high + 1)
    if figure.high > _NO_END:
        return w("number.or_more", x=figure.low)
    return w("number.range", low=figure.low, high=figure.high)


def say_students(figure: Figure, w: Words) -> str:
    """Return "25 students", "20–39 students"."""
    return w("measure.students", n=figure.high, students=say_number(figure, w))


def say_not_yet(share: Share, w: Words) -> str:
    """Return who is left of a share: "7 of 25 students", "all but at most 2 of 25 students".

    "" where the number of students is not known. Coded as the share itself is, so that the two say the same:
    "over 95% of 70 students" beside "under 5%".
    """
    part, students = share.part, share.whole
    if students is None:
        return ""
    if part is None or coded_as_percent(share):
        low, high = share.percent
        return _percent_of(Share(None, students, (100 - high, 100 - low)), w)
    n = students.high
    return w("measure.share.students", n=n, share=say_part(Figure(n - part.high, n - part.low), n, w))


def begin_sentence(text: str) -> str:
    """Return the text with a capital letter first, where its script has such."""
    return text[:1].upper() + text[1:]


def say_mean(scores: Scores, places: int, w: Words) -> str:
    """Return "54.5"."""
    return w.number(rounded(scores.mean, places))


def say_scores(scores: Scores, places: int, w: Words) -> str:
    """Return "54.5 of 100 points"."""
    mean = rounded(scores.mean, places)
    if scores.out_of is None:
        return w("measure.scores.mean_only", mean=mean)
    return w("measure.scores.mean", mean=mean, out_of=plain(scores.out_of))


def say_reading(reading: ReadingShown, w: Words, *, places: int, with_percent: bool = True) -> str:
    """Return the figure of a reading, or "" when it shows none; levels alone are not a figure here."""
    if reading.share is not None:
        return say_share(reading.share, w, with_percent=with_percent)
    return say_scores(reading.scores, places, w) if reading.scores is not None else ""


def say_band(band: Band, levels: tuple[str, ...], w: Words) -> str:
    """Return the name of a level, or of neighbours shown as one: "Three or Four"."""
    names = [
        levels[at] if at < len(levels) else w("measure.level", n=at + 1)
        for at in range(band.first, band.last + 1)
    ]
    return w.list(names, "or")


def say_change(change: Change, places: int, w: Words) -> str:
    """Return "+44 points", "−16 points", "no change", "between +31 and +48 points"; "" if too few."""
    if change.verdict == "few" and change.kind != "scores":
        return ""
    low, high = rounded(change.low, places), rounded(change.high, places)
    if low != high:
        return w("measure.change.range", low=_signed(low, w), high=_signed(high, w))
    if change.low == change.high == 0:
        return w("measure.change.none")
    if low == 0 and change.direction in {"up", "down"}:
        least = Decimal(1).scaleb(-places)
        key = "measure.change.under_up" if change.low > 0 else "measure.change.under_down"
        return w(key, x=least if places else 1)
    return w("measure.change.points", n=_plural(low), change=_signed(low, w))


def say_interval(change: Change, places: int, w: Words) -> str:
    """Return "about +18 to +62 points", or "" where there is no interval.

    An end that rounds to 0 although the interval does not reach it says so: "+0" would read as if it did.
    """
    if change.interval is None:
        return ""
    low, high = (rounded(end, places) for end in change.interval)
    ends = {"low": _signed(low, w), "high": _signed(high, w)}
    if low == 0 and change.interval[0] > 0:
        return w("measure.interval.above", **ends)
    if high == 0 and change.interval[1] < 0:
        return w("measure.interval.below", **ends)
    return w("measure.interval.about", **ends)


def mean_places(measure: MeasureShown) -> int:
    """Decimals for mean scores: one when any mean of the measure has decimals, so that a pair matches."""
    means = [r.scores.mean for r in measure.readings if r.scores is not None]
    return 1 if any(mean != mean.to_integral_value() for mean in means) else 0


def change_places(measure: MeasureShown) -> int:
    """Decimals for a change: none for shares and on long scales, one on a short scale of scores."""
    scores = [r.scores for r in measure.readings if r.scores is not None]
    if not scores:
        return 0
    tops = [s.out_of for s in scores if s.out_of is not None] or [s.mean for s in scores]
    return 0 if max(tops) >= _FINE_SCALE else 1


def plain(number: Decimal) -> Decimal:
    """Return a typed number without zeros at the end: 100.0 is out of 100."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _percent_of(share: Share, w: Words) -> str:
    said = say_percent(share, w)
    if share.whole is None:
        return said
    students = say_number(share.whole, w)
    return w("measure.share.of", percent=said, n=share.whole.high, students=students)


def _signed(number: Decimal, w: Words) -> str:
    return w.signed(number or 0)


def _plural(number: Decimal) -> int:
    """A number that chooses the plural form: 1 for one whole point, some other for tenths."""
    size = abs(number)
    return int(size) if size == Fraction(size).numerator and int(number.as_tuple().exponent) == 0 else 2
