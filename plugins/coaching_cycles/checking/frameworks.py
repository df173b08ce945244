"""Frameworks that a portfolio brings along: files in its standards folder, read and reported, never fatal.

What was read is kept under the digest of all files, settings and code, so that it is read once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from coaching_cycles import standards
from coaching_cycles.checking.framework_files import KINDS, read_file
from coaching_cycles.checking.framework_names import Settings, list_names, name_files, stem_of
from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading import characters
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.reading.names import suggest_file
from coaching_cycles.schema import FrameworkSetting
from coaching_cycles.standards import (
    BUNDLED,
    KEYS,
    OTHER,
    Framework,
    catalogue,
    enrich,
    freeze,
    list_bundled,
    read_key,
    recognise,
    thaw,
)
from coaching_cycles.store import Store, code_digest

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = "frameworks"
"""Below the build's cache folder, where others keep their own things."""
_KEPT = 16
_LARGEST = {"json": 48, "csv": 8, "tsv": 8, "yml": 2, "yaml": 2}
"""Megabytes of a file; what people write themselves is smaller than what programs do."""
_MOST_ROWS = 20
"""Findings for single rows of one file; the report has all."""


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file of the standards folder: what is in it, and the bundled framework that it joins, if any.

    `framework` is None where nothing could be read; `problems` then say why.
    """

    path: str
    key: str
    framework: Framework | None
    joins: str | None = None
    problems: tuple[Problem, ...] = ()


def read_frameworks(
    root: Path, standards_dir: str, settings: Settings | None = None, cache: Path | None = None
) -> tuple[dict[str, Framework], list[Problem]]:
    """Every framework of a portfolio by its key, in the order of the settings, and what was found wrong."""
    listed, problems = _list_files(root, standards_dir)
    settings = settings or {}
    store = Store(cache / FOLDER, _KEPT) if cache is not None and listed else None
    key = _digest(listed, settings)
    kept = _restore(store.get(key)) if store is not None else None
    if kept is None:
        files = read_files(listed, settings, standards_dir)
        kept = (join_files(files, settings), [problem for file in files for problem in file.problems])
        if store is not None:
            store.put(key, _keep(*kept))
            store.prune()
    return kept[0], [*problems, *kept[1]]


def _list_files(root: Path, standards_dir: str) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of each file that may hold a framework, by name in order."""
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for name in list_names(root / standards_dir):
        path = f"{standards_dir}/{name}"
        shown = characters.replace(path)
        suffix = name.rpartition(".")[2].lower()
        if shown != path:
            hint = f"rename it, for example to {suggest_file(PurePosixPath(name).name)}"
            problems.append(
                Problem(shown, Mark(), "W508", "some computers can't hold a file of this name", hint)
            )
            continue
        if suffix not in KINDS and not (root / path).is_symlink():
            hint = "CASE packages are .json; your own go in a .csv or .yml: code,statement,parent,grades"
            problems.append(Problem(path, Mark(), "W505", f"files of the kind .{suffix} are not read", hint))
            continue
        data = read_bytes(root, path, _LARGEST.get(suffix, 0) * 1024 * 1024)
        if isinstance(data, bytes):
            found[name] = data
        else:
            hint = f"a .{suffix} may have {_LARGEST[suffix]} MB" if data.code == "E104" else data.hint
            problems.append(replace(data, code="W508", hint=hint))
    return found, problems


def digest_frameworks(root: Path, standards_dir: str, settings: Settings | None = None) -> str:
    """The digest of all that the frameworks of a portfolio are read from."""
    return _digest(_list_files(root, standards_dir)[0], settings or {})


def list_brought(root: Path, standards_dir: str, settings: Settings | None = None) -> list[BroughtFile]:
    """Every file of the standards folder by itself, for the report on them."""
    listed, problems = _list_files(root, standards_dir)
    refused = [BroughtFile(problem.path, "", None, None, (problem,)) for problem in problems]
    return [*read_files(listed, settings or {}, standards_dir), *refused]


def read_files(listed: dict[str, bytes], settings: Settings, standards_dir: str) -> list[BroughtFile]:
    """Each file read by itself, those that the settings name first."""
    names = name_files(list(listed), settings)
    found: list[BroughtFile] = []
    taken: dict[str, str] = {}
    for name, (wanted, said) in names.items():
        key, path = wanted, f"{standards_dir}/{name}"
        read = read_file(listed[name], path, key)
        if isinstance(read, Problem):
            found.append(BroughtFile(path, key, None, None, (read,)))
            continue
        titled = read.title != key
        read = _dress(read, key, said, name)
        joins = recognise(read, titled=titled)
        problems = [*_report_defects(path, read)]
        if joins is None:
            free = _find_free(key, taken)
            if free != key:
                owner = taken.get(key, "bundled")
                message = f"the key {key!r} is taken ({owner}); this framework is called {free!r}"
                problems.append(
                    Problem(
                        path, Mark(), "W506", message, "give it a key under `frameworks:` in portfolio.yml"
                    )
                )
            key = free
            read = replace(read, key=key)
            taken[key] = name
        found.append(BroughtFile(path, key, read, joins, tuple(problems)))
    return found


