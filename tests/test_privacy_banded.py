"""Bands judged together: sections of a whole, cuts of one scale, and means that would tell how many."""

from __future__ import annotations

import os
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from coaching_cycles.measuring.figures import MeasureShown, ReadingShown
from coaching_cycles.privacy import banded
from coaching_cycles.privacy.policy import K12_10_BANDED
from coaching_cycles.privacy.showing import publish_measures
from coaching_cycles.schema import Record
from tests.attacks import Band, by_cuts, by_sections

TABLES = int(os.environ.get("CYCLES_TABLES", "24"))
"""Random records; `make torture` tries thousands."""
CUTS = {"two": "2", "three": "3", "four": "4"}


def show(*measures: dict[str, object]) -> tuple[MeasureShown, ...]:
    """Measures of one record's goal, as a public build in bands shows them."""
    scale = {"title": "Task", "levels": ["1", "2", "3", "4"]}
    record = Record.model_validate(
        {
            "title": "A",
            "grades": "5",
            "subject": "B",
            "goal": "Students will read.",
            "status": "complete",
            "assessments": {name: {**scale, "proficient": level} for name, level in CUTS.items()},
            "results": list(measures),
        }
    )
    return publish_measures(record, K12_10_BANDED)[0]


def reading(n: int, x: int) -> dict[str, object]:
    return {"before": {"students": str(n), "proficient": str(x)}}


def band(shown: ReadingShown | None) -> Band | None:
    """What a page says of a reading: at least how many students, at most; what percent, at least and most."""
    if shown is None or shown.withheld == "policy":
        return None
    if shown.withheld == "few":
        return (1, 9, 0, 100)
    assert shown.share is not None
    assert shown.share.whole is not None
    low, high = shown.share.percent
    return (shown.share.whole.low, shown.share.whole.high, int(low), int(high))


def test_sections_of_few() -> None:
    """A class of 10 and nine groups of fewer than ten make less than 100: nothing is told but for a whole."""
    few = [{"section": f"Group {at}", **reading(9, at)} for at in range(9)]
    made = show(reading(100, 45), {"section": "Class", **reading(19, 9)}, *few)
    assert band(made[1].before) == (10, 19, 40, 49)
    assert made[0].before is not None
    # 19 and nine times nine are 100, and nothing less is "100 to 299 students".
    assert made[0].before.withheld == "policy"


def test_random_sections_hold() -> None:
    """No number behind the bands of a whole and its sections falls, however the classes are cut."""
    random = Random("sections")
    shown = wholes = 0
    for _ in range(TABLES):
        sizes = [random.randint(1, random.choice([9, 19, 30])) for _ in range(random.randint(2, 6))]
        if not 10 <= sum(sizes) <= 99:
            continue
        counts = [random.choice([random.randint(0, n), random.randint(0, min(n, 1)), n]) for n in sizes]
        sections = [
            {"section": f"S{at}", **reading(n, x)}
            for at, (n, x) in enumerate(zip(sizes, counts, strict=True))
        ]
        whole, *parts = [band(m.before) for m in show(reading(sum(sizes), sum(counts)), *sections)]
        wholes += 1
        if whole is not None:
            shown += 1
            # Of a section that is kept back for the sake of others, anything may be true.
            assert by_sections(whole, [part or (1, 99, 0, 100) for part in parts]) == set(), (sizes, counts)
    assert shown / wholes >= 0.8
    assert wholes > TABLES / 2


def test_random_cuts_hold() -> None:
    """Levels counted from the second, third and fourth on: who is between two cuts stays open."""
    random = Random("cuts")
    naive = shown = 0
    for _ in range(TABLES):
        levels = [random.randint(0, random.choice([2, 5, 12])) for _ in range(4)]
        levels[0] += max(0, 10 - sum(levels))
        typed = {"date": "2026-10-05", "levels": [str(n) for n in levels]}
        # What each would be by itself, and what they are together.
        apart = [band(show({"assessment": name, "before": typed})[0].before) for name in CUTS]
        known = [band(m.before) for m in show(*({"assessment": name, "before": typed} for name in CUTS))]
        naive += bool(_between(apart))
        shown += sum(one is not None for one in known)
        assert _between(known) == set(), levels
    assert naive > TABLES / 20, "the scales are too easy to prove anything"
    assert shown > 2 * TABLES


