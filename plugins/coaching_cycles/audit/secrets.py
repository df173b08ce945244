"""Private words in a built site, however they stand there: escaped, packed, broken by tags, in a name."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
import zlib
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from coaching_cycles.audit.files import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.files import File
    from coaching_cycles.problems import Problem

_WORD = re.compile(r"\w+")
_QUOTED = re.compile(r"%[0-9A-Fa-f]{2}")
_TAGS = re.compile(r"<[^<>]*>")
_ENDS = re.compile(
    r"</?(?:address|article|aside|blockquote|br|button|caption|d[dlt]|desc|details|dialog|div|fieldset|"
    r"fig(?:caption|ure)|footer|form|h[1-6]|head(?:er)?|hr|legend|li|main|nav|[ou]l|option|p(?:re)?|section|"
    r"summary|t(?:able|body|[dhr]|ext|foot|head|itle))(?![\w-])[^<>]*>",
    re.IGNORECASE,
)
"""Tags at which a word ends: the last of one cell and the first of the next are two, space or not."""
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_PACKED = 64 * 1024 * 1024
"""Bytes that are unpacked of one file at most."""
_MAGIC = b"pagefind_dcd"
_DOCUMENTS = (b"PK\x03\x04",)
_TEXT = frozenset(
    {"html", "htm", "xml", "svg", "json", "js", "css", "csv", "txt", "md", "map", "webmanifest", "yml"}
)
_CODE = frozenset({"css", "js", "map"})
"""Programs are words too: `mark`, `page`. A single private word can't be told from theirs."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """Private words, each by the longest word in it: most texts have none of those."""

    by_longest: dict[str, tuple[str, ...]]

    def check(self, file: File) -> Iterator[Problem]:
        """A finding for each private word of a file, its name included; each word once a file."""
        if not self.by_longest:
            return
        seen: set[str] = set()
        code = file.ending in _CODE
        for text, whole in texts(file):
            for word in self._in(_plain(text)):
                if word not in seen and not (code and _WORD.fullmatch(word)):
                    seen.add(word)
                    at = max(0, whole.lower().find(word)) if whole else 0
                    yield finding(
                        "E901",
                        file.path,
                        f"holds something private: {word[:60]!r}",
                        "find out how it got there, and do not publish this build",
                        text=whole,
                        at=at,
                    )

    def _in(self, text: str) -> Iterator[str]:
        for longest in self.by_longest.keys() & set(_WORD.findall(text)):
            yield from (word for word in self.by_longest[longest] if stands(word, text))


