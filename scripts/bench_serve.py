"""What an author waits for: `mkdocs serve`, from saving a record to the new page."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.test_serve import Server

EDITS = 3
QUIET = 4.0
"""Seconds without a change in which no build may begin."""
EVERY = 0.05
"""Seconds from look to look at the page."""
PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Served:
    """Seconds to the first page, from a saved word to its page, from a fault to its findings; idle builds."""

    start: float
    saved: tuple[float, ...]
    cpu: tuple[float, ...]
    """Seconds of processor that the server took from each saved word to its page."""
    broken: float
    mended: float
    idle: int


def measure(folder: Path, record: Path, address: str) -> Served:
    """Start the server of a portfolio and edit one record: a word, a fault, and the fault mended."""
    good = record.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="served-") as name:
        begun = time.perf_counter()
        server = Server(folder, Path(name, "log.txt"), sub_path="/bench/")
        try:
            start = wait(server, address, bool, begun)
            saved, cpu = [], []
            for number in range(EDITS):
                word = f"savedword{number}"
                before = processor(server.process.pid)
                save(record, f"{good}\nThe author wrote {word}.\n")
                saved.append(wait(server, address, lambda page, w=word: w in page, time.perf_counter()))
                cpu.append(processor(server.process.pid) - before)
                # The search index is made in the background; a reader's next word comes later than that.
                time.sleep(QUIET)
            builds = server.builds()
            time.sleep(QUIET)
            idle = server.builds() - builds
            save(record, good.replace("\nstatus:", "\nstatus: unheard of\n#", 1))
            broken = wait(server, address, lambda page: "status: unheard of" in page, time.perf_counter())
            save(record, f"{good}\nThe author mended it.\n")
            mended = wait(server, address, lambda page: "mended it" in page, time.perf_counter())
        finally:
            server.process.terminate()
            server.process.wait()
            record.write_text(good, encoding="utf-8")
    return Served(start, tuple(saved), tuple(cpu), broken, mended, idle)


def processor(process: int) -> float:
    """Seconds of processor that a process and its children have taken; 0 where the system does not say."""
    try:
        numbers = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, numbers[11:15])) / os.sysconf("SC_CLK_TCK")


def save(record: Path, text: str) -> None:
    """Save as editors do, in one step; the draft lies where nothing is watched."""
    draft = record.parents[2] / "draft"
    draft.write_text(text, encoding="utf-8")
    draft.replace(record)


def wait(server: Server, address: str, right: Callable[[str], bool], since: float) -> float:
    """Seconds until the page is right.

    Raises:
        SystemExit: It never is.
    """
    while time.perf_counter() - since < PATIENCE:
        if server.process.poll() is not None:
            raise SystemExit(f"mkdocs serve stopped\n{server.log()}")
        # The server keeps who asks while it builds waiting, as long as it takes.
        with suppress(TimeoutError):
            page = server.page(address)
            if page and right(page):
                return time.perf_counter() - since
        time.sleep(EVERY)
    raise SystemExit(f"{address} never became what it should be\n{server.log()}")


HEAD = (
    "| cycles | first page | a saved word | its CPU | a fault | mended | builds without a change |\n"
    "|---|---|---|---|---|---|---|"
)


def row(cycles: int, found: Served) -> str:
    """A line of the table."""
    return (
        f"| {cycles:,} | {found.start:.1f} s | {median(found.saved):.1f} s ({min(found.saved):.1f} to"
        f" {max(found.saved):.1f}) | {median(found.cpu):.1f} s | {found.broken:.1f} s | {found.mended:.1f} s"
        f" | {found.idle} |"
    )
