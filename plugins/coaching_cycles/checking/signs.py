"""Where a pattern is worth trying.

A pattern without a letter to look for is tried at every place of a text. Where all that it can begin with is
a few words, the words are found first, a hundred times faster, and it is tried there alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator


def lower(text: str) -> str:
    """A text without capitals in which every letter has kept its place."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join([letter.lower()[0] for letter in text])


def try_at(pattern: re.Pattern[str], places: Iterable[int], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds in a text, for one that begins at none but these places, in order."""
    last = 0
    for start in places:
        match = pattern.match(text, start) if start >= last else None
        if match is not None:
            last = match.end()
            yield match


def places_of(words: Iterable[str], lowered: str) -> list[int]:
    """Where one of these words begins, in order.

    The words are without capitals, as `lowered` is: the text by way of `lower`.
    """
    places: set[int] = set()
    for word in words:
        at = lowered.find(word)
        while at >= 0:
            places.add(at)
            at = lowered.find(word, at + 1)
    return sorted(places)
