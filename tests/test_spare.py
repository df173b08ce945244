"""The site before the last one is made into the next, and nothing of it comes along that is not wanted."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from coaching_cycles.adapters import spare, swap
from coaching_cycles.adapters.writer import Writer

PAGES = {
    "index.html": "home",
    "a/index.html": "a",
    "a/b/index.html": "b",
    "c/index.html": "c",
    "c/x.csv": "1",
}


def lay_out(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def read(folder: Path) -> dict[str, str]:
    """Everything in a folder: texts of files, and "/" for each folder."""
    return {
        path.relative_to(folder).as_posix(): "/" if path.is_dir() else path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
    }


def build(site: Path, files: dict[str, str], host: dict[str, str] | None = None) -> list[str]:
    """Make a site as a build does, beside what the host has written; which files had to be made."""
    made = []
    beside = swap.Beside(site)
    lay_out(beside.folder, host or {})
    writer = Writer(beside.folder, beside.site, beside.refill(kept(site)))
    for path, text in files.items():

        def make(path: str = path, text: str = text) -> bytes:
            made.append(path)
            return text.encode()

        writer.write(path, sha256(text.encode()).hexdigest(), make)
    writer.left.sweep()
    beside.finish()
    wanted = {**(host or {}), **files}
    assert {path: text for path, text in read(site).items() if text != "/"} == wanted
    folders = {"/".join(path.split("/")[:n]) for path in wanted for n in range(1, path.count("/") + 1)}
    assert {path for path, text in read(site).items() if text == "/"} == folders
    return made


def kept(site: Path) -> Path:
    return site.parent / "cache/spare"


def test_third_build_names_only_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    assert build(site, PAGES) == list(PAGES)
    assert not kept(site).exists()
    assert build(site, {**PAGES, "a/index.html": "other"}) == ["a/index.html"]
    assert read(kept(site))["a/index.html"] == "a"
    linked: list[str] = []
    link = os.link
    monkeypatch.setattr(os, "link", lambda a, b, **more: (linked.append(str(b)), link(a, b, **more)))
    # What was changed by the build between comes from the site that stands.
    assert build(site, {**PAGES, "a/index.html": "other", "c/x.csv": "2"}) == ["c/x.csv"]
    assert len(linked) == 1
    assert linked[0].endswith("/a/index.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "site"]


def test_what_no_page_asks_for_is_gone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, {**PAGES, "gone/deep/index.html": "a child's name", "pagefind/x": "1"})
    build(site, PAGES)
    build(site, {"index.html": "home"}, {"assets/theme.css": "css"})
    build(site, PAGES, {"assets/theme.css": "other", "about/index.html": "by the host"})


@pytest.mark.parametrize(
    "files",
    [
        {"index.html": "home", "a": "a file where a folder was"},
        {"index.html": "home", "c/x.csv/y/z": "a folder where a file was"},
        {"index.html/home": "likewise, at the top"},
    ],
)
def test_folders_and_files_change_places(tmp_path: Path, files: dict[str, str]) -> None:
    site = tmp_path / "site"
    for host in ({}, files):
        for once in (PAGES, PAGES, files, files, PAGES):
            build(site, {} if host and once is files else once, host if once is files else {})


def _plant(folder: Path, secret: Path) -> None:
    (folder / "a/b/index.html").unlink()
    (folder / "a/b/index.html").symlink_to(secret / "s.txt")
    (folder / "c").rename(folder / "other")
    (folder / "c").symlink_to(secret)
    os.mkfifo(folder / "pipe")


def _hide(folder: Path, _: Path) -> None:
    (folder / "c").chmod(0o700)
    (folder / "a/index.html").chmod(0o600)


def _leave(folder: Path, secret: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git/HEAD").write_text("x")
    folder.rename(folder.with_name("moved"))
    folder.symlink_to(secret)


@pytest.mark.parametrize("change", [_plant, _hide, _leave], ids=["links", "rights", "itself a link"])
def test_whatever_was_done_to_it_changes_nothing(
    tmp_path: Path, change: Callable[[Path, Path], None]
) -> None:
    secret = lay_out(tmp_path / "secret", {"s.txt": "b", "index.html": "c", "x.csv": "1"})
    site = tmp_path / "site"
    build(site, PAGES)
    build(site, PAGES)
    change(kept(site), secret)
    build(site, PAGES)
    assert read(secret) == {"s.txt": "b", "index.html": "c", "x.csv": "1"}
    modes = {path.stat().st_mode & 0o777 for path in site.rglob("*") if path.is_dir()}
    assert len(modes) == 1
    assert not any(path.is_symlink() for path in site.rglob("*"))


def test_site_that_stands_keeps_its_bytes_while_the_next_is_made(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, PAGES)
    build(site, PAGES)
    beside = swap.Beside(site)
    writer = Writer(beside.folder, beside.site, beside.refill(kept(site)))
    writer.write("a/index.html", sha256(b"new").hexdigest(), lambda: b"new")
    assert (site / "a/index.html").read_text() == "a"
    beside.abandon()
    assert read(site) == {**PAGES, "a": "/", "a/b": "/", "c": "/"}
    assert build(site, PAGES) == []


def test_hidden_files_of_the_site_are_not_laid_by(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, PAGES)
    lay_out(site, {".git/HEAD": "main", ".htaccess": "x"})
    beside = swap.Beside(site)
    lay_out(beside.folder, PAGES)
    beside.refill(kept(site))
    beside.finish()
    assert read(site)[".git/HEAD"] == "main"
    assert not [path for path in read(kept(site)) if path.startswith(".")]


def test_disk_that_does_not_tell_letters_apart_begins_afresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    build(site, PAGES)
    build(site, PAGES)
    monkeypatch.setattr(spare, "_knows_letter_case", lambda _: False)
    assert build(site, PAGES) == []
    assert build(site, {"index.html": "home"}) == []


def test_nothing_is_laid_by_where_it_can_t_be(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    assert build(site, PAGES) == list(PAGES)
    assert build(site, PAGES) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "site"]
