"""An issue that was filled in by the portfolio's form, as GitHub's event describes it, to answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from coaching_cycles.proposing.asked import ASKED

LABEL = "approved"
"""The label by which somebody with rights in the repository lets an issue become a pull request."""

_HEADING = re.compile(r"^### (.+)$", re.MULTILINE)
_NOTHING = "_No response_"
_LONGEST = 60_000
"""Letters of an issue's text; GitHub allows 65,536."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Answers by key, and where they came from: "issue-12", "inbox-autumn-3"."""

    source: str
    given: dict[str, str]


class RefusedError(Exception):
    """Nothing can be made of it; the message says why, for the person who sent it."""


def read_issue(event: object) -> Proposal:
    """The answers of the issue that an event is about.

    Raises RefusedError for an event of another sort, an issue without the label, and a text that the form did
    not make.
    """
    issue = _part(event, "issue")
    number, body = issue.get("number"), issue.get("body")
    if not isinstance(number, int) or not isinstance(body, str):
        raise RefusedError("the event has no issue with a number and a text")
    listed = issue.get("labels")
    labels = {
        str(label.get("name"))
        for label in (listed if isinstance(listed, list) else ())
        if isinstance(label, dict)
    }
    if LABEL not in labels:
        raise RefusedError(f"issue {number} does not have the label “{LABEL}”")
    if len(body) > _LONGEST:
        raise RefusedError(f"the text of issue {number} is too long")
    return Proposal(f"issue-{number}", read_answers(body))


def read_answers(body: str) -> dict[str, str]:
    """The answers in the text of an issue: each under the heading that the form gives its question."""
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    keys = {asked.label: asked.key for asked in ASKED}
    places = {asked.label: place for place, asked in enumerate(ASKED)}
    marks: list[re.Match[str]] = []
    for mark in _HEADING.finditer(text):
        # The form asks in its order: a heading that would go back is part of somebody's answer.
        label = mark[1].rstrip()
        if label in places and (not marks or places[label] > places[marks[-1][1].rstrip()]):
            marks.append(mark)
    given: dict[str, str] = {}
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        answer = text[mark.end() : end].strip()
        given[keys[mark[1].rstrip()]] = "" if answer == _NOTHING else answer
    missing = [asked.label for asked in ASKED if asked.required and not given.get(asked.key)]
    if missing:
        raise RefusedError(f"these were not answered: {', '.join(missing)}")
    return given


def _part(value: object, key: str) -> dict[str, object]:
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise RefusedError(f"the event has no {key}")
    return cast("dict[str, object]", found)
