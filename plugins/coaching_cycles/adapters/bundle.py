"""What every search needs first of an index in parts, in two files instead of ten a part.

Before Pagefind can answer it reads a table of contents and a list of pages of each part, and to count, each
filter of each part: at ten thousand cycles some sixty small files, one group after the other. Here the tables
are one file together with the program, and the filters another, which is also smaller: cycles of one year say
the same. Codes of standards are with the tables: who types one is not to wait for all other filters, and
which codes there are must be known before it can be told from a word.

The files themselves stay where Pagefind put them. `search-worker.js` reads the bundles, and asks for a file
where there is no bundle or it is not in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from coaching_cycles.adapters.packing import ZIPPED, pack, unpack
from coaching_cycles.adapters.settling import read_filter

FIRST: Final = "first.bundle"
FILTERS: Final = "filters.bundle"
_KINDS: Final = (
    (FIRST, re.compile(r"pagefind-entry\.json|[^/]*\.pf_meta|wasm\.[^/]*\.pagefind")),
    (FILTERS, re.compile(r"filter/[^/]*\.pf_filter")),
)
_CODES: Final = "code"
"""The filter by which codes are found, in whatever spelling."""
_SPELLED: Final = (_CODES, "standard")
"""Filters whose values say which codes there are, and how they are spelled."""


def is_bundled(path: str) -> bool:
    """Whether a file of a part, by its path in it, belongs into one of the bundles."""
    return any(pattern.fullmatch(path) for _, pattern in _KINDS)


class Bundles:
    """Gathers the files of the parts while they are made."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._found: dict[str, list[tuple[str, bytes]]] = {FIRST: [], FILTERS: []}
        self._codes: dict[str, set[str]] = {name: set() for name in _SPELLED}

    def add(self, part: str, files: Iterable[tuple[str, bytes]]) -> None:
        """Take over what belongs into a bundle of the files of a part ("" for the index itself)."""
        if part:
            self._parts.append(part)
        for path, content in files:
            for name, pattern in _KINDS:
                if pattern.fullmatch(path):
                    bundle = FIRST if name == FILTERS and self._spell(content) == _CODES else name
                    self._found[bundle].append((f"{part}/{path}" if part else path, content))

    def _spell(self, content: bytes) -> str:
        """The name of a filter; the codes that it names are remembered."""
        try:
            name, values = read_filter(content)
        except ValueError:
            return ""
        self._codes.get(name, set()).update(values)
        return name

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each bundle: a line of JSON, then one file after the other, packed as one."""
        needed = _programs(dict(self._found[FIRST]))
        for name, found in self._found.items():
            kept = [(path, _bare(content)) for path, content in found if not _spare(path, needed)]
            head: dict[str, object] = {"parts": self._parts}
            if name == FIRST and self._codes[_CODES]:
                head["codes"] = {key: sorted(values) for key, values in self._codes.items()}
            head["files"] = [(path, len(content)) for path, content in kept]
            line = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            yield name, pack(line + b"".join(content for _, content in kept))


def _programs(first: dict[str, bytes]) -> frozenset[str]:
    """The programs that the index' languages need, of those that Pagefind leaves there."""
    try:
        languages = json.loads(first["pagefind-entry.json"])["languages"].values()
        return frozenset(f"wasm.{about['wasm'] or 'unknown'}.pagefind" for about in languages)
    except (KeyError, TypeError, ValueError, AttributeError):
        # Another version's format: a browser asks for the program by itself then.
        return frozenset()


def _spare(path: str, needed: frozenset[str]) -> bool:
    return path.startswith("wasm.") and path not in needed


def _bare(content: bytes) -> bytes:
    """The same without its own packing: Pagefind reads both, and all together is packed better."""
    return unpack(content) if content.startswith(ZIPPED) else content
