"""The audit's attack on published numbers: what it must find, and what it must let stand."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_cycles.audit.attack import System
from coaching_cycles.audit.data_file import Json, read_published
from coaching_cycles.audit.ledger import extend, known, read_ledger, write_ledger
from coaching_cycles.audit.numbers import check_numbers
from coaching_cycles.audit.published import Published
from coaching_cycles.privacy.policy import K12_10, POLICIES
from coaching_cycles.privacy.showing import publish_measures
from coaching_cycles.schema import Record
from coaching_cycles.views.data.records import measure_data, policy_data
from coaching_cycles.words import Words

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "audit-numbers.yml").read_text(encoding="utf-8")
)
DIRECTIONS = ("up", "same", "down")


def reading(role: str, short: Json) -> dict[str, Any]:
    if short == "few":
        return {"role": role, "date": "2026-09-10", "withheld": "few"}
    assert isinstance(short, list)
    students, proficient, levels, percent = [*short, None, None, None][:4]
    found: dict[str, Any] = {
        "role": role,
        "date": "2026-09-10",
        "students": students,
        "proficient": proficient,
    }
    found["percent"] = percent
    if percent is None and isinstance(proficient, int):
        found["percent"] = round(100 * proficient / students)
    names = {name: [str(n + 1) for n in range(*_ends(name))] for name in levels or {}}
    found["levels"] = [{"levels": names[name], "students": count} for name, count in (levels or {}).items()]
    return {key: value for key, value in found.items() if value not in (None, [])}


def _ends(name: str) -> tuple[int, int]:
    first, last = name.split("-")
    return int(first), int(last) + 1


def result(number: int, short: dict[str, Any]) -> dict[str, Any]:
    scale = [str(n + 1) for n in range(short.get("scale", 0))]
    made: dict[str, Any] = {"key": f"goal-{number}", "section": short.get("section", "")}
    made["assessment"] = {"title": "Task", "levels": scale}
    if "cut" in short:
        made["assessment"]["proficient"] = scale[short["cut"]]
    made["readings"] = [reading(role, short[role]) for role in ("before", "after") if role in short]
    if "absent" in short:
        made["readings"][0] |= dict(zip(("enrolled", "absent"), short["absent"], strict=True))
    if "matched" in short:
        made["matched"] = dict(zip(("kept", "slipped", "gained", "not_yet"), short["matched"], strict=True))
    if "movement" in short:
        made["movement"] = [
            {"directions": ways.split("+"), "students": n} for ways, n in short["movement"].items()
        ]
    return made | {key: short[key] for key in ("left", "joined") if key in short}


def data_file(
    results: list[dict[str, Any]], policy: Json = "k12-10", groups: tuple[Json, ...] = ()
) -> Published:
    named = policy_data(POLICIES[policy]) if isinstance(policy, str) else policy
    cycle = {"id": "hill/one", "title": "One", "results": results}
    cycle["groups"] = [{"need": "x", "students": size} for size in groups]
    head = json.dumps({"schema": 1, "audience": "public", "policy": named})[:-1]
    read = read_published(f'{head}, "cycles": [\n{json.dumps(cycle)}\n]}}\n')
    assert read is not None
    return read


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    results = [result(number, short) for number, short in enumerate(case["results"], 1)]
    published = data_file(results, case.get("policy", "k12-10"), tuple(case.get("groups", ())))
    problems = list(check_numbers("data/cycles.json", published))
    said = [f"{p.code} {p.message}" for p in problems]
    missing = [f for f in case["finds"] if not any(p.code == f[0] and f[1] in p.message for p in problems)]
    assert missing == [], said
    if not case["finds"]:
        assert said == []
    known_codes = {code for code, _ in case["finds"]}
    assert {p.code for p in problems} == known_codes, said
    numbered = [p for p in problems if p.code not in {"E910", "W910"}]
    assert all(p.line == 2 for p in numbered)


@settings(max_examples=60)
@given(
    st.lists(st.integers(0, 6), min_size=2, max_size=5),
    st.lists(st.tuples(st.sets(st.integers(0, 4), min_size=1, max_size=4), st.integers(0, 2)), max_size=5),
)
def test_attack_agrees_with_brute_force(values: list[int], groups: list[tuple[set[int], int]]) -> None:
    """Whatever sums are published, the attack names exactly the values that some whole solution has."""
    system = System()
    unknowns = [system.unknown(0, 7) for _ in values]
    rules = []
    for members, slack in groups:
        inside = [n for n in sorted(members) if n < len(values)]
        if inside:
            total = sum(values[n] for n in inside)
            rules.append((inside, total, total + slack))
            system.add([(unknowns[n], 1) for n in inside], total, total + slack)
    possible: dict[int, set[int]] = {n: set() for n in unknowns}
    for guess in product(range(8), repeat=len(values)):
        if all(low <= sum(guess[n] for n in inside) <= high for inside, low, high in rules):
            for n, value in enumerate(guess):
                possible[n].add(value)
    wanted = {n: tuple(sorted(found)) for n, found in possible.items() if len(found) < 3}
    assert system.closed(unknowns) == wanted
    assert not system.undecided


def test_no_solution_is_no_finding() -> None:
    """Numbers that contradict each other, as a record and its correction do, prove nothing."""
    system = System()
    one = system.unknown(0, 2)
    system.add([(one, 1)], 5, 5)
    assert not system.possible()
    assert system.closed([one]) == {}


LEVELS = st.lists(st.integers(0, 9), min_size=4, max_size=4)


@settings(max_examples=50)
@given(st.lists(LEVELS, min_size=1, max_size=3), LEVELS, st.booleans())
def test_what_the_policy_publishes_is_open(sections: list[list[int]], after: list[int], whole: bool) -> None:
    """Sections, their sum and a second reading, through the policy: the audit finds nothing to work out."""
    rows = [[str(n) for n in row] for row in sections]
    measures: list[dict[str, Any]] = [
        {"section": f"Period {number}", "assessment": "task", "before": {"date": "2026-09-10", "levels": row}}
        for number, row in enumerate(rows, 1)
        if any(n != "0" for n in row)
    ]
    if whole and len(measures) > 1:
        sums = [str(sum(column)) for column in zip(*sections, strict=True)]
        measures.insert(0, {"assessment": "task", "before": {"date": "2026-09-10", "levels": sums}})
    if measures and any(after):
        measures[0]["after"] = {"date": "2026-10-20", "levels": [str(n) for n in after]}
    if not measures:
        return
    record = Record.model_validate(
        {
            "title": "A", "grades": "5", "subject": "B", "goal": "Students will read.", "status": "complete",
            "assessments": {"task": {"title": "Task", "levels": ["1", "2", "3", "4"], "proficient": "3"}},
            "results": measures,
        }
    )  # fmt: skip
    shown, _ = publish_measures(record, K12_10)
    results = [measure_data(measure, Words("en")) for measure in shown]
    found = [p.message for p in check_numbers("data/cycles.json", data_file(results))]
    assert found == [], measures


def ledger_of(*results: dict[str, Any]) -> dict[str, list[Json]]:
    text = write_ledger(extend({}, data_file([result(n, r) for n, r in enumerate(results, 1)])))
    read = read_ledger(text)
    assert read is not None
    return read


def codes(published: Published, ledger: dict[str, list[Json]]) -> list[str]:
    return [f"{p.code} {p.message}" for p in check_numbers("x", published, known(ledger))]


def test_ledger() -> None:
    """Numbers that are safe by themselves, and with last year's are not."""
    old = ledger_of({"scale": 4, "cut": 2, "before": [28, 6, {"0-0": 11, "1-1": 11, "2-3": 6}]})
    same = data_file([result(1, {"scale": 4, "cut": 2, "before": [28, 6, {"0-0": 11, "1-1": 11, "2-3": 6}]})])
    assert codes(same, old) == []
    # The same reading with other levels shown together: the differences are single levels.
    other = data_file([result(1, {"scale": 4, "cut": 2, "before": [28, 6, {"0-0": 11, "1-3": 17}]})])
    assert codes(other, old) == []
    split = {"scale": 4, "cut": 1, "before": [28, 17]}
    before = ledger_of({"scale": 4, "cut": 1, "before": [28, 17, {"0-0": 11, "1-2": 13, "3-3": 4}]})
    assert codes(data_file([result(1, split)]), before) == []
    wider = data_file([result(1, {"scale": 4, "cut": 1, "before": [28, 17, {"0-1": 22, "2-3": 6}]})])
    assert any("E915" in one and "level 3" in one for one in codes(wider, before))


def test_ledger_tells_of_one_student_more() -> None:
    old = ledger_of({"before": [25, 7]})
    assert codes(data_file([result(1, {"before": [25, 7]})]), old) == []
    assert codes(data_file([result(1, {"before": [40, 12]})]), old) == []
    (found,) = codes(data_file([result(1, {"before": [26, 8]})]), old)
    assert "26 students now and 25 before" in found


def test_ledger_and_a_coded_number() -> None:
    """Last year "fewer than 3 of 25" in one of two sections; this year the whole."""
    old = ledger_of(
        {"before": [25, {"min": 0, "max": 2}], "section": "A"}, {"before": [20, 9], "section": "B"}
    )
    new = data_file([result(1, {"before": [45, 10]})])
    assert codes(new, {}) == []
    assert any("E915" in one and "can be worked out, 1" in one for one in codes(new, old))


def test_ledger_keeps_states_once() -> None:
    published = data_file([result(1, {"before": [25, 7]})])
    once = extend({}, published)
    assert extend(once, published) == once
    other = data_file([result(1, {"before": [40, 12]})])
    assert len(extend(once, other)["hill/one"]) == 2
    assert read_ledger("{}") is None
    assert read_ledger("[") is None
