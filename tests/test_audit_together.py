"""Numbers that are safe each by itself: of two cycles, of a whole and its sections, of two publications."""

from __future__ import annotations

import json
from typing import Any

import pytest

from coaching_cycles.audit import attack
from coaching_cycles.audit.data_file import Json, read_published
from coaching_cycles.audit.ledger import extend, known, read_any, write_ledger
from coaching_cycles.audit.numbers import check_numbers
from coaching_cycles.audit.published import Published
from coaching_cycles.privacy.policy import K12_10
from coaching_cycles.views.data.records import policy_data

SCALE = {"title": "Task", "levels": ["1", "2", "3", "4"], "proficient": "3"}


def reading(students: Json, proficient: Json = None, *, date: str = "2026-09-10", **more: Json) -> Json:
    found = {"role": "before", "date": date, "students": students, "proficient": proficient, **more}
    return {key: value for key, value in found.items() if value is not None}


def measure(*readings: Json, **more: Json) -> dict[str, Any]:
    return {"key": "goal-1", "assessment": dict(SCALE), "readings": list(readings), **more}


def levels(*cells: tuple[str, int]) -> Json:
    return [{"levels": list(names), "students": n} for names, n in cells]


def data(cycles: dict[str, list[dict[str, Any]]], **more: Json) -> Published:
    head = json.dumps({"schema": 1, "audience": "public", "policy": policy_data(K12_10), **more})[:-1]
    lines = ",\n".join(
        json.dumps({"id": name, "title": "One", "targets": [{"text": "Quote"}], "results": results})
        for name, results in cycles.items()
    )
    read = read_published(f'{head}, "cycles": [\n{lines}\n]}}\n')
    assert read is not None
    return read


def found(published: Published, before: Published | None = None) -> list[str]:
    ledger = read_any(write_ledger(extend({}, before))) if before is not None else {}
    assert ledger is not None
    # What is public is as good as a ledger of it.
    assert before is None or read_any(before.text) == ledger
    return [f"{p.line} {p.code} {p.message}" for p in check_numbers("x", published, known(ledger))]


ONE = measure(reading(28, 15, levels=levels(("1", 5), ("2", 8), ("34", 15))))
OTHER = measure(reading(28, 15, levels=levels(("12", 13), ("3", 13), ("4", 2))))
SPLIT = measure(reading(28, 15, levels=levels(("12", 13), ("34", 15))))
CUT = {**SCALE, "proficient": "4"}


def test_one_reading_in_two_cycles() -> None:
    """Each cycle merges other levels of the same reading, or counts it from another level on."""
    cut = {**measure(reading(28, 13)), "assessment": {**SCALE, "proficient": "4"}}
    for second, wanted in ((cut, "those from level 3 to 3"), (SPLIT, "")):
        said = found(data({"hill/a": [measure(reading(28, 15))], "hill/b": [second]}))
        assert bool(said) is bool(wanted), said
        assert all(f"E914 hill/a, goal-1: {wanted}" in one and "another cycle" in one for one in said)
    # Another school, another day, or a class of another size is another reading.
    for name, date, n in (
        ("dale/b", "2026-09-10", 28),
        ("hill/b", "2026-09-11", 28),
        ("hill/b", "2026-09-10", 30),
    ):
        other = {**measure(reading(n, 13, date=date)), "assessment": dict(CUT)}
        assert found(data({"hill/a": [measure(reading(28, 15))], name: [other]})) == []


def test_one_reading_in_a_cycle_and_an_earlier_one() -> None:
    """A cycle that was renamed or taken down is attacked with those that are there."""
    cut = {**measure(reading(28, 13)), "assessment": dict(CUT)}
    (said,) = found(data({"hill/a": [measure(reading(28, 15))]}), data({"hill/gone": [cut]}))
    assert "E915" in said
    assert "an earlier one" in said
    assert said.startswith("2 ")


def test_a_section_of_two_cycles() -> None:
    one = measure(reading(26, 12), section="Period 3")
    other = measure(reading(25, 11), section="Period 3")
    (said,) = found(data({"hill/a": [one], "hill/b": [other]}))
    assert "26 and 25 students of one day tell of 1" in said


