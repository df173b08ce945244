"""What these numbers leave out: a sentence for each fact that makes them say less than they seem to."""

from __future__ import annotations

from collections.abc import Iterator

from coaching_cycles.measuring.cautions import (
    EDGE,
    Edge,
    MissingAfter,
    many_missing,
    missing_after,
    only_not_yet,
    score_edge,
)
from coaching_cycles.measuring.figures import Figure, MeasureShown, ReadingShown, Share, exactly
from coaching_cycles.measuring.growth import FEWEST, Change, bounds, cohort, different_form
from coaching_cycles.measuring.percents import percent
from coaching_cycles.measuring.wording.shapes import Context
from coaching_cycles.words import Words


def say_omissions(
    measure: MeasureShown, change: Change | None, w: Words, context: Context
) -> tuple[str, ...]:
    """Return the sentences, each once: students, instrument, chance, policy, then the author's own."""
    said = [
        *_missing_readings(measure, w),
        *_absent(measure, w),
        *_left(measure, w),
        *_joined(measure, w),
        *_forms(measure, w),
        *_size_and_edges(measure, change, w),
        *_policy(measure, w),
    ]
    if context.unmeasured:
        targets = w.list([w.number(number) for number in context.unmeasured])
        said.append(w("measure.out.unmeasured", n=len(context.unmeasured), targets=targets))
    if context.setting_changed or measure.setting_changed:
        said.append(w("measure.out.setting"))
    if context.limits:
        said.append(context.limits)
    return tuple(dict.fromkeys(said))


def missing_at_the_end(measure: MeasureShown) -> MissingAfter | None:
    """Return the bounds that those without a second reading leave open; None unless all of it is published.

    They are told by `left` or, where the same students were counted, by what the first reading has more.
    """
    if different_form(measure):
        return None
    table, gone = measure.matched, _gone(measure)
    if gone is None:
        return None
    proficient, not_yet = gone
    if table is not None:
        matched, before, after = table.n, table.before, table.after
    else:
        one, two = (r.share.fraction if r and r.share else None for r in (measure.before, measure.after))
        # Without a matched table only a class that nobody joined tells who stayed: its second reading.
        nobody_joined = measure.joined == exactly(0) or (measure.joined is None and not measure.joined_some)
        left = proficient + not_yet
        if one is None or two is None or not nobody_joined or one[1] - left != two[1]:
            return None
        matched, before, after = two[1], one[0] - proficient, two[0]
    if not 0 <= before <= matched:
        return None
    return missing_after(
        matched=matched,
        before=before,
        after=after,
        left_proficient=proficient,
        left_not_yet=not_yet,
    )


def _gone(measure: MeasureShown) -> tuple[int, int] | None:
    """Students of the first reading who are not in the second: proficient and not, as far as is published."""
    left, proficient, table = measure.left, measure.left_proficient, measure.matched
    if left is not None and left.exact and proficient is not None and proficient.exact is not None:
        return (proficient.exact, left.exact - proficient.exact) if proficient.exact <= left.exact else None
    share = measure.before.share if measure.before is not None else None
    if table is None or share is None or share.fraction is None:
        return None
    part, whole = share.fraction[0] - table.before, share.fraction[1] - table.n
    return (part, whole - part) if 0 <= part <= whole and whole else None


def edge_of(reading: ReadingShown) -> Edge | None:
    """Return the end of the scale that a reading is known to press against, from its published bounds."""
    if reading.share is not None:
        low, high = bounds(reading.share)
        if high <= EDGE:
            return Edge.FLOOR
        return Edge.CEILING if low >= 100 - EDGE else None
    scores = reading.scores
    if scores is None or scores.out_of is None or not 0 <= scores.mean <= scores.out_of:
        return None
    return score_edge(
        float(scores.mean), float(scores.out_of), float(scores.sd) if scores.sd is not None else None
    )


def _missing_readings(measure: MeasureShown, w: Words) -> Iterator[str]:
    if not any(r.share or r.scores or r.levels or r.withheld for r in measure.readings):
        return
    if measure.before is None:
        yield w("measure.out.no_before")
    if measure.after is None:
        yield w("measure.out.no_after")
    if any(r.withheld == "few" for r in measure.readings):
        yield w("measure.out.withheld")
    if any(r.withheld == "policy" for r in measure.readings):
        yield w("measure.out.policy")


_ABSENT = {
    "before": "measure.out.absent.before",
    "check": "measure.out.absent.check",
    "after": "measure.out.absent.after",
    "follow_up": "measure.out.absent.follow_up",
}
_ABSENT_SOME = {
    "before": "measure.out.absent_some.before",
    "check": "measure.out.absent_some.check",
    "after": "measure.out.absent_some.after",
    "follow_up": "measure.out.absent_some.follow_up",
}


def _absent(measure: MeasureShown, w: Words) -> Iterator[str]:
    for reading in measure.readings:
        absent, enrolled = reading.absent, reading.enrolled
        if absent is None or enrolled is None or absent.exact is None:
            if absent is None and reading.absent_some:
                yield w(_ABSENT_SOME[reading.role])
        elif absent.exact and enrolled.exact is not None:
            counts = {"n": absent.exact, "enrolled": enrolled.exact}
            if reading.role == "check" and reading.date:
                yield w("measure.out.absent.check_dated", date=w.date(reading.date), **counts)
            else:
                yield w(_ABSENT[reading.role], **counts)


