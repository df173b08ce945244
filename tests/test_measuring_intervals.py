"""Wilson and Newcombe: published vectors, independent oracles, and what must hold for every table."""

from math import log, sqrt
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import binomtest, norm
from statsmodels.stats.proportion import confint_proportions_2indep

from coaching_cycles.measuring.intervals import (
    Difference,
    Interval,
    newcombe_independent,
    newcombe_paired,
    wilson,
)
from coaching_cycles.measuring.transitions import Table

COUNTS = st.integers(0, 80)
TABLES = st.builds(Table, COUNTS, COUNTS, COUNTS, COUNTS).filter(lambda table: table.n > 0)


@st.composite
def readings(draw: st.DrawFn) -> tuple[int, int]:
    students = draw(st.integers(1, 300))
    return draw(st.integers(0, students)), students


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.277533),
        (1, 10, 0.017876, 0.404150),
        (7, 25, 0.142839, 0.475766),
        (18, 25, 0.524234, 0.857161),
        (25, 25, 0.866808, 1.0),
    ],
)
def test_wilson_vectors(x: int, n: int, low: float, high: float) -> None:
    found = wilson(x, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-7)


def test_wilson_agrees_with_scipy() -> None:
    for n in [*range(1, 61), 100, 150, 999, 10_000]:
        for x in range(0, n + 1, max(1, n // 30)):
            oracle = binomtest(x, n).proportion_ci(method="wilson")
            found = wilson(x, n)
            assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), abs=1e-12), (x, n)


@given(readings())
def test_wilson_holds_its_share_and_mirrors(reading: tuple[int, int]) -> None:
    x, n = reading
    found, mirror = wilson(x, n), wilson(n - x, n)
    assert 0 <= found.low <= x / n <= found.high <= 1
    assert x / n in found
    assert (found.low, found.high) == pytest.approx((1 - mirror.high, 1 - mirror.low), abs=1e-12)
    assert (found.low == 0) == (x == 0)
    assert (found.high == 1) == (x == n)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((7, 25, 18, 25), 0.1631, 0.6340),
        ((0, 12, 12, 12), 0.6571, 1.0),
        ((56, 70, 48, 80), -0.3339, -0.0524),
    ],
)
def test_newcombe_independent_vectors(counts: tuple[int, int, int, int], low: float, high: float) -> None:
    found = newcombe_independent(*counts)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)
    assert found.method == "newcombe independent"


