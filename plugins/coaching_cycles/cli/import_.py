"""`cycles import`: counts from a spreadsheet, and nothing else of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

if TYPE_CHECKING:
    from coaching_cycles.cli._import.options import Given

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--dry-run", is_flag=True, help="Show the counts and write nothing.")
@click.option(
    "--into",
    type=click.Path(exists=True, path_type=Path),
    help="The record to write the counts into; without it they are printed.",
)
@click.option("--target", default=0, metavar="N", help="The target that they belong to, counted from 1.")
@click.option("--goal", is_flag=True, help="They belong to the goal, also where a target has the standard.")
@click.option("--section", default="", help="The class or group, where a record has several: Period 3.")
@click.option(
    "--before", default="", help="The first reading: a column, a term (Fall), or its last day (2026-10-02)."
)
@click.option("--after", default="", help="The last reading: a column, a term (Spring), or its last day.")
@click.option("--check", multiple=True, help="A column of a check on the way. May be repeated.")
@click.option("--follow-up", default="", help="The column of a later look.")
@click.option("--before-date", default="", help="The day of the first reading, where the file has none.")
@click.option("--after-date", default="", help="The day of the last reading, likewise.")
@click.option(
    "--as",
    "only_reading",
    type=click.Choice(("before", "check", "after", "follow_up")),
    help="Which reading a file is that holds one alone.",
)
@click.option(
    "--student", multiple=True, help="A column that tells students apart; several are taken together."
)
@click.option("--level", default="", help="The column of levels, in a file with a row a student and day.")
@click.option("--score", default="", help="The column of scores, likewise.")
@click.option("--date", default="", help="The column of days.")
@click.option("--window", default="", help="The column of terms or periods.")
@click.option("--standard", default="", help="The column of standards or subjects, which are counted apart.")
@click.option("--levels", default="", help="The levels from low to high, with commas between them.")
@click.option("--proficient", default="", help="The lowest level that counts as proficient. Never guessed.")
@click.option("--out-of", default="", help="The highest possible score.")
@click.option(
    "--write", type=click.Choice(("levels", "scores")), help="Which to write where a file has both."
)
@click.option("--only", default="", help="The one standard or subject to take, of several.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only rows with this. May be repeated.")
@click.option(
    "--repeats",
    type=click.Choice(("latest", "first")),
    help="Which of a student's several results in one reading counts; the latest when nothing is said.",
)
@click.option("--days", type=click.Choice(("mdy", "dmy")), help="How 10/5/2026 is meant: month or day first.")
@click.option(
    "--blanks",
    type=click.Choice(("left", "absent")),
    default="left",
    show_default=True,
    help="A blank beside a result: the student was not in the class then, or was absent.",
)
@click.option(
    "--form",
    type=click.Choice(("same", "parallel", "different")),
    default="same",
    show_default=True,
    help="Whether the last reading was on the same form. After a different one nothing is subtracted.",
)
@click.option("--sheet", default="", help="The sheet of a workbook, by its name or number.")
@click.option("--header-row", default=0, metavar="N", help="The row of the headings, from 1, if not found.")
@click.option("--assessment", default="", help="The key of the assessment in the record.")
@click.option("--title", default="", help="The title of an assessment that is new in the record.")
@click.option("--map", "map_file", type=_FILE, help="Take what the columns are from a saved map.")
@click.option(
    "--save-map", type=click.Path(dir_okay=False, path_type=Path), help="Save what the columns are."
)
@click.option(
    "--ask/--no-ask", default=None, help="Ask what can't be told; by default when somebody can answer."
)
def command(**given: Unpack[Given]) -> None:
    """Turn exports of assessments into counts. No row, name or number of a student leaves the file.

    FILES are CSV or XLSX, with a row a student, a row a student and day, or counts. With several files each
    is one reading, the first before and the last after. Exports of well-known products are recognised by
    their headings; for anything else say which column is what, or answer the questions.

    A ZIP that `cycles export zip` wrote gives its records back: they are put into the portfolio that you are
    in, and nothing that is there is overwritten.

    Exit code: 0 when counts were made, 1 when the file does not give any, 2 when the command was not
    understood.
    """
    from coaching_cycles.cli._import.run import run

    raise SystemExit(run(given))
