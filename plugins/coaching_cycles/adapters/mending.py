"""What accessibility asks of HTML that an author's Markdown or the theme has made."""

from __future__ import annotations

import re

_TABLE = re.compile(r"<table(?P<rest>[^>]*)>")
_BOX = re.compile(r'<input type="checkbox"(?P<rest>[^>]*)>(?P<label>[^<\n]*)')
_CODE = re.compile(r"(<pre[^>]*>(?:<span></span>)?<code)(?![^>]*tabindex)")
_HEADING = re.compile(r"<h1\b.*?</h1>\s*", re.DOTALL)


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


def introduce(intro: str, html: str) -> str:
    """The engine's home page with the author's own text in front; of two titles the author's stays."""
    rest = _HEADING.sub("", html, count=1) if "<h1" in intro else html
    return f'<div class="cc-intro md-typeset">{intro}</div>\n{rest}'
