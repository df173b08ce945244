"""Numbers that cannot be right: what the readings of a measure say about each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.measuring.percents import nearest_possible, possible_counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Assessment, Measure, Reading, Record


@dataclass(frozen=True, slots=True)
class Counted:
    """A reading with what follows from it.

    N students and x of them proficient (None where it does not say).
    """

    reading: Reading
    path: Path
    n: int | None
    x: int | None


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


def cut(assessment: Assessment | None) -> int | None:
    """Position of the lowest proficient level on the scale, or None where there is no scale or no such level."""
    if assessment is None or not assessment.levels or assessment.proficient is None:
        return None
    return (
        assessment.levels.index(assessment.proficient) if assessment.proficient in assessment.levels else None
    )


def check_numbers(record: Record, findings: Findings) -> None:
    """Every check of counts, levels, scores and tables of a record."""
    assessments = record.assessments or {}
    for key, assessment in assessments.items():
        _check_scale(key, assessment, findings)
    for path, _, measure in measures(record):
        scale = _assessment(measure, path, assessments, findings)
        counted = {p: _check_reading(r, p, scale, findings) for p, r in readings(measure, path)}
        before = counted.get((*path, "before"))
        after = counted.get((*path, "after"))
        _check_matched(measure, path, before, after, findings)
        _check_moved(measure, path, scale, findings)
        _check_cohort(measure, path, before, after, findings)
        _check_change(measure, path, findings)


def _check_scale(key: str, assessment: Assessment, findings: Findings) -> None:
    path = ("assessments", key)
    if assessment.proficient is not None and not assessment.levels:
        findings.add(
            "E310",
            (*path, "proficient"),
            "a lowest proficient level needs the levels of the scale",
            "add `levels:`, from low to high",
        )
    elif (
        assessment.levels
        and assessment.proficient is not None
        and assessment.proficient not in assessment.levels
    ):
        findings.add(
            "E310",
            (*path, "proficient"),
            f"{assessment.proficient!r} is not a level of this scale",
            f"the levels are: {', '.join(assessment.levels)}",
        )
    if assessment.levels and len(set(assessment.levels)) < len(assessment.levels):
        findings.add(
            "E310",
            (*path, "levels"),
            "two levels of the scale have the same name",
            "give each level a name of its own",
        )


def _assessment(
    measure: Measure, path: Path, assessments: dict[str, Assessment], findings: Findings
) -> Assessment | None:
    if measure.assessment is None:
        return None
    found = assessments.get(measure.assessment)
    if found is None and not findings.misses("assessments"):
        known = ", ".join(assessments) or "none yet"
        findings.add(
            "E311",
            (*path, "assessment"),
            f"there is no assessment {measure.assessment!r} in this record",
            f"describe it under `assessments:`, or use one of: {known}",
        )
    return found


def _check_reading(
    reading: Reading, path: Path, assessment: Assessment | None, findings: Findings
) -> Counted:
    n, x = reading.students, reading.proficient
    if reading.mean is not None and (
        x is not None or reading.levels is not None or reading.percent is not None
    ):
        findings.add(
            "E309",
            (*path, "mean"),
            "a mean score and a count of proficient students stand in one reading",
            "put the scores into a measure of their own: a mean never says who is proficient",
        )
    if reading.levels is not None:
        total = sum(reading.levels)
        if n is not None and n != total:
            findings.add(
                "E302",
                (*path, "levels"),
                f"the levels add up to {total}, but `students` says {n}",
                "count again; students who were absent belong to `enrolled`, not to a level",
            )
        n = total if n is None else n
        x = _check_levels(reading, path, assessment, x, findings)
    if x is not None and n is None:
        findings.add(
            "E312",
            (*path, "proficient"),
            f"{x} proficient, but of how many?",
            "add `students:`, how many were assessed",
        )
    elif x is not None and n is not None and x > n:
        findings.add(
            "E301",
            (*path, "proficient"),
            f"{x} proficient of {n} students is more than all",
            "are they swapped?",
        )
    if reading.percent is not None and n is not None:
        x = _check_percent(reading, path, n, x, findings)
    if reading.enrolled is not None and n is not None and n > reading.enrolled:
        findings.add(
            "E307",
            (*path, "enrolled"),
            f"{n} students were assessed, but only {reading.enrolled} were enrolled",
            "`enrolled` is everyone who could have been assessed",
        )
    _check_scores(reading, path, findings)
    return Counted(reading, path, n, x)


def _check_levels(
    reading: Reading, path: Path, assessment: Assessment | None, x: int | None, findings: Findings
) -> int | None:
    levels = reading.levels or ()
    if assessment is None or not assessment.levels:
        return x
    if len(levels) != len(assessment.levels):
        findings.add(
            "E303",
            (*path, "levels"),
            f"{len(levels)} counts for a scale of {len(assessment.levels)} levels",
            f"one count each, from low to high: {', '.join(assessment.levels)} (0 where there is none)",
        )
        return x
    lowest = cut(assessment)
    if lowest is None:
        return x
    above = sum(levels[lowest:])
    if x is not None and x != above:
        findings.add(
            "E304",
            (*path, "proficient"),
            f"`proficient` says {x}, but {above} students are at {assessment.proficient!r} or above",
            "leave `proficient` out: it follows from the levels",
        )
    return above


def _check_percent(reading: Reading, path: Path, n: int, x: int | None, findings: Findings) -> int | None:
    """GRIM: a percent of n students is possible only if some whole number of them gives it."""
    if n == 0:
        return x
    typed = str(reading.percent)
    counts = possible_counts(typed, n)
    if not counts:
        near = " or ".join(f"{o.proficient} of {n} ({o.percent}%)" for o in nearest_possible(typed, n))
        findings.add(
            "E308",
            (*path, "percent"),
            f"no whole number of {n} students is {typed}%",
            f"the nearest that can be: {near}; or was it another number of students?",
        )
    elif x is None:
        return counts[0] if len(counts) == 1 else None
    elif x not in counts and x <= n:
        findings.add(
            "E308",
            (*path, "percent"),
            f"{x} of {n} students is not {typed}%",
            "leave `percent` out: it follows from the counts",
        )
    return x


def _check_scores(reading: Reading, path: Path, findings: Findings) -> None:
    if reading.mean is None:
        for key in ("sd", "out_of"):
            if getattr(reading, key) is not None:
                findings.add(
                    "E313",
                    (*path, key),
                    f"`{key}` goes with a mean score",
                    "add `mean:`, or leave it out",
                    key=True,
                )
                return
        return
    if reading.out_of is not None and reading.mean > reading.out_of:
        findings.add(
            "E313",
            (*path, "mean"),
            f"a mean of {reading.mean} is more than the {reading.out_of} points there are",
        )
    if reading.students is None:
        findings.add("E312", (*path, "mean"), "a mean of how many students?", "add `students:`")
    if reading.sd is not None and reading.out_of is not None and reading.sd > reading.out_of:
        findings.add("E313", (*path, "sd"), f"scores of 0 to {reading.out_of} cannot spread by {reading.sd}")


def _check_matched(
    measure: Measure, path: Path, before: Counted | None, after: Counted | None, findings: Findings
) -> None:
    matched = measure.matched
    if matched is None:
        return
    total = matched.kept + matched.slipped + matched.gained + matched.not_yet
    sides = (
        ("before", before, matched.kept + matched.slipped, "kept + slipped"),
        ("after", after, matched.kept + matched.gained, "kept + gained"),
    )
    for name, side, proficient, sum_of in sides:
        if side is None:
            findings.add(
                "E305", (*path, "matched"), f"matched students without a reading `{name}`", f"add `{name}:`"
            )
        elif side.n is not None and total > side.n:
            findings.add(
                "E305",
                (*path, "matched"),
                f"{total} matched students, but only {side.n} were assessed {name}",
                "matched students are those in both readings",
            )
        elif side.n is not None and side.x is not None:
            _check_margin(path, name, proficient, sum_of, total, side.n, side.x, findings)


def _check_margin(  # noqa: PLR0913 - the facts of one sentence
    path: Path, name: str, proficient: int, sum_of: str, total: int, n: int, x: int, findings: Findings
) -> None:
    outside = n - total
    if not x - outside <= proficient <= x:
        expected = f"{x}" if outside == 0 else f"between {max(0, x - outside)} and {x}"
        findings.add(
            "E305",
            (*path, "matched"),
            f"{sum_of} is {proficient}, but {x} of {n} were proficient {name}",
            f"it should be {expected}",
        )


def _check_moved(measure: Measure, path: Path, assessment: Assessment | None, findings: Findings) -> None:
    moved = measure.moved
    if moved is None:
        return
    place = (*path, "moved")
    size = len(moved)
    if size < 2 or any(len(row) != size for row in moved):  # noqa: PLR2004 - a table of one level says nothing
        findings.add(
            "E306", place, "the table is not square", "as many rows as levels, as many counts in each row"
        )
        return
    if assessment is not None and assessment.levels and len(assessment.levels) != size:
        findings.add("E306", place, f"a table of {size} levels for a scale of {len(assessment.levels)}")
        return
    sums = (
        ("before", [sum(row) for row in moved]),
        ("after", [sum(column) for column in zip(*moved, strict=True)]),
    )
    for name, side in sums:
        reading: Reading | None = getattr(measure, name)
        levels = reading.levels if reading is not None else None
        if levels is None or len(levels) != size:
            continue
        if any(m > given for m, given in zip(side, levels, strict=True)):
            word = "rows" if name == "before" else "columns"
            findings.add(
                "E306",
                place,
                f"the {word} add up to {side}, more than the levels {name}: {list(levels)}",
                "rows are levels before, columns levels after, low to high; only students in both readings",
            )
    matched = measure.matched
    lowest = cut(assessment)
    if matched is not None and lowest is not None:
        kept = sum(sum(row[lowest:]) for row in moved[lowest:])
        gained = sum(sum(row[lowest:]) for row in moved[:lowest])
        if (kept, gained) != (matched.kept, matched.gained):
            findings.add(
                "E306",
                place,
                f"the table has {kept} kept and {gained} gained; `matched` says {matched.kept} and {matched.gained}",
            )


def _check_cohort(
    measure: Measure, path: Path, before: Counted | None, after: Counted | None, findings: Findings
) -> None:
    left = measure.left
    gone = sum(v or 0 for v in (left.proficient, left.not_yet)) if left is not None else None
    if gone is not None and before is not None and before.n is not None and gone > before.n:
        findings.add("E307", (*path, "left"), f"{gone} left, but only {before.n} were there before")
    if left is not None and before is not None and before.x is not None and (left.proficient or 0) > before.x:
        findings.add(
            "E307",
            (*path, "left"),
            f"{left.proficient} proficient students left, but only {before.x} were proficient",
        )
    if measure.joined is not None and after is not None and after.n is not None and measure.joined > after.n:
        findings.add(
            "E307", (*path, "joined"), f"{measure.joined} joined, but only {after.n} were assessed after"
        )
    if before is None or after is None or after.n is None or after.reading.enrolled is not None:
        return
    enrolled = before.reading.enrolled
    if enrolled is not None and after.n > enrolled + (measure.joined or 0):
        joined = f" and {measure.joined} joined" if measure.joined else ""
        findings.add(
            "E307",
            (*path, "after"),
            f"{after.n} students were assessed after, but {enrolled} were enrolled{joined}",
            "say how many `joined:`, or correct the count",
        )


def _check_change(measure: Measure, path: Path, findings: Findings) -> None:
    change = measure.change
    if change is None:
        return
    for name in ("before", "after"):
        reading: Reading | None = getattr(measure, name)
        if reading is None or reading.mean is None:
            findings.add(
                "E313",
                (*path, "change"),
                f"a change of scores needs a mean {name}",
                f"add `mean:` to `{name}:`",
            )
            return
        if (
            change.students is not None
            and reading.students is not None
            and change.students > reading.students
        ):
            findings.add("E307", (*path, "change", "students"), f"more students than were assessed {name}")