def stands(word: str, text: str) -> bool:
    """True where a word stands by itself: a short name must not be found inside another."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        joined = (word[0].isalnum() and (before.isalnum() or before == "_")) or (
            word[-1].isalnum() and (after.isalnum() or after == "_")
        )
        if not joined:
            return True
        at = text.find(word, at + 1)
    return False


def compile_secrets(words: list[str]) -> Secrets:
    """Words to look for. Case, and how many spaces stand between them, count for nothing."""
    found: dict[str, list[str]] = {}
    for word in sorted({_plain(word).strip() for word in words}):
        parts = _WORD.findall(word)
        if parts:
            found.setdefault(max(parts, key=len), []).append(word)
    return Secrets({longest: tuple(places) for longest, places in found.items()})


_ODD = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def _plain(text: str) -> str:
    if not text.isascii():
        text = text.replace("’", "'")
        for letter in _ODD:
            text = text.replace(letter, " ")
    return " ".join(text.casefold().split())


def texts(file: File) -> Iterator[tuple[str, str]]:
    """Every way in which a file can hold words: what to search, and the text that line numbers count in."""
    yield unquote(file.path).replace("-", " ") + "\n" + file.path, ""
    content = file.content
    if content[:2] == b"\x1f\x8b":
        content = _gunzip(content)
        if content.startswith(_MAGIC):
            yield from _pagefind(content[len(_MAGIC) :])
            return
        if content.startswith(b"{") and _MAGIC in content:
            # Several pieces of an index in one file, behind a line that names them.
            names, *pieces = content.split(_MAGIC)
            yield names.decode("utf-8", "replace"), ""
            for piece in pieces:
                yield from _pagefind(piece)
            return
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        yield content.decode("utf-16", "replace"), ""
    text = content.decode("utf-8", "replace")
    if file.ending in _TEXT:
        yield text, text
        if "&" in text or "<" in text:
            bare = unescape(text)
            if bare is not text:
                yield bare, text
            yield _TAGS.sub("", _ENDS.sub(" ", bare)), text
            yield _TAGS.sub(" ", bare), text
        if "\\u" in text or "\\/" in text:
            yield _unescaped("\n".join(line for line in text.split("\n") if "\\" in line)), text
        near = (text[max(0, m.start() - 200) : m.start() + 200] for m in _QUOTED.finditer(text))
        yield unquote(" ".join(near)), text
        return
    yield text, ""
    # Metadata of pictures and documents: two bytes a letter, in either order.
    yield content.decode("utf-16-le", "ignore"), ""
    yield content.decode("utf-16-be", "ignore"), ""
    if content.startswith(_DOCUMENTS):
        yield from _zipped(content)
    if b"%PDF-" in content[:1024]:
        yield from _pdf(content)


def _gunzip(content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            return packed.read(_PACKED)
    except (OSError, EOFError, zlib.error):
        return b""


def _pagefind(content: bytes) -> Iterator[tuple[str, str]]:
    """A piece of the search index: JSON for an excerpt, CBOR for words, filters and meta."""
    if content.startswith(b"{"):
        text = content.decode("utf-8", "replace")
        yield text, ""
        yield _unescaped(text), ""
    else:
        yield "\n".join(_cbor(content)), ""


def _cbor(content: bytes) -> Iterator[str]:
    """The texts of a file in CBOR (RFC 8949), whatever they are in: the head of each says how long it is."""
    at = 0
    while at < len(content):
        kind, small = content[at] >> 5, content[at] & 31
        more = (1 << (small - 24)) if 24 <= small <= 27 else 0  # noqa: PLR2004 - RFC 8949, 3
        size = int.from_bytes(content[at + 1 : at + 1 + more]) if more else small
        at += 1 + more
        if kind in {2, 3}:
            yield content[at : at + size].decode("utf-8", "replace")
            at += size


def _unescaped(text: str) -> str:
    return (
        re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
        .replace("\\/", "/")
        .replace("\\n", " ")
    )


def _zipped(content: bytes) -> Iterator[tuple[str, str]]:
    """The texts inside an office document or any other archive."""
    left = _PACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for info in archive.infolist():
                yield info.filename, ""
                if info.is_dir() or left <= 0:
                    continue
                with archive.open(info) as member:
                    inner = member.read(left)
                left -= len(inner)
                text = inner.decode("utf-8", "replace")
                yield text, ""
                yield unescape(_TAGS.sub("", text)), ""
                yield unescape(_TAGS.sub(" ", text)), ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error, ValueError):
        return


def _pdf(content: bytes) -> Iterator[tuple[str, str]]:
    """The packed streams of a PDF, as they are and as the strings that they draw."""
    left = _PACKED
    for match in _STREAM.finditer(content):
        try:
            inner = zlib.decompressobj().decompress(match[1], max(1, left))
        except zlib.error:
            continue
        left -= len(inner)
        yield inner.decode("latin-1"), ""
        drawn = b"".join(_LITERAL.findall(inner))
        yield drawn.decode("utf-8", "replace"), ""
        if left <= 0:
            return
    strings = b" ".join(_LITERAL.findall(content))
    yield strings.decode("utf-8", "replace"), ""


def excerpt(file: File) -> tuple[str, str, list[str]]:
    """What the search index shows of a page: its address, its text, each of its facts; "" for other files."""
    content = _gunzip(file.content) if file.content[:2] == b"\x1f\x8b" else b""
    if not content.startswith(_MAGIC + b"{"):
        return "", "", []
    try:
        entry: object = json.loads(content[len(_MAGIC) :])
    except ValueError:
        return "", "", []
    if not isinstance(entry, dict):
        return "", "", []
    meta = entry.get("meta")
    facts = list(meta.values()) if isinstance(meta, dict) else []
    return str(entry.get("url", "")), str(entry.get("content", "")), [f for f in facts if isinstance(f, str)]
