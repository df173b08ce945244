"""The texts of a record and a log that somebody is about to fill in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.reading import names
from coaching_cycles.writing.format import write_tree
from coaching_cycles.writing.remix import filled
from coaching_cycles.writing.tree import Group, Twig, grow

if TYPE_CHECKING:
    from coaching_cycles.model import Template
    from coaching_cycles.writing.tree import Data

_WORDS = 6
_SUGGESTED = {
    "standards": "standards: [RH.11-12.3]",
    "teachers": "teachers: [{role: Grade 7 science teacher}]",
    "dates": "dates: {start: 2026-10-05, planned_end: 2026-10-30}",
    "practices": "practices: [exit slips, co-teaching]",
    "assessments": (
        "assessments:\n  task: {title: Lab report, source: own, levels: [Beginning, Developing, Proficient], "
        "proficient: Proficient}"
    ),
    "results": (
        "results:\n  assessment: task\n  before: {date: 2026-10-06, students: 25, proficient: 7}\n"
        "  after: {date: 2026-10-29, students: 25, proficient: 18}"
    ),
    "targets": "targets:\n  - Say in one sentence what the data show",
    "learned": "learned: What the team learned",
}
"""What most records get sooner or later, as an author would write it. Each is a comment until then."""


def record_text(data: dict[str, Data]) -> str:
    """A record with what is known, and below it what can be added, as comments."""
    given = filled(data)
    root = grow(given)
    tree = root if isinstance(root, Group) else Group(keyed=True)
    more = [text for key, text in _SUGGESTED.items() if key not in given]
    if more:
        tree.tail = ["# More, when you have it: take away the # in front.", "#"]
        tree.tail += [f"# {line}" for text in more for line in text.split("\n")]
    return write_tree("record", tree)


def log_text(template: Template, date: str) -> str:
    """A log with the prompts of its template above blank answers. What stays blank does not show."""
    answers = Group(keyed=True)
    for prompt in template.prompts:
        narrow = "" if prompt.audience == "public" else f" ({prompt.audience})"
        answers.twigs.append(Twig(prompt.id, None, [f"# {' '.join(prompt.text.split())}{narrow}"]))
    tree = Group(keyed=True, twigs=[Twig("log", template.key), Twig("date", date)])
    if answers.twigs:
        tree.twigs.append(Twig("answers", answers))
    tree.tail = [f"# next: {{date: {date}, steps: [Who does what until then]}}"]
    return write_tree("log", tree)


def name_record(title: str, month: str) -> str:
    """A name for a record's folder: the month, and the first words of the title."""
    words = re.findall(r"[^\W_]+", title.lower().replace("'", "").replace("’", ""))
    return names.suggest("-".join([month, *words[:_WORDS]]))
