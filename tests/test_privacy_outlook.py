"""What a preview says about each field: every state and every reason has its words."""

from __future__ import annotations

import pytest

from coaching_cycles.privacy.outlook import Outlook, Sight, State, say_reason, say_rows
from coaching_cycles.words import Words

WORDS = Words()
REASONS = {
    "private": "preview.record.private",
    "school": "preview.record.school",
    "not approved": "preview.record.not_approved",
    "edited": "preview.record.edited",
}


def outlook(*sights: Sight, reason: str | None = None) -> Outlook:
    return Outlook("a/b", "One", "public", reason, sights)


@pytest.mark.parametrize("reason", REASONS)
def test_why_a_cycle_is_not_seen(reason: str) -> None:
    assert say_reason(outlook(reason=reason), WORDS) == WORDS(REASONS[reason])
    assert say_reason(outlook(), WORDS) == WORDS("preview.record.shown")


@pytest.mark.parametrize("why", ["field", "person", "policy", "approval", "prompt", "origin", "unnamed"])
def test_why_a_field_is_not_seen(why: str) -> None:
    sight = Sight("goal", "part", why, "school", names=("Kim", "Ruiz"))
    (row,) = say_rows(outlook(sight), WORDS)
    names = WORDS.list(["Kim", "Ruiz"])
    assert row.why == WORDS(f"preview.why.{why}", audience=WORDS("audience.school"), names=names)
    assert (row.field, row.said) == ("goal", ())


@pytest.mark.parametrize("state", ["shown", "part", "hidden"])
def test_how_a_field_is_seen(state: State) -> None:
    (row,) = say_rows(outlook(Sight("goal", state)), WORDS)
    assert (row.state, row.why) == (WORDS(f"preview.state.{state}"), "")
