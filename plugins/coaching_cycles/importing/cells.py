"""What stands in a cell: a number in any of the ways that people write one, an absence, words, or nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

Kind = Literal["blank", "absent", "number", "share", "percent", "bound", "words"]
"""share: “7/10”; bound: “<1”, which is no number that could be added up."""

_ABSENT = frozenset({
    "absent", "absence", "abs", "ab", "excused", "exempt", "ex", "n/a", "na", "#n/a", "null", "nil", "none",
    "missing", "not assessed", "not tested", "not taken", "not attempted", "not started", "not scored",
    "not administered", "not available", "not applicable", "not determined", "not provided", "not submitted",
    "not enrolled", "no score", "no data", "no result", "no results", "did not test", "did not take",
    "did not attempt", "dnt", "dna", "dns", "nt", "ns", "insufficient data", "insufficient evidence",
    "invalid", "incomplete", "in progress", "inc", "withdrawn", "moved", "discontinue", "discontinued",
    "unscored", "ungraded", "ausente", "fravær", "abwesend", "결석",
})  # fmt: skip
_NOTHING = re.compile(r"[-–—.·_?*\s]*")
_BROKEN = re.compile(r"#(?:N/A|DIV/0!|REF!|VALUE!|NAME\?|NUM!|NULL!)")
_BOUND = re.compile(r"(?:[<>≤≥]=?|under|over|less than|more than|fewer than)\s*[\d.,]+\s*%?")
_SHARE = re.compile(r"([\d.,]+)\s*(?:/|of|out of)\s*([\d.,]+)(?:\s*\(.*\))?(?:\s*(?:points?|pts))?")
_PLAIN = re.compile(r"[-+]?\d{1,9}(?:\.\d{1,9})?")
_AND_PERCENT = re.compile(r"\s*\(\s*[\d.,]+\s*%\s*\)$")
_POINTS = re.compile(r"\s*(?:points?|pts\.?)$")
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[-+]?(?:\d{1,9}|\d{1,3}(?:[. ]\d{3})+),\d{1,9}")
_SURE_COMMA = re.compile(r"[-+]?\d+,(?:\d{1,2}|\d{4,})%?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `number` is exact; `whole` is the 10 of “7/10”, 100 for a percent."""

    kind: Kind
    text: str = ""
    number: Fraction | None = None
    whole: Fraction | None = None


def tidy(text: str) -> str:
    """The text in one line, without the spaces and marks that only a program put there."""
    if text.isascii() and text.isalnum():  # most cells of a wide table are a number: there is nothing to do
        return text
    clean = unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "")
    return " ".join(clean.replace("−", "-").split())


def is_missing(text: str) -> bool:
    """True for nothing, a dash, and the words for a student who was not assessed."""
    return read_cell(text).kind in {"blank", "absent"}


def writes_decimal_commas(texts: list[str]) -> bool:
    """True when a column has numbers such as 7,5; without one, 1,234 has a thousand."""
    return any(_SURE_COMMA.fullmatch(tidy(text)) for text in texts)


@lru_cache(maxsize=4096)
def read_cell(text: str, *, comma: bool = False) -> Cell:
    """Read one cell; `comma`: the column has decimal commas."""
    clean = tidy(text)
    if not clean:
        return Cell("blank")
    lower = clean.casefold()
    if lower.strip("()[]. ") in _ABSENT or lower in _ABSENT or _NOTHING.fullmatch(clean):
        return Cell("absent", clean)
    if _BROKEN.fullmatch(clean):
        return Cell("absent", clean)
    if _BOUND.fullmatch(lower):
        return Cell("bound", clean)
    share = _SHARE.fullmatch(lower)
    if share is not None:
        part, whole = read_number(share[1], comma=comma), read_number(share[2], comma=comma)
        if part is not None and whole:
            return Cell("share", clean, part, whole) if part <= whole else Cell("words", clean)
    if clean.endswith("%"):
        number = read_number(clean[:-1].strip(), comma=comma)
        if number is not None:
            return Cell("percent", clean, number, Fraction(100))
    number = read_number(_POINTS.sub("", _AND_PERCENT.sub("", lower)).rstrip("*†"), comma=comma)
    return Cell("words", clean) if number is None else Cell("number", clean, number)


def read_number(text: str, *, comma: bool = False) -> Fraction | None:
    """A number with a point or a comma, exactly; None for anything else."""
    text = text.strip()
    if not text.isascii():
        return None
    if not comma and _THOUSANDS.fullmatch(text):
        return Fraction(text.replace(",", ""))
    if _DECIMAL_COMMA.fullmatch(text):
        return Fraction(re.sub(r"[. ]", "", text).replace(",", "."))
    return Fraction(text) if _PLAIN.fullmatch(text) else None
