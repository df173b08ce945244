"""Dates that are written in another way than ours and can mean one day only."""

from __future__ import annotations

import re

from coaching_cycles import values

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SEPTEMBER = 9
_NAME = r"(?P<name>[A-Za-z]{3,9})\.?"
_PATTERNS = (
    # The year first: 2026/10/5, 2026.10.05, 2026-9.
    re.compile(r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?:(?P=sep)(?P<day>\d{1,2}))?"),
    re.compile(rf"{_NAME} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})"),
    re.compile(rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? {_NAME},? (?P<year>\d{{4}})"),
    re.compile(rf"{_NAME},? (?P<year>\d{{4}})"),
)
_MONTH_OR_DAY = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_LONGEST_MONTH = 12


def mend_date(text: str) -> str | None:
    """The date as `2026-10-05` (or `2026-10`), when the text can mean one day (or month) only.

    Else None. `10/26/2026` has one meaning, because there is no 26th month; `10/5/2026` has two.
    """
    parts = _read(" ".join(text.split()))
    if parts is None:
        return None
    year, month, day = parts
    iso = f"{year}-{month:02d}" + (f"-{day:02d}" if day else "")
    try:
        return str(values.read_date(iso))
    except ValueError:
        return None


def _read(text: str) -> tuple[str, int, int] | None:
    for pattern in _PATTERNS:
        match = pattern.fullmatch(text)
        if match is not None:
            found = match.groupdict()
            month = int(found["month"]) if "month" in found else _month(found["name"])
            return (found["year"], month, int(found.get("day") or 0)) if month else None
    match = _MONTH_OR_DAY.fullmatch(text)
    if match is None:
        return None
    first, second = int(match[1]), int(match[3])
    if first == second or second > _LONGEST_MONTH >= first:
        return match[4], first, second
    return (match[4], second, first) if first > _LONGEST_MONTH >= second else None


def _month(name: str) -> int:
    """The number of an English month, whole or by its first letters; 0 for another word."""
    word = name.lower()
    found = (n for n, month in enumerate(_MONTHS, 1) if word in {month, month[:3]})
    return next(found, _SEPTEMBER if word == "sept" else 0)
