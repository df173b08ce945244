"""Grades as files of standards write them: "09,10", "KG", ["06", "07"], "6-8", "HS"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

GRADES = ("PK", "TK", "K", *map(str, range(1, 14)))
LONGEST_GRADES = 200
"""Characters of a list of grades that are read; all of them, in words, have fewer."""
_NAMED = {
    "KG": ("K",),
    "PREK": ("PK",),
    "MS": ("6", "7", "8"),
    "HS": ("9", "10", "11", "12"),
}


@lru_cache(maxsize=1024)
def read_grades(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Single grades in order from a list such as "K, 1, 2", "09,10" or "6-8"; and what in it is no grade."""
    found: set[str] = set()
    wrong: list[str] = []
    plain = unicodedata.normalize("NFKC", text).upper().replace("–", "-").replace("PRE-K", "PK")
    plain = re.sub(r"\s*-\s*", "-", re.sub(r"\bGRADES?\b|\bGR\b\.?", " ", plain))
    # "09.10" stands for "09,10" in real files.
    for part in filter(None, re.split(r"[,;|/\s]+|(?<=\d\d)\.(?=\d\d)", plain)):
        ends = [_name_grade(end) for end in part.split("-", 2)]
        if len(ends) == 1 and ends[0]:
            found.update(ends[0])
        elif len(ends) == 2 and ends[0] and ends[1] and ends[0][0] in GRADES and ends[1][-1] in GRADES:  # noqa: PLR2004
            first, last = GRADES.index(ends[0][0]), GRADES.index(ends[1][-1])
            if first > last:
                wrong.append(part)
            found.update(grade for grade in GRADES[first : last + 1] if grade != "TK" or first == 1)
        else:
            wrong.append(part)
    return tuple(sorted(found, key=GRADES.index)), tuple(wrong)


def _name_grade(text: str) -> tuple[str, ...]:
    if text in _NAMED:
        return _NAMED[text]
    plain = text.lstrip("0") if text.isdecimal() and text.isascii() else text
    return (plain,) if plain in GRADES else ()
