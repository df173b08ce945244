"""The author's own pages in `docs/`: listed, made HTML as MkDocs makes it, and put into a navigation."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import yaml
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from coaching_cycles.adapters.hosting import titles
from coaching_cycles.adapters.mending import mend
from coaching_cycles.reading.files import read_bytes, read_text
from coaching_cycles.reading.walk import Walk
from coaching_cycles.site import LARGEST_ATTACHMENT

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from coaching_cycles.exporting.settings import SiteSettings
    from coaching_cycles.writing.tree import Data

_FRONT = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_MARKUP = re.compile(r'<a class="headerlink".*?</a>|<[^>]+>', re.DOTALL)
_INDEXES = ("index.md", "README.md")


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of a page, and those below it."""

    title: str
    url: str
    level: int
    children: tuple[Head, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A page that the author wrote: where it comes from, where it goes, and what it says."""

    source: str
    path: str
    """Of its file in the site."""
    title: str
    html: str = field(repr=False)
    heads: tuple[Head, ...] = ()
    meta: Mapping[str, Data] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Docs:
    """What lies in `docs/`: sources of pages, and the paths of all other files."""

    pages: tuple[str, ...]
    files: tuple[str, ...]


def list_docs(folder: Path, docs_dir: str) -> Docs:
    """The author's files, no link followed, none that is hidden or the trace of an editor."""
    if not (folder / docs_dir).is_dir():
        return Docs((), ())
    found = [entry.path[len(docs_dir) + 1 :] for entry in Walk(folder).files_below(docs_dir, quiet=True)]
    pages = [path for path in found if path.endswith(".md")]
    # Beside an index.md MkDocs leaves a README.md of the same folder out.
    both = {path for path in pages if path.endswith("README.md") and path[:-9] + "index.md" in pages}
    rest = (path for path in found if not path.endswith((".md", "~", ".bak", ".tmp")))
    return Docs(tuple(path for path in pages if path not in both), tuple(rest))


def read_file(folder: Path, docs_dir: str, path: str) -> bytes | None:
    """The bytes of a file in `docs/`; nothing where it can't be read."""
    content = read_bytes(folder, f"{docs_dir}/{path}", LARGEST_ATTACHMENT)
    return content if isinstance(content, bytes) else None


def place(source: str, *, folders: bool) -> str:
    """The path in the site of the page that a source becomes."""
    home, _, name = source.rpartition("/")
    stem = name.removesuffix(".md")
    if name in _INDEXES or stem == "index":
        return posixpath.join(home, "index.html")
    return posixpath.join(home, stem, "index.html") if folders else posixpath.join(home, f"{stem}.html")


def write_pages(
    folder: Path,
    settings: SiteSettings,
    docs: Docs,
    generated: Mapping[str, str],
    sources: Iterable[str] | None = None,
) -> Iterator[Written]:
    """Every page of the author, or those that are made from some sources.

    `generated` are the engine's pages: their paths by the sources that links name.
    """
    named = dict(titles(settings.nav))
    places = {source: place(source, folders=settings.folders) for source in docs.pages} | dict(generated)
    for source in docs.pages if sources is None else sources:
        text, _ = read_text(folder, f"{settings.docs_dir}/{source}")
        if text is not None:
            yield _write(source, text, settings, places, named.get(source, ""))


def _write(source: str, text: str, settings: SiteSettings, places: Mapping[str, str], named: str) -> Written:
    front, body = _split(text)
    here = places[source]

    def lead(url: str) -> str:
        return _lead(url, source, here, places)

    html, heads = _convert(body, settings, lead)
    title = _TITLE.search(html)
    said = _MARKUP.sub("", title[1]).strip() if title else ""
    stem = posixpath.basename(source).removesuffix(".md")
    given = front.get("title")
    name = named or (given if isinstance(given, str) else "") or said or stem.replace("-", " ").capitalize()
    return Written(source, here, name, mend(html), heads, front)


def _split(text: str) -> tuple[dict[str, Data], str]:
    match = _FRONT.match(text)
    if match is None:
        return {}, text
    try:
        front = yaml.load(match[1], Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return {}, text
    return (front, text[match.end() :]) if isinstance(front, dict) else ({}, text)


def _lead(url: str, source: str, here: str, places: Mapping[str, str]) -> str:
    """A link as the author wrote it, from one source to another, as one between the pages made of them."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return url
    path = posixpath.normpath(posixpath.join(posixpath.dirname(source), unquote(parts.path)))
    target = places.get(path, path)
    relative = posixpath.relpath(target, posixpath.dirname(here) or ".")
    rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return quote(relative, safe="/.~-_") + rest


def _convert(body: str, settings: SiteSettings, lead: Callable[[str], str]) -> tuple[str, tuple[Head, ...]]:
    converter = Markdown()
    for name in settings.extensions:
        # What is not installed is done without: the page is read, and one way of writing stays as written.
        try:
            converter.registerExtensions([name], {name: settings.extension_options.get(name, {})})
        except (ImportError, AttributeError, KeyError, TypeError, ValueError):
            continue
    converter.treeprocessors.register(_Links(lead), "cc-links", 0)
    html = converter.convert(body)
    return html, tuple(_heads(getattr(converter, "toc_tokens", [])))


def _heads(tokens: list[dict[str, object]]) -> Iterator[Head]:
    for token in tokens:
        below = token["children"]
        children = tuple(_heads(below)) if isinstance(below, list) else ()
        level = token["level"]
        yield Head(str(token["name"]), f"#{token['id']}", level if isinstance(level, int) else 1, children)


class _Links(Treeprocessor):
    """Links and pictures of the Markdown, but not of HTML in it, as MkDocs does."""

    def __init__(self, lead: Callable[[str], str]) -> None:
        super().__init__()
        self.lead = lead

    def run(self, root: Element) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            if name is not None and (url := element.get(name)):
                element.set(name, self.lead(url))
