"""What of a finished page is worth searching: words, headings, filters and facts, no figures and no chrome.

Pagefind reads every byte that it is given; most of a page are charts, classes and navigation. Handing it the
rest costs less time, halves the index, and finds the same words.
"""

from __future__ import annotations

import re
from typing import Final

import nh3

_BODY: Final = re.compile(r"<(?P<tag>\w+)\b[^>]*\sdata-pagefind-body\b[^>]*>")
_PERMALINK: Final = re.compile(r'<a class="headerlink"[^>]*>.*?</a>', re.DOTALL)
# Charts, and the tables that are the twins of a measure's charts: sentences beside them say the same, and
# their own words ("Before", "Students") stand on every cycle's page. They are half of its bytes; to cut them
# out here costs less than having them parsed. None holds another of its kind, and text in them is escaped.
_CHART: Final = '<svg class="cc-chart__'
_TABLES: Final = re.compile(
    r'<div class="[^"]*\bcc-measure__tables">(?:\s*<div [^>]*><table>.*?</table></div>)*\s*</div>', re.DOTALL
)
_KIND: Final = re.compile(r'\sdata-kind="([^"]*)"')
# Hubs repeat what their cycles say: a search finds the words in the cycles, and the hub by name and facts.
_HUBS: Final = frozenset(
    {"school", "standard", "shelf", "shelves", "standards", "framework", "year", "schools", "finder"}
)
_TAGS: Final = frozenset(
    [
        "main",
        "article",
        "section",
        "div",
        "header",
        "footer",
        "nav",
        "form",
        "p",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "caption",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "span",
        "i",
        "details",
        "summary",
        "br",
        "hr",
    ]
)
_CLEANER: Final = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags={"svg", "script", "style", "template", "select"},
    attributes={"*": {"id", "data-v", "data-title", "data-kind"}},
    generic_attribute_prefixes={"data-pagefind"},
)


def excerpt(html: str) -> str | None:
    """A small page with what is to be indexed of a finished one; None for a page that is not to be found."""
    body = _BODY.search(html)
    if body is None:
        return None
    article = html[body.start() : html.rindex(f"</{body['tag']}>")]
    kind = _KIND.search(body[0])
    if kind is not None and kind[1] in _HUBS:
        article = article.partition("<h2")[0]
    words = _PERMALINK.sub("", _TABLES.sub("", _without_charts(article)))
    return f"<html><body>{_CLEANER.clean(words)}</body></html>"


def _without_charts(article: str) -> str:
    first, *rest = article.split(_CHART)
    return first + "".join(part.partition("</svg>")[2] for part in rest)
