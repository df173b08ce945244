"""`cycles build`: a whole site or the one that was there, and words that say which and what to do."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.__main__ import cli as mkdocs

from coaching_cycles.adapters import mkdocs as adapter
from coaching_cycles.adapters import swap
from coaching_cycles.adapters.swap import Beside
from coaching_cycles.checking.portfolio import CACHE
from coaching_cycles.cli import main
from coaching_cycles.problems import Problem
from tests.adapter_site import ERROR, WARNING, Engine
from tests.audited import write_small
from tests.killing import hidden, tree

ROOT = Path(__file__).resolve().parent.parent
# `make torture` asks for more.
KILLS = int(os.environ.get("CYCLES_KILLS", "4"))
DISKS = int(os.environ.get("CYCLES_DISKS", "2"))
RACES = int(os.environ.get("CYCLES_RACES", "1"))


@pytest.fixture
def portfolio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "portfolio"
    write_small(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Pages made by hand, where the records don't matter."""
    stand_in = Engine()
    monkeypatch.setattr(adapter, "build_site", stand_in)
    return stand_in


@pytest.fixture
def old(portfolio: Path) -> dict[str, str]:
    """A site that was there, made by somebody else."""
    site = portfolio / "site"
    site.mkdir()
    (site / "index.html").write_text("old", encoding="utf-8")
    (site / ".nojekyll").touch()
    return tree(site)


def build(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", *arguments])


def test_site_is_built_audited_and_put_in_place(portfolio: Path, old: dict[str, str]) -> None:
    done = build("--strict", "--ledger", "ledger.json")
    assert done.exit_code == 0, done.output
    assert "1 cycle for the audience “public”" in done.output
    assert "no problems in " in done.output
    assert f"The new site stands: {Path('site/index.html')}" in done.output
    files = tree(portfolio / "site")
    assert {
        ".nojekyll",
        "404.html",
        "pagefind/pagefind.js",
        "cycles/hill/2026-09-evidence/index.html",
    } <= set(files)
    assert hidden(portfolio) == []
    assert list(json.loads((portfolio / "ledger.json").read_text())["cycles"]) == ["hill/2026-09-evidence"]


def test_options_reach_the_plugin(portfolio: Path, engine: Engine) -> None:
    done = build("--no-audit", "--no-cache", "--audience", "school", "--site-dir", "elsewhere/site")
    assert done.exit_code == 0, done.output
    (asked,) = engine.asked
    assert (asked.audience, asked.cache_dir) == ("school", None)
    assert (portfolio / "elsewhere/site/index.html").exists()
    assert not (portfolio / "site").exists()
    assert build("--no-audit").exit_code == 0
    assert (engine.asked[1].audience, engine.asked[1].cache_dir) == ("public", portfolio / CACHE)


def test_finding_of_the_audit_leaves_the_old_site(portfolio: Path, old: dict[str, str]) -> None:
    (portfolio / "docs/own.md").write_text("# Own\n\nA quiet room on Thursdays for the pair.\n", "utf-8")
    done = build("--ledger", "ledger.json")
    assert done.exit_code == 1, done.output
    assert "E901" in done.output
    assert "the audit stopped it" in done.output
    assert "The site at site is as it was." in done.output
    assert tree(portfolio / "site") == old
    assert hidden(portfolio) == []
    assert not (portfolio / "ledger.json").exists()


@pytest.mark.parametrize(
    ("page", "problems", "arguments", "said"),
    [
        (b"# Own", (ERROR,), [], "Not built: 1 error"),
        (b"# Own", (WARNING,), ["--strict"], "Not built: 1 warning"),
        (b"[nowhere](nowhere.md)", (), ["--strict"], "in strict mode"),
        (b"# \xff\xfe", (), [], "own.md"),
    ],
)
def test_what_has_to_be_mended_leaves_the_old_site(
    portfolio: Path,
    old: dict[str, str],
    engine: Engine,
    page: bytes,
    problems: tuple[Problem, ...],
    arguments: list[str],
    said: str,
) -> None:
    (portfolio / "docs/own.md").write_bytes(page)
    engine.problems = problems
    done = build(*arguments)
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    assert said in done.output
    assert "The site at site is as it was." in done.output
    assert tree(portfolio / "site") == old
    assert hidden(portfolio) == []


def test_computer_that_would_misname_files_is_told_the_way_out(
    portfolio: Path, old: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "euc_kr")
    done = build()
    assert done.exit_code == 1
    assert "PYTHONUTF8=1" in done.output
    assert tree(portfolio / "site") == old


def test_no_site_is_made_where_there_was_none(portfolio: Path, engine: Engine) -> None:
    engine.problems = (ERROR,)
    done = build()
    assert done.exit_code == 1
    assert "There is still no site at site." in done.output
    assert not (portfolio / "site").exists()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ({"mkdocs.yml": "theme: {name: material}\nsite_name: x\n"}, "must have coaching-cycles once"),
        ({"mkdocs.yml": "site_name: [\n"}, "mkdocs.yml"),
        ({"site/thesis.odt": "ten years of work"}, "holds 'thesis.odt' and no site"),
    ],
)
def test_what_cannot_be_meant_is_refused(portfolio: Path, damage: dict[str, str], said: str) -> None:
    for name, text in damage.items():
        (portfolio / name).parent.mkdir(exist_ok=True)
        (portfolio / name).write_text(text, encoding="utf-8")
    done = build()
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert isinstance(done.exception, SystemExit)
    for name, text in damage.items():
        assert (portfolio / name).read_text(encoding="utf-8") == text


