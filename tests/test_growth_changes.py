"""What changed, from published values only."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_cycles.measuring.figures import Figure, Form, MeasureShown, ReadingShown, Scores, Share, exactly
from coaching_cycles.measuring.growth import Change, bounds, cohort, compare
from coaching_cycles.measuring.intervals import newcombe_independent, newcombe_paired
from coaching_cycles.measuring.scores import mean_change
from coaching_cycles.measuring.transitions import Span, Table, feasible_tables
from coaching_cycles.privacy.policy import K12_10, K12_10_BANDED, OPEN, Policy

tables = st.builds(Table, *[st.integers(0, 60)] * 4).filter(lambda table: table.n >= 10)


def totals(one: str, two: str, policy: Policy = OPEN, form: Form = "same") -> MeasureShown:
    first, last = (policy.share(*map(int, text.split("/"))) for text in (one, two))
    return MeasureShown(
        "m",
        before=ReadingShown("before", None, share=first),
        after=ReadingShown("after", None, share=last, form=form),
    )


def change(measure: MeasureShown) -> Change:
    found = compare(measure)
    assert found is not None
    return found


def scores(before: str, after: str, n: int = 46, m: int = 46, top: str = "100") -> MeasureShown:
    first, last = (
        Scores(exactly(size), Decimal(mean), None, Decimal(top)) for mean, size in ((before, n), (after, m))
    )
    return MeasureShown(
        "m",
        before=ReadingShown("before", None, scores=first),
        after=ReadingShown("after", None, scores=last),
    )


@pytest.mark.parametrize(
    ("cells", "points", "low", "high", "verdict"),
    [
        ((1, 1, 7, 12), 28.6, 2.56, 50.69, "rose"),
        ((36, 12, 2, 0), -20.0, -34.04, -5.69, "fell"),
        ((6, 1, 12, 6), 44.0, 17.61, 62.49, "rose"),
        ((8, 2, 6, 9), 16.0, -6.39, 35.90, "within"),
        ((3, 0, 9, 0), 75.0, 37.78, 91.11, "rose"),
        ((0, 0, 10, 0), 100.0, 60.75, 100.0, "rose"),
        ((40, 10, 12, 28), 2.2, -8.05, 12.41, "within"),
        ((90, 5, 30, 25), 16.7, 9.23, 23.95, "rose"),
        ((9, 0, 0, 11), 0.0, None, None, "nobody"),
        ((2, 0, 4, 3), 44.4, None, None, "few"),
    ],
)
def test_matched_students(
    cells: tuple[int, int, int, int], points: float, low: float | None, high: float | None, verdict: str
) -> None:
    found = change(MeasureShown("m", matched=Table(*cells)))
    assert found.kind == "matched"
    assert found.exact is not None
    assert float(found.exact) == pytest.approx(points, abs=0.05)
    assert found.verdict == verdict
    assert found.gained == Span(cells[2], cells[2])
    assert found.slipped == Span(cells[1], cells[1])
    if low is not None and high is not None:
        assert found.interval == (pytest.approx(low, abs=0.006), pytest.approx(high, abs=0.006))
    assert (found.difference is None) == (verdict == "few")


def test_totals_have_an_independent_interval_and_bounds() -> None:
    found = change(totals("7/25", "18/25"))
    assert found.kind == "totals"
    assert found.exact == 44
    assert found.difference == newcombe_independent(7, 25, 18, 25)
    assert (found.gained, found.slipped) == (Span(11, 18), Span(0, 7))
    assert (found.students, found.direction, found.verdict) == ((25,), "up", "rose")


@settings(max_examples=150)
@given(st.integers(1, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))))
def test_at_least_holds_for_every_table_with_these_totals(case: tuple[int, int, int]) -> None:
    n, before, after = case
    found = change(totals(f"{before}/{n}", f"{after}/{n}"))
    assert found.gained is not None
    assert found.slipped is not None
    for table in feasible_tables(before, after, n):
        assert table.gained in found.gained
        assert table.slipped in found.slipped


@settings(max_examples=150)
@given(st.integers(10, 70).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))))
def test_published_range_holds_the_hidden_change(case: tuple[int, int, int]) -> None:
    n, before, after = case
    truth = Fraction(100 * (after - before), n)
    coded = change(totals(f"{before}/{n}", f"{after}/{n}", K12_10))
    assert coded.low <= truth <= coded.high
    if coded.gained is not None:
        assert all(table.gained in coded.gained for table in feasible_tables(before, after, n))
    banded = change(totals(f"{before}/{n}", f"{after}/{n}", K12_10_BANDED))
    # Bands are of whole percents, each up to half a point from the share.
    assert banded.low - 1 <= truth <= banded.high + 1
    assert banded.difference is None
    assert banded.gained is None


@given(tables)
def test_swapping_before_and_after_mirrors_the_change(table: Table) -> None:
    one, two = (change(MeasureShown("m", matched=t)) for t in (table, table.swapped()))
    assert (one.low, one.high) == (-two.high, -two.low)
    assert (one.gained, one.slipped) == (two.slipped, two.gained)
    mirrored = {"rose": "fell", "fell": "rose"}
    assert mirrored.get(str(one.verdict), one.verdict) == two.verdict
    assert {"up": "down", "down": "up", "same": "same"}[str(one.direction)] == two.direction


@given(tables)
def test_estimate_lies_in_the_interval(table: Table) -> None:
    found = change(MeasureShown("m", matched=table))
    assert found.interval is not None
    low, high = found.interval
    assert -100 <= low <= found.low <= high <= 100
    assert found.difference == newcombe_paired(table)


@pytest.mark.parametrize(
    ("one", "two", "policy", "ends"),
    [
        ("1/25", "18/25", K12_10, (64, 72)),
        ("18/25", "25/25", K12_10, (20, 28)),
        ("0/25", "2/25", K12_10, (-8, 8)),
        ("1/80", "40/80", K12_10, (45, 50)),
        ("7/25", "18/25", K12_10_BANDED, (41, 59)),
        ("1/15", "15/15", K12_10_BANDED, (60, 100)),
        ("120/400", "100/400", K12_10_BANDED, (-5, -5)),
    ],
)
def test_ranges_come_from_what_is_published(
    one: str, two: str, policy: Policy, ends: tuple[int, int]
) -> None:
    found = change(totals(one, two, policy))
    assert (found.low, found.high) == ends
    assert found.difference is None
    assert found.verdict is None
    assert found.interval is None


def test_direction_is_open_when_the_range_holds_nothing_for_sure() -> None:
    assert change(totals("0/25", "2/25", K12_10)).direction is None
    assert change(totals("1/25", "18/25", K12_10)).direction == "up"
    assert change(totals("18/25", "1/25", K12_10)).direction == "down"


def test_different_form_is_never_compared() -> None:
    assert compare(totals("7/25", "18/25", form="different")) is None
    assert compare(totals("7/25", "18/25", form="parallel")) is not None
    matched = replace(totals("7/25", "18/25", form="different"), matched=Table(6, 1, 12, 6))
    assert compare(matched) is None


def test_percents_of_unknown_students_have_no_interval() -> None:
    first, last = (Share(None, None, (Decimal(p), Decimal(p))) for p in ("28", "72"))
    measure = MeasureShown(
        "m",
        before=ReadingShown("before", None, share=first),
        after=ReadingShown("after", None, share=last),
    )
    found = change(measure)
    assert (found.kind, found.exact, found.difference, found.students) == ("percents", 44, None, ())
    known = replace(measure, after=ReadingShown("after", None, share=OPEN.share(18, 25)))
    assert compare(known) is None


def test_missing_reading_is_not_compared() -> None:
    assert compare(replace(totals("7/25", "18/25"), before=None)) is None
    assert compare(replace(totals("7/25", "18/25"), after=None)) is None
    assert compare(totals("3/8", "5/8", K12_10)) is None


def test_few_students_have_neither_interval_nor_verdict() -> None:
    found = change(totals("3/8", "5/8"))
    assert (found.verdict, found.difference) == ("few", None)
    assert change(totals("3/9", "12/25")).verdict == "few"


def test_scores_have_an_interval_only_with_the_paired_spread() -> None:
    assert change(scores("54.46", "83.2")).difference is None
    measure = replace(scores("54.46", "83.2"), change_sd=Decimal("14.2"), change_students=46)
    found = change(measure)
    expected = mean_change(0.0, 28.74, 14.2, 46)
    assert found.interval == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert (found.kind, found.verdict, found.students) == ("scores", "rose", (46,))


def test_scores_of_other_students_than_the_matched_need_their_own_mean() -> None:
    measure = replace(scores("54", "60", 46, 44), change_sd=Decimal(14), change_students=40)
    assert change(measure).difference is None
    found = change(replace(measure, change_mean=Decimal(5)))
    assert (found.exact, found.students) == (5, (40,))
    assert found.difference is not None


def test_scores_out_of_different_totals_are_not_compared() -> None:
    measure = scores("40", "60")
    assert measure.after is not None
    assert measure.after.scores is not None
    other = replace(measure.after, scores=replace(measure.after.scores, out_of=Decimal(80)))
    assert compare(replace(measure, after=other)) is None


def test_nobody_changed_group_only_when_nobody_changed_level() -> None:
    same = MeasureShown("m", matched=Table(9, 0, 0, 11))
    assert change(same).verdict == "nobody"
    before, after = (
        ReadingShown(role, None, share=OPEN.share(9, 20), levels=OPEN.distribution(cells, 2))
        for role, cells in (("before", (8, 3, 9)), ("after", (2, 9, 9)))
    )
    assert change(replace(same, before=before, after=after)).verdict == "within"


@pytest.mark.parametrize(
    ("facts", "same", "changed"),
    [
        ({}, None, False),
        ({"matched": Table(6, 1, 12, 6)}, 25, False),
        ({"matched": Table(6, 1, 12, 4)}, 23, True),
        ({"left": exactly(2), "joined": exactly(2)}, 23, True),
        ({"left": exactly(0), "joined": exactly(0)}, 25, False),
        ({"left": Figure(0, 2), "left_some": False}, None, True),
        ({"left": Figure(0, 2), "left_some": True}, None, True),
        ({"left_some": True}, None, True),
        ({"joined_some": True}, None, True),
    ],
)
def test_cohort_of_equal_totals(facts: dict[str, object], same: int | None, *, changed: bool) -> None:
    measure = replace(totals("7/25", "18/25"), **facts)  # type: ignore[arg-type]
    assert (cohort(measure).same, cohort(measure).changed) == (same, changed)
    if changed and measure.matched is None:
        assert change(measure).gained is None


def test_cohort_of_different_totals_has_changed() -> None:
    group = cohort(totals("7/24", "13/22"))
    assert (group.before, group.after, group.same, group.changed) == (exactly(24), exactly(22), None, True)
    assert change(totals("7/24", "13/22")).gained is None
    assert change(totals("7/24", "13/22")).students == (24, 22)


def test_absences_both_times_leave_open_who_was_assessed() -> None:
    measure = totals("7/25", "18/25")
    assert measure.before is not None
    assert measure.after is not None
    one = replace(measure, before=replace(measure.before, absent=exactly(1)))
    both = replace(one, after=replace(measure.after, absent_some=True))
    assert change(one).gained == Span(11, 18)
    assert change(both).gained is None


def test_bounds_of_a_coded_count_are_of_students_and_of_a_coded_percent_are_its_ends() -> None:
    count, percent = K12_10.share(1, 25), K12_10.share(1, 80)
    assert count is not None
    assert percent is not None
    assert bounds(count) == (0, 8)
    assert bounds(percent) == (0, 5)
