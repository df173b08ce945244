"""Rows of students to single results, in which a student is a number that means nothing outside."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from coaching_cycles.importing.cells import is_missing, read_cell, tidy
from coaching_cycles.importing.days import find_order, read_day
from coaching_cycles.importing.exports import exports
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.plan import Kind, Plan, Result, find_column
from coaching_cycles.importing.roles import read_code
from coaching_cycles.importing.series import find_day
from coaching_cycles.importing.tables import Row, Table

_PERCENT = re.compile(r"(?i)%|\bpercent(?:age)?\b|\bpct\b")
_NUMBER_ID = re.compile(r"0*(\d+)(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Slot:
    """What puts a result into a reading: its column, its file, its window, or its day alone."""

    by: str
    name: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One cell of a result. `student` counts from 0; `text` is what stands there."""

    student: int
    slot: Slot
    part: str
    kind: Kind
    row: int
    order: int
    text: str = field(repr=False)
    day: date | None = None
    whole: Fraction | None = None
    preferred: bool = True


@dataclass(frozen=True, slots=True)
class Collected:
    """All results of one or more files.

    `listed`: how many students there are. `unseen`: those of a class list that have no result at all.
    """

    marks: tuple[Mark, ...]
    listed: int
    unseen: int
    rows: int
    named: bool


