"""Markdown that people wrote → HTML that is safe to publish.

Python-Markdown with few extensions, then an allow-list: what a record contains can never run in a reader's
browser, whatever the Markdown turned it into. `attr_list` and `md_in_html` stay off; they are ways of writing
attributes.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING

import nh3
from markdown import Markdown
from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "var",
        "wbr",
    ]
)
_ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto"}
_HEADING = re.compile(r"<(/?)h([1-6])>")
_PARAGRAPH = re.compile(r"<p>((?:(?!</?p>).)*)</p>", re.DOTALL)
_SIMPLE = re.compile(r"[^\W_][\w ,;'’“”()…–—%/.?!:+-]*", re.UNICODE)
_BLANK = re.compile(r"\n{2,}")
_NUMBERED = re.compile(r"\d+[.)]\s")
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]\\]|\\.|\[[^\]]*\])*)\]\(\s*<?([^)\s>]+)>?[^)]*\)"
    r"|^ {0,3}\[([^\]^][^\]]*)\]:\s*<?(\S+?)>?(?:\s|$)",
    re.MULTILINE,
)

_MOST_LINES = 4_000
_MOST_CELLS = 10_000
_MOST_BRACKETS = 1_000
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,})", re.MULTILINE)
_MOST_FENCES = 300
_LONG_FENCE = re.compile(r"`{60}|~{60}")
_MARKER = r"(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))"
_DEEP = re.compile(rf"^(?:(?:[ \t]*{_MARKER}){{33}}|[ \t]{{132,}}{_MARKER})", re.MULTILINE)


@cache
def _converter() -> Markdown:
    return Markdown(
        extensions=["tables", "fenced_code", "sane_lists", "footnotes"], output_format="html", tab_length=4
    )


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags={
            "script",
            "style",
            "iframe",
            "object",
            "template",
            "noscript",
            "svg",
            "math",
            "textarea",
            "title",
        },
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=_SCHEMES,
        link_rel="noopener",
        strip_comments=True,
    )


def relative(url: str) -> bool:
    """True for a link to something beside the record: no scheme, no host, no fragment alone."""
    return bool(url) and not url.startswith(("#", "/", "\\")) and _SCHEME.match(url) is None


def links(text: str) -> list[tuple[int, bool, str, str]]:
    """Links of a Markdown text as (offset, picture, words, target), in order.

    Code is not looked at specially.
    """
    found: list[tuple[int, bool, str, str]] = []
    if "[" not in text:
        return found
    for match in _LINK.finditer(text):
        if match.group(3) is not None:
            found.append((match.start(3), match.group(1) == "!", match.group(2), match.group(3)))
        else:
            found.append((match.start(5), False, match.group(4), match.group(5)))
    return found


def render(text: str, resolve: Callable[[str], str | None], *, level: int = 3) -> Markup:
    """The text as HTML blocks.

    Headings begin at `level`; `resolve` turns a relative link into an address of the page, or None. A link
    that leads nowhere keeps its words; a picture from another site, or that is not there, is left out.
    """
    plain = _plain(text)
    if plain is not None:
        return plain
    clean = _cleaner().clean(_convert(text) if _ordinary(text) else _as_written(text))
    return Markup(_finish(clean, resolve, level))  # noqa: S704 - cleaned by the allow-list above


def _ordinary(text: str) -> bool:
    """Whether Markdown gets done with it in time. No write-up of people is otherwise: a hundred pages are.

    Its time grows with the square of some of what is counted here, and its stack with what is nested.
    """
    return (
        text.count("\n") <= _MOST_LINES
        and text.count("|") <= _MOST_CELLS
        and max(text.count("["), text.count("<")) <= _MOST_BRACKETS
        and len(_FENCE.findall(text)) <= _MOST_FENCES
        and not _LONG_FENCE.search(text)
        and not _DEEP.search(text)
    )


def _as_written(text: str) -> str:
    return f"<pre>{escape(text)}</pre>"


def _convert(text: str) -> str:
    try:
        html = _converter().convert(text)
    except (RecursionError, ValueError, AttributeError, IndexError, TypeError):
        # A text that the Markdown library trips over is shown as it was written: nothing lost, nothing
        # raised. The converter still has half of it in mind, and would lay out the next one by that.
        _converter.cache_clear()
        return _as_written(text)
    _converter().reset()
    return html


def _plain(text: str) -> Markup | None:
    paragraphs = _paragraphs(text)
    if paragraphs is None:
        return None
    return Markup("\n".join([f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]))  # noqa: S704 - escaped


# A text stands on its cycle's page and on hubs, and its beginning in a description.
@lru_cache(maxsize=1024)
def _paragraphs(text: str) -> tuple[str, ...] | None:
    """Paragraphs without anything that Markdown could read something into; None for any other text.

    Most of what coaches write is that, and Markdown takes a hundred times as long to find nothing in it.
    """
    if "://" in text or "_" in text:
        return None
    paragraphs = _BLANK.split(text.strip())
    for paragraph in paragraphs:
        if ": " in paragraph[:40]:
            return None
        for line in paragraph.split("\n"):
            if not _SIMPLE.fullmatch(line) or _NUMBERED.match(line) or line[-1] == " ":
                return None
    return tuple(paragraphs)


def inline(text: str, resolve: Callable[[str], str | None]) -> Markup:
    """The text as HTML for a line: a single paragraph loses its tags; anything longer stays blocks."""
    plain = _paragraphs(text)
    if plain is not None and len(plain) == 1:
        return Markup(escape(plain[0]))  # noqa: S704 - escaped
    html = render(text, resolve)
    match = _PARAGRAPH.fullmatch(html.strip())
    return Markup(match.group(1)) if match else html  # noqa: S704 - part of what was cleaned


_OPENING = re.compile(r'<(\w+(?:\s[\w-]+="[^"]*")+)(\s*/?)>')
_ATTRIBUTE = re.compile(r'<(a|img)\b([^>]*?)\s(href|src)="([^"]*)"([^>]*)>')


def _finish(html: str, resolve: Callable[[str], str | None], level: int) -> str:
    def point(match: re.Match[str]) -> str:
        tag, before, name, url, after = match.groups()
        target: str | None = unescape(url)
        if tag == "img":
            target = resolve(_unescape(url)) if relative(url) else None
            if target is None:
                return ""
            return f'<img{before} src="{escape(target)}"{after} loading="lazy">'
        if relative(url):
            target = resolve(_unescape(url))
        elif url.startswith(("#", "/", "\\")):
            target = None
        return (
            f"<a{before}{after}>" if target is None else f'<{tag}{before} {name}="{escape(target)}"{after}>'
        )

    def shift(match: re.Match[str]) -> str:
        return f"<{match.group(1)}h{min(6, level - 1 + int(match.group(2)))}>"

    # Not every release of the cleaner escapes these in attributes, where what looks like a tag is none: one
    # put in there would open what was closed.
    html = _OPENING.sub(
        lambda found: f"<{found[1].replace('<', '&lt;').replace('>', '&gt;')}{found[2]}>", html
    )
    html = _ATTRIBUTE.sub(point, html)
    html = _HEADING.sub(shift, html)
    # A table wider than a phone scrolls inside a region that the keyboard can reach.
    return _TABLE.sub(
        r'<div class="cc-table" role="group" tabindex="0" aria-label="Table"><table>\1</table></div>', html
    )


def _unescape(url: str) -> str:
    return url.replace("&amp;", "&").replace("%20", " ")
