"""Three ways of working out a hidden count from what is published, none of them the way of the product.

Each takes the published figures alone: of every count what is known of it, and of every total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from scipy.optimize import linprog

from coaching_cycles.measuring.figures import Figure

Known = Sequence[Figure]
Sums = Sequence[tuple[frozenset[int], Figure]]
POSSIBLE = 3


def hidden(known: Known) -> list[int]:
    return [i for i, figure in enumerate(known) if figure.exact is None]


def by_rank(known: Known, sums: Sums) -> set[int]:
    """Counts that the published totals determine as linear equations, whatever their ranges."""
    free = hidden(known)
    rows = [[float(i in cells) for i in free] for cells, total in sums if total.exact is not None]
    if not free or not rows:
        return set()
    matrix = np.array(rows)
    rank = np.linalg.matrix_rank(matrix)
    return {
        cell
        for at, cell in enumerate(free)
        if np.linalg.matrix_rank(np.vstack([matrix, np.eye(len(free))[at]])) == rank
    }


def by_interval(known: Known, sums: Sums) -> set[int]:
    """Counts that can lie only between ends so close that fewer than three whole numbers are left."""
    free = hidden(known)
    rows: list[list[float]] = []
    limits: list[float] = []
    for cells, total in sums:
        row = [float(i in cells) for i in free]
        told = sum(known[i].low for i in cells if known[i].exact is not None)
        if any(row):
            rows += [row, [-value for value in row]]
            limits += [total.high - told, told - total.low]
    if not rows:
        return set()
    found = set()
    for at, cell in enumerate(free):
        goal = np.eye(len(free))[at]
        ends = [
            linprog(sign * goal, A_ub=rows, b_ub=limits, bounds=[(known[i].low, known[i].high) for i in free])
            for sign in (1, -1)
        ]
        assert all(end.status == 0 for end in ends), "what is published contradicts itself"
        low, high = np.ceil(ends[0].fun - 1e-6), np.floor(-ends[1].fun + 1e-6)
        if high - low + 1 < POSSIBLE:
            found.add(cell)
    return found


def by_trying(known: Known, sums: Sums) -> set[int]:
    """Counts with fewer than three values in all the tables that fit; for small tables with short ranges."""
    free = hidden(known)
    values: dict[int, set[int]] = {cell: set() for cell in free}
    for table in _tables(known, sums, free):
        for cell, value in zip(free, table, strict=True):
            values[cell].add(value)
    return {cell for cell, found in values.items() if len(found) < POSSIBLE}


def _tables(known: Known, sums: Sums, free: list[int]) -> Iterator[tuple[int, ...]]:
    limits = [
        (
            [at for at, cell in enumerate(free) if cell in cells],
            total.low - sum(known[i].low for i in cells if known[i].exact is not None),
            total.high - sum(known[i].low for i in cells if known[i].exact is not None),
        )
        for cells, total in sums
    ]
    for table in product(*(range(known[i].low, known[i].high + 1) for i in free)):
        if all(low <= sum(table[at] for at in places) <= high for places, low, high in limits):
            yield table