class _Students:
    """Gives each student a number. What tells them apart is forgotten with this object."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, ...], int] = {}
        self.named = False

    def number(self, row: Row, groups: Sequence[Sequence[int]], file: int) -> int:
        for group in groups:
            parts = tuple(_simple(row[place]) for place in group)
            if any(parts):
                self.named = True
                return self._numbers.setdefault(parts, len(self._numbers))
        # Without a name each row is a student of its own, and nobody can be found again in another.
        return self._numbers.setdefault(("", str(file), str(row.number)), len(self._numbers))

    def __len__(self) -> int:
        return len(self._numbers)


def _simple(text: str) -> str:
    """A name or number as it compares: Excel takes the zeros from 007 and makes 7.0 of it."""
    if is_missing(text):
        return ""
    clean = tidy(text).casefold()
    number = _NUMBER_ID.fullmatch(clean)
    return number[1] if number else clean


def collect(
    tables: Sequence[tuple[Table, Plan]], notes: Notes, *, blank_is_absent: bool = False
) -> Collected:
    """Every result of the tables; with several, each table is one reading, in their order.

    With `blank_is_absent` a blank cell of a class list is an absence; without, the student was not in the
    class then.
    """
    students = _Students()
    marks: list[Mark] = []
    seen: set[int] = set()
    lists: set[int] = set()
    rows = 0
    for file, (table, plan) in enumerate(tables):
        reader = _Reader(table, plan, notes, file if len(tables) > 1 else None)
        groups = [
            [place for name in group if (place := find_column(table.header, name)) is not None]
            for group in plan.student
        ]
        for row in table.rows:
            if not reader.wanted(row):
                continue
            rows += 1
            here = [group for group in groups if group]
            student = students.number(row, here, file)
            found = list(reader.read(row, student, rows, blank_is_absent=blank_is_absent))
            if found and here and not any(_simple(row[place]) for group in here for place in group):
                reader.lost["student"].append(row.number)
            marks += found
            seen.update(mark.student for mark in found)
            lists.add(student)
        reader.report()
    return Collected(tuple(marks), len(students), len(lists - seen), rows, students.named)


class _Reader:
    """Reads the rows of one table by its plan."""

    def __init__(self, table: Table, plan: Plan, notes: Notes, file: int | None) -> None:
        self.table, self.plan, self.notes, self.file = table, plan, notes, file
        self.results = [
            (r, n) for r in plan.results if (n := find_column(table.header, r.column)) is not None
        ]
        self.places = {
            name: find_column(table.header, getattr(plan, name))
            for name in ("date", "window", "year", "standard", "whole")
        }
        self.where = [
            (find_column(table.header, c), tidy(v).casefold()) for c, v in (plan.where or {}).items()
        ]
        self.wholes = self._possible()
        self.parts = {place for result, place in self.results if _holds_parts(table, result.column, place)}
        days = self._column("date")
        self.order = plan.days or find_order(days)
        self.lost: dict[str, list[int]] = defaultdict(list)
        self.stems: dict[str, int] = {}
        if self.order is None and any(days):
            text = "days such as 10/5/2026 can be read both ways; the month was taken to come first"
            notes.add("W826", text, "say --days dmy if the day comes first, or --days mdy")
        export = next((e for e in exports() if e.key == plan.export), None)
        prefer = export.prefer if export is not None else None
        self.prefer = (find_column(table.header, prefer[0]), prefer[1]) if prefer else (None, frozenset())

    def _column(self, name: str) -> list[str]:
        place = self.places[name]
        return [] if place is None else [cell for cell in self.table.column(place) if not is_missing(cell)]

    def _possible(self) -> dict[int, Fraction]:
        """Possible points by column, from a row of a gradebook that holds them, or from the heading."""
        found: dict[int, Fraction] = {}
        for row in self.table.totals:
            if any("possible" in cell.casefold() for cell in row.cells):
                for place in range(len(row.cells)):
                    number = read_cell(row[place]).number
                    if number:
                        found[place] = number
        for result, place in self.results:
            if result.out_of:
                found[place] = Fraction(result.out_of)
            elif _PERCENT.search(result.column) and place not in found:
                found[place] = Fraction(100)
        return found

    def wanted(self, row: Row) -> bool:
        """True for a row that the plan's `where` lets in."""
        return all(place is None or row[place].casefold() == value for place, value in self.where)

    def read(self, row: Row, student: int, order: int, *, blank_is_absent: bool) -> list[Mark]:
        """The results of one row."""
        day = self._day(row)
        window = self._window(row)
        part = self._part(row)
        place, values = self.prefer
        preferred = place is None or row[place].casefold() in values
        marks = []
        for number, (result, column) in enumerate(self.results):
            text = _as_percent(row[column]) if column in self.parts else row[column]
            if not text and result.reading and not blank_is_absent:
                continue
            if self._is_outside(window, row, result):
                continue
            marks.append(
                Mark(
                    student,
                    self._slot(result, number, window),
                    result.standard or part,
                    result.kind,
                    row.number,
                    order,
                    text,
                    day or find_day(result.column),
                    self._whole(row, column),
                    preferred,
                )
            )
        return marks

    def _is_outside(self, window: str, row: Row, result: Result) -> bool:
        outside = bool(
            self.places["window"] is not None and not window and not result.reading and self.file is None
        )
        if outside:
            self.lost["window"].append(row.number)
        return outside

    def _slot(self, result: Result, number: int, window: str) -> Slot:
        if result.reading:
            # Several checks are several readings, in the order of their columns.
            stem = _stem(result) if result.reading == "check" else ""
            return Slot("column", result.reading, self.stems.setdefault(stem, number) if stem else 0)
        if self.file is not None:
            return Slot("file", str(self.file), self.file)
        if self.places["window"] is not None:
            return Slot("window", window)
        return Slot("day", "")

    def _whole(self, row: Row, column: int) -> Fraction | None:
        place = self.places["whole"]
        if place is not None and (number := read_cell(row[place]).number):
            return number
        return self.wholes.get(column)

    def _day(self, row: Row) -> date | None:
        place = self.places["date"]
        if place is None or is_missing(row[place]):
            return None
        day = read_day(row[place], self.order or "mdy")
        if day is None:
            self.lost["date"].append(row.number)
        return day

    def _window(self, row: Row) -> str:
        place, year = self.places["window"], self.places["year"]
        if place is None or is_missing(row[place]):
            return ""
        window = tidy(row[place])
        said = tidy(row[year]) if year is not None else ""
        return f"{window} {said}".strip() if said and said not in window else window

    def _part(self, row: Row) -> str:
        place = self.places["standard"]
        if place is None:
            return ""
        return read_code(row[place]) or tidy(row[place])

    def report(self) -> None:
        """Say what could not be placed."""
        self.notes.add_rows("W826", "no day could be read", self.lost["date"], "write days as 2026-10-05")
        hint = "cells that were merged, or a name that is missing? each was counted as a student of its own"
        self.notes.add_rows("W837", "results without a student", self.lost["student"], hint)
        self.notes.add_rows("W826", "results outside every window were left out", self.lost["window"])


def _holds_parts(table: Table, heading: str, place: int) -> bool:
    """True for percents that a workbook keeps as parts of one: 70% is 0.7 there."""
    numbers = [n for cell in table.column(place) if (n := read_cell(cell).number) is not None]
    whole = all(0 <= number <= 1 for number in numbers)
    return bool(_PERCENT.search(heading)) and whole and any(number.denominator > 1 for number in numbers)


def _as_percent(text: str) -> str:
    cell = read_cell(text)
    if cell.kind != "number" or cell.number is None:
        return text
    points = cell.number * 100
    return f"{Decimal(points.numerator) / Decimal(points.denominator):f}"


def _stem(result: Result) -> str:
    """What tells one check from another: its heading without the standard and the kind of result."""
    words = re.sub(r"(?i)\b(?:level|score|points|pts|%|percent|result)s?\b", "", result.column)
    if result.standard:
        words = re.sub(r"(?i)\S*\d\S*\.\S*", "", words)
    return " ".join(words.casefold().split())
