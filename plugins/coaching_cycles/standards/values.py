"""Values of JSON files whose types cannot be relied on: text, lists, groups of fields, numbers, nothing."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from coaching_cycles.standards.source import LONGEST_TEXT, scrub


def as_text(value: object) -> str:
    """A value as text: text itself, a number as it is written, the first text of a list; "" for all else."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, str)), "")
    if isinstance(value, str):
        return scrub(value[:LONGEST_TEXT])
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)[:40]
    return ""


def as_list(value: object) -> list[object]:
    """A list; the values of a group of fields; nothing for all else."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        return list(value.values())
    return []


def as_mapping(value: object) -> Mapping[str, object]:
    """A group of fields; the first one of a list; an empty one for all else."""
    if isinstance(value, list):
        value = next((one for one in value if isinstance(one, dict)), None)
    return value if isinstance(value, dict) else {}


def as_number(value: object) -> float | None:
    """A number, also where it is written as text; None for all else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        try:
            number = float(value)
        except OverflowError:
            return None
        return number if isfinite(number) else None
    if isinstance(value, str) and len(value) < 20:  # noqa: PLR2004 - no rank is longer
        try:
            number = float(value.strip())
        except ValueError:
            return None
        return number if isfinite(number) else None
    return None
