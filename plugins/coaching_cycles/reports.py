"""Findings for others than a person at a terminal: a program, a pull request, the summary of a step."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from coaching_cycles.problems import gravest_first, kinds, summarise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coaching_cycles.problems import Problem

_COMMANDS = {"error": "error", "warning": "warning", "hint": "notice"}
_ROWS = 300
"""Findings in a step's summary: GitHub drops one of more than a megabyte as a whole."""


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """By file and place."""
    return sorted(problems, key=lambda p: (p.path, p.mark, p.code, p.message))


def write_json(problems: Iterable[Problem], records: int) -> str:
    """One object: how many records were checked, and every finding with all that is known of it."""
    found = [
        {
            "path": p.path,
            "line": p.line,
            "column": p.column,
            "code": p.code,
            "severity": p.severity,
            "title": kinds()[p.code].title,
            "message": p.message,
            "hint": p.hint,
            "field": p.field,
            "source": p.source,
        }
        for p in in_order(problems)
    ]
    return json.dumps({"records": records, "problems": found}, ensure_ascii=False, indent=1)


def write_commands(problems: Iterable[Problem], folder: str = "") -> str:
    """GitHub's workflow commands, one a line: each finding is shown at its line of the pull request.

    `folder` is where the portfolio lies in the repository, when not at its root. What a record holds can't
    begin a command of its own: line ends are escaped as GitHub asks.
    """
    prefix = f"{folder.strip('/')}/" if folder.strip("./") else ""
    lines = []
    for p in in_order(problems):
        places = {
            "file": prefix + p.path,
            "line": str(p.line),
            "col": str(p.column),
            "title": f"{p.code} {kinds()[p.code].title}",
        }
        given = ",".join(f"{name}={_escape(value, ':,')}" for name, value in places.items())
        text = p.message + (f"\n{p.hint}" if p.hint else "")
        lines.append(f"::{_COMMANDS[p.severity]} {given}::{_escape(text)}")
    return "\n".join(lines)


def _escape(text: str, also: str = "") -> str:
    for sign in ("%", "\r", "\n", *also):
        text = text.replace(sign, f"%{ord(sign):02X}")
    return text


def write_summary(problems: Iterable[Problem], records: int) -> str:
    """A page of Markdown for the summary of a workflow's step: a table of findings, the gravest first."""
    found = in_order(problems)
    counted = f"{summarise(found)} in {records} {'record' if records == 1 else 'records'}"
    lines = [f"### {counted[0].upper()}{counted[1:]}", ""]
    if found:
        lines += ["| where | what | how to mend it |", "|---|---|---|"]
    for p in gravest_first(found[:_ROWS]):
        where = f"{_cell(p.path)}:{p.line}:{p.column}"
        lines.append(f"| {where} | **{p.code}** {_cell(p.message)} | {_cell(p.hint)} |")
    if len(found) > _ROWS:
        lines += ["", f"{len(found) - _ROWS} more are in the step's log."]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    """Text in a cell of a table: no HTML, no links, no line of its own."""
    clean = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")
    return "".join(f"\\{sign}" if sign in "\\|*_[]`#~!" else sign for sign in clean)
