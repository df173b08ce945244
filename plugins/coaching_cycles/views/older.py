"""Shelves with more cycles than one page should hold: what stands on the page itself, and where the rest is.

The page of a shelf shows its newest cycles with all that is known of them and those before as lines. What is
older stands as lines on pages of its own, the shelf's parts. They are filled from the oldest cycle on: a new
cycle changes the shelf's page alone, and a part keeps its address for good. So no page grows with the
portfolio, nothing is left out, and everything can be reached without a script.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from coaching_cycles.filing import began
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.values import PartialDate
from coaching_cycles.views.cards import Link
from coaching_cycles.views.compared import Comparing, Team, first_result
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.job import Job, only
from coaching_cycles.views.page import Page

SHOWN = 40
"""Cycles that stand with all that is known of them: as many as one can look through."""

PART = 200
"""Lines of a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the older cycles of a shelf, newest first, and the address of the page that lists them."""

    address: str
    cycles: tuple[PublishedCycle, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An older cycle: whose it is, and its first figures in words, if it has any."""

    team: Team
    result: str


@dataclass(frozen=True, slots=True)
class Older:
    """What a shelf's page says of cycles that it does not show in full.

    `shown` of `total` stand above; then `lines`, and in `parts` a link with a span of time and a number of
    cycles for each page of older ones.
    """

    shown: int
    total: int
    lines: tuple[Line, ...]
    parts: tuple[tuple[Link, int], ...]


def count_parts(total: int) -> int:
    """How many parts a shelf of so many cycles has; its own page keeps at least `SHOWN`."""
    return max(0, total - SHOWN) // PART


def front(cycles: Sequence[PublishedCycle]) -> tuple[PublishedCycle, ...]:
    """The cycles that the shelf's own page shows or lists: between `SHOWN` and `SHOWN + PART` of them."""
    return tuple(cycles[: len(cycles) - PART * count_parts(len(cycles))])


def parts_of(address: str, cycles: Sequence[PublishedCycle]) -> tuple[Part, ...]:
    """The parts of the shelf at an address, the newest first; part 1 has the oldest cycles."""
    first = len(front(cycles))
    number = count_parts(len(cycles))
    return tuple(
        Part(f"{address}part-{number - at}/", tuple(cycles[first + at * PART : first + (at + 1) * PART]))
        for at in range(number)
    )


def list_older(desk: Desk, here: str, cycles: Sequence[PublishedCycle]) -> Older | None:
    """What follows the first `SHOWN` cycles of the shelf at `here`; None where they are all of them."""
    if len(cycles) <= SHOWN:
        return None
    return Older(
        SHOWN,
        len(cycles),
        tuple(_lines(desk, here, front(cycles)[SHOWN:])),
        tuple(
            (Link(_span(desk, part), desk.link(here, part.address)), len(part.cycles))
            for part in parts_of(here, cycles)
        ),
    )


def part_jobs(
    desk: Desk,
    address: str,
    title: str,
    crumbs: Callable[[], Iterable[tuple[str, str]]],
    cycles: Sequence[PublishedCycle],
) -> Iterator[Job]:
    """The pages of the older cycles of the shelf at `address`, which has these crumbs above it."""
    parts = parts_of(address, cycles)
    for at, part in enumerate(parts):
        later = parts[at - 1].address if at else address
        earlier = parts[at + 1].address if at + 1 < len(parts) else None
        draw = only(_part, desk, part, (later, earlier), (title, address), crumbs, len(cycles))
        yield Job(part.address, draw, cycles=part.cycles)


def _part(
    desk: Desk,
    part: Part,
    beside: tuple[str, str | None],
    shelf: tuple[str, str],
    crumbs: Callable[[], Iterable[tuple[str, str]]],
    total: int,
) -> Page:
    later, earlier = beside
    title, _ = shelf
    named = desk.words("older.title", title=title, dates=_span(desk, part))
    return desk.page(
        "part.html",
        part.address,
        named,
        kind="part",
        # Its cycles are found by their own pages, and the shelf by its own.
        searchable=False,
        description=desk.words("older.description", n=len(part.cycles), title=title),
        crumbs=(*crumbs(), shelf),
        of=title,
        dates=_span(desk, part),
        about=desk.words("older.lead", n=len(part.cycles), total=total),
        lines=tuple(_lines(desk, part.address, part.cycles)),
        later=desk.link(part.address, later),
        earlier=desk.link(part.address, earlier) if earlier is not None else None,
    )


def _lines(desk: Desk, here: str, cycles: Sequence[PublishedCycle]) -> Iterator[Line]:
    side = Comparing(desk, here, tuple(cycles))
    for cycle in cycles:
        yield Line(side.team(cycle), first_result(desk, cycle))


def _span(desk: Desk, part: Part) -> str:
    """The months between which the cycles of a part began."""
    days = [day.first for cycle in part.cycles if (day := began(cycle)) is not None]
    if not days:
        return desk.words("older.undated")
    first, last = (PartialDate(day[0], day[1]) for day in (min(days), max(days)))
    return desk.words.dates(first, last)
