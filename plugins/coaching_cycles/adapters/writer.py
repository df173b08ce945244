"""Writes a site's files into a folder, and takes those from the old site that are the same there.

A file of the old site counts only for what its bytes are: it is read, and when its digest is the one that is
wanted, it is given a second name, which takes neither time nor room. Nothing looks at a clock, and nothing
that somebody has changed in the old site comes into the new one.
"""

from __future__ import annotations

import os
import stat
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from coaching_cycles.adapters.spare import Left

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Never through a link, and never waiting at a pipe.
_READ: Final = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
)


class Writer:
    """The files of the site in `folder`; `old` is the site that stands there now, if there is one.

    `left` is what lies in the folder already: it stays where a file with the same bytes is wanted.
    """

    def __init__(self, folder: Path, old: Path | None = None, left: Left | None = None) -> None:
        self.folder = folder
        # Texts: a `Path` for each of thousands of files is a fifth of what naming them again takes.
        self._below = f"{folder}/"
        self._old = f"{old}/" if old is not None and old.is_dir() else None
        self.left = left if left is not None else Left(str(folder))
        self.digests: dict[str, str] = {}
        """Of each file that was written, by its path in the site: the SHA-256 of its bytes."""
        self._folders: set[str] = set()

    def write(self, path: str, digest: str, make: Callable[[], bytes]) -> None:
        """Write a file whose bytes have this digest; they are asked for only when the old site has others.

        Raises:
            OSError: It can't be written.
        """
        self.digests[path] = digest
        target = self._below + path
        if path in self.left.files and self._same(target, digest):
            self.left.files.discard(path)
            return
        if self.left:
            self.left.make_way(path)
        above = path.rpartition("/")[0]
        if above not in self._folders:
            make_folder(self._below + above)
            self._folders.add(above)
        if self._old is not None and self._same(self._old + path, digest):
            try:
                os.link(self._old + path, target, follow_symlinks=False)
            except OSError:
                pass  # A file system without second names.
            else:
                return
        with open(target, "wb") as stream:  # noqa: PTH123 - once for thousands of files
            stream.write(make())

    def _same(self, file: str, digest: str) -> bool:
        """Whether a plain file is there with these bytes, and with the rights that a new one would have."""
        try:
            descriptor = os.open(file, _READ)
        except OSError:
            return False
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or stat.S_IMODE(about.st_mode) != self._rights:
                return False
            # One byte more than there should be; should the system give fewer, the file is written anew.
            return sha256(os.read(descriptor, about.st_size + 1)).hexdigest() == digest
        except OSError:
            return False
        finally:
            os.close(descriptor)

    @cached_property
    def _rights(self) -> int:
        """What the system gives to a new file."""
        probe = self.folder / ".rights"
        probe.touch()
        try:
            return stat.S_IMODE(probe.stat().st_mode)
        finally:
            probe.unlink()


def make_folder(path: str) -> None:
    """Make a folder and those above it. Most often the one above is there, and only this one is not."""
    try:
        os.mkdir(path)  # noqa: PTH102 - once for thousands of files
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)  # noqa: PTH103
