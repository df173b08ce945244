"""Rows of counts to outcomes: nothing is counted here, only put in its place and added up."""

from __future__ import annotations

from collections import defaultdict

from coaching_cycles.importing.cells import is_missing, read_cell, tidy
from coaching_cycles.importing.collecting import Mark, Slot
from coaching_cycles.importing.counting import Counts, Outcome
from coaching_cycles.importing.days import find_order, read_day
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.occasions import Reading, Wish, arrange
from coaching_cycles.importing.plan import Plan, Result, find_column
from coaching_cycles.importing.roles import read_code
from coaching_cycles.importing.scales import Scale, find_scale, make_scale
from coaching_cycles.importing.tables import Table


def add_up(table: Table, plan: Plan, wish: Wish, notes: Notes) -> list[Outcome]:
    """The outcomes of a file of counts, one for each standard; who moved can't be told from counts."""
    results = [(r, n) for r in plan.results if (n := find_column(table.header, r.column)) is not None]
    scale = _scale(table, plan, notes)
    if notes.stops:
        return []
    marks = _marks(table, plan, results)
    outcomes = []
    for part in dict.fromkeys(mark.part for mark in marks):
        readings = arrange([mark for mark in marks if mark.part == part], wish, notes)
        cut = scale.find(plan.proficient) if scale is not None and plan.proficient else None
        counts = []
        for reading in readings:
            cells: dict[str, list[Mark]] = defaultdict(list)
            for mark in reading.marks:
                cells[mark.kind].append(mark)
            counts.append(_count(reading, cells, scale, cut, notes))
        levels = scale.levels if scale is not None else ()
        outcomes.append(
            Outcome(part, "levels", tuple(counts), levels, levels[cut] if cut is not None else "")
        )
    return [] if notes.stops else outcomes


def _scale(table: Table, plan: Plan, notes: Notes) -> Scale | None:
    at = [result for result in plan.results if result.kind == "at"]
    if not at:
        return None
    if plan.levels:
        return make_scale(plan.levels)
    place = find_column(table.header, plan.label) if plan.label else 0
    labels = [result.level for result in at if result.level] or [row[place or 0] for row in table.rows]
    scale = find_scale(labels)
    if scale is None:
        notes.add(
            "E824",
            "the levels are on no scale that is known here",
            'say their order, from low to high: --levels "…"',
        )
    return scale


def _marks(table: Table, plan: Plan, results: list[tuple[Result, int]]) -> list[Mark]:
    """Each count as a mark; all of one “student”, so that no two readings are taken for one."""
    date, window, standard = (
        find_column(table.header, name) for name in (plan.date, plan.window, plan.standard)
    )
    label = 0 if plan.label == "" else find_column(table.header, plan.label)
    order = plan.days or (find_order(table.column(date)) if date is not None else None) or "mdy"
    if plan.window == "":
        window = 0
    marks = []
    for number, row in enumerate(table.rows):
        part = "" if standard is None else read_code(row[standard]) or tidy(row[standard])
        day = read_day(row[date], order) if date is not None else None
        for result, column in results:
            slot = (
                Slot("column", result.reading)
                if result.reading
                else Slot("window", tidy(row[window]))
                if window is not None
                else Slot("day", "")
            )
            level = result.level or (row[label] if label is not None and result.kind == "at" else "")
            text = f"{row[column]}\n{level}"
            marks.append(Mark(0, slot, result.standard or part, result.kind, row.number, number, text, day))
    return marks


def _count(
    reading: Reading, cells: dict[str, list[Mark]], scale: Scale | None, cut: int | None, notes: Notes
) -> Counts:
    levels = [0] * (len(scale.levels) if scale is not None else 0)
    for mark in cells["at"]:
        number, _, name = mark.text.partition("\n")
        place = scale.find(name) if scale is not None else None
        if place is None:
            notes.add("E824", "a level of this row is not on the scale", row=mark.row)
        else:
            levels[place] += _whole(number, mark.row, notes)
    students = proficient = enrolled = None
    for kind, marks in cells.items():
        for mark in marks:
            text = mark.text.partition("\n")[0]
            if kind == "share" and not is_missing(text):
                cell = read_cell(text)
                proficient = (proficient or 0) + int(cell.number or 0)
                students = (students or 0) + int(cell.whole or 0)
            elif kind == "students":
                students = (students or 0) + _whole(text, mark.row, notes)
            elif kind == "proficient" and not is_missing(text):
                proficient = (proficient or 0) + _whole(text, mark.row, notes)
            elif kind == "enrolled" and not is_missing(text):
                enrolled = (enrolled or 0) + _whole(text, mark.row, notes)
    total = sum(levels) if levels else students or 0
    if levels and students is not None and students != total:
        notes.add("E831", f"the levels add up to {total}, and the column of students says {students}")
    if levels and cut is not None:
        proficient = sum(levels[cut:])
    absent = max(0, enrolled - total) if enrolled is not None else 0
    return Counts(
        reading.role, reading.label, reading.day, reading.days, total, absent, tuple(levels), proficient
    )


def _whole(text: str, row: int, notes: Notes) -> int:
    cell = read_cell(text)
    if cell.kind in {"blank", "absent"}:
        return 0
    if (
        cell.kind == "number"
        and cell.number is not None
        and cell.number.denominator == 1
        and cell.number >= 0
    ):
        return int(cell.number)
    notes.add(
        "E831",
        "a count of this row is no whole number",
        "a bound such as <10 can't be added up; write the number",
        row,
    )
    return 0
