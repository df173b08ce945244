"""Checking alone, without keeping the cycles: what was found in a record once is not looked for again.

What is kept of a record is found by the digest of all that it was read from: its files, what they are read
against, and the code. It is JSON, and nothing but findings; a build never looks at it.
"""

from __future__ import annotations

import json
import os
from dataclasses import astuple, dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.checking.beside import Claim, Outline, check_beside, outline
from coaching_cycles.checking.cycles import read_cycle
from coaching_cycles.checking.frameworks import digest_frameworks
from coaching_cycles.checking.people import is_text
from coaching_cycles.checking.portfolio import all_problems, open_portfolio
from coaching_cycles.collection import held_back
from coaching_cycles.pictures import is_picture
from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.checking.cycles import CycleRead, Surroundings
    from coaching_cycles.reading.folder import RecordFiles

FOLDER = "checks"
"""Below the cache folder, where others keep their own things."""
_LIMIT = 50_000
_PACKAGE = Path(__file__).resolve().parent.parent
# A picture over this is refused whatever it holds; its size, which is in the digest too, says so.
_LARGEST = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is wrong with a portfolio, and the number of its records."""

    problems: tuple[Problem, ...]
    records: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What is kept of a record: its findings, and its outline when it was read whole."""

    problems: tuple[Problem, ...]
    outline: Outline | None


def check_portfolio(
    root: Path, cycles_dir: str = "cycles", standards_dir: str = "standards", cache_dir: Path | None = None
) -> Report:
    """The findings of `read_portfolio`, quicker the second time."""
    with held_back():
        opened = open_portfolio(root, cycles_dir, standards_dir, cache_dir)
        store = Store(cache_dir / FOLDER, _LIMIT) if cache_dir is not None else None
        against = _digest(
            _code(),
            digest_frameworks(root, standards_dir, opened.record.frameworks),
            repr((opened.around.templates, opened.around.roster, opened.around.fields)).encode(),
        )
        problems = list(opened.problems)
        whole: list[Outline] = []
        broken: list[str] = []
        for school in opened.listing.schools:
            for files in school.records:
                seen = _check(files, school.key, opened.around, store, against)
                problems += seen.problems
                if seen.outline is None:
                    broken.append(files.id)
                else:
                    whole.append(seen.outline)
        if store is not None:
            store.prune()
        found = all_problems([*problems, *check_beside(whole, broken)], whole)
        return Report(found, len(whole) + len(broken))


def _check(files: RecordFiles, school: str, around: Surroundings, store: Store | None, against: str) -> _Seen:
    key = _key(files, around.root, against) if store is not None else ""
    kept = _thaw(store.get(key)) if store is not None else None
    if kept is not None:
        return kept
    read = read_cycle(files, school, around)
    whole = read.cycle is not None and read.document is not None
    found = outline(read.cycle, read.document) if whole and read.cycle and read.document else None
    seen = _Seen(read.problems, found)
    if store is not None and (files.folder is not None or not _names_files(read)):
        store.put(key, _freeze(seen))
    return seen


def _names_files(read: CycleRead) -> bool:
    """True for a record whose findings may depend on files beside it, or that could not be read so far.

    The folder of a record in a single file holds those of others too, so that its digest can't cover them.
    """
    return read.cycle is None or bool(read.cycle.attachments) or any(p.code[1] == "6" for p in read.problems)


@cache
def _code() -> str:
    """Digest of this program: all modules and tables, and the libraries that findings depend on."""
    digest = sha256(" ".join(map(version, ("pydantic", "pyyaml", "pillow", "markdown", "nh3"))).encode())
    for file in sorted(_PACKAGE.rglob("*")):
        if file.suffix in {".py", ".yml", ".json"}:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _key(files: RecordFiles, root: Path, against: str) -> str:
    parts = [against.encode(), files.id.encode(), files.path.encode(), str(files.folder).encode()]
    parts += (_content(root, path) for path in (files.path, *files.logs))
    # The fingerprint of an approval is of what all files hold, not of pictures alone.
    sealed = b"hash" in parts[4]
    parts += (_look(root, path, whole=sealed) for path in files.files)
    return _digest(*parts)


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


def _digest(*parts: str | bytes) -> str:
    digest = sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _freeze(seen: _Seen) -> bytes:
    rows = [
        (p.path, p.line, p.column, p.code, p.message, p.hint, p.field, p.source, p.width)
        for p in seen.problems
    ]
    drawn = None
    if seen.outline is not None:
        one = seen.outline
        origin = None if one.origin is None else astuple(one.origin)
        drawn = [one.id, one.source, [astuple(claim) for claim in one.aliases], origin, list(one.files)]
    return json.dumps([rows, drawn], ensure_ascii=False).encode("utf-8", "surrogatepass")


def _thaw(body: bytes | None) -> _Seen | None:
    """What was kept; None when there is nothing, or nothing that can be understood."""
    try:
        rows, drawn = json.loads((body or b"").decode("utf-8", "surrogatepass"))
        return _Seen(tuple(_problems(rows)), None if drawn is None else _outline(drawn))
    except (ValueError, TypeError, KeyError):
        return None


def _problems(rows: list[list[str | int]]) -> Iterator[Problem]:
    for path, line, column, code, message, hint, field, source, width in rows:
        mark = Mark(int(line), int(column))
        said, fix = str(message), str(hint)
        yield Problem(str(path), mark, str(code), said, fix, str(field), str(source), int(width))


def _outline(drawn: list[object]) -> Outline:
    name, source, aliases, origin, files = drawn
    claims = tuple(Claim(*claim) for claim in aliases) if isinstance(aliases, list) else ()
    first = Claim(*origin) if isinstance(origin, list) else None
    return Outline(
        str(name), str(source), claims, first, tuple(map(str, files)) if isinstance(files, list) else ()
    )
