"""Golden portfolios: a folder of records each, and in its expect.yml what the sites made from it must say.

`expect.yml` is written for people, so that a coach can read it and say whether it is right:

- `about`: what the portfolio shows. `findings`: every finding of the check, as "path CODE".
- `saved_by_notepad`: records that are read with a byte order mark and Windows line ends.
- `public`, `school`, `private`: what a build for that audience must be:
  - `log`: the lines for the build's log, all of them.
  - `addresses`: by section (cycles, standards …), every page below it, no more and no fewer;
    the meeting sheet of a standard goes with its page and is not listed.
  - `files`: the attachments that are copied, all of them. `redirects`: old address to new.
  - `pages`: by address, what it `says` and what it must `never` say. A sentence (it ends in a full stop or a
    question mark) may stand among others; anything else is a whole line.
  - `data`: by cycle, facts of data/cycles.json; `null` means that the fact must not be there.
  - `nowhere`: what must be in no page and no file, not even in an address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any

from coaching_cycles.site import Site

Wanted = dict[str, Any]

WITHIN_A_LINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "br",
        "code",
        "del",
        "em",
        "i",
        "q",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "wbr",
    ]
)
SECTIONS = ("cycles", "standards", "schools", "grades", "subjects", "practices", "years")
MADE = (
    "start.txt",
    "start.json",
    "targets.csv",
    "strip.csv",
    "timeline.csv",
    "meeting.csv",
    "new/blank.txt",
    "new/form.js",
    "data/cycles.json",
    "data/cycles.csv",
    "feed.xml",
)
KEYS = {"log", "addresses", "files", "redirects", "pages", "data", "nowhere"}


class _Lines(HTMLParser):
    """The text of a page as its lines: everything between two block elements is one, and so is each link."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._open = ""
        self._link = 0
        self.feed(html)
        self._close()

    def _close(self) -> None:
        line = " ".join(self._open.split())
        if line:
            self.lines.append(line)
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._link = len(self._open)
        if tag not in WITHIN_A_LINE:
            self._close()
        self.lines += [value for name, value in attrs if name in {"alt", "aria-label", "title"} and value]

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.lines.append(" ".join(self._open[self._link :].split()))
        if tag not in WITHIN_A_LINE:
            self._close()

    def handle_data(self, data: str) -> None:
        self._open += data


def lines_of(html: str) -> list[str]:
    """What a page says, line by line, labels and alternative texts too."""
    return _Lines(html).lines


def says(lines: list[str], wanted: str) -> bool:
    """Whether one of the lines is what is wanted or, for a sentence, holds it whole."""
    if wanted in lines:
        return True
    among = re.compile(rf"(?:^|(?<=[.?!] )){re.escape(wanted)}(?: |$)")
    return wanted.endswith((".", "?")) and any(among.search(line) for line in lines)


def holds(text: str, word: str) -> bool:
    """Whether a text has these words or this number: "7 of 25" is not in "17 of 25"."""
    return re.search(rf"(?<![\w.]){re.escape(word)}(?!\w)", text) is not None


def differences(wanted: Wanted, site: Site) -> Iterator[str]:
    """Everything in which a site is not what is wanted of it."""
    unknown = set(wanted) - KEYS
    if unknown:
        yield f"expect.yml has keys that mean nothing: {unknown}"
    if "log" in wanted and list(site.notes) != wanted["log"]:
        yield f"log: {list(site.notes)}"
    yield from _addresses(wanted, site)
    yield from _pages(wanted.get("pages", {}), site)
    yield from _data(wanted.get("data", {}), site)
    for word in wanted.get("nowhere", []):
        yield from (f"{word!r} is in {place}" for place, text in everything(site) if word in text)


def _addresses(wanted: Wanted, site: Site) -> Iterator[str]:
    for section, expected in wanted.get("addresses", {}).items():
        if section not in SECTIONS:
            yield f"there is no section {section!r}"
        found = {
            p.address.removeprefix(f"{section}/").rstrip("/")
            for p in site.pages
            if p.address.startswith(f"{section}/") and p.address != f"{section}/" and p.kind != "meeting"
        }
        yield from (f"{section}: no page {one!r}" for one in sorted(set(expected) - found))
        yield from (f"{section}: a page {one!r}" for one in sorted(found - set(expected)))
    if "files" in wanted:
        made = [a.path for a in site.assets if not a.path.endswith(MADE)]
        found = {path for path in made if not re.search(r"/goal-\d+\.csv$", path)}
        if found != set(wanted["files"]):
            yield f"files: {sorted(found)}"
    if "redirects" in wanted:
        led = {r.address: r.target for r in site.redirects}
        if led != wanted["redirects"]:
            yield f"redirects: {led}"


def _pages(wanted: dict[str, dict[str, list[str]]], site: Site) -> Iterator[str]:
    pages = {page.address: page for page in site.pages}
    for address, expected in wanted.items():
        page = pages.get("" if address == "home" else address)
        if page is None:
            yield f"there is no page {address}"
            continue
        if set(expected) - {"says", "never"}:
            yield f"{address}: keys that mean nothing: {set(expected)}"
        lines = lines_of(page.html)
        yield from (
            f"{address} does not say: {one}" for one in expected.get("says", []) if not says(lines, one)
        )
        text = "\n".join([*lines, page.title, page.description, page.head])
        yield from (f"{address} says: {one}" for one in expected.get("never", []) if holds(text, one))


def _data(wanted: dict[str, Wanted], site: Site) -> Iterator[str]:
    file = next(asset for asset in site.assets if asset.path == "data/cycles.json")
    cycles = {cycle["id"]: cycle for cycle in json.loads(file.content)["cycles"]}
    for key, expected in wanted.items():
        if key not in cycles:
            yield f"cycles.json has no {key}"
        else:
            yield from _facts(expected, cycles[key], key)


def _facts(wanted: object, found: object, place: str) -> Iterator[str]:
    """A mapping may have more than is wanted; a list and a value are exact."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, value in wanted.items():
            yield from _facts(value, found.get(key), f"{place}.{key}")
    elif isinstance(wanted, list) and isinstance(found, list) and len(wanted) == len(found):
        for at, (one, other) in enumerate(zip(wanted, found, strict=True)):
            yield from _facts(one, other, f"{place}[{at}]")
    elif (str(wanted) if isinstance(wanted, date) else wanted) != found:
        yield f"cycles.json: {place} is {found!r}, not {wanted!r}"


def everything(site: Site) -> Iterator[tuple[str, str]]:
    """All that leaves, each with its place: pages with their heads, files with their names, redirects."""
    for page in site.pages:
        yield (
            f"page {page.address}",
            "\n".join((page.address, page.title, page.html, page.description, page.head, str(page.crumbs))),
        )
    for asset in site.assets:
        text = asset.content.decode("utf-8", "replace")
        if asset.path == "new/form.js":
            # The form offers every code of the bundled frameworks, whatever the records name.
            text = re.sub(r'"codes":\[.*\],"messages"', "", text)
        yield f"file {asset.path}", f"{asset.path}\n{text}"
    for redirect in site.redirects:
        yield "redirect", f"{redirect.address} {redirect.target}"
