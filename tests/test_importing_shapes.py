"""Counts of small files equal those counted by hand, in each shape and with every trouble."""

from __future__ import annotations

import pytest

from coaching_cycles.importing.adapting import Said
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.session import Settings
from tests.importing import bring, codes, facts, to_csv, to_xlsx

LEVELS = (
    "Student,Pre,Post\nAna,Beginning,Proficient\nBen,Developing,Developing\nCy,Advanced,absent\n"
    "Dee,,Proficient\nEve,,\n"
)


def one(*files: bytes | str, **given: object) -> dict[str, object]:
    outcomes, notes = bring(*files, **given)  # type: ignore[arg-type]
    assert len(outcomes) == 1, [p.message for p in notes.problems]
    return facts(outcomes[0])


def test_wide_levels_with_absent_joined_and_unseen_students() -> None:
    found = one(LEVELS)
    assert found["readings"] == [("before", 3, 1, (1, 1, 0, 1)), ("after", 3, 2, (0, 1, 2, 0))]
    # Dee has no first result and joined; Cy was absent, and did not leave; Eve has no result at all.
    assert found["both"] == (2, 0, 1)
    assert found["moved"] == ((0, 0, 1, 0), (0, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0))


def test_a_blank_beside_a_result_is_an_absence_when_that_is_said() -> None:
    found = one(LEVELS, settings=Settings(blank_is_absent=True))
    assert found["readings"] == [("before", 3, 2, (1, 1, 0, 1)), ("after", 3, 2, (0, 1, 2, 0))]
    assert found["both"] == (2, 0, 0)


@pytest.mark.parametrize(
    ("cells", "out_of", "mean", "sd"),
    [
        (["7/10", "5/10", "9 / 10"], 10, "7", "2"),
        (["7 of 10", "5 out of 10", "9/10 (90%)"], 10, "7", "2"),
        (["70%", "50 %", "90%"], 100, "70", "20"),
        (["7,5", "5,5", "9,5"], None, "7.5", "2"),
        (["1,234", "1,236", "1,238"], None, "1236", "2"),
        (["7.25 points", "5.25", "9.25*"], None, "7.25", "2"),
        (["0", "absent", "2"], None, "1", "1.41"),
        (["10/20", "9/10", "70%"], 100, "70", "20"),
        (["10", "n/a", "20", "—", "Excused", "NULL", "#N/A", "Not Assessed", "30"], None, "20", "10"),
    ],
)
def test_scores_are_read_in_every_spelling(cells: list[str], out_of: int | None, mean: str, sd: str) -> None:
    rows = [["Student", "Score"], *([f"S{n}", cell] for n, cell in enumerate(cells))]
    outcomes, _ = bring(to_csv(rows))
    (reading,) = outcomes[0].readings
    assert reading.scores is not None
    assert (outcomes[0].out_of, str(reading.scores.mean), str(reading.scores.sd)) == (out_of, mean, sd)
    assert reading.students + reading.absent == len(cells)


@pytest.mark.parametrize("cell", ["<1", "< 1", "≤1", ">95%", "about five", "70/10"])
def test_what_is_no_number_is_neither_zero_nor_absent(cell: str) -> None:
    outcomes, notes = bring(to_csv([["Student", "Score"], ["A", 4], ["B", cell], ["C", 6]]))
    (reading,) = outcomes[0].readings
    assert (reading.students, reading.absent, str(reading.scores and reading.scores.mean)) == (2, 0, "5")
    assert [(p.code, p.line) for p in notes.problems] == [("W825", 3)]


SHEET = [["Student", "Pre", "Post"], ["Ana", 7.5, 9], ["Ben", 6, 9.25], ["Cy", 8, ""]]
COUNTED = {
    "readings": [("before", 3, 0, ("7.17", "1.04")), ("after", 2, 0, ("9.13", "0.18"))],
    "both": (2, 1, 0),
    "moved": (),
    "change": (2, "2.38", "1.24"),
}


