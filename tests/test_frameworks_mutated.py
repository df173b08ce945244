"""Packages with anything in them: types swapped, fields gone, parts moved, bytes changed."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator

import pytest

from coaching_cycles.checking.framework_files import read_file
from coaching_cycles.checking.frameworks import join_files, read_files
from coaching_cycles.problems import Problem
from coaching_cycles.standards import freeze, nearest, slugify, thaw
from tests.packages import guid, plains, trouble

ROUNDS = int(os.environ.get("TORTURE", "1"))
"""`TORTURE=50` tries fifty times as many."""

JUNK: tuple[object, ...] = (
    *(None, True, 0, -1, 1.5, float("inf"), float("nan"), 10**30, [], {}, [None], [[]], {"a": 1}),
    *("", " ", "\x00", "\ud800", "x" * 5000, "한국", "-", "..", "§", "A.1", "K-99", "()", "(Not applicable)"),
    *("http://[::1", "javascript:alert(1)", "<sup>", "&amp;&lt;", guid("one"), guid("document")),
    *({"identifier": 5}, {"title": []}, ["09", None, {}], {"identifier": guid("one"), "uri": None}),
)

SET = {
    "data": {
        "id": "SET",
        "title": "Grade 3",
        "educationLevels": ["03"],
        "license": {"title": "CC"},
        "document": {"title": "D"},
        "jurisdiction": {"title": "Plains"},
        "standards": {
            name: {
                "id": name,
                "position": place,
                "depth": place % 3,
                "statementNotation": f"S.{place}",
                "ancestorIds": ["A"],
                "description": "Words",
                "comments": ["One"],
            }
            for place, name in enumerate("ABCDEFG")
        },
    }
}
OWN = {
    "title": "Ours",
    "standards": [{"code": "A", "statement": "W", "grades": [3]}, {"code": "A.1", "parent": "A"}],
}
WHOLE = (plains(), {"CFPackage": plains()}, trouble(40), SET, OWN)

Place = tuple[str | int, ...]


def places(data: object, path: Place = ()) -> Iterator[Place]:
    if path:
        yield path
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from places(value, (*path, number))


def at(data: object, path: Place) -> object:
    for step in path:
        data = data[step]  # type: ignore[index]
    return data


def mutate(whole: object, dice: random.Random) -> object:
    data = copy.deepcopy(whole)
    for _ in range(dice.choice((1, 1, 2, 3, 8, 30))):
        known = list(places(data))
        if not known:
            break
        path = dice.choice(known)
        holder, step = at(data, path[:-1]), path[-1]
        match dice.randrange(5):
            case 0 | 1:
                holder[step] = copy.deepcopy(dice.choice(JUNK))  # type: ignore[index]
            case 2:
                del holder[step]  # type: ignore[attr-defined]
            case 3:
                holder[step] = copy.deepcopy(at(data, dice.choice(known)))  # type: ignore[index]
            case _:
                holder[step] = [holder[step]]  # type: ignore[index]
    return data


def garble(body: bytes, dice: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(dice.choice((1, 3))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_any_package_is_a_tree_or_one_finding(round_: int) -> None:
    for number in range(100):
        dice = random.Random(round_ * 1000 + number)
        body = json.dumps(mutate(dice.choice(WHOLE), dice)).encode()
        body = garble(body, dice) if dice.random() < 0.1 else body
        framework = read_file(body, "standards/x.json", "x")
        if isinstance(framework, Problem):
            assert framework.code == "W508"
            continue
        reached = list(framework.roots)
        for code in reached:
            reached.extend(framework.items[code].children)
        assert sorted(reached) == sorted(framework.items)
        assert len({slugify(code) for code in framework.items} - {""}) == len(framework.items)
        assert thaw(freeze(framework)) == framework
        for code in list(framework.items)[:3]:
            nearest(code, None, 3, {"x": framework})
        for joined in join_files(read_files({"x.json": body}, {}, "standards"), {}).values():
            freeze(joined).encode()
