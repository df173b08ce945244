"""The content security policy of every page: the theme's own scripts run, and nothing else that got in."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{sources}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-src 'none'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
# Styles may stand in attributes, as charts need; no script may. Pagefind's index is read by WebAssembly.
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_WAY: Final = re.compile(r'URL\("[^"<>\\]*"')
_HEAD: Final = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_TOP: Final = re.compile(r"\s*<!doctype[^>]*>(?:\s*<html\b[^>]*>)?", re.IGNORECASE)


def inline_scripts(html: str, content: str = "") -> list[str]:
    """The scripts that stand in a page, but for those in `content`, the part of it that records wrote."""
    return _SCRIPT.findall(html.replace(content, "", 1) if content else html)


class Scripts:
    """The theme's own inline scripts, known from what holds no author's word: its templates, and 404.html."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def learn(self, html: str) -> list[str]:
        """Take over all scripts of an HTML text that is the theme's alone, and give them back."""
        found = inline_scripts(html)
        self._known.update(map(_anywhere, found))
        return found

    def among(self, html: str) -> tuple[list[str], bool]:
        """Those of the theme in a page where an author's words may stand anywhere; whether it has others."""
        found = inline_scripts(html)
        known = [script for script in found if _anywhere(script) in self._known]
        return known, len(known) < len(found)


def _anywhere(script: str) -> str:
    """A script as it is on every page, without the way from its page to the site's root."""
    return _WAY.sub('URL("', script)


def seal(html: str, scripts: Iterable[str]) -> str:
    """The page with its policy as the first thing in its head; these inline scripts may run, no others."""
    sources = "".join(f" {source}" for source in dict.fromkeys(map(_source, scripts)))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY.format(sources=sources)}">'
    # A page that leaves the tag of its head out has a head all the same, which begins with the policy.
    top = _HEAD.search(html) or _TOP.match(html)
    at = top.end() if top is not None else 0
    return f"{html[:at]}{policy}{html[at:]}"


@lru_cache(maxsize=512)
def _source(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
