"""`cycles standards`: what the frameworks of a portfolio hold, and what was mended in their files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.checking.frameworks import BroughtFile
    from coaching_cycles.standards import Defect, Facts

_FEW = 3
"""Examples of each kind of defect, unless all are asked for."""

_NO_LICENCE = "none; name one under `frameworks:` in portfolio.yml"

_KINDS = {
    "no code": "items without a code, called by their words",
    "same code": "items whose code another one has",
    "same id": "items with the identifier of another one",
    "repeated": "items that are there twice",
    "unknown code": "codes beyond those that are bundled",
    "parents": "items under several others",
    "circle": "items under themselves",
    "dangling": "links that lead to nothing",
    "too deep": "levels beyond what a page bears",
    "too many": "items beyond what is read",
    "sequence": "places in an order that are written as text",
    "grades": "grades that are none",
    "garbled": "garbled letters",
    "placeholder": "placeholders where there is no standard",
    "retired": "retired items",
    "shape": "values of the wrong shape",
}


@click.group("standards")
def command() -> None:
    """Look at the frameworks that a portfolio brings along."""


@command.command("report")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
@click.option("--standards-dir", default="standards", show_default=True, help="Folder of its frameworks.")
@click.option("--all", "every", is_flag=True, help="List every defect, not only a few of each kind.")
def report(folder: Path, standards_dir: str, *, every: bool) -> None:
    """Say what each file in the standards folder of FOLDER holds, and what was mended or left out.

    Exit code: 0 also when something was mended, as nothing has to be done about it; 1 when a file could not
    be read at all.
    """
    from coaching_cycles.checking.frameworks import list_brought
    from coaching_cycles.checking.portfolio import read_settings

    files = list_brought(folder, standards_dir, read_settings(folder).frameworks)
    if not files:
        click.echo(f"There are no frameworks in {standards_dir}/; the bundled ones need no file.")
    for number, file in enumerate(files):
        click.echo("\n".join([*([""] if number else []), *_describe(file, every=every)]))
    if any(file.framework is None for file in files):
        raise SystemExit(1)


def _describe(file: BroughtFile, *, every: bool) -> Iterator[str]:
    from coaching_cycles.standards import LICENCES

    held = file.framework
    if held is None:
        yield f"{file.path}: not read"
        yield from (f"  {problem.code} {problem.message} ({problem.hint})" for problem in file.problems)
        return
    yield f"{file.path}: {held.title}"
    if file.joins is not None:
        yield f"  its words join the bundled codes of {file.joins}"
    else:
        yield f"  framework: {held.key}"
    if held.facts is not None:
        yield from _count(held.facts)
    yield f"  licence line: {held.licence or LICENCES.get(file.joins or '') or _NO_LICENCE}"
    if held.status:
        yield f"  adoption state: {held.status}"
    kinds: dict[str, list[Defect]] = {}
    for defect in held.defects:
        kinds.setdefault(defect.kind, []).append(defect)
    if not kinds:
        yield "  nothing had to be mended"
    for kind, defects in sorted(kinds.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        yield f"  {len(defects)} {_KINDS.get(kind, kind)}"
        shown = defects if every else defects[:_FEW]
        yield from (f"    {f'{defect.row}: ' if defect.row else ''}{defect.message}" for defect in shown)
        if len(shown) < len(defects):
            yield f"    … and {len(defects) - len(shown)} more (--all lists them)"


def _count(facts: Facts) -> Iterator[str]:
    missing = facts.items - facts.coded
    codes = f"{facts.coded} with a code, {missing} without"
    yield f"  {facts.form}: {facts.items} items, {codes}, {facts.levels} levels"
    parts = {
        "codes that are there again": facts.same_codes,
        "identifiers that are there again": facts.same_identifiers,
        "links to other standards": facts.relations,
        "rubrics (not shown)": facts.rubrics,
    }
    said = [f"{count} {name}" for name, count in parts.items() if count]
    if said:
        yield f"  {', '.join(said)}"
    if facts.grades:
        yield f"  grades: {', '.join(facts.grades)}"
