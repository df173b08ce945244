"""The kinds of value that a record can hold, read from what the author typed.

The loader never types a scalar, so each function here takes text and either returns a value or raises
`ValueError` with a sentence for the author. One place, so that a date in a log is read by the same rule as a
date of a reading.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from coaching_cycles.problems import word

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_COUNT = re.compile(r"[0-9]{1,6}")
_NUMBER = re.compile(r"[0-9]{1,7}(?:\.[0-9]{1,6})?")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_LOOSE_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
_SHORT_YEAR = re.compile(r"(\d{2})-(\d{2})-(\d{2})")
_COMMA_POINT = re.compile(r"([0-9]{1,7}),([0-9]{1,6})%?")
_COMMA_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_SHARE = re.compile(r"([0-9]{1,6}) ?(?:/|of|out of) ?([0-9]{1,6})")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:ST|ND|RD|TH)(?:GRADE)?")
_BAND = re.compile(r"(PK|TK|K|\d{1,2})-(K|\d{1,2})")
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_LAST_GRADE = 13


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as precise as it was written. Orders by its first day."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        if self.day:
            return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        return f"{self.year:04d}-{self.month:02d}" if self.month else f"{self.year:04d}"

    @property
    def first(self) -> tuple[int, int, int]:
        """The earliest day it can mean."""
        return self.year, self.month or 1, self.day or 1

    @property
    def last(self) -> tuple[int, int, int]:
        """The latest day it can mean."""
        month = self.month or 12
        return self.year, month, self.day or monthrange(self.year, month)[1]

    def school_year(self) -> str:
        """The school year (August to July) of the first day.

        "2025-26"; a date that is only a year counts from August.
        """
        start = self.year if (self.month == 0 or self.month >= _AUGUST) else self.year - 1
        return f"{start}-{(start + 1) % 100:02d}"


_AUGUST, _MONTHS = 8, 12


# Records name the same days again and again: of a reading, of a log.
@lru_cache(maxsize=4096)
def read_date(text: str) -> PartialDate:
    """`2026-10-05`, `2026-10` or `2026`.

    Raises ValueError for anything else and for days that do not exist.
    """
    match = _DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(word("values.date", text=_shorten(text), why=_explain_date(text.strip())))
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(word("values.date.year", year=year))
    if match.group(2) and not 1 <= month <= 12:  # noqa: PLR2004 - months
        raise ValueError(word("values.date.month", month=match.group(2)))
    if match.group(3) and not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(word("values.date.day", day=match.group(3), month=f"{year}-{month:02d}"))
    return PartialDate(year, month, day)


def _explain_date(text: str) -> str:
    short = _SHORT_YEAR.fullmatch(text)
    if short is not None and int(short.group(2)) <= 12 < int(short.group(1)):  # noqa: PLR2004 - months
        return word("values.date.full_year", text=text)
    loose = _LOOSE_DATE.fullmatch(text)
    if loose is not None and len(loose[1]) == 4 and 1 <= int(loose[2]) <= _MONTHS and len(loose[3]) <= 2:  # noqa: PLR2004 - a year
        return word("values.date.write", date=f"{loose[1]}-{loose[2]:0>2}-{loose[3]:0>2}")
    usual = word("values.date.usual")
    return word("values.date.which", usual=usual) if loose is not None else usual


def read_count(text: str) -> int:
    """A whole number of students, 0 to 999999.

    Digits only, so that `1e3`, `0x1F` and `12.0` are questions, not guesses.
    """
    clean = text.strip()
    if not _COUNT.fullmatch(clean) or not clean.isascii():
        raise ValueError(word("values.count", text=_shorten(text), why=_explain_count(clean)))
    return int(clean)


def read_month(text: str) -> int:
    """A month by its number, 1 to 12."""
    clean = text.strip()
    if clean.isascii() and clean.isdigit() and 1 <= int(clean) <= _MONTHS:
        return int(clean)
    raise ValueError(word("values.month", text=_shorten(text)))


def _explain_count(text: str) -> str:
    example = text.replace(",", "") if _COMMA_THOUSANDS.fullmatch(text) else "28"
    usual = word("values.count.usual", example=example)
    share = _SHARE.fullmatch(text)
    if share is not None:
        return word("values.count.share", usual=usual, part=share[1], whole=share[2])
    return word("values.count.percent", usual=usual) if text.endswith("%") else usual


def read_number(text: str) -> Decimal:
    """A number of points, kept exactly as typed (1.10 stays 1.10)."""
    clean = text.strip()
    if not _NUMBER.fullmatch(clean) or not clean.isascii():
        comma = _COMMA_POINT.fullmatch(clean)
        if comma:
            raise ValueError(
                word("values.number.comma", text=_shorten(text), number=f"{comma[1]}.{comma[2]}")
            )
        if clean[:1] in {"-", "−"} and _NUMBER.fullmatch(clean[1:].strip()):
            raise ValueError(word("values.number.below", text=_shorten(text)))
        raise ValueError(word("values.number.digits", text=_shorten(text)))
    return Decimal(clean)


def read_difference(text: str) -> Decimal:
    """A difference of points, which may be negative, kept exactly as typed."""
    clean = text.strip().replace("−", "-")
    number = read_number(clean[1:] if clean[:1] in {"+", "-"} else clean)
    return -number if clean.startswith("-") else number


def read_percent(text: str) -> Decimal:
    """A percent from 0 to 100, with or without the sign, kept with the decimals it was typed with."""
    number = read_number(text.strip().removesuffix("%"))
    if number > 100:  # noqa: PLR2004 - a percent
        raise ValueError(word("values.percent.above", text=text))
    return number


def read_flag(text: str) -> bool:
    """`true`/`yes` or `false`/`no`, in any case."""
    word = text.strip().lower()
    if word in {"true", "yes"}:
        return True
    if word in {"false", "no"}:
        return False
    msg = f"{_shorten(text)} is neither true nor false"
    raise ValueError(msg)


def read_grade(text: str) -> str:
    """A grade (`PK`, `TK`, `K`, `1` … `13`) or a band of them (`9-12`, `K-2`), in its usual spelling."""
    clean = unicodedata.normalize("NFKC", text).translate(_DASHES).strip().upper()
    clean = (
        re.sub(r"^(?:GRADES?|GR\.?)\s*", "", clean)
        .replace(" ", "")
        .replace("PREK", "PK")
        .replace("PRE-K", "PK")
    )
    ends = clean.split("-") if _BAND.fullmatch(clean) else [clean]
    for end in ends:
        if end not in {"PK", "TK", "K"} and not (
            end.isascii() and end.isdigit() and 1 <= int(end) <= _LAST_GRADE
        ):
            ordinal = _ORDINAL.fullmatch(end)
            meant = ordinal[1] if ordinal else _GRADE_WORDS.get(end)
            fix = word("values.grade.number", grade=meant) if meant else word("values.grade.usual")
            raise ValueError(word("values.grade", text=_shorten(text), fix=fix))
    ends = [str(int(end)) if end.isdigit() else end for end in ends]
    if len(ends) > 1 and grade_order(ends[0]) >= grade_order(ends[1]):
        raise ValueError(word("values.grade.backwards", text=repr(text)))
    return "-".join(ends)


_GRADE_WORDS = {"KINDERGARTEN": "K", "PREKINDERGARTEN": "PK", "PKINDERGARTEN": "PK"}
_EARLY = {"PK": -2, "TK": -1, "K": 0}


def grade_order(grade: str) -> int:
    """Where a grade stands: PK before TK before K before 1; a band by its first grade."""
    first = grade.split("-", maxsplit=1)[0]
    return _EARLY.get(first, int(first) if first.isdigit() else 99)


def expand_grades(grades: tuple[str, ...]) -> tuple[str, ...]:
    """Every single grade meant by a list of grades and bands, in order: ("K-2", "5") is K, 1, 2, 5."""
    found: set[str] = set()
    for grade in grades:
        low, _, high = grade.partition("-")
        if not high:
            found.add(low)
            continue
        names = {v: k for k, v in _EARLY.items()}
        start = grade_order(low)
        # A band from PK means PK, K, 1 …: TK is a grade of its own that nobody means by "PK-2".
        found.update(
            names.get(i, str(i))
            for i in range(start, grade_order(high) + 1)
            if i != _EARLY["TK"] or low == "TK"
        )
    return tuple(sorted(found, key=grade_order))


def _shorten(text: str, limit: int = 40) -> str:
    """The text in quotes, cut: a message never repeats five thousand digits."""
    return repr(text if len(text) <= limit else text[:limit] + "…")
