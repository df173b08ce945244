"""What a cycle is shelved by, and what other pages than its own may show of it.

So a library is made, and hubs are drawn, without opening a cycle.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from coaching_cycles.values import PartialDate, expand_grades, read_date

if TYPE_CHECKING:
    from coaching_cycles.model import Attachment, Standard, Template
    from coaching_cycles.privacy.published import PublishedCycle

_DATED_NAME = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)-")


def began(cycle: PublishedCycle) -> PartialDate | None:
    """The day from which a cycle counts.

    Its start, else its earliest reading or log, else the date in its name.
    """
    record = cycle.record
    if record.dates is not None and record.dates.start is not None:
        return record.dates.start
    days = [read_date(r.date) for m in cycle.all_measures for r in m.readings if r.date is not None]
    days += [log.date for log in cycle.logs if log.date is not None]
    if days:
        return min(days, key=lambda day: day.first)
    match = _DATED_NAME.match(cycle.name)
    try:
        return read_date(match.group(1)) if match else None
    except ValueError:
        return None


def ended(cycle: PublishedCycle) -> PartialDate | None:
    """The day on which a cycle ended or is planned to end; None when nothing says so."""
    dates = cycle.record.dates
    return (dates.end or dates.planned_end) if dates is not None else None


@dataclass(frozen=True, slots=True)
class Filed:
    """What a cycle is shelved by, and nothing else of it: a library is made without opening its cycles.

    `order` is its place by date, newest first, cycles without a date last; then by title. Never by result.
    """

    order: tuple[bool, tuple[int, ...], str, str]
    year: str | None
    """The school year in which it began."""
    news: PartialDate | None
    """The day on which it was last known to be news: of its approval, else its end, else its beginning."""
    grades: tuple[str, ...]
    subject: str
    practices: tuple[str, ...]
    standards: tuple[Standard, ...]
    more: tuple[Standard, ...]
    """Those of its targets, each as often as it is named."""
    origin: str | None
    aliases: tuple[str, ...]
    """Addresses that it once had."""
    attachments: tuple[Attachment, ...]
    """The files that lie beside its page."""

    @property
    def shelves(self) -> tuple[object, ...]:
        """Where it stands, without its place among others."""
        return (self.year, self.grades, self.subject, self.practices, self.standards, self.more, self.origin)


def file_cycle(cycle: PublishedCycle) -> Filed:
    """What a cycle is shelved by."""
    record = cycle.record
    day = began(cycle)
    first = tuple(-part for part in day.first) if day else ()
    approved = record.approved.on if record.approved is not None else None
    end = record.dates.end if record.dates is not None else None
    return Filed(
        order=(day is None, first, record.title.casefold(), cycle.id),
        year=day.school_year() if day else None,
        news=approved or end or day,
        grades=expand_grades(record.grades),
        subject=record.subject,
        practices=tuple(record.practices or ()),
        standards=cycle.standards,
        more=tuple(standard for part in cycle.target_standards for standard in part),
        origin=record.remixed_from,
        aliases=tuple(record.aliases or ()),
        attachments=cycle.attachments,
    )


def face_of(cycle: PublishedCycle) -> PublishedCycle:
    """What other pages than its own may show of a cycle: not the write-up, nor the words of its logs.

    So a change of these is a change of one page.
    """
    logs = tuple(replace(log, answers=(), notes="", template=_named(log.template)) for log in cycle.logs)
    return replace(cycle, body="", logs=logs, held=(), outlook=None)


@cache
def _named(template: Template) -> Template:
    return replace(template, prompts=())
