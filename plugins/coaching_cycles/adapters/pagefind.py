"""The search index: Pagefind, run over a finished site.

An index is made of a page's excerpt alone, in parts where the site is large, and a part that was made before
is taken again when nothing of its excerpts has changed.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pagefind.service import get_executable

from coaching_cycles.adapters.bundle import Bundles, is_bundled
from coaching_cycles.adapters.excerpt import excerpt
from coaching_cycles.adapters.parts import LAST, divide, find_date
from coaching_cycles.adapters.settling import settle
from coaching_cycles.adapters.spare import Left
from coaching_cycles.adapters.whole import check_room, check_whole
from coaching_cycles.adapters.writer import Writer, make_folder
from coaching_cycles.freezing import freeze, thaw
from coaching_cycles.packs import Packs
from coaching_cycles.store import digest_of, program_digest
from coaching_cycles.trees import walk

_UNUSED: Final = (
    "pagefind-ui.*",
    "pagefind-modular-ui.*",
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
)
_PROGRAM: Final = ("pagefind.js", "pagefind-worker.js", "wasm.*")
_SETTINGS: Final = {
    # Of each part one piece is fetched for each word. Pieces of a third of Pagefind's own size are a third of
    # what a reader waits for, and the list of them grows by a quarter. A release that does not know the
    # setting makes larger ones.
    "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "6000",
}
_HELD: Final = 5_000
"""Excerpts, of some ten kB each, that are held until they are indexed; others are cut a second time."""
FOLDER: Final = "search"
"""Below the cache folder, where others keep their own things."""


class IndexingError(Exception):
    """Pagefind is missing or failed; the message says what to do."""


def index(
    site: Path,
    language: str = "en",
    cache_dir: Path | None = None,
    *,
    known: Mapping[str, str] | None = None,
    old: Path | None = None,
    left: Left | None = None,
) -> None:
    """Index the site's articles into `<site>/pagefind/`; parts that `cache_dir` still has are not made anew.

    All pages go into one index, whatever `lang` an article has, so that one search finds them all. That of a
    large portfolio is in parts (`parts`), which a browser reads as one. `known` are the SHA-256 of pages, by
    path, as far as the caller knows them: these need not be read for it. `old` is the site that stands there
    now, from which files are taken that are the same, as they are from what is `left` in the folder.

    Raises:
        IndexingError: Pagefind is not installed or did not succeed.
        OSError: The disk is full.
    """
    writer, known = Writer(site, old, left), known or {}
    packs = Packs(cache_dir / FOLDER) if cache_dir is not None else None
    cut: dict[str, bytes] = {}
    described = ((path, _describe(site, path, cut, packs, known.get(path, ""))) for path in _list_pages(site))
    found = {path: about for path, about in described if about is not None}
    parts = divide({path: date for path, (_, date) in found.items()})
    bundles = Bundles()
    for name, paths in parts.items():
        digests = (text for path in paths for text in (path, found[path][0]))
        key = digest_of("part", _version(), language, repr((not name, len(parts) > 1)), *digests)
        make = partial(_run, site, paths, cut, language, whole=not name, parted=len(parts) > 1)
        part = _take(packs, key, make) or _keep(packs, key, tuple(make()))
        bundles.add(name, part.bundled)
        below = f"pagefind/{name}/" if name else "pagefind/"
        for path, digest in part.digests:
            writer.write(below + path, digest, partial(part.read, path))
    if packs is not None:
        packs.save(2 * len(found))
    listed = json.dumps([name for name in parts if name], separators=(",", ":")).encode()
    for path, content in [("parts.json", listed), *bundles.files()]:
        writer.write("pagefind/" + path, sha256(content).hexdigest(), partial(bytes, content))


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a part of the index: SHA-256 of its files by path, and what the bundles want of them.

    `load` gives all of them with their content. Of ten thousand cycles that is 70 MB, and most are on the
    site already.
    """

    digests: tuple[tuple[str, str], ...]
    bundled: tuple[tuple[str, bytes], ...]
    load: Callable[[], Mapping[str, bytes]]

    def read(self, path: str) -> bytes:
        """The content of one of the files."""
        return self.load()[path]


