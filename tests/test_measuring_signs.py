"""McNemar's exact and mid-p tests and the sign test."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest
from statsmodels.stats.contingency_tables import mcnemar as oracle_mcnemar

from coaching_cycles.measuring import signs
from coaching_cycles.measuring.signs import PValues, levels_sign_test, mcnemar, sign_test
from coaching_cycles.measuring.transitions import Moves, Table

CHANGES = st.integers(0, 400)


@pytest.mark.parametrize(
    ("cells", "mid_p", "exact"),
    [
        ((1, 1, 7, 12), 0.0391, 0.0703),
        ((36, 12, 2, 0), 0.0074, 0.0129),
        ((6, 1, 12, 6), 0.0018, 0.0034),
        ((8, 2, 6, 9), 0.1797, 0.2891),
        ((3, 0, 9, 0), 0.0020, 0.0039),
        ((0, 0, 10, 0), 0.0010, 0.0020),
        ((40, 10, 12, 28), 0.6776, 0.8318),
    ],
)
def test_vectors(cells: tuple[int, ...], mid_p: float, exact: float) -> None:
    found = mcnemar(Table(*cells))
    assert (found.mid_p, found.exact) == pytest.approx((mid_p, exact), abs=5e-5)


def test_the_vector_too_small_to_print() -> None:
    found = mcnemar(Table(90, 5, 30, 25))
    assert 0 < found.mid_p < found.exact < 0.0001


def test_level_vector() -> None:
    found = levels_sign_test(Moves(((3, 5, 2, 0), (0, 4, 6, 1), (0, 1, 3, 2), (0, 0, 0, 1))))
    assert (found.exact, found.mid_p) == pytest.approx((0.000275, 0.000145), abs=5e-7)


def test_exact_agrees_with_statsmodels() -> None:
    for b in range(41):
        for c in range(41):
            found = mcnemar(Table(3, b, c, 5))
            if b + c:
                assert found.exact == pytest.approx(
                    oracle_mcnemar([[3, b], [c, 5]], exact=True).pvalue, abs=1e-12
                ), (b, c)
            else:
                assert found == PValues(1.0, 1.0)


@given(CHANGES, CHANGES)
def test_mid_p_identities(down: int, up: int) -> None:
    found, m, k = sign_test(down, up), down + up, min(down, up)
    assert found == sign_test(up, down)
    assert 0 <= found.mid_p <= found.exact <= 1
    if m == 0:
        assert found == PValues(1.0, 1.0)
    elif down == up:
        assert found.exact == 1
        assert found.mid_p == pytest.approx(1 - comb(m, down) / 2 ** (m + 1), abs=1e-12)
    else:
        assert found.mid_p == pytest.approx(found.exact - comb(m, k) / 2**m, abs=1e-12)
        # Twice the tail with only half of the observed case is the definition.
        assert found.mid_p == pytest.approx(2 * (binom.cdf(k, m, 0.5) - binom.pmf(k, m, 0.5) / 2), abs=1e-12)


@pytest.mark.parametrize("moved", [999, 1000, 1001, 1002, 5000, 5001, 200_000])
@pytest.mark.parametrize("lean", [0, 1, 2, 10, 60, 400])
def test_many_changes_agree_with_scipy(moved: int, lean: int) -> None:
    fewer = moved // 2 - lean
    found = sign_test(fewer, moved - fewer)
    assert 0 <= found.mid_p <= found.exact <= 1
    assert found.exact == pytest.approx(binomtest(fewer, moved).pvalue, rel=1e-9, abs=1e-12)


def test_both_ways_of_summing_agree() -> None:
    for moved in (1, 2, 3, 10, 11, 60, 301, 1000):
        for fewer in range(moved // 2 + 1):
            whole, floating = signs._whole_tail(fewer, moved), signs._float_tail(fewer, moved)
            assert floating == pytest.approx(whole, rel=1e-10)


def test_the_largest_counts_come_to_an_end() -> None:
    assert sign_test(0, 10_000_000) == PValues(0.0, 0.0)
    assert sign_test(5_000_000, 5_000_000).exact == 1


@pytest.mark.parametrize("counts", [(-1, 2), (2, -1), (1.0, 2), (10_000_000, 1)])
def test_impossible_counts_are_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must be"):
        sign_test(*counts)
