"""Links and anchors between the files of a site, redirects among them: each must lead to something."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from coaching_cycles.audit.dangers import clean_address
from coaching_cycles.audit.files import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.html import Page
    from coaching_cycles.problems import Problem

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_XML_ADDRESS = re.compile(r"<loc>([^<]*)</loc>|<id>(https?:[^<]*)</id>|<link\b[^>]*\bhref=\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Link:
    """An address as written, in which file, and where in it."""

    path: str
    url: str
    line: Problem


@dataclass(slots=True)
class Web:
    """The links of a site, gathered file by file, and what can be linked to."""

    base: str
    files: set[str]
    anchors: dict[str, set[str]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def add_page(self, page: Page) -> None:
        """The anchors of a page, and where its links lead."""
        self.anchors[page.path] = page.ids
        for tag in page.tags:
            for name in ("href", "src", "action", "poster", "data", "xlink:href"):
                if (value := tag.attributes.get(name)) is not None:
                    self._add(page.path, value, page.text, tag.at)
            for part in tag.attributes.get("srcset", "").split(","):
                if part.split():
                    self._add(page.path, part.split()[0], page.text, tag.at)
            if tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh":
                self._add(page.path, tag.attributes.get("content", "").partition("=")[2], page.text, tag.at)

    def add_css(self, path: str, text: str, addresses: list[str]) -> None:
        """What a style sheet loads."""
        for url in addresses:
            if not url.startswith("#"):
                self._add(path, url, text, max(0, text.find(url)))

    def add_xml(self, path: str, text: str) -> None:
        """The addresses of a feed or a sitemap: those of this site must be there."""
        for match in _XML_ADDRESS.finditer(text):
            self._add(path, next(part for part in match.groups() if part is not None), text, match.start())

    def add_json(self, path: str, text: str) -> None:
        """Every `url` of a data file."""
        for match in re.finditer(r'"url": ?("(?:[^"\\]|\\.)*")', text):
            url = str(json.loads(match[1]))
            # A site that does not know its address writes addresses from its root.
            self._add("", url, text, match.start(), shown=path)

    def _add(self, path: str, url: str, text: str, at: int, shown: str = "") -> None:
        here = shown or path
        line = finding("E907", here, "", "correct the link, or build the site again", text=text, at=at)
        self.links.append(Link(path, clean_address(url), line))

    def check(self) -> Iterator[Problem]:
        """A finding for each link that leads nowhere."""
        known: dict[tuple[str, str], str] = {}
        for link in self.links:
            key = (
                posixpath.dirname(link.path) if link.url[:1] not in {"#", "?", ""} else link.path,
                link.url,
            )
            if key not in known:
                known[key] = self._trouble(link)
            if known[key]:
                yield _say(link, known[key])

    def _trouble(self, link: Link) -> str:
        try:
            parts = urlsplit(link.url)
        except ValueError:
            return "is not an address"
        inside = bool(self.base) and (link.url + "/").startswith(self.base)
        if (_SCHEME.match(link.url) or link.url.startswith("//")) and not inside:
            return ""
        root = urlsplit(self.base).path if self.base else "/"
        path = unquote(parts.path)
        if inside or path.startswith("/"):
            if not (path + "/").startswith(root):
                return "leads out of the site"
            target = path[len(root) :]
        elif path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(link.path), path))
            target += "/" if path.endswith(("/", "/.", "/..")) or path in {".", ".."} else ""
        else:
            target = link.path
        if target.startswith("../"):
            return "leads out of the site"
        file = self._file(target)
        if file is None:
            return "leads nowhere"
        anchor = unquote(parts.fragment)
        if anchor and anchor != "top" and file in self.anchors and anchor not in self.anchors[file]:
            return f"points at an anchor that is not there: #{anchor}"
        return ""

    def _file(self, target: str) -> str | None:
        name = target.removeprefix("./").strip("/")
        choices = [f"{name}/index.html".lstrip("/")]
        if not target.endswith("/") and name not in {"", "."}:
            choices.insert(0, name)
        if name == ".":
            choices = ["index.html"]
        return next((choice for choice in choices if choice in self.files), None)


def _say(link: Link, trouble: str) -> Problem:
    line = link.line
    message = f"the link {link.url[:100]!r} {trouble}"
    return type(line)(line.path, line.mark, line.code, message, line.hint, "", line.source)
