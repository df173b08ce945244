"""A measure on a cycle's page: sentence, charts, tables and file, readings in words, what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coaching_cycles.charts import Chart
from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.measuring.wording import Context, MeasureWords, TableWords, words_for
from coaching_cycles.measuring.wording.amounts import begin_sentence, say_not_yet
from coaching_cycles.views.cycle.desk import CycleDesk
from coaching_cycles.views.cycle.files import TARGETS, csv_path
from coaching_cycles.views.figures import Pen, draw_measure


@dataclass(frozen=True, slots=True)
class Quote:
    """What the author saw at one reading."""

    role: str
    label: str
    date: str
    machine_date: str
    form: str
    text: Markup


@dataclass(frozen=True, slots=True)
class Panels:
    """A figure as chart, table and CSV. `key` is its id on the page, `csv` a link or ""."""

    key: str
    label: str
    charts: tuple[Chart, ...]
    tables: tuple[TableWords, ...]
    csv: str


@dataclass(frozen=True, slots=True)
class Block:
    """A measure, ready for `macros/measure.html`.

    `heading` is its class or group, where the cycle has several measures; `panels` is None for readings in
    words. `leaves_out` has a line wherever there is a figure; `limits` is the author's.
    """

    key: str
    heading: str
    words: MeasureWords
    panels: Panels | None
    quotes: tuple[Quote, ...]
    leaves_out: tuple[str, ...]
    limits: Markup | None = None


@dataclass(frozen=True, slots=True)
class NotYet:
    """Who is not there yet: how many, what comes next in the author's words, and whether it lasted."""

    counts: tuple[str, ...]
    text: Markup | None
    later: tuple[str, ...]


def make_blocks(c: CycleDesk, pen: Pen) -> tuple[Block, ...]:
    """The measures of the goal."""
    measures = c.cycle.measures
    unmeasured = tuple(n for n, found in enumerate(c.cycle.target_measures, start=1) if not found)
    limits = c.cycle.record.exemplar.limits if c.cycle.record.exemplar is not None else None
    found = []
    for at, measure in enumerate(measures):
        heading = measure_name(measure) if len(measures) > 1 else measure.section or ""
        title = ": ".join(part for part in (c.words("cycle.heading.measures"), heading) if part)
        # What holds for the whole cycle would repeat itself beside every class.
        context = Context(unmeasured=unmeasured if at == 0 else ())
        said = c.line(limits) if limits and at == 0 else None
        found.append(make_block(c, pen, measure, title, context, heading=heading, limits=said))
    return tuple(found)


def measure_name(measure: MeasureShown) -> str:
    """What tells a measure from its neighbours: the class or group, else the assessment."""
    return measure.section or (measure.instrument.title if measure.instrument is not None else "")


def make_block(
    c: CycleDesk,
    pen: Pen,
    measure: MeasureShown,
    title: str,
    context: Context,
    *,
    heading: str = "",
    limits: Markup | None = None,
) -> Block:
    """One measure. `title` says what was measured, for whoever hears the page."""
    said = words_for(measure, c.words, context=context)
    panels = None
    if said.tables:
        # A target is a heading of the page.
        named = f"t{measure.target}" if measure.target is not None else ""
        key = TARGETS if measure.target is not None else measure.key
        panels = Panels(
            key=measure.key,
            label=title,
            charts=draw_measure(pen, measure, said, title, named),
            tables=said.tables,
            csv=c.url(csv_path(c.cycle, key)) if said.csv else "",
        )
    # Beside every figure, whatever else there is to say: that one group has no comparison.
    leaves_out = (*said.leaves_out, said.footer) if panels is not None else _missing(c, measure)
    return Block(
        key=measure.key,
        heading=heading,
        words=said,
        panels=panels,
        quotes=_quotes(c, measure, said),
        leaves_out=leaves_out,
        limits=limits if panels is not None else None,
    )


def _missing(c: CycleDesk, measure: MeasureShown) -> tuple[str, ...]:
    """What readings in words lack: a before or an after."""
    ends = ((measure.before, "measure.out.no_before"), (measure.after, "measure.out.no_after"))
    return tuple(c.words(key) for reading, key in ends if reading is None) if measure.readings else ()


def _quotes(c: CycleDesk, measure: MeasureShown, said: MeasureWords) -> tuple[Quote, ...]:
    return tuple(
        Quote(
            reading.role,
            words.label,
            words.date,
            reading.date or "",
            words.form,
            c.blocks(reading.note, 5),
        )
        for reading, words in zip(measure.readings, said.readings, strict=True)
        if reading.note
    )


def make_not_yet(c: CycleDesk, blocks: Sequence[Block]) -> NotYet | None:
    """Who is not there yet, from the published readings of the goal; None where nothing is said about it."""
    counts = [_count(c, m, b) for m, b in zip(c.cycle.measures, blocks, strict=True)]
    later = [_named(b, b.words.follow_up) for b in blocks if b.words.follow_up]
    text = c.cycle.record.still_need
    if not (any(counts) or text or later):
        return None
    return NotYet(tuple(filter(None, counts)), c.blocks(text, 3) if text else None, tuple(later))


def _count(c: CycleDesk, measure: MeasureShown, block: Block) -> str:
    """How many of how many were not there yet, or "" where that is not published."""
    after = measure.after
    share = after.share if after is not None else None
    if after is None or share is None or share.whole is None:
        return ""
    whole, said = share.whole.high, say_not_yet(share, c.words)
    if after.date:
        return _named(
            block, c.words("cycle.not_yet.dated", n=whole, share=said, date=c.words.date(after.date))
        )
    return _named(block, c.words("cycle.not_yet.undated", n=whole, share=said))


def _named(block: Block, text: str) -> str:
    return f"{block.heading}: {text}" if block.heading else begin_sentence(text)
