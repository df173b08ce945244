"""Where in a YAML text a value goes in or comes out: the pieces to replace, and by what."""

from __future__ import annotations

from dataclasses import dataclass

from coaching_cycles.reading.nodes import Path
from coaching_cycles.writing import layout
from coaching_cycles.writing.kinds import Kind
from coaching_cycles.writing.spans import Span, follow
from coaching_cycles.writing.styles import is_block, write_key, write_like
from coaching_cycles.writing.tree import Data, Group, grow


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace what stands from `start` to before `end` by `text`."""

    start: int
    end: int
    text: str


class Unsafe(Exception):  # noqa: N818 - no error: it says why nothing is done, and becomes a finding
    """A change that can't be made without touching something else; the message says why."""


def put(text: str, root: Span | None, path: Path, value: Data, kind: Kind) -> list[Splice]:
    """Have a value at a path whose parent is there; `kind` is what the format says of that."""
    if root is None:
        lines = layout.lay_out_entry(str(path[-1]), value, 0)
        gap = "" if not text or text.endswith("\n") else "\n"
        return [Splice(len(text), len(text), gap + "\n".join(lines) + "\n")]
    parent, target = _find(root, path)
    if target is not None:
        if target.lead < 0:
            raise Unsafe("its key has no colon behind it")
        return _replace_inside(text, target, value) if parent.flow else _replace(text, parent, target, value)
    if isinstance(path[-1], str) and parent.kind == "mapping":
        name = path[-1]
        return _add_flow(parent, name, value, kind) if parent.flow else _add(text, parent, name, value, kind)
    if isinstance(path[-1], int) and parent.kind == "sequence":
        return _append(text, parent, value)
    raise Unsafe("something else stands there")


def cut(text: str, root: Span | None, path: Path) -> list[Splice]:
    """Take out what stands at a path, with its key."""
    if root is None:
        return []
    parent, target = _find(root, path)
    if target is None:
        return []
    place = next(n for n, value in enumerate(parent.values) if value is target)
    begins = parent.keys or parent.values
    if parent.flow:
        return _cut_inside(text, begins, parent.values, place)
    start = begins[place].start
    if parent.kind == "sequence":
        start = _dash(text, parent, target)
    line = _line_start(text, start)
    if not text[line:start].strip():
        if len(begins) == 1 and (parent is root or text[line:start] != " " * parent.column):
            raise Unsafe("nothing would be left")
        end = min(_line_end(text, target.end) + 1, len(text))
        return [Splice(line, end, "")]
    if place + 1 == len(begins) or "#" in text[target.end : begins[place + 1].start]:
        raise Unsafe("it stands on one line with something else")
    return [Splice(start, begins[place + 1].start, "")]


def _find(root: Span, path: Path) -> tuple[Span, Span | None]:
    """The group that a value stands in, and the value; one value that stands for a list is stepped over."""
    steps = list(path)
    while steps and steps[-1] == 0 and isinstance(steps[-1], int):
        above = follow(root, tuple(steps[:-1]))
        if above is None or above.kind == "sequence":
            break
        steps.pop()
    parent = follow(root, tuple(steps[:-1]))
    target = follow(root, tuple(steps))
    if parent is None or not steps:
        raise Unsafe("there is no such place")
    return parent, target


def _replace_inside(text: str, old: Span, value: Data) -> list[Splice]:
    """A value between brackets: everything stays on its line."""
    new = layout.write_flow(value)
    if (leaf := _leaf(value)) is not None and old.kind == "scalar":
        new = write_like(leaf, text[old.start : old.end], flow=True)
    return [Splice(old.start, old.end, _gap(text, old) + new)]


def _replace(text: str, parent: Span, old: Span, value: Data) -> list[Splice]:
    block = old.kind != "scalar" and not old.flow
    leaf = _leaf(value)
    new: str | None
    if leaf is not None:
        new = _single(text, parent, old, leaf)
    elif block and value:
        return _replace_block(text, parent, old, value)
    else:
        new = layout.write_line(value, old.column)
    if new is None:
        return _spread(text, parent, old, value)
    if not block:
        return [Splice(old.start, old.end, _gap(text, old) + new)]
    if parent.kind == "sequence":
        return [Splice(old.start, old.end, new)]
    line = _line_start(text, old.start)
    return [Splice(old.lead, old.end, f" {new}" + text[old.lead : line - 1])]


def _single(text: str, parent: Span, old: Span, leaf: str) -> str:
    """Words or a number in block context; several lines below a `|` where no comment is in the way."""
    behind = text[old.end : _line_end(text, old.end)] if old.kind == "scalar" else "block"
    if is_block(leaf) and not behind.strip():
        head, *below = layout.lay_out_entry("k", leaf, parent.column)
        return "\n".join([head.removeprefix(" " * parent.column + "k: "), *below])
    written = text[old.start : old.end] if old.kind == "scalar" else ""
    return write_like(leaf, written)


