"""Where the numbers of a record stand: its measures, their readings, the proficient cut of a scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Assessment, Measure, Reading, Record


@dataclass(frozen=True, slots=True)
class Counted:
    """A reading with what follows from it: n students, x of them proficient (None where it does not say).

    `doubtful`: its counts disagree among themselves, so that nothing else can be held against them.
    """

    reading: Reading
    path: Path
    n: int | None
    x: int | None
    doubtful: bool = False


def measures(record: Record) -> Iterator[tuple[Path, int | None, Measure]]:
    """Every measure of a record with its place and the number of its target (None: the goal as a whole)."""
    for index, measure in enumerate(record.results or ()):
        yield ("results", index), None, measure
    for number, target in enumerate(record.targets or ()):
        for index, measure in enumerate(target.results or ()):
            yield ("targets", number, "results", index), number + 1, measure


def readings(measure: Measure, path: Path) -> Iterator[tuple[Path, Reading]]:
    """The readings of a measure in the order in which they should have been taken."""
    if measure.before is not None:
        yield (*path, "before"), measure.before
    for index, check in enumerate(measure.checks or ()):
        yield (*path, "checks", index), check
    if measure.after is not None:
        yield (*path, "after"), measure.after
    if measure.follow_up is not None:
        yield (*path, "follow_up"), measure.follow_up


def size(reading: Reading | None) -> int | None:
    """How many students a reading is about, where that follows from it."""
    if reading is None:
        return None
    if reading.students is not None:
        return reading.students
    return sum(reading.levels) if reading.levels is not None else None


def cut(assessment: Assessment | None) -> int | None:
    """Position of the lowest proficient level on the scale.

    None where there is no scale or no such level.
    """
    if assessment is None or not assessment.levels or assessment.proficient is None:
        return None
    return (
        assessment.levels.index(assessment.proficient) if assessment.proficient in assessment.levels else None
    )
