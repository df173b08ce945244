"""Build beside the old site, then change places: whatever becomes of a build, a whole site stands there.

The new site is made in a folder of its own, `.site.new.<eight digits>` beside `site`. When it is finished the
two change places in one step; where the system has no call for that, in two renames, and the next build
mends what a kill between them left. What killed builds left behind is removed by the next one.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from coaching_cycles.adapters.exchange import exchange
from coaching_cycles.adapters.lock import Lock
from coaching_cycles.adapters.spare import Left, mingle

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self


class Beside:
    """A build's own empty `folder`, beside the `site` that it is to replace; no other build has one there.

    Left without `finish`, it is thrown away.
    """

    _spare: Path | None = None
    """Where the site that is replaced is laid by, if it is."""

    def __init__(self, site: Path) -> None:
        """Take the lock, clear away what killed builds left, and make the folder.

        Raises:
            BusyError: Another build of this site is at work.
            OSError: There can be no folder beside the site.
        """
        # A link stays a link: what it leads to is replaced.
        self.site = site.resolve()
        if self.site.exists() and not self.site.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(site))
        self.site.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock(self.site.with_name(f".{self.site.name}.lock"))
        try:
            _mend(self.site)
            # A name of its own: what a killed build's helpers still write goes elsewhere.
            self.folder = self._other("new")
            self.folder.mkdir()
        except OSError:
            self._lock.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.abandon()

    def _other(self, word: str) -> Path:
        return self.site.with_name(f".{self.site.name}.{word}.{secrets.token_hex(4)}")

    def refill(self, spare: Path) -> Left:
        """Put the site that lies in `spare` beside what is in the folder by now: what of it is there.

        The site that will be replaced is laid by there in its turn, if that is on the same disk.

        Raises:
            OSError: It can't be moved.
        """
        self._spare = spare
        nothing = Left(str(self.folder))
        taken = self._other("new")
        try:
            spare.rename(taken)
        except OSError:
            # There is none, it lies on another disk, or another build of the same records was quicker.
            return nothing
        try:
            return mingle(self.folder, taken) if taken.is_dir() and not taken.is_symlink() else nothing
        finally:
            # Where it was not taken over.
            _remove(taken)

    def finish(self) -> None:
        """Put the new site in the old one's place. Hidden files at the top (`.git`) stay, as MkDocs does.

        Raises:
            OSError: It can't be put there; the old site stands.
        """
        try:
            if self.site.exists():
                kept = _bring_hidden(self.site, self.folder)
                shutil.copymode(self.site, self.folder)
                self._change_places(kept)
                self._lay_by(kept)
            else:
                self.folder.rename(self.site)
        finally:
            # By now it is the old site, or the new one that could not be put in its place.
            self.abandon()

    def _lay_by(self, kept: set[str]) -> None:
        """Keep the site that was replaced, without what was never the build's."""
        with suppress(OSError):
            if self._spare is not None and self.folder.is_dir():
                for name in kept:
                    _remove(self.folder / name)
                self._spare.parent.mkdir(parents=True, exist_ok=True)
                # Where one is there already, another build has laid it by just now.
                self.folder.rename(self._spare)

    def _change_places(self, kept: set[str]) -> None:
        if exchange(self.folder, self.site):
            return
        old = self._other("old")
        try:
            self.site.rename(old)
        except OSError as error:
            if error.errno not in {errno.EBUSY, errno.EXDEV}:
                raise
            # The folder itself can't be moved: a volume is mounted there.
            _pour(self.folder, self.site, kept)
            return
        try:
            self.folder.rename(self.site)
        except OSError:
            old.rename(self.site)
            raise
        # From here on nothing would be put back: what is removed half must not come back as a site.
        old.rename(self.folder)

    def abandon(self) -> None:
        """Throw away what was built, or what it has replaced. Twice does no harm."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _mend(site: Path) -> None:
    """Put back a site that was killed between two renames, and remove what killed builds left behind."""
    ours = re.compile(rf"\.{re.escape(site.name)}\.(old|new)(\.[0-9a-f]{{8}})?")
    for path in sorted(site.parent.iterdir()):
        found = ours.fullmatch(path.name)
        if found is None or path.is_symlink() or not path.is_dir():
            continue
        if found[1] == "old" and not site.exists():
            path.rename(site)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _bring_hidden(site: Path, new: Path) -> set[str]:
    """Give the new site the hidden files of the old one, which keeps them until it is gone. Their names."""
    kept = set()
    for entry in site.iterdir():
        target = new / entry.name
        if not entry.name.startswith(".") or _POURED.fullmatch(entry.name) or target.exists():
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, target, symlinks=True, copy_function=_link)
        else:
            _link(str(entry), str(target))
        kept.add(entry.name)
    return kept


def _link(source: str, target: str) -> str:
    """The same file under two names, which takes neither time nor room; a copy where that can't be."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)
    return target


_POURED = re.compile(r"\.new\.[0-9a-f]{8}")


def _pour(new: Path, site: Path, kept: set[str]) -> None:
    """Replace what is in a folder that can't be moved, entry by entry, but for what is kept there.

    All bytes are in the folder before anything in it changes, so that a full disk is noticed in time; then
    each entry changes places in one step. In between a reader may see some of both.
    """
    for entry in site.iterdir():
        if _POURED.fullmatch(entry.name):
            shutil.rmtree(entry, ignore_errors=True)
    inside = site / f".new.{secrets.token_hex(4)}"
    try:
        shutil.copytree(new, inside, symlinks=True, ignore=lambda at, _: kept if at == str(new) else ())
        names = {entry.name for entry in inside.iterdir()}
        for name in sorted(names):
            entry, target = inside / name, site / name
            if not target.exists():
                entry.rename(target)
            elif not exchange(entry, target):
                target.rename(inside / f"{secrets.token_hex(4)}.old")
                entry.rename(target)
        for gone in [entry for entry in site.iterdir() if entry.name not in names]:
            if not gone.name.startswith("."):
                with suppress(OSError):
                    gone.rename(inside / f"{secrets.token_hex(4)}.old")
    finally:
        shutil.rmtree(inside, ignore_errors=True)
