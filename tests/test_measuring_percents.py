"""Rounding as readers do it, and percents that no class can have."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.measuring.percents import (
    Option,
    change,
    nearest_possible,
    percent,
    points,
    possible,
    possible_counts,
    possible_students,
    rounded,
    whole,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.5, 1),
        (-0.5, -1),
        (1.5, 2),
        (2.5, 3),
        (-2.5, -3),
        (0.49, 0),
        (-0.49, 0),
        (17.61, 18),
        (62.49, 62),
        (-34.04, -34),
        (Decimal("44.5"), 45),
        (Decimal("1e-999999999"), 0),
        (Fraction(-29, 2), -15),
        (7, 7),
    ],
)
def test_halves_round_up_in_size(value: float | Decimal | Fraction, expected: int) -> None:
    found = whole(value)
    assert found == expected
    assert type(found) is int


def test_a_float_just_below_a_half_is_the_half_that_was_meant() -> None:
    assert 0.145 * 100 < 14.5
    assert points(0.145) == 15
    assert points(-0.145) == -15
    assert points(Fraction(29, 200)) == 15
    assert points(0.1449999) == 14


@given(st.integers(1, 150), st.data())
def test_points_of_a_float_and_of_its_fraction_agree(students: int, data: st.DataObject) -> None:
    moved = data.draw(st.integers(-students, students))
    exact = Fraction(moved, students)
    assert points(moved / students) == points(exact) == -points(-exact)
    assert abs(points(exact) - 100 * exact) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (54.46, 1, "54.5"),
        (83.25, 1, "83.3"),
        (-0.04, 1, "0.0"),
        (Fraction(-1, 100), 1, "0.0"),
        (2.675, 2, "2.68"),
        (Fraction(2, 3), 3, "0.667"),
        (Decimal("-1.005"), 2, "-1.01"),
        (10, 2, "10.00"),
        (1e300, 0, str(int(Decimal(repr(1e300))))),
    ],
)
def test_decimals_are_kept_and_no_zero_is_negative(
    value: float | Decimal | Fraction, decimals: int, expected: str
) -> None:
    assert str(rounded(value, decimals)) == expected


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), Decimal("nan"), Decimal("-inf"), Decimal("1e999")]
)
def test_only_finite_numbers_are_rounded(value: float | Decimal) -> None:
    with pytest.raises(ValueError, match="finite"):
        rounded(value)


def test_change_is_exact() -> None:
    assert change(7, 25, 18, 25) == Fraction(44, 100)
    assert points(change(56, 70, 48, 80)) == -20
    assert points(change(0, 8, 1, 8)) == 13
    assert points(change(1, 8, 0, 8)) == -13
    with pytest.raises(ValueError, match="students after must be"):
        change(1, 2, 0, 0)


@pytest.mark.parametrize(
    ("x", "n", "expected"),
    [
        (7, 25, 28),
        (18, 25, 72),
        (1, 8, 13),
        (0, 30, 0),
        (30, 30, 100),
        (249, 250, 99),
        (1, 250, 1),
        (1, 10_000, 1),
        (9_999, 10_000, 99),
    ],
)
def test_percent(x: int, n: int, expected: int) -> None:
    assert percent(x, n) == expected


@given(st.integers(1, 2000), st.data())
def test_all_and_none_are_said_of_all_and_none_only(students: int, data: st.DataObject) -> None:
    x = data.draw(st.integers(0, students))
    found = percent(x, students)
    assert (found == 100) == (x == students)
    assert (found == 0) == (x == 0)
    assert abs(found - 100 * x / students) < 1
    if x and x < students:
        exact = Decimal(100 * x) / students
        assert found in {1, 99, int(exact.quantize(Decimal(1), ROUND_HALF_UP))}


def brute_counts(typed: str, students: int) -> list[int]:
    """GRIM by trying every count, with the decimal module's own two ways of rounding."""
    wanted = Decimal(typed)
    unit = Decimal(1).scaleb(wanted.as_tuple().exponent)
    found = []
    for count in range(students + 1):
        # Enough exact digits to see a half; a repeating decimal is never one.
        share = Decimal(100 * count) / Decimal(students)
        if wanted in {share.quantize(unit, ROUND_HALF_UP), share.quantize(unit, ROUND_HALF_EVEN)}:
            found.append(count)
    return found


def test_grim_by_brute_force_for_whole_percents() -> None:
    for students in [*range(1, 131), 199, 200, 201, 400]:
        for value in range(101):
            assert list(possible_counts(str(value), students)) == brute_counts(str(value), students), (
                value,
                students,
            )


