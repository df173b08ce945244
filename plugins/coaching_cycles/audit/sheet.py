"""From the published readings of a cycle to unknowns and sums: what anyone could write down about each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coaching_cycles.audit.attack import System
from coaching_cycles.audit.published import LARGEST, Span

if TYPE_CHECKING:
    from coaching_cycles.audit.published import Measure, Policy, Reading

_HALF = 0.5
_DAY = len("2026-09-10")

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Hidden:
    """An unknown that is not published as a number: whose, and what it is; `whole` is what it is part of."""

    unknown: int
    what: str
    measure: Measure
    whole: int | None = None
    size: bool = False
    """It is how many students a reading is about, not how many of them did something."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The unknowns of one reading: its students, those who are proficient, those at each level."""

    students: int
    proficient: int | None
    levels: tuple[int, ...] = ()


@dataclass(slots=True)
class Sheet:
    """The system of one cycle, or of several. The same reading, published twice, has the same unknowns."""

    policy: Policy
    shared: bool = False
    """Several cycles stand on it: one assessment of one day may have been published by two of them."""
    system: System = field(default_factory=System)
    hidden: list[Hidden] = field(default_factory=list)
    readings: dict[Key, Counts] = field(default_factory=dict)
    tables: dict[Key, list[list[int]]] = field(default_factory=dict)

    def add_readings(self, measure: Measure) -> dict[str, Counts]:
        """The unknowns of each reading of a measure, by its role."""
        found = {}
        for reading in measure.readings:
            key = identity(measure, reading, shared=self.shared)
            counts = self._reading(measure, reading, key)
            if counts is not None:
                found[reading.role] = counts
        return found

    def _reading(self, measure: Measure, reading: Reading, key: Key) -> Counts | None:
        students = self._students(reading)
        if students is None:
            return None
        known = self.readings.get(key)
        share = _share(reading, students, self.policy)
        if known is None:
            n = self.system.unknown(students.low, students.high)
            if reading.withheld == "few":
                self.hidden.append(
                    Hidden(n, f"the students of the reading {reading.role!r}", measure, size=True)
                )
            x = None
            if share is not None:
                x = self.system.unknown(0, students.high)
                self.system.add([(n, 1), (x, -1)], 0, LARGEST)
                if share.exact is None:
                    self.hidden.append(Hidden(x, f"those proficient, {reading.role}", measure, n))
            known = Counts(n, x)
        if share is not None and known.proficient is not None:
            self.system.narrow(known.proficient, share.low, share.high)
        if reading.levels:
            known = self._levels(measure, reading, known)
        self.readings[key] = known
        return known

    def _students(self, reading: Reading) -> Span | None:
        if reading.students is not None:
            return reading.students
        if reading.withheld == "few":
            return Span(1, max(1, self.policy.fewest - 1))
        # Nothing is known of a reading that is kept back as a whole, but that there were students.
        return Span(1, 5_000) if reading.withheld else None

    def _levels(self, measure: Measure, reading: Reading, known: Counts) -> Counts:
        size = max(len(measure.scale), 1 + max(cell.last for cell in reading.levels))
        high = self.system.highs[known.students]
        levels = known.levels or tuple(self.system.unknown(0, high) for _ in range(size))
        if not known.levels:
            self.close(levels, known, measure.cut)
        for cell in reading.levels:
            parts = levels[cell.first : cell.last + 1]
            self.system.add([(part, 1) for part in parts], cell.students.low, cell.students.high)
            if len(parts) > 1 or cell.students.exact is None:
                names = [f"level {at + 1}" for at in range(cell.first, cell.last + 1)]
                self.hidden += [
                    Hidden(part, f"those at {name}, {reading.role}", measure, known.students)
                    for part, name in zip(parts, names, strict=False)
                ]
        return Counts(known.students, known.proficient, levels)

    def close(self, levels: tuple[int, ...], known: Counts, cut: int | None) -> None:
        """All levels together are all students, and those from the cut on are the proficient ones."""
        self.system.add([*((level, 1) for level in levels), (known.students, -1)], 0, 0)
        if cut is not None and known.proficient is not None:
            self.system.add([*((level, 1) for level in levels[cut:]), (known.proficient, -1)], 0, 0)


def identity(measure: Measure, reading: Reading, *, shared: bool = False) -> Key:
    """What makes two published readings the same one; another number of students is another reading.

    Readings of two cycles are the same when a school gave the same assessment to as many on the same day.
    """
    known = reading.students.exact if reading.students is not None else reading.withheld
    common = (measure.section, measure.assessment, measure.scale, measure.cut)
    if shared and measure.assessment and len(reading.date) == _DAY and isinstance(known, int):
        return (measure.school, measure.about, *common, reading.date, known)
    date = reading.date if reading.role == "check" else ""
    return (measure.cycle, measure.target, *common, reading.role, date, known)


def _share(reading: Reading, students: Span, policy: Policy) -> Span | None:
    """The bounds of those proficient that a reader knows: from the count, the percent, and the policy."""
    if reading.withheld:
        return Span(0, students.high)
    if reading.proficient is None and reading.percent is None:
        return None
    low, high = 0, students.high
    if reading.proficient is not None:
        low, high = reading.proficient.low, reading.proficient.high
    n = students.exact
    if reading.percent is not None and n:
        least, most = reading.percent
        if reading.proficient is None and n >= policy.as_percent and policy.smallest and least != most:
            # "Under 5%" stands where a smaller class reads "fewer than 3".
            coded = Span(0, policy.smallest - 1) if least == 0 else Span(n - policy.smallest + 1, n)
            return Span(max(low, coded.low), min(high, coded.high))
        fitting = [k for k in range(low, min(high, n) + 1) if least - _HALF <= 100 * k / n <= most + _HALF]
        if fitting:
            return Span(fitting[0], fitting[-1])
    return Span(low, high)
