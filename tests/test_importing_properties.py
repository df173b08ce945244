"""Random classes give the same counts in every shape and format, and those that plain Python counts."""

from __future__ import annotations

import random
import statistics
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_cycles.importing.adapting import Said
from coaching_cycles.importing.counting import Outcome
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.showing import show
from tests.importing import bring, facts, to_csv, to_xlsx

SCALE = ("Beginning", "Developing", "Proficient", "Advanced")
Value = str | None
Class = list[tuple[Value, Value]]

level = st.one_of(st.sampled_from(SCALE), st.just("absent"), st.none())
score = st.one_of(st.integers(0, 40).map(lambda n: f"{n / 2:g}"), st.just("absent"), st.none())


def classes(value: st.SearchStrategy[Value]) -> st.SearchStrategy[Class]:
    """Before and after of each student; somebody has a result in both, so that there are two readings."""
    return st.lists(st.tuples(value, value), min_size=1, max_size=40)


def wide(students: Class) -> list[list[object]]:
    rows = [[f"s{n}", before or "", after or ""] for n, (before, after) in enumerate(students)]
    return [["Student ID", "Pre", "Post"], *rows]


def long(students: Class, column: str) -> list[list[object]]:
    """A row a student and day; who was not in the class has no row. The rows are in no order."""
    rows: list[list[object]] = []
    for n, pair in enumerate(students):
        for day, value in zip(("2026-10-02", "2026-10-26"), pair, strict=True):
            if value is not None:
                rows.append([f"s{n}", day, value])
    random.Random(len(rows)).shuffle(rows)
    return [["Student ID", "Date", column], *rows]


def dresses(rows: list[list[object]]) -> list[bytes]:
    commas = [[cell.replace(".", ",") if isinstance(cell, str) else cell for cell in row] for row in rows]
    return [
        to_csv(rows),
        to_csv(commas, ";", "utf-8-sig", "\n"),
        to_csv(rows, "\t", "utf-16", "\r"),
        to_xlsx([["Period 3"], [], *rows]),
    ]


def counted(data: bytes, said: Said) -> Outcome:
    outcomes, notes = bring(data, said=said)
    assert len(outcomes) == 1, [problem.message for problem in notes.problems]
    return outcomes[0]


def there(value: Value) -> bool:
    return value not in {None, "absent"}


@settings(max_examples=15)
@given(classes(level))
def test_levels(students: Class) -> None:
    students = [*students, ("Beginning", "Advanced")]
    said = Said(levels=SCALE, proficient="Proficient")
    found = [facts(counted(data, said)) for data in dresses(wide(students))]
    assert all(one == found[0] for one in found)
    before, after = ([SCALE.index(pair[n]) for pair in students if pair[n] in SCALE] for n in (0, 1))  # type: ignore[arg-type]
    unseen = sum(pair == (None, None) for pair in students)
    absent = [sum(pair[n] == "absent" for pair in students) + unseen for n in (0, 1)]
    assert found[0]["readings"] == [
        ("before", len(before), absent[0], tuple(before.count(n) for n in range(4))),
        ("after", len(after), absent[1], tuple(after.count(n) for n in range(4))),
    ]
    both = [(SCALE.index(a), SCALE.index(b)) for a, b in students if a in SCALE and b in SCALE]  # type: ignore[arg-type]
    assert found[0]["moved"] == tuple(tuple(both.count((a, b)) for b in range(4)) for a in range(4))
    left = sum(there(a) and b is None for a, b in students)
    joined = sum(a is None and there(b) for a, b in students)
    assert found[0]["both"] == (len(both), left, joined)
    rows = long(students, "Level")
    for data in dresses(rows):
        # Who never had a row is on no list, so the long shape knows of no absence of theirs.
        same = facts(counted(data, said))
        assert [(r[0], r[1], r[3]) for r in same["readings"]] == [  # type: ignore[attr-defined]
            (r[0], r[1], r[3])
            for r in found[0]["readings"]  # type: ignore[attr-defined]
        ]
        assert {key: same[key] for key in ("both", "moved")} == {
            key: found[0][key] for key in ("both", "moved")
        }


WORDS = (
    "Student", "Student ID", "Pre", "Post", "Date", "Term", "Level", "Score", "8.EE.7b", "8.F.1 Pre",
    "Students", "Proficient", "Reading", "Standard", "", "Ana", "1", "7/10", "0/0", "70%", "<1", "absent",
    "2026-10-02", "10/2/2026", "2026-13-45", "45000", "Fall", "Beginning", "Total", "Average", "A", "Z+",
    "=1+1", "-5", "\u202e", "1e309", "9" * 30, "٣", "Level 3", "3 - x", '"', ",", "TermName", "TestRITScore",
    "Enrolled", "<10", "Q1",
)  # fmt: skip


@settings(max_examples=80)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), min_size=1, max_size=6).map(
            to_csv
        ),
    )
)
def test_no_file_raises(data: bytes) -> None:
    outcomes, notes = bring(data, said=Said(proficient="Proficient"), wish=Wish("Fall", "2026-10-02"))
    assert outcomes or notes.problems
    for outcome in outcomes:
        assert all(sum(r.levels) == r.students for r in outcome.readings if r.levels)
        show(outcome)


def shorten(number: Fraction | Decimal) -> Decimal:
    exact = (
        Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else number
    )
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


@settings(max_examples=15)
@given(classes(score))
def test_scores(students: Class) -> None:
    students = [*students, ("7.5", "12")]
    found = [counted(data, Said(first="scores", out_of=Decimal(20))) for data in dresses(wide(students))]
    found += [counted(data, Said(score="C", out_of=Decimal(20))) for data in dresses(long(students, "Score"))]
    for outcome in found:
        for reading, n in zip(outcome.readings, (0, 1), strict=True):
            numbers = [Fraction(pair[n]) for pair in students if there(pair[n])]  # type: ignore[arg-type]
            assert reading.scores is not None
            assert reading.scores.mean == shorten(sum(numbers, Fraction(0)) / len(numbers))
            assert (reading.scores.sd is None) is (len(numbers) == 1)
            if reading.scores.sd is not None:
                assert float(reading.scores.sd) == pytest.approx(
                    statistics.stdev(map(float, numbers)), abs=0.0051
                )
        gains = [Fraction(b) - Fraction(a) for a, b in students if there(a) and there(b)]  # type: ignore[arg-type]
        assert outcome.change is not None
        assert (outcome.change.students, outcome.matched) == (len(gains), len(gains))
        assert abs(outcome.change.mean - Decimal(str(float(sum(gains) / len(gains))))) <= Decimal("0.0051")
        assert outcome.out_of == 20
        assert outcome.scale == ()
