"""Who moved: four groups, level grids and what totals alone allow."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.measuring.transitions import (
    Moves,
    Span,
    Table,
    cell_bounds,
    feasible_tables,
    gained_bounds,
    proficient_at_cuts,
)

GRID = Moves(((3, 5, 2, 0), (0, 4, 6, 1), (0, 1, 3, 2), (0, 0, 0, 1)))
GRIDS = st.integers(2, 6).flatmap(
    lambda size: st.lists(st.tuples(*[st.integers(0, 20)] * size), min_size=size, max_size=size).map(
        lambda rows: Moves(tuple(rows))
    )
)
CELLS = st.integers(0, 30)


def test_a_table_adds_up() -> None:
    table = Table(kept=6, slipped=1, gained=12, not_yet=6)
    assert (table.n, table.before, table.after, table.changed) == (25, 7, 18, 13)
    assert table.swapped() == Table(kept=6, slipped=12, gained=1, not_yet=6)


def test_the_vector_moves() -> None:
    assert (GRID.n, GRID.up, GRID.same, GRID.down) == (28, 16, 11, 1)
    assert GRID.before == (10, 11, 6, 1)
    assert GRID.after == (3, 10, 11, 4)


def test_every_cut_of_the_vector() -> None:
    assert GRID.cuts == (Table(18, 0, 7, 3), Table(6, 1, 9, 12), Table(1, 0, 3, 24))
    assert [(cut.before, cut.after) for cut in GRID.cuts] == [(18, 25), (7, 15), (1, 4)]


@given(GRIDS)
def test_cuts_are_the_students_sorted_by_a_line(moves: Moves) -> None:
    """Each cut counted student by student, and its totals counted from the levels alone."""
    size = len(moves.rows)
    students = [pair for pair in product(range(size), repeat=2) for _ in range(moves.rows[pair[0]][pair[1]])]
    assert len(moves.cuts) == size - 1
    for lowest, table in enumerate(moves.cuts, start=1):
        sides = [(before >= lowest, after >= lowest) for before, after in students]
        groups = ((True, True), (True, False), (False, True), (False, False))
        assert table == Table(*(sides.count(group) for group in groups))
    assert tuple(table.before for table in moves.cuts) == proficient_at_cuts(moves.before)
    assert tuple(table.after for table in moves.cuts) == proficient_at_cuts(moves.after)


@given(GRIDS)
def test_moves_add_up_and_mirror(moves: Moves) -> None:
    assert moves.up + moves.same + moves.down == moves.n == sum(moves.before) == sum(moves.after)
    back = moves.swapped()
    assert (back.up, back.same, back.down) == (moves.down, moves.same, moves.up)
    assert back.cuts == tuple(table.swapped() for table in moves.cuts)
    assert back.swapped() == moves


def test_levels_at_every_cut() -> None:
    assert proficient_at_cuts([11, 12, 4, 1]) == (17, 5, 1)
    assert proficient_at_cuts([2, 0]) == (0,)


def test_bounds_from_totals() -> None:
    assert gained_bounds(7, 18, 25) == Span(11, 18)
    cells = cell_bounds(7, 18, 25)
    assert (cells.kept, cells.slipped, cells.not_yet) == (Span(0, 7), Span(0, 7), Span(0, 7))
    assert len(cells.kept) == 8
    assert 7 in cells.kept
    assert 8 not in cells.kept


def test_bounds_are_those_of_all_tables_counted_out() -> None:
    for n in range(1, 9):
        every = [
            Table(a, b, c, n - a - b - c)
            for a in range(n + 1)
            for b in range(n + 1 - a)
            for c in range(n + 1 - a - b)
        ]
        for before, after in product(range(n + 1), repeat=2):
            tables = [table for table in every if (table.before, table.after) == (before, after)]
            assert sorted(feasible_tables(before, after, n), key=lambda table: table.kept) == sorted(
                tables, key=lambda table: table.kept
            )
            bounds = cell_bounds(before, after, n)
            for group in ("kept", "slipped", "gained", "not_yet"):
                values = [getattr(table, group) for table in tables]
                assert getattr(bounds, group) == Span(min(values), max(values)), (before, after, n, group)
            # The formula of the sentence.
            assert bounds.gained == Span(max(0, after - before), min(after, n - before))


@given(CELLS, CELLS, CELLS, CELLS)
def test_at_least_is_never_more_than_the_truth(kept: int, slipped: int, gained: int, not_yet: int) -> None:
    truth = Table(kept, slipped, gained, not_yet)
    if truth.n:
        assert gained in gained_bounds(truth.before, truth.after, truth.n)
        assert truth in set(feasible_tables(truth.before, truth.after, truth.n))


@pytest.mark.parametrize("cells", [(-1, 0, 0, 5), (0, 1.0, 0, 5), (0, 0, True, 5), (0, 0, 0, 10_000_001)])
def test_impossible_tables_are_refused(cells: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Table(*cells)


def test_counts_that_are_too_many_only_together_are_refused() -> None:
    with pytest.raises(ValueError, match="students must be"):
        Table(6_000_000, 0, 6_000_000, 0)


@pytest.mark.parametrize("rows", [(), ((1,),), ((1, 2), (3,)), ((1, 2, 3), (1, 2, 3)), ((1, -1), (0, 0))])
def test_impossible_grids_are_refused(rows: tuple[tuple[int, ...], ...]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Moves(rows)


@pytest.mark.parametrize("lowest", [-1, 0, 4])
def test_a_cut_lies_inside_the_scale(lowest: int) -> None:
    with pytest.raises(ValueError, match="the cut must be from 1 to 3"):
        GRID.cut(lowest)


@pytest.mark.parametrize("totals", [(8, 3, 7), (3, 8, 7), (0, 0, 0), (-1, 0, 5)])
def test_impossible_totals_are_refused(totals: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        cell_bounds(*totals)


@pytest.mark.parametrize("levels", [[], [4], [4, -1]])
def test_impossible_levels_are_refused(levels: list[int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        proficient_at_cuts(levels)
