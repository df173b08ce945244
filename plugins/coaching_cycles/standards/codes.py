"""A standard's canonical code, its address and its place in an order.

Two codes are the same when framework and slug are the same: the slug is what a page is called, so two
spellings that would share a page are one code, and a collision cannot be made by spelling. `code` is how it
is shown. For the bundled frameworks that is always the official short form; a local code keeps the letters
its author typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from coaching_cycles.standards.links import official_url

BUNDLED = ("ccss-ela", "ccss-math", "ngss")
OTHER = "other"
KEYS = (*BUNDLED, OTHER)
"""The framework keys that always exist; each framework dropped in adds its own."""

SortKey: TypeAlias = tuple[int, str, tuple[tuple[int, int, str], ...]]

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_COMPONENT = re.compile(r"(?<=[0-9])(?=[a-z](?:-|$))")
_PARTS = re.compile(r"(?<![A-Z0-9])(?:K-2|K-5|3-5|6-8|6-12|9-10|9-12|11-12)(?![0-9])|\d+|[^\W\d_]+")
_EARLY = {"PK": -1, "K": 0}
_DIGITS = 30
_SCHOOLS = {"MS": 6, "HS": 9}


@dataclass(frozen=True, slots=True)
class Code:
    """A standard: the key of its framework and its canonical code there. Equal by framework and slug."""

    framework: str
    code: str = field(compare=False)
    """The form to show, such as "RH.11-12.6"."""
    slug: str = field(init=False, repr=False)
    """The last part of its address, such as "rh-11-12-6"; letters of any script stay, in NFC."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "slug", slugify(self.code))

    @property
    def sort_key(self) -> SortKey:
        """Natural order: bundled frameworks, dropped-in ones by key, "other".

        Within one K, 1, 2 … 10, then bands.
        """
        rank = BUNDLED.index(self.framework) if self.framework in BUNDLED else len(BUNDLED)
        return (rank + (self.framework == OTHER), self.framework, split_naturally(self.code))

    @property
    def url(self) -> str | None:
        """The official page of a Common Core or NGSS code; None for any other."""
        return official_url(self.framework, self.code)


@lru_cache(maxsize=16384)
def slugify(text: str) -> str:
    """The parts of a code joined by "-", lower case; "7b" is two parts, as "7.b" and "7(b)" are.

    Empty if none.
    """
    lowered = unicodedata.normalize("NFC", text.lower())
    if lowered.isascii():
        slug = _NOT_PLAIN.sub("-", lowered)
    else:
        # Marks belong to their letters: without them Hindi and Thai codes would fall apart.
        kept = (letter if unicodedata.category(letter)[0] in "LMN" else "-" for letter in lowered)
        slug = re.sub(r"-{2,}", "-", "".join(kept))
    return _COMPONENT.sub("-", slug.strip("-"))


def split_naturally(code: str) -> tuple[tuple[int, int, str], ...]:
    """The parts of a code, to be compared as people expect: K < 1 < 2 < 10 < 9-10 < MS < HS < words."""
    return tuple(map(_weigh, _PARTS.findall(code.upper())))


def _weigh(part: str) -> tuple[int, int, str]:
    if part.isdecimal():
        # No code counts this far; a longer row of digits is something else, and too long for a number.
        return (0, int(part[:_DIGITS]), "")
    if part in _EARLY:
        return (0, _EARLY[part], "")
    if "-" in part:
        start = part.partition("-")[0]
        return (1, _EARLY[start] if start in _EARLY else int(start), part)
    if part[:2] in _SCHOOLS and len(part) <= 3:  # noqa: PLR2004 - HS and one letter for a category, as in HSG
        return (2, _SCHOOLS[part[:2]], part)
    return (3, 0, part)
