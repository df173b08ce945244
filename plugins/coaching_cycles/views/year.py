"""A school year on one page, for a board: what was learned, what was under way, who is not there yet.

The authors' words come first. On paper it is one sheet: what would not fit is folded away and counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from coaching_cycles.library import Shelf
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.cards import Card, card, cards, shorten
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.job import Job, only
from coaching_cycles.views.older import SHOWN, list_older, part_jobs
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import evidence, hidden, statuses, tally
from coaching_cycles.views.school.plate import Plate, list_plate
from coaching_cycles.views.standard.strips import make_strip

# With these a full year still fits on one sheet; a browser test prints one.
QUOTES = 6
"""Lessons in sight; the rest is folded away and not printed."""
QUOTE = 200
"""Letters of a lesson; the cycle's page has all of it."""
PRINTED = 9
"""Rows of the table on paper."""
FOLDED = 40
"""Lessons, and cycles with students who are not there yet, that are folded away; more are counted."""
PLATE = 4
"""Cycles with students who are not there yet, in sight."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a team learned, in its own words, cut to whole sentences."""

    card: Card
    text: str


@dataclass(frozen=True, slots=True)
class Left:
    """Who is not there yet: the author's words, cut, or the number alone."""

    plate: Plate
    text: str


def jobs(desk: Desk) -> Iterator[Job]:
    """A page for each school year that has cycles; the newest stands in the navigation."""
    years = desk.library.years
    for number, shelf in enumerate(years):
        later = years[number - 1] if number else None
        earlier = years[number + 1] if number + 1 < len(years) else None
        draw = only(_page, desk, shelf, later, earlier)
        yield Job(shelf.address, draw, cycles=shelf.cycles)
        title = desk.words("year.title", year=desk.year_title(shelf.title))
        yield from part_jobs(desk, shelf.address, title, partial(_crumbs, desk), shelf.cycles)


def pages(desk: Desk) -> Iterator[Page]:
    """The pages of all years."""
    for job in jobs(desk):
        yield from job.pages()


def _crumbs(desk: Desk) -> tuple[tuple[str, str], ...]:
    return ((desk.words("home.crumb"), ""),)


def _page(desk: Desk, shelf: Shelf, later: Shelf | None, earlier: Shelf | None) -> Page:
    w = desk.words
    here = shelf.address
    name = desk.year_title(shelf.title)
    cycles = shelf.cycles
    count = tally(cycles)
    lessons = tuple(_lessons(desk, cycles, here))
    plate = tuple(_left(item) for item in list_plate(desk, cycles, here))
    shown = cycles[:SHOWN]
    strip = make_strip(desk, here, [c for c in shown if c.record.status != "planned"])
    going = [cycle for cycle in cycles if cycle.record.status in {"active", "planned"}]
    return desk.page(
        "year.html",
        here,
        w("year.title", year=name),
        kind="year",
        nav=later is None,
        description=w("year.description", n=count.total, year=name),
        crumbs=_crumbs(desk),
        portfolio=desk.library.published.record,
        total=count.total,
        schools=len({cycle.school for cycle in cycles}),
        counts=statuses(desk, count),
        evidence=evidence(desk, count),
        lessons=lessons[:QUOTES],
        more_lessons=lessons[QUOTES : QUOTES + FOLDED],
        all_lessons=len(lessons),
        going=cards(desk, going[:SHOWN], here),
        all_going=len(going),
        rows=cards(desk, shown, here),
        printed=PRINTED,
        older=list_older(desk, here, cycles),
        finder=desk.link(here, "cycles/") + f"?year={shelf.title}",
        strip=strip,
        files=(strip.file,) if strip is not None else (),
        plate=plate[:PLATE],
        more_plate=plate[PLATE : PLATE + FOLDED],
        all_plate=len(plate),
        hidden=hidden(desk),
        later=(desk.year_title(later.title), desk.link(here, later.address)) if later else None,
        earlier=(desk.year_title(earlier.title), desk.link(here, earlier.address)) if earlier else None,
    )


def _lessons(desk: Desk, cycles: tuple[PublishedCycle, ...], here: str) -> Iterator[Lesson]:
    for cycle in cycles:
        if cycle.record.learned and cycle.record.status in {"complete", "stopped"}:
            yield Lesson(card(desk, cycle, here), shorten(cycle.record.learned, QUOTE))


def _left(item: Plate) -> Left:
    steps = shorten(item.steps[0]) if item.steps else ""
    need = shorten(item.need, QUOTE) if item.need else ""
    return Left(item, need or steps)
