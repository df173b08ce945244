"""A strip of cycles: one dumbbell a row with its own interval, all on one axis, by date; its table; and in words what has no row.

Nothing is pooled, averaged or ordered by result. Each team had its own assessment and its own mark for
proficient, which is said beside the chart and stands in the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from coaching_cycles import charts
from coaching_cycles.charts.cache import Cache
from coaching_cycles.measuring.figures import MeasureShown, Share
from coaching_cycles.measuring.growth import coded_as_percent, compare
from coaching_cycles.measuring.wording import MeasureWords, words_for
from coaching_cycles.measuring.wording.amounts import say_number, say_percent
from coaching_cycles.privacy.publish import PublishedCycle
from coaching_cycles.standards import Code
from coaching_cycles.views.cards import foreign, shorten, when
from coaching_cycles.views.desk import Desk

DRAWN = 40
"""Rows of the chart: as many as one can look at."""

LISTED = 200
"""Rows of the table; the rest is in the data files."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: a measure of a cycle. Texts are plain; "" where there is nothing to say."""

    title: str
    href: str
    lang: str | None
    part: str
    """Which target, class or group."""
    school: str
    date: str
    measured: str
    before: str
    after: str
    change: str
    interval: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A cycle without a row: what it has instead, in words, or its status."""

    title: str
    href: str
    lang: str | None
    about: str
    text: str
    quote: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """How several cycles went.

    `chart` is None where no cycle has shares to draw; `rest` counts rows that only the data have.
    """

    uid: str
    chart: charts.Chart | None
    drawn: int
    lines: tuple[Line, ...]
    rest: int
    asides: tuple[Aside, ...]
    csv: str
    """Link to the numbers of the whole portfolio."""
    how: str
    """Link to how a page is read."""


@dataclass(frozen=True, slots=True)
class _Found:
    cycle: PublishedCycle
    measure: MeasureShown
    said: MeasureWords


def make_strip(
    desk: Desk,
    here: str,
    cycles: Iterable[PublishedCycle],
    uid: str = "strip",
    tied: Collection[Code] = (),
) -> Strip | None:
    """The strip of some cycles, in their order, for the page at `here`; None where there are none.

    A cycle is there with the measures of its goal, and where these have nothing to draw with those of its
    learning targets: of the targets `tied` to a standard, where there are such.
    """
    rows: list[_Found] = []
    asides: list[Aside] = []
    for cycle in cycles:
        chosen = [m for m in measures(cycle, tied) if drawable(m)]
        rows += [_Found(cycle, m, words_for(m, desk.words)) for m in chosen]
        if not chosen:
            asides.append(_aside(desk, here, cycle))
    if not rows and not asides:
        return None
    drawn = rows[:DRAWN]
    return Strip(
        uid=uid,
        chart=_draw(desk, drawn, uid) if drawn else None,
        drawn=len(drawn),
        lines=tuple(_line(desk, here, row) for row in rows[:LISTED]),
        rest=max(0, len(rows) - LISTED),
        asides=tuple(asides),
        csv=desk.link(here, "data/cycles.csv"),
        how=desk.link(here, "about/#how-to-read"),
    )


def measures(cycle: PublishedCycle, tied: Collection[Code] = ()) -> tuple[MeasureShown, ...]:
    """The measures that stand for a cycle: those of the goal, else those of the tied targets, else of all targets."""
    if any(map(drawable, cycle.measures)):
        return cycle.measures
    of_tied = [
        measure
        for standards, of_target in zip(cycle.target_standards, cycle.target_measures, strict=False)
        if any(standard.code in tied for standard in standards)
        for measure in of_target
    ]
    return tuple(of_tied) if any(map(drawable, of_tied)) else cycle.all_measures


def drawable(measure: MeasureShown) -> bool:
    """True when both ends are shares of a known number of students: a percent of unknown students is in no roll-up."""
    ends = (measure.before, measure.after)
    return all(end is not None and end.share is not None and end.share.whole is not None for end in ends)


def _draw(desk: Desk, rows: list[_Found], uid: str) -> charts.Chart:
    w = desk.words
    names = charts.Words(
        before=w("measure.reading.before"),
        after=w("measure.reading.after"),
        lower=w("shelf.strip.lower"),
        between=w("shelf.strip.between"),
        interval=w("shelf.strip.interval"),
        percent=w.percent(0).replace("0", "{}"),
    )
    said = [w("shelf.strip.said", title=_label(row), text=row.said.row or row.said.headline) for row in rows]
    caption = charts.Caption(w("shelf.strip.title"), " ".join(said), uid)
    folder = desk.setting.cache_dir
    cache = Cache(folder) if folder is not None else None
    return charts.strip([_row(desk, row) for row in rows], names, caption, cache=cache)


def _row(desk: Desk, row: _Found) -> charts.Row:
    before, after = row.measure.before, row.measure.after
    shares = [end.share if end is not None else None for end in (before, after)]
    about = (
        desk.library.school(row.cycle.school).record.name,
        when(desk, row.cycle),
        _students(desk, shares),
    )
    return charts.Row(
        label=_label(row),
        students=" · ".join(part for part in about if part),
        before=shares[0],
        after=shares[1],
        texts=_texts(desk, shares),
        joined=compare(row.measure) is not None,
    )


def _label(row: _Found) -> str:
    part = row.measure.section or (_target(row) if row.measure.target is not None else "")
    return " – ".join(text for text in (row.cycle.record.title, part) if text)


def _target(row: _Found) -> str:
    targets, number = row.cycle.record.targets or (), row.measure.target or 0
    return targets[number - 1].text if 0 < number <= len(targets) else ""


def _students(desk: Desk, shares: list[Share | None]) -> str:
    """How many students, where both readings have the same number; it stands at the marks where they differ."""
    wholes = {share.whole for share in shares if share is not None}
    whole = next(iter(wholes)) if len(wholes) == 1 else None
    if whole is None or whole.exact is None:
        return ""
    return desk.words("measure.students", n=whole.exact, students=whole.exact)


def _texts(desk: Desk, shares: list[Share | None]) -> tuple[str, str] | None:
    """The numbers at the marks, where a policy shows only bounds: as they are said everywhere else."""
    if all(share is None or (share.part is not None and share.part.exact is not None) for share in shares):
        return None
    whole = len({share.whole for share in shares if share is not None}) > 1
    before, after = (_text(desk, share, whole=whole) if share is not None else "" for share in shares)
    return before, after


def _text(desk: Desk, share: Share, *, whole: bool) -> str:
    w, part = desk.words, share.part
    if part is None or share.whole is None or coded_as_percent(share):
        return say_percent(share, w)
    if part.exact is None and part.low > 0:
        said = w("number.or_more", x=part.low)
    else:
        said = say_number(part, w)
    return f"{said}/{say_number(share.whole, w)}" if whole else said


def _line(desk: Desk, here: str, row: _Found) -> Line:
    ends = {reading.role: reading for reading in row.said.readings}
    cycle = row.cycle
    return Line(
        title=cycle.record.title,
        href=desk.link(here, cycle.address),
        lang=foreign(desk, cycle),
        part=row.measure.section or _target(row),
        school=desk.library.school(cycle.school).record.name,
        date=when(desk, cycle),
        measured=row.said.measured,
        before=ends["before"].text if "before" in ends else "",
        after=ends["after"].text if "after" in ends else "",
        change=row.said.change,
        interval=row.said.interval,
    )


def _aside(desk: Desk, here: str, cycle: PublishedCycle) -> Aside:
    text, quote = _instead(desk, cycle)
    about = (
        desk.library.school(cycle.school).record.name,
        when(desk, cycle),
        desk.words(f"status.{cycle.record.status}"),
    )
    return Aside(
        title=cycle.record.title,
        href=desk.link(here, cycle.address),
        lang=foreign(desk, cycle),
        about=" · ".join(part for part in about if part),
        text=text,
        quote=quote,
    )


def _instead(desk: Desk, cycle: PublishedCycle) -> tuple[str, bool]:
    """What a cycle has in place of a row: figures of another sort in words, else what was seen, in the author's words."""
    for measure in cycle.all_measures:
        if (said := words_for(measure, desk.words)).headline:
            return said.headline, False
    notes = [r.note for m in cycle.all_measures for r in reversed(m.readings) if r.note]
    return (shorten(notes[0]), True) if notes else ("", False)
