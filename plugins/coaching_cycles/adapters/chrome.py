"""The chrome around generated pages, drawn once for all pages that differ only in what is put into it.

The theme's template asks the same hundreds of questions for each of ten thousand cycles. A `Shape` is what it
gives for a stand-in whose title, address and article are marks; each page is then its pieces with the page's
own values between them. A mark holds an `&`, so that what comes back tells whether a template escaped it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from markupsafe import escape

from coaching_cycles.adapters.look import COLORS
from coaching_cycles.views.templating import dense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

_MARK: Final = re.compile(r"cc\u2039(\w+)(&(?:amp;)*)\u203acc")
_RESIDUE: Final = re.compile(
    r"[\u2039\u203a]|%E2%80%(?:B9|BA)|&lsaquo;|&rsaquo;|\\u20(?:39|3a)", re.IGNORECASE
)
_SETUP: Final = re.compile(r'(<script id="__config" type="application/json">)(.*?)(</script>)', re.DOTALL)
_TALKING: Final = re.compile(r'data-md-component="(?:content|search)"|data-md-component=(?:content|search)\b')
# Material's way of keeping choices, which colors.js knows too where nothing before it asks.
_KEEPER: Final = re.compile(r"<script>__md_scope=(?:(?!</script>).)*</script>")
_OURS: Final = f'{COLORS}"'
# Hidden: the bar has a link like it.
_SKIP: Final = re.compile(r'<a href="[^"]*" class="md-skip">[^<]*</a>')
_TABBED: Final = re.compile(r'<script>[^<]*"__tabbed_"[^<]*</script>')
_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_OF_THE_PAGE: Final = re.compile(r"\b(?:page|url|base_url)\b")


def mark(name: str) -> str:
    """What stands for a page's value while a shape is drawn."""
    return f"cc\u2039{name}&\u203acc"


@dataclass(frozen=True, slots=True)
class Shape:
    """Pieces of HTML, each followed by the name of a value and how many times it is escaped."""

    pieces: tuple[tuple[str, str, int], ...]
    end: str

    def fill(self, values: Mapping[str, str]) -> str:
        """The page with these values; raises KeyError when one is missing."""
        return "".join(self._parts(values))

    def _parts(self, values: Mapping[str, str]) -> Iterator[str]:
        for html, name, times in self.pieces:
            yield html
            value = values[name]
            for _ in range(times):
                value = str(escape(str(value)))
            yield value
        yield self.end


def read_shape(html: str) -> Shape | None:
    """The shape that a stand-in's page shows; None when a template did more than put the values in."""
    pieces: list[tuple[str, str, int]] = []
    at = 0
    for found in _MARK.finditer(html):
        pieces.append((html[at : found.start()], found[1], found[2].count("amp;")))
        at = found.end()
    shape = Shape(tuple(pieces), html[at:])
    literal = "".join(piece for piece, _, _ in pieces) + shape.end
    return None if _RESIDUE.search(literal) else shape


def squeeze(html: str, content: str) -> str:
    """A page without what nobody sees in its chrome: indents, empty lines, what is for the theme's articles.

    `content` is the article, which stays as it is; where it does not stand in the page, all does.
    """
    before, found, after = html.partition(content) if content else (html, "", "")
    if not found:
        return html
    if not _TALKING.search(before):
        after = _TABBED.sub("", _SETUP.sub(_set_up, after))
    if 'class="cc-skip"' in before:
        before = _SKIP.sub("", before)
    if _OURS in before and "<script>" not in f"{(bare := _KEEPER.sub('', before))}{after}":
        before = bare
    return f"{dense(before)}{found}{dense(after)}"


def _set_up(found: re.Match[str]) -> str:
    """What the theme's script is told on a page that has neither the theme's search nor its articles.

    It has words for both, and says nothing else in words but to choose a version.
    """
    try:
        told = json.loads(found[2])
    except ValueError:
        return found[0]
    if not isinstance(told, dict) or told.get("features") != [] or told.get("version"):
        return found[0]
    # Others look for words there, and find none.
    short = {key: value for key, value in told.items() if value is not None} | {"translations": {}}
    short.pop("search", None)
    text = json.dumps(short, separators=(",", ":")).replace("<", "\\u003c")
    return f"{found[1]}{text}{found[3]}"


def asks_for_the_page(templates: Iterable[Path]) -> bool:
    """Whether a site's own templates look at the page that they stand around: then each page is drawn whole.

    What such a template makes of a title or an address, a shape could not know.
    """
    for template in templates:
        text = template.read_text(encoding="utf-8", errors="replace")
        if _OF_THE_PAGE.search(_COMMENT.sub("", text)):
            return True
    return False
