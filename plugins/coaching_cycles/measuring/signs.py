"""Exact and mid-p tests on the students who changed: McNemar's test and the sign test are one sum.

Source: Fagerland MW, Lydersen S, Laake P (2013). The McNemar test for binary matched-pairs data: mid-p and
asymptotic are better than exact conditional. BMC Med Res Methodol 13:91.
"""

from __future__ import annotations

from dataclasses import dataclass

from coaching_cycles.measuring.counts import check_count
from coaching_cycles.measuring.transitions import Moves, Table

_EXACT_UP_TO = 1000
"""Whole-number sums are exact but their cost grows with the square of the students who changed."""


@dataclass(frozen=True, slots=True)
class PValues:
    """Two-sided p-values, between 0 and 1: `exact` is the larger, `mid_p` the one to report."""

    exact: float
    mid_p: float


def sign_test(down: int, up: int) -> PValues:
    """Test whether moving down and up is a fair coin, leaving out those who stayed (Fagerland et al. 2013).

    With m = down + up and k = min(down, up): exact = min(1, 2 * P(X <= k)) and mid_p = exact - P(X = k) for X
    binomial (m, 1/2); down = up gives mid_p = 1 - P(X = k) / 2, and nobody moved gives 1 and 1. Raises
    `ValueError` for impossible counts.
    """
    check_count("down", down)
    check_count("up", up)
    moved, fewer = check_count("moved", down + up), min(down, up)
    if moved == 0:
        return PValues(1.0, 1.0)
    at_most, exactly = (_whole_tail if moved <= _EXACT_UP_TO else _float_tail)(fewer, moved)
    if down == up:
        return PValues(1.0, 1 - exactly / 2)
    # No min(1, ...): with down and up unequal the tail is at most a half, by symmetry and in floats too.
    return PValues(2 * at_most, 2 * at_most - exactly)


def mcnemar(table: Table) -> PValues:
    """Test whether slipping and gaining is a fair coin: the sign test on the two groups that changed."""
    return sign_test(table.slipped, table.gained)


def levels_sign_test(moves: Moves) -> PValues:
    """Test whether moving down and up a level is a fair coin, however far each student moved."""
    return sign_test(moves.down, moves.up)


def _whole_tail(k: int, m: int) -> tuple[float, float]:
    """Return P(X <= k) and P(X = k) for m fair coins, each rounded once."""
    ways = total = 1
    for i in range(k):
        ways = ways * (m - i) // (i + 1)
        total += ways
    return total / (1 << m), ways / (1 << m)


def _float_tail(k: int, m: int) -> tuple[float, float]:
    """Return the same for many coins, summing outwards from the middle until nothing is left to add.

    Weights are relative to the middle and divided by their own total at the end, so no factorial is needed;
    about 20 * sqrt(m) steps.
    """
    middle = m // 2
    weight, total, at_most, exactly = 1.0, 0.0, 0.0, 0.0
    for i in range(middle, -1, -1):
        # By symmetry each weight below the middle stands for two; the middle of an even m stands for itself.
        total += weight if 2 * i == m else 2 * weight
        if i <= k:
            at_most += weight
        if i == k:
            exactly = weight
        weight *= i / (m - i + 1)
        if weight == 0.0:
            break
    return at_most / total, exactly / total
