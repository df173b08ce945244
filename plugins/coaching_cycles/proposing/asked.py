"""What a proposal is asked for: the same fields in the issue form and as columns of a table in the inbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from coaching_cycles.schema import Record
from coaching_cycles.writing.tree import Data

Kind = Literal["line", "lines", "choice"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. `key` is the column of a table; `label` is the heading that an issue form gives it."""

    key: str
    label: str
    kind: Kind = "line"
    help: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False


ASKED: tuple[Asked, ...] = (
    Asked("school", "School", help="The school's folder, or its name.", required=True),
    Asked("title", "Title", help="What the cycle was about, in a few words.", required=True),
    Asked("grades", "Grades", help="Numbers, K, PK, or a band such as 9-12.", example="5", required=True),
    Asked("subject", "Subject", example="English language arts", required=True),
    Asked(
        "goal",
        "Goal for students",
        "lines",
        help="Begin with “Students will …”: what students will be able to do, not what teachers will do.",
        required=True,
    ),
    Asked(
        "status",
        "Where it stands",
        "choice",
        choices=("planned", "active", "complete", "stopped"),
        required=True,
    ),
    Asked(
        "standards", "Standards", help="Codes in any spelling, with commas between.", example="W.5.1, RI.5.8"
    ),
    Asked(
        "assessment",
        "Assessment",
        help="What students were assessed with. Counts only, never a row about a student.",
        example="One paragraph, scored with our rubric",
    ),
    Asked("before_date", "Before: date", example="2026-10-05"),
    Asked("before_students", "Before: students assessed", example="25"),
    Asked("before_proficient", "Before: students who were proficient", example="7"),
    Asked("after_date", "After: date", example="2026-11-02"),
    Asked("after_students", "After: students assessed", example="25"),
    Asked("after_proficient", "After: students who were proficient", example="18"),
    Asked(
        "practices", "What was tried", help="A few words each, with commas between.", example="co-teaching"
    ),
    Asked("learned", "What we learned", "lines"),
    Asked("would_change", "What we would change", "lines"),
    Asked("still_need", "Who is not there yet, and what comes next", "lines"),
    Asked("write_up", "The write-up", "lines", help="As long or short as you like. No names of students."),
)
"""Everything but the six required ones may stay blank."""

_LISTS = frozenset({"grades", "standards", "practices"})


def record_data(given: dict[str, str]) -> dict[str, Data]:
    """The answers as the data of a record, without school and write-up; what was left blank is not there."""
    data: dict[str, Data] = {}
    for asked in ASKED:
        text = given.get(asked.key, "").strip()
        if text and asked.key in Record.model_fields and asked.key != "school":
            data[asked.key] = _parts(text) if asked.key in _LISTS else text
    readings = {side: _reading(given, side) for side in ("before", "after")}
    results: dict[str, Data] = {side: reading for side, reading in readings.items() if reading}
    title = given.get("assessment", "").strip()
    if title:
        data["assessments"] = {"assessment": {"title": title}}
        results = {"assessment": "assessment", **results} if results else {}
    if results:
        data["results"] = results
    return data


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _reading(given: dict[str, str], side: str) -> dict[str, str]:
    found = {key: given.get(f"{side}_{key}", "").strip() for key in ("date", "students", "proficient")}
    return {key: text for key, text in found.items() if text}
