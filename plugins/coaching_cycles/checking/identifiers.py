"""Numbers and addresses that belong to one person: found in a text, in the formats of several countries.

Only what can hardly be anything else is named, for a finding here stops a build. A pattern is tried only
where one of its signs is in the text, and a number as long as it takes. The patterns mean the same in
JavaScript, where the form uses them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.checking.signs import lower, places_of, try_at

if TYPE_CHECKING:
    from collections.abc import Iterator

# Letters that look alike are searched as one; each stands for exactly one, so that places stay what they are.
_ALIKE = str.maketrans(
    "‐‑‒–—―−﹣－．＠／\u00a0\u2007\u2009\u202f０１２３４５６７８９", "---------.@/    0123456789"
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]}]+", re.IGNORECASE)
_GROUPED = re.compile(r"[+(\d][\d() ./-]{2,}\d")
_LATER = r" ?- ?(?:19|20)\d\d(?:[-./ ]\d{1,2}){0,2}"
_IS_DATE = re.compile(rf"(?:19|20)\d\d(?:[-./ ]\d{{1,2}}|(?:[-./ ]\d{{1,2}}){{2}}(?:{_LATER})?|{_LATER})?")
"""What no pattern takes for a number, unless a bracket or a plus stands before it: a day, a month, a span."""
_YEAR = r"(?:18|19|20)\d\d"
_MONTH = r"(?:jan|ene|feb|mar|apr|abr|may|mai|jun|jul|aug|ago|sep|oct|okt|nov|dec|dic|des)[a-zé]*\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|\.|º)?"
_DAY = (
    r"(?:\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"
    rf"|{_MONTH}\s+(?:the\s+)?{_ORDINAL}(?:,?\s+\d{{4}})?"
    # The day in words, with its year: "the fifth of May 2012", "cinco de mayo de 2012", "May fifth, 2012".
    rf"|(?:[^\W\d_]{{3,12}}[ -]){{1,3}}(?:of |de )?{_MONTH}(?:,?(?:\s+del?)?\s+\d{{4}})"
    rf"|{_MONTH}\s+(?:[^\W\d_]{{3,12}}[ -]?){{1,2}},?\s+\d{{4}}"
    rf"|{_ORDINAL}(?:\s+(?:of|de))?\s+{_MONTH}(?:,?(?:\s+del?)?\s+\d{{4}})?"
    r"|(?:\d{4}\s?년\s?)?\d{1,2}\s?월\s?\d{1,2}\s?일)"
)
_LATE = r"(?=[^\n]{0,24}?(?:199|20[0-3])\d|\d{1,2}[/.-]\d{1,2}[/.-]\d\d\b)"
"""Only in the years of today's students: history classes write about other births."""
_OWNER = (
    r"(?:students?|pupil|learner|state|district|school|lunch|library|locker|badge|testing|alumn[oa]s?"
    r"|estudiante|elev(?:en)?|학생)"
)
_ID = r"(?:ids?|identification|identificación|numbers?|no\.?|nr\.?|num\.?|número|nummer|pin|code|#|번호)"
_SYSTEM = r"(?:id|sid|ssid|sasid|lasid|uic|sis)"
_CALLED = (
    r"\b(?:tel|tel[ée]fono|phone|telephone|cell(?:phone)?|call|mobile|fax|tlf|telefon|mobil|ring|móvil|celular"
    r"|llam(?:ar|e|en)|text (?:me|us|her|him|them))\b[^\d\n+(]{0,15}"
    r"|(?:전화|연락처|휴대폰|휴대전화)(?:번호)?[^\d\n+(]{0,6}"
)
_NO_DATE = rf"(?!(?:19|20)\d\d[-./ ]\d{{1,2}}[-./ ]\d{{1,2}}(?!\d))(?!{_YEAR} ?[- ] ?{_YEAR}(?!\d))"
"""Neither a day nor a pair of years stands here."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where something personal stands in a text, its code and what it looks like."""

    code: str
    what: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Kind:
    code: str
    what: str
    signs: tuple[str, ...]
    digits: int
    """Of the shortest number in it, in one piece or grouped."""
    begins: bool
    """It begins with one of its signs."""
    pattern: re.Pattern[str]


def _kind(code: str, what: str, signs: str, pattern: str, *, digits: int = 0, begins: bool = False) -> _Kind:
    named = tuple(signs.split("|")) if signs else ()
    return _Kind(code, what, named, digits, begins, re.compile(pattern, re.IGNORECASE))


