"""Everything in a folder of thousands of files, by path."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(folder: str, below: str = "") -> Iterator[tuple[str, bool]]:
    """Each path within a folder, in no order, folders before what is in them; and whether it is a folder.

    Paths are texts with slashes: a `Path` for each would take most of the time. No link is followed.

    Raises:
        OSError: A folder can't be read.
    """
    with os.scandir(f"{folder}/{below}") as entries:
        for entry in entries:
            is_folder = entry.is_dir(follow_symlinks=False)
            yield below + entry.name, is_folder
            if is_folder:
                yield from walk(folder, f"{below}{entry.name}/")
