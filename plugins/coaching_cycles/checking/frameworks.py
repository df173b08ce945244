"""Frameworks that a portfolio brings along: files in its standards folder, read and reported, never fatal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading.files import decode, read_bytes
from coaching_cycles.standards import BUNDLED, OTHER, Framework, read_csv

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST = 8 * 1024 * 1024
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_frameworks(root: Path, standards_dir: str) -> tuple[dict[str, Framework], list[Problem]]:
    """Every plain CSV framework of a portfolio by its key, which is the file's name in lower case."""
    found: dict[str, Framework] = {}
    problems: list[Problem] = []
    folder = root / standards_dir
    if not folder.is_dir():
        return found, problems
    for name in sorted(entry.name for entry in folder.iterdir()):
        stem, dot, suffix = name.rpartition(".")
        path = f"{standards_dir}/{name}"
        if name.startswith((".", "_")) or not dot or name.lower().startswith("readme"):
            continue
        if suffix.lower() != "csv":
            problems.append(
                Problem(
                    path,
                    Mark(),
                    "W505",
                    f"files of the kind .{suffix} are not read",
                    "save it as .csv: code,statement,parent,grades",
                )
            )
            continue
        key = stem.lower()
        if not _KEY.fullmatch(key) or key in {*BUNDLED, OTHER}:
            problems.append(
                Problem(
                    path,
                    Mark(),
                    "W506",
                    f"{stem!r} cannot be the key of a framework",
                    "name the file with letters, digits and hyphens",
                )
            )
            continue
        data = read_bytes(root, path, _LARGEST)
        text = decode(data, path) if isinstance(data, bytes) else data
        if isinstance(text, Problem):
            problems.append(text)
            continue
        framework = read_csv(text, key, title=re.sub(r"[-_]+", " ", stem).capitalize())
        found[key] = framework
        problems += [Problem(path, Mark(d.row, 1), "W507", d.message) for d in framework.defects]
    return found, problems
