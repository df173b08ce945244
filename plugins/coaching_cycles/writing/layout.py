"""A tree to lines of text. See `format` for the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.writing.styles import is_block, write_key, write_scalar
from coaching_cycles.writing.tree import Group, Twig, grow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.writing.tree import Data, Value

WIDTH = 100
"""The longest line that a list or group is written on, in characters (code points)."""

_STEP = "  "
_ALWAYS_OPEN = frozenset({"answers"})
"""Groups with a line for each key, however short: their values grow."""


def lay_out(root: Group) -> list[str]:
    """The lines of a whole file's keys."""
    lines = list(root.head)
    for twig in root.twigs:
        if twig.gap and lines and lines[-1]:
            lines.append("")
        lines += _entry(twig, "")
    return [*lines, *root.tail]


def lay_out_entry(key: str, data: Data, column: int) -> list[str]:
    """The lines of one key and its value, moved in to a column (from 0)."""
    return list(_entry(Twig(key, grow(data)), " " * column))


def lay_out_item(data: Data, column: int) -> list[str]:
    """The lines of one item of a list, moved in to a column (from 0)."""
    return list(_item(Twig(None, grow(data)), " " * column))


def lay_out_children(data: Data, column: int) -> list[str]:
    """The lines of a group or list that stands below its key."""
    value = grow(data)
    return list(_children(value, " " * column)) if isinstance(value, Group) else []


def write_line(data: Data, column: int) -> str | None:
    """A value on the line of its key, which ends at a column; None when it needs lines of its own."""
    line = _one_line(grow(data), " " * column)
    return None if line is None else line[column + 1 :]


def write_flow(data: Data) -> str:
    """A value inside `[ ]` or `{ }`, whatever it is."""
    return _flow(grow(data))


def _entry(twig: Twig, pad: str) -> Iterator[str]:
    """A key and its value."""
    for comment in twig.lead:
        yield pad + comment
    head = f"{pad}{write_key(twig.key or '')}:"
    trail = f"  {twig.trail}" if twig.trail else ""
    line = _one_line(twig.value, head, opened=twig.key in _ALWAYS_OPEN)
    if line is not None:
        yield line + trail
    elif isinstance(twig.value, str):
        yield f"{head} |{trail}"
        yield from _block(twig.value, pad + _STEP)
    elif isinstance(twig.value, Group):
        yield head + trail
        yield from _children(twig.value, pad + _STEP)


def _item(twig: Twig, pad: str) -> Iterator[str]:
    """A list item. Comments of what would begin its line stand above it."""
    line = _one_line(twig.value, f"{pad}-")
    if line is not None:
        yield from (pad + comment for comment in twig.lead)
        yield line + (f"  {twig.trail}" if twig.trail else "")
        return
    yield from (pad + comment for comment in (*twig.lead, *([twig.trail] if twig.trail else [])))
    if isinstance(twig.value, str):
        yield f"{pad}- |"
        yield from _block(twig.value, pad + _STEP)
    elif isinstance(twig.value, Group):
        lines = list(_children(twig.value, pad + _STEP))
        first = next((n for n, line in enumerate(lines) if not line.lstrip().startswith("#")), 0)
        yield from (pad + line.lstrip() for line in lines[:first])
        yield f"{pad}- {lines[first].removeprefix(pad + _STEP)}"
        yield from lines[first + 1 :]


def _children(group: Group, pad: str) -> Iterator[str]:
    for twig in group.twigs:
        yield from _entry(twig, pad) if group.keyed else _item(twig, pad)
    yield from (pad + comment for comment in (*group.head, *group.tail))


def _block(text: str, pad: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield pad + line if line else ""


def _one_line(value: Value, head: str, *, opened: bool = False) -> str | None:
    """The line of a value, or None when it needs several."""
    if value is None:
        return head
    if isinstance(value, str):
        return None if is_block(value) else f"{head} {write_scalar(value)}"
    if not value.twigs and not value.tail:
        return f"{head} {'{}' if value.keyed else '[]'}"
    if opened or not _fits_flow(value):
        return None
    line = f"{head} {_flow(value)}"
    return line if len(line) <= WIDTH else None


def _fits_flow(group: Group) -> bool:
    """True for a list of values, or a group of values and such lists, without blanks and comments."""
    if group.tail or group.head:
        return False
    for twig in group.twigs:
        value = twig.value
        if not twig.bare or value is None or (isinstance(value, str) and "\n" in value):
            return False
        if isinstance(value, Group) and (not group.keyed or value.keyed or not _fits_flow(value)):
            return False
    return True


def _flow(value: Value) -> str:
    if isinstance(value, Group) and value.keyed:
        return "{" + ", ".join(f"{write_key(t.key or '')}: {_flow(t.value)}" for t in value.twigs) + "}"
    if isinstance(value, Group):
        return "[" + ", ".join(_flow(twig.value) for twig in value.twigs) + "]"
    return write_scalar(value or "", flow=True)
