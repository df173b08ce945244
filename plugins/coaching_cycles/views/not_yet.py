"""How many students of a cycle were not there yet when last looked at, as lists of cycles say it."""

from __future__ import annotations

from collections.abc import Iterator

from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.measuring.wording.amounts import begin_sentence, say_not_yet
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.values import read_date
from coaching_cycles.views.cards import headline_measure
from coaching_cycles.views.desk import Desk


def not_yet_counts(desk: Desk, cycle: PublishedCycle) -> Iterator[tuple[str, bool]]:
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
