"""Which hidden counts some measures give away together: written down, attacked, and told by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.audit.joint import write_down
from coaching_cycles.audit.sheet import Hidden, Sheet

if TYPE_CHECKING:
    from coaching_cycles.audit.published import Measure, Policy


@dataclass(frozen=True, slots=True)
class Found:
    """What an attack gave: by what it is, each count with fewer than three values; and what it left."""

    values: dict[str, str]
    undecided: tuple[str, ...] = ()


def worked_out(policy: Policy, states: list[tuple[Measure, ...]], *, shared: bool = False) -> Found:
    """Attack everything that some measures say together; `shared` where they are of several cycles."""
    if policy.bands:
        return Found({})  # ranges of percents only: `rules` looks at each by itself
    sheet = Sheet(policy, shared)
    write_down(sheet, [measure for measures in states for measure in measures])
    if not sheet.hidden or not sheet.system.possible():
        return Found({})
    closed = sheet.system.closed(sorted({hidden.unknown for hidden in sheet.hidden}))
    found, undecided = {}, []
    for hidden in sheet.hidden:
        values, name = closed.get(hidden.unknown), f"{hidden.measure.name}: {hidden.what}"
        if values and any(_tells(value, hidden, sheet, policy) for value in values):
            found[name] = f"can be worked out, {' or '.join(map(str, values))}"
        elif hidden.unknown in sheet.system.undecided:
            undecided.append(name)
    return Found(found, tuple(undecided))


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
