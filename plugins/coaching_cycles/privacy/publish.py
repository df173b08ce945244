"""The only door from a cycle to anything that is published.

`publish` takes everything that was read and gives what one audience may see (`published.py`). Pages, charts,
tables, search, JSON, CSV and feed are made from its result alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coaching_cycles import schema
from coaching_cycles.privacy.adjusting import adjust
from coaching_cycles.privacy.admitting import Candidate, as_candidate, left_out, reason
from coaching_cycles.privacy.outlook import Outlook, Sight, compare
from coaching_cycles.privacy.policy import OPEN, Policy
from coaching_cycles.privacy.published import Left, Published, PublishedCycle
from coaching_cycles.privacy.showing import show
from coaching_cycles.schema import rank

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from coaching_cycles.model import Cycle, Portfolio
    from coaching_cycles.schema import Audience, Audiences, PortfolioRecord


def policy_for(record: PortfolioRecord, audience: Audience) -> Policy:
    """The policy of a build.

    Exact for private and school builds; for a public one the portfolio's, by default `k12-10`, with the
    numbers that it has changed.
    """
    if audience != "public":
        return OPEN
    return adjust(record.privacy)


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
