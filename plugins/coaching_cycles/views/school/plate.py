"""Still on our plate: per cycle, how many students are not there yet, what the team says, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coaching_cycles.measuring.wording.readings import say_follow_up
from coaching_cycles.model import LogEntry
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.cards import Card, card, headline_measure
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.not_yet import not_yet_counts


@dataclass(frozen=True, slots=True)
class Plate:
    """What is left to do of one cycle. `need` and `steps` are the author's Markdown; the rest is plain text.

    `not_yet` has a line for each class of the goal, else one for the measure that stands for the cycle.
    """

    card: Card
    not_yet: tuple[str, ...]
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
    counts = tuple(not_yet_counts(desk, cycle))
    not_yet = tuple(said for said, _ in counts)
    if not (record.still_need or any(some for _, some in counts) or log is not None):
        return None
    return Plate(
        card(desk, cycle, here),
        not_yet,
        record.still_need,
        say_follow_up(measure, desk.words) if measure is not None else "",
        desk.words.date(log.next_date) if log is not None and log.next_date is not None else "",
        log.next_steps if log is not None else (),
    )


def _last_plan(cycle: PublishedCycle) -> LogEntry | None:
    """The latest log that says what comes next."""
    plans = [log for log in cycle.logs if log.next_date is not None or log.next_steps]
    return max(plans, key=lambda log: log.date.first if log.date is not None else (0, 0, 0), default=None)
