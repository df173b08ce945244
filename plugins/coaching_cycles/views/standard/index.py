"""The way to a standard: the list of frameworks, and each framework's tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coaching_cycles.standards import OTHER, Code, decide
from coaching_cycles.views.compared import places
from coaching_cycles.views.focus.there import has_map
from coaching_cycles.views.links import outside
from coaching_cycles.views.page import Page
from coaching_cycles.views.standard.head import find_licence, state_of
from coaching_cycles.views.standard.room import ADDRESS, Room, Step
from coaching_cycles.views.standard.tree import grow

FEW = 80
"""Standards with cycles that a tree shows at once; with more, only its uppermost levels stand open."""

ALL_OPEN, TOP_OPEN = 99, 3
"""Levels (the uppermost is 2) below which a branch stands closed."""


@dataclass(frozen=True, slots=True)
class Entrance:
    """A framework in the list: its uppermost standards with cycles, and how much there is."""

    title: str
    href: str
    about: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Priority:
    """A focus of the district, with its standards."""

    id: str
    title: str
    why: str | None
    steps: tuple[Step, ...]


def list_frameworks(room: Room) -> Page:
    """The list of frameworks, and how to find a standard."""
    desk, w = room.desk, room.desk.words
    return desk.page(
        "standards.html",
        ADDRESS,
        w("standard.all"),
        kind="standards",
        nav=True,
        description=w("standard.all.description"),
        crumbs=((w("home.crumb"), ""),),
        entrances=tuple(_entrance(room, key) for key in desk.library.frameworks),
        priorities=tuple(_priorities(room)),
        mapped=has_map(desk),
        example=_example(room),
    )


def _entrance(room: Room, key: str) -> Entrance:
    desk = room.desk
    mine = [shelf for shelf in desk.library.standards.values() if shelf.code.framework == key]
    named = sum(1 for shelf in mine if shelf.own)
    cycles = {cycle.id: cycle for shelf in mine for cycle in shelf.own}
    return Entrance(
        desk.framework_title(key),
        desk.link(ADDRESS, f"standards/{key}/"),
        desk.words("standard.framework.about", n=named, places=places(desk, cycles.values())),
        tuple(room.step(code, ADDRESS) for code in _roots(room, key)),
    )


def _roots(room: Room, key: str) -> Iterator[Code]:
    """The uppermost standards with cycles: in the framework's order, then those that it does not hold."""
    framework = room.desk.library.framework(key)
    shelves = room.desk.library.standards
    held = [Code(key, text) for text in framework.roots] if framework is not None else []
    yield from (code for code in held if code in shelves)
    found = (shelf.code for shelf in shelves.values() if shelf.code.framework == key)
    yield from (code for code in found if shelves[code].parent is None and code not in held)


def _priorities(room: Room) -> Iterator[Priority]:
    for number, focus in enumerate(room.desk.library.published.record.focus or (), 1):
        steps = []
        for raw in focus.standards or ():
            code = decide(raw, None, room.desk.library.brought)
            steps.append(room.step(code, ADDRESS) if code is not None else Step(raw, "", None))
        yield Priority(f"focus-{number}", focus.title, focus.why, tuple(steps))


def _example(room: Room) -> tuple[str, ...]:
    """A standard that records wrote in the most ways, to show that search takes any of them."""
    shelves = room.desk.library.standards.values()
    best = max(shelves, key=lambda shelf: len(shelf.spellings), default=None)
    return best.spellings if best is not None and len(best.spellings) > 1 else ()


def draw_framework(room: Room, key: str) -> Page:
    """A framework's tree."""
    desk, w = room.desk, room.desk.words
    framework = desk.library.framework(key)
    title = desk.framework_title(key)
    shelves = desk.library.standards
    mine = [shelf for code, shelf in shelves.items() if code.framework == key]
    cycles = {c.id: c for shelf in mine for c in shelf.own}
    about = places(desk, cycles.values())
    return desk.page(
        "framework.html",
        f"standards/{key}/",
        title,
        kind="framework",
        description=w("standard.framework.description", framework=title, places=about),
        crumbs=((w("home.crumb"), ""), (w("standard.all"), ADDRESS)),
        about=about,
        other=key == OTHER,
        state=state_of(desk, framework),
        licence=find_licence(desk, framework),
        source=outside(framework.url) if framework is not None else None,
        size=len(framework.items) if framework is not None else 0,
        tree=grow(key, framework, shelves),
        open_to=ALL_OPEN if len(mine) <= FEW else TOP_OPEN,
    )
