"""Counts and the totals over them, judged together: what may be published so that nothing hidden follows.

A reader knows of each count what is published of it (a number, "fewer than 3", nothing at all), and of each
total likewise. Every count that is not published as a number must keep at least three possible values, given
everything else. Other counts that fit all that is published are found by changing one and making up for it
elsewhere; a count is only ever called open for values that were seen to fit, so an oversight of the search
hides too much, never too little.

The counts may be anything that adds up: schools by standards by years, the sections of a cycle and the whole,
groups of a class.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from coaching_cycles.measuring.counts import LARGEST_COUNT
from coaching_cycles.measuring.figures import Figure
from coaching_cycles.privacy.policy import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Sequence

UNSEEN = Figure(0, LARGEST_COUNT)
"""What is known of a count of which nothing is published."""

_SHIFTS = (1, -1, 2, -2)
_TRIES = 60
"""Changes that are tried to make up for one; beyond it the count is called closed."""


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of some counts (by position), and what would be published of it."""

    cells: frozenset[int]
    shown: Figure


@dataclass(frozen=True, slots=True)
class Protected:
    """What may be published: of each count, and of each total; None where a total gave way."""

    cells: tuple[Figure, ...]
    totals: tuple[Figure | None, ...]


def protect(counts: Sequence[int], cells: Sequence[Figure], totals: Sequence[Total]) -> Protected:
    """Choose which totals to publish, so that each hidden count keeps three possible values.

    `cells` is what the policy lets each count be published as by itself. Totals give way, never counts: each
    count is a fact of one cycle, a total only repeats several. A total that is kept back is a hidden count as
    well. Ends always: without totals nothing links the counts.
    """
    published: list[Figure | None] = [total.shown for total in totals]
    # What is open stays open when less is published, so only what was closed is looked at again.
    waiting = [frozenset({i}) for i, figure in enumerate(cells) if figure.exact is None]
    waiting += [total.cells for total in totals if total.shown.exact is None]
    while True:
        links = [Total(t.cells, p) for t, p in zip(totals, published, strict=True) if p is not None]
        waiting = closed_groups(counts, cells, links, waiting)
        number = _tightest(waiting, cells, totals, published) if waiting else None
        if number is None:
            # What is closed without any total was closed before: the policy's own code is too narrow for it.
            return Protected(tuple(cells), tuple(published))
        published[number] = None
        waiting.append(totals[number].cells)


def closed_groups(
    counts: Sequence[int],
    known: Sequence[Figure],
    totals: Sequence[Total],
    groups: Sequence[frozenset[int]],
) -> list[frozenset[int]]:
    """Return those of `groups` whose count was not seen to be open.

    `counts` is the truth, `known` what is published of each, `totals` of their sums. A group of one is a
    count, a larger one the sum of some.
    """
    search = _Search(counts, known, totals)
    seen: dict[frozenset[int], set[int]] = {group: {0} for group in groups}
    for group, mine in seen.items():
        for start, shift in product(sorted(group), _SHIFTS):
            if len(mine) >= POSSIBLE:
                break
            found = search.change(start, shift) if start in search.room else None
            if found is not None:
                for other, values in seen.items():
                    if len(values) < POSSIBLE:
                        values.add(sum(change for cell, change in found.items() if cell in other))
    return [group for group, values in seen.items() if len(values) < POSSIBLE]


def _tightest(
    closed: Sequence[frozenset[int]],
    known: Sequence[Figure],
    totals: Sequence[Total],
    published: Sequence[Figure | None],
) -> int | None:
    """The published total over a closed count that has the fewest hidden counts to spread over."""
    cells = frozenset().union(*closed)
    choices = [
        (sum(known[i].exact is None for i in total.cells), len(total.cells), number)
        for number, total in enumerate(totals)
        if published[number] is not None and total.cells & cells
    ]
    hiding = [choice for choice in choices if choice[0]]
    return min(hiding or choices)[2] if choices else None


class _Search:
    """Looks for other counts that fit everything published: one is changed, and others make up for it."""

    def __init__(self, counts: Sequence[int], known: Sequence[Figure], totals: Sequence[Total]) -> None:
        self.room = {
            i: (figure.low - count, figure.high - count)
            for i, (count, figure) in enumerate(zip(counts, known, strict=True))
            if figure.exact is None
        }
        # Of each total only the hidden counts, and how far their sum may move.
        self.sums: list[tuple[tuple[int, ...], int, int]] = []
        self.over: dict[int, list[int]] = {i: [] for i in self.room}
        for total in totals:
            free = tuple(sorted(i for i in total.cells if i in self.room))
            true = sum(counts[i] for i in total.cells)
            for i in free:
                self.over[i].append(len(self.sums))
            self.sums.append((free, total.shown.low - true, total.shown.high - true))
        self.tries = 0

    def change(self, start: int, shift: int) -> dict[int, int] | None:
        """Changes by which `start` moves by `shift` and all that is published stays, if any was found."""
        self.tries = _TRIES
        return self._mend({start: shift}, self.over[start]) if self._fits(start, shift) else None

    def _fits(self, cell: int, shift: int) -> bool:
        low, high = self.room[cell]
        return low <= shift <= high

    def _mend(self, moved: dict[int, int], suspects: list[int]) -> dict[int, int] | None:
        for at, number in enumerate(suspects):
            cells, low, high = self.sums[number]
            now = sum(moved.get(i, 0) for i in cells)
            if low <= now <= high:
                continue
            missing = (low if now < low else high) - now
            single = 1 if missing > 0 else -1
            for cell in cells:
                if cell in moved:
                    continue
                for step in dict.fromkeys((missing, single)):
                    self.tries -= 1
                    if self.tries < 0:
                        return None
                    if self._fits(cell, step):
                        found = self._mend({**moved, cell: step}, [*suspects[at:], *self.over[cell]])
                        if found is not None:
                            return found
            return None
        return moved
