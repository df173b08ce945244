"""Cycles side by side: the targets that teams wrote, what they tried, what stayed hard, what can be taken.

Every part names the cycle that it comes from and stands in the order of the cycles: by date. What no cycle
says is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markupsafe import Markup

from coaching_cycles import prose
from coaching_cycles.library import slug
from coaching_cycles.measuring.wording import row_for
from coaching_cycles.measuring.wording.amounts import say_students
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.cards import Link, foreign, when
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.not_yet import not_yet_counts
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
class Tried:
    """Practices × cycles: (practice, cycles that tried it); `columns` are those cycles, if few enough."""

    columns: tuple[Team, ...]
    rows: tuple[tuple[Link, tuple[Team, ...]], ...]


@dataclass(frozen=True, slots=True)
class Hard:
    """Who was not there yet and what students needed; `groups` are (need, how many, what was done).

    `counts` say how many were not there yet when last looked at.
    """

    team: Team
    counts: tuple[str, ...]
    still: Markup | None
    groups: tuple[tuple[Markup, str, Markup | None], ...]


@dataclass(frozen=True, slots=True)
class Learned:
    """What a team learned, and what it would change."""

    team: Team
    learned: Markup | None
    change: Markup | None


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that a team puts to its readers."""

    team: Team
    questions: tuple[Markup, ...]


@dataclass(frozen=True)
class Comparing:
    """What the parts are made with: the desk, the page they stand on, and its cycles in order."""

    desk: Desk
    here: str
    cycles: tuple[PublishedCycle, ...]

    teams: dict[str, Team] = field(init=False, repr=False, compare=False, default_factory=dict)
    """Those that a part has named: most are named in several."""

    def team(self, cycle: PublishedCycle) -> Team:
        """The cycle behind a part."""
        known = self.teams.get(cycle.id)
        if known is None:
            known = self.teams[cycle.id] = self._team(cycle)
        return known

    def _team(self, cycle: PublishedCycle) -> Team:
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
            counts = tuple(said for said, _ in not_yet_counts(self.desk, cycle))
            still = self.blocks(cycle, cycle.record.still_need)
            groups = tuple(
                (
                    self.line(cycle, group.need),
                    say_students(size, self.desk.words) if size is not None else "",
                    self.line(cycle, group.support) if group.support else None,
                )
                for group, size in zip(cycle.record.groups or (), cycle.groups, strict=False)
            )
            if still is not None or groups or counts:
                yield Hard(self.team(cycle), counts, still, groups)

    def learned(self) -> Iterator[Learned]:
        """What teams say afterwards."""
        for cycle in self.cycles:
            learned = self.blocks(cycle, cycle.record.learned)
            change = self.blocks(cycle, cycle.record.would_change)
            if learned is not None or change is not None:
                yield Learned(self.team(cycle), learned, change)

    def asked(self) -> Iterator[Asked]:
        """Questions to readers."""
        for cycle in self.cycles:
            questions = tuple(self.line(cycle, text) for text in cycle.record.questions_for_readers or ())
            if questions:
                yield Asked(self.team(cycle), questions)


def first_result(desk: Desk, cycle: PublishedCycle) -> str:
    """A cycle's first figures on a line; "" where it has none."""
    said = (row_for(measure, desk.words) for measure in cycle.all_measures)
    return next((text for text in said if text), "")


def places(desk: Desk, cycles: Iterable[PublishedCycle]) -> str:
    """How many cycles in how many schools."""
    every = list(cycles)
    schools = len({cycle.school for cycle in every})
    return desk.words("shelf.places", cycles=desk.words("shelf.cycles", n=len(every)), n=schools)
