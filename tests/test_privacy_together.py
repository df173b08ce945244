"""What several published numbers say together: none may give away what another hides."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_cycles.measuring.figures import Band, Figure, MeasureShown, ReadingShown, exactly
from coaching_cycles.measuring.transitions import Moves, Table
from coaching_cycles.privacy.measures import show_groups
from coaching_cycles.privacy.policy import K12_10, OPEN
from coaching_cycles.privacy.showing import publish_measures
from coaching_cycles.privacy.wholes import put_reading, withhold
from coaching_cycles.schema import Record

THREE = {"assessments": {"three": {"title": "T", "levels": ["a", "b", "c"], "proficient": "b"}}}
LEVELS = ("One", "Two", "Three", "Four")


def together(*measures: dict[str, object], **more: object):  # noqa: ANN201 - a test's own shorthand
    """Measures of one record, as a public build shows them: those of the goal, by section."""
    source = Record.model_validate(
        {
            "title": "A",
            "grades": "5",
            "subject": "B",
            "goal": "Students will read.",
            "status": "complete",
            "assessments": {
                "two": {"title": "Two", "levels": ["No", "Yes"], "proficient": "Yes"},
                "low": {"title": "T", "levels": ["1", "2", "3", "4"], "proficient": "2"},
                "high": {"title": "T", "levels": ["1", "2", "3", "4"], "proficient": "3"},
                "task": {"title": "Task", "levels": list(LEVELS), "proficient": "Three"},
            },
            "results": list(measures),
            **more,
        }
    )
    return publish_measures(source, K12_10)[0]


def moved(assessment: str, rows: list[list[int]], section: str | None = None) -> dict[str, object]:
    """A measure from a table of moves alone."""
    return {
        "assessment": assessment,
        "section": section,
        "before": {"levels": [str(sum(row)) for row in rows]},
        "after": {"levels": [str(sum(column)) for column in zip(*rows, strict=True)]},
        "moved": [[str(n) for n in row] for row in rows],
    }


def test_change_of_all_but_one_student() -> None:
    """The means of 20 and then 19, with the change of the 19, would give the score of the one who left."""
    (made,) = together(
        {
            "before": {"students": "20", "mean": "5.35"},
            "after": {"students": "19", "mean": "7"},
            "change": {"students": "19", "mean": "1.474", "sd": "2"},
        }
    )
    assert made.change_mean is None
    assert made.change_sd is None


def test_movement_on_a_scale_of_two() -> None:
    """With two levels, those who moved up are those who gained: the totals then give the whole table."""
    (made,) = together(
        {
            "assessment": "two",
            "before": {"levels": ["18", "10"]},
            "after": {"levels": ["9", "19"]},
            "moved": [["8", "10"], ["1", "9"]],
        }
    )
    assert made.movement == ()
    assert made.matched is None
    assert made.reduced


def test_movement_beside_the_four_groups() -> None:
    """13 up and 7 gained, 5 down and 3 slipped: their differences would be hidden cells."""
    (made,) = together(
        {
            "assessment": "task",
            "before": {"levels": ["7", "18", "9", "0"]},
            "after": {"levels": ["3", "18", "13", "0"]},
            "moved": [["1", "6", "0", "0"], ["2", "9", "7", "0"], ["0", "3", "6", "0"], ["0", "0", "0", "0"]],
        }
    )
    assert not (made.movement and made.matched)


def test_whole_beside_its_parts() -> None:
    """7 of 26 in all and 6 of 14 in one section would tell of the 1 of 12 in the other."""
    made = together(
        {"section": "All", "before": {"students": "26", "proficient": "7"}},
        {"section": "Period 3", "before": {"students": "12", "proficient": "1"}},
        {"section": "Period 5", "before": {"students": "14", "proficient": "6"}},
    )
    assert made[0].before.share is None
    assert made[0].before.withheld == "policy"
    assert made[2].before.share.fraction == (6, 14)


def test_whole_beside_a_part_of_few() -> None:
    """Six children of whom nothing is shown must not be all minus the others."""
    made = together(
        {"before": {"students": "20", "proficient": "9"}, "after": {"students": "20", "proficient": "16"}},
        {
            "section": "A",
            "before": {"students": "6", "proficient": "1"},
            "after": {"students": "6", "proficient": "5"},
        },
        {
            "section": "B",
            "before": {"students": "14", "proficient": "8"},
            "after": {"students": "14", "proficient": "11"},
        },
    )
    assert made[0].before.share is None
    assert made[0].after.share is None


def test_few_who_are_in_no_section() -> None:
    """16 of 28 in all, 8 of 14 and 8 of 12 in the sections: the two who are in neither would be told."""
    made = together(
        {"before": {"students": "28", "proficient": "16"}},
        {"section": "A", "before": {"students": "14", "proficient": "8"}},
        {"section": "B", "before": {"students": "12", "proficient": "8"}},
    )
    assert made[0].before.withheld == "policy"
    assert made[1].before.share.fraction == (8, 14)


def test_one_section_and_the_rest() -> None:
    """25 of 28 in one section leave three, 20 leave eight; 14 leave fourteen, with one proficient, or six."""
    for students, proficient, kept in ((25, 9, False), (14, 9, False), (14, 4, True), (20, 6, False)):
        made = together(
            {"before": {"students": "28", "proficient": "10"}},
            {"section": "A", "before": {"students": str(students), "proficient": str(proficient)}},
        )
        assert (made[0].before.share is not None) is kept


def test_sections_of_one_size_are_no_parts_of_each_other() -> None:
    """Two classes side by side, of 28 and 25, are not a whole and its part."""
    made = together(
        {"section": "A", "before": {"students": "28", "proficient": "10"}},
        {"section": "B", "before": {"students": "25", "proficient": "9"}},
    )
    assert made[0].before.share.fraction == (10, 28)
    assert made[1].before.share.fraction == (9, 25)


def test_whole_beside_parts_that_are_all_published() -> None:
    """Nothing is hidden, so nothing can be given away."""
    made = together(
        {"before": {"students": "26", "proficient": "12"}, "after": {"students": "26", "proficient": "15"}},
        {
            "section": "A",
            "before": {"students": "12", "proficient": "5"},
            "after": {"students": "12", "proficient": "6"},
        },
        {
            "section": "B",
            "before": {"students": "14", "proficient": "7"},
            "after": {"students": "14", "proficient": "9"},
        },
    )
    assert [m.after.share.fraction for m in made] == [(15, 26), (6, 12), (9, 14)]


@pytest.mark.parametrize(("few", "kept"), [((9, 5), True), ((8, 8), True), ((9, 8), False), ((9, 9), False)])
def test_two_sections_of_few(few: tuple[int, int], *, kept: bool) -> None:
    """Beside a class of twenty: of fourteen students five to nine are in one, of sixteen seven to nine."""
    made = together(
        {"before": {"students": str(20 + sum(few)), "proficient": "17"}},
        {"section": "A", "before": {"students": "20", "proficient": "10"}},
        {"section": "B", "before": {"students": str(few[0]), "proficient": "4"}},
        {"section": "C", "before": {"students": str(few[1]), "proficient": "3"}},
    )
    assert (made[0].before.share is not None) is kept
    assert [m.before.withheld for m in made[1:]] == [None, "few", "few"]


def test_check_of_the_whole() -> None:
    """A check on the same day as those of the sections is judged like the first and the last reading."""
    day = "2026-10-09"
    made = together(
        {"checks": [{"date": day, "students": "26", "proficient": "7"}]},
        {"section": "A", "checks": [{"date": day, "students": "12", "proficient": "1"}]},
        {"section": "B", "checks": [{"date": day, "students": "14", "proficient": "6"}]},
    )
    assert made[0].checks[0].withheld == "policy"
    assert made[2].checks[0].share.fraction == (6, 14)


def test_four_groups_of_the_whole() -> None:
    """One section's table is reduced to its totals: the whole's, less the other's, would be that table."""

    def counted(kept: int, gained: int, slipped: int, not_yet: int, **more: str) -> dict[str, object]:
        n, x, y = kept + gained + slipped + not_yet, kept + slipped, kept + gained
        return {
            "before": {"students": str(n), "proficient": str(x)},
            "after": {"students": str(n), "proficient": str(y)},
            "matched": {
                "kept": str(kept), "gained": str(gained), "slipped": str(slipped), "not_yet": str(not_yet)
            },
            **more,
        }  # fmt: skip

    whole, one, other = together(
        counted(11, 11, 4, 9), counted(5, 6, 3, 5, section="A"), counted(6, 5, 1, 4, section="B")
    )
    assert one.matched == Table(5, 3, 6, 5)
    assert other.matched is None
    assert whole.matched is None
    assert whole.reduced
    assert whole.before.share.fraction == (15, 35)
    whole, *_ = together(
        counted(11, 11, 7, 9), counted(5, 6, 3, 5, section="A"), counted(6, 5, 4, 4, section="B")
    )
    assert whole.matched == Table(11, 7, 11, 9)