@pytest.mark.parametrize(
    "data",
    [
        to_csv(SHEET),
        to_csv(SHEET, encoding="utf-8-sig"),
        to_csv(SHEET, ";"),
        to_csv([[str(c).replace(".", ",") for c in row] for row in SHEET], ";"),
        to_csv(SHEET, "\t", "utf-16"),
        to_csv(SHEET, "\t", "utf-16-le"),
        to_csv(SHEET, ",", "utf-16-be"),
        to_csv(SHEET, "|"),
        to_csv(SHEET, newline="\r"),
        b"sep=;\r\n" + to_csv(SHEET, ";"),
        to_csv([["Unit test, period 3"], ["Made on 1 Nov"], [], *SHEET]),
        to_csv(
            [*SHEET[:2], [], [" ", ""], *SHEET[2:], [], ["Class average", 7.2, 9.1], ["Total", 21.5, 18.25]]
        ),
        to_csv([*SHEET, ["Exported by the office on 2026-10-02"]]),
        to_csv([*SHEET[:3], SHEET[0], *SHEET[3:]]),
        to_csv([[f"{row[0]},\nperiod 3" if n else row[0], *row[1:]] for n, row in enumerate(SHEET)]),
        to_xlsx(SHEET),
        to_xlsx([["Unit test"], [], *SHEET, [], ["Mean", 7.2, 9.1]]),
        to_xlsx([], SHEET),
    ],
)
def test_one_class_in_every_dress(data: bytes) -> None:
    assert one(data) == COUNTED


def test_latin_1_is_a_guess_and_said_to_be_one() -> None:
    outcomes, notes = bring(
        to_csv([["Élève", "Pré", "Pre", "Post"], ["Zoé", "é", 4, 6], ["Ben", "é", 5, 8]], encoding="latin-1")
    )
    assert codes(notes) == ["W821"]
    assert facts(outcomes[0])["change"] == (2, "2.5", "0.71")


def test_long_by_days_with_make_up_days_and_checks() -> None:
    rows = [["Student", "Date", "Level"]]
    first, check, last = [1, 2, 2, 1], [2, 2, 3, 1], [3, 2, 4, 3]
    for day, levels in (("2026-10-02", first), ("2026-10-14", check), ("2026-10-26", last)):
        rows += [
            [f"S{n}", day if n else day[:-1] + str(int(day[-1]) + 1), str(level)]
            for n, level in enumerate(levels)
        ]
    found = one(to_csv(rows))
    assert [r[:2] for r in found["readings"]] == [("before", 4), ("check", 4), ("after", 4)]  # type: ignore[index, union-attr]
    assert found["both"] == (4, 0, 0)


def test_the_last_day_of_each_reading_may_be_said() -> None:
    rows = (
        "Student,Date,Score\nA,2026-09-01,10\nA,2026-10-01,20\nB,2026-09-30,30\n"
        "A,2026-10-20,40\nB,2026-10-21,50\nA,2026-12-01,1\n"
    )
    outcomes, notes = bring(rows, wish=Wish("2026-10-02", "2026-10-31"))
    assert facts(outcomes[0])["readings"] == [
        ("before", 2, 0, ("25", "7.07")),
        ("after", 2, 0, ("45", "7.07")),
    ]
    # A has two results before; the later one counts. The one of December belongs to no reading.
    assert codes(notes) == ["W826", "W830"]


@pytest.mark.parametrize(("rule", "mean"), [("latest", "30"), ("first", "20")])
def test_a_repeated_student_counts_once_by_the_rule(rule: str, mean: str) -> None:
    rows = "Student ID,Term,Score\n007,Fall,20\n7,Fall,30\n"
    outcomes, notes = bring(rows, settings=Settings(rule=rule))  # type: ignore[arg-type]
    (reading,) = outcomes[0].readings
    assert (reading.students, str(reading.scores and reading.scores.mean)) == (1, mean)
    assert [p.code for p in notes.problems] == ["W830"]


def test_terms_are_put_in_their_order_and_chosen_by_name() -> None:
    rows = "ID,Term,Score\n1,Spring 2026,30\n1,Fall 2025,10\n1,Winter 2026,20\n2,Fall 2025,20\n"
    assert [r[:2] for r in one(rows)["readings"]] == [("before", 2), ("check", 1), ("after", 1)]  # type: ignore[index, union-attr]
    chosen = one(rows, wish=Wish("Fall", "Winter"))
    assert [r[0] for r in chosen["readings"]] == ["before", "after"]  # type: ignore[index, union-attr]
    assert chosen["change"] == (1, "10", "None")
    _, notes = bring(rows, wish=Wish("Summer", ""))
    assert codes(notes) == ["E827"]


