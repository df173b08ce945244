"""What hosts must agree on: the article of each page of a finished site, whatever stands around it."""

from __future__ import annotations

import posixpath
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

_ARTICLE = re.compile(r'<article class="cc-article[ "].*?>(.*)</article>', re.DOTALL)
_LINK = re.compile(r'(?<=\s)(href|src|action)="([^"]*)"')
_ADDRESS = re.compile(r'(https?://[^\s"<>]*/)index\.html')
_BLANK = re.compile(r"^[ \t]+$", re.MULTILINE)
_LIST = re.compile(r'(?<=\s)srcset="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z]+:|//|#")


def articles(site: Path) -> dict[str, str]:
    """The articles of a site's generated pages by the path of their file; each link is a path in the site."""
    found = {}
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        match = _ARTICLE.search(path.read_text(encoding="utf-8"))
        if match is not None and page != "404.html":
            found[page] = normalise(match[1], page)
    return found


def normalise(html: str, page: str) -> str:
    """An article with each link as the file that it leads to: hosts write one address in several ways."""
    html = _BLANK.sub("", html)
    html = _ADDRESS.sub(r"\1", html)
    html = _LINK.sub(lambda found: f'{found[1]}="{_target(found[2], page)}"', html)
    html = _LIST.sub(lambda found: f'srcset="{_targets(found[1], page)}"', html)
    return html.strip()


def _targets(value: str, page: str) -> str:
    parts = (part.split() for part in value.split(","))
    return ", ".join(" ".join([_target(url, page), *size]) for url, *size in parts)


def _target(url: str, page: str) -> str:
    path, mark, fragment = unescape(url).partition("#")
    path, question, query = path.partition("?")
    if _ELSEWHERE.match(url) or not path:
        return unescape(url)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
    if path.endswith(("/", ".")) or target == ".":
        target = posixpath.normpath(f"{target}/index.html")
    # A page names itself by its path or by the mark alone.
    return (target if target != page or not mark else "") + question + query + mark + fragment
