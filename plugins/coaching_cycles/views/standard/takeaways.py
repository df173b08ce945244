"""What a team can take: assessments, note sheets, texts, a record to start from; each after its conditions.

A sheet that worked in one room is read best beside where that was, what it took and where it stops being an
example. So everything is listed by the cycle that it comes from, and its conditions stand before its files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from posixpath import splitext

from markupsafe import Markup

from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.compared import Comparing, Team, first_result
from coaching_cycles.views.cycle.facts import capacity_label
from coaching_cycles.views.cycle.files import starter_path
from coaching_cycles.views.cycle.start import starter_name
from coaching_cycles.views.desk import file_address
from coaching_cycles.views.links import outside


@dataclass(frozen=True, slots=True)
class Thing:
    """Something to take. `outside` says that it is on another site."""

    title: str
    href: str
    about: str
    outside: bool


@dataclass(frozen=True, slots=True)
class Kit:
    """A cycle's things. `facts` are (name, texts): where this happened, what it took, its limits.

    `start` is a record to start from, and `file` the name that it gets. Of an exemplar, `why` says what it
    shows, and `result` has its first figures on a line.
    """

    team: Team
    exemplar: bool
    why: Markup | None
    result: str
    facts: tuple[tuple[str, tuple[Markup, ...]], ...]
    things: tuple[Thing, ...]
    start: str
    file: str


def kits(side: Comparing) -> Iterator[Kit]:
    """The kits of the cycles, in their order; an exemplar has one even where it has nothing to take."""
    for cycle in side.cycles:
        things = tuple(_things(side, cycle))
        record, mark = cycle.record, cycle.record.exemplar
        if mark is None and not things and not record.targets:
            continue
        yield Kit(
            team=side.team(cycle),
            exemplar=mark is not None,
            why=side.blocks(cycle, mark.why) if mark is not None else None,
            result=first_result(side.desk, cycle) if mark is not None else "",
            facts=tuple((name, texts) for name, texts in _facts(side, cycle) if texts),
            things=things,
            start=side.desk.link(side.here, starter_path(cycle)),
            file=starter_name(cycle),
        )


def _facts(side: Comparing, cycle: PublishedCycle) -> Iterator[tuple[str, tuple[Markup, ...]]]:
    w, record = side.desk.words, cycle.record
    yield w("standard.conditions"), _lines(side, cycle, {"": record.conditions})
    yield w("standard.capacity"), _lines(side, cycle, record.capacity or {})
    if record.exemplar is not None:
        yield w("standard.limits"), _lines(side, cycle, {"": record.exemplar.limits})


def _lines(side: Comparing, cycle: PublishedCycle, texts: Mapping[str, str | None]) -> tuple[Markup, ...]:
    """Author's texts, each after the heading that the author gave it, where there is one."""
    found = []
    for name, text in texts.items():
        if text:
            head = capacity_label(side.desk.words, name)
            line = side.line(cycle, text)
            found.append(Markup("<b>{}</b> {}").format(head, line) if head else line)
    return tuple(found)


def _things(side: Comparing, cycle: PublishedCycle) -> Iterator[Thing]:
    """Assessments first, then note sheets and other resources; only what leads somewhere, each once."""
    w = side.desk.words
    seen: set[str] = set()
    given: list[tuple[str | None, str | None, str | None, list[str]]] = []
    for tool in (cycle.record.assessments or {}).values():
        words = [w(f"standard.source.{tool.source}")] if tool.source else []
        words += [w(f"standard.use.{tool.kind}")] if tool.kind else []
        given.append((tool.file, tool.url, tool.title, words or [w("standard.take.assessment")]))
    given += [(r.file, r.url, r.title, []) for r in cycle.record.resources or ()]
    for file, url, title, words in given:
        for thing in _lead(side, cycle, (file, url), title, words):
            if thing.href not in seen:
                seen.add(thing.href)
                yield thing


def _lead(
    side: Comparing,
    cycle: PublishedCycle,
    to: tuple[str | None, str | None],
    title: str | None,
    words: list[str],
) -> Iterator[Thing]:
    """A file of the record, a page on the web, or both."""
    file, url = to
    attachment = cycle.attachment(file)
    if attachment is not None:
        kind = splitext(attachment.name)[1].lstrip(".").upper()
        href = side.desk.link(side.here, file_address(cycle, attachment.name))
        about = " · ".join(part for part in (*words, kind) if part)
        yield Thing(title or attachment.name, href, about, outside=False)
    web = outside(url)
    if web is not None:
        host = web.split("/")[2]
        yield Thing(title or host, web, " · ".join((*words, host)), outside=True)
