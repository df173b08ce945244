"""Files that are the same in the old site are taken from there, and only these."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from coaching_cycles.adapters.writer import Writer

WANTED = b"what the page says"


def write(folder: Path, old: Path | None, path: str = "a/b/index.html") -> list[bytes]:
    """Write a file; what was asked for to do so."""
    asked: list[bytes] = []
    folder.mkdir()

    def make() -> bytes:
        asked.append(WANTED)
        return WANTED

    writer = Writer(folder, old)
    writer.write(path, sha256(WANTED).hexdigest(), make)
    assert (folder / path).read_bytes() == WANTED
    assert not (folder / path).is_symlink()
    assert writer.digests == {path: sha256(WANTED).hexdigest()}
    assert sorted(file.name for file in folder.rglob("*") if file.is_file()) == ["index.html"]
    return asked


def test_what_is_the_same_is_not_asked_for_again(tmp_path: Path) -> None:
    assert write(tmp_path / "old", None) == [WANTED]
    assert write(tmp_path / "new", tmp_path / "old") == []
    assert (tmp_path / "new/a/b/index.html").samefile(tmp_path / "old/a/b/index.html")


def _link(file: Path) -> None:
    other = file.with_name("other")
    file.rename(other)
    file.symlink_to(other)


def _pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file.write_bytes(WANTED[::-1]),
        lambda file: file.write_bytes(WANTED + b"!"),
        lambda file: file.write_bytes(b""),
        lambda file: file.chmod(0o600),
        lambda file: file.unlink(),
        _link,
        _pipe,
        lambda file: (file.unlink(), file.mkdir()),
    ],
    ids=["other", "longer", "empty", "hidden", "gone", "link", "pipe", "folder"],
)
def test_what_was_changed_in_the_old_site_stays_behind(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    write(tmp_path / "old", None)
    change(tmp_path / "old/a/b/index.html")
    assert write(tmp_path / "new", tmp_path / "old") == [WANTED]


def test_disk_without_second_names_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no links here")

    write(tmp_path / "old", None)
    monkeypatch.setattr(os, "link", refuse)
    assert write(tmp_path / "new", tmp_path / "old") == [WANTED]
