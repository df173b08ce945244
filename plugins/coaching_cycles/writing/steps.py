"""A wish for a file's values, and the single steps that bring them about with as little change as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coaching_cycles.reading.nodes import Path
from coaching_cycles.reading.paths import Plain
from coaching_cycles.schema import ALIASES
from coaching_cycles.writing.splices import Unsafe
from coaching_cycles.writing.styles import trim
from coaching_cycles.writing.tree import Data, grow
from coaching_cycles.writing.tree import plain as plain_tree


@dataclass(frozen=True, slots=True)
class Set:
    """Have this value at this place; a place in a list one past its end adds an item.

    Groups of keys and lists of the same length are changed part by part, so that comments between the parts
    stay.
    """

    path: Path
    value: Data


@dataclass(frozen=True, slots=True)
class Delete:
    """Have nothing at this place: the key goes with its value."""

    path: Path


Edit = Set | Delete


def named(edit: Edit) -> Edit:
    """The edit with each key as the format calls it. To set a blank is to delete: a blank is no value."""
    path = tuple(ALIASES.get(str(step), step) for step in edit.path)
    if isinstance(edit, Delete) or edit.value is None:
        return Delete(path)
    return Set(path, _named(edit.value))


def _named(value: Data) -> Data:
    if isinstance(value, Mapping):
        return {ALIASES.get(k, k): _named(item) for k, item in value.items() if item is not None}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_named(item) for item in value if item is not None]
    return value


def _plain(value: Data) -> Plain:
    return plain_tree(grow(value))


def plan(old: Plain, edit: Edit) -> list[Edit]:
    """The single steps of one edit, in order; none where the value is there already."""
    node: Plain = old
    for number, step in enumerate(edit.path):
        node = _child(node, step)
        if node is None and number + 1 < len(edit.path):
            if isinstance(edit, Delete):
                return []
            return [Set(edit.path[: number + 1], _wrap(edit.path[number + 1 :], edit.value))]
    if isinstance(edit, Delete):
        return [edit]
    return list(_differences(node, edit.value, edit.path))


def outcome_of(old: Plain, edit: Edit) -> Plain:
    """The values that a file has after an edit, and no other ones."""
    value = _plain(edit.value) if isinstance(edit, Set) else None
    return _changed(old, edit.path, value, delete=isinstance(edit, Delete))


def is_same(one: Plain, other: Plain) -> bool:
    """Whether two trees hold the same values.

    An empty group or list is as good as a blank, and nothing depends on spaces around a text.
    """
    return _tidy(one) == _tidy(other)


def _tidy(node: Plain) -> Plain:
    if isinstance(node, dict):
        return {key: _tidy(value) for key, value in node.items()} or None
    if isinstance(node, list):
        return [_tidy(item) for item in node] or None
    return node if node is None else trim(node)


def _child(node: Plain, step: str | int) -> Plain:
    """What stands one step further in, None where nothing does."""
    if node is None:
        if isinstance(step, int) and step > 0:
            raise Unsafe("the list is shorter than that")
        return None
    if isinstance(step, int):
        items = node if isinstance(node, list) else [node]
        if step > len(items) or (step and not isinstance(node, list)):
            raise Unsafe("the list is shorter than that")
        return items[step] if step < len(items) else None
    if not isinstance(node, dict):
        kind = "a list" if isinstance(node, list) else "a single value"
        raise Unsafe(f"{kind} stands where a group of keys belongs")
    return node.get(step)


def _wrap(rest: Path, value: Data) -> Data:
    """A value in the groups and lists that lead to it."""
    for step in reversed(rest):
        if isinstance(step, int) and step:
            raise Unsafe("the list is shorter than that")
        value = [value] if isinstance(step, int) else {step: value}
    return value


def _differences(old: Plain, new: Data, path: Path) -> list[Edit]:
    if old is not None and _tidy(old) == _plain(new):
        return []
    if isinstance(old, dict) and isinstance(new, Mapping) and old and new:
        steps = [step for key, value in new.items() for step in _part(old, key, value, path)]
        return [*steps, *(Delete((*path, key)) for key in old if key not in new)]
    if isinstance(old, list) and isinstance(new, Sequence) and not isinstance(new, str) and old and new:
        common = min(len(old), len(new))
        if len(old) == len(new) or old[:common] == [_plain(item) for item in new[:common]]:
            steps = [step for n in range(len(new)) for step in _item(old, n, new[n], path)]
            return [*steps, *(Delete((*path, n)) for n in range(len(old) - 1, len(new) - 1, -1))]
    return [Set(path, new)]


def _part(old: dict[str, Plain], key: str, value: Data, path: Path) -> list[Edit]:
    return _differences(old[key], value, (*path, key)) if key in old else [Set((*path, key), value)]


def _item(old: list[Plain], number: int, value: Data, path: Path) -> list[Edit]:
    place = (*path, number)
    return _differences(old[number], value, place) if number < len(old) else [Set(place, value)]


def _changed(node: Plain, path: Path, value: Plain, *, delete: bool) -> Plain:
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if not isinstance(node, list) and node is not None:
            # One value that stands for a list of one.
            return _changed(node, rest, value, delete=delete) if rest else (None if delete else value)
        items = list(node or [])
        inner = items[step] if step < len(items) else None
        if rest:
            items[step : step + 1] = [_changed(inner, rest, value, delete=delete)]
        else:
            items[step : step + 1] = [] if delete else [value]
        return items
    group = dict(node) if isinstance(node, dict) else {}
    if rest:
        group[step] = _changed(group.get(step), rest, value, delete=delete)
    elif delete:
        group.pop(step, None)
    else:
        group[step] = value
    return group
