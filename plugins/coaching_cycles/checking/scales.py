"""Scales: levels that have names of their own, run from low to high, and know where proficient begins."""

from __future__ import annotations

import difflib
import itertools
import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.schema import Assessment

# Words that US schools name levels by, lowest first. A name counts by the longest of them that it holds.
_RANKS: tuple[tuple[str, ...], ...] = (
    ("far below", "well below", "not yet", "no evidence", "unsatisfactory", "minimal", "none", "never"),
    ("below", "beginning", "beginner", "emerging", "novice", "basic", "low", "limited", "no"),
    ("developing", "approaching", "progressing", "partial", "partially", "partly", "nearly", "almost",
     "apprentice", "some", "sometimes", "mid", "medium", "intermediate"),
    ("proficient", "meets", "met", "meeting", "secure", "practitioner", "competent", "satisfactory",
     "usually", "yes", "on level", "on grade level", "at grade level"),
    ("advanced", "exceeds", "exceeding", "exceeded", "mastery", "distinguished", "exemplary", "expert",
     "above", "high", "always"),
)  # fmt: skip
_RANK = {word: rank for rank, words in enumerate(_RANKS) for word in words} | {
    "below basic": 0,
    "not proficient": 0,
    "not met": 0,
    "partially proficient": 2,
    "partially met": 2,
}
# These tell a rank only when they are the whole name: "no errors" is high, "high support" is low.
_ALONE = frozenset(
    {"no", "none", "never", "some", "sometimes", "low", "high", "above", "yes", "usually", "always"}
)
_NUMBERED = re.compile(r"(?:level|stage|step)\s*([0-9])", re.IGNORECASE)
_BARE = re.compile(r"[0-9]")
_HIGHEST_BARE = 4


def suggest(name: str, levels: tuple[str, ...]) -> str:
    """The level that is spelt most like a name, as the beginning of a hint; empty when none is."""
    folded = {level.casefold(): level for level in reversed(levels)}
    close = difflib.get_close_matches(name.casefold(), folded, n=1)
    return f"did you mean {folded[close[0]]!r}? " if close else ""


def check_scale(key: str, assessment: Assessment, findings: Findings) -> None:
    """The levels of one assessment and its lowest proficient level."""
    path = ("assessments", key)
    levels, proficient = assessment.levels or (), assessment.proficient
    if proficient is not None and not levels:
        if findings.misses(*path, "levels"):
            return
        findings.tell("E310.scale", (*path, "proficient"))
    elif proficient is not None and proficient not in levels:
        guess, known = suggest(proficient, levels), ", ".join(levels)
        findings.tell("E310.level", (*path, "proficient"), level=repr(proficient), guess=guess, known=known)
    if len(set(levels)) < len(levels):
        findings.tell("E310.twice", (*path, "levels"))
    elif _runs_down(levels):
        findings.tell("W314.falling", (*path, "levels"), turned=", ".join(reversed(levels)))
    elif len(levels) > 1 and proficient == levels[0]:
        findings.tell("W314.lowest", (*path, "proficient"), level=repr(proficient))


def _runs_down(levels: tuple[str, ...]) -> bool:
    ranks = [rank for level in levels if (rank := _rank(level)) is not None]
    if len(ranks) < 2:  # noqa: PLR2004 - one name has no direction
        bare = [int(level) for level in levels if _BARE.fullmatch(level)]
        # Beyond four, 1 may be the best mark, as in several countries.
        ranks = bare if len(bare) == len(levels) and max(bare, default=9) <= _HIGHEST_BARE else []
    falling = all(above >= below for above, below in itertools.pairwise(ranks))
    return len(ranks) > 1 and falling and ranks[0] > ranks[-1]


# The names of levels are the same in record after record.
@lru_cache(maxsize=1024)
def _rank(level: str) -> int | None:
    numbered = _NUMBERED.match(level)
    if numbered is not None:
        return int(numbered.group(1))
    words = f" {' '.join(re.findall(r'[a-z]+', level.lower()))} "
    found = [w for w in _RANK if (words.strip() == w if w in _ALONE else f" {w} " in words)]
    return _RANK[max(found, key=len)] if found else None
