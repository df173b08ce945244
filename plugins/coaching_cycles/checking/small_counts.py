"""Counts in an author's words that the policy would not show in figures.

The page says "some were absent" where one was; a log that says "29 of 31 were assessed" tells how many. The
words are the author's, so that this is a hint, and only for what a public record says in public.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from coaching_cycles.checking.findings import Places
from coaching_cycles.reading.nodes import Mapping, Sequence
from coaching_cycles.schema import DEFAULT_POLICY, number_in_force, policy_rows, rank

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.model import Template
    from coaching_cycles.reading.nodes import Node
    from coaching_cycles.schema import Audiences, PortfolioRecord

_PAIR: Final = re.compile(
    r"(?<![\w./,–-])(?P<x>\d{1,4}) (?:(?:out )?of(?: the)?|de(?: los| las)?|av(?: de)?) (?P<n>\d{1,4})\b"
    r"(?![.,]\d)"
    r"|(?<![\w./,–-])(?P<n2>\d{1,4})명 중 (?P<x2>\d{1,4})명",
)
_OTHER: Final = re.compile(
    r"\s+(?:[\w’'-]+\s+)?(?:questions?|items?|tasks?|points?|problems?|lessons?|weeks?|days?|minutes?|words?|pages?|tries"
    r"|meetings?|visits?|steps?|sessions?|hours?|percent|sections?|classes|teachers?|schools?|preguntas|puntos|palabras"
    r"|semanas|días|clases|oppgaver|poeng|ord|uker|dager|timer)\b",
    re.IGNORECASE,
)
"""What is counted where it is no students."""

_ADVICE: Final = "say it without one of the two numbers: “nearly all of 31”, or “29 students”"


def smallest_shown(record: PortfolioRecord) -> tuple[int, int]:
    """The fewest students that a figure may be about, and the smallest count of them, in a public build."""
    privacy = record.privacy
    row = policy_rows()[(privacy.policy if privacy is not None else None) or DEFAULT_POLICY]
    fewest = number_in_force(row.fewest, "fewest", privacy)
    return fewest, number_in_force(row.smallest, "smallest", privacy)


def check_small_counts(
    findings: Findings, templates: tuple[Template, ...], fields: Audiences, shown: tuple[int, int]
) -> None:
    """A hint for each count of students that gives few of them away; `shown` as `smallest_shown` has it."""
    fewest, smallest = shown
    if not smallest:
        return
    text = "\n".join(findings.document.lines)
    found = [(match, few) for match in _PAIR.finditer(text) if (few := _few(match, text, fewest, smallest))]
    if not found:
        return
    places = Places(text)
    hidden = [*_hidden(findings.document.front, templates, fields, findings.document.body_line)]
    for match, few in found:
        mark = places.mark(match.start())
        if not any(first <= mark.line < end for first, end in hidden):
            message = f"“{match.group()}” tells of {few}, which no figure of a public page does"
            findings.add_at("H715", mark, message, _ADVICE, width=len(match.group()))


def _few(match: re.Match[str], text: str, fewest: int, smallest: int) -> str:
    """The students that a pair of numbers tells of, or "" where as many may be told of."""
    part, whole = int(match["x"] or match["x2"]), int(match["n"] or match["n2"])
    rest = whole - part
    if whole < fewest or rest < 0 or (match["x"] and _OTHER.match(text, match.end())):
        return ""
    few = next((number for number in (rest, part) if 0 < number < smallest), 0)
    return f"{few} student{'s' if few > 1 else ''}" if few else ""


def _hidden(
    front: Mapping, templates: tuple[Template, ...], fields: Audiences, end: int
) -> Iterator[tuple[int, int]]:
    """The lines, from the first up to the one after the last, of keys that the public does not see."""
    keys = {name for name, audience in fields.items() if rank(audience) < rank("public")}
    asked = {p.id for t in templates for p in t.prompts if rank(p.audience) < rank("public")}
    waiting: list[tuple[Node, int, set[str]]] = [(front, end, keys)]
    while waiting:
        node, end, names = waiting.pop()
        if isinstance(node, Sequence):
            ends = [*(item.mark.line for item in node.items[1:]), end]
            waiting += [(item, last, set()) for item, last in zip(node.items, ends, strict=True)]
        elif isinstance(node, Mapping):
            ends = [*(key.mark.line for key, _ in node.entries[1:]), end]
            for (key, value), last in zip(node.entries, ends, strict=True):
                if key.text in names:
                    yield key.mark.line, max(last, key.mark.line + 1)
                else:
                    waiting.append((value, last, asked if key.text == "answers" else set()))
