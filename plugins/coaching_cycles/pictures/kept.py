"""Pictures that need not be made again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from coaching_cycles.store import Store, code_digest

FOLDER = "pictures"
"""Below the build's cache folder, where others keep their own things."""
LIMIT = 20_000
"""Entries that are kept: two pictures for each of ten thousand cycles."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file of a picture, not yet named."""

    content: bytes = field(repr=False)
    width: int
    height: int


def key_of(data: bytes) -> str:
    """The name of an entry: 64 hexadecimal digits."""
    return sha256(code_digest(Path(__file__).parent, "pillow").encode() + data).hexdigest()


class Kept:
    """Pictures in a folder."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder / FOLDER, LIMIT)

    def get(self, key: str) -> tuple[Made, ...] | None:
        """The files of a picture, or None when there are none or they are damaged."""
        body = self._store.get(key)
        if body is None:
            return None
        table, _, rest = body.partition(b"\n")
        made = []
        for width, height, size in json.loads(table):
            made.append(Made(rest[:size], width, height))
            rest = rest[size:]
        return tuple(made)

    def put(self, key: str, made: tuple[Made, ...]) -> None:
        """Keep a picture."""
        table = json.dumps([[m.width, m.height, len(m.content)] for m in made])
        self._store.put(key, b"\n".join([table.encode(), b"".join(m.content for m in made)]))

    def prune(self) -> None:
        """Drop the pictures that are past the limit."""
        self._store.prune()
