"""The ledger of what was published: numbers that anyone could have copied, attacked with the next ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from coaching_cycles.audit.data_file import read_cycle, read_published

if TYPE_CHECKING:
    from coaching_cycles.audit.across import Known
    from coaching_cycles.audit.data_file import Json
    from coaching_cycles.audit.published import Published

SCHEMA = 1
_KEPT = (
    "key",
    "target",
    "section",
    "assessment",
    "readings",
    "matched",
    "moved",
    "movement",
    "left",
    "left_proficient",
    "joined",
    "change",
)
_READING = (
    "role",
    "date",
    "students",
    "proficient",
    "percent",
    "levels",
    "mean",
    "sd",
    "out_of",
    "enrolled",
    "absent",
    "withheld",
)


def read_ledger(text: str) -> dict[str, list[Json]] | None:
    """By cycle, the states that it was published in, oldest first; None for a file that is no ledger."""
    try:
        found: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.get("schema") != SCHEMA:
        return None
    cycles = found.get("cycles")
    if not isinstance(cycles, dict):
        return None
    return {name: states for name, states in cycles.items() if isinstance(states, list)}


def read_any(text: str) -> dict[str, list[Json]] | None:
    """A ledger, or the data file of a site that is public: what anyone can copy of it now."""
    ledger = read_ledger(text)
    if ledger is not None:
        return ledger
    published = read_published(text)
    return extend({}, published) if published is not None else None


def known(ledger: dict[str, list[Json]]) -> Known:
    """The same as measures, for the attack."""
    return {
        name: tuple(
            read_cycle({"id": name, "results": state}, {}).measures
            for state in states
            if isinstance(state, list)
        )
        for name, states in ledger.items()
    }


def extend(ledger: dict[str, list[Json]], published: Published) -> dict[str, list[Json]]:
    """The ledger with this publication in it. A state that is in it already is not written twice."""
    result = {name: list(states) for name, states in ledger.items()}
    found: Json = json.loads(published.text.removeprefix("\ufeff"))
    cycles = found.get("cycles") if isinstance(found, dict) else None
    for cycle in cycles if isinstance(cycles, list) else []:
        if not isinstance(cycle, dict):
            continue
        state: Json = [_numbers(item) for item in _list(cycle.get("results")) if isinstance(item, dict)]
        states = result.setdefault(str(cycle.get("id")), [])
        if state and state not in states:
            states.append(state)
    return {name: states for name, states in sorted(result.items()) if states}


def _numbers(item: dict[str, Json]) -> Json:
    """A measure without its sentences and notes."""
    kept: dict[str, Json] = {key: item[key] for key in _KEPT if key in item}
    readings = [reading for reading in _list(item.get("readings")) if isinstance(reading, dict)]
    kept["readings"] = [{key: reading[key] for key in _READING if key in reading} for reading in readings]
    return kept


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def write_ledger(ledger: dict[str, list[Json]]) -> str:
    """The text of a ledger; one cycle a line."""
    cycles = ",\n".join(f"{json.dumps(name)}: {json.dumps(states)}" for name, states in ledger.items())
    return f'{{"schema": {SCHEMA}, "cycles": {{\n{cycles}\n}}}}\n'
