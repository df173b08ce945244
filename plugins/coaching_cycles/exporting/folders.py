"""A portfolio as a folder that outlives its host: a plain site, or Markdown for another generator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.adapters import pagefind
from coaching_cycles.adapters.hosting import take
from coaching_cycles.adapters.swap import Beside
from coaching_cycles.exporting.authors import list_docs, place
from coaching_cycles.exporting.plain import plain_files
from coaching_cycles.exporting.settings import NAME
from coaching_cycles.exporting.zensical import zensical_files

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coaching_cycles.exporting.settings import SiteSettings
    from coaching_cycles.site import Options, Site

_TRACES = ("assets/coaching-cycles/tokens.css", "docs/assets/coaching-cycles/tokens.css", f"zensical/{NAME}")


def replaceable(out: Path) -> bool:
    """Whether a folder may be made anew: it is not there, empty, or an export of ours."""
    if not out.exists():
        return True
    return out.is_dir() and (not any(out.iterdir()) or any((out / trace).is_file() for trace in _TRACES))


def find_clashes(folder: Path, site: Site, settings: SiteSettings) -> list[str]:
    """What of the author stands in the way of a page or a file, each named with it."""
    docs = list_docs(folder, settings.docs_dir)
    pages = ((place(source, folders=settings.folders), source) for source in docs.pages)
    taken = take((*pages, *((path, path) for path in docs.files)))
    wanted = {f"{page.address}index.html": f"the page “{page.title}”" for page in site.pages if page.address}
    files = (*(asset.path for asset in site.assets), *(f"{old.address}index.html" for old in site.redirects))
    wanted |= dict.fromkeys(files, "a file of the portfolio")
    found = ((path, what, taken.by(path)) for path, what in wanted.items())
    return [f"{path} is {what} and {other}" for path, what, other in found if other is not None]


def export_plain(folder: Path, site: Site, options: Options, settings: SiteSettings, out: Path) -> int:
    """Write the site into `out` as plain files, with its search; gives the number of pages."""
    return _write(out, plain_files(folder, site, options, settings), settings.language)


def export_zensical(folder: Path, site: Site, options: Options, settings: SiteSettings, out: Path) -> int:
    """Write the site into `out` as Markdown and assets; gives the number of pages."""
    return _write(out, zensical_files(folder, site, options, settings))


def _write(out: Path, files: Iterable[tuple[str, bytes]], index: str = "") -> int:
    pages = 0
    with Beside(out) as beside:
        for path, content in files:
            target = beside.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            pages += path.endswith((".html", ".md"))
        if index:
            pagefind.index(beside.folder, index)
        beside.finish()
    return pages
