"""The published numbers of a site: which the policy forbids, and which hidden ones can be worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.audit.across import differences, remainders, together
from coaching_cycles.audit.files import finding
from coaching_cycles.audit.rules import check_cycle, check_policy
from coaching_cycles.audit.worked import worked_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.across import Known
    from coaching_cycles.audit.published import Cycle, Measure, Policy, Published
    from coaching_cycles.audit.worked import Found
    from coaching_cycles.problems import Problem

_BUILD_AGAIN = "build the site again with the same records; if it stays, keep these numbers out of the record"
_SMALLER = "give fewer of these numbers in the record: fewer sections, or levels of the whole only"
_HIDE_MORE = "give only one of these numbers in the record, or let the policy be stricter in portfolio.yml"


def check_numbers(path: str, published: Published, before: Known | None = None) -> Iterator[Problem]:
    """Every finding about the numbers of a data file, and about them together with what was known before."""
    text = published.text
    if published.audience != "public":
        return
    policy = published.policy
    if policy is None:
        hint = "build it with this version of the generator"
        yield finding("E910", path, "does not say which privacy policy its numbers have passed", hint)
        return
    for code, message in check_policy(policy):
        yield finding(code, path, message, "correct `privacy:` in cycles/portfolio.yml", text=text)
    starts = _starts(text)
    for place, line in published.strays:
        message = f"a number stands at `{place}`, where the audit knows of none and can't attack it"
        hint = "take it out, or audit with the version that built the site"
        yield finding("E913", path, message, hint, text=text, at=starts[min(line, len(starts)) - 1])
    if not policy.smallest and not policy.fewest:
        return
    alone = [fault for cycle in published.cycles for fault in _one_by_one(cycle, policy, before or {})]
    for line, code, message in [*alone, *together(published.cycles, policy, before or {})]:
        hint = _BUILD_AGAIN if code in {"E911", "E912"} else _SMALLER if code == "E916" else _HIDE_MORE
        yield finding(code, path, message, hint, text=text, at=starts[min(line, len(starts)) - 1])


def _one_by_one(cycle: Cycle, policy: Policy, before: Known) -> Iterator[tuple[int, str, str]]:
    for code, message in [*check_one(cycle, policy), *attack(cycle, policy, before.get(cycle.id, ()))]:
        yield cycle.line, code, message


def _starts(text: str) -> list[int]:
    """Where each line begins."""
    starts = [0]
    while (end := text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    return starts


def check_one(cycle: Cycle, policy: Policy) -> Iterator[tuple[str, str]]:
    """The numbers of one cycle that are forbidden by themselves."""
    for measure, (code, message) in check_cycle(cycle, policy):
        yield code, f"{measure.name if measure is not None else cycle.id}: {message}"


def attack(
    cycle: Cycle, policy: Policy, before: tuple[tuple[Measure, ...], ...] = ()
) -> Iterator[tuple[str, str]]:
    """The hidden counts of one cycle that can be worked out: from this publication, then with earlier."""
    now = worked_out(policy, [cycle.measures])
    yield from _told(now, {}, "")
    yield from remainders(cycle.measures, policy)
    # A number that was corrected since then contradicts this one: then nothing follows from all of them,
    # and each earlier state is tried by itself.
    every = [[cycle.measures, *before]] if len(before) > 1 else []
    told = dict(now.values)
    for states in [*every, *([cycle.measures, earlier] for earlier in before)]:
        found = worked_out(policy, states)
        yield from _told(found, told, ", with what was published before")
        told |= found.values
    for earlier in before:
        yield from differences(cycle.measures, earlier, policy)


def _told(found: Found, known: dict[str, str], how: str) -> Iterator[tuple[str, str]]:
    for name, said in found.values.items():
        if name not in known:
            yield "E915" if how else "E914", f"{name}{how}: {said}"
    if found.undecided:
        count = len(found.undecided)
        yield (
            "E916",
            f"{found.undecided[0]}{how}: not decided, as {count} hidden counts here; the search is too long",
        )
