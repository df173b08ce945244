"""The golden table: published measures, and every word that is said about them (test_wording_cases.yml)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
import yaml

from coaching_cycles.measuring.figures import (
    Direction,
    Figure,
    Form,
    Instrument,
    MeasureShown,
    Movement,
    ReadingShown,
    Role,
    Scores,
    Share,
    exactly,
)
from coaching_cycles.measuring.transitions import Table
from coaching_cycles.measuring.wording import Context, MeasureWords, words_for
from coaching_cycles.privacy.policy import POLICIES, Policy
from coaching_cycles.words import words_in

CASES = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))

Given = dict[str, object]

COMPARED = (
    "headline",
    "subline",
    "measured",
    "change",
    "interval",
    "sure",
    "sure_note",
    "checks",
    "follow_up",
    "row",
)


def figure(value: object) -> Figure | None:
    """`3` is exactly 3; `0..2` lies between."""
    if value is None:
        return None
    low, _, high = str(value).partition("..")
    return Figure(int(low), int(high or low))


def share(text: str, policy: Policy) -> Share | None:
    """`7/25` as the policy lets it be said; `28%` with an unknown number of students."""
    if text.endswith("%"):
        return policy.unknown_whole(Decimal(text[:-1]))
    part, whole = text.split("/")
    return policy.share(int(part), int(whole))


def reading(role: Role, given: object, policy: Policy) -> ReadingShown | None:
    """A reading from `7/25`, `28%` or a mapping."""
    if given is None:
        return None
    facts = cast("Given", given if isinstance(given, dict) else {"share": given})
    said = share(str(facts["share"]), policy) if "share" in facts else None
    scores = None
    if "mean" in facts:
        sd, out_of = (Decimal(str(facts[k])) if k in facts else None for k in ("sd", "out_of"))
        students = figure(facts["students"])
        assert students is not None
        scores = Scores(students, Decimal(str(facts["mean"])), sd, out_of)
    counts = cast("list[int]", facts.get("levels", []))
    cut = cast("int | None", facts.get("cut"))
    return ReadingShown(
        role=role,
        date=cast("str | None", facts.get("date")),
        label=cast("str | None", facts.get("kind")),
        form=cast("Form", facts.get("form", "same")),
        note=cast("str | None", facts.get("note")),
        share=said,
        scores=scores,
        levels=policy.distribution(counts, cut) if counts else (),
        enrolled=figure(facts.get("enrolled")),
        absent=figure(facts.get("absent")),
        absent_some=bool(facts.get("absent_some")),
        withheld="few" if "share" in facts and said is None else None,
    )


def measure(given: Given, policy: Policy) -> MeasureShown:
    """A published measure in the short hand of the table."""
    moved = cast("list[list[int]] | None", given.get("moved"))
    matched = cast("list[int] | None", given.get("matched"))
    movement = cast("dict[str, int]", given.get("movement", {}))
    tool = cast("Given | None", given.get("instrument"))
    change = cast("Given", given.get("differences", {}))
    return MeasureShown(
        key="m",
        instrument=Instrument(
            "tool",
            str(tool["title"]),
            levels=tuple(cast("list[str]", tool.get("levels", []))),
            proficient=cast("int | None", tool.get("proficient")),
        )
        if tool
        else None,
        before=reading("before", given.get("before"), policy),
        checks=tuple(
            r for c in cast("list[object]", given.get("checks", [])) if (r := reading("check", c, policy))
        ),
        after=reading("after", given.get("after"), policy),
        follow_up=reading("follow_up", given.get("follow_up"), policy),
        matched=Table(*matched) if matched else None,
        moved=tuple(map(tuple, moved)) if moved else None,
        movement=tuple(
            Movement(cast("tuple[Direction, ...]", tuple(names.split("+"))), exactly(n))
            for names, n in movement.items()
        ),
        left=figure(given.get("left")),
        left_proficient=figure(given.get("left_proficient")),
        left_some=bool(given.get("left_some")),
        joined=figure(given.get("joined")),
        joined_some=bool(given.get("joined_some")),
        reduced=bool(given.get("reduced")),
        merged=bool(given.get("merged")),
        change_mean=Decimal(str(change["mean"])) if "mean" in change else None,
        change_sd=Decimal(str(change["sd"])) if "sd" in change else None,
        change_students=cast("int | None", change.get("students")),
        aim=Decimal(str(given["aim"])) if "aim" in given else None,
        setting_changed=bool(given.get("setting_changed")),
    )


def say(case: Given) -> MeasureWords:
    context = cast("Given", case.get("context", {}))
    return words_for(
        measure(cast("Given", case["measure"]), POLICIES[str(case.get("policy", "open"))]),
        words_in(str(case.get("language", "en"))),
        context=Context(
            title=cast("str | None", context.get("title")),
            unmeasured=tuple(cast("list[int]", context.get("unmeasured", []))),
            setting_changed=bool(context.get("setting_changed")),
            limits=cast("str | None", context.get("limits")),
        ),
    )


def summary(said: MeasureWords) -> Given:
    """The fields of the table that say anything."""
    found: Given = {name: getattr(said, name) for name in COMPARED}
    found["out"] = list(said.leaves_out)
    return {name: value for name, value in found.items() if value}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
def test_measure_is_said_as_in_the_table(case: Given) -> None:
    assert summary(say(case)) == case["words"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
def test_figures_never_come_without_their_footer(case: Given) -> None:
    said = say(case)
    figures = bool(said.headline or said.tables)
    assert bool(said.footer) is figures
    assert bool(said.out_title) is figures


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
def test_tables_are_whole(case: Given) -> None:
    said = say(case)
    for table in said.tables:
        assert table.caption
        assert all(len(row) == len(table.headers) for row in table.rows)
        assert all(cell for row in table.rows for cell in row)
    assert all(len(row) == len(said.csv[0]) for row in said.csv)


def test_names_are_used_once() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) == len(set(names)) >= 40
