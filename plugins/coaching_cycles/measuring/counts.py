"""The one guard that every count passes before it is calculated with."""

from __future__ import annotations

LARGEST_COUNT = 10_000_000
"""No reading has more students than this; the bound keeps every calculation short, whatever a file says."""


def check_count(name: str, value: int, *, low: int = 0, high: int = LARGEST_COUNT) -> int:
    """Return `value` when it is a whole number from `low` to `high`.

    `name` is what the message calls it. Raises `ValueError` otherwise, also for `True` and for a float: a
    count that became one of these was misread on its way.
    """
    if type(value) is not int:
        raise ValueError(f"{name} must be a whole number, not {type(value).__name__}")
    if not low <= value <= high:
        # The value itself stays out of the message: Python refuses to print a number of thousands of digits.
        raise ValueError(f"{name} must be from {low} to {high}")
    return value


def check_share(proficient: int, students: int, when: str = "") -> None:
    """Raise `ValueError` unless `proficient` of `students` is possible and there is at least one student.

    `when` ("before", "after") tells the message which of two readings is meant.
    """
    place = f" {when}" if when else ""
    check_count(f"students{place}", students, low=1)
    check_count(f"proficient{place}", proficient, high=students)
