"""A plan for a file by its headings, where they leave no doubt."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from coaching_cycles.importing.cells import is_missing, read_cell
from coaching_cycles.importing.exports import Export, find_heading
from coaching_cycles.importing.plan import Kind, Plan, Result
from coaching_cycles.importing.roles import Role, read_code, read_occasion, read_role
from coaching_cycles.importing.series import find_series
from coaching_cycles.importing.tables import Table
from coaching_cycles.importing.totals import guess_counts

_OUT_OF = re.compile(r"(?i)(?:out of|of|/)\s*(\d{1,4})(?:\s*(?:points?|pts))?\s*[)\]]?\s*$")
_PERCENTS = re.compile(r"(?i)\b(?:score|points|pts|raw|level|percent)\b|%")
_REPEATS = 0.9


def guess(table: Table, export: Export | None) -> Plan:
    """What the columns are; a plan without results when that can't be told."""
    if export is not None:
        plan = _recognised(table, export)
        if plan.results:
            return plan
    return guess_counts(table) or _general(table)


def _recognised(table: Table, export: Export) -> Plan:
    header = table.header
    student = tuple(
        tuple(found)
        for names in export.student
        if all(found := [find_heading(name, header) for name in names]) and _is_filled(table, found)
    )
    part = next((c for c in _present(export, "part", header) if _is_filled(table, [c])), None)
    results = _wide(table, export)
    if export.wide is None:
        kinds: tuple[tuple[str, Kind], ...] = (("level", "level"), ("score", "score"))
        for role, kind in kinds:
            column = next((c for c in _present(export, role, header) if _is_filled(table, [c])), None)
            if column:
                results.append(Result(column=column, kind=kind, out_of=read_out_of(column)))
    plan = {
        role: next((c for c in _present(export, role, header) if _is_filled(table, [c])), None)
        for role in ("date", "window", "year", "whole")
    }
    if not results and (rest := _general(table)).results:
        results = list(rest.results)
    return Plan(
        export=export.key,
        student=student or _students(table),
        results=tuple(results),
        date=plan["date"],
        window=plan["window"],
        year=plan["year"],
        whole=plan["whole"],
        standard=part,
        first=export.first,
    )


def _present(export: Export, role: str, header: tuple[str, ...]) -> list[str]:
    names = export.columns.get(role, ())
    return [found for name in names if (found := find_heading(name, header))]


def _is_filled(table: Table, names: list[str]) -> bool:
    places = [table.header.index(name) for name in names]
    return any(not is_missing(row[place]) for row in table.rows for place in places)


def _wide(table: Table, export: Export) -> list[Result]:
    """Columns of single tasks, each with its name or its standard in the heading."""
    if export.wide is None:
        return []
    found = [(cell, match["part"].strip()) for cell in table.header if (match := export.wide.fullmatch(cell))]
    if export.first == "scores":
        named = [(cell, name) for cell, name in found if read_occasion(name) is not None]
        chosen = named or (found if len(found) == 1 else [])
        return [Result(column=cell, kind="score", reading=read_occasion(name)) for cell, name in chosen]
    return [
        Result(column=cell, kind="level", standard=read_code(name) or name, reading=read_occasion(name))
        for cell, name in found
    ]


def _general(table: Table) -> Plan:
    header = table.header
    roles = [read_role(cell) for cell in header]
    student = _students(table)
    named = {column for group in student for column in group}
    standard = _column(table, roles, "standard", named) or _column(table, roles, "part", named)
    date, window, year = (_column(table, roles, role, named) for role in ("date", "window", "year"))
    if window is None and date is None:
        window = next((c for c in header if c and c not in named and _says_when(table, c)), None)
    used = named | {c for c in (standard, date, year) if c}
    results = _by_reading(table, roles, used)
    if not results:
        used |= {window} if window else set()
        kinds: dict[Role, Kind] = {"level": "level", "score": "score"}
        single = [
            Result(column=cell, kind=kinds[role], standard=None, out_of=read_out_of(cell))
            for cell, role in zip(header, roles, strict=True)
            if role in kinds and cell not in used and _is_filled(table, [cell])
        ]
        results = _by_code(table, used) or _first_of_each(single) or _by_series(table, used)
    wide = any(result.reading for result in results)
    return Plan(
        student=student,
        results=tuple(results),
        date=None if wide else date,
        window=None if wide else window,
        year=None if wide else year,
        standard=standard if not any(r.standard for r in results) else None,
    )


def _says_when(table: Table, name: str) -> bool:
    """True for a column whose cells say before and after, whatever it is called."""
    cells = [cell for cell in table.column(table.header.index(name)) if not is_missing(cell)]
    return len(set(cells)) > 1 and all(read_occasion(cell) is not None for cell in cells)


