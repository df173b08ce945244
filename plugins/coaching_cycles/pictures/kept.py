"""Pictures that need not be made again: a folder of files, each named by the digest of what it was made of.

An entry is never out of date, only unused; the folder can be deleted at any time. It never stops a build:
what can't be read is made again, what can't be written is left.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

FOLDER = "pictures"
"""Below the build's cache folder, where others keep their own things."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file of a picture, not yet named."""

    content: bytes = field(repr=False)
    width: int
    height: int


@cache
def _code() -> bytes:
    """Digest of what makes pictures: this package and Pillow. An edit here makes all older entries unused."""
    digest = sha256(version("pillow").encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()


def key_of(data: bytes) -> str:
    """The name of an entry: 64 hexadecimal digits."""
    return sha256(_code() + data).hexdigest()


class Kept:
    """Pictures in a folder, which is made when the first one is put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / FOLDER

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def get(self, key: str) -> tuple[Made, ...] | None:
        """The files of a picture, or None when there are none or they are damaged."""
        try:
            digest, _, body = self._file(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        # The key stands in the digest too, so that a file under another's name is not taken for it.
        if digest != _sign(key, body):
            return None
        table, _, rest = body.partition(b"\n")
        made = []
        for width, height, size in json.loads(table):
            made.append(Made(rest[:size], width, height))
            rest = rest[size:]
        return tuple(made)

    def put(self, key: str, made: tuple[Made, ...]) -> None:
        """Keep a picture. Another process may do the same: a reader finds the whole of one of them."""
        table = json.dumps([[m.width, m.height, len(m.content)] for m in made])
        body = b"\n".join([table.encode(), b"".join(m.content for m in made)])
        file = self._file(key)
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=file.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(_sign(key, body) + b"\n" + body)
                Path(name).replace(file)
            except OSError:
                Path(name).unlink(missing_ok=True)


def _sign(key: str, body: bytes) -> bytes:
    return sha256(key.encode() + body).hexdigest().encode()
