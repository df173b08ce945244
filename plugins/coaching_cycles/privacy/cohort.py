"""Students who left or joined between two readings: what may be said of how many they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.measuring.figures import Figure, exactly
from coaching_cycles.privacy.policy import POSSIBLE

if TYPE_CHECKING:
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Measure


@dataclass(frozen=True, slots=True)
class Cohort:
    """How many left, how many of those were proficient, how many joined; `…_some`: there may be some."""

    left: Figure | None
    left_proficient: Figure | None
    left_some: bool
    joined: Figure | None
    joined_some: bool


def show_cohort(measure: Measure, before: int | None, after: int | None, policy: Policy) -> Cohort:
    """What may be said beside the numbers of students of the two readings, as far as these are published."""
    gone = None
    if measure.left is not None:
        gone = sum(n for n in (measure.left.proficient, measure.left.not_yet) if n is not None)
    left = count_of(gone, before, policy)
    joined = count_of(measure.joined, after, policy)
    if any(n is not None and not policy.covers(n) for n in (before, after)):
        # Of 13 students 4 joined: then a reading that is not shown was of 9.
        left = joined = None
    elif any(figure is not None and figure.exact is None for figure in (left, joined)):
        # Those who left, less those who joined, are the difference of the two numbers of students. A number
        # beside a coded one gives it away, and a coded one must be left open by that difference.
        left, joined = (
            figure if figure is not None and figure.exact is None else None for figure in (left, joined)
        )
        if before is not None and after is not None and not _open(left, joined, before - after):
            left = joined = None
    return Cohort(
        left=left,
        left_proficient=_proficient(measure, left, policy),
        left_some=bool(gone) or (left is not None and left.exact is None),
        joined=joined,
        joined_some=bool(measure.joined) or (joined is not None and joined.exact is None),
    )


def _open(left: Figure | None, joined: Figure | None, difference: int) -> bool:
    """True when each coded count keeps at least three possible values beside the published difference."""
    most = 10**6
    low, high = (left.low, left.high) if left is not None else (0, most)
    least, top = (joined.low, joined.high) if joined is not None else (0, most)
    pairs = max(low, least + difference), min(high, top + difference)
    return pairs[1] - pairs[0] + 1 >= POSSIBLE


def _proficient(measure: Measure, left: Figure | None, policy: Policy) -> Figure | None:
    """How many of those who left were proficient, where both parts and the group itself are large enough."""
    if measure.left is None or left is None or left.exact is None:
        return None
    proficient, not_yet = measure.left.proficient, measure.left.not_yet
    if proficient is None or not policy.covers(left.exact):
        return None
    return exactly(proficient) if min(proficient, not_yet or 0) >= policy.smallest else None


def count_of(count: int | None, whole: int | None, policy: Policy) -> Figure | None:
    """A count of some of `whole` students, or None where there is none or it may not be shown."""
    if count is None:
        return None
    if policy.exact:
        return exactly(count)
    if policy.bands:
        return None
    if whole is None or not policy.covers(whole):
        return exactly(count) if whole is None and policy.covers(count) else None
    return policy.count(count, whole) if count <= whole else None
