"""What a folder of records holds that a site of some audience must not: read by a reader of its own.

It looks for less than the checks do, in a plainer way: front matter between two lines of ---, and in it the
values of private keys; of records above the audience the title, the goal and what was written. Words that a
public record says too are no secret, nor are short ones that every site says: a record for colleagues may be
called "Fractions", and a teacher Mark. The site's own pages in docs/ excuse a short title, but neither a name
nor whole sentences: somebody may have copied them there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from coaching_cycles.audit.secrets import stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Keys = tuple[str, ...]
_RANKS = {"private": 0, "school": 1, "public": 2}
_PRIVATE = {"support_needed": "private", "private_notes": "private", "waivers": "private"}
_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n---[ \t]*\r?(?:\n(.*))?\Z", re.DOTALL)
_LARGEST = 256 * 1024
_DEEPEST = 32
_SHORTEST = 4
_RUN = 5
"""Words in a row that are looked for where a whole text can't be: markup may stand between any two."""
_PACKAGE = Path(__file__).resolve().parent.parent
_OWN = ("data", "schema", "templates")
_SPOKEN = frozenset({".css", ".csv", ".html", ".js", ".json", ".md", ".py", ".txt", ".xml", ".yml"})
_SIGNS = re.compile(r"[\W_]+")
_ADDRESSES = frozenset({"aliases", "remixed_from"})
"""Keys whose values are addresses: of another cycle, which has its own audience, or of none."""
_MOST_RUNS = 12
"""Of each hidden text, so that many records can be looked for."""


def private_words(folder: Path, audience: str) -> tuple[str, ...]:
    """Words and runs of words in the records below `folder` that a site for `audience` must not have.

    `folder` is that of the portfolio, or its folder of records.
    """
    root = folder / "cycles" if (folder / "cycles").is_dir() else folder
    limits = dict(_PRIVATE)
    for path, value in _values(_text(root / "portfolio.yml") or ""):
        if path[:2] == ("privacy", "fields") and value in _RANKS and path[-1] != "private_notes":
            limits[path[-1]] = value
    hidden: dict[str, bool] = {}
    shown: list[str] = []
    for file in sorted(root.rglob("*.md")):
        text = _text(file)
        if text is not None:
            _sort(file, text, _rank_of(file, text), limits, _RANKS.get(audience, 2), hidden, shown)
    said = _plain(" ".join([*shown, *_texts(_settings(root))]))
    own = _plain(" ".join(_texts(sorted((root.parent / "docs").rglob("*.md")))))
    found: dict[str, None] = {}
    for text, named in hidden.items():
        for run in _runs(text):
            plain = _plain(run)
            excused = stands(plain, said) or _is_own(plain)
            if not excused and (named or len(text.split()) > _RUN or not stands(plain, own)):
                found[run] = None
    return tuple(found)


def _settings(root: Path) -> Iterator[Path]:
    """What is published beside records and pages: settings, schools, frameworks."""
    yield root.parent / "mkdocs.yml"
    yield root / "portfolio.yml"
    yield from sorted(root.glob("*/school.yml"))
    yield from sorted(file for file in (root.parent / "standards").rglob("*") if file.suffix in _SPOKEN)


def _texts(files: Iterable[Path]) -> Iterator[str]:
    return filter(None, map(_text, files))


def _is_own(plain: str) -> bool:
    """Whether a few words are among those that the program says on every site."""
    return len(plain.split()) <= _RUN and f" {_SIGNS.sub(' ', plain)} " in _own_text()


@lru_cache(maxsize=1)
def _own_text() -> str:
    files = sorted(file for name in _OWN for file in (_PACKAGE / name).rglob("*") if file.suffix in _SPOKEN)
    return f" {_SIGNS.sub(' ', ' '.join(_texts(files)).casefold())} "


def _text(file: Path) -> str | None:
    if not file.is_file() or file.is_symlink() or file.stat().st_size > _LARGEST:
        return None
    return file.read_bytes().decode("utf-8", "replace")


def _rank_of(file: Path, text: str) -> int:
    """Whom a record is for; a log is for whom its record is."""
    if file.parent.name == "logs":
        record = _text(file.parent.parent / "index.md")
        return _rank_of(file.parent.parent / "index.md", record) if record is not None else 0
    match = _FRONT.match(text)
    if match is None:
        return 0
    keys = {path[0]: value for path, value in _values(match[1])}
    rank = _RANKS.get(keys.get("visibility", "school"), 0)
    return min(rank, 1) if "approved" not in keys else rank


def _sort(
    file: Path,
    text: str,
    rank: int,
    limits: dict[str, str],
    wanted: int,
    hidden: dict[str, bool],
    shown: list[str],
) -> None:
    """Add the texts of a record to those that are shown, or to the hidden ones: of these, which are names."""
    match = _FRONT.match(text)
    front, body = (match[1], match[2] or "") if match is not None else ("", text)
    values = list(_values(front))
    whole = rank < wanted
    showing = {path[:-1]: value for path, value in values if path[-1] == "show"}
    for path, value in values:
        person = path[0] in {"teachers", "coach"} and path[-1] == "name"
        private = whole or _RANKS.get(limits.get(path[0], "public"), 0) < wanted
        if person:
            private = private or showing.get(path[:-1]) != "name"
        if path[0] == "approved" and path[-1] == "hash":
            private = True
        if "answers" in path and path[-1] == "support":
            private = private or wanted > 0
        # A code, a subject or "teacher" is a word of many pages. So is any few words but a title or a name.
        own = (path[0] in limits and path[0] not in _ADDRESSES) or path[-1] in {
            "title",
            "name",
            "hash",
            "support",
        }
        if not private:
            shown.append(value)
        elif own or len(value.split()) > _RUN:
            hidden[value] = hidden.get(value, False) or person
    if whole:
        hidden.setdefault(body, False)
    else:
        shown += body, file.stem


def _values(front: str) -> Iterator[tuple[Keys, str]]:
    """Every value of a text in YAML, with the keys that lead to it; of what does not parse, nothing."""
    try:
        events = list(yaml.parse(front, Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValueError):
        return
    above: list[tuple[str, str]] = []
    key: str | None = None
    number = 0
    for event in events:
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            if len(above) > _DEEPEST:
                return
            kind = "{" if isinstance(event, yaml.MappingStartEvent) else "["
            number += 1
            above.append((kind, key or f"-{number}"))
            key = None
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            above.pop()
            key = None
        elif isinstance(event, yaml.ScalarEvent):
            if above and above[-1][0] == "{" and key is None:
                key = event.value
            else:
                path = (*(name for _, name in above[1:]), *([key] if key is not None else ["-"]))
                yield path, event.value
                key = None


def _runs(text: str) -> Iterator[str]:
    """A short value whole; of a longer text, runs of its words that no markup or sign interrupts."""
    words = text.split()
    if len(words) <= _RUN:
        plain = " ".join(words)
        if len(plain) >= _SHORTEST and any(letter.isalpha() for letter in plain):
            yield plain
        return
    found = 0
    for piece in re.split(r"[^\w\s'’-]+|\n\s*\n", text):
        run = piece.split()
        if len(run) >= _RUN and found < _MOST_RUNS:
            found += 1
            yield " ".join(run[: _RUN + 3])


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s'’-]+", " ", text.replace("’", "'")).casefold().split())
