"""A file's YAML to a tree with its comments. The text has been read without a mistake before."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import yaml

from coaching_cycles.problems import Mark
from coaching_cycles.reading.nodes import Scalar
from coaching_cycles.reading.tree import BACK, ODD
from coaching_cycles.writing.styles import trim
from coaching_cycles.writing.tree import Group, Twig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.writing.tree import Value

_EVENTS = cast("type[yaml.CSafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")
_BLOCK_HEAD = re.compile(r"[|>][-+0-9]*[ \t]+(#.*)")


@dataclass(slots=True)
class _Place:
    """A twig and where it stands: where it starts and ends (index in the text), and the lists it is in."""

    twig: Twig
    start: int
    line: int
    parent: _Open
    end: int = 0
    end_line: int = 0
    block: bool = False
    """It holds a group or list in lines of their own, or nothing."""


@dataclass(slots=True)
class _Open:
    """A group or list, and what it stands in."""

    group: Group
    column: int
    flow: bool
    holder: _Place | None
    end: int = 0
    key: tuple[str, int, int] | None = None

    def chain(self) -> Iterator[_Open]:
        """It and all that it stands in, from the inside out."""
        step: _Open | None = self
        while step is not None:
            yield step
            step = step.holder.parent if step.holder is not None else None


@dataclass(slots=True)
class _Comment:
    text: str
    start: int
    line: int
    column: int
    own_line: bool


class Growth:
    """Reads one document; `root` is its outermost group, which is empty for a file of comments alone."""

    def __init__(self, text: str) -> None:
        self.text = text.translate(ODD) if any(chr(odd) in text for odd in ODD) else text
        self.root = Group(keyed=True)
        self._lines = self.text.split("\n")
        self._places: list[_Place] = []
        self._scalars: list[tuple[int, int]] = []
        self._comments: list[_Comment] = []
        self._read()
        self._find_comments()
        self._attach()
        self._gaps()

    def _read(self) -> None:
        loader = _EVENTS(self.text)
        stack: list[_Open] = []
        try:
            while (event := loader.get_event()) is not None and not isinstance(event, yaml.StreamEndEvent):
                if isinstance(event, yaml.ScalarEvent):
                    self._scalar(event, stack)
                elif isinstance(event, yaml.CollectionStartEvent):
                    self._start(event, stack)
                elif isinstance(event, yaml.CollectionEndEvent):
                    closed = stack.pop()
                    mark = cast("yaml.Mark", event.end_mark)
                    closed.end = mark.index
                    if closed.holder is not None:
                        closed.holder.end, closed.holder.end_line = mark.index, mark.line
        finally:
            loader.dispose()

    def _scalar(self, event: yaml.ScalarEvent, stack: list[_Open]) -> None:
        start, end = cast("yaml.Mark", event.start_mark), cast("yaml.Mark", event.end_mark)
        text = event.value.translate(BACK)
        self._scalars.append((start.index, end.index))
        inside = stack[-1]
        if inside.group.keyed and inside.key is None:
            inside.key = (text, start.index, start.line)
            return
        blank = Scalar(text, Mark(), not event.style).blank
        place = self._add(inside, None if blank else trim(text), start)
        place.end, place.end_line = end.index, end.line
        place.block = blank and start.index == end.index
        head = _BLOCK_HEAD.match(self.text, start.index) if event.style in {"|", ">"} else None
        if head is not None:
            place.twig.trail = head[1].rstrip().translate(BACK)

    def _start(self, event: yaml.CollectionStartEvent, stack: list[_Open]) -> None:
        start = cast("yaml.Mark", event.start_mark)
        group = Group(keyed=isinstance(event, yaml.MappingStartEvent))
        flow = bool(event.flow_style)
        holder = None
        if stack:
            holder = self._add(stack[-1], group, start)
            holder.block = not flow
        else:
            self.root = group
        stack.append(_Open(group, start.column, flow, holder))

    def _add(self, inside: _Open, value: Value, mark: yaml.Mark) -> _Place:
        key, start, line = inside.key or (None, mark.index, mark.line)
        inside.key = None
        twig = Twig(key, value)
        inside.group.twigs.append(twig)
        place = _Place(twig, start, line, inside)
        self._places.append(place)
        return place

    def _find_comments(self) -> None:
        starts = [start for start, _ in self._scalars]
        offset = 0
        for number, line in enumerate(self._lines):
            for match in _COMMENT.finditer(line):
                column = match.start()
                before = bisect_right(starts, offset + column) - 1
                if before >= 0 and offset + column < self._scalars[before][1]:
                    continue  # it belongs to a value
                text = line[column:].rstrip().translate(BACK)
                own = not line[:column].strip()
                self._comments.append(_Comment(text, offset + column, number, column, own))
                break
            offset += len(line) + 1

    def _attach(self) -> None:
        """Give each comment to the twig that it stands behind or above, or to the end of its group."""
        for comment in self._comments:
            if not comment.own_line and self._trail(comment):
                continue
            self._lead(comment)

    def _trail(self, comment: _Comment) -> bool:
        ended = [
            place
            for place in self._places
            if not place.block and place.end_line == comment.line and place.end <= comment.start
        ]
        opened = [
            place
            for place in self._places
            if place.block
            and place.twig.key is not None
            and place.line == comment.line
            and place.start < comment.start
        ]
        found = max(ended, key=lambda place: place.end, default=None) or (opened[-1] if opened else None)
        if found is None or found.twig.trail:
            return False
        found.twig.trail = comment.text
        return True

    def _lead(self, comment: _Comment) -> None:
        earlier = [place for place in self._places if place.start < comment.start]
        later = next((place for place in self._places if place.start > comment.start), None)
        if not earlier:
            self.root.head.append(comment.text)
            return
        last = earlier[-1]
        for inside in last.parent.chain():
            if inside.flow and comment.start < inside.end:
                if later is not None and later.parent is inside:
                    break
                inside.group.tail.append(comment.text)
                return
            if later is not None and (later.parent is inside or later.parent.holder is last):
                break
            below = later is None or comment.column > later.parent.column
            if inside.holder is not None and not inside.flow and below and inside.column <= comment.column:
                inside.group.tail.append(comment.text)
                return
        lines = later.twig.lead if later is not None else self.root.tail
        if later is None or later.parent.holder is None:
            # At the margin blank lines between comments stay; one above a key's first is its gap.
            spaced = comment.own_line and self._is_blank(comment.line - 1)
            lines += [""] if spaced and (lines or later is None) else []
        lines.append(comment.text)

    def _is_blank(self, line: int) -> bool:
        return 0 <= line < len(self._lines) and not self._lines[line].strip()

    def _gaps(self) -> None:
        """Remember where the author left blank lines: above keys at the margin, and in the head."""
        own = {comment.line for comment in self._comments if comment.own_line}
        margin = [place for place in self._places if place.parent.holder is None]
        for number, place in enumerate(margin):
            first = place.line
            while first - 1 in own or (self._is_blank(first - 1) and place.twig.lead):
                first -= 1
            place.twig.gap = number > 0 and (self._is_blank(first - 1) or self._is_blank(first))
            if place.twig.lead and self._is_blank(place.line - 1):
                place.twig.lead.append("")
        if margin and self.root.head:
            self.root.head = _head(self._lines[: margin[0].line])


def _head(lines: list[str]) -> list[str]:
    """The lines above the first key, with single blank lines, none of them at the start."""
    found: list[str] = []
    for line in (line.strip() for line in lines):
        if line or (found and found[-1]):
            found.append(line)
    return found
