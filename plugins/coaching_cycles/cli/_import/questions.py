"""What `cycles import` asks when headings do not say it, in plain words."""

from __future__ import annotations

from typing import Literal

import click

from coaching_cycles.importing.columns import read_out_of
from coaching_cycles.importing.plan import Kind, Plan, Result, When, find_by_letter
from coaching_cycles.importing.tables import Table


def ask_plan(table: Table, plan: Plan) -> Plan:
    """The plan, from answers. Columns are named by their letter or their heading; Enter means none."""
    click.echo("What is in this file can't be told from its headings. A few questions:\n")
    for number, heading in enumerate(table.header):
        click.echo(f"  {_letter(number)}  {heading}")
    click.echo()
    student = _ask_column(
        table, "Which column names or numbers the students? (letter, or Enter if none does)"
    )
    apart = click.confirm("Does each reading (before, after) have a column of its own?", default=True)
    results: list[Result] = []
    date = None
    if apart:
        questions: tuple[tuple[When, str], ...] = (
            ("before", "Which column is the reading before? (letter)"),
            ("check", "Is there a check on the way? (letter, or Enter)"),
            ("after", "Which column is the reading after? (letter, or Enter)"),
        )
        for reading, question in questions:
            column = _ask_column(table, question)
            if column:
                results.append(Result(column=column, reading=reading, out_of=read_out_of(column)))
    else:
        column = _ask_column(table, "Which column holds the results? (letter)")
        results = [Result(column=column, out_of=read_out_of(column))] if column else []
        date = _ask_column(table, "Which column says the day? (letter, or Enter if none does)")
    window = None
    if not apart and not date:
        window = _ask_column(table, "Which column says the term or reading? (letter, or Enter if none does)")
    kind: Kind = (
        "level"
        if click.confirm("Are the results levels of a scale (not points)?", default=False)
        else "score"
    )
    levels: tuple[str, ...] = ()
    proficient = ""
    if kind == "level":
        given = click.prompt(
            "Its levels from low to high, with commas (Enter if they are known)",
            default="",
            show_default=False,
        )
        levels = tuple(level.strip() for level in given.split(",") if level.strip())
        proficient = click.prompt(
            "The lowest level that counts as proficient (Enter to say nothing of it)",
            default="",
            show_default=False,
        )
    return plan.model_copy(
        update={
            "shape": "students",
            "student": ((student,),) if student else (),
            "results": tuple(result.model_copy(update={"kind": kind}) for result in results),
            "date": date,
            "window": window,
            "levels": levels or plan.levels,
            "proficient": proficient or plan.proficient,
        }
    )


def ask_repeats() -> Literal["latest", "first"]:
    """Which of a student's several results counts."""
    latest = click.confirm(
        "Some students have more than one result in a reading. Count the latest of them? (n: the first)",
        default=True,
    )
    return "latest" if latest else "first"


def _ask_column(table: Table, question: str) -> str | None:
    while True:
        given = click.prompt(question, default="", show_default=False).strip()
        if not given:
            return None
        place = find_by_letter(table.header, given.upper() if len(given) < 3 else given)  # noqa: PLR2004 - a letter or two
        place = find_by_letter(table.header, given) if place is None else place
        if place is not None:
            return table.header[place]
        click.echo("There is no such column.")


def _letter(number: int) -> str:
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
