"""Saved maps: a plan as a YAML file. It holds headings, and no row, name or result."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import cast

from coaching_cycles.checking import typed
from coaching_cycles.checking.findings import Findings
from coaching_cycles.importing.plan import Plan
from coaching_cycles.importing.roles import read_role
from coaching_cycles.problems import Problem
from coaching_cycles.reading.document import read_yaml
from coaching_cycles.writing.layout import lay_out
from coaching_cycles.writing.tree import Data, Group, grow

_HEAD = "# Which column of an export holds what, for `cycles import --map`. Headings only; no results."


def read_map(file: Path) -> tuple[Plan | None, list[Problem]]:
    """The plan in a file, or None with what is wrong with it."""
    reading = read_yaml(file.parent, file.name)
    document = reading.document
    if document is None:
        return None, list(reading.problems)
    findings = Findings(document)
    plan = typed.read(Plan, findings)
    return (None if findings.problems else plan), [*reading.problems, *findings.problems]


def write_map(plan: Plan) -> str:
    """The text of a saved map."""
    data = {
        key: value for key, value in plan.model_dump(mode="python").items() if value not in (None, (), "")
    }
    # A filter by student or by class would carry a name into the file.
    where = {
        c: v for c, v in (plan.where or {}).items() if read_role(c) in {"part", "window", "year", "standard"}
    }
    data |= {"where": where} if where else {}
    if not where:
        data.pop("where", None)
    root = grow(_clean(data))
    lines = lay_out(root) if isinstance(root, Group) else []
    return "\n".join([_HEAD, *lines, ""])


def _clean(value: object) -> Data:
    if isinstance(value, dict):
        return {str(key): _clean(item) for key, item in value.items() if item not in (None, ())}
    if isinstance(value, list | tuple):
        items = [_clean(item) for item in value]
        return items[0] if len(items) == 1 and isinstance(items[0], list) and len(items[0]) == 1 else items
    return cast("Data", value) if isinstance(value, str | int | Decimal) else str(value)
