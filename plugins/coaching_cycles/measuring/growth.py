"""What changed between before and after, worked out from published values only.

Everything here takes a `MeasureShown`: where a policy has turned a number into a range, the change is a range
too, and there is no interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from coaching_cycles.measuring.figures import Direction, Figure, MeasureShown, ReadingShown, Share
from coaching_cycles.measuring.intervals import Difference, newcombe_independent, newcombe_paired
from coaching_cycles.measuring.percents import percent
from coaching_cycles.measuring.scores import mean_change
from coaching_cycles.measuring.transitions import Span, Table

Kind = Literal["matched", "totals", "percents", "scores"]
Verdict = Literal["rose", "fell", "within", "few", "nobody"]

FEWEST = 10
"""Students: with fewer there is no percent, no interval and no change in points, under any policy."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Whether the readings are about the same students.

    `before` and `after` are the students of the two readings, `same` those known to be in both. `changed` is
    True also when a coded figure ("fewer than 3 left") leaves it open: what cannot be told apart is treated
    alike.
    """

    before: Figure | None
    after: Figure | None
    same: int | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The change from before to after, in points of the percent or, for scores, of the assessment.

    `low` and `high` are what the published numbers allow, equal where they give one number. `difference` has
    the interval (shares between -1 and 1, see there); None for percents of an unknown number of students, for
    ranges and for fewer than 10 students. `gained` and `slipped` bound how many students newly reached
    proficiency or lost it: exact for matched students; for totals only when both can be the same students.
    """

    kind: Kind
    low: Fraction
    high: Fraction
    difference: Difference | None
    gained: Span | None
    slipped: Span | None
    verdict: Verdict | None
    students: tuple[int, ...]
    """How many the change is about: one number, two when the readings differ, none if not exactly known."""

    @property
    def exact(self) -> Fraction | None:
        """The change in points, or None where only its bounds may be shown."""
        return self.low if self.low == self.high else None

    @property
    def direction(self) -> Direction | None:
        """Where the change points; None when the published bounds leave it open."""
        if self.low > 0:
            return "up"
        if self.high < 0:
            return "down"
        return "same" if self.low == self.high else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval in points, as `low` and `high` are."""
        if self.difference is None:
            return None
        scale = 1 if self.kind == "scores" else 100
        return self.difference.low * scale, self.difference.high * scale


# Sentences, charts, cards and tables of a measure all ask for it.
@lru_cache(maxsize=1024)
def compare(measure: MeasureShown) -> Change | None:
    """Return what changed, or None where nothing may be subtracted.

    That is so when a reading is missing or withheld, when the second was taken with a different form, when
    only one of the two says how many students it is about, and when scores are out of different totals. Of
    the matched students where their four counts are shown, of the totals otherwise.
    """
    if different_form(measure):
        return None
    if measure.matched is not None and measure.matched.n > 0:
        return _of_matched(measure, measure.matched)
    if not measure.comparable or measure.before is None or measure.after is None:
        return None
    if measure.before.share is not None and measure.after.share is not None:
        return _of_shares(measure, measure.before.share, measure.after.share)
    return _of_scores(measure, measure.before, measure.after)


def different_form(measure: MeasureShown) -> bool:
    """Tell whether before and after were taken with different forms, so that nothing is subtracted."""
    return any(r is not None and r.form == "different" for r in (measure.before, measure.after))


def stand_apart(measure: MeasureShown) -> bool:
    """Tell whether no line may join before and after: another form, or other students.

    That some of the students were matched does not change it: what is drawn are all of either reading.
    """
    return different_form(measure) or cohort(measure).changed


@lru_cache(maxsize=1024)
def cohort(measure: MeasureShown) -> Cohort:
    """Tell whether the students of the two readings are the same ones, as far as is published."""
    before = measure.before.students if measure.before is not None else None
    after = measure.after.students if measure.after is not None else None
    same = _same(measure, before, after)
    sizes = [figure for figure in (before, after) if figure is not None]
    differs = len(sizes) == 2 and sizes[0] != sizes[1]  # noqa: PLR2004 - both readings
    partly = same is not None and any(figure.exact not in {None, same} for figure in sizes)
    return Cohort(before, after, same, changed=differs or partly or left_or_joined(measure))


def left_or_joined(measure: MeasureShown) -> bool:
    """Tell whether students left or joined between the readings, or may have."""
    return _some(measure.left, known=measure.left_some) or _some(measure.joined, known=measure.joined_some)


@lru_cache(maxsize=4096)
def bounds(share: Share) -> tuple[Fraction, Fraction]:
    """Return the least and the largest share, in percent, that the published words of `share` allow."""
    if (
        share.part is not None
        and share.whole is not None
        and share.whole.exact
        and not coded_as_percent(share)
    ):
        whole = share.whole.exact
        return Fraction(100 * share.part.low, whole), Fraction(100 * share.part.high, whole)
    return Fraction(share.percent[0]), Fraction(share.percent[1])


def coded_as_percent(share: Share) -> bool:
    """Tell whether a hidden end is published as a percent ("under 5%"), not as a count ("fewer than 3")."""
    part, whole = share.part, share.whole
    if part is None or whole is None or not whole.exact:
        return True
    if part.exact is not None:
        return False
    ends = Decimal(percent(part.low, whole.exact)), Decimal(percent(part.high, whole.exact))
    return share.percent != ends


def too_few(share: Share) -> bool:
    """Tell whether a share is about so few students that it has a count and no percent."""
    return share.whole is not None and share.whole.high < FEWEST


def _of_matched(measure: MeasureShown, table: Table) -> Change:
    points = Fraction(100 * (table.gained - table.slipped), table.n)
    difference = newcombe_paired(table) if table.n >= FEWEST else None
    verdict = _verdict(difference, few=table.n < FEWEST)
    if verdict == "within" and table.changed == 0 and not _moved_level(measure):
        verdict = "nobody"
    return Change(
        kind="matched",
        low=points,
        high=points,
        difference=difference,
        gained=Span(table.gained, table.gained),
        slipped=Span(table.slipped, table.slipped),
        verdict=verdict,
        students=(table.n,),
    )


def _of_shares(measure: MeasureShown, before: Share, after: Share) -> Change:
    (low1, high1), (low2, high2) = bounds(before), bounds(after)
    one, two = before.fraction, after.fraction
    wholes = [share.whole.exact for share in (before, after) if share.whole is not None and share.whole.exact]
    few = any(n < FEWEST for n in wholes)
    difference = newcombe_independent(*one, *two) if one and two and not few else None
    gained, slipped = _spans(measure, before, after)
    return Change(
        kind="percents" if before.whole is None else "totals",
        low=low2 - high1,
        high=high2 - low1,
        difference=difference,
        gained=gained,
        slipped=slipped,
        verdict=_verdict(difference, few=few),
        students=tuple(dict.fromkeys(wholes)),
    )


def _of_scores(measure: MeasureShown, before: ReadingShown, after: ReadingShown) -> Change | None:
    if before.scores is None or after.scores is None or before.scores.out_of != after.scores.out_of:
        return None
    sizes = tuple(dict.fromkeys((before.scores.students.exact, after.scores.students.exact)))
    students, mean = measure.change_students, measure.change_mean
    if mean is None:
        mean = after.scores.mean - before.scores.mean
        # The difference of two means is that of the matched students only when these are all students.
        paired = sizes == (students,)
    else:
        paired = students is not None
    known = tuple(n for n in ((students,) if paired else sizes) if n is not None)
    few = any(n < FEWEST for n in known)
    difference = None
    if paired and students is not None and measure.change_sd is not None and not few:
        difference = mean_change(0.0, float(mean), float(measure.change_sd), students)
    return Change(
        kind="scores",
        low=Fraction(mean),
        high=Fraction(mean),
        difference=difference,
        gained=None,
        slipped=None,
        verdict=_verdict(difference, few=few),
        students=known,
    )


def _verdict(difference: Difference | None, *, few: bool) -> Verdict | None:
    if few:
        return "few"
    if difference is None:
        return None
    verdicts: dict[int, Verdict] = {1: "rose", 0: "within", -1: "fell"}
    return verdicts[difference.direction]


def _spans(measure: MeasureShown, before: Share, after: Share) -> tuple[Span | None, Span | None]:
    """How many can have gained and slipped, from totals: Fréchet's bounds over all that a range allows."""
    one, two = before.part, after.part
    whole = before.whole.exact if before.whole is not None else None
    if one is None or two is None or not whole or before.whole != after.whole:
        return None, None
    if not _may_be_same(measure) or coded_as_percent(before) or coded_as_percent(after):
        return None, None
    gained = Span(max(0, two.low - one.high), min(two.high, whole - one.low))
    slipped = Span(max(0, one.low - two.high), min(one.high, whole - two.low))
    return gained, slipped


