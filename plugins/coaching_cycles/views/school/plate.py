"""Still on our plate: per cycle, how many students are not there yet, what the team says, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.measuring.wording.amounts import begin_sentence, say_not_yet
from coaching_cycles.measuring.wording.readings import say_follow_up
from coaching_cycles.model import LogEntry
from coaching_cycles.privacy.publish import PublishedCycle
from coaching_cycles.values import read_date
from coaching_cycles.views.cards import Card, card, headline_measure
from coaching_cycles.views.desk import Desk


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
    counts = tuple(_not_yet(desk, cycle))
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


def _not_yet(desk: Desk, cycle: PublishedCycle) -> Iterator[tuple[str, bool]]:
    """How many were not there yet when last looked at, coded as on the cycle's page, and whether any surely.

    "Fewer than 3" may be none: alone it puts no cycle on the plate.
    """
    sections = [measure for measure in cycle.measures if measure.section is not None]
    shown: list[MeasureShown | None] = [*sections] or [headline_measure(cycle)]
    for measure in shown:
        reading = _latest(measure) if measure is not None else None
        share = reading.share if reading is not None else None
        if measure is None or reading is None or share is None or share.whole is None:
            continue
        if share.percent[0] == 100:  # noqa: PLR2004 - everyone, and that is published
            continue
        said = begin_sentence(desk.words("plate.not_yet", share=say_not_yet(share, desk.words)))
        about = []
        if measure.target is not None:
            about.append(desk.words("card.target", number=measure.target))
        if measure.section is not None:
            about.append(measure.section)
        if reading.date is not None:
            about.append(desk.words.date(read_date(reading.date)))
        if about:
            said = desk.words("plate.about", said=said, about=" · ".join(about))
        yield said, share.percent[1] != 100  # noqa: PLR2004 - likewise


def _latest(measure: MeasureShown) -> ReadingShown | None:
    """The last look after the first one; a baseline alone says nothing about who is left."""
    looks = (measure.follow_up, measure.after, *reversed(measure.checks))
    return next((r for r in looks if r is not None and r.share is not None), None)


def _last_plan(cycle: PublishedCycle) -> LogEntry | None:
    """The latest log that says what comes next."""
    plans = [log for log in cycle.logs if log.next_date is not None or log.next_steps]
    return max(plans, key=lambda log: log.date.first if log.date is not None else (0, 0, 0), default=None)
