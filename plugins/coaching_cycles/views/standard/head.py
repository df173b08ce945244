"""What stands around a standard: its words with their licence, its state, its links to other standards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from coaching_cycles.library import StandardShelf
from coaching_cycles.standards import Code, Framework, Item, say_statement, show_statement
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.links import outside
from coaching_cycles.views.standard.room import RELATIONS, Room, Step

_MOST = 12
"""Links of one kind that are listed."""

_RETIRED = re.compile(r"deprecat|retire|supersed|archiv|inactive|withdrawn|expired|obsolete", re.IGNORECASE)
_PENDING = re.compile(r"draft|pending|propos|review|planned|future|not yet", re.IGNORECASE)
_EMPTY_TITLES = {"", "origin", "destination", "none", "null", "exemplar"}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something on another site that a standard's file links to."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Related:
    """Standards, and things on other sites, in one relation to a standard; `more` are not listed."""

    label: str
    steps: tuple[Step, ...]
    elsewhere: tuple[Elsewhere, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Banner:
    """Something to know before reading on, with the standards that it leads to."""

    text: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a standard's page. `language` is that of the words where it differs from the page's."""

    statement: Markup
    language: str
    licence: str
    banners: tuple[Banner, ...]
    related: tuple[Related, ...]
    identifier: str
    uri: str | None


def draw_head(room: Room, shelf: StandardShelf) -> Head:
    """All of it, as far as the framework's file says it."""
    desk, item = room.desk, shelf.item
    framework = desk.library.framework(shelf.code.framework)
    related = tuple(_relate(room, shelf.code, item, shelf.address)) if item is not None else ()
    return Head(
        statement=Markup(show_statement(shelf.statement or "")),  # noqa: S704 - made of escaped text
        language=_language(desk, item),
        licence=find_licence(desk, framework, item) if shelf.statement else "",
        banners=tuple(_warn(room, framework, item, shelf)),
        related=related,
        identifier=item.identifier if item is not None else "",
        uri=outside(item.uri or item.identifier) if item is not None else None,
    )


def find_licence(desk: Desk, framework: Framework | None, item: Item | None = None) -> str:
    """The line on rights for a standard's words: its own, its framework's, or whose words they are."""
    line = (item.licence if item is not None else "") or (framework.licence if framework is not None else "")
    if line or framework is None or not framework.creator:
        return line
    return desk.words("standard.words.of", creator=framework.creator)


def _language(desk: Desk, item: Item | None) -> str:
    language = item.language if item is not None else ""
    return language if language.partition("-")[0].lower() != desk.words.language.partition("-")[0] else ""


def state_of(desk: Desk, framework: Framework | None) -> str:
    """What to say of a framework that is not in force; "" for the others."""
    if framework is None or not framework.status:
        return ""
    if _RETIRED.search(framework.status):
        return desk.words("standard.state.framework.retired", state=framework.status)
    if _PENDING.search(framework.status):
        return desk.words("standard.state.framework.pending", state=framework.status)
    return desk.words("standard.state.framework", state=framework.status)


def _warn(
    room: Room, framework: Framework | None, item: Item | None, shelf: StandardShelf
) -> Iterator[Banner]:
    w = room.desk.words
    state = state_of(room.desk, framework)
    if state:
        yield Banner(state)
    if item is None:
        return
    replaced = room.linked.get(shelf.code, {}).get("replaced", {})
    steps = tuple(room.step(code, shelf.address) for code in replaced)
    if steps:
        yield Banner(w("standard.state.replaced"), steps)
    elif item.ended:
        yield Banner(w("standard.state.ended", day=item.ended))
    elif any(relation.kind == "replacedBy" for relation in item.relations):
        yield Banner(w("standard.state.retired"))
    elif item.status:
        yield Banner(w("standard.state.item", state=item.status))
    if item.placeholder:
        yield Banner(w("standard.state.placeholder"))


def _relate(room: Room, code: Code, item: Item, here: str) -> Iterator[Related]:
    """Links by what they say, those to standards of this site before others."""
    within = room.linked.get(code, {})
    shown_above = {Code(code.framework, one) for one in (item.previous, item.next) if one}
    beyond: dict[str, dict[Elsewhere, None]] = {}
    for relation in item.relations:
        if room.find(code.framework, relation) is not None:
            continue
        found = _look_elsewhere(relation.title, relation.uri or relation.identifier)
        if found is not None:
            beyond.setdefault(RELATIONS.get(relation.kind, RELATIONS["isRelatedTo"])[0], {})[found] = None
    for name in dict.fromkeys(name for pair in RELATIONS.values() for name in pair):
        listed = within.get(name, {}) if name != "replaced" else {}
        steps = [room.step(other, here) for other in listed if other not in shown_above]
        others = list(beyond.get(name, ()))
        if steps or others:
            shown, rest = tuple(steps[:_MOST]), tuple(others[: max(0, _MOST - len(steps))])
            more = len(steps) + len(others) - len(shown) - len(rest)
            yield Related(room.desk.words(f"standard.relation.{name}"), shown, rest, more)


def _look_elsewhere(title: str, uri: str) -> Elsewhere | None:
    href = outside(uri)
    if href is None:
        return None
    said = say_statement(title)
    host = urlsplit(href).hostname or href
    return Elsewhere(said if said.lower() not in _EMPTY_TITLES else host, href)
