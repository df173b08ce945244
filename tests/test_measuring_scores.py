"""The mean change and Student's t."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from coaching_cycles.measuring.scores import mean_change, t_quantile

FREEDOMS = [*range(1, 130), 200, 201, 350, 498, 499, 500, 501, 1000, 12_345, 9_999_999]


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
def test_t_quantile_agrees_with_scipy(confidence: float) -> None:
    for freedom in FREEDOMS:
        oracle = stats.t.ppf((1 + confidence) / 2, freedom)
        assert t_quantile(freedom, confidence) == pytest.approx(oracle, rel=1e-10), freedom


def test_t_quantile_of_every_interval_agrees_to_twelve_digits() -> None:
    """At the one confidence level of the product, for every class that there is."""
    for freedom in FREEDOMS:
        assert t_quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-12), freedom


def test_t_quantile_of_the_printed_table() -> None:
    found = [t_quantile(freedom) for freedom in (1, 2, 9, 24, 45)]
    assert found == pytest.approx([12.7062, 4.3027, 2.2622, 2.0639, 2.0141], abs=5e-5)


@given(st.integers(1, 2000), st.floats(0.01, 0.999))
def test_t_quantile_holds_the_confidence_it_was_asked_for(freedom: int, confidence: float) -> None:
    t = t_quantile(freedom, confidence)
    assert stats.t.cdf(t, freedom) - stats.t.cdf(-t, freedom) == pytest.approx(confidence, abs=1e-11)


def test_mean_change_agrees_with_scipy_on_students() -> None:
    generator = np.random.default_rng(20121026)
    for students in (2, 3, 10, 28, 46, 150, 800):
        before = generator.normal(54, 18, students)
        after = before + generator.normal(20, 12, students)
        oracle = stats.ttest_rel(after, before).confidence_interval(0.95)
        spread = float(np.std(after - before, ddof=1))
        found = mean_change(float(before.mean()), float(after.mean()), spread, students)
        assert (found.low, found.high) == pytest.approx((oracle.low, oracle.high), rel=1e-12, abs=1e-12)
        assert found.method == "paired t"


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 50), st.integers(2, 300))
def test_mean_change_holds_its_estimate_and_mirrors(
    before: float, after: float, spread: float, students: int
) -> None:
    found, mirror = mean_change(before, after, spread, students), mean_change(after, before, spread, students)
    assert found.low <= found.estimate <= found.high
    assert found.estimate == after - before
    assert (-found.high, -found.low) == (mirror.low, mirror.high)


def test_one_student_has_no_spread() -> None:
    with pytest.raises(ValueError, match="students must be from 2"):
        mean_change(50, 60, 5, 1)


def test_students_who_all_changed_alike_leave_no_doubt() -> None:
    found = mean_change(50, 60, 0, 12)
    assert (found.low, found.estimate, found.high) == (10, 10, 10)


@pytest.mark.parametrize(
    "scores",
    [
        (50, 60, 5, 1),
        (50, 60, 5, 0),
        (50, 60, -1, 20),
        (float("nan"), 60, 5, 20),
        (50, float("inf"), 5, 20),
        (50, 60, float("nan"), 20),
    ],
)
def test_impossible_scores_are_refused(scores: tuple[float, float, float, int]) -> None:
    with pytest.raises(ValueError, match="must be"):
        mean_change(*scores)


@pytest.mark.parametrize("question", [(0, 0.95), (5, 0.0), (5, 1.0), (5, float("nan")), (2.5, 0.95)])
def test_impossible_quantiles_are_refused(question: tuple[int, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        t_quantile(*question)
