"""The commands, thin: they read options, call the engine and print."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

import coaching_cycles
from coaching_cycles.problems import kinds, render, stops

if TYPE_CHECKING:
    from pydantic import BaseModel


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(coaching_cycles.__version__, prog_name="cycles")
def main() -> None:
    """Coaching-cycle portfolios: check records, explain findings, print the format."""


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--cycles-dir", default="cycles", show_default=True, help="Folder of the records, below FOLDER."
)
@click.option("--standards-dir", default="standards", show_default=True, help="Folder of its frameworks.")
@click.option("--strict", is_flag=True, help="Hints count as findings too.")
def check(folder: Path, cycles_dir: str, standards_dir: str, *, strict: bool) -> None:
    """Check every record of the portfolio in FOLDER and list all that is wrong.

    Exit code: 0 when nothing has to be mended (hints do not count), 1 when something has, 2 when the command
    was not understood.
    """
    from coaching_cycles.checking.portfolio import CACHE, read_portfolio

    if not (folder / cycles_dir).is_dir():
        msg = f"there is no folder {cycles_dir!r} in {folder}; name yours with --cycles-dir"
        raise click.UsageError(msg)
    checked = read_portfolio(folder, cycles_dir, standards_dir, folder / CACHE)
    count = len(checked.portfolio.cycles) + len(checked.broken)
    click.echo(render(checked.problems) + f" in {count} {'record' if count == 1 else 'records'}")
    if stops(checked.problems, strict=True) or (strict and checked.problems):
        raise SystemExit(1)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what a finding's CODE means and how it is mended; without a CODE, print the page of all of them."""
    if code is None:
        from coaching_cycles import reference

        click.echo(reference.checks(), nl=False)
        return
    kind = kinds().get(code.upper())
    if kind is None:
        msg = f"there is no code {code}; the codes are: {', '.join(kinds())}"
        raise click.UsageError(msg)
    click.echo(f"{kind.code} {kind.title} ({kind.severity})\n")
    for text in (kind.why, kind.fix):
        click.echo(textwrap.fill(text, 88))


@main.command()
@click.option("--kind", type=click.Choice(("json-schema", "markdown")), default="markdown", show_default=True)
@click.option(
    "--of",
    "part",
    type=click.Choice(("record", "school", "portfolio", "log")),
    default="record",
    show_default=True,
)
def schema(kind: str, part: str) -> None:
    """Print the record format: as JSON Schema for editors, or as the reference page."""
    from coaching_cycles import reference
    from coaching_cycles import schema as records

    if kind == "markdown":
        click.echo(reference.markdown(), nl=False)
        return
    models: dict[str, type[BaseModel]] = {
        "record": records.Record,
        "school": records.SchoolRecord,
        "portfolio": records.PortfolioRecord,
        "log": records.Log,
    }
    click.echo(json.dumps(models[part].model_json_schema(), indent=2, ensure_ascii=False))
