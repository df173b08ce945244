"""Intervals for a share and for the change of a share, without any library.

Sources:
    Wilson EB (1927). Probable inference, the law of succession, and statistical inference. JASA 22:209-212.
    Newcombe RG (1998a). Two-sided confidence intervals for the single proportion. Stat Med 17:857-872.
    Newcombe RG (1998b). Interval estimation for the difference between independent proportions.
        Stat Med 17:873-890.
    Newcombe RG (1998c). Improved confidence intervals for the difference between binomial proportions
        based on paired data. Stat Med 17:2635-2650.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import Literal

from coaching_cycles.measuring.counts import check_share
from coaching_cycles.measuring.transitions import Table

CONFIDENCE = 0.95
"""The one confidence level of the product: two levels side by side would be compared with each other."""

Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)

Method = Literal["newcombe independent", "newcombe paired", "paired t"]


@dataclass(frozen=True, slots=True)
class Interval:
    """A range from `low` to `high`, both ends included; shares between 0 and 1."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        """Tell whether `value` lies in the interval, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Difference:
    """A change from before to after with its 95 % interval.

    For a share all three numbers lie between -1 and 1 (0.44 is +44 points); for scores (`paired t`) they are
    in the points of the assessment.
    """

    estimate: float
    low: float
    high: float
    method: Method

    @property
    def direction(self) -> Literal[-1, 0, 1]:
        """1 when the whole interval is above 0, -1 when it is below 0, and 0 when it contains 0."""
        if self.low > 0:
            return 1
        return -1 if self.high < 0 else 0


def wilson(proficient: int, students: int) -> Interval:
    """Return Wilson's score interval for the share `proficient` of `students` (Wilson 1927; Newcombe 1998a).

    The lower end is exactly 0 when nobody is proficient, the upper exactly 1 when everybody is. Raises
    `ValueError` when there are no students or the counts are impossible.
    """
    check_share(proficient, students)
    return Interval(*_wilson(proficient, students))


def newcombe_independent(
    proficient_before: int, students_before: int, proficient_after: int, students_after: int
) -> Difference:
    """Return the change of a share between two readings taken as separate groups (Newcombe 1998b, method 10).

    For the same students this is usually too wide, because it cannot use that each is compared with
    themselves; where only totals are known it is all that can be said. Raises `ValueError` when a reading has
    no students or its counts are impossible.
    """
    check_share(proficient_before, students_before, "before")
    check_share(proficient_after, students_after, "after")
    estimate = (proficient_after * students_before - proficient_before * students_after) / (
        students_before * students_after
    )
    return _difference(
        estimate,
        (proficient_before / students_before, *_wilson(proficient_before, students_before)),
        (proficient_after / students_after, *_wilson(proficient_after, students_after)),
        correlation=0.0,
        method="newcombe independent",
    )


def newcombe_paired(table: Table) -> Difference:
    """Return the change of a share among the same students (Newcombe 1998c, method 10).

    The correlation phi between before and after narrows the interval; a positive numerator is first reduced
    by n/2, not below 0 (the continuity correction that distinguishes method 10), and phi is 0 when a margin
    is empty. Raises `ValueError` for a table without students.
    """
    n, before, after = table.n, table.before, table.after
    check_share(before, n, "before")
    return _difference(
        (table.gained - table.slipped) / n,
        (before / n, *_wilson(before, n)),
        (after / n, *_wilson(after, n)),
        correlation=_phi(table),
        method="newcombe paired",
    )


def _wilson(x: int, n: int) -> tuple[float, float]:
    z2 = Z * Z
    p = x / n
    centre = p + z2 / (2 * n)
    half = Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    # The ends are set, not calculated: rounding would leave 1e-17 where the formula gives exactly 0 or 1.
    low = 0.0 if x == 0 else (centre - half) / scale
    high = 1.0 if x == n else (centre + half) / scale
    return low, high


def _phi(table: Table) -> float:
    n, before, after = table.n, table.before, table.after
    margins = before * (n - before) * after * (n - after)
    if margins == 0:
        return 0.0
    numerator: float = table.kept * table.not_yet - table.slipped * table.gained
    if numerator > 0:
        numerator = max(numerator - n / 2, 0.0)
    return numerator / sqrt(margins)


def _difference(
    estimate: float,
    before: tuple[float, float, float],
    after: tuple[float, float, float],
    *,
    correlation: float,
    method: Method,
) -> Difference:
    """Combine (share, low, high) of two readings into the interval for their difference."""
    p1, low1, high1 = before
    p2, low2, high2 = after
    down = _combined(p2 - low2, high1 - p1, correlation)
    up = _combined(high2 - p2, p1 - low1, correlation)
    return Difference(estimate, max(-1.0, estimate - down), min(1.0, estimate + up), method)


def _combined(one: float, other: float, correlation: float) -> float:
    # Not below 0: the correction keeps the correlation away from 1 by far more than a rounding error.
    return sqrt(one * one - 2 * correlation * one * other + other * other)
