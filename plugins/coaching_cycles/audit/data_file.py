"""`data/cycles.json` of a site, read: every published number, and what stands where none is expected."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from coaching_cycles.audit.published import (
    LARGEST,
    Bands,
    Cell,
    Cycle,
    Measure,
    Policy,
    Published,
    Reading,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def read_published(text: str) -> Published | None:
    """The data file, or None when it is not one."""
    try:
        found: Json = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("cycles"), list):
        return None
    lines = {name: number for number, line in enumerate(text.split("\n"), 1) if (name := _id_in(line))}
    cycles = tuple(read_cycle(item, lines) for item in _items(found["cycles"]) if isinstance(item, dict))
    strays = tuple((place, lines.get(name, 1)) for place, name in stray_numbers(found))
    return Published(_text(found.get("audience")), _policy(found.get("policy")), cycles, text, strays)


_PLACES = re.compile(
    r"schema|policy\b.*|cycles\.results\.(?:target|left|joined|left_proficient|aim|moved"
    r"|(?:left|joined|left_proficient)\.(?:min|max)"
    r"|matched\.(?:kept|slipped|gained|not_yet)|movement\.students(?:\.(?:min|max))?|change\.(?:students|mean|sd)"
    r"|readings\.(?:mean|sd|out_of|levels\.students(?:\.(?:min|max))?"
    r"|(?:students|proficient|percent|enrolled|absent)(?:\.(?:min|max))?))"
    r"|cycles\.groups\.students(?:\.(?:min|max))?"
)
"""Where numbers stand in the data file. What the audit does not know it could not attack."""


def stray_numbers(value: Json) -> Iterator[tuple[str, str]]:
    """Numbers of the data file in a place where none is expected: the place, and the cycle that it is in."""
    waiting: list[tuple[Json, str, str]] = [(value, "", "")]
    while waiting:
        item, path, cycle = waiting.pop()
        if isinstance(item, dict):
            cycle = _text(item.get("id")) if path == "cycles" else cycle
            waiting += [(inner, f"{path}.{key}" if path else key, cycle) for key, inner in item.items()]
        elif isinstance(item, list):
            waiting += [(inner, path, cycle) for inner in item]
        elif isinstance(item, int | float) and not isinstance(item, bool) and not _PLACES.fullmatch(path):
            yield path, cycle


def _id_in(line: str) -> str:
    head = line.removeprefix('{"id": ')
    if head == line:
        return ""
    try:
        return str(json.JSONDecoder().raw_decode(head)[0])
    except ValueError:
        return ""


def _policy(found: Json) -> Policy | None:
    if not isinstance(found, dict):
        return None
    name, numbers = (
        found.get("name"),
        [found.get(key) for key in ("version", "fewest", "smallest", "as_percent")],
    )
    if not isinstance(name, str) or not all(isinstance(number, int) for number in numbers):
        return None
    version, fewest, smallest, as_percent = (int(str(number)) for number in numbers)
    bands = []
    for item in _items(found.get("bands")):
        if isinstance(item, dict) and isinstance(ends := item.get("students"), list):
            parts = [*ends, item.get("low"), item.get("high"), item.get("width")]
            bands.append(Bands(*(int(str(part)) for part in parts)))
    reasons = _objects(found.get("loosened"))
    said = bool(reasons) and all(_text(one.get("why")) and _text(one.get("by")) for one in reasons)
    return Policy(name, version, fewest, smallest, as_percent, tuple(bands), said)


def read_cycle(item: dict[str, Json], lines: dict[str, int]) -> Cycle:
    """A cycle of the data file."""
    name = _text(item.get("id"))
    line = lines.get(name, 1)
    words = [_text(item.get("title")), _text(item.get("goal"))]
    targets = [_text(target.get("text")) for target in _objects(item.get("targets"))]
    words += targets
    measures = []
    for result in _objects(item.get("results")):
        measures.append(_measure(name, result, line, targets))
        words += [measures[-1].assessment, measures[-1].section, *measures[-1].scale]
        words += [_text(r.get(key)) for r in _objects(result.get("readings")) for key in ("note", "kind")]
        words += [_text(word) for word in _items(result.get("leaves_out"))]
    groups = tuple(s for g in _objects(item.get("groups")) if (s := span(g.get("students"))) is not None)
    words += [_text(group.get("need")) for group in _objects(item.get("groups"))]
    return Cycle(name, tuple(measures), groups, tuple({word for word in words if word}), line)


def _measure(cycle: str, item: dict[str, Json], line: int, targets: list[str]) -> Measure:
    tool = item.get("assessment")
    tool = tool if isinstance(tool, dict) else {}
    scale = tuple(_text(level) for level in _items(tool.get("levels")))
    proficient = _text(tool.get("proficient"))
    table, moved = item.get("matched"), item.get("moved")
    change, target = item.get("change"), item.get("target")
    change = change if isinstance(change, dict) else {}
    number = target if isinstance(target, int) else None
    known = number is not None and 0 < number <= len(targets)
    return Measure(
        cycle=cycle,
        key=_text(item.get("key")),
        target=number,
        section=_text(item.get("section")),
        assessment=_text(tool.get("title")),
        scale=scale,
        cut=scale.index(proficient) if proficient in scale else None,
        readings=tuple(_reading(reading, scale) for reading in _objects(item.get("readings"))),
        matched=_table(table) if isinstance(table, dict) else None,
        moved=tuple(tuple(_whole(n) for n in _items(row)) for row in _items(moved)) if moved else None,
        movement=tuple(
            (tuple(_text(way) for way in _items(part.get("directions"))), counted)
            for part in _objects(item.get("movement"))
            if (counted := span(part.get("students"))) is not None
        ),
        left=span(item.get("left")),
        joined=span(item.get("joined")),
        left_proficient=span(item.get("left_proficient")),
        changed=_whole(change.get("students")) or None,
        spread=_number(change.get("sd")),
        aim=_number(item.get("aim")),
        about=targets[number - 1] if known and number is not None else f"#{number}" if number else "",
        line=line,
    )


def _reading(item: dict[str, Json], scale: tuple[str, ...]) -> Reading:
    percent = item.get("percent")
    ends = (percent.get("min"), percent.get("max")) if isinstance(percent, dict) else (percent, percent)
    low, high = (_number(end) for end in ends)
    cells = []
    for cell in _objects(item.get("levels")):
        at = [_position(_text(name), scale) for name in _items(cell.get("levels"))]
        counted = span(cell.get("students"))
        if at and counted is not None:
            cells.append(Cell(min(at), max(at), counted))
    return Reading(
        role=_text(item.get("role")),
        date=_text(item.get("date")),
        students=span(item.get("students")),
        proficient=span(item.get("proficient")),
        percent=(low, high) if low is not None and high is not None else None,
        levels=tuple(cells),
        mean=_number(item.get("mean")),
        sd=_number(item.get("sd")),
        out_of=_number(item.get("out_of")),
        enrolled=span(item.get("enrolled")),
        absent=span(item.get("absent")),
        withheld=_text(item.get("withheld")),
    )


def _position(name: str, scale: tuple[str, ...]) -> int:
    if name in scale:
        return scale.index(name)
    return max(0, int(name) - 1) if name.isdecimal() else 0


def _table(item: dict[str, Json]) -> tuple[int, int, int, int]:
    return (
        _whole(item.get("kept")),
        _whole(item.get("slipped")),
        _whole(item.get("gained")),
        _whole(item.get("not_yet")),
    )


def span(value: Json) -> Span | None:
    """A count of the data file: a number, or its bounds."""
    if isinstance(value, dict):
        low, high = value.get("min"), value.get("max")
        if isinstance(low, int) and isinstance(high, int):
            return Span(low, min(high, LARGEST))
        return None
    return Span(value, value) if isinstance(value, int) and not isinstance(value, bool) else None


def _objects(value: Json) -> list[dict[str, Json]]:
    return [item for item in _items(value) if isinstance(item, dict)]


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _number(value: Json) -> Fraction | None:
    return Fraction(str(value)) if isinstance(value, int | float) else None


def _whole(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