def _students(table: Table) -> tuple[tuple[str, ...], ...]:
    """The columns that tell students apart: a number first, then an address, then the parts of a name."""
    found: dict[Role, list[str]] = {"id": [], "mail": [], "name": []}
    for cell in table.header:
        role = read_role(cell)
        if role in found and _is_filled(table, [cell]) and cell not in found[role]:
            found[role].append(cell)
    ids = sorted(found["id"], key=lambda cell: 0 if "student" in cell.casefold() else 1)
    groups: list[tuple[str, ...]] = [(cell,) for cell in (*ids, *found["mail"])]
    if found["name"]:
        whole = [
            c
            for c in found["name"]
            if not re.search(r"(?i)first|last|middle|given|family|surname|forename", c)
        ]
        parts = [c for c in found["name"] if c not in whole and not re.search(r"(?i)middle", c)]
        groups.append((whole[0],) if whole else tuple(parts))
    if not groups and (first := table.header[0]) and not read_role(first) and read_occasion(first) is None:
        # A first column without a known heading that tells almost all rows apart is the list of the class.
        cells = [cell for cell in table.column(0) if cell]
        words = [cell for cell in cells if read_cell(cell).kind == "words" and read_code(cell) is None]
        if len(words) > _REPEATS * len(cells) and len(set(cells)) > _REPEATS * len(cells):
            groups.append((first,))
    return tuple(groups)


def _column(table: Table, roles: list[Role], role: Role, but: set[str]) -> str | None:
    return next(
        (
            cell
            for cell, found in zip(table.header, roles, strict=True)
            if found == role and cell not in but and _is_filled(table, [cell])
        ),
        None,
    )


def _by_reading(table: Table, roles: list[Role], used: set[str]) -> list[Result]:
    """Columns that say before or after, and of which standard if they do."""
    found = []
    for cell, role in zip(table.header, roles, strict=True):
        occasion = read_occasion(cell)
        if not cell or cell in used or occasion is None or role in {"date", "year", "count"}:
            continue
        if role == "" and not _holds_results(table, cell):
            continue
        kind: Kind = role if role in {"level", "score"} else "auto"
        code = read_code(cell)
        found.append(
            Result(column=cell, kind=kind, reading=occasion, standard=code, out_of=read_out_of(cell))
        )
    found = _one_each(found)
    # A column called “Final score” or “Benchmark period” alone is no pair: it belongs to a long table.
    return found if len({r.reading for r in found}) > 1 or any(r.standard for r in found) else []


def _one_each(results: list[Result]) -> list[Result]:
    """One column of each kind for a reading and standard: of points and percents, the first."""
    chosen: dict[tuple[str, ...], Result] = {}
    for result in results:
        stem = _PERCENTS.sub("", result.column).casefold().strip() if result.reading == "check" else ""
        chosen.setdefault((result.kind, result.reading or "", result.standard or "", stem), result)
    return list(chosen.values())


def _by_series(table: Table, used: set[str]) -> list[Result]:
    """Columns that differ in a day or a number alone: Quiz 1, Quiz 2, Quiz 3."""
    names = [cell for cell in table.header if cell and cell not in used and _holds_results(table, cell)]
    found = find_series(name for name in names if read_role(name) in {"level", "score", "window", "date", ""})
    return [Result(column=name, reading=reading, out_of=read_out_of(name)) for name, reading in found]


def _holds_results(table: Table, name: str) -> bool:
    """True where few different things stand in a column, or numbers do: remarks are all different."""
    cells = [cell for cell in table.column(table.header.index(name)) if not is_missing(cell)]
    numbers = sum(read_cell(cell).kind != "words" for cell in cells)
    return numbers * 2 >= len(cells) or len(set(cells)) <= max(6, len(cells) // 4)


def _by_code(table: Table, used: set[str]) -> list[Result]:
    """One column a standard, with its code as the heading."""
    return [
        Result(column=cell, standard=code, out_of=read_out_of(cell))
        for cell in table.header
        if cell and cell not in used and (code := read_code(cell)) is not None and _holds_results(table, cell)
    ]


def _first_of_each(results: list[Result]) -> list[Result]:
    """One column of levels and one of scores; where several might be meant, none."""
    kinds = Counter(result.kind for result in results)
    return [result for result in results if kinds[result.kind] == 1]


def read_out_of(heading: str) -> Decimal | None:
    """The possible points that a heading names: “Pre (out of 20)”, “Post /20”."""
    match = _OUT_OF.search(heading)
    return Decimal(match[1]) if match and int(match[1]) > 0 else None
