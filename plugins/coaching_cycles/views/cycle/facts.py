"""The column of facts: where a cycle happened, who worked on it, when, and what it took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from coaching_cycles.library import slug
from coaching_cycles.values import PartialDate
from coaching_cycles.views.cycle.desk import CycleDesk
from coaching_cycles.words import Words

Value = Markup | str


@dataclass(frozen=True, slots=True)
class Fact:
    """A heading and what stands under it, a line each. `own` says that the values are the author's words."""

    label: str
    values: tuple[Value, ...]
    own: bool = False


def list_facts(c: CycleDesk) -> tuple[Fact, ...]:
    """Every fact that the record gives, in the order in which a reader asks for them."""
    return tuple(fact for fact in _facts(c) if fact.values)


def _facts(c: CycleDesk) -> Iterator[Fact]:
    w, record = c.words, c.cycle.record
    yield Fact(w("cycle.facts.where"), _given(c, record.conditions), own=True)
    yield Fact(w("cycle.facts.who"), tuple(_people(c)))
    yield Fact(w("cycle.facts.when"), tuple(_days(c)))
    yield Fact(w("cycle.facts.ended"), tuple(_end(c)))
    yield Fact(w("cycle.facts.setting"), _setting(c))
    yield Fact(w("cycle.facts.rhythm"), tuple(_rhythm(c)))
    yield Fact(w("cycle.facts.capacity"), tuple(_capacity(c)), own=True)
    yield Fact(w("cycle.facts.short"), _short(c))
    yield Fact(w("cycle.facts.tried"), _practices(c), own=True)
    yield Fact(w("cycle.facts.content"), _given(c, record.content_focus), own=True)
    yield Fact(w("cycle.facts.teaching"), _given(c, *(record.teaching_goals or ())), own=True)
    yield Fact(w("cycle.facts.lineage"), tuple(_lineage(c)))
    yield Fact(w("cycle.facts.approved"), _approved(c))
    license_ = record.license or c.desk.library.published.record.license
    yield Fact(w("cycle.facts.license"), (license_,) if license_ else ())


def _given(c: CycleDesk, *texts: str | None) -> tuple[Value, ...]:
    return tuple(c.line(text) for text in texts if text)


def _people(c: CycleDesk) -> Iterator[Value]:
    for person, count in Counter(c.cycle.teachers).items():
        # Two colleagues of one role are two, not one who is named twice.
        yield person if count == 1 else c.words("cycle.person.several", person=person, n=count)
    if c.cycle.coach:
        yield c.words("cycle.person.coach", person=c.cycle.coach)


def weeks(start: PartialDate | None, end: PartialDate | None) -> int | None:
    """Weeks from the first day to the last, at least 1; None unless both days are known."""
    if start is None or end is None or not start.day or not end.day:
        return None
    return max(1, round(((date(*end.first) - date(*start.first)).days + 1) / 7))


def _days(c: CycleDesk) -> Iterator[Value]:
    dates = c.cycle.record.dates
    if dates is None:
        return
    if dates.start is not None or dates.end is not None:
        # "Since" only of what still runs; that an end is not given does not mean that there is none.
        open_end = dates.end is None and c.cycle.record.status != "active"
        yield c.words.date(dates.start) if open_end else c.words.dates(dates.start, dates.end)
    count = weeks(dates.start, dates.end)
    if count is not None:
        yield c.words("cycle.weeks", n=count)
    if dates.planned_end is not None and dates.planned_end != dates.end:
        yield c.words("cycle.planned_end", date=c.words.date(dates.planned_end))


def _end(c: CycleDesk) -> Iterator[Value]:
    record = c.cycle.record
    if record.ended is not None:
        yield c.words(f"cycle.ended.{record.ended.how.replace(' ', '_')}")
    for why in (record.ended.why if record.ended is not None else None, record.why):
        if why:
            yield _own(c, c.line(why))


def _setting(c: CycleDesk) -> tuple[Value, ...]:
    """With how many teachers, and where students met: one line."""
    record = c.cycle.record
    said = [c.words(f"structure.{record.structure}")] if record.structure is not None else []
    if record.setting is not None:
        said.append(c.words(f"setting.{record.setting.replace(' ', '_')}"))
    return (", ".join(said),) if said else ()


def _rhythm(c: CycleDesk) -> Iterator[Value]:
    rhythm = c.cycle.record.rhythm
    if rhythm is None:
        return
    if rhythm.planning:
        yield _labelled(c, c.words("cycle.rhythm.planning"), rhythm.planning)
    if rhythm.class_visits_per_week is not None:
        visits = rhythm.class_visits_per_week
        n = int(visits) if visits == visits.to_integral_value() else 2
        yield c.words("cycle.rhythm.visits", n=n, visits=visits)


def _labelled(c: CycleDesk, label: str, text: str) -> Markup:
    return Markup("<b>{}</b> {}").format(label, _own(c, c.line(text)))


def _capacity(c: CycleDesk) -> Iterator[Value]:
    for key, text in (c.cycle.record.capacity or {}).items():
        label = capacity_label(c.words, key)
        if text and label:
            yield Markup("<b>{}</b> {}").format(label, c.line(text))
        elif text:
            yield c.line(text)


def capacity_label(w: Words, key: str) -> str:
    """What stands before a line of what a cycle took: our word, or a heading of the author's own ("subs")."""
    if key and f"cycle.capacity.{key}" in w:
        return w(f"cycle.capacity.{key}")
    return key.replace("_", " ").capitalize() + ":" if key else ""


def _short(c: CycleDesk) -> tuple[Value, ...]:
    reasons = c.cycle.record.short_because or ()
    return tuple(c.words(f"cycle.short.{reason.replace(' ', '_')}") for reason in reasons)


def _practices(c: CycleDesk) -> tuple[Value, ...]:
    names = c.cycle.record.practices or ()
    links = [c.anchor(c.url(f"practices/{slug(name)}/"), name) for name in names]
    return (c.join(links),) if links else ()


def _lineage(c: CycleDesk) -> Iterator[Value]:
    """The family of a cycle: where it started from, what else started there, what started from it."""
    library = c.desk.library
    name = c.cycle.record.remixed_from
    origins = library.origins(c.cycle)
    if not origins and name is not None and name not in library.by_id:
        # A cycle of another portfolio: its id is all that is known of it here.
        yield c.words("cycle.lineage.from", title=name)
    for above, origin in enumerate(origins):
        key = "cycle.lineage.before" if above else "cycle.lineage.from"
        yield _relative(c, key, origin.address, origin.record.title)
    for sibling in library.siblings(c.cycle):
        yield _relative(c, "cycle.lineage.beside", sibling.address, sibling.record.title)
    for remix in library.remixes(c.cycle):
        yield _relative(c, "cycle.lineage.to", remix.address, remix.record.title)


def _relative(c: CycleDesk, key: str, address: str, title: str) -> Markup:
    before, _, after = c.words(key, title="\0").partition("\0")
    return Markup("{}{}{}").format(before, c.anchor(c.url(address), title), after)


def _approved(c: CycleDesk) -> tuple[Value, ...]:
    approved = c.cycle.record.approved
    return (c.words.date(approved.on),) if approved is not None and approved.on is not None else ()


def _own(c: CycleDesk, text: Markup) -> Markup:
    """Author's words among ours, marked with their language where it is another."""
    lang = c.cycle.record.lang
    if not lang or lang == c.words.language:
        return text
    return Markup('<span lang="{}">{}</span>').format(lang, text)
