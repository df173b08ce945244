"""What accessibility and safety ask of HTML that an author's Markdown or the theme has made."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

_TABLE = re.compile(r"<table(?P<rest>[^>]*)>")
_BOX = re.compile(r'<input type="checkbox"(?P<rest>[^>]*)>(?P<label>[^<\n]*)')
_CODE = re.compile(r"(<pre[^>]*>(?:<span></span>)?<code)(?![^>]*tabindex)")
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_HEADING = re.compile(r"<h1\b.*?</h1>\s*", re.DOTALL)

POLICY_SCRIPTS = "cc-inline-scripts"
"""Stands in the policy of the template until `seal` knows the page's own scripts."""

POLICY = (
    f"default-src 'self'; script-src 'self' 'wasm-unsafe-eval' {POLICY_SCRIPTS}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
"""Content security policy of a built page. Styles may stand in attributes, as charts need; no script may."""


def mend(html: str, table: str = "Table") -> str:
    """Mend an author's page: tables scroll in a box that the keyboard reaches, task boxes have names.

    `table` is the name that a table's box is announced by.
    """
    if "<table" in html:
        box = f'<div class="cc-table" role="group" tabindex="0" aria-label="{table}"><table class="cc-plain"'
        html = _TABLE.sub(lambda found: _boxed(found, box), html).replace("</table>", "</table></div>")
    if 'type="checkbox"' in html:
        html = _BOX.sub(_named, html)
    return _CODE.sub(r'\1 tabindex="0"', html) if "<pre" in html else html


def _boxed(found: re.Match[str], box: str) -> str:
    # Pygments' line-number tables are layout, and stay as they are but for the box that their end tag closes.
    return f"<div><table{found['rest']}>" if "class=" in found["rest"] else f"{box}{found['rest']}>"


def _named(found: re.Match[str]) -> str:
    if "aria-label" in found["rest"]:
        return found[0]
    name = found["label"].strip().replace('"', "&quot;") or "Task"
    rest = found["rest"].rstrip("/").rstrip()
    return f'<input type="checkbox" aria-label="{name}"{rest}>{found["label"]}'


def without_title(html: str) -> str:
    """The article without its first level-one heading, for a page that brings its own."""
    return _HEADING.sub("", html, count=1)


@lru_cache(maxsize=512)
def _source(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def seal(output: str, content: str) -> str:
    """Let the theme's own inline scripts run, by their hashes, and no others.

    `content` is the part of the page that records or authors wrote; no script in it is ever allowed.
    """
    if POLICY_SCRIPTS not in output:
        return output
    scripts = _SCRIPT.findall(output.replace(content, "", 1) if content else output)
    return output.replace(POLICY_SCRIPTS, " ".join(dict.fromkeys(map(_source, scripts))), 1)
