"""Unknown whole numbers and what is known of their sums: which of them can be worked out?

Three ways, each enough by itself to prove that a number is not hidden. *Rank*: elimination over the fractions
shows which unknowns every solution shares. *Interval*: each sum narrows the bounds of its parts, again and
again. *Search*: for an unknown, whole solutions are looked for with one value after another; the answer is
exact, and "undecided" when it takes too long. An unknown is open when three values are seen to be possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

POSSIBLE = 3
"""Values that a hidden count must be able to have."""
_MOST_STEPS = 4_000
"""Of one search."""
_MOST_IN_ALL = 40_000
"""Of all searches of a system; what is left then is undecided, which is said."""
_MOST_TRIED = 24
_ROUNDS = 200
_CONSTANT = -1
"""Stands for 1 in a row of equations."""


@dataclass(frozen=True, slots=True)
class Sum:
    """`low` <= the sum of parts, each times its factor, <= `high`."""

    parts: tuple[tuple[int, int], ...]
    """(unknown, factor)"""
    low: int
    high: int


class UndecidedError(Exception):
    """A search took more steps than it may."""


@dataclass(slots=True)
class System:
    """Unknowns with their bounds, and sums of them. Unknowns are numbered in the order they are added."""

    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    undecided: set[int] = field(default_factory=set)
    """Unknowns of which the searches could not say whether they are open."""
    steps: int = 0

    def unknown(self, low: int, high: int) -> int:
        """Add an unknown, and give its number."""
        self.lows.append(low)
        self.highs.append(high)
        return len(self.lows) - 1

    def add(self, parts: list[tuple[int, int]], low: int, high: int) -> None:
        """Say that a sum lies between two numbers."""
        self.sums.append(Sum(tuple(parts), low, high))

    def narrow(self, unknown: int, low: int, high: int) -> None:
        """Say more of an unknown."""
        self.lows[unknown] = max(self.lows[unknown], low)
        self.highs[unknown] = min(self.highs[unknown], high)

    def possible(self) -> bool:
        """True unless it is certain that no whole numbers fit."""
        bounds = self.tighten()
        if bounds is None:
            return False
        try:
            return self._search(*bounds) is not None
        except UndecidedError:
            return True

    def closed(self, hidden: list[int]) -> dict[int, tuple[int, ...]]:
        """Those of some unknowns that can have fewer than three values, each with all that it can have.

        An unknown whose search is too long to finish is none of them, and is noted in `undecided`.
        """
        bounds = self.tighten()
        if bounds is None:
            return {}
        lows, highs = bounds
        fixed = self.determined(lows, highs)
        seen: dict[int, set[int]] = {number: set() for number in hidden}
        found: dict[int, tuple[int, ...]] = {}
        for number in hidden:
            if number in fixed:
                found[number] = (fixed[number],)
                continue
            tried = _spread(lows[number], highs[number])
            whole = True
            for value in tried:
                if len(seen[number]) >= POSSIBLE:
                    break
                if value not in seen[number]:
                    whole = self._try(number, value, bounds, seen) and whole
            if len(seen[number]) < POSSIBLE:
                if whole and len(tried) == highs[number] - lows[number] + 1:
                    found[number] = tuple(sorted(seen[number]))
                else:
                    self.undecided.add(number)
        return found

    def _try(
        self, number: int, value: int, bounds: tuple[list[int], list[int]], seen: dict[int, set[int]]
    ) -> bool:
        """Look for a solution with this value, and note what it gives all others; False when undecided."""
        low, high = list(bounds[0]), list(bounds[1])
        low[number] = high[number] = value
        try:
            solution = self._search(low, high)
        except UndecidedError:
            return False
        if solution is not None:
            for other, values in seen.items():
                values.add(solution[other])
        return True

    def determined(self, lows: list[int], highs: list[int]) -> dict[int, int]:
        """Unknowns that have the same value in every solution of the equations alone: the rank attack."""
        rows = []
        for one in self.sums:
            if one.low == one.high:
                row: dict[int, Fraction] = {_CONSTANT: Fraction(-one.low)}
                for number, factor in one.parts:
                    if lows[number] == highs[number]:
                        row[_CONSTANT] += factor * lows[number]
                    else:
                        row[number] = row.get(number, Fraction(0)) + factor
                rows.append({n: f for n, f in row.items() if f})
        known = {n: lows[n] for n in range(len(lows)) if lows[n] == highs[n]}
        for row in _reduce(rows):
            unknowns = [n for n in row if n != _CONSTANT]
            if len(unknowns) == 1:
                known[unknowns[0]] = int(-row.get(_CONSTANT, Fraction(0)) / row[unknowns[0]])
        return known

    def tighten(
        self, lows: list[int] | None = None, highs: list[int] | None = None
    ) -> tuple[list[int], list[int]] | None:
        """The bounds that follow from each sum by itself: the interval attack. None: nothing fits."""
        low = list(self.lows if lows is None else lows)
        high = list(self.highs if highs is None else highs)
        if any(a > b for a, b in zip(low, high, strict=True)):
            return None
        for _ in range(_ROUNDS):
            changed = False
            for one in self.sums:
                least = sum(f * (low[n] if f > 0 else high[n]) for n, f in one.parts)
                most = sum(f * (high[n] if f > 0 else low[n]) for n, f in one.parts)
                if least > one.high or most < one.low:
                    return None
                if least >= one.low and most <= one.high:
                    continue
                for number, factor in one.parts:
                    a = factor * (low[number] if factor > 0 else high[number])
                    b = factor * (high[number] if factor > 0 else low[number])
                    # What the others leave for this part.
                    down, up = one.low - (most - b), one.high - (least - a)
                    if factor < 0:
                        down, up = -up, -down
                    size = abs(factor)
                    down, up = -(-down // size), up // size
                    if down > low[number]:
                        low[number], changed = down, True
                    if up < high[number]:
                        high[number], changed = up, True
                    if low[number] > high[number]:
                        return None
                    least += factor * (low[number] if factor > 0 else high[number]) - a
                    most += factor * (high[number] if factor > 0 else low[number]) - b
            if not changed:
                break
        return low, high

    def _search(self, lows: list[int], highs: list[int]) -> list[int] | None:
        """The same as `_solve`, with as many steps as are left."""
        most = max(0, min(_MOST_STEPS, _MOST_IN_ALL - self.steps))
        steps = [most]
        try:
            return self._solve(lows, highs, steps)
        finally:
            self.steps += most - max(0, steps[0])

    def _solve(self, lows: list[int], highs: list[int], steps: list[int]) -> list[int] | None:
        """Whole numbers within these bounds that fit all sums. Raises UndecidedError when out of steps."""
        bounds = self.tighten(lows, highs)
        if bounds is None:
            return None
        steps[0] -= 1
        if steps[0] < 0:
            raise UndecidedError
        low, high = bounds
        open_ones = [n for n in range(len(low)) if low[n] != high[n]]
        if not open_ones:
            return low
        at = min(open_ones, key=lambda n: high[n] - low[n])
        middle = (low[at] + high[at]) // 2
        for value in sorted(range(low[at], min(high[at], low[at] + 400) + 1), key=lambda v: abs(v - middle)):
            first, last = list(low), list(high)
            first[at] = last[at] = value
            solution = self._solve(first, last, steps)
            if solution is not None:
                return solution
        return None


def _spread(low: int, high: int) -> list[int]:
    """Values to try: all of a few, else some from both ends and from between."""
    if high - low < _MOST_TRIED:
        middle = (low + high) // 2
        return sorted(range(low, high + 1), key=lambda value: abs(value - middle))
    step = (high - low) // 6
    return [low + step, low + 2 * step, low + 3 * step, low, high, *range(low + 1, low + 9), high - 1]


def _reduce(rows: list[dict[int, Fraction]]) -> list[dict[int, Fraction]]:
    """The reduced row echelon form; a row with one unknown left has found it."""
    done: list[tuple[int, dict[int, Fraction]]] = []
    for start in rows:
        row = dict(start)
        for lead, other in done:
            if lead in row:
                _subtract(row, other, row[lead])
        unknowns = [number for number in row if number != _CONSTANT]
        if not unknowns:
            continue
        lead = min(unknowns)
        scale = row[lead]
        row = {n: f / scale for n, f in row.items()}
        for _, other in done:
            if lead in other:
                _subtract(other, row, other[lead])
        done.append((lead, row))
    return [row for _, row in done]


def _subtract(row: dict[int, Fraction], other: dict[int, Fraction], times: Fraction) -> None:
    for number, factor in other.items():
        left = row.get(number, Fraction(0)) - times * factor
        if left:
            row[number] = left
        else:
            row.pop(number, None)
