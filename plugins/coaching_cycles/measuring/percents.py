"""Percents and points in whole numbers, and whether a typed percent is possible at all.

Source for the last: Brown NJL, Heathers JAJ (2017). The GRIM test: a simple technique detects numerous
anomalies in the reporting of results in psychology. Soc Psychol Personal Sci 8:363-369.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import isfinite

from coaching_cycles.measuring.counts import LARGEST_COUNT, check_count, check_share

_TYPED = re.compile(r"(\d{1,9})(?:\.(\d{1,12}))?\s*%?", re.ASCII)
_MOST_DECIMALS = 12
_SNAP = 9
_WIDE = Context(prec=400)


@dataclass(frozen=True, slots=True)
class Option:
    """A count that could have been meant, and the percent that it gives, to the decimals that were typed."""

    proficient: int
    percent: Decimal


# The same few percents stand in the sentences, tables and files of every cycle.
@lru_cache(maxsize=65536)
def rounded(value: float | Decimal | Fraction, decimals: int = 0) -> Decimal:
    """Return `value` rounded half up in size (0.5 to 1, -0.5 to -1), so that a drop reads like a gain.

    Fractions and decimals are rounded exactly. A float is first taken to the nearest number with nine more
    decimals, because 100 * 29 / 200 is a hair below 14.5 as a float and must read 15. Never "-0". Raises
    `ValueError` for a number that is not finite or for decimals outside 0 to 12.
    """
    check_count("decimals", decimals, high=_MOST_DECIMALS)
    if not isinstance(value, Fraction) and not isfinite(value):
        raise ValueError("only a finite number can be rounded")
    if isinstance(value, float):
        value = Decimal(repr(round(value, decimals + _SNAP)))
    if isinstance(value, Decimal):
        # Not by way of Fraction, which would write out the zeros of 1e-999999999.
        value = value.quantize(Decimal((0, (1,), -decimals)), ROUND_HALF_UP, _WIDE)
    numerator, denominator = value.as_integer_ratio()
    units = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    sign = 1 if numerator < 0 and units else 0
    return Decimal((sign, tuple(map(int, str(units))), -decimals))


def whole(value: float | Decimal | Fraction) -> int:
    """Return `value` as a whole number, rounded half up in size. Raises as `rounded` does."""
    return int(rounded(value))


def points(share: float | Fraction) -> int:
    """Return a share or a change of shares (0.44) in whole points (44), rounded half up in size."""
    return whole(share * 100)


def change(before: int, students_before: int, after: int, students_after: int) -> Fraction:
    """Return the exact change of the share proficient, from -1 to 1; `points` makes it presentable.

    Raises `ValueError` when a reading has no students or more proficient than students.
    """
    check_share(before, students_before, "before")
    check_share(after, students_after, "after")
    return Fraction(after, students_after) - Fraction(before, students_before)


def percent(proficient: int, students: int) -> int:
    """Return `proficient` of `students` as a whole percent, rounded half up.

    100 means everybody and 0 nobody: 249 of 250 (99.6 %) reads 99 and 1 of 250 reads 1. "100 %" beside "249
    of 250" would be false for one child, 99 is off by less than a point. Raises `ValueError` for impossible
    counts.
    """
    check_share(proficient, students)
    nearest = (200 * proficient + students) // (2 * students)
    if 0 < proficient < students:
        return min(99, max(1, nearest))
    return nearest


@lru_cache(maxsize=4096)
def whole_percent(value: Decimal) -> int:
    """Return a percent (0 to 100) without decimals, 0 and 100 only for exactly that, as `percent` has it."""
    nearest = int(value) if value == value.to_integral_value() else whole(value)
    return min(99, max(1, nearest)) if 0 < value < 100 else nearest  # noqa: PLR2004 - the whole of it


def possible_counts(typed: str | Decimal, students: int, decimals: int | None = None) -> range:
    """Return the counts of `students` that give this percent: round(100 * count / students, decimals), GRIM.

    `typed` is the percent as written ("28", "28.0", "28 %") or a Decimal that kept its digits; `decimals` is
    taken from it ("28" has none, "28.0" has one) unless given, and then may not be fewer than the value
    needs. A half may have been rounded up or to the even digit. Empty when no count gives it, so also above
    100. Raises `ValueError` when the text is not a number of at least 0 written with digits and a point, or
    there are no students.
    """
    check_count("students", students, low=1)
    units, places = _typed(typed, decimals)
    # 100 * count / students lies in [P - half a unit, P + half a unit]; all in whole numbers of half units.
    scale = 200 * 10**places
    lowest = -((1 - 2 * units) * students // scale)
    highest, over = divmod((2 * units + 1) * students, scale)
    if over == 0 and units % 2:
        # Exactly half a unit above an odd digit: both ways of rounding leave it.
        highest -= 1
    return range(max(0, lowest), min(students, highest) + 1)


def possible(typed: str | Decimal, students: int, decimals: int | None = None) -> bool:
    """Tell whether some count of `students` gives this percent (GRIM). Raises as `possible_counts` does."""
    return len(possible_counts(typed, students, decimals)) > 0


def nearest_possible(typed: str | Decimal, students: int, decimals: int | None = None) -> tuple[Option, ...]:
    """Return what could have been meant with this many students, for the hint beside an impossible percent.

    A possible percent gives its counts (several only when there are more than 100 students); an impossible
    one the count below and the count above. Raises as `possible_counts` does.
    """
    counts = possible_counts(typed, students, decimals)
    units, places = _typed(typed, decimals)
    if not counts:
        below = min(students, units * students // (100 * 10**places))
        counts = range(below, min(students, below + 1) + 1)
    return tuple(Option(count, rounded(Fraction(100 * count, students), places)) for count in counts)


def possible_students(
    typed: str | Decimal, near: int, decimals: int | None = None, *, within: int = 20
) -> tuple[int, ...]:
    """Return the nearest number of students below `near` and above it that can give this percent.

    Only numbers at most `within` away; so none, one or two, the smaller first. Raises as `possible_counts`
    does.
    """
    check_count("students", near, low=1)
    below = next(
        (n for n in range(near - 1, max(0, near - within - 1), -1) if possible(typed, n, decimals)), None
    )
    top = min(LARGEST_COUNT, near + within)
    above = next((n for n in range(near + 1, top + 1) if possible(typed, n, decimals)), None)
    return tuple(n for n in (below, above) if n is not None)


def _plain(number: Decimal) -> str:
    """Return `number` without an exponent, all its digits kept; "" for one that no percent looks like."""
    plain = number.is_finite() and not number.is_signed() and abs(number.adjusted()) <= _MOST_DECIMALS
    return format(number, "f") if plain else ""


def _typed(typed: str | Decimal, decimals: int | None) -> tuple[int, int]:
    """Return what was typed as a whole number of its last digit's units, and its decimals."""
    text = _plain(typed) if isinstance(typed, Decimal) else typed
    found = _TYPED.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise ValueError('a percent must be written with digits and a point, like "28" or "28.0"')
    digits, after_point = found[1], found[2] or ""
    places = len(after_point) if decimals is None else check_count("decimals", decimals, high=_MOST_DECIMALS)
    if after_point[places:].strip("0"):
        raise ValueError("the percent has more decimals than it is said to have")
    return int(digits + after_point[:places].ljust(places, "0")), places
