"""Names of children in a text: those of a list that the school keeps, those that a sentence gives away.

Nobody can tell a child's name from another's by looking, so these are warnings, and a record can say in
writing why a name may stand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from coaching_cycles.checking.signs import lower, places_of, try_at

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHILD = (
    r"(?:student|pupil|child|kid|boy|girl|learner|classmate|estudiante|alumn[oa]|niñ[oa]|elev(?:en)?"
    r"|gutt(?:en)?|jent[ea])"
)
_NAME = r"[A-ZÁÉÍÓÚÑÅÆØ](?:['’][A-ZÁÉÍÓÚÑÅÆØ])?[a-záéíóúñüåæøëö'’-]+"
_SAID = (
    r"(?:said|says|wrote|writes|asked|asks|told|answered|explained|drew|replied|added|read aloud"
    r"|dijo|escribió|preguntó|explicó|contestó|respondió|sa|skrev|spurte|svarte|forklarte|tegnet)"
)
_DID = (
    r"(?:annotated|chose|counted|did|finished|found|gave|got|improved|knew|learned|made|moved|needed|noticed"
    r"|quoted|reached|read|scored|showed|shows|solved|started|struggled|struggles|thought|tried|understood|used"
    r"|works|worked|aprendió|encontró|hizo|leyó|logró|mejoró|necesitó|terminó|usó"
    r"|brukte|fant|gjorde|klarte|leste|lærte|trengte|viste)"
)
"""What one child does. Of nouns that begin with a capital behind "student" most are in the list below."""
_WHO = rf"(?:an?|one|our|the|un|una|en|ei)\s+(?:[\w-]+\s+){{0,3}}(?i:{_CHILD})s?\b"
"""A child among others: "one of our students"."""
_CALLED = r"(?:s?,?\s+named|,?\s+(?:called|whose name is|llamad[oa]|que se llama|som heter))"
_AFTER_CHILD = (
    re.compile(rf"\b(?i:{_CHILD}){_CALLED}\s+(?P<name>{_NAME})"),
    re.compile(rf"\b(?i:{_CHILD}),?\s+(?P<name>{_NAME})(?:\s+{_NAME})?,?\s+(?:{_SAID}|{_DID})\b"),
    re.compile(rf"\b(?i:{_CHILD}),\s+(?P<name>{_NAME})(?:\s+{_NAME})?,"),
    re.compile(rf"\b(?i:{_CHILD})\s+\((?P<name>{_NAME})(?:\s+{_NAME})?\)"),
)
_BEFORE_CHILD = (
    re.compile(rf"\b(?P<name>{_NAME})(?:\s+(?:{_NAME}|[A-Z]\.))?,\s+{_WHO}"),
    re.compile(rf"[“\"][^”\"\n]{{1,200}}[”\"],?\s+{_SAID}\s+(?P<name>{_NAME})(?:\s+{_NAME})?,\s+{_WHO}"),
)
_AMONG = re.compile(rf",\s+{_WHO}")
"""What every pattern of the second kind ends with."""
_SIGNS = (
    "student",
    "pupil",
    "child",
    "kid",
    "boy",
    "girl",
    "learner",
    "classmate",
    "alumn",
    "estudiante",
    "niñ",
    "elev",
    "gutt",
    "jent",
)
"""All that the word for a child can begin with."""
# Words with a capital that are nobody's name, in the places that the patterns look at.
_NO_NAMES = frozenset(
    """
    A An And All Another Any Both But Each Every Everyone Everybody Few He Her His I If In It Its
    Later Many Most My No Nobody None Not Of On One Only Or Other Our She So Some Somebody Someone
    Student Students Teacher Teachers That The Their Then There These They This Those Three Two We
    What When Where Which While Who With You Coach Grade Period English Spanish Korean Norwegian
    Algebra History Science Math Mathematics El La Los Las Un Una Cada Todos Todas Algunos Det Den
    De Ei En Alle Noen Hver
    Achievement Agency Aide Assembly Attendance Body Center Centers Chromebook Council Data Discourse
    Engagement Feedback Government Growth Handbook Leader Leaders Leadership Learning Life Motivation
    Participation Performance Progress Response Result Samples Score Senate Services Success Support Talk
    Team Thinking Understanding Union Voice Work Writing Reading Monday Tuesday Wednesday Thursday Friday
    January February March July August September October November December However Therefore Finally
    Instead First Second Third Next
    """.split()  # noqa: SIM905 - words to read
)


def spoken(text: str) -> Iterator[tuple[int, int]]:
    """Where a sentence gives a child's name away: "a student named …", "the student … wrote"."""
    places = places_of(_SIGNS, lower(text))
    if not places:
        return
    found = [try_at(pattern, places, text) for pattern in _AFTER_CHILD]
    if _AMONG.search(text):
        found += [pattern.finditer(text) for pattern in _BEFORE_CHILD]
    taken: set[int] = set()
    for match in chain.from_iterable(found):
        if match["name"] not in _NO_NAMES and match.start() not in taken:
            taken.add(match.start())
            yield match.span()


def listed(text: str, roster: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Where a name of the roster stands. Accents count for nothing, nor do capitals in a full name."""
    pattern = _pattern(roster)
    if pattern is None:
        return
    plain = text if text.isascii() else "".join(map(_bare, text))
    for match in pattern.finditer(plain):
        yield match.span()


@lru_cache(maxsize=4)
def _pattern(roster: tuple[str, ...]) -> re.Pattern[str] | None:
    forms: set[str] = set()
    for line in roster:
        name = " ".join("".join(map(_bare, line)).split())
        if len(name) > 1 and not name.startswith("#"):
            forms.update(_forms(name))
    if not forms:
        return None
    return re.compile("|".join(sorted(forms, key=lambda form: (-len(form), form))))


def _forms(name: str) -> Iterator[str]:
    """A name as people write it: the list's "Lopez, Maria" is also Maria Lopez and Maria L."""
    first, last = name, ""
    if "," in name:
        last, _, first = (part.strip() for part in name.partition(","))
        yield rf"(?i:(?<!\w){_spaced(name)}{_end(name)})"
        name = f"{first} {last}"
    elif " " in name:
        first, _, last = name.partition(" ")
    if not last:
        # One word can be a word of the language (Will, Grace): as a name it has its capital.
        yield rf"(?<!\w)(?:{re.escape(name)}|{re.escape(name.upper())}){_end(name)}"
        return
    yield rf"(?i:(?<!\w){_spaced(name)}{_end(name)})"
    yield rf"(?<!\w){_spaced(first)} {re.escape(last[0])}\.(?!\w)"


def _spaced(name: str) -> str:
    return r"[\s_-]+".join(map(re.escape, name.split()))


def _end(name: str) -> str:
    """In Korean and other scripts a particle follows a name without a space."""
    return r"(?!\w)" if name[-1].isascii() or name[-1].upper() != name[-1].lower() else ""


def _bare(letter: str) -> str:
    """A letter without its accent; letters of other scripts, whose parts are letters, as they are."""
    base = unicodedata.normalize("NFD", letter)[0]
    return base if base.isascii() else letter
