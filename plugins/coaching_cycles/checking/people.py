"""Things in a record's text that could name a child, and claims that the numbers cannot carry.

The text is searched as it stands in the file, front matter and prose alike, so that a finding has its exact
place and nothing can hide in a field that was forgotten here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.schema import Record

_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"')\]}]+", re.IGNORECASE)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    r"(?:\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}\.?\s+{_MONTH}(?:\s+\d{{4}})?)"
)
_NUMBER = "\0number"
"""Stands for: the text has a long or grouped number that is not a date."""
_GROUPED = re.compile(r"\+?\(?\d[\d() .-]{2,}\d")
_IS_DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d){0,2}(?: - (?:19|20)\d\d(?:-\d\d){0,2})?")
# Each pattern is tried only where one of its words is in the text: the patterns are slow, and most texts have
# none of them.
_SURE: tuple[tuple[str, str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("E701", "an e-mail address", ("@",), re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")),
    (
        "E704",
        "a date of birth",
        ("birth", "born", "dob", "d.o.b"),
        # A date after "born" only in the years of today's students: history classes write about other births.
        re.compile(
            rf"\b(?:d\.?o\.?b\.?|date of birth|birth\s?date)\b[:\s]{{0,3}}(?:is |was )?{_DAY}"
            rf"|\bborn(?: on)?\s(?=[^.\n]{{0,14}}\b(?:199|20[0-3])\d){_DAY}",
            re.IGNORECASE,
        ),
    ),
    ("E703", "a social security number", (_NUMBER,), re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")),
    (
        "E702",
        "a phone number",
        (_NUMBER,),
        re.compile(
            r"(?<![\w.-])(?:\+?1[-. ]?)?(?:\(\d{3}\)\s?|\d{3}[-. ])\d{3}[-. ]\d{4}(?![\w-])"
            r"|(?<!\w)\+\d{1,3}(?:[ -]?\d{2,4}){2,5}(?!\w)"
        ),
    ),
    (
        "E703",
        "a student's number",
        (_NUMBER,),
        re.compile(
            r"\b(?:(?:student|pupil|learner|state|district)\s*(?:id|number|no\.?|#)"
            r"|(?:id|sid|ssid)\s*(?:number|no\.?|#|:))\s*(?:is\s*)?[:#]?\s*[A-Z]?\d{4,}",
            re.IGNORECASE,
        ),
    ),
    ("E703", "a long number, as ids are", (_NUMBER,), re.compile(r"(?<![\w.,/#=+-])\d{7,}(?![\w-]|[.,]\d)")),
)
_NAMED = re.compile(
    r"\b(?:student|pupil|child|boy|girl)s?,?\s+(?:named|called|whose name is)\s+[A-Z][a-zé'-]+"
)
_CLAIM = re.compile(
    r"\bas a result of\b|\bsignificant(?:ly)?\b|\bprove[ds]?\b|\bclosed the gap\b|\bstatistically\b",
    re.IGNORECASE,
)
_CLAIM_SIGNS = ("as a result", "significan", "prove", "closed the gap", "statistic")
_TEACHER_FIRST = re.compile(
    r"(?:the\s+|our\s+)?(?:teachers?|coach(?:es)?|staff)\b|(?:las?|los|el)\s+(?:docentes?|maestr[oa]s?|profesor(?:a|es|as)?)\b"
    r"|(?:lærer(?:en|ne)?)\b|교사|선생님",
    re.IGNORECASE,
)
_ADVICE = {
    "E701": "leave it out; a role or the school is enough",
    "E702": "leave it out; the school's own page has its number",
    "E703": "leave it out: a record holds counts, never a number that belongs to one child",
    "E704": "leave it out: nothing here is about one child",
}


def check_people(findings: Findings, roster: tuple[str, ...]) -> None:
    """E-mail addresses, phone numbers, ids and dates of birth are errors; names of children are warnings."""
    text = "\n".join(findings.document.lines)
    if "://" in text or "www." in text:
        text = _URL.sub(lambda m: " " * len(m.group()), text)
    lowered = text.lower()
    numbers = any(not _IS_DATE.fullmatch(match.group()) for match in _GROUPED.finditer(text))
    taken: list[tuple[int, int]] = []
    for code, what, signs, pattern in _SURE:
        if not any(numbers if sign == _NUMBER else sign in lowered for sign in signs):
            continue
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            _add(findings, code, text, match, f"this looks like {what}", _ADVICE[code])
    names = roster_pattern(roster)
    named = _NAMED if "named" in lowered or "called" in lowered or "name is" in lowered else None
    for pattern in filter(None, (named, names)):
        for match in pattern.finditer(text):
            _add(
                findings,
                "W705",
                text,
                match,
                "this looks like a child's name",
                "write “a student” or “Student A”",
            )


def check_claims(findings: Findings, record: Record) -> None:
    """Hints on the author's own words, which are free.

    A reader may take them for more than counts can say.
    """
    if _TEACHER_FIRST.match(record.goal):
        findings.tell("H801.teacher", ("goal",))
    text = "\n".join(findings.document.lines)
    lowered = text.lower()
    for match in _CLAIM.finditer(text) if any(sign in lowered for sign in _CLAIM_SIGNS) else ():
        _add(
            findings,
            "H802",
            text,
            match,
            f"“{match.group()}” says more than before-and-after counts can",
            "say what changed; why it changed stays open",
        )


@lru_cache(maxsize=4)
def roster_pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern for whole words of a roster, or None when it is empty."""
    clean = [
        re.escape(name.strip())
        for name in names
        if len(name.strip()) > 1 and not name.lstrip().startswith("#")
    ]
    return (
        re.compile(r"\b(?:" + "|".join(sorted(clean, key=len, reverse=True)) + r")\b", re.IGNORECASE)
        if clean
        else None
    )


def _add(findings: Findings, code: str, text: str, match: re.Match[str], message: str, hint: str) -> None:
    start = match.start()
    mark = Mark(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    findings.add_at(code, mark, message, hint, width=match.end() - start)


def patterns() -> Iterator[tuple[str, str, str, str]]:
    """What is looked for in any text, for a check in another language: code, message, expression, fix.

    The expressions are read without regard to capitals, and mean the same in JavaScript.
    """
    for code, what, _, pattern in _SURE:
        yield code, f"this looks like {what}", pattern.pattern, _ADVICE[code]
