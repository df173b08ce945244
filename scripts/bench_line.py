"""A site behind a slow line, as a free host serves it: text is packed, files may be kept ten minutes.

The browser's own throttling leaves out what a worker asks for, and the search runs in one. So the line is
made slow where it leaves the server: each answer waits for the way there and back, and all answers share
one line. It is HTTP/1.1, of which browsers keep six connections; hosts with HTTP/2 ask for more at a time.
"""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from tests.browser.serving import Handler, serve_folder

PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".csv", ".txt", ".md"}
PIECE = 4096
"""Bytes after which the line turns to the next answer."""


@dataclass(frozen=True, slots=True)
class Speed:
    """What a line carries: megabits a second, and milliseconds there and back."""

    megabits: float
    delay: int

    def __str__(self) -> str:
        return f"{self.megabits:g} Mbit/s, {self.delay} ms"


SPEEDS = (Speed(10, 40), Speed(1.6, 150))
"""A fair mobile line, and the slow one that lab figures are usually made with."""


@dataclass(slots=True)
class Line:
    """A line, and what went over it so far. Without a speed it is as fast as the machine."""

    speed: Speed | None = None
    size: int = 0
    asked: list[str] = field(default_factory=list)
    gate: threading.Lock = field(default_factory=threading.Lock)

    def reset(self) -> None:
        """Count from here."""
        self.size = 0
        self.asked.clear()

    def wait(self) -> None:
        """The way of a question there and of its answer back."""
        if self.speed is not None:
            time.sleep(self.speed.delay / 1000)

    def carry(self, size: int) -> None:
        """The time that so many bytes take; others wait for the line meanwhile."""
        self.size += size
        if self.speed is not None:
            with self.gate:
                time.sleep(size * 8 / (self.speed.megabits * 1e6))


@contextmanager
def serve(site: Path, line: Line) -> Iterator[str]:
    """The address of a site at the other end of a line."""

    class Slow(Handler):
        def do_GET(self) -> None:  # noqa: N802 - the base class names it so
            line.asked.append(self.path)
            line.wait()
            path = Path(self.translate_path(self.path.partition("?")[0]))
            path = path / "index.html" if path.is_dir() else path
            if not path.is_file():
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            content = path.read_bytes()
            packed = path.suffix in PACKED
            body = gzip.compress(content, 6, mtime=0) if packed else content
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", self.guess_type(str(path)))
            self.send_header("Cache-Control", "max-age=600")
            self.send_header("Content-Length", str(len(body)))
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            for start in range(0, len(body), PIECE):
                piece = body[start : start + PIECE]
                line.carry(len(piece))
                self.wfile.write(piece)

    with serve_folder(site, "/bench/", Slow) as address:
        yield address
