"""Which results belong to one reading, and which reading is the one before, after, or on the way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coaching_cycles.importing.collecting import Mark
from coaching_cycles.importing.exports import simplify
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.roles import Occasion, read_occasion
from coaching_cycles.values import PartialDate

_MAKE_UP = timedelta(days=7)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d{1,2}")
_RANKS: dict[Occasion | None, int] = {"before": 0, "check": 1, "after": 2, "follow_up": 3, None: 1}
_ROLES: tuple[Occasion, ...] = ("before", "check", "after", "follow_up")
_SEASONS = re.compile(
    r"(?i)fall|autumn|winter|spring|summer|boy|moy|eoy|pre|post|before|after|baseline|mid|middle|end|beginning|start|final|"
    r"term|quarter|q|semester|trimester|unit|check|window|of|year|test|period|\W|\d|_"
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which reading is which, where somebody has said so: windows by name, or the last day of each."""

    before: str = ""
    after: str = ""
    only: Occasion | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading and its results. `label` is the window's name where that is a season or a period."""

    role: Occasion
    label: str
    marks: tuple[Mark, ...]

    @property
    def day(self) -> PartialDate | None:
        """Its day; the month when it took several days of one, else its last day; None without days."""
        days = sorted(mark.day for mark in self.marks if mark.day is not None)
        if not days:
            return None
        first, last = days[0], days[-1]
        if (first.year, first.month) == (last.year, last.month) and first != last:
            return PartialDate(last.year, last.month)
        return PartialDate(last.year, last.month, last.day)

    @property
    def days(self) -> str:
        """From when to when, for people."""
        days = sorted(mark.day for mark in self.marks if mark.day is not None)
        if not days:
            return ""
        return str(days[0]) if days[0] == days[-1] else f"{days[0]} to {days[-1]}"


def arrange(marks: Sequence[Mark], wish: Wish, notes: Notes) -> list[Reading]:
    """The readings in their order; results that belong to none are left out, with a finding."""
    by = {mark.slot.by for mark in marks}
    if "column" in by:
        loose = [mark.row for mark in marks if mark.slot.by != "column"]
        notes.add_rows("W826", "results that belong to no reading were left out", loose)
        return _by_column([mark for mark in marks if mark.slot.by == "column"], wish)
    if "file" in by:
        groups = [(f"file {n + 1}", _where(marks, n)) for n in sorted({mark.slot.order for mark in marks})]
    elif "window" in by:
        groups = _by_window(marks)
    else:
        cuts = [read for text in (wish.before, wish.after) if (read := _as_day(text)) is not None]
        if cuts:
            return _by_cut(marks, wish, notes)
        groups = _by_day(marks, notes)
    return _assign(groups, wish, notes)


def _where(marks: Iterable[Mark], order: int) -> list[Mark]:
    return [mark for mark in marks if mark.slot.order == order]


def _by_column(marks: Sequence[Mark], wish: Wish) -> list[Reading]:
    keys = sorted({(_ROLES.index(m.slot.name), m.slot.order) for m in marks})
    found = []
    for role, order in keys:
        own = tuple(m for m in marks if m.slot.name == _ROLES[role] and m.slot.order == order)
        found.append(Reading(_ROLES[role], "", own))
    if wish.only is not None and len(found) == 1:
        return [Reading(wish.only, "", found[0].marks)]
    return found


def _by_window(marks: Sequence[Mark]) -> list[tuple[str, list[Mark]]]:
    windows: dict[str, list[Mark]] = {}
    for mark in marks:
        windows.setdefault(mark.slot.name.casefold(), []).append(mark)
    appeared = {name: place for place, name in enumerate(windows)}

    def order(item: tuple[str, list[Mark]]) -> tuple[date, int, int, int]:
        name, own = item
        days = [mark.day for mark in own if mark.day is not None]
        year = _YEAR.search(name)
        number = _NUMBER.search(_YEAR.sub("", name))
        rank = _RANKS[read_occasion(name)]
        first = min(days) if days and dated else date(int(year[0]) if year else 1, 1, 1)
        return first, rank, int(number[0]) if number else 0, appeared[name]

    dated = all(any(mark.day for mark in own) for own in windows.values())
    return [(own[0].slot.name, own) for _, own in sorted(windows.items(), key=order)]


