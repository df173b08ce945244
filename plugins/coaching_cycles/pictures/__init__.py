"""Pictures that people took, made anew from their pixels before anybody else sees them.

A photo of student work carries more than the work: where and when it was taken, whose phone it was, the
part that was cropped away. So no byte of the original is published. `remake` decodes a picture and encodes
what can be seen in it: upright, in sRGB, at most 1600 pixels long, without anything else. The ending, and so
the address, stays: JPEG, PNG, WebP and GIF come out as what they went in.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from coaching_cycles.pictures.header import ENDINGS, LONGEST_SIDE, MOST_PIXELS, Refusal, read_header
from coaching_cycles.pictures.kept import Kept, Made, key_of

__all__ = [
    "ENDINGS",
    "LONGEST_SIDE",
    "MOST_PIXELS",
    "File",
    "Picture",
    "Refusal",
    "is_picture",
    "name_variant",
    "remake",
]


@dataclass(frozen=True, slots=True)
class File:
    """One file to publish: its name, its bytes, and its size in pixels as it is shown."""

    name: str
    content: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture made anew.

    `files` are the picture itself, under the name it had, and then narrower ones of the same proportions,
    named by `name_variant`. `moving` says that the original was an animation, of which the first image is
    kept.
    """

    files: tuple[File, ...]
    moving: bool = False

    @property
    def main(self) -> File:
        """The picture under the name it had."""
        return self.files[0]


def is_picture(name: str) -> bool:
    """True when a file of this name is published as a picture, and so has to go through `remake`."""
    return posixpath.splitext(name)[1].lower() in ENDINGS


def name_variant(name: str, width: int) -> str:
    """The name of a picture's narrower copy: `logs/page.jpg` at 800 pixels is `logs/page-800.jpg`."""
    stem, ending = posixpath.splitext(name)
    return f"{stem}-{width}{ending}"


def remake(data: bytes, name: str, cache: Path | None = None) -> Picture | Refusal:
    """The picture in `data` made anew, or what speaks against it. Never raises for what `data` contain.

    The same data give the same bytes, from one release of Pillow. `cache` is a folder for results: with it,
    no picture is decoded twice, in this build or a later one.
    """
    header = read_header(data, name)
    if isinstance(header, Refusal):
        return header
    kept = Kept(cache) if cache is not None else None
    key = key_of(data)
    made = kept.get(key) if kept is not None else None
    if made is None:
        # Only here is Pillow needed: a build with every picture kept never loads it.
        from coaching_cycles.pictures.pixels import make  # noqa: PLC0415

        fresh = make(data, header)
        if isinstance(fresh, Refusal):
            return fresh
        made = fresh
        if kept is not None:
            kept.put(key, made)
    return _name(made, name, moving=header.moving)


def _name(made: tuple[Made, ...], name: str, *, moving: bool) -> Picture:
    first, *narrower = made
    return Picture(
        (
            File(name, first.content, first.width, first.height),
            *(File(name_variant(name, m.width), m.content, m.width, m.height) for m in narrower),
        ),
        moving,
    )
