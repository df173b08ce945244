"""The site's own pages, `docs/*.md`: front matter that MkDocs would print as text, links it would follow."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading.document import parse_record
from coaching_cycles.reading.files import read_text
from coaching_cycles.reading.walk import Walk
from coaching_cycles.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"\s*(?:#.*\n\s*)*[\w'\"-]+[ \t]*:")
_REQUIRED = frozenset(name for name, info in Record.model_fields.items() if info.is_required())


def check_pages(root: Path, docs_dir: str = "docs") -> tuple[Problem, ...]:
    """What is wrong with the front matter of each page; a page needs none."""
    folder = docs_dir.strip("/")
    if not (root / folder).is_dir():
        return ()
    # MkDocs would follow a link and publish what it leads to, and wait for a pipe for ever.
    walk = Walk(root, links=True)
    pages = [entry.path for entry in walk.files_below(folder, quiet=True) if entry.name.endswith(".md")]
    # Whatever lies here is published as it is, so rows about students are looked for too.
    found = [problem for path in pages for problem in _check(root, path)]
    return tuple(sorted([*found, *walk.problems]))


def _check(root: Path, path: str) -> Iterator[Problem]:
    text, unreadable = read_text(root, path)
    if text is None:
        yield from unreadable
        return
    first, _, rest = text.partition("\n")
    # A page may begin with a rule or with nothing; only --- and a key below it are meant as front matter.
    if first.rstrip() != "---" or not _KEY.match(rest):
        return
    reading = parse_record(text, path)
    yield from reading.problems
    document = reading.document
    if document is not None and {key.text for key, _ in document.front} >= _REQUIRED:
        message = "this is a record, and records are not read from here"
        yield Problem(path, Mark(), "W141", message, "move it to cycles/<school>/", source=document.line(1))
