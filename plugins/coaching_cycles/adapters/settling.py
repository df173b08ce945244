"""One order for what Pagefind writes, so that one site gives the same bytes every time.

It writes its words in a fixed order but its filters in a random one (hash maps). Each filter file and the
index' table of contents are decoded, sorted, written again and renamed by their new content.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Final, TypeAlias

from coaching_cycles.adapters.packing import pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

Cbor: TypeAlias = "int | str | list[Cbor]"
"""The part of CBOR that Pagefind's indexes use: whole numbers, text and lists."""

_ENTRY: Final = "pagefind-entry.json"
_MAGIC: Final = b"pagefind_dcd"
_NUMBER, _TEXT, _LIST = 0, 3, 4


def settle(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an index, by path, in order; those of a format to come as they are."""
    if _ENTRY not in files:
        return dict(files)
    settled = dict(files)
    contents = json.loads(files[_ENTRY])
    try:
        for language, about in sorted(contents["languages"].items()):
            about["hash"] = _settle_language(settled, language, about["hash"])
    except (KeyError, TypeError, ValueError, IndexError, OSError, EOFError):
        # Another version's format: the index works as it stands, it is only not the same bytes every time.
        return dict(files)
    contents["languages"] = dict(sorted(contents["languages"].items()))
    settled[_ENTRY] = json.dumps(contents, ensure_ascii=False, separators=(",", ":")).encode()
    return settled


def read_filter(packed: bytes) -> tuple[str, list[str]]:
    """The name of the filter in a file, and its values.

    Raises:
        ValueError: It is of a format to come.
    """
    try:
        name, values = _items(_unpack(packed))
        return str(name), [str(_items(value)[0]) for value in _items(values)]
    except (TypeError, IndexError, OSError, EOFError) as error:
        raise ValueError("another format") from error


def _settle_language(files: dict[str, bytes], language: str, digest: str) -> str:
    form, pages, chunks, filters, *rest = _items(_unpack(files.pop(f"pagefind.{digest}.pf_meta")))
    renamed: list[Cbor] = []
    for name, code in map(_items, _items(filters)):
        label, values = _items(_unpack(files.pop(f"filter/{code}.pf_filter")))
        content: Cbor = [label, sorted(_items(values), key=repr)]
        settled = f"{language}_{_digest(content)}"
        files[f"filter/{settled}.pf_filter"] = _pack(content)
        renamed.append([name, settled])
    table: Cbor = [form, pages, chunks, sorted(renamed, key=repr), *rest]
    settled = f"{language}_{_digest(table)}"
    files[f"pagefind.{settled}.pf_meta"] = _pack(table)
    return settled


def _digest(content: Cbor) -> str:
    return hashlib.sha256(_encode(content)).hexdigest()[:10]


def _unpack(packed: bytes) -> Cbor:
    data = unpack(packed)
    if not data.startswith(_MAGIC):
        raise ValueError(data[:20])
    value, end = _decode(data, len(_MAGIC))
    if end != len(data):
        raise ValueError(end)
    return value


def _pack(content: Cbor) -> bytes:
    return pack(_MAGIC + _encode(content))


def _items(value: Cbor) -> list[Cbor]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _decode(data: bytes, at: int) -> tuple[Cbor, int]:
    kind, size = data[at] >> 5, data[at] & 31
    at += 1
    if size >= 24:  # noqa: PLR2004 - CBOR: 24 to 27 say that 1, 2, 4 or 8 bytes of length follow
        if size > 27:  # noqa: PLR2004
            raise ValueError(size)
        width = 1 << (size - 24)
        size = int.from_bytes(data[at : at + width])
        at += width
    if kind == _NUMBER:
        return size, at
    if kind == _TEXT:
        return data[at : at + size].decode(), at + size
    if kind != _LIST:
        raise ValueError(kind)
    items: list[Cbor] = []
    for _ in range(size):
        item, at = _decode(data, at)
        items.append(item)
    return items, at


def _encode(value: Cbor) -> bytes:
    if isinstance(value, int):
        return _head(_NUMBER, value)
    if isinstance(value, str):
        text = value.encode()
        return _head(_TEXT, len(text)) + text
    return _head(_LIST, len(value)) + b"".join(map(_encode, value))


def _head(kind: int, size: int) -> bytes:
    if size < 24:  # noqa: PLR2004
        return bytes([kind << 5 | size])
    step = next(step for step in range(4) if size < 1 << (8 << step))
    return bytes([kind << 5 | 24 + step]) + size.to_bytes(1 << step)