def test_newcombe_independent_agrees_with_statsmodels() -> None:
    sizes = (1, 2, 7, 10, 25, 60, 150)
    for n1 in sizes:
        for n2 in sizes:
            for x1 in range(0, n1 + 1, max(1, n1 // 6)):
                for x2 in range(0, n2 + 1, max(1, n2 // 6)):
                    oracle = confint_proportions_2indep(x2, n2, x1, n1, method="newcomb", compare="diff")
                    found = newcombe_independent(x1, n1, x2, n2)
                    assert (found.low, found.high) == pytest.approx(oracle, abs=1e-12), (x1, n1, x2, n2)


@given(readings(), readings())
def test_newcombe_independent_holds_its_estimate_and_mirrors(
    before: tuple[int, int], after: tuple[int, int]
) -> None:
    found, mirror = newcombe_independent(*before, *after), newcombe_independent(*after, *before)
    assert found.estimate == pytest.approx(after[0] / after[1] - before[0] / before[1], abs=1e-15)
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    assert (-found.high, -found.low) == pytest.approx((mirror.low, mirror.high), abs=1e-12)


PAIRED = [
    ((1, 1, 7, 12), 28.6, 2.56, 50.69),
    ((36, 12, 2, 0), -20.0, -34.04, -5.69),
    ((6, 1, 12, 6), 44.0, 17.61, 62.49),
    ((8, 2, 6, 9), 16.0, -6.39, 35.90),
    ((3, 0, 9, 0), 75.0, 37.78, 91.11),
    ((0, 0, 10, 0), 100.0, 60.75, 100.0),
    ((40, 10, 12, 28), 2.2, -8.05, 12.41),
    ((90, 5, 30, 25), 16.7, 9.23, 23.95),
]


@pytest.mark.parametrize(("cells", "change", "low", "high"), PAIRED)
def test_newcombe_paired_vectors(cells: tuple[int, ...], change: float, low: float, high: float) -> None:
    found = newcombe_paired(Table(*cells))
    assert 100 * found.estimate == pytest.approx(change, abs=0.05)
    assert (100 * found.low, 100 * found.high) == pytest.approx((low, high), abs=0.005)
    assert found.method == "newcombe paired"


@given(TABLES)
def test_newcombe_paired_holds_its_estimate_and_mirrors(table: Table) -> None:
    found, mirror = newcombe_paired(table), newcombe_paired(table.swapped())
    assert found.estimate == (table.gained - table.slipped) / table.n
    assert -1 <= found.low <= found.estimate <= found.high <= 1
    assert (-found.high, -found.low) == pytest.approx((mirror.low, mirror.high), abs=1e-12)


def test_the_largest_tables_have_an_interval() -> None:
    five = 5_000_000
    for cells in ((five, 0, 0, five), (0, five, five, 0), (five, 0, five, 0), (1, 0, 0, 2 * five - 1)):
        found = newcombe_paired(Table(*cells))
        assert found.low <= found.estimate <= found.high
        assert found.high - found.low < 0.002


@given(TABLES)
def test_newcombe_paired_turns_with_the_meaning_of_proficient(table: Table) -> None:
    """Counting the not-yet instead of the proficient tells the same story with the sign changed."""
    other = Table(table.not_yet, table.gained, table.slipped, table.kept)
    found, opposite = newcombe_paired(table), newcombe_paired(other)
    assert (-found.high, -found.low) == pytest.approx((opposite.low, opposite.high), abs=1e-12)


@given(TABLES)
def test_newcombe_paired_is_the_formula(table: Table) -> None:
    """The formula once more, written from the totals and oracle Wilson limits."""
    a, b, c, d = table.kept, table.slipped, table.gained, table.not_yet
    n = a + b + c + d
    p1, p2 = (a + b) / n, (a + c) / n
    one, two = (binomtest(x, n).proportion_ci(method="wilson") for x in (a + b, a + c))
    num = a * d - b * c
    num = max(num - n / 2, 0) if num > 0 else num
    den = sqrt((a + b) * (c + d) * (a + c) * (b + d))
    phi = num / den if den else 0
    down, up = (p2 - two.low, one.high - p1), (two.high - p2, p1 - one.low)
    low, high = (s * s - 2 * phi * s * t + t * t for s, t in (down, up))
    found = newcombe_paired(table)
    # Squares are compared: a square root near 0 would turn a rounding error of 1e-16 into one of 1e-8.
    widths = ((found.estimate - found.low) ** 2, (found.high - found.estimate) ** 2)
    assert widths == pytest.approx((low, high), abs=1e-12)


def slips_under(table: Table, delta: float) -> float:
    """The likeliest share of slips when the true change is delta: the larger root of Tango's quadratic."""
    n, b, c = table.n, table.slipped, table.gained
    linear, constant = -b - c + (2 * n - c + b) * delta, -b * delta * (1 - delta)
    return (sqrt(max(0.0, linear * linear - 8 * n * constant)) - linear) / (4 * n)


def tango_statistic(table: Table, delta: float) -> float:
    n = table.n
    variance = n * (2 * slips_under(table, delta) + delta * (1 - delta))
    return (table.gained - table.slipped - n * delta) / sqrt(variance)


def tango(table: Table) -> tuple[float, float]:
    """Tango's score interval (Stat Med 1998, 17:891-908) by root finding: another road to the same place."""
    z, estimate, end = norm.ppf(0.975), (table.gained - table.slipped) / table.n, 1 - 1e-9
    return (
        brentq(lambda delta: tango_statistic(table, delta) - z, -end, estimate),
        brentq(lambda delta: tango_statistic(table, delta) + z, estimate, end),
    )


def tables_of(n: int, least: int) -> list[Table]:
    """Every table of n students with no group under `least` and at least five who changed."""
    sizes = range(least, n + 1)
    return [
        Table(n - b - c - d, b, c, d)
        for b in sizes
        for c in sizes
        for d in sizes
        if b + c >= 5 and n - b - c - d >= least
    ]


def test_the_tango_oracle_is_sound() -> None:
    """Its nuisance share maximises the likelihood, and at no change it is McNemar's statistic."""
    for table, delta in [(Table(6, 1, 12, 6), 0.2), (Table(8, 2, 6, 9), -0.3), (Table(40, 10, 12, 28), 0.1)]:
        b, c, rest = table.slipped, table.gained, table.kept + table.not_yet

        def surprise(slips: float, b: int = b, c: int = c, rest: int = rest, delta: float = delta) -> float:
            return -(b * log(slips) + c * log(slips + delta) + rest * log(1 - 2 * slips - delta))

        low, high = max(0.0, -delta) + 1e-12, (1 - delta) / 2 - 1e-12
        best = minimize_scalar(surprise, bounds=(low, high), method="bounded", options={"xatol": 1e-10}).x
        assert slips_under(table, delta) == pytest.approx(best, abs=1e-6)
        assert tango_statistic(table, 0.0) == pytest.approx((c - b) / sqrt(b + c), abs=1e-12)


def test_newcombe_paired_stays_near_tango() -> None:
    """Nine tables of ten agree to two points; the methods part only where a group is almost empty."""
    apart = []
    for table in tables_of(20, 2) + tables_of(28, 4) + tables_of(60, 11):
        found, oracle = newcombe_paired(table), tango(table)
        apart.append(max(abs(found.low - oracle[0]), abs(found.high - oracle[1])))
    assert len(apart) > 1000
    assert median(apart) < 0.01
    assert quantiles(apart, n=10)[8] < 0.02
    assert max(apart) < 0.03


@pytest.mark.parametrize(
    ("cells", "direction"), [((6, 1, 12, 6), 1), ((8, 2, 6, 9), 0), ((36, 12, 2, 0), -1)]
)
def test_direction_says_on_which_side_of_zero_the_interval_lies(
    cells: tuple[int, ...], direction: int
) -> None:
    assert newcombe_paired(Table(*cells)).direction == direction


def test_an_interval_that_touches_zero_contains_it() -> None:
    assert Difference(0.2, 0.0, 0.4, "newcombe paired").direction == 0
    assert Difference(-0.2, -0.4, 0.0, "newcombe paired").direction == 0
    assert 0.0 in Interval(0.0, 0.4)
    assert 0.5 not in Interval(0.0, 0.4)


@pytest.mark.parametrize("counts", [(0, 0), (1, 0), (-1, 10), (11, 10), (1.0, 10), (True, 10), (1, 10**5000)])
def test_impossible_counts_are_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must be"):
        wilson(*counts)
    with pytest.raises(ValueError, match="before must be"):
        newcombe_independent(*counts, 1, 2)
    with pytest.raises(ValueError, match="after must be"):
        newcombe_independent(1, 2, *counts)


def test_a_table_of_nobody_has_no_interval() -> None:
    with pytest.raises(ValueError, match="students before must be from 1"):
        newcombe_paired(Table(0, 0, 0, 0))
