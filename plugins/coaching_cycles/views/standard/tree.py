"""A framework as a tree for one page: branches with cycles open and linked, everything else folded and light.

A state's chapter has 2,400 items. What has no cycles is text without links, cut to the length that the page
can bear.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coaching_cycles.library import StandardShelf
from coaching_cycles.standards import Code, Framework, Item

ROOM = 120_000
"""Letters that the words of items without cycles may take on a page."""

SHORTEST, LONGEST = 24, 140
"""Letters of such an item's words; where there is room for fewer than the least, only its code is shown."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """An item without cycles.

    `flat` are the items under it where one short list holds them, `below` the deeper ones.
    """

    code: str
    text: str
    flat: tuple[Quiet, ...] = ()
    below: tuple[Quiet, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """An item with cycles, itself or below; `quiet` are the items beside its branches that have none."""

    code: str
    text: str
    address: str
    cycles: int
    below: tuple[Branch, ...]
    quiet: tuple[Quiet, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A framework: branches with cycles, roots without, and codes with cycles that it does not hold."""

    branches: tuple[Branch, ...]
    quiet: tuple[Quiet, ...]
    strangers: tuple[Branch, ...]


def grow(key: str, framework: Framework | None, shelves: Mapping[Code, StandardShelf]) -> Tree:
    """The tree of a framework with the cycles of these shelves; without a framework a flat list."""
    mine = {shelf.code.code: shelf for code, shelf in shelves.items() if code.framework == key}
    held: Mapping[str, Item] = framework.items if framework is not None else {}
    limit = _limit(held.values())
    branches, quiet = _split(framework.roots if framework is not None else (), held, mine, limit)
    strangers = tuple(
        Branch(code, "", shelf.address, len(shelf.cycles), (), ())
        for code, shelf in mine.items()
        if code not in held
    )
    return Tree(branches, quiet, strangers)


def _split(
    codes: Iterable[str], held: Mapping[str, Item], mine: Mapping[str, StandardShelf], limit: int
) -> tuple[tuple[Branch, ...], tuple[Quiet, ...]]:
    """Codes with cycles and codes without, both in the order of the framework."""
    branches: list[Branch] = []
    quiet: list[Quiet] = []
    for code in codes:
        shelf, item = mine.get(code), held[code]
        if shelf is None:
            quiet.append(_fold(code, held, limit))
            continue
        below, beside = _split(item.children, held, mine, limit)
        words = item.label if item.coded and item.label else _cut(item.words, LONGEST)
        branches.append(Branch(code, words, shelf.address, len(shelf.cycles), below, beside))
    return tuple(branches), tuple(quiet)


def _fold(code: str, held: Mapping[str, Item], limit: int) -> Quiet:
    item = held[code]
    text = _cut(item.words, limit)
    children = [held[child] for child in item.children]
    if any(held[below].children for child in children for below in child.children):
        return Quiet(code, text, below=tuple(_fold(child, held, limit) for child in item.children))
    # Standards and their parts in one list: a fold for every standard with an a and a b would hide more
    # than it orders.
    flat = (
        Quiet(one.code, _cut(one.words, limit))
        for child in children
        for one in (child, *(held[below] for below in child.children))
    )
    return Quiet(code, text, flat=tuple(flat))


def _limit(items: Iterable[Item]) -> int:
    """How many letters of its words each item may show."""
    lengths = [len(item.words) for item in items]
    if sum(lengths) <= ROOM // 2:
        return LONGEST
    each = ROOM // len(lengths)
    return min(each, LONGEST) if each >= SHORTEST else 0


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…" if limit else ""
