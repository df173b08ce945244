"""Where each value of a YAML text begins and ends, counted in characters.

The reader's marks say where a value begins; to change one without touching its neighbours it takes the end
too. Only text that the reader found nothing wrong with comes here, so there are no anchors, tags or doubled
keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol, cast

import yaml

from coaching_cycles.reading.nodes import Path
from coaching_cycles.reading.tree import ODD
from coaching_cycles.schema import ALIASES

_EVENTS = cast("type[yaml.CSafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_KEEPS = re.compile(r"[|>][0-9]*\+")


class Point(Protocol):
    """A place as the YAML library gives it, counted from 0 in characters."""

    index: int
    column: int


@dataclass(slots=True)
class Span:
    """A value from its first character (`start`) to behind its last one (`end`).

    `column` is that of the first character, from 0. `flow`: between brackets, or one that has brackets;
    `style` is the sign that a text was quoted with, or empty. `lead` is where the text behind the key's colon
    or the item's dash begins.
    """

    kind: str
    start: int
    end: int
    column: int
    flow: bool = False
    style: str = ""
    lead: int = 0
    keys: list[Span] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    values: list[Span] = field(default_factory=list)

    def find(self, name: str) -> int | None:
        """The position of a key, in whichever spelling it is written."""
        if name in self.names:
            return self.names.index(name)
        return next((n for n, key in enumerate(self.names) if ALIASES.get(key) == name), None)


def read_spans(text: str) -> Span | None:
    """The outermost value of a YAML text with line feeds only; None where there is none."""
    loader = _EVENTS(text.translate(ODD))
    events = iter(loader.get_event, None)
    try:
        first = next((event for event in events if isinstance(event, yaml.NodeEvent)), None)
        return None if first is None else _Reader(text, events).node(first, flow=False)
    finally:
        loader.dispose()


class _Reader:
    def __init__(self, text: str, events: Iterator[yaml.Event]) -> None:
        self.text = text
        self.events = events

    def node(self, event: yaml.Event, *, flow: bool) -> Span:
        """The value that begins with an event; takes the events that belong to it."""
        start, column = _place(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            end = self.end_text(start, _place(event.end_mark)[0], event.style or "")
            return Span("scalar", start, end, column, flow, event.style or "")
        flow = flow or bool(getattr(event, "flow_style", False))
        span = Span("sequence", start, 0, column, flow)
        if isinstance(event, yaml.MappingStartEvent):
            span.kind = "mapping"
        for following in self.events:
            if isinstance(following, yaml.CollectionEndEvent):
                closed = self.text[start] in "{[" and flow
                span.end = _place(following.end_mark)[0] if closed else span.values[-1].end
                break
            self.add(span, following)
        return span

    def add(self, span: Span, event: yaml.Event) -> None:
        """The next item of a list, or the next key of a group and its value."""
        value = self.node(event, flow=span.flow)
        value.lead = value.start
        if span.kind == "mapping":
            key, value = value, self.node(next(self.events), flow=span.flow)
            colon = self.text.find(":", key.end, max(value.start, key.end + 1))
            value.lead = colon + 1 if colon >= 0 and not self.text[key.end : colon].strip() else -1
            span.keys.append(key)
            span.names.append(str(getattr(event, "value", "")))
        span.values.append(value)

    def end_text(self, start: int, end: int, style: str) -> int:
        """Behind the last character of a text; blank lines below one belong to it only under a `+`."""
        if style not in {"|", ">"}:
            return end
        if _KEEPS.match(self.text, start):
            return end - self.text[start:end].endswith("\n")
        return start + len(self.text[start:end].rstrip())


def _place(mark: Point | None) -> tuple[int, int]:
    """How far from the start of the text, and in which column, a mark of the YAML library is."""
    return (0, 0) if mark is None else (mark.index, mark.column)


def follow(root: Span, path: Path) -> Span | None:
    """The value at a path, or None where nothing was written. One value stands for a list of one."""
    span: Span | None = root
    for step in path:
        span = None if span is None else _step(span, step)
    return span


def _step(span: Span, step: str | int) -> Span | None:
    if isinstance(step, int):
        if span.kind == "sequence":
            return span.values[step] if step < len(span.values) else None
        return span if step == 0 else None
    place = span.find(step) if span.kind == "mapping" else None
    return None if place is None else span.values[place]
