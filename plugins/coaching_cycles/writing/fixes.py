"""Mistakes that can be mended without a doubt: a misspelt key, a date in another style, single quotes.

Nothing else in the file changes, and nothing at all when the outcome would not be read as what was meant.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.problems import Problem
from coaching_cycles.reading.files import decode, read_bytes
from coaching_cycles.reading.nodes import Mapping, Scalar, Sequence
from coaching_cycles.schema import ALIASES
from coaching_cycles.writing.dates import mend_date
from coaching_cycles.writing.edits import Edited, Source
from coaching_cycles.writing.spans import read_spans
from coaching_cycles.writing.splices import Splice
from coaching_cycles.writing.styles import trim, write_scalar

if TYPE_CHECKING:
    from coaching_cycles.reading.nodes import Node
    from coaching_cycles.writing.kinds import Kind
    from coaching_cycles.writing.spans import Span

_NEAR = 0.8


@dataclass(frozen=True, slots=True)
class Fix:
    """A change: the line of the file, and what stood and now stands there."""

    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file before and after, and what was mended in it."""

    edited: Edited
    fixes: tuple[Fix, ...] = ()


def fix_file(root: Path, path: str) -> Fixed:
    """What a file would be with all that can be mended mended. Nothing is written yet."""
    data = read_bytes(root, path)
    text = decode(data, path) if isinstance(data, bytes) else data
    if isinstance(data, Problem) or isinstance(text, Problem):
        return Fixed(Edited(path, b"", None))
    nothing = Fixed(Edited(path, data, None))
    source = Source(data, text, path)
    reading = source.read()
    if reading.document is None or reading.problems:
        return nothing
    begin, yaml = source.yaml()
    root_span = read_spans(yaml)
    if root_span is None:
        return nothing
    finder = _Finder(yaml)
    wanted = finder.group(reading.document.front, root_span, source.kind_at(()))
    splices = sorted(finder.splices, key=lambda splice: splice.start, reverse=True)
    fixes = [
        Fix(source.text.count("\n", 0, begin + s.start) + 1, yaml[s.start : s.end], s.text) for s in splices
    ]
    for splice in splices:
        source.replace(begin + splice.start, begin + splice.end, splice.text)
    after = source.read()
    if not splices or after.document is None or after.problems or _values(after.document.front) != wanted:
        return nothing
    return Fixed(Edited(path, data, source.encode()), tuple(reversed(fixes)))


class _Finder:
    """Goes through values and their places side by side; `splices` are the changes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.splices: list[Splice] = []

    def group(self, node: Mapping, span: Span, kind: Kind) -> Values:
        """The values of a group as they will be."""
        names = [key.text for key, _ in node]
        found: dict[str, Values] = {}
        for (key, value), key_span, value_span in zip(node, span.keys, span.values, strict=True):
            name = key.text
            meant = _near_key(name, names, kind)
            if meant and _fits(value, kind.below(meant)):
                self.splices.append(Splice(key_span.start, key_span.end, meant))
                name = meant
            found[name] = self.value(value, value_span, kind.below(name))
        return found

    def value(self, node: Node, span: Span, kind: Kind) -> Values:
        """A value as it will be."""
        if isinstance(node, Mapping):
            return self.group(node, span, kind)
        if isinstance(node, Sequence):
            items = zip(node.items, span.values, strict=True)
            return [self.value(item, below, kind) for item, below in items]
        text = node.text
        date = mend_date(trim(text)) if kind.day else None
        if date is not None and date != trim(text):
            self.splices.append(Splice(span.start, span.end, date))
            return date
        if span.style == "'" and "\n" not in self.text[span.start : span.end] and text == trim(text):
            self.splices.append(Splice(span.start, span.end, write_scalar(text, flow=span.flow)))
        return text


Values = str | list["Values"] | dict[str, "Values"]


def _values(node: Node) -> Values:
    """Every text as it stands, blanks too, under the keys as they stand."""
    if isinstance(node, Sequence):
        return [_values(item) for item in node.items]
    return {key.text: _values(value) for key, value in node} if isinstance(node, Mapping) else node.text


def _fits(node: Node, kind: Kind) -> bool:
    """Whether something is written here, in the shape that belongs behind the key."""
    grouped = bool(kind.keys) or kind.rest is not None
    return not (isinstance(node, Scalar) and (node.blank or grouped)) and (
        grouped or not isinstance(node, Mapping)
    )


def _near_key(name: str, names: list[str], kind: Kind) -> str:
    """The one key of the format that a misspelt one must be, when it is not there yet; or an empty text."""
    if not kind.keys or name in kind.keys or name in ALIASES:
        return ""
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    near = difflib.get_close_matches(plain, list(kind.keys), n=2, cutoff=_NEAR)
    there = {ALIASES.get(one, one) for one in names}
    return near[0] if len(near) == 1 and near[0] not in there else ""
