"""The site before the last one, made into the next: of most of its files the next one has the same.

To name thousands of files again, each in a folder of its own, and then to remove as many, takes longer than
all else that a build does after one changed word. So the site that was replaced is kept, and the next build
begins with it. Somebody may have changed it since: a file counts only for what its bytes are (`writer`), what
is neither file nor folder is removed, and nothing is followed or written into.
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coaching_cycles.trees import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER: Final = "spare"
"""Below the cache folder, where others keep their own things."""


@dataclass(slots=True)
class Left:
    """What lies in a new site's folder of an older one, as long as nobody has said that it stays."""

    folder: str
    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return bool(self.files or self.folders)

    def make_way(self, path: str) -> None:
        """Remove what stands at a path, or as a file where a folder above it has to be."""
        for at, letter in enumerate(path):
            if letter == "/" and path[:at] in self.files:
                self._unlink(path[:at])
        if path in self.files:
            self._unlink(path)
        elif path in self.folders:
            shutil.rmtree(f"{self.folder}/{path}")
            below = f"{path}/"
            self.folders = {one for one in self.folders if one != path and not one.startswith(below)}
            self.files = {one for one in self.files if not one.startswith(below)}

    def _unlink(self, path: str) -> None:
        os.unlink(f"{self.folder}/{path}")  # noqa: PTH108
        self.files.discard(path)

    def sweep(self, but: str = "") -> None:
        """Remove all that was left, but for what lies below one folder (`but`, with its slash).

        Raises:
            OSError: Something can't be removed; the site must not be published so.
        """
        for path in [one for one in self.files if not (but and one.startswith(but))]:
            self._unlink(path)
        for path in sorted(self.folders, key=len, reverse=True):
            if not (but and f"{path}/".startswith(but)):
                with suppress(OSError):  # most are not empty
                    os.rmdir(f"{self.folder}/{path}")  # noqa: PTH106


def mingle(folder: Path, spare: Path) -> Left:
    """Bring what is in a new site's folder into the spare one, which takes its place. What else is there.

    Raises:
        OSError: It can't be moved.
    """
    if not _knows_letter_case(folder):
        # Where `A` and `a` are one file, names that differ in case alone would have to be told apart.
        return Left(str(folder))
    rights = stat.S_IMODE(folder.stat().st_mode)
    left = Left(str(spare))
    for path, is_folder in _survey(str(spare), "", rights):
        (left.folders if is_folder else left.files).add(path)
    for path, is_folder in list(walk(str(folder))):
        if is_folder and path in left.folders:
            continue
        left.make_way(path)
        if is_folder:
            os.mkdir(f"{spare}/{path}")  # noqa: PTH102 - texts, for thousands of files
        else:
            os.replace(f"{folder}/{path}", f"{spare}/{path}")  # noqa: PTH105
    spare.chmod(rights)
    shutil.rmtree(folder)
    spare.rename(folder)
    left.folder = str(folder)
    return left


def _survey(folder: str, below: str, rights: int) -> Iterator[tuple[str, bool]]:
    """As `walk`, what may stay: plain files, and folders with the rights of a new one. All else goes."""
    with os.scandir(f"{folder}/{below}") as entries:
        found = list(entries)
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            if stat.S_IMODE(entry.stat(follow_symlinks=False).st_mode) == rights:
                yield below + entry.name, True
                yield from _survey(folder, f"{below}{entry.name}/", rights)
            else:
                shutil.rmtree(entry.path)
        elif entry.is_file(follow_symlinks=False):
            yield below + entry.name, False
        else:
            os.unlink(entry.path)  # noqa: PTH108


def _knows_letter_case(folder: Path) -> bool:
    probe = folder / ".Case"
    probe.touch()
    try:
        return not (folder / ".cASE").exists()
    finally:
        probe.unlink()
