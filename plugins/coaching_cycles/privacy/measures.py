"""From the readings of a record to what may be shown of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import cut
from coaching_cycles.measuring.figures import (
    Direction,
    Figure,
    Instrument,
    MeasureShown,
    Movement,
    ReadingShown,
    Role,
    Scores,
    exactly,
)
from coaching_cycles.measuring.percents import possible_counts
from coaching_cycles.measuring.transitions import Moves, Table

if TYPE_CHECKING:
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Assessment, Measure, Reading, Record

_DIRECTIONS: tuple[Direction, ...] = ("down", "same", "up")


def show_measure(
    measure: Measure, key: str, target: int | None, record: Record, policy: Policy
) -> MeasureShown:
    """One measure after the policy. Nothing in the result tells a number that the policy hides."""
    assessment = (record.assessments or {}).get(measure.assessment or "")
    lowest = cut(assessment)
    before = _show(measure.before, "before", lowest, policy)
    after = _show(measure.after, "after", lowest, policy)
    sizes = [_size(r) for r in (measure.before, measure.after) if r is not None]
    moves = Moves(measure.moved) if measure.moved is not None else None
    table = _table(measure, moves, lowest)
    movement = _movement(moves, sizes, policy)
    shown_table = table if table is not None and _may_show(table, sizes, policy) else None
    whole_moved = (
        moves is not None
        and all(n >= policy.smallest for row in moves.rows for n in row)
        and _closed(moves.n, sizes, policy)
    )
    levels_hidden = any(
        reading is not None
        and reading.levels is not None
        and shown is not None
        and len(shown.levels) < len(reading.levels)
        for reading, shown in ((measure.before, before), (measure.after, after))
    )
    cohort = _cohort(measure, policy)
    changed = measure.change
    covered = (
        changed is not None
        and changed.students is not None
        and policy.covers(changed.students)
        and not policy.bands
    )
    return MeasureShown(
        key=key,
        section=measure.section,
        target=target,
        instrument=_instrument(measure.assessment, assessment, lowest),
        before=before,
        checks=tuple(s for c in measure.checks or () if (s := _show(c, "check", lowest, policy)) is not None),
        after=after,
        follow_up=_show(measure.follow_up, "follow_up", lowest, policy),
        matched=shown_table,
        moved=moves.rows if moves is not None and whole_moved else None,
        movement=movement,
        left=cohort.left,
        left_proficient=cohort.left_proficient,
        left_some=cohort.left_some,
        joined=cohort.joined,
        joined_some=cohort.joined_some,
        reduced=(table is not None and shown_table is None) or (moves is not None and not whole_moved),
        merged=levels_hidden,
        change_mean=changed.mean if changed is not None and covered else None,
        change_sd=changed.sd if changed is not None and covered else None,
        change_students=changed.students if changed is not None and covered else None,
        aim=measure.aim,
    )


def _instrument(key: str | None, assessment: Assessment | None, lowest: int | None) -> Instrument | None:
    if key is None or assessment is None:
        return None
    return Instrument(
        key, assessment.title, assessment.source, assessment.kind, assessment.levels or (), lowest
    )


def _size(reading: Reading) -> int | None:
    """How many students a reading is about, where that follows from it."""
    if reading.students is not None:
        return reading.students
    return sum(reading.levels) if reading.levels is not None else None


def _proficient(reading: Reading, lowest: int | None) -> int | None:
    if reading.proficient is not None:
        return reading.proficient
    if reading.levels is not None and lowest is not None:
        return sum(reading.levels[lowest:])
    if reading.percent is not None and reading.students:
        counts = possible_counts(str(reading.percent), reading.students)
        return counts[0] if len(counts) == 1 else None
    return None


def _show(reading: Reading | None, role: Role, lowest: int | None, policy: Policy) -> ReadingShown | None:
    if reading is None:
        return None
    n, x = _size(reading), _proficient(reading, lowest)
    share = scores = None
    levels = policy.distribution(reading.levels, lowest) if reading.levels is not None else ()
    withheld = None
    if n is not None and not policy.covers(n):
        withheld = "few" if x is not None or reading.levels is not None or reading.mean is not None else None
    elif n is not None and x is not None:
        share = policy.share(x, n)
    elif n is not None and reading.mean is not None:
        students = (
            exactly(n)
            if not policy.bands
            else Figure(*next(b.students for b in policy.bands if b.students[0] <= n <= b.students[1]))
        )
        scores = Scores(students, reading.mean, reading.sd, reading.out_of)
    elif reading.percent is not None:
        share = policy.unknown_whole(reading.percent)
    absent = reading.enrolled - n if reading.enrolled is not None and n is not None else None
    tell = (
        absent is not None
        and n is not None
        and policy.covers(n)
        and not policy.leaves_few(n, n + absent)
        and not policy.bands
    )
    return ReadingShown(
        role=role,
        date=str(reading.date) if reading.date is not None else None,
        label=reading.kind,
        form=reading.form or "same",
        note=reading.note,
        share=share,
        levels=levels,
        scores=scores,
        enrolled=exactly(reading.enrolled) if tell and reading.enrolled is not None else None,
        absent=exactly(absent) if tell and absent is not None else None,
        absent_some=bool(absent),
        withheld="few" if withheld else None,
    )


def _table(measure: Measure, moves: Moves | None, lowest: int | None) -> Table | None:
    """The matched table: as given, or at the proficient cut of the table of moves."""
    if measure.matched is not None:
        m = measure.matched
        return Table(m.kept, m.slipped, m.gained, m.not_yet)
    return (
        moves.cut(lowest)
        if moves is not None and lowest is not None and 0 < lowest < len(moves.rows)
        else None
    )


def _closed(matched: int, sizes: list[int | None], policy: Policy) -> bool:
    """True when a table of `matched` students tells nothing about the few of a reading who are not in it."""
    if policy.bands or not policy.covers(matched):
        return False
    return not any(n is not None and policy.leaves_few(matched, n) for n in sizes)


def _may_show(table: Table, sizes: list[int | None], policy: Policy) -> bool:
    cells = (table.kept, table.slipped, table.gained, table.not_yet)
    return policy.exact or (_closed(table.n, sizes, policy) and min(cells) >= policy.smallest)


def _movement(moves: Moves | None, sizes: list[int | None], policy: Policy) -> tuple[Movement, ...]:
    if moves is None or not (policy.exact or _closed(moves.n, sizes, policy)):
        return ()
    bands = policy.distribution((moves.down, moves.same, moves.up), None)
    return tuple(Movement(_DIRECTIONS[b.first : b.last + 1][::-1], b.count) for b in reversed(bands))


@dataclass(frozen=True, slots=True)
class _Cohort:
    """Students who left or joined: how many, and how many of those who left were proficient."""

    left: Figure | None = None
    left_proficient: Figure | None = None
    left_some: bool = False
    joined: Figure | None = None
    joined_some: bool = False


def _cohort(measure: Measure, policy: Policy) -> _Cohort:
    before = _size(measure.before) if measure.before is not None else None
    after = _size(measure.after) if measure.after is not None else None
    left = proficient = None
    some = False
    if measure.left is not None:
        counts = [n for n in (measure.left.proficient, measure.left.not_yet) if n is not None]
        some = sum(counts) > 0
        left = _of(sum(counts), before, policy)
        if left is not None and measure.left.proficient is not None and min(counts) >= policy.smallest:
            proficient = exactly(measure.left.proficient)
    joined = _of(measure.joined, after, policy) if measure.joined is not None else None
    if any(figure is not None and figure.exact is None for figure in (left, joined)):
        # The two numbers of students are published, so a count of those who left gives away how many joined.
        left, joined = (_unless_exact(figure) for figure in (left, joined))
        proficient = None
    return _Cohort(
        left=left,
        left_proficient=proficient,
        # Where the count is coded, whether it was none at all is part of what is hidden.
        left_some=some or (left is not None and left.exact is None),
        joined=joined,
        joined_some=bool(measure.joined) or (joined is not None and joined.exact is None),
    )


def _unless_exact(figure: Figure | None) -> Figure | None:
    return figure if figure is not None and figure.exact is None else None


def _of(count: int, whole: int | None, policy: Policy) -> Figure | None:
    """A count of some of `whole` students, or None where it may not be shown."""
    if policy.exact:
        return exactly(count)
    if policy.bands:
        return None
    if whole is None or not policy.covers(whole):
        return exactly(count) if whole is None and policy.covers(count) else None
    return policy.count(count, whole) if count <= whole else None


def show_group(students: int | None, record: Record, policy: Policy) -> Figure | None:
    """The size of a group, as a count of the students of the baseline."""
    if students is None:
        return None
    wholes = [n for m in record.results or () if m.before is not None and (n := _size(m.before)) is not None]
    return _of(students, max(wholes) if wholes else None, policy)
