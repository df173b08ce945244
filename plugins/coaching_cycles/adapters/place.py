"""Where generated pages stand in a site, and what a theme puts around an article beside it."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from coaching_cycles.views.page import link

if TYPE_CHECKING:
    from coaching_cycles.views.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """A site's addresses.

    `site_url` is its own, empty if it has none; below `edit_base` records are edited, if they are; `index`
    is what addresses of folders end with.
    """

    site_url: str = ""
    edit_base: str = ""
    index: str = ""

    def url(self, made: Page) -> str:
        """The page, from the root of the site."""
        return quote(made.address + self.index)

    def in_the_world(self, path: str) -> str:
        """The address of a file of the site anywhere; empty in a site without one."""
        return f"{self.site_url.rstrip('/')}/{quote(path)}" if self.site_url else ""

    def canonical(self, made: Page) -> str:
        """The page's one address in the world."""
        return self.in_the_world(made.address + self.index)

    def edit(self, made: Page) -> str:
        """Where its record is edited; empty if that is nowhere."""
        return self.edit_base + made.source if self.edit_base and made.source else ""

    def crumbs(self, made: Page) -> list[tuple[str, str]]:
        """Title and link of the pages above it."""
        ends = bool(self.index)
        return [(title, quote(link(made.address, there, index=ends))) for title, there in made.crumbs]

    def likeness(self, made: Page) -> tuple[object, ...]:
        """What a theme may ask of a page beside the values that it only puts in: the key of its shape."""
        asked = (made.description, self.edit(made), made.head, made.headings)
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

    def values(self, made: Page) -> dict[str, str]:
        """The values that a theme only puts in, but for the article itself."""
        values = {
            "title": made.title,
            "plain_title": escape(made.title),
            "description": escape(made.description),
            "canonical": self.canonical(made),
            "edit": self.edit(made),
            "head": made.head,
            "skip": made.headings[0].id if made.headings else "",
        }
        for number, (title, there) in enumerate(self.crumbs(made)):
            values |= {f"crumb{number}": title, f"link{number}": there}
        return values
