"""A strip of cycles: one dumbbell a row with its own interval, by date; and its table.

Nothing is pooled, averaged or ordered by result. Each team had its own assessment and its own mark for
proficient: rows of another one stand on another axis, and both are said in the table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from coaching_cycles import charts
from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.measuring.wording import MeasureWords, words_for
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code
from coaching_cycles.views.cards import foreign, shorten, when
from coaching_cycles.views.data.spreadsheet import write_rows
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.figures import make_pen, share_row
from coaching_cycles.views.page import Asset

DRAWN = 40
"""Rows of the chart: as many as one can look at."""

LISTED = 200
"""Rows of the table, and cycles without a row; the rest is in the data files."""


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
    without: int
    """Cycles without a row, those that are not listed included."""
    csv: str
    """Link to the numbers of its table; of the whole portfolio where there is no chart."""
    data: str
    """Link to the numbers of the whole portfolio."""
    file: Asset | None
    """The numbers of its table."""
    how: str
    """Link to how a page is read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row in the making: a measure of a cycle, and how it is said."""

    cycle: PublishedCycle
    measure: MeasureShown
    said: MeasureWords

    @property
    def label(self) -> str:
        """The cycle and, where the row is a part of it, which one."""
        part = self.measure.section or (_target(self) if self.measure.target is not None else "")
        return " – ".join(text for text in (self.cycle.record.title, part) if text)


def make_strip(
    desk: Desk,
    here: str,
    cycles: Iterable[PublishedCycle],
    uid: str = "strip",
    tied: Collection[Code] = (),
) -> Strip | None:
    """The strip of some cycles, in their order, for the page at `here`; None where there is nothing to say.

    A cycle is there with the measures of its goal, and where these have nothing to draw with those of its
    learning targets: of the targets `tied` to a standard, where there are such.
    """
    rows: list[Found] = []
    asides: list[Aside] = []
    for cycle in cycles:
        chosen = find_rows(desk, cycle, tied)
        rows += chosen
        if not chosen:
            asides.append(_aside(desk, here, cycle))
    if not rows and not any(aside.text for aside in asides):
        return None
    return lay_out(desk, here, rows, uid, asides=asides)


def lay_out(
    desk: Desk,
    here: str,
    rows: Sequence[Found],
    uid: str,
    *,
    labels: Sequence[str] = (),
    asides: Sequence[Aside] = (),
) -> Strip:
    """The chart, table and CSV of some rows; `labels` stand in the chart in place of their own."""
    drawn = rows[:DRAWN]
    listed = rows[:LISTED]
    file = None
    if rows:
        content = write_rows(desk, [(row.cycle, row.measure) for row in listed])
        file = Asset(f"{here}{uid}.csv", content)
    data = desk.link(here, "data/cycles.csv")
    return Strip(
        uid=uid,
        chart=_draw(desk, drawn, uid, labels) if drawn else None,
        drawn=len(drawn),
        lines=tuple(_line(desk, here, row) for row in listed),
        rest=len(rows) - len(listed),
        asides=tuple(asides[:LISTED]),
        without=len(asides),
        csv=f"{uid}.csv" if file is not None else data,
        data=data,
        file=file,
        how=desk.link(here, "about/#how-to-read"),
    )


def find_rows(desk: Desk, cycle: PublishedCycle, tied: Collection[Code] = ()) -> list[Found]:
    """The rows of a cycle: its measures that can be drawn."""
    return [Found(cycle, m, words_for(m, desk.words)) for m in measures(cycle, tied) if drawable(m)]


def measures(cycle: PublishedCycle, tied: Collection[Code] = ()) -> tuple[MeasureShown, ...]:
    """The measures that stand for a cycle: of the goal, else of the tied targets, else of all targets."""
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
    """True when both ends are shares of a known number of students; other percents are in no roll-up."""
    ends = (measure.before, measure.after)
    return all(end is not None and end.share is not None and end.share.whole is not None for end in ends)


def _draw(desk: Desk, rows: Sequence[Found], uid: str, labels: Sequence[str]) -> charts.Chart:
    w = desk.words
    pen = make_pen(desk)
    said = [w("shelf.strip.said", title=row.label, text=row.said.row or row.said.headline) for row in rows]
    caption = charts.Caption(w("shelf.strip.title"), " ".join(said), uid, once=True)
    drawn = [_row(desk, row) for row in rows]
    if labels:
        drawn = [replace(row, label=label) for row, label in zip(drawn, labels, strict=True)]
    return charts.strip(drawn, pen.names, caption, cache=pen.cache)


def _row(desk: Desk, found: Found) -> charts.Row:
    row = share_row(desk.words, found.measure, found.label)
    about = (
        desk.library.school(found.cycle.school).record.name,
        when(desk, found.cycle),
        row.students,
    )
    said = " · ".join(part for part in about if part)
    # Without a level two cycles may mean different things by "proficient", whatever the assessment.
    tool = found.measure.instrument
    scale = found.said.measured if tool is not None and tool.proficient is not None else ""
    return replace(row, students=said, scale=scale)


def _target(row: Found) -> str:
    targets, number = row.cycle.record.targets or (), row.measure.target or 0
    return targets[number - 1].text if 0 < number <= len(targets) else ""


def _line(desk: Desk, here: str, row: Found) -> Line:
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
    text, quote = instead(desk, cycle)
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


def instead(desk: Desk, cycle: PublishedCycle) -> tuple[str, bool]:
    """What a cycle has in place of a row: other figures in words, else what was seen."""
    for measure in cycle.all_measures:
        if (said := words_for(measure, desk.words)).headline:
            return said.headline, False
    notes = [r.note for m in cycle.all_measures for r in reversed(m.readings) if r.note]
    return (shorten(notes[0]), True) if notes else ("", False)
