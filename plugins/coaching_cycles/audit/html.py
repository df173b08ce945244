"""A page taken apart: its tags, and blocks of text with the kind of place they stand in.

A reader of its own. It knows nothing of how the pages were made but the names of a few classes, by which it
tells a figure from what people wrote.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import unescape
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from coaching_cycles.audit.tags import BREAK, SEAM, TELLING, VOID, Reader, Tag, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Block:
    """Text between two block elements; `place` is "figure", "svg", "prose" or "plain"."""

    text: str
    at: int
    place: str


@dataclass(frozen=True, slots=True)
class Page:
    """A file of HTML, SVG or XML, taken apart: texts, and the tags between them."""

    path: str
    text: str
    texts: list[str]
    tags: list[Tag]

    def places(self) -> Iterator[tuple[Tag, int]]:
        """Every tag and where it stands in the file."""
        sizes = (len(text) + tag.size for text, tag in zip(self.texts, self.tags, strict=False))
        starts = accumulate(sizes, initial=0)
        for start, text, tag in zip(starts, self.texts, self.tags, strict=False):
            yield tag, start + len(text)

    def place(self, number: int) -> int:
        """Where one of the tags stands in the file."""
        before = sum(tag.size for tag in self.tags[:number])
        return before + sum(map(len, self.texts[: number + 1]))

    def whole(self) -> list[str]:
        """All texts in one, blocks apart by `BREAK`; twice where it is open what belongs together."""
        special = {tag.name for tag in self.tags if tag.gap is SEAM}
        gaps = [SEAM if tag.closing and tag.inline and tag.name in special else tag.gap for tag in self.tags]
        whole = "".join(chain.from_iterable(zip(self.texts, [*gaps, ""], strict=True)))
        whole = " ".join((unescape(whole) if "&" in whole else whole).split())
        return [whole] if SEAM not in whole else [whole.replace(SEAM, ""), whole.replace(SEAM, BREAK)]

    def blocks(self) -> list[Block]:
        """The blocks that have a digit, a colon or an escape: no other says anything that is looked at."""
        parser = _Parser()
        at = 0
        for text, tag in zip(self.texts, self.tags, strict=False):
            parser.data(text, at)
            at += len(text) + tag.size
            if tag.closing:
                parser.close(tag)
            elif tag.name:
                parser.open(tag)
        parser.data(self.texts[-1], at)
        parser.flush()
        return parser.blocks


def parse(path: str, text: str, reader: Reader | None = None) -> Page:
    """Take a file apart. Whatever it contains, nothing is raised."""
    return Page(path, text, *(reader or Reader()).split(text))


class _Parser:
    """Knows which elements are open, and gathers what stands between two blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.stack: list[tuple[str, str]] = [("", "plain")]
        self.parts: list[str] = []
        self.start = 0

    def open(self, tag: Tag) -> None:
        """An element begins."""
        above = self.stack[-1][1]
        place = tag.places.get(above)
        if place is None:
            place = tag.places[above] = place_of(tag.name, tag.attributes.get("class", ""), above)
        if self.parts and (not tag.inline or place != above):
            self.flush()
        if tag.name not in VOID and not tag.closed:
            self.stack.append((tag.name, place))

    def close(self, tag: Tag) -> None:
        """An element ends, and with it those inside that were left open."""
        stack = self.stack
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth][0] == tag.name:
                if self.parts and (not tag.inline or stack[-1][1] != stack[depth - 1][1]):
                    self.flush()
                del stack[depth:]
                return

    def data(self, text: str, at: int) -> None:
        """Text, and where it begins."""
        if text and not text.isspace():
            if not self.parts:
                self.start = at + len(text) - len(text.lstrip())
            self.parts.append(text)
        elif text and self.parts:
            self.parts.append(" ")

    def flush(self) -> None:
        """A block ends here."""
        if self.parts:
            whole = "".join(self.parts)
            if TELLING.search(whole) is not None:
                text = " ".join(unescape(whole).split())
                self.blocks.append(Block(text, self.start, self.stack[-1][1]))
            self.parts = []
