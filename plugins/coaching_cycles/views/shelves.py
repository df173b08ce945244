"""Grades, subjects and practices: an index of each, and a page for each shelf with how its cycles went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

from coaching_cycles.library import Shelf, slug
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.values import expand_grades
from coaching_cycles.views.cards import Link, cards
from coaching_cycles.views.compared import Comparing, places
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.job import Job, only
from coaching_cycles.views.older import SHOWN, list_older, part_jobs
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import count_kinds
from coaching_cycles.views.standard.strips import make_strip

Kind = Literal["grades", "subjects", "practices"]
KINDS: tuple[Kind, ...] = ("grades", "subjects", "practices")

LEARNED = 24
"""Teams whose words stand on the page of a practice: the newest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A shelf to go to, and how many cycles it has in common with the page (all of its own in an index)."""

    title: str
    href: str
    n: int


@dataclass(frozen=True, slots=True)
class Related:
    """Other shelves on which some of the same cycles stand."""

    title: str
    entries: tuple[Entry, ...]


def jobs(desk: Desk) -> Iterator[Job]:
    """Each index, then its shelves."""
    for kind in KINDS:
        yield Job(f"{kind}/", only(_index, desk, kind), cycles=())
        every = shelves(desk, kind)
        for at, shelf in enumerate(every):
            # Grades have neighbours; subjects and practices only happen to stand side by side.
            before = every[at - 1] if kind == "grades" and at else None
            after = every[at + 1] if kind == "grades" and at + 1 < len(every) else None
            draw = only(_page, desk, kind, shelf, before, after)
            yield Job(shelf.address, draw, cycles=shelf.cycles)
            title = title_of(desk, kind, shelf)
            yield from part_jobs(desk, shelf.address, title, partial(_crumbs, desk, kind), shelf.cycles)


def pages(desk: Desk) -> Iterator[Page]:
    """Each index, then its shelves."""
    for job in jobs(desk):
        yield from job.pages()


def shelves(desk: Desk, kind: Kind) -> tuple[Shelf, ...]:
    """The shelves of a kind, in their order."""
    library = desk.library
    return {"grades": library.grades, "subjects": library.subjects, "practices": library.practices}[kind]


def title_of(desk: Desk, kind: Kind, shelf: Shelf) -> str:
    """What a shelf is called: “Grade 5”, “Mathematics”."""
    return desk.grades((shelf.title,)) if kind == "grades" else shelf.title


def _index(desk: Desk, kind: Kind) -> Page:
    w = desk.words
    here = f"{kind}/"
    return desk.page(
        "shelf_index.html",
        here,
        w(f"shelf.{kind}"),
        kind="shelves",
        description=w(f"shelf.{kind}.description"),
        crumbs=((w("home.crumb"), ""),),
        lead=w(f"shelf.{kind}.lead"),
        entries=tuple(
            Entry(title_of(desk, kind, shelf), desk.link(here, shelf.address), len(shelf.cycles))
            for shelf in shelves(desk, kind)
        ),
        others=tuple(
            Link(w(f"shelf.{other}"), desk.link(here, f"{other}/")) for other in KINDS if other != kind
        ),
    )


def _crumbs(desk: Desk, kind: Kind) -> tuple[tuple[str, str], ...]:
    return (desk.words("home.crumb"), ""), (desk.words(f"shelf.{kind}"), f"{kind}/")


def _page(desk: Desk, kind: Kind, shelf: Shelf, before: Shelf | None, after: Shelf | None) -> Page:
    w, here, title = desk.words, shelf.address, title_of(desk, kind, shelf)
    shown = shelf.cycles[:SHOWN]
    side = Comparing(desk, here, shown[:LEARNED])
    about = places(desk, shelf.cycles)
    strip = make_strip(desk, here, (c for c in shown if c.record.status != "planned"))
    return desk.page(
        "shelf.html",
        here,
        title,
        kind="shelf",
        description=w("shelf.description", title=title, places=about),
        crumbs=_crumbs(desk, kind),
        label=w(f"shelf.{kind}.one"),
        about=about,
        before=_neighbour(desk, kind, before, here),
        after=_neighbour(desk, kind, after, here),
        kinds=count_kinds(desk, shelf.cycles),
        strip=strip,
        files=(strip.file,) if strip is not None else (),
        # What a practice was good for is in the words of those who tried it; elsewhere these stand on the
        # cycles' pages.
        learned=tuple(side.learned()) if kind == "practices" else (),
        cards=cards(desk, shown, here),
        older=list_older(desk, here, shelf.cycles),
        related=tuple(_related(desk, kind, shelf)),
    )


def _neighbour(desk: Desk, kind: Kind, shelf: Shelf | None, here: str) -> Link | None:
    return Link(title_of(desk, kind, shelf), desk.link(here, shelf.address)) if shelf is not None else None


def _related(desk: Desk, kind: Kind, shelf: Shelf) -> Iterator[Related]:
    """The shelves that the same cycles also stand on, in their own order, with how many of them."""
    keys: dict[Kind, Callable[[PublishedCycle], Iterable[str]]] = {
        "grades": lambda cycle: expand_grades(cycle.record.grades),
        "subjects": lambda cycle: (cycle.record.subject,),
        "practices": lambda cycle: cycle.record.practices or (),
    }
    for other in KINDS:
        if other == kind and kind != "practices":
            continue
        counts: dict[str, int] = {}
        for cycle in shelf.cycles:
            for key in dict.fromkeys(map(slug, keys[other](cycle))):
                counts[key] = counts.get(key, 0) + 1
        entries = tuple(
            Entry(title_of(desk, other, found), desk.link(shelf.address, found.address), counts[found.key])
            for found in shelves(desk, other)
            if found.key in counts and found is not shelf
        )
        if entries:
            yield Related(desk.words("shelf.together" if other == kind else f"shelf.{other}"), entries)
    entries = tuple(_standards(desk, shelf))
    if entries:
        yield Related(desk.words("standard.all"), entries)


def _standards(desk: Desk, shelf: Shelf) -> Iterator[Entry]:
    counts: dict[str, int] = {}
    for cycle in shelf.cycles:
        for code in dict.fromkeys(standard.code for standard in cycle.standards):
            address = desk.library.standards[code].address
            counts[address] = counts.get(address, 0) + 1
    for found in desk.library.standards.values():
        if found.address in counts:
            yield Entry(found.code.code, desk.link(shelf.address, found.address), counts[found.address])
