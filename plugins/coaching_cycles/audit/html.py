"""A page taken apart: tags with their attributes, and blocks of text with the kind of place they stand in.

A reader of its own. It knows nothing of how the pages were made but the names of a few classes, by which it
tells a figure from what people wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][^\s/>]*)((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>|<[!?][^>]*>", re.DOTALL
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "time"}
    | {"tspan", "wbr", "u", "s", "mark", "kbd", "label"}
)
# Where numbers about students stand, in words of the generator's own.
_FIGURES = (
    "cc-num",
    "cc-measure",
    "cc-chart",
    "cc-strip",
    "cc-cycle__row",
    "cc-asides",
    "cc-glance",
    "cc-table",
)
_OWN = tuple(name for name in _FIGURES if name != "cc-table")
_MAPS = ("cc-map",)
"""Tables that count cycles and standards, not students."""
# What people wrote, inside or outside such a place.
_PROSE = re.compile(
    r"cc-(?:answers|log__notes|next|writeup|prose|quote|lesson|question|board__text|evidence|lead|exemplar|out"
    r"|unpacked|note2|learned__words)"
)


@dataclass(frozen=True, slots=True)
class Tag:
    """An opening tag and its place in the file; `raw` is what stands inside a script or a style."""

    name: str
    attributes: dict[str, str]
    at: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Text between two block elements; `place` is "figure", "svg", "prose" or "plain"."""

    text: str
    at: int
    place: str


@dataclass(slots=True)
class Page:
    """A file of HTML, SVG or XML, taken apart."""

    path: str
    text: str
    tags: list[Tag] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def ids(self) -> set[str]:
        """What a link to this page can point at."""
        return {
            value
            for tag in self.tags
            for name in ("id", "name")
            if (value := tag.attributes.get(name)) and (name == "id" or tag.name == "a")
        }


def parse(path: str, text: str) -> Page:
    """Take a file apart. Whatever it contains, nothing is raised."""
    page = Page(path, text)
    _Parser(page).run()
    return page


class _Parser:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.small = page.text.lower()
        self.stack: list[tuple[str, str]] = [("", "plain")]
        self.parts: list[str] = []
        self.start = 0

    def run(self) -> None:
        text, position = self.page.text, 0
        while (token := _TOKEN.search(text, position)) is not None:
            self._data(text[position : token.start()], position)
            position = token.end()
            name = (token[2] or "").lower()
            if not name:
                continue
            if token[1]:
                self._close(name)
                continue
            raw = ""
            closed = token[3].endswith("/")
            # In SVG a title is an element like any other.
            if name in _RAW and not closed and not (name == "title" and self._in_svg()):
                end = self.small.find(f"</{name}", position)
                end = len(text) if end < 0 else end
                raw, position = text[position:end], end
            self._open(Tag(name, _attributes(token[3]), token.start(), raw), closed=closed)
        self._data(text[position:], position)
        self._flush()

    def _in_svg(self) -> bool:
        return any(name == "svg" for name, _ in self.stack)

    def _open(self, tag: Tag, *, closed: bool) -> None:
        self.page.tags.append(tag)
        above = self.stack[-1][1]
        place = _place(tag.name, tag.attributes.get("class", ""), above)
        if tag.name not in _INLINE or place != above:
            self._flush()
        if tag.name in _VOID or closed:
            return
        self.stack.append((tag.name, place))
        if tag.raw and tag.name in {"title", "textarea"}:
            self._data(tag.raw, tag.at)
            self._flush()

    def _close(self, name: str) -> None:
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth][0] == name:
                if name not in _INLINE or self.stack[-1][1] != self.stack[depth - 1][1]:
                    self._flush()
                del self.stack[depth:]
                return

    def _data(self, text: str, at: int) -> None:
        if text.strip():
            if not self.parts:
                self.start = at + len(text) - len(text.lstrip())
            self.parts.append(text)
        elif text and self.parts:
            self.parts.append(" ")

    def _flush(self) -> None:
        if self.parts:
            text = " ".join(unescape("".join(self.parts)).split())
            self.page.blocks.append(Block(text, self.start, self.stack[-1][1]))
            self.parts = []


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found


def _place(name: str, classes: str, above: str) -> str:
    if name == "svg" or above == "svg":
        return "svg" if "cc-chart" in classes or above in {"svg", "figure"} else above
    if classes:
        if _PROSE.search(classes):
            return "prose"
        if any(part.startswith(_MAPS) for part in classes.split()):
            return "plain"
        # A table in what somebody wrote is theirs.
        figures = _OWN if above == "prose" else _FIGURES
        if any(part.startswith(figures) for part in classes.split()):
            return "figure"
    return "prose" if name in {"blockquote", "pre"} else above
