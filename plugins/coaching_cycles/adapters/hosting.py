"""What an adapter decides about a site without asking its host: places, addresses, files beside the pages."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote, urljoin

from jinja2 import FileSystemLoader, StrictUndefined

import coaching_cycles
from coaching_cycles.adapters import look
from coaching_cycles.adapters.look import FOLDER
from coaching_cycles.views.compiled import OURS
from coaching_cycles.views.page import Asset, link
from coaching_cycles.views.templating import QuickEnvironment
from coaching_cycles.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from coaching_cycles.site import Site
    from coaching_cycles.views.page import Page
    from coaching_cycles.words import Words

T = TypeVar("T")

TEMPLATES: Final = Path(coaching_cycles.__file__).parent / "templates"
CHROME: Final = TEMPLATES / "chrome"
_ASSETS: Final = TEMPLATES / "assets"


def misplaced(option: str, name: str, folder: Path, docs: Path) -> str:
    """Why a folder of records may not lie where the option says; empty if it may."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder) or path == folder:
        return f"{option} must be a folder below that of mkdocs.yml, not {name!r}."
    if path.is_relative_to(docs) or docs.is_relative_to(path):
        return (
            f"{option} ({name!r}) and docs_dir must not lie in one another: MkDocs would publish the "
            "records as they are written, private fields and all. Keep them side by side."
        )
    if option == "cycles_dir" and not path.is_dir():
        return f"there is no folder {name!r} beside mkdocs.yml. Make it, or let cycles_dir name yours."
    return ""


def misnaming() -> str:
    """Why files would get other names here than elsewhere; empty if they would not."""
    letters = sys.getfilesystemencoding()
    if letters == "utf-8":
        return ""
    return (
        f"this computer writes the names of files in {letters}, and addresses in other scripts would come "
        "out wrong. Set the variable PYTHONUTF8=1 and build again."
    )


def overlapping(site: Path, sources: Iterable[Path]) -> str:
    """Why the site may not lie where it shall: in a build's folder nothing stays. Empty if it may."""
    site = site.resolve()
    for source in (path.resolve() for path in sources):
        if source.is_relative_to(site) or site.is_relative_to(source):
            return (
                f"site_dir ({site}) and {source} must not lie in one another: a build replaces all that is "
                "in site_dir. Name a folder that holds nothing else, such as site."
            )
    return ""


def edit_base(repository: str, edit_uri: str, folder: Path, docs: Path) -> str | None:
    """The address below which records are edited: `edit_uri` leads into docs/; records lie beside it."""
    if not repository or not edit_uri:
        return None
    below = docs.relative_to(folder).as_posix() + "/" if docs.is_relative_to(folder) else ""
    return urljoin(repository.rstrip("/") + "/", edit_uri.removesuffix(below))


@dataclass(frozen=True, slots=True)
class Taken:
    """What an author's files take of a site, by path in small letters: some disks know no others."""

    files: Mapping[str, str]
    """Path in the site, and the file of the author that becomes it."""
    folders: Mapping[str, str]

    def by(self, path: str) -> str | None:
        """The author's file that stands in the way of a file: at its path, as its folder, or below it."""
        path = path.casefold()
        # Whatever stands in the way is in the same folder of the site, or is that folder.
        top = path.partition("/")[0]
        if top not in self.folders and top not in self.files:
            return None
        above = [path[:at] for at, letter in enumerate(path) if letter == "/"]
        return (
            self.files.get(path)
            or self.folders.get(path)
            or next(filter(None, map(self.files.get, above)), None)
        )


def take(files: Iterable[tuple[str, str]]) -> Taken:
    """What an author's files take; each is given by its path in the site and its name in their folder."""
    paths: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path, name in files:
        whole = path.casefold()
        paths[whole] = name
        for at, letter in enumerate(whole):
            if letter == "/":
                folders.setdefault(whole[:at], name)
    return Taken(paths, folders)


STYLES: Final = tuple(
    f"{FOLDER}{name}.css" for name in ("tokens", "base", "charts", "articles", "chrome", "print")
)
"""What every page loads, in this order."""

SCRIPTS: Final = (FOLDER + "search.js",)

_AS: Final = {"meeting": "cycle"}
"""Kinds of pages that have the script of another kind: both have a button that prints."""


def page_scripts() -> dict[str, str]:
    """Scripts of single kinds of pages, by kind: `finder.js` belongs to the pages of kind `finder`."""
    paths = {path.stem: FOLDER + path.name for path in sorted(_ASSETS.glob("*.js"))}
    paths |= {folder.name: f"{FOLDER}{folder.name}.js" for folder in _script_folders()}
    paths |= {kind: paths[other] for kind, other in _AS.items()}
    return {kind: path for kind, path in paths.items() if path not in {*SCRIPTS, look.COLORS}}


