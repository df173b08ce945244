"""The only door from a cycle to anything that is published.

`publish` takes everything that was read and gives what one audience may see. Pages, charts, tables, search,
JSON, CSV and feed are made from its result alone; the objects that it returns hold nothing that the audience
may not see, so that a page cannot leak what it does not have.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from coaching_cycles import schema
from coaching_cycles.checking.linked import linked_names
from coaching_cycles.privacy.adjusting import adjust
from coaching_cycles.privacy.jointly import judge
from coaching_cycles.privacy.measures import show_groups, show_measure
from coaching_cycles.privacy.outlook import Outlook, Sight, compare
from coaching_cycles.privacy.policy import OPEN, Policy
from coaching_cycles.schema import rank

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from collections.abc import Set as AbstractSet

    from coaching_cycles.measuring.figures import Figure, MeasureShown
    from coaching_cycles.model import (
        Approved,
        Attachment,
        Cycle,
        LogEntry,
        Portfolio,
        School,
        Standard,
        Template,
    )
    from coaching_cycles.schema import Audience, Audiences, Measure, PortfolioRecord, Record


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
    waived: int = 0
    """Warnings about names that the record gives a written reason for; the reasons are nobody's to read."""
    outlook: Outlook | None = None
    """What the public sees of it; None in a public build."""

    def attachment(self, name: str | None) -> Attachment | None:
        """The file behind a name in the record."""
        return next((a for a in self.attachments if a.name == name), None)

    @property
    def all_measures(self) -> tuple[MeasureShown, ...]:
        """Those of the goal, then those of the targets."""
        return (*self.measures, *chain.from_iterable(self.target_measures))


@dataclass(frozen=True, slots=True)
class Left:
    """A cycle that a build leaves out, and why: "private", "school", "not approved", "edited"."""

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
    return left_out(cycle.record.visibility, cycle.approved, audience)


def left_out(visibility: Audience, approved: Approved, audience: Audience) -> str | None:
    """The same, of what decides it alone."""
    if rank(visibility) < rank(audience):
        return visibility
    if audience != "public" or approved == "yes":
        return None
    return "not approved" if approved == "no" else "edited"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cycle before anybody has decided who sees it: what decides that. `origin` is what it started from."""

    id: str
    school: str
    visibility: Audience
    approved: Approved
    origin: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """What may be said of the cycle that another started from: left out of this build, or of a public one."""

    unseen: bool
    unseen_in_public: bool


Show = Callable[[Candidate, Origin], "PublishedCycle"]


def publish(portfolio: Portfolio, audience: Audience) -> Published:
    """What one audience may see of a portfolio."""
    policy = policy_for(portfolio.record, audience)
    fields = schema.field_audiences(portfolio.record)
    cycles = {cycle.id: cycle for cycle in portfolio.cycles}

    def show_one(candidate: Candidate, origin: Origin) -> PublishedCycle:
        return show_with_origin(cycles[candidate.id], audience, portfolio.record, (policy, fields), origin)

    candidates = [as_candidate(cycle) for cycle in portfolio.cycles]
    return gather(replace(portfolio, cycles=()), candidates, audience, show_one)


def as_candidate(cycle: Cycle) -> Candidate:
    """What of a cycle decides who sees it."""
    record = cycle.record
    return Candidate(cycle.id, cycle.school, record.visibility, cycle.approved, record.remixed_from)


def gather(
    portfolio: Portfolio, candidates: Sequence[Candidate], audience: Audience, show: Show
) -> Published:
    """Everything that an audience may see: `show` gives each cycle that is not left out.

    Of `portfolio` only the settings, the schools and the logs are looked at.
    """
    shown: list[PublishedCycle] = []
    left: list[Left] = []
    secret = {c.id for c in candidates if left_out(c.visibility, c.approved, "public") is not None}
    reasons = {c.id: left_out(c.visibility, c.approved, audience) for c in candidates}
    for candidate in candidates:
        why = reasons[candidate.id]
        if why is None:
            unseen = reasons.get(candidate.origin or "") is not None
            shown.append(show(candidate, Origin(unseen, candidate.origin in secret)))
        else:
            left.append(Left(candidate.id, candidate.school, why))
    used = {cycle.school for cycle in shown}
    # A school of which nothing may be seen does not show by name either; an empty one of a private build
    # does.
    hidden = {item.school for item in left} - used
    schools = tuple(s for s in portfolio.schools if s.key not in hidden)
    asked = tuple(
        replace(t, prompts=tuple(p for p in t.prompts if rank(p.audience) >= rank(audience)))
        for t in portfolio.templates
    )
    policy = policy_for(portfolio.record, audience)
    return Published(audience, policy, portfolio.record, schools, tuple(shown), tuple(left), asked)


def show_with_origin(
    cycle: Cycle, audience: Audience, record: PortfolioRecord, rules: tuple[Policy, Audiences], origin: Origin
) -> PublishedCycle:
    """A cycle as an audience may see it; in a narrower build with what the public one would show."""
    policy, fields = rules
    shown = show(cycle, audience, policy, fields)
    if audience != "public":
        outlook = _foresee(
            cycle, "public", policy_for(record, "public"), fields, unseen=origin.unseen_in_public
        )
        shown = replace(shown, outlook=_within(outlook, shown, fields, audience))
    return _without_origin(shown) if origin.unseen else shown


def preview(
    portfolio: Portfolio, audience: Audience, ids: AbstractSet[str] | None = None
) -> dict[str, Outlook]:
    """What an audience sees of each field of cycles (all of them unless `ids` says which), and why."""
    fields = schema.field_audiences(portfolio.record)
    policy = policy_for(portfolio.record, audience)
    unseen = {cycle.id for cycle in portfolio.cycles if reason(cycle, audience) is not None}
    return {
        cycle.id: _foresee(cycle, audience, policy, fields, unseen=cycle.record.remixed_from in unseen)
        for cycle in portfolio.cycles
        if ids is None or cycle.id in ids
    }


def _foresee(cycle: Cycle, audience: Audience, policy: Policy, fields: Audiences, *, unseen: bool) -> Outlook:
    """What an audience sees of each field of one cycle; `unseen`: not the cycle that it started from."""
    whole, seen = show(cycle, "private", OPEN, fields), show(cycle, audience, policy, fields)
    if unseen:
        seen = _without_origin(seen)
    empty = Outlook(cycle.id, cycle.record.title, audience, reason(cycle, audience), ())
    return compare(cycle, whole, seen, fields, empty)


def _within(outlook: Outlook, cycle: PublishedCycle, fields: Audiences, audience: Audience) -> Outlook:
    """Only what is about things that an audience sees: that there are others is none of its business."""
    answers = {key for log in cycle.logs for key, _ in log.answers}
    known = {"files": {a.name for a in cycle.attachments}, "logs": answers}
    sights = []
    for sight in outlook.sights:
        if rank(fields.get(sight.field, "public")) < rank(audience):
            continue
        if sight.field in known:
            names = tuple(name for name in sight.names if name in known[sight.field])
            if sight.names and not names:
                if sight.field == "logs":
                    sights.append(Sight("logs", "shown"))
                continue
            sights.append(replace(sight, names=names))
        else:
            sights.append(sight)
    return replace(outlook, sights=tuple(sights))


def _without_origin(cycle: PublishedCycle) -> PublishedCycle:
    """Without the id of the cycle that it started from, where that one may not be seen."""
    return replace(cycle, record=cycle.record.model_copy(update={"remixed_from": None}))


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
