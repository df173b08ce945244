"""What `cycles import` does once its options are read: open, ask, count, show, save, write."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from coaching_cycles.cli._import import questions
from coaching_cycles.cli._import.options import Given, put_days, read_aim, read_said, read_settings
from coaching_cycles.cli._import.writing import Opening, as_recorded, finish, open_record
from coaching_cycles.importing.adapting import adapt
from coaching_cycles.importing.counting import Outcome
from coaching_cycles.importing.exports import simplify
from coaching_cycles.importing.maps import read_map, write_map
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.plan import Plan
from coaching_cycles.importing.roles import read_code
from coaching_cycles.importing.session import Opened, open_file, work_out
from coaching_cycles.importing.showing import show
from coaching_cycles.importing.tables import LIMIT
from coaching_cycles.problems import Problem, render
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.writing.files import find_root

_MANY = 8
_MOVE = "keep it on your own computer, outside of this folder; only counts belong here"


def run(given: Given) -> int:
    """Do it; the exit code."""
    if any(file.suffix.lower() == ".zip" for file in given["files"]):
        from coaching_cycles.cli._restoring import restore_all

        return restore_all(given["files"], dry_run=given["dry_run"])
    notes = Notes()
    opening = open_record(given, notes)
    if notes.stops:
        return _stop(notes)
    asks = sys.stdin.isatty() if given["ask"] is None else given["ask"]
    files = _open(given, opening, notes, asks=asks)
    if files is None:
        return _stop(notes)
    settings = replace(read_settings(given), wish=files[1])
    known = len(notes.problems)
    outcomes = work_out(files[0], settings, notes)
    if asks and given["repeats"] is None and any(p.code == "W830" for p in notes.problems):
        settings = replace(settings, rule=questions.ask_repeats())
        del notes.problems[known:]
        outcomes = work_out(files[0], settings, notes)
    if not outcomes:
        return _stop(notes)
    plan = files[0][0].plan
    if not _check_cut(plan, outcomes, notes):
        return _stop(notes)
    outcomes = [o for o in outcomes if not given["only"] or _is_part(o.part, given["only"])]
    if not outcomes:
        notes.add("E823", f"there is no standard or subject {given['only']!r} in the file")
        return _stop(notes)
    outcomes = put_days(outcomes, given)
    _introduce(files[0])
    click.echo("\n\n".join(show(outcome) for outcome in outcomes))
    _say(notes)
    if given["save_map"] is not None:
        _save(given["save_map"], plan)
    return 0 if given["dry_run"] else finish(given, files[0][0], outcomes, opening, notes)


def _open(
    given: Given, opening: Opening | None, notes: Notes, *, asks: bool
) -> tuple[list[Opened], Wish] | None:
    """Each file as a table with its plan, and which readings were meant; None with a finding."""
    settings, said = read_settings(given), read_said(given)
    plan: Plan | None = None
    if given["map_file"] is not None:
        plan, problems = read_map(given["map_file"])
        notes.problems += [replace(problem, path="map") for problem in problems]
    wish = settings.wish
    opened = []
    for file in given["files"]:
        if _lies_in_portfolio(file):
            notes.add(
                "W832", "this file lies in a portfolio or a repository, and holds rows about students", _MOVE
            )
        data = read_bytes(file.absolute().parent, file.name, LIMIT)
        if isinstance(data, Problem):
            notes.add(data.code, data.message, data.hint)
        if isinstance(data, Problem) or notes.stops:
            return None
        one = open_file(data, notes, settings, plan)
        if one is None:
            return None
        told = as_recorded(said, opening, read_aim(given, one))
        adapted, wish = adapt(one.plan, one.table, told, wish, notes)
        if asks and not adapted.results and not notes.stops:
            adapted = questions.ask_plan(one.table, adapted)
        opened.append(Opened(one.table, adapted, one.export))
    return None if notes.stops else (opened, wish)


def _stop(notes: Notes) -> int:
    click.echo(render(notes.problems))
    return 1


def _say(notes: Notes) -> None:
    if notes.problems:
        click.echo("\n" + render(notes.problems))


def _lies_in_portfolio(file: Path) -> bool:
    """True where a commit might take the file along, or the build might look at it."""
    there = file.resolve()
    return find_root(there.parent) is not None or any((folder / ".git").exists() for folder in there.parents)


def _check_cut(plan: Plan, outcomes: list[Outcome], notes: Notes) -> bool:
    """Whether the level that counts as proficient is one of the scale; scores have none."""
    if not plan.proficient:
        return True
    leveled = [outcome for outcome in outcomes if outcome.scale]
    if not leveled:
        notes.add(
            "E833", "scores are never called proficient", "leave --proficient out, or name a column of levels"
        )
        return False
    for outcome in leveled:
        if not outcome.proficient:
            notes.add(
                "E833",
                f"there is no level {plan.proficient!r}",
                f"the levels are: {', '.join(outcome.scale)}",
            )
            return False
    return True


def _is_part(part: str, wanted: str) -> bool:
    return simplify(part) == simplify(wanted) or (read_code(wanted) or wanted) == part


def _introduce(files: list[Opened]) -> None:
    """What the file was taken for."""
    first = files[0]
    if first.export is not None:
        click.echo(f"Recognised: {first.export.name}")
    said = [(result.reading or "result", result.column) for result in first.plan.results]
    others = [
        ("day", first.plan.date),
        ("term", first.plan.window),
        ("standard or subject", first.plan.standard),
    ]
    named = [f"{role}: “{column}”" for role, column in [*said, *others] if column]
    click.echo(
        f"Columns taken: {', '.join(named)}\n" if len(named) < _MANY else f"Columns taken: {len(named)}\n"
    )


def _save(file: Path, plan: Plan) -> None:

    file.write_text(write_map(plan), encoding="utf-8")
    click.echo("\nThe map is saved; use it with --map.")
