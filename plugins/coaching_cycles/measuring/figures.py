"""Measures as they may be shown: the shapes that pass from the privacy door to charts, words and tables.

A figure here has already passed a policy. Nothing in this module knows the number that a policy hid, and
everything that the site draws, writes or exports about students is made from these objects alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from coaching_cycles.measuring.transitions import Table

Role = Literal["before", "check", "after", "follow_up"]
Form = Literal["same", "parallel", "different"]
Withheld = Literal["few", "policy"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A whole number of students.

    Exactly known (`low == high`), or known to lie between two bounds (inclusive).
    """

    low: int
    high: int

    @property
    def exact(self) -> int | None:
        """The number, or None where only its bounds may be shown."""
        return self.low if self.low == self.high else None


def exactly(number: int) -> Figure:
    """A figure that is shown as it is."""
    return Figure(number, number)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many.

    `part` and `whole` are students; `percent` (0–100) is what may be said as a percent. `whole` is None when
    the number of students was not reported; `part` is None when only a percent may be shown. `percent` is a
    pair of bounds, equal where one number may be shown.
    """

    part: Figure | None
    whole: Figure | None
    percent: tuple[Decimal, Decimal]

    @property
    def fraction(self) -> tuple[int, int] | None:
        """(x, n) where both are exactly known, else None."""
        if self.part is None or self.whole is None or self.part.exact is None or self.whole.exact is None:
            return None
        return self.part.exact, self.whole.exact


@dataclass(frozen=True, slots=True)
class Band:
    """One or more neighbouring levels shown as one.

    `first` and `last` are positions on the scale (0 = lowest, inclusive), `count` is in students.
    """

    first: int
    last: int
    count: Figure


@dataclass(frozen=True, slots=True)
class Scores:
    """A mean score in points. Never a share that is proficient."""

    students: Figure
    mean: Decimal
    sd: Decimal | None
    out_of: Decimal | None


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """One reading after the policy: at most one of `share`, `scores` is set; `levels` goes with a share.

    `withheld` says why a reading that the author gave shows no figure: "few" (fewer students than the policy
    allows). `enrolled` and `absent` are None when not given or not to be told apart; `absent_some` says that
    some were absent even where the number may not be shown.
    """

    role: Role
    date: str | None
    label: str | None = None
    form: Form = "same"
    note: str | None = None
    share: Share | None = None
    levels: tuple[Band, ...] = ()
    scores: Scores | None = None
    enrolled: Figure | None = None
    absent: Figure | None = None
    absent_some: bool = False
    withheld: Withheld | None = None

    @property
    def students(self) -> Figure | None:
        """How many students the reading is about, or None where that was not reported or may not be shown."""
        if self.share is not None:
            return self.share.whole
        if self.scores is not None:
            return self.scores.students
        # On a scale of which no level counts as proficient the levels alone say it.
        return exactly(sum(band.count.high for band in self.levels)) if self.levels else None


Direction = Literal["up", "same", "down"]


@dataclass(frozen=True, slots=True)
class Movement:
    """How many of the matched students moved in these directions.

    Neighbours are merged where one was too small.
    """

    directions: tuple[Direction, ...]
    count: Figure


@dataclass(frozen=True, slots=True)
class Instrument:
    """The assessment that a measure was taken with; levels run from low to high."""

    key: str
    title: str
    source: str | None = None
    kind: str | None = None
    levels: tuple[str, ...] = ()
    proficient: int | None = None
    """Position of the lowest level that counts as proficient."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureShown:
    """Everything that may be said about one measure of one cycle.

    Each is equal to itself only, so that its words are found at once.

    `moved` is the K×K table (rows: before, columns: after) where all of it may be shown; `movement` its sums
    by direction. `reduced` says that a matched table was given and only its totals are shown. `left`/`joined`
    are students between the readings; `left_proficient` how many of those who left were proficient before.
    `change_sd` (points) and `change_students` describe the paired score differences. `aim` is the percent
    that the team aimed for.
    """

    key: str
    section: str | None = None
    target: int | None = None
    """Number of the learning target (from 1), or None for the goal as a whole."""
    instrument: Instrument | None = None
    before: ReadingShown | None = None
    checks: tuple[ReadingShown, ...] = ()
    after: ReadingShown | None = None
    follow_up: ReadingShown | None = None
    matched: Table | None = None
    """The same students in both readings, where all four counts may be shown."""
    moved: tuple[tuple[int, ...], ...] | None = None
    movement: tuple[Movement, ...] = ()
    left: Figure | None = None
    left_proficient: Figure | None = None
    left_some: bool = False
    joined: Figure | None = None
    joined_some: bool = False
    reduced: bool = False
    merged: bool = False
    change_mean: Decimal | None = None
    change_sd: Decimal | None = None
    change_students: int | None = None
    aim: Decimal | None = None
    setting_changed: bool = False
    """The first and the last reading name different settings: in person, online, hybrid."""
    readings: tuple[ReadingShown, ...] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        parts = (self.before, *self.checks, self.after, self.follow_up)
        object.__setattr__(self, "readings", tuple(r for r in parts if r is not None))

    @property
    def comparable(self) -> bool:
        """True when before and after may be subtracted.

        Both are there, of one kind, and not on different forms.
        """
        if self.before is None or self.after is None or self.after.form == "different":
            return False
        if self.before.share is not None and self.after.share is not None:
            return (self.before.share.whole is None) == (self.after.share.whole is None)
        return self.before.scores is not None and self.after.scores is not None

    @property
    def has_figures(self) -> bool:
        """True when at least one reading shows a number."""
        return any(r.share is not None or r.scores is not None for r in self.readings)