@given(st.integers(1, 2500), st.integers(0, 4), st.data())
def test_grim_by_brute_force_with_decimals(students: int, decimals: int, data: st.DataObject) -> None:
    units = data.draw(st.integers(0, 100 * 10**decimals))
    typed = str(Decimal(units).scaleb(-decimals))
    assert list(possible_counts(typed, students)) == brute_counts(typed, students)


@given(st.integers(1, 2500), st.integers(0, 4), st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]), st.data())
def test_every_rounded_share_is_possible(
    students: int, decimals: int, rounding: str, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, students))
    share = (Decimal(100 * count) / students).quantize(Decimal(1).scaleb(-decimals), rounding)
    assert count in possible_counts(str(share), students)
    assert possible(share, students)


def test_typed_digits_count() -> None:
    assert possible("33", 3)
    assert not possible("33.0", 3)
    assert not possible(Decimal("33.0"), 3)
    assert possible("33.3", 3)
    assert possible("28", 25)
    assert possible("28.0", 25)
    assert not possible("33", 3, decimals=1)
    assert possible("33.0", 3, decimals=0)
    assert not possible("29", 25)
    assert possible(" 28 % ", 25)
    assert possible(Decimal("1E+1"), 10)


def test_halves_may_have_gone_up_or_to_the_even_digit() -> None:
    assert [possible(text, 8) for text in ("12", "13", "37", "38")] == [True, True, False, True]
    assert [possible(text, 200) for text in ("0", "1", "0.5", "0.6")] == [True, True, True, False]


def test_more_than_all_is_never_possible() -> None:
    assert not possible("101", 25)
    assert not possible("999999999", 10_000_000)
    assert nearest_possible("128", 25) == (Option(25, Decimal(100)),)


def test_the_hint_names_the_neighbours() -> None:
    assert nearest_possible("29", 25) == (Option(7, Decimal(28)), Option(8, Decimal(32)))
    assert nearest_possible("33.0", 3) == (Option(0, Decimal("0.0")), Option(1, Decimal("33.3")))
    assert nearest_possible("28", 25) == (Option(7, Decimal(28)),)
    assert nearest_possible("50", 250) == (
        Option(124, Decimal(50)),
        Option(125, Decimal(50)),
        Option(126, Decimal(50)),
    )


@given(st.integers(1, 99), st.integers(0, 100))
def test_the_hint_is_possible_itself_and_no_count_lies_nearer(students: int, value: int) -> None:
    options = nearest_possible(str(value), students)
    assert options
    nearest = min(abs(Fraction(100 * count, students) - value) for count in range(students + 1))
    assert min(abs(Fraction(100 * option.proficient, students) - value) for option in options) == nearest
    for option in options:
        assert option.proficient in possible_counts(option.percent, students)


@pytest.mark.parametrize(
    ("typed", "near", "expected"),
    [("29", 25, (24, 28)), ("28", 24, (18, 25)), ("33.3", 25, (24, 27)), ("17", 5, (6,)), ("0.1", 10, ())],
)
def test_class_sizes_that_could_give_it(typed: str, near: int, expected: tuple[int, ...]) -> None:
    assert possible_students(typed, near) == expected
    tried = [n for n in range(max(1, near - 20), near + 21) if n != near and brute_counts(typed, n)]
    below, above = [n for n in tried if n < near], [n for n in tried if n > near]
    assert expected == (*below[-1:], *above[:1])


@pytest.mark.parametrize(
    "typed", ["", "abc", "-3", "2,5", "1e1", "٢٨", "28.", ".5", "nan", Decimal("nan"), 28.0]
)
def test_what_is_no_percent_is_refused(typed: str | Decimal) -> None:
    with pytest.raises(ValueError, match="percent must be written"):
        possible(typed, 25)


@pytest.mark.parametrize("typed", [Decimal(-1), Decimal("1e999999999"), Decimal("1e-999999999"), "9" * 5000])
def test_monstrous_percents_are_refused_quickly(typed: str | Decimal) -> None:
    with pytest.raises(ValueError, match="percent must be written"):
        possible(typed, 25)


def test_digits_that_were_typed_cannot_be_left_out() -> None:
    with pytest.raises(ValueError, match="more decimals"):
        possible("33.3", 3, decimals=0)
    with pytest.raises(ValueError, match="students must be"):
        possible("33", 0)
