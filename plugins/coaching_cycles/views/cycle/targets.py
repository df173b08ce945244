"""The learning targets of a cycle: one figure of all that were counted, and each with its readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coaching_cycles import charts
from coaching_cycles.library import standard_address
from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.measuring.wording import Context, TableWords
from coaching_cycles.views.cycle.desk import CycleDesk, Link
from coaching_cycles.views.cycle.files import TARGETS, csv_path
from coaching_cycles.views.cycle.measures import Block, Panels, make_block, measure_name
from coaching_cycles.views.figures import Pen, share_row


@dataclass(frozen=True, slots=True)
class TargetShown:
    """A learning target with its measures; one without was not measured."""

    number: int
    text: Markup
    plain: str
    kind: str
    chips: tuple[Link, ...]
    measures: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Targets:
    """All learning targets; `panels` are the one figure of those with shares, beside it `leaves_out`."""

    items: tuple[TargetShown, ...]
    panels: Panels | None
    leaves_out: tuple[str, ...]


def make_targets(c: CycleDesk, pen: Pen) -> Targets:
    """The learning targets in their order, measured or not."""
    items = tuple(_target(c, pen, number) for number in range(1, len(c.cycle.record.targets or ()) + 1))
    panels = _overview(c, pen, items)
    return Targets(items, panels, _shared(c, items) if panels is not None else ())


def _target(c: CycleDesk, pen: Pen, number: int) -> TargetShown:
    target = (c.cycle.record.targets or ())[number - 1]
    found = c.cycle.target_measures[number - 1]
    codes = dict.fromkeys(standard.code for standard in c.cycle.target_standards[number - 1])
    text = c.line(target.text)
    plain = text.striptags()
    title = c.words("cycle.target_titled", n=number, text=plain)
    return TargetShown(
        number,
        text,
        plain,
        c.words(f"cycle.kind.{target.kind}") if target.kind is not None else "",
        tuple(Link(code.code, c.url(standard_address(code))) for code in codes),
        tuple(
            make_block(c, pen, m, title, Context(), heading=measure_name(m) if len(found) > 1 else "")
            for m in found
        ),
    )


def _has_share(measure: MeasureShown) -> bool:
    """True when before or after is a share of a known number of students: what one axis can hold."""
    ends = (measure.before, measure.after)
    return any(r is not None and r.share is not None and r.share.whole is not None for r in ends)


def _overview(c: CycleDesk, pen: Pen, items: Sequence[TargetShown]) -> Panels | None:
    """One figure of all targets, each with its own number of students; None where no target has shares."""
    w = c.words
    rows: list[charts.Row] = []
    cells: list[tuple[str, ...]] = []
    spoken: list[str] = []
    for item, measures in zip(items, c.cycle.target_measures, strict=True):
        label = w("cycle.target_row", n=item.number, text=item.plain)
        drawn = [(m, b) for m, b in zip(measures, item.measures, strict=True) if _has_share(m)]
        for measure, block in drawn:
            name = f"{label} – {block.heading}" if block.heading else label
            rows.append(share_row(w, measure, name))
            cells.append((name, *_cells(c, block)))
            spoken.append(f"{name}: {block.words.row or block.words.headline}.")
        if not drawn:
            why = w("cycle.not_on_axis") if measures else w("cycle.not_measured_short")
            rows.append(charts.Row(label, why))
            cells.append((label, why, *2 * (w("measure.table.nothing"),)))
            spoken.append(f"{label}: {why}.")
    if not any(row.before or row.after for row in rows):
        return None
    title = w("cycle.heading.targets")
    caption = charts.Caption(title, " ".join(spoken), TARGETS, once=True, named="targets")
    heads = (
        w("cycle.table.target"),
        w("measure.reading.before"),
        w("measure.reading.after"),
        w("measure.details.change"),
    )
    return Panels(
        key=TARGETS,
        label=title,
        charts=(charts.dumbbell(rows, pen.names, caption, intervals=True, cache=pen.cache),),
        tables=(TableWords("readings", title, heads, tuple(cells)),),
        csv=c.url(csv_path(c.cycle, TARGETS)),
    )


def _cells(c: CycleDesk, block: Block) -> tuple[str, str, str]:
    pair = {reading.role: reading.text for reading in block.words.readings}
    nothing = c.words("measure.table.nothing")
    return pair.get("before") or nothing, pair.get("after") or nothing, block.words.change or nothing


def _shared(c: CycleDesk, items: Iterable[TargetShown]) -> tuple[str, ...]:
    """What the figures of the targets leave out: each sentence once, with the targets that it is about."""
    about: dict[str, dict[str, None]] = {}
    measured: dict[str, None] = {}
    unmeasured = [str(item.number) for item in items if not item.measures]
    for item in items:
        for block in item.measures:
            if block.panels is not None:
                measured[str(item.number)] = None
                for line in block.leaves_out:
                    about.setdefault(line, {})[str(item.number)] = None
    said = [
        line
        if len(numbers) == len(measured) > 1 or line == c.words("measure.out.footer")
        else c.words("cycle.out_target", n=len(numbers), targets=c.words.list(numbers), text=line)
        for line, numbers in about.items()
    ]
    if unmeasured:
        targets = c.words.list(unmeasured)
        said.append(c.words("measure.out.unmeasured", n=len(unmeasured), targets=targets))
    return tuple(said)
