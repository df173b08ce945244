"""Numbers where no reader looks: comments, attributes, measures of widths, data blocks, small data files."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from coaching_cycles.audit.files import finding
from coaching_cycles.audit.sayings import faults
from coaching_cycles.audit.tags import GAUGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.data_file import Json
    from coaching_cycles.audit.figures import Figures
    from coaching_cycles.audit.html import Page
    from coaching_cycles.audit.published import Policy
    from coaching_cycles.audit.tags import Tag
    from coaching_cycles.problems import Problem

Fault = tuple[str, str]

_NUMBERS = ("value", "min", "max", "low", "high", "optimum")
_DIGIT = re.compile(r"\d")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)%")
_NOT_THERE = "a number that data/cycles.json does not hold"
_HINT = "build the site again, and look at the theme's overrides for this page"
_SLACK = 0.06
"""Percent: a width is written with one decimal."""


def check_quiet(page: Page, figures: Figures, policy: Policy) -> Iterator[Problem]:
    """What the tags of a page say beside its text."""
    for tag in {tag for tag in page.tags if tag.quiet}:
        for code, message in _faults(tag, figures, policy):
            at = page.place(page.tags.index(tag))
            yield finding(code, page.path, message, _HINT, text=page.text, at=at)


def _faults(tag: Tag, figures: Figures, policy: Policy) -> Iterator[Fault]:
    if not tag.name:
        if _DIGIT.search(tag.raw) is not None:
            yield from faults(tag.raw, figures, policy, sure=True)
        return
    for name, value in tag.attributes.items():
        if name.startswith("data-") and _DIGIT.search(value) is not None:
            yield from faults(value, figures, policy, sure=True)
        elif name == "style":
            yield from _widths(value, figures)
        elif (
            tag.name in GAUGES
            and name in _NUMBERS
            and value.isdecimal()
            and int(value) not in figures.numbers | {0, 1, 100}
        ):
            yield "E913", f"<{tag.name}> says {value}, {_NOT_THERE}"
    if tag.name == "script":
        yield from check_json(tag.raw, figures, policy)


def _widths(style: str, figures: Figures) -> Iterator[Fault]:
    for match in _PERCENT.finditer(style):
        if not any(abs(float(match[1]) - known) <= _SLACK for known in figures.percents | figures.edges):
            yield "E913", f"a style says {match[0]}, {_NOT_THERE}"


def check_json(text: str, figures: Figures, policy: Policy) -> Iterator[Fault]:
    """A data block or a small data file: it holds no number, and its words none that is not published."""
    try:
        waiting: list[tuple[str, Json]] = [("", json.loads(text))]
    except (ValueError, RecursionError):
        return  # `dangers` says so of a block; of a file nothing can be said
    while waiting:
        key, item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.items()
        elif isinstance(item, list):
            waiting += [(key, inner) for inner in item]
        elif isinstance(item, str):
            yield from faults(item, figures, policy, sure=False)
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield "E913", f"`{key}` is {item}, and no number belongs here"
