"""Values that YAML cuts short at a `#`: words that an author wrote would vanish without a sound."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

HASH = (
    "from the # on, this line is taken for a comment and left out",
    "put the text in quotes; if it is a comment, leave a space after the #",
)
"""Message and hint of the finding."""

# One space before the sign and none after it: somebody meant a number or a word, not a comment.
_CUT = re.compile(r"\S #(?=[^\s#])")
_COMMENT = re.compile(r"(?:^|(?<=\s))#")


def find_hashes(text: str, events: type[yaml.CSafeLoader]) -> Iterator[tuple[int, int]]:
    """Line and column (from 0) of each `#` that seems to belong to a value. The text is well-formed YAML."""
    if " #" not in text or _CUT.search(text) is None:
        return
    starts, ends = _spans(text, events)
    offset = 0
    for number, line in enumerate(text.split("\n")):
        for match in _COMMENT.finditer(line):
            column = match.start()
            before = bisect_right(starts, offset + column) - 1
            if before >= 0 and offset + column < ends[before]:
                continue
            if _CUT.match(line, max(0, column - 2)) and column >= len("x "):
                yield number, column
            break
        offset += len(line) + 1


def _spans(text: str, events: type[yaml.CSafeLoader]) -> tuple[list[int], list[int]]:
    """Where each scalar begins and ends, counted in characters from the start of the text."""
    starts: list[int] = []
    ends: list[int] = []
    loader = events(text)
    try:
        while (event := loader.get_event()) is not None and not isinstance(event, yaml.StreamEndEvent):
            if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
                starts.append(event.start_mark.index)
                ends.append(event.end_mark.index)
    finally:
        loader.dispose()
    return starts, ends
