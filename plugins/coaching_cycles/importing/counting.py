"""Results to counts: levels, who moved, scores with their spread. Here the students end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from coaching_cycles.importing.collecting import Collected, Mark
from coaching_cycles.importing.judging import Judge, Strand, Value, make_judge, report_cells, tell_strand
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.occasions import Reading, Wish, arrange
from coaching_cycles.importing.plan import Kind, Plan
from coaching_cycles.importing.roles import Occasion
from coaching_cycles.importing.scores import Spread, spread
from coaching_cycles.values import PartialDate

Rule = Literal["latest", "first"]


@dataclass(frozen=True, slots=True)
class Counts:
    """One reading as counts.

    `levels` are counts from low to high. `absent`: enrolled and not assessed. `uncounted`: with a result that
    could not be read.
    """

    role: Occasion
    label: str
    day: PartialDate | None
    days: str
    students: int
    absent: int
    levels: tuple[int, ...] = ()
    proficient: int | None = None
    scores: Spread | None = None
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """All readings of one standard (or of everything) on one scale, and who is in both first and last.

    `left` and `joined` count students with a result in only one of them who were not marked absent in the
    other; `left_proficient` is None without a level that counts as proficient.
    """

    part: str
    strand: Strand
    readings: tuple[Counts, ...]
    scale: tuple[str, ...] = ()
    proficient: str = ""
    out_of: Decimal | None = None
    moved: tuple[tuple[int, ...], ...] = ()
    change: Spread | None = None
    matched: int = 0
    left: int = 0
    joined: int = 0
    left_proficient: int | None = None


def count(
    collected: Collected,
    plan: Plan,
    wish: Wish,
    notes: Notes,
    *,
    rule: Rule = "latest",
    scales: Sequence[str] = (),
) -> list[Outcome]:
    """The outcomes of a file: for each standard its levels, its scores, or both.

    `rule` says which of a student's several results in one reading counts; `scales` are keys of known scales.
    """
    readings = arrange(collected.marks, wish, notes)
    guessed = tell_strand(collected.marks, plan)
    strand_of: dict[Kind, Strand] = {"level": "levels", "score": "scores", "auto": guessed}
    groups: dict[Strand, dict[str, list[list[Mark]]]] = {"levels": {}, "scores": {}}
    for number, reading in enumerate(readings):
        for mark in reading.marks:
            parts = groups[strand_of[mark.kind]]
            parts.setdefault(mark.part, [[] for _ in readings])[number].append(mark)
    outcomes: list[Outcome] = []
    repeats: set[tuple[int, str, int]] = set()
    unseen = collected.unseen if plan.wide or len(readings) == 1 else 0
    for strand, parts in groups.items():
        own = [mark for mark in collected.marks if strand_of[mark.kind] == strand]
        alone = len(own) == len(collected.marks)
        judge = make_judge(strand, own, plan, scales, notes, alone=alone) if own else None
        if judge is None:
            continue
        for part, chosen in parts.items():
            tables = [_one_each(group, judge, rule, repeats, n) for n, group in enumerate(chosen)]
            outcomes.append(_outcome(part, judge, plan, readings, tables, unseen))
        report_cells(judge, notes)
    _report_repeats(repeats, rule, notes)
    return [outcome for outcome in outcomes if any(r.students or r.absent for r in outcome.readings)]


def _one_each(
    marks: Sequence[Mark], judge: Judge, rule: Rule, repeats: set[tuple[int, str, int]], reading: int
) -> Mapping[int, Value]:
    """One value a student: of several, the preferred, then the latest (or first); never an absence."""
    found: dict[int, list[tuple[Mark, Value]]] = {}
    for mark in marks:
        found.setdefault(mark.student, []).append((mark, judge.read(mark)))
    chosen = {}
    for student, several in found.items():
        there = [item for item in several if item[1].there]
        if len(there) > 1:
            repeats.add((student, there[0][0].part, reading))
        pool = [item for item in there if item[0].preferred] or there or several
        sign = 1 if rule == "latest" else -1
        best = max(
            pool,
            key=lambda item: (sign * (item[0].day.toordinal() if item[0].day else 0), sign * item[0].order),
        )
        chosen[student] = best[1]
    return chosen


def _outcome(
    part: str,
    judge: Judge,
    plan: Plan,
    readings: Sequence[Reading],
    tables: Sequence[Mapping[int, Value]],
    unseen: int,
) -> Outcome:
    scale = judge.scale.levels if judge.scale is not None else ()
    cut = judge.scale.find(plan.proficient) if judge.scale is not None and plan.proficient else None
    counts = tuple(
        _count(reading, table, scale, cut, unseen) for reading, table in zip(readings, tables, strict=True)
    )
    shown = tuple(c for c in counts if c.students or c.absent)
    roles = {reading.role: table for reading, table in zip(readings, tables, strict=True)}
    before, after = roles.get("before", {}), roles.get("after", {})
    first = {s: v for s, v in before.items() if v.there}
    last = {s: v for s, v in after.items() if v.there}
    both = sorted(first.keys() & last.keys())
    gone = [s for s in first if s not in after] if last else []
    moved = [[0] * len(scale) for _ in scale]
    differences = []
    for student in both:
        old, new = first[student], last[student]
        if old.level is not None and new.level is not None:
            moved[old.level][new.level] += 1
        elif old.points is not None and new.points is not None:
            differences.append(new.points - old.points)
    whole = judge.unit.whole if judge.unit is not None else None
    return Outcome(
        part,
        judge.strand,
        shown,
        scale,
        scale[cut] if cut is not None else "",
        Decimal(whole.numerator) / Decimal(whole.denominator) if whole is not None else plan.out_of,
        tuple(map(tuple, moved)) if both and scale else (),
        spread(differences),
        len(both),
        len(gone),
        sum(s not in before for s in last) if first else 0,
        sum((first[s].level or 0) >= cut for s in gone) if cut is not None else None,
    )


def _count(
    reading: Reading, table: Mapping[int, Value], scale: Sequence[str], cut: int | None, unseen: int
) -> Counts:
    values = [value for value in table.values() if value.there]
    held = Counter(value.level for value in values)
    levels = tuple(held[n] for n in range(len(scale)))
    points = [value.points for value in values if value.points is not None]
    return Counts(
        reading.role,
        reading.label,
        reading.day,
        reading.days,
        len(values),
        sum(value.absent for value in table.values()) + unseen,
        levels,
        sum(levels[cut:]) if cut is not None else None,
        spread(points),
        sum(value.uncounted for value in table.values()),
    )


def _report_repeats(repeats: set[tuple[int, str, int]], rule: Rule, notes: Notes) -> None:
    students = len({student for student, _, _ in repeats})
    if students:
        other = "first" if rule == "latest" else "latest"
        some = "1 student has" if students == 1 else f"{students} students have"
        text = f"{some} more than one result in a reading; the {rule} counts"
        notes.add(
            "W830",
            text,
            f"say --repeats {other} for the other; if they are different students, add a column of numbers",
        )
