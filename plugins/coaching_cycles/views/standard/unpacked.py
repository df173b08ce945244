"""The learning targets that teams made of a standard, side by side: those that are alike in one row."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from coaching_cycles.library import standard_address
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code
from coaching_cycles.views.cards import Link
from coaching_cycles.views.compared import Comparing, Team
from coaching_cycles.views.standard.alike import align

ABREAST = 4
"""Teams that have a column each; with more, a row lists its teams one after the other."""

LOOKED_THROUGH = 24
"""Teams whose targets are compared with each other; those of older cycles only stand beside them."""


@dataclass(frozen=True, slots=True)
class Target:
    """A learning target; `number` from 1, `result` its measure on a line."""

    number: int
    text: str
    kind: str
    standards: tuple[Link, ...]
    result: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A target in a row: whose it is, and the number of that team's column, from 1."""

    column: int
    team: Team
    target: Target


@dataclass(frozen=True, slots=True)
class Column:
    """A team, and those of its targets that are like no other team's.

    `all_of` says that no target is tied to the standard, so all are here.
    """

    column: int
    team: Team
    targets: tuple[Target, ...]
    all_of: bool


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What teams broke the standard into: rows of targets that are alike, then each team's others.

    `abreast` is how many columns there are; 0 where the teams are too many for columns.
    """

    abreast: int
    rows: tuple[tuple[Cell, ...], ...]
    columns: tuple[Column, ...]


def unpack(side: Comparing, tied: Collection[Code]) -> Unpacked | None:
    """The targets tied to one of these standards (all of a cycle's, where none of them is), aligned."""
    columns = list(_columns(side, tied))
    if not columns:
        return None
    texts = [[target.text for target in column.targets] for column in columns]
    aligned = align(texts[:LOOKED_THROUGH])
    rows = tuple(
        tuple(
            Cell(column.column, column.team, column.targets[place])
            for column, place in zip(columns, row, strict=False)
            if place is not None
        )
        for row in aligned
    )
    taken = {(cell.column, cell.target.number) for row in rows for cell in row}
    return Unpacked(len(columns) if len(columns) <= ABREAST else 0, rows, tuple(_others(columns, taken)))


def _others(columns: Sequence[Column], taken: Collection[tuple[int, int]]) -> Iterator[Column]:
    """Each team with the targets that stand in no row; one that has none left has nothing to say twice."""
    for column in columns:
        left = tuple(t for t in column.targets if (column.column, t.number) not in taken)
        if left:
            yield Column(column.column, column.team, left, column.all_of)


def _columns(side: Comparing, tied: Collection[Code]) -> Iterator[Column]:
    number = 0
    for cycle in side.cycles:
        every = cycle.record.targets or ()
        named = [{standard.code for standard in part} for part in cycle.target_standards]
        chosen = [place for place, codes in enumerate(named, 1) if not codes.isdisjoint(tied)]
        targets = tuple(_target(side, cycle, place) for place in chosen or range(1, len(every) + 1))
        if targets:
            number += 1
            yield Column(number, side.team(cycle), targets, all_of=not chosen)


def _target(side: Comparing, cycle: PublishedCycle, number: int) -> Target:
    desk = side.desk
    target = (cycle.record.targets or ())[number - 1]
    of_target = cycle.target_standards[number - 1 : number]
    codes = dict.fromkeys(standard.code for part in of_target for standard in part)
    measures = cycle.target_measures[number - 1 : number]
    said = (words_for(measure, desk.words).row for part in measures for measure in part)
    return Target(
        number,
        target.text,
        desk.words(f"standard.kind.{target.kind}") if target.kind else "",
        tuple(Link(code.code, desk.link(side.here, standard_address(code))) for code in codes),
        "; ".join(text for text in said if text),
    )
