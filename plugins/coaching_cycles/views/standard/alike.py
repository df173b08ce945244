"""Which learning targets of different teams are alike: by their words, in any language, always the same way.

No model and no word list: both would know some languages and not others, and nobody could say why two
sentences were put together. What is compared are pieces of words.

- A word of an alphabet stands for its first letters, without accents and without an s at its end, so that
  *evidence*, *evidencia* and *evidences*, *tekst* and *teksten* meet. A word of up to three letters (*the*,
  *los*, *og*) counts little, and one of four a little less than a long one: in most alphabets that is where
  the small words are.
- A word of a script that joins endings to words or writes none apart (Hangul, Han, kana, Thai) stands for its
  pairs of letters: 근거를 and 근거로 meet in 근거.
- A piece that stands in more than half of the targets of a page (*students*, *can*) tells little, and counts
  little.

How alike two targets are is the mean of two shares: what they have in common of both (Dice), and of the
shorter one, so that a short target is found in a longer one. Teams that say one thing in other words are not
found; that is left to the people who read the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations

ENOUGH = 0.5
"""How alike two targets must be to stand side by side."""

_WHOLE = 0.35
"""How alike any two in one row must be: a row is no chain of targets that differ a little each."""

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")
_FIRST = 5
_LITTLE, _LESS = 0.25, 0.6
_SIZES = {1: _LITTLE, 2: _LITTLE, 3: _LITTLE, 4: _LESS}
"""What a word of so many letters counts; a longer one counts 1."""

_MANY = 4
"""Targets of a page from which on a piece may be said to be everywhere."""

Pieces = Mapping[str, float]


# A target stands on the page of each of its standards, and of those above them.
@lru_cache(maxsize=4096)
def pieces(text: str) -> Pieces:
    """The pieces of a text, each with how much it counts."""
    found: dict[str, float] = {}
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _JOINED.search(word):
            found.update(dict.fromkeys((word[at : at + 2] for at in range(max(1, len(word) - 1))), 1.0))
            continue
        plain = "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
        plain = plain.removesuffix("s") or plain
        found[plain[:_FIRST]] = 1.0 if plain.isdigit() else _SIZES.get(len(plain), 1.0)
    return found


def likeness(one: Pieces, other: Pieces) -> float:
    """How alike two texts are, from 0 to 1."""
    return _likeness(one, other, sum(one.values()), sum(other.values()))


def _likeness(one: Pieces, other: Pieces, size: float, other_size: float) -> float:
    common = sum([min(weight, other[piece]) for piece, weight in one.items() if piece in other])
    if not common or not size or not other_size:
        return 0.0
    return common / (size + other_size) + common / min(size, other_size) / 2


def _weighed(texts: Sequence[str]) -> list[Pieces]:
    given = [pieces(text) for text in texts]
    seen = Counter(piece for found in given for piece in found)
    if len(given) < _MANY:
        return given
    half = len(given) / 2
    return [
        {piece: min(weight, _LITTLE) if seen[piece] > half else weight for piece, weight in found.items()}
        for found in given
    ]


def align(columns: Sequence[Sequence[str]]) -> list[tuple[int | None, ...]]:
    """Rows of texts that are alike: for each column the place of its text in it, or None.

    Each row has at least two texts, at most one of a column; a text stands in one row at most. The most alike
    pair is joined first; of equals the one that comes first. Rows are in the order of their first text.
    """
    places = [(column, place) for column, texts in enumerate(columns) for place in range(len(texts))]
    words = _weighed([columns[column][place] for column, place in places])
    sizes = [sum(one.values()) for one in words]
    scores: dict[tuple[int, int], float] = {}
    for a, b in combinations(range(len(places)), 2):
        # Most pairs have nothing in common, which is seen before anything is counted.
        if places[a][0] != places[b][0] and not words[a].keys().isdisjoint(words[b]):
            scores[a, b] = _likeness(words[a], words[b], sizes[a], sizes[b])
    rows: dict[int, list[int]] = {index: [index] for index in range(len(places))}
    close = [pair for pair, score in scores.items() if score >= ENOUGH]
    for a, b in sorted(close, key=lambda pair: (-scores[pair], pair)):
        one, other = rows[a], rows[b]
        if one is not other and all(
            scores.get((min(i, j), max(i, j)), -1.0) >= _WHOLE for i in one for j in other
        ):
            one += other
            for index in other:
                rows[index] = one
    found = {id(row): sorted(row) for row in rows.values() if len(row) > 1}
    made = []
    for row in sorted(found.values()):
        cells: list[int | None] = [None] * len(columns)
        for index in row:
            column, place = places[index]
            cells[column] = place
        made.append(tuple(cells))
    return made
