"""The measures of one record, judged together: several of them must not give away what one of them hides."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Measure, Reading

_ROLES = ("before", "after", "follow_up")
_MOST_PARTS = 8
"""Sections of one record that are looked at together; their subsets double with each."""


def judge(measures: Sequence[Measure], shown: Sequence[MeasureShown], policy: Policy) -> list[MeasureShown]:
    """The same measures with those numbers taken out that would tell what a sister measure hides."""
    judged = list(shown)
    if policy.exact or policy.bands:
        return judged
    for index, measure in enumerate(measures):
        for role in _ROLES:
            if _is_whole(index, role, measures, judged):
                judged[index] = _withhold(judged[index], role)
        judged[index] = _one_scale(
            measure, judged[index], list(zip(measures[:index], judged[:index], strict=True)), policy
        )
    return judged


def _is_whole(index: int, role: str, measures: Sequence[Measure], shown: Sequence[MeasureShown]) -> bool:
    """True when other measures are the parts of this one, and not all of their numbers are published.

    A whole beside all of its parts but one is that part.
    """
    whole = size(getattr(measures[index], role))
    if whole is None or getattr(shown[index], role) is None:
        return False
    for parts in _parts(index, role, measures):
        if sum(students for _, students in parts) == whole:
            readings: list[ReadingShown | None] = [getattr(shown[i], role) for i, _ in parts]
            if any(r is None or r.share is None or r.share.fraction is None for r in readings) or (
                any(
                    r is not None and _merged(getattr(measures[i], role), r)
                    for (i, _), r in zip(parts, readings, strict=True)
                )
            ):
                return True
    return False


def _parts(index: int, role: str, measures: Sequence[Measure]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Sets of two or more other measures on the same assessment, with their numbers of students."""
    others = [
        (i, students)
        for i, other in enumerate(measures)
        if i != index
        and other.assessment == measures[index].assessment
        and other.section is not None
        and (students := size(getattr(other, role))) is not None
    ][:_MOST_PARTS]
    for count in range(2, len(others) + 1):
        yield from combinations(others, count)


def _merged(reading: Reading | None, shown: ReadingShown) -> bool:
    return reading is not None and reading.levels is not None and len(shown.levels) < len(reading.levels)


def _withhold(measure: MeasureShown, role: str) -> MeasureShown:
    reading: ReadingShown = getattr(measure, role)
    emptied = replace(
        reading, share=None, levels=(), scores=None, enrolled=None, absent=None, withheld="policy"
    )
    return _rebuilt(measure, role, emptied)


def _rebuilt(measure: MeasureShown, role: str, reading: ReadingShown) -> MeasureShown:
    kept = role == "follow_up"
    return replace(
        measure,
        before=reading if role == "before" else measure.before,
        after=reading if role == "after" else measure.after,
        follow_up=reading if role == "follow_up" else measure.follow_up,
        matched=measure.matched if kept else None,
        moved=measure.moved if kept else None,
        movement=measure.movement if kept else (),
        left=measure.left if kept else None,
        left_proficient=measure.left_proficient if kept else None,
        joined=measure.joined if kept else None,
    )


def _one_scale(
    measure: Measure, shown: MeasureShown, earlier: list[tuple[Measure, MeasureShown]], policy: Policy
) -> MeasureShown:
    """The same counts at another cut: levels are told once, a share only if it opens no small cell."""
    for role in _ROLES:
        reading: Reading | None = getattr(measure, role)
        mine: ReadingShown | None = getattr(shown, role)
        if reading is None or reading.levels is None or mine is None:
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
                    shown = _withhold(shown, role)
                elif mine.levels:
                    shown = _rebuilt(shown, role, replace(mine, levels=()))
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