def _script_folders() -> list[Path]:
    """Folders of scripts that are one script for a reader, its parts in the order of their names."""
    return sorted({path.parent for path in _ASSETS.glob("*/*.js")})


def _own(language: str) -> Iterator[Asset]:
    for path in sorted(_ASSETS.glob("*.*")):
        if path.is_file() and path.name != "articles.css":
            yield Asset(FOLDER + path.name, path.read_bytes())
    # One sheet for a reader, one for each sort of page for us.
    parts = [*_ASSETS.glob("articles.css"), *sorted(_ASSETS.glob("articles/*.css"))]
    yield Asset(FOLDER + "articles.css", b"\n".join(path.read_bytes() for path in parts))
    for folder in _script_folders():
        markup = [_markup(path, language) for path in sorted(folder.glob("*.html"))]
        code = b"\n".join([*markup, *(path.read_bytes() for path in sorted(folder.glob("*.js")))])
        # A scope of its own, so that the parts see one another and nothing else does.
        yield Asset(f"{FOLDER}{folder.name}.js", b'(() => {\n"use strict";\n' + code + b"\n})();\n")


def _markup(template: Path, language: str) -> bytes:
    """Markup that a script puts into its page, as a constant of the script; in a site's language."""
    env = QuickEnvironment(
        loader=FileSystemLoader(template.parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        bytecode_cache=OURS,
    )
    html = env.get_template(template.name).render(w=words_in(language))
    return f"const {template.stem.upper()} = {json.dumps(html, ensure_ascii=False)};".encode()


def files_beside(site: Site, site_url: str, language: str, *, index: bool) -> Iterator[Asset]:
    """Every file of the site that is not a page: our own, the engine's, and redirects."""
    yield from _own(language)
    yield from site.assets
    titles = {page.address: page.title for page in site.pages}
    for old in site.redirects:
        target = quote(link(old.address, old.target, index=index))
        # Without an address of its own, a site knows a page only from where it stands.
        there = urljoin(site_url, quote(link("", old.target, index=index))) if site_url else target
        page = redirect(target, titles.get(old.target, old.target), there, language)
        yield Asset(f"{old.address}index.html", page.encode())


def redirect(target: str, title: str, canonical: str, language: str) -> str:
    """A page that only sends the reader on: it works without JavaScript and is kept out of indexes."""
    target, title, canonical, language = map(escape, (target, title, canonical, language))
    return (
        f'<!doctype html>\n<html lang="{language}"><head>'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'\">"
        f'<meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex">'
        f'<meta http-equiv="refresh" content="0; url={target}">'
        f'<link rel="canonical" href="{canonical}"></head>'
        f'<body><main><h1>{title}</h1><p><a href="{target}">{title}</a></p></main></body></html>\n'
    )


def titles(nav: object, title: str = "") -> Iterator[tuple[str, str]]:
    """The files that an author's navigation names, each with the title given there (or none)."""
    if isinstance(nav, dict):
        for name, below in nav.items():
            yield from titles(below, str(name))
    elif isinstance(nav, list):
        for below in nav:
            yield from titles(below)
    elif isinstance(nav, str):
        yield nav, title


def hubs_of(site: Site) -> list[Page]:
    """The pages of the engine that stand in the navigation, but for the home page."""
    return [made for made in site.pages if made.nav and made.address]


def with_hubs(nav: Sequence[T], hubs: Sequence[str]) -> list[T | str]:
    """An author's navigation; where it names none of the hubs, by their sources, they stand in front."""
    named = {source for source, _ in titles(list(nav))}
    return list(nav) if named.intersection(hubs) else [*hubs, *nav]


def locations(pages: Iterable[tuple[str | None, Page | None]]) -> list[str]:
    """For sitemap.xml: the addresses that searches may lead to.

    Each page is given by its address in the world and the engine's page, None for an author's own.
    """
    return sorted(
        {address for address, made in pages if address and (made is None or "noindex" not in made.head)}
    )


def furnish(chrome: look.Chrome, site: Site, words: Words, *, index: str) -> look.Chrome:
    """The chrome with its links to what the site has; `index` ends folders."""
    has = {page.address for page in site.pages} | {asset.path for asset in site.assets}
    return replace(
        chrome,
        index=index,
        finder="cycles/" + index,
        hubs=tuple((made.title, made.address + index) for made in hubs_of(site)),
        foot=tuple(look.foot(has, words, index)),
        scripts=page_scripts(),
        feed="feed.xml" if "feed.xml" in has else "",
    )
