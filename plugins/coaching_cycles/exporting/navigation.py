"""The pages of a site as its chrome asks for them, and the navigation between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from coaching_cycles.adapters.hosting import with_hubs

if TYPE_CHECKING:
    from coaching_cycles.adapters.place import Place
    from coaching_cycles.exporting.authors import Head, Written
    from coaching_cycles.views.page import Page as Made
    from coaching_cycles.writing.tree import Data


@dataclass(eq=False)
class Item:
    """A page, or a section of the navigation, by the names that templates know from MkDocs."""

    title: str
    url: str = ""
    made: Made | None = None
    content: str = field(default="", repr=False)
    toc: tuple[Head, ...] = ()
    meta: Mapping[str, Data] = field(default_factory=dict)
    crumbs: list[tuple[str, str]] = field(default_factory=list)
    edit_url: str = ""
    canonical_url: str = ""
    children: list[Item] = field(default_factory=list)
    ancestors: list[Item] = field(default_factory=list)
    active: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it is no section, and no link to elsewhere."""
        return bool(self.url) and not self.children and ":" not in self.url

    @property
    def is_homepage(self) -> bool:
        """Whether the site begins with it."""
        return self.url == "index.html"


@dataclass(frozen=True, slots=True)
class Nav:
    """What stands in the bar, in order, and the page that its name leads to."""

    items: tuple[Item, ...]
    homepage: Item


def plan(wanted: Data, authors: Iterable[str], hubs: list[str]) -> list[Data]:
    """A navigation as `nav:` in mkdocs.yml has it: that one, or one of hubs and the author’s folders.

    Pages are named by their sources. The hubs stand in front where the author names none of them.
    """
    if not isinstance(wanted, list):
        return [*hubs, *_nest(list(authors))]
    return with_hubs(wanted, hubs)


def navigate(wanted: Data, pages: Mapping[str, Item], home: Item) -> Nav:
    """The pages of a navigation, each with the sections that it stands in. `pages` are known by source."""
    items = tuple(_items(wanted, pages))
    for item in items:
        _adopt(item, [])
    return Nav(items, home)


def _items(wanted: Data, pages: Mapping[str, Item], title: str = "") -> Iterator[Item]:
    if isinstance(wanted, str):
        page = pages.get(wanted)
        if page is not None:
            page.title = escape(title) if title else page.title
            yield page
        elif ":" in wanted:
            yield Item(escape(title or wanted), wanted)
    elif isinstance(wanted, Mapping):
        for name, below in wanted.items():
            if isinstance(below, str):
                yield from _items(below, pages, str(name))
            elif children := list(_items(below, pages)):
                yield Item(escape(str(name)), children=children)
    elif isinstance(wanted, list):
        for one in wanted:
            yield from _items(one, pages)


def _adopt(item: Item, above: list[Item]) -> None:
    item.ancestors = above
    for child in item.children:
        _adopt(child, [item, *above])


def _nest(sources: list[str], depth: int = 0) -> list[Data]:
    """Sources as a navigation: what lies in one folder is one section, named like it."""
    found: list[Data] = []
    folders: dict[str, list[str]] = {}
    for source in sources:
        parts = source.split("/")[depth:]
        if len(parts) == 1:
            found.append(source)
        else:
            folders.setdefault(parts[0], []).append(source)
    sections: list[Data] = [
        {name.replace("-", " ").replace("_", " ").capitalize(): _nest(below, depth + 1)}
        for name, below in folders.items()
    ]
    return found + sections


def page_of(made: Made, content: str, place: Place) -> Item:
    """A page of the engine."""
    return Item(
        escape(made.title),
        f"{made.address}index.html",
        made,
        content,
        crumbs=place.crumbs(made),
        edit_url=place.edit(made),
        canonical_url=place.canonical(made),
    )


def page_by(written: Written, canonical: str, edit: str) -> Item:
    """A page of the author."""
    return Item(
        escape(written.title),
        written.path,
        None,
        written.html,
        written.heads,
        written.meta,
        [],
        edit,
        canonical,
    )
