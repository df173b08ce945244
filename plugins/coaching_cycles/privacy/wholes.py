"""Which measures of a record are a whole and its parts, and what of the whole is kept back for their sake.

A measure with a section (a class, a group) can be part of another on the same assessment: of the goal's or
target's measure without a section, and of any whose students are exactly those of the parts together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import cut, size
from coaching_cycles.measuring.transitions import Moves
from coaching_cycles.privacy.banded import parts_tell
from coaching_cycles.privacy.matched import table_of
from coaching_cycles.privacy.measures import proficient
from coaching_cycles.privacy.parts import gives_away, movement_part, read_part, sum_part, table_part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coaching_cycles.measuring.figures import Figure, MeasureShown, ReadingShown
    from coaching_cycles.measuring.transitions import Table
    from coaching_cycles.privacy.parts import Part
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Assessment, Measure, Reading

_MOST_PARTS = 8
"""Sections of one record that are looked at together; their subsets double with each."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for a reading in a measure; checks are found by their day."""

    role: str
    date: str = ""

    def of(self, measure: Measure) -> Reading | None:
        """The reading of a measure in this place."""
        if self.role != "check":
            found: Reading | None = getattr(measure, self.role)
            return found
        return next((c for c in measure.checks or () if str(c.date) == self.date), None)

    def shown(self, measure: MeasureShown) -> ReadingShown | None:
        """What is shown of it."""
        if self.role != "check":
            found: ReadingShown | None = getattr(measure, self.role)
            return found
        return next((c for c in measure.checks if c.date == self.date), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure, what is shown of it, and the position of its proficient cut."""

    measure: Measure
    shown: MeasureShown
    cut: int | None


def make_entries(
    measures: Sequence[Measure], shown: Sequence[MeasureShown], assessments: dict[str, Assessment]
) -> list[Entry]:
    """The measures of a record, each with what is shown of it."""
    return [
        Entry(measure, made, cut(assessments.get(measure.assessment or "")))
        for measure, made in zip(measures, shown, strict=True)
    ]


def spare_parts(index: int, entries: Sequence[Entry], policy: Policy) -> MeasureShown:
    """The measure without what would give away something of its parts; itself where nothing does."""
    entry = entries[index]
    others = [
        other
        for at, other in enumerate(entries)
        if at != index
        and other.measure.section is not None
        and other.measure.assessment == entry.measure.assessment
    ][:_MOST_PARTS]
    if not others:
        return entry.shown
    shown = entry.shown
    for slot in _slots(entry.measure):
        shown = _spare_readings(replace(entry, shown=shown), others, slot, policy)
    shown = _spare_tables(replace(entry, shown=shown), others, policy)
    return _spare_cohort(replace(entry, shown=shown), others, policy)


def _slots(measure: Measure) -> Iterator[Slot]:
    yield from map(Slot, ("before", "after", "follow_up"))
    for check in measure.checks or ():
        if check.date is not None:
            yield Slot("check", str(check.date))


def _sets(
    entry: Entry, others: Sequence[Entry], sizes: Sequence[int | None], whole: int
) -> Iterator[list[Entry]]:
    """Sets of measures that can be parts of one with `whole` students; `sizes` are those of the others."""
    sized = [(other, n) for other, n in zip(others, sizes, strict=True) if n]
    for count in range(2, len(sized) + 1):
        for some in combinations(sized, count):
            if sum(n for _, n in some) == whole:
                yield [other for other, _ in some]
    if entry.measure.section is None:
        # Sections of the goal, or of the target, whose own measure this is: what is left over is a part too.
        mine = [(other, n) for other, n in sized if other.shown.target == entry.shown.target]
        if mine and sum(n for _, n in mine) < whole:
            yield [other for other, _ in mine]


def _spare_readings(entry: Entry, others: Sequence[Entry], slot: Slot, policy: Policy) -> MeasureShown:
    reading, shown = slot.of(entry.measure), slot.shown(entry.shown)
    n = size(reading)
    if reading is None or shown is None or n is None:
        return entry.shown
    sizes = [size(slot.of(other.measure)) for other in others]
    for parts in _sets(entry, others, sizes, n):
        if _reading_tells(entry, parts, slot, policy):
            return withhold(entry.shown, shown)
        if shown.absent is not None and _absent_tells(shown.absent, parts, slot, policy):
            return put_reading(entry.shown, shown, replace(shown, absent=None, enrolled=None))
    return entry.shown


def _reading_tells(entry: Entry, parts: Sequence[Entry], slot: Slot, policy: Policy) -> bool:
    reading, shown = slot.of(entry.measure), slot.shown(entry.shown)
    if reading is None or shown is None:
        return False
    pairs = [(r, s, p.cut) for p in parts if (r := slot.of(p.measure)) and (s := slot.shown(p.shown))]
    if shown.scores is not None:
        rest = (size(reading) or 0) - sum(size(r) or 0 for r, *_ in pairs)
        few = 0 < rest < policy.fewest
        return few or any(r.mean is not None and s.scores is None for r, s, _ in pairs)
    if shown.share is None and not shown.levels:
        return False
    if any(p.shown.target != entry.shown.target for p in parts) and proficient(reading, entry.cut) != sum(
        proficient(r, lowest) or 0 for r, _, lowest in pairs
    ):
        return False  # as many students, and something else that they were asked
    if policy.bands:
        rest = (size(reading) or 0) - sum(size(r) or 0 for r, *_ in pairs)
        return parts_tell(shown, [s for _, s, _ in pairs], policy, rest=rest > 0)
    width = len(reading.levels or ())
    levels = bool(shown.levels) and all(len(r.levels or ()) == width for r, *_ in pairs)
    whole = read_part(reading, shown, entry.cut, policy, levels=levels)
    laid = [read_part(r, s, lowest, policy, levels=levels) for r, s, lowest in pairs]
    known = [part for part in laid if part is not None]
    if whole is None or not known:
        return False
    # Parts of which nothing is shown are too few together as well: what is left of the whole is about them.
    seen = [part for part, (_, s, _) in zip(laid, pairs, strict=True) if part is not None and not s.withheld]
    fewer = bool(seen) and len(seen) < len(known) and gives_away(whole, seen, policy)
    return fewer or gives_away(whole, known, policy)


def _absent_tells(absent: Figure, parts: Sequence[Entry], slot: Slot, policy: Policy) -> bool:
    laid = []
    for part in parts:
        reading, shown = slot.of(part.measure), slot.shown(part.shown)
        n = size(reading)
        if reading is None or shown is None or reading.enrolled is None or n is None:
            return False
        laid.append(sum_part(reading.enrolled - n, shown.absent))
    return _sum_tells(absent, laid, policy)


def _sum_tells(whole: Figure, parts: Sequence[Part], policy: Policy) -> bool:
    """Only where the parts are all there is: what is left over of such a count belongs to nobody known."""
    if whole.exact is None or sum(part.counts[0] for part in parts) != whole.exact:
        return False
    return gives_away(sum_part(whole.exact, whole), parts, policy)


def _spare_tables(entry: Entry, others: Sequence[Entry], policy: Policy) -> MeasureShown:
    shown = entry.shown
    table, moves = _table_of(entry), _moves_of(entry)
    if shown.moved is not None and any(o.measure.moved and o.shown.moved is None for o in others):
        shown = replace(shown, moved=None, reduced=True)
    if table is not None and shown.matched is not None:
        tables = [_table_of(other) for other in others]
        for parts in _sets(entry, others, [t.n if t else None for t in tables], table.n):
            laid = [
                table_part(t, part.shown.matched, part.shown.before, part.shown.after)
                for part in parts
                if (t := _table_of(part)) is not None
            ]
            if gives_away(table_part(table, shown.matched, None, None), laid, policy):
                shown = replace(shown, matched=None, moved=None, reduced=True)
                break
    if moves is not None and shown.movement:
        grids = [_moves_of(other) for other in others]
        for parts in _sets(entry, others, [m.n if m else None for m in grids], moves.n):
            laid = [
                movement_part(m, part.shown.movement) for part in parts if (m := _moves_of(part)) is not None
            ]
            if gives_away(movement_part(moves, shown.movement), laid, policy):
                return replace(shown, movement=(), moved=None, reduced=True)
    return shown


def _table_of(entry: Entry) -> Table | None:
    return table_of(entry.measure, _moves_of(entry), entry.cut)


def _moves_of(entry: Entry) -> Moves | None:
    return Moves(entry.measure.moved) if entry.measure.moved is not None else None


def _spare_cohort(entry: Entry, others: Sequence[Entry], policy: Policy) -> MeasureShown:
    shown = entry.shown
    gone = [_left_of(other.measure) for other in others]
    if shown.left is not None and None not in gone:
        laid = [sum_part(n or 0, other.shown.left) for n, other in zip(gone, others, strict=True)]
        if _sum_tells(shown.left, laid, policy):
            shown = replace(shown, left=None, left_proficient=None)
    came = [other.measure.joined for other in others]
    if shown.joined is not None and None not in came:
        laid = [sum_part(n or 0, other.shown.joined) for n, other in zip(came, others, strict=True)]
        if _sum_tells(shown.joined, laid, policy):
            shown = replace(shown, joined=None)
    return shown


def _left_of(measure: Measure) -> int | None:
    return (measure.left.proficient or 0) + (measure.left.not_yet or 0) if measure.left is not None else None


def withhold(measure: MeasureShown, reading: ReadingShown) -> MeasureShown:
    """The measure without the numbers of one of its readings."""
    emptied = replace(
        reading, share=None, levels=(), scores=None, enrolled=None, absent=None, withheld="policy"
    )
    return put_reading(measure, reading, emptied)


def put_reading(measure: MeasureShown, old: ReadingShown, new: ReadingShown) -> MeasureShown:
    """The measure with another reading in the place of one; what rests on before and after goes with them."""
    kept = old.role in {"follow_up", "check"} or (new.share == old.share and new.levels == old.levels)
    return replace(
        measure,
        before=new if old is measure.before else measure.before,
        checks=tuple(new if check is old else check for check in measure.checks),
        after=new if old is measure.after else measure.after,
        follow_up=new if old is measure.follow_up else measure.follow_up,
        matched=measure.matched if kept else None,
        moved=measure.moved if kept else None,
        movement=measure.movement if kept else (),
        left=measure.left if kept else None,
        left_proficient=measure.left_proficient if kept else None,
        joined=measure.joined if kept else None,
    )
