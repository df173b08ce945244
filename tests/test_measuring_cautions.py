"""Missing students, the ends of the scale, and a baseline that can only rise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.measuring.cautions import (
    Edge,
    edge,
    many_missing,
    missing_after,
    only_not_yet,
    score_edge,
)


def test_worst_and_best_case() -> None:
    found = missing_after(matched=25, before=7, after=18, left_proficient=1, left_not_yet=4)
    assert (found.students, found.missing) == (30, 5)
    assert (found.worst, found.best) == pytest.approx((18 / 30, 23 / 30), abs=1e-15)
    assert (found.many, found.different, found.warn) == (True, False, True)


@given(st.integers(0, 60), st.integers(0, 20), st.integers(0, 20), st.data())
def test_the_bounds_are_those_of_every_way_it_could_have_gone(
    matched: int, left_proficient: int, left_not_yet: int, data: st.DataObject
) -> None:
    missing = left_proficient + left_not_yet
    if matched + missing == 0:
        return
    before, after = data.draw(st.integers(0, matched)), data.draw(st.integers(0, matched))
    found = missing_after(
        matched=matched,
        before=before,
        after=after,
        left_proficient=left_proficient,
        left_not_yet=left_not_yet,
    )
    every = [(after + more) / (matched + missing) for more in range(missing + 1)]
    assert (found.worst, found.best) == (min(every), max(every))
    assert found.warn == (found.many or found.different)


@pytest.mark.parametrize(
    ("missing", "students", "expected"),
    [(0, 10, False), (1, 10, False), (2, 10, True), (3, 30, False), (4, 30, True), (10, 10, True)],
)
def test_more_than_a_tenth_is_many(missing: int, students: int, expected: bool) -> None:
    assert many_missing(missing, students) is expected


@pytest.mark.parametrize(
    ("before", "left", "different"),
    [
        (40, (3, 2), False),  # 40 % stayed, 60 % left: exactly 20 points
        (39, (3, 2), True),
        (80, (3, 2), False),
        (81, (3, 2), True),
        (0, (0, 5), False),
        (0, (0, 0), False),
    ],
)
def test_more_than_twenty_points_apart_is_different(
    before: int, left: tuple[int, int], different: bool
) -> None:
    found = missing_after(
        matched=100, before=before, after=before, left_proficient=left[0], left_not_yet=left[1]
    )
    assert (found.different, found.many) == (different, False)
    assert found.warn is different


def test_with_nobody_left_to_compare_only_the_bounds_speak() -> None:
    found = missing_after(matched=0, before=0, after=0, left_proficient=3, left_not_yet=0)
    assert (found.worst, found.best, found.many, found.different) == (0, 1, True, False)


@pytest.mark.parametrize(
    ("x", "n", "expected"),
    [
        (0, 25, Edge.FLOOR),
        (2, 25, Edge.FLOOR),
        (3, 25, None),
        (22, 25, None),
        (23, 25, Edge.CEILING),
        (25, 25, Edge.CEILING),
        (1, 10, Edge.FLOOR),
        (9, 10, Edge.CEILING),
        (0, 1, Edge.FLOOR),
        (1, 1, Edge.CEILING),
    ],
)
def test_floor_and_ceiling(x: int, n: int, expected: Edge | None) -> None:
    assert edge(x, n) is expected


@pytest.mark.parametrize(
    ("mean", "sd", "expected"),
    [
        (54.46, 17.74, None),
        (83.2, 17.74, Edge.CEILING),
        (12, 17.74, Edge.FLOOR),
        (80, 20, None),
        (90, None, Edge.CEILING),
        (89.9, None, None),
        (10, None, Edge.FLOOR),
        (60, 70, Edge.CEILING),
        (40, 70, Edge.FLOOR),
        (0, 0, None),
    ],
)
def test_floor_and_ceiling_of_scores(mean: float, sd: float | None, expected: Edge | None) -> None:
    assert score_edge(mean, 100, sd) is expected


def test_a_baseline_of_not_yet_students_only() -> None:
    assert only_not_yet(0, 12)
    assert not only_not_yet(1, 12)
    with pytest.raises(ValueError, match="students before must be"):
        only_not_yet(0, 0)


@pytest.mark.parametrize(
    "change",
    [{"matched": -1}, {"before": 26}, {"after": 26}, {"left_proficient": -1}, {"left_not_yet": 1.5}],
)
def test_impossible_counts_are_refused(change: dict[str, int]) -> None:
    counts = {"matched": 25, "before": 7, "after": 18, "left_proficient": 1, "left_not_yet": 4}
    with pytest.raises(ValueError, match="must be"):
        missing_after(**(counts | change))


def test_nobody_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="students must be"):
        missing_after(matched=0, before=0, after=0, left_proficient=0, left_not_yet=0)
    with pytest.raises(ValueError, match="missing must be"):
        many_missing(11, 10)
    with pytest.raises(ValueError, match="mean must lie"):
        score_edge(101, 100)
    with pytest.raises(ValueError, match="mean must lie"):
        score_edge(50, 100, float("nan"))
