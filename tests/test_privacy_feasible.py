"""What keeps a table of moves open, and what does not."""

from __future__ import annotations

import pytest

from coaching_cycles.privacy.feasible import stays_open

ROWS = [[9] * 3 for _ in range(3)]
APART = [[0], [1], [2]]
MERGED = [[0], [1, 2]]
ROW = frozenset((1, j) for j in range(3))
COLUMN = frozenset((i, 1) for i in range(3))


@pytest.mark.parametrize(
    ("before", "after", "sums", "is_open"),
    [
        (APART, APART, [], True),
        (MERGED, APART, [], True),
        (APART, MERGED, [], True),
        (MERGED, APART, [COLUMN], True),
        (APART, MERGED, [ROW], True),
        # Each cell can still be otherwise, but how many stood at a merged level follows.
        (MERGED, APART, [ROW], False),
        (APART, MERGED, [COLUMN], False),
        # A cell that is published by itself.
        (APART, APART, [frozenset({(1, 1)})], False),
    ],
)
def test_levels_that_were_merged_stay_hidden_too(
    before: list[list[int]], after: list[list[int]], sums: list[frozenset[tuple[int, int]]], is_open: bool
) -> None:
    assert stays_open(ROWS, before, after, sums) is is_open


def test_small_counts_leave_little_room() -> None:
    """One student in a row and a column can be nowhere else: the count has fewer than three values."""
    assert not stays_open([[1, 0], [0, 1]], [[0], [1]], [[0], [1]], [])
    assert stays_open([[5, 5], [5, 5]], [[0], [1]], [[0], [1]], [])
