"""`cycles new`: a portfolio, a school, a cycle, a log. Nothing that is there is ever overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from coaching_cycles.cli._asking import (
    QUESTIONS,
    as_list,
    as_text,
    ask_for,
    choose_school,
    clean,
    find_portfolio,
    find_record,
    list_schools,
    make_key,
    move_in,
    put_down,
    read_day,
    read_grades,
    start_from,
    today,
)

if TYPE_CHECKING:
    from coaching_cycles.writing.tree import Data

_root = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="The portfolio, or a folder in it.",
)
_cycles_dir = click.option(
    "--cycles-dir", default="cycles", show_default=True, help="Folder of the records in the portfolio."
)


@click.group("new")
def command() -> None:
    """Begin a portfolio, a school, a cycle or a log. Nothing that is there is overwritten."""


@command.command("portfolio")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--title", default="Our coaching cycles", show_default=True, help="Title of the site.")
@click.option("--school", default="Example School", show_default=True, help="Name of the first school.")
@click.option(
    "--generator",
    default="example/coaching-cycles",
    show_default=True,
    help="GitHub repository (owner/name) that the workflow installs this generator from.",
)
def portfolio(folder: Path, title: str, school: str, generator: str) -> None:
    """Make a portfolio in FOLDER: settings, a school, an example, a workflow for GitHub.

    `mkdocs build` builds it as it is.
    """
    from coaching_cycles.writing.scaffold import lay, portfolio_files

    laid = lay(folder, portfolio_files(clean(title), clean(school), make_key(school), generator))
    for path in laid.kept:
        click.echo(f"{folder / path} was there already and stays as it is")
    click.echo(f"made {len(laid.written)} files in {folder}")
    if laid.written:
        click.echo(f"\nNow: cd {folder}\n     mkdocs serve\n     cycles new cycle")


@command.command("school")
@click.argument("name")
@click.option("--key", help="Name of its folder; made from NAME when left out. Part of every address.")
@click.option("--level", help="elementary, middle, high, or as you say it.")
@click.option("--grades", multiple=True, help="A grade or a band such as 9-12; may be given several times.")
@_root
@_cycles_dir
def school(
    name: str, key: str | None, level: str | None, grades: tuple[str, ...], root: Path, cycles_dir: str
) -> None:
    """Make a school called NAME: a folder with a school.yml."""
    from coaching_cycles.reading.names import explain_address
    from coaching_cycles.writing.remix import filled
    from coaching_cycles.writing.scaffold import school_files

    folder = key or make_key(name)
    if fault := explain_address(folder):
        raise click.UsageError(f"{folder!r} can't be part of an address: {fault}")
    data = filled({"name": clean(name), "level": level, "grades": read_grades(grades)})
    put_down(find_portfolio(root, cycles_dir), school_files(data, folder, cycles_dir))


@command.command("cycle")
@click.option("--school", help="Folder of the school; asked for when there are several.")
@click.option("--title", help="What the cycle is about, in a few words.")
@click.option("--grade", "grades", multiple=True, help="A grade or a band; may be given several times.")
@click.option("--subject", help="The subject, as the school calls it.")
@click.option("--goal", help="What students will be able to do: “Students will …”.")
@click.option("--standard", "standards", multiple=True, help="A standard in any spelling; may be repeated.")
@click.option("--start", help="First day, month or year: 2026-10-05.")
@click.option("--like", metavar="ID", help="Start from this cycle: its plan, without its data and names.")
@click.option("--name", help="Name of the record's folder; made from month and title when left out.")
@_root
@_cycles_dir
def cycle(root: Path, cycles_dir: str, **given: str | tuple[str, ...] | None) -> None:
    """Make a record. What is needed and not given as an option is asked for."""
    from coaching_cycles.reading.names import explain_address
    from coaching_cycles.writing.begin import name_record, record_text

    folder = find_portfolio(root, cycles_dir)
    schools = list_schools(folder, cycles_dir)
    like = as_text(given["like"])
    data: dict[str, Data] = start_from(folder, cycles_dir, like) if like else {}
    key = choose_school(schools, as_text(given["school"]))
    for name in QUESTIONS:
        if given[name]:
            data[name] = (
                read_grades(as_list(given[name])) if name == "grades" else clean(as_text(given[name]))
            )
        elif not data.get(name):
            data[name] = ask_for(name)
    if given["standards"]:
        data["standards"] = as_list(given["standards"])
    start = read_day(as_text(given["start"]))
    data |= {"status": data.get("status") or "planned", "dates": {"start": start} if start else None}
    called = as_text(given["name"]) or name_record(str(data["title"]), (start or str(today()))[:7])
    if fault := explain_address(called):
        raise click.UsageError(f"{called!r} can't be part of an address: {fault}")
    taken = {record.id for one in schools for record in one.records}
    if f"{key}/{called}" in taken:
        raise click.UsageError(f"there is a cycle {key}/{called} already; choose another --name")
    put_down(folder, {f"{cycles_dir}/{key}/{called}/index.md": record_text(data)})
    click.echo(f"\nNow: fill it in, then\n     cycles check\n     cycles new log {key}/{called} goal")


@command.command("log")
@click.argument("cycle_id", metavar="ID")
@click.argument("log")
@click.option("--date", "day", help="The day of the meeting; today when left out.")
@_root
@_cycles_dir
def log(cycle_id: str, log: str, day: str | None, root: Path, cycles_dir: str) -> None:
    """Make a log of a cycle with today's date and the log's prompts, to be filled in.

    ID is <school>/<name>, as in the page's address. LOG is goal, assessment, baseline, instruction, impact,
    or one of the portfolio's own.
    """
    from coaching_cycles.checking.portfolio import read_templates
    from coaching_cycles.writing.begin import log_text

    folder = find_portfolio(root, cycles_dir)
    record = find_record(list_schools(folder, cycles_dir), cycle_id)
    known = {template.key: template for template in read_templates(folder, cycles_dir)}
    if log not in known:
        raise click.UsageError(f"there is no log {log!r}; the logs are: {', '.join(known)}")
    when = read_day(day) or str(today())
    home = record.folder or move_in(folder, record)
    name = f"{when}-{log}"
    if (folder / home / "logs" / f"{name}.md").exists():
        if not known[log].repeatable:
            raise click.UsageError(f"{home}/logs/{name}.md is there already")
        number = next(n for n in range(2, 1000) if not (folder / home / "logs" / f"{name}_{n}.md").exists())
        name = f"{name}_{number}"  # it sorts behind the first of the day
    put_down(folder, {f"{home}/logs/{name}.md": log_text(known[log], when)})
    click.echo("Write the answers behind the keys; what you leave blank does not show.")
