"""Names for items without a code of their own: their words, and where these are taken, where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from coaching_cycles.standards.codes import slugify
from coaching_cycles.standards.statements import say_statement

_READ = 1000
"""Characters of an item's words that its name is made of, tags and all."""
_LONGEST = 60
_LONGEST_BESIDE = 40
_EDGES = " .,;:…–—-"


class Names:
    """The codes of a framework, each with an address of its own."""

    def __init__(self) -> None:
        self._slugs: set[str] = set()
        self._numbers: dict[str, int] = {}

    def take(self, code: str) -> bool:
        """Whether a code is free; it is not from then on."""
        slug = slugify(code)
        if not slug or slug in self._slugs:
            return False
        self._slugs.add(slug)
        return True

    def invent(self, words: str, above: Iterable[str]) -> str:
        """A free name: the words, else with what the item stands under, else with a number."""
        name = _cut(say_statement(words[:_READ]), _LONGEST)
        if not slugify(name):
            name = "Item"
        for tried in _vary(name, above):
            if self.take(tried):
                return tried
        # Counted by address: names that differ in signs alone have one, and would all count from the start.
        slug = slugify(name)
        number = self._numbers.get(slug, 2)
        while not self.take(f"{name} ({number})"):
            number += 1
        self._numbers[slug] = number + 1
        return f"{name} ({number})"


def _vary(name: str, above: Iterable[str]) -> Iterator[str]:
    yield name
    nearest = ""
    for one in above:
        beside = _cut(say_statement(one[:_READ]), _LONGEST_BESIDE)
        if not slugify(beside):
            continue
        yield f"{name} ({beside})"
        if nearest:
            yield f"{name} ({nearest}, {beside})"
        nearest = nearest or beside


def _cut(text: str, limit: int) -> str:
    if len(text) > limit:
        text = text[:limit].rsplit(" ", 1)[0]
    return text.strip(_EDGES)
