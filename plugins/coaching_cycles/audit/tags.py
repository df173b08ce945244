"""The tags of a site, each taken apart once: most of a page's stand on many others too."""

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
TELLING = re.compile(r"[\d:&]")
"""What any text has that says something which is looked at."""
VOID = frozenset(
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
GAUGES = frozenset({"meter", "progress", "data"})
_LINKED_DATA = "application/ld+json"
_DIGIT = re.compile(r"\d")
_MOST = 30_000
"""Tags that are kept."""
_DEEPEST = 20

BREAK, SEAM = "\0", "\1"
"""Between two texts: an element that begins a new line, and one that may belong to another place."""


@dataclass(slots=True, eq=False)
class Tag:
    """A tag, the same object wherever it stands so; a comment or a declaration has no name."""

    name: str
    attributes: dict[str, str]
    size: int
    """Letters of it in the file."""
    raw: str = ""
    """The inside of a script or a style, or a comment as it stands."""
    text: bool = False
    """`raw` is no script and no style: words, or, in a drawing, more tags."""
    closing: bool = False
    closed: bool = False
    """It ends with "/>": in a drawing, nothing is inside."""
    inline: bool = False
    gap: str = ""
    """What stands between the text before and the text after it: nothing, a break or a seam."""
    addresses: tuple[str, ...] = ()
    """What a browser would load or go to."""
    anchors: tuple[str, ...] = ()
    """What a link can point at."""
    quiet: bool = False
    """It may hold a number where no reader looks: a comment, a style, a gauge, a data attribute or block."""
    says: tuple[str, ...] = ()
    """What it says to whoever does not see it, where a digit is in it: labels, descriptions."""
    places: dict[str, str] = field(default_factory=dict)
    """By the place that it stands in, the place that is inside."""
    faults: tuple[tuple[str, str, str], ...] | None = None
    """What is wrong with it wherever it stands: filled in by who asks first."""


class Reader:
    """Takes the files of one site apart, and keeps the tags that it has seen."""

    def __init__(self) -> None:
        self.known: dict[str, Tag] = {}

    def split(self, text: str, depth: int = 0) -> tuple[list[str], list[Tag]]:
        """The texts of a file and the tags between them, one text more than tags."""
        pieces = _TOKEN.split(text)
        texts, tokens = pieces[0::2], pieces[1::2]
        known = self.known.get
        tags = [known(token) or self._read(token) for token in tokens]
        # From the last on, so that places before stay where they are.
        for at in range(len(tags) - 1, -1, -1):
            tag = tags[at]
            if tag.text and "<" in tag.raw and depth < _DEEPEST:
                inner, more = self.split(tag.raw, depth + 1)
                inner[-1] += texts[at + 1]
                texts[at + 1 : at + 2] = inner
                tags[at + 1 : at + 1] = more
            elif tag.text:
                texts[at + 1] = tag.raw + texts[at + 1]
        return texts, tags

    def _read(self, token: str) -> Tag:
        """A tag taken apart, and kept."""
        if len(self.known) > _MOST:
            self.known.clear()
        found = _PARTS.match(token)
        tag = (
            _tag(found, token)
            if found is not None
            else Tag("", {}, len(token), token, quiet=_DIGIT.search(token) is not None)
        )
        self.known[token] = tag
        return tag


def _tag(found: re.Match[str], token: str) -> Tag:
    name, raw = found[2].lower(), token[found.end() :]
    closing, closed = bool(found[1]), found[3].endswith("/")
    attributes = {} if closing else _attributes(found[3])
    inside = bool(raw) and (closed or name in {"title", "textarea"})
    inline = name in _INLINE
    seam = inline and is_place(attributes.get("class", ""))
    return Tag(
        name,
        attributes,
        len(token) - (len(raw) if inside else 0),
        raw,
        inside,
        closing,
        closed,
        inline,
        SEAM if seam else "" if inline else BREAK,
        _addresses(name, attributes),
        tuple(
            attributes[key] for key in ("id", "name") if attributes.get(key) and (key == "id" or name == "a")
        ),
        _is_quiet(name, attributes),
        _says(attributes),
    )


def _addresses(name: str, attributes: dict[str, str]) -> tuple[str, ...]:
    found = [attributes[key] for key in _LINKS if key in attributes]
    found += [part.split()[0] for part in attributes.get("srcset", "").split(",") if part.split()]
    if name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        found.append(attributes.get("content", "").partition("=")[2])
    return tuple(found)


def _is_quiet(name: str, attributes: dict[str, str]) -> bool:
    if name in GAUGES or (name == "script" and attributes.get("type", "").strip().lower() == _LINKED_DATA):
        return True
    return any(
        (key == "style" or key.startswith("data-")) and _DIGIT.search(value) is not None
        for key, value in attributes.items()
    )


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
    return tuple(text for text in found if TELLING.search(text) is not None)


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found


def is_place(classes: str) -> bool:
    """True for classes that can make a place of their own: a figure, what somebody wrote, a map."""
    return bool(classes) and (
        _PROSE.search(classes) is not None
        or any(part.startswith((*_FIGURES, *_MAPS)) for part in classes.split())
    )


def place_of(name: str, classes: str, above: str) -> str:
    """The place inside an element: "figure", "svg", "prose" or "plain"; `above` is the one it stands in."""
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
