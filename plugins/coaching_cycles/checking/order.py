"""Dates that cannot be in the order in which they stand, and readings that the status rules out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import measures, readings
from coaching_cycles.problems import word

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Record
    from coaching_cycles.values import PartialDate


def precedes(first: PartialDate, second: PartialDate) -> bool:
    """True when `first` may be on or before `second`: partial dates are given the benefit of the doubt."""
    return first.first <= second.last


def check_order(record: Record, findings: Findings) -> None:
    """Every check of dates."""
    dates = record.dates
    if dates is not None and dates.start is not None:
        for name in ("end", "planned_end"):
            end: PartialDate | None = getattr(dates, name)
            if end is not None and not precedes(dates.start, end):
                findings.tell("E401.end", ("dates", name), end=end, start=dates.start)
    for path, _, measure in measures(record):
        latest: tuple[PartialDate, Path] | None = None
        for place, reading in readings(measure, path):
            if reading.date is None:
                continue
            if latest is not None and not precedes(latest[0], reading.date):
                findings.tell(
                    "E402.order",
                    (*place, "date"),
                    name=_name(place),
                    date=reading.date,
                    other=_name(latest[1]),
                    latest=latest[0],
                )
            else:
                latest = (reading.date, place)
    _check_span(record, findings)
    _check_approval(record, findings)


def _check_approval(record: Record, findings: Findings) -> None:
    start = record.dates.start if record.dates is not None else None
    approved_on = record.approved.on if record.approved is not None else None
    if start is None or approved_on is None or record.status != "complete":
        return
    if not precedes(start, approved_on):
        findings.tell("W403.approved", ("approved", "on"), on=approved_on, start=start)


def _check_span(record: Record, findings: Findings) -> None:
    """Readings and evidence of a time that the cycle did not cover: most likely a wrong year."""
    dates = record.dates
    if dates is None or dates.start is None or dates.end is None:
        return
    for place, day in [
        *(
            ((*p, "date"), r.date)
            for path, _, m in measures(record)
            for p, r in readings(m, path)
            if p[-1] == "after"
        ),
        *((("evidence", i, "date"), note.date) for i, note in enumerate(record.evidence or ())),
    ]:
        if day is not None and abs(day.year - dates.start.year) > 1:
            findings.tell("W404.far", place, day=day, start=dates.start, end=dates.end)


def _name(path: Path) -> str:
    last = path[-1]
    return word("E402.check", number=last + 1) if isinstance(last, int) else f"`{last}`"