def test_movement_of_the_whole() -> None:
    """Up, stayed, down of all, less those of one class, would be the other's, which are merged."""
    grids = {
        "A": [[4, 5, 3], [3, 4, 4], [3, 3, 5]],
        "B": [[4, 5, 3], [1, 4, 4], [0, 0, 5]],
    }
    grids["all"] = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(*grids.values(), strict=True)]
    whole, one, other = together(*(moved("three", grids[key], key) for key in ("all", "A", "B")), **THREE)
    assert [m.directions for m in one.movement] == [("up",), ("same",), ("down",)]
    assert other.movement == () or any(len(m.directions) > 1 for m in other.movement)
    assert whole.moved is None
    assert not any(m.directions == ("down",) for m in whole.movement)


def test_what_goes_with_a_reading() -> None:
    """Tables, moves and who came and went rest on before and after, and nothing on what is between."""
    (whole,) = together(
        {
            **moved("task", [[5, 5, 4, 3], [3, 5, 4, 3], [3, 3, 5, 4], [3, 3, 3, 5]]),
            "checks": [{"date": "2026-10-09", "students": "61", "proficient": "30"}],
            "follow_up": {"students": "61", "proficient": "40"},
            "left": {"proficient": "10", "not_yet": "10"},
            "joined": "20",
        }
    )
    resting = ("matched", "moved", "movement", "left", "left_proficient", "joined")
    assert all(getattr(whole, name) for name in resting)
    for reading in (whole.before, whole.after):
        assert reading.levels
        emptied = withhold(whole, reading)
        assert not any(getattr(emptied, name) for name in resting)
        without_levels = put_reading(whole, reading, replace(reading, levels=()))
        assert not any(getattr(without_levels, name) for name in resting)
        same = put_reading(whole, reading, replace(reading, enrolled=exactly(70)))
        assert all(getattr(same, name) == getattr(whole, name) for name in resting)
    for reading in (*whole.checks, whole.follow_up):
        emptied = withhold(whole, reading)
        assert all(getattr(emptied, name) == getattr(whole, name) for name in resting)
        assert [r.withheld for r in (*emptied.checks, emptied.follow_up)].count("policy") == 1
        assert emptied.before == whole.before


