"""Nodes from YAML events, one at a time, with what a record may not hold refused as it comes by.

Nothing is composed by the YAML library: an alias is never followed, a tag never obeyed, and reading stops at
the first event that is too deep, so that no text can cost more than its own length.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import yaml

from coaching_cycles.problems import Mark
from coaching_cycles.reading import characters
from coaching_cycles.reading.faults import Fault, Spot, shorten
from coaching_cycles.reading.nodes import Mapping, Node, Path, Scalar, Sequence
from coaching_cycles.reading.syntax import DASH

DEPTH = 32
"""How deep lists and groups may stand in each other; a record needs six."""

VALUES = 20_000
"""How many values one file may hold; a long record has a few hundred."""

# YAML 1.1 breaks lines at the first two and refuses the third; here they are ordinary text. Noncharacters,
# which no text holds, stand in for them while the YAML library reads.
ODD = {0x2028: 0xFDD0, 0x2029: 0xFDD1, 0xFEFF: 0xFDD2}
BACK = {stand_in: real for real, stand_in in ODD.items()}

Report = Callable[[str, Mark, str, str, Path], None]
"""Takes code, place, message, hint and path of a finding."""

_QUOTES = frozenset({"'", '"'})
# A dash that was meant to begin a list item.
_GLUED = re.compile(r"-[^\W\d_]")
_ANCHOR = "write the value out in each place; text that begins with & or * goes in quotes"


# Records are alike: most of their values stand where some value of another record stands.
_mark = lru_cache(maxsize=1 << 14)(Mark)


class Point(Protocol):
    """A place as the YAML library gives it, counted from 0 in characters."""

    line: int
    column: int


def spot(mark: Point | None) -> Spot:
    """Line and column of a place, from 0."""
    return (0, 0) if mark is None else (mark.line, mark.column)


class Frame:
    """A list or a group of keys that is still open."""

    __slots__ = ("children", "drop", "entries", "key", "lines", "mark")

    def __init__(self, mark: Mark, *, keyed: bool) -> None:
        self.mark = mark
        self.children: list[Node] = []
        self.entries: list[tuple[Scalar, Node]] = []
        self.lines: dict[str, int] | None = {} if keyed else None
        self.key: Scalar | None = None
        # Why the value to come is left out: its key was refused ("key"), or it would be merged in ("merge").
        self.drop = ""

    def close(self) -> Node:
        """The finished node."""
        if self.lines is None:
            return Sequence(tuple(self.children), self.mark)
        return Mapping(tuple(self.entries), self.mark)


class Tree:
    """Builds the nodes of one document; `root` is there once its last event was taken.

    `lost` are the places whose values were refused; `quoted` is where the last text in quotes began and
    ended.
    """

    def __init__(self, lines: list[str], first_line: int, report: Report) -> None:
        self.root: Node | None = None
        self.lost: list[Path] = []
        self._lines = lines
        self._first_line = first_line
        self._report = report
        self._open: list[Frame] = []
        self._last_quoted: yaml.ScalarEvent | None = None
        self._values = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> Fault | None:
        """Take the next event; a fault when reading can't go on behind it."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= DEPTH:
                message = f"lists and groups stand more than {DEPTH} deep in each other"
                return Fault("E124", spot(event.start_mark), message, "a record needs six levels at most")
            mark = self._place(event.start_mark)
            self._guard(event, event.tag, mark)
            self._open.append(Frame(mark, keyed=isinstance(event, yaml.MappingStartEvent)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._add(self._open.pop().close())
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            return self._document(event)
        self._values += isinstance(event, yaml.NodeEvent)
        if self._values > VALUES:
            message, hint = f"more than {VALUES} values in one file", "keep rows and raw material out of it"
            return Fault("E127", spot(event.start_mark), message, hint)
        return None

    @property
    def quoted(self) -> tuple[Spot, Spot] | None:
        """Where the last text in quotes began and ended."""
        event = self._last_quoted
        return None if event is None else (spot(event.start_mark), spot(event.end_mark))

    def path(self) -> Path:
        """Where the next value goes; a key whose value is still to come belongs to the path."""
        steps: list[str | int] = []
        for frame in self._open:
            if frame.lines is None:
                steps.append(len(frame.children))
            elif frame.key is not None:
                steps.append(frame.key.text)
        return tuple(steps)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        mark = self._place(event.start_mark)
        if event.anchor is not None or event.tag is not None:
            self._guard(event, event.tag, mark)
        text: str = event.value
        style = event.style
        if style in _QUOTES:
            self._last_quoted = event
            if not text.isprintable():
                text = self._without_escapes(text, mark)
        elif not style and _GLUED.match(text) and self._begins_line(spot(event.start_mark)):
            self._report("E129", mark, *DASH, self.path())
            self.lost.append(self.path())
        elif not style and " - " in text:
            self._check_items(spot(event.start_mark)[0], spot(event.end_mark)[0])
        self._add(Scalar(text, mark, not style))

    def _without_escapes(self, text: str, mark: Mark) -> str:
        r"""A text in quotes; an escape such as "\x00" got past the check of the file's own characters."""
        real = text.translate(BACK)
        unsafe = characters.find(real)
        if not unsafe:
            return text
        code, message, _ = characters.fault(unsafe)
        message, hint = f"an escape in this value stands for {message}", "delete the escape"
        self._report(code, mark, message, hint, self.path())
        return characters.replace(real)

    def _begins_line(self, place: Spot) -> bool:
        line = self._lines[place[0]] if place[0] < len(self._lines) else ""
        return not line[: place[1]].strip(" -")

    def _check_items(self, first: int, last: int) -> None:
        """Warn when text goes on with a line that its author took for a list item."""
        for number in range(first + 1, last + 1):
            line = self._lines[number] if number < len(self._lines) else ""
            if line.lstrip(" ").startswith("- "):
                mark = Mark(number + self._first_line, len(line) - len(line.lstrip(" ")) + 1)
                message = "this list item is moved in too far: it is read as part of the line above"
                self._report("W102", mark, message, "start it in the column of the other items", self.path())

    def _alias(self, event: yaml.AliasEvent) -> None:
        mark = self._place(event.start_mark)
        if not any(frame.drop == "merge" for frame in self._open):
            message = f"`*{shorten(event.anchor or '')}` refers to another place, which a record can't do"
            self._report("E120", mark, message, _ANCHOR, self.path())
            self.lost.append(self.path())
        frame = self._open[-1] if self._open else None
        if frame is not None and frame.lines is not None and frame.key is None:
            frame.key, frame.drop = Scalar(f"*{event.anchor}", mark), "key"
        else:
            self._add(Scalar("", mark))

    def _document(self, event: yaml.DocumentStartEvent) -> Fault | None:
        self._documents += 1
        if self._documents > 1:
            message = "a second YAML document begins here; a file holds one"
            return Fault("E125", spot(event.start_mark), message, "remove the line, or make two files of it")
        if event.version is not None or event.tags:
            message, hint = "an instruction to a YAML reader", "remove the line that begins with %"
            self._report("E123", Mark(self._first_line, 1), message, hint, ())
        return None

    def _place(self, mark: Point | None) -> Mark:
        return Mark() if mark is None else _mark(mark.line + self._first_line, mark.column + 1)

    def _guard(self, event: yaml.NodeEvent, tag: str | None, mark: Mark) -> None:
        if event.anchor is not None:
            message = f"`&{shorten(event.anchor)}` names a value for other places, which a record can't do"
            self._report("E120", mark, message, _ANCHOR, self.path())
        if tag is not None:
            shown = shorten(tag.replace("tag:yaml.org,2002:", "!!"))
            message, hint = f"`{shown}` is a type tag", "remove it; text that begins with ! goes in quotes"
            self._report("E122", mark, message, hint, self.path())

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        frame = self._open[-1]
        if frame.lines is None:
            frame.children.append(node)
        elif frame.key is None:
            self._add_key(frame, frame.lines, node)
        else:
            if not frame.drop:
                frame.entries.append((frame.key, node))
            frame.key, frame.drop = None, ""

    def _add_key(self, frame: Frame, lines: dict[str, int], key: Node) -> None:
        mark = key.mark
        if not isinstance(key, Scalar) or not key.text.strip() or "\n" in key.text:
            message = "a key is one short piece of text, not an empty one, a list, a group or several lines"
            self._report("E126", mark, message, "write `key: value`", self.path())
            frame.key, frame.drop = Scalar("?", mark), "key"
        elif key.plain and key.text == "<<":
            message = "`<<` merges in keys from another place, which a record can't do"
            self._report("E121", mark, message, "write the keys out here", self.path())
            self.lost.append(self.path())
            frame.key, frame.drop = key, "merge"
        else:
            first = lines.get(key.text)
            if first is None:
                lines[key.text] = mark.line
            else:
                again = "on the same line" if first == mark.line else f"on line {mark.line}"
                message = f"`{shorten(key.text)}` stands on line {first} and again {again}"
                self._report("E128", mark, message, "keep one of them and delete the other", self.path())
                frame.drop = "key"
            frame.key = key
