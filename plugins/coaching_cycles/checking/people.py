"""Things in a record's text that could name a child, and claims that the numbers cannot carry.

The text is searched as it stands in the file, front matter and prose alike, so that a finding has its exact
place and nothing can hide in a field that was forgotten here. So are the settings of the portfolio and its
schools, the names of files, and attachments that are text.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from coaching_cycles.checking.findings import Places
from coaching_cycles.checking.identifiers import expressions, identifiers
from coaching_cycles.checking.names import listed, spoken
from coaching_cycles.checking.signs import lower, places_of, try_at
from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.model import Attachment
    from coaching_cycles.schema import Record

_TEXTS = frozenset({".csv", ".tsv", ".txt", ".md", ".srt", ".vtt", ".json", ".rtf", ".html", ".htm"})
_LARGEST_TEXT = 1024 * 1024
"""Bytes of an attachment that are looked into."""
_MOST = 2000
"""Numbers and addresses in one text; a telephone book need not be read to its end."""
_MEANT = re.compile(r"^(?:contact|url):.*$", re.MULTILINE)
"""Settings that give readers an address on purpose."""
_NUMBERED = re.compile(r"[A-Za-z]?(?!(?:19|20)\d{6}$)\d{5,10}")
"""A file's name that is a number, as a student's is, and no date."""
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


def is_text(name: str) -> bool:
    """True for an attachment that is published as text, and so looked into."""
    return PurePosixPath(name).suffix.lower() in _TEXTS


def check_people(findings: Findings, roster: tuple[str, ...], *, settings: bool = False) -> None:
    """E-mail addresses, phone numbers, ids and dates of birth are errors; names of children are warnings.

    `settings`: of a portfolio or a school, which may give readers an address to write to.
    """
    text = "\n".join(findings.document.lines)
    if settings:
        text = _MEANT.sub(lambda match: " " * len(match[0]), text)
    findings.problems += _people(findings.document.path, text, roster)


def check_files(
    findings: Findings, name: str, attachments: Iterable[Attachment], root: Path, roster: tuple[str, ...]
) -> None:
    """The name of a record, which is its address, the names of its attachments, and those that are text."""
    if any(True for _ in listed(name.replace("-", " "), roster)):
        findings.add_at("W705", Mark(1, 1), f"the record's name {name!r} looks like a child's", _RENAME)
    for attachment in attachments:
        _check_name(findings, attachment.name, roster)
        content = read_bytes(root, attachment.path, _LARGEST_TEXT) if is_text(attachment.name) else None
        if isinstance(content, bytes):
            findings.problems += _people(attachment.path, _decoded(content), roster)


def _check_name(findings: Findings, name: str, roster: tuple[str, ...]) -> None:
    text = "\n".join(findings.document.lines)
    at = max(0, text.find(name))
    mark = Mark(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    stem = PurePosixPath(name).stem
    numbered = _NUMBERED.fullmatch(stem) is not None
    sure = next((one for one in identifiers(stem) if one.what not in _LOOSE), None)
    if numbered or sure is not None:
        code, what = (sure.code, sure.what) if sure is not None else ("E703", "a student's number")
        findings.add_at(code, mark, f"the name of {name!r} looks like {what}", _RENAME, width=len(name))
    elif any(True for _ in listed(re.sub(r"[-_.]+", " ", stem), roster)):
        findings.add_at("W705", mark, f"the name of {name!r} looks like a child's", _RENAME, width=len(name))


_RENAME = "rename it: what is in it, and when"
_LOOSE = ("a long number, as ids are", "a student's number", "a national identity number")
"""Cameras and phones number their pictures like this."""


def _decoded(content: bytes) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")


def _people(path: str, text: str, roster: tuple[str, ...]) -> list[Problem]:
    found = [
        (o.code, o.start, o.end, f"this looks like {o.what}", _ADVICE[o.code])
        for o in islice(identifiers(text), _MOST)
    ]
    named = sorted({*listed(text, roster), *spoken(text)})
    last = 0
    for start, end in named:
        if start >= last:
            last = end
            found.append(("W705", start, end, "this looks like a child's name", _UNNAMED))
    lines, places = (text.split("\n"), Places(text)) if found else ([], Places(""))
    problems = []
    for code, start, end, message, hint in found:
        mark = places.mark(start)
        problems.append(Problem(path, mark, code, message, hint, "", lines[mark.line - 1], end - start))
    return problems


_UNNAMED = "write “a student” or “Student A”; a name that may stand, of an author or a hero, gets a waiver"


def check_claims(findings: Findings, record: Record) -> None:
    """Hints on the author's own words, which are free.

    A reader may take them for more than counts can say.
    """
    if _TEACHER_FIRST.match(record.goal):
        findings.tell("H801.teacher", ("goal",))
    text = "\n".join(findings.document.lines)
    places = Places(text)
    for match in try_at(_CLAIM, places_of(_CLAIM_SIGNS, lower(text)), text):
        message = f"“{match.group()}” says more than before-and-after counts can"
        hint = "say what changed; why it changed stays open"
        findings.add_at("H802", places.mark(match.start()), message, hint, width=len(match.group()))


def patterns() -> Iterator[tuple[str, str, str, str]]:
    """What is looked for in any text, for a check in another language: code, message, expression, fix.

    The expressions are read without regard to capitals, and mean the same in JavaScript.
    """
    for code, what, expression in expressions():
        yield code, f"this looks like {what}", expression, _ADVICE[code]