def test_leavers_and_absences_of_the_whole() -> None:
    """8 left in all and 7 in one class: the one of the other class would be told; so with those absent."""
    made = together(
        {
            "before": {"students": "40", "proficient": "20", "enrolled": "52"},
            "after": {"students": "32", "proficient": "20"},
            "left": {"proficient": "4", "not_yet": "4"},
        },
        {
            "section": "A",
            "before": {"students": "20", "proficient": "10", "enrolled": "30"},
            "after": {"students": "13", "proficient": "10"},
            "left": {"proficient": "3", "not_yet": "4"},
        },
        {
            "section": "B",
            "before": {"students": "20", "proficient": "10", "enrolled": "22"},
            "after": {"students": "19", "proficient": "10"},
            "left": {"proficient": "1", "not_yet": "0"},
        },
    )
    assert made[1].left == exactly(7)
    assert made[2].left is None
    assert made[0].left is None
    assert made[0].left_some
    assert made[1].before.absent == exactly(10)
    assert made[0].before.absent is None
    assert made[0].before.absent_some


def test_section_that_says_nothing_of_absences() -> None:
    """Twelve absent in all and ten in one class: of a class that counts none, nothing is told."""
    made = together(
        {"before": {"students": "40", "proficient": "20", "enrolled": "52"}},
        {"section": "A", "before": {"students": "20", "proficient": "10", "enrolled": "30"}},
        {"section": "B", "before": {"students": "20", "proficient": "10"}},
    )
    assert made[0].before.absent == exactly(12)
    assert made[0].before.enrolled == exactly(52)


