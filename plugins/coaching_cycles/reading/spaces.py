"""Spaces and commas that are missing, or are none: mistakes that can't be seen, or show on another line."""

from __future__ import annotations

import re
from dataclasses import dataclass

_GLUED_DASH = re.compile(r"\s*(?:- +)*(-)[^\W\d_]")
_ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000"
# The part of a line that YAML reads by its spaces: the indentation, dashes, and the gap behind a key.
_LEAD = re.compile(
    rf"(?P<lead>[ {_ODD_SPACES}]*(?:-[ {_ODD_SPACES}]+)*)"
    rf"(?:(?P<key>[\w-]+|\"[^\"]*\"|'[^']*'):(?:(?P<gap>[{_ODD_SPACES}][ {_ODD_SPACES}]*)|(?= |$)))?"
)
_ODD = re.compile(f"[{_ODD_SPACES}]")
_PAIR = re.compile(r"[\w-]+: +(?P<value>[^\s{\[,:][^{\[,:]*?) +(?P<word>[A-Za-z_][\w-]*) *$")
_PLAIN_NUMBER = re.compile(r"\d[\d./%-]*|true|false")


@dataclass(frozen=True, slots=True)
class Pair:
    """A word before a second colon that may be a key of its own.

    `sure`: a number stands before it, so that it can hardly be the end of a sentence.
    """

    word: str
    column: int
    sure: bool


def find_pair(before: str) -> Pair | None:
    """The word that may be a key, in the text of a line up to its second colon; column from 0."""
    match = _PAIR.search(before)
    if match is None:
        return None
    sure = _PLAIN_NUMBER.fullmatch(match["value"]) is not None
    return Pair(match["word"], match.start("word"), sure)


def find_glued_dash(line: str) -> int | None:
    """The column (from 0) of a dash that seems to begin a list item and has no space behind it."""
    match = _GLUED_DASH.match(line)
    return match.start(1) if match else None


def mend_spaces(line: str) -> tuple[str, int, str] | None:
    """The line with ordinary spaces where YAML counts them, and where (from 0) the first other one stood.

    The third part is that space. None where all are ordinary. Text that goes on further in is left alone.
    """
    match = None if line.isascii() else _LEAD.match(line)
    if match is None or not (match["key"] or "-" in match["lead"] or _ODD.match(line)):
        return None
    lead, gap = match["lead"], match["gap"] or ""
    rest = match.end() - len(gap)
    mended = _ODD.sub(" ", lead) + line[len(lead) : rest] + _ODD.sub(" ", gap) + line[match.end() :]
    column = next((n for n, (old, new) in enumerate(zip(line, mended, strict=True)) if old != new), None)
    return None if column is None else (mended, column, line[column])
