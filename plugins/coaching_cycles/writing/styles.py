"""How one value is written: plain, in double quotes, or as a block of lines. See `format` for the rules."""

from __future__ import annotations

import json
import re

# What has a meaning in YAML at the start of a value. A hyphen may begin a negative number.
_FIRST = re.compile(r"""[?:,\[\]{}#&*!|>'"%@`]|-(?![0-9])""")
_INSIDE = re.compile(r": |:$| #")
_FLOW = re.compile(r"[,\[\]{}:]")
# Words and numbers that a reader of YAML other than ours takes for something else than text, or for nothing.
_TRAP = re.compile(r"~|null|Null|NULL|(?i:y|n|yes|no|on|off)|[0-9]+:[0-9].*|0[0-9]+")
_NOTHING = re.compile(r"null|Null|NULL")
# Spaces that are no ordinary ones, where YAML counts spaces.
_ODD_SPACE = re.compile("(?m:^|[ :-])[\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000]")
# What can stand in a file by an escape alone. Line feeds are looked for apart.
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
_KEY = re.compile(r"[^\W_][\w .-]*")


def trim(text: str) -> str:
    """The text without spaces, tabs and line feeds at its ends: nothing in a portfolio depends on them."""
    return text.strip(" \t\n")


def write_scalar(text: str, *, flow: bool = False) -> str:
    """A value on one line; `flow` is for inside `[ ]` and `{ }`. The text is trimmed already."""
    plain = (
        text != ""
        and "\n" not in text
        and not _FIRST.match(text)
        and not _INSIDE.search(text)
        and not (flow and _FLOW.search(text))
        and not _TRAP.fullmatch(text)
        and not _ODD_SPACE.search(text)
        and not _HIDDEN.search(text)
    )
    return text if plain else _quote(text)


def write_like(text: str, written: str, *, flow: bool = False) -> str:
    """A value in place of another one, as that was written: in the same kind of quotes if it had some."""
    if written[:1] == '"':
        return _quote(text)
    if written[:1] == "'" and "\n" not in text and not _HIDDEN.search(text):
        return "'" + text.replace("'", "''") + "'"
    return write_scalar(text, flow=flow)


def write_key(text: str) -> str:
    """A key."""
    if _KEY.fullmatch(text) and text == trim(text) and not _NOTHING.fullmatch(text):
        return text
    return _quote(text)


def is_block(text: str) -> bool:
    """True for a text of several lines that can stand as lines of its own, below `key: |`."""
    return "\n" in text and not _HIDDEN.search(text.replace("\t", "")) and not _ODD_SPACE.search(text)


def _quote(text: str) -> str:
    return _HIDDEN.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(text, ensure_ascii=False))
