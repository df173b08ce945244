"""The cycle card: how a cycle stands in every list. A title to follow, where and when, its standards, and one row of result.

Lists are made by `cards` and keep the order they get: by date, newest first. Nothing here knows which way a result went.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from weakref import WeakKeyDictionary

from coaching_cycles import prose
from coaching_cycles.charts.values import place_share
from coaching_cycles.library import Library, began, standard_address
from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.measuring.growth import FEWEST, compare
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.privacy.publish import PublishedCycle
from coaching_cycles.views.desk import Desk

MOST_CHIPS = 4
"""Standards on a card; more are counted."""

QUOTE = 140
"""Letters of a quotation on a card."""

STATUSES = {
    "planned": "status.planned",
    "active": "status.active",
    "complete": "status.complete",
    "stopped": "status.stopped",
}
"""Status → key of its word."""

_TAG = re.compile(r"<[^>]+>")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: `href` is relative to the page."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """The result on one line: figures in words, with a small graphic where there is something to draw, or a quotation.

    `note` says what belongs to the figures: which part of the cycle they are about (`part` alone), how many measures there are
    beside it.
    `before` and `after` are where the marks stand, from 0 to 100; two bounds where only these are published.
    """

    text: str
    quote: bool = False
    note: str = ""
    part: str = ""
    before: tuple[float, float] | None = None
    after: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A cycle in a list, ready for `macros/cards.html`. Texts are plain; the macro escapes them.

    `lang` is set where the record's language is not the site's. `unseen` says that a public build leaves the cycle out.
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


_known: WeakKeyDictionary[Library, dict[str, _Facts]] = WeakKeyDictionary()
"""A cycle stands in some ten lists; wording its row once a build is enough."""


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
    """When a cycle ran, as precisely as its record says: "1–26 Oct 2012", "since 3 Nov 2025", "Oct 2012"; "" if it doesn't."""
    first = began(cycle)
    if first is None:
        return ""
    end = cycle.record.dates.end if cycle.record.dates is not None else None
    if end is not None and end.first >= first.first:
        return desk.words.dates(first, end)
    return desk.words.dates(first, None) if cycle.record.status == "active" else desk.words.date(first)


def shorten(text: str, limit: int = QUOTE) -> str:
    """A text's beginning as plain words: whole sentences where that many fit, else whole words and "…"."""
    plain = _SPACE.sub(" ", unescape(_TAG.sub(" ", prose.render(text, lambda _: None)))).strip()
    plain = re.sub(r" ([.,;:!?])", r"\1", plain)
    if len(plain) <= limit:
        return plain
    ends = [match.end() for match in re.finditer(r"[.!?。][”’\")]*(?= |$)", plain[: limit + 1])]
    if ends and ends[-1] >= limit // 2:
        return plain[: ends[-1]]
    # A script without spaces is cut where it stands.
    cut = plain[: limit - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:–—-") + "…"


def headline_measure(cycle: PublishedCycle) -> MeasureShown | None:
    """The one measure that stands for a cycle in a list: the first, in the author's order, that says anything in figures.

    Those of the goal come before those of the targets. Which one is chosen never depends on what it shows.
    """
    measures = cycle.all_measures
    both = (m for m in measures if m.before is not None and m.after is not None and m.has_figures)
    return next(both, next((m for m in measures if m.has_figures), None))


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
            row=_row(desk, cycle),
        )
    return known[cycle.id]


def _row(desk: Desk, cycle: PublishedCycle) -> Row | None:
    measure = headline_measure(cycle)
    if measure is not None and (text := words_for(measure, desk.words).row):
        before, after = _places(measure)
        part, note = _note(desk, cycle, measure)
        return Row(text, note=note, part=part, before=before, after=after)
    quoted = _quoted(cycle)
    return Row(shorten(quoted), quote=True) if quoted else None


def _places(measure: MeasureShown) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
    """Where the two marks stand; neither, where the readings can't be put on one line or are about too few to say percents."""
    before, after = measure.before, measure.after
    if before is None or after is None:
        return tuple(_place(r) for r in (before, after))  # type: ignore[return-value]  # two in, two out
    change = compare(measure)
    if change is None or change.verdict == "few":
        return None, None
    return _place(before), _place(after)


def _place(reading: ReadingShown | None) -> tuple[float, float] | None:
    if reading is None:
        return None
    if reading.share is not None:
        whole = reading.share.whole
        if whole is not None and whole.low < FEWEST:
            return None
        place = place_share(reading.share)
        return place.low, place.high
    scores = reading.scores
    if scores is None or scores.out_of is None or not 0 < scores.mean <= scores.out_of:
        return None
    at = float(100 * scores.mean / scores.out_of)
    return at, at


def _note(desk: Desk, cycle: PublishedCycle, measure: MeasureShown) -> tuple[str, str]:
    """What the row's figures are about, where that is not the whole goal; the same with how many others there are."""
    parts = []
    if measure.target is not None:
        parts.append(desk.words("card.target", number=measure.target))
    if measure.section is not None:
        parts.append(measure.section)
    part = " · ".join(parts)
    others = sum(1 for m in cycle.all_measures if m.has_figures) - 1
    if others > 0:
        parts.append(desk.words("card.more_measures", n=others))
    return part, " · ".join(parts)


def _quoted(cycle: PublishedCycle) -> str | None:
    """What was seen last, in the author's words, where there are no figures; else what the team learned."""
    notes = [note for m in cycle.all_measures for r in _latest_first(m) if (note := r.note)]
    return notes[0] if notes else cycle.record.learned


def _latest_first(measure: MeasureShown) -> tuple[ReadingShown, ...]:
    return tuple(reversed(measure.readings))
