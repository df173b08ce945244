"""Two folders change places in one step, where the system has a call for that."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_HERE: Final = -100
"""AT_FDCWD: names are taken from the folder that the process is in."""
_EXCHANGE: Final = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS."""


def exchange(one: Path, other: Path) -> bool:
    """Let two folders of one file system change places; False, and nothing done, where that can't be.

    Linux has it since 3.15 on ext4, xfs, btrfs, tmpfs and others, macOS since 10.12 on APFS. Where it is
    missing (NFS, FAT, Windows), the caller has to rename twice.
    """
    names = os.fsencode(one), os.fsencode(other)
    try:
        library = ctypes.CDLL(None)
        if sys.platform == "linux":
            done: int = library.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE)
        elif sys.platform == "darwin":
            done = library.renamex_np(*names, _EXCHANGE)
        else:
            return False
    except (OSError, AttributeError, TypeError):
        # No C library that can be asked, or one that is older than the call.
        return False
    return done == 0
