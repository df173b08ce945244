"""Cycles side by side: the targets that teams wrote, what they tried, what stayed hard, what can be taken.

Every part names the cycle that it comes from and stands in the order of the cycles: by date. What no cycle
says is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from posixpath import splitext

from markupsafe import Markup

from coaching_cycles import prose
from coaching_cycles.library import slug, standard_address
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.measuring.wording.amounts import say_students
from coaching_cycles.privacy.publish import PublishedCycle
from coaching_cycles.standards import Code
from coaching_cycles.views.cards import Link, foreign, when
from coaching_cycles.views.desk import Desk, file_address
from coaching_cycles.views.links import outside
from coaching_cycles.views.outline import settle

COLUMNS = 5
"""Cycles that stand as columns of the table of practices; with more, each practice lists its cycles."""


@dataclass(frozen=True, slots=True)
class Team:
    """Whose words these are: the cycle to follow, and where, in which grades and when it was."""

    title: str
    href: str
    about: str
    lang: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """A learning target; `number` from 1, `result` its measure on a line."""

    number: int
    text: str
    kind: str
    standards: tuple[Link, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Targets:
    """What a team broke the standard into.

    `all_of` says that no target is tied to the standard, so all are here.
    """

    team: Team
    targets: tuple[Target, ...]
    all_of: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """Practices × cycles: (practice, cycles that tried it); `columns` are those cycles, if few enough."""

    columns: tuple[Team, ...]
    rows: tuple[tuple[Link, tuple[Team, ...]], ...]


@dataclass(frozen=True, slots=True)
class Hard:
    """Who was not there yet and what students needed; `groups` are (need, how many, what was done)."""

    team: Team
    still: Markup | None
    groups: tuple[tuple[Markup, str, Markup | None], ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a team learned, and what it would change."""

    team: Team
    learned: Markup | None
    change: Markup | None


@dataclass(frozen=True, slots=True)
class Taken:
    """Something to take: an assessment, a note sheet, a text. `outside` says that it is on another site."""

    title: str
    href: str
    about: str
    outside: bool
    team: Team


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that a team puts to its readers."""

    team: Team
    questions: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A cycle marked as an exemplar, with what it depended on beside what it shows."""

    team: Team
    why: Markup | None
    result: str
    facts: tuple[tuple[str, Markup], ...]


