"""Standards: how a team finds its own, the tree of each framework, a page for every standard with cycles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from coaching_cycles.library import StandardShelf, standard_address
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import (
    Code,
    ancestors,
    anchor,
    descendants,
    nearest,
    neighbours,
    search_keys,
)
from coaching_cycles.views.cards import Link, cards
from coaching_cycles.views.compared import Comparing, Team, places
from coaching_cycles.views.data import jsonld
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.job import Job, only
from coaching_cycles.views.older import SHOWN, list_older, part_jobs
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import count_kinds
from coaching_cycles.views.standard.head import draw_head
from coaching_cycles.views.standard.index import draw_framework, list_frameworks
from coaching_cycles.views.standard.meeting import draw_meeting, meeting_address
from coaching_cycles.views.standard.room import ADDRESS, Room, Step, make_room
from coaching_cycles.views.standard.strips import make_strip
from coaching_cycles.views.standard.takeaways import kits
from coaching_cycles.views.standard.unpacked import unpack

SIDE_BY_SIDE = 12
"""Cycles that a page still compares when some are on parts of its standard; with more, only those on it."""

COMPARED = 24
"""Cycles on the standard itself that stand side by side: the newest. The others are listed."""

LISTED = 200
"""Cycles on parts of the standard that are listed; the others are on the parts' pages."""


@dataclass(frozen=True, slots=True)
class Below:
    """A cycle on a part of the standard, and the parts that it names."""

    team: Team
    steps: tuple[Step, ...]


def jobs(desk: Desk) -> Iterator[Job]:
    """The list of frameworks, each framework's tree, and the standards with cycles."""
    room = cache(partial(make_room, desk))
    yield Job(ADDRESS, only(_frameworks, room))
    for key in desk.library.frameworks:
        yield Job(f"{ADDRESS}{key}/", only(_framework, room, key))
    for shelf in desk.library.standards.values():
        yield Job(shelf.address, partial(_standard, room, shelf), cycles=shelf.cycles)
        crumbs = partial(_crumbs, room, shelf.code)
        yield from part_jobs(desk, shelf.address, desk.standard_title(shelf.code), crumbs, shelf.own)


def pages(desk: Desk) -> Iterator[Page]:
    """All pages about standards."""
    for job in jobs(desk):
        yield from job.pages()


def _frameworks(make: Callable[[], Room]) -> Page:
    return list_frameworks(make())


def _framework(make: Callable[[], Room], key: str) -> Page:
    return draw_framework(make(), key)


def _standard(make: Callable[[], Room], shelf: StandardShelf) -> Iterator[Page]:
    """The page of a standard and, where cycles name the standard itself, the sheet for a meeting about it."""
    room = make()
    desk, w, code, here = room.desk, room.desk.words, shelf.code, shelf.address
    framework = desk.library.framework(code.framework)
    held = framework is not None and code.code in framework.items
    tied = {code, *(descendants(code, framework) if held else ())}
    cycles = shelf.cycles
    compared = cycles if len(cycles) <= SIDE_BY_SIDE else shelf.own[:COMPARED]
    side = Comparing(desk, here, compared)
    take = tuple(kits(side))
    beside = neighbours(code, framework) if held else None
    above = anchor(code)
    about = places(desk, cycles)
    related = [above] if above is not None else room.anchored.get(code, [])
    given = shelf.item.spellings if shelf.item is not None else ()
    unpacked = unpack(side, tied)
    top = draw_head(room, shelf)
    strip = make_strip(desk, here, cycles[:SHOWN], tied=tied)
    yield desk.page(
        "standard.html",
        here,
        desk.standard_title(code),
        kind="standard",
        description=w("standard.description", code=code.code, places=about),
        crumbs=tuple(_crumbs(make, code)),
        head=jsonld.script(jsonld.defined_term(desk, shelf)),
        shelf=shelf,
        code=code,
        framework_title=desk.framework_title(code.framework, short=True),
        framework_address=f"standards/{code.framework}/",
        top=top,
        official=_official(room, code),
        about=about,
        previous=room.step(beside.previous, here) if beside and beside.previous else None,
        following=room.step(beside.next, here) if beside and beside.next else None,
        parts=tuple(room.step(child, here) for child in shelf.children),
        related=tuple(room.step(other, here) for other in related),
        is_anchor=above is None and bool(related),
        priorities=_focus(room, code),
        alike=() if held else _alike(room, shelf),
        kinds=count_kinds(desk, cycles),
        strip=strip,
        files=(strip.file,) if strip is not None else (),
        newest=(min(SHOWN, len(cycles)), len(cycles)),
        side_by_side=(len(compared), len(shelf.own)),
        unpacked=unpacked,
        meeting=meeting_address(shelf) if shelf.own else "",
        tried=side.tried(),
        hard=tuple(side.hard()),
        learned=tuple(side.learned()),
        examples=tuple(kit for kit in take if kit.exemplar),
        taken=tuple(kit for kit in take if not kit.exemplar),
        asked=tuple(side.asked()),
        partly=len(compared) < len(cycles),
        own_cards=cards(desk, shelf.own[:SHOWN], here),
        older=list_older(desk, here, shelf.own),
        below=tuple(_below(room, side, cycle, tied) for cycle in shelf.below[:LISTED]),
        more_below=max(0, len(shelf.below) - LISTED),
        find=tuple(sorted(search_keys(code, (*shelf.spellings, *given)))),
    )
    if shelf.own:
        yield draw_meeting(room, shelf, top, tied, unpacked)


def _crumbs(make: Callable[[], Room], code: Code) -> Iterator[tuple[str, str]]:
    room = make()
    desk = room.desk
    yield desk.words("home.crumb"), ""
    yield desk.words("standard.all"), ADDRESS
    yield desk.framework_title(code.framework, short=True), f"standards/{code.framework}/"
    for above in ancestors(code, desk.library.framework(code.framework)):
        step = room.step(above, "")
        yield step.label or step.code, standard_address(above)


def _official(room: Room, code: Code) -> str | None:
    """The official page: that of the framework's file, else the one that follows from the code."""
    framework = room.desk.library.framework(code.framework)
    item = framework.items.get(code.code) if framework is not None else None
    url = item.url if item is not None and item.url else code.url
    return url if url is not None and url.startswith(("https://", "http://")) else None


def _focus(room: Room, code: Code) -> tuple[Link, ...]:
    titles = {f"focus-{n}": f.title for n, f in enumerate(room.desk.library.published.record.focus or (), 1)}
    keys = room.priorities.get(code, ())
    return tuple(
        Link(titles[key], room.desk.link(standard_address(code), f"{ADDRESS}#{key}")) for key in keys
    )


def _alike(room: Room, shelf: StandardShelf) -> tuple[Step, ...]:
    """Known codes that may have been meant, for a code that is in no framework of the site."""
    brought = room.desk.library.brought
    key = shelf.code.framework if shelf.code.framework in brought else None
    spellings = shelf.spellings or (shelf.code.code,)
    found = dict.fromkeys(code for raw in spellings for code in nearest(raw, key, frameworks=brought))
    return tuple(room.step(code, shelf.address) for code in found if code != shelf.code)


def _below(room: Room, side: Comparing, cycle: PublishedCycle, tied: set[Code]) -> Below:
    codes = dict.fromkeys(standard.code for standard in cycle.standards if standard.code in tied)
    return Below(side.team(cycle), tuple(room.step(code, side.here) for code in codes))
