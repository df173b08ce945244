"""From the readings of a record to what may be shown of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import cut, size
from coaching_cycles.measuring.figures import (
    Figure,
    Instrument,
    MeasureShown,
    ReadingShown,
    Role,
    Scores,
    Withheld,
    exactly,
)
from coaching_cycles.measuring.percents import possible_counts, rounded
from coaching_cycles.privacy.cohort import count_of, show_cohort
from coaching_cycles.privacy.linked import UNSEEN, Total, protect
from coaching_cycles.privacy.matched import Side, closed, show_together

if TYPE_CHECKING:
    from decimal import Decimal

    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Assessment, Measure, Reading, Record


def show_measure(
    measure: Measure, key: str, target: int | None, record: Record, policy: Policy
) -> MeasureShown:
    """One measure after the policy. Nothing in the result tells a number that the policy hides."""
    assessment = (record.assessments or {}).get(measure.assessment or "")
    lowest = cut(assessment)
    before = _show(measure.before, "before", lowest, policy)
    after = _show(measure.after, "after", lowest, policy)
    one, two = (
        Side(size(reading), proficient(reading, lowest), shown)
        if reading is not None
        else Side(None, None, None)
        for reading, shown in ((measure.before, before), (measure.after, after))
    )
    together = show_together(measure, lowest, one, two, policy)
    levels_hidden = any(
        reading is not None
        and any(reading.levels or ())
        and reading.levels is not None
        and shown is not None
        and len(shown.levels) < len(reading.levels)
        for reading, shown in ((measure.before, before), (measure.after, after))
    )
    cohort = show_cohort(measure, one.n, two.n, policy)
    changed = measure.change
    covered = changed is not None and (
        policy.exact
        or (
            changed.students is not None
            and changed.sd != 0
            and closed(changed.students, (one.n, two.n), policy)
        )
    )
    return MeasureShown(
        key=key,
        section=measure.section,
        target=target,
        instrument=_instrument(measure.assessment, assessment, lowest),
        before=before,
        checks=tuple(s for c in measure.checks or () if (s := _show(c, "check", lowest, policy)) is not None),
        after=after,
        follow_up=_show(measure.follow_up, "follow_up", lowest, policy),
        matched=together.matched,
        moved=together.moved,
        movement=together.movement,
        left=cohort.left,
        left_proficient=cohort.left_proficient,
        left_some=cohort.left_some,
        joined=cohort.joined,
        joined_some=cohort.joined_some,
        reduced=together.reduced,
        merged=levels_hidden,
        change_mean=changed.mean if changed is not None and covered else None,
        change_sd=changed.sd if changed is not None and covered else None,
        change_students=changed.students if changed is not None and covered else None,
        aim=measure.aim,
        setting_changed=_setting_changed(measure, record),
    )


def _setting_changed(measure: Measure, record: Record) -> bool:
    """A reading that names no setting was taken in that of the cycle."""
    ends = [r.setting or record.setting for r in (measure.before, measure.after) if r is not None]
    return len(ends) == 2 and None not in ends and ends[0] != ends[1]  # noqa: PLR2004 - both readings


def _instrument(key: str | None, assessment: Assessment | None, lowest: int | None) -> Instrument | None:
    if key is None or assessment is None:
        return None
    return Instrument(
        key, assessment.title, assessment.source, assessment.kind, assessment.levels or (), lowest
    )


def proficient(reading: Reading, lowest: int | None) -> int | None:
    """How many of a reading are proficient, where that follows from it."""
    if reading.proficient is not None:
        return reading.proficient
    if reading.levels is not None and lowest is not None:
        return sum(reading.levels[lowest:])
    counts = _counts(reading)
    return counts[0] if len(counts) == 1 else None


def _counts(reading: Reading) -> range:
    """The counts that a typed percent of a known number of students can stand for."""
    if reading.percent is None or not reading.students:
        return range(0)
    return possible_counts(str(reading.percent), reading.students)


def _show(reading: Reading | None, role: Role, lowest: int | None, policy: Policy) -> ReadingShown | None:
    if reading is None:
        return None
    n, x = size(reading), proficient(reading, lowest)
    share = scores = None
    levels = policy.distribution(reading.levels, lowest) if reading.levels is not None and n else ()
    withheld: Withheld | None = None
    if n is not None and not policy.covers(n):
        withheld = "few" if x is not None or reading.levels is not None or reading.mean is not None else None
    elif n is not None and x is not None:
        share = policy.share(x, n)
    elif n and reading.mean is not None:
        scores = _scores(n, reading.mean, reading, policy)
        if not policy.exact and any(
            _tells_each(mean, reading, n, policy) for mean in (reading.mean, scores.mean)
        ):
            scores = None
            withheld = "policy"
    elif reading.percent is not None:
        counts = _counts(reading)
        if n is not None and counts:
            share = policy.rounded_share(reading.percent, counts, n)
        else:
            share = policy.unknown_whole(reading.percent)
    absent = reading.enrolled - n if reading.enrolled is not None and n is not None else None
    tell = (
        absent is not None
        and n is not None
        and policy.covers(n)
        and not policy.leaves_few(n, n + absent)
        and not policy.bands
    )
    return ReadingShown(
        role=role,
        date=str(reading.date) if reading.date is not None else None,
        label=reading.kind,
        form=reading.form or "same",
        note=reading.note,
        share=share,
        levels=levels,
        scores=scores,
        enrolled=exactly(reading.enrolled) if tell and reading.enrolled is not None else None,
        absent=exactly(absent) if tell and absent is not None else None,
        absent_some=bool(absent),
        withheld=withheld,
    )


def _scores(n: int, mean: Decimal, reading: Reading, policy: Policy) -> Scores:
    """A mean; where the number of students is a band, only so much of it as any number of them may have.

    A mean of whole points with two decimals fits few numbers of students (GRIM), one with one decimal fits
    any from ten on. A spread narrows them down again.
    """
    if not policy.bands:
        return Scores(exactly(n), mean, reading.sd, reading.out_of)
    coarse = mean if mean == mean.to_integral_value() else rounded(mean, 1)
    return Scores(Figure(*policy.band(n).students), coarse, None, reading.out_of)


def _tells_each(mean: Decimal, reading: Reading, n: int, policy: Policy) -> bool:
    """True when a mean is the score of every student, or of all but too few, or when there is no spread.

    All points together are the mean times the students. When they are fewer than the smallest count, at
    most so many students have any; when so few are lacking, at most so many lack one.
    """
    most = reading.out_of
    near = mean * n < policy.smallest or (most is not None and (most - mean) * n < policy.smallest)
    return near or reading.sd == 0


def show_groups(record: Record, policy: Policy) -> tuple[Figure | None, ...]:
    """The sizes of a record's groups, as counts of the students of the baseline.

    Groups may make up the whole class, whose size is published: where the others then tell the size of one
    that is hidden, none is shown.
    """
    wholes = [n for m in record.results or () if m.before is not None and (n := size(m.before)) is not None]
    whole = max(wholes) if wholes else None
    groups = record.groups or ()
    shown = tuple(count_of(group.students, whole, policy) for group in groups)
    counted = [(g.students, f) for g, f in zip(groups, shown, strict=True) if g.students is not None]
    if policy.exact or all(figure is not None and figure.exact is not None for _, figure in counted):
        return shown
    counts = [count for count, _ in counted]
    if sum(counts) not in wholes:
        return shown
    everybody = Total(frozenset(range(len(counts))), exactly(sum(counts)))
    cells = [figure if figure is not None else UNSEEN for _, figure in counted]
    return (
        shown if protect(counts, cells, [everybody]).totals == (everybody.shown,) else (None,) * len(groups)
    )
