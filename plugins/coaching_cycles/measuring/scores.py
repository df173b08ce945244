"""The mean change of scores with its t interval, where the spread of the students' own changes is known.

Sources:
    Student (1908). The probable error of a mean. Biometrika 6:1-25.
    Abramowitz M, Stegun IA (1964). Handbook of Mathematical Functions, 26.7.3-26.7.4 (the incomplete beta
        integral in closed form for whole degrees of freedom) and 26.7.5 (for many degrees of freedom).
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, exp, isfinite, lgamma, pi, sin, sqrt, tan
from statistics import NormalDist

from coaching_cycles.measuring.counts import check_count
from coaching_cycles.measuring.intervals import CONFIDENCE, Difference

_EXPANSION_FROM = 500
"""Degrees of freedom from which the expansion is closer to the truth than a float can tell."""

_HIGHEST_CONFIDENCE = 0.999


def mean_change(before: float, after: float, sd_of_changes: float, students: int) -> Difference:
    """Return the mean change of the same `students` with its 95 % t interval, in points of the assessment.

    `sd_of_changes` is the standard deviation of each student's own change. It cannot be worked out from the
    standard deviations before and after; without it there is no interval. The ends are not held to the
    assessment's range. Raises `ValueError` for fewer than two students, a negative spread or a number that is
    not finite.
    """
    check_count("students", students, low=2)
    if not (isfinite(before) and isfinite(after) and isfinite(sd_of_changes) and sd_of_changes >= 0):
        raise ValueError("means must be finite numbers, and the spread of the changes finite and at least 0")
    change = after - before
    half = t_quantile(students - 1) * sd_of_changes / sqrt(students)
    return Difference(change, change - half, change + half, "paired t")


@lru_cache(maxsize=1024)
def t_quantile(freedom: int, confidence: float = CONFIDENCE) -> float:
    """Return the t with P(-t <= T <= t) = `confidence` for Student's T with `freedom` degrees of freedom.

    Right to ten digits. Raises `ValueError` when `freedom` is not a whole number of at least 1, or
    `confidence` not above 0 and at most 0.999 (further out the sum below loses its digits).
    """
    check_count("degrees of freedom", freedom, low=1)
    if not 0 < confidence <= _HIGHEST_CONFIDENCE:
        raise ValueError(f"confidence must be above 0 and at most {_HIGHEST_CONFIDENCE}")
    if freedom >= _EXPANSION_FROM:
        return _expanded(freedom, confidence)
    # With t = sqrt(freedom) * tan(angle) the probability rises ever more slowly with the angle, so Newton's
    # steps from 0 never overshoot: no bracket is needed.
    slope = 2 / sqrt(pi) * exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2))
    angle = 0.0
    while True:
        step = (confidence - _central(angle, freedom)) / (slope * cos(angle) ** (freedom - 1))
        if step <= 1e-15:  # noqa: PLR2004 - the resolution of a float near 1
            return sqrt(freedom) * tan(angle)
        angle += step


def _central(angle: float, freedom: int) -> float:
    """Return P(-t <= T <= t) at t = sqrt(freedom) * tan(angle): A&S 26.7.3 (odd), 26.7.4 (even)."""
    cosine, sine = cos(angle), sin(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for power in range(2 + odd, freedom - 1, 2):
        term *= cosine * cosine * (power - 1) / power
        total += term
    return 2 / pi * (angle + sine * total) if odd else sine * total


def _expanded(freedom: int, confidence: float) -> float:
    """Return the quantile as the normal one and its corrections: Abramowitz & Stegun 26.7.5."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    y = z * z
    first = z * (y + 1) / 4
    second = z * ((5 * y + 16) * y + 3) / 96
    third = z * (((3 * y + 19) * y + 17) * y - 15) / 384
    fourth = z * ((((79 * y + 776) * y + 1482) * y - 1920) * y - 945) / 92160
    return z + (first + (second + (third + fourth / freedom) / freedom) / freedom) / freedom