def _between(bands: list[Band | None]) -> set[int]:
    known = [one for one in bands if one is not None]
    return by_cuts(known[0][:2], [one[2:] for one in known])


def test_one_student_each() -> None:
    """A class of ten and seven groups of one: of 10 to 19 students each group may have one, two or three."""
    few = [{"section": f"Group {at}", **reading(1, at % 2)} for at in range(7)]
    made = show(reading(17, 8), {"section": "Class", **reading(10, 5)}, *few)
    assert band(made[0].before) == (10, 19, 40, 49)
    told = [band(m.before) for m in made[1:]]
    assert by_sections((10, 19, 40, 49), [one or (1, 99, 0, 100) for one in told]) == set()


def test_whole_without_an_end() -> None:
    """Four classes of 100 to 299 make 400 or more, which a school of "300 or more" may be."""
    classes = [{"section": f"S{at}", **reading(130, 65)} for at in range(4)]
    made = show(reading(520, 260), *classes)
    assert band(made[0].before) == (300, 10_000_000, 50, 50)
    # Of a section of 300 or more anything may be true, and so of the others.
    made = show(reading(310, 155), {"section": "A", **reading(300, 150)}, {"section": "B", **reading(10, 5)})
    assert band(made[0].before) == (300, 10_000_000, 50, 50)


@pytest.mark.parametrize("students", [10, 15, 19, 20, 39, 40, 61, 99, 100, 142, 300])
def test_every_count_that_is_published_so(students: int) -> None:
    """Of what is published nothing is forgotten: each count is found by its percents, and no other."""
    shares = {x: K12_10_BANDED.share(x, students) for x in range(students + 1)}
    for percent in {share.percent for share in shares.values() if share is not None}:
        meant = {x for x, share in shares.items() if share is not None and share.percent == percent}
        assert set(banded._bits(banded._row(students, percent, K12_10_BANDED))) == meant


def test_sums_and_what_they_leave() -> None:
    """Sets of pairs written as bits, against all pairs one by one."""
    random = Random("pairs")

    def draw() -> set[tuple[int, int]]:
        return {(random.randint(1, 4), random.randint(0, 4)) for _ in range(random.randint(1, 5))}

    def written(pairs: set[tuple[int, int]]) -> banded.Pairs:
        found: banded.Pairs = {}
        for n, x in pairs:
            found[n] = found.get(n, 0) | 1 << x
        return found

    for _ in range(40):
        parts, whole = [draw() for _ in range(3)], {(n + 6, x + 4) for n, x in draw()}
        every = [
            chosen
            for chosen in product(*parts)
            if (sum(n for n, _ in chosen), sum(x for _, x in chosen)) in whole
        ]
        rows = [written(part) for part in parts]
        for at in range(3):
            assert banded._left(at, rows, written(whole)) == written({chosen[at] for chosen in every})
        sums = {(sum(n for n, _ in chosen), sum(x for _, x in chosen)) for chosen in product(*parts)}
        assert banded._add(rows) == written(sums)
        assert banded._meet(written(sums), written(whole)) == written(sums & whole)


def test_two_cuts_of_a_small_class() -> None:
    """8 of 12 and 8 of 12 at the next cut: both "60-69% of 10-19 students" leave none or one between."""
    typed = {"date": "2026-10-05", "levels": ["2", "2", "0", "8"]}
    made = show({"assessment": "three", "before": typed}, {"assessment": "four", "before": typed})
    assert band(made[0].before) == (10, 19, 60, 69)
    assert made[1].before is not None
    assert made[1].before.withheld == "policy"


@pytest.mark.parametrize(
    ("mean", "said"), [("54.53", "54.5"), ("83", "83"), ("3.416", "3.4"), ("2.25", "2.3"), ("61.5", "61.5")]
)
def test_mean_does_not_tell_how_many(mean: str, said: str) -> None:
    """54.53 is a mean of whole points for a few numbers of students only (GRIM); 54.5 for any from ten on."""
    (made,) = show({"before": {"students": "15", "mean": mean, "sd": "2.125", "out_of": "100"}})
    assert made.before is not None
    assert made.before.scores is not None
    assert made.before.scores.mean == Decimal(said)
    assert made.before.scores.sd is None
    fits = [
        n for n in range(10, 20) if any(round(total / n, 1) == float(said) for total in range(100 * n + 1))
    ]
    assert fits == list(range(10, 20))
