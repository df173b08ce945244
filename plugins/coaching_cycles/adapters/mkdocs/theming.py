"""The theme that the portfolio's pages stand in: Material, dressed as far as the author left it open."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from coaching_cycles.adapters import hosting, look
from coaching_cycles.adapters.mkdocs.hosted import custom_folders
from coaching_cycles.views.compiled import Compiled
from coaching_cycles.words import words_in

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def dress(config: MkDocsConfig, language: str) -> str:
    """Choose what the author has not chosen, and put our templates before Material's.

    Gives the address of the script that chooses colours, "" where the site has its own way.
    """
    theme, stock = config.theme, Theme(name="material")
    chosen = {name for name in theme if theme[name] != stock.get(name)}
    look.dress(theme, chosen, words_in(language))
    # After the site's own custom_dir, before Material: what a site overrides wins, all else is ours.
    theme.dirs.insert(1 if theme.custom_dir else 0, str(hosting.CHROME))
    own = any((folder / "partials/palette.html").exists() for folder in custom_folders(config))
    return "" if own or "palette" in chosen else look.COLORS


class _Templates(FileSystemLoader):
    """A theme's templates, of which hidden ones are not listed.

    Material has fourteen thousand icons in a hidden folder. MkDocs, which looks for files to copy, leaves out
    whatever is hidden, but only after all have been listed.
    """

    def list_templates(self) -> list[str]:
        """The names of all templates that are not hidden."""
        found = set()
        for top in self.searchpath:
            for folder, below, names in os.walk(top):
                below[:] = [name for name in below if not name.startswith(".")]
                place = Path(folder).relative_to(top)
                found |= {(place / name).as_posix() for name in names if not name.startswith(".")}
        return sorted(found)


def ready(theme: Theme, compiled: Compiled | None = None) -> Compiled:
    """Have a theme's templates listed without what is hidden, and compiled once for several builds.

    What keeps them is given back, for the next build of this process.
    """
    own = theme.custom_dir
    kept = compiled or Compiled(*(Path(folder) for folder in theme.dirs if folder != own))
    make = theme.get_env

    def get_env() -> Environment:
        env = make()
        env.loader = _Templates(theme.dirs)
        env.bytecode_cache = kept
        return env

    theme.get_env = get_env  # type: ignore[method-assign]  # MkDocs asks the theme before any plugin
    return kept
