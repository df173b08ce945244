"""Whether another program has written its files whole: Pagefind says nothing of a disk that was full."""

from __future__ import annotations

import errno
import os
import tempfile
import zlib
from typing import TYPE_CHECKING, Final

from coaching_cycles.adapters.packing import ZIPPED, unpack

if TYPE_CHECKING:
    from pathlib import Path

_ROOM: Final = 1 << 20
"""Bytes. More than any of Pagefind's files that can't be seen to be whole (its scripts)."""


def check_room(folder: Path) -> None:
    """Where files were written just now, and nothing was removed since, there must be room for more.

    Of a script nobody can say whether its end is missing: but a disk that had no room for it has none now.

    Raises:
        OSError: The disk is full.
    """
    with tempfile.TemporaryFile(dir=folder) as probe:
        # Noise, so that no file system that packs makes little of it.
        probe.write(os.urandom(_ROOM))
        probe.flush()
        os.fsync(probe.fileno())


def check_whole(path: str, content: bytes) -> None:
    """What is packed ends with a sum of itself.

    Raises:
        OSError: The file is not whole.
    """
    if content.startswith(ZIPPED) or path.rpartition(".")[2].startswith(("pf_", "pagefind")):
        try:
            # Of nothing at all gzip makes nothing, and is content.
            unpack(content or ZIPPED)
        except (OSError, EOFError, zlib.error) as error:
            raise OSError(errno.EIO, "the search index was not written whole", path) from error
