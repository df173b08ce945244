"""Who moved: the table of the same students before and after, and what totals alone allow.

Source for the bounds from totals: Fréchet M (1940). Les probabilités associées à un système d'événements
compatibles et dépendants. Hermann, Paris.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from coaching_cycles.measuring.counts import LARGEST_COUNT, check_count, check_share


@dataclass(frozen=True, slots=True)
class Table:
    """The same students before and after, as four counts.

    kept: proficient both times; slipped: before only; gained: after only; not_yet: neither time. Raises
    `ValueError` unless all four are whole numbers of at least 0. A table of no students is allowed; intervals
    refuse it.
    """

    kept: int
    slipped: int
    gained: int
    not_yet: int

    def __post_init__(self) -> None:
        """Refuse counts that cannot be."""
        check_count("kept", self.kept)
        check_count("slipped", self.slipped)
        check_count("gained", self.gained)
        check_count("not_yet", self.not_yet)
        check_count("students", self.n)

    @property
    def n(self) -> int:
        """All students of the table."""
        return self.kept + self.slipped + self.gained + self.not_yet

    @property
    def before(self) -> int:
        """Students proficient before."""
        return self.kept + self.slipped

    @property
    def after(self) -> int:
        """Students proficient after."""
        return self.kept + self.gained

    @property
    def changed(self) -> int:
        """Students who are in another group after than before."""
        return self.slipped + self.gained

    def swapped(self) -> Table:
        """Return the table with before and after exchanged."""
        return Table(self.kept, self.gained, self.slipped, self.not_yet)


@dataclass(frozen=True, slots=True)
class Moves:
    """The same students before and after by level: `rows[before][after]`, levels low to high.

    Raises `ValueError` unless the grid is square, has at least two levels and holds whole numbers of at least
    0.
    """

    rows: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        """Refuse grids that cannot be."""
        size = len(self.rows)
        if size < 2 or any(len(row) != size for row in self.rows):  # noqa: PLR2004 - one level is no scale
            raise ValueError("moves must be a square grid of at least two levels")
        for row in self.rows:
            for cell in row:
                check_count("each cell of moves", cell)
        check_count("students", self.n)

    @property
    def n(self) -> int:
        """All students of the grid."""
        return sum(map(sum, self.rows))

    @property
    def before(self) -> tuple[int, ...]:
        """Students at each level before."""
        return tuple(map(sum, self.rows))

    @property
    def after(self) -> tuple[int, ...]:
        """Students at each level after."""
        return tuple(map(sum, zip(*self.rows, strict=True)))

    @property
    def up(self) -> int:
        """Students at a higher level after than before."""
        return sum(sum(row[level + 1 :]) for level, row in enumerate(self.rows))

    @property
    def same(self) -> int:
        """Students at the same level before and after."""
        return sum(row[level] for level, row in enumerate(self.rows))

    @property
    def down(self) -> int:
        """Students at a lower level after than before."""
        return sum(sum(row[:level]) for level, row in enumerate(self.rows))

    def cut(self, lowest: int) -> Table:
        """Return the four groups when the level with index `lowest` is the lowest that counts as proficient.

        Raises `ValueError` for 0 (everybody would be proficient) and for an index past the highest level.
        """
        check_count("the cut", lowest, low=1, high=len(self.rows) - 1)
        below, above = self.rows[:lowest], self.rows[lowest:]
        return Table(
            kept=sum(sum(row[lowest:]) for row in above),
            slipped=sum(sum(row[:lowest]) for row in above),
            gained=sum(sum(row[lowest:]) for row in below),
            not_yet=sum(sum(row[:lowest]) for row in below),
        )

    @property
    def cuts(self) -> tuple[Table, ...]:
        """The four groups at every cut, the lowest cut first: one table fewer than there are levels."""
        return tuple(self.cut(lowest) for lowest in range(1, len(self.rows)))

    def swapped(self) -> Moves:
        """Return the grid with before and after exchanged."""
        return Moves(tuple(zip(*self.rows, strict=True)))


@dataclass(frozen=True, slots=True)
class Span:
    """The whole numbers from `low` to `high`, both included: the values that a count can have."""

    low: int
    high: int

    def __contains__(self, value: int) -> bool:
        """Tell whether a count can be `value`."""
        return self.low <= value <= self.high

    def __len__(self) -> int:
        """Return how many values are possible."""
        return self.high - self.low + 1


@dataclass(frozen=True, slots=True)
class Cells:
    """What each of the four groups can be when only the totals are known."""

    kept: Span
    slipped: Span
    gained: Span
    not_yet: Span


def cell_bounds(before: int, after: int, students: int) -> Cells:
    """Return what each group can be, from the totals proficient among the same students (Fréchet 1940).

    Every value in a span belongs to some table, but only together: fixing one group fixes the other three.
    Raises `ValueError` when there are no students or more proficient than students.
    """
    check_share(before, students, "before")
    check_share(after, students, "after")
    fewest, most = max(0, before + after - students), min(before, after)
    rest = students - before - after
    return Cells(
        kept=Span(fewest, most),
        slipped=Span(before - most, before - fewest),
        gained=Span(after - most, after - fewest),
        not_yet=Span(rest + fewest, rest + most),
    )


def gained_bounds(before: int, after: int, students: int) -> Span:
    """Return how many students can have newly reached proficiency, when only totals are known.

    `low` is the "at least" of the sentence: max(0, after - before); `high` is min(after, students - before).
    It holds only when both totals are about the same students. Raises as `cell_bounds` does.
    """
    return cell_bounds(before, after, students).gained


def feasible_tables(before: int, after: int, students: int) -> Iterator[Table]:
    """Yield every table that has these totals, fewest kept first. Raises as `cell_bounds` does."""
    kept = cell_bounds(before, after, students).kept
    for both in range(kept.low, kept.high + 1):
        yield Table(both, before - both, after - both, students - before - after + both)


def proficient_at_cuts(levels: Sequence[int]) -> tuple[int, ...]:
    """Return the students at or above each cut, the lowest cut first.

    `levels` holds the students at each level, low to high. One number fewer than there are levels. Raises
    `ValueError` for fewer than two levels or an impossible count.
    """
    if len(levels) < 2:  # noqa: PLR2004 - one level is no scale
        raise ValueError("levels must be at least two")
    for count in levels:
        check_count("each level", count, high=LARGEST_COUNT)
    return tuple(accumulate(reversed(levels[1:])))[::-1]
