"""Written reasons why a warning about a name may stand. They are counted, and shown to nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.checking.findings import locate

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.problems import Problem
    from coaching_cycles.schema import Record, Waiver

CODES = ("W705",)
"""Warnings that can be waived: those about names, where nobody but a person can tell."""


def waive(record: Record, findings: Findings, problems: list[Problem]) -> tuple[list[Problem], int]:
    """What is left of the findings of a record and its files, and how many of its waivers hold."""
    waivers = [w for at, w in enumerate(record.waivers or ()) if _is_whole(w, at, findings)]
    own = _lines(record, findings)
    used: set[int] = set()
    left = []
    for problem in problems:
        if problem.code in CODES and problem.path == findings.document.path and problem.line in own:
            continue  # the waiver's own words
        holding = [at for at, waiver in enumerate(waivers) if _holds(waiver, problem)]
        used.update(holding)
        if not holding:
            left.append(problem)
    for at, waiver in enumerate(record.waivers or ()):
        if waiver in waivers and waivers.index(waiver) not in used:
            hint = "take it out, or write the name as it stands in the record"
            findings.add("H722", ("waivers", at), "a waiver of nothing that was found", hint)
    return left, len(used)


def _is_whole(waiver: Waiver, at: int, findings: Findings) -> bool:
    """False, and a finding, for one that does not say what it waives or that waives what can't be."""
    if waiver.code is not None and waiver.code.upper() not in CODES:
        hint = "only warnings about names can be waived: " + ", ".join(CODES)
        findings.add("E721", ("waivers", at, "code"), f"{waiver.code} can't be waived", hint)
        return False
    if waiver.text is None and waiver.code is None:
        findings.add("E721", ("waivers", at), "a waiver that does not say of what", "add `text:`, the name")
        return False
    return True


def _lines(record: Record, findings: Findings) -> set[int]:
    """The lines on which waivers give the names themselves."""
    front = findings.document.front
    return {
        locate(front, ("waivers", at, "text"))[0].line for at, w in enumerate(record.waivers or ()) if w.text
    }


def _holds(waiver: Waiver, problem: Problem) -> bool:
    if problem.code not in CODES:
        return False
    if waiver.text is None:
        return True
    found = problem.source[problem.column - 1 : problem.column - 1 + problem.width]
    wanted, found = _plain(waiver.text), _plain(found + " " + problem.message)
    return re.search(rf"(?<!\w){re.escape(wanted)}", found) is not None


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).casefold()
