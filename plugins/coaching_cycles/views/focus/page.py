"""The pages of the maps: priorities with and without cycles, and what is covered where and when."""

from __future__ import annotations

from collections.abc import Iterator

from coaching_cycles.views.desk import Desk
from coaching_cycles.views.focus.coverage import by_month, by_school
from coaching_cycles.views.focus.grid import make_map
from coaching_cycles.views.page import Page

MAP, COVERAGE = "focus/", "coverage/"

LISTED = 60
"""Cycles without a priority that are listed; the finder has all cycles."""


def pages(desk: Desk) -> Iterator[Page]:
    """The focus map where priorities name standards, coverage where cycles do."""
    w = desk.words
    crumbs = ((w("home.crumb"), ""), (w("standard.all"), "standards/"))
    focus = make_map(desk, MAP, desk.library.published.record.focus or (), desk.library.cycles)
    if focus is not None:
        yield desk.page(
            "focus.html",
            MAP,
            w("focus.title"),
            kind="focus",
            searchable=False,
            description=w("focus.description"),
            crumbs=crumbs,
            focus=focus,
            listed=LISTED,
            covered=bool(desk.library.standards),
            schools=tuple(
                (school.record.name, desk.link(MAP, f"schools/{school.key}/#focus"))
                for school in desk.library.schools
                if any(own.standards for own in school.record.focus or ())
            ),
        )
    if desk.library.standards:
        years = (by_month(desk, COVERAGE, year) for year in desk.library.years)
        yield desk.page(
            "coverage.html",
            COVERAGE,
            w("coverage.title"),
            kind="coverage",
            searchable=False,
            description=w("coverage.description"),
            crumbs=crumbs,
            frameworks=tuple(by_school(desk, COVERAGE)),
            years=tuple(year for year in years if year is not None),
        )
