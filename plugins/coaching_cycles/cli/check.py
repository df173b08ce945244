"""`cycles check`: everything that is wrong with a portfolio's records."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from coaching_cycles.problems import render, stops

if TYPE_CHECKING:
    from coaching_cycles.problems import Problem


@click.command("check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option(
    "--cycles-dir", default="cycles", show_default=True, help="Folder of the records, below FOLDER."
)
@click.option("--standards-dir", default="standards", show_default=True, help="Folder of its frameworks.")
@click.option("--docs-dir", default="docs", show_default=True, help="Folder of the site's own pages.")
@click.option("--strict", is_flag=True, help="Hints count as findings too.")
@click.option(
    "--fix", is_flag=True, help="Mend misspelt keys, dates and quotes first, where there is no doubt."
)
@click.option(
    "--format",
    "style",
    type=click.Choice(("text", "json", "github")),
    default="text",
    show_default=True,
    help="For a person, for a program, or as notes in a GitHub pull request.",
)
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="GITHUB_STEP_SUMMARY",
    help="Add a table of the findings in Markdown to this file. On GitHub: the summary of the step.",
)
def command(  # noqa: PLR0913 - click passes each option
    folder: Path,
    cycles_dir: str,
    standards_dir: str,
    docs_dir: str,
    style: str,
    summary: Path | None,
    *,
    strict: bool,
    fix: bool,
) -> None:
    """Check every record of the portfolio in FOLDER and list all that is wrong.

    The front matter of its own pages in docs/ is checked too. Exit code: 0 when nothing has to be mended
    (hints do not count), 1 when something has, 2 when the command was not understood.
    """
    from coaching_cycles.checking.pages import check_pages
    from coaching_cycles.checking.portfolio import CACHE
    from coaching_cycles.checking.records import check_portfolio
    from coaching_cycles.reports import write_summary

    if not (folder / cycles_dir).is_dir():
        msg = f"there is no folder {cycles_dir!r} in {folder}; name yours with --cycles-dir"
        raise click.UsageError(msg)
    if fix:
        _fix(folder, cycles_dir)
    report = check_portfolio(folder, cycles_dir, standards_dir, folder / CACHE)
    problems = (*report.problems, *check_pages(folder, docs_dir))
    click.echo(_write(problems, report.records, style, folder))
    if summary is not None:
        with summary.open("a", encoding="utf-8") as stream:
            stream.write(write_summary(problems, report.records))
    if stops(problems, strict=True) or (strict and problems):
        raise SystemExit(1)


def _write(problems: tuple[Problem, ...], records: int, style: str, folder: Path) -> str:
    from coaching_cycles.problems import summarise
    from coaching_cycles.reports import write_commands, write_json

    if style == "json":
        return write_json(problems, records)
    counted = f" in {records} {'record' if records == 1 else 'records'}"
    if style == "github":
        where = os.path.relpath(folder).replace(os.sep, "/")
        commands = write_commands(problems, where)
        return f"{commands}\n{summarise(problems)}{counted}".lstrip("\n")
    return render(problems) + counted


def _fix(folder: Path, cycles_dir: str) -> None:
    """Mend each file, and say what was changed."""
    from coaching_cycles.writing.files import list_files, write_edited
    from coaching_cycles.writing.fixes import fix_file

    for path, _ in list_files(folder, cycles_dir):
        fixed = fix_file(folder, path)
        refused = write_edited(folder, fixed.edited)
        if refused is not None:
            click.echo(refused.render(), err=True)
            continue
        for one in fixed.fixes:
            click.echo(f"{path}:{one.line}: {one.before} is now {one.after}", err=True)
