"""Characters that no record needs and that do harm: controls, and marks that reorder the text around them."""

from __future__ import annotations

import re
import unicodedata

from coaching_cycles.problems import Mark, Problem

REPLACEMENT = "\ufffd"

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17)
)
_BIDI = "\u202a-\u202e\u2066-\u2069"
# Tab and line feed are text; carriage returns are gone before anyone looks; no file can hold a lone
# surrogate.
UNSAFE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}{_BIDI}]")
_REORDERING = re.compile(f"[{_BIDI}]")
# Most records are ASCII, for which there is a way ten times faster than a pattern.
_ASCII = bytes(range(128)).translate(None, bytes([*b"\t\n", *range(32, 127)]))
_LINES_SHOWN = 20

_NAMES = {
    "\x00": "NUL, the character number zero",
    "\x0b": "a vertical tab, which a word processor writes for a line break",
    "\x0c": "a form feed, a page break",
    "\x7f": "DEL",
    "\x85": "NEL, a line break of another system",
}


def name(character: str) -> str:
    """What to call a character that cannot be shown: its number, and its name where it has one."""
    number = f"U+{ord(character):04X}"
    known = _NAMES.get(character) or unicodedata.name(character, "")
    return f"{number} ({known})" if known else number


def find(text: str) -> str:
    """The first unsafe character of a text, or an empty text."""
    if text.isascii() and len(text.encode().translate(None, _ASCII)) == len(text):
        return ""
    match = UNSAFE.search(text)
    return match.group() if match else ""


def replace(text: str) -> str:
    """The text with a visible replacement character for each unsafe one."""
    return UNSAFE.sub(REPLACEMENT, text) if find(text) else text


def fault(character: str) -> tuple[str, str, str]:
    """Code, message and hint for one unsafe character."""
    if _REORDERING.match(character):
        return (
            "E107",
            f"the invisible character {name(character)} changes the order in which the text is shown",
            "delete it: put the cursor behind it and press Backspace, or type the line anew",
        )
    return (
        "E106",
        f"a control character that is not text: {name(character)}",
        "delete it, or type the line anew; it often comes with text pasted from a PDF or a word processor",
    )


def scrub(text: str, path: str) -> tuple[str, list[Problem]]:
    """The text without its unsafe characters, and one finding for each line and kind of them.

    `text` has line feeds only. Positions are those of the text as given; its length stays the same.
    """
    if not find(text):
        return text, []
    problems = []
    for number, line in enumerate(text.split("\n"), 1):
        found: dict[str, tuple[int, str, str]] = {}
        for match in UNSAFE.finditer(line):
            code, message, hint = fault(match.group())
            found.setdefault(code, (match.start() + 1, message, hint))
        problems += [
            Problem(path, Mark(number, column), code, message, hint, source=replace(line))
            for code, (column, message, hint) in found.items()
        ]
    return replace(text), problems[:_LINES_SHOWN]
