"""A new record to begin with: what another team needs of a cycle, none of its numbers, its lineage kept."""

from __future__ import annotations

import yaml

from coaching_cycles.privacy.publish import PublishedCycle
from coaching_cycles.schema import Assessment, Record
from coaching_cycles.views.desk import Desk

FILE = "start.txt"
"""Beside the page; the link to it gives it the name of a record."""


def starter(desk: Desk, cycle: PublishedCycle) -> bytes:
    """A record in the format, planned and not yet public, that starts from this cycle."""
    record = cycle.record
    given = {
        "title": record.title,
        "grades": list(record.grades),
        "subject": record.subject,
        "goal": record.goal,
        "status": "planned",
        "standards": list(record.standards or ()),
        "framework": record.framework,
        "course": record.course,
        "lang": record.lang,
        "remixed_from": cycle.id,
        "practices": list(record.practices or ()),
        "teaching_goals": list(record.teaching_goals or ()),
        "content_focus": record.content_focus,
        "assessments": {key: _assessment(a) for key, a in (record.assessments or {}).items()},
        "targets": _targets(record),
    }
    text = yaml.dump(
        {key: value for key, value in given.items() if value},
        # The quick dumper writes the same YAML as the slow one.
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        width=100,
    )
    school = desk.library.school(cycle.school).record.name
    said = desk.words(
        "cycle.start.comment", title=" ".join(record.title.split()), school=" ".join(school.split())
    )
    return f"---\n# {said}\n{text}---\n".encode()


def _assessment(a: Assessment) -> dict[str, object]:
    given: dict[str, object] = {
        "title": a.title,
        "source": a.source,
        "kind": a.kind,
        "levels": list(a.levels or ()),
        "proficient": a.proficient,
        "url": a.url,
        "description": a.description,
    }
    return {key: value for key, value in given.items() if value}


def _targets(record: Record) -> list[dict[str, object]]:
    found = []
    for target in record.targets or ():
        given: dict[str, object] = {
            "text": target.text,
            "kind": target.kind,
            "standards": list(target.standards or ()),
        }
        found.append({key: value for key, value in given.items() if value})
    return found
