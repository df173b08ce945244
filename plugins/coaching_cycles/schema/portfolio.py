"""`school.yml` and `portfolio.yml`."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, JsonValue

from coaching_cycles.schema.kinds import (
    Audience,
    Count,
    Flag,
    Grade,
    Month,
    OrOne,
    Part,
    Several,
    Text,
    Words,
    field,
)


class Focus(Part):
    """A priority of the district or school."""

    title: Text = Field(..., description="The priority in a few words.")
    standards: Several[Text] | None = field("Standards that belong to it.")
    why: Words | None = field("Why it was chosen.")


def _focus(value: object) -> object:
    """A priority in words is one without standards."""
    return {"title": value} if isinstance(value, str) else value


def _priorities(value: object) -> object:
    """One priority stands for a list of one."""
    return [value] if isinstance(value, str | dict) else value


_FocusOrWords = Annotated[Focus, BeforeValidator(_focus, json_schema_input_type=str | Focus)]
Priorities = Annotated[tuple[_FocusOrWords, ...], BeforeValidator(_priorities), OrOne()]


class SchoolRecord(Part):
    """`school.yml`: a school."""

    name: Text = Field(..., description="The school's name.")
    level: Text | None = field("elementary, middle, high, or as you say it.")
    grades: Several[Grade] | None = field("The grades it teaches.")
    focus: Priorities | None = field(
        "The leader's focus for the year: in words, or with the standards that belong to it."
    )
    places: Several[Text] | None = field("Places that the school serves.")
    about: Words | None = field("A paragraph about the school.")
    url: Text | None = field("The school's own site.")


class Prompt(Part):
    """A prompt of a log."""

    id: Text = Field(..., description="Key under which the answer is written.")
    text: Text | None = field("The question. Blank drops the prompt.")


def _prompts(value: object) -> object:
    """Prompts as a mapping `id: text` are the same as a list of `{id, text}`."""
    return [{"id": key, "text": text} for key, text in value.items()] if isinstance(value, dict) else value


_Prompts = tuple[Prompt, ...] | dict[str, str | None]


class LogTemplate(Part):
    """How a portfolio renames, adds or drops a log or its prompts."""

    title: Text | None = field("What the log is called.")
    repeatable: Flag | None = field("True when it may happen several times.")
    prompts: (
        Annotated[tuple[Prompt, ...], BeforeValidator(_prompts, json_schema_input_type=_Prompts)] | None
    ) = field("Prompts by key; one with the same key replaces ours, a blank one drops it.")


class Loosened(Part):
    """Numbers of a policy that a portfolio makes less strict. The site says so, with the reason."""

    fewest: Count | None = field("Fewest students that a figure may be about; at least 3.")
    smallest: Count | None = field("Smallest count that is shown as a number; at least 2.")
    why: Text = Field(..., description="Why. Published with the site.")
    by: Text = Field(..., description="Who decided it, by office: superintendent. Published with the site.")


class Privacy(Part):
    """The policy by which a build decides what may be shown."""

    policy: Literal["k12-10", "k12-10-banded", "open"] | None = field(
        "The policy of public builds: k12-10 (default), k12-10-banded or open."
    )
    fewest: Count | None = field(
        "Stricter: fewest students that a figure may be about, above the policy's 10."
    )
    smallest: Count | None = field(
        "Stricter: smallest count that is shown as a number, above the policy's 3."
    )
    as_percent: Count | None = field(
        'Stricter: students from which on a hidden count reads "under 5%", above the policy\'s 60.'
    )
    loosen: Loosened | None = field("Less strict numbers than the policy's, with why and by whom.")
    fields: dict[str, Audience] | None = field("Audiences for single fields: `support_needed: school`.")


class FrameworkSetting(Part):
    """How a framework in `standards/` is called and shown."""

    file: Text | None = field("Its file in `standards/`; by default the one of that name.")
    title: Text | None = field("Its name; by default that of its file's document.")
    short_title: Text | None = field("Its name where there is little room.")
    license: Text | None = field("The line on copyright or licence that stands wherever its words do.")
    default: Flag | None = field("True for the framework that records mean when they name none.")


def _frameworks(value: object) -> object:
    """`key: file.json` is `key: {file: file.json}`; a list of keys, or of groups with a `key`, does too."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        listed = {}
        for one in value:
            inner = dict(one) if isinstance(one, dict) else {}
            key = inner.pop("key", None) if inner else one
            if not isinstance(key, str):
                return value
            listed[key] = inner or None
        value = listed
    if isinstance(value, dict):
        return {key: {"file": one} if isinstance(one, str) else one for key, one in value.items()}
    return value


_Frameworks = dict[str, FrameworkSetting | str | None] | tuple[JsonValue, ...] | str


class PortfolioRecord(Part):
    """`portfolio.yml`: what holds for all schools."""

    title: Text | None = field("Title of the portfolio.")
    district: Text | None = field("The district.")
    about: Words | None = field("A paragraph for the home page.")
    license: Text | None = field("Terms for all records that don't say otherwise.")
    privacy: Privacy | None = field("The privacy policy.")
    logs: dict[str, LogTemplate | None] | None = field("Changes to the logs and their prompts.")
    focus: Priorities | None = field("The district's priorities.")
    terms: Several[Month] | None = field(
        "Months in which terms begin, for the focus map: [8, 1] (the default), [3, 9]."
    )
    frameworks: (
        Annotated[
            dict[str, FrameworkSetting | None],
            BeforeValidator(_frameworks, json_schema_input_type=_Frameworks),
        ]
        | None
    ) = field("The frameworks by key, in the order in which they are listed.")
    sample: Flag | None = field("True when the data are made up; every page then says so.")
    lang: Text | None = field("Language of the records, when it is not English.")
    contact: Text | None = field("Whom to ask for a correction or a takedown.")
