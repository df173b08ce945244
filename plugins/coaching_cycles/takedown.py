"""Every place that a cycle occurs in, so that taking it down leaves nothing behind unseen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.prose import links
from coaching_cycles.reading.files import read_text
from coaching_cycles.reading.folder import RecordFiles, scan
from coaching_cycles.site import Options, Site, build_site
from coaching_cycles.views.page import link

if TYPE_CHECKING:
    from coaching_cycles.model import Cycle

Kind = Literal["record", "page", "file", "list", "data", "redirect", "words", "ledger"]
"""What a place is. A page is the cycle's own; a list is another page that names it; words are an author's."""

LEDGERS = ("privacy-ledger.json", "site/privacy-ledger.json")
"""Where the list of what was published before may lie, below the portfolio's folder."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place: a path of the portfolio, or an address of the site; and what is there."""

    kind: Kind
    where: str
    what: str = ""

    @property
    def by_hand(self) -> bool:
        """True for what the next build does not mend."""
        return self.kind in {"words", "ledger"}


def find_files(root: Path, name: str, cycles_dir: str = "cycles") -> RecordFiles | None:
    """The files of a cycle, also of one that has errors; None where there is no such cycle."""
    for school in scan(root, cycles_dir).schools:
        for record in school.records:
            if record.id == name:
                return record
    return None


def find_places(root: Path, name: str, options: Options) -> tuple[Place, ...]:
    """Every place of a cycle: its files, the site's pages and data, what others wrote, the ledger.

    The site is drawn as it would be published, for the audience of the `options`.
    """
    files = find_files(root, name, options.cycles_dir)
    if files is None:
        return ()
    found = [Place("record", files.path, "the record")]
    found += [Place("record", path, "a log") for path in files.logs]
    found += [Place("record", path, "a file beside the record") for path in files.files]
    checked = read_portfolio(root, options.cycles_dir, options.standards_dir, options.cache_dir)
    cycle = next((c for c in checked.portfolio.cycles if c.id == name), None)
    if cycle is not None:
        found += _on_site(build_site(root, options), cycle)
        for other in checked.portfolio.cycles:
            if other is not cycle:
                found += _in_words(root, other, cycle)
    found += _in_ledgers(root, name)
    return tuple(dict.fromkeys(found))


def _on_site(site: Site, cycle: Cycle) -> Iterator[Place]:
    marks = (cycle.id, quote(cycle.address), escape(cycle.record.title, quote=False))
    for page in site.pages:
        if page.address == cycle.address:
            yield Place("page", page.address, "its page")
            # The host makes these two of the pages that there are.
            yield Place("data", "sitemap.xml", "the address of its page")
            yield Place("data", "pagefind/", "the search index has its words")
        elif f'"{quote(link(page.address, cycle.address))}' in page.html or any(
            m in page.html for m in marks
        ):
            yield Place("list", page.address, f"names it: {page.title}")
    for asset in site.assets:
        if asset.path.startswith(cycle.address):
            yield Place("file", asset.path, "a file of its page")
        elif any(mark.encode() in asset.content for mark in (cycle.id, cycle.record.title)):
            yield Place("data", asset.path, "holds it")
    for redirect in site.redirects:
        if redirect.target == cycle.address:
            yield Place("redirect", redirect.address, "leads to it")


def _in_words(root: Path, other: Cycle, cycle: Cycle) -> Iterator[Place]:
    """What another record says of a cycle: a lineage is left out by itself, words are not."""
    if other.record.remixed_from == cycle.id:
        yield Place("list", other.source, "`remixed_from` names it; left out of the site with it")
    for path in dict.fromkeys((other.source, *(log.source for log in other.logs))):
        text, _ = read_text(root, path)
        for number, line in enumerate((text or "").split("\n"), 1):
            if "remixed_from" not in line and _names(line, cycle):
                yield Place("words", f"{path}:{number}", line.strip()[:80])


def _names(line: str, cycle: Cycle) -> bool:
    ends = (f"/{cycle.name}", f"/{cycle.name}.md", f"/{cycle.name}/index.md", cycle.name, f"{cycle.name}.md")
    targets = (target.partition("#")[0].rstrip("/") for *_, target in links(line))
    return cycle.id in line or cycle.record.title in line or any(target.endswith(ends) for target in targets)


def _in_ledgers(root: Path, name: str) -> Iterator[Place]:
    for path in LEDGERS:
        text = read_text(root, path)[0] if (root / path).is_file() else None
        try:
            cycles = json.loads(text or "{}").get("cycles", {})
        except (ValueError, AttributeError, RecursionError):
            continue
        if name in cycles:
            yield Place("ledger", path, "numbers of it that were published before")
