"""Could it be otherwise? Whether published sums of a table of moves leave its hidden counts open.

A reader of the site knows the levels before and after (some merged), and whatever sums of the table are
published. The table itself must not follow from them: every hidden count has to keep at least three possible
values. Other tables with the same sums are found by moving students around: the search only ever says "open"
for what it has seen to be open.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from coaching_cycles.privacy.policy import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Cell = tuple[int, int]
Step = dict[Cell, int]
"""How many students are put into (or, below zero, taken out of) each cell."""

_MULTIPLES = (1, 2, -1, -2)


def stays_open(
    rows: Sequence[Sequence[int]],
    before: Sequence[Sequence[int]],
    after: Sequence[Sequence[int]],
    sums: Sequence[frozenset[Cell]],
) -> bool:
    """True when no single count behind the published numbers can be worked out.

    `rows` is the true table; `before` and `after` are the levels published as one (`[[0], [1], [2, 3]]`);
    `sums` are the groups of cells whose total is published. Looked at are every cell of the table and every
    level that was merged.
    """
    steps = list(_steps(len(rows), before, after, sums))
    places = range(len(rows))
    hidden: list[frozenset[Cell]] = [frozenset({(i, j)}) for i in places for j in places]
    hidden += [
        frozenset((level, j) for j in range(len(rows))) for band in before if len(band) > 1 for level in band
    ]
    hidden += [
        frozenset((i, level) for i in range(len(rows))) for band in after if len(band) > 1 for level in band
    ]
    seen: dict[frozenset[Cell], set[int]] = {group: {0} for group in hidden}
    for step in steps:
        waiting = [group for group in hidden if len(seen[group]) < POSSIBLE]
        if not waiting:
            return True
        for times in _MULTIPLES:
            if all(rows[i][j] + times * n >= 0 for (i, j), n in step.items()):
                for group in waiting:
                    seen[group].add(times * sum(n for cell, n in step.items() if cell in group))
    return all(len(values) >= POSSIBLE for values in seen.values())


def _steps(
    size: int,
    before: Sequence[Sequence[int]],
    after: Sequence[Sequence[int]],
    sums: Sequence[frozenset[Cell]],
) -> Iterator[Step]:
    """Ways of moving students that change no published number: one, or two that make up for each other."""
    by_effect: dict[tuple[int, ...], list[Step]] = {}
    for step in _single(size, before, after):
        effect = tuple(sum(n for cell, n in step.items() if cell in group) for group in sums)
        if not any(effect):
            yield step
        else:
            by_effect.setdefault(effect, []).append(step)
    for effect, steps in by_effect.items():
        for one, other in combinations(steps, 2):
            yield _together(one, other, -1)
        opposite = tuple(-n for n in effect)
        if effect < opposite:
            for one, other in product(steps, by_effect.get(opposite, ())):
                yield _together(one, other, 1)


def _single(size: int, before: Sequence[Sequence[int]], after: Sequence[Sequence[int]]) -> Iterator[Step]:
    levels = range(size)
    for (i, k), (j, m) in product(combinations(levels, 2), combinations(levels, 2)):
        yield {(i, j): 1, (k, m): 1, (i, m): -1, (k, j): -1}
    for band, j in product(before, levels):
        for i, k in combinations(band, 2):
            yield {(i, j): 1, (k, j): -1}
    for band, i in product(after, levels):
        for j, m in combinations(band, 2):
            yield {(i, j): 1, (i, m): -1}


def _together(one: Step, other: Step, sign: int) -> Step:
    cells: Iterable[Cell] = one.keys() | other.keys()
    both = {cell: one.get(cell, 0) + sign * other.get(cell, 0) for cell in cells}
    return {cell: n for cell, n in both.items() if n}
