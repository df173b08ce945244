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
from coaching_cycles.audit.numbers import Known, check_numbers
from coaching_cycles.audit.published import Published, read_published
from coaching_cycles.audit.secrets import Secrets, compile_secrets

if TYPE_CHECKING:
    from coaching_cycles.problems import Problem

DATA = "data/cycles.json"
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_KEYS = re.compile(r"\b(title|grades|subject|goal|status|visibility|approved|private_notes|support_needed): ")


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found, and how much was looked at: files and pages. `published` is the site's data file."""

    problems: tuple[Problem, ...]
    files: int
    pages: int
    published: Published | None = None


def audit(site: Path, private: tuple[str, ...] = (), before: Known | None = None) -> Audit:
    """Audit the built folder `site`. Reads nothing else, and raises for nothing that it finds there.

    `private` are words that must not be in it; `before` is what was published of each cycle until now.
    """
    return _Auditor(site, compile_secrets(list(private)), before or {}).run()


@dataclass(slots=True)
class _Auditor:
    site: Path
    secrets: Secrets
    before: Known
    problems: list[Problem] = field(default_factory=list)
    pages: int = 0

    def run(self) -> Audit:
        found, strays = names(self.site)
        self.problems += strays
        published = self._numbers()
        web = Web(_base(self.site), set(found))
        for file in read(self.site, found):
            self.problems += self.secrets.check(file)
            self.problems += pictures.inspect(file)
            self._look(file, web)
        self.problems += web.check()
        return Audit(tuple(sorted(set(self.problems))), len(found), self.pages, published)

    def _numbers(self) -> Published | None:
        """The site's data file, and what is wrong with its numbers."""
        path = self.site / DATA
        text = path.read_text("utf-8", "replace") if path.is_file() and not path.is_symlink() else ""
        published = read_published(text)
        if published is None:
            hint = "name the folder of a site that this generator has built"
            self.problems.append(finding("E910", DATA, "no data file to hold the pages against", hint))
        else:
            self.problems += check_numbers(DATA, published, self.before)
        return published

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
