"""What several files of tests need is made once a run, by whichever of its processes comes first."""

from __future__ import annotations

import fcntl
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

Made = TypeVar("Made")


@contextmanager
def hold(lock: Path) -> Iterator[None]:
    """Keep other processes of this run out of a block; the system lets go even of a killed holder's lock."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_once(folder: Path, name: str, make: Callable[[], Made]) -> Made:
    """What `make` gives, kept in the folder that all processes of a run share.

    Where it raises, nothing is kept, and who comes next tries again.
    """
    kept = folder / f"{name}.pickle"
    with hold(folder / f"{name}.lock"):
        if kept.exists():
            made: Made = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very run
            return made
        made = make()
        kept.write_bytes(pickle.dumps(made))
        return made
