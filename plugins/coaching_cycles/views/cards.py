"""The cycle card: how a cycle stands in every list. A title, where and when, its standards, its result.

Lists are made by `cards` and keep the order they get: by date, newest first. Nothing here knows which way a
result went.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from coaching_cycles.filing import began
from coaching_cycles.library import Library, standard_address
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.card_row import Row, headline_measure, make_row, shorten
from coaching_cycles.views.desk import Desk

__all__ = [
    "UNDATED",
    "Card",
    "Link",
    "Row",
    "card",
    "cards",
    "foreign",
    "headline_measure",
    "shorten",
    "when",
]

UNDATED = "0000"
"""What a cycle without a date is put in order by: it stands last."""

MOST_CHIPS = 4
"""Standards on a card; more are counted."""

STATUSES = {
    "planned": "status.planned",
    "active": "status.active",
    "complete": "status.complete",
    "stopped": "status.stopped",
}
"""Status → key of its word."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: `href` is relative to the page."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """A cycle in a list, ready for `macros/cards.html`. Texts are plain; the macro escapes them.

    `lang` is set where the record's language is not the site's. `unseen`: a public build leaves it out.
    """

    id: str
    title: str
    href: str
    lang: str | None
    school: Link
    grades: str
    subject: str
    date: str
    machine_date: str
    status: str
    status_word: str
    standards: tuple[Link, ...]
    more_standards: int
    row: Row | None
    exemplar: bool
    unseen: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    """What of a card is the same on every page."""

    date: str
    machine_date: str
    grades: str
    standards: tuple[tuple[str, str], ...]
    row: Row | None


# A cycle stands in some ten lists; wording its row once a build is enough.
_known: WeakKeyDictionary[Library, dict[str, _Facts]] = WeakKeyDictionary()


def card(desk: Desk, cycle: PublishedCycle, here: str) -> Card:
    """The card of a cycle for a list on the page at `here`."""
    facts = _facts(desk, cycle)
    record = cycle.record
    shown = facts.standards[:MOST_CHIPS]
    return Card(
        id=cycle.id,
        title=record.title,
        href=desk.link(here, cycle.address),
        lang=foreign(desk, cycle),
        school=Link(
            desk.library.school(cycle.school).record.name, desk.link(here, f"schools/{cycle.school}/")
        ),
        grades=facts.grades,
        subject=record.subject,
        date=facts.date,
        machine_date=facts.machine_date,
        status=record.status,
        status_word=desk.words(STATUSES[record.status]),
        standards=tuple(Link(text, desk.link(here, address)) for text, address in shown),
        more_standards=len(facts.standards) - len(shown),
        row=facts.row,
        exemplar=record.exemplar is not None,
        unseen=desk.setting.preview and bool(cycle.reasons),
    )


def cards(desk: Desk, cycles: Iterable[PublishedCycle], here: str) -> tuple[Card, ...]:
    """Cards in the order of the cycles."""
    return tuple(card(desk, cycle, here) for cycle in cycles)


def foreign(desk: Desk, cycle: PublishedCycle) -> str | None:
    """The language of a record's text where it is not the site's, for a `lang` attribute."""
    lang = cycle.record.lang
    return lang if lang and lang != desk.words.language else None


def when(desk: Desk, cycle: PublishedCycle) -> str:
    """When a cycle ran, as precisely as is known: "1–26 Oct 2012", "since 3 Nov 2025"; "" if nothing is."""
    first = began(cycle)
    if first is None:
        return ""
    end = cycle.record.dates.end if cycle.record.dates is not None else None
    if end is not None and end.first >= first.first:
        return desk.words.dates(first, end)
    return desk.words.dates(first, None) if cycle.record.status == "active" else desk.words.date(first)


def _facts(desk: Desk, cycle: PublishedCycle) -> _Facts:
    known = _known.setdefault(desk.library, {})
    if cycle.id not in known:
        first = began(cycle)
        codes = dict.fromkeys(standard.code for standard in cycle.standards)
        known[cycle.id] = _Facts(
            date=when(desk, cycle),
            machine_date=str(first) if first is not None else "",
            grades=desk.grades(cycle.record.grades),
            standards=tuple((code.code, standard_address(code)) for code in codes),
            row=make_row(desk, cycle),
        )
    return known[cycle.id]
