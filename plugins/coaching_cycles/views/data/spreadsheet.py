"""The portfolio as a spreadsheet: one row a cycle and measure, safe to open in any program."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO

from coaching_cycles.measuring.figures import Figure, MeasureShown, ReadingShown
from coaching_cycles.measuring.growth import coded_as_percent, too_few
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.measuring.wording.amounts import say_band
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.values import expand_grades
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.links import absolute
from coaching_cycles.words import Words

COLUMNS: dict[str, str] = {
    "school_name": "Name of the school.",
    "id": "School's folder and record's name.",
    "url": "The cycle's page.",
    "title": "The title.",
    "school": "The school's key.",
    "grades": "Single grades, separated by semicolons (a spreadsheet would take 9-12 for a date).",
    "subject": "The subject.",
    "status": "planned, active, complete or stopped.",
    "start": "First day.",
    "end": "Last day.",
    "standards": "Framework and code of each, separated by semicolons.",
    "goal": "The goal for students.",
    "measure": "Name of the measure; blank, as everything after it, for a cycle without one.",
    "target": "The learning target that was measured; blank for the goal as a whole.",
    "section": "Which class or group.",
    "assessment": "What was used.",
    **{
        f"{role}_{name}": text
        for role in ("before", "after", "follow_up")
        for name, text in {
            "date": "Date of the reading.",
            "form": "same, parallel or different.",
            "students": "Students assessed; 0..2 where only bounds are published.",
            "proficient": "How many were proficient, likewise.",
            "percent": "Percent proficient, likewise.",
            "levels": "Students at each level, low to high, separated by semicolons.",
            "mean": "Mean score in points.",
            "out_of": "Highest possible score.",
            "note": "What was seen, in words.",
        }.items()
    },
    "checks": "Checks on the way: date and proficient/students, percent or mean, separated by semicolons.",
    "kept": "Same students: proficient both times.",
    "gained": "Same students: proficient after, not before.",
    "slipped": "Same students: proficient before, not after.",
    "not_yet": "Same students: neither time.",
    "sentence": "The result in a sentence, as on the page.",
    "sure": "How far chance could explain it.",
    "leaves_out": "What these numbers leave out, sentence by sentence.",
}
"""Every column of `cycles.csv`, for the handbook. One row a cycle and measure."""

_READING = ("date", "students", "proficient", "percent")
_ROW = (
    *("title", "school_name", "status", "start", "end", "target", "section", "assessment"),
    *(f"{role}_{name}" for role in ("before", "after") for name in _READING),
    *("change", "interval", "url"),
)
"""Columns of the CSV beside a figure of several cycles: what its table says, as bare numbers."""

_DAYS = ("title", "school_name", "status", "start", "end", "planned_end", "assessed", "url")
"""Columns of the CSV beside a timeline."""

_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""First characters that make a spreadsheet run or swallow a cell.

The wide forms count in East Asian versions of Excel.
"""


def write_csv(desk: Desk) -> str:
    """The text of `cycles.csv`.

    No cell can be taken for a formula; there are no negative numbers among the columns.
    """
    return write_rows_of(rows(desk, desk.library.cycles), begin=True)


