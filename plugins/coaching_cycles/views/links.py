"""Links that lead out of a page's own folder: to a page by its absolute address, and to the web outside."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from coaching_cycles.views.desk import Desk


def absolute(desk: Desk, address: str) -> str:
    """The absolute address of a page, where the site knows its own; else the address from the site's root."""
    relative = desk.link("", address)
    site = desk.setting.site_url
    return urljoin(site.rstrip("/") + "/", relative) if site else relative


def outside(url: str | None) -> str | None:
    """An address on the web that a page may link to, or None: only http and https, and only with a host."""
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in {"http", "https"} and parts.netloc else None
