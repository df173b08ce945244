"""The published numbers of a site: which the policy forbids, and which hidden ones can be worked out."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from coaching_cycles.audit.files import finding
from coaching_cycles.audit.joint import write_down
from coaching_cycles.audit.rules import check_cycle, check_policy
from coaching_cycles.audit.sheet import Hidden, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.published import Cycle, Measure, Policy, Published, Reading
    from coaching_cycles.problems import Problem

Known = dict[str, tuple[tuple["Measure", ...], ...]]
"""By cycle, what was published of it before: one tuple of measures for each state that it was in."""

_BUILD_AGAIN = "build the site again with the same records; if it stays, keep these numbers out of the record"
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
    if not policy.smallest and not policy.fewest:
        return
    starts = _starts(text)
    for cycle in published.cycles:
        for code, message in [
            *check_one(cycle, policy),
            *attack(cycle, policy, (before or {}).get(cycle.id, ())),
        ]:
            hint = _BUILD_AGAIN if code in {"E911", "E912"} else _HIDE_MORE
            yield finding(code, path, message, hint, text=text, at=starts[min(cycle.line, len(starts)) - 1])


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
    for name, said in now.items():
        yield "E914", f"{name}: {said}"
    for earlier in before:
        # A number that was corrected since then contradicts this one: then nothing follows from the two.
        for name, said in worked_out(policy, [cycle.measures, earlier]).items():
            if name not in now:
                yield "E915", f"{name}, with what was published before: {said}"
        yield from _differences(cycle, earlier, policy)


def worked_out(policy: Policy, states: list[tuple[Measure, ...]]) -> dict[str, str]:
    """By what it is, each hidden count that can have fewer than three values, and which."""
    if policy.bands:
        return {}  # ranges of percents only: `rules` looks at each by itself
    sheet = Sheet(policy)
    write_down(sheet, [measure for measures in states for measure in measures])
    if not sheet.hidden or not sheet.system.possible():
        return {}
    closed = sheet.system.closed(sorted({hidden.unknown for hidden in sheet.hidden}))
    found = {}
    for hidden in sheet.hidden:
        values = closed.get(hidden.unknown)
        if values and any(_tells(value, hidden, sheet, policy) for value in values):
            said = " or ".join(map(str, values))
            found[f"{hidden.measure.name}: {hidden.what}"] = f"can be worked out, {said}"
    return found


def _tells(value: int, hidden: Hidden, sheet: Sheet, policy: Policy) -> bool:
    """True for a value that the policy would not let stand as a number."""
    if hidden.size:
        return value < policy.fewest
    if value < policy.smallest:
        return True
    if hidden.whole is None:
        return False
    low, high = sheet.system.lows[hidden.whole], sheet.system.highs[hidden.whole]
    # Of a group of too few, any number tells.
    return high < policy.fewest or (low == high and value > low - policy.smallest)


def _differences(cycle: Cycle, earlier: tuple[Measure, ...], policy: Policy) -> Iterator[tuple[str, str]]:
    """A reading of a few students more, or fewer, than last time tells of those few."""
    for measure in cycle.measures:
        for old in earlier:
            if _place(old) != _place(measure):
                continue
            for reading, other in product(measure.readings, old.readings):
                if (reading.role, reading.date) != (other.role, other.date):
                    continue
                (n, x), (m, y) = _exact(reading), _exact(other)
                if None not in {x, y} and n and m and 0 < abs(n - m) < policy.fewest:
                    yield (
                        "E915",
                        (
                            f"{measure.name}, {reading.role}: {n} students now and {m} before; "
                            f"the difference tells of {abs(n - m)}"
                        ),
                    )


def _place(measure: Measure) -> tuple[object, ...]:
    return (measure.target, measure.section, measure.assessment, measure.scale, measure.cut)


def _exact(reading: Reading) -> tuple[int | None, int | None]:
    n, x = reading.students, reading.proficient
    return (n.exact if n is not None else None, x.exact if x is not None else None)
