"""Files to documents: Markdown with front matter, and plain YAML files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path as FilePath

from coaching_cycles.problems import Mark, Problem, stops
from coaching_cycles.reading import characters
from coaching_cycles.reading.fences import LOG_KEYS, RECORD_KEYS, Fence, find_fence
from coaching_cycles.reading.files import read_text
from coaching_cycles.reading.nodes import Document, Mapping, Reading, Sequence
from coaching_cycles.reading.yaml import Parsed, parse


def read_record(root: FilePath, relative: str) -> Reading:
    """Read a record or a log: front matter between two lines of `---`, then Markdown, kept to the letter.

    Whatever looks like front matter and is none is an error, never page text.
    """
    text, problems = read_text(root, relative)
    if text is None:
        return Reading(None, tuple(problems))
    return parse_record(text, characters.replace(relative), problems)


def parse_record(text: str, path: str, found: Iterable[Problem] = ()) -> Reading:
    """Read the text of a record or a log; `found` is what has been found in it already."""
    problems = list(found)
    lines = tuple(text.split("\n"))
    log = FilePath(path).parent.name == "logs"
    fence = find_fence(lines, LOG_KEYS if log else RECORD_KEYS)
    if isinstance(fence, Fence):
        source = lines[fence.mark.line - 1]
        problems.append(Problem(path, fence.mark, fence.code, fence.message, fence.hint, source=source))
        if fence.close is None:
            return Reading(None, tuple(sorted(problems)))
        close = fence.close
    else:
        close = fence
    parsed = parse("\n".join((*lines[1:close], "")), path, first_line=2)
    if parsed.root is None and not parsed.problems:
        message = "the front matter is empty"
        hint = f"write the {'log' if log else 'record'}'s keys between the two lines of ---"
        problems.append(Problem(path, Mark(1, 1), "E116", message, hint, source=lines[0]))
    body = "\n".join(lines[close + 1 :])
    return _finish(path, parsed, problems, lines, body, close + 2)


def read_yaml(root: FilePath, relative: str) -> Reading:
    """Read `school.yml` or `portfolio.yml`; one that holds nothing but comments is an empty group of keys."""
    text, problems = read_text(root, relative)
    if text is None:
        return Reading(None, tuple(problems))
    return parse_yaml(text, characters.replace(relative), problems)


def parse_yaml(text: str, path: str, found: Iterable[Problem] = ()) -> Reading:
    """Read the text of `school.yml` or `portfolio.yml`; `found` is what has been found in it already."""
    lines = tuple(text.split("\n"))
    parsed = parse(text, path)
    if parsed.root is None and not parsed.problems:
        parsed = Parsed(Mapping((), Mark()), ())
    return _finish(path, parsed, list(found), lines, "", len(lines))


def _finish(
    path: str, parsed: Parsed, problems: list[Problem], lines: tuple[str, ...], body: str, body_line: int
) -> Reading:
    problems = [*problems, *parsed.problems]
    document = None
    if isinstance(parsed.root, Mapping):
        document = Document(path, parsed.root, body, body_line, lines)
    elif parsed.root is not None:
        kind = "a list" if isinstance(parsed.root, Sequence) else "running text"
        mark = parsed.root.mark
        message = f"keys and values belong here, and this is {kind}"
        hint = "write `key: value`, one key a line, with a space after the colon"
        problems.append(Problem(path, mark, "E116", message, hint, source=lines[mark.line - 1]))
    problems.sort()
    if stops(problems):
        return Reading(None, tuple(problems), document, parsed.lost)
    return Reading(document, tuple(problems))
