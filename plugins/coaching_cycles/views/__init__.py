"""Page builders: what is on each page, in which order. They see published objects only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coaching_cycles.views import (
    about,
    cycle,
    data,
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
from coaching_cycles.views.job import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.views.desk import Desk
    from coaching_cycles.views.page import Page


def list_jobs(desk: Desk) -> Iterator[Job]:
    """Every page and file of the site, in the order of its sections."""
    yield Job("home", partial(home.pages, desk))
    for section in (finder, cycle, standard):
        yield from section.jobs(desk)
    yield Job("focus", partial(focus.pages, desk))
    for section in (school, shelves, year):
        yield from section.jobs(desk)
    yield Job("about", partial(about.pages, desk))
    yield Job("trust", partial(trust.pages, desk))
    yield from data.jobs(desk)
    yield Job("new", partial(new.pages, desk), partial(new.assets, desk))


def build_pages(desk: Desk) -> Iterator[Page]:
    """Every page of the site, in the order of its sections."""
    for job in list_jobs(desk):
        yield from job.pages()
