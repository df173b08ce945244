"""The audit: every file of a built site once, then what they say together."""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, field
from functools import partial
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

from coaching_cycles.audit import dangers, pictures
from coaching_cycles.audit.data_file import read_published
from coaching_cycles.audit.figures import Figures, figures_of
from coaching_cycles.audit.files import File, finding, names, read
from coaching_cycles.audit.geometry import check_charts
from coaching_cycles.audit.html import Page, parse
from coaching_cycles.audit.links import Web
from coaching_cycles.audit.numbers import check_numbers
from coaching_cycles.audit.published import Policy, Published
from coaching_cycles.audit.quiet import check_json, check_quiet
from coaching_cycles.audit.sayings import (
    check_excerpt,
    check_list,
    check_page,
    check_table,
    check_words,
    pairs_of,
)
from coaching_cycles.audit.secrets import Secrets, compile_secrets, excerpt
from coaching_cycles.audit.tags import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coaching_cycles.audit.across import Known
    from coaching_cycles.problems import Problem

DATA = "data/cycles.json"
_PIECE = 100
"""Files that one process looks at before it takes others."""
_WORTH_SPREADING = 1000
"""Files. Each process learns the tags of a site by itself, and what it has seen must come back."""
_DATA_FOLDERS = ("cycles/", "data/")
_BUILD_AGAIN = "build the site again"
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_LEADS = re.compile(r"(?:^|/)cycles/([^/#?]+/[^/#?]+?)(?:/|\.html|$)")
_SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL)
_KEYS = tuple(
    f"{key}: "
    for key in (
        "title", "grades", "subject", "goal", "status", "visibility", "approved", "private_notes",
        "support_needed",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found, and how much was looked at: files and pages. `published` is the site's data file."""

    problems: tuple[Problem, ...]
    files: int
    pages: int
    published: Published | None = None


Spread: TypeAlias = "Callable[[int, Callable[[int], bytes]], Iterator[bytes | None]]"
"""Has pieces of work, by number, done in other processes: what each gives in order, None where one failed."""


def audit(
    site: Path, private: tuple[str, ...] = (), before: Known | None = None, spread: Spread | None = None
) -> Audit:
    """Audit the built folder `site`. Reads nothing else, and raises for nothing that it finds there.

    `private` are words that must not be in it; `before` is what was published of each cycle until now.
    `spread` has files looked at in several processes.
    """
    return _Auditor(site, compile_secrets(list(private)), before or {}).run(spread)


@dataclass(slots=True)
class _Seen:
    """What some files were found to be, by one process."""

    web: Web
    problems: list[Problem] = field(default_factory=list)
    pages: int = 0
    pairs: dict[str, set[str]] = field(default_factory=dict)
    """What each page says of how many of how many."""
    excerpts: list[tuple[str, str, str]] = field(default_factory=list)
    """Of the search index: file, address of the page, text."""

    def take(self, other: _Seen) -> None:
        """Add what another process has seen."""
        self.web.take(other.web)
        self.problems += other.problems
        self.pages += other.pages
        self.pairs |= other.pairs
        self.excerpts += other.excerpts


@dataclass(slots=True)
class _Auditor:
    site: Path
    secrets: Secrets
    before: Known
    reader: Reader = field(default_factory=Reader)
    base: str = ""
    policy: Policy | None = None
    figures: dict[str, Figures] = field(default_factory=dict)
    all: Figures = field(default_factory=Figures)

    def run(self, spread: Spread | None) -> Audit:
        found, strays = names(self.site)
        self.base = _base(self.site)
        published = self._published()
        pieces = [found[at : at + _PIECE] for at in range(0, len(found), _PIECE)]
        tasks = [partial(self._numbers, published), *(partial(self._look_at, piece) for piece in pieces)]
        all_seen = _Seen(Web(self.base), problems=strays)
        if spread is None or len(found) < _WORTH_SPREADING:
            given: Iterator[bytes | None] = iter([None] * len(tasks))
        else:
            # These bytes come from processes of our own, forked a moment ago.
            given = spread(len(tasks), lambda number: pickle.dumps(tasks[number]()))
        for task, done in zip(tasks, given, strict=True):
            all_seen.take(task() if done is None else pickle.loads(done))  # noqa: S301
        problems = [*all_seen.problems, *all_seen.web.check(set(found), self.site)]
        for path, url, content in all_seen.excerpts:
            name, pairs = url.strip("/"), all_seen.pairs
            page = pairs.get(name) or pairs.get(f"{name}/index.html".lstrip("/")) or set()
            problems += check_excerpt(path, content, page)
        return Audit(tuple(sorted(set(problems))), len(found), all_seen.pages, published)

    def _published(self) -> Published | None:
        """The site's data file; what it says is what pages are held against."""
        path = self.site / DATA
        text = path.read_text("utf-8", "replace") if path.is_file() and not path.is_symlink() else ""
        published = read_published(text)
        if published is not None:
            self._hold_against(published)
        return published

    def _numbers(self, published: Published | None) -> _Seen:
        """What is wrong with the numbers of the data file."""
        if published is None:
            hint = "name the folder of a site that this generator has built"
            fault = finding("E910", DATA, "no data file to hold the pages against", hint)
            return _Seen(Web(self.base), [fault])
        return _Seen(Web(self.base), list(check_numbers(DATA, published, self.before)))

    def _look_at(self, piece: list[str]) -> _Seen:
        """Some of the files, each by itself."""
        seen = _Seen(Web(self.base))
        for file in read(self.site, piece):
            seen.problems += self.secrets.check(file)
            seen.problems += pictures.inspect(file)
            self._look(file, seen)
        return seen

    def _hold_against(self, published: Published) -> None:
        """What pages are held against, where a policy hides anything."""
        policy = published.policy
        if published.audience == "public" and policy is not None and (policy.smallest or policy.fewest):
            self.policy = policy
            self.figures = {cycle.id: figures_of(cycle, policy) for cycle in published.cycles}
            for figures in self.figures.values():
                self.all.take(figures)

    def _say(self, page: Page, whole: list[str]) -> list[Problem]:
        """Numbers of a page, in words and in drawings. Pages that are no article of ours are left alone."""
        if self.policy is None or not any(
            "cc-article" in tag.attributes.get("class", "") for tag in page.tags
        ):
            return []
        own = self.figures.get(_cycle_of(page.path))
        figures = own or self._linked(page)
        return [
            *check_page(page, whole, figures, self.policy, own=own is not None),
            *check_quiet(page, figures, self.policy),
            *check_charts(page, figures),
        ]

    def _linked(self, page: Page) -> Figures:
        """What may be said on a page that tells of several cycles: those that it leads to."""
        figures = Figures(percents={0.0, 100.0})
        # Names in other scripts stand percent-encoded in addresses.
        addresses = {unquote(url) for tag in set(page.tags) for url in tag.addresses}
        for name in {m[1] for address in addresses if (m := _LEADS.search(address)) is not None}:
            if name in self.figures:
                figures.take(self.figures[name])
        return figures

    def _read(self, file: File, text: str, seen: _Seen) -> list[Problem]:
        """Numbers of tables, of the feed and of the search index."""
        if self.policy is None:
            return []
        if file.path == "data/cycles.csv":
            return list(check_list(file.path, text, self.figures, self.policy))
        if file.ending == "csv":
            own = self.figures.get(_cycle_of(file.path))
            return list(check_table(file.path, text, own, self.policy)) if own is not None else []
        if file.ending == "json":
            figures = self.figures.get(_cycle_of(file.path), self.all)
            faults = check_json(text, figures, self.policy)
            return [finding(code, file.path, message, _BUILD_AGAIN) for code, message in faults]
        if file.ending == "pf_fragment":
            url, content, texts = excerpt(file)
            seen.excerpts.append((file.path, url, content))
        else:
            texts = [unescape(summary) for summary in _SUMMARY.findall(text)]
        return list(check_words(file.path, texts, self.all, self.policy))

    def _look(self, file: File, seen: _Seen) -> None:
        """Whatever a browser or a reader of feeds would take the file for."""
        ending = file.ending
        if ending not in {"html", "htm", "svg", "css", "xml", "json", "csv", "pf_fragment"}:
            return
        text = file.content.decode("utf-8", "replace")
        small = ending == "json" and file.path != DATA and file.path.startswith(_DATA_FOLDERS)
        if ending in {"csv", "xml", "pf_fragment"} or small:
            seen.problems += self._read(file, text, seen)
        if ending in {"html", "htm", "svg"}:
            page = parse(file.path, text, self.reader)
            seen.web.add_page(page)
            seen.problems += dangers.inspect(page, self.base)
            if ending != "svg":
                seen.pages += 1
                whole = page.whole()
                seen.problems += _front_matter(page, whole)
                seen.problems += self._say(page, whole)
                seen.pairs[page.path] = pairs_of(whole)
        elif ending == "css":
            seen.problems += dangers.inspect_css(file.path, text, self.base)
            seen.web.add_css(file.path, dangers.css_addresses(text))
        elif ending == "xml":
            seen.web.add_xml(file.path, text)
        elif file.path == DATA:
            seen.web.add_json(file.path, text)


def audience_of(site: Path) -> str:
    """Whom a built site is for, as its data file says; the public where it says nothing."""
    path = site / DATA
    published = read_published(path.read_text("utf-8", "replace")) if path.is_file() else None
    return (published.audience if published is not None else "") or "public"


def _cycle_of(path: str) -> str:
    """The cycle whose page, or whose table, a file is."""
    parts = path.removesuffix("/index.html").removesuffix(".html").split("/")
    return "/".join(parts[1:3]) if parts[0] == "cycles" and len(parts) >= _CYCLE_PARTS else ""


def _base(site: Path) -> str:
    """The site's address, as its first page gives it; "" where it gives none."""
    home = site / "index.html"
    text = home.read_text("utf-8", "replace") if home.is_file() and not home.is_symlink() else ""
    found = _CANONICAL.search(text)
    return found[1].removesuffix("index.html").rstrip("/") + "/" if found else ""


def _front_matter(page: Page, whole: list[str]) -> list[Problem]:
    """The keys of a record as text: what a host makes of a record that no engine has read."""
    if _keys_in(whole[0]) <= _FEW_KEYS:
        return []
    for block in page.blocks():
        if block.place == "plain" and _keys_in(block.text) > _FEW_KEYS:
            message = "the keys of a record stand here as text"
            hint = "records lie in cycles/, not in docs/; build the site again"
            return [finding("E902", page.path, message, hint, text=page.text, at=block.at)]
    return []


def _keys_in(text: str) -> int:
    return sum(key in text for key in _KEYS)


_FEW_KEYS = 2
_CYCLE_PARTS = 3
