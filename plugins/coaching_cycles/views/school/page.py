"""A school's page: the leader's focus, what is under way and complete, the year, what is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from coaching_cycles.library import Shelf
from coaching_cycles.model import School
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.schema import Focus
from coaching_cycles.standards import decide
from coaching_cycles.values import expand_grades
from coaching_cycles.views.cards import Card, cards
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.focus.grid import Map, make_map
from coaching_cycles.views.job import Job, only
from coaching_cycles.views.links import outside
from coaching_cycles.views.older import SHOWN, list_older, part_jobs
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import evidence, hidden, statuses, tally
from coaching_cycles.views.school.months import month_table
from coaching_cycles.views.school.plate import list_plate
from coaching_cycles.views.school.timeline import make_timeline
from coaching_cycles.views.standard.strips import make_strip

ADDRESS = "schools/"

CARDS = 24
"""Cards that stand open."""

PLATE = 12
"""Cycles on the plate that stand open; the rest is folded away."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A school in the list of schools."""

    name: str
    href: str
    level: str | None
    grades: str
    focus: tuple[str, ...]
    counts: tuple[str, ...]
    newest: Card | None


def jobs(desk: Desk) -> Iterator[Job]:
    """The list of schools, then a page for each."""
    yield Job(ADDRESS, only(_schools, desk))
    for school in desk.library.schools:
        cycles = desk.library.at_school(school.key)
        here = f"{ADDRESS}{school.key}/"
        yield Job(here, only(_page, desk, school), cycles=cycles)
        yield from part_jobs(desk, here, school.record.name, partial(_crumbs, desk), cycles)


def pages(desk: Desk) -> Iterator[Page]:
    """The list of schools, then a page for each."""
    for job in jobs(desk):
        yield from job.pages()


def _schools(desk: Desk) -> Page:
    return desk.page(
        "schools.html",
        ADDRESS,
        desk.words("school.all.title"),
        kind="schools",
        nav=True,
        searchable=False,
        description=desk.words("school.all.description"),
        crumbs=((desk.words("home.crumb"), ""),),
        schools=tuple(_entry(desk, school) for school in desk.library.schools),
        hidden=hidden(desk),
    )


def _crumbs(desk: Desk) -> tuple[tuple[str, str], ...]:
    return (desk.words("home.crumb"), ""), (desk.words("school.all.title"), ADDRESS)


def _entry(desk: Desk, school: School) -> Entry:
    cycles = desk.library.at_school(school.key)
    record = school.record
    return Entry(
        record.name,
        desk.link(ADDRESS, f"schools/{school.key}/"),
        record.level,
        desk.grades(record.grades) if record.grades else "",
        tuple(focus.title for focus in record.focus or ()),
        statuses(desk, tally(cycles)),
        cards(desk, cycles[:1], ADDRESS)[0] if cycles else None,
    )


def _page(desk: Desk, school: School) -> Page:
    here = f"schools/{school.key}/"
    record = school.record
    cycles = desk.library.at_school(school.key)
    count = tally(cycles)
    focus = [one.title for one in record.focus or ()]
    years = tuple(_years(desk, cycles))
    plate = list_plate(desk, cycles, here)
    newest = years[0].cycles if years else ()
    strip = make_strip(desk, here, _tried(cycles[:SHOWN]))
    timeline = make_timeline(desk, newest[:SHOWN], here, years[0].key) if newest else None
    return desk.page(
        "school.html",
        here,
        record.name,
        kind="school",
        description=" ".join(focus) or desk.words("school.description", school=record.name),
        crumbs=_crumbs(desk),
        record=record,
        focus=_focus_map(desk, here, school, cycles),
        website=outside(record.url),
        grades=desk.grades(record.grades) if record.grades else "",
        total=count.total,
        counts=statuses(desk, count),
        evidence=evidence(desk, count),
        year_title=desk.year_title(years[0].title) if years else "",
        timeline=timeline,
        files=(strip.file if strip is not None else None, timeline.file if timeline is not None else None),
        months=tuple(
            table for year in years if (table := month_table(desk, year.cycles, here, year.key)) is not None
        ),
        cards=cards(desk, cycles[:CARDS], here),
        more_cards=cards(desk, cycles[CARDS:SHOWN], here),
        older=list_older(desk, here, cycles),
        strip=strip,
        plate=plate[:PLATE],
        more_plate=plate[PLATE:SHOWN],
        all_plate=len(plate),
        hidden=hidden(desk, school.key),
    )


def _focus_map(desk: Desk, here: str, school: School, cycles: Sequence[PublishedCycle]) -> Map | None:
    """The school's priorities where they name standards, and the district's, over the school's cycles."""
    own = tuple(focus for focus in school.record.focus or () if focus.standards)
    district = (_in_grades(desk, school, focus) for focus in desk.library.published.record.focus or ())
    shared = tuple(focus for focus in district if focus.standards)
    return make_map(desk, here, (*own, *shared), cycles) if cycles or own else None


def _in_grades(desk: Desk, school: School, focus: Focus) -> Focus:
    """A priority of the district with those of its standards that are for grades of the school."""
    mine = set(expand_grades(school.record.grades or ()))
    kept = []
    for raw in focus.standards or ():
        code = decide(raw, None, desk.library.brought)
        framework = desk.library.framework(code.framework) if code is not None else None
        item = framework.items.get(code.code) if framework is not None and code is not None else None
        if not mine or item is None or not item.grades or mine.intersection(item.grades):
            kept.append(raw)
    return focus.model_copy(update={"standards": tuple(kept)})


def _tried(cycles: Sequence[PublishedCycle]) -> list[PublishedCycle]:
    """Every cycle that has begun, whatever came of it."""
    return [cycle for cycle in cycles if cycle.record.status != "planned"]


def _years(desk: Desk, cycles: Sequence[PublishedCycle]) -> Iterator[Shelf]:
    """The years of one school, newest first."""
    for shelf in desk.library.years:
        own = tuple(cycle for cycle in cycles if desk.library.year_of(cycle) == shelf.title)
        if own:
            yield Shelf(shelf.key, shelf.title, shelf.address, own)
