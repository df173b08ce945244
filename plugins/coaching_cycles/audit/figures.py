"""Every number that the published data of a cycle let a page say or draw: pages are held against it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coaching_cycles.audit.published import Cycle, Measure, Policy, Reading

_SPOKEN = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{2})", re.DOTALL)
_Z = 1.959963984540054
"""The 0.975 quantile of the normal distribution."""


@dataclass(slots=True)
class Figures:
    """Pairs "x of n", whole numbers, percents (0 to 100) and the ends of intervals."""

    pairs: set[tuple[int, int]] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)
    percents: set[float] = field(default_factory=set)
    ends: set[float] = field(default_factory=set)
    edges: set[float] = field(default_factory=set)
    """Where levels stacked up end, in percent."""
    spans: set[tuple[int, int]] = field(default_factory=set)
    """Bounds that are published in place of a number, of counts and of percents."""
    means: set[float] = field(default_factory=set)
    """Scores of which a chart may have a mark."""
    words: set[str] = field(default_factory=set)
    """What authors wrote that has a digit in it: "Period 3"."""

    def take(self, other: Figures) -> None:
        """Everything of another cycle too."""
        self.pairs |= other.pairs
        self.numbers |= other.numbers
        self.percents |= other.percents
        self.ends |= other.ends
        self.edges |= other.edges
        self.words |= other.words
        self.spans |= other.spans
        self.means |= other.means


def figures_of(cycle: Cycle, policy: Policy) -> Figures:
    """What may be said of one cycle."""
    words = {" ".join(w.split()) for w in cycle.words if _SPOKEN.search(w)}
    figures = Figures(words=words, percents={0.0, 100.0})
    for measure in cycle.measures:
        for reading in measure.readings:
            _reading(figures, reading, policy)
        _table(figures, measure)
        figures.numbers |= {int(level) for level in measure.scale if level.isdecimal()}
        if measure.aim is not None:
            figures.percents.add(float(measure.aim))
        for counted in (measure.left, measure.joined):
            if counted is not None:
                figures.numbers |= {counted.low, counted.high}
    wholes = {n for _, n in figures.pairs}
    for size in cycle.groups:
        if size.exact is not None:
            figures.numbers.add(size.exact)
            figures.pairs |= {(size.exact, n) for n in wholes}
    figures.numbers |= {part for pair in figures.pairs for part in pair}
    return figures


def _reading(figures: Figures, reading: Reading, policy: Policy) -> None:
    _bounds(figures, reading)
    for end in reading.percent or ():
        figures.percents |= {float(end), 100 - float(end)}
    n = reading.students.exact if reading.students is not None else None
    if reading.students is not None:
        figures.numbers |= {reading.students.low, reading.students.high}
    if not n:
        return
    x = reading.proficient
    if x is not None:
        for count in (x.low, x.high):
            figures.percents |= {100 * count / n, 100 - 100 * count / n}
        if x.exact is not None:
            _pair(figures, x.exact, n)
            figures.ends |= _wilson(x.exact, n)
    elif reading.percent is not None and policy.smallest:
        # Told as "under 5%": drawn up to there.
        figures.percents |= {100 * (policy.smallest - 1) / n, 100 - 100 * (policy.smallest - 1) / n}
    _cells(figures, reading, n)


def _bounds(figures: Figures, reading: Reading) -> None:
    """Scores that are whole, and what is published as a range."""
    if reading.mean is not None:
        figures.means.add(float(reading.mean))
    for number in (reading.mean, reading.sd, reading.out_of):
        if number is not None and number.denominator == 1:
            figures.numbers.add(int(number))
    if reading.percent is not None:
        figures.spans.add((int(reading.percent[0]), int(reading.percent[1])))
    for counted in (reading.students, reading.proficient):
        if counted is not None and counted.exact is None:
            figures.spans.add((counted.low, counted.high))


def _cells(figures: Figures, reading: Reading, n: int) -> None:
    """Levels, each and neighbours together; and who was not there."""
    cells = [cell.students.exact for cell in reading.levels]
    if all(cell is not None for cell in cells):
        known = [cell for cell in cells if cell is not None]
        for first in range(len(known)):
            for last in range(first, len(known)):
                _pair(figures, sum(known[first : last + 1]), n)
        figures.edges |= {float(Fraction(100 * sum(known[: k + 1]), n)) for k in range(len(known))}
    enrolled = reading.enrolled.exact if reading.enrolled is not None else None
    absent = reading.absent.exact if reading.absent is not None else None
    if enrolled is not None:
        figures.pairs |= {(n, enrolled), (enrolled - n, enrolled)}
    figures.numbers |= {number for number in (enrolled, absent) if number is not None}


def _table(figures: Figures, measure: Measure) -> None:
    """Sums of a table's cells, of the students in it."""
    sums: list[int] = []
    if measure.matched is not None:
        sums += _subsets(measure.matched)
    if measure.movement:
        sums += _subsets([counted.low for _, counted in measure.movement])
    if measure.moved is not None:
        sums += [n for row in measure.moved for n in row]
        sums += [sum(row) for row in measure.moved] + [sum(c) for c in zip(*measure.moved, strict=False)]
        ways = {"up": 0, "same": 0, "down": 0}
        for i, row in enumerate(measure.moved):
            for j, n in enumerate(row):
                ways["same" if i == j else "up" if j > i else "down"] += n
        sums += _subsets(list(ways.values()))
    if sums:
        total = max(sums)
        figures.pairs |= {(part, total) for part in sums}
        figures.pairs |= {(total, r.students.low) for r in measure.readings if r.students is not None}


def _subsets(cells: Iterable[int]) -> list[int]:
    known = list(cells)
    return [sum(chosen) for size in range(1, len(known) + 1) for chosen in combinations(known, size)]


def _pair(figures: Figures, x: int, n: int) -> None:
    figures.pairs |= {(x, n), (n - x, n)}
    figures.percents |= {100 * x / n, 100 - 100 * x / n}


def _wilson(x: int, n: int) -> set[float]:
    """Ends of the 95 % interval, in percent (Wilson 1927; Newcombe 1998a, method 3)."""
    p, z2 = x / n, _Z * _Z
    centre, half = p + z2 / (2 * n), _Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return {100 * (centre + sign * half) / (1 + z2 / n) for sign in (-1, 1)}