def _by_day(marks: Sequence[Mark], notes: Notes) -> list[tuple[str, list[Mark]]]:
    """Days into readings: days close together on which different students were assessed are one."""
    days = sorted({mark.day for mark in marks if mark.day is not None})
    if not days:
        return [("", list(marks))]
    groups: list[list[date]] = []
    students: set[tuple[int, str]] = set()
    for day in days:
        here = {(mark.student, mark.part) for mark in marks if mark.day == day}
        if groups and day - groups[-1][-1] <= _MAKE_UP and not here & students:
            groups[-1].append(day)
            students |= here
        else:
            groups.append([day])
            students = here
    undated = [mark for mark in marks if mark.day is None]
    if len(groups) > 1:
        notes.add_rows("W826", "results without a day were left out", [mark.row for mark in undated])
        undated = []
    days_of = [set(group) for group in groups]
    return [("", [*(m for m in marks if m.day in own), *undated]) for own in days_of]


def _as_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _by_cut(marks: Sequence[Mark], wish: Wish, notes: Notes) -> list[Reading]:
    """Before: up to a day. After: later, and up to another. Of several results the last one counts."""
    before, after = _as_day(wish.before), _as_day(wish.after)
    dated = [mark for mark in marks if mark.day is not None]
    notes.add_rows("W826", "results without a day were left out", [m.row for m in marks if m.day is None])
    if before is None:
        earlier = [m.day for m in dated if m.day is not None and after is not None and m.day < after]
        before = min(earlier, default=after)
    first = tuple(m for m in dated if m.day is not None and before is not None and m.day <= before)
    later = [m for m in dated if m not in set(first)]
    second = tuple(m for m in later if after is None or (m.day is not None and m.day <= after))
    notes.add_rows(
        "W826", "results after the last day were left out", [m.row for m in later if m not in set(second)]
    )
    found = [Reading("before", "", first), Reading("after", "", second)]
    return [reading for reading in found if reading.marks]


def _assign(groups: list[tuple[str, list[Mark]]], wish: Wish, notes: Notes) -> list[Reading]:
    """The first is the one before, the last the one after, those between are checks; or as was wished."""
    first, last = 0, len(groups) - 1
    if wish.before:
        first = _find(groups, wish.before, notes, first)
    if wish.after:
        last = _find(groups, wish.after, notes, last)
    if wish.only is not None and len(groups) > 1:
        hint = "leave --as out, or choose rows with --where"
        notes.add("E827", f"the file has {len(groups)} readings, and --as is for one alone", hint)
    if notes.stops:
        return []
    if first == last or len(groups) == 1:
        role: Occasion = wish.only or ("after" if wish.after and not wish.before else "before")
        return [
            Reading(
                role,
                _label(groups[first if wish.before else last][0]),
                tuple(groups[first if wish.before else last][1]),
            )
        ]
    if first > last:
        notes.add(
            "E827", "the reading before lies later than the one after", "are --before and --after swapped?"
        )
        return []
    left_out = [mark.row for n, (_, own) in enumerate(groups) if not first <= n <= last for mark in own]
    notes.add_rows("W826", "results before the first or after the last reading were left out", left_out)
    found = []
    for number in range(first, last + 1):
        name, own = groups[number]
        role = "before" if number == first else "after" if number == last else "check"
        found.append(Reading(role, _label(name), tuple(own)))
    return found


def _find(groups: list[tuple[str, list[Mark]]], wished: str, notes: Notes, default: int) -> int:
    """The reading that was named, by its window's name, a word of it, or a day in it."""
    day = _as_day(wished)
    if day is not None:
        return next((n for n, (_, own) in enumerate(groups) if any(m.day == day for m in own)), default)
    exact = [n for n, (name, _) in enumerate(groups) if simplify(name) == simplify(wished)]
    words = set(wished.casefold().split())
    part = [n for n, (name, _) in enumerate(groups) if words <= set(re.split(r"[\s()]+", name.casefold()))]
    found = (
        exact
        or part
        or [n for n, (name, _) in enumerate(groups) if simplify(name).startswith(simplify(wished))]
    )
    if len(found) == 1:
        return found[0]
    known = ", ".join(label for name, _ in groups if (label := _label(name)))
    fault = "several readings are" if found else "no reading is"
    notes.add(
        "E827", f"{fault} called {wished!r}", f"there are: {known}" if known else "name it as the file does"
    )
    return default


def _label(name: str) -> str:
    """The name of a window, when nothing but a season or a period is in it: other words might be anything."""
    head = name.split("(", 1)[0].strip()
    return head if head and not _SEASONS.sub("", head) else ""
