"""What pictures of a built site still say of where, when and by whom they were taken, from their bytes."""

from __future__ import annotations

from struct import error as truncated
from struct import unpack_from
from typing import TYPE_CHECKING

from coaching_cycles.audit.files import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.files import File
    from coaching_cycles.problems import Problem

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLING = {
    b"tEXt": "a text", b"zTXt": "a packed text", b"iTXt": "a text", b"eXIf": "EXIF data", b"tIME": "a time",
}  # fmt: skip
_SIGNS = {b"Exif\0\0": "EXIF data", b"http://ns.adobe.com/x": "XMP data", b"<x:xmpmeta": "XMP data"}
_OTHERS = frozenset({"heic", "heif", "avif", "tif", "tiff", "jxl", "jp2", "bmp", "mov", "mp4", "m4v", "m4a"})


def inspect(file: File) -> Iterator[Problem]:
    """A finding for each thing in a picture that is not its pixels."""
    data = file.content
    found: set[str] = set()
    try:
        if data[:3] == b"\xff\xd8\xff":
            found.update(_jpeg(data))
        elif data[:8] == _PNG:
            found.update(_png(data))
        elif data[:6] in {b"GIF87a", b"GIF89a"}:
            found.update(_gif(data))
        elif data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            found.update(_webp(data))
        elif file.ending in _OTHERS:
            found.update(what for sign, what in _SIGNS.items() if sign in data)
            if b"\xa9xyz" in data:
                found.add("the place where it was taken")
            if data[:4] in {b"II*\0", b"MM\0*"}:
                found.add("a TIFF's tags")
    except (truncated, IndexError):
        found.add("an end that is missing")
    for what in sorted(found):
        hint = "name it in a record as a picture, so that it is made anew from its pixels, or remove it"
        yield finding("E903", file.path, f"the picture holds {what}", hint)


def _jpeg(data: bytes) -> Iterator[str]:
    position = 2
    while position < len(data):
        if data[position] != 0xFF:  # noqa: PLR2004 - a marker
            position += 1
            continue
        marker = data[position + 1]
        if marker in {0x00, 0x01, 0xFF} or 0xD0 <= marker <= 0xD8:  # noqa: PLR2004 - markers that stand alone
            position += 1 if marker == 0xFF else 2  # noqa: PLR2004 - likewise
            continue
        if marker == 0xD9:  # noqa: PLR2004 - the end of the image
            if data[position + 2 :].strip(b"\0"):
                yield "data behind its end"
            return
        (length,) = unpack_from(">H", data, position + 2)
        body = data[position + 4 : position + 2 + length]
        if marker == 0xFE:  # noqa: PLR2004 - a comment
            yield "a comment"
        elif marker == 0xE1:  # noqa: PLR2004 - application data 1
            yield "XMP data" if body.startswith(b"http://ns.adobe.com/") else "EXIF data"
        elif marker in {0xED, 0xEC} or (0xE3 <= marker <= 0xEF and marker != 0xEE):  # noqa: PLR2004 - others
            yield "data of a program that made it"
        position += 2 + length
        if marker == 0xDA:  # noqa: PLR2004 - packed pixels up to the next marker
            position = _next_marker(data, position)
    yield "an end that is missing"


def _next_marker(data: bytes, position: int) -> int:
    while True:
        position = data.find(b"\xff", position)
        if position < 0 or position + 1 >= len(data):
            return len(data)
        if data[position + 1] != 0 and not 0xD0 <= data[position + 1] <= 0xD7:  # noqa: PLR2004 - restarts
            return position
        position += 2


def _png(data: bytes) -> Iterator[str]:
    position = 8
    kind = b""
    while kind != b"IEND":
        length, kind = unpack_from(">I4s", data, position)
        if kind in _PNG_TELLING:
            yield _PNG_TELLING[kind]
        position += 12 + length
    if data[position:].strip(b"\0"):
        yield "data behind its end"


def _gif(data: bytes) -> Iterator[str]:
    flags = data[10]
    position = 13 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
    while data[position] != 0x3B:  # noqa: PLR2004 - the trailer
        if data[position] == 0x21:  # noqa: PLR2004 - an extension
            label = data[position + 1]
            if label == 0xFE:  # noqa: PLR2004 - a comment
                yield "a comment"
            elif label == 0x01:
                yield "a text"
            elif label == 0xFF and data[position + 3 : position + 11] == b"XMP Data":  # noqa: PLR2004 - a program's
                yield "XMP data"
            position += 2
        else:
            flags = data[position + 9]
            position += 11 + (3 << ((flags & 7) + 1) if flags & 0x80 else 0)
        while data[position]:
            position += data[position] + 1
        position += 1
    if data[position + 1 :].strip(b"\0"):
        yield "data behind its end"


def _webp(data: bytes) -> Iterator[str]:
    (size,) = unpack_from("<I", data, 4)
    position = 12
    while position + 8 <= min(len(data), size + 8):
        kind, length = unpack_from("<4sI", data, position)
        if kind in {b"EXIF", b"XMP "}:
            yield "EXIF data" if kind == b"EXIF" else "XMP data"
        position += 8 + length + (length & 1)
    if data[size + 8 + (size & 1) :].strip(b"\0"):
        yield "data behind its end"
