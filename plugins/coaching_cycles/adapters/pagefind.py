"""The search index: Pagefind, run over a finished site.

Pagefind writes its words in a fixed order but its filters in a random one (hash maps), so two runs over one
site differ in bytes. `index` settles the order afterwards: each filter file and the index' table of contents
are decoded, sorted, written again and renamed by their new content.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final, TypeAlias

from pagefind.service import get_executable

from coaching_cycles.adapters.excerpt import excerpt
from coaching_cycles.adapters.parts import LAST, divide, find_date
from coaching_cycles.adapters.whole import check_whole
from coaching_cycles.freezing import freeze, thaw
from coaching_cycles.packs import Packs
from coaching_cycles.store import digest_of, program_digest

Cbor: TypeAlias = "int | str | list[Cbor]"
"""The part of CBOR that Pagefind's indexes use: whole numbers, text and lists."""

_MAGIC: Final = b"pagefind_dcd"
_NUMBER, _TEXT, _LIST = 0, 3, 4
_UNUSED: Final = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
)
_PROGRAM: Final = ("pagefind.js", "pagefind-worker.js", "wasm.*")
FOLDER: Final = "search"
"""Below the cache folder, where others keep their own things."""


class IndexingError(Exception):
    """Pagefind is missing or failed; the message says what to do."""


def index(site: Path, language: str = "en", cache_dir: Path | None = None) -> None:
    """Index the site's articles into `<site>/pagefind/`; parts that `cache_dir` still has are not made anew.

    All pages go into one index, whatever `lang` an article has, so that one search finds them all. That of a
    large portfolio is in parts (`parts`), which a browser reads as one.

    Raises:
        IndexingError: Pagefind is not installed or did not succeed.
        OSError: The disk is full.
    """
    with tempfile.TemporaryDirectory(prefix="excerpts-") as name:
        _index(site, Path(name), language, cache_dir)


def _index(site: Path, cut: Path, language: str, cache_dir: Path | None) -> None:
    packs = Packs(cache_dir / FOLDER) if cache_dir is not None else None
    described = ((path, _describe(site, path, cut, packs)) for path in _list_pages(site))
    found = {path: about for path, about in described if about is not None}
    parts = divide({path: date for path, (_, date) in found.items()})
    for name, paths in parts.items():
        digests = (text for path in paths for text in (path, found[path][0]))
        key = digest_of("part", _version(), language, repr((not name, len(parts) > 1)), *digests)
        files = thaw(packs.get(key)) if packs is not None else None
        if not isinstance(files, tuple):
            files = tuple(_run(site, paths, cut, language, whole=not name, parted=len(parts) > 1))
            if packs is not None:
                packs.put(key, freeze(files))
        _write_files(site / "pagefind" / name, files)
    if packs is not None:
        packs.save(2 * len(found))
    listed = json.dumps([name for name in parts if name], separators=(",", ":"))
    (site / "pagefind" / "parts.json").write_text(listed, encoding="utf-8")


@cache
def _version() -> str:
    return f"{version('pagefind')} {program_digest()}"


def _list_pages(site: Path) -> list[str]:
    found = []
    for folder, _, names in os.walk(site):
        below = Path(folder).relative_to(site)
        found += [(below / name).as_posix() for name in names if name.endswith(".html")]
    return sorted(found)


def _describe(site: Path, path: str, cut: Path, packs: Packs | None) -> tuple[str, str] | None:
    """The digest of what is to be indexed of a page, and its date; None for one that is not to be found.

    Where it is not known, the excerpt has to be cut for that, and is left in `cut`.
    """
    html = (site / path).read_bytes()
    key = digest_of("page", _version(), html) if packs is not None else ""
    known = thaw(packs.get(key)) if packs is not None else None
    if not isinstance(known, tuple):
        found = excerpt(html.decode("utf-8"))
        known = (digest_of(found), find_date(found)) if found is not None else ()
        if found is not None:
            _write_files(cut, [(path, found.encode())])
        if packs is not None:
            packs.put(key, freeze(known))
    return (str(known[0]), str(known[1])) if known else None


