"""The built folder as a list of files. Nothing is followed out of it; what built it is not asked."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 200 * 1024 * 1024
"""Bytes. What is larger is no page, picture or document of ours."""

_STRAY = re.compile(
    r"(?:^|/)\.(?!nojekyll$|well-known/)|~$|\.(?:bak|orig|rej|swp|swo|tmp|ya?ml|py[co]?|env|pem|key|sqlite3?|db|log|lock)$"
    r"|(?:^|/)(?:roster\.txt|Thumbs\.db|desktop\.ini|privacy-ledger\.json)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class File:
    """One file: its path from the site's folder, with forward slashes, and its bytes."""

    path: str
    content: bytes

    @property
    def ending(self) -> str:
        """What follows the last dot of its name, in small letters."""
        name = self.path.rpartition("/")[2]
        return name.rpartition(".")[2].lower() if "." in name else ""


def finding(code: str, path: str, message: str, hint: str, *, text: str = "", at: int = 0) -> Problem:
    """A finding in a file; `at` is an offset in its text, which gives line, column and the line itself."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return Problem(path, Mark(text.count("\n", 0, at) + 1, at - start + 1), code, message, hint, "", line)


def names(site: Path) -> tuple[list[str], list[Problem]]:
    """Every ordinary file below the folder, in order, and a finding for whatever does not belong there."""
    found: list[str] = []
    problems: list[Problem] = []
    for folder, below, files in os.walk(site):
        below.sort()
        here = Path(folder)
        for name in sorted([*files, *below]):
            path = here / name
            shown = path.relative_to(site).as_posix()
            mode = path.lstat().st_mode
            if stat.S_ISLNK(mode):
                problems.append(_stray(shown, "is a link", "put the file itself in its place, or remove it"))
            elif stat.S_ISDIR(mode):
                continue
            elif not stat.S_ISREG(mode):
                problems.append(_stray(shown, "is not an ordinary file", "remove it"))
            else:
                found.append(shown)
                if _STRAY.search(shown):
                    problems.append(_stray(shown, "does not belong on a site", "keep it out of docs/"))
    return found, problems


def _stray(path: str, what: str, hint: str) -> Problem:
    return finding("E902", path, what, hint)


def read(site: Path, found: list[str]) -> Iterator[File]:
    """The files one by one, so that a large site need not be held at once."""
    for path in found:
        if (site / path).stat().st_size <= LARGEST:
            yield File(path, (site / path).read_bytes())
