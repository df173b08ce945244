"""Assessments, readings and measures: what students could do, as counts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from coaching_cycles.schema.kinds import (
    Count,
    Day,
    Difference,
    Number,
    OrOne,
    Part,
    Percent,
    Several,
    Text,
    Words,
    field,
)


class Assessment(Part):
    """An assessment that readings were taken with, under a key of the author's choice."""

    title: Text = Field(..., description="What it is called.")
    source: Literal["own", "common", "standardized"] | None = field("own, common or standardized.")
    kind: Literal["formative", "summative"] | None = field("formative or summative.")
    levels: Several[Text] | None = field("The levels of its scale, from low to high.")
    proficient: Text | None = field("The lowest level that counts as proficient.")
    file: Text | None = field("The assessment itself, a file in the record's folder.")
    url: Text | None = field("Where it is, when it is on the web.")
    description: Words | None = field("What students do.")


class Reading(Part):
    """What an assessment showed on one day. Students are counted, never listed."""

    date: Day | None = field("The day.")
    note: Words | None = field("What was seen, in words.")
    percent: Percent | None = field("Percent proficient, where the number of students is not known.")
    students: Count | None = field("How many students were assessed.")
    proficient: Count | None = field("How many of them were proficient.")
    levels: Several[Count] | None = field("How many students at each level, from low to high.")
    mean: Number | None = field("Mean score, in points. Never called a share that is proficient.")
    sd: Number | None = field("Standard deviation of the scores, in points.")
    out_of: Number | None = field("The highest possible score.")
    enrolled: Count | None = field("How many could have been assessed; the rest were absent, never zero.")
    form: Literal["same", "parallel", "different"] | None = field(
        "Was this the same form as before, a parallel one, or a different one? "
        "After a different form nothing is subtracted."
    )
    kind: Text | None = field("What sort of check it was: exit slip.")
    setting: Literal["in person", "online", "hybrid"] | None = field(
        "in person, online or hybrid, where it was not the cycle's own setting. "
        "A change between the first and the last reading is said beside the numbers."
    )


class Matched(Part):
    """The same students in both readings."""

    kept: Count = Field(..., description="Proficient before and after.")
    gained: Count = Field(..., description="Not proficient before, proficient after.")
    slipped: Count = Field(..., description="Proficient before, not after.")
    not_yet: Count = Field(..., description="Not proficient in either.")


class Left(Part):
    """Students who were assessed before and not after."""

    proficient: Count | None = field("How many of them were proficient before.")
    not_yet: Count | None = field("How many were not.")


class Change(Part):
    """Score differences of the same students, after minus before."""

    students: Count | None = field("How many students have both scores.")
    mean: Difference | None = field("Mean difference in points.")
    sd: Number | None = field("Standard deviation of the differences, in points.")


class Measure(Part):
    """Before, between and after, on one assessment."""

    section: Text | None = field("Which class or group, when there are several: Period 3.")
    assessment: Text | None = field("Key of the assessment.")
    before: Reading | None = field("The baseline.")
    checks: tuple[Reading, ...] | None = field("Checks on the way, in order of date.")
    after: Reading | None = field("The assessment at the end.")
    follow_up: Reading | None = field("A later look: did it last?")
    matched: Matched | None = field("The same students before and after, counted by who changed.")
    moved: tuple[tuple[Count, ...], ...] | None = field(
        "The same students as a square table of counts: rows are levels before, columns levels after."
    )
    left: Left | None = field("Students of the first reading who had left by the last.")
    joined: Count | None = field("Students of the last reading who were not there for the first.")
    change: Change | None = field("For scores: the differences of the same students.")
    aim: Percent | None = field("The percent of students that the team aimed for.")


def _results(value: object) -> object:
    """One measure stands for a list of one."""
    return [value] if isinstance(value, dict) else value


Results = Annotated[tuple[Measure, ...], BeforeValidator(_results), OrOne()]