def _run(
    site: Path, paths: Sequence[str], cut: Path, language: str, *, whole: bool, parted: bool
) -> Iterator[tuple[str, bytes]]:
    """The files of an index of some pages; only the `whole` one has the program that reads it."""
    program = get_executable()
    if program is None:
        raise IndexingError("search: Pagefind is not installed; run: pip install 'pagefind[bin]'")
    # Neither a pagefind.yml that happens to lie about nor a variable of the shell may change what is indexed.
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    with tempfile.TemporaryDirectory(prefix="indexed-") as name:
        excerpts, folder = Path(name, "pages"), Path(name, "index")
        excerpts.mkdir()
        _gather(site, paths, cut, excerpts)
        if parted:
            (excerpts / "last.html").write_text(LAST, encoding="utf-8")
        command = [str(program), "--site", str(excerpts), "--output-path", str(folder), "--silent"]
        command += ["--force-language", language]
        try:
            done = subprocess.run(command, cwd=site, env=quiet, capture_output=True, text=True, check=False)
        except OSError as error:
            raise IndexingError(
                f"search: Pagefind could not be started ({error.strerror}): {program}"
            ) from error
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip() or "it gave no reason"
            raise IndexingError(f"search: Pagefind failed with exit code {done.returncode}: {said}")
        check_whole(folder)
        for pattern in _UNUSED if whole else (*_UNUSED, *_PROGRAM):
            for path in folder.glob(pattern):
                path.unlink()
        _settle(folder)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def _gather(site: Path, paths: Iterable[str], cut: Path, excerpts: Path) -> None:
    """Put the excerpts of some pages together: those that have just been cut, and those that are known."""
    for path in paths:
        copy = excerpts / path
        if (cut / path).exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            (cut / path).replace(copy)
        elif (found := excerpt((site / path).read_text(encoding="utf-8"))) is not None:
            _write_files(excerpts, [(path, found.encode())])


def _write_files(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for path, content in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _settle(folder: Path) -> None:
    entry = folder / "pagefind-entry.json"
    if not entry.exists():
        return
    contents = json.loads(entry.read_text(encoding="utf-8"))
    try:
        for language, about in sorted(contents["languages"].items()):
            about["hash"] = _settle_language(folder, language, about["hash"])
    except (KeyError, TypeError, ValueError, IndexError):
        # Another version's format: the index works as it stands, it is only not the same bytes every time.
        return
    contents["languages"] = dict(sorted(contents["languages"].items()))
    entry.write_text(json.dumps(contents, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _settle_language(folder: Path, language: str, digest: str) -> str:
    table = folder / f"pagefind.{digest}.pf_meta"
    form, pages, chunks, filters, *rest = _items(_read(table))
    renamed: list[Cbor] = []
    moves: list[tuple[Path, list[Cbor]]] = []
    for name, code in map(_items, _items(filters)):
        path = folder / "filter" / f"{code}.pf_filter"
        label, values = _items(_read(path))
        moves.append((path, [label, sorted(_items(values), key=repr)]))
        renamed.append([name, f"{language}_{_digest(moves[-1][1])}"])
    # Everything was understood; only now is anything changed.
    for (path, content), (_, code) in zip(moves, map(_items, renamed), strict=True):
        path.unlink()
        _write(path.with_name(f"{code}.pf_filter"), content)
    content = [form, pages, chunks, sorted(renamed, key=repr), *rest]
    table.unlink()
    settled = f"{language}_{_digest(content)}"
    _write(folder / f"pagefind.{settled}.pf_meta", content)
    return settled


def _digest(content: Cbor) -> str:
    return hashlib.sha256(_encode(content)).hexdigest()[:10]


def _read(path: Path) -> Cbor:
    data = gzip.decompress(path.read_bytes())
    if not data.startswith(_MAGIC):
        raise ValueError(path.name)
    value, end = _decode(data, len(_MAGIC))
    if end != len(data):
        raise ValueError(path.name)
    return value


def _write(path: Path, content: Cbor) -> None:
    path.write_bytes(gzip.compress(_MAGIC + _encode(content), mtime=0))


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
