"""What any file of a framework says, before it is put in order: entries, links, facts of the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TypeVar

from coaching_cycles.standards.framework import Defect, Relation

T = TypeVar("T")
MOST_ITEMS = 10_000
"""Items that are read of one file; a state's largest chapter has 2,400."""
MOST_LINKS = 4 * MOST_ITEMS
MOST_PARTS = 100
"""Grades, ancestors or remarks of one item; columns of a table."""
LONGEST_CODE = 80
LONGEST_TEXT = 20_000

# What UTF-8 looks like after it was read as Latin-1 or Windows-1252, and a dash that was read as MacRoman.
GARBLED = re.compile(r"â€|Ã[\u0080-\u00bf©¨¢±³´¶¼]|Â[\u00a0-\u00bf]|\ufffd|(?<=\d)[ÑÐ](?=\d)")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_PLACEHOLDER = re.compile(
    r"\W*(?:[\w.:-]+\s+)?not\s+applicable\b.{0,60}|\W*(?:n\s?/\s?a|no standard at this grade|reserved)\W*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Entry:
    """One item as its file has it. `parents` are identifiers, `place` its row or its number in a list."""

    place: int
    ref: str = ""
    """What the parents of other entries may call it, beside its identifier and address."""
    identifier: str = ""
    uri: str = ""
    code: str = ""
    statement: str = ""
    label: str = ""
    kind: str = ""
    grades: tuple[str, ...] = ()
    parents: list[str] = field(default_factory=list)
    rank: float | None = None
    """Its place among its siblings, where the file tells."""
    language: str = ""
    licence: str = ""
    notes: str = ""
    status: str = ""
    ended: str = ""
    """The day on which it ceased to hold, as written."""
    url: str | None = None
    spellings: list[str] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)

    @property
    def words(self) -> str:
        """What to call it by when it has no code."""
        return self.label or self.statement or self.kind


@dataclass(slots=True)
class Source:
    """A file of a framework: facts of the document, its entries, and what was wrong so far."""

    form: str
    """What kind of file it is, for the report."""
    title: str = ""
    short_title: str = ""
    creator: str = ""
    licence: str = ""
    identifier: str = ""
    uri: str = ""
    status: str = ""
    language: str = ""
    url: str = ""
    tops: set[str] = field(default_factory=set)
    """Identifiers that stand for the document itself: an item under one of them is at the top."""
    by_code: bool = False
    """Whether parents are named by code, in any spelling."""
    entries: list[Entry] = field(default_factory=list)
    rubrics: int = 0
    defects: list[Defect] = field(default_factory=list)

    def report(self, place: int, kind: str, message: str) -> None:
        """Add a defect."""
        self.defects.append(Defect(place, message, kind))

    def begin(self, listed: list[T], what: str = "items", most: int = MOST_ITEMS) -> list[T]:
        """The first of a list, as many as are read; that there are more is a defect."""
        if len(listed) > most:
            self.report(0, "too many", f"more than {most} {what}; the last {len(listed) - most} are left out")
        return listed[:most]


def scrub(text: str) -> str:
    """Text without what no page can hold: controls, halves of characters, marks that turn text around.

    Characters of Windows-1252 that were taken for controls become what they were.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    return _CONTROLS.sub(_mend, text).strip()


def _mend(found: re.Match[str]) -> str:
    letter = found[0]
    if "\x80" <= letter <= "\x9f":
        return letter.encode("latin-1").decode("cp1252", "replace")
    return "" if letter < " " or letter == "\x7f" or "\u2000" < letter < "\u2070" else "\ufffd"


def is_placeholder(statement: str) -> bool:
    """Whether this stands where a standard would be and says that there is none."""
    return len(statement) < 120 and _PLACEHOLDER.fullmatch(statement) is not None  # noqa: PLR2004 - a remark
