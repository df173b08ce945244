"""The files of a site as MkDocs knows them, without a `File` for each of thousands that are not its own."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from coaching_cycles.adapters import hosting, look
from coaching_cycles.adapters.mkdocs.article import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from mkdocs.config.defaults import MkDocsConfig

    from coaching_cycles.adapters.place import Place
    from coaching_cycles.views.page import Asset
    from coaching_cycles.views.page import Page as Made


class Catalogue(Files):
    """MkDocs' files, and those that are written without it: these are here as soon as a link asks for one.

    MkDocs goes over its files many times and keeps what it makes of them. Ours are finished; all that is
    left to it is to resolve what an author's page links to.
    """

    def __init__(self, files: Files, config: MkDocsConfig, place: Place) -> None:
        super().__init__(files)
        self._config, self._place = config, place
        self._later: dict[str, Callable[[], File]] = {}
        self.home: Made | None = None
        """The engine's home page, where an author has one too, which introduces it."""
        self.apart: list[Made] = []
        """Pages that are written without MkDocs."""
        self.assets: list[Asset] = []
        """Files that are."""

    def add_pages(
        self, pages: Iterable[Made], taken: hosting.Taken, linked: AbstractSet[str], *, apart: bool
    ) -> Iterator[str]:
        """Take in the engine's pages; which clash with a file of the author's.

        MkDocs draws those that its navigation or the chrome (`linked`) tells from others, and all of them
        when none may stand `apart`.
        """
        titles = dict(hosting.titles(self._config.nav))
        for made in pages:
            other = taken.by(f"{made.address}index.html")
            source = made.address + "index.md"
            hub = made.nav or made.address == ""
            if other is not None and made.address == "" and other.endswith(".md"):
                self.home = made
            elif other is not None:
                yield f"{made.address} is the page “{made.title}” and {other}"
            elif apart and not (hub or source in titles or made.address + self._place.index in linked):
                self.apart.append(made)
                self._later[source] = partial(self._page, made)
            else:
                self.append(
                    self._page(
                        made,
                        titles.get(source),
                        InclusionLevel.INCLUDED if hub else InclusionLevel.NOT_IN_NAV,
                    )
                )

    def add_assets(self, assets: Iterable[Asset], taken: hosting.Taken) -> Iterator[str]:
        """Take in files that are no pages; which clash. An author may replace our styles and scripts."""
        for asset in assets:
            other = taken.by(asset.path)
            if other is None:
                self.assets.append(asset)
                self._later[asset.path] = partial(self._file, asset.path)
            elif not asset.path.startswith(look.FOLDER):
                yield f"{asset.path} is a file of the portfolio and {other}"

    def get_file_from_path(self, path: str) -> File | None:
        """What lies at a path below docs/."""
        found = super().get_file_from_path(path)
        later = self._later.get(PurePosixPath(path).as_posix()) if found is None else None
        return later() if later is not None else found

    def _file(self, path: str, level: InclusionLevel = InclusionLevel.NOT_IN_NAV) -> File:
        return File.generated(self._config, path, content="", inclusion=level)

    def _page(
        self, made: Made, title: str | None = None, level: InclusionLevel = InclusionLevel.NOT_IN_NAV
    ) -> File:
        file = self._file(made.address + "index.md", level)
        Article(made, title, file, self._config, self._place)
        return file
