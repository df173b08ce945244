"""The issue form of a portfolio, written from the questions that it asks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from coaching_cycles.proposing.asked import ASKED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.proposing.asked import Asked

_TYPES = {"line": "input", "lines": "textarea", "choice": "dropdown"}


def issue_form() -> str:
    """`.github/ISSUE_TEMPLATE/cycle.yml`."""
    lines = [
        "# Made by `cycles github form`. Labelled approved, an issue of this form becomes a pull request.",
        "name: A coaching cycle",
        "description: Propose a cycle for the portfolio, without writing a file.",
        'title: "Cycle: "',
        "body:",
        "  - type: markdown",
        "    attributes:",
        "      value: Counts only, never names of students. What you leave blank does not show.",
    ]
    for asked in ASKED:
        lines += _question(asked)
    return "\n".join(lines) + "\n"


def _question(asked: Asked) -> Iterator[str]:
    yield f"  - type: {_TYPES[asked.kind]}"
    yield f"    id: {asked.key}"
    yield "    attributes:"
    yield f"      label: {_quote(asked.label)}"
    if asked.help:
        yield f"      description: {_quote(asked.help)}"
    if asked.example:
        yield f"      placeholder: {_quote(asked.example)}"
    if asked.choices:
        yield f"      options: [{', '.join(asked.choices)}]"
    if asked.required:
        yield "    validations: {required: true}"


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
