"""Many small things that need not be made again, in few files: each build adds one pack of what it made.

A pack is written beside its place and renamed: it is there whole or not at all, and two builds at a time
write two packs. It ends with a table of its entries, so that a later build reads the table and of the entries
only those that it wants. What an entry was made from is its key; it is never out of date, only unused.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from struct import Struct
from tempfile import mkstemp
from typing import TYPE_CHECKING, Final

from coaching_cycles.store import sign

if TYPE_CHECKING:
    from io import BufferedRandom, FileIO

_ROW: Final = Struct(">32sQL")  # key, where its entry begins, how long it is
_FOOT: Final = Struct(">32sL")  # digest and length of the table
_SPARE: Final = 1000
"""Entries that a small portfolio may keep beside those that it needs."""
_MOST: Final = 8
"""Packs that may lie side by side before they are made one."""


class Packs:
    """Entries by key (64 hexadecimal digits); a damaged one is not there.

    `limit` is for those who cannot say what they need: so many stay at most after a `save` that is not told.
    """

    def __init__(self, folder: Path, limit: int = 50_000) -> None:
        self.folder = folder
        self.limit = limit
        self._used: set[str] = set()
        self._files: dict[Path, FileIO | None] = {}
        self._places: dict[str, tuple[FileIO, int, int]] = {}
        self._new: dict[str, tuple[int, int]] = {}
        self._stream: BufferedRandom | None = None
        with suppress(OSError):
            for file in sorted(folder.glob("*.pack")):
                self._open(file)

    def _open(self, file: Path) -> None:
        self._files[file] = None
        with suppress(OSError):
            # Read piece by piece, not mapped: of what a build has looked at once, nothing stays in memory.
            stream = file.open("rb", buffering=0)
            end = stream.seek(0, os.SEEK_END) - _FOOT.size
            if end < 0:
                return
            digest, size = _FOOT.unpack(_read_at(stream, end, _FOOT.size))
            table = _read_at(stream, max(0, end - size), min(end, size))
            if len(table) != size or size % _ROW.size or sha256(table).digest() != digest:
                return
            self._files[file] = stream
            for key, start, length in _ROW.iter_unpack(table):
                if start + length <= end:
                    self._places[key.hex()] = (stream, start, length)

    def get(self, key: str) -> bytes | None:
        """An entry, or None when there is none or it is damaged."""
        entry = self._read(key)
        if entry is None:
            return None
        signature, _, body = entry.partition(b"\n")
        if signature != sign(key, body):
            return None
        self._used.add(key)
        return body

    def has(self, key: str) -> bool:
        """Whether there is an entry, which counts as used from now on; it may turn out to be damaged."""
        if key not in self._new and key not in self._places:
            return False
        self._used.add(key)
        return True

    def _read(self, key: str) -> bytes | None:
        if key in self._new and self._stream is not None:
            start, length = self._new[key]
            with suppress(OSError):
                self._stream.seek(start)
                return self._stream.read(length)
        place = self._places.get(key)
        if place is None:
            return None
        with suppress(OSError):
            return _read_at(*place)
        return None

    def put(self, key: str, body: bytes) -> None:
        """Keep an entry. It is in a pack once this is saved."""
        with suppress(OSError):
            if self._stream is None:
                self.folder.mkdir(parents=True, exist_ok=True)
                # No name that somebody else could have put a link at.
                descriptor, name = mkstemp(prefix=".", suffix=".half", dir=self.folder)
                self._stream = os.fdopen(descriptor, "w+b")
                self._half = Path(name)
            start = self._stream.seek(0, os.SEEK_END)
            entry = sign(key, body) + b"\n" + body
            self._stream.write(entry)
            self._new[key] = (start, len(entry))

    def save(self, needed: int | None = None) -> None:
        """Write what is new; of entries stay at most as many as are `needed`, and some; else `limit`.

        Where packs have become too many, one takes the place of all but the largest, so that what is old and
        large is not written again with each few builds; where entries have, one takes the place of all.
        Entries that were used stay; never by age: a clock says nothing about whether one is still wanted.
        Nothing here stops a build: what cannot be written is left.
        """
        limit = self.limit if needed is None else needed + _SPARE
        kept = self._places.keys() | self._new.keys()
        replaced: list[Path] = []
        if len(kept) > limit:
            replaced = list(self._files)
        elif len(self._files) >= _MOST:
            sizes = {file: _size(stream) for file, stream in self._files.items()}
            replaced = sorted(sizes, key=lambda file: (sizes[file], file))[:-1]
        if replaced:
            moved = {id(self._files[file]) for file in replaced}
            old = [key for key, (stream, *_) in self._places.items() if id(stream) in moved]
            old = sorted(set(old) - self._new.keys(), key=lambda key: (key not in self._used, key))
            stays = len(kept) - len(old) - len(self._new)
            for key in old[: max(0, limit - stays - len(self._new))]:
                body = self.get(key)
                if body is not None:
                    self.put(key, body)
            self._new = dict(list(self._new.items())[:limit])
        self._close(replaced)
        # What killed builds left behind goes too. Another that is still at it will keep nothing.
        with suppress(OSError):
            for half in self.folder.glob(".*.half"):
                half.unlink(missing_ok=True)

    def hand_over(self) -> None:
        """Write what is new, and drop nothing: a worker's part of what another process will `save`."""
        self._close([])

    def take_over(self) -> None:
        """Know what workers have handed over."""
        with suppress(OSError):
            for file in sorted(self.folder.glob("*.pack")):
                if file not in self._files:
                    self._open(file)

    def _close(self, replaced: list[Path]) -> None:
        """Make what is new a pack, which takes the place of others."""
        if self._stream is None or not self._new:
            return
        try:
            table = b"".join(_ROW.pack(bytes.fromhex(key), *place) for key, place in self._new.items())
            digest = sha256(table)
            with self._stream as stream:
                stream.seek(0, os.SEEK_END)
                stream.write(table + _FOOT.pack(digest.digest(), len(table)))
            file = self.folder / f"{digest.hexdigest()}.pack"
            self._half.replace(file)
            for other in replaced:
                if other != file:
                    other.unlink(missing_ok=True)
            self._files = {old: stream for old, stream in self._files.items() if old not in replaced}
            # What was put in can still be had from this object.
            self._open(file)
        except OSError:
            self._half.unlink(missing_ok=True)
        self._stream = None
        self._new = {}


def _read_at(stream: FileIO, start: int, length: int) -> bytes:
    if hasattr(os, "pread"):
        # No place in the file is remembered, which processes that were forked would have in common.
        return os.pread(stream.fileno(), length, start)
    stream.seek(start)
    return stream.read(length)


def _size(stream: FileIO | None) -> int:
    return stream.seek(0, os.SEEK_END) if stream is not None else 0