@pytest.mark.parametrize("place", ["cycles", ".", "cycles/hill/site"])
def test_a_site_never_takes_the_place_of_records(portfolio: Path, place: str) -> None:
    # Empty of what `cycles build` would take for somebody's files, so that the plugin has to say no.
    (portfolio / "cycles/index.html").touch()
    (portfolio / "index.html").touch()
    before = tree(portfolio)
    for run in (main, mkdocs):
        done = CliRunner().invoke(run, ["build", "--site-dir", place])
        assert (done.exit_code, type(done.exception)) != (0, None)
        assert isinstance(done.exception, SystemExit), done.output
        assert {name: text for name, text in tree(portfolio).items() if ".cache" not in name} == before


def test_two_at_once_and_the_second_says_who_is_first(portfolio: Path, old: dict[str, str]) -> None:
    first = Beside(portfolio / "site")
    done = build()
    assert done.exit_code == 3
    assert f"Another build of this site is at work (process {os.getpid()} on " in done.output
    assert tree(portfolio / "site") == old
    assert first.folder.exists()
    first.abandon()


@pytest.mark.parametrize(
    ("number", "advice"),
    [(errno.ENOSPC, "Free some space"), (errno.EROFS, "name another place"), (errno.EIO, "again")],
)
def test_system_that_refuses_is_told_apart(
    portfolio: Path, old: dict[str, str], number: int, advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.mkdir

    def mkdir(path: Path, *arguments: int, **options: bool) -> None:
        if path.name.startswith(".site.new."):
            raise OSError(number, os.strerror(number), str(path))
        real(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", mkdir)
    done = build()
    assert done.exit_code == 3
    assert os.strerror(number) in done.output
    assert advice in done.output
    assert "The site at site is as it was." in done.output
    assert tree(portfolio / "site") == old
    assert hidden(portfolio) == []


@contextmanager
def small_disk(folder: Path) -> Iterator[Path | None]:
    """A file system of its own, where this process may mount one."""
    folder.mkdir()
    mounted = subprocess.run(
        ["/usr/bin/env", "mount", "-t", "tmpfs", "-o", "size=1g", "cycles-test", str(folder)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        yield None
        return
    try:
        yield folder
    finally:
        command = ["umount", "--lazy", str(folder)]
        subprocess.run(command, check=True)


def test_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_disk(tmp_path / "disk") as disk:
        folder = (disk or tmp_path) / "portfolio"
        write_small(folder)
        (folder / "site").mkdir()
        (folder / "site/index.html").write_text("old", encoding="utf-8")
        before = tree(folder)
        monkeypatch.chdir(folder)
        if disk:
            command = ["mount", "-o", "remount,ro", str(disk)]
            subprocess.run(command, check=True)
        elif os.geteuid():
            folder.chmod(0o555)
        else:
            # Root may write everywhere, but for where the system says no.
            monkeypatch.setattr(swap, "Lock", refuse)
        done = build()
        monkeypatch.chdir(tmp_path)
        assert tree(folder) == before
        folder.chmod(0o755) if not disk else None
    assert done.exit_code == 3, done.output
    assert "You need the right to write beside the site" in done.output
    assert "The site at site is as it was." in done.output


def refuse(file: Path) -> None:
    raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(file))


def test_two_builds_that_begin_at_the_same_moment(tmp_path: Path) -> None:
    """One of them makes the site; the other comes later, or says who is at work and leaves nothing."""
    folder = tmp_path / "portfolio"
    record = write_small(folder)
    done = run_program("race", folder, record, tmp_path / "said", RACES)
    assert done.returncode == 0, done.stderr
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == RACES
    for told in rounds:
        assert told["whole"], told
        assert told["left"] == [], told
        assert 0 in told["codes"], told
        for who, code, said in zip(told["pair"], told["codes"], told["said"], strict=True):
            assert "Traceback" not in said, told
            assert code in (0, 3 if who == "cycles" else 1), told
            assert code == 0 or "another build of this site is at work" in said.lower(), told


def run_program(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """tests/killing.py, with what it needs to find us."""
    return subprocess.run(
        [sys.executable, "-m", "tests.killing", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'plugins'}", **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_killed_and_out_of_disk_at_random_moments(tmp_path: Path) -> None:
    """A forked child a build; see tests/killing.py. The disk is a small file system where one can be mounted.

    Elsewhere, and besides, the system refuses to write from the n-th file on.
    """
    with small_disk(tmp_path / "disk") as disk:
        folder = (disk or tmp_path) / "portfolio"
        record = write_small(folder)
        sizes = DISKS // 2 if disk else 0
        ways = [f"call={KILLS // 2}", f"time={KILLS - KILLS // 2}", f"full={DISKS - sizes}", f"disk={sizes}"]
        seed = str(int.from_bytes(os.urandom(3)))
        (folder / "tmp").mkdir()
        done = run_program(
            "build", folder, record, tmp_path / "said", seed, *ways, TMPDIR=str(folder / "tmp")
        )
    assert done.returncode == 0, done.stderr
    *attempts, last = map(json.loads, done.stdout.splitlines())
    assert len(attempts) == KILLS + DISKS, f"seed {seed}: {attempts[-1]}"
    for attempt in attempts:
        told = f"seed {seed}: {attempt}"
        assert attempt["standing"] in (1, 2), told
        assert "Traceback" not in attempt["said"], told
        if attempt["way"] in ("call", "time"):
            assert attempt["code"] in (-9, 0), told
        else:
            assert attempt["code"] in (0, 1, 3), told
            moved = attempt["standing"] != attempt["before"]
            assert moved == (attempt["code"] == 0), told
            assert attempt["code"] == 0 or "is as it was." in attempt["said"], told
    assert any(attempt["code"] == -9 for attempt in attempts)
    assert (last["code"], last["new"], last["left"]) == (0, True, [])
