"""Pages as work to be done: what is drawn, and what of the portfolio it may be drawn from.

A page that was drawn before is taken again when nothing that it may be made from has changed. So each job
names the cycles that its page looks at; a test draws every page while it watches which cycles are opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ParamSpec

from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.page import Asset, Page, join

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Made:
    """What a job gives: pages, and files beside them.

    `asked` are the places of records that the prose on them was found to link to.
    """

    pages: tuple[Page, ...] = ()
    assets: tuple[Asset, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Some pages and files that are made together, under a name that no other job has.

    `cycles` are those whose faces they show, None for all of the portfolio; `own` is the one of which all is
    shown. What all jobs may look at: the setting, the words, the portfolio's settings, schools, frameworks.
    A job without an `own` may also look at the shelves: which cycles stand where, in which order.
    `facts` are what a job with one looks at beyond that; what its prose links to shows only when it is drawn.
    The files of a job that is `part` are parts of files, of which other jobs make the rest.
    """

    name: str
    pages: Callable[[], Iterable[Page]] = tuple
    assets: Callable[[], Iterable[Asset]] = tuple
    cycles: Sequence[PublishedCycle] | None = None
    own: PublishedCycle | None = None
    facts: Sequence[object] = ()
    asked: Callable[[], Iterable[str]] = tuple
    part: bool = False

    def do(self) -> Made:
        """Draw."""
        pages = tuple(self.pages())
        assets = (*(file for page in pages for file in page.files), *self.assets())
        pages = tuple(replace(page, files=()) if page.files else page for page in pages)
        return Made(pages, assets, tuple(self.asked()))


def files_of(done: Iterable[tuple[Job, Made]]) -> Iterator[Asset]:
    """The files that jobs have made, those in parts last."""
    parts: dict[str, list[Asset]] = {}
    for job, made in done:
        for asset in made.assets:
            if job.part:
                parts.setdefault(asset.path, []).append(asset)
            else:
                yield asset
    for path, several in parts.items():
        yield join(path, several)


def only(draw: Callable[P, Page], *given: P.args, **named: P.kwargs) -> Callable[[], tuple[Page]]:
    """The pages of a job that draws one."""
    return lambda: (draw(*given, **named),)