def test_days_that_can_be_read_both_ways_are_said_and_settled() -> None:
    rows = "Student,Date,Score\nA,10/2/2026,41\nA,10/3/2027,52\n"
    outcomes, notes = bring(rows)
    assert codes(notes) == ["W826"]
    assert [str(r.day) for r in outcomes[0].readings] == ["2026-10-02", "2027-10-03"]
    outcomes, notes = bring(rows, said=Said(days="dmy"))
    assert codes(notes) == []
    assert [str(r.day) for r in outcomes[0].readings] == ["2026-02-10", "2027-03-10"]


WIDE = "Student,8.EE.7b Pre,8.EE.7b Post,8.F.1 Pre,8.F.1 Post\nAna,1,3,2,2\nBen,2,4,1,3\n"
TWO_ROWS = ",8.EE.7b,,8.F.1,\nStudent,Pre,Post,Pre,Post\nAna,1,3,2,2\nBen,2,4,1,3\n"
LONG = (
    "Student,Standard,Reading,Level\nAna,8.EE.7b,Pre,1\nAna,CCSS.MATH.CONTENT.8.EE.C.7.B,Post,3\nBen,8.EE.C.7b,Pre,2\n"
    "Ben,8.EE.7b,Post,4\nAna,8.F.1,Pre,2\nAna,8.F.A.1,Post,2\nBen,8.F.1,Pre,1\nBen,8.F.1,Post,3\n"
)


@pytest.mark.parametrize("text", [WIDE, TWO_ROWS, LONG])
def test_standards_are_counted_apart_in_any_spelling(text: str) -> None:
    outcomes, _ = bring(text, said=Said(levels=("1", "2", "3", "4")))
    assert [o.part for o in outcomes] == ["8.EE.C.7b", "8.F.A.1"]
    assert [[r.levels for r in o.readings] for o in outcomes] == [
        [(1, 1, 0, 0), (0, 0, 1, 1)],
        [(1, 1, 0, 0), (0, 1, 1, 0)],
    ]
    assert [(o.matched, o.left, o.joined) for o in outcomes] == [(2, 0, 0)] * 2


FIRST, LAST = (11, 12, 4, 1), (2, 7, 14, 4)
BY_LEVEL = "Level,Before,After\nBeginning,11,2\nDeveloping,12,7\nProficient,4,14\nAdvanced,1,4\nTotal,28,27\n"
BY_DAY = "Date,Beginning,Developing,Proficient,Advanced\n2026-10-02,11,12,4,1\n2026-10-26,2,7,14,4\n"


@pytest.mark.parametrize(
    ("text", "levels", "students", "proficient"),
    [
        (BY_LEVEL, [FIRST, LAST], [28, 27], [5, 18]),
        (BY_DAY, [FIRST, LAST], [28, 27], [5, 18]),
        ("Reading,Students,Proficient,Enrolled\nPre,28,9,29\nPost,27,20,29\n", [(), ()], [28, 27], [9, 20]),
        ("Date,Students,Proficient\n2026-10-02,28,9\n2026-10-26,27,20\n", [(), ()], [28, 27], [9, 20]),
        ("Standard,Before,After\n8.EE.7b,7/25,18 of 25\n", [(), ()], [25, 25], [7, 18]),
        ("Pre students,Pre met,Post students,Post met\n25,7,24,18\n", [(), ()], [25, 24], [7, 18]),
    ],
)  # fmt: skip
def test_counts_alone(text: str, levels: list[object], students: list[int], proficient: list[int]) -> None:
    said = Said(proficient="Proficient") if levels[0] else Said()
    outcomes, _ = bring(text, said=said)
    (outcome,) = outcomes
    assert [r.levels for r in outcome.readings] == levels
    assert [r.students for r in outcome.readings] == students
    assert [r.proficient for r in outcome.readings] == proficient
    assert (outcome.matched, outcome.moved) == (0, ())


def test_counts_that_are_bounds_or_do_not_add_up_are_refused() -> None:
    _, notes = bring("Reading,Students,Proficient\nBefore,28,<10\nAfter,27,20\n")
    assert codes(notes) == ["E831"]
    _, notes = bring("Date,Students,Beginning,Developing,Proficient\n2026-10-02,30,11,12,4\n")
    assert codes(notes) == ["E831"]


