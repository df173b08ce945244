"""Counts and totals published together: attacked three ways, and nothing that is hidden falls."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest

from coaching_cycles.measuring.figures import Figure, exactly
from coaching_cycles.privacy.linked import UNSEEN, Total, closed_groups, protect
from coaching_cycles.privacy.policy import K12_10, K12_10_BANDED, Policy
from tests.attacks import by_interval, by_rank, by_trying, can_try

TABLES = int(os.environ.get("CYCLES_TABLES", "16"))
"""Random tables for each policy and way of linking; `make torture` tries ten thousand."""
SLICE = 100
"""Tables of one test: each slice has a seed of its own, so that one that fails can be run again by itself."""
FIGURES = os.environ.get("CYCLES_FIGURES", "")
"""A file to which each slice adds a line with its figures."""

# Which totals stand on the site: by school, standard and year, and over all; or also for each two of them.
ONE_WAY = ((0,), (1,), (2,), ())
TWO_WAY = ((0, 1), (0, 2), (1, 2), *ONE_WAY)

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


@dataclass
class Figures:
    """What a slice came to: counts of tables, cells and totals, how many of them were shown."""

    tables: int = 0
    naive: int = 0
    tried: int = 0
    cells: int = 0
    cells_shown: int = 0
    totals: int = 0
    totals_shown: int = 0


@pytest.mark.parametrize("policy", [K12_10, K12_10_BANDED], ids=lambda policy: policy.name)
@pytest.mark.parametrize("ways", [ONE_WAY, TWO_WAY], ids=["one-way", "two-way"])
@pytest.mark.parametrize("part", range(-(-TABLES // SLICE)))
def test_random_tables_hold(policy: Policy, ways: tuple[tuple[int, ...], ...], part: int) -> None:
    """No hidden count of any table falls to any attack; without protection most tables have one that does."""
    seed = f"{policy.name} {ways} {part}"
    random = Random(seed)
    sum_ = Figures()
    for _ in range(min(SLICE, TABLES - part * SLICE)):
        counts, groups = draw(random, ways)
        known, totals = published(counts, groups, policy)
        sum_.tables += 1
        made = protect(counts, known, totals)
        told = [(t.cells, shown) for t, shown in zip(totals, made.totals, strict=True) if shown is not None]
        assert by_rank(made.cells, told) == set()
        assert by_interval(made.cells, told) == set()
        if can_try(made.cells):
            sum_.tried += 1
            assert by_trying(made.cells, told) == set()
        if len(told) < len(totals):
            every = [(total.cells, total.shown) for total in totals]
            sum_.naive += bool(by_rank(known, every) or by_interval(known, every))
        sum_.cells += len(counts)
        sum_.cells_shown += sum(figure.low > 0 for figure in made.cells)
        sum_.totals += len(totals)
        sum_.totals_shown += len(told)
    keep(seed, sum_)
    assert sum_.cells_shown / sum_.cells >= 0.8
    assert sum_.totals_shown / sum_.totals >= 0.3
    assert sum_.tried or policy.bands
    if policy is K12_10:
        assert sum_.naive / sum_.tables > 0.42, "the tables are too easy to prove anything"


def keep(seed: str, sum_: Figures) -> None:
    """A line for each slice that held, so that a long run which is stopped has not run for nothing."""
    if FIGURES:
        with Path(FIGURES).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"seed": seed, **asdict(sum_)}) + "\n")


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


def test_search_that_is_given_up() -> None:
    """Layers of counts, each two with a total: what begins at one end never comes right at the other."""
    layers = [frozenset(range(6 * at, 6 * at + 6)) for at in range(12)]
    totals = [Total(one | other, exactly(12)) for one, other in pairwise(layers)]
    totals += [Total(frozenset({cell}) | layers[1], exactly(7)) for cell in layers[0]]
    totals.append(Total(layers[-1], exactly(6)))
    start = frozenset({0})
    assert closed_groups([1] * 72, [Figure(0, 2)] * 72, totals, [start]) == [start]


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
