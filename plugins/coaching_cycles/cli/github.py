"""`cycles github`: what the workflows of a portfolio on GitHub run, offline, on what GitHub wrote down."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from coaching_cycles.proposing.issues import Proposal
    from coaching_cycles.schema import Audience

_FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
_CYCLES = click.option("--cycles-dir", default="cycles", show_default=True, help="Folder of the records.")
_OUTPUT = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="GITHUB_OUTPUT",
    help="File to which `branch=` and `title=` are added for the steps that follow.",
)


@click.group("github")
def command() -> None:
    """Records by way of GitHub: an issue, a table in the inbox, and what a pull request changes."""


@command.command("issue")
@_FOLDER
@click.option(
    "--event",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="GITHUB_EVENT_PATH",
    required=True,
    help="GitHub's description of the event, as JSON.",
)
@_CYCLES
@_OUTPUT
def issue(folder: Path, event: Path, cycles_dir: str, output: Path | None) -> None:
    """Write the record of an issue that is labelled approved. The issue's text is data, never a command."""
    from coaching_cycles.proposing.issues import RefusedError, read_issue

    try:
        proposal = read_issue(json.loads(event.read_text(encoding="utf-8")))
        _write(folder, cycles_dir, [proposal], output, proposal.source)
    except (RefusedError, ValueError) as error:
        raise click.ClickException(str(error)) from error


@command.command("inbox")
@_FOLDER
@_CYCLES
@_OUTPUT
def inbox(folder: Path, cycles_dir: str, output: Path | None) -> None:
    """Write a record for each row of the tables in inbox/, and take the tables out of it.

    A table has a row for each cycle and counts alone: `cycles github columns` prints its first line.
    """
    from coaching_cycles.proposing.inbox import list_inbox, read_inbox
    from coaching_cycles.proposing.issues import RefusedError

    paths = list_inbox(folder)
    if not paths:
        raise click.ClickException("there is no table in inbox/")
    try:
        proposals = [proposal for path in paths for proposal in read_inbox(folder, path)]
        _write(folder, cycles_dir, proposals, output, "inbox")
    except RefusedError as error:
        raise click.ClickException(str(error)) from error
    for path in paths:
        (folder / path).unlink()


@command.command("comment")
@_FOLDER
@click.option(
    "--base",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="The portfolio as it was before the change.",
)
@click.option(
    "--as",
    "audience",
    type=click.Choice(("public", "school", "private")),
    default="public",
    show_default=True,
    help="Who can read the comment: no number above it is named.",
)
@_CYCLES
def comment(folder: Path, base: Path, audience: str, cycles_dir: str) -> None:
    """Print what changes between two folders: before and after of each changed cycle, and new findings."""
    from coaching_cycles.checking.portfolio import read_portfolio
    from coaching_cycles.proposing.changes import describe_changes

    before, after = (read_portfolio(root, cycles_dir) for root in (base, folder))
    text = describe_changes(before, after, (base, folder), cast("Audience", audience))
    click.echo(text, nl=False)


@command.command("columns")
def columns() -> None:
    """Print the first line of a table for inbox/: its columns, of which six must be filled."""
    from coaching_cycles.proposing.asked import ASKED

    click.echo(",".join(asked.key for asked in ASKED))


@command.command("form")
def form() -> None:
    """Print the issue form, `.github/ISSUE_TEMPLATE/cycle.yml`."""
    from coaching_cycles.proposing.forms import issue_form

    click.echo(issue_form(), nl=False)


def _write(folder: Path, cycles_dir: str, proposals: list[Proposal], output: Path | None, name: str) -> None:
    from coaching_cycles.checking.portfolio import read_portfolio
    from coaching_cycles.proposing.records import find_school, write_proposal

    schools = read_portfolio(folder, cycles_dir).portfolio.schools
    for proposal in proposals:
        # All or none: the first school that is not there stops the whole table.
        find_school(proposal.given.get("school", ""), schools)
    month = f"{dt.datetime.now(tz=dt.UTC):%Y-%m}"
    written = [write_proposal(folder, cycles_dir, schools, proposal, month) for proposal in proposals]
    for one in written:
        click.echo(one.path)
    title = written[0].title if len(written) == 1 else f"{len(written)} cycles from the inbox"
    if output is not None:
        with output.open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(f"branch=proposals/{name}\ntitle={title}\n")
