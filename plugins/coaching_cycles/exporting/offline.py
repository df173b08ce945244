"""Pages for a folder on disk: each in the barest frame, with our styles, no script and no other site."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from coaching_cycles.adapters.hosting import STYLES, files_beside
from coaching_cycles.views.page import link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.site import Site
    from coaching_cycles.views.page import Page

_STYLES = tuple(path for path in STYLES if not path.endswith("/chrome.css"))
_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; media-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)


def write_pages(site: Site, name: str, language: str) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the site."""
    hubs = [("", name), *((page.address, page.title) for page in site.pages if page.nav and page.address)]
    for page in site.pages:
        yield f"{page.address}index.html", _frame(page, hubs, name, language).encode("utf-8", "replace")
    for asset in files_beside(site, "", language, index=True):
        if not asset.path.endswith(".js"):
            yield asset.path, asset.content


def _frame(page: Page, hubs: list[tuple[str, str]], name: str, language: str) -> str:
    def to(address: str) -> str:
        return escape(link(page.address, address, index=True))

    sheets = "".join(f'<link rel="stylesheet" href="{to(path)}">' for path in _STYLES)
    here = ' aria-current="page"'
    ways = "".join(
        f'<li><a href="{to(address)}"{here if address == page.address else ""}>{escape(title)}</a></li>'
        for address, title in hubs
    )
    crumbs = "".join(
        f'<li><a href="{to(address)}">{escape(above)}</a></li>' for above, address in page.crumbs
    )
    above = f'<nav class="cc-crumbs"><ol>{crumbs}</ol></nav>' if crumbs else ""
    title = escape(page.title if page.title == name or not page.address else f"{page.title} – {name}")
    lang = escape(page.lang or language)
    return (
        f'<!doctype html>\n<html lang="{escape(language)}" class="no-js"><head>'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta charset="utf-8">'
        f"<title>{title}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"{sheets}</head>"
        '<body style="margin:0;background:var(--cc-paper)"><div class="cc-article" '
        'style="max-width:var(--cc-wide);margin:auto;padding:var(--cc-4)">'
        '<header style="margin-bottom:var(--cc-5)">'
        f'<nav><ul class="cc-chips">{ways}</ul></nav></header>{above}<main lang="{lang}">{page.html}</main>'
        "</div></body></html>\n"
    )
