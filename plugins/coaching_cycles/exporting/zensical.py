"""The site as Markdown and assets, for Zensical, or for MkDocs without our plugin, to put its chrome around.

Each page is one block of HTML in a Markdown file, which every renderer of Markdown passes on as it is.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

import yaml

from coaching_cycles.adapters import hosting, look, mending
from coaching_cycles.exporting.authors import list_docs, read_file, write_pages
from coaching_cycles.exporting.navigation import plan
from coaching_cycles.exporting.settings import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coaching_cycles.exporting.settings import SiteSettings
    from coaching_cycles.site import Options, Site
    from coaching_cycles.views.page import Page
    from coaching_cycles.writing.tree import Data

TEMPLATES = hosting.TEMPLATES / "zensical"


def zensical_files(
    folder: Path, site: Site, options: Options, settings: SiteSettings
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file: settings, pages and assets in `docs/`, a template in `overrides/`."""
    for template in sorted(TEMPLATES.glob("*.html")):
        yield f"overrides/{template.name}", template.read_bytes()
    for asset in hosting.files_beside(site, options.site_url, settings.language, index=False):
        yield f"docs/{asset.path}", asset.content
    docs = list_docs(folder, settings.docs_dir)
    home = next((source for source in ("index.md", "README.md") if source in docs.pages), None)
    for path in (*docs.files, *docs.pages):
        content_or_none = read_file(folder, settings.docs_dir, path)
        if content_or_none is not None and path != home:
            yield f"docs/{path}", content_or_none
    authors = [source for source in docs.pages if source != home]
    yield NAME, _config(site, options, settings, authors).encode("utf-8", "replace")
    generated = {f"{page.address}index.md": f"{page.address}index.html" for page in site.pages}
    written = write_pages(folder, settings, docs, generated, [home] if home is not None else [])
    intro = "".join(page.html for page in written)
    for page in site.pages:
        html = mending.introduce(intro, page.html) if intro and not page.address else page.html
        yield f"docs/{page.address}index.md", _page(page, html).encode("utf-8", "replace")


def _page(page: Page, html: str) -> str:
    head: dict[str, object] = {"title": escape(page.title), "template": "cc-page.html"}
    if page.description:
        head["description"] = escape(page.description)
    if page.head:
        head["head"] = page.head
    if (script := hosting.page_scripts().get(page.kind)) is not None:
        head["script"] = script
    if page.crumbs:
        head["crumbs"] = [{"title": escape(title), "address": f"{there}"} for title, there in page.crumbs]
    if not page.searchable:
        head["search"] = {"exclude": True}
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
    # Markdown makes spaces of tabs, in code too.
    html = html.replace("\t", "&#9;")
    lang = f' lang="{escape(page.lang)}"' if page.lang else ""
    article = f'<article class="cc-article cc-article--{escape(page.kind)}"{lang}>\n{html}\n</article>'
    return f"---\n{lines}---\n\n{article}\n"


def _config(site: Site, options: Options, settings: SiteSettings, authors: list[str]) -> str:
    hubs = [f"{made.address}index.md" for made in hosting.hubs_of(site)]
    nav = plan(settings.nav, authors, hubs)
    front: list[Data] = [] if "index.md" in nav else ["index.md"]
    found: dict[str, object] = {
        "site_name": options.site_name,
        "site_url": options.site_url,
        "site_description": options.site_description,
        "copyright": settings.copyright,
        "use_directory_urls": True,
        "theme": {
            "name": "material",
            "variant": "classic",
            "custom_dir": "overrides",
            "language": settings.language,
            "font": False,
            "features": ["navigation.tabs"],
            "favicon": look.FOLDER + "icon.svg",
            "palette": [
                {
                    "media": f"(prefers-color-scheme: {name})",
                    "scheme": scheme,
                    "primary": "custom",
                    "accent": "custom",
                }
                for name, scheme in (("light", "default"), ("dark", "slate"))
            ],
        },
        "plugins": ["search"],
        "extra_css": [*hosting.STYLES, *settings.styles],
        "extra_javascript": list(settings.scripts),
        "markdown_extensions": [
            {name: settings.extension_options[name]} if settings.extension_options.get(name) else name
            for name in settings.extensions
        ],
        # A host that made it by itself would list every cycle on every page.
        "nav": [*front, *nav],
    }
    text: str = yaml.safe_dump(
        {key: value for key, value in found.items() if value not in ("", [], None)},
        sort_keys=False,
        allow_unicode=True,
    )
    return (
        "# Written by `cycles export zensical`. Zensical builds it; so does MkDocs, without our plugin.\n"
        + text
    )
