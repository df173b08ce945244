"""What the plugin asks of its host beside the hooks: folders, warnings so far, a place for the site."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler

from coaching_cycles.adapters import look
from coaching_cycles.adapters.lock import BusyError
from coaching_cycles.adapters.swap import Beside
from coaching_cycles.views.compiled import Compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.theme import Theme


def custom_folders(config: MkDocsConfig) -> list[Path]:
    """The site's own theme folder, if it has one."""
    return [Path(config.theme.custom_dir)] if config.theme.custom_dir else []


def begin(site: Path) -> Beside:
    """A place beside the site to make the new one.

    Raises:
        Abort: Another build of this site is at work.
    """
    try:
        return Beside(site)
    except BusyError as error:
        raise Abort(f"coaching-cycles: another build of this site is at work ({error}).") from error


def showing(app: WSGIApplication, findings: Callable[[], str]) -> WSGIApplication:
    """A server's answers, with the findings of the last build on each page that has a place for them."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            begun.append((status, headers))
            return lambda _: None

        given = app(environ, begin)
        status, headers = begun[-1]
        if "text/html" not in dict(headers).get("Content-Type", ""):
            start(status, headers)
            return given
        body = b"".join(given).replace(look.FINDINGS.encode(), findings().encode(), 1)
        others = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start(status, [*others, ("Content-Length", str(len(body)))])
        return [body]

    return answer


def warned() -> bool:
    """Whether MkDocs has counted a warning in this strict build."""
    handlers = logging.getLogger("mkdocs").handlers
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in handlers)


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
