"""The words of a standard, as they are in its file, made safe for a page.

Files hold plain text, HTML, or both: `<sup>` beside a literal `<`, entities escaped once or twice, pictures
of a blank. What is known as a tag and opened and closed is kept or dropped by name; all else is text. The
result is made of escaped text and of the few tags below without attributes, so nothing in it can run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape, unescape

_KEPT = frozenset({"sup", "sub", "i", "em", "b", "strong"})
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "table", "tbody", "h1", "h2", "h3", "h4"})
_DROPPED = frozenset({"span", "font", "a", "u", "small", "big", "td", "th", "thead", "img", "hr", "center"})
_ALONE = frozenset({"br", "img", "hr"})
_ATTRIBUTE = r"""\s+[a-zA-Z_:][\w:.-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+)"""
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?P<rest>(?:{_ATTRIBUTE})*)\s*/?>")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')""")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_DEEPEST = 32
"""Tags that may be open at once; what opens after them is text."""
_ROUNDS = 4
"""How often entities may have been escaped; twice has been seen."""
_RAISED = dict(zip("0123456789+-−=()nix", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱˣ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()aeoxn", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₙ", strict=True))

Piece = tuple[str, str]
"""("text", words), ("open", tag), ("close", tag), ("break", "") or ("blank", words for a picture)."""


@lru_cache(maxsize=4096)
def show_statement(text: str) -> str:
    """The words as HTML for a line: escaped, with `<sup>` and its like kept, and `<br>` between blocks."""
    shown: list[str] = []
    for kind, value in _read(text):
        if kind == "open":
            shown.append(f"<{value}>")
        elif kind == "close":
            shown.append(f"</{value}>")
        elif kind == "break":
            shown.append("<br>")
        else:
            shown.append(escape(value, quote=False))
    html = re.sub(r"\s*(?:<br>\s*)+", "<br>", "".join(shown)).strip()
    return html.removeprefix("<br>").removesuffix("<br>").strip()


@lru_cache(maxsize=4096)
def say_statement(text: str) -> str:
    """The words as plain text on a line; raised and lowered characters where there are such: 3⁻⁵."""
    if "<" not in text and "&" not in text:
        return " ".join(text.split())
    said: list[str] = []
    inside: list[tuple[str, int]] = []
    for kind, value in _read(text):
        if kind == "open":
            inside.append((value, len(said)))
        elif kind == "close":
            tag, begin = inside.pop()
            if tag in {"sup", "sub"}:
                said[begin:] = [_shift("".join(said[begin:]), tag)]
        else:
            said.append(" " if kind == "break" else value)
    return " ".join("".join(said).split())


def _shift(words: str, tag: str) -> str:
    letters = _RAISED if tag == "sup" else _LOWERED
    bare = words.strip()
    if bare and set(bare) <= set(letters):
        return "".join(letters[letter] for letter in bare)
    return f"{'^' if tag == 'sup' else '_'}{bare if len(bare) == 1 else f'({bare})'}" if bare else ""


def decode_entities(text: str) -> str:
    """Text with its entities turned into characters, however often they were escaped."""
    for _ in range(_ROUNDS):
        if "&" not in text:
            break
        before, text = text, _ENTITY.sub(lambda found: unescape(found[0]), text)
        if text == before:
            break
    return text


def _read(text: str) -> list[Piece]:
    """The pieces of a text. A tag without its partner is text; partners stand inside one another."""
    text = decode_entities(text)
    pieces: list[Piece] = []
    opened: list[tuple[str, int]] = []
    partners: set[int] = set()
    at = 0
    for found in _TAG.finditer(text):
        name = found["name"].lower()
        if name not in _KEPT | _BREAKS | _DROPPED or (found["end"] and found["rest"]):
            continue
        pieces.append(("text", text[at : found.start()]))
        at = found.end()
        pieces.append((("close" if found["end"] else "open") if name not in _ALONE else "alone", found[0]))
        place = len(pieces) - 1
        if name in _ALONE:
            partners.add(place)
        elif not found["end"]:
            if len(opened) < _DEEPEST:
                opened.append((name, place))
        elif name in (names := [each for each, _ in opened]):
            begin = len(names) - 1 - names[::-1].index(name)
            partners |= {opened[begin][1], place}
            del opened[begin:]
    pieces.append(("text", text[at:]))
    return [piece for place, each in enumerate(pieces) for piece in _settle(each, place in partners)]


def _settle(piece: Piece, paired: bool) -> Iterable[Piece]:  # noqa: FBT001 - one of two ways to read a tag
    kind, value = piece
    if kind == "text" or not paired:
        return [("text", value)] if value else []
    found = _TAG.fullmatch(value)
    name = found["name"].lower() if found else ""
    if name == "img" and found:
        alt = _ALT.search(found["rest"])
        # Without words for it, a picture in a standard is as a rule the box for an unknown number.
        return [("blank", (alt[1] or alt[2] or "□") if alt else "□")]
    if name in _KEPT:
        return [(kind, name)]
    return [("break", "")] if name in _BREAKS else []
