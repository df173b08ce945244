"""Headings in a row that belong together: a day each, or one word with a number behind it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from coaching_cycles.importing.days import find_order, read_day
from coaching_cycles.importing.plan import When

_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?!\d)")
_NUMBERED = re.compile(r"(?i)(.*?[^\W\d])[\s_#.-]*(\d{1,2})")
_SITTINGS = re.compile(
    r"(?i).*\b(?:test|quiz|exam|check|checkpoint|assessment|score|week|day|slip|ticket|reading|attempt|probe|time"
    r"|trial|round|wave|benchmark|essay|draft|cfa|t|prøve|prueba|examen)"
)


def find_series(headings: Iterable[str]) -> list[tuple[str, When]]:
    """The longest series among headings, with the reading that each is; empty where there is none.

    The first is the one before, the last the one after. Only what is taken again and again makes a series:
    questions, groups, standards and students are numbered too.
    """
    names = list(headings)
    numbered: dict[str, list[tuple[date | int, str]]] = {}
    order = find_order([match[0] for name in names if (match := _DAY.search(name))]) or "mdy"
    for name in names:
        day = _DAY.search(name)
        read = read_day(day[0], order) if day else None
        match = _NUMBERED.fullmatch(name.strip())
        if read is not None:
            numbered.setdefault("a day", []).append((read, name))
        elif match and _SITTINGS.fullmatch(match[1]):
            numbered.setdefault(match[1].casefold(), []).append((int(match[2]), name))
    best = max(numbered.values(), key=len, default=[])
    if len({place for place, _ in best}) < max(2, len(best)):
        return []
    last = len(best) - 1
    ordered = sorted(best, key=lambda item: (str(item[0]).zfill(10), item[1]))
    return [
        (name, "before" if n == 0 else "after" if n == last else "check")
        for n, (_, name) in enumerate(ordered)
    ]


def find_day(heading: str) -> date | None:
    """The day in a heading: “Pre (2026-10-02)”."""
    match = _DAY.search(heading)
    return read_day(match[0]) if match else None
