"""The engine's pages as MkDocs knows pages."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Final

from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents

from coaching_cycles.adapters import chrome

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

    from coaching_cycles.adapters.place import Place
    from coaching_cycles.views.page import Page as Made

_IDS: Final = re.compile(r'\sid="([^"]+)"')


class Article(Page):
    """A page whose HTML the engine has made: nothing is read, and Markdown is never run."""

    def __init__(self, made: Made, title: str | None, file: File, config: MkDocsConfig, place: Place) -> None:
        super().__init__(title or escape(made.title), file, config)
        self.made = made
        self.crumbs = place.crumbs(made)
        """Title and link of the pages above."""
        self.edit_url = place.edit(made) or None

    def read_source(self, config: MkDocsConfig) -> None:
        """There is no source: only what the theme asks of a page's front matter."""
        self.markdown = ""
        self.meta = {"template": "cc-page.html", "title": escape(self.made.title)}
        if self.made.description:
            self.meta["description"] = escape(self.made.description)

    def render(self, config: MkDocsConfig, files: Files | None) -> None:
        """Take over the engine's article and its headings."""
        self.content = self.made.html
        self.toc = _contents(self.made)

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
