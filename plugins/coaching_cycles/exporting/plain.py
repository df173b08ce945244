"""The whole site as a folder of plain files: its chrome on a bare base, its search, and no generator."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, pass_context
from markupsafe import escape

from coaching_cycles.adapters import chrome, hosting, look, mending, sealing
from coaching_cycles.adapters.place import Place
from coaching_cycles.exporting.authors import list_docs, read_file, write_pages
from coaching_cycles.exporting.navigation import Item, Nav, navigate, page_by, page_of, plan
from coaching_cycles.words import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2.runtime import Context

    from coaching_cycles.exporting.settings import SiteSettings
    from coaching_cycles.site import Options, Site

PLAIN = hosting.TEMPLATES / "plain"
_SHEET = look.FOLDER + "plain.css"
# Parts of the theme that the chrome of an author's pages asks for, and that say nothing here.
_NOTHING = dict.fromkeys(
    ("partials/tags.html", "partials/source-file.html", "partials/comments.html", "partials/alternate.html"),
    "",
)


def plain_files(
    folder: Path, site: Site, options: Options, settings: SiteSettings
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the site but the search index."""
    yield from _assets(folder, site, options, settings)
    pages, nav = _pages(folder, site, options, settings)
    drawing = _Drawing(folder, site, options, settings, nav)
    yield "404.html", drawing.missing()
    for page in pages:
        yield page.url, drawing.draw(page)
    if options.site_url:
        yield "sitemap.xml", drawing.sitemap(pages)


def _assets(
    folder: Path, site: Site, options: Options, settings: SiteSettings
) -> Iterator[tuple[str, bytes]]:
    for path in (PLAIN / "plain.css", PLAIN / "plain.js"):
        yield look.FOLDER + path.name, path.read_bytes()
    for asset in hosting.files_beside(site, options.site_url, settings.language, index=True):
        yield asset.path, asset.content
    custom = list_docs(folder, settings.custom_dir) if settings.custom_dir else None
    for name in custom.files if custom is not None else ():
        # What is no template of a theme is a file of the site, and wins over one of ours.
        content = read_file(folder, settings.custom_dir, name)
        if content is not None and not name.endswith(".html"):
            yield name, content
    for name in list_docs(folder, settings.docs_dir).files:
        content = read_file(folder, settings.docs_dir, name)
        if content is not None:
            yield name, content


def _pages(folder: Path, site: Site, options: Options, settings: SiteSettings) -> tuple[list[Item], Nav]:
    docs = list_docs(folder, settings.docs_dir)
    generated = {f"{made.address}index.md": f"{made.address}index.html" for made in site.pages}
    written = {one.path: one for one in write_pages(folder, settings, docs, generated)}
    place = Place(options.site_url, settings.edits(folder) or "", "index.html")
    items: dict[str, Item] = {}
    for made in site.pages:
        intro = written.pop("index.html", None) if not made.address else None
        content = mending.introduce(intro.html, made.html) if intro is not None else made.html
        items[f"{made.address}index.md"] = page_of(made, content, place)
    for one in written.values():
        edit = f"{place.edit_base}{settings.docs_dir}/{one.source}" if place.edit_base else ""
        items[one.source] = page_by(one, place.in_the_world(one.path), edit)
    hubs = [f"{made.address}index.md" for made in hosting.hubs_of(site)]
    wanted = plan(settings.nav, [one.source for one in written.values()], hubs)
    named = {
        source: item for source, item in items.items() if item.made is None or source in {*hubs, "index.md"}
    }
    return list(items.values()), navigate(wanted, named, items["index.md"])


class _Drawing:
    """The chrome's templates, and what they know of the site."""

    def __init__(self, folder: Path, site: Site, options: Options, settings: SiteSettings, nav: Nav) -> None:
        self.root = urlsplit(options.site_url).path.rstrip("/")
        self.scripts = sealing.Scripts()
        custom = [FileSystemLoader(str(folder / settings.custom_dir))] if settings.custom_dir else []
        bare = [FileSystemLoader(str(place)) for place in (PLAIN, hosting.CHROME)]
        loader = ChoiceLoader([*custom, *bare, DictLoader(_NOTHING)])
        # As on MkDocs, what comes from a record or a setting is escaped by hand in these templates.
        self.jinja = Environment(loader=loader, autoescape=False)  # noqa: S701
        self.jinja.filters["url"] = _url
        words = words_in(settings.language)
        self.jinja.globals.update(
            w=lambda key, **values: escape(words(key, **values)),
            cc=hosting.furnish(look.Chrome(), site, words, index="index.html"),
            config=_config(options, settings),
            nav=nav,
        )
        self.nav = nav

    def missing(self) -> bytes:
        """The page for what is not there. It is shown at any address, so its links begin at the root."""
        html = self.jinja.get_template("404.html").render(page=None, base_url=self.root)
        return sealing.seal(html, self.scripts.learn(html)).encode("utf-8", "replace")

    def draw(self, page: Item) -> bytes:
        """A page in the chrome; only scripts of the chrome's own run on it."""
        for item in self.nav.items:
            item.active = item in page.ancestors
        template = self.jinja.get_template("cc-page.html" if page.made is not None else "cc-doc.html")
        root = "/".join([".."] * page.url.count("/")) or "."
        html = template.render(page=page, base_url=root)
        if page.made is not None:  # what an author wrote keeps its spaces
            html = chrome.squeeze(html, page.content)
        return sealing.seal(html, self.scripts.among(html)[0]).encode("utf-8", "replace")

    def sitemap(self, pages: list[Item]) -> bytes:
        """The addresses of all pages that searches may lead to."""
        found = hosting.locations((page.canonical_url, page.made) for page in pages)
        return self.jinja.get_template("sitemap.xml").render(cc_locations=lambda _: found).encode()


@pass_context
def _url(context: Context, target: str) -> str:
    """A link from the page that is drawn to an address of the site."""
    if ":" in target or target.startswith(("#", "/")):
        return target
    root = str(context["base_url"])
    return target if root == "." else f"{root}/{target}"


def _config(options: Options, settings: SiteSettings) -> SimpleNamespace:
    theme = {"language": settings.language, "favicon": look.FOLDER + "icon.svg", "palette": [{}], "logo": ""}
    return SimpleNamespace(
        site_name=options.site_name,
        site_url=options.site_url,
        site_description=options.site_description,
        copyright=settings.copyright,
        theme=theme,
        extra={},
        plugins={},
        extra_css=[*hosting.STYLES, _SHEET, *settings.styles],
        extra_javascript=[*hosting.SCRIPTS, *settings.scripts],
    )
