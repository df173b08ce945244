"""What a picture's bytes say of it before anything is decoded: its kind, its size, other things inside."""

from __future__ import annotations

import posixpath
import re
import struct
from dataclasses import dataclass

from coaching_cycles.pictures.structure import READERS, Header

ENDINGS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WebP", ".gif": "GIF"}
"""Kinds of picture that are published, by the ending of the name in small letters."""

MOST_PIXELS = 64_000_000
"""Width times height. The largest photo of a current phone, a panorama, has 63 million."""

LONGEST_SIDE = 32_767
"""Pixels."""

_MOST_WORK = 2_000_000_000
"""Pixels times rounds: a round of a few bytes can make the decoder go over the whole picture once more."""

_SIGNATURES = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
)
_OTHERS = (
    (
        re.compile(rb"....ftyp(?:hei[cfmsx]|hev[cmsx]|mif1|msf1)", re.DOTALL),
        "a HEIC photo, as iPhones take them",
    ),
    (re.compile(rb"....ftypavi[fs]", re.DOTALL), "an AVIF picture"),
    (re.compile(rb"%PDF-"), "a PDF"),
    (re.compile(rb"II\*\x00|MM\x00\*"), "a TIFF picture"),
    (re.compile(rb"BM.{4}\x00{4}", re.DOTALL), "a BMP picture"),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml|<svg|<!DOCTYPE svg)", re.IGNORECASE),
        "an SVG drawing or XML",
    ),
    (re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!DOCTYPE html|html)", re.IGNORECASE), "a web page"),
    (re.compile(rb"PK\x03\x04"), "a zip file or an office document"),
)
_STARTS_OF_FILES = re.compile(
    rb"%PDF-|PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF"
    rb"|<\?php|(?i:<!doctype|<html|<script|<svg|<body|<iframe)"
)
_READ_AS_PAGE = re.compile(rb"%PDF-|<\?php|(?i:<!doctype html|<html|<script)")
_HEAD = 1024
"""Bytes at the start in which programs look for the kind of a file: PDF readers 1024, browsers 512."""
_TAIL = 65_557
"""Bytes at the end in which a zip program looks for its directory: the entry's 22, and a comment."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a picture is not published: a code of `data/problems.yml`, what is the matter, what would mend it.

    The message goes on after the file's name: "'a.jpg' is cut short".
    """

    code: str
    message: str
    hint: str


DAMAGED = Refusal("E610", "is damaged or cut short", "copy or export the picture again, and open it to see")


def read_header(data: bytes, name: str) -> Header | Refusal:
    """What `data` claim to be, or what speaks against looking any closer. Nothing is decoded."""
    if not data:
        return Refusal("E610", "is empty", DAMAGED.hint)
    expected = ENDINGS.get(posixpath.splitext(name)[1].lower())
    kind = _kind(data)
    if kind is None or kind != expected:
        return _mistaken(data, kind)
    try:
        header = READERS[kind](data)
    except (struct.error, IndexError, ValueError):
        return DAMAGED
    if min(header.width, header.height, header.rounds) < 1:
        return DAMAGED
    return (
        refuse_size(header.width, header.height)
        or _refuse_work(header)
        or _refuse_passenger(data, header)
        or header
    )


def refuse_size(width: int, height: int) -> Refusal | None:
    """A refusal for a picture that takes too much memory to open."""
    if width * height <= MOST_PIXELS and max(width, height) <= LONGEST_SIDE:
        return None
    return Refusal(
        "E611",
        f"has {width} × {height} pixels; at most {MOST_PIXELS // 1_000_000} million are opened",
        "save it smaller: 1600 pixels are shown",
    )


def _refuse_work(header: Header) -> Refusal | None:
    if header.width * header.height * header.rounds <= _MOST_WORK:
        return None
    return Refusal(
        "E611",
        f"is built up in {header.rounds} rounds, which takes too long to open",
        "open it in a picture program and export it as a new file",
    )


def _kind(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    return next((kind for start, kind in _SIGNATURES if data.startswith(start)), None)


def _mistaken(data: bytes, kind: str | None) -> Refusal:
    if kind is not None:
        endings = " or ".join(ending for ending, known in ENDINGS.items() if known == kind)
        return Refusal("E609", f"is a {kind} picture under another ending", f"end its name in {endings}")
    other = next(
        (words for pattern, words in _OTHERS if pattern.match(data)), "not a picture of a known kind"
    )
    return Refusal("E609", f"is {other}", "open it in a picture program and export it as JPEG or PNG")


def _refuse_passenger(data: bytes, header: Header) -> Refusal | None:
    """A refusal for a picture that another program would read as something else.

    What phones append (a film of the moment, a second exposure, editing data) is no such thing, and is
    dropped. It is long and packed, so that signatures occur in it by chance: only its beginning counts.
    """
    found = _READ_AS_PAGE.search(data, 0, _HEAD) or _STARTS_OF_FILES.search(
        data, header.end, header.end + _HEAD
    )
    directory = data.rfind(b"PK\x05\x06", max(0, len(data) - _TAIL))
    # Four bytes occur by chance; together with an entry of a directory they make an archive.
    if found is None and not (directory >= 0 and data.rfind(b"PK\x01\x02", 0, directory) >= 0):
        return None
    return Refusal(
        "E612",
        "is a picture and at the same time another kind of file (a document, an archive or a web page)",
        "open it in a picture program and export it as a new file; if you did not make it, ask who did",
    )
