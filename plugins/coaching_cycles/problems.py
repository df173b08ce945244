"""What is wrong with a record, where, and what would mend it.

Errors are data: every layer returns `Problem` objects and nothing raises, so that one run can report every
mistake of every record. The table of codes lives in `data/problems.yml`; the documentation has one entry for
each of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning", "hint"]
"""Errors stop a build; warnings stop it under `--strict`; hints never do."""

_SEVERITY: dict[str, Severity] = {"E": "error", "W": "warning", "H": "hint"}


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place in a file: line and column, both counted from 1, columns in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of problem: its code, a title, why it is checked, and how it is mended."""

    code: str
    title: str
    why: str
    fix: str

    @property
    def severity(self) -> Severity:
        """The first letter of a code says how grave it is: E error, W warning, H hint."""
        return _SEVERITY[self.code[0]]


@cache
def kinds() -> dict[str, Kind]:
    """Every code this version can report, in order of code."""
    text = resources.files("coaching_cycles").joinpath("data", "problems.yml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {code: Kind(code, row["title"], row["why"], row["fix"]) for code, row in sorted(table.items())}


@cache
def messages() -> dict[str, tuple[str, str]]:
    """What findings say, by key: message and hint (empty where there is none), with their blanks."""
    text = resources.files("coaching_cycles").joinpath("data", "messages.yml").read_text(encoding="utf-8")
    table: dict[str, dict[str, str | dict[str, str]]] = yaml.load(text, Loader=yaml.CSafeLoader)
    found = {}
    for area, rows in table.items():
        for name, row in rows.items():
            said = {"message": row} if isinstance(row, str) else row
            found[f"{area}.{name}"] = said["message"], said.get("hint", "")
    return found


def say(key: str, /, **blanks: object) -> tuple[str, str]:
    """Message and hint of a key of `data/messages.yml`, their blanks filled. KeyError if either lacks one."""
    message, hint = messages()[key]
    return message.format_map(blanks), hint.format_map(blanks)


def word(key: str, /, **blanks: object) -> str:
    """The message alone."""
    return say(key, **blanks)[0]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding.

    `path` is relative to the portfolio's folder, with forward slashes; `field` is the dotted path of the
    value (or empty); `source` is the line of the file as it stands there (empty for files that are not text);
    `hint` is the likely fix.
    """

    path: str
    mark: Mark
    code: str
    message: str
    hint: str = ""
    field: str = ""
    source: str = ""
    width: int = 1

    @property
    def line(self) -> int:
        """Line in the file, from 1."""
        return self.mark.line

    @property
    def column(self) -> int:
        """Column in the line, from 1, in characters."""
        return self.mark.column

    @property
    def severity(self) -> Severity:
        """How grave: the first letter of the code."""
        return _SEVERITY[self.code[0]]

    def render(self) -> str:
        """Several lines for a person: place, code and message; the source line with a caret; the fix."""
        lines = [f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}"]
        if self.source.strip():
            # A long line is cut around the caret: a terminal that wraps it would put the caret under nothing.
            start = max(0, self.column - 1 - 60)
            shown = self.source.replace("\t", " ")[start : start + 110].rstrip()
            number = str(self.line)
            caret = " " * (self.column - 1 - start) + "^" * max(
                1, min(self.width, len(shown) - (self.column - 1 - start))
            )
            lines += [f"  {number} | {shown}", f"  {' ' * len(number)} | {caret}"]
        if self.hint:
            lines.append(f"  = {self.hint}")
        return "\n".join(lines)


def stops(problems: Iterable[Problem], *, strict: bool = False) -> bool:
    """True when a build must not go on: any error, or under `strict` any warning."""
    grave = {"error", "warning"} if strict else {"error"}
    return any(p.severity in grave for p in problems)


def gravest_first(problems: Iterable[Problem]) -> list[Problem]:
    """Errors, then warnings, then hints, each of them in the order that they had."""
    letters = list(_SEVERITY)
    return sorted(problems, key=lambda problem: letters.index(problem.code[0]))


def summarise(problems: Iterable[Problem]) -> str:
    """One line: how many of each severity, in words ("2 errors, 1 warning, 3 hints").

    "no problems" when none.
    """
    counts = {"error": 0, "warning": 0, "hint": 0}
    for problem in problems:
        counts[problem.severity] += 1
    parts = [f"{n} {word}{'' if n == 1 else 's'}" for word, n in counts.items() if n]
    return ", ".join(parts) or "no problems"


def render(problems: Iterable[Problem]) -> str:
    """Every problem in order of file and line, with a summary line at the end."""
    ordered = sorted(problems, key=lambda p: (p.path, p.mark, p.code, p.message))
    return "\n\n".join([*(p.render() for p in ordered), summarise(ordered)])
