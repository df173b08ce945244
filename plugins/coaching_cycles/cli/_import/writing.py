"""The record that `cycles import` writes into, or the text that somebody puts there."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import click

from coaching_cycles.cli._import.options import Given, read_aim
from coaching_cycles.importing.adapting import Said
from coaching_cycles.importing.counting import Outcome
from coaching_cycles.importing.measures import describe
from coaching_cycles.importing.merging import as_list
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.recording import Aim, Front, check_target, read_front, record
from coaching_cycles.importing.session import Opened
from coaching_cycles.importing.showing import write_block
from coaching_cycles.problems import render, stops
from coaching_cycles.writing.files import find_root, write_edited


@dataclass(frozen=True, slots=True)
class Opening:
    """The record that counts go into."""

    root: Path
    relative: str
    front: Front


def open_record(given: Given, notes: Notes) -> Opening | None:
    """The record that was named, if it can be read."""
    place = given["into"]
    if place is None:
        return None
    # Not resolved: a record behind a link is refused when it is read, with its reason.
    file = Path(os.path.abspath(place / "index.md" if place.is_dir() else place))  # noqa: PTH100 - for the `..`
    root = find_root(file.parent) or file.parent
    relative = file.relative_to(root).as_posix()
    front = read_front(root, relative)
    if isinstance(front, list):
        notes.problems += front
        return None
    check_target(front, given["target"], notes)
    return Opening(root, relative, front)


def as_recorded(said: Said, opening: Opening | None, aim: Aim) -> Said:
    """The levels and the cut of the record's own assessment, where nothing else was said."""
    if opening is None:
        return said
    known = opening.front.known(aim)
    levels = tuple(str(level) for level in as_list(known.get("levels")))
    cut = known.get("proficient")
    return replace(
        said,
        levels=said.levels or levels,
        proficient=said.proficient or (cut if isinstance(cut, str) else ""),
    )


def _choose(given: Given, first: Opened, outcomes: list[Outcome]) -> list[Outcome]:
    """What is written: levels or scores, as was said, or as the kind of export has them."""
    strand = given["write"] or first.plan.first or "levels"
    return [outcome for outcome in outcomes if outcome.strand == strand] or outcomes


def finish(
    given: Given, first: Opened, outcomes: list[Outcome], record_: Opening | None, notes: Notes
) -> int:
    """Print what goes into a record, or put it there."""
    chosen = _choose(given, first, outcomes)
    aim = read_aim(given, first)
    if record_ is None:
        key = aim.assessment or aim.key
        for outcome in chosen:
            name = f" ({outcome.part})" if outcome.part else ""
            click.echo(f"\nFor the record{name}:\n")
            click.echo(write_block(outcome, key, describe(outcome, aim.title, aim.source), aim.form))
        return 0
    known = len(notes.problems)
    edited = record(record_.root, record_.relative, record_.front, chosen, aim, notes)
    problems = [*notes.problems[known:], *edited.problems]
    if edited.after is not None:
        fault = write_edited(record_.root, edited)
        problems += [fault] if fault is not None else []
    if problems:
        click.echo("\n" + render(problems))
    if edited.after is None or stops(problems):
        click.echo("\nNothing was written.")
        return 1
    click.echo(f"\n{'Written into' if edited.changed else 'Nothing new for'} {record_.relative}.")
    return 0