def _left(measure: MeasureShown, w: Words) -> Iterator[str]:
    figure = measure.left
    if figure is None:
        if measure.left_some:
            yield w("measure.out.left_some")
    elif figure.exact is None:
        fewer = figure.low == 0
        yield w("measure.out.left_fewer", x=figure.high + 1) if fewer else w("measure.out.left_some")
    elif figure.exact:
        yield w("measure.out.left", n=figure.exact)
        if measure.left_proficient is not None and measure.left_proficient.exact is not None:
            yield _left_proficient(measure.left_proficient.exact, w)
    missing = missing_at_the_end(measure)
    if missing is None or missing.students < FEWEST:
        if _many_without_second(measure):
            yield w("measure.out.missing")
        return
    if missing.many:
        yield w("measure.out.missing")
    if missing.different:
        yield w("measure.out.missing_different")
    if missing.warn:
        worst, best = (_of(share, missing.students, w) for share in (missing.worst, missing.best))
        bounds_of = "measure.out.left_bounds" if measure.left is not None else "measure.out.missing_bounds"
        yield w(bounds_of, worst=worst, best=best)


def _left_proficient(count: int, w: Words) -> str:
    return w("measure.out.left_proficient", n=count) if count else w("measure.out.left_none")


def _of(share: float, students: int, w: Words) -> str:
    count = round(share * students)
    return w("measure.share.exact", x=count, n=students, percent=w.percent(percent(count, students)))


def _many_without_second(measure: MeasureShown) -> bool:
    group = cohort(measure)
    whole = group.before.exact if group.before is not None else None
    if not whole or group.same is None or not 0 <= group.same <= whole:
        return False
    return many_missing(whole - group.same, whole)


def _joined(measure: MeasureShown, w: Words) -> Iterator[str]:
    figure = measure.joined
    if figure is None:
        if measure.joined_some:
            yield w("measure.out.joined_some")
    elif figure.exact is None:
        fewer = figure.low == 0
        yield w("measure.out.joined_fewer", x=figure.high + 1) if fewer else w("measure.out.joined_some")
    elif figure.exact:
        yield w("measure.out.joined", n=figure.exact)
    group = cohort(measure)
    before, after = (_exact(figure) for figure in (group.before, group.after))
    if group.same is None and before is not None and after is not None and before != after:
        hidden = measure.reduced or _coded(measure)
        key = "measure.out.cohort_hidden" if hidden else "measure.out.cohort"
        yield w(key, before=before, after=after)


def _coded(measure: MeasureShown) -> bool:
    """Whether the record tells how many left or joined, and the policy only that there were some."""
    figures = ((measure.left, measure.left_some), (measure.joined, measure.joined_some))
    return any(some and _exact(figure) is None for figure, some in figures)


def _exact(figure: Figure | None) -> int | None:
    return figure.exact if figure is not None else None


def _forms(measure: MeasureShown, w: Words) -> Iterator[str]:
    forms = {r.form for r in (measure.before, measure.after) if r is not None}
    if "different" in forms:
        yield w("measure.out.form.different")
    elif "parallel" in forms:
        yield w("measure.out.form.parallel")
    if measure.follow_up is not None and measure.follow_up.form == "different":
        yield w("measure.out.form.follow_up_different")
    elif measure.follow_up is not None and measure.follow_up.form == "parallel":
        yield w("measure.out.form.follow_up_parallel")
    others = sum(check.form == "different" for check in measure.checks)
    if others:
        yield w("measure.out.form.checks", n=others)


_EDGES = {
    ("before", Edge.FLOOR, False): "measure.out.floor",
    ("before", Edge.CEILING, False): "measure.out.ceiling",
    ("after", Edge.FLOOR, False): "measure.out.floor_after",
    ("after", Edge.CEILING, False): "measure.out.ceiling_after",
    ("before", Edge.FLOOR, True): "measure.out.floor_scores",
    ("before", Edge.CEILING, True): "measure.out.ceiling_scores",
    ("after", Edge.FLOOR, True): "measure.out.floor_scores_after",
    ("after", Edge.CEILING, True): "measure.out.ceiling_scores_after",
}


def _size_and_edges(measure: MeasureShown, change: Change | None, w: Words) -> Iterator[str]:
    sizes = [size for r in measure.readings if (size := _exact(r.students)) is not None]
    sizes += change.students if change is not None else ()
    if any(size < FEWEST for size in sizes):
        yield w("measure.out.few")
    if any(r.share is not None and r.share.whole is None for r in measure.readings):
        yield w("measure.out.not_reported")
    for reading in (measure.before, measure.after):
        found = edge_of(reading) if reading is not None else None
        if reading is not None and found is not None:
            yield w(_EDGES[reading.role, found, reading.scores is not None])
    yield from _not_yet_only(measure, w)
    if change is not None and change.verdict == "within":
        yield w("measure.out.chance")


def _not_yet_only(measure: MeasureShown, w: Words) -> Iterator[str]:
    """A baseline of not-yet students only; where the policy hides that, one that may be such."""
    share = measure.before.share if measure.before is not None else None
    if share is None:
        return
    if share.fraction is not None:
        if only_not_yet(*share.fraction):
            yield w("measure.out.not_yet_only")
    elif bounds(share)[0] == 0 and share.part is not None:
        yield w("measure.out.not_yet_perhaps")


def _policy(measure: MeasureShown, w: Words) -> Iterator[str]:
    joined = any(band.first != band.last for r in measure.readings for band in r.levels)
    if joined or any(len(group.directions) > 1 for group in measure.movement):
        yield w("measure.out.merged")
    elif measure.merged:
        yield w("measure.out.levels")
    if measure.reduced:
        yield w("measure.out.reduced")
    if any(r.share is not None and _is_range(r.share) for r in measure.readings):
        yield w("measure.out.ranges")


def _is_range(share: Share) -> bool:
    low, high = bounds(share)
    return low != high or (share.whole is not None and share.whole.exact is None)
