"""Days as exports write them; which number is the month is decided for a whole column, never for one cell."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Literal

from coaching_cycles.importing.cells import tidy

Order = Literal["mdy", "dmy"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero", "feb february febrero", "mar march marzo mars", "apr april abr abril",
            "may mayo mai", "jun june junio juni", "jul july julio juli", "aug august ago agosto",
            "sep sept september septiembre", "oct october octubre okt oktober", "nov november noviembre",
            "dec december dic diciembre des desember",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:,?\s.*)?")
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]+,\s*)?([^\W\d]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:,?\s.*)?"
)
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+,\s*)?(\d{1,2})(?:st|nd|rd|th)?\.?[\s-]+([^\W\d]{3,10})\.?,?[\s-]+(\d{4})(?:,?\s.*)?"
)
_SERIAL = re.compile(r"[345]\d{4}")
_MONTHS_IN_YEAR = 12
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


def find_order(texts: list[str]) -> Order | None:
    """How a column writes days such as 10/5/2026; None when each of them could be read both ways."""
    numbers = [match for text in texts if (match := _NUMBERS.fullmatch(tidy(text)))]
    if any(int(match[1]) > _MONTHS_IN_YEAR for match in numbers):
        return "dmy"
    if any(int(match[2]) > _MONTHS_IN_YEAR for match in numbers):
        return "mdy"
    return None if numbers else "mdy"


def read_day(text: str, order: Order = "mdy") -> date | None:
    """The day in a text, which may have a time behind it; None when there is none."""
    clean = tidy(text)
    if _SERIAL.fullmatch(clean):
        # A day as a spreadsheet counts it, when it was saved without its format.
        return date(1899, 12, 30) + timedelta(days=int(clean))
    if match := _ISO.fullmatch(clean):
        return _day(match[1], match[2], match[3])
    if match := _NUMBERS.fullmatch(clean):
        first, second, year = match[1], match[2], match[3]
        month, day = (first, second) if order == "mdy" else (second, first)
        return _day(f"20{year}" if len(year) == 2 else year, month, day)  # noqa: PLR2004 - a year in two digits
    if match := _MONTH_FIRST.fullmatch(clean):
        return _day(match[3], str(_MONTHS.get(match[1].lower(), 0)), match[2])
    if match := _DAY_FIRST.fullmatch(clean):
        return _day(match[3], str(_MONTHS.get(match[2].lower(), 0)), match[1])
    return None


def _day(year: str, month: str, day: str) -> date | None:
    if not _FIRST_YEAR <= int(year) <= _LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
