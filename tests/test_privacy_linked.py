"""Counts and totals published together: attacked three ways, and nothing that is hidden falls."""

from __future__ import annotations

import os
from itertools import product
from random import Random

import pytest

from coaching_cycles.measuring.figures import Figure, exactly
from coaching_cycles.privacy.linked import UNSEEN, Total, closed_groups, protect
from coaching_cycles.privacy.policy import K12_10, K12_10_BANDED, Policy
from tests.attacks import by_interval, by_rank, by_trying

TABLES = int(os.environ.get("CYCLES_TABLES", "40"))
"""Random tables for each way of linking; `make torture` tries ten thousand."""

# Which totals stand on the site: by school, standard and year, and over all; or also for each two of them.
ONE_WAY = ((0,), (1,), (2,), ())
TWO_WAY = ((0, 1), (0, 2), (1, 2), *ONE_WAY)
BRUTE = 4
"""Hidden counts of up to ten values each that are tried out one by one."""

Table = tuple[list[int], list[frozenset[int]]]


def students(random: Random) -> int:
    """A class, now and then of fewer than ten."""
    return random.randint(1, 9) if random.random() < 0.1 else random.randint(10, 60)


def draw(random: Random, ways: tuple[tuple[int, ...], ...]) -> Table:
    """Schools by standards by years, some without a cycle; and the groups that have a total."""
    sides = (random.randint(2, 5), random.randint(2, 5), random.randint(1, 3))
    places = [place for place in product(*map(range, sides)) if random.random() < 0.9]
    groups: dict[tuple[tuple[int, ...], tuple[int, ...]], set[int]] = {}
    for i, place in enumerate(places):
        for way in ways:
            groups.setdefault((way, tuple(place[side] for side in way)), set()).add(i)
    return [students(random) for _ in places], [frozenset(group) for group in groups.values()]


def tell(count: int, policy: Policy) -> Figure:
    """What is known of a number of students when the page says so much of it."""
    if not policy.covers(count):
        return Figure(0, policy.fewest - 1)
    return Figure(*policy.band(count).students) if policy.bands else exactly(count)


def published(
    counts: list[int], groups: list[frozenset[int]], policy: Policy
) -> tuple[list[Figure], list[Total]]:
    totals = [Total(group, tell(sum(counts[i] for i in group), policy)) for group in groups]
    return [tell(count, policy) for count in counts], totals


