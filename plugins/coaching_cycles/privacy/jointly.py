"""The measures of one record, judged together: several of them must not give away what one of them hides."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

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
    if policy.exact or policy.bands:
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
        for other, told in earlier:
            for twin in _ROLES:
                same: Reading | None = getattr(other, twin)
                theirs: ReadingShown | None = getattr(told, twin)
                if (
                    same is None
                    or theirs is None
                    or same.levels != reading.levels
                    or same.date != reading.date
                ):
                    continue
                if mine.share == theirs.share:
                    continue
                if _opens_small_cell(reading.levels, shown, theirs, policy):
                    shown = withhold(shown, mine)
                elif mine.levels:
                    shown = put_reading(shown, mine, replace(mine, levels=()))
    return shown


def _opens_small_cell(
    levels: tuple[int, ...], shown: MeasureShown, theirs: ReadingShown, policy: Policy
) -> bool:
    """True when a second cut splits what the first publication of these levels keeps together too finely."""
    cut = shown.instrument.proficient if shown.instrument is not None else None
    if cut is None:
        return False
    edges = {0, len(levels), cut} | {band.first for band in theirs.levels}
    bounds = sorted(edges)
    return any(sum(levels[low:high]) < policy.smallest for low, high in pairwise(bounds))