def _find_free(key: str, taken: Mapping[str, str]) -> str:
    """The key, or the key with the first number that makes it another."""
    tried, number = key, 1
    while tried in taken or tried in KEYS:
        number += 1
        tried = f"{key}-{number}"
    return tried


def _dress(read: Framework, key: str, said: FrameworkSetting | None, name: str) -> Framework:
    """The framework with its names and licence as the settings have them, or as its file does."""
    title = read.title
    if title == key:
        title = stem_of(name).replace("-", " ").replace("_", " ").capitalize()
    if said is None:
        return replace(read, title=title, short_title=read.short_title if read.short_title != key else title)
    title = said.title or title
    return replace(
        read,
        title=title,
        short_title=said.short_title or title,
        licence=said.license or read.licence,
        default=bool(said.default),
    )


def join_files(files: list[BroughtFile], settings: Settings) -> dict[str, Framework]:
    """The frameworks of all files by key: bundled ones with the words that files bring, then the others."""
    found: dict[str, Framework] = {}
    order = [read_key(key) or key for key in settings]
    for file in files:
        if file.framework is None:
            continue
        if file.joins is None:
            found[file.key] = file.framework
        else:
            for key in {file.joins: None, **dict.fromkeys(list_bundled(file.framework))}:
                base = found.get(key) or catalogue(key)
                found[key] = enrich(base, file.framework, beyond=key == file.joins)
    for raw, said in settings.items():
        key = read_key(raw) or raw
        if key not in found and key in {*BUNDLED, OTHER}:
            found[key] = catalogue(key)
        if key in found and key in BUNDLED and said is not None:
            found[key] = _dress_bundled(found[key], said)
    placed = {
        key: replace(held, place=order.index(key) + 1 if key in order else 0) for key, held in found.items()
    }
    return dict(sorted(placed.items(), key=lambda pair: (pair[1].place == 0, pair[1].place, pair[0])))


def _dress_bundled(held: Framework, said: FrameworkSetting) -> Framework:
    title = said.title or held.title
    return replace(
        held,
        title=title,
        short_title=said.short_title or said.title or held.short_title,
        licence=said.license or held.licence,
        default=bool(said.default),
    )


def _report_defects(path: str, read: Framework) -> list[Problem]:
    """Findings for the rows of a file of one's own; for a file of others one that counts them."""
    if not read.defects:
        return []
    own = read.facts is not None and read.facts.form.startswith("plain")
    if own and len(read.defects) <= _MOST_ROWS:
        return [Problem(path, Mark(max(1, d.row), 1), "H507", d.message) for d in read.defects]
    message = f"{len(read.defects)} things in this file were mended or left out"
    return [Problem(path, Mark(), "H507", message, "`cycles standards report` lists them")]


def _digest(listed: dict[str, bytes], settings: Settings) -> str:
    digest = sha256(code_digest(Path(standards.__file__).parent, "pyyaml").encode())
    digest.update(code_digest(Path(__file__).parent, "pyyaml").encode())
    for key in BUNDLED:
        digest.update(_read_table(key))
    for name, data in listed.items():
        digest.update(f"\n{name}\n{len(data)}\n".encode())
        digest.update(data)
    for key, said in settings.items():
        digest.update(f"\n{key}={said.model_dump_json() if said is not None else ''}".encode())
    return digest.hexdigest()


def _read_table(key: str) -> bytes:
    return (Path(standards.__file__).parent.parent / "data" / "standards" / f"{key}.json").read_bytes()


def _keep(frameworks: dict[str, Framework], problems: list[Problem]) -> bytes:
    said = [[p.path, p.line, p.column, p.code, p.message, p.hint] for p in problems]
    data = {"frameworks": [freeze(held) for held in frameworks.values()], "problems": said}
    return json.dumps(data, ensure_ascii=True).encode()


def _restore(body: bytes | None) -> tuple[dict[str, Framework], list[Problem]] | None:
    if body is None:
        return None
    data = json.loads(body)
    problems = [
        Problem(path, Mark(line, column), code, message, hint)
        for path, line, column, code, message, hint in data["problems"]
    ]
    frameworks = [thaw(text) for text in data["frameworks"]]
    return {held.key: held for held in frameworks}, problems
