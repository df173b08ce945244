"""One cycle as one audience may see it: its fields, its people, its figures after the policy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coaching_cycles import schema
from coaching_cycles.checking.linked import linked_names
from coaching_cycles.privacy.admitting import reason
from coaching_cycles.privacy.jointly import judge
from coaching_cycles.privacy.measures import show_groups, show_measure
from coaching_cycles.privacy.published import Held, PublishedCycle
from coaching_cycles.schema import rank

if TYPE_CHECKING:
    from collections.abc import Collection

    from coaching_cycles.measuring.figures import MeasureShown
    from coaching_cycles.model import Attachment, Cycle, LogEntry, Standard
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Audience, Audiences, Measure, Record


def show(cycle: Cycle, audience: Audience, policy: Policy, fields: Audiences) -> PublishedCycle:
    """One cycle as an audience may see it."""
    record = cycle.record
    kept = [name for name, widest in fields.items() if rank(widest) >= rank(audience)]
    seen = schema.strip(record, fields, audience)
    measures, by_target = publish_measures(record, policy)
    if "assessments" not in kept:
        measures, by_target = _unnamed(measures), tuple(_unnamed(several) for several in by_target)
    stripped = seen.model_copy(
        update={
            "results": None,
            "targets": _without_results(seen),
            "groups": seen.groups and tuple(g.model_copy(update={"students": None}) for g in seen.groups),
            "logs": None,
            "teachers": None,
            "coach": None,
            "approved": record.approved.model_copy(update={"by": None, "hash": None})
            if record.approved
            else None,
        }
    )
    goal_shown = "results" in kept
    logs = tuple(_log(log, audience) for log in cycle.logs) if "logs" in kept else ()
    targets_shown = "targets" in kept
    return PublishedCycle(
        id=cycle.id,
        school=cycle.school,
        name=cycle.name,
        source=cycle.source,
        address=cycle.address,
        record=stripped,
        body=cycle.body,
        logs=logs,
        standards=_standards(cycle, kept),
        target_standards=tuple(
            found if "standards" in kept else () for found in cycle.target_standards if targets_shown
        ),
        attachments=_attachments(cycle, stripped, logs),
        measures=measures if goal_shown else (),
        target_measures=by_target if targets_shown else (),
        groups=show_groups(record, policy) if "groups" in kept else (),
        teachers=tuple(p for t in record.teachers or () if (p := schema.show_person(t)))
        if "teachers" in kept
        else (),
        coach=schema.show_person(record.coach) if record.coach is not None and "coach" in kept else None,
        reasons=tuple(r for r in (reason(cycle, "public"),) if r is not None and audience != "public"),
        held=tuple(_held(cycle, fields)) if audience != "public" else (),
        waived=cycle.waived,
    )


def _standards(cycle: Cycle, kept: Collection[str]) -> tuple[Standard, ...]:
    """The standards that may be seen; without the targets, only those of the goal."""
    if "standards" not in kept:
        return ()
    if "targets" in kept:
        return cycle.standards
    return tuple(standard for standard in cycle.standards if standard.raw in (cycle.record.standards or ()))


def publish_measures(
    record: Record, policy: Policy
) -> tuple[tuple[MeasureShown, ...], tuple[tuple[MeasureShown, ...], ...]]:
    """The measures of a record after the policy: of the goal, then of each target; judged together."""
    placed: list[tuple[int | None, int, Measure]] = [
        (None, i, m) for i, m in enumerate(record.results or (), start=1)
    ]
    for number, target in enumerate(record.targets or (), start=1):
        placed += [(number, i, m) for i, m in enumerate(target.results or (), start=1)]
    shown = [
        show_measure(m, f"goal-{i}" if number is None else f"target-{number}-{i}", number, record, policy)
        for number, i, m in placed
    ]
    judged = judge([m for *_, m in placed], shown, policy, record.assessments or {})
    goal = tuple(measure for measure in judged if measure.target is None)
    numbers = range(1, len(record.targets or ()) + 1)
    return goal, tuple(tuple(m for m in judged if m.target == number) for number in numbers)


def _unnamed(measures: tuple[MeasureShown, ...]) -> tuple[MeasureShown, ...]:
    """Measures that do not tell with which assessment they were taken, nor what its levels are called."""
    return tuple(replace(measure, instrument=None) for measure in measures)


def _without_results(record: Record) -> object:
    return (
        tuple(t.model_copy(update={"results": None}) for t in record.targets)
        if record.targets is not None
        else None
    )


def _attachments(cycle: Cycle, stripped: Record, logs: tuple[LogEntry, ...]) -> tuple[Attachment, ...]:
    """Only files that a field, or prose, which is still there names."""
    named = {a.file for a in (stripped.assessments or {}).values()}
    named |= {w.file for w in stripped.work or ()} | {r.file for r in stripped.resources or ()}
    texts = [cycle.body, *(log.notes for log in logs), *(text for log in logs for _, text in log.answers)]
    named |= {name.removeprefix("../") for text in texts for *_, name in linked_names(text)}
    return tuple(a for a in cycle.attachments if a.name in named)


def _log(log: LogEntry, audience: Audience) -> LogEntry:
    narrow = {p.id for p in log.template.prompts if rank(p.audience) < rank(audience)}
    return replace(log, answers=tuple((key, text) for key, text in log.answers if key not in narrow))


def _held(cycle: Cycle, fields: Audiences) -> list[Held]:
    """What a public build would leave out of this cycle."""
    record = cycle.record
    held = [
        Held(n, a) for n, a in fields.items() if a != "public" and getattr(record, n, None) not in (None, ())
    ]
    for people, name in (
        (record.teachers or (), "teachers"),
        ((record.coach,) if record.coach else (), "coach"),
    ):
        if any(p.name is not None and p.show == "role" for p in people):
            held.append(Held(f"{name}: name", "private"))
    private = {
        (log.template.title, key)
        for log in cycle.logs
        for key, _ in log.answers
        if any(p.id == key and p.audience != "public" for p in log.template.prompts)
    }
    held += [Held(f"{title}: {key}", "private") for title, key in sorted(private)]
    return held
