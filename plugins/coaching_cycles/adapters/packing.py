"""The packing of a search index' files, with the same bytes for the same content on every computer."""

from __future__ import annotations

import gzip
from typing import Final

ZIPPED: Final = b"\x1f\x8b"
"""What a packed file begins with."""
_SYSTEM: Final = 9
"""Where the head of a packed file names the system that packed it (RFC 1952, 2.3)."""
_ANY: Final = b"\xff"


def pack(content: bytes) -> bytes:
    """Pack it, without time and system: Python up to 3.13 names the one that it runs on."""
    packed = gzip.compress(content, mtime=0)
    return packed[:_SYSTEM] + _ANY + packed[_SYSTEM + 1 :]


def unpack(packed: bytes) -> bytes:
    """The content of a packed file.

    Raises:
        OSError: It is none, or damaged (`EOFError`, `zlib.error`: likewise).
    """
    return gzip.decompress(packed)
