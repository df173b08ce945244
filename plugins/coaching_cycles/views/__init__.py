"""Page builders: what is on each page, in which order. They see published objects only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.views import (
    about,
    cycle,
    finder,
    focus,
    home,
    new,
    school,
    shelves,
    standard,
    trust,
    year,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.views.desk import Desk
    from coaching_cycles.views.page import Page


def build_pages(desk: Desk) -> Iterator[Page]:
    """Every page of the site, in the order of its sections."""
    for section in (home, finder, cycle, standard, focus, school, shelves, year, about, trust, new):
        yield from section.pages(desk)
