"""What the loader makes of a file: YAML nodes that keep what was written and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it was written; never typed here, so `no`, `12:30`, `1.10` and `007` stay what they are."""

    text: str
    mark: Mark
    plain: bool = True

    @property
    def blank(self) -> bool:
        """Nothing was written (or an unquoted `~` / `null`): the same as leaving the key out."""
        return self.plain and self.text.strip() in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, with the place of its first character."""

    items: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in file order; keys are unique (a second one is reported, and its value left out)."""

    entries: tuple[tuple[Scalar, Node], ...]
    mark: Mark

    def __iter__(self) -> Iterator[tuple[Scalar, Node]]:
        return iter(self.entries)

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for k, value in self.entries if k.text == key), None)


Node = Scalar | Sequence | Mapping

Path = tuple[str | int, ...]
"""Where a value sits: ("targets", 0, "results", "after", "date")."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file that was read: its front matter (or whole YAML), its Markdown, its lines.

    `body_line` is the line of the file on which the Markdown starts, so that a finding in prose can name its
    place.
    """

    path: str
    front: Mapping
    body: str
    body_line: int
    lines: tuple[str, ...] = field(repr=False)

    def line(self, number: int) -> str:
        """The text of a line (from 1), or an empty string past the end."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome of reading one file.

    `document` is there only when no error was found, so that nothing doubtful can be published by mistake.
    After an error, `rest` is what could be read nonetheless: good for finding further mistakes in the same
    run, and for nothing else. `lost` are the places of `rest` whose values are gone; to report something as
    missing there would be a second finding about the same mistake.
    """

    document: Document | None
    problems: tuple[Problem, ...] = ()
    rest: Document | None = None
    lost: tuple[Path, ...] = ()

    def misses(self, path: Path) -> bool:
        """True when a value at this place may have been written and lost: it, or what holds it."""
        return any(path[: len(gone)] == gone for gone in self.lost)
