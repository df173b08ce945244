"""How the four kinds of picture are laid out in bytes, as far as size and end are concerned.

Read by hand, because a decoder sets aside memory for what a header claims: ten bytes can ask for gigabytes.
Written from the formats' own descriptions: ITU-T T.81 (JPEG), the W3C's PNG recommendation, GIF89a, Google's
WebP container.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from struct import unpack_from

_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])", re.DOTALL)
_MOST_PARTS = 200_000
"""Chunks, markers or blocks of one picture: a moving one of 25 MB has half as many."""
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Header:
    """A picture as its bytes describe it: width and height in pixels as stored, before it is turned upright.

    `end` is where the picture's data end; phones and makers of mischief append other things. `rounds` is how
    often the data go over all pixels: a progressive JPEG grows clearer in about ten.
    """

    kind: str
    width: int
    height: int
    end: int
    moving: bool = False
    rounds: int = 1


class _Parts:
    """Counts the parts of a picture: millions of empty ones would take longer than any picture."""

    def __init__(self) -> None:
        self._left = _MOST_PARTS

    def count(self) -> None:
        """One more."""
        self._left -= 1
        if self._left < 0:
            raise ValueError("more parts than a picture has")


def _read_jpeg(data: bytes) -> Header:
    width = height = rounds = 0
    position = 2
    end = len(data)
    parts = _Parts()
    while (found := _MARKER.search(data, position)) is not None:
        parts.count()
        marker, position = found.group(1)[0], found.end()
        if marker == 0xD9:  # noqa: PLR2004 - end of image
            end = position
            break
        if marker == 0x01:
            continue
        (length,) = unpack_from(">H", data, position)
        if marker in _FRAME_MARKERS:
            across, down = unpack_from(">HH", data, position + 3)[::-1]
            width, height = max(width, across), max(height, down)
        rounds += marker == 0xDA  # noqa: PLR2004 - start of scan
        # After the head of a scan come its packed pixels: the search goes on to the next marker in them.
        position += length
    # Without an end marker the decoder decides whether pixels are missing.
    return Header("JPEG", width, height, end, rounds=rounds)


def chunks(data: bytes) -> list[tuple[bytes, int, int]]:
    """The chunks of a PNG up to its end, as (type, start, end) with length and checksum inside.

    Raises struct.error when the data end before the picture does, and ValueError for too many.
    """
    found = []
    parts = _Parts()
    position = 8
    kind = b""
    while kind != b"IEND":
        parts.count()
        length, kind = unpack_from(">I4s", data, position)
        end = position + 12 + length
        unpack_from(">I", data, end - 4)
        found.append((kind, position, end))
        position = end
    return found


def _read_png(data: bytes) -> Header:
    parts = chunks(data)
    if parts[0][0] != b"IHDR":
        raise ValueError("a PNG that does not begin with its header")
    width, height = unpack_from(">II", data, 16)
    frames = [unpack_from(">I", data, start + 8)[0] for kind, start, _ in parts if kind == b"acTL"]
    return Header("PNG", width, height, parts[-1][2], moving=max(frames, default=1) > 1)


def _read_gif(data: bytes) -> Header:
    width, height, flags = unpack_from("<HHB", data, 6)
    position = 13 + _palette(flags)
    frames = 0
    parts = _Parts()
    while position < len(data) and data[position] != 0x3B:  # noqa: PLR2004 - the trailer, which some programs forget
        if data[position] == 0x21:  # noqa: PLR2004 - an extension
            position += 2
        elif data[position] == 0x2C:  # noqa: PLR2004 - an image
            left, top, across, down, flags = unpack_from("<HHHHB", data, position + 1)
            width, height = max(width, left + across), max(height, top + down)
            position += 11 + _palette(flags)
            frames += 1
        else:
            raise ValueError("neither an extension nor an image")
        parts.count()
        while data[position]:
            parts.count()
            position += data[position] + 1
        position += 1
    if not frames:
        raise ValueError("a GIF without an image")
    return Header("GIF", width, height, position + 1, moving=frames > 1)


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _read_webp(data: bytes) -> Header:
    end = 8 + unpack_from("<I", data, 4)[0]
    if end > len(data):
        raise ValueError("cut short")
    width = height = frames = 0
    position = 12
    parts = _Parts()
    while position + 8 <= end:
        parts.count()
        kind, length = unpack_from("<4sI", data, position)
        start = position + 8
        across = down = 0
        if kind == b"VP8X":
            wide, wider, high, higher = unpack_from("<HBHB", data, start + 4)
            across, down = (wider << 16 | wide) + 1, (higher << 16 | high) + 1
        elif kind == b"VP8L":
            (bits,) = unpack_from("<I", data, start + 1)
            across, down = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif kind == b"VP8 ":
            across, down = (side & 0x3FFF for side in unpack_from("<HH", data, start + 6))
        width, height = max(width, across), max(height, down)
        frames += kind == b"ANMF"
        position = start + length + (length & 1)
    return Header("WebP", width, height, end, moving=frames > 1)


READERS: dict[str, Callable[[bytes], Header]] = {
    "JPEG": _read_jpeg,
    "PNG": _read_png,
    "GIF": _read_gif,
    "WebP": _read_webp,
}
"""By kind. They raise struct.error, IndexError or ValueError for what is damaged or cut short."""
