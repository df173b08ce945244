"""The one pipeline: a folder of records in; pages, assets and problems out. Knows nothing of any host."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coaching_cycles.checking.beside import alias_address
from coaching_cycles.checking.portfolio import open_portfolio, read_portfolio
from coaching_cycles.checking.records import digest_around, read_records
from coaching_cycles.collection import held_back
from coaching_cycles.keeping.pages import Pages
from coaching_cycles.keeping.records import Records
from coaching_cycles.library import Library
from coaching_cycles.pictures import Picture, is_picture, remake
from coaching_cycles.privacy.publish import publish
from coaching_cycles.problems import stops
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.views import list_jobs
from coaching_cycles.views.desk import Desk, Setting, file_address
from coaching_cycles.views.job import files_of
from coaching_cycles.views.page import Asset, Page, Redirect
from coaching_cycles.words import Words
from coaching_cycles.workers import count_workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coaching_cycles.checking.portfolio import Checked
    from coaching_cycles.model import Attachment
    from coaching_cycles.privacy.published import Published
    from coaching_cycles.problems import Problem
    from coaching_cycles.schema import Audience

LARGEST_ATTACHMENT = 25 * 1024 * 1024
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a build is asked for.

    `edit_base` is the address below which records are edited; `index_links` ends links to folders in
    `index.html`; `preview` marks what a public build would leave out. `workers` is how many processes draw
    pages at a time, 0 for one a core; a build that keeps nothing is done by one. `stop` says from
    which findings on nothing is drawn: what nobody will see is not worth the wait.
    """

    cycles_dir: str = "cycles"
    standards_dir: str = "standards"
    audience: Audience = "public"
    site_name: str = "Coaching cycles"
    site_url: str = ""
    site_description: str = ""
    edit_base: str | None = None
    index_links: bool = False
    preview: bool = False
    language: str = "en"
    cache_dir: Path | None = None
    overrides: Path | None = None
    today: date | None = None
    workers: int = 0
    stop: Literal["never", "error", "warning"] = "never"


@dataclass(frozen=True, slots=True)
class Site:
    """A finished site, not yet written anywhere. `notes` are lines for the build's log."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    redirects: tuple[Redirect, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()


def build_site(folder: Path, options: Options | None = None) -> Site:
    """Everything that one audience may see of the portfolio in `folder`.

    Never raises for what records contain.
    """
    with held_back():
        return _build(folder, options or Options())


def open_desk(folder: Path, options: Options) -> tuple[Checked, Desk]:
    """A portfolio as it was read, and the desk on which one audience's pages and data are made."""
    checked = read_portfolio(folder, options.cycles_dir, options.standards_dir, options.cache_dir)
    published = publish(checked.portfolio, options.audience)
    library = Library(published, checked.frameworks)
    return checked, Desk(library, Words(options.language), _setting(options))


def _setting(options: Options) -> Setting:
    return Setting(
        site_name=options.site_name,
        site_url=options.site_url,
        edit_base=options.edit_base,
        cycles_dir=options.cycles_dir,
        index_links=options.index_links,
        preview=options.preview,
        overrides=options.overrides,
        cache_dir=options.cache_dir,
    )


def _build(folder: Path, options: Options) -> Site:
    cache = options.cache_dir
    opened = open_portfolio(folder, options.cycles_dir, options.standards_dir, cache)
    workers = count_workers(options.workers) if cache is not None else 1
    against = digest_around(opened, options.standards_dir)
    records = Records(opened, against, options.audience, cache)
    reading = read_records(opened, against, cache, workers, records)
    if options.stop != "never" and stops(reading.problems, strict=options.stop == "warning"):
        return Site((), (), (), reading.problems)
    library, shown = records.open(reading)
    desk = Desk(library, Words(options.language), _setting(options))
    jobs = list(list_jobs(desk))
    if cache is not None:
        made = list(Pages(desk, shown, against, cache).make(jobs, workers))
    else:
        made = [job.do() for job in jobs]
    pages = tuple(page for one in made for page in one.pages)
    return Site(
        pages=pages,
        assets=(*attachments(folder, library, cache), *files_of(zip(jobs, made, strict=True))),
        redirects=tuple(_redirects(library, {page.address for page in pages})),
        problems=reading.problems,
        notes=tuple(_notes(reading.broken, library.published)),
    )


def attachments(folder: Path, library: Library, cache: Path | None) -> Iterator[Asset]:
    """The files that published records name, read without following links; pictures made anew from pixels."""
    for cycle in library.published.cycles:
        for attachment in library.filed[cycle.id].attachments:
            content = read_bytes(folder, attachment.path, LARGEST_ATTACHMENT)
            if isinstance(content, bytes):
                for name, data in _files(attachment, content, cache):
                    yield Asset(file_address(cycle, name), data)


def _files(attachment: Attachment, content: bytes, cache: Path | None) -> Iterator[tuple[str, bytes]]:
    if not is_picture(attachment.name):
        yield attachment.name, content
        return
    picture = remake(content, attachment.name, cache)
    # One that can't be made anew is an error of its record. Should it come this far, it is left out.
    if isinstance(picture, Picture):
        for file in picture.files:
            if file is picture.main or file.width in attachment.widths:
                yield file.name, file.content


def _redirects(library: Library, pages: set[str]) -> Iterator[Redirect]:
    for cycle in library.published.cycles:
        for alias in library.filed[cycle.id].aliases:
            address = alias_address(alias)
            if address is not None and address not in pages:
                yield Redirect(address, cycle.address)


def _notes(broken: Sequence[str], published: Published) -> Iterator[str]:
    """What a newcomer wonders about: how many cycles there are, and why some are not on the site."""
    total = len(published.cycles)
    yield f"{total} {'cycle' if total == 1 else 'cycles'} for the audience “{published.audience}”"
    reasons = Counter(left.reason for left in published.left_out)
    words = {
        "private": "are private",
        "school": "are for the school only (add `visibility: public` to publish)",
        "not approved": "are public but not approved by the teachers (add `approved:`)",
        "edited": "are public but changed since the teachers approved (`cycles approve --again`)",
    }
    for reason, count in sorted(reasons.items()):
        why = words[reason]
        said = f"it {why.replace('are ', 'is ', 1)}" if count == 1 else f"they {why}"
        yield f"{count} left out: {said}"
    if broken:
        yield f"{len(broken)} could not be read: {', '.join(broken)}"
