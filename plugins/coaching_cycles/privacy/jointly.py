"""The measures of one record, judged together: several of them must not give away what one of them hides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from coaching_cycles.privacy.banded import cuts_tell
from coaching_cycles.privacy.wholes import make_entries, put_reading, spare_parts, withhold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Assessment, Measure, Reading

_ROLES = ("before", "after", "follow_up")


def judge(
    measures: Sequence[Measure],
    shown: Sequence[MeasureShown],
    policy: Policy,
    assessments: dict[str, Assessment],
) -> list[MeasureShown]:
    """The same measures with those numbers taken out that would tell what a sister measure hides."""
    judged = list(shown)
    if policy.exact:
        return judged
    while True:
        was = list(judged)
        for index, measure in enumerate(measures):
            judged[index] = spare_parts(index, make_entries(measures, judged, assessments), policy)
            earlier = list(zip(measures[:index], judged[:index], strict=True))
            judged[index] = _one_scale(measure, judged[index], earlier, policy)
        # What was kept back late is one more thing that nothing else may tell.
        if all(one is other for one, other in zip(was, judged, strict=True)):
            return judged


def _one_scale(
    measure: Measure, shown: MeasureShown, earlier: list[tuple[Measure, MeasureShown]], policy: Policy
) -> MeasureShown:
    """The same counts at another cut: levels are told once, a share only if it opens no small cell."""
    for role in _ROLES:
        reading: Reading | None = getattr(measure, role)
        mine: ReadingShown | None = getattr(shown, role)
        if reading is None or reading.levels is None or mine is None or mine.withheld is not None:
            continue
        twins = [
            Twin(_cut(told), theirs)
            for other, told in earlier
            for same, theirs in ((getattr(other, twin), getattr(told, twin)) for twin in _ROLES)
            if same is not None
            and theirs is not None
            and (same.levels, same.date) == (reading.levels, reading.date)
            and _cut(told) != _cut(shown)
        ]
        if policy.bands:
            tell = _bands_tell(Twin(_cut(shown), mine), twins, policy)
        else:
            # The same coded end at two cuts says no more than at one.
            others = [t for t in twins if t.shown.share != mine.share or _exact(t.shown)]
            tell = bool(others) and _opens_small_cell(reading.levels, _cut(shown), others, policy)
        if tell:
            shown = withhold(shown, mine)
        elif twins and mine.levels:
            shown = put_reading(shown, mine, replace(mine, levels=()))
    return shown


@dataclass(frozen=True, slots=True)
class Twin:
    """The same levels, counted from one of them on."""

    cut: int | None
    shown: ReadingShown


def _cut(shown: MeasureShown) -> int | None:
    return shown.instrument.proficient if shown.instrument is not None else None


def _bands_tell(mine: Twin, twins: Sequence[Twin], policy: Policy) -> bool:
    """True when the bands at several cuts leave too few values for those between two of them."""
    shares = {t.cut: t.shown.share for t in (*twins, mine) if t.cut is not None and t.shown.share is not None}
    return len(shares) > 1 and cuts_tell([shares[cut] for cut in sorted(shares)], policy)


def _exact(shown: ReadingShown) -> bool:
    share = shown.share
    return share is not None and share.part is not None and share.part.exact is not None


def _opens_small_cell(
    levels: tuple[int, ...], cut: int | None, twins: Sequence[Twin], policy: Policy
) -> bool:
    """True when one more cut splits what is published of these levels already too finely."""
    if cut is None:
        return False
    edges = {0, len(levels), cut} | {band.first for twin in twins for band in twin.shown.levels}
    edges |= {twin.cut for twin in twins if twin.cut is not None and _exact(twin.shown)}
    bounds = sorted(edges)
    return any(sum(levels[low:high]) < policy.smallest for low, high in pairwise(bounds))
