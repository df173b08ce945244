"""Where front matter begins and ends, and what was probably meant when it doesn't."""

from __future__ import annotations

import re
from collections.abc import Sequence as Lines
from dataclasses import dataclass

from coaching_cycles.problems import Mark


@dataclass(frozen=True, slots=True)
class Fence:
    """What is wrong with the lines around front matter; `close`: index of the line meant to end it."""

    code: str
    mark: Mark
    message: str
    hint: str
    close: int | None = None


_OPEN = re.compile(r"---[ \t]*")
_CLOSE = re.compile(r"(?:---|\.\.\.)[ \t]*")
_INDENTED = re.compile(r"[ \t]+(?:---|\.\.\.)[ \t]*")
# Lines that people (and the autocorrection of word processors) write for the three hyphens.
_ALMOST = re.compile(r"(?:--|-{4,}|[‐‑‒–—―−]+-*|```\s*\w*|~~~\s*\w*)[ \t]*")
_ALMOST_OPEN = re.compile(_ALMOST.pattern + r"|-(?: -)+[ \t]*|---.*|[*_=]{3,}[ \t]*|;;;[ \t]*")
_INVISIBLE = " \t\u00a0\u00ad\u200b\u200c\u200d\u2060\ufeff"
_KEY = re.compile(r"""["']?\w[\w -]*["']?[ \t]*:(?:[ \t]|$)""")
_THREE = "write exactly three hyphens, ---, on a line of their own, at the margin"


RECORD_KEYS = "title, grades, subject, goal and status"
LOG_KEYS = "log and date"


def find_fence(lines: Lines[str], keys: str = RECORD_KEYS) -> int | Fence:
    """The index of the line that ends the front matter, or what is wrong with it; `keys` belong into it."""
    if not _OPEN.fullmatch(lines[0]):
        return _explain_opening(lines, keys)
    for index, line in enumerate(lines[1:], 1):
        if line[:1] not in "-.‐‑‒–—―−`~":
            continue
        if _CLOSE.fullmatch(line):
            return index
        if _ALMOST.fullmatch(line):
            message = f"front matter ends with ---, and this line is `{line.strip()[:40]}`"
            return Fence("E113", Mark(index + 1, 1), message, _THREE, index)
    for index, line in enumerate(lines[1:], 1):
        if _INDENTED.fullmatch(line):
            column = len(line) - len(line.lstrip()) + 1
            message = "the line that ends the front matter is moved in"
            return Fence("E113", Mark(index + 1, column), message, _THREE, index)
    return Fence(
        "E112",
        Mark(1, 1),
        "the front matter that begins here has no end",
        "put a second line with --- after the last key, before the write-up",
    )


def _explain_opening(lines: Lines[str], keys: str) -> Fence:
    first = lines[0]
    filled = next((n for n, line in enumerate(lines) if line.strip(_INVISIBLE)), None)
    start = Mark(1, 1)
    if filled is None:
        hint = f"write the front matter ({keys}) between two lines of ---"
        return Fence("E110", start, "this file is empty", hint)
    if _OPEN.fullmatch(first.strip(_INVISIBLE)):
        message = "spaces or invisible characters stand before the --- that begins the front matter"
        return Fence("E113", start, message, _THREE)
    if first.startswith("+++"):
        hint = "write the front matter as YAML: `key: value` between two lines of ---"
        return Fence("E115", start, "this front matter is TOML (+++), which is not read here", hint)
    if lines[filled].lstrip(_INVISIBLE).startswith("{"):
        hint = "write the front matter as YAML: `key: value` between two lines of ---"
        return Fence("E115", Mark(filled + 1, 1), "this front matter is JSON, which is not read here", hint)
    if _ALMOST_OPEN.fullmatch(first):
        message = f"front matter begins with ---, and this line is `{first.strip()[:40]}`"
        return Fence("E113", start, message, _THREE)
    late = _late_opening(lines)
    if late is not None:
        what = "blank lines stand" if late == filled else "text stands"
        message = f"{what} before the front matter, whose --- is on line {late + 1}"
        return Fence("E114", start, message, "make --- the first line of the file")
    if _KEY.match(lines[filled]):
        message = "the line --- that begins the front matter is missing"
        hint = "put a line with --- above the first key and one below the last"
        return Fence("E111", Mark(filled + 1, 1), message, hint)
    hint = f"begin with a line of ---, then {keys}, then another line of ---"
    return Fence("E111", Mark(filled + 1, 1), "this file has no front matter", hint)


def _late_opening(lines: Lines[str]) -> int | None:
    """The index of a later line that opens what looks like front matter."""
    for index, line in enumerate(lines[:-1]):
        if _OPEN.fullmatch(line.strip(_INVISIBLE)):
            following = next((text for text in lines[index + 1 :] if text.strip() and text[0] != "#"), "")
            return index if _KEY.match(following) else None
    return None
