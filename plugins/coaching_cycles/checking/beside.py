"""What only shows when records stand side by side: aliases that are taken, remixes of nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coaching_cycles.checking.findings import locate
from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading.paths import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coaching_cycles.model import Cycle
    from coaching_cycles.reading.nodes import Document, Path

_ADDRESS = re.compile(r"(?:/?cycles/)?([^/\s]+/[^/\s]+)/?")
_ELSEWHERE = re.compile(r"/((?:[\w-][\w.-]*/)+[\w-][\w.-]*)/?")
# What the site makes itself: a redirect there would take the place of a page.
_TAKEN = frozenset(
    {"about", "assets", "coverage", "cycles", "data", "focus", "grades", "new", "pagefind", "practices"}
    | {"schools", "search", "standards", "subjects", "trust", "years"}
    | {"404.html", "feed.xml", "strip.csv", "index.html", "sitemap.xml"}
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that refers to other records, and its place: line, column, width, the line itself."""

    text: str
    field: str
    line: int
    column: int
    width: int
    source: str

    def report(self, path: str, code: str, message: str, hint: str = "") -> Problem:
        """A finding about it."""
        mark = Mark(self.line, self.column)
        return Problem(path, mark, code, message, hint, self.field, self.source, self.width)


@dataclass(frozen=True, slots=True)
class Outline:
    """What others need to know of a record: its id, what it claims, the files that it names."""

    id: str
    source: str
    aliases: tuple[Claim, ...] = ()
    origin: Claim | None = None
    files: tuple[str, ...] = field(default=())


def outline(cycle: Cycle, document: Document) -> Outline:
    """The outline of a cycle that was read from a document."""
    origin = cycle.record.remixed_from
    return Outline(
        cycle.id,
        cycle.source,
        tuple(_claim(document, ("aliases", n), text) for n, text in enumerate(cycle.record.aliases or ())),
        _claim(document, ("remixed_from",), origin) if origin is not None else None,
        tuple(attachment.path for attachment in cycle.attachments),
    )


def _claim(document: Document, path: Path, text: str) -> Claim:
    mark, width = locate(document.front, path)
    return Claim(text, dotted(path), mark.line, mark.column, width, document.line(mark.line))


def alias_address(alias: str) -> str | None:
    """The address behind an alias, or None when it is none.

    An id or an address of a cycle; or, with a slash before it, an address of two or more parts from before
    there was this site.
    """
    written = alias.strip()
    if ".." in written:
        return None
    if written.startswith("/") and not written.startswith("/cycles/"):
        match = _ELSEWHERE.fullmatch(written)
        # Some disks do not tell Data/ from data/.
        free = match is not None and match.group(1).split("/")[0].casefold() not in _TAKEN
        return f"{match.group(1)}/" if match is not None and free else None
    match = _ADDRESS.fullmatch(written)
    return f"cycles/{match.group(1)}/" if match else None


def check_beside(whole: list[Outline], broken: Iterable[str]) -> Iterator[Problem]:
    """The findings about records that were read whole; `broken` are the ids of the others."""
    owners = {f"cycles/{one.id}/": one for one in whole}
    ids = {one.id for one in whole} | set(broken)
    for one in whole:
        for alias in one.aliases:
            address = alias_address(alias.text)
            owner = owners.get(address or "")
            if address is None:
                yield alias.report(
                    one.source,
                    "E216",
                    f"{alias.text!r} can't be an old address of a cycle",
                    "write <school>/<name>, or an address of two or more parts from the root of the site, "
                    "as in /old/place/, that is not one of the site's own",
                )
            elif owner is not None and owner is not one:
                message = f"the alias {alias.text!r} belongs to {owner.source}"
                yield alias.report(one.source, "E217", message)
            else:
                owners[address] = one
        if one.origin is not None and one.origin.text not in ids:
            yield one.origin.report(
                one.source,
                "H218",
                f"there is no cycle {one.origin.text!r} here; the lineage is shown without a link",
            )
