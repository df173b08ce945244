"""A cycle that is taken down: every place is listed before, and no byte of it is anywhere afterwards."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.commands.build import build
from mkdocs.config import load_config

from coaching_cycles.cli import main

HEAD = "grades: [5]\nsubject: Reading\ngoal: Students will read.\nstatus: complete\nstandards: RL.5.1\n"
PUBLIC = "visibility: public\napproved: {by: teacher, on: 2026-11-02}\n"
GONE = (
    f"---\ntitle: Canarytitle\n{HEAD.replace('will read', 'canarygoal')}{PUBLIC}"
    "practices: [annotation]\naliases: [hill/canaryalias]\n"
    "resources: [{title: Canaryresource, file: canaryfile.txt}]\n---\n\nCanarybody of the write-up.\n"
)
OTHER = (
    f"---\ntitle: Another\n{HEAD}{PUBLIC}"
    "remixed_from: hill/canaryname\n---\n\nAfter [that one](canaryname/).\n"
)
CONFIG = (
    "site_name: Ours\nsite_url: https://example.org/p/\ntheme: {name: material}\nplugins: [coaching-cycles]\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "cycles" / "hill" / "canaryname"
    (home / "logs").mkdir(parents=True)
    (home / "index.md").write_text(GONE, encoding="utf-8")
    (home / "canaryfile.txt").write_text("canarycontent", encoding="utf-8")
    (home / "logs" / "goal.md").write_text("---\nlog: goal\n---\n\nCanarylog.\n", encoding="utf-8")
    (home.parent / "another.md").write_text(OTHER, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "privacy-ledger.json").write_text('{"schema": 1, "cycles": {"hill/canaryname": []}}', "utf-8")
    return tmp_path


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["takedown", *words, "--folder", str(folder)], catch_exceptions=False)


def traces(site: Path) -> set[str]:
    """Files of a built site that have anything of the cycle in their name or bytes, unpacked where packed."""
    found = set()
    for file in site.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            data = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
            name = file.relative_to(site).as_posix()
            if b"canary" in data.lower() or "canary" in name:
                found.add(name)
    return found


def test_every_place_is_listed_and_nothing_is_left(folder: Path) -> None:
    config = str(folder / "mkdocs.yml")
    build(load_config(config))
    before = traces(folder / "site")
    listed = run(folder, "hill/canaryname", "--dry-run").output
    record = folder / "cycles" / "hill" / "canaryname" / "index.md"
    assert record.read_text(encoding="utf-8") == GONE
    # Nothing that a search of all bytes finds is missing: id, title, files, words of goal and body.
    for name in before:
        where = "pagefind/" if name.startswith("pagefind/") else name.removesuffix("index.html") or "/"
        assert f"  {where}  " in listed, f"{name} holds it and is not listed"
    for line in (
        "  cycles/hill/canaryname/logs/goal.md  a log",
        "  cycles/hill/canaryname/canaryfile.txt  a file beside the record",
        "  cycles/hill/canaryalias/  leads to it",
        "  cycles/hill/another.md  `remixed_from` names it",
        "  cycles/hill/another.md:13  After [that one](canaryname/).",
        "  privacy-ledger.json  numbers of it",
    ):
        assert line in listed
    result = run(folder, "cycles/hill/canaryname/")
    assert result.exit_code == 0
    assert record.read_text(encoding="utf-8") == GONE.replace("visibility: public", "visibility: private")
    build(load_config(config))
    assert traces(folder / "site") == set()
    assert "private already" in run(folder, "hill/canaryname").output


def test_what_cannot_be_done_is_said(folder: Path) -> None:
    assert run(folder, "hill/nothing").exit_code == 2
    record = folder / "cycles" / "hill" / "canaryname" / "index.md"
    record.write_text("---\ntitle: [\n---\n", encoding="utf-8")
    result = run(folder, "hill/canaryname")
    assert result.exit_code == 1
    assert "by hand" in result.output
    assert "cycles/hill/canaryname/logs/goal.md" in result.output
