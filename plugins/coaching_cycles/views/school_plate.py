"""Still on our plate: per cycle, how many students are not there yet, what the team says of them, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.model import LogEntry
from coaching_cycles.privacy.publish import PublishedCycle
from coaching_cycles.values import read_date
from coaching_cycles.views.cards import Card, card, headline_measure
from coaching_cycles.views.desk import Desk


@dataclass(frozen=True, slots=True)
class Plate:
    """What is left to do of one cycle. `need` and `steps` are the author's Markdown; the rest is plain text, "" for nothing."""

    card: Card
    not_yet: str
    need: str | None
    again: str
    next_date: str
    steps: tuple[str, ...]


def list_plate(desk: Desk, cycles: Iterable[PublishedCycle], here: str) -> tuple[Plate, ...]:
    """The cycles of which something is left to do, in their order, for the page at `here`."""
    found = (_plate(desk, cycle, here) for cycle in cycles if cycle.record.status != "planned")
    return tuple(plate for plate in found if plate is not None)


def _plate(desk: Desk, cycle: PublishedCycle, here: str) -> Plate | None:
    record = cycle.record
    measure = headline_measure(cycle)
    log = _last_plan(cycle) if record.status == "active" else None
    not_yet = _not_yet(desk, measure) if measure is not None else ""
    if not (record.still_need or not_yet or log is not None):
        return None
    return Plate(
        card(desk, cycle, here),
        not_yet,
        record.still_need,
        words_for(measure, desk.words).follow_up if measure is not None else "",
        desk.words.date(log.next_date) if log is not None and log.next_date is not None else "",
        log.next_steps if log is not None else (),
    )


def _not_yet(desk: Desk, measure: MeasureShown) -> str:
    """How many were not there yet when they were last looked at; "" where that number is not published as it stands."""
    reading = _latest(measure)
    fraction = reading.share.fraction if reading is not None and reading.share is not None else None
    if reading is None or fraction is None or fraction[0] == fraction[1]:
        return ""
    there, students = fraction
    if reading.date is None:
        return desk.words("plate.not_yet", n=students - there, students=students)
    day = desk.words.date(read_date(reading.date))
    return desk.words("plate.not_yet_on", n=students - there, students=students, date=day)


def _latest(measure: MeasureShown) -> ReadingShown | None:
    """The last look with a share, once there was one after the first; a baseline alone says nothing about who is left."""
    looks = (measure.follow_up, measure.after, *reversed(measure.checks))
    return next((r for r in looks if r is not None and r.share is not None), None)


def _last_plan(cycle: PublishedCycle) -> LogEntry | None:
    """The latest log that says what comes next."""
    plans = [log for log in cycle.logs if log.next_date is not None or log.next_steps]
    return max(plans, key=lambda log: log.date.first if log.date is not None else (0, 0, 0), default=None)
