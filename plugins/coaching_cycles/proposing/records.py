"""Answers to the file of a record, in the folder of its school, never in the place of another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.proposing.asked import record_data
from coaching_cycles.proposing.issues import RefusedError
from coaching_cycles.reading import names
from coaching_cycles.writing.begin import name_record
from coaching_cycles.writing.format import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from coaching_cycles.model import School
    from coaching_cycles.proposing.issues import Proposal

_MONTH = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True, slots=True)
class Written:
    """A record that was written: its path below the portfolio's folder, and its title on one line."""

    path: str
    title: str


def write_proposal(
    root: Path, cycles_dir: str, schools: tuple[School, ...], proposal: Proposal, month: str
) -> Written:
    """Write the record of a proposal. `month` (2026-10) dates one that gives no date of its own.

    Raises RefusedError when the portfolio has no such school.
    """
    given = proposal.given
    school = find_school(given.get("school", ""), schools)
    dated = _MONTH.match(given.get("before_date", "") or given.get("after_date", ""))
    stem = name_record(given["title"], dated[0] if dated else month)
    text = write_file("record", record_data(given), given.get("write_up", ""))
    folder = root / cycles_dir / school.key
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 100):
        name = stem if number == 1 else f"{stem}-{number}"
        if (folder / name).exists():
            continue
        try:
            with (folder / f"{name}.md").open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
        except FileExistsError:
            continue
        return Written(f"{cycles_dir}/{school.key}/{name}.md", " ".join(given["title"].split())[:120])
    raise RefusedError(f"there are a hundred records called {stem} already")


def find_school(said: str, schools: tuple[School, ...]) -> School:
    """The school that an answer names, by its folder or its name. RefusedError where there is none."""
    wanted = names.fold(said.strip())
    for school in schools:
        if wanted in {names.fold(school.key), names.fold(school.record.name)}:
            return school
    known = ", ".join(school.key for school in schools) or "none yet"
    raise RefusedError(
        f"there is no school {said.strip()!r}; the schools are: {known}. `cycles new school` adds one"
    )
