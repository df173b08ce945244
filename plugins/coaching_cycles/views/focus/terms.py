"""Terms: the parts of a school year, as the columns of a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coaching_cycles.filing import began
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.desk import Desk

SHOWN = 6
"""Terms that have a column each; what is older stands in one."""

_MONTHS = 12
_USUAL = (8, 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """The columns of a map. `ends` are the first and last month of each, counted from the year 0.

    `earlier` and `undated` say whether there is a column for what is older, and for what has no date.
    """

    ends: tuple[tuple[int, int], ...]
    titles: tuple[str, ...]
    earlier: bool
    undated: bool

    def column(self, cycle: PublishedCycle) -> int | None:
        """The number of a cycle's column, from 0; None where it is after all of them."""
        month = _month(cycle)
        if month is None:
            return len(self.titles) - 1
        if self.earlier and month < self.ends[0][0]:
            return 0
        for place, (first, last) in enumerate(self.ends, int(self.earlier)):
            if first <= month <= last:
                return place
        return None


def make_terms(desk: Desk, cycles: Iterable[PublishedCycle]) -> Terms:
    """The terms of some cycles up to the newest; one without a cycle among them is a column too."""
    every = [_month(cycle) for cycle in cycles]
    months = [month for month in every if month is not None]
    begins = sorted({month - 1 for month in desk.library.published.record.terms or _USUAL})
    w = desk.words
    ends: list[tuple[int, int]] = []
    if months:
        first = _first(max(months), begins)
        while len(ends) < SHOWN and first >= _first(min(months), begins):
            ends.insert(0, (first, _last(first, begins)))
            first = _first(first - 1, begins)
    earlier = bool(ends) and min(months) < ends[0][0]
    undated = None in every
    titles = [w("focus.earlier")] if earlier else []
    titles += [_title(desk, *pair) for pair in ends]
    titles += [w("focus.undated")] if undated else []
    return Terms(tuple(ends), tuple(titles), earlier, undated)


def _month(cycle: PublishedCycle) -> int | None:
    """The month in which a cycle began; a date that is only a year is no month."""
    first = began(cycle)
    return first.year * _MONTHS + first.month - 1 if first is not None and first.month else None


def _first(month: int, begins: Sequence[int]) -> int:
    """The first month of the term that a month is in."""
    return max(
        year * _MONTHS + begin
        for year in (month // _MONTHS - 1, month // _MONTHS)
        for begin in begins
        if year * _MONTHS + begin <= month
    )


def _last(first: int, begins: Sequence[int]) -> int:
    return (
        min(
            year * _MONTHS + begin
            for year in (first // _MONTHS, first // _MONTHS + 1)
            for begin in begins
            if year * _MONTHS + begin > first
        )
        - 1
    )


def _title(desk: Desk, first: int, last: int) -> str:
    """The months of a term and the year in which it ends: "Aug–Dec 2025"."""
    names = (desk.words.month(month % _MONTHS + 1) for month in (first, last))
    low, high = names
    return desk.words("focus.term", first=low, last=high, year=str(last // _MONTHS))
