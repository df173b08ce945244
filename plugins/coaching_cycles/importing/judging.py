"""Cells to values: which scale or unit of points a column is on, and what each cell says in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from coaching_cycles.importing.cells import read_cell, writes_decimal_commas
from coaching_cycles.importing.collecting import Mark
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.plan import Plan
from coaching_cycles.importing.scales import Scale, find_scale, make_scale
from coaching_cycles.importing.scores import Unit, find_unit, to_points

Strand = Literal["levels", "scores"]
_FEW_LEVELS = 7
_HIGHEST_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Value:
    """A student's result in one reading; without level and points: absent, or not to be counted."""

    level: int | None = None
    points: Fraction | None = None
    uncounted: bool = False

    @property
    def absent(self) -> bool:
        """True for a student who was enrolled and not assessed."""
        return not self.there and not self.uncounted

    @property
    def there(self) -> bool:
        """True for a result that counts."""
        return self.level is not None or self.points is not None


@dataclass(frozen=True, slots=True)
class Judge:
    """Reads cells of one strand."""

    strand: Strand
    scale: Scale | None = None
    unit: Unit | None = None
    comma: bool = False
    odd: list[int] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)

    def read(self, mark: Mark) -> Value:
        """The value of a cell; the row of what can't be counted is kept."""
        cell = read_cell(mark.text, comma=self.comma)
        if self.strand == "levels" and self.scale is not None:
            place = self.scale.find(mark.text)
            if place is not None:
                return Value(level=place)
        elif self.unit is not None:
            points = to_points(cell, mark.whole, self.unit)
            if points is not None and points >= 0:
                return Value(points=points)
        if cell.kind in {"blank", "absent"}:
            return Value()
        (self.bounds if cell.kind == "bound" else self.odd).append(mark.row)
        return Value(uncounted=True)


def tell_strand(marks: Sequence[Mark], plan: Plan) -> Strand:
    """Whether columns that do not say it hold levels or scores: words and small whole numbers are levels."""
    if plan.levels:
        return "levels"
    cells = [
        cell
        for mark in marks
        if mark.kind == "auto" and (cell := read_cell(mark.text)).kind not in {"blank", "absent"}
    ]
    words = sum(cell.kind == "words" for cell in cells)
    if words * 2 > len(cells):
        return "levels"
    numbers = {cell.number for cell in cells if cell.kind == "number"}
    small = all(n is not None and n.denominator == 1 and 0 <= n <= _HIGHEST_LEVEL for n in numbers)
    named = any(mark.whole is not None for mark in marks) or plan.out_of is not None
    plain = all(cell.kind in {"number", "words"} for cell in cells)
    return "levels" if numbers and small and plain and not named and len(numbers) <= _FEW_LEVELS else "scores"


def make_judge(
    strand: Strand, marks: Sequence[Mark], plan: Plan, scales: Sequence[str], notes: Notes, *, alone: bool
) -> Judge | None:
    """The reader for the cells of one strand; None, with a finding, where the order of levels is unknown.

    That is an error when there is nothing else in the file to count (`alone`).
    """
    comma = writes_decimal_commas([mark.text for mark in marks])
    if strand == "scores":
        whole = Fraction(plan.out_of) if plan.out_of else None
        cells = [(read_cell(mark.text, comma=comma), mark.whole or whole) for mark in marks]
        unit = find_unit([(cell, beside) for cell, beside in cells if cell.number is not None])
        if unit.share:
            notes.add(
                "H828", "the scores are out of different totals; they were counted as percents, out of 100"
            )
        return Judge(strand, unit=unit, comma=comma)
    if plan.levels:
        scale = make_scale(plan.levels)
        there = [m for m in marks if read_cell(m.text).kind not in {"blank", "absent"}]
        if there and not any(scale.find(mark.text) is not None for mark in there):
            rows = [mark.row for mark in there]
            hint = f"they are: {', '.join(plan.levels)}; is it another assessment? name it with --assessment"
            notes.add_rows("E824", "no cell holds one of the levels", rows, hint)
            return None
        return Judge(strand, scale=scale)
    texts = [
        m.text
        for m in marks
        if read_cell(m.text).kind not in {"blank", "absent", "bound"} or _is_letter(m.text)
    ]
    found = find_scale(texts, scales)
    if found is None and texts and not alone:
        rows = [m.row for m in marks if m.text]
        hint = "say their order, from low to high, with --levels"
        notes.add_rows("W825", "levels on no scale that is known here; the scores were counted", rows, hint)
        return None
    if found is None:
        if texts:
            hint = 'say their order, from low to high: --levels "Beginning, Developing, Proficient, Advanced"'
            notes.add_rows(
                "E824",
                "the levels are on no scale that is known here",
                [m.row for m in marks if m.text],
                hint,
            )
        return None
    if not found.sure:
        hint = f"{', '.join(found.levels)}; if that is not the whole scale, say --levels"
        notes.add("H829", "the scale was told from the levels that occur", hint)
    return Judge(strand, scale=found)


def _is_letter(text: str) -> bool:
    return len(text.strip()) == 1 and text.strip().isalpha()


def report_cells(judge: Judge, notes: Notes) -> None:
    """Say in which rows something stands that was not counted."""
    what = "a level of the scale" if judge.strand == "levels" else "a score"
    hint = "they were not counted; if they mean that a student was absent, nothing has to be done"
    notes.add_rows("W825", f"cells that hold neither {what} nor an absence", judge.odd, hint)
    hint = "they were not counted: which number is meant can't be known, and it is not zero"
    notes.add_rows("W825", "cells that give a bound, such as <1, and no score", judge.bounds, hint)
