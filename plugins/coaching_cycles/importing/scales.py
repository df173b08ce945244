"""The levels of a scale from low to high: as they were given, or as a table of known scales has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from coaching_cycles.importing.cells import read_cell
from coaching_cycles.importing.exports import scales, simplify

_NUMBERED = re.compile(
    r"(?i)(level|lvl|stage|step|band|nivel|nivå|l)?\s*[-:.#]?\s*(\d{1,2})(?:\s*[-–:=.)]\s*|\s+|$)(.*)"
)
_NUMBER_BEHIND = re.compile(r"\s*[(\[]\d{1,2}[)\]]$")
_PARTS_OF_GRADE = ("emerging", "grade", "level", "early", "mid", "late")
_PLACED = re.compile(rf"(?i)({'|'.join(_PARTS_OF_GRADE)}) (K|\d{{1,2}})")
_LETTER = re.compile(r"(?i)[a-z]")
_FIRST_LETTERS = {"prea", "aa", "a", "belowa", "readiness"}
_COVERED = 0.9
_SHORT = 2
_MOST_NUMBERS = 13


@dataclass(frozen=True, slots=True)
class Scale:
    """Levels from low to high, and where each spelling belongs; not `sure` when other scales fit too."""

    levels: tuple[str, ...]
    places: dict[str, int] = field(repr=False)
    sure: bool = True

    def find(self, text: str) -> int | None:
        """The position of the level that a cell names, from 0."""
        return self.places.get(_normalise(text))


def _normalise(text: str) -> str:
    cell = read_cell(text)
    if cell.kind == "number" and cell.number is not None:
        return str(cell.number)
    return simplify(_NUMBER_BEHIND.sub("", text)) or text.strip()


def make_scale(levels: Sequence[str], sure: bool = True) -> Scale:  # noqa: FBT001, FBT002 - a plain fact about it
    """A scale of levels that somebody has named."""
    places: dict[str, int] = {}
    for place, level in enumerate(levels):
        places.setdefault(_normalise(level), place)
        numbered = _NUMBERED.fullmatch(level)
        if numbered:
            places.setdefault(numbered[2].lstrip("0") or "0", place)
    return Scale(tuple(levels), places, sure)


def find_scale(texts: Iterable[str], preferred: Sequence[str] = ()) -> Scale | None:
    """The scale that the cells of a column are on; None where their order is not known.

    `preferred` are keys of the table of scales, tried first. `letters` is A to Z, which nobody else means by
    single letters: those may stand for Beginning, Developing, or for grades.
    """
    seen = Counter(texts)
    if not seen:
        return None
    if "letters" in preferred and (found := _letters(seen)) is not None:
        return found
    return (
        _named(seen, preferred, sure=True)
        or _numbers(seen)
        or _numbered(seen)
        or _placements(seen)
        or _named(seen, tuple(scales()), sure=False)
    )


def _named(seen: Counter[str], keys: Sequence[str], *, sure: bool) -> Scale | None:
    """The scale of the table that covers most cells.

    Of several that cover as many the first is taken when `sure`; otherwise only the levels that occur, in the
    order that all of them agree on: no level is made up.
    """
    fits: list[tuple[int, Scale]] = []
    for key in keys:
        if key not in scales():
            continue
        spellings = scales()[key]
        places = {_normalise(name): place for place, names in enumerate(spellings) for name in names}
        covered = sum(times for text, times in seen.items() if _normalise(text) in places)
        if covered >= _COVERED * seen.total():
            # The file's own spelling of a level, where it has one that can be read.
            own = {places[_normalise(text)]: text for text in sorted(seen) if _normalise(text) in places}
            levels = tuple(
                own[place] if len(own.get(place, "")) > _SHORT else names[0]
                for place, names in enumerate(spellings)
            )
            fits.append((covered, Scale(levels, places)))
    most = max((covered for covered, _ in fits), default=0)
    best = [scale for covered, scale in fits if covered == most]
    if len(best) < 2 or sure:  # noqa: PLR2004 - one alone
        return best[0] if best else None
    orders = {tuple(scale.levels[n] for n in _occurring(scale, seen)) for scale in best}
    if len(orders) > 1:
        return None
    return Scale(next(iter(orders)), _renumber(best[0], seen), sure=False)


def _occurring(scale: Scale, seen: Counter[str]) -> list[int]:
    return sorted({place for text in seen if (place := scale.find(text)) is not None})


def _renumber(scale: Scale, seen: Counter[str]) -> dict[str, int]:
    there = _occurring(scale, seen)
    return {text: there.index(place) for text, place in scale.places.items() if place in there}


def _numbers(seen: Counter[str]) -> Scale | None:
    values = [read_cell(text).number for text in seen]
    numbers = sorted({value for value in values if value is not None})
    if len([v for v in values if v is None]) > (1 - _COVERED) * len(values) or not numbers:
        return None
    if (
        any(value.denominator not in {1, 2} for value in numbers)
        or not 0 <= numbers[0] <= numbers[-1] <= _MOST_NUMBERS
    ):
        return None
    half = any(value.denominator == 2 for value in numbers)  # noqa: PLR2004 - halves
    low, high = (0 if numbers[0] < 1 else 1), int(-(-numbers[-1] // 1))
    steps = [low + n / 2 for n in range((high - low) * 2 + 1)] if half else list(range(low, high + 1))
    return make_scale([f"{step:g}" for step in steps], sure=False)


def _numbered(seen: Counter[str]) -> Scale | None:
    """“Level 3” and “3 - Proficient”: in the order of their numbers."""
    found: dict[int, str] = {}
    places: dict[str, int] = {}
    known = {_normalise(name) for levels in scales().values() for names in levels for name in names}
    for text in sorted(seen):
        match = _NUMBERED.fullmatch(text)
        if match is None:
            return None
        number = int(match[2])
        # Words behind a number are shown when they are those of a level; they might be anything.
        shown = text if not match[3] or _normalise(match[3]) in known else f"{match[1] or 'Level'} {number}"
        found.setdefault(number, shown)
        places[_normalise(text)] = number
    low, high = min(*found, 1) if found else 1, max(found)
    if high > _MOST_NUMBERS:
        return None
    word = "Level " if any(re.match(r"(?i)level", text) for text in found.values()) else ""
    levels = tuple(found.get(number, f"{word}{number}") for number in range(low, high + 1))
    return Scale(levels, {text: number - low for text, number in places.items()}, sure=False)


def _placements(seen: Counter[str]) -> Scale | None:
    """“Grade 2”, “Early 3”, “Mid 3”: by grade, and within one in this order; only those that occur."""
    found: dict[tuple[int, int], str] = {}
    for text in seen:
        match = _PLACED.fullmatch(text)
        if match is None:
            return None
        grade = 0 if match[2].upper() == "K" else int(match[2])
        found[grade, _PARTS_OF_GRADE.index(match[1].casefold())] = text
    return make_scale([text for _, text in sorted(found.items())], sure=False)


def _letters(seen: Counter[str]) -> Scale | None:
    """Text levels A to Z, from the lowest to the highest that is there."""
    places: dict[str, int] = {}
    for text in seen:
        plain = simplify(text)
        if text.strip().rstrip("+").casefold() == "z":
            places[_normalise(text)] = 26 if text.strip().endswith("+") else 25
        elif _LETTER.fullmatch(plain):
            places[plain] = ord(plain) - ord("a")
        elif plain in _FIRST_LETTERS:
            places[plain] = -1
    if sum(times for text, times in seen.items() if _normalise(text) in places) < _COVERED * seen.total():
        return None
    low, high = min(places.values()), max(places.values())
    names = ["Pre-A", *(chr(ord("A") + n) for n in range(26)), "Z+"]
    return Scale(
        tuple(names[low + 1 : high + 2]), {text: place - low for text, place in places.items()}, sure=False
    )
