"""Work on all cores: pieces of one process's work, done in processes that are forked from it.

A forked process has all that was read and is thrown away when it has done its part, so that nothing has to be
handed to it but numbers, and nothing comes back but bytes. Where forking is not to be had (Windows), or not
safe (macOS' libraries, a process with other threads), there is one worker: the process itself.
"""

from __future__ import annotations

import os
import struct
import sys
import threading
from contextlib import suppress
from selectors import EVENT_READ, DefaultSelector
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST: Final = 6
"""Processes, unless more are wanted: each takes memory of its own."""
_HEAD: Final = struct.Struct(">LL")  # the number of a piece, and how many bytes it gave
_NUMBER: Final = struct.Struct(">L")
_ROOM: Final = 1 << 16


def count_workers(wanted: int = 0) -> int:
    """How many processes may share the work: as many as are wanted, or one a core, but not over `MOST`."""
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    if wanted > 0:
        return wanted
    # Another thread may hold a lock, which in a forked process nobody would give back.
    if threading.active_count() > 1:
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


def share(
    pieces: int, work: Callable[[int], bytes], finish: Callable[[], object], workers: int
) -> Iterator[bytes | None]:
    """What `work` gives for the numbers from 0, in their order, done by that many forked processes.

    Each calls `finish` when nothing is left to do. A piece gives None when its worker failed or died: who
    asked can do it again, and meets whatever went wrong.
    """
    tasks, giver = os.pipe()
    children: dict[int, int] = {}
    numbers = _Numbers(pieces, giver)
    try:
        for _ in range(max(1, min(workers, pieces))):
            here, there = os.pipe()
            child = os.fork()
            if child == 0:
                os.close(giver)
                _be_a_worker(tasks, there, work, finish)
            os.close(there)
            children[here] = child
        os.close(tasks)
        yield from _collect(pieces, numbers, list(children))
    finally:
        numbers.close()
        for stream, child in children.items():
            os.close(stream)
            with suppress(ChildProcessError):
                os.waitpid(child, 0)


class _Numbers:
    """The numbers that are still to be handed out, through a pipe that holds only so many."""

    def __init__(self, pieces: int, giver: int) -> None:
        self._waiting = b"".join(map(_NUMBER.pack, range(pieces)))
        self._giver = giver
        os.set_blocking(giver, False)

    def hand_out(self) -> None:
        """Put as many into the pipe as it takes; after the last one it is closed, so that workers end."""
        with suppress(BlockingIOError, BrokenPipeError):
            while self._waiting:
                self._waiting = self._waiting[os.write(self._giver, self._waiting[:_ROOM]) :]
        if not self._waiting:
            self.close()

    def close(self) -> None:
        """Hand out nothing more. Twice does no harm."""
        if self._giver >= 0:
            os.close(self._giver)
            self._giver = -1


def _be_a_worker(tasks: int, out: int, work: Callable[[int], bytes], finish: Callable[[], object]) -> None:
    """Never returns: nothing of what the process was about to do must be done twice."""
    code = 1
    try:
        while number := os.read(tasks, _NUMBER.size):
            given = work(_NUMBER.unpack(number)[0])
            with os.fdopen(os.dup(out), "wb") as stream:
                stream.write(number + _NUMBER.pack(len(given)) + given)
        finish()
        code = 0
    finally:
        os._exit(code)


def _collect(pieces: int, numbers: _Numbers, streams: list[int]) -> Iterator[bytes | None]:
    """Hand out the numbers as they are taken, and give what comes back in order."""
    came: dict[int, bytes] = {}
    held = dict.fromkeys(streams, b"")
    due = 0
    with DefaultSelector() as selector:
        for stream in streams:
            selector.register(stream, EVENT_READ)
        while selector.get_map():
            numbers.hand_out()
            for key, _ in selector.select():
                data = os.read(key.fd, _ROOM)
                if not data:
                    selector.unregister(key.fd)
                held[key.fd] = _unpack(held[key.fd] + data, came)
            while due in came:
                yield came.pop(due)
                due += 1
    for number in range(due, pieces):
        yield came.get(number)


def _unpack(data: bytes, came: dict[int, bytes]) -> bytes:
    """Take over the pieces that are whole; what is left of the data is the beginning of another."""
    at = 0
    while len(data) - at >= _HEAD.size:
        number, size = _HEAD.unpack_from(data, at)
        end = at + _HEAD.size + size
        if len(data) < end:
            break
        came[number] = data[at + _HEAD.size : end]
        at = end
    return data[at:]
