"""The only door from a cycle to anything that is published.

`publish` takes everything that was read and gives what one audience may see. Pages, charts, tables, search,
JSON, CSV and feed are made from its result alone; the objects that it returns hold nothing that the audience
may not see, so that a page cannot leak what it does not have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coaching_cycles import schema
from coaching_cycles.checking.linked import linked_names
from coaching_cycles.privacy.adjusting import adjust
from coaching_cycles.privacy.jointly import judge
from coaching_cycles.privacy.measures import show_groups, show_measure
from coaching_cycles.privacy.policy import OPEN, Policy

if TYPE_CHECKING:
    from coaching_cycles.measuring.figures import Figure, MeasureShown
    from coaching_cycles.model import Attachment, Cycle, LogEntry, Portfolio, School, Standard, Template
    from coaching_cycles.schema import Audience, Measure, PortfolioRecord, Record, Teacher


@dataclass(frozen=True, slots=True)
class Held:
    """Something of a record that a wider audience does not see.

    The field, and the widest audience that does.
    """

    field: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class PublishedCycle:
    """A cycle as one audience may see it.

    `record` has no results, no counts, no names and no field above the audience: measures are in `measures`
    (for the goal) and `target_measures` (by target), people in `teachers` and `coach` as they wish to be
    shown. `reasons` says why a wider build leaves the whole cycle out, and `held` which of its fields; both
    are empty in a public build.
    """

    id: str
    school: str
    name: str
    source: str
    address: str
    record: Record
    body: str
    logs: tuple[LogEntry, ...]
    standards: tuple[Standard, ...]
    target_standards: tuple[tuple[Standard, ...], ...]
    attachments: tuple[Attachment, ...]
    measures: tuple[MeasureShown, ...]
    target_measures: tuple[tuple[MeasureShown, ...], ...]
    groups: tuple[Figure | None, ...]
    teachers: tuple[str, ...]
    coach: str | None
    reasons: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()

    def attachment(self, name: str | None) -> Attachment | None:
        """The file behind a name in the record."""
        return next((a for a in self.attachments if a.name == name), None)

    @property
    def all_measures(self) -> tuple[MeasureShown, ...]:
        """Those of the goal, then those of the targets."""
        return (*self.measures, *(m for measures in self.target_measures for m in measures))


@dataclass(frozen=True, slots=True)
class Left:
    """A cycle that a build leaves out, and why: "private", "school", "not approved"."""

    id: str
    school: str
    reason: str


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that one audience may see. `templates` have the prompts that are asked of this audience."""

    audience: Audience
    policy: Policy
    record: PortfolioRecord
    schools: tuple[School, ...]
    cycles: tuple[PublishedCycle, ...]
    left_out: tuple[Left, ...]
    templates: tuple[Template, ...] = ()


def rank(audience: Audience) -> int:
    """0 for private, 1 for school, 2 for public."""
    return schema.AUDIENCES.index(audience)


def policy_for(record: PortfolioRecord, audience: Audience) -> Policy:
    """The policy of a build.

    Exact for private and school builds; for a public one the portfolio's, by default `k12-10`, with the
    numbers that it has changed.
    """
    if audience != "public":
        return OPEN
    return adjust(record.privacy)


def reason(cycle: Cycle, audience: Audience) -> str | None:
    """Why a build for an audience leaves a cycle out, or None when it does not."""
    if rank(cycle.record.visibility) < rank(audience):
        return cycle.record.visibility
    if audience == "public" and cycle.record.approved is None:
        return "not approved"
    return None


def publish(portfolio: Portfolio, audience: Audience) -> Published:
    """What one audience may see of a portfolio."""
    policy = policy_for(portfolio.record, audience)
    fields = _audiences(portfolio.record)
    shown: list[PublishedCycle] = []
    left: list[Left] = []
    for cycle in portfolio.cycles:
        why = reason(cycle, audience)
        if why is None:
            shown.append(show(cycle, audience, policy, fields))
        else:
            left.append(Left(cycle.id, cycle.school, why))
    unseen = {item.id for item in left}
    shown = [_without_origin(cycle) if cycle.record.remixed_from in unseen else cycle for cycle in shown]
    used = {cycle.school for cycle in shown}
    # A school of which nothing may be seen does not show by name either; an empty one of a private build
    # does.
    hidden = {item.school for item in left} - used
    schools = tuple(s for s in portfolio.schools if s.key not in hidden)
    asked = tuple(
        replace(t, prompts=tuple(p for p in t.prompts if rank(p.audience) >= rank(audience)))
        for t in portfolio.templates
    )
    return Published(audience, policy, portfolio.record, schools, tuple(shown), tuple(left), asked)


def _without_origin(cycle: PublishedCycle) -> PublishedCycle:
    """Without the id of the cycle that it started from, where that one may not be seen."""
    return replace(cycle, record=cycle.record.model_copy(update={"remixed_from": None}))


def _audiences(record: PortfolioRecord) -> dict[str, Audience]:
    """The audience of each field of a record: the schema's, changed by the portfolio."""
    found = {name: schema.default_audience(info) for name, info in schema.Record.model_fields.items()}
    if record.privacy is not None and record.privacy.fields:
        found.update({name: to for name, to in record.privacy.fields.items() if schema.may_hide(name)})
    found["private_notes"] = "private"  # no setting opens these
    return found


def show(cycle: Cycle, audience: Audience, policy: Policy, fields: dict[str, Audience]) -> PublishedCycle:
    """One cycle as an audience may see it."""
    record = cycle.record
    # Free notes to oneself may hold anything: no audience wider than private ever gets them, nor the lists
    # made from them.
    hidden = [
        name
        for name, lowest in fields.items()
        if rank(lowest) < rank(audience) and name in type(record).model_fields
    ]
    measures, by_target = publish_measures(record, policy)
    kept = [f for f in fields if f not in hidden]
    stripped = record.model_copy(
        update={
            **dict.fromkeys(hidden),
            "results": None,
            "targets": _without_results(record) if "targets" in kept else None,
            "groups": tuple(g.model_copy(update={"students": None}) for g in record.groups)
            if record.groups and "groups" in kept
            else None,
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
        standards=cycle.standards if "standards" in kept else (),
        target_standards=cycle.target_standards if targets_shown and "standards" in kept else (),
        attachments=_attachments(cycle, stripped, logs),
        measures=measures if goal_shown else (),
        target_measures=by_target if targets_shown else (),
        groups=show_groups(record, policy) if "groups" in kept else (),
        teachers=tuple(p for t in record.teachers or () if (p := person(t))) if "teachers" in kept else (),
        coach=person(record.coach) if record.coach is not None and "coach" in kept else None,
        reasons=tuple(r for r in (reason(cycle, "public"),) if r is not None and audience != "public"),
        held=tuple(_held(cycle, fields)) if audience != "public" else (),
    )


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
    judged = judge([m for *_, m in placed], shown, policy)
    goal = tuple(measure for measure in judged if measure.target is None)
    numbers = range(1, len(record.targets or ()) + 1)
    return goal, tuple(tuple(m for m in judged if m.target == number) for number in numbers)


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


def person(teacher: Teacher) -> str | None:
    """A person as they wish to be shown: by role, by initials, or by name."""
    role, name = teacher.role, teacher.name
    if teacher.show == "role" or name is None:
        return role
    shown = name if teacher.show == "name" else "".join(f"{part[0]}." for part in name.split())
    return f"{shown}, {role}" if role else shown


def _held(cycle: Cycle, fields: dict[str, Audience]) -> list[Held]:
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
