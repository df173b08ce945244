"""The Trust page: by which rule numbers are shown, what was checked and with what, whom to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from coaching_cycles.views.about import AUDIENCES, say_contact, say_rules
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.page import Page

ADDRESS = "trust/"

_REASONS = {
    "not approved": "trust.cycles.not_approved",
    "edited": "trust.cycles.edited",
    "school": "trust.cycles.school",
    "private": "trust.cycles.private",
}
_LIMITS = (
    "trust.limits.copies",
    "trust.limits.known",
    "trust.limits.words",
    "trust.limits.files",
    "trust.limits.writers",
    "trust.limits.law",
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise, and the commands and tests that check it."""

    text: str
    checks: tuple[str, ...]


@cache
def promises() -> dict[str, tuple[str, ...]]:
    """What each promise is checked with, by its key in the catalogues."""
    text = resources.files("coaching_cycles").joinpath("data", "promises.yml").read_text(encoding="utf-8")
    table: dict[str, list[str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {key: tuple(checks) for key, checks in table.items()}


def pages(desk: Desk) -> Iterator[Page]:
    """The Trust page."""
    w = desk.words
    published = desk.library.published
    yield desk.page(
        "trust.html",
        ADDRESS,
        w("trust.title"),
        kind="about",
        description=w("trust.description"),
        crumbs=((w("home.crumb"), ""),),
        policy=published.policy,
        rules=tuple(say_rules(desk, published.policy)),
        loosened=any(changed.looser for changed in published.policy.adjusted),
        audience=w(AUDIENCES[published.audience]),
        left=len(published.left_out),
        waived=sum(cycle.waived for cycle in desk.library.cycles),
        reasons=tuple(_reasons(desk)),
        promises=tuple(Promise(w(f"trust.promise.{key}"), checks) for key, checks in promises().items()),
        contact=say_contact(published.record.contact),
        limits=tuple(w(key) for key in _LIMITS),
    )


def _reasons(desk: Desk) -> Iterator[str]:
    """How many cycles are not shown for which reason; never which."""
    counts = Counter(left.reason for left in desk.library.published.left_out)
    for reason, key in _REASONS.items():
        if counts[reason]:
            yield desk.words(key, n=counts[reason])
