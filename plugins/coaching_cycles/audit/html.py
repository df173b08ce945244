"""A page taken apart: tags with their attributes, and blocks of text with the kind of place they stand in.

A reader of its own. It knows nothing of how the pages were made but the names of a few classes, by which it
tells a figure from what people wrote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_RAW = ("script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe")
# A quote is one only where a value begins, as browsers have it: in x=a"b it is a letter.
_INSIDE = r"(?:[^>\"'=]|=\s*(?:\"[^\"]*\"|'[^']*')|[\"'=])*+"
_ELEMENTS = "|".join(rf"{name}(?=[\s/>]){_INSIDE}>(?s:.*?)(?=</{name}|\Z)" for name in _RAW)
# A comment, an element whose inside is no markup, a tag, or a declaration.
_TOKEN = re.compile(
    rf"(<!--(?s:.*?)(?:-->|\Z)|<(?:{_ELEMENTS})|</?[a-z][^\s/>]*{_INSIDE}>|<[!?][^>]*>)", re.IGNORECASE
)
_PARTS = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*)({_INSIDE})>")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_TELLING = re.compile(r"[\d:&]")
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


_LINKS = ("href", "src", "action", "poster", "data", "xlink:href")
_SAYS = ("aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "alt", "title")
_DESCRIBES = re.compile(r"description", re.IGNORECASE)
_MOST = 30_000
"""Tags that are kept: most of a page's stand on others too, and each is taken apart once."""


@dataclass(slots=True, eq=False)
class Tag:
    """A tag, the same object wherever it stands so; `raw` is the inside of a script or a style."""

    name: str
    attributes: dict[str, str]
    raw: str = ""
    closing: bool = False
    closed: bool = False
    """It ends with "/>": in a drawing, nothing is inside."""
    inline: bool = False
    addresses: tuple[str, ...] = ()
    """What a browser would load or go to, but for lists of sizes and redirects."""
    says: tuple[str, ...] = ()
    """What it says to whoever does not see it, where a digit is in it: labels, descriptions."""
    places: dict[str, str] = field(default_factory=dict)
    """By the place that it stands in, the place that is inside."""
    faults: tuple[tuple[str, str, str], ...] | None = None
    """What is wrong with it wherever it stands: filled in by who asks first."""


@dataclass(frozen=True, slots=True)
class Block:
    """Text between two block elements; `place` is "figure", "svg", "prose" or "plain"."""

    text: str
    at: int
    place: str


@dataclass(slots=True)
class Page:
    """A file of HTML, SVG or XML, taken apart: opening tags and texts, each with its place in the file."""

    path: str
    text: str
    tags: list[tuple[Tag, int]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    """Those that have a digit or a colon: no other says anything that is looked at."""
    comments: list[tuple[str, int]] = field(default_factory=list)

    @property
    def ids(self) -> set[str]:
        """What a link to this page can point at."""
        return {
            value
            for tag, _ in self.tags
            for name in ("id", "name")
            if (value := tag.attributes.get(name)) and (name == "id" or tag.name == "a")
        }


def parse(path: str, text: str) -> Page:
    """Take one file apart. Whatever it contains, nothing is raised."""
    return Reader().parse(path, text)


class Reader:
    """Takes the files of one site apart, and keeps the tags that it has seen."""

    def __init__(self) -> None:
        self.known: dict[str, Tag | None] = {}

    def parse(self, path: str, text: str) -> Page:
        """Take a file apart. Whatever it contains, nothing is raised."""
        page = Page(path, text)
        parser = _Parser(page, self)
        parser.run(text, 0)
        parser.flush()
        return page

    def tag(self, token: str) -> Tag | None:
        """A tag taken apart; None for comments and declarations."""
        if token in self.known:
            return self.known[token]
        if len(self.known) > _MOST:
            self.known.clear()
        found = _PARTS.match(token)
        tag = None
        if found is not None:
            name = found[2].lower()
            attributes = _attributes(found[3]) if not found[1] else {}
            tag = Tag(
                name,
                attributes,
                token[found.end() :],
                bool(found[1]),
                found[3].endswith("/"),
                name in _INLINE,
                tuple(attributes[key] for key in _LINKS if key in attributes),
                _says(attributes),
            )
        self.known[token] = tag
        return tag


class _Parser:
    def __init__(self, page: Page, reader: Reader) -> None:
        self.page = page
        self.tag = reader.tag
        self.stack: list[tuple[str, str]] = [("", "plain")]
        self.parts: list[str] = []
        self.start = 0

    def run(self, text: str, at: int) -> None:
        """Take a stretch of the file apart that begins at `at`."""
        for number, piece in enumerate(_TOKEN.split(text)):
            if number % 2 == 0:
                if piece:
                    self._data(piece, at)
            else:
                tag = self.tag(piece)
                if tag is None:
                    if piece.startswith("<!--"):
                        self.page.comments.append((piece, at))
                elif tag.closing:
                    self._close(tag)
                else:
                    self._open(tag, at)
                    if tag.raw:
                        self._inside(tag, at + len(piece) - len(tag.raw))
            at += len(piece)

    def _inside(self, tag: Tag, at: int) -> None:
        """What stands inside an element without markup: text, or, in a drawing, markup after all."""
        if (tag.closed or tag.name == "title") and any(name == "svg" for name, _ in self.stack):
            self.run(tag.raw, at)
        elif tag.name in {"title", "textarea"}:
            self._data(tag.raw, at)
            self.flush()

    def _open(self, tag: Tag, at: int) -> None:
        self.page.tags.append((tag, at))
        above = self.stack[-1][1]
        place = tag.places.get(above)
        if place is None:
            place = tag.places[above] = _place(tag.name, tag.attributes.get("class", ""), above)
        if self.parts and (not tag.inline or place != above):
            self.flush()
        if tag.name not in _VOID and not tag.closed:
            self.stack.append((tag.name, place))

    def _close(self, tag: Tag) -> None:
        stack = self.stack
        for depth in range(len(stack) - 1, 0, -1):
            if stack[depth][0] == tag.name:
                if self.parts and (not tag.inline or stack[-1][1] != stack[depth - 1][1]):
                    self.flush()
                del stack[depth:]
                return

    def _data(self, text: str, at: int) -> None:
        if not text.isspace():
            if not self.parts:
                self.start = at + len(text) - len(text.lstrip())
            self.parts.append(text)
        elif self.parts:
            self.parts.append(" ")

    def flush(self) -> None:
        """A block ends here."""
        if self.parts:
            whole = "".join(self.parts)
            if _TELLING.search(whole) is not None:
                text = " ".join(unescape(whole).split())
                self.page.blocks.append(Block(text, self.start, self.stack[-1][1]))
            self.parts = []


def _says(attributes: dict[str, str]) -> tuple[str, ...]:
    """Texts of a tag that have a digit in them."""
    if not attributes:
        return ()
    names = (
        (*_SAYS, "content")
        if _DESCRIBES.search(attributes.get("name") or attributes.get("property", ""))
        else _SAYS
    )
    found = (" ".join(attributes[key].split()) for key in names if key in attributes)
    return tuple(text for text in found if _TELLING.search(text) is not None)


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
