"""The headline of a measure, what stands under it, and its one row in a list."""

from __future__ import annotations

from coaching_cycles.measuring.figures import MeasureShown, Movement, ReadingShown
from coaching_cycles.measuring.growth import Change, cohort, different_form
from coaching_cycles.measuring.transitions import Table
from coaching_cycles.measuring.wording.amounts import (
    mean_places,
    plain,
    say_band,
    say_mean,
    say_number,
    say_reading,
    say_students,
)
from coaching_cycles.words import Words

_GROUPS = {
    ("same",): "measure.moved.same",
    ("same", "down"): "measure.moved.same_down",
    ("down",): "measure.moved.down",
}
_FIRST = {("up",): "measure.moved.first.up", ("up", "same"): "measure.moved.first.up_same"}

_BEFORE_AND = {
    "reading": "measure.headline.before_only",
    "students": "measure.headline.before_few",
    "policy": "measure.headline.before_policy",
    "number": "measure.headline.before_words",
}
_AFTER_AND = {
    "reading": "measure.headline.after_only",
    "students": "measure.headline.after_few",
    "policy": "measure.headline.after_policy",
    "number": "measure.headline.after_words",
}


def say_headline(measure: MeasureShown, change: Change | None, w: Words) -> str:
    """Return the one sentence of a measure, or "" when it shows no figure."""
    if not different_form(measure):
        if measure.movement:
            return say_movement(measure.movement, w)
        if measure.matched is not None:
            return say_matched(measure.matched, w)
    before, after = _figure(measure.before, measure, w), _figure(measure.after, measure, w)
    if not (before and after):
        return _one_reading(measure, before, after, w)
    if different_form(measure):
        return w("measure.headline.different", before=before, after=after)
    if change is None:
        return w("measure.headline.apart", before=before, after=after)
    if change.kind == "percents":
        return w("measure.headline.pair", before=before, after=after)
    if change.kind == "scores":
        return _score_pair(measure, w)
    return _totals(before, after, change, w)


def say_sublines(measure: MeasureShown, change: Change | None, w: Words) -> tuple[str, ...]:
    """Return what stands under the headline: totals with percents, the four groups, the cohort."""
    lines: list[str] = []
    if (measure.matched is not None or measure.movement) and not different_form(measure):
        pair = [
            say_reading(r, w, places=0) for r in (measure.before, measure.after) if r is not None and r.share
        ]
        if len(pair) == 2:  # noqa: PLR2004 - both readings
            lines.append(w("measure.headline.totals", before=pair[0], after=pair[1]))
        if measure.matched is not None and measure.movement:
            lines.append(say_matched(measure.matched, w))
    if any(r.share is not None and r.share.whole is None for r in measure.readings):
        lines.append(w("measure.sub.not_reported"))
    line = say_cohort(measure, w)
    if line and not (change is not None and change.kind == "scores" and cohort(measure).same is None):
        lines.append(line)
    return tuple(lines)


def say_cohort(measure: MeasureShown, w: Words) -> str:
    """Return "24 then, 22 now, 19 the same", or "" when the readings are about the same students."""
    group = cohort(measure)
    if not group.changed or group.before is None or group.after is None:
        return ""
    before, after = say_number(group.before, w), say_number(group.after, w)
    if group.same is None:
        return w("measure.sub.cohort_open", before=before, after=after) if group.before != group.after else ""
    return w("measure.sub.cohort", before=before, after=after, same=group.same)


def say_matched(table: Table, w: Words) -> str:
    """Return "12 gained, 1 slipped back, 6 had it already, 6 not yet"."""
    return w(
        "measure.headline.matched",
        gained=table.gained,
        slipped=table.slipped,
        kept=table.kept,
        not_yet=table.not_yet,
    )


def say_movement(movement: tuple[Movement, ...], w: Words) -> str:
    """Return "16 of 28 moved up, 11 stayed, 1 moved down", neighbours joined where the policy joined them."""
    counts = [group.count.exact or 0 for group in movement]
    first = w(_FIRST[movement[0].directions], n=counts[0], all=sum(counts))
    rest = [w(_GROUPS[g.directions], n=n) for g, n in zip(movement[1:], counts[1:], strict=True)]
    return ", ".join([first, *rest])


