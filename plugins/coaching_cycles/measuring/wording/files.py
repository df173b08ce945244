"""The readings of a measure as rows of a file that a spreadsheet opens."""

from __future__ import annotations

from collections.abc import Iterator

from coaching_cycles.measuring.figures import MeasureShown, ReadingShown, Scores
from coaching_cycles.measuring.growth import different_form
from coaching_cycles.measuring.wording.amounts import say_band, say_number
from coaching_cycles.measuring.wording.readings import say_form, say_label
from coaching_cycles.measuring.wording.tables import (
    Column,
    list_groups,
    name_levels,
    say_percent_cell,
    say_proficient,
)
from coaching_cycles.words import Words


def list_rows(measure: MeasureShown, w: Words) -> tuple[tuple[str, ...], ...]:
    """Return the readings as rows, headers first: bare numbers, dates as 2012-10-02, "" for nothing.

    What a policy coded stays in words ("fewer than 3"), so that no other number is taken for it. Who changed
    stands in the row of the reading after. Cells are not guarded against formulas: the writer of the file is.
    """
    shown = [r for r in measure.readings if r.share or r.scores or r.levels]
    if not shown:
        return ()
    columns: list[Column] = [
        (w("measure.table.reading"), [say_label(r, w) for r in shown]),
        (w("measure.table.date"), [r.date or "" for r in shown]),
        (w("measure.table.form"), [say_form(r, w) for r in shown]),
        (w("measure.table.students"), [_students(r, w) for r in shown]),
        (w("measure.table.proficient"), [say_proficient(r, w) for r in shown]),
        (w("measure.table.percent"), [_percent(r, w) for r in shown]),
        (w("measure.table.mean"), [_typed(r.scores, "mean") for r in shown]),
        (w("measure.table.out_of"), [_typed(r.scores, "out_of") for r in shown]),
        (w("measure.table.sd"), [_typed(r.scores, "sd") for r in shown]),
        (w("measure.table.absent"), [say_number(r.absent, w) if r.absent else "" for r in shown]),
        *_level_columns(measure, shown, w),
        *_group_columns(measure, shown, w),
    ]
    kept = [(head, cells) for head, cells in columns if any(cells)]
    rows = (tuple(cells[i] for _, cells in kept) for i in range(len(shown)))
    return (tuple(head for head, _ in kept), *rows)


def _students(reading: ReadingShown, w: Words) -> str:
    if reading.students is not None:
        return say_number(reading.students, w)
    return w.number(sum(band.count.high for band in reading.levels)) if reading.levels else ""


def _percent(reading: ReadingShown, w: Words) -> str:
    share, said = reading.share, say_percent_cell(reading, w)
    exact = share is not None and share.percent[0] == share.percent[1]
    return str(share.percent[0]) if said and exact and share is not None else said


def _typed(scores: Scores | None, name: str) -> str:
    if scores is None:
        return ""
    value = {"mean": scores.mean, "out_of": scores.out_of, "sd": scores.sd}[name]
    return "" if value is None else str(value)


def _level_columns(measure: MeasureShown, shown: list[ReadingShown], w: Words) -> list[Column]:
    """One column a level, or for neighbours shown as one; they need not be joined alike in every reading."""
    names = measure.instrument.levels if measure.instrument is not None else ()
    heads = {
        (band.first, band.last): say_band(band, names, w) for reading in shown for band in reading.levels
    }
    return [
        (
            heads[place],
            [
                next((say_number(b.count, w) for b in r.levels if (b.first, b.last) == place), "")
                for r in shown
            ],
        )
        for place in sorted(heads)
    ]


def _group_columns(measure: MeasureShown, shown: list[ReadingShown], w: Words) -> list[Column]:
    return [
        (group, [students if reading is measure.after else "" for reading in shown])
        for group, students in (*list_groups(measure, w), *_moves(measure, w))
    ]


def _moves(measure: MeasureShown, w: Words) -> Iterator[tuple[str, str]]:
    """Who moved from which level to which: a column for each cell of the table of moves."""
    if measure.moved is None or different_form(measure):
        return
    names = name_levels(measure, w, len(measure.moved))
    for start, row in zip(names, measure.moved, strict=True):
        for end, count in zip(names, row, strict=True):
            yield w("measure.table.move", start=start, end=end), w.number(count)
