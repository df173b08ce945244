"""The same students before and after: which of their tables and sums may stand on the site together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.measuring.figures import Direction, Movement
from coaching_cycles.measuring.transitions import Moves, Table
from coaching_cycles.privacy.feasible import stays_open

if TYPE_CHECKING:
    from coaching_cycles.measuring.figures import ReadingShown
    from coaching_cycles.privacy.feasible import Cell
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Measure

_DIRECTIONS: tuple[Direction, ...] = ("down", "same", "up")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two readings: n students, x of them proficient, and what is published of its levels."""

    n: int | None
    x: int | None
    shown: ReadingShown | None


@dataclass(frozen=True, slots=True)
class Together:
    """What may be shown of matched students. `reduced`: more was given than may be shown."""

    matched: Table | None = None
    moved: tuple[tuple[int, ...], ...] | None = None
    movement: tuple[Movement, ...] = ()
    reduced: bool = False


def show_together(
    measure: Measure, lowest: int | None, before: Side, after: Side, policy: Policy
) -> Together:
    """The matched table, the table of moves and its sums, as far as none gives away what another hides."""
    moves = Moves(measure.moved) if measure.moved is not None else None
    table = table_of(measure, moves, lowest)
    # Of nobody there is nothing to show.
    moves = moves if moves is not None and moves.n else None
    table = table if table is not None and table.n else None
    if policy.exact:
        return Together(table, moves.rows if moves else None, _movement(moves, policy) if moves else ())
    shown = table if table is not None and _may_show(table, (before, after), policy) else None
    if moves is None or not closed(moves.n, (before.n, after.n), policy):
        return Together(shown, None, (), reduced=(table is not None and shown is None) or moves is not None)
    if all(n >= policy.smallest for row in moves.rows for n in row):
        return Together(shown, moves.rows, _movement(moves, policy))
    cut = lowest if lowest is not None and 0 < lowest < len(moves.rows) else None
    movement = _movement(moves, policy)
    levels = _published(before.shown, len(moves.rows)), _published(after.shown, len(moves.rows))
    # The sums by direction first: they say more of every student than the four groups at one cut.
    choices = ((movement, shown), (movement, None), ((), shown))
    for directions, groups in choices:
        if _leaves_open(moves, directions, groups, cut, levels):
            return Together(groups, None, directions, reduced=True)
    return Together(reduced=True)


def _leaves_open(
    moves: Moves,
    movement: tuple[Movement, ...],
    groups: Table | None,
    cut: int | None,
    levels: tuple[list[list[int]], list[list[int]]],
) -> bool:
    if not movement and groups is None:
        return True  # the readings are judged by themselves
    places = range(len(moves.rows))
    cells: list[Cell] = [(i, j) for i in places for j in places]
    sums: list[frozenset[Cell]] = [
        frozenset(c for c in cells if _direction(c) in m.directions) for m in movement
    ]
    if cut is not None:
        # The share that is proficient is published for both readings, whatever else is.
        sums += [frozenset(c for c in cells if c[side] >= cut) for side in (0, 1)]
        if groups is not None:
            sums.append(frozenset(c for c in cells if c[0] >= cut and c[1] >= cut))
    return stays_open(moves.rows, *levels, sums)


def _direction(cell: Cell) -> Direction:
    before, after = cell
    return "same" if before == after else "up" if after > before else "down"


def _published(shown: ReadingShown | None, size: int) -> list[list[int]]:
    """The levels of a reading in the groups in which they are published; all in one where they are not."""
    if shown is None or not shown.levels:
        return [list(range(size))]
    return [list(range(band.first, band.last + 1)) for band in shown.levels]


def table_of(measure: Measure, moves: Moves | None, lowest: int | None) -> Table | None:
    """The matched table: as given, or at the proficient cut of the table of moves."""
    if measure.matched is not None:
        m = measure.matched
        return Table(m.kept, m.slipped, m.gained, m.not_yet)
    if moves is not None and lowest is not None and 0 < lowest < len(moves.rows):
        return moves.cut(lowest)
    return None


def closed(matched: int, sizes: tuple[int | None, ...], policy: Policy) -> bool:
    """True when a table of `matched` students tells nothing about the few of a reading who are not in it."""
    if policy.exact:
        return True
    if policy.bands or not policy.covers(matched):
        return False
    return not any(n is not None and policy.leaves_few(matched, n) for n in sizes)


def _may_show(table: Table, sides: tuple[Side, Side], policy: Policy) -> bool:
    if not closed(table.n, tuple(side.n for side in sides), policy):
        return False
    if min(table.kept, table.slipped, table.gained, table.not_yet) < policy.smallest:
        return False
    for side, proficient in zip(sides, (table.before, table.after), strict=True):
        others = side.n - table.n if side.n is not None else 0
        # Students of one reading who are not in the table are what is left when it is subtracted.
        if others > 0 and (side.x is None or policy.count(side.x - proficient, others).exact is None):
            return False
    return True


def _movement(moves: Moves, policy: Policy) -> tuple[Movement, ...]:
    bands = policy.distribution((moves.down, moves.same, moves.up), None)
    return tuple(Movement(_DIRECTIONS[b.first : b.last + 1][::-1], b.count) for b in reversed(bands))
