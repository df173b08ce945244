"""What makes a before-and-after number say less than it seems to: facts only, the words are made elsewhere.

Sources:
    Horowitz JL, Manski CF (2000). Nonparametric analysis of randomized experiments with missing covariate and
        outcome data. J Am Stat Assoc 95:77-84 (worst and best case).
    Altman DG, Bland JM (1996). Detecting skewness from summary information. BMJ 313:1200 (a mean within one
        standard deviation of the end of the scale).
    Barnett AG, van der Pols JC, Dobson AJ (2005). Regression to the mean: what it is and how to deal with it.
        Int J Epidemiol 34:215-220.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from coaching_cycles.measuring.counts import check_count, check_share

MISSING_WARNING = 10
"""Percent of the students: more than this missing at the end is said beside the number."""

DIFFERENT_WARNING = 20
"""Points: a baseline of the missing further than this from that of those who stayed is said as well."""

EDGE = 10
"""Percent of the students or of the scale: up to this is "almost none", all but this is "almost all"."""


class Edge(StrEnum):
    """The end of the scale that a reading presses against."""

    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True)
class MissingAfter:
    """What the share proficient after could have been, had the missing students been assessed.

    students: those assessed before; missing: those of them without an after reading; worst and best: the
    share proficient after if none or all of the missing had been; many: more than 10 % are missing;
    different: the missing were more than 20 points away from those who stayed, before.
    """

    students: int
    missing: int
    worst: float
    best: float
    many: bool
    different: bool

    @property
    def warn(self) -> bool:
        """Whether the page must say so beside the number."""
        return self.many or self.different


def missing_after(
    *, matched: int, before: int, after: int, left_proficient: int, left_not_yet: int
) -> MissingAfter:
    """Return the bounds that missing after-data leave.

    matched: students with both readings; before and after: how many of these were proficient; left_proficient
    and left_not_yet: students with a first reading only, by that reading. Raises `ValueError` for impossible
    counts or when there are no students at all.
    """
    check_count("matched", matched)
    check_count("before", before, high=matched)
    check_count("after", after, high=matched)
    missing = check_count("left_proficient", left_proficient) + check_count("left_not_yet", left_not_yet)
    students = check_count("students", matched + missing, low=1)
    return MissingAfter(
        students=students,
        missing=missing,
        worst=after / students,
        best=(after + missing) / students,
        many=many_missing(missing, students),
        different=_differ(left_proficient, missing, before, matched),
    )


def many_missing(missing: int, students: int) -> bool:
    """Tell whether more than 10 % of `students` (the missing included) are missing. Exactly 10 % is not more.

    Raises `ValueError` when there are no students or more missing than students.
    """
    check_count("students", students, low=1)
    check_count("missing", missing, high=students)
    return 100 * missing > MISSING_WARNING * students


def edge(proficient: int, students: int) -> Edge | None:
    """Tell whether nobody or almost nobody (at most 10 %), or everybody or almost everybody, is proficient.

    Before: at the floor nobody can slip, at the ceiling there is hardly room to gain. Raises `ValueError` for
    impossible counts.
    """
    check_share(proficient, students)
    if 100 * proficient <= EDGE * students:
        return Edge.FLOOR
    if 100 * (students - proficient) <= EDGE * students:
        return Edge.CEILING
    return None


def score_edge(mean: float, out_of: float, sd: float | None = None) -> Edge | None:
    """Tell whether scores from 0 to `out_of` press against an end of their scale.

    With a spread: the mean is less than one standard deviation from the end (Altman & Bland 1996). Without:
    it lies in the lowest or highest tenth. When both ends qualify, the nearer one. Raises `ValueError` when a
    number is not finite, the spread is negative or the mean is not on the scale.
    """
    margin = out_of * EDGE / 100 if sd is None else sd
    if not (isfinite(mean) and isfinite(out_of) and isfinite(margin) and margin >= 0 and 0 <= mean <= out_of):
        raise ValueError("the mean must lie between 0 and out_of, and the spread be at least 0")
    low, high = mean, out_of - mean
    if min(low, high) > margin or (sd is not None and min(low, high) == margin):
        return None
    return Edge.FLOOR if low <= high else Edge.CEILING


def only_not_yet(proficient_before: int, students: int) -> bool:
    """Tell whether the baseline holds only students who were not yet proficient.

    Such a group can only rise, and some of it rises by chance alone: regression to the mean (Barnett et al.
    2005). Raises `ValueError` for impossible counts.
    """
    check_share(proficient_before, students, "before")
    return proficient_before == 0


def _differ(left_proficient: int, missing: int, before: int, matched: int) -> bool:
    # Cross-multiplied whole numbers: exactly 20 points must not count as more. No group, no comparison.
    apart = abs(left_proficient * matched - before * missing)
    return 100 * apart > DIFFERENT_WARNING * missing * matched
