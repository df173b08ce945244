"""One import from the bytes of the files to outcomes: what the command does, without asking or writing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coaching_cycles.importing.adding import add_up
from coaching_cycles.importing.collecting import collect
from coaching_cycles.importing.columns import guess
from coaching_cycles.importing.counting import Outcome, Rule, count
from coaching_cycles.importing.exports import Export, exports, recognise
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.plan import Plan, find_column
from coaching_cycles.importing.tables import Table, read_table

_LETTERS = re.compile(r"(?i)f\s*&\s*p|fountas|(?:text|reading|guided|instructional|independent)\s*level")


@dataclass(frozen=True, slots=True)
class Settings:
    """What somebody has said about an import, besides the plan."""

    wish: Wish = field(default_factory=Wish)
    rule: Rule = "latest"
    sheet: str = ""
    header_row: int = 0
    blank_is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as a table, with the plan for it."""

    table: Table
    plan: Plan
    export: Export | None


def open_file(data: bytes, notes: Notes, settings: Settings, plan: Plan | None = None) -> Opened | None:
    """Read a file and see what its columns are, unless a plan says it."""
    table = read_table(data, notes, sheet=settings.sheet, header_row=settings.header_row)
    if table is None:
        return None
    if plan is not None:
        return Opened(table, plan, next((e for e in exports() if e.key == plan.export), None))
    export = recognise(table.header)
    return Opened(table, guess(table, export), export)


def check_plan(opened: Opened, notes: Notes) -> None:
    """Say which columns of a plan the file does not have, and whether there is something to count."""
    missing = [
        c for c in dict.fromkeys(opened.plan.columns()) if c and find_column(opened.table.header, c) is None
    ]
    # Other ways to tell students apart, and columns that only some files of a vendor have, may be missing.
    results = {result.column for result in opened.plan.results} | set(opened.plan.where or {})
    gone = [column for column in missing if column in results]
    if gone:
        named = ", ".join(map(repr, gone))
        notes.add(
            "E823", f"there is no column {named}", "name columns as their heading has them, or by letter (C)"
        )
    elif not opened.plan.results:
        hint = "name them: --before and --after for two columns, or --level or --score for one; or use --map"
        notes.add("E823", "which columns hold the results can't be told from the headings", hint)


def work_out(files: Sequence[Opened], settings: Settings, notes: Notes) -> list[Outcome]:
    """The outcomes of one or several files; an empty list with a finding when there are none."""
    for opened in files:
        check_plan(opened, notes)
    if notes.stops:
        return []
    first = files[0]
    if first.plan.shape == "counts":
        if len(files) > 1:
            notes.add("E823", "files of counts are read one at a time")
            return []
        outcomes = add_up(first.table, first.plan, settings.wish, notes)
    else:
        collected = collect(
            [(opened.table, opened.plan) for opened in files], notes, blank_is_absent=settings.blank_is_absent
        )
        known = first.export.scales if first.export is not None else ()
        if any(_LETTERS.search(result.column) for result in first.plan.results):
            known = ("letters", *known)
        outcomes = count(collected, first.plan, settings.wish, notes, rule=settings.rule, scales=known)
    if not outcomes and not notes.stops:
        notes.add("E823", "there is no result in the file", "are the right columns named?")
    return [] if notes.stops else outcomes
