"""The teachers' approval, and whether it is still about what the record says.

`cycles approve` writes a fingerprint of everything that a public build would publish. A record whose
published part has been changed since has another one, and is not approved any more.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.checking.linked import linked_names
from coaching_cycles.checking.pictures import LARGEST
from coaching_cycles.checking.references import named_files
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.schema import show_person, strip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.model import Approved, Cycle, LogEntry
    from coaching_cycles.schema import Audiences, Record

VERSION = "1"
"""Of the way in which fingerprints are made. One that was made in another way can't be compared."""

_WRITTEN = re.compile(r"([0-9]+):[0-9a-f]+")
# What is no part of the published record, or stands in it in another shape.
_APART = {"school", "visibility", "approved", "logs", "teachers", "coach"}


def judge_approval(cycle: Cycle, fields: Audiences, root: Path, findings: Findings) -> Approved:
    """How a cycle stands with its approval; what a coach should know of it goes to `findings`."""
    approved, public = cycle.record.approved, cycle.record.visibility == "public"
    if approved is None:
        return "no"
    written = _WRITTEN.fullmatch(approved.hash or "")
    if written is None:
        if public:
            message = "an approval without a fingerprint: later edits of the record are not noticed"
            findings.add("H714", ("approved",), message, f"run `cycles approve {cycle.id}`", key=True)
        return "yes"
    if approved.hash == fingerprint(cycle, fields, root):
        return "yes"
    if public:
        if written.group(1) == VERSION:
            message = "edited since the teachers approved it: public builds leave it out"
        else:
            message = "approved with another version of this program, whose fingerprints can't be compared"
        hint = (
            f"`git diff` shows what changed; ask the teachers, then run `cycles approve {cycle.id} --again`"
        )
        findings.add("W713", ("approved", "hash"), message, hint)
    return "outdated"


def fingerprint(cycle: Cycle, fields: Audiences, root: Path) -> str:
    """The fingerprint of what a public build would publish of a cycle: words, counts, people, logs, files.

    It does not change with the layout of the record's file, with anything that only a narrower audience sees,
    or with the policy on small numbers. `root` is the portfolio's folder.
    """
    record = strip(cycle.record, fields, "public")
    logs = cycle.logs if fields["logs"] == "public" else ()
    named = _named(record, cycle.body, logs)
    people = [show_person(teacher) for teacher in record.teachers or ()]
    content = {
        "record": record.model_dump(mode="json", exclude=_APART),
        "teachers": people,
        "coach": show_person(record.coach) if record.coach is not None else None,
        "logs": [_log(log) for log in logs],
        "body": cycle.body.strip(),
        "files": {a.name: _digest(root, a.path) for a in cycle.attachments if a.name in named},
    }
    text = json.dumps(_tidy(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # The same letters are stored in two ways, depending on the computer that they were typed on.
    digest = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8")).hexdigest()
    return f"{VERSION}:{digest}"


def _log(log: LogEntry) -> dict[str, object]:
    """A log without what only a narrower audience sees."""
    return {
        "log": log.template.key,
        "date": str(log.date or ""),
        "title": log.title,
        "answers": dict(public_answers(log)),
        "notes": log.notes.strip(),
        "next": [str(log.next_date or ""), *log.next_steps],
    }


def public_answers(log: LogEntry) -> Iterator[tuple[str, str]]:
    """The answers of a log that are for the public."""
    narrow = {prompt.id for prompt in log.template.prompts if prompt.audience != "public"}
    return ((key, text) for key, text in log.answers if key not in narrow)


def _named(record: Record, body: str, logs: tuple[LogEntry, ...]) -> set[str]:
    """Names of the files that the published part of a record leads to."""
    texts = [body]
    for log in logs:
        texts += [log.notes, *(text for _, text in public_answers(log))]
    linked = {name.removeprefix("../") for text in texts for *_, name in linked_names(text)}
    return linked | {name for _, name in named_files(record)}


def _digest(root: Path, path: str) -> str:
    content = read_bytes(root, path, LARGEST)
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else ""


def _tidy(value: object) -> object:
    """Without what is blank: a key that stands empty says as much as one that is not there."""
    if isinstance(value, dict):
        tidied = {key: _tidy(item) for key, item in value.items()}
        return {key: item for key, item in tidied.items() if item not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        return [_tidy(item) for item in value]
    return value
