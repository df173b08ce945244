"""One mistake in YAML, and what is known about it."""

from __future__ import annotations

from collections.abc import Sequence as Lines
from dataclasses import dataclass

Spot = tuple[int, int]
"""Line and column as libyaml counts: from 0."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in YAML. `prose`: Markdown seems to begin at it, so what follows is no YAML."""

    code: str
    spot: Spot
    message: str
    hint: str
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """What is known when libyaml gives up: its words, its two places, the lines, the last text in quotes."""

    context: str
    start: Spot | None
    problem: str
    at: Spot
    lines: Lines[str]
    quoted: tuple[Spot, Spot] | None
    first_line: int

    def line(self, number: int) -> str:
        """The text of a line (from 0)."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def number(self, line: int) -> int:
        """The number that a line (from 0) has in its file."""
        return line + self.first_line

    @property
    def here(self) -> str:
        """What stands from the place of the error to the end of its line."""
        return self.line(self.at[0])[self.at[1] :]


def shorten(text: str, length: int = 80) -> str:
    """The text, or its beginning with an ellipsis: a finding is read by a person."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def quote(text: str) -> str:
    """The text as one quoted YAML value, as an author would type it; a long one is cut short."""
    text = shorten(text.strip())
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'
