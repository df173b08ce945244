"""Drawings that need not be drawn again: what a drawing is made from, spelled out, is its key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path

from coaching_cycles.packs import Packs
from coaching_cycles.store import code_digest

FOLDER = "charts"
"""Below the build's cache folder, where others keep their own things."""
LIMIT = 50_000
"""Entries that are kept: about five charts for each of ten thousand cycles."""


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass."""
    return tuple(field.name for field in fields(kind))


def spell_out(value: object) -> str:
    """A value in one spelling, the same in every process."""
    if value is None or isinstance(value, str | int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(spell_out, value)) + "]"
    if is_dataclass(value) and not isinstance(value, type):
        inner = ",".join([spell_out(getattr(value, name)) for name in _names(type(value))])
        return f"{type(value).__name__}({inner})"
    if isinstance(value, Decimal | date):
        return f"{type(value).__name__}({value})"
    if isinstance(value, Mapping):
        items = sorted((spell_out(k), spell_out(v)) for k, v in value.items())
        return "{" + ",".join(f"{k}:{v}" for k, v in items) + "}"
    # A default repr holds an address in memory: the drawing would never be found again.
    raise TypeError(f"a chart is made from plain values, not {type(value).__name__}")


def digest(kind: str, inputs: object) -> str:
    """The key of a drawing: 64 hexadecimal digits."""
    code = code_digest(Path(__file__).parent, "matplotlib")
    return sha256(f"{code}\n{kind}\n{spell_out(inputs)}".encode()).hexdigest()


class Cache:
    """Drawings in a folder; at most `limit` after `save`."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self._packs = Packs(folder, limit)

    def get(self, key: str) -> str | None:
        """A drawing, or None when there is none or it is damaged."""
        body = self._packs.get(key)
        return body.decode() if body is not None else None

    def put(self, key: str, drawing: str) -> None:
        """Keep a drawing."""
        self._packs.put(key, drawing.encode())

    def save(self) -> None:
        """Write what was drawn, and drop drawings that are past the limit, unused ones first."""
        self._packs.save()

    def hand_over(self) -> None:
        """Write what a worker has drawn, and drop nothing."""
        self._packs.hand_over()

    def take_over(self) -> None:
        """Know what workers have drawn."""
        self._packs.take_over()
