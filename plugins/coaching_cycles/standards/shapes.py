"""How codes look that no bundled table holds: TEKS citations, near misses of bundled codes, local codes.

Three answers are possible for a text that is in no table, and the difference matters to a coach:

- *undecidable*: it could be several standards, so nothing is guessed. Numbers with at most a letter at their
  end (`3.2`, `4.3A`, `TEKS 4.3(A)`): any state has one. A strand with one grade of a band or with none
  (`RL.9.1`, `RL.1`), the grade first (`4.RL.1`, the order of other states), a core idea without its grade
  (`PS1-2`), a range or a list.
- *unknown*: it has the shape of a bundled framework's code, but there is no such code (`RL.4.99`, `3.CC.1`).
  It is given that framework's usual form, so that two spellings of one mistake meet, and belongs to "other".
- *local*: a code of another framework. With letters and digits in three or more parts (`9국02-03`,
  `ELAGSE5W1`, `SC.3.L.14.1`, `6.RP.K`), or capitals and a number of three or more digits (`ACELA1478`); parts
  with spaces only if each is a number, a coded part or a word in capitals. Sentences, "Lesson 3" and "Q1"
  are not codes.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# Patterns are kept as text: they are for rare spellings only, and `re` compiles each when it is first used.
STRANDS = "RL|RI|RF|WHST|W|SL|L|RH|RST"
_DOMAINS = "CC|OA|NBT|NF|MD|RP|NS|EE|SP|F|G"
_CATEGORIES = (
    r"N-?(?:RN|CN|VM|Q)|A-?(?:SSE|APR|CED|REI)|F-?(?:IF|BF|LE|TF)|G-?(?:CO|SRT|GPE|GMD|MG|C)|S-?(?:ID|IC|CP|MD)"
    r"|(?<=HS)[NAFGS]-[A-Z]{1,3}"
)

_TEKS = (
    r"(?P<sign>(?:TEXAS\s+(?!ADMIN))?(?:(?:19\s*)?(?:TAC|TEX(?:AS|\.)?\s*ADMIN(?:ISTRATIVE|\.)?\s*CODE)|TEKS)?"
    r"[\s.:,-]*(?:CHAPTER\s+)?§*\s*)"
    r"(?P<section>1[1-3]\d\.\d{1,3})(?P<rest>(?:[\s.]*\(?(?:[A-Z]++|\d++)\)?)*+)"
)
_TEKS_PART = r"[A-Z]+|\d+"
_TEKS_SYSTEM = r"(?:TEKS[\s.:_/§-]+)+"

_GENERIC = (
    rf"(?:(?!(?:{STRANDS}|S?MP)\b)[^\W\d_]{{2,}}[\s:#.]*[\s:#]+|TEKS[\s.:_/-]+|SOL[\s.:_/-]+)?\(?"
    r"(?:\d{1,4}(?:[.\s/-]\d{1,4})*\)?"
    r"|\d{1,4}(?:[.\s/-]\d{1,4})+[.\s-]?\(?[A-Z]\)?(?:[.\s-]?\(?(?:[IVX]++|\d++|[A-Z])\)?)*+"
    r"|\d{1,4}[.\s-]?\(?[A-Z]\)?)"
)
_GRADE = r"(?P<grade>K(?:-\d+)?|\d+-\d+|\d+)"
_NUMBER = r"(?P<number>\d{1,3})[.-]?(?P<part>[A-Z])?"
_STRAND_FIRST = rf"(?P<strand>{STRANDS})[.-]?{_GRADE}(?:[.-]{_NUMBER})?"
_GRADE_FIRST = rf"{_GRADE}[.-]?(?P<strand>{STRANDS})[.-]?{_NUMBER}"
_NO_GRADE = rf"(?:{STRANDS}|R)[.-]?\d{{1,2}}[.-]?[A-Z]?|(?:PS|LS|ESS|ETS)-?\d[.-]\d+"
_RANGE = r"(?P<first>.*\d[A-Z]?)-(?P<last>[A-Z0-9.]+)"
_LIST = r"\s*[,;&+|/]\s*|\s+(?:AND|OR|TO|THROUGH|THRU|Y|-)\s+"

_MATH = (
    rf"(?P<grade>[K1-8])[.-]?(?P<domain>{_DOMAINS})(?:(?=\d)|[.-](?:(?P<cluster>[A-Z])[.-]?)?)(?:{_NUMBER})?"
)
_HIGH_SCHOOL = rf"(?:HS-?)?(?P<domain>{_CATEGORIES})-?(?:(?P<cluster>[A-Z])-?)?{_NUMBER}"
_SCIENCE = r"(?P<grade>K-2|3-5|[K1-8]|MS|HS)[.-]?(?P<idea>(?:PS|LS|ESS|ETS)\d)[.-](?P<number>\d{1,3})"

_PLAIN_GRADES = ("K", *map(str, range(1, 9)))
_HIGH = ("9-10", "11-12")
_LITERACY = {"RH", "RST", "WHST"}

_MOST = 40
"""Characters in a local code; the longest in use have about thirty."""
_MOST_DECLARED = 64
"""Characters in a code whose author said which framework it belongs to."""
_MOST_TEKS = 4
"""Characters in one part of a citation, such as "viii"."""
_WORD_CHARACTERS = frozenset(" ._-/:()+,'§")
_RUNS = r"[^\W\d_]+|\d+"
_CODED = r"[^\W_][.:/-][^\W_]|\d[^\W\d_]|[^\W\d_]\d"
_SHOUTED = r"[A-Z]{1,6}"
_COMPONENT = r"(?<=\d)[.(]?[a-z]\)?$"
_LONG_WORD = r"[a-z]{7}|[A-Z]{11}"


def format_teks(upper: str) -> str | None:
    """Rule 8: a full TEKS citation as `110.36(c)(5)(A)(i)`.

    None for anything less (`4.3A` says no subject).
    """
    found = re.fullmatch(_TEKS, upper)
    if found is None:
        return None
    parts = re.findall(_TEKS_PART, found["rest"])
    # (c)(5)(A)(i): a letter, a number, a letter, a Roman number.
    kinds: tuple[Callable[[str], bool], ...] = (
        str.isalpha,
        str.isdecimal,
        str.isalpha,
        lambda part: set(part) <= set("IVXL"),
    )
    fitting = all(is_kind(part) for is_kind, part in zip(kinds, parts, strict=False))
    if not fitting or len(parts) > len(kinds) or max(map(len, parts), default=0) > _MOST_TEKS:
        return None
    if not (parts or found["sign"].strip(" .:-")):
        return None
    shown = (part.upper() if place == 2 else part.lower() for place, part in enumerate(parts))  # noqa: PLR2004 - (A)
    return found["section"] + "".join(f"({part})" for part in shown)


def is_generic(upper: str) -> bool:
    """Whether this is numbers with at most a letter at the end, and perhaps a word before."""
    return re.fullmatch(_GENERIC, upper) is not None


def list_grades(strand: str) -> tuple[str, ...]:
    """The grades and bands at which a strand of Common Core ELA exists (rule 6)."""
    if strand in _LITERACY:
        return ("6-8", *_HIGH)
    return _PLAIN_GRADES[:6] if strand == "RF" else (*_PLAIN_GRADES, *_HIGH)


def expand_strand(dotted: str) -> tuple[str, ...]:
    """The Common Core ELA codes that a strand with a grade can mean: one, several for a wide band, or none.

    Reads both orders (`RL.9.1`, `9.RL.1`). The codes need not exist; look them up.
    """
    found = re.fullmatch(_STRAND_FIRST, dotted) or re.fullmatch(_GRADE_FIRST, dotted)
    if found is None:
        return ()
    strand, grade = found["strand"], found["grade"]
    number = f".{found['number']}{(found['part'] or '').lower()}" if found["number"] else ""
    wanted = _list_single(grade)
    return tuple(
        f"{strand}.{legal}{number}"
        for legal in list_grades(strand)
        if legal == grade or set(_list_single(legal)) & set(wanted)
    )


def _list_single(grade: str) -> tuple[str, ...]:
    """The single grades of a grade or band."""
    first, _, last = grade.partition("-")
    if not last:
        return (grade,)
    low, high = 0 if first == "K" else int(first), int(last)
    return tuple("K" if number == 0 else str(number) for number in range(low, min(high, 12) + 1))


def is_several(dotted: str) -> bool:
    """Whether the text names a strand at no legal single grade or at none, or a core idea at none."""
    if re.fullmatch(_NO_GRADE, dotted) or re.fullmatch(_GRADE_FIRST, dotted):
        return True
    found = re.fullmatch(_STRAND_FIRST, dotted)
    return (
        found is not None
        and found["grade"] not in list_grades(found["strand"])
        and bool(expand_strand(dotted))
    )


def split_list(upper: str) -> list[str]:
    """The parts of a list of codes; one part if it is none."""
    return [part for part in re.split(_LIST, upper) if part]


def split_range(upper: str) -> str | None:
    """The first code of what may be a range ("RL.4.1-3"); None if the text has no such shape."""
    found = re.fullmatch(_RANGE, upper.replace(" ", ""))
    return found["first"] if found else None


def format_unknown(dotted: str) -> str | None:
    """The usual form of what looks like a code of a bundled framework; None if it looks like none."""
    for pattern, shape in (
        (_STRAND_FIRST, "{strand}.{grade}.{number}{part}"),
        (_SCIENCE, "{grade}-{idea}-{number}"),
    ):
        found = re.fullmatch(pattern, dotted)
        if found and found["number"]:
            parts = {name: value or "" for name, value in found.groupdict().items()}
            return shape.format(**parts | {"part": parts.get("part", "").lower()})
    found = re.fullmatch(_MATH, dotted)
    if found:
        domain = f"{found['grade']}.{found['domain']}"
        return _join(domain, found["cluster"], found["number"], found["part"])
    found = re.fullmatch(_HIGH_SCHOOL, dotted.replace(".", "-"))
    if found:
        domain = found["domain"].replace("-", "")
        return _join(f"HS{domain[0]}-{domain[1:]}", found["cluster"], found["number"], found["part"])
    found = re.fullmatch(r"S?MP[.-]?(\d{1,3})", dotted)
    return f"MP{found[1]}" if found else None


def _join(domain: str, cluster: str | None, number: str | None, part: str | None) -> str:
    return ".".join(filter(None, (domain, cluster, f"{number}{(part or '').lower()}" if number else "")))


def is_local(cleaned: str) -> bool:
    """Whether a text that nothing else explains is a code of another framework (the rules are at the top)."""
    chunks = cleaned.split()
    if not 0 < len(cleaned) <= _MOST or len(chunks) > 4 or re.search(_LONG_WORD, cleaned):  # noqa: PLR2004 - a sentence
        return False
    if not all(letter.isalnum() or letter in _WORD_CHARACTERS or _is_mark(letter) for letter in cleaned):
        return False
    if len(chunks) > 1 and not (
        all(any(map(str.isdecimal, chunk)) or re.fullmatch(_SHOUTED, chunk) for chunk in chunks)
        and any(re.search(_CODED, chunk) for chunk in chunks)
    ):
        return False
    runs = re.findall(_RUNS, cleaned)
    letters = [run for run in runs if not run.isdecimal()]
    digits = [run for run in runs if run.isdecimal()]
    if not letters or not digits:
        return False
    two = len(runs) == 2 and letters[0].isupper() and len(letters[0]) > 1 and len(digits[0]) > 2  # noqa: PLR2004 - AB123
    return two or len(runs) > 2  # noqa: PLR2004 - three parts


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def drop_teks(cleaned: str) -> str:
    """A code without the word TEKS before it."""
    found = re.match(_TEKS_SYSTEM, cleaned.upper())
    return cleaned[found.end() :] if found else cleaned


def tidy_local(cleaned: str, framework: str) -> str | None:
    """The form in which a local code is kept; None where no page could be named after it.

    Letters stay as typed, but a code typed all in small Latin letters is put in capitals (its last letter
    after a digit, a component, stays small), so that `k.nr.2.2` and `K.NR.2.2` look alike. The word TEKS is
    dropped in a framework of that name.
    """
    if len(cleaned) > _MOST_DECLARED:
        return None
    teks = format_teks(cleaned.upper())
    if teks is not None:
        return teks
    if framework.startswith("teks"):
        cleaned = drop_teks(cleaned)
    if not re.search(r"[A-Z]", cleaned):
        last = re.search(_COMPONENT, cleaned)
        end = last.start() if last else len(cleaned)
        cleaned = re.sub(r"[a-z]+", lambda found: found[0].upper(), cleaned[:end]) + cleaned[end:]
    return cleaned or None
