"""Collecting what is wrong with one document, each finding at the place of the value that it is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark, Problem, say
from coaching_cycles.reading.nodes import Mapping, Scalar, Sequence
from coaching_cycles.reading.paths import dotted
from coaching_cycles.schema import ALIASES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coaching_cycles.reading.nodes import Document, Node, Path

_MANY = 40
"""Findings of one kind in one file that are listed."""


class Places:
    """Where offsets of a text are, by line and column, for a text that begins on some line of its file."""

    def __init__(self, text: str, line: int = 1) -> None:
        self._line = line
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def mark(self, offset: int) -> Mark:
        """The place of an offset."""
        row = bisect_right(self._starts, offset) - 1
        return Mark(self._line + row, offset - self._starts[row] + 1)


def locate(front: Mapping, path: Path, *, key: bool = False) -> tuple[Mark, int]:
    """Where a value (or, with `key`, its key) stands, and how wide it is.

    A path that leads past what was written ends at the last part that is there: a list item that the author
    wrote as a single value, or a key that is missing from a group, still gets the nearest place.
    """
    node: Node = front
    mark, width = front.mark, 1
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, int):
            continue  # one value that stands for a list of one
        if isinstance(node, Mapping):
            entry = entry_of(node, str(step))
            if entry is None:
                return mark, width
            name, node = entry
            mark, width = name.mark, len(name.text)
            if (key and step == path[-1]) or (isinstance(node, Scalar) and node.blank):
                continue
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return mark, width
        if not key or step != path[-1]:
            mark, width = node.mark, _width(node)
    return mark, width


def entry_of(group: Mapping, name: str) -> tuple[Scalar, Node] | None:
    """The key of that name and what it holds, in the spelling of the format or another that is read as it."""
    exact = next((entry for entry in group if entry[0].text == name), None)
    return exact or next((entry for entry in group if ALIASES.get(entry[0].text) == name), None)


def node_at(front: Mapping, path: Path) -> Node | None:
    """The node that a path leads to, or None where nothing was written."""
    node: Node | None = front
    for step in path:
        if isinstance(node, Mapping):
            # One value stands for a list of one: its position is stepped over.
            if isinstance(step, str):
                entry = entry_of(node, step)
                node = entry[1] if entry is not None else None
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif not isinstance(node, Scalar) or not isinstance(step, int):
            return None
    return node


def without_echoes(read: Iterable[Problem], checked: Iterable[Problem]) -> list[Problem]:
    """What the reader found, but for the number signs that a check found to hide a whole value."""
    told = {(p.path, p.mark) for p in checked if p.code == "E201"}
    return [p for p in read if p.code != "W101" or (p.path, p.mark) not in told]


def shorten(found: list[Problem]) -> Iterator[Problem]:
    """The first findings of each kind in each file; the last of them says that there are more."""
    left = Counter((p.path, p.code) for p in found)
    given: Counter[tuple[str, str]] = Counter()
    for problem in found:
        key = (problem.path, problem.code)
        given[key] += 1
        if given[key] == _MANY and left[key] > _MANY:
            yield replace(problem, message=f"{problem.message} (and there are more like it in this file)")
        elif given[key] <= _MANY:
            yield problem


def _width(node: Node) -> int:
    if not isinstance(node, Scalar):
        return 1
    first = node.text.split("\n", 1)[0]
    return max(1, len(first) + (0 if node.plain else 2))


class Findings:
    """The problems of one document."""

    def __init__(self, document: Document, lost: tuple[Path, ...] = ()) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self._lost = list(lost)

    def misses(self, *path: str | int) -> bool:
        """True when a value here may have been written and could not be read.

        Not to be reported as missing.
        """
        return any(path[: len(gone)] == gone for gone in self._lost)

    def told(self, *path: str | int) -> bool:
        """True when the mistake behind what stands here is reported already."""
        return any(gone and path[: len(gone)] == gone for gone in self._lost)

    def lose(self, *path: str | int) -> None:
        """Remember that what was written here is reported already.

        Or that it was meant for here and stands elsewhere.
        """
        self._lost.append(path)

    def add(self, code: str, path: Path, message: str, hint: str = "", *, key: bool = False) -> None:
        """Report something about the value at `path` (or about its key)."""
        mark, width = locate(self.document.front, path, key=key)
        self.add_at(code, mark, message, hint, width=width, path=path)

    def tell(self, key: str, path: Path, /, *, at_key: bool = False, **blanks: object) -> None:
        """Report what `data/messages.yml` says under a key, which begins with the code: "E301.above"."""
        message, hint = say(key, **blanks)
        self.add(key.partition(".")[0], path, message, hint, key=at_key)

    def add_at(
        self, code: str, mark: Mark, message: str, hint: str = "", *, width: int = 1, path: Path = ()
    ) -> None:
        """Report something at a place that is already known."""
        self.problems.append(
            Problem(
                path=self.document.path,
                mark=mark,
                code=code,
                message=message,
                hint=hint,
                field=dotted(path),
                source=self.document.line(mark.line),
                width=width,
            )
        )
