"""A measure as tables: the readings, the students at each level, who changed, who moved where."""

from __future__ import annotations

from collections.abc import Iterator

from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.measuring.growth import FEWEST, coded_as_percent, different_form
from coaching_cycles.measuring.wording.amounts import (
    plain,
    say_number,
    say_part_alone,
    say_percent,
)
from coaching_cycles.measuring.wording.readings import say_date, say_form, say_label, say_levels
from coaching_cycles.measuring.wording.shapes import Context, TableWords
from coaching_cycles.words import Words

Column = tuple[str, list[str]]
_GROUPS = {
    ("up",): "measure.table.up",
    ("up", "same"): "measure.table.up_same",
    ("same",): "measure.table.same",
    ("same", "down"): "measure.table.same_down",
    ("down",): "measure.table.down",
}


def lay_out(measure: MeasureShown, w: Words, context: Context) -> tuple[TableWords, ...]:
    """Return the tables of a measure, those of its readings first; none where nothing is counted."""
    made = (
        _readings(measure, w, context),
        _levels(measure, w, context),
        _groups(measure, w, context),
        _grid(measure, w, context),
    )
    return tuple(table for table in made if table is not None)


def list_groups(measure: MeasureShown, w: Words) -> Iterator[tuple[str, str]]:
    """Yield (group, students) for the matched students: who gained and slipped, who moved up and down."""
    if different_form(measure):
        return
    table = measure.matched
    if table is not None:
        yield w("measure.table.gained"), w.number(table.gained)
        yield w("measure.table.slipped"), w.number(table.slipped)
        yield w("measure.table.kept"), w.number(table.kept)
        yield w("measure.table.not_yet"), w.number(table.not_yet)
    for group in measure.movement:
        yield w(_GROUPS[group.directions]), say_number(group.count, w)


def say_proficient(reading: ReadingShown, w: Words) -> str:
    """Return how many were proficient, for a cell: "7", "fewer than 3"; "" where only a percent is shown."""
    share = reading.share
    if share is None or share.part is None or share.whole is None or coded_as_percent(share):
        return ""
    return say_part_alone(share.part, share.whole.high, w)


def say_percent_cell(reading: ReadingShown, w: Words) -> str:
    """Return the percent for a cell: "28%", or "" for a coded count and for fewer than 10 students."""
    share = reading.share
    if share is None:
        return ""
    few = share.whole is not None and share.whole.high < FEWEST
    coded_count = share.part is not None and share.part.exact is None and not coded_as_percent(share)
    return "" if few or coded_count else say_percent(share, w)


def _readings(measure: MeasureShown, w: Words, context: Context) -> TableWords | None:
    shown = [r for r in measure.readings if r.share or r.scores]
    if not shown:
        return None
    columns: list[Column] = [
        (w("measure.table.reading"), [say_label(r, w) for r in shown]),
        (w("measure.table.date"), [say_date(r, w) for r in shown]),
        (w("measure.table.form"), [say_form(r, w) for r in shown]),
        (w("measure.table.students"), [_students(r, w) for r in shown]),
        (w("measure.table.proficient"), [say_proficient(r, w) for r in shown]),
        (w("measure.table.percent"), [say_percent_cell(r, w) for r in shown]),
        *_score_columns(shown, w),
        (w("measure.table.absent"), [_absent(r, w) for r in shown]),
    ]
    kept = [(head, cells) for head, cells in columns if any(cells)]
    nothing = w("measure.table.nothing")
    rows = tuple(tuple(cells[i] or nothing for _, cells in kept) for i in range(len(shown)))
    title = _caption("measure.table.readings", "measure.table.readings_plain", w, context)
    return TableWords("readings", title, tuple(head for head, _ in kept), rows)


def _score_columns(shown: list[ReadingShown], w: Words) -> list[Column]:
    """Scores as they were typed: sentence and chart round them, the table is where nothing is lost."""
    scores = [r.scores for r in shown]
    return [
        (w("measure.table.mean"), [w.number(s.mean) if s else "" for s in scores]),
        (w("measure.table.out_of"), [w.number(plain(s.out_of)) if s and s.out_of else "" for s in scores]),
        (w("measure.table.sd"), [w.number(s.sd) if s and s.sd is not None else "" for s in scores]),
    ]


def _levels(measure: MeasureShown, w: Words, context: Context) -> TableWords | None:
    rows = tuple(
        (say_label(r, w), level, share)
        for r in measure.readings
        for level, share in say_levels(r, measure, w)
    )
    if not rows:
        return None
    heads = (w("measure.table.reading"), w("measure.table.level"), w("measure.table.students"))
    title = _caption("measure.table.levels", "measure.table.levels_plain", w, context)
    return TableWords("levels", title, heads, rows)


def _groups(measure: MeasureShown, w: Words, context: Context) -> TableWords | None:
    rows = tuple(list_groups(measure, w))
    if not rows:
        return None
    title = _caption("measure.table.groups", "measure.table.groups_plain", w, context)
    return TableWords("groups", title, (w("measure.table.group"), w("measure.table.students")), rows)


def _grid(measure: MeasureShown, w: Words, context: Context) -> TableWords | None:
    if measure.moved is None or different_form(measure):
        return None
    names = name_levels(measure, w, len(measure.moved))
    rows = tuple((name, *map(w.number, cells)) for name, cells in zip(names, measure.moved, strict=True))
    title = _caption("measure.table.grid", "measure.table.grid_plain", w, context)
    return TableWords("grid", title, (w("measure.table.from"), *names), rows)


def name_levels(measure: MeasureShown, w: Words, size: int) -> list[str]:
    """The levels from low to high, numbered where the assessment does not name them."""
    given = measure.instrument.levels if measure.instrument is not None else ()
    return [given[i] if i < len(given) else w("measure.level", n=i + 1) for i in range(size)]


def _caption(titled: str, untitled: str, w: Words, context: Context) -> str:
    return w(titled, title=context.title) if context.title else w(untitled)


def _students(reading: ReadingShown, w: Words) -> str:
    students = reading.students
    return w("measure.table.not_reported") if students is None else say_number(students, w)


def _absent(reading: ReadingShown, w: Words) -> str:
    return say_number(reading.absent, w) if reading.absent is not None else ""
