"""What each entry of a file stands under: one parent, no circles, not too many levels."""

from __future__ import annotations

from coaching_cycles.standards.cleaning import clean
from coaching_cycles.standards.codes import slugify
from coaching_cycles.standards.framework import Relation
from coaching_cycles.standards.source import Entry, Source

DEEPEST = 16
"""Levels of a tree; what is further down stands at the deepest."""


def call(entry: Entry) -> str:
    """An item in a message: its code, or the beginning of its words."""
    name = entry.code or entry.words or "without code and words"
    return repr(name if len(name) <= 40 else name[:39] + "…")  # noqa: PLR2004 - a part of a line


def choose_parents(source: Source, entries: list[Entry]) -> list[int | None]:
    """The place of each entry's parent; None for the top."""
    found: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        for name in {entry.identifier.lower(), entry.uri.lower(), entry.ref} - {""}:
            found.setdefault(name, []).append(at)
    for at, entry in enumerate(entries):
        same = found.get(entry.identifier.lower(), [at])
        if len(same) > 1 and same[0] != at:
            source.report(
                entry.place, "same id", f"item {call(entry)} has the identifier of {call(entries[same[0]])}"
            )
    return [_choose_parent(source, entries, at, found) for at in range(len(entries))]


def _choose_parent(source: Source, entries: list[Entry], at: int, found: dict[str, list[int]]) -> int | None:
    entry = entries[at]
    known: dict[int, None] = {}
    for name in dict.fromkeys(entry.parents):
        plain = slugify(clean(name)) if source.by_code else name.lower()
        if plain in source.tops:
            # Under another item says more than under the document.
            continue
        if plain in found:
            known[found[plain][0]] = None
        else:
            shown = name if len(name) <= 40 else name[:39] + "…"  # noqa: PLR2004 - a part of a line
            message = f"item {call(entry)} stands under {shown!r}, which is not in the file"
            source.report(entry.place, "dangling", message)
            # It may be in another file of the portfolio.
            entry.relations.append(Relation("isChildOf", name))
    chosen, *others = known or (None,)
    if others:
        source.report(
            entry.place,
            "parents",
            f"item {call(entry)} stands under {len(known)} others; shown under the first",
        )
        entry.relations += [
            Relation("isChildOf", entries[one].identifier, entries[one].uri, entries[one].words)
            for one in others
        ]
    return chosen


def open_circles(source: Source, entries: list[Entry], parents: list[int | None]) -> None:
    """Put at the top what stands under itself, one item a circle."""
    safe: set[int] = set()
    for start in range(len(parents)):
        path: dict[int, None] = {}
        above: int | None = start
        while above is not None and above not in safe:
            if above in path:
                name = call(entries[above])
                source.report(
                    entries[above].place, "circle", f"item {name} stands under itself; shown at the top"
                )
                parents[above] = None
                break
            path[above] = None
            above = parents[above]
        safe.update(path)


def flatten(source: Source, parents: list[int | None]) -> list[int]:
    """The level of each entry from 1, after those that are too deep were put further up."""
    levels = [0] * len(parents)
    deep = 0
    for start in range(len(parents)):
        path: list[int] = []
        at: int | None = start
        while at is not None and not levels[at]:
            path.append(at)
            at = parents[at]
        for one in reversed(path):
            above = parents[one]
            level = levels[above] + 1 if above is not None else 1
            if level > DEEPEST and above is not None:
                parents[one] = parents[above]
                level = DEEPEST
                deep += 1
            levels[one] = level
    if deep:
        source.report(
            0, "too deep", f"{deep} items are more than {DEEPEST} levels down; they are shown at that level"
        )
    return levels
