"""One build of a site at a time: a file beside it, locked by the system for as long as its process lives.

The file only says who holds the lock. A process that was killed holds nothing any more, whatever the file
says, so that no lock is ever stale and none is cleared away by hand.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows: nothing is promised there of two builds at once
    fcntl = None  # type: ignore[assignment]  # a module or nothing

if TYPE_CHECKING:
    from pathlib import Path


class BusyError(Exception):
    """Another process holds the lock; the message says which."""


class Lock:
    """A lock that is held. `release` gives it back and removes its file."""

    def __init__(self, file: Path) -> None:
        """Take it.

        Raises:
            BusyError: Another process has it.
            OSError: The file can't be made.
        """
        self._file = file
        self._descriptor = _take(file)
        # Who it is helps a person; a full disk does not make the lock any weaker.
        with suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode())

    def release(self) -> None:
        """Give it back. Twice does no harm."""
        if self._descriptor >= 0:
            with suppress(OSError):
                self._file.unlink()
            os.close(self._descriptor)
            self._descriptor = -1


def _take(file: Path) -> int:
    while True:
        # Never through a link that somebody else has put there.
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            if fcntl is not None:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip()
            os.close(descriptor)
            raise BusyError(holder or "a process that does not say who it is") from None
        except OSError:
            # A file system without locks: a build alone must work there all the same.
            return descriptor
        # Whoever had it may have removed the file between the two steps: then this is a lock on nothing.
        with suppress(OSError):
            if os.path.samestat(os.fstat(descriptor), file.stat()):
                return descriptor
        os.close(descriptor)
