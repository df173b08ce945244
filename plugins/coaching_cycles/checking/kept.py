"""What is kept of a record that was read: what was found in it, and what decides who sees it.

It is found by the digest of all that the record was read from: its files, what they are read against, and
the program. It is JSON. It holds nothing of what a record says but what stands in findings: who wants the
cycle itself reads it, or keeps what may be published of it elsewhere (`keeping`).
"""

from __future__ import annotations

import json
import os
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING, cast

from coaching_cycles.checking.beside import Claim, Outline
from coaching_cycles.checking.people import is_text
from coaching_cycles.pictures import is_picture
from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.store import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coaching_cycles.model import Approved, Cycle
    from coaching_cycles.reading.folder import RecordFiles
    from coaching_cycles.schema import Audience

# A picture over this is refused whatever it holds; its size, which is in the digest too, says so.
_LARGEST = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Gate:
    """What decides who sees a cycle."""

    visibility: Audience
    approved: Approved
    origin: str | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of a record: its findings; its outline and its gate when it was read whole."""

    problems: tuple[Problem, ...]
    outline: Outline | None
    gate: Gate | None = None


@dataclass(slots=True)
class Entry:
    """A record of a portfolio, read now or before. `key` is the digest of all that it was read from.

    `cycle` is there when the record was read now and found whole, until it is taken; `kept` says whether its
    digest covers it.
    """

    files: RecordFiles
    school: str
    key: str
    seen: Seen
    cycle: Cycle | None = None
    kept: bool = True

    def take(self) -> Cycle | None:
        """The cycle, once: a build of ten thousand does not hold all that it has read until its end."""
        cycle, self.cycle = self.cycle, None
        return cycle


def key_of(files: RecordFiles, root: Path, against: str) -> str:
    """The digest of all that a record is read from; `against` is that of what it is read against."""
    parts = [against.encode(), files.id.encode(), files.path.encode(), str(files.folder).encode()]
    parts += (_content(root, path) for path in (files.path, *files.logs))
    # The fingerprint of an approval is of what all files hold, not of pictures alone.
    sealed = b"hash" in parts[4]
    parts += (_look(root, path, whole=sealed) for path in files.files)
    return digest_of(*parts)


def _content(root: Path, path: str) -> bytes:
    data = read_bytes(root, path)
    return path.encode() + b"\0" + (data if isinstance(data, bytes) else repr(data).encode())


def _look(root: Path, path: str, *, whole: bool = False) -> bytes:
    """What findings about a file beside a record depend on: kind, size, what pictures and texts hold.

    `whole`: what any file holds.
    """
    try:
        status = os.lstat(root / path)
    except OSError:
        return path.encode()
    facts = f"{path}\0{status.st_mode}\0{status.st_size}\0".encode()
    told = whole or is_picture(path) or is_text(path)
    data = read_bytes(root, path, _LARGEST) if told else b""
    return facts + (data if isinstance(data, bytes) else b"")


def freeze_seen(seen: Seen) -> bytes:
    """What is kept, in bytes."""
    rows = [
        (p.path, p.line, p.column, p.code, p.message, p.hint, p.field, p.source, p.width)
        for p in seen.problems
    ]
    drawn = None
    if seen.outline is not None:
        one = seen.outline
        origin = None if one.origin is None else astuple(one.origin)
        drawn = [one.id, one.source, [astuple(claim) for claim in one.aliases], origin, list(one.files)]
    gate = None if seen.gate is None else astuple(seen.gate)
    return json.dumps([rows, drawn, gate], ensure_ascii=False).encode("utf-8", "surrogatepass")


def thaw_seen(body: bytes | None) -> Seen | None:
    """What was kept; None when there is nothing, or nothing that can be understood."""
    try:
        rows, drawn, gate = json.loads((body or b"").decode("utf-8", "surrogatepass"))
        found = None if drawn is None else _outline(drawn)
        return Seen(tuple(_problems(rows)), found, None if gate is None else _gate(*gate))
    except (ValueError, TypeError, KeyError):
        return None


def _problems(rows: list[list[str | int]]) -> Iterator[Problem]:
    for path, line, column, code, message, hint, field, source, width in rows:
        mark = Mark(int(line), int(column))
        said, fix = str(message), str(hint)
        yield Problem(str(path), mark, str(code), said, fix, str(field), str(source), int(width))


def _gate(visibility: str, approved: str, origin: str | None) -> Gate:
    return Gate(cast("Audience", visibility), cast("Approved", approved), origin)


def _outline(drawn: list[object]) -> Outline:
    name, source, aliases, origin, files = drawn
    claims = tuple(Claim(*claim) for claim in aliases) if isinstance(aliases, list) else ()
    first = Claim(*origin) if isinstance(origin, list) else None
    return Outline(
        str(name), str(source), claims, first, tuple(map(str, files)) if isinstance(files, list) else ()
    )
