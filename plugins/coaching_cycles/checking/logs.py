"""The logs of a portfolio.

Ours, changed by `portfolio.yml`; and the logs of a cycle, from its front matter and its files.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

import yaml

from coaching_cycles.checking import typed
from coaching_cycles.checking.findings import Findings
from coaching_cycles.checking.strays import near
from coaching_cycles.model import LogEntry, Prompt, Template
from coaching_cycles.reading.nodes import Document, Mapping, Scalar
from coaching_cycles.schema import Log

if TYPE_CHECKING:
    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Audience, PortfolioRecord

_ALMOST = 0.75
_FILE_NAME = re.compile(r"(?:(\d{4}(?:-\d{2}(?:-\d{2})?)?)-)?(.+)")


@cache
def our_templates() -> tuple[Template, ...]:
    """The five logs that come with the plugin."""
    text = resources.files("coaching_cycles").joinpath("data", "logs.yml").read_text(encoding="utf-8")
    rows: dict[str, dict[str, object]] = yaml.load(text, Loader=yaml.CSafeLoader)
    templates = []
    for key, row in rows.items():
        prompts = []
        for name, value in cast("dict[str, str | dict[str, str]]", row["prompts"]).items():
            if isinstance(value, str):
                prompts.append(Prompt(name, value))
            else:
                prompts.append(Prompt(name, value["text"], cast("Audience", value["audience"])))
        templates.append(Template(key, str(row["title"]), tuple(prompts), bool(row.get("repeatable"))))
    return tuple(templates)


def templates(record: PortfolioRecord) -> tuple[Template, ...]:
    """Our logs with the portfolio's changes.

    Renamed, added, dropped or translated prompts, and logs of its own.
    """
    found = {t.key: t for t in our_templates()}
    for key, change in (record.logs or {}).items():
        if change is None:
            continue
        old = found.get(key, Template(key, key.replace("_", " ").capitalize(), ()))
        prompts = {p.id: p for p in old.prompts}
        for prompt in change.prompts or ():
            if prompt.text is None:
                prompts.pop(prompt.id, None)
            else:
                audience = prompts[prompt.id].audience if prompt.id in prompts else "public"
                prompts[prompt.id] = Prompt(prompt.id, prompt.text, audience)
        repeatable = old.repeatable if change.repeatable is None else change.repeatable
        found[key] = Template(key, change.title or old.title, tuple(prompts.values()), repeatable)
    return tuple(found.values())


def _guarded(known: tuple[Template, ...]) -> list[str]:
    """Prompts whose answers are not for everyone, in any log, and the record's own keys of that sort."""
    prompts = (p for template in (*our_templates(), *known) for p in template.prompts)
    return [*{p.id for p in prompts if p.audience != "public"}, "support_needed", "private_notes"]


def read_log_file(
    document: Document, known: tuple[Template, ...], lost: tuple[Path, ...] = ()
) -> tuple[LogEntry | None, Findings]:
    """A log from a file of its own.

    What the front matter leaves out is taken from a name such as `2012-11-05-goal.md`.
    """
    findings = Findings(document, lost)
    match = _FILE_NAME.fullmatch(PurePosixPath(document.path).stem)
    front = document.front
    if match is not None:
        named = {"log": match.group(2), "date": match.group(1)}
        added = tuple(
            (Scalar(key, front.mark), Scalar(value, front.mark))
            for key, value in named.items()
            if value and front.get(key) is None and (key != "log" or _known(value, known))
        )
        # A copy with the gaps filled in is typed; findings still point into the document as it was written.
        filled = Document(
            document.path,
            Mapping(front.entries + added, front.mark),
            document.body,
            document.body_line,
            document.lines,
        )
        findings.document = filled
    log = typed.read(Log, findings)
    if log is None:
        return None, findings
    return entry(log, (), known, findings, document.body, document.path), findings


def _known(value: str, known: tuple[Template, ...]) -> bool:
    return any(value == t.key for t in known)


def entry(
    log: Log, path: Path, known: tuple[Template, ...], findings: Findings, body: str, source: str
) -> LogEntry:
    """A log as the model holds it; unknown logs and prompts are reported and kept, never lost."""
    template = next((t for t in known if t.key == log.log), None)
    if template is None:
        names = ", ".join(t.key for t in known)
        if not findings.misses(*path, "log"):
            findings.add(
                "W212",
                (*path, "log"),
                f"there is no log {log.log!r}",
                f"the logs are: {names}; portfolio.yml can add one under `logs:`",
            )
        template = Template(log.log, log.log.replace("_", " ").capitalize(), ())
    order = {p.id: i for i, p in enumerate(template.prompts)}
    answers = {key: text for key, text in (log.answers or {}).items() if text}
    for key in answers:
        if key not in order and near(key, _guarded(known), _ALMOST):
            # A prompt whose answer is not for everyone, misspelt or taken out: its answer stays what it was.
            template = replace(template, prompts=(*template.prompts, Prompt(key, key, "private")))
            findings.add(
                "H213",
                (*path, "answers", key),
                f"the {template.title} log has no prompt {key!r}; the answer is shown in private builds only",
                "the prompts are: " + (", ".join(order) or "none"),
                key=True,
            )
        elif key not in order:
            findings.add(
                "H213",
                (*path, "answers", key),
                f"the {template.title} log has no prompt {key!r}; the answer is shown under that name",
                "the prompts are: " + (", ".join(order) or "none"),
                key=True,
            )
    ordered = sorted(answers.items(), key=lambda item: order.get(item[0], len(order)))
    notes = "\n\n".join(part for part in ((log.notes or "").strip(), body.strip("\n")) if part)
    following = log.next
    return LogEntry(
        template=template,
        date=log.date,
        title=log.title,
        answers=tuple(ordered),
        notes=notes,
        next_date=following.date if following else None,
        next_steps=(following.steps or ()) if following else (),
        source=source,
    )


def in_order(logs: list[LogEntry], known: tuple[Template, ...]) -> tuple[LogEntry, ...]:
    """By date; logs without one stand where their kind stands among the five."""
    rank = {t.key: i for i, t in enumerate(known)}
    keyed = sorted(logs, key=lambda log: (log.date.first if log.date else (), rank.get(log.template.key, 99)))
    dated = [log for log in keyed if log.date is not None]
    for log in keyed:
        if log.date is None:
            place = next(
                (
                    i
                    for i, other in enumerate(dated)
                    if rank.get(other.template.key, 99) > rank.get(log.template.key, 99)
                ),
                len(dated),
            )
            dated.insert(place, log)
    return tuple(dated)
