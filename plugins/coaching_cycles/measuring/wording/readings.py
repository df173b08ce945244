"""Each reading in words, the checks on the way and the follow-up."""

from __future__ import annotations

from fractions import Fraction

from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.measuring.growth import bounds
from coaching_cycles.measuring.wording.amounts import (
    mean_places,
    say_band,
    say_part,
    say_reading,
    say_students,
)
from coaching_cycles.measuring.wording.shapes import ReadingWords
from coaching_cycles.words import Words

_ROLES = {
    "before": "measure.reading.before",
    "check": "measure.reading.check",
    "after": "measure.reading.after",
    "follow_up": "measure.reading.follow_up",
}
_FORMS = {"parallel": "measure.form.parallel", "different": "measure.form.different"}
_LAST = 5
"""Checks: the sentence about the target looks back at this many."""


def word_readings(measure: MeasureShown, w: Words) -> tuple[ReadingWords, ...]:
    """Return every reading of the measure in order."""
    return tuple(_word(reading, measure, w) for reading in measure.readings)


def say_label(reading: ReadingShown, w: Words) -> str:
    """Return "Before", "Check (exit slip)"."""
    if reading.role == "check" and reading.label:
        return w("measure.reading.check_kind", kind=reading.label)
    return w(_ROLES[reading.role])


def say_form(reading: ReadingShown, w: Words) -> str:
    """Return "parallel form", "different form", or "" for the same one."""
    return w(_FORMS[reading.form]) if reading.form in _FORMS else ""


def say_date(reading: ReadingShown, w: Words) -> str:
    """Return the date of a reading, or ""."""
    return w.date(reading.date) if reading.date else ""


def say_levels(reading: ReadingShown, measure: MeasureShown, w: Words) -> tuple[tuple[str, str], ...]:
    """Return (level, "11 of 28") from low to high."""
    names = measure.instrument.levels if measure.instrument is not None else ()
    total = sum(band.count.high for band in reading.levels)
    return tuple((say_band(band, names, w), say_part(band.count, total, w)) for band in reading.levels)


def say_checks(measure: MeasureShown, w: Words) -> str:
    """Return "4 of the last 5 checks at or above target"; "" without a target or with fewer than two checks.

    Checks on a different form are not counted. Where a range leaves open on which side of the target a check
    lies, the sentence says "at least".
    """
    shares = [
        check.share for check in measure.checks if check.share is not None and check.form != "different"
    ]
    if measure.aim is None or len(shares) < 2:  # noqa: PLR2004 - one check is a reading, not a series
        return ""
    aim = Fraction(measure.aim)
    ends = [bounds(share) for share in shares[-_LAST:]]
    surely = sum(low >= aim for low, _ in ends)
    perhaps = sum(low < aim <= high for low, high in ends)
    if not perhaps:
        return w("measure.checks.aim", n=surely, checks=len(ends))
    return w("measure.checks.aim_least", n=surely, checks=len(ends)) if surely else ""


def say_follow_up(measure: MeasureShown, w: Words) -> str:
    """Return "19 of 26 (73%) at the follow-up (10 Dec 2012), was 20 of 27 (74%) after", or ""."""
    later, after = measure.follow_up, measure.after
    places = mean_places(measure)
    share = say_reading(later, w, places=places) if later is not None else ""
    if later is None or not share:
        return ""
    was = say_reading(after, w, places=places) if after is not None and later.form != "different" else ""
    date = say_date(later, w)
    if was:
        key = "measure.follow_up.was_dated" if date else "measure.follow_up.was_undated"
        return w(key, share=share, date=date, after=was)
    return w("measure.follow_up.dated" if date else "measure.follow_up.undated", share=share, date=date)


def _word(reading: ReadingShown, measure: MeasureShown, w: Words) -> ReadingWords:
    text = say_reading(reading, w, places=mean_places(measure))
    if reading.scores is not None:
        text = w("measure.scores.reading", scores=text, students=say_students(reading.scores.students, w))
    levels = say_levels(reading, measure, w)
    if reading.withheld is not None:
        text = w("measure.headline.policy" if reading.withheld == "policy" else "measure.headline.few")
    elif not text and levels:
        text = "; ".join(w("measure.share.named", name=name, share=share) for name, share in levels)
    return ReadingWords(
        role=reading.role,
        label=say_label(reading, w),
        date=say_date(reading, w),
        text=text,
        form=say_form(reading, w),
        levels=levels,
        note=reading.note or "",
    )
