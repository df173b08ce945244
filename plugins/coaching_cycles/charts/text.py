"""How wide a text is drawn, and where it breaks.

The reader's font is not known when a page is built, so that texts are measured in DejaVu Sans, which is
wider than the fonts of the usual systems: what fits by these numbers fits everywhere, and the same input
always breaks alike.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_GLYPHS = {
    27: "'",
    28: "ijl",
    29: "IJ",
    32: " ,.‘’·",
    34: "/:;\\|",
    35: "f",
    36: "-",
    39: "()[]t",
    40: "!",
    41: "r",
    46: '"',
    50: "*_`–°",
    52: "sz“”",
    53: "?",
    55: "c",
    56: "L",
    58: "Fk",
    59: "vxy",
    60: "P",
    61: "TYao«»",
    62: "e",
    63: "ESbdghnpqu",
    64: "$0123456789{}",
    66: "K",
    68: "AV",
    69: "BRXZ",
    70: "C",
    73: "U",
    75: "HN",
    77: "DG",
    78: "&",
    79: "OQ",
    82: "w",
    84: "#+<=>^~−×→±≥≤",
    86: "M",
    95: "%",
    97: "m",
    99: "W",
    100: "@—…",
}
"""Advance widths in hundredths of the size of type."""

_WIDTHS = {character: width for width, characters in _GLYPHS.items() for character in characters}
_OTHER = 68  # the mean of Greek and Cyrillic; accented Latin letters are measured as their base letter


@lru_cache(maxsize=512)
def _advance(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 100
    base = unicodedata.normalize("NFD", character)[0]
    return _WIDTHS.get(base, _OTHER)


@lru_cache(maxsize=65536)
def _advances(text: str) -> int:
    """Width of a text in hundredths of the size of type: whole numbers, so that words can be added up."""
    return sum([_WIDTHS.get(c) or _advance(c) for c in text])


def measure(text: str, size: float) -> float:
    """Width of a text in pixels, at a size of type in pixels."""
    return _advances(text) * size / 100


# A label is asked for its height, and again when it is written; on a standard's pages once more.
@lru_cache(maxsize=4096)
def wrap(text: str, size: float, width: float, lines: int = 3) -> tuple[str, ...]:
    """Break a text into at most `lines` lines of at most `width` pixels; the last ends with … if it is cut.

    Breaks are at spaces; a word that is wider than a line, as any in a script without spaces, is broken in
    itself.
    """
    rows: list[str] = []
    row, taken = "", 0
    for word in text.split():
        longer = taken + _advances(" ") + _advances(word) if row else _advances(word)
        if longer * size / 100 <= width:
            row, taken = f"{row} {word}" if row else word, longer
            continue
        if row:
            rows.append(row)
        row = word
        while measure(row, size) > width and len(row) > 1:
            part = _fitting(row, size, width)
            rows.append(part)
            row = row[len(part) :]
        taken = _advances(row)
    rows.append(row)
    if len(rows) <= lines:
        return tuple(rows)
    last = rows[lines - 1].rstrip(" ,.;:")
    while len(last) > 1 and measure(f"{last}…", size) > width:
        last = last[:-1].rstrip(" ,.;:")
    return (*rows[: lines - 1], f"{last}…")


def _fitting(word: str, size: float, width: float) -> str:
    """As much of a long word as fits on a line, at least one character."""
    end = len(word)
    while end > 1 and measure(word[:end], size) > width:
        end -= 1
    # A letter keeps the accents that follow it.
    while 1 < end < len(word) and unicodedata.combining(word[end]):
        end -= 1
    return word[:end]