@pytest.mark.parametrize(
    ("students", "kept"), [(("12", "14"), True), (("12", "10"), False), (("6", "20"), False)]
)
def test_means_of_sections(students: tuple[str, str], *, kept: bool) -> None:
    """A mean of 26 stands beside those of all its sections; not where some few are in none, or not shown."""
    sections = [
        {"section": name, "before": {"students": n, "mean": "50", "out_of": "100"}}
        for name, n in zip("AB", students, strict=True)
    ]
    made = together({"before": {"students": "26", "mean": "50", "out_of": "100"}}, *sections)
    assert (made[0].before.scores is not None) is kept


def test_mean_of_the_whole() -> None:
    """The mean of six is that of all, less that of the others."""
    made = together(
        {"before": {"students": "26", "mean": "50", "out_of": "100"}},
        {"section": "A", "before": {"students": "20", "mean": "55", "out_of": "100"}},
        {"section": "B", "before": {"students": "6", "mean": "33.3", "out_of": "100"}},
    )
    assert made[0].before.withheld == "policy"
    assert made[1].before.scores is not None


def test_same_levels_at_two_cuts() -> None:
    """13 at levels 1 and 2 and 11 at level 1 would tell of the 2 between."""
    made = together(
        {"assessment": "low", "before": {"date": "2026-10-05", "levels": ["11", "2", "9", "6"]}},
        {"assessment": "high", "before": {"date": "2026-10-05", "levels": ["11", "2", "9", "6"]}},
    )
    assert made[0].before.share is not None
    assert made[1].before.share is None
    assert made[1].before.levels == ()


def test_nobody_between_two_cuts() -> None:
    """15 of 25 from level 2 on and 15 of 25 from level 3 on: nobody at level 2, which may not be told."""
    levels = {"date": "2026-10-05", "levels": ["10", "0", "8", "7"]}
    low, high = together({"assessment": "low", "before": levels}, {"assessment": "high", "before": levels})
    assert low.before.share.fraction == (15, 25)
    assert high.before.withheld == "policy"
    # The same reading told twice at one cut stands twice.
    one, two = together({"assessment": "low", "before": levels}, {"assessment": "low", "before": levels})
    assert one.before.share == two.before.share is not None


def test_one_coded_end_at_two_cuts() -> None:
    """Two of 27 at one cut and one at the next: "fewer than 3" twice says no more than once."""
    levels = {"date": "2026-10-05", "levels": ["25", "1", "1", "0"]}
    low, high = together({"assessment": "low", "before": levels}, {"assessment": "high", "before": levels})
    assert low.before.share == high.before.share is not None
    assert low.before.share.part == Figure(0, 2)


def test_cut_whose_share_is_coded() -> None:
    """25 of 26 reach level 2, which is coded: 14 at level 3 open no small cell, for level 1 has no number."""
    levels = {"date": "2026-10-05", "levels": ["1", "11", "8", "6"]}
    low, high = together({"assessment": "low", "before": levels}, {"assessment": "high", "before": levels})
    assert [(band.first, band.last) for band in low.before.levels] == [(0, 1), (2, 2), (3, 3)]
    assert high.before.share.fraction == (14, 26)
    assert high.before.levels == ()


def test_two_fewer_students() -> None:
    """28 then and 26 now: "fewer than 3 left" would be 2, whatever is said of those who joined."""
    for more in ({}, {"joined": "0"}):
        (made,) = together(
            {
                "before": {"students": "28", "proficient": "9"},
                "after": {"students": "26", "proficient": "15"},
                "left": {"proficient": "1", "not_yet": "1"},
                **more,
            }
        )
        assert made.left is None
        assert made.left_some
        assert made.joined is None