def say_row(measure: MeasureShown, change: Change | None, w: Words) -> str:
    """Return "7 of 25 → 18 of 25", short enough for a list; "" when there is no figure."""
    before, after = _figure(measure.before, measure, w), _figure(measure.after, measure, w)
    if before and after:
        if change is not None and change.kind == "scores" and measure.before and measure.after:
            return _score_means(measure, w)
        if different_form(measure):
            return w("measure.row.different", before=before, after=after)
        return w(
            "measure.row.pair" if change is not None else "measure.row.apart", before=before, after=after
        )
    if before:
        return w("measure.row.before", before=before)
    if after:
        return w("measure.row.after", after=after)
    check = _last_check(measure, w)
    if check:
        return w("measure.row.check", check=check)
    return "" if different_form(measure) or not measure.movement else say_movement(measure.movement, w)


def _figure(reading: ReadingShown | None, measure: MeasureShown, w: Words) -> str:
    if reading is None:
        return ""
    return say_reading(reading, w, places=mean_places(measure), with_percent=False)


def _totals(before: str, after: str, change: Change, w: Words) -> str:
    totals = w("measure.headline.totals", before=before, after=after)
    if change.gained is None or change.slipped is None:
        return totals
    if change.gained.low > 0:
        return w("measure.headline.gained", totals=totals, n=change.gained.low)
    if change.slipped.low > 0:
        return w("measure.headline.slipped", totals=totals, n=change.slipped.low)
    return w("measure.headline.equal", totals=totals) if change.exact == 0 else totals


def _score_means(measure: MeasureShown, w: Words) -> str:
    places = mean_places(measure)
    first, last = (r.scores if r is not None else None for r in (measure.before, measure.after))
    if first is None or last is None:
        return ""
    means = {"before": say_mean(first, places, w), "after": say_mean(last, places, w)}
    if first.out_of is None:
        return w("measure.scores.pair_only", **means)
    return w("measure.scores.pair", out_of=plain(first.out_of), **means)


def _score_pair(measure: MeasureShown, w: Words) -> str:
    said = _score_means(measure, w)
    before, after = (r.students if r is not None else None for r in (measure.before, measure.after))
    if before is None or after is None or before == after:
        students = before or after
        return (
            w("measure.scores.reading", scores=said, students=say_students(students, w)) if students else said
        )
    return w("measure.scores.then_now", scores=said, before=say_number(before, w), after=say_number(after, w))


def _one_reading(measure: MeasureShown, before: str, after: str, w: Words) -> str:
    """The sentence when before, after or both show no figure."""
    if before:
        return w(_BEFORE_AND[_lacks(measure.after)], before=before)
    if after:
        return w(_AFTER_AND[_lacks(measure.before)], after=after)
    if any(r.withheld == "policy" for r in measure.readings):
        return w("measure.headline.policy")
    if any(r.withheld is not None for r in measure.readings):
        return w("measure.headline.few")
    check = _last_check(measure, w)
    return w("measure.headline.check_only", check=check) if check else _levels_only(measure, w)


def _lacks(reading: ReadingShown | None) -> str:
    """Why a reading shows no figure."""
    if reading is None:
        return "reading"
    if reading.withheld == "policy":
        return "policy"
    return "students" if reading.withheld is not None else "number"


def _levels_only(measure: MeasureShown, w: Words) -> str:
    """Levels of which none counts as proficient: how many at each, then and now."""
    before = measure.before.levels if measure.before is not None else ()
    after = measure.after.levels if measure.after is not None else ()
    if not before or [(b.first, b.last) for b in before] != [(b.first, b.last) for b in after]:
        return ""
    names = measure.instrument.levels if measure.instrument is not None else ()
    return "; ".join(
        w(
            "measure.headline.levels",
            level=say_band(one, names, w),
            before=say_number(one.count, w),
            after=say_number(two.count, w),
        )
        for one, two in zip(before, after, strict=True)
    )


def _last_check(measure: MeasureShown, w: Words) -> str:
    return next((said for r in reversed(measure.checks) if (said := _figure(r, measure, w))), "")