_AT = r"[\[({<]\s*(?:at|arroba|krøllalfa|골뱅이|@)\s*[\])}>]"
_DOT = r"(?:\.|[\[({<]\s*(?:dot|punto|punktum|punkt|점|\.)\s*[\])}>]|\s(?:dot|punto|punktum)\s)"
_KINDS = (
    _kind("E701", "an e-mail address", "@", r"[\w.+%'-]{1,64} ?@ ?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}"),
    _kind(
        "E701",
        "an e-mail address",
        # As Markdown may spell it: a reader sees the sign.
        "&#64;|&#x40;|&commat;",
        r"[\w.+%'-]{1,64} ?&(?:#64|#x40|commat); ?[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}",
    ),
    _kind(
        "E701",
        "an e-mail address",
        # "at" alone is in every text: only in brackets is it a sign.
        "(at|( at|[at|[ at|{at|{ at|<at|< at|(@|( @|[@|[ @|{@|{ @|<@|< @|arroba|krøllalfa|골뱅이",
        rf"[\w.+%-]{{1,64}}\s{{0,3}}{_AT}\s{{0,3}}[\w-]+(?:\s{{0,3}}{_DOT}\s{{0,3}}[\w-]+)+",
    ),
    _kind(
        "E701",
        "an e-mail address",
        " dot | punto | punktum | punkt | 점 ",
        r"\b[\w.+%-]{1,64} (?:at|\(at?\)|arroba|krøllalfa|alfakrøll|골뱅이) [\w-]+"
        r"(?: (?:dot|punto|punktum|punkt|점) [\w-]+)*? (?:dot|punto|punktum|punkt|점) [^\W\d_]{2,}",
    ),
    _kind(
        "E704",
        "a date of birth",
        "birth|born|dob|d.o.b|b.|bday|b-day|nac|cumple|føds|født|dato|bursdag|생",
        rf"\b(?:d\.?o\.?b\.?|(?:date|day) of birth|birth\s?-?dates?|birthdays?|b-?day|fecha de nacimiento"
        rf"|f\. ?(?:de )?nac\.?|f\.? ?dato|cumpleaños|fødsels(?:dato|dag)|bursdag|생년월일|생일)"
        r"[^\w\n]{0,4}"
        rf"(?:is |was |on |es |el |er |på |den |은 |는 )?(?:el |on |the )?(?:{_DAY}|\d{{6}}(?!\d))"
        rf"|(?:\bborn(?: on)?(?: the)?|\bb\.|\bnaci(?:ó|do|da)(?: el)?(?: día)?|\bfødt(?: den)?)"
        rf"[\s:]{{1,2}}{_LATE}{_DAY}"
        r"|(?:19[89]|20[0-3])\d\s?[-년./]\s?\d{1,2}\s?[-월./]\s?\d{1,2}\s?일?\s?(?:생(?!\w)|출생|에 태어)",
    ),
    _kind(
        "E703",
        "a social security number",
        "",
        r"(?<![\w-])\d{3}([-. ])\d{2}\1\d{4}(?![\w-]|\.\d)",
        digits=9,
    ),
    _kind(
        "E703",
        "a national identity number",
        "",
        r"(?<![\w-])(?:0[1-9]|[12]\d|3[01]|[4-7]\d)(?:0[1-9]|1[0-2])\d\d[ -]?\d{5}(?![\w-])"
        r"|(?<![\w-])\d{6}-[1-4]\d{6}(?![\w-])"
        r"|(?<![\w.,-])(?:\d{8}[- ]?[A-HJ-NP-TV-Z]|[XYZ][- ]?\d{7}[- ]?[A-Z])(?![\w-])",
        digits=7,
    ),
    _kind(
        "E703",
        "a national identity number",
        "",
        r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z\d]\d\b",
        digits=6,
    ),
    _kind(
        "E702",
        "a phone number",
        "",
        r"(?<![\w.-])(?:\+?1[-. ]?)?(?:\(\d{3}\)[ -]?|\d{3}[-. /])\d{3}[-. ]\d{4}(?![\w-])"
        r"|(?<![\w-])0\d{1,2}[-. ]\d{3,4}[-. ]\d{4}(?![\w-])"
        r"|(?<![\w.-])[679]\d\d[ -]\d\d[ -]\d\d[ -]\d\d(?![\w-])"
        r"|(?<![\w.-])[49]\d\d \d\d \d{3}(?![\w-]|[.,]\d)"
        r"|(?<![\w.,-])[67]\d\d[ -]\d{3}[ -](?!000)\d{3}(?![\w-]|[.,]\d)",
        digits=8,
    ),
    _kind(
        "E702",
        "a phone number",
        "",
        rf"(?<![\w.-])\(?\d{{2}}\)?[ -](?!{_YEAR}[ -]{_YEAR})\d{{4}}[ -]\d{{4}}(?![\w-])",
        digits=10,
    ),
    _kind(
        "E702",
        "a phone number",
        "",
        r"(?<![\w.,/-])00[1-9]\d{1,2}(?:[ .-]\d{2,4}){3,5}(?![\w-]|[.,]\d)",
        digits=11,
    ),
    _kind(
        "E702",
        "a phone number",
        "+",
        r"(?<!\w)\+\d(?:(?:[ .-]|\) ?| ?\()?\d){7,14}(?!\w)",
    ),
    _kind(
        "E702",
        "a phone number",
        "tel|phone|cell|call|mobil|text|fax|tlf|ring|móvil|celular|llam|전화|연락|휴대",
        rf"(?:{_CALLED}){_NO_DATE}(?=\+?(?:[() .-]{{0,3}}\d){{7}})\+?\(?\d[\d() .-]{{5,16}}\d(?!\d)",
        digits=7,
        begins=True,
    ),
    _kind(
        "E703",
        "a student's number",
        "student|pupil|learner|state|district|school|lunch|library|locker|badge|testing|alumn|estudiante|elev"
        "|id|sid|ssid|sasid|lasid|uic|sis|matr|expediente|학생|학번|powerschool",
        rf"\b(?:{_OWNER}(?:['’]s)?[ -]?{_ID}(?: {_ID})?|{_SYSTEM}(?: ?{_ID}|:| ?is|(?=\s[A-Z]?\d))"
        r"|matr[íi]cula|expediente|elevnummer|elevnr\.?|powerschool|학번|학생\s?번호"
        r"|(?:student|pupil|learner|alumn[oa]|estudiante|elev(?:en)?)(?: (?:nº|n\.º|nr\.?))?"
        r"(?=\s[A-Z]{0,2}-?\d{5}))"
        rf"\s{{0,3}}(?:is|was|es|er|은|는)?\s{{0,3}}[:#=-]?\s{{0,3}}#?(?!{_YEAR}(?![\d -]))"
        r"[A-Z]{0,3}-?\d(?:[ -]?\d){3,}(?![\w%])",
        digits=4,
        begins=True,
    ),
    _kind("E703", "a student's number", "", r"(?<![\w-])[A-Z]{1,2}\d{7,}(?![\w-])", digits=7),
    # A letter and six digits, as badges have it; a standard or a model has no such row of digits.
    _kind("E703", "a student's number", "", r"(?<![\w./-])(?:stu[_-]?|[A-Z]-)\d{6,}(?![\w-])", digits=6),
    _kind(
        "E703",
        "a long number, as ids are",
        "",
        r"(?<![\w.,/#=+-])\d{7,}(?![\w-]|[.,]\d)",
        digits=7,
    ),
    _kind(
        "E703",
        "a long number, as ids are",
        "",
        rf"(?<![\w.,/-])(?!{_YEAR}[ -]{_YEAR})\d{{4}}([ -])\d{{4}}\1\d{{2,4}}(?![\w-])",
        digits=10,
    ),
)


