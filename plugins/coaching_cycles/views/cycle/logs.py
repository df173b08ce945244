"""Logs of a cycle: what was asked, what was answered, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from coaching_cycles.library import slug
from coaching_cycles.model import LogEntry
from coaching_cycles.views.cycle.desk import CycleDesk


@dataclass(frozen=True, slots=True)
class Answer:
    """A prompt and its answer."""

    prompt: str
    text: Markup


@dataclass(frozen=True, slots=True)
class LogShown:
    """One log. `title` is the sort of log, `own` a title of the author's; `anchor` its id on the page."""

    anchor: str
    title: str
    own: str | None
    date: str
    machine_date: str
    answers: tuple[Answer, ...]
    notes: Markup | None
    next_date: str
    next_steps: tuple[Markup, ...]


def anchors(logs: tuple[LogEntry, ...]) -> tuple[str, ...]:
    """An id for each log: `log-goal`, `log-instruction`, `log-instruction-2`."""
    used: dict[str, int] = {}
    found = []
    for log in logs:
        base = f"log-{slug(log.template.key)}"
        used[base] = used.get(base, 0) + 1
        found.append(base if used[base] == 1 else f"{base}-{used[base]}")
    return tuple(found)


def list_logs(c: CycleDesk) -> tuple[LogShown, ...]:
    """All logs in their order. One of which the audience may see only the name still tells that it was."""
    return tuple(
        _show(c, log, anchor) for log, anchor in zip(c.cycle.logs, anchors(c.cycle.logs), strict=True)
    )


def _show(c: CycleDesk, log: LogEntry, anchor: str) -> LogShown:
    return LogShown(
        anchor=anchor,
        title=log.template.title,
        own=log.title,
        date=c.words.date(log.date) if log.date is not None else "",
        machine_date=str(log.date) if log.date is not None else "",
        answers=tuple(
            Answer(log.prompt(key), c.blocks(text, 4)) for key, text in log.answers if text.strip()
        ),
        notes=c.blocks(log.notes, 4) if log.notes.strip() else None,
        next_date=c.words.date(log.next_date) if log.next_date is not None else "",
        next_steps=tuple(c.line(step) for step in log.next_steps if step.strip()),
    )
