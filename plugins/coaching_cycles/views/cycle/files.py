"""The files beside a cycle's page: the figures as CSV, and a record to start from."""

from __future__ import annotations

import json
from collections.abc import Iterator

from coaching_cycles.measuring.wording import words_for
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.cycle.start import FILE, starter
from coaching_cycles.views.data.spreadsheet import write_table
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.page import Asset
from coaching_cycles.words import Words
from coaching_cycles.writing.remix import filled, remix

TARGETS = "targets"
"""Key of the figure of all learning targets."""


def file_path(cycle: PublishedCycle, name: str) -> str:
    """Where a file of ours lies in the site. A file of the record that has this name already keeps it."""
    while cycle.attachment(name) is not None:
        name = f"page-{name}"
    return cycle.address + name


def csv_path(cycle: PublishedCycle, key: str) -> str:
    """Where the CSV of a figure lies: one a measure of the goal, one for all learning targets."""
    return file_path(cycle, f"{key}.csv")


def starter_path(cycle: PublishedCycle) -> str:
    """Where the record to start from lies."""
    return file_path(cycle, FILE)


def write_files(desk: Desk, cycle: PublishedCycle) -> Iterator[Asset]:
    """All files of one cycle. No cell can be taken for a formula."""
    yield Asset(starter_path(cycle), starter(desk, cycle))
    yield Asset(
        file_path(cycle, "start.json"),
        json.dumps(filled(remix(cycle.record, cycle.id)), ensure_ascii=False, separators=(",", ":")).encode(),
    )
    for measure in cycle.measures:
        rows = words_for(measure, desk.words).csv
        if rows:
            yield Asset(csv_path(cycle, measure.key), write_table(rows))
    table = _target_rows(cycle, desk.words)
    if len(table) > 1:
        yield Asset(csv_path(cycle, TARGETS), write_table(table))


def _target_rows(cycle: PublishedCycle, w: Words) -> list[tuple[str, ...]]:
    """The readings of all targets in one table: each row says its target."""
    number, target, section = w("cycle.table.number"), w("cycle.table.target"), w("cycle.table.section")
    heads = dict.fromkeys((number, target, section))
    found: list[dict[str, str]] = []
    texts = [t.text for t in cycle.record.targets or ()]
    for measure in (m for part in cycle.target_measures for m in part):
        rows = words_for(measure, w).csv
        if not rows or measure.target is None:
            continue
        heads.update(dict.fromkeys(rows[0]))
        about = {
            number: str(measure.target),
            target: texts[measure.target - 1],
            section: measure.section or "",
        }
        found += [about | dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    kept = [head for head in heads if any(row.get(head) for row in found)]
    return [tuple(kept), *(tuple(row.get(head, "") for head in kept) for row in found)]
