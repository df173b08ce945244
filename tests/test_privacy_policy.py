"""What the policies let through.

The examples of the policy's own text, and properties for every class and count.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.measuring.figures import Figure, Share, exactly
from coaching_cycles.measuring.transitions import Table
from coaching_cycles.privacy.measures import show_measure
from coaching_cycles.privacy.policy import K12_10, K12_10_BANDED, OPEN
from coaching_cycles.schema import Measure, Record

LEVELS = ("One", "Two", "Three", "Four")
MOVED = [["3", "5", "2", "0"], ["0", "4", "6", "1"], ["0", "1", "3", "2"], ["0", "0", "0", "1"]]


def record(**results: object) -> Record:
    """A record with one measure on a scale of four levels, proficient from Three."""
    return Record.model_validate(
        {
            "title": "A",
            "grades": "5",
            "subject": "B",
            "goal": "Students will read.",
            "status": "complete",
            "assessments": {"task": {"title": "Task", "levels": list(LEVELS), "proficient": "Three"}},
            "results": {"assessment": "task", **results},
        }
    )


def measure(source: Record) -> Measure:
    assert source.results is not None
    return source.results[0]


def shown(policy: object = K12_10, **results: object):  # noqa: ANN201 - a test's own shorthand
    source = record(**results)
    return show_measure(measure(source), "goal-1", None, source, policy)  # type: ignore[arg-type]


def test_merged_neighbours() -> None:
    """ "Three or Four: 7 of 28".

    "16 of 28 moved up, 12 stayed or moved down"; the table itself is not shown.
    """
    made = shown(
        before={"levels": ["10", "11", "6", "1"]}, after={"levels": ["3", "10", "11", "4"]}, moved=MOVED
    )
    assert made.before is not None
    assert [(b.first, b.last, b.count.exact) for b in made.before.levels] == [
        (0, 0, 10),
        (1, 1, 11),
        (2, 3, 7),
    ]
    assert made.after is not None
    assert [b.count.exact for b in made.after.levels] == [3, 10, 11, 4]
    assert [(m.directions, m.count.exact) for m in made.movement] == [(("up",), 16), (("same", "down"), 12)]
    assert made.moved is None
    assert made.matched is None
    assert made.reduced
    assert made.merged


def test_open_shows_all() -> None:
    """In a school or private build everything is exact."""
    made = shown(
        OPEN, before={"levels": ["10", "11", "6", "1"]}, after={"levels": ["3", "10", "11", "4"]}, moved=MOVED
    )
    assert made.moved == ((3, 5, 2, 0), (0, 4, 6, 1), (0, 1, 3, 2), (0, 0, 0, 1))
    assert [(m.directions, m.count.exact) for m in made.movement] == [
        (("up",), 16),
        (("same",), 11),
        (("down",), 1),
    ]
    assert made.matched == Table(kept=6, slipped=1, gained=9, not_yet=12)


def test_fewer_than_ten_students() -> None:
    """Nothing about nine students, and the page says that there was something."""
    made = shown(before={"students": "9", "proficient": "2"}, after={"students": "9", "proficient": "7"})
    for reading in (made.before, made.after):
        assert reading is not None
        assert reading.share is None
        assert reading.withheld == "few"


@pytest.mark.parametrize(
    ("x", "n", "part", "percents"),
    [
        (0, 25, Figure(0, 2), (0, 8)),
        (2, 25, Figure(0, 2), (0, 8)),
        (3, 25, exactly(3), (12, 12)),
        (22, 25, exactly(22), (88, 88)),
        (23, 25, Figure(23, 25), (92, 100)),
        (25, 25, Figure(23, 25), (92, 100)),
        (1, 60, Figure(0, 2), (0, 5)),
        (60, 60, Figure(58, 60), (95, 100)),
    ],
)
def test_ends_are_coded(x: int, n: int, part: Figure, percents: tuple[int, int]) -> None:
    """Two or fewer, and all but two or fewer, are one thing each; 0 % and 100 % never appear as such."""
    share = K12_10.share(x, n)
    assert share is not None
    assert share.part == part
    assert share.percent == tuple(map(Decimal, percents))


@pytest.mark.parametrize(
    ("x", "n", "band"),
    [
        (3, 15, (0, 20)),
        (6, 15, (40, 49)),
        (2, 30, (0, 10)),
        (7, 25, (20, 29)),
        (29, 30, (90, 100)),
        (40, 99, (40, 44)),
        (2, 200, (0, 2)),
        (50, 200, (25, 25)),
    ],
)
def test_banded(x: int, n: int, band: tuple[int, int]) -> None:
    """Percents in bands that widen as classes shrink; never a count, never the number of students."""
    share = K12_10_BANDED.share(x, n)
    assert share is not None
    assert share.part is None
    assert share.whole is not None
    assert share.whole.exact is None
    assert share.percent == tuple(map(Decimal, band))


def test_matched_cell_under_three() -> None:
    """A matched table with a small cell is shown as its totals only; a school build shows it."""
    facts = {
        "before": {"students": "25", "proficient": "7"},
        "after": {"students": "25", "proficient": "18"},
        "matched": {"kept": "6", "slipped": "1", "gained": "12", "not_yet": "6"},
    }
    made = shown(**facts)
    assert made.matched is None
    assert made.reduced
    assert made.after is not None
    assert made.after.share is not None
    assert made.after.share.fraction == (18, 25)
    assert shown(OPEN, **facts).matched == Table(6, 1, 12, 6)


def test_matched_leaves_few_out() -> None:
    """Twenty-five matched of twenty-eight would tell what three children can do."""
    made = shown(
        before={"students": "28", "proficient": "8"},
        after={"students": "25", "proficient": "18"},
        matched={"kept": "4", "slipped": "3", "gained": "14", "not_yet": "4"},
    )
    assert made.matched is None


def test_absent_few() -> None:
    """Four absent students are said to be some; the number enrolled would give them away."""
    made = shown(before={"students": "25", "proficient": "7", "enrolled": "29"})
    assert made.before is not None
    assert made.before.absent_some
    assert made.before.absent is None
    assert made.before.enrolled is None


@given(st.lists(st.integers(0, 20), min_size=2, max_size=6), st.integers(1, 5))
def test_no_cell_can_be_worked_out(cells: list[int], lowest: int) -> None:
    """With the share at the cut, a merged cell still stands for three students at least, or several ways."""
    lowest = min(lowest, len(cells) - 1)
    bands = K12_10.distribution(cells, lowest)
    if not bands:
        return
    assert sum(b.count.low for b in bands) == sum(cells)
    assert all(b.count.low >= K12_10.smallest for b in bands)
    above = K12_10.count(sum(cells[lowest:]), sum(cells))
    if above.exact is not None:
        # The cut may be subtracted from any union of bands: none of them crosses it.
        assert all(b.last < lowest or b.first >= lowest for b in bands)


@given(st.integers(0, 400), st.integers(1, 400))
def test_hidden_counts_keep_three_values(x: int, n: int) -> None:
    """A count that is not shown as a number could be three numbers at least."""
    x = min(x, n)
    share = K12_10.share(x, n)
    if n < K12_10.fewest:
        assert share is None
        return
    assert share is not None
    assert share.part is not None
    assert share.part.low <= x <= share.part.high
    assert share.part.exact is not None or share.part.high - share.part.low >= 2
    assert share.percent != (0, 0)
    assert share.percent != (100, 100)


def test_left_and_joined_do_not_give_each_other_away() -> None:
    """27 then, 26 now and exactly 3 who left would tell that 2 joined: neither is a number then."""
    made = shown(
        before={"students": "27", "proficient": "8"},
        after={"students": "26", "proficient": "15"},
        left={"proficient": "0", "not_yet": "3"},
        joined="2",
    )
    assert made.left is None
    assert made.left_some
    assert made.joined == Figure(0, 2)


@pytest.mark.parametrize(
    ("left", "said", "proficient"),
    [
        ({"proficient": "6", "not_yet": "7"}, 13, 6),
        ({"proficient": "3", "not_yet": "7"}, 10, 3),
        ({"proficient": "2", "not_yet": "11"}, 13, None),
        ({"proficient": "11", "not_yet": "2"}, 13, None),
        ({"proficient": "4", "not_yet": "5"}, 9, None),
        ({"proficient": "12"}, 12, None),
        ({"not_yet": "12"}, 12, None),
    ],
)
def test_who_left_and_could_do_it(left: dict[str, str], said: int, proficient: int | None) -> None:
    """Of ten who left or more, where neither those who could nor the others are one or two."""
    made = shown(
        before={"students": "60", "proficient": "20"}, after={"students": "47", "proficient": "30"}, left=left
    )
    assert made.left == exactly(said)
    assert made.left_some
    assert made.left_proficient == (exactly(proficient) if proficient is not None else None)


def test_percent_of_many_students() -> None:
    """28 % of 200 may be 55, 56 or 57: the percent is said with its number of students, and no count is."""
    for policy in (OPEN, K12_10):
        made = shown(policy, before={"students": "200", "percent": "28"})
        assert made.before is not None
        assert made.before.share == Share(None, exactly(200), (Decimal(28), Decimal(28)))
    coded = shown(before={"students": "200", "percent": "1"}).before
    assert coded is not None
    assert coded.share == Share(Figure(0, 2), exactly(200), (Decimal(0), Decimal(5)))
    one = shown(before={"students": "25", "percent": "28"}).before
    assert one is not None
    assert one.share is not None
    assert one.share.fraction == (7, 25)


def test_percent_alone_in_bands() -> None:
    """A percent of nobody knows how many may be of ten children: it gets their bands."""
    made = shown(K12_10_BANDED, before={"percent": "28"}, after={"percent": "97.5"})
    assert made.before is not None
    assert made.before.share == Share(None, None, (Decimal(21), Decimal(29)))
    assert made.after is not None
    assert made.after.share == Share(None, None, (Decimal(80), Decimal(100)))


@pytest.mark.parametrize(
    "reading", [{"mean": "100", "out_of": "100"}, {"mean": "0", "out_of": "100"}, {"mean": "7", "sd": "0"}]
)
def test_mean_that_is_everybodys_score(reading: dict[str, str]) -> None:
    """Where all have one score, the mean would tell it of each of them."""
    made = shown(before={"students": "20", **reading})
    assert made.before is not None
    assert made.before.scores is None
    assert made.before.withheld == "policy"
    exact = shown(OPEN, before={"students": "20", **reading}).before
    assert exact is not None
    assert exact.scores is not None


@pytest.mark.parametrize(
    ("mean", "students", "kept"),
    [("0.1", 20, False), ("0.15", 20, True), ("99.9", 20, False), ("99.85", 20, True), ("0.3", 10, True)],
)
def test_mean_of_few_points(mean: str, students: int, *, kept: bool) -> None:
    """Two points in all, or two short of all, are those of at most two students; three may be of three."""
    made = shown(before={"students": str(students), "mean": mean, "out_of": "100"})
    assert made.before is not None
    assert (made.before.scores is not None) is kept


@pytest.mark.parametrize(
    ("part", "whole", "few"), [(10, 10, False), (9, 10, True), (1, 10, True), (0, 10, False), (11, 10, False)]
)
def test_one_to_nine_others_are_few(part: int, whole: int, *, few: bool) -> None:
    """Nobody is left out, or ten are, and nothing is told of either."""
    assert K12_10.leaves_few(part, whole) is few


@pytest.mark.parametrize(
    ("cells", "lowest", "merged"),
    [
        ([5, 1, 5], None, [(0, 1, 6), (2, 2, 5)]),
        ([5, 1, 4], None, [(0, 0, 5), (1, 2, 5)]),
        ([3, 3, 4], None, [(0, 0, 3), (1, 1, 3), (2, 2, 4)]),
        ([2, 8, 1], None, []),
        ([1, 9, 1], None, []),
        ([9, 0, 0], None, []),
        ([12, 8, 1, 1], 2, [(0, 0, 12), (1, 3, 10)]),
        ([4, 2, 2, 4], 2, [(0, 1, 6), (2, 3, 6)]),
        ([4, 2, 2, 4], 0, [(0, 0, 4), (1, 2, 4), (3, 3, 4)]),
        ([4, 2, 9, 9], 1, [(0, 0, 4), (1, 2, 11), (3, 3, 9)]),
    ],
)
def test_small_cells_join_the_smaller_neighbour(
    cells: list[int], lowest: int | None, merged: list[tuple[int, int, int]]
) -> None:
    """The first of the smallest joins first; across the cut only where the share there is no number."""
    found = K12_10.distribution(cells, lowest)
    assert [(band.first, band.last, band.count.exact) for band in found] == merged


@pytest.mark.parametrize("students", [10, 19, 20, 39, 40, 99, 100, 299, 300, 9_999_999, 10_000_000])
def test_every_class_has_a_band(students: int) -> None:
    """Also the largest number of students that a record can name."""
    assert K12_10_BANDED.share(students // 2, students) is not None


def test_setting_that_changed() -> None:
    """A reading without a setting has the cycle's own; only two that are known and differ are said."""
    for cycle, before, after, changed in (
        ("in person", None, "online", True),
        ("online", "in person", None, True),
        ("online", None, "online", False),
        (None, None, "online", False),
        (None, "hybrid", "online", True),
    ):
        source = record(
            before={"students": "25", "proficient": "7", "setting": before},
            after={"students": "25", "proficient": "18", "setting": after},
        ).model_copy(update={"setting": cycle})
        assert show_measure(measure(source), "goal-1", None, source, K12_10).setting_changed is changed