def _take(packs: Packs | None, key: str, make: Callable[[], Iterable[tuple[str, bytes]]]) -> _Part | None:
    """A part that was made before; should its files be damaged, it is made again when one is wanted."""
    if packs is None:
        return None
    known, files = thaw(packs.get(key)), digest_of(key, "files")
    if not isinstance(known, tuple) or not packs.has(files):
        return None

    @cache
    def load() -> Mapping[str, bytes]:
        kept = thaw(packs.get(files))
        return dict(kept if isinstance(kept, tuple) else make())

    digests, bundled = known
    return _Part(digests, bundled, load)


def _keep(packs: Packs | None, key: str, files: tuple[tuple[str, bytes], ...]) -> _Part:
    digests = tuple((path, sha256(content).hexdigest()) for path, content in files)
    part = _Part(digests, tuple(file for file in files if is_bundled(file[0])), partial(dict, files))
    if packs is not None:
        packs.put(key, freeze((part.digests, part.bundled)))
        packs.put(digest_of(key, "files"), freeze(files))
    return part


@cache
def _version() -> str:
    return f"{version('pagefind')} {program_digest()}"


def _list_pages(site: Path) -> list[str]:
    return sorted(path for path, is_folder in walk(str(site)) if path.endswith(".html") and not is_folder)


def _describe(
    site: Path, path: str, cut: dict[str, bytes], packs: Packs | None, digest: str
) -> tuple[str, str] | None:
    """The digest of what is to be indexed of a page, and its date; None for one that is not to be found.

    Where it is not known, the excerpt has to be cut for that, and is left in `cut`, unless that is full.
    """
    html = (site / path).read_bytes() if not digest or packs is None else None
    if html is not None and packs is not None:
        digest = sha256(html).hexdigest()
    key = digest_of("page", _version(), digest)
    known = packs.get(key) if packs is not None else None
    if known is None:
        html = html if html is not None else (site / path).read_bytes()
        found = excerpt(html.decode("utf-8"))
        known = f"{digest_of(found)} {find_date(found)}".encode() if found is not None else b""
        if found is not None and len(cut) < _HELD:
            cut[path] = found.encode()
        if packs is not None:
            packs.put(key, known)
    about, _, date = known.decode().partition(" ")
    return (about, date) if about else None


def _run(
    site: Path, paths: Sequence[str], cut: dict[str, bytes], language: str, *, whole: bool, parted: bool
) -> Iterator[tuple[str, bytes]]:
    """The files of an index of some pages; only the `whole` one has the program that reads it."""
    program = get_executable()
    if program is None:
        raise IndexingError("search: Pagefind is not installed; run: pip install 'pagefind[bin]'")
    # Neither a pagefind.yml that happens to lie about nor a variable of the shell may change what is indexed.
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")}
    quiet |= _SETTINGS
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
        check_room(folder)
        files = {path: (folder / path).read_bytes() for path, is_folder in walk(str(folder)) if not is_folder}
        for path, content in files.items():
            check_whole(path, content)
        unused = _UNUSED if whole else (*_UNUSED, *_PROGRAM)
        kept = {path: files[path] for path in files if not any(fnmatchcase(path, one) for one in unused)}
        yield from sorted(settle(kept).items())


def _gather(site: Path, paths: Iterable[str], cut: dict[str, bytes], excerpts: Path) -> None:
    """Write down the excerpts of some pages: those that have just been cut, which are let go, and others."""
    for path in paths:
        content = cut.pop(path, None)
        if content is None and (found := excerpt((site / path).read_text(encoding="utf-8"))) is not None:
            content = found.encode()
        if content is not None:
            above = path.rpartition("/")[0]
            make_folder(f"{excerpts}/{above}")
            with open(f"{excerpts}/{path}", "wb") as stream:  # noqa: PTH123 - once for thousands of files
                stream.write(content)
