"""The exports that are recognised by their headings. The table is `data/exports.yml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal, TypedDict, cast

import yaml

from coaching_cycles.importing.cells import tidy

Strand = Literal["levels", "scores"]


_ROLES = ("level", "score", "whole", "date", "window", "year", "part")


class _Preference(TypedDict):
    column: str
    values: list[str]


class _Row(TypedDict, total=False):
    name: str
    title: str
    source: str
    signs: list[list[str]]
    student: list[str | list[str]]
    level: list[str]
    score: list[str]
    whole: list[str]
    date: list[str]
    window: list[str]
    year: list[str]
    part: list[str]
    wide: str
    scales: list[str]
    prefer: _Preference
    first: Strand
    gives: str


class _Tables(TypedDict):
    exports: dict[str, _Row]
    scales: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export: its headings, and what they hold."""

    key: str
    name: str
    title: str
    source: str
    gives: str
    first: Strand
    signs: tuple[tuple[str, ...], ...]
    student: tuple[tuple[str, ...], ...]
    columns: dict[str, tuple[str, ...]]
    wide: re.Pattern[str] | None = None
    scales: tuple[str, ...] = ()
    prefer: tuple[str, frozenset[str]] | None = None

    def find(self, role: str, header: tuple[str, ...]) -> str:
        """The heading, as the file writes it, of the column for a role; empty where it has none."""
        return next(
            (found for name in self.columns.get(role, ()) if (found := find_heading(name, header))), ""
        )


@cache
def _tables() -> _Tables:
    text = resources.files("coaching_cycles").joinpath("data", "exports.yml").read_text(encoding="utf-8")
    return cast("_Tables", yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def exports() -> tuple[Export, ...]:
    """All exports that are recognised, in the order of the table."""
    return tuple(_make(key, row) for key, row in _tables()["exports"].items())


@cache
def scales() -> dict[str, tuple[tuple[str, ...], ...]]:
    """All scales whose order is known: from low to high, each level with its spellings."""
    return {
        key: tuple(tuple(name.strip() for name in level.split("|")) for level in levels)
        for key, levels in _tables()["scales"].items()
    }


def _make(key: str, row: _Row) -> Export:
    prefer = row.get("prefer")
    # By name, in one line: what a role has in the table is always a list of headings.
    named = cast("dict[str, list[str]]", row)
    columns = {role: named[role] for role in _ROLES if role in row}
    return Export(
        key,
        row["name"],
        row["title"],
        row["source"],
        row["gives"],
        row["first"],
        tuple(tuple(sign) for sign in row["signs"]),
        tuple((one,) if isinstance(one, str) else tuple(one) for one in row["student"]),
        {role: tuple(names) for role, names in columns.items()},
        re.compile(row["wide"], re.IGNORECASE) if "wide" in row else None,
        tuple(row.get("scales", ())),
        (prefer["column"], frozenset(prefer["values"])) if prefer else None,
    )


def simplify(heading: str) -> str:
    """A heading without case, spaces and punctuation; a percent sign counts."""
    return re.sub(r"[^\w%]|_", "", tidy(heading).casefold())


def find_heading(name: str, header: tuple[str, ...]) -> str:
    """The heading of a file that a name of the table stands for, or an empty text."""
    if name.startswith("* "):
        ending = simplify(name)
        return next(
            (cell for cell in header if simplify(cell).endswith(ending) and simplify(cell) != ending), ""
        )
    wanted = simplify(name)
    return next((cell for cell in header if cell and simplify(cell) == wanted), "")


@cache
def _headings() -> frozenset[str]:
    names = [name for export in exports() for sign in export.signs for name in sign]
    names += [name for export in exports() for group in export.student for name in group]
    names += [name for export in exports() for group in export.columns.values() for name in group]
    return frozenset(simplify(name) for name in names)


def is_heading(cell: str) -> bool:
    """True for a heading that one of the exports has."""
    return simplify(cell) in _headings()


def recognise(header: tuple[str, ...]) -> Export | None:
    """The export that a header belongs to: the one whose longest sign is all there, the first of equals."""

    def fitness(export: Export) -> int:
        if export.wide is not None and not any(export.wide.fullmatch(cell) for cell in header):
            return 0
        return max((len(s) for s in export.signs if all(find_heading(name, header) for name in s)), default=0)

    best = max(exports(), key=fitness)
    return best if fitness(best) else None
