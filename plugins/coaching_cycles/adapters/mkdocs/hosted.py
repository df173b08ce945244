"""What the plugin asks of its host beside the hooks: folders, navigation, warnings, a place for the site."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler, nest_paths

from coaching_cycles.adapters import hosting, look
from coaching_cycles.adapters.lock import BusyError
from coaching_cycles.adapters.swap import Beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File


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


def navigate(config: MkDocsConfig, published: Iterable[File], hubs: list[str]) -> None:
    """Put the hubs into the navigation: an author who lists only pages of their own still gets them."""
    if config.nav is not None:
        config.nav = hosting.with_hubs(config.nav, hubs)
        return
    pages = list(published)
    fronts = [file.src_uri for file in pages if file.dest_uri == "index.html"] or ["index.md"]
    authors = [file.src_uri for file in pages if file.is_documentation_page()]
    rest = nest_paths(path for path in authors if path not in fronts)  # type: ignore[no-untyped-call]
    config.nav = [*fronts, *hubs, *rest]


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
