"""The words of findings: each is used, and its blanks are those that the checks fill."""

from __future__ import annotations

import re
from pathlib import Path

from coaching_cycles.problems import kinds, messages, say

PACKAGE = Path(__file__).resolve().parent.parent / "plugins" / "coaching_cycles"


def test_every_message_is_used_and_every_used_one_is_there() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    used = set(re.findall(r"\b(?:say|word|tell)\(\s*\"((?:values|[EWH]\d{3})\.[\w.]+)\"", code))
    assert used == set(messages())


def test_every_message_belongs_to_a_finding() -> None:
    assert {key.partition(".")[0] for key in messages()} - {"values"} <= set(kinds())


def test_blanks_are_filled_in_message_and_hint() -> None:
    said = say("E302.levels", total=26, n=25)
    assert said[0] == "the levels add up to 26, but `students` says 25"
    assert "{" not in said[1]
    assert say("W710.public")[1].endswith("`approved: {by: teacher, on: 2026-10-05}`")
