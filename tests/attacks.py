"""Three ways of working out a hidden count from what is published, none of them the way of the product.

Each takes the published figures alone: of every count what is known of it, and of every total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product
from math import prod

import numpy as np
from scipy.linalg import null_space
from scipy.optimize import linprog
from scipy.signal import fftconvolve

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


Band = tuple[int, int, int, int]
"""Of a reading in bands: fewest and most students, lowest and highest percent proficient."""


def by_sections(whole: Band, parts: Sequence[Band]) -> set[int]:
    """Sections (by position; -1 is the whole) of which fewer than three numbers of students, or of proficient
    ones, fit all the bands together. For classes of less than a hundred.
    """
    grids = [_grid(part) for part in parts]
    total = _grid(whole)
    found = {-1} if _closed(_sum(grids)[: len(total), : len(total)] & _room(total, _sum(grids))) else set()
    for at, grid in enumerate(grids):
        others = _sum([other for place, other in enumerate(grids) if place != at])
        left = np.zeros_like(grid)
        for n, x in zip(*np.nonzero(others), strict=True):
            piece = total[n : n + len(grid), x : x + len(grid)]
            left[: piece.shape[0], : piece.shape[1]] |= piece
        if _closed(left & grid):
            found.add(at)
    return found


def by_cuts(whole: tuple[int, int], percents: Sequence[tuple[int, int]]) -> set[int]:
    """Counts between neighbouring cuts (by position, the lowest cut first) with fewer than three values."""
    values: dict[int, set[int]] = {at: set() for at in range(len(percents) + 1)}
    for n in range(whole[0], whole[1] + 1):
        rows = [np.nonzero(_grid((n, n, *ends))[n])[0] for ends in percents]
        for counts in product(*rows):
            line = (n, *counts, 0)
            if all(a >= b for a, b in pairwise(line)):
                for at, (a, b) in enumerate(pairwise(line)):
                    values[at].add(int(a - b))
    return {at for at, seen in values.items() if len(seen) < POSSIBLE}


@lru_cache(maxsize=4096)
def _grid(band: Band) -> np.ndarray:
    """True where n students (down), x of them proficient (across), are published as this band."""
    low, high, least, most = band
    grid = np.zeros((high + 1, high + 1), dtype=bool)
    for n in range(max(low, 1), high + 1):
        for x in range(n + 1):
            nearest = int(100 * x / n + 0.5)
            shown = min(99, max(1, nearest)) if 0 < x < n else nearest
            grid[n, x] = least <= shown <= most
    return grid


def _sum(grids: Sequence[np.ndarray]) -> np.ndarray:
    total = np.ones((1, 1), dtype=bool)
    for grid in grids:
        total = fftconvolve(total.astype(float), grid.astype(float)) > 0.5
    return total


def _room(total: np.ndarray, sums: np.ndarray) -> np.ndarray:
    return total[: len(sums), : len(sums)]


def _closed(grid: np.ndarray) -> bool:
    return min(np.count_nonzero(grid.any(axis=1)), np.count_nonzero(grid.any(axis=0))) < POSSIBLE
