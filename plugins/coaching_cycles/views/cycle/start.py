"""A new record to begin with: what another team needs of a cycle, none of its numbers, its lineage kept.

It is a record that checks clean in any school's folder, and a form to fill in: lines that begin with # are
notes to the coach, and the parts that come later stand there with a # before each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from textwrap import indent, wrap

import yaml

from coaching_cycles.model import Template
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.schema import Assessment, Record
from coaching_cycles.views.desk import Desk

FILE = "start.txt"
"""Beside the page; the link to it gives it the name of a record."""

_WIDTH = 100
_DATE = re.compile(r"^\d{4}(-\d{2}){0,2}-(?=.)")

_NEXT_KEY = re.compile(r"\n(?=[^\s-])")
"""Between two keys: the lines of a value are further in, or begin an item."""

Given = Mapping[str, object]


class _Row(list[object]):
    """A list that is written on one line: [a, b]."""


class _Dumper(yaml.CSafeDumper):
    """Writes lists of short words on a line, and paragraphs as they are."""


def _row(dumper: _Dumper, row: _Row) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(_Row, _row)
_Dumper.add_representer(str, _text)


def starter_name(cycle: PublishedCycle) -> str:
    """What the record to start from is called when it is saved: as the cycle, without the cycle's date."""
    return f"{_DATE.sub('', cycle.name)}.md"


def starter(desk: Desk, cycle: PublishedCycle) -> bytes:
    """A record in the format, planned and not yet public, that starts from this cycle."""
    w, record = desk.words, cycle.record
    terms = record.license or desk.library.published.record.license
    parts = (_facts(cycle), _targets(record), _assessments(record), _tried(record))
    written = _write({key: value for part in parts for key, value in part.items() if value})
    facts, targets, assessments, tried = (
        [line for key in part for line in written.get(key, ())] for part in parts
    )
    lines = [
        *_note(w("cycle.start.from", title=record.title)),
        *_note(w("cycle.start.notes")),
        *_note(w("cycle.start.save", name=starter_name(cycle))),
        *(_note(w("cycle.start.terms", license=terms)) if terms else ()),
        "",
        *facts,
        *_part(w("cycle.start.targets"), targets),
        *_part(w("cycle.start.assessments"), assessments),
        *_part(w("cycle.start.tried"), tried),
        "",
        *_note(w("cycle.start.results")),
        *_comment(_results(record)),
        "",
        *_note(w("cycle.start.logs")),
        *_comment(_logs(desk.library.published.templates)),
    ]
    return "\n".join(("---", *lines, "---", "")).encode()


def _facts(cycle: PublishedCycle) -> Given:
    record = cycle.record
    return {
        "title": record.title,
        "grades": _Row(int(g) if g.isdecimal() else g for g in record.grades),
        "subject": record.subject,
        "goal": record.goal,
        "status": "planned",
        "standards": _Row(record.standards or ()),
        "framework": record.framework,
        "course": record.course,
        "lang": record.lang,
        "remixed_from": cycle.id,
    }


def _targets(record: Record) -> Given:
    return {"targets": [_target(record, n) for n in _numbers(record)]}


def _assessments(record: Record) -> Given:
    return {"assessments": {key: _assessment(a) for key, a in (record.assessments or {}).items()}}


def _tried(record: Record) -> Given:
    return {
        "content_focus": record.content_focus,
        "teaching_goals": list(record.teaching_goals or ()),
        "practices": _Row(record.practices or ()),
    }


def _write(given: Given) -> dict[str, list[str]]:
    """The lines of each key and its value as YAML."""
    text = yaml.dump(given, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return {key: list(_lines(field)) for key, field in zip(given, _NEXT_KEY.split(text), strict=True)}


def _lines(field: str) -> Iterator[str]:
    first, _, rest = field.rstrip("\n").partition("\n")
    yield first
    if rest:
        # Lists stand under their key, a step to the right.
        yield from (indent(rest, "  ") if rest.startswith("- ") else rest).split("\n")


def _part(note: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield ""
        yield from _note(note)
        yield from lines


# Most notes are the same in every record.
@lru_cache(maxsize=512)
def _note(text: str) -> tuple[str, ...]:
    """A note to the coach. What cannot stand in a comment becomes a space."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return tuple(wrap(plain, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False))


def _comment(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"# {line}" for line in lines)


def _assessment(a: Assessment) -> dict[str, object]:
    given: dict[str, object] = {
        "title": a.title,
        "source": a.source,
        "kind": a.kind,
        "levels": _Row(a.levels or ()),
        "proficient": a.proficient,
        "url": a.url,
        "description": a.description,
    }
    return {key: value for key, value in given.items() if value}


def _numbers(record: Record) -> range:
    return range(len(record.targets or ()))


def _target(record: Record, place: int) -> dict[str, object]:
    target = (record.targets or ())[place]
    given: dict[str, object] = {
        "text": target.text,
        "kind": target.kind,
        "standards": _Row(target.standards or ()),
    }
    return {key: value for key, value in given.items() if value}


def _results(record: Record) -> Iterator[str]:
    """Where the counts go, once there are some: the first assessment's, on its own scale."""
    yield "results:"
    scale: tuple[str, ...] = ()
    for key, a in (record.assessments or {}).items():
        scale = a.levels or ()
        yield f"  assessment: {key}"
        break
    counts = "levels: []" if scale else "students: , proficient: "
    for reading in ("before", "after"):
        yield f"  {reading}: {{date: , {counts}}}" + (f"   # {', '.join(scale)}" if scale else "")


def _logs(templates: Iterable[Template]) -> Iterator[str]:
    """The meetings with their prompts, in the order of the portfolio."""
    yield "logs:"
    for template in templates:
        yield f"  - log: {template.key}   # {' '.join(template.title.split())}"
        yield "    date:"
        if template.prompts:
            yield "    answers:"
        for prompt in template.prompts:
            yield f"      # {' '.join(prompt.text.split())}"
            yield f"      {prompt.id}:"