def _replace_block(text: str, parent: Span, old: Span, value: Data) -> list[Splice]:
    column = old.column
    tree = grow(value)
    if parent.kind == "mapping" and isinstance(tree, Group) and tree.keyed and column <= parent.column:
        column = parent.column + 2
    lines = layout.lay_out_children(value, column)
    if parent.kind == "sequence":
        return [Splice(old.start, old.end, "\n".join(lines).lstrip(" "))]
    return [Splice(_line_start(text, old.start), old.end, "\n".join(lines))]


def _spread(text: str, parent: Span, old: Span, value: Data) -> list[Splice]:
    """A group on lines of its own in place of what stood on one."""
    lines = layout.lay_out_children(value, parent.column + 2)
    if parent.kind == "sequence":
        return [Splice(old.start, old.end, _gap(text, old) + "\n".join(lines).lstrip(" "))]
    end = _line_end(text, old.end)
    comment = text[old.end : end].rstrip()
    return [Splice(old.lead, end, "\n".join([comment, *lines]))]


def _add_flow(parent: Span, name: str, value: Data, kind: Kind) -> list[Splice]:
    entry = f"{write_key(name)}: {layout.write_flow(value)}"
    if not parent.keys:
        return [Splice(parent.start + 1, parent.start + 1, entry)]
    place = _place(parent, name, kind)
    if place < 0:
        start = parent.keys[0].start
        return [Splice(start, start, f"{entry}, ")]
    before = parent.values[place]
    blank = " " if before.start == before.end else ""
    return [Splice(before.end, before.end, f"{blank}, {entry}")]


def _add(text: str, parent: Span, name: str, value: Data, kind: Kind) -> list[Splice]:
    lines = layout.lay_out_entry(name, value, parent.column)
    place = _place(parent, name, kind)
    if place >= 0:
        return [_below(text, parent, parent.values[place].end, lines)]
    start = parent.keys[0].start
    line = _line_start(text, start)
    if text[line:start].strip():
        margin = " " * parent.column
        return [Splice(start, start, "\n".join(lines).lstrip(" ") + "\n" + margin)]
    return [Splice(line, line, "\n".join(lines) + "\n")]


def _append(text: str, parent: Span, value: Data) -> list[Splice]:
    if not parent.flow:
        lines = layout.lay_out_item(value, parent.column)
        return [_below(text, parent, parent.values[-1].end, lines)]
    if not parent.values:
        return [Splice(parent.start + 1, parent.start + 1, layout.write_flow(value))]
    end = parent.values[-1].end
    return [Splice(end, end, f", {layout.write_flow(value)}")]


def _below(text: str, parent: Span, end: int, lines: list[str]) -> Splice:
    """New lines below a value, and below comments that are further in: they belong to it."""
    at = _line_end(text, end)
    while at < len(text):
        following = text[at + 1 : _line_end(text, at + 1)]
        margin = len(following) - len(following.lstrip(" "))
        if not following.lstrip(" ").startswith("#") or margin <= parent.column:
            break
        at = _line_end(text, at + 1)
    return Splice(at, at, "\n" + "\n".join(lines))


def _place(parent: Span, name: str, kind: Kind) -> int:
    """The position of the key that a new one goes below: the last that the format lists before it.

    -1 where the new one goes first.
    """
    own = kind.rank(name)
    if own == len(kind.keys):
        return len(parent.names) - 1
    ranks = [kind.rank(known) for known in parent.names]
    earlier = [rank for rank in ranks if rank < own]
    return ranks.index(max(earlier)) if earlier else -1


def _cut_inside(text: str, begins: list[Span], values: list[Span], place: int) -> list[Splice]:
    start, end = begins[place].start, values[place].end
    if place > 0:
        between = text[values[place - 1].end : start]
        start = values[place - 1].end
    elif place + 1 < len(begins):
        between = text[end : begins[place + 1].start]
        end = begins[place + 1].start
    else:
        between = ""
    if "#" in between:
        raise Unsafe("a comment stands beside it")
    return [Splice(start, end, "")]


def _dash(text: str, parent: Span, item: Span) -> int:
    """Where the dash of a list item stands."""
    line = _line_start(text, item.start)
    while line > 0 and text[line + parent.column : line + parent.column + 1] != "-":
        line = _line_start(text, line - 1)
    return line + parent.column


def _gap(text: str, old: Span) -> str:
    """A space for a value that comes where nothing stood, right behind a colon or a dash."""
    return " " if old.start == old.end and text[old.start - 1 : old.start] in {":", "-"} else ""


def _leaf(value: Data) -> str | None:
    """The text of a single value, None for a list or a group."""
    tree = grow(value)
    return tree if isinstance(tree, str) else None


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
