"""Files to documents: Markdown with front matter, and plain YAML files."""

from __future__ import annotations

from pathlib import Path as FilePath

from coaching_cycles.problems import Mark, Problem, stops
from coaching_cycles.reading import characters
from coaching_cycles.reading.fences import Fence, find_fence
from coaching_cycles.reading.files import read_text
from coaching_cycles.reading.nodes import Document, Mapping, Reading, Sequence
from coaching_cycles.reading.yaml import Parsed, parse


def read_record(root: FilePath, relative: str) -> Reading:
    """Read a record or a log: front matter between two lines of `---`, then Markdown, kept to the letter.

    Whatever looks like front matter and is none is an error, never page text.
    """
    text, problems = read_text(root, relative)
    shown = characters.replace(relative)
    if text is None:
        return Reading(None, tuple(problems))
    lines = tuple(text.split("\n"))
    fence = find_fence(lines)
    if isinstance(fence, Fence):
        source = lines[fence.mark.line - 1]
        problems.append(Problem(shown, fence.mark, fence.code, fence.message, fence.hint, source=source))
        if fence.close is None:
            return Reading(None, tuple(sorted(problems)))
        close = fence.close
    else:
        close = fence
    parsed = parse("\n".join((*lines[1:close], "")), shown, first_line=2)
    if parsed.root is None and not parsed.problems:
        message, hint = "the front matter is empty", "write the record's keys between the two lines of ---"
        problems.append(Problem(shown, Mark(1, 1), "E116", message, hint, source=lines[0]))
    body = "\n".join(lines[close + 1 :])
    return _finish(shown, parsed, problems, lines, body, close + 2)


def read_yaml(root: FilePath, relative: str) -> Reading:
    """Read `school.yml` or `portfolio.yml`; one that holds nothing but comments is an empty group of keys."""
    text, problems = read_text(root, relative)
    shown = characters.replace(relative)
    if text is None:
        return Reading(None, tuple(problems))
    lines = tuple(text.split("\n"))
    parsed = parse(text, shown)
    if parsed.root is None and not parsed.problems:
        parsed = Parsed(Mapping((), Mark()), ())
    return _finish(shown, parsed, problems, lines, "", len(lines))


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
