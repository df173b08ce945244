"""Files that hold counts already: a row a level, a reading or a standard, and no row about a student."""

from __future__ import annotations

import re

from coaching_cycles.importing.cells import is_missing, read_cell
from coaching_cycles.importing.plan import Plan, Result
from coaching_cycles.importing.roles import read_code, read_occasion, read_role
from coaching_cycles.importing.scales import find_scale
from coaching_cycles.importing.tables import Table
from coaching_cycles.reading.students import counts_students, split_heading

_PROFICIENT = {
    "proficient",
    "mastered",
    "met",
    "passed",
    "passing",
    "mastery",
    "meeting",
    "secure",
    "proficiency",
}
_SHARES = {"percent", "percentage", "pct", "share"}
_ENROLLED = {"enrolled", "enrolment", "enrollment", "roster"}
_TWO = 2
_SHARE = re.compile(r"\d+\s*(?:/|of|out of)\s*\d+")


def guess_counts(table: Table) -> Plan | None:
    """A plan for a file of counts, or None for one of students or one that leaves a doubt."""
    header = table.header
    roles = [read_role(cell) for cell in header]
    if any(role in {"id", "mail"} for role in roles):
        return None
    if any(role == "name" and not _is_counted(table, n) for n, role in enumerate(roles)):
        return None
    found = _by_level_rows(table) or _by_columns(table) or _by_shares(table)
    if not found:
        return None
    used = {result.column for result in found.results}
    rest = [(cell, read_role(cell)) for cell in header if cell and cell not in used and cell != found.label]
    date = next((cell for cell, role in rest if role == "date"), None)
    window = next((cell for cell, role in rest if role == "window"), None)
    standard = next((cell for cell, role in rest if role == "standard" or _holds_codes(table, cell)), None)
    if window is None and not found.wide:
        # A first column that says before and after in its cells needs no heading.
        window = next(
            (cell for cell, _ in rest if cell not in {standard, date} and _says_readings(table, cell)),
            None,
        )
        if not header[0] and window is None and _says_readings(table, ""):
            window = header[0]
    return found.model_copy(
        update={"date": date, "window": window if not found.wide else None, "standard": standard}
    )


def _cells(table: Table, name: str) -> list[str]:
    return [cell for cell in table.column(table.header.index(name)) if not is_missing(cell)]


def _is_counted(table: Table, column: int) -> bool:
    cells = [cell for cell in table.column(column) if not is_missing(cell)]
    return bool(cells) and counts_students(table.header[column]) and all(map(_is_whole, cells))


def _is_whole(text: str) -> bool:
    cell = read_cell(text)
    whole = (
        cell.kind == "number"
        and cell.number is not None
        and cell.number.denominator == 1
        and cell.number >= 0
    )
    return whole or cell.kind in {"bound", "blank", "absent"}


def _says_readings(table: Table, name: str) -> bool:
    cells = _cells(table, name)
    return bool(cells) and all(read_occasion(cell) is not None for cell in cells)


def _holds_codes(table: Table, name: str) -> bool:
    cells = _cells(table, name)
    return bool(cells) and all(read_code(cell) is not None for cell in cells)


def _by_level_rows(table: Table) -> Plan | None:
    """A row a level: the level in the first column, counts below the readings."""
    first = table.header[0]
    labels = table.column(0)
    if (
        len(labels) < _TWO
        or len(set(labels)) != len(labels)
        or (first and read_role(first) not in {"level", ""})
    ):
        return None
    scale = find_scale(labels)
    if scale is None or any(scale.find(label) is None for label in labels):
        return None
    numbers = [
        n
        for n in range(1, len(table.header))
        if _cells(table, table.header[n]) and all(map(_is_whole, table.column(n)))
    ]
    results = [
        Result(column=table.header[n], kind="at", reading=read_occasion(table.header[n]) or "before")
        for n in numbers
        if read_occasion(table.header[n]) is not None or len(numbers) == 1
    ]
    if not results or (all(read_cell(label).kind == "number" for label in labels) and not read_role(first)):
        return None
    return Plan(shape="counts", label=first, results=tuple(results))


def _by_columns(table: Table) -> Plan | None:
    """Columns of how many students, how many proficient, or how many at each level."""
    results = []
    names = [
        cell
        for cell in table.header
        if cell and _cells(table, cell) and all(map(_is_whole, _cells(table, cell)))
    ]
    levels = [
        cell for cell in names if not set(split_heading(cell)) & _ENROLLED and not counts_students(cell)
    ]
    scale = (
        find_scale(levels)
        if len(levels) > 1 and not all(read_cell(c).kind == "number" for c in levels)
        else None
    )
    on_scale = [cell for cell in levels if scale is not None and scale.find(cell) is not None]
    for cell in names:
        words = set(split_heading(cell))
        if "%" in cell or words & _SHARES:
            continue
        rest = " ".join(word for word in split_heading(cell) if read_occasion(word) is None)
        reading = read_occasion(cell)
        if len(on_scale) > 1 and cell in on_scale:
            results.append(Result(column=cell, kind="at", level=cell))
        elif words & _ENROLLED:
            results.append(Result(column=cell, kind="enrolled", reading=reading))
        elif counts_students(cell) or counts_students(rest):
            results.append(Result(column=cell, kind="students", reading=reading))
        elif words & _PROFICIENT:
            results.append(Result(column=cell, kind="proficient", reading=reading))
    kinds = {result.kind for result in results}
    if "at" in kinds or {"students", "proficient"} <= kinds:
        return Plan(
            shape="counts",
            results=tuple(results),
            levels=scale.levels if scale is not None and "at" in kinds else None,
        )
    return None


def _by_shares(table: Table) -> Plan | None:
    """“7 of 25” in columns before and after, a row a standard."""
    columns = [
        cell
        for cell in table.header
        if cell and (cells := _cells(table, cell)) and all(map(_SHARE.fullmatch, cells))
    ]
    results = [Result(column=cell, kind="share", reading=read_occasion(cell)) for cell in columns]
    codes = any(_holds_codes(table, cell) for cell in table.header if cell)
    if results and (codes or len(table.rows) == 1):
        return Plan(shape="counts", results=tuple(results))
    return None
