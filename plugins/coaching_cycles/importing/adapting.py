"""A plan with what somebody has said about single columns put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from coaching_cycles.importing.columns import read_out_of
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.plan import Kind, Plan, Result, When, find_by_letter
from coaching_cycles.importing.roles import read_code, read_role
from coaching_cycles.importing.tables import Table


@dataclass(frozen=True, slots=True)
class Said:
    """What was said on the command line or in answer to a question. Columns are headings or letters."""

    before: str = ""
    after: str = ""
    checks: tuple[str, ...] = ()
    follow_up: str = ""
    student: tuple[str, ...] = ()
    level: str = ""
    score: str = ""
    date: str = ""
    window: str = ""
    standard: str = ""
    levels: tuple[str, ...] = ()
    proficient: str = ""
    out_of: Decimal | None = None
    days: Literal["mdy", "dmy"] | None = None
    first: Literal["levels", "scores"] | None = None
    where: Mapping[str, str] = field(default_factory=dict)


def adapt(plan: Plan, table: Table, said: Said, wish: Wish, notes: Notes) -> tuple[Plan, Wish]:
    """The plan with the said columns, and the wish without what was a column."""
    header = table.header

    def name(given: str) -> str | None:
        place = find_by_letter(header, given)
        if given and place is None:
            hint = "name columns as their heading has them, or by letter (C)"
            notes.add("E823", f"there is no column {given!r}", hint)
        return None if place is None else header[place]

    changes: dict[str, object] = {}
    readings = _readings(table, said)
    singles = [(name(said.level), "level"), (name(said.score), "score")]
    if readings and plan.shape == "students":
        changes |= {"results": tuple(readings), "date": None, "window": None, "year": None}
    elif any(column for column, _ in singles):
        changes["results"] = tuple(
            Result(column=column, kind=_kind(kind), out_of=read_out_of(column))
            for column, kind in singles
            if column
        )
        changes |= {"shape": "students", "label": None}
    if said.student:
        columns = tuple(column for given in said.student if (column := name(given)))
        changes |= {"student": (columns,) if columns else ()}
    roles = {"date": said.date, "window": said.window, "standard": said.standard}
    changes |= {key: name(given) for key, given in roles.items() if given}
    if said.where:
        changes["where"] = {column: value for given, value in said.where.items() if (column := name(given))}
    plain = {
        "levels": said.levels,
        "proficient": said.proficient,
        "out_of": said.out_of,
        "days": said.days,
        "first": said.first,
    }
    changes |= {key: value for key, value in plain.items() if value}
    return plan.model_copy(update=changes), _without_columns(table, wish)


def _without_columns(table: Table, wish: Wish) -> Wish:
    """The wish for windows and days: what names a column is settled by the plan."""
    before, after = ("" if _is_column(table, given) else given for given in (wish.before, wish.after))
    return replace(wish, before=before, after=after)


def _kind(text: str) -> Kind:
    return "level" if text == "level" else "score"


def _is_column(table: Table, given: str) -> bool:
    return bool(given) and find_by_letter(table.header, given) is not None


def _readings(table: Table, said: Said) -> list[Result]:
    """Columns that were named for readings; a name that is none may be a window or a day."""
    wanted: list[tuple[str, When]] = [(said.before, "before")]
    wanted += [(check, "check") for check in said.checks]
    wanted += [(said.after, "after"), (said.follow_up, "follow_up")]
    found = []
    for given, reading in wanted:
        place = find_by_letter(table.header, given) if given else None
        if place is None:
            continue
        heading = table.header[place]
        role = read_role(heading)
        kind: Kind = "level" if role == "level" else "score" if role == "score" else "auto"
        code = read_code(heading)
        found.append(
            Result(column=heading, kind=kind, reading=reading, standard=code, out_of=read_out_of(heading))
        )
    codes = {result.standard for result in found}
    # One column a reading: a code in one of two headings alone is a part of its name.
    return found if len(codes) == 1 else [r.model_copy(update={"standard": None}) for r in found]