def identifiers(text: str) -> Iterator[Found]:
    """Everything in a text that can belong to one person only; each place once."""
    if not text.isascii():
        text = text.translate(_ALIKE)
    if "://" in text or "www." in text:
        text = _URL.sub(lambda match: " " * len(match[0]), text)
    lowered = lower(text)
    longest = max([_digits(number) for number in set(_GROUPED.findall(text))], default=0)
    starts: list[int] = []
    ends: list[int] = []
    for kind in _KINDS:
        if kind.digits > longest or (kind.signs and not _holds(lowered, kind.signs)):
            continue
        found = (
            try_at(kind.pattern, places_of(kind.signs, lowered), text)
            if kind.begins
            else kind.pattern.finditer(text)
        )
        for match in found:
            start, end = match.span()
            # What was found before does not overlap: only its neighbours can be in the way.
            at = bisect_left(starts, end)
            if not at or ends[at - 1] <= start:
                starts.insert(at, start)
                ends.insert(at, end)
                yield Found(kind.code, kind.what, start, end)


def _holds(lowered: str, signs: tuple[str, ...]) -> bool:
    # A text is searched for one letter ten times as fast as for several: most lack the rarer ones.
    return any(sign[0] in lowered and sign in lowered for sign in signs)


def expressions() -> Iterator[tuple[str, str, str]]:
    """Every pattern as text, for a check in another language: code, what it finds, expression."""
    for kind in _KINDS:
        yield kind.code, kind.what, kind.pattern.pattern


def _digits(number: str) -> int:
    """How many digits a number has, in one piece or grouped; none where it is a date."""
    return 0 if _IS_DATE.fullmatch(number) else sum(map(str.isdecimal, number))