def write_rows_of(made: Iterable[Mapping[str, str]], *, begin: bool = False) -> str:
    """Rows of `cycles.csv`, below its header where they `begin` the file."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    if begin:
        writer.writerow(COLUMNS)
    writer.writerows([row.get(name, "") for name in COLUMNS] for row in made)
    return out.getvalue()


def write_rows(desk: Desk, found: Iterable[tuple[PublishedCycle, MeasureShown]]) -> bytes:
    """The CSV of a figure of several cycles: a row a measure, only the columns in which something stands."""
    made = [
        _cycle_cells(desk, cycle) | _measure_cells(cycle, measure, desk.words) | _change(measure, desk.words)
        for cycle, measure in found
    ]
    return write_filled(_ROW, made)


def write_dates(desk: Desk, found: Iterable[tuple[PublishedCycle, Mapping[str, str]]]) -> bytes:
    """The CSV of a timeline: when each cycle ran, and what more is known of its days."""
    made = [{**_cycle_cells(desk, cycle), **days} for cycle, days in found]
    return write_filled(_DAYS, made)


def write_filled(names: Iterable[str], made: Sequence[Mapping[str, str]]) -> bytes:
    """Rows by the names of their columns, without the columns in which nothing stands."""
    heads = [name for name in names if any(row.get(name) for row in made)]
    return write_table([heads, *([row.get(head, "") for head in heads] for row in made)])


def write_table(table: Iterable[Iterable[str]]) -> bytes:
    """A table as a CSV file, headers first. No cell can be taken for a formula."""
    out = StringIO(newline="")
    csv.writer(out).writerows([guard(cell) for cell in row] for row in table)
    # The mark at the beginning tells spreadsheet programs that the text is UTF-8.
    return out.getvalue().encode("utf-8-sig", "replace")


def _change(measure: MeasureShown, words: Words) -> dict[str, str]:
    said = words_for(measure, words)
    return {"change": said.change, "interval": said.interval}


def rows(desk: Desk, cycles: Iterable[PublishedCycle]) -> Iterator[dict[str, str]]:
    """Rows of `cycles.csv`: filled cells by column, none of which can be taken for a formula."""
    for cycle in cycles:
        shared = _cycle_cells(desk, cycle)
        for measure in cycle.all_measures or (None,):
            cells = shared if measure is None else {**shared, **_measure_cells(cycle, measure, desk.words)}
            yield {name: guard(text) for name, text in cells.items()}


def guard(text: str) -> str:
    """A cell that no spreadsheet runs: one that begins like a formula gets an apostrophe before it.

    Leading spaces and invisible characters are looked through; NUL is dropped.
    """
    clean = text.replace("\0", "")
    if clean[:1].isalnum():
        return clean
    start = clean.lstrip(" \u00a0\u200b\u200c\u200d\u2060\ufeff")
    return f"'{clean}" if start and (start[0] in _FORMULA or clean[0] in _FORMULA) else clean


def _cycle_cells(desk: Desk, cycle: PublishedCycle) -> dict[str, str]:
    record = cycle.record
    dates = record.dates
    return {
        "school_name": desk.library.school(cycle.school).record.name,
        "id": cycle.id,
        "url": absolute(desk, cycle.address),
        "title": _said(record.title),
        "school": cycle.school,
        "grades": "; ".join(expand_grades(record.grades or ())),
        "subject": _said(record.subject),
        "status": _said(record.status),
        "start": _said(dates.start) if dates is not None else "",
        "end": _said(dates.end) if dates is not None else "",
        "standards": "; ".join(
            dict.fromkeys(f"{standard.code.framework} {standard.code.code}" for standard in cycle.standards)
        ),
        "goal": _said(record.goal),
    }


def _said(value: object) -> str:
    """A value as text. A portfolio may hide any field, so even a required one can be None."""
    return "" if value is None else str(value)


def _measure_cells(cycle: PublishedCycle, measure: MeasureShown, words: Words) -> dict[str, str]:
    said = words_for(measure, words)
    targets = cycle.record.targets or ()
    cells = {
        "measure": measure.key,
        "target": targets[measure.target - 1].text if measure.target is not None else "",
        "section": measure.section or "",
        "assessment": measure.instrument.title if measure.instrument is not None else "",
        "checks": "; ".join(_check(check) for check in measure.checks),
        "sentence": said.headline,
        "sure": said.sure,
        "leaves_out": " ".join(said.leaves_out),
    }
    if (table := measure.matched) is not None:
        counts = {
            "kept": table.kept,
            "gained": table.gained,
            "slipped": table.slipped,
            "not_yet": table.not_yet,
        }
        cells |= {name: str(count) for name, count in counts.items()}
    for role, reading in (
        ("before", measure.before),
        ("after", measure.after),
        ("follow_up", measure.follow_up),
    ):
        if reading is not None:
            cells |= {f"{role}_{name}": text for name, text in _reading_cells(reading).items()}
            levels = measure.instrument.levels if measure.instrument is not None else ()
            cells[f"{role}_levels"] = "; ".join(
                f"{say_band(band, levels, words)}: {_bounds(band.count)}" for band in reading.levels
            )
    return cells


def _reading_cells(reading: ReadingShown) -> dict[str, str]:
    share, scores = reading.share, reading.scores
    return {
        "date": reading.date or "",
        "form": reading.form if reading.role != "before" else "",
        "students": _bounds(reading.students),
        "proficient": _bounds(share.part) if share is not None and not coded_as_percent(share) else "",
        "percent": _bounds(share.percent) if share is not None and not too_few(share) else "",
        "mean": str(scores.mean) if scores is not None else "",
        "out_of": str(scores.out_of) if scores is not None and scores.out_of is not None else "",
        "note": reading.note or "",
    }


def _check(reading: ReadingShown) -> str:
    cells = _reading_cells(reading)
    fraction = (
        f"{cells['proficient']}/{cells['students']}" if cells["proficient"] and cells["students"] else ""
    )
    percent = f"{cells['percent']}%" if cells["percent"] else ""
    return " ".join(
        part for part in (cells["date"], fraction or percent or cells["mean"] or cells["note"]) if part
    )


def _bounds(value: Figure | tuple[Decimal, Decimal] | None) -> str:
    if value is None:
        return ""
    low, high = (value.low, value.high) if isinstance(value, Figure) else value
    return str(low) if low == high else f"{low}..{high}"
