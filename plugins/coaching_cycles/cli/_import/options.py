"""The options of `cycles import`, and what they mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal, TypedDict

import click

from coaching_cycles.importing.adapting import Said
from coaching_cycles.importing.counting import Outcome
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.recording import Aim
from coaching_cycles.importing.session import Opened, Settings
from coaching_cycles.standards import slugify
from coaching_cycles.values import read_date, read_number


class Given(TypedDict):
    """The options of the command."""

    files: tuple[Path, ...]
    dry_run: bool
    into: Path | None
    target: int
    goal: bool
    section: str
    before_date: str
    after_date: str
    map_file: Path | None
    save_map: Path | None
    before: str
    after: str
    check: tuple[str, ...]
    follow_up: str
    only_reading: Literal["before", "check", "after", "follow_up"] | None
    student: tuple[str, ...]
    level: str
    score: str
    date: str
    window: str
    standard: str
    levels: str
    proficient: str
    out_of: str
    write: Literal["levels", "scores"] | None
    only: str
    where: tuple[str, ...]
    repeats: Literal["latest", "first"] | None
    days: Literal["mdy", "dmy"] | None
    blanks: Literal["left", "absent"]
    form: Literal["same", "parallel", "different"]
    sheet: str
    header_row: int
    assessment: str
    title: str
    ask: bool | None


def read_said(given: Given) -> Said:
    """What the options say of single columns."""
    where = dict(part.split("=", 1) for part in given["where"] if "=" in part)
    if len(where) < len(given["where"]):
        msg = "--where takes a column and a value: --where Subject=Mathematics"
        raise click.UsageError(msg)
    try:
        out_of = read_number(given["out_of"]) if given["out_of"] else None
    except ValueError:
        msg = "--out-of takes a number of points"
        raise click.UsageError(msg) from None
    return Said(
        given["before"],
        given["after"],
        given["check"],
        given["follow_up"],
        given["student"],
        given["level"],
        given["score"],
        given["date"],
        given["window"],
        given["standard"],
        tuple(level.strip() for level in given["levels"].split(",") if level.strip()),
        given["proficient"],
        out_of,
        given["days"],
        given["write"],
        where,
    )


def read_settings(given: Given) -> Settings:
    """What was said about the import as a whole."""
    return Settings(
        Wish(given["before"], given["after"], given["only_reading"]),
        given["repeats"] or "latest",
        given["sheet"],
        given["header_row"],
        given["blanks"] == "absent",
    )


def read_aim(given: Given, first: Opened) -> Aim:
    """Where the counts go, and what a new assessment is called."""
    title = given["title"] or (first.export.title if first.export else "") or "Assessment"
    source = first.export.source if first.export else ""
    return Aim(
        given["assessment"],
        slugify(title) or "assessment",
        title,
        source,
        given["target"],
        given["goal"],
        given["section"],
        "" if given["form"] == "same" else given["form"],
    )


def put_days(outcomes: list[Outcome], given: Given) -> list[Outcome]:
    """The outcomes with the days that were said for their readings."""
    days = {}
    for role, text in (("before", given["before_date"]), ("after", given["after_date"])):
        if text:
            try:
                days[role] = read_date(text)
            except ValueError as error:
                raise click.UsageError(f"--{role}-date: {error}") from None
    return [
        replace(
            o,
            readings=tuple(
                replace(r, day=days[r.role], days="") if r.role in days else r for r in o.readings
            ),
        )
        for o in outcomes
    ]
