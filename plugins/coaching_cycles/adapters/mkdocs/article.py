"""The engine's pages and files as MkDocs knows pages and files."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils import normalize_url

from coaching_cycles.adapters import chrome

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from coaching_cycles.views.page import Page as Made

_IDS: Final = re.compile(r'\sid="([^"]+)"')


class Asset(File):
    """A generated file that is copied as it is, even where its name ends in `.md`."""

    def is_documentation_page(self) -> bool:
        """No: nothing is read in it."""
        return False


class Article(Page):
    """A page whose HTML the engine has made: nothing is read, and Markdown is never run."""

    def __init__(self, made: Made, title: str | None, file: File, config: MkDocsConfig) -> None:
        super().__init__(title or escape(made.title), file, config)
        self.made = made
        index = "" if config.use_directory_urls else "index.html"
        self.crumbs = [(title, normalize_url(there + index or ".", self)) for title, there in made.crumbs]
        """Title and link of the pages above."""
        self.drawn = False
        """Whether the page was put into a shape, which is sealed once for all."""

    def read_source(self, config: MkDocsConfig) -> None:
        """There is no source: only what the theme asks of a page's front matter."""
        self.markdown = ""
        self.meta = {"template": "cc-drawn.html", "title": escape(self.made.title)}
        if self.made.description:
            self.meta["description"] = escape(self.made.description)

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take over the engine's article and its headings."""
        self.content = self.made.html
        self.toc = _contents(self.made)

    def likeness(self) -> tuple[object, ...]:
        """What the theme may ask of a page beside the values that it only puts in: the key of its shape."""
        made = self.made
        asked = (made.description, self.canonical_url, self.edit_url, made.head, self.toc.items)
        first = made.address.partition("/")[0]
        return (
            made.kind,
            made.lang,
            made.searchable,
            len(made.crumbs),
            first,
            made.address.count("/"),
            *map(bool, asked),
        )

    def values(self) -> dict[str, str]:
        """The values that the theme only puts in, by the names that `stand_in` gives them."""
        made = self.made
        crumbs = {f"crumb{n}": title for n, (title, _) in enumerate(self.crumbs)}
        links = {f"link{n}": link for n, (_, link) in enumerate(self.crumbs)}
        return {
            "title": made.title,
            "plain_title": escape(made.title),
            "description": escape(made.description),
            "canonical": self.canonical_url or "",
            "edit": self.edit_url or "",
            "head": made.head,
            "skip": made.headings[0].id if made.headings else "",
            "content": self.content or "",
            **crumbs,
            **links,
        }

    def stand_in(self) -> Article:
        """A page like this one with marks for its values."""
        mark, other = chrome.mark, copy(self)
        other.made = replace(
            self.made, title=mark("title"), head=mark("head") if self.made.head else "", html=mark("content")
        )
        other.title = mark("plain_title")
        other.meta = {**self.meta, "title": mark("plain_title")}
        if self.made.description:
            other.meta["description"] = mark("description")
        other.canonical_url = mark("canonical") if self.canonical_url else None
        other.edit_url = mark("edit") if self.edit_url else None
        other.toc = TableOfContents([AnchorLink("", mark("skip"), 2)] if self.toc.items else [])
        other.content = mark("content")
        other.crumbs = [(mark(f"crumb{n}"), mark(f"link{n}")) for n in range(len(self.crumbs))]
        return other

    @property
    def present_anchor_ids(self) -> set[str]:  # type: ignore[override]
        """The anchors that an author's page may link to; looked for only when one does."""
        return set(_IDS.findall(self.made.html))


def _contents(made: Made) -> TableOfContents:
    """The headings as MkDocs' nested table of contents."""
    top: list[AnchorLink] = []
    trail: list[AnchorLink] = []
    for heading in made.headings:
        entry = AnchorLink(escape(heading.title), heading.id, heading.level)
        while trail and trail[-1].level >= heading.level:
            trail.pop()
        (trail[-1].children if trail else top).append(entry)
        trail.append(entry)
    return TableOfContents(top)
