"""The search index of a large portfolio in parts, so that one changed word is one part made anew.

A browser reads the parts as one index. Cycles are parted by the time at which they began: a part is a stretch
of months or years, so that an edit leaves a cycle in its part, and results by date are those of one part
after the other. What is not a cycle, and what a small portfolio has, is in the index itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

SMALL: Final = 300
"""Dated pages up to which an index is not parted: making it anew takes little more than a second."""
MOST: Final = 8
"""Parts. Each is asked about each word, and answers with at least one piece of some 7 kB."""
LAST: Final = (
    '<html><body><article data-pagefind-body><i data-pagefind-sort="date[data-v]" data-v="-"></i>\ua66e'
    "</article></body></html>"
)
"""A page of each part that is found by nothing that can be typed or chosen, and stands after all others.

Its one word is a letter that once stood in one psalter. In a list by date Pagefind gives each page its place
from the end as its score, 0 to the last one. With this page below them, the scores of all others can be
lifted above those of older parts by a factor.
"""
_DATE: Final = re.compile(r'data-pagefind-sort="date\[data-v\]" data-v="(\d{4})(?:-(\d\d))?')
_MONTHS: Final = (1, 3, 6)


def find_date(excerpt: str) -> str:
    """The month or the year from which a page counts; "" for one that is not put in order by date."""
    found = _DATE.search(excerpt)
    return "-".join(filter(None, found.groups())) if found is not None else ""


def divide(dates: Mapping[str, str]) -> dict[str, list[str]]:
    """The pages of each part by its name, of their dates by path: the index itself (""), then the newest."""
    dated = {path: date for path, date in dates.items() if date}
    if len(dated) <= SMALL:
        return {"": list(dates)}
    period = next(one for one in _periods() if len({one(date) for date in dated.values()}) <= MOST)
    found: dict[str, list[str]] = {"": [path for path in dates if path not in dated]}
    for name in sorted({period(date) for date in dated.values()}, reverse=True):
        found[f"part-{name}"] = [path for path, date in dated.items() if period(date) == name]
    return found


def _periods() -> list[Callable[[str], str]]:
    """Ever longer stretches of time."""
    by_months = [lambda date, n=n: _stretch(date, n) for n in _MONTHS]
    by_years = [lambda date, n=n: f"{int(date[:4]) // n * n:04d}" for n in range(1, 10_000)]
    return [*by_months, *by_years]


def _stretch(date: str, months: int) -> str:
    """The first month of the stretch that a date is in; a year by itself is with its first month."""
    year, _, month = date.partition("-")
    return f"{year}-{(int(month or 1) - 1) // months * months + 1:02d}"
