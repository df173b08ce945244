"""`cycles check`: everything that is wrong with a portfolio's records."""

from __future__ import annotations

from pathlib import Path

import click

from coaching_cycles.problems import render, stops


@click.command("check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--cycles-dir", default="cycles", show_default=True, help="Folder of the records, below FOLDER."
)
@click.option("--standards-dir", default="standards", show_default=True, help="Folder of its frameworks.")
@click.option("--strict", is_flag=True, help="Hints count as findings too.")
def command(folder: Path, cycles_dir: str, standards_dir: str, *, strict: bool) -> None:
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
