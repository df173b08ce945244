"""The JSON Schema for editors: it accepts whatever the check accepts, as an editor types it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from coaching_cycles.schema import PortfolioRecord, Record, SchoolRecord

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS = {
    "record": Record.model_json_schema(),
    "portfolio": PortfolioRecord.model_json_schema(),
    "school": SchoolRecord.model_json_schema(),
}
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: numbers, true and false are typed, days and "on" are words."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith((":timestamp", ":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def faults(value: object, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """What a schema refuses of a value: the part of JSON Schema that ours is written in."""
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in schema:
        every = [faults(value, one, root, at) for one in schema["anyOf"]]
        return [] if [] in every else min(every, key=len)
    kinds = schema.get("type", list(KINDS))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not any(isinstance(value, KINDS[k]) and (k == "boolean") >= isinstance(value, bool) for k in kinds):
        return [f"{at}: {value!r} is no {' or '.join(kinds)}"]
    if isinstance(value, list):
        inside = [faults(one, schema.get("items", {}), root, f"{at}[{n}]") for n, one in enumerate(value)]
        return [fault for several in inside for fault in several]
    return _of_group(value, schema, root, at) if isinstance(value, dict) else _of_one(value, schema, at)


def _of_one(value: object, schema: dict[str, Any], at: str) -> list[str]:
    offered = schema.get("enum", [schema["const"]] if "const" in schema else [value])
    if value not in offered:
        return [f"{at}: {value!r} is not offered"]
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return [f"{at}: {value!r} looks different"]
    if isinstance(value, int | float):
        low, high = schema.get("minimum", value), schema.get("maximum", value)
        return [] if low <= value <= high else [f"{at}: {value!r} is too small or too large"]
    return []


def _of_group(value: dict[str, object], schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    found = [f"{at}: {name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, one in value.items():
        inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
        if inner is False:
            found.append(f"{at}: {name} is unknown")
        elif isinstance(inner, dict):
            found += faults(one, inner, root, f"{at}.{name}")
    return found


def refused(text: str, kind: str = "record") -> list[str]:
    return faults(yaml.load(text, Loader), SCHEMAS[kind], SCHEMAS[kind])  # noqa: S506 - a safe one


HEAD = "title: A\ngrades: 5\nsubject: B\ngoal: C\nstatus: complete\n"
FINE = (
    "results: {before: {percent: 71%}, after: {percent: 84.5}}",
    "results: {before: {percent: '71 %'}, aim: 80 %}",
    "results: [{before: {date: 2026, students: '25', proficient: 7}}]",
    "results: {before: {date: 2026-10, note: seen}, after: {date: 2026-10-05, levels: 12}}",
    "results: {change: {mean: '−1.5', students: 20}, before: {mean: 3.5, out_of: 4}}",
    "dates: {start: 2026, end: 2027-01}",
    "dates: {start: , end: 2027}",
    "targets: [Name one, {text: Two, kind: skill}]",
    "ended: stopped",
    "ended: {how: stopped, why: 3}",
    "practices: gallery walk",
    "practices:",
    "standards: [RL.5.1, 5]",
    "work: [{file: a.png, permission: yes, alt: A}]",
    "work: [{file: a.png, permission: 'Yes', alt: A}]",
    "assessments: {a: {title: 2026, levels: [1, 2, 3], proficient: 2}}",
    "short_because: refinement",
)
WRONG = (
    "results: {before: {percent: about 71}}",
    "results: {before: {percent: 171}}",
    "results: {before: {date: yesterday}}",
    "results: {before: {students: 7/25}}",
    "results: {before: {student: 25}}",
    "work: [{file: a.png, permission: perhaps, alt: A}]",
    "status: [complete]",
)


@pytest.mark.parametrize("line", FINE)
def test_what_the_check_accepts(line: str) -> None:
    """As the check reads it, all text, it is a record; as an editor reads it, it fits the schema."""
    as_text = yaml.load(HEAD + line, yaml.BaseLoader)  # noqa: S506 - the safest: all text
    Record.model_validate(_without_blanks(as_text))
    assert refused(HEAD + line) == []


def _without_blanks(value: object) -> object:
    """A key with nothing behind it is no key."""
    if isinstance(value, dict):
        return {key: _without_blanks(one) for key, one in value.items() if one != ""}
    return [_without_blanks(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("line", WRONG)
def test_what_the_check_refuses(line: str) -> None:
    """The schema is not so loose that an editor would say nothing."""
    head = "".join(row for row in HEAD.splitlines(keepends=True) if row[:5] != line[:5])
    assert refused(head + line)


def test_portfolio_shorthands() -> None:
    """What a portfolio may say in short."""
    for text in (
        "focus: Reading",
        "focus: [Reading, {title: Writing, standards: W.5.1}]",
        "terms: 8",
        "frameworks: ours.json",
        "frameworks: {ours: ours.json}",
        "frameworks: [ours]",
        "sample: yes",
        'logs: {goal: {prompts: {why: "Why?", gone: }}}',
    ):
        assert refused(text, "portfolio") == [], text


def test_the_sample_portfolio_fits() -> None:
    """Every record of the sample, which checks clean, fits."""
    files = sorted((ROOT / "cycles").rglob("*.md"))
    read = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        head = text.split("\n---", 1)[0].removeprefix("---\n")
        if text.startswith("---\n") and "\ngoal:" in head and "logs" not in file.parts:
            assert refused(head) == [], file
            read += 1
    assert read > 30
    assert refused((ROOT / "cycles" / "portfolio.yml").read_text(encoding="utf-8"), "portfolio") == []
