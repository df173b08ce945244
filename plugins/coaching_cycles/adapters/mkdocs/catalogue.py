"""The files of a site as MkDocs knows them, without a `File` for each of thousands that are not its own."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from coaching_cycles.adapters.mkdocs.article import Article

if TYPE_CHECKING:
    from collections.abc import Callable

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

    def add_page(self, made: Made) -> None:
        """Know a page that is written without MkDocs."""
        self._later[made.address + "index.md"] = partial(self._page, made)

    def add_asset(self, asset: Asset) -> None:
        """Know a file that is."""
        self._later[asset.path] = partial(self._file, asset.path)

    def get_file_from_path(self, path: str) -> File | None:
        """What lies at a path below docs/."""
        found = super().get_file_from_path(path)
        later = self._later.get(PurePosixPath(path).as_posix()) if found is None else None
        return later() if later is not None else found

    def _file(self, path: str) -> File:
        level = InclusionLevel.NOT_IN_NAV
        return File.generated(self._config, path, content=b"", inclusion=level)

    def _page(self, made: Made) -> File:
        file = self._file(made.address + "index.md")
        Article(made, None, file, self._config, self._place)
        return file
