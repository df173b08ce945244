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
        start, end, planned = dates.start, dates.end, dates.planned_end
        if end is not None and not precedes(start, end):
            findings.tell("E401.end", ("dates", "end"), end=end, start=start)
        if planned is not None and not precedes(start, planned):
            findings.tell("E401.planned", ("dates", "planned_end"), end=planned, start=start)
    for path, _, measure in measures(record):
        _check_readings([(place, r.date) for place, r in readings(measure, path) if r.date], findings)
    _check_span(record, findings)
    _check_approval(record, findings)


def _check_readings(dated: list[tuple[Path, PartialDate]], findings: Findings) -> None:
    """Readings in the order in which they should have been taken, each against those before it."""
    taken: list[tuple[Path, PartialDate]] = []
    for place, day in dated:
        if not taken or precedes(taken[-1][1], day):
            taken.append((place, day))
            continue
        (last, latest), earlier = taken[-1], taken[-2:-1]
        if isinstance(last[-1], int) and earlier and precedes(earlier[0][1], day):
            # A single check that is later than what follows it is what does not fit.
            taken[-1] = (place, day)
            where, other = (*last, "date"), _name(place)
            findings.tell("E402.late", where, name=_name(last), date=latest, other=other, latest=day)
        else:
            where, other = (*place, "date"), _name(last)
            findings.tell("E402.order", where, name=_name(place), date=day, other=other, latest=latest)


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
