"""An author's text, fitted into a page: headings under the one above it, tables that can be heard."""

from __future__ import annotations

import re

from markupsafe import Markup

_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_NO_HEADING = re.compile(r"<th>\s*</th>")
_LOWEST = 6


def settle(html: Markup, level: int, prefix: str = "") -> Markup:
    """The text with its headings from `level` down, none skipped; `prefix` gives those of that level ids.

    People begin with `#`, `##` or whatever looks right; who goes from heading to heading needs steps of one.
    """
    if "<th>" in html:
        # The blank corner of a table heads nothing.
        html = Markup(_NO_HEADING.sub("<td></td>", html))  # noqa: S704 - cleaned before it came here
    if "<h" not in html:
        return html
    above: list[int] = []
    count = 0

    def fit(match: re.Match[str]) -> str:
        nonlocal count
        own = int(match.group(1))
        while above and above[-1] >= own:
            above.pop()
        above.append(own)
        fitted = min(_LOWEST, level + len(above) - 1)
        anchor = ""
        if prefix and fitted == level:
            count += 1
            anchor = f' id="{prefix}-{count}"'
        return f"<h{fitted}{anchor}>{match.group(2)}</h{fitted}>"

    return Markup(_HEADING.sub(fit, html))  # noqa: S704 - cleaned before it came here; only digits and our ids are new