@pytest.mark.parametrize("policy", [K12_10, K12_10_BANDED], ids=lambda policy: policy.name)
@pytest.mark.parametrize("ways", [ONE_WAY, TWO_WAY], ids=["one-way", "two-way"])
def test_random_tables_hold(policy: Policy, ways: tuple[tuple[int, ...], ...]) -> None:
    """No hidden count of any table falls to any attack; without protection most tables have one that does."""
    random = Random(f"{policy.name} {ways}")
    naive = cells_shown = cells = totals_shown = wholes = 0
    # In bands no count is a number, so that every one has to be attacked: a tenth of the tables.
    for _ in range(TABLES // 10 if policy.bands else TABLES):
        counts, groups = draw(random, ways)
        known, totals = published(counts, groups, policy)
        every = [(total.cells, total.shown) for total in totals]
        naive += bool(by_rank(known, every) or by_interval(known, every))
        made = protect(counts, known, totals)
        told = [(t.cells, shown) for t, shown in zip(totals, made.totals, strict=True) if shown is not None]
        assert by_rank(made.cells, told) == set()
        assert by_interval(made.cells, told) == set()
        if sum(figure.exact is None for figure in made.cells) <= BRUTE and not policy.bands:
            assert by_trying(made.cells, told) == set()
        cells += len(counts)
        cells_shown += sum(figure.low > 0 for figure in made.cells)
        wholes += len(totals)
        totals_shown += len(told)
    assert cells_shown / cells >= 0.8
    assert totals_shown / wholes >= 0.3
    if policy is K12_10:
        assert naive / TABLES > 0.42, "the tables are too easy to prove anything"


@pytest.mark.parametrize("seed", range(TABLES // 4))
def test_small_tables_of_shares_hold(seed: int) -> None:
    """Proficient students of three classes by three standards, coded near none and all: every table tried."""
    random = Random(seed)
    sizes = [random.randint(10, 30) for _ in range(9)]
    counts = [
        random.choice([random.randint(0, n), random.randint(0, 3), n - random.randint(0, 3)]) for n in sizes
    ]
    known = [K12_10.count(x, n) for x, n in zip(counts, sizes, strict=True)]
    groups = [frozenset(range(row * 3, row * 3 + 3)) for row in range(3)]
    groups += [frozenset(range(column, 9, 3)) for column in range(3)]
    totals = [Total(group, exactly(sum(counts[i] for i in group))) for group in groups]
    made = protect(counts, known, totals)
    told = [(t.cells, shown) for t, shown in zip(totals, made.totals, strict=True) if shown is not None]
    assert by_trying(made.cells, told) == set()
    assert by_rank(made.cells, told) == by_interval(made.cells, told) == set()


def test_naive_hiding_leaks() -> None:
    """Three schools, one class of four hidden: the total of its school less the other class is four."""
    counts = [4, 25, 22, 31]
    known = [tell(count, K12_10) for count in counts]
    totals = [Total(frozenset({0, 1}), exactly(29)), Total(frozenset({2, 3}), exactly(53))]
    assert by_rank(known, [(t.cells, t.shown) for t in totals]) == {0}
    assert protect(counts, known, totals).totals == (None, exactly(53))


def test_total_of_totals_does_not_bring_one_back() -> None:
    """A school total that is kept back must not follow from the district's and the other schools'."""
    counts = [4, 25, 22, 31]
    known = [tell(count, K12_10) for count in counts]
    groups = [frozenset({0, 1}), frozenset({2, 3}), frozenset(range(4))]
    made = protect(counts, known, [Total(g, exactly(sum(counts[i] for i in g))) for g in groups])
    assert made.totals[0] is None
    assert None in made.totals[1:]


@pytest.mark.parametrize(
    ("counts", "known", "total", "closed"),
    [
        ([1, 1], [Figure(0, 2), Figure(0, 2)], exactly(2), False),
        ([1, 0], [Figure(0, 2), Figure(0, 2)], exactly(1), True),
        ([2, 2], [Figure(0, 2), Figure(0, 2)], exactly(4), True),
        ([1, 7], [Figure(0, 2), UNSEEN], exactly(8), False),
        ([1, 7], [Figure(0, 2), exactly(7)], exactly(8), True),
        ([1, 7], [Figure(0, 2), exactly(7)], Figure(7, 9), False),
        ([1, 7], [Figure(0, 2), exactly(7)], Figure(7, 8), True),
    ],
)
def test_what_a_total_closes(counts: list[int], known: list[Figure], total: Figure, *, closed: bool) -> None:
    """Two coded counts and their sum, or a range for it."""
    groups = [frozenset({i}) for i, figure in enumerate(known) if figure.exact is None]
    assert bool(closed_groups(counts, known, [Total(frozenset({0, 1}), total)], groups)) is closed
    assert (
        by_trying(known, [(frozenset({0, 1}), total)]) != set() if UNSEEN not in known else closed
    ) is closed


def test_search_never_calls_open_what_is_closed() -> None:
    """Whatever the search calls open, trying every table finds open as well."""
    random = Random(7)
    opened = 0
    for _ in range(2 * TABLES):
        counts = [random.randint(0, 2) for _ in range(6)]
        known = [Figure(0, 2) if random.random() < 0.8 else exactly(n) for n in counts]
        groups = [frozenset(random.sample(range(6), random.randint(2, 5))) for _ in range(3)]
        totals = [Total(g, exactly(sum(counts[i] for i in g))) for g in groups]
        free = [frozenset({i}) for i, figure in enumerate(known) if figure.exact is None]
        called = {i for group in closed_groups(counts, known, totals, free) for i in group}
        true = by_trying(known, [(t.cells, t.shown) for t in totals])
        assert true <= called
        opened += len(free) - len(called)
    assert opened > TABLES // 4
