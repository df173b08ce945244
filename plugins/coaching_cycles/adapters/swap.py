"""Build beside the old site, then change places: a build that fails never harms what was there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def _beside(site: Path, word: str) -> Path:
    return site.with_name(f".{site.name}.{word}")


def begin(site: Path) -> Path:
    """An empty folder beside the site's for the build to fill.

    What a killed build left behind is cleared away first; if it was killed between the two renames of
    `finish`, the old site is put back.
    """
    old, new = _beside(site, "old"), _beside(site, "new")
    if old.exists() and not site.exists():
        old.rename(site)
    shutil.rmtree(old, ignore_errors=True)
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    return new


def finish(site: Path) -> None:
    """Put the new site in the old one's place. Hidden files at the top (`.git`) stay, as MkDocs does."""
    old, new = _beside(site, "old"), _beside(site, "new")
    if site.is_symlink() or site.is_mount():
        # The folder cannot change places (a mounted volume, a link): its contents are exchanged instead.
        for entry in [path for path in site.iterdir() if not path.name.startswith(".")]:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
        shutil.copytree(new, site, dirs_exist_ok=True)
        shutil.rmtree(new)
        return
    if site.exists():
        for entry in [
            path for path in site.iterdir() if path.name.startswith(".") and not (new / path.name).exists()
        ]:
            entry.rename(new / entry.name)
        site.rename(old)
    new.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def abandon(site: Path) -> None:
    """Throw away what a failed build wrote."""
    shutil.rmtree(_beside(site, "new"), ignore_errors=True)