def test_joiners_who_would_be_told_apart() -> None:
    """31 now, 20 of them matched: of the 11 others exactly one is proficient; nothing may tell that."""
    (made,) = together(
        {
            "before": {"students": "20", "proficient": "9"},
            "after": {"students": "31", "proficient": "13"},
            "matched": {"kept": "5", "slipped": "4", "gained": "7", "not_yet": "4"},
        }
    )
    assert made.matched is None


def test_groups_beside_others_of_the_class() -> None:
    """14 and two or fewer of 28: what the other twelve do is nobody's question."""
    source = Record.model_validate(
        {
            "title": "A", "grades": "5", "subject": "B", "goal": "Students will read.", "status": "complete",
            "results": {"before": {"students": "28", "proficient": "9"}},
            "groups": [{"need": "a", "students": "14"}, {"need": "b", "students": "2"}, {"need": "c"}],
        }
    )  # fmt: skip
    assert show_groups(source, K12_10) == (exactly(14), Figure(0, 2), None)


def test_groups_that_make_up_the_class() -> None:
    """14 and 12 of 28 leave 2: no group of such a record has a number."""
    source = Record.model_validate(
        {
            "title": "A", "grades": "5", "subject": "B", "goal": "Students will read.", "status": "complete",
            "results": {"before": {"students": "28", "proficient": "9"}},
            "groups": [
                {"need": "a", "students": "14"},
                {"need": "b", "students": "12"},
                {"need": "c", "students": "2"},
            ],
        }
    )  # fmt: skip
    assert show_groups(source, K12_10) == (None, None, None)
    assert [g.exact for g in show_groups(source, OPEN) if g] == [14, 12, 2]


@settings(max_examples=60)
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=3, max_size=3))
def test_sums_of_moves_leave_the_table_open(rows: list[list[int]]) -> None:
    """Whatever is published of a table of moves, brute force finds three values for every hidden cell."""
    before, after = [sum(row) for row in rows], [sum(column) for column in zip(*rows, strict=True)]
    if not 10 <= sum(before) <= 16:
        return
    (made,) = together(moved("three", rows), **THREE)
    if made.moved is not None or (not made.movement and made.matched is None):
        return
    values: dict[tuple[int, int], set[int]] = {}
    for one, other in product(_levels(before, made.before), _levels(after, made.after)):
        for table in _tables(one, other, made):
            for i, row in enumerate(table):
                for j, n in enumerate(row):
                    values.setdefault((i, j), set()).add(n)
    assert all(len(found) >= 3 for found in values.values()), (rows, made.movement, made.matched)


def _levels(levels: list[int], shown: ReadingShown | None) -> list[list[int]]:
    """Every way in which the levels could be, given those published and the share at the cut."""
    assert shown is not None
    total, above = sum(levels), sum(levels[1:])
    bands = shown.levels or (Band(0, 2, exactly(total)),)
    return [
        [low, middle, total - low - middle]
        for low in range(total + 1)
        for middle in range(total - low + 1)
        if total - low == above
        and all(
            sum([low, middle, total - low - middle][b.first : b.last + 1]) == b.count.exact for b in bands
        )
    ]


def _tables(before: list[int], after: list[int], made: MeasureShown) -> list[list[list[int]]]:
    """Every table with these levels and the published sums."""
    found = []
    for a in range(min(before[0], after[0]) + 1):
        for b in range(min(before[0] - a, after[1]) + 1):
            first = [a, b, before[0] - a - b]
            for c in range(min(before[1], after[0] - a) + 1):
                for d in range(min(before[1] - c, after[1] - b) + 1):
                    second = [c, d, before[1] - c - d]
                    third = [after[0] - a - c, after[1] - b - d, after[2] - first[2] - second[2]]
                    if min(*first, *second, *third) >= 0 and _fits([first, second, third], made):
                        found.append([first, second, third])
    return found


def _fits(table: list[list[int]], made: MeasureShown) -> bool:
    moves = Moves(tuple(map(tuple, table)))
    for movement in made.movement:
        if sum(getattr(moves, direction) for direction in movement.directions) != movement.count.exact:
            return False
    return made.matched is None or moves.cut(1) == made.matched
