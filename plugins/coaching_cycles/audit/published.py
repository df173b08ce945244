"""What a site says (`data_file.py` reads it): published numbers, and the policy that they have passed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

LARGEST = 1_000_000
"""Students: what stands for "no upper end"."""


@dataclass(frozen=True, slots=True)
class Span:
    """A whole number that is known, or known to lie between two others (inclusive)."""

    low: int
    high: int

    @property
    def exact(self) -> int | None:
        """The number where it is known."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Bands:
    """How percents are told for classes of some sizes."""

    low_students: int
    high_students: int
    low: int
    high: int
    width: int


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of a policy; `fewest` and `smallest` are 0 where everything may be shown."""

    name: str
    version: int
    fewest: int
    smallest: int
    as_percent: int
    bands: tuple[Bands, ...] = ()
    loosened: bool = False
    """The portfolio says of each looser number why, and by whom it was decided."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Students at one level, or at neighbours told as one; positions count from 0, the lowest."""

    first: int
    last: int
    students: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading as published. `percent` is a pair of bounds; `withheld` says why there is no figure."""

    role: str
    date: str
    students: Span | None = None
    proficient: Span | None = None
    percent: tuple[Fraction, Fraction] | None = None
    levels: tuple[Cell, ...] = ()
    mean: Fraction | None = None
    sd: Fraction | None = None
    out_of: Fraction | None = None
    enrolled: Span | None = None
    absent: Span | None = None
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as published; `line` is the line of the data file that it stands in."""

    cycle: str
    key: str
    target: int | None
    section: str
    assessment: str
    scale: tuple[str, ...]
    cut: int | None
    readings: tuple[Reading, ...]
    matched: tuple[int, int, int, int] | None = None
    """Kept, slipped, gained, not yet."""
    moved: tuple[tuple[int, ...], ...] | None = None
    movement: tuple[tuple[tuple[str, ...], Span], ...] = ()
    left: Span | None = None
    joined: Span | None = None
    left_proficient: Span | None = None
    """Those who left and had been proficient."""
    changed: int | None = None
    """Students whose differences of scores are published."""
    spread: Fraction | None = None
    """The standard deviation of these differences."""
    aim: Fraction | None = None
    """Percent that the team aimed for."""
    about: str = ""
    """The words of the learning target; "" for the goal."""
    line: int = 1

    @property
    def name(self) -> str:
        """How a finding calls it."""
        return f"{self.cycle}, {self.key}"

    @property
    def school(self) -> str:
        """The school's key: the first part of the cycle's id."""
        return self.cycle.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Cycle:
    """A published cycle: its measures, the sizes of its groups, and its author's own words."""

    id: str
    measures: tuple[Measure, ...]
    groups: tuple[Span, ...]
    words: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Published:
    """The data file, read. `policy` is None where the file does not say which the numbers have passed."""

    audience: str
    policy: Policy | None
    cycles: tuple[Cycle, ...]
    text: str = ""
    strays: tuple[tuple[str, int], ...] = ()
    """Numbers in places that no published number has, each with its line."""