def test_two_files_are_before_and_after() -> None:
    first = (
        "Timestamp,Email Address,Score\n10/2/2026 9:01:22,a@x.org,4 / 10\n10/2/2026 9:02:22,b@x.org,6 / 10\n"
    )
    last = to_xlsx([["Timestamp", "Email Address", "Score"], ["2026-10-05 09:00:00", "A@X.org", "8 / 10"]])
    found = one(first, last)
    assert found["readings"] == [("before", 2, 0, ("5", "1.41")), ("after", 1, 0, ("8", "None"))]
    assert found["both"] == (1, 1, 0)


@pytest.mark.parametrize(
    ("header", "cells", "levels"),
    [
        ("Level", ["3 - Proficient", "Level 1", "1 - Beginning"], ("1 - Beginning", "2", "3 - Proficient")),
        ("Met?", ["Yes", "no", "N"], ("No", "Yes")),
        (
            "Level",
            ["Meets", "Does Not Meet", "Approaching"],
            ("Does Not Meet", "Approaching", "Meets", "Masters"),
        ),
        ("Level", ["Mastery", "NM", "R"], ("Remediation", "Near Mastery", "Mastery")),
    ],
)
def test_scales_are_put_in_their_order(header: str, cells: list[str], levels: tuple[str, ...]) -> None:
    outcomes, _ = bring(
        to_csv([["Student", header], *([f"S{n}", cell] for n, cell in enumerate(cells))]),
        said=Said(level="B"),
    )
    assert outcomes[0].scale == levels
    assert sum(outcomes[0].readings[0].levels) == 3


def test_levels_of_an_unknown_scale_are_not_guessed() -> None:
    rows = "Student,Pre,Post\nA,Seed,Bloom\nB,Sprout,Sprout\n"
    _, notes = bring(rows)
    assert codes(notes) == ["E824"]
    found = one(rows, said=Said(levels=("Seed", "Sprout", "Bloom")))
    assert found["moved"] == ((0, 0, 1), (0, 1, 0), (0, 0, 0))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E820"),
        (b"\n\n", "E820"),
        (b"Student,Pre,Post\n", "E820"),
        (b"\x00\x01\x02\x03" * 50, "E820"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "E820"),
        (b"PK\x03\x04 broken", "E820"),
        (b'Student,Pre\n"Ana,1\n' + b"x" * 200_000, "E820"),
        (b"Colour,Animal\nred,cat\nblue,dog\n", "E823"),
        (b"Student,Quiz A,Quiz B\nAna,1,2\nBen,2,3\n", "E823"),
    ],
)
def test_what_gives_no_counts_gives_a_finding(data: bytes, code: str) -> None:
    outcomes, notes = bring(data)
    assert (outcomes, codes(notes)) == ([], [code])


def test_columns_are_named_by_heading_or_letter() -> None:
    rows = "Student,Quiz A,Quiz B,Quiz C\nAna,10,20,30\nBen,20,30,41\n"
    outcomes, _ = bring(rows, said=Said(before="quiz a", checks=("C",), after="Quiz_C"))
    assert [str(r.scores and r.scores.mean) for r in outcomes[0].readings] == ["15", "25", "35.5"]
    _, notes = bring(rows, said=Said(level="Z"))
    assert codes(notes) == ["E823"]


def means(text: str | bytes, said: Said | None = None) -> list[tuple[str, str]]:
    outcomes, notes = bring(text, said=said)
    assert len(outcomes) == 1, [p.message for p in notes.problems]
    return [(r.role, str(r.scores and r.scores.mean)) for r in outcomes[0].readings]


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("Quiz 1,Quiz 2,Quiz 3", ["before", "check", "after"]),
        ("Quiz 10,Quiz 9,Quiz 11", ["check", "before", "after"]),
        ("2026-10-02,2026-10-14,2026-10-26", ["before", "check", "after"]),
        ("10/2/2026,10/14/2026,10/26/2026", ["before", "check", "after"]),
        ("Fall RIT,Winter RIT,Spring RIT", ["before", "check", "after"]),
        ("Pre-Test Score,Mid Score,Post-Test Score", ["before", "check", "after"]),
        ("Baseline,Exit slip check,Delayed follow-up", ["before", "check", "follow_up"]),
    ],
)
def test_readings_are_told_from_headings(header: str, roles: list[str]) -> None:
    found = dict(means(f"Student,{header},Gain\nAna,10,20,30,20\nBen,12,22,32,20\n"))
    assert found == dict(zip(roles, ["11", "21", "31"], strict=True))


