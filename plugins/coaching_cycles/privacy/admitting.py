"""Which cycles an audience sees at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.schema import rank

if TYPE_CHECKING:
    from coaching_cycles.model import Approved, Cycle
    from coaching_cycles.schema import Audience


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


def as_candidate(cycle: Cycle) -> Candidate:
    """What of a cycle decides who sees it."""
    record = cycle.record
    return Candidate(cycle.id, cycle.school, record.visibility, cycle.approved, record.remixed_from)
