"""What a page builder returns: an article and what a host needs to put chrome around it."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the article, for the table of contents."""

    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the site that is not a page: bytes made by the build."""

    path: str
    content: bytes = field(repr=False)

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes."""
        return sha256(self.content).hexdigest()


class LateAsset(Asset):
    """A file whose bytes are read or made each time that they are asked for, and whose digest is known."""

    __slots__ = ("_digest", "_read")
    _read: Callable[[], bytes]
    _digest: str

    def __init__(self, path: str, digest: str, read: Callable[[], bytes]) -> None:
        # Not of `Asset`: that `content` is missing is what has it asked for.
        for name, value in (("path", path), ("_digest", digest), ("_read", read)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> object:
        """The bytes."""
        if name != "content":
            raise AttributeError(name)
        return self._read()

    @property
    def digest(self) -> str:
        """The SHA-256 of its bytes, which need not be read for it."""
        return self._digest


def join(path: str, parts: Sequence[Asset]) -> Asset:
    """A file of several parts, which are put together only when its bytes are asked for."""
    digest = sha256()
    for part in parts:
        digest.update(part.content)
    return LateAsset(path, digest.hexdigest(), lambda: b"".join(part.content for part in parts))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site.

    `address` is relative to the site's root and ends with a slash (`cycles/benton-high/x/`); the home page's
    is empty. The file is always `<address>index.html`. `html` is the article, safe, with links relative to
    the page. `crumbs` are the (title, address) pairs above it. `source` is the record's path below the
    portfolio's folder, for an edit link.
    """

    address: str
    title: str
    html: str
    headings: tuple[Heading, ...] = ()
    description: str = ""
    kind: str = "page"
    crumbs: tuple[tuple[str, str], ...] = ()
    source: str | None = None
    lang: str | None = None
    head: str = ""
    nav: bool = False
    """True for the few hubs that stand in the navigation."""
    searchable: bool = True
    files: tuple[Asset, ...] = ()
    """What lies beside it: its figures as CSV."""
    made_of: str = field(default="", compare=False)
    """The digest of all that it is made from, where a build knows it."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """An address that a cycle once had, kept alive."""

    address: str
    target: str


def depth(address: str) -> int:
    """How many folders below the root a page's address is."""
    return address.count("/")


def link(source: str, target: str, *, index: bool = False) -> str:
    """A relative link from one address to another.

    Works under a sub-path and from a folder on disk. With `index`, folder addresses end in `index.html`, so
    that pages can be read without a server. `target` may carry a fragment or name a file; one that lies
    beside the page is its name alone.
    """
    path, mark, fragment = target.partition("#")
    if index and (path == "" or path.endswith("/")):
        path += "index.html"
    if mark and path in {source, source + "index.html"}:
        return "#" + fragment
    if source and path.startswith(source):
        beside = path[len(source) :]
        if beside and "/" not in beside and ":" not in beside:
            return beside + mark + fragment
    relative = "../" * depth(source) + path
    return (relative or "./") + mark + fragment
