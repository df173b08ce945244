"""The Atom feed (RFC 4287): the cycles that were published last.

Dates come from the records, never from a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from uuid import NAMESPACE_URL, uuid5

from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.values import PartialDate
from coaching_cycles.views.card_row import make_row
from coaching_cycles.views.cards import foreign, shorten
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.links import absolute

NEWEST = 50
"""Entries."""

SUMMARY = 400
"""Letters of each of the author's texts in an entry."""

_NEVER = "1970-01-01T00:00:00Z"
"""Atom asks for a date; a record without one has always been there."""

_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even escaped (section 2.2, Char)."""


def newest(desk: Desk) -> tuple[PublishedCycle, ...]:
    """The cycles that were last news."""

    def order(cycle: PublishedCycle) -> tuple[str, str]:
        return changed(desk, cycle), cycle.id

    return tuple(sorted(desk.library.cycles, key=order, reverse=True)[:NEWEST])


def write(desk: Desk, found: Sequence[PublishedCycle]) -> str:
    """The text of `feed.xml`, with these cycles."""
    site = desk.setting.site_url
    # Without an address of its own the feed's links are relative to where it lies, the site's root.
    base = "" if site else ' xml:base="./"'
    home = absolute(desk, "")
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{_text(desk.words.language)}"{base}>',
        f"<id>{_text(identify(desk, ''))}</id>",
        f"<title>{_text(desk.setting.site_name)}</title>",
        f"<updated>{changed(desk, found[0]) if found else _NEVER}</updated>",
        f"<author><name>{_text(_publisher(desk))}</name></author>",
        f'<link rel="alternate" type="text/html" href="{_text(home)}"/>',
        f'<link rel="self" type="application/atom+xml" href="{_text(absolute(desk, "feed.xml"))}"/>',
    ]
    for cycle in found:
        lines += _entry(desk, cycle)
    return "\n".join([*lines, "</feed>", ""])


def changed(desk: Desk, cycle: PublishedCycle) -> str:
    """When a cycle was last known to be news."""
    return _stamp(desk.library.filed[cycle.id].news)


def identify(desk: Desk, address: str) -> str:
    """An entry's id, the same for ever: its address, or a UUID made from it where the site has no address."""
    site = desk.setting.site_url
    if site:
        return site.rstrip("/") + "/" + address
    return uuid5(NAMESPACE_URL, f"{desk.setting.site_name}/{address}").urn


def _entry(desk: Desk, cycle: PublishedCycle) -> Iterator[str]:
    record = cycle.record
    lang = foreign(desk, cycle)
    yield f'<entry xml:lang="{_text(lang)}">' if lang else "<entry>"
    yield f"<id>{_text(identify(desk, cycle.address))}</id>"
    yield f"<title>{_text(record.title)}</title>"
    yield f"<updated>{changed(desk, cycle)}</updated>"
    yield f'<link rel="alternate" type="text/html" href="{_text(absolute(desk, cycle.address))}"/>'
    school = desk.library.school(cycle.school).record.name
    codes = (standard.code.code for standard in cycle.standards)
    for term in dict.fromkeys(part for part in (school, record.subject, *codes) if part):
        yield f'<category term="{_text(term)}"/>'
    if summary := _summary(desk, cycle):
        yield f"<summary>{_text(summary)}</summary>"
    yield "</entry>"


def _summary(desk: Desk, cycle: PublishedCycle) -> str:
    """The goal, the result on a line, and what was learned: as much as there is."""
    record = cycle.record
    row = make_row(desk, cycle)
    # A number is not told without its class, its level and its instrument.
    about = [row.text, row.measured, row.part] if row is not None and not row.quote else []
    result = " · ".join(part for part in about if part)
    parts = (
        shorten(record.goal, SUMMARY) if record.goal else "",
        desk.words("data.result", result=result) if result else "",
        shorten(record.learned, SUMMARY) if record.learned else "",
    )
    return "\n".join(part for part in parts if part)


def _publisher(desk: Desk) -> str:
    record = desk.library.published.record
    return record.district or record.title or desk.setting.site_name


def _stamp(day: PartialDate | None) -> str:
    return (
        f"{day.first[0]:04d}-{day.first[1]:02d}-{day.first[2]:02d}T00:00:00Z" if day is not None else _NEVER
    )


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text), quote=True)