def test_questions_of_one_test_are_no_readings() -> None:
    assert means("Student,Q1,Q2,Q3,Total\nAna,1,0,1,20\nBen,1,1,1,30\n") == [("before", "25")]
    assert codes(bring("Student,Q1,Q2,Q3\nAna,10,20,30\nBen,12,22,32\n")[1]) == ["E823"]


@pytest.mark.parametrize("word", ["Student", "Period", "Standard", "Level", "Item", "Teacher"])
def test_what_is_only_numbered_is_no_reading(word: str) -> None:
    text = f"Name,{word} 1,{word} 2,{word} 3\nAna,10,20,30\nBen,12,22,32\n"
    assert codes(bring(text)[1]) == ["E823"]


def test_of_points_and_percents_of_one_reading_the_first_is_taken() -> None:
    text = "Student,Pre Raw,Pre %,Post Raw,Post %\nAna,10,50%,16,80%\nBen,12,60%,18,90%\n"
    assert means(text) == [("before", "11"), ("after", "17")]


def test_levels_and_scores_beside_each_other_are_both_counted() -> None:
    text = "Student,Pre Level,Pre Score,Post Level,Post Score\n"
    text += "Ana,Basic,10,Proficient,16\nBen,Basic,12,Basic,18\n"
    outcomes, _ = bring(text)
    assert [o.strand for o in outcomes] == ["levels", "scores"]
    # Basic and Proficient are on several scales that are known: no level is made up around them.
    assert outcomes[0].scale == ("Basic", "Proficient")
    assert [r.levels for r in outcomes[0].readings] == [(2, 0), (1, 1)]


def test_percents_of_a_workbook_are_percents() -> None:
    rows = [["Student", "Pre %", "Post %"], ["Ana", 0.7, 0.905], ["Ben", 0.5, 1]]
    assert means(to_xlsx(rows)) == [("before", "60"), ("after", "95.25")]


def test_a_day_that_lost_its_format_is_a_day() -> None:
    outcomes, _ = bring("Student,Date,Score\nAna,46297,10\nAna,46321,20\n")
    assert [str(r.day) for r in outcomes[0].readings] == ["2026-10-02", "2026-10-26"]


def test_a_column_that_says_before_and_after_needs_no_heading() -> None:
    assert means("Student,x,Score\nAna,pre,10\nAna,post,20\n") == [("before", "10"), ("after", "20")]


def test_results_without_a_student_are_named() -> None:
    outcomes, notes = bring("Student,Term,Score\nAna,Fall,10\n,Spring,20\nBen,Fall,12\n")
    assert [(p.code, p.line) for p in notes.problems] == [("W837", 3)]
    assert facts(outcomes[0])["both"] == (0, 2, 1)


def test_single_letters_are_no_scale_unless_they_are_text_levels() -> None:
    rows = "Student,Level\nAna,A\nBen,D\nCy,B\n"
    assert codes(bring(rows)[1]) == ["E824"]
    outcomes, _ = bring(rows.replace("Level", "Guided Reading Level"))
    assert outcomes[0].scale == ("A", "B", "C", "D")


def test_placements_are_put_in_their_order() -> None:
    rows = (
        "Student,Fall Placement,Spring Placement\nA,Grade 2,Mid 3\nB,Early 3,Late 3\nC,Grade K,Emerging K\n"
    )
    outcomes, _ = bring(rows)
    assert outcomes[0].scale == ("Emerging K", "Grade K", "Grade 2", "Early 3", "Mid 3", "Late 3")
    assert outcomes[0].moved[2][4] == outcomes[0].moved[3][5] == outcomes[0].moved[1][0] == 1


def test_scores_are_counted_where_the_levels_beside_them_can_not_be() -> None:
    outcomes, notes = bring("Student,Level,Score\nA,Seed,10\nB,Bloom,20\n")
    assert [(o.strand, str(o.readings[0].scores and o.readings[0].scores.mean)) for o in outcomes] == [
        ("scores", "15")
    ]
    assert codes(notes) == ["W825"]


def test_a_level_called_average_is_no_total() -> None:
    outcomes, notes = bring("Level,Student,Date\nAverage,Ana,2026-10-02\nHigh,Ben,2026-10-02\n")
    assert sum(outcomes[0].readings[0].levels) == 2
    assert "H822" not in codes(notes)
