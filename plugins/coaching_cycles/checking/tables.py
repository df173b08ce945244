"""What the two readings of a measure and the counts of the students in both say about each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import cut
from coaching_cycles.problems import say, word

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.checking.measured import Counted
    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Assessment, Measure, Reading


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a matched table: how many it has proficient, and the reading of all who were assessed."""

    name: str
    reading: Counted | None
    proficient: int
    sum_of: str


def check_matched(
    measure: Measure, path: Path, before: Counted | None, after: Counted | None, findings: Findings
) -> bool:
    """The four counts of matched students against both readings; False when they do not fit.

    One count that is mistyped puts both sides out: what is wrong with either is one finding.
    """
    matched = measure.matched
    if matched is None:
        return True
    total = matched.kept + matched.slipped + matched.gained + matched.not_yet
    if total == 0:
        findings.tell("W315.same", (*path, "matched"), name="matched")
        return False
    sides = (
        _Side("before", before, matched.kept + matched.slipped, "kept + slipped"),
        _Side("after", after, matched.kept + matched.gained, "kept + gained"),
    )
    found = [
        said
        for side in sides
        if not findings.misses(*path, side.name) and (said := _explain_side(side, total))
    ]
    if not found:
        return True
    messages, hints = zip(*found, strict=True)
    findings.add("E305", (*path, "matched"), "; ".join(messages), "; ".join(dict.fromkeys(hints)))
    return False


def _explain_side(side: _Side, total: int) -> tuple[str, str] | None:
    """Message and hint for a side that does not fit the counts, or None."""
    if side.reading is None:
        return say("E305.no_reading", side=side.name)
    n, x = side.reading.n, side.reading.x
    if side.reading.doubtful or n is None:
        return None
    if total > n:
        return say("E305.more", total=total, n=n, side=side.name)
    if x is not None and not x - (n - total) <= side.proficient <= x:
        outside = n - total
        expected = f"{x}" if outside == 0 else f"between {max(0, x - outside)} and {x}"
        blanks = {"sum": side.sum_of, "count": side.proficient, "side": side.name, "expected": expected}
        return say("E305.sum", x=x, n=n, **blanks)
    return None


def check_moved(
    measure: Measure,
    path: Path,
    assessment: Assessment | None,
    readings: list[Counted],
    findings: Findings,
    *,
    compare: bool,
) -> None:
    """A table of levels before by levels after: its shape, and its sums against the readings.

    With `compare`, against the counts of matched students too.
    """
    moved = measure.moved
    if moved is None:
        return
    place = (*path, "moved")
    size = len(moved)
    if size < 2 or any(len(row) != size for row in moved):  # noqa: PLR2004 - a table of one level says nothing
        findings.tell("E306.square", place)
        return
    if not any(map(any, moved)):
        findings.tell("W315.same", place, name="moved")
        return
    if assessment is not None and assessment.levels and len(assessment.levels) != size:
        names = ", ".join(assessment.levels)
        findings.tell("E306.scale", place, size=size, levels=len(assessment.levels), names=names)
        return
    sums = (
        ("before", [sum(row) for row in moved]),
        ("after", [sum(column) for column in zip(*moved, strict=True)]),
    )
    for name, side in sums:
        levels = next((c.reading.levels for c in readings if c.path[-1] == name), None)
        if levels is None or len(levels) != size:
            continue
        if any(m > given for m, given in zip(side, levels, strict=True)):
            lines = "rows" if name == "before" else "columns"
            findings.tell("E306.sums", place, lines=lines, side=side, name=name, levels=list(levels))
    matched = measure.matched
    lowest = cut(assessment)
    if compare and matched is not None and lowest is not None:
        kept = sum(sum(row[lowest:]) for row in moved[lowest:])
        gained = sum(sum(row[lowest:]) for row in moved[:lowest])
        if (kept, gained) != (matched.kept, matched.gained):
            findings.tell(
                "E306.matched",
                place,
                kept=kept,
                gained=gained,
                said_kept=matched.kept,
                said_gained=matched.gained,
            )


def check_cohort(
    measure: Measure, path: Path, before: Counted | None, after: Counted | None, findings: Findings
) -> None:
    """Students who left or joined, and how many were enrolled, against those assessed."""
    left = measure.left
    before, after = (None if c is not None and c.doubtful else c for c in (before, after))
    gone = sum(v or 0 for v in (left.proficient, left.not_yet)) if left is not None else None
    if gone is not None and before is not None and before.n is not None and gone > before.n:
        findings.tell("E307.left", (*path, "left"), gone=gone, n=before.n)
    elif (
        left is not None and before is not None and before.x is not None and (left.proficient or 0) > before.x
    ):
        findings.tell("E307.left_proficient", (*path, "left"), gone=left.proficient, x=before.x)
    if measure.joined is not None and after is not None and after.n is not None and measure.joined > after.n:
        findings.tell("E307.joined", (*path, "joined"), joined=measure.joined, n=after.n)
    if before is None or after is None or after.n is None or after.reading.enrolled is not None:
        return
    enrolled = before.reading.enrolled
    if enrolled is not None and after.n > enrolled + (measure.joined or 0):
        joined = word("E307.after_joined", joined=measure.joined) if measure.joined else ""
        findings.tell("E307.after", (*path, "after"), n=after.n, enrolled=enrolled, joined=joined)


def check_change(measure: Measure, path: Path, findings: Findings) -> None:
    """A change of scores needs a mean on both sides, and no more students than either."""
    change = measure.change
    if change is None:
        return
    for name in ("before", "after"):
        reading: Reading | None = getattr(measure, name)
        if findings.misses(*path, name):
            continue
        if reading is None or reading.mean is None:
            findings.tell("E313.change", (*path, "change"), name=name)
            return
        if (
            change.students is not None
            and reading.students is not None
            and change.students > reading.students
        ):
            findings.tell("E307.change", (*path, "change", "students"), name=name)
