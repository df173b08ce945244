"""A measure from a file into the one that a record has: numbers are taken over, words stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from coaching_cycles.reading.paths import Plain
from coaching_cycles.writing.tree import Data

_NUMBERS = frozenset(
    {"date", "levels", "students", "proficient", "percent", "mean", "sd", "out_of", "enrolled"}
)
_PAIRS = frozenset({"matched", "moved", "left", "joined", "change"})
_MONTH = 7


def find_measure(results: Plain, assessment: str, section: str) -> int | None:
    """Which of a record's measures is meant: the one of this assessment and section; None for none."""
    for number, measure in enumerate(as_list(results)):
        if not isinstance(measure, dict):
            continue
        same_class = (measure.get("section") or "") == section
        if same_class and measure.get("assessment") in {assessment, None}:
            return number
    return None


def as_list(value: Plain) -> list[Plain]:
    """One value stands for a list of one."""
    return [] if value is None else value if isinstance(value, list) else [value]


def merge(old: Mapping[str, Plain], new: Mapping[str, Data]) -> dict[str, Data]:
    """The old measure with the numbers of the new one.

    Who changed group is known only for the two readings that were counted together: a table of other readings
    goes.
    """
    merged = cast("dict[str, Data]", {key: value for key, value in old.items() if value is not None})
    changed = False
    for role in ("before", "after", "follow_up"):
        if role in new:
            reading = _merge_reading(old.get(role), new[role])
            changed |= role != "follow_up" and _as_text(reading) != _as_text(old.get(role))
            merged[role] = reading
    if "checks" in new:
        merged["checks"] = _merge_checks(as_list(old.get("checks")), cast("Sequence[Data]", new["checks"]))
    if changed or _PAIRS & new.keys():
        merged = {key: value for key, value in merged.items() if key not in _PAIRS}
    merged |= {key: new[key] for key in ("assessment", *sorted(_PAIRS)) if key in new}
    return merged


def _as_text(data: object) -> object:
    """Numbers as their text, so that what was read and what was counted compare."""
    if isinstance(data, Mapping):
        return {key: _as_text(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_as_text(item) for item in data]
    return str(data)


def _merge_reading(old: Plain, new: Data) -> dict[str, Data]:
    """The numbers of the new reading; the note, the kind of check and the form of the old one."""
    found = cast("Mapping[str, Data]", new)
    if not isinstance(old, dict):
        return dict(found)
    kept = {
        key: value
        for key, value in old.items()
        if key not in _NUMBERS or (key == "date" and "date" not in found)
    }
    if "enrolled" in old and "enrolled" not in found and _fits(old["enrolled"], found):
        # A file that lists only those who were assessed does not know how many there are.
        kept["enrolled"] = old["enrolled"]
    return {**cast("dict[str, Data]", kept), **found}


def _fits(enrolled: Plain, reading: Mapping[str, Data]) -> bool:
    levels = reading.get("levels")
    assessed = sum(cast("list[int]", levels)) if isinstance(levels, list) else reading.get("students", 0)
    return isinstance(enrolled, str) and enrolled.isdecimal() and int(enrolled) >= int(str(assessed))


def _merge_checks(old: list[Plain], new: Sequence[Data]) -> list[Data]:
    """Checks of the same day (or month) are one; the others of the record stay, in order of date."""
    kept = list(old)
    merged: list[Data] = []
    for check in new:
        same = next((item for item in kept if _is_same_day(item, check)), None)
        if same is not None:
            kept.remove(same)
        merged.append(_merge_reading(same, check))
    merged += cast("list[Data]", kept)
    return sorted(merged, key=lambda item: str(cast("Mapping[str, Data]", item).get("date", "")))


def _is_same_day(old: Plain, new: Data) -> bool:
    if not isinstance(old, dict):
        return False
    one, other = str(old.get("date") or ""), str(cast("Mapping[str, Data]", new).get("date", ""))
    return one == other or (min(len(one), len(other)) == _MONTH and one[:_MONTH] == other[:_MONTH])
