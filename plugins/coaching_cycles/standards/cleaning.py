"""What may differ between two spellings of one code, taken away (rules 1, 3 and 4 of the canonical form)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−⁃﹘﹣－ー〜~"), "-")
_DASHES |= dict.fromkeys(
    map(ord, "\u058a\u05be\u1806\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u3030\u30a0\ufe31\ufe32"), "-"
)
"""Every dash of Unicode, and what is typed for one."""
_EDGES = " \t\"'“”‘’‚„‹›«»′″`´★☆✩✪⭑*†‡•·[]{}<>【】〔〕「」『』《》〈〉_#+"
_EDGES += "\u201b\u201f\u275b\u275c\u275d\u275e\u301d\u301e\u301f"  # more quotes
_EDGES += "\u2217\u22c6\u2731\u2732\u2733\u2736\u27e8\u27e9\u2768\u2769"  # more stars and brackets
_ENDS = _EDGES + ".,;:!/。、"
_PLUS = re.compile(r"\(\s*\+\s*\)")
_FOOTNOTE = re.compile(r"(?<=[0-9A-Za-z])[⁰¹²³⁴⁵⁶⁷⁸⁹]+$")
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}

_GRADE_WORD = re.compile(
    r"(?:GRADES?|GRD?)[\s.:_-]*(?P<grade>KINDERGARTEN|K(?![A-Z])|\d{1,2}(?:-\d{1,2})?|[IVX]+(?![A-Z]))"
    r"|G(?P<short>\d{1,2})(?=[\s.-]?[A-Z])"
    r"|(?P<nth>\d{1,2})(?:ST|ND|RD|TH)[\s.-]+(?:GRADE|GR)\b\.?"
    r"|(?P<word>KINDERGARTEN|MIDDLE SCHOOL|HIGH SCHOOL)\b"
)
_PREFIX = re.compile(
    r"(?:(?P<ccss>CCSS-?M(?![A-Z])|CCSSI?|COMMON[\s._-]*CORE(?:[\s._-]*STATE[\s._-]*STANDARDS?)?)"
    r"|(?P<cc>CC)"
    r"|(?P<ngss>NGSS|NEXT[\s-]GENERATION[\s-]SCIENCE[\s-]STANDARDS?)"
    r"|(?P<math>MATHEMATICS|MATHEMATICAL|MATHS?)"
    r"|(?P<ela>ELA|LITERACY|ENGLISH[\s-]LANGUAGE[\s-]ARTS)"
    r"|(?P<practice>PRACTICES?)"
    r"|(?P<anchor>ANCHOR|CCR(?=\s+ANCHOR)|COLLEGE[\s-](?:AND|&)[\s-]CAREER[\s-]READINESS)"
    r"|(?P<plain>CONTENT|STANDARDS?|STD|FOR|CLUSTER|DOMAIN|AND|&|PE|PERFORMANCE[\s-]EXPECTATION|DCI(?=[\s:.-]+[A-Z])))"
    r"(?P<gap>[\s._:/()#,|-]+|(?=\d)|$)"
)
_TIGHT = frozenset({"ccss", "ngss", "plain"})
_SUBJECTS = {"ela": ("ccss-ela",), "math": ("ccss-math",), "ngss": ("ngss",)}

_GAP = re.compile(r"[^A-Z0-9-]+")
_DASH_GAP = re.compile(r"\.*-+[.-]*")
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_LOOSE_GAP = re.compile(r"(?<![0-9])[.-]|[.-](?![0-9])")


@dataclass(frozen=True, slots=True)
class Stripped:
    """A code without its prefixes, and what those said about it."""

    rest: str
    """What is left, in capitals."""
    frameworks: tuple[str, ...]
    """The bundled frameworks that the prefixes allow; empty where they said nothing."""
    declared: bool
    """Whether a prefix names a framework (CCSS, NGSS), and not only a subject."""
    practice: bool
    grade: str
    """The grade that words gave ("Grade 4"); it also begins `rest`."""


@lru_cache(maxsize=16384)
def clean(text: str, *, keep_footnote: bool = True) -> str:
    """Rule 1: NFKC, one kind of dash and space, nothing invisible, no quotes, brackets or marks at the ends.

    A raised digit at the end is ambiguous: NFKC makes it part of the code, and a writer may have meant a
    footnote. `keep_footnote=False` reads it the second way; try it where the first gives nothing.
    """
    if not keep_footnote:
        text = _FOOTNOTE.sub("", text.strip())
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
        text = "".join(
            letter for letter in text if unicodedata.category(letter) not in {"Cf", "Cc"} or letter.isspace()
        )
    text = " ".join(_PLUS.sub(" ", text).split())
    before = ""
    while text != before:
        before = text
        text = _strip_brackets(text.lstrip(_ENDS).rstrip(_ENDS)).strip("-" if len(text) > 1 else "")
    return text


def _strip_brackets(text: str) -> str:
    """Without round brackets that hold the whole text or that have no partner; "(c)(5)(A)" stays."""
    if text.startswith("(") and (")" not in text or text.find(")") == len(text) - 1):
        text = text[1:]
    if text.endswith(")") and text.count("(") < text.count(")"):
        text = text[:-1]
    return text.removesuffix("(")


def strip_prefixes(cleaned: str) -> Stripped:
    """Rule 3: without `CCSS`, `MATH.CONTENT`, `Grade` and the like, in capitals.

    What they said is remembered.
    """
    rest, seen, grade = cleaned.upper(), set[str](), ""
    while True:
        found = _PREFIX.match(rest)
        if found is not None:
            kind = str(next(name for name, value in found.groupdict().items() if value and name != "gap"))
            if kind == "cc" and (grade or "cc" in seen):
                break  # after a grade it is the domain Counting & Cardinality
            if found["gap"] or found.end() == len(rest) or kind in _TIGHT:
                seen.add(kind)
                rest = rest[found.end() :]
                continue
        word = None if grade else _GRADE_WORD.match(rest)
        if word is None:
            break
        grade, rest = _read_grade(word), rest[word.end() :].lstrip(" .:,_-/")
    rest = f"{grade}.{rest}".strip(".")
    if "anchor" in seen and not rest.startswith("CC"):
        rest = f"CCRA.{rest}"
    frameworks: tuple[str, ...] = ()
    for subject, keys in _SUBJECTS.items():
        if subject in seen:
            frameworks += keys
    if seen & {"ccss", "cc"}:
        frameworks = tuple(key for key in frameworks if key != "ngss") or ("ccss-ela", "ccss-math")
    declared = bool(seen & {"ccss", "ngss"})
    return Stripped(rest, frameworks, declared, "practice" in seen and "math" in seen, grade)


def _read_grade(word: re.Match[str]) -> str:
    text = word["grade"] or word["short"] or word["nth"] or word["word"]
    named = {"KINDERGARTEN": "K", "MIDDLE SCHOOL": "MS", "HIGH SCHOOL": "HS"}
    if text in _ROMAN:
        return str(_ROMAN[text])
    return named.get(text, text)


def dot(upper: str) -> str:
    """A code in capitals with one dot between its parts, dashes where they were typed.

    Empty for other scripts.
    """
    if not upper.isascii():
        return ""
    return _ZEROS.sub("", _DASH_GAP.sub("-", _GAP.sub(".", upper))).strip(".-")


def loosen(upper: str) -> tuple[str, ...]:
    """Rule 4: keys under which a code in capitals is looked up, the stricter first; empty for other scripts.

    Between letters and digits a separator says nothing ("3NF1" is "3.NF.1"), so it goes. Between two
    numbers it stays: a dash makes a band (9-10) there, or a range, which is not a code. A text with no
    separator but dashes ("rl-4-1", as in an address) is also read with dots. Letters alone keep their parts
    apart, so that no word is taken for a code.
    """
    if not upper.isascii():
        return ()
    text = _DASH_GAP.sub("-", _GAP.sub(".", upper)).strip(".-")
    if not any(map(str.isdigit, text)):
        return (text.replace(".", "-"),)
    text = _ZEROS.sub("", text)
    key = _LOOSE_GAP.sub("", text)
    if "." in text or "-" not in key:
        return (key,)
    return (key, _LOOSE_GAP.sub("", text.replace("-", ".")))
