"""How sure? One sentence for every measure, the same whether students gained, stayed or slipped."""

from __future__ import annotations

from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.measuring.growth import FEWEST, Change, cohort, different_form
from coaching_cycles.measuring.wording.amounts import change_places, say_interval
from coaching_cycles.words import Words

_MOVED = {
    ("rose", False): "measure.sure.rose",
    ("fell", False): "measure.sure.fell",
    ("rose", True): "measure.sure.rose_scores",
    ("fell", True): "measure.sure.fell_scores",
}


def say_sure(measure: MeasureShown, change: Change | None, w: Words) -> str:
    """Return the sentence, or "" for a measure in words only."""
    if change is None:
        return _without_change(measure, w)
    scores = change.kind == "scores"
    match change.verdict:
        case "rose" | "fell":
            interval = say_interval(change, change_places(measure), w)
            return w(_MOVED[change.verdict, scores], interval=interval)
        case "few":
            return w("measure.sure.few_scores" if scores else "measure.sure.few")
        case "nobody":
            return w("measure.sure.nobody")
        case "within":
            return _within(change, w)
    if scores:
        return w("measure.sure.no_spread")
    if change.kind == "percents":
        return w("measure.sure.no_students")
    # One number of students and one percent each, and still no count: the percents were typed, and rounded.
    rounded = change.exact is not None and bool(change.students)
    return w("measure.sure.rounded" if rounded else "measure.sure.ranges")


def _within(change: Change, w: Words) -> str:
    if len(change.students) == 1:
        return w("measure.sure.within", n=change.students[0])
    before, after = change.students
    return w("measure.sure.within_two", before=before, after=after)


def say_note(measure: MeasureShown, change: Change | None, w: Words) -> str:
    """Return what the sentence above rests on: separate groups, or those who were there both times."""
    if change is None or change.difference is None:
        return ""
    if change.kind == "totals":
        return w("measure.note.separate")
    if cohort(measure).changed and len(change.students) == 1:
        return w("measure.note.both_times", n=change.students[0])
    return ""


def _without_change(measure: MeasureShown, w: Words) -> str:
    ends = [r for r in (measure.before, measure.after) if r is not None]
    if any(r.withheld == "policy" for r in ends):
        return w("measure.sure.policy")
    if any(r.withheld is not None for r in ends):
        return w("measure.sure.few")
    shown = [r for r in ends if r.share is not None or r.scores is not None or r.levels]
    if len(shown) == 2:  # noqa: PLR2004 - both readings
        if different_form(measure):
            return w("measure.sure.different")
        return _of_levels(measure, w) if all(r.share is None for r in shown) else w("measure.sure.apart")
    if not shown:
        return _of_levels(measure, w) if measure.movement and not different_form(measure) else ""
    if shown[0] is measure.before:
        return w("measure.sure.no_after" if measure.after is None else "measure.sure.no_number_after")
    return w("measure.sure.no_before" if measure.before is None else "measure.sure.no_number_before")


def _of_levels(measure: MeasureShown, w: Words) -> str:
    """Levels of which none counts as proficient."""
    if any(r.scores is not None for r in measure.readings):
        return w("measure.sure.apart")
    counts = [group.count.exact for group in measure.movement]
    if counts and sum(count or 0 for count in counts) < FEWEST:
        return w("measure.sure.few")
    moved = [group for group in measure.movement if "same" not in group.directions]
    if len(moved) == 2 and not any(group.count.high for group in moved):  # noqa: PLR2004 - up and down
        return w("measure.sure.nobody")
    return w("measure.sure.no_cut")