@dataclass(frozen=True)
class Comparing:
    """What the parts are made with: the desk, the page they stand on, and its cycles in order."""

    desk: Desk
    here: str
    cycles: tuple[PublishedCycle, ...]

    def team(self, cycle: PublishedCycle) -> Team:
        """The cycle behind a part."""
        about = (
            self.desk.library.school(cycle.school).record.name,
            self.desk.grades(cycle.record.grades),
            when(self.desk, cycle),
        )
        return Team(
            cycle.record.title,
            self.desk.link(self.here, cycle.address),
            " · ".join(part for part in about if part),
            foreign(self.desk, cycle),
        )

    def blocks(self, cycle: PublishedCycle, text: str | None) -> Markup | None:
        """Author's text as blocks; its relative links lead to the cycle's files."""
        if not text:
            return None
        return settle(prose.render(text, self.desk.resolver(self.here, cycle)), 4)

    def line(self, cycle: PublishedCycle, text: str) -> Markup:
        """Author's text for a line."""
        return prose.inline(text, self.desk.resolver(self.here, cycle))

    def targets(self, tied: Collection[Code]) -> Iterator[Targets]:
        """The targets tied to one of these standards; all of a cycle's, where none of them is."""
        for cycle in self.cycles:
            every = cycle.record.targets or ()
            named = [{standard.code for standard in part} for part in cycle.target_standards]
            chosen = [number for number, codes in enumerate(named, 1) if not codes.isdisjoint(tied)]
            targets = tuple(self._target(cycle, number) for number in chosen or range(1, len(every) + 1))
            if targets:
                yield Targets(self.team(cycle), targets, all_of=not chosen)

    def _target(self, cycle: PublishedCycle, number: int) -> Target:
        target = (cycle.record.targets or ())[number - 1]
        codes = dict.fromkeys(standard.code for standard in cycle.target_standards[number - 1])
        said = (words_for(measure, self.desk.words).row for measure in cycle.target_measures[number - 1])
        return Target(
            number,
            target.text,
            self.desk.words(f"standard.kind.{target.kind}") if target.kind else "",
            tuple(Link(code.code, self.desk.link(self.here, standard_address(code))) for code in codes),
            "; ".join(text for text in said if text),
        )

    def tried(self) -> Tried | None:
        """Practices in the order of the alphabet, each with its cycles; None where no cycle names one."""
        found: dict[str, list[Team]] = {}
        columns: list[Team] = []
        for cycle in self.cycles:
            keys = dict.fromkeys(slug(practice) for practice in cycle.record.practices or ())
            team = self.team(cycle)
            columns += [team] if keys else []
            for key in keys:
                found.setdefault(key, []).append(team)
        rows = tuple(
            (Link(shelf.title, self.desk.link(self.here, shelf.address)), tuple(found[shelf.key]))
            for shelf in self.desk.library.practices
            if shelf.key in found
        )
        return Tried(tuple(columns) if len(columns) <= COLUMNS else (), rows) if rows else None

    def hard(self) -> Iterator[Hard]:
        """What stayed hard, and the support that groups of students had."""
        for cycle in self.cycles:
            still = self.blocks(cycle, cycle.record.still_need)
            groups = tuple(
                (
                    self.line(cycle, group.need),
                    say_students(size, self.desk.words) if size is not None else "",
                    self.line(cycle, group.support) if group.support else None,
                )
                for group, size in zip(cycle.record.groups or (), cycle.groups, strict=False)
            )
            if still is not None or groups:
                yield Hard(self.team(cycle), still, groups)

    def learned(self) -> Iterator[Learned]:
        """What teams say afterwards."""
        for cycle in self.cycles:
            learned = self.blocks(cycle, cycle.record.learned)
            change = self.blocks(cycle, cycle.record.would_change)
            if learned is not None or change is not None:
                yield Learned(self.team(cycle), learned, change)

    def taken(self) -> Iterator[Taken]:
        """Assessments first, then note sheets and other resources; only what leads somewhere."""
        w = self.desk.words
        rest: list[Taken] = []
        for cycle in self.cycles:
            for tool in (cycle.record.assessments or {}).values():
                words = [w(f"standard.source.{tool.source}")] if tool.source else []
                words += [w(f"standard.use.{tool.kind}")] if tool.kind else []
                yield from self._take(cycle, tool.file, tool.url, tool.title, words)
            for resource in cycle.record.resources or ():
                rest += self._take(cycle, resource.file, resource.url, resource.title, [])
        yield from rest

    def _take(
        self, cycle: PublishedCycle, file: str | None, url: str | None, title: str | None, words: list[str]
    ) -> Iterator[Taken]:
        attachment = cycle.attachment(file)
        if attachment is not None:
            kind = splitext(attachment.name)[1].lstrip(".").upper()
            href = self.desk.link(self.here, file_address(cycle, attachment.name))
            about = " · ".join(part for part in (*words, kind) if part)
            yield Taken(title or attachment.name, href, about, outside=False, team=self.team(cycle))
        web = outside(url)
        if web is not None:
            host = web.split("/")[2]
            yield Taken(title or host, web, " · ".join((*words, host)), outside=True, team=self.team(cycle))

    def asked(self) -> Iterator[Asked]:
        """Questions to readers."""
        for cycle in self.cycles:
            questions = tuple(self.line(cycle, text) for text in cycle.record.questions_for_readers or ())
            if questions:
                yield Asked(self.team(cycle), questions)

    def examples(self) -> Iterator[Example]:
        """Exemplars, each with its conditions, what it took, and where it stops being an example."""
        w = self.desk.words
        for cycle in self.cycles:
            record, mark = cycle.record, cycle.record.exemplar
            if mark is None:
                continue
            facts: list[tuple[str, str | None]] = [(w("standard.conditions"), record.conditions)]
            for name, text in (record.capacity or {}).items():
                facts.append(
                    (w("standard.capacity.named", name=name) if name else w("standard.capacity"), text)
                )
            facts.append((w("standard.limits"), mark.limits))
            yield Example(
                self.team(cycle),
                self.blocks(cycle, mark.why),
                first_result(self.desk, cycle),
                tuple((name, self.line(cycle, text)) for name, text in facts if text),
            )


def first_result(desk: Desk, cycle: PublishedCycle) -> str:
    """A cycle's first figures on a line; "" where it has none."""
    said = (words_for(measure, desk.words).row for measure in cycle.all_measures)
    return next((text for text in said if text), "")


def places(desk: Desk, cycles: Iterable[PublishedCycle]) -> str:
    """How many cycles in how many schools."""
    every = list(cycles)
    schools = len({cycle.school for cycle in every})
    return desk.words("shelf.places", cycles=desk.words("shelf.cycles", n=len(every)), n=schools)
