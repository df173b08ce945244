"""What the readings of a cycle say together: tables of the same students, comings, sections, cuts."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from coaching_cycles.audit.published import LARGEST
from coaching_cycles.audit.sheet import Counts, Hidden, Key, Sheet

if TYPE_CHECKING:
    from coaching_cycles.audit.published import Measure

_ROLES = ("before", "after", "follow_up")
_MOST_PARTS = 8
_WHOLE = re.compile(
    r"\b(?:all|whole|total|every|both|together|todos?|todas?|alle|hele|samlet)\b|전체|모두", re.IGNORECASE
)

Placed = list[tuple["Measure", dict[str, Counts]]]
"""Measures, each with the unknowns of its readings by their roles."""


def write_down(sheet: Sheet, measures: list[Measure]) -> None:
    """Everything that these measures say, and what follows from them together."""
    placed = [(measure, sheet.add_readings(measure)) for measure in measures]
    for measure, counts in placed:
        before, after = counts.get("before"), counts.get("after")
        if before is not None and after is not None:
            add_table(sheet, measure, before, after)
            add_cohort(sheet, measure, before, after)
    for role in _ROLES:
        for measure, counts in placed:
            add_sections(sheet, role, measure, counts, placed)
    add_cuts(sheet, placed)


def add_table(sheet: Sheet, measure: Measure, before: Counts, after: Counts) -> None:
    """The same students both times: a table of which sums, or all cells, are published."""
    total = _total(measure)
    if total is None:
        return
    wide = bool(measure.movement or measure.moved)
    size = max(len(measure.scale), len(before.levels), len(measure.moved or ())) if wide else 2
    if size < 2:  # noqa: PLR2004 - a table needs two rows
        return
    key = (
        measure.target,
        measure.assessment,
        measure.section,
        before.students,
        after.students,
        total,
        size,
    )
    cells = sheet.tables.get(key)
    if cells is None:
        cells = [[sheet.system.unknown(0, total) for _ in range(size)] for _ in range(size)]
        sheet.tables[key] = cells
        sheet.system.add([(cell, 1) for row in cells for cell in row], total, total)
        columns = [list(column) for column in zip(*cells, strict=True)]
        for counts, lines in ((before, cells), (after, columns)):
            _margins(sheet, measure, counts, lines, total, wide=wide)
        if measure.moved is None and (wide or measure.matched is None):
            sheet.hidden += [
                Hidden(cell, f"those who went from level {i + 1} to level {j + 1}", measure)
                for i, row in enumerate(cells)
                for j, cell in enumerate(row)
            ]
    _sums(sheet, measure, cells)


def _margins(
    sheet: Sheet, measure: Measure, counts: Counts, lines: list[list[int]], total: int, *, wide: bool
) -> None:
    """The table holds at most the students of a reading; those who are not in it are the others."""
    cut = (measure.cut if wide else 1) or 0
    everyone = sheet.system.lows[counts.students] == sheet.system.highs[counts.students] == total
    least = 0
    most = 0 if everyone else LARGEST
    if counts.levels and wide:
        for level, line in zip(counts.levels, lines, strict=False):
            sheet.system.add([(level, 1), *((cell, -1) for cell in line)], least, most)
    if counts.proficient is not None and cut:
        inside = [(cell, -1) for line in lines[cut:] for cell in line]
        others = sheet.system.unknown(0, LARGEST)
        size = sheet.system.unknown(0, LARGEST)
        sheet.system.add([(counts.students, 1), (size, -1)], total, total)
        sheet.system.add([(counts.proficient, 1), *inside, (others, -1)], 0, 0)
        sheet.system.add([(size, 1), (others, -1)], 0, LARGEST)
        if not everyone:
            sheet.hidden.append(Hidden(others, "those proficient who are not in the table", measure, size))


def _sums(sheet: Sheet, measure: Measure, cells: list[list[int]]) -> None:
    places = [(i, j) for i in range(len(cells)) for j in range(len(cells))]
    for ways, counted in measure.movement:
        parts = [(cells[i][j], 1) for i, j in places if _way(i, j) in ways]
        sheet.system.add(parts, counted.low, counted.high)
    if measure.moved is not None and len(measure.moved) == len(cells):
        for i, j in places:
            value = measure.moved[i][j]
            sheet.system.narrow(cells[i][j], value, value)
    if measure.matched is not None:
        cut = (measure.cut or 0) if len(cells) > 2 else 1  # noqa: PLR2004 - a table of two levels
        kept, slipped, gained, not_yet = measure.matched
        for value, high, above in (
            (kept, True, True),
            (slipped, True, False),
            (gained, False, True),
            (not_yet, False, False),
        ):
            parts = [(cells[i][j], 1) for i, j in places if (i >= cut, j >= cut) == (high, above)]
            if parts:
                sheet.system.add(parts, value, value)


def add_cohort(sheet: Sheet, measure: Measure, before: Counts, after: Counts) -> None:
    """Those of the first reading, less who left, and who joined, are those of the last."""
    if measure.left is None and measure.joined is None:
        return
    ends = []
    for what, counted, counts in (("left", measure.left, before), ("joined", measure.joined, after)):
        high = sheet.system.highs[counts.students]
        unknown = sheet.system.unknown(
            counted.low if counted else 0, min(counted.high if counted else high, high)
        )
        if counted is not None and counted.exact is None:
            sheet.hidden.append(Hidden(unknown, f"those who {what}", measure, counts.students))
        ends.append(unknown)
    sheet.system.add([(before.students, 1), (ends[0], -1), (ends[1], 1), (after.students, -1)], 0, 0)
    add_gone(sheet, measure, before, ends[0])


def add_gone(sheet: Sheet, measure: Measure, before: Counts, left: int) -> None:
    """Those who left and had been proficient: some of those who left, and of those who were proficient."""
    counted = measure.left_proficient
    if counted is None or before.proficient is None:
        return
    system = sheet.system
    gone = system.unknown(counted.low, counted.high)
    stayed = system.unknown(0, LARGEST)
    rest = system.unknown(0, LARGEST)
    system.add([(gone, 1), (rest, 1), (left, -1)], 0, 0)
    system.add([(before.proficient, 1), (gone, -1), (stayed, -1)], 0, 0)
    # Those who left and were not proficient were among those who were not.
    others = system.unknown(0, LARGEST)
    system.add([(before.students, 1), (before.proficient, -1), (rest, -1), (others, -1)], 0, 0)
    what = "those proficient who left"
    if counted.exact is None:
        sheet.hidden.append(Hidden(gone, what, measure, left))
    sheet.hidden.append(Hidden(rest, "those not proficient who left", measure, left))


def add_sections(
    sheet: Sheet,
    role: str,
    whole: Measure,
    counts: dict[str, Counts],
    placed: Placed,
) -> None:
    """A whole is the sum of its sections, wherever their numbers of students say that it may be."""
    one = counts.get(role)
    if one is None:
        return
    parts = {
        other[role].students: other[role]
        for measure, other in placed
        if role in other
        and measure.section
        and other[role].students != one.students
        and _of_one(measure) == _of_one(whole)
    }
    named = not whole.section or _WHOLE.search(whole.section) is not None
    for chosen in _divisions(sheet, one, list(parts.values()), named=named):
        sheet.system.add([*((part.students, 1) for part in chosen), (one.students, -1)], 0, 0)
        proficient = [part.proficient for part in chosen]
        if one.proficient is not None and all(unknown is not None for unknown in proficient):
            known = [(unknown, 1) for unknown in proficient if unknown is not None]
            sheet.system.add([*known, (one.proficient, -1)], 0, 0)
        if one.levels and all(len(part.levels) == len(one.levels) for part in chosen):
            for at, level in enumerate(one.levels):
                sheet.system.add([*((part.levels[at], 1) for part in chosen), (level, -1)], 0, 0)


def _of_one(measure: Measure) -> Key:
    """What a whole and its sections have in common."""
    return (measure.cycle, measure.target, measure.assessment)


def _divisions(sheet: Sheet, whole: Counts, parts: list[Counts], *, named: bool) -> list[tuple[Counts, ...]]:
    """The sets of parts that can make up the whole; at most one, or none where several could.

    A part of which nothing is known is taken for one only where the whole calls itself so.
    """
    low, high = sheet.system.lows, sheet.system.highs
    n = low[whole.students]
    if n != high[whole.students] or len(parts) < 2:  # noqa: PLR2004 - a whole has parts
        return []
    least, most = sum(low[p.students] for p in parts), sum(high[p.students] for p in parts)
    if least <= n <= most and (named or least == most):
        return [tuple(parts)]
    known = [p for p in parts if low[p.students] == high[p.students]][:_MOST_PARTS]
    fitting = [
        chosen
        for count in range(2, len(known) + 1)
        for chosen in combinations(known, count)
        if sum(low[p.students] for p in chosen) == n
    ]
    return fitting if len(fitting) == 1 else []


def add_cuts(sheet: Sheet, placed: Placed) -> None:
    """The same assessment of the same day, counted from two levels on: one set of levels lies behind both."""
    groups: dict[Key, list[tuple[int, int, Counts, Measure]]] = {}
    for measure, counts in placed:
        dates = {reading.role: reading.date for reading in measure.readings}
        for role, one in counts.items():
            if measure.cut is not None and one.proficient is not None and dates.get(role):
                key = (
                    measure.target,
                    measure.section,
                    measure.assessment,
                    measure.scale,
                    role,
                    dates[role],
                )
                low, high = sheet.system.lows[one.students], sheet.system.highs[one.students]
                if low == high:
                    groups.setdefault((*key, low), []).append((measure.cut, one.proficient, one, measure))
    for same in groups.values():
        _same_levels(sheet, same)
        cuts = sorted({(cut, proficient) for cut, proficient, *_ in same})
        for (cut, lower), (other, upper) in pairwise(cuts):
            if cut != other:
                between = sheet.system.unknown(0, LARGEST)
                sheet.system.add([(lower, 1), (upper, -1), (between, -1)], 0, 0)
                what = f"those from level {cut + 1} to {other}"
                sheet.hidden.append(Hidden(between, what, same[0][3], same[0][2].students))


def _same_levels(sheet: Sheet, same: list[tuple[int, int, Counts, Measure]]) -> None:
    """Where one of them publishes levels, all others are sums of these."""
    with_levels = [counts.levels for _, _, counts, _ in same if counts.levels]
    for levels in with_levels[1:]:
        for one, other in zip(with_levels[0], levels, strict=False):
            if one != other:
                sheet.system.add([(one, 1), (other, -1)], 0, 0)
    for cut, _, counts, _ in same if with_levels else ():
        if not counts.levels:
            sheet.close(with_levels[0], counts, cut)


def _total(measure: Measure) -> int | None:
    """How many students a table is about, where that is published."""
    if measure.moved is not None:
        return sum(map(sum, measure.moved))
    if measure.movement and all(counted.exact is not None for _, counted in measure.movement):
        return sum(counted.low for _, counted in measure.movement)
    return sum(measure.matched) if measure.matched is not None else None


def _way(before: int, after: int) -> str:
    return "same" if before == after else "up" if after > before else "down"