def test_a_percent_without_students_has_no_decimals() -> None:
    """71.43 % of an unknown number tells that it is 5 of 7, and that there are seven."""
    for policy in (OPEN, K12_10):
        assert policy.unknown_whole(Decimal("71.43")).percent == (Decimal(71), Decimal(71))
        assert policy.unknown_whole(Decimal("28.50")).percent == (Decimal(29), Decimal(29))
    assert OPEN.unknown_whole(Decimal("0.3")).percent == (Decimal(1), Decimal(1))
    assert OPEN.unknown_whole(Decimal("99.6")).percent == (Decimal(99), Decimal(99))


def test_of_nobody_nothing_is_shown() -> None:
    nobody = {"kept": "0", "slipped": "0", "gained": "0", "not_yet": "0"}
    after = {"levels": ["3", "3", "3", "3"]}
    for before in ({"levels": ["0", "0", "0", "0"]}, {"students": "0", "mean": "0", "out_of": "10"}):
        made = shown(OPEN, before=before, after=after, matched=nobody, moved=[["0", "0"], ["0", "0"]])
        assert made.before is not None
        assert (made.before.share, made.before.scores, made.before.levels) == (None, None, ())
        assert (made.matched, made.moved, made.movement) == (None, None, ())
        assert (made.merged, made.reduced) == (False, False)


def test_who_joined_or_left_does_not_tell_how_many_a_hidden_reading_was_of() -> None:
    few, more = {"students": "9", "proficient": "7"}, {"students": "13", "proficient": "6"}
    joined = shown(before=few, after=more, joined="4")
    left = shown(before=more, after=few, left={"proficient": "3", "not_yet": "1"})
    assert (joined.joined, joined.joined_some) == (None, True)
    assert (left.left, left.left_proficient, left.left_some) == (None, None, True)
    enough = {"students": "10", "proficient": "5"}
    assert shown(before=enough, after=more, joined="3").joined == exactly(3)
    assert shown(OPEN, before=few, after=more, joined="4").joined == exactly(4)
