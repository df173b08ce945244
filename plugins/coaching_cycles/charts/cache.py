"""Drawings that need not be drawn again.

A folder of small files. The name of an entry is the digest of everything that a drawing is made from, so
that an entry is never out of date, only unused; the whole folder can be deleted at any time. A cache never
stops a build: what cannot be read is drawn again, what cannot be written is left.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

LIMIT = 50_000
"""Entries that are kept: about five charts for each of ten thousand cycles."""


@cache
def _code() -> str:
    """Digest of what draws, this package and matplotlib's version: an edit here outdates all."""
    digest = sha256(version("matplotlib").encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def spell_out(value: object) -> str:
    """A value in one spelling, the same in every process."""
    if value is None or isinstance(value, str | int | float):
        return repr(value)
    if isinstance(value, Decimal | date):
        return f"{type(value).__name__}({value})"
    if isinstance(value, Mapping):
        items = sorted((spell_out(k), spell_out(v)) for k, v in value.items())
        return "{" + ",".join(f"{k}:{v}" for k, v in items) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(spell_out, value)) + "]"
    if is_dataclass(value) and not isinstance(value, type):
        inner = ",".join(spell_out(getattr(value, field.name)) for field in fields(value))
        return f"{type(value).__name__}({inner})"
    # A default repr holds an address in memory: the drawing would never be found again.
    raise TypeError(f"a chart is made from plain values, not {type(value).__name__}")


def digest(kind: str, inputs: object) -> str:
    """The key of a drawing: 64 hexadecimal digits."""
    return sha256(f"{_code()}\n{kind}\n{spell_out(inputs)}".encode()).hexdigest()


class Cache:
    """Drawings in a folder, which is made when the first one is put there; at most `limit` after `prune`."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._used: set[str] = set()

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def get(self, key: str) -> str | None:
        """A drawing, or None when there is none or it is damaged."""
        try:
            head, _, body = self._file(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if sha256(body).hexdigest().encode() != head:
            return None
        self._used.add(key)
        return body.decode()

    def put(self, key: str, drawing: str) -> None:
        """Keep a drawing. Another process may do the same: a reader finds the whole of one of them."""
        body = drawing.encode()
        file = self._file(key)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(sha256(body).hexdigest().encode() + b"\n" + body)
                Path(name).replace(file)
            except OSError:
                Path(name).unlink(missing_ok=True)
        self._used.add(key)

    def prune(self) -> None:
        """Drop entries down to the limit, those that were not used since this object was made first.

        Never by age: a clock says nothing about whether a drawing is still wanted.
        """
        with suppress(OSError):
            entries = sorted(self.folder.glob("??/*"), key=lambda file: (file.name in self._used, file.name))
            for file in entries[: max(0, len(entries) - self.limit)]:
                file.unlink(missing_ok=True)