@pytest.mark.parametrize(
    ("whole", "section", "told"),
    [
        (reading(26, 12), reading(20, 9), "26 students less those of sections tell of 6"),
        (reading(26, 12), reading(20, {"min": 18, "max": 20}), ""),
        (reading(30, 12), reading(20, 9), ""),
        (reading(26, mean=50, sd=9, out_of=60), reading(20, mean=51, sd=9, out_of=60), "tell of 6"),
        (reading(26, 5), reading(20, 9), ""),
    ],
)
def test_what_a_section_leaves_of_the_whole(whole: Json, section: Json, told: str) -> None:
    said = found(data({"hill/a": [measure(whole), {**measure(section), "section": "B"}]}))
    assert (told in said[0] and "E914" in said[0]) if told else said == [], said


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (measure(reading(26, mean=50, out_of=60)), measure(reading(25, mean=49, out_of=60)), "tells of 1"),
        (measure(reading(26, mean=50, out_of=60)), measure(reading(40, mean=49, out_of=60)), ""),
        (
            measure(reading(40, 20), matched={"kept": 6, "slipped": 3, "gained": 12, "not_yet": 4}),
            measure(reading(40, 20), matched={"kept": 7, "slipped": 3, "gained": 12, "not_yet": 4}),
            "the matched table: 26 students now and 25 before",
        ),
        (
            measure(reading(40, 20), change={"students": 29, "mean": 4, "sd": 2}),
            measure(reading(40, 20), change={"students": 30, "mean": 4, "sd": 2}),
            "the change of scores: 30 students now and 29 before",
        ),
    ],
)
def test_a_student_joins_or_leaves_between_publications(
    old: dict[str, Any], new: dict[str, Any], told: str
) -> None:
    said = found(data({"hill/a": [new]}), data({"hill/a": [old]}))
    assert any("E915" in one and told in one for one in said) if told else said == [], said


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"left": 12, "left_proficient": 5}, ""),
        ({"left": 12, "left_proficient": 1}, "E912 hill/a, goal-1: 1 proficient of 12 students who left"),
        ({"left": 12, "left_proficient": 11}, "E912 hill/a, goal-1: 11 proficient of 12 students who left"),
        ({"left": 5, "left_proficient": 3}, "E911 hill/a, goal-1: 3 proficient of 5 students who left"),
        ({"left_proficient": 3}, "E911"),
    ],
)
def test_who_left_and_was_proficient(more: dict[str, Json], told: str) -> None:
    said = found(data({"hill/a": [measure(reading(40, 20), **more)]}))
    assert any(told in one for one in said) if told else said == [], said


@pytest.mark.parametrize(
    ("mean", "sd", "told"),
    [
        (60, 0.5, True), (0, 0.5, True), (59.95, 0.2, True), (0.1, 0.4, True),
        (50, 0, True), (50, 9, False), (59, 2, False),
    ],
)  # fmt: skip
def test_a_mean_that_is_everybodys_score(mean: float, sd: float, told: bool) -> None:
    said = found(data({"hill/a": [measure(reading(26, mean=mean, sd=sd, out_of=60))]}))
    assert any("E912" in one for one in said) is told, said


def test_a_change_without_spread() -> None:
    same = measure(reading(26, mean=40, sd=9, out_of=60), change={"students": 26, "mean": 5, "sd": 0})
    (said,) = found(data({"hill/a": [same]}))
    assert "the change of each student" in said


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"schools": [{"key": "hill", "students": 153}]}, "schools.students"),
        ({"totals": {"before": 51}}, "totals.before"),
    ],
)
def test_numbers_in_places_of_their_own(more: dict[str, Json], place: str) -> None:
    """A total that the audit knows nothing of can't be attacked: that it is there is the finding."""
    (said,) = found(data({"hill/a": [measure(reading(26, 12))]}, **more))
    assert f"E913 a number stands at `{place}`" in said
    (said,) = found(data({"hill/a": [measure(reading(26, 12, girls=11))]}))
    assert said.startswith("2 E913 a number stands at `cycles.results.readings.girls`")


def test_a_search_that_is_given_up_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not known to be hidden is not published."""
    some = data({"hill/a": [measure(reading(28, 6, levels=levels(("1", 11), ("2", 11), ("34", 6))))]})
    assert found(some) == []
    monkeypatch.setattr(attack, "_MOST_STEPS", 0)
    (said,) = found(some)
    assert "E916" in said
    assert "not decided" in said
