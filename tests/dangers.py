"""What could run script, load or send something, or cover a page: found in HTML by a parser of its own.

Python's own parser, so that what nh3 lets through is not judged by nh3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

TAGS = frozenset(
    """
    applet audio base dialog embed fencedframe foreignobject frame frameset iframe link marquee math meta
    noembed noframes noscript object plaintext portal script source style template textarea track use video
    xmp animate animatemotion animatetransform handler image listener set
    """.split()  # noqa: SIM905 - words to read, not a column of 34 lines
)
"""No article of ours has any of these."""
ATTRIBUTES = frozenset(
    """
    action archive background cite classid codebase code data dynsrc formaction href icon longdesc lowsrc
    manifest ping poster profile src srcset usemap xlink:href folder from to values by xml:base
    """.split()  # noqa: SIM905 - likewise
)
"""Those that hold addresses, or can in SVG."""
SCHEMES = ("http", "https", "mailto")
FORMS = frozenset(["form", "input", "button", "select", "option", "keygen", "isindex"])
"""Ours have them; what people write has none."""
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


class _Walk(HTMLParser):
    def __init__(self, html: str, *, forms: bool) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ours = forms
        self.tags = TAGS if forms else TAGS | FORMS | {"svg"}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag in self.tags or tag.partition(":")[2] in self.tags) and not self._shows_again(tag, attrs):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if _runs(tag, name, value or ""):
                self.found.append(f"<{tag} {name}={value!r}>"[:200])

    def _shows_again(self, tag: str, attrs: list[tuple[str, str | None]]) -> bool:
        """Whether it is a shape of our own page, drawn once more: it loads nothing."""
        links = [value or "" for name, value in attrs if name.endswith("href")]
        return self.ours and tag == "use" and [link[:1] for link in links] == ["#"]

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"<!{decl[:40]}>")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"<![{data[:40]}]>")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"<?{data[:40]}>")


def _runs(tag: str, name: str, value: str) -> bool:
    if name.startswith("on") or name in {"style", "srcdoc", "formaction", "ping", "autofocus", "accesskey"}:
        return True
    if name not in ATTRIBUTES:
        return False
    # As browsers read an address: control characters and spaces around it go, tabs and line breaks within.
    url = re.sub(r"[\t\n\r]", "", value).strip("".join(map(chr, range(33)))).lower()
    scheme = SCHEME.match(url)
    if scheme is not None and scheme[1] not in SCHEMES:
        return True
    # Only links may lead to another site; whatever is loaded comes from this one.
    elsewhere = scheme is not None or url.startswith(("//", "\\", "/\\"))
    return elsewhere and not (tag == "a" and name == "href")


def dangers(html: str, *, forms: bool = False) -> Iterator[str]:
    """Everything dangerous in a piece of HTML; `forms` where our own tabs and filters may stand."""
    yield from _Walk(html, forms=forms).found
