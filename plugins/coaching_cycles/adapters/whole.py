"""Whether another program has written its files whole: Pagefind says nothing of a disk that was full."""

from __future__ import annotations

import errno
import gzip
import os
import tempfile
import zlib
from pathlib import Path
from typing import Final

_ROOM: Final = 1 << 20
"""Bytes. More than any of Pagefind's files that can't be seen to be whole (its scripts)."""
_ZIPPED: Final = b"\x1f\x8b"


def check_whole(folder: Path) -> None:
    """Look at files that were written just now; nothing must have been removed there since.

    What is packed ends with a sum of itself. Of a script nobody can say whether its end is missing: but a
    disk that had no room for it has none now.

    Raises:
        OSError: The disk is full, or a file is not whole.
    """
    with tempfile.TemporaryFile(dir=folder) as probe:
        # Noise, so that no file system that packs makes little of it.
        probe.write(os.urandom(_ROOM))
        probe.flush()
        os.fsync(probe.fileno())
    for file in sorted(folder.rglob("*")):
        content = file.read_bytes() if file.is_file() else b""
        if content.startswith(_ZIPPED) or file.suffix.startswith((".pf_", ".pagefind")):
            try:
                gzip.decompress(content)
            except (OSError, EOFError, zlib.error) as error:
                raise OSError(errno.EIO, "the search index was not written whole", str(file)) from error
