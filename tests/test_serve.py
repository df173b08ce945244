"""`mkdocs serve` as an author has it: a real server, a record edited, broken and mended."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

import coaching_cycles

CONFIG = """
site_name: Our cycles
site_url: https://example.org/portfolio/
theme: {name: material}
plugins: [coaching-cycles]
"""
RECORD = """---
title: {title}
grades: [5]
subject: Reading
goal: Students will give reasons.
status: active
standards: [RL.5.1]
---

{body}
"""
PATIENCE = 60
"""Seconds after which the server is taken to be stuck; it answers within one or two."""


class Server:
    """A running `mkdocs serve`; what it says goes to a file beside the portfolio."""

    def __init__(self, folder: Path, said: Path, sub_path: str = "/portfolio/") -> None:
        self.sub_path = sub_path
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.said = said
        plugins = str(Path(coaching_cycles.__file__).parent.parent)
        with said.open("w", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{self.port}"],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": plugins, "NO_MKDOCS_2_WARNING": "1"},
                stdout=out,
                stderr=subprocess.STDOUT,
            )

    def page(self, address: str) -> str:
        """A page's HTML, or "" while there is none."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{self.sub_path}{address}", timeout=PATIENCE) as answer:
                return str(answer.read().decode("utf-8"))
        except URLError:
            return ""

    def until(self, right: Callable[[str], bool], address: str = "cycles/hill/one/") -> str:
        """The page as soon as it is right."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log()
            page = self.page(address)
            if page and right(page):
                return page
            time.sleep(0.1)
        pytest.fail(f"{address} never became what it should be\n{self.log()}")

    def log(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def builds(self) -> int:
        return self.log().count("Building documentation")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served")
    (made / "docs").mkdir()
    (made / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (made / "cycles" / "hill" / "two" / "logs").mkdir(parents=True)
    write(made, title="Reasons", body="First words.")
    (made / "cycles" / "hill" / "two" / "index.md").write_text(
        RECORD.format(title="Second", body=""), encoding="utf-8"
    )
    return made


def write(folder: Path, **parts: str) -> None:
    """Save a record as editors do: in one step, so that no half of it is ever read."""
    draft = folder / "draft"
    draft.write_text(RECORD.format(**parts), encoding="utf-8")
    draft.replace(folder / "cycles" / "hill" / "one.md")


@pytest.fixture(scope="module")
def server(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(folder, tmp_path_factory.mktemp("said") / "log.txt")
    try:
        yield server
    finally:
        server.process.terminate()
        server.process.wait()


def files(folder: Path) -> set[Path]:
    return {path for part in ("cycles", "docs") for path in (folder / part).rglob("*")}


@pytest.mark.slow
def test_an_author_sees_what_they_write(folder: Path, server: Server) -> None:
    """One story, because a server takes a while to start."""
    page = server.until(lambda page: "First words." in page)
    assert "Not in the public site" in page
    assert server.builds() == 1
    before = files(folder)

    write(folder, title="Reasons", body="Second words.")
    page = server.until(lambda page: "Second words." in page)
    assert "First words." not in page
    # The build writes nothing beside the records: one edit is one build.
    assert files(folder) == before
    assert server.builds() == 2

    write(folder, title="Reasons\ntitle: Twice", body="Third words.")
    page = server.until(lambda page: "cc-findings" in page)
    assert "cycles/hill/one.md:3" in page
    assert "Second words." in page
    assert "Third words." not in page
    assert "Traceback" not in server.log()

    write(folder, title="Better reasons", body="Fourth words.")
    page = server.until(lambda page: "Fourth words." in page)
    assert "cc-findings" not in page
    assert "Better reasons" in server.page("cycles/")
    assert server.builds() == 4

    log = folder / "cycles" / "hill" / "two" / "logs" / "2026-10-05-goal.md"
    log.write_text("---\nanswers: {targets: Two reasons each.}\n---\n", encoding="utf-8")
    page = server.until(lambda page: "Two reasons each." in page, "cycles/hill/two/")
    assert "5 Oct 2026" in page

    (folder / "cycles" / "hill" / "one.md").unlink()
    server.until(lambda page: "Better reasons" not in page, "cycles/")
    assert server.page("cycles/hill/one/") == ""
    assert "Better reasons" not in server.page("data/cycles.json")
    assert "Second" in server.page("data/cycles.json")
