"""Links and anchors between the files of a site, redirects among them: each must lead to something."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from html import escape
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


@dataclass(slots=True)
class Web:
    """The links of a site, gathered file by file, and what can be linked to."""

    base: str
    anchors: dict[str, set[str]] = field(default_factory=dict)
    links: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """By the file or folder that an address counts from, and the address: the files that have it."""

    def add_page(self, page: Page) -> None:
        """The anchors of a page, and where its links lead."""
        unique = set(page.tags)
        self.anchors[page.path] = {anchor for tag in unique for anchor in tag.anchors}
        folder = page.path[: page.path.rfind("/") + 1]
        for url in dict.fromkeys(url for tag in unique for url in tag.addresses):
            start = page.path if url[:1] in {"#", "?", ""} else folder
            self.links.setdefault((start, url), []).append(page.path)

    def add_css(self, path: str, addresses: list[str]) -> None:
        """What a style sheet loads."""
        for url in addresses:
            if not url.startswith("#"):
                self._add(path, url)

    def add_xml(self, path: str, text: str) -> None:
        """The addresses of a feed or a sitemap: those of this site must be there."""
        for match in _XML_ADDRESS.finditer(text):
            self._add(path, next(part for part in match.groups() if part is not None))

    def add_json(self, path: str, text: str) -> None:
        """Every `url` of a data file."""
        for match in re.finditer(r'"url": ?("(?:[^"\\]|\\.)*")', text):
            url = str(json.loads(match[1]))
            # A site that does not know its address writes addresses from its root.
            self._add(path, url, start="")

    def _add(self, path: str, url: str, start: str | None = None) -> None:
        """Note a link of a file; it counts from `start` where that is another one."""
        start = path if start is None else start
        if url[:1] not in {"#", "?", ""}:
            start = start[: start.rfind("/") + 1]
        self.links.setdefault((start, url), []).append(path)

    def take(self, other: Web) -> None:
        """Add what was gathered of other files."""
        self.anchors |= other.anchors
        for link, places in other.links.items():
            self.links.setdefault(link, []).extend(places)

    def check(self, files: set[str], site: Path) -> Iterator[Problem]:
        """A finding for each link that leads nowhere, of the `files` of the folder `site`."""
        for (start, written), places in self.links.items():
            url = clean_address(written)
            trouble = self._trouble(start, url, files)
            for path in dict.fromkeys(places) if trouble else ():
                text = (site / path).read_bytes().decode("utf-8", "replace")
                at = max(0, text.find(written), text.find(escape(written)))
                message = f"the link {url[:100]!r} {trouble}"
                hint = "correct the link, or build the site again"
                yield finding("E907", path, message, hint, text=text, at=at)

    def _trouble(self, start: str, url: str, files: set[str]) -> str:
        try:
            parts = urlsplit(url)
        except ValueError:
            return "is not an address"
        inside = bool(self.base) and (url + "/").startswith(self.base)
        if (_SCHEME.match(url) or url.startswith("//")) and not inside:
            return ""
        root = urlsplit(self.base).path if self.base else "/"
        path = unquote(parts.path)
        if inside or path.startswith("/"):
            if not (path + "/").startswith(root):
                return "leads out of the site"
            target = path[len(root) :]
        elif path:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(start), path))
            target += "/" if path.endswith(("/", "/.", "/..")) or path in {".", ".."} else ""
        else:
            target = start
        if target.startswith("../"):
            return "leads out of the site"
        file = _file(target, files)
        if file is None:
            return "leads nowhere"
        anchor = unquote(parts.fragment)
        if anchor and anchor != "top" and file in self.anchors and anchor not in self.anchors[file]:
            return f"points at an anchor that is not there: #{anchor}"
        return ""


def _file(target: str, files: set[str]) -> str | None:
    name = target.removeprefix("./").strip("/")
    choices = [f"{name}/index.html".lstrip("/")]
    if not target.endswith("/") and name not in {"", "."}:
        choices.insert(0, name)
    if name == ".":
        choices = ["index.html"]
    return next((choice for choice in choices if choice in files), None)
