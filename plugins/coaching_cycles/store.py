"""Things that need not be made again: a folder of files, each named by the digest of what it was made from.

An entry is therefore never out of date, only unused; the whole folder can be deleted at any time. A store
never stops a build: what cannot be read is made again, what cannot be written is left.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from coaching_cycles.trees import walk


@cache
def code_digest(folder: Path, package: str) -> str:
    """Digest of the modules in `folder` and of a library's version: after an edit, older ones are unused."""
    digest = sha256(version(package).encode())
    for file in sorted(folder.glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


PROGRAM: Final = Path(__file__).resolve().parent
LIBRARIES: Final = (
    *("babel", "jinja2", "markdown", "markupsafe", "matplotlib", "nh3", "pillow", "pydantic", "pyyaml"),
)
"""What pages, charts and findings are made with."""


@cache
def program_digest() -> str:
    """Digest of this program: every file of the package, the libraries that its output depends on, Python."""
    digest = sha256(" ".join((sys.version, *map(version, LIBRARIES))).encode())
    for path in sorted(path for path, is_folder in walk(str(PROGRAM)) if not is_folder):
        if "__pycache__/" not in path:
            data = (PROGRAM / path).read_bytes()
            digest.update(f"\n{path}\n{len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()


def digest_of(*parts: str | bytes) -> str:
    """One digest of several parts, none of which can run into the next."""
    spelled: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        spelled += (len(data).to_bytes(8, "big"), data)
    return sha256(b"".join(spelled)).hexdigest()


class Store:
    """Entries in a folder, which is made when the first one is put there; at most `limit` after `prune`."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.folder = folder
        self.limit = limit
        self._used: set[str] = set()
        self._made: set[Path] = set()

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def get(self, key: str) -> bytes | None:
        """An entry, or None when there is none or it is damaged. `key` is a digest in hexadecimal digits."""
        try:
            signature, _, body = self._file(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        if signature != sign(key, body):
            return None
        self._used.add(key)
        return body

    def put(self, key: str, body: bytes) -> None:
        """Keep an entry. Another process may do the same: a reader finds the whole of one of them."""
        file = self._file(key)
        with suppress(OSError):
            if file.parent not in self._made:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(file.parent)
            half = file.with_name(f".{key}-{os.getpid()}")
            try:
                # "x": never through a link that somebody else has put there.
                with half.open("xb") as stream:
                    stream.write(sign(key, body) + b"\n" + body)
                half.replace(file)
            except OSError:
                half.unlink(missing_ok=True)
        self._used.add(key)

    def prune(self) -> None:
        """Drop entries down to the limit, first those that were not used since this object was made.

        Never by age: a clock says nothing about whether an entry is still wanted.
        """
        with suppress(OSError):
            entries = sorted(self.folder.glob("??/*"), key=lambda file: (file.name in self._used, file.name))
            for file in entries[: max(0, len(entries) - self.limit)]:
                file.unlink(missing_ok=True)


def sign(key: str, body: bytes) -> bytes:
    """What stands above an entry; the key is in it, so that an entry under another's name is found out."""
    return sha256(key.encode() + b"\n" + body).hexdigest().encode()
