"""Several cycles on one page: how many there are of what kind, and how many are not shown.

Cycles are counted, never students: nothing is added up or averaged, and nothing is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.measuring.growth import different_form
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.desk import Desk


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cycles there are. The four statuses add up to `total`, and so do `both`, `part` and `words`.

    `both`: a reading before and one after, in figures; `part`: figures, but not both; `words`: no figures.
    `matched` (who changed is shown) and `follow_up` (a later look) are counted beside.
    """

    total: int
    planned: int
    active: int
    complete: int
    stopped: int
    both: int
    matched: int
    follow_up: int
    part: int
    words: int


def tally(cycles: Sequence[PublishedCycle]) -> Tally:
    """Count cycles by status and by the evidence that they show."""
    status = [cycle.record.status for cycle in cycles]
    measures = [cycle.all_measures for cycle in cycles]
    figures = [several for several in measures if any(m.has_figures for m in several)]
    both = sum(any(map(before_and_after, several)) for several in figures)
    return Tally(
        total=len(cycles),
        planned=status.count("planned"),
        active=status.count("active"),
        complete=status.count("complete"),
        stopped=status.count("stopped"),
        both=both,
        matched=sum(any(map(same_students, several)) for several in measures),
        follow_up=sum(any(m.follow_up is not None for m in several) for several in measures),
        part=len(figures) - both,
        words=len(cycles) - len(figures),
    )


@dataclass(frozen=True, slots=True)
class Kinds:
    """What a roll-up says of its cycles in words: status, evidence, and how many are not shown."""

    statuses: tuple[str, ...]
    evidence: tuple[str, ...]
    hidden: str | None


def count_kinds(desk: Desk, cycles: Sequence[PublishedCycle]) -> Kinds:
    """The cycles of a page by kind; nothing is dropped, also what has no row and no number."""
    count = tally(cycles)
    return Kinds(statuses(desk, count), evidence(desk, count), hidden(desk))


def before_and_after(measure: MeasureShown) -> bool:
    """True when both ends of a measure show a figure."""
    ends = (measure.before, measure.after)
    return all(r is not None and (r.share is not None or r.scores is not None) for r in ends)


def same_students(measure: MeasureShown) -> bool:
    """True when a measure's page says how the same students moved; what a policy hides is not counted."""
    if different_form(measure):
        return False
    return bool(measure.matched is not None or measure.moved is not None or measure.movement)


def statuses(desk: Desk, count: Tally) -> tuple[str, ...]:
    """The cycles by status, in words: "3 under way", "5 complete". What there is none of is left out."""
    w = desk.words
    said = (
        (count.active, "rollup.active"),
        (count.planned, "rollup.planned"),
        (count.complete, "rollup.complete"),
        (count.stopped, "rollup.stopped"),
    )
    return tuple(w(key, n=n) for n, key in said if n)


def evidence(desk: Desk, count: Tally) -> tuple[str, ...]:
    """What the cycles show, in words; same students and later looks also where there are none."""
    w = desk.words
    said = [w("rollup.both", n=count.both), w("rollup.matched", n=count.matched)]
    said.append(w("rollup.follow_up", n=count.follow_up))
    if count.part:
        said.append(w("rollup.part", n=count.part))
    said.append(w("rollup.words", n=count.words))
    return tuple(said)


def hidden(desk: Desk, school: str | None = None) -> str | None:
    """That cycles are not shown, and how many; never which. Of one school, or of the whole portfolio."""
    left = desk.library.published.left_out
    n = sum(1 for item in left if school is None or item.school == school)
    if not n:
        return None
    return desk.words("rollup.hidden_here" if school is not None else "rollup.hidden", n=n)
