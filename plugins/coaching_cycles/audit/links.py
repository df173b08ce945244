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
    from pathlib import Path

    from coaching_cycles.audit.html import Page
    from coaching_cycles.problems import Problem

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_XML_ADDRESS = re.compile(r"<loc>([^<]*)</loc>|<id>(https?:[^<]*)</id>|<link\b[^>]*\bhref=\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Link:
    """An address as written: in which file, from which file it counts, and the place."""

    path: str
    url: str
    start: str
    at: int


@dataclass(slots=True)
class Web:
    """The links of a site, gathered file by file, and what can be linked to."""

    base: str
    files: set[str]
    site: Path
    anchors: dict[str, set[str]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def add_page(self, page: Page) -> None:
        """The anchors of a page, and where its links lead."""
        self.anchors[page.path] = page.ids
        for tag in page.tags:
            for name in ("href", "src", "action", "poster", "data", "xlink:href"):
                if (value := tag.attributes.get(name)) is not None:
                    self._add(page.path, value, tag.at)
            for part in tag.attributes.get("srcset", "").split(","):
                if part.split():
                    self._add(page.path, part.split()[0], tag.at)
            if tag.name == "meta" and tag.attributes.get("http-equiv", "").lower() == "refresh":
                self._add(page.path, tag.attributes.get("content", "").partition("=")[2], tag.at)

    def add_css(self, path: str, text: str, addresses: list[str]) -> None:
        """What a style sheet loads."""
        for url in addresses:
            if not url.startswith("#"):
                self._add(path, url, max(0, text.find(url)))

    def add_xml(self, path: str, text: str) -> None:
        """The addresses of a feed or a sitemap: those of this site must be there."""
        for match in _XML_ADDRESS.finditer(text):
            self._add(path, next(part for part in match.groups() if part is not None), match.start())

    def add_json(self, path: str, text: str) -> None:
        """Every `url` of a data file."""
        for match in re.finditer(r'"url": ?("(?:[^"\\]|\\.)*")', text):
            url = str(json.loads(match[1]))
            # A site that does not know its address writes addresses from its root.
            self._add("", url, match.start(), shown=path)

    def _add(self, path: str, url: str, at: int, shown: str = "") -> None:
        self.links.append(Link(shown or path, clean_address(url), path, at))

    def check(self) -> Iterator[Problem]:
        """A finding for each link that leads nowhere."""
        known: dict[tuple[str, str], str] = {}
        for link in self.links:
            key = (
                posixpath.dirname(link.start) if link.url[:1] not in {"#", "?", ""} else link.path,
                link.url,
            )
            if key not in known:
                known[key] = self._trouble(link)
            if known[key]:
                text = (self.site / link.path).read_bytes().decode("utf-8", "replace")
                message = f"the link {link.url[:100]!r} {known[key]}"
                hint = "correct the link, or build the site again"
                yield finding("E907", link.path, message, hint, text=text, at=link.at)

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
            target = posixpath.normpath(posixpath.join(posixpath.dirname(link.start), path))
            target += "/" if path.endswith(("/", "/.", "/..")) or path in {".", ".."} else ""
        else:
            target = link.start
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
