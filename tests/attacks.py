"""Three ways of working out a hidden count from what is published, none of them the way of the product.

Each takes the published figures alone: of every count what is known of it, and of every total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import prod

import numpy as np
from scipy.linalg import null_space
from scipy.optimize import linprog

from coaching_cycles.measuring.figures import Figure

Known = Sequence[Figure]
Sums = Sequence[tuple[frozenset[int], Figure]]
POSSIBLE = 3

_NOTHING = 1e-9
_TABLES = 300_000
"""Tables that are tried one by one."""


def hidden(known: Known) -> list[int]:
    return [i for i, figure in enumerate(known) if figure.exact is None]


def by_rank(known: Known, sums: Sums) -> set[int]:
    """Counts that the published totals determine as linear equations, whatever their ranges."""
    free = hidden(known)
    rows = [[float(i in cells) for i in free] for cells, total in sums if total.exact is not None]
    if not free or not rows:
        return set()
    # A count is determined when no solution of the equations set to nothing changes it.
    changes = null_space(np.array(rows))
    return {cell for at, cell in enumerate(free) if not np.any(np.abs(changes[at]) > _NOTHING)}


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
    matrix, most = np.array(rows), np.array(limits)
    bounds = [(known[i].low, known[i].high) for i in free]
    seen: list[np.ndarray] = []

    def solve(goal: np.ndarray) -> None:
        end = linprog(goal, A_ub=matrix, b_ub=most, bounds=bounds)
        assert end.status == 0, "what is published contradicts itself"
        seen.append(end.x)

    def closed(at: int) -> bool:
        """True when no two of the solutions seen are far enough apart in this count."""
        values = [solution[at] for solution in seen]
        return bool(np.floor(max(values) + 1e-6) - np.ceil(min(values) - 1e-6) + 1 < POSSIBLE)

    # Each solution tells something of every count: with a few of them only the narrow counts are left, of
    # which the true ends are asked.
    narrow = list(range(len(free)))
    for goal in _goals(len(free)):
        if narrow:
            solve(goal)
            narrow = [at for at in narrow if closed(at)]
    found = set()
    for at in narrow:
        for sign in (1, -1):
            if closed(at):
                solve(sign * np.eye(len(free))[at])
        if closed(at):
            found.add(free[at])
    return found


def _goals(size: int) -> Iterator[np.ndarray]:
    """Least and most of everything, and of every other, every other two, every other four."""
    places = np.arange(size)
    for signs in (np.ones(size), *(1.0 - 2.0 * (places // step % 2) for step in (1, 2, 4))):
        yield signs
        yield -signs


def can_try(known: Known) -> bool:
    """True when there are few enough tables to try every one."""
    return prod(known[i].high - known[i].low + 1 for i in hidden(known)) <= _TABLES


def by_trying(known: Known, sums: Sums) -> set[int]:
    """Counts with fewer than three values in all the tables that fit; for those that `can_try` is for."""
    free = hidden(known)
    if not free:
        return set()
    lows = np.array([known[i].low for i in free], dtype=int)[:, None]
    shape = [known[i].high - known[i].low + 1 for i in free]
    tables = np.indices(shape).reshape(len(free), -1) + lows
    for cells, total in sums:
        told = sum(known[i].low for i in cells if known[i].exact is not None)
        sum_ = tables[[at for at, cell in enumerate(free) if cell in cells]].sum(axis=0) + told
        tables = tables[:, (total.low <= sum_) & (sum_ <= total.high)]
    return {cell for at, cell in enumerate(free) if len(np.unique(tables[at])) < POSSIBLE}
