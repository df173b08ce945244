"""Surgical changes to the YAML of an author's file: what is asked for, and not one byte more.

Comments, the order of keys, quotes, line ends and the write-up stay as they are. Each change is made on the
text, the outcome is read again by the reader that builds use, and nothing is handed back unless exactly the
asked-for value differs.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path as FilePath

from coaching_cycles.checking.findings import locate
from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading import characters
from coaching_cycles.reading.document import parse_record, parse_yaml
from coaching_cycles.reading.faults import shorten
from coaching_cycles.reading.fences import Fence, find_fence
from coaching_cycles.reading.files import decode, read_bytes
from coaching_cycles.reading.nodes import Document, Path, Reading
from coaching_cycles.reading.paths import dotted, plain
from coaching_cycles.schema import ALIASES
from coaching_cycles.writing.format import FileKind, kind_of_file
from coaching_cycles.writing.kinds import FILES, Kind, kind_of
from coaching_cycles.writing.layout import write_flow
from coaching_cycles.writing.spans import read_spans
from coaching_cycles.writing.splices import Unsafe, cut, put
from coaching_cycles.writing.steps import Delete, Edit, Set, is_same, named, outcome_of, plan
from coaching_cycles.writing.styles import write_key

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Edited:
    """A file before and after; `after` is None when a finding in `problems` says why it can't be made."""

    path: str
    before: bytes = field(repr=False)
    after: bytes | None = field(repr=False)
    problems: tuple[Problem, ...] = ()

    @property
    def changed(self) -> bool:
        """True when there is something to write."""
        return self.after is not None and self.after != self.before


def edit_file(root: FilePath, relative: str, edits: Iterable[Edit]) -> Edited:
    """Change the values of a record, a log, `school.yml` or `portfolio.yml`. Nothing is written yet."""
    data = read_bytes(root, relative)
    if isinstance(data, Problem):
        return Edited(relative, b"", None, (data,))
    return edit_bytes(data, relative, edits)


def edit_bytes(data: bytes, path: str, edits: Iterable[Edit]) -> Edited:
    """Change the bytes of a file; its name `path` tells what it is."""
    text = decode(data, characters.replace(path))
    if isinstance(text, Problem):
        return Edited(path, data, None, (text,))
    source = Source(data, text, path)
    document = source.read()
    if document.document is None:
        return Edited(path, data, None, document.problems)
    for edit in edits:
        outcome = source.apply(named(edit))
        if isinstance(outcome, Problem):
            return Edited(path, data, None, (outcome,))
    return Edited(path, data, source.encode())


class Source:
    """One file's text with line feeds only, and how to get back to its bytes."""

    def __init__(self, data: bytes, text: str, path: str) -> None:
        self.path = path
        self.kind: FileKind = kind_of_file(path) or "record"
        self.bom = data.startswith(codecs.BOM_UTF8)
        self.ends = _LINE_END.findall(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
        self.usual = Counter(self.ends).most_common(1)[0][0] if self.ends else "\n"
        self.text = text

    @property
    def front(self) -> bool:
        """True for a file whose YAML stands between two lines of `---`."""
        return self.kind in {"record", "log"}

    def read(self) -> Reading:
        shown = characters.replace(self.path)
        parse = parse_record if self.front else parse_yaml
        text, found = characters.scrub(self.text, shown)
        return parse(text, shown, found)

    def encode(self) -> bytes:
        lines = self.text.split("\n")
        parts = [line + end for line, end in zip(lines, [*self.ends, ""], strict=True)]
        return (codecs.BOM_UTF8 if self.bom else b"") + "".join(parts).encode("utf-8")

    def apply(self, edit: Edit) -> Problem | None:
        """Make one change, step by step; the finding that speaks against it, or None."""
        reading = self.read()
        document = reading.document
        if document is None:
            return self.refuse(edit, None, "the file can't be read any more")
        old = plain(document.front, ALIASES)
        before = (self.text, self.ends)
        try:
            steps = plan(old, edit)
            wanted = outcome_of(old, edit) if steps else old
            for step in steps:
                self.splice(step)
        except Unsafe as unsafe:
            self.text, self.ends = before
            return self.refuse(edit, document, str(unsafe))
        after = self.read()
        if (
            after.document is None
            or not is_same(plain(after.document.front, ALIASES), wanted)
            or after.document.body != document.body
            or len(after.problems) > len(reading.problems)
        ):
            self.text, self.ends = before
            return self.refuse(
                edit, document, "the file is laid out in a way that this can't be done in safely"
            )
        return None

    def splice(self, edit: Edit) -> None:
        """One step on the text and its line ends."""
        begin, yaml = self.yaml()
        root = read_spans(yaml)
        splices = (
            put(yaml, root, edit.path, edit.value, self.kind_at(edit.path[:-1]))
            if isinstance(edit, Set)
            else cut(yaml, root, edit.path)
        )
        for splice in sorted(splices, key=lambda s: s.start, reverse=True):
            self.replace(begin + splice.start, begin + splice.end, splice.text)

    def yaml(self) -> tuple[int, str]:
        """Where the YAML begins, and the YAML."""
        if not self.front:
            return 0, self.text
        lines = self.text.split("\n")
        close = find_fence(lines)
        if isinstance(close, Fence):
            raise Unsafe(close.message)
        return len(lines[0]) + 1, "\n".join((*lines[1:close], ""))

    def replace(self, start: int, end: int, text: str) -> None:
        first = self.text.count("\n", 0, start)
        removed = self.text.count("\n", start, end)
        kept = self.ends[first : first + min(removed, text.count("\n"))]
        added = kept + [self.usual] * (text.count("\n") - len(kept))
        self.ends = [*self.ends[:first], *added, *self.ends[first + removed :]]
        self.text = self.text[:start] + text + self.text[end:]

    def kind_at(self, path: Path) -> Kind:
        """What the format says of the group at a path."""
        kind = kind_of(FILES[self.kind])
        for step in path:
            kind = kind.below(step) if isinstance(step, str) else kind
        return kind

    def refuse(self, edit: Edit, document: Document | None, why: str) -> Problem:
        mark = Mark()
        if document is not None:
            mark, _ = locate(document.front, edit.path, key=True)
        name = dotted(edit.path)
        what = f"`{name}` can't be changed here: {why}"
        hint = f"change it by hand: {_by_hand(edit)}"
        source = document.line(mark.line) if document is not None else ""
        return Problem(characters.replace(self.path), mark, "E160", what, hint, name, source)


def _by_hand(edit: Edit) -> str:
    name = dotted(edit.path)
    if isinstance(edit, Delete):
        return f"take `{name}` out"
    key = edit.path[-1]
    entry = write_flow(edit.value) if isinstance(key, int) else f"{write_key(key)}: {write_flow(edit.value)}"
    return f"at `{name}`, write `{shorten(entry, 200)}`"


__all__ = ["Delete", "Edit", "Edited", "Set", "edit_bytes", "edit_file"]
