"""The audit: every file of a built site once, then what they say together."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.audit import dangers, pictures
from coaching_cycles.audit.files import File, finding, names, read
from coaching_cycles.audit.html import Page, parse
from coaching_cycles.audit.links import Web
from coaching_cycles.audit.secrets import Secrets, compile_secrets

if TYPE_CHECKING:
    from coaching_cycles.problems import Problem

DATA = "data/cycles.json"
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_KEYS = re.compile(r"\b(title|grades|subject|goal|status|visibility|approved|private_notes|support_needed): ")


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found, and how much was looked at: files and pages."""

    problems: tuple[Problem, ...]
    files: int
    pages: int


def audit(site: Path, private: tuple[str, ...] = ()) -> Audit:
    """Audit the built folder `site`. Reads nothing else, and raises for nothing that it finds there.

    `private` are words that must not be in it.
    """
    return _Auditor(site, compile_secrets(list(private))).run()


@dataclass(slots=True)
class _Auditor:
    site: Path
    secrets: Secrets
    problems: list[Problem] = field(default_factory=list)
    pages: int = 0

    def run(self) -> Audit:
        found, strays = names(self.site)
        self.problems += strays
        web = Web(_base(self.site), set(found))
        for file in read(self.site, found):
            self.problems += self.secrets.check(file)
            self.problems += pictures.inspect(file)
            self._look(file, web)
        self.problems += web.check()
        return Audit(tuple(sorted(set(self.problems))), len(found), self.pages)

    def _look(self, file: File, web: Web) -> None:
        """Whatever a browser or a reader of feeds would take the file for."""
        ending = file.ending
        if ending not in {"html", "htm", "svg", "css", "xml", "json"}:
            return
        text = file.content.decode("utf-8", "replace")
        if ending in {"html", "htm", "svg"}:
            page = parse(file.path, text)
            web.add_page(page)
            self.problems += dangers.inspect(page, web.base)
            if ending != "svg":
                self.pages += 1
                self.problems += _front_matter(page)
        elif ending == "css":
            self.problems += dangers.inspect_css(file.path, text, web.base)
            web.add_css(file.path, text, dangers.css_addresses(text))
        elif ending == "xml":
            web.add_xml(file.path, text)
        elif file.path == DATA:
            web.add_json(file.path, text)


def _base(site: Path) -> str:
    """The site's address, as its first page gives it; "" where it gives none."""
    home = site / "index.html"
    text = home.read_text("utf-8", "replace") if home.is_file() and not home.is_symlink() else ""
    found = _CANONICAL.search(text)
    return found[1].removesuffix("index.html").rstrip("/") + "/" if found else ""


def _front_matter(page: Page) -> list[Problem]:
    """The keys of a record as text: what a host makes of a record that no engine has read."""
    for block in page.blocks:
        if block.place == "plain" and len(set(_KEYS.findall(block.text))) > _FEW_KEYS:
            message = "the keys of a record stand here as text"
            hint = "records lie in cycles/, not in docs/; build the site again"
            return [finding("E902", page.path, message, hint, text=page.text, at=block.at)]
    return []


_FEW_KEYS = 2
