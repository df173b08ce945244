"""What of a finished page is worth searching: words, headings, filters and facts, no figures and no chrome.

Pagefind reads every byte that it is given; most of a page are charts, figures that stand on every page alike,
and navigation. Handing it the rest costs a third less, makes a smaller index, and finds the same words.
"""

from __future__ import annotations

import re
from typing import Final

EVERYWHERE: Final = "\ua66d"
"""A letter of old books that stands on every page of the index (search.js knows it too).

Asked for pages by filters alone, Pagefind would fetch every word of the index, at ten thousand cycles tens of
megabytes. Asked for this word, it fetches the one piece that holds it.
"""
_BODY: Final = re.compile(r"<(?P<tag>article|main|section|div)\b[^>]*\sdata-pagefind-body\b[^>]*>")
_PERMALINK: Final = re.compile(r'<a class="headerlink"[^>]*>.*?</a>', re.DOTALL)
# Charts; the days of a timeline, which are those of readings and logs; the tables that are the twins of a
# measure's charts, as sentences beside them say the same; what a page marks as not to be searched, which
# Pagefind would pass over too. They are more than half of its bytes; none holds another of its kind, and text
# in them is escaped.
_CHART: Final = '<svg class="cc-chart__', "</svg>"
_DAYS: Final = '<ol class="cc-days">', "</ol>"
_TABLES: Final = re.compile(
    r'<div class="[^"]*\bcc-measure__tables">(?:\s*<div [^>]*><table>.*?</table></div>)*\s*</div>', re.DOTALL
)
_IGNORED: Final = re.compile(r"<(details|section|p)\b[^>]*\sdata-pagefind-ignore>.*?</\1>", re.DOTALL)
# What a page tells the search (views/cycle/head.py), each name and value once.
_TOLD: Final = re.compile(
    r'<i hidden data-cc-filters="([^"]*)" data-cc-facts="([^"]*)" data-cc-date="([^"]*)">'
)
_KIND: Final = re.compile(r'\sdata-kind="([^"]*)"')
# Hubs repeat what their cycles say: a search finds the words in the cycles, and the hub by name and facts.
_HUBS: Final = frozenset(
    {"school", "standard", "shelf", "shelves", "standards", "framework", "year", "schools", "finder"}
)


def excerpt(html: str) -> str | None:
    """A small page with what is to be indexed of a finished one; None for a page that is not to be found."""
    named = html.find(" data-pagefind-body")
    if named < 0:
        return None
    # Where the words stand in a title or a text before the article, it is searched for in earnest.
    body = _BODY.match(html, html.rfind("<", 0, named)) or _BODY.search(html)
    if body is None:
        return None
    article = html[body.start() : html.rindex(f"</{body['tag']}>")]
    kind = _KIND.search(body[0])
    if kind is not None and kind[1] in _HUBS:
        article = article.partition("<h2")[0]
    words = _without(_without(article, *_CHART), *_DAYS)
    for figures in (_TABLES, _IGNORED, _PERMALINK):
        words = figures.sub("", words)
    words = _TOLD.sub(_tell, words, 1)
    opening = len(body[0])
    return f"<html><body>{words[:opening]}<p>{EVERYWHERE}</p>{words[opening:]}</body></html>"


def _tell(found: re.Match[str]) -> str:
    """An element's filters and facts as Pagefind reads them."""
    filters, facts, date = found.groups()
    return (
        f"<i hidden{_name('filter', 'f', filters)}{_name('meta', 'm', facts)}"
        f' data-pagefind-sort="date[data-v]" data-v="{date}">'
    )


def _name(kind: str, letter: str, told: str) -> str:
    pairs = [pair.partition(":") for pair in told.split("|") if pair]
    names = ", ".join(f"{name}[data-{letter}{at}]" for at, (name, _, _) in enumerate(pairs, start=1))
    values = "".join(f' data-{letter}{at}="{value}"' for at, (_, _, value) in enumerate(pairs, start=1))
    return f' data-pagefind-{kind}="{names}"{values}'


def _without(article: str, opening: str, closing: str) -> str:
    first, *rest = article.split(opening)
    return first + "".join(part.partition(closing)[2] for part in rest)
