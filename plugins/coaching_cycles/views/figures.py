"""From a published measure to its charts: which ones its data allow, and what stands on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coaching_cycles import charts
from coaching_cycles.charts import Caption, Chart
from coaching_cycles.measuring.figures import Band, MeasureShown, ReadingShown, Share
from coaching_cycles.measuring.growth import (
    coded_as_percent,
    compare,
    different_form,
    left_or_joined,
    stand_apart,
)
from coaching_cycles.measuring.wording import MeasureWords
from coaching_cycles.measuring.wording.amounts import (
    mean_places,
    say_mean,
    say_number,
    say_part,
    say_percent,
    say_students,
)
from coaching_cycles.views.desk import Desk
from coaching_cycles.words import Words

RUN = 4
"""Dated readings from which, with checks among them, a line by date tells more than a pair."""

_CHECKS = 3


@dataclass(frozen=True, slots=True)
class Pen:
    """What charts of one build are drawn with: the words on them and the cache."""

    words: Words
    names: charts.Words
    cache: charts.Cache | None


def make_pen(desk: Desk) -> Pen:
    """The pen of a build."""
    w = desk.words
    names = charts.Words(
        before=w("measure.reading.before"),
        after=w("measure.reading.after"),
        lower=w("cycle.chart.lower"),
        between=w("cycle.chart.between"),
        interval=w("cycle.chart.interval"),
        percent=w("number.percent", x="{}"),
    )
    return Pen(w, names, desk.drawn)


def draw_measure(
    pen: Pen, measure: MeasureShown, said: MeasureWords, title: str, named: str = ""
) -> tuple[Chart, ...]:
    """The charts of one measure, the plainest first; none for words alone. `title` says what was measured.

    `named` is the id of what says so on the page, if anything does.

    They stand beside what the numbers leave out, or folded away under a sentence that says the same, and are
    drawn once where they say no less when they are narrow.
    """
    description, more = said.description or title, ""
    if said.sure and description.endswith(f" {said.sure}"):
        # It stands on the page, above the chart or below it.
        description, more = description.removesuffix(f" {said.sure}"), f"{measure.key}-s"
    caption = Caption(title, description, measure.key, once=True, named=named, more=more)
    return tuple(_charts(pen, measure, caption))


def _charts(pen: Pen, measure: MeasureShown, caption: Caption) -> Iterator[Chart]:
    comparable = not different_form(measure)
    if measure.matched is not None and measure.matched.n > 0 and comparable:
        yield charts.people(measure.matched, _people(pen.words), _part(caption, "people"), cache=pen.cache)
    pair = [r.levels if r is not None else () for r in (measure.before, measure.after)]
    if any(pair):
        yield _levels(pen, measure, pair[0], pair[1], _part(caption, "levels"))
    if measure.moved is not None and comparable:
        yield charts.moved(
            measure.moved, _moved(pen.words, measure), _part(caption, "moved", room=True), cache=pen.cache
        )
    if not any(pair) and (measure.matched is None or not comparable):
        yield from _pair(pen, measure, caption)
    points = _points(pen.words, measure) if measure.checks else ()
    if len(points) >= (RUN if measure.before or measure.after else _CHECKS):
        aim = None
        if measure.aim is not None:
            text = pen.words("cycle.chart.aim", percent=pen.words.percent(measure.aim))
            aim = charts.Aim(float(measure.aim), text)
        yield charts.run_chart(
            points,
            pen.names,
            _part(caption, "run", room=True),
            aim=aim,
            joined=not left_or_joined(measure),
            cache=pen.cache,
        )


def _part(caption: Caption, name: str, *, room: bool = False) -> Caption:
    """The caption of one chart; with `room` of one whose numbers or days need width, if there is any."""
    return replace(caption, uid=f"{caption.uid}-{name}", once=caption.once and not room)


def _pair(pen: Pen, measure: MeasureShown, caption: Caption) -> Iterator[Chart]:
    """Before and after as shares, percents or scores."""
    before, after = measure.before, measure.after
    shares = [r.share if r is not None else None for r in (before, after)]
    scores = [r.scores if r is not None else None for r in (before, after)]
    if any(scores):
        places = mean_places(measure)
        means = tuple(say_mean(s, places, pen.words) if s is not None else "" for s in scores)
        yield charts.scores(
            scores[0],
            scores[1],
            pen.names,
            _part(caption, "scores"),
            texts=(means[0], means[1]),
            joined=compare(measure) is not None and not stand_apart(measure),
            cache=pen.cache,
        )
    known = [share if share is not None and share.whole is not None else None for share in shares]
    if any(share is not None and share.whole is None for share in shares):
        note = pen.words("measure.sub.not_reported")
        yield charts.percents(
            shares[0],
            shares[1],
            pen.names,
            note,
            _part(caption, "percents"),
            texts=_texts(pen.words, shares, several=True),
            cache=pen.cache,
        )
    elif known[0] is not None and known[1] is not None and stand_apart(measure):
        panels = [_panel(pen.words, r, s) for r, s in ((before, known[0]), (after, known[1])) if r and s]
        yield charts.cohort(panels[0], panels[1], pen.names, _part(caption, "cohort"), cache=pen.cache)
    elif any(known):
        row = share_row(pen.words, measure, "")
        yield charts.dumbbell([row], pen.names, _part(caption, "pair"), intervals=True, cache=pen.cache)


def share_row(w: Words, measure: MeasureShown, label: str) -> charts.Row:
    """Before and after of a measure as a row of a dumbbell chart."""
    before, after = (r.share if r is not None else None for r in (measure.before, measure.after))
    wholes = {share.whole for share in (before, after) if share is not None and share.whole is not None}
    # Of how many stands with the label where it is one number, and at the marks where it is two.
    whole = next(iter(wholes)) if len(wholes) == 1 else None
    return charts.Row(
        label,
        say_students(whole, w) if whole is not None else "",
        before,
        after,
        _texts(w, (before, after), several=len(wholes) > 1),
        joined=not stand_apart(measure),
    )


def _texts(w: Words, shares: Sequence[Share | None], *, several: bool) -> tuple[str, str]:
    before, after = (_text(w, share, several=several) if share is not None else "" for share in shares)
    return before, after


def _text(w: Words, share: Share, *, several: bool) -> str:
    """The number at a mark, as it is said everywhere else."""
    if share.part is None or share.whole is None or coded_as_percent(share):
        return say_percent(share, w)
    part, n = share.part, share.whole.exact
    if several and part.exact is None and n is not None:
        return say_part(part, n, w)
    at_end = part.exact is None and part.high == share.whole.high and part.low > 0
    text = w("number.or_more", x=part.low) if at_end else say_number(part, w)
    return f"{text}/{say_number(share.whole, w)}" if several else text


def _panel(w: Words, reading: ReadingShown, share: Share) -> charts.Panel:
    return charts.Panel(_heading(w, reading), share, _text(w, share, several=True))


def _heading(w: Words, reading: ReadingShown) -> str:
    """What stands over a reading: "Before · 5 Oct 2023 · 24 students"."""
    parts = [w(f"measure.reading.{reading.role}")]
    if reading.date:
        parts.append(w.date(reading.date))
    if reading.students is not None:
        parts.append(say_students(reading.students, w))
    return " · ".join(parts)


def _people(w: Words) -> charts.PeopleWords:
    return charts.PeopleWords(
        kept=w("cycle.chart.people.kept", n="{n}"),
        gained=w("cycle.chart.people.gained", n="{n}"),
        slipped=w("cycle.chart.people.slipped", n="{n}"),
        not_yet=w("cycle.chart.people.not_yet", n="{n}"),
    )


def level_names(w: Words, measure: MeasureShown) -> tuple[str, ...]:
    """The names of the levels, from low to high; numbered where the assessment is not described."""
    named = measure.instrument.levels if measure.instrument is not None else ()
    bands = [band for reading in measure.readings for band in reading.levels]
    count = max([len(named), len(measure.moved or ()), *(band.last + 1 for band in bands)])
    return tuple(named[at] if at < len(named) else w("measure.level", n=at + 1) for at in range(count))


def _levels(
    pen: Pen, measure: MeasureShown, before: Sequence[Band], after: Sequence[Band], caption: Caption
) -> Chart:
    w = pen.words
    names = level_names(w, measure)
    proficient = measure.instrument.proficient if measure.instrument is not None else None
    words = charts.LevelWords(
        names=names,
        before=_heading(w, measure.before) if measure.before is not None else "",
        after=_heading(w, measure.after) if measure.after is not None else "",
        either=w("cycle.chart.levels.either", first="{first}", last="{last}"),
        through=w("cycle.chart.levels.through", first="{first}", last="{last}"),
        cut=w("cycle.chart.levels.cut", level=names[proficient]) if proficient else "",
    )
    return charts.levels(before, after, words, caption, proficient=proficient, cache=pen.cache)


def _moved(w: Words, measure: MeasureShown) -> charts.MovedWords:
    return charts.MovedWords(
        names=level_names(w, measure),
        before=w("measure.reading.before"),
        after=w("measure.reading.after"),
        up=w("cycle.chart.moved.up", n="{n}"),
        same=w("cycle.chart.moved.same", n="{n}"),
        down=w("cycle.chart.moved.down", n="{n}"),
    )


def _points(w: Words, measure: MeasureShown) -> tuple[charts.Point, ...]:
    """Readings with a day of their own, all shares or all scores."""
    scored = any(r.scores is not None for r in measure.readings)
    found = []
    for reading in measure.readings:
        day = charts.place_day(reading.date)
        figure = reading.scores if scored else reading.share
        if day is None or (figure is None and reading.withheld is None):
            continue
        text = _said(w, measure, reading, scored=scored)
        label = reading.label or ("" if reading.role == "check" else w(f"measure.reading.{reading.role}"))
        found.append(charts.Point(day, w.date(reading.date), reading.role, figure, reading.form, label, text))
    return tuple(found)


def _said(w: Words, measure: MeasureShown, reading: ReadingShown, *, scored: bool) -> str | None:
    if scored:
        return say_mean(reading.scores, mean_places(measure), w) if reading.scores is not None else None
    return _text(w, reading.share, several=True) if reading.share is not None else None
