"""The old site or the new one stands, whole, whenever a build is killed; and the next one tidies up."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from coaching_cycles.adapters import swap
from coaching_cycles.adapters.exchange import exchange
from coaching_cycles.adapters.lock import BusyError, Lock

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys
from pathlib import Path
from coaching_cycles.adapters.lock import Lock

Lock(Path(sys.argv[1]))
print("held", flush=True)
input()
"""


def write(site: Path, **files: str) -> Path:
    site.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (site / f"{name}.html").write_text(text, encoding="utf-8")
    return site


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_site_takes_the_old_ones_place(tmp_path: Path) -> None:
    site = write(tmp_path / "site", index="old", gone="old")
    (site / ".git").mkdir()
    beside = swap.Beside(site)
    write(beside.folder, index="new")
    assert (site / "gone.html").exists()
    assert names(tmp_path)[0] == ".site.lock"
    beside.finish()
    assert names(site) == [".git", "index.html"]
    assert (site / "index.html").read_text() == "new"
    assert names(tmp_path) == ["site"]


def test_killed_builds_are_cleared_away(tmp_path: Path) -> None:
    site = tmp_path / "deep/site"
    for left in (
        ".site.new",
        ".site.new.0123abcd",
        ".site.lock",
        ".site.new.not-ours",
        ".other.new.0123abcd",
    ):
        write(site.parent / left) if left != ".site.lock" else (site.parent / left).write_text("process 1")
    beside = swap.Beside(site)
    assert list(beside.folder.iterdir()) == []
    beside.abandon()
    beside.abandon()
    assert names(site.parent) == [".other.new.0123abcd", ".site.new.not-ours"]


def test_site_killed_between_the_renames_comes_back(tmp_path: Path) -> None:
    write(tmp_path / ".site.old.0123abcd", index="old")
    swap.Beside(tmp_path / "site").abandon()
    assert (tmp_path / "site/index.html").exists()


def test_linked_site_folder_keeps_its_place(tmp_path: Path) -> None:
    write(tmp_path / "volume", gone="old")
    site = tmp_path / "site"
    site.symlink_to(tmp_path / "volume")
    beside = swap.Beside(site)
    write(beside.folder, index="new")
    beside.finish()
    assert site.is_symlink()
    assert names(tmp_path / "volume") == ["index.html"]
    assert names(tmp_path) == ["site", "volume"]


def test_rights_of_the_folder_and_hidden_files_stay(tmp_path: Path) -> None:
    site = write(tmp_path / "site", index="old")
    site.chmod(0o750)
    (site / ".htaccess").write_text("deny", encoding="utf-8")
    (site / ".link").symlink_to("nowhere")
    (site / ".well-known").write_text("old", encoding="utf-8")
    beside = swap.Beside(site)
    (write(beside.folder, index="new") / ".well-known").write_text("new", encoding="utf-8")
    beside.finish()
    assert site.stat().st_mode & 0o777 == 0o750
    assert (site / ".htaccess").read_text() == "deny"
    assert (site / ".link").readlink() == Path("nowhere")
    assert (site / ".well-known").read_text() == "new"


def test_a_file_in_the_sites_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").touch()
    with pytest.raises(NotADirectoryError):
        swap.Beside(tmp_path / "site")
    assert names(tmp_path) == ["site"]


def test_two_folders_change_places_in_one_step_here(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one", a="1"), write(tmp_path / "other", b="2")
    if sys.platform in {"linux", "darwin"}:
        assert exchange(one, other)
        assert (names(one), names(other)) == (["b.html"], ["a.html"])
    assert not exchange(one, tmp_path / "nowhere")


def test_new_site_that_cannot_be_put_there_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write(tmp_path / "site", index="old")
    beside = swap.Beside(site)
    write(beside.folder, index="new")
    monkeypatch.setattr(swap, "exchange", lambda *_: False)
    real = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == beside.folder:
            raise PermissionError
        return real(path, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(PermissionError):
        beside.finish()
    assert (site / "index.html").read_text() == "old"
    assert names(tmp_path) == ["site"]


def test_one_build_at_a_time_and_a_dead_ones_lock_is_no_lock(tmp_path: Path) -> None:
    first = swap.Beside(tmp_path / "site")
    with pytest.raises(BusyError, match=f"process {os.getpid()} on "):
        swap.Beside(tmp_path / "site")
    first.abandon()
    file = tmp_path / "lock"
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, file],
        env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    other.stdout.readline()
    with pytest.raises(BusyError, match=f"process {other.pid} on "):
        Lock(file)
    other.kill()
    other.communicate()
    assert file.exists()
    Lock(file).release()
    assert not file.exists()


# Killed at every call to the system, one after the other.

States = list[dict[str, object]]


def kill_everywhere(folder: Path, how: str) -> States:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.killing", "swap", folder, how],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'plugins'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, *killed = map(json.loads, done.stdout.splitlines())
    assert first["code"] == 0
    assert len(killed) > 15
    assert {state["code"] for state in killed} == {-9}
    return [{**state, "new": first["after"]} for state in killed]


@pytest.mark.parametrize("how", ["one step", "two steps", "mounted", "naive"])
def test_killed_at_every_step(tmp_path: Path, how: str) -> None:
    states = kill_everywhere(tmp_path / "x", how)
    old, new = states[0]["before"], states[0]["new"]
    assert old != new
    gone = [state for state in states if state["killed"] is None]
    mixed = [state for state in states if state["killed"] not in (None, old, new)]
    mended = [state for state in states if state["mended"] not in (old, new)]
    assert all(state["after"] == new and state["left"] == [] for state in states)
    if how == "one step":
        assert (gone, mixed, mended) == ([], [], [])
        assert {state["killed"] == new for state in states} == {True, False}
    elif how == "two steps":
        # Between the two renames there is no site, and the next build begins by putting the old one back.
        assert (len(gone), mixed, mended) == (1, [], [])
        assert gone[0]["mended"] == old
    else:
        # A volume can't be exchanged, only its contents. And what this test would say of a plain removal.
        assert mixed
