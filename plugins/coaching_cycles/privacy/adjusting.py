"""A portfolio's own numbers in place of a policy's: stricter ones freely, looser ones with a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coaching_cycles.privacy.policy import POLICIES, Adjusted, Policy
from coaching_cycles.schema import DEFAULT_POLICY, POLICY_NUMBERS, number_in_force

if TYPE_CHECKING:
    from coaching_cycles.schema import PolicyNumber, Privacy

_END = 20
"""A count of k in n students is under 5% from n = 20 k + 1 on."""


def adjust(privacy: Privacy | None) -> Policy:
    """The policy that a portfolio chose, with its own numbers.

    Fails closed: what `checking` refuses, a number that is less strict and does not stand under `loosen`, is
    not taken over here either.
    """
    name = privacy.policy if privacy is not None and privacy.policy is not None else DEFAULT_POLICY
    policy = POLICIES[name]
    if privacy is None:
        return policy
    adjusted = [
        found for number in POLICY_NUMBERS if (found := _adjusted(policy, number, privacy)) is not None
    ]
    now = {found.number: found.now for found in adjusted}
    smallest = now.get("smallest", policy.smallest)
    # "Under 5%" has to be true of every count that is coded so, also when more counts are.
    least = _END * (smallest - 1) + 1 if smallest else 0
    as_percent = max(now.get("as_percent", policy.as_percent), least)
    if as_percent != now.get("as_percent", policy.as_percent):
        adjusted = [a for a in adjusted if a.number != "as_percent"]
        adjusted.append(Adjusted("as_percent", policy.as_percent, as_percent))
    fewest = now.get("fewest", policy.fewest)
    bands = policy.bands
    if bands and fewest < bands[0].students[0]:
        bands = (replace(bands[0], students=(fewest, bands[0].students[1])), *bands[1:])
    return replace(
        policy,
        fewest=fewest,
        smallest=smallest,
        as_percent=as_percent,
        bands=bands,
        adjusted=tuple(adjusted),
    )


def _adjusted(policy: Policy, number: PolicyNumber, privacy: Privacy) -> Adjusted | None:
    own: int = getattr(policy, number)
    now = number_in_force(own, number, privacy)
    if now < own and privacy.loosen is not None:
        return Adjusted(number, own, now, privacy.loosen.why, privacy.loosen.by)
    return Adjusted(number, own, now) if now > own else None
