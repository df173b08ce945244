"""Finding one's way in a tree of nodes, and turning it into plain data."""

from __future__ import annotations

from dataclasses import dataclass

from coaching_cycles.problems import Mark
from coaching_cycles.reading.nodes import Mapping, Node, Path, Scalar, Sequence

Plain = str | list["Plain"] | dict[str, "Plain"] | None
"""Nodes without their places: what the schema reads."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands, and its key (None for an item of a list)."""

    value: Mark
    key: Mark | None = None


def plain(node: Node, aliases: dict[str, str] | None = None) -> Plain:
    """The node as text, lists and dictionaries; a blank value is None. Text is never typed or trimmed.

    `aliases` are other spellings of keys, and the key that each is read as.
    """
    if isinstance(node, Scalar):
        return None if node.blank else node.text
    if isinstance(node, Sequence):
        return [plain(item, aliases) for item in node.items]
    names = aliases or {}
    return {names.get(key.text, key.text): plain(value, aliases) for key, value in node}


def paths(mapping: Mapping) -> dict[Path, Place]:
    """The place of every key and value below a mapping, in file order; list items count from 0."""
    found: dict[Path, Place] = {}
    _collect(mapping, (), found)
    return found


def _collect(node: Node, path: Path, found: dict[Path, Place]) -> None:
    if isinstance(node, Mapping):
        for key, value in node:
            found[*path, key.text] = Place(value.mark, key.mark)
            _collect(value, (*path, key.text), found)
    elif isinstance(node, Sequence):
        for number, item in enumerate(node.items):
            found[*path, number] = Place(item.mark)
            _collect(item, (*path, number), found)


def dotted(path: Path) -> str:
    """A path as people write it: `targets[2].results`, list items counted from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if text else ''}{step}"
    return text