def _may_be_same(measure: MeasureShown) -> bool:
    """False when it is published that the two readings are not about the same students.

    Absences in both readings mean that those assessed may differ although their number does not.
    """
    absent = [r is not None and _some(r.absent, known=r.absent_some) for r in (measure.before, measure.after)]
    return not left_or_joined(measure) and not all(absent)


def _some(figure: Figure | None, *, known: bool) -> bool:
    """Whether a count is above 0 or may be. The flag decides only where no figure is published.

    Beside a coded figure ("fewer than 3") the flag would tell 0 from 1 or 2.
    """
    return figure.high > 0 if figure is not None else known


def _same(measure: MeasureShown, before: Figure | None, after: Figure | None) -> int | None:
    """Students known to be in both readings."""
    if measure.matched is not None:
        return measure.matched.n
    counts = [group.count.exact for group in measure.movement]
    if counts and None not in counts:
        return sum(count for count in counts if count is not None)
    for whole, gone in ((before, measure.left), (after, measure.joined)):
        if whole is not None and gone is not None and whole.exact is not None and gone.exact is not None:
            return whole.exact - gone.exact
    return None


def _moved_level(measure: MeasureShown) -> bool:
    """Whether students are known to have changed level, though not across the proficient cut."""
    if any("same" not in group.directions and group.count.high > 0 for group in measure.movement):
        return True
    levels = [r.levels for r in (measure.before, measure.after) if r is not None and r.levels]
    return len(levels) == 2 and levels[0] != levels[1]  # noqa: PLR2004 - both readings
