"""Keys of a record that stand where they would be published as text, or as part of something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark
from coaching_cycles.schema import Record, default_audience

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings

_KEY = re.compile(r"([a-z_]+):(?:\s|$)")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
PRIVATE = frozenset(
    name for name, info in Record.model_fields.items() if default_audience(info) == "private"
) | {"teachers", "coach", "approved"}
"""Keys that hold what no reader of the site gets, or names of people."""


def check_spilled(findings: Findings) -> None:
    """Keys below the front matter: a line of --- or ... among the keys makes the rest of them the write-up.

    One key that holds something private is enough, or two of any.
    """
    document = findings.document
    inside = False
    found: dict[str, int] = {}
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        if _FENCE.match(line):
            inside = not inside
        match = _KEY.match(line)
        if match is not None and not inside and match[1] in Record.model_fields:
            found.setdefault(match[1], number)
    if len(found) > 1 or PRIVATE & set(found):
        name = next((name for name in found if name in PRIVATE), next(iter(found)))
        findings.add_at(
            "E162",
            Mark(found[name], 1),
            f"`{name}:` stands below the front matter and would be shown as text",
            "a line of --- or ... ends the front matter above it: take that line out",
            width=len(name),
        )


def check_swallowed(record: Record, findings: Findings) -> None:
    """A private key that became part of a group with free keys, by a space too many."""
    for key in record.capacity or {}:
        if key in PRIVATE:
            findings.add(
                "E163",
                ("capacity", key),
                f"`{key}` stands inside `capacity:` and would be published with it",
                f"start `{key}:` at the margin",
                key=True,
            )
