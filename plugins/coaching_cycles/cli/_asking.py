"""What `cycles new` asks, and how it finds what somebody means."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from coaching_cycles.model import Cycle
    from coaching_cycles.reading.folder import RecordFiles, SchoolFiles
    from coaching_cycles.writing.tree import Data

T = TypeVar("T")

QUESTIONS = {
    "title": "What is the cycle about, in a few words?",
    "grades": "Which grades? (numbers, K, PK or a band such as 9-12, with commas)",
    "subject": "Which subject, as the school calls it?",
    "goal": "What will students be able to do? (begin with: Students will)",
}
"""What a record can't do without, in the order of the format."""


def today() -> str:
    """The day, on this computer's clock."""
    return datetime.now().astimezone().date().isoformat()


def clean(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())


def as_text(value: object) -> str:
    """An option's text; empty when it was not given."""
    return value if isinstance(value, str) else ""


def as_list(value: object) -> tuple[str, ...]:
    """An option's texts, when it may be given several times."""
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def make_key(name: str) -> str:
    """The folder of a school, from its name: Benton High School is benton-high-school."""
    from coaching_cycles.reading.names import suggest

    return suggest(clean(name).lower().replace("’", "").replace(".", ""))


def ask_for(name: str) -> Data:
    """Ask one of the questions until the answer will do."""
    if name == "grades":
        return click.prompt(
            QUESTIONS[name], prompt_suffix=" ", value_proc=_as_asked(lambda typed: read_grades([typed]))
        )
    answer: str = click.prompt(QUESTIONS[name], prompt_suffix=" ", value_proc=_as_asked(clean))
    return answer


def _as_asked(read: Callable[[str], T]) -> Callable[[str], T]:
    """A reader whose complaints make click ask again."""

    def again(typed: str) -> T:
        try:
            return read(typed)
        except ValueError as error:
            raise click.BadParameter(str(error)) from None

    return again


def read_grades(typed: Iterable[str]) -> list[str]:
    """Grades, each as the format writes it. Raises UsageError for what is none."""
    from coaching_cycles.values import read_grade

    try:
        return [read_grade(part) for text in typed for part in text.split(",") if part.strip()]
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def read_day(typed: str | None) -> str:
    """A date as the format writes it; empty when none was given."""
    from coaching_cycles.values import read_date
    from coaching_cycles.writing.dates import mend_date

    if not typed:
        return ""
    try:
        return mend_date(typed) or str(read_date(typed))
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def find_portfolio(place: Path, cycles_dir: str) -> Path:
    """The portfolio that a folder belongs to."""
    from coaching_cycles.writing.files import find_root

    root = find_root(place.absolute(), cycles_dir)
    if root is None:
        raise click.UsageError(
            f"there is no portfolio here (no folder {cycles_dir}/); `cycles new portfolio DIR` makes one"
        )
    return root


def list_schools(root: Path, cycles_dir: str) -> tuple[SchoolFiles, ...]:
    """The schools of a portfolio."""
    from coaching_cycles.reading.folder import scan

    return scan(root, cycles_dir).schools


def choose_school(schools: tuple[SchoolFiles, ...], named: str) -> str:
    """The key of the school that is meant: the only one, the one that was named, or asked for."""
    keys = [school.key for school in schools]
    if not keys:
        raise click.UsageError('there is no school yet; `cycles new school "Benton High"` makes one')
    if named:
        if named not in keys:
            raise click.UsageError(f"there is no school {named!r}; the schools are: {', '.join(keys)}")
        return named
    if len(keys) == 1:
        return keys[0]
    answer: str = click.prompt("Which school?", prompt_suffix=" ", type=click.Choice(keys))
    return answer


def find_record(schools: tuple[SchoolFiles, ...], wanted: str) -> RecordFiles:
    """The record of an id, or of a name that only one record has."""
    records = {record.id: record for school in schools for record in school.records}
    asked = wanted.strip("/").removesuffix("/index.md").removesuffix(".md")
    asked = asked.removeprefix("cycles/")
    if asked in records:
        return records[asked]
    short = [record for key, record in records.items() if key.partition("/")[2] == asked]
    if len(short) == 1:
        return short[0]
    near = difflib.get_close_matches(asked, records, n=3, cutoff=0.4)
    hint = f"did you mean {' or '.join(near)}?" if near else "an id is <school>/<name>, as in the address"
    raise click.UsageError(f"there is no cycle {wanted!r}; {hint}")


def start_from(root: Path, cycles_dir: str, wanted: str) -> dict[str, Data]:
    """The plan of another cycle."""
    from coaching_cycles.writing.remix import remix

    cycle = _read(root, find_record(list_schools(root, cycles_dir), wanted))
    return remix(cycle.record, cycle.id)


def _read(root: Path, files: RecordFiles) -> Cycle:
    """The cycle of a record that has to be whole."""
    from coaching_cycles.checking.cycles import Surroundings, read_cycle
    from coaching_cycles.checking.portfolio import read_templates

    around = Surroundings(root, read_templates(root, files.path.partition("/")[0]))
    cycle = read_cycle(files, files.id.partition("/")[0], around).cycle
    if cycle is None:
        raise click.UsageError(f"{files.path} has mistakes; mend them first (`cycles check`)")
    return cycle


def move_in(root: Path, record: RecordFiles) -> str:
    """Give a record in one file a folder of its own, so that logs can lie beside it; its address stays."""
    home = record.path.removesuffix(".md")
    if _read(root, record).attachments:
        raise click.UsageError(
            f"{record.path} names files beside it; make the folder {home}/, move it there as index.md, "
            "and its files with it"
        )
    (root / home).mkdir()
    (root / record.path).rename(root / home / "index.md")
    click.echo(f"moved {record.path} to {home}/index.md, to make room for logs; its address stays the same")
    return home


def put_down(root: Path, files: dict[str, str]) -> None:
    """Write new files and say which; what is there already stays, and is named."""
    from coaching_cycles.writing.scaffold import lay

    laid = lay(root, files)
    for path in laid.kept:
        if not path.startswith(".schemas/"):
            raise click.UsageError(f"{path} is there already; nothing was changed")
    for path in laid.written:
        click.echo(f"made {path}")
