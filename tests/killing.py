"""A program for the tests: it starts builds as children of its own, and kills them, or fills their disk.

Children are forked from a process that has loaded everything, so that hundreds of builds cost little more
than themselves. A moment is a time, or a number of calls to the system: those come in the same order on a
fast machine and on a busy one. It prints one line of JSON an attempt; the tests judge them.
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path

CALLS = {"open", "ctypes.dlsym", "subprocess.Popen"}
CALLS |= {f"os.{name}" for name in ("rename", "mkdir", "rmdir", "remove", "link", "symlink", "chmod")}
CALLS |= {f"shutil.{name}" for name in ("rmtree", "copyfile", "copytree")}
WRITES = {"os.mkdir", "os.link", "shutil.copyfile"}


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder, and the digest of what is in it."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def attempt(
    run: Callable[[], int],
    *,
    kill_at_call: int = 0,
    kill_after: float = 0,
    full_at_write: int = 0,
) -> tuple[int, int, float]:
    """Run something in a child. Its exit code (below 0: the signal), how many calls it made, seconds."""
    reader, writer = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.close(reader)
        code = 70
        try:
            counter = Counter(kill_at_call, full_at_write)
            sys.addaudithook(counter)
            code = run()
            counter.done = True
            os.write(writer, str(counter.calls).encode())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    os.close(writer)
    if kill_after:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - start
    calls = int(os.read(reader, 20) or 0)
    os.close(reader)
    return os.waitstatus_to_exitcode(status), calls, seconds


class Counter:
    """An audit hook: counts calls to the system, kills its process at one, or writes nothing from one on."""

    def __init__(self, kill_at: int, full_at: int) -> None:
        self.kill_at, self.full_at = kill_at, full_at
        self.calls = self.writes = 0
        self.done = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.done or event not in CALLS:
            return
        self.calls += 1
        if self.calls == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.full_at and _writes(event, arguments):
            self.writes += 1
            if self.writes >= self.full_at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))


def _writes(event: str, arguments: tuple[object, ...]) -> bool:
    if event == "open":
        flags = arguments[2]
        return isinstance(flags, int) and bool(flags & os.O_CREAT) and arguments[0] != os.devnull
    return event in WRITES


def say(**found: object) -> None:
    print(json.dumps(found), flush=True)  # noqa: T201 - what a program does


# Two sites by hand, for the exchange alone: every call that it makes is one to be killed at.


def fill(folder: Path, word: str) -> None:
    for name in ("index.html", "a/index.html", "a/b/index.html", "c.css"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{word} {name}", encoding="utf-8")
    if word == "new":
        (folder / "only-new.html").touch()


def swap_sites(folder: Path, how: str) -> None:
    """Kill the exchange of two sites at each call that it makes."""
    from coaching_cycles.adapters import swap

    if how != "one step":
        swap.exchange = lambda *_: False
    site = folder / "site"
    if how == "mounted":
        real = Path.rename

        def rename(path: Path, target: Path) -> Path:
            if path == site:
                raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
            return real(path, target)

        Path.rename = rename  # type: ignore[method-assign,assignment]

    def run() -> int:
        if how == "naive":
            swap.shutil.rmtree(site, ignore_errors=True)
            fill(site, "new")
            return 0
        beside = swap.Beside(site)
        fill(beside.folder, "new")
        beside.finish()
        return 0

    calls, at = 1, 0
    while at <= calls:
        swap.shutil.rmtree(folder)
        fill(site, "old")
        (site / ".git/refs").mkdir(parents=True)
        (site / ".git/refs/main").write_text("kept", encoding="utf-8")
        before = tree(site)
        code, made, _ = attempt(run, kill_at_call=at)
        calls = calls if at else made
        killed = tree(site) if site.exists() else None
        beside = swap.Beside(site)
        mended = tree(site)
        beside.abandon()
        run()
        say(
            at=at,
            code=code,
            before=before,
            killed=killed,
            mended=mended,
            after=tree(site),
            left=hidden(folder),
        )
        at += 1


def hidden(folder: Path) -> list[str]:
    """What builds have left beside a site; the cache is meant to stay."""
    return sorted(path.name for path in folder.glob(".*") if path.name != ".cache")


# Whole builds.


def build(said: Path) -> int:
    """`cycles build` in the folder that we are in; what it says goes to a file."""
    from coaching_cycles.cli.build import command

    log = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        command.main(["--strict", "--site-dir", "site"], standalone_mode=False)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 71
    return 0


def build_by_mkdocs(said: Path) -> int:
    """`mkdocs build`, likewise."""
    from mkdocs.__main__ import cli

    log = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        cli.main(["build", "--strict", "--site-dir", "site"])
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 71
    return 0


def load() -> None:
    """Everything that a build needs, so that its children need not load it."""
    package = "coaching_cycles"
    ours = (f"{package}.{name}" for name in ("adapters.mkdocs.building", "audit.records", "cli.build"))
    for module in (*ours, "matplotlib.figure", "PIL.Image"):
        import_module(module)


def change(record: Path, edition: int) -> None:
    text = record.read_text(encoding="utf-8").partition("This is edition")[0].rstrip()
    record.write_text(f"{text}\n\nThis is edition {edition}.\n", encoding="utf-8")


def resize(disk: Path, room: int | None) -> None:
    """Leave a small file system so many bytes of room, or enough."""
    state = os.statvfs(disk)
    used = (state.f_blocks - state.f_bfree) * state.f_frsize
    size = used + room if room is not None else 1 << 30
    command = ["mount", "-o", f"remount,size={size}", str(disk)]
    subprocess.run(command, check=True)


def break_builds(folder: Path, record: Path, said: Path, seed: int, ways: dict[str, int]) -> None:
    """Break builds of a portfolio at random moments, a changed record each time."""
    load()
    os.chdir(folder)
    chance = random.Random(seed)
    site = folder / "site"
    editions: dict[int, dict[str, str]] = {}
    for edition in (1, 2):
        change(record, edition)
        code, calls, seconds = attempt(lambda: build(said))
        assert code == 0, said.read_text(encoding="utf-8")
        editions[edition] = tree(site)
    assert editions[1] != editions[2]
    standing = 2
    for way in [way for way, times in ways.items() for _ in range(times)]:
        change(record, 3 - standing)
        at: dict[str, float] = {}
        room = None
        if way == "call":
            at["kill_at_call"] = chance.randint(1, calls)
        elif way == "time":
            at["kill_after"] = chance.uniform(0.001, seconds)
        elif way == "full":
            # The first is the file for what the build says, which is not the build's.
            at["full_at_write"] = chance.randint(2, 180)
        else:
            room = chance.randint(0, 6_000_000)
            resize(folder.parent, room)
        code, _, _ = attempt(lambda: build(said), **at)  # type: ignore[arg-type]
        if room is not None:
            resize(folder.parent, None)
        found, before = tree(site), standing
        standing = next((edition for edition, files in editions.items() if files == found), 0)
        words = said.read_text(encoding="utf-8")
        say(way=way, at=at, room=room, code=code, before=before, standing=standing, said=words)
        if not standing:
            return
    change(record, 3 - standing)
    code, _, _ = attempt(lambda: build(said))
    say(way="last", code=code, new=tree(site) == editions[3 - standing], left=hidden(folder))


PAIRS = (("cycles", "mkdocs"), ("cycles", "cycles"), ("mkdocs", "mkdocs"))
RUNS = {"cycles": build, "mkdocs": build_by_mkdocs}


def race_builds(folder: Path, record: Path, said: Path, times: int) -> None:
    """Start two builds of one site at the same moment, again and again, a changed record each time."""
    load()
    os.chdir(folder)
    site = folder / "site"
    whole: dict[int, list[dict[str, str]]] = {1 + number % 2: [] for number in range(times)}
    for edition, sites in whole.items():
        change(record, edition)
        for run in RUNS.values():
            code, _, _ = attempt(lambda run=run: run(said))  # type: ignore[misc]
            assert code == 0, said.read_text(encoding="utf-8")
            sites.append(tree(site))
    for number in range(times):
        edition, pair = 1 + number % 2, PAIRS[number % len(PAIRS)]
        change(record, edition)
        heard = [said.with_suffix(f".{place}") for place in range(len(pair))]
        codes = race([lambda run=RUNS[who], out=out: run(out) for who, out in zip(pair, heard, strict=True)])
        words = [out.read_text(encoding="utf-8") for out in heard]
        say(pair=pair, codes=codes, whole=tree(site) in whole[edition], said=words, left=hidden(folder))


def race(runs: list[Callable[[], int]]) -> list[int]:
    """Run things in children that begin at the same moment; their exit codes."""
    gate, opener = os.pipe()
    children = []
    for run in runs:
        child = os.fork()
        if child == 0:
            os.close(opener)
            code = 70
            try:
                os.read(gate, 1)
                code = run()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        children.append(child)
    # When the last who could write has closed it, all who read go on.
    os.close(opener)
    os.close(gate)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["swap", where, how]:
            swap_sites(Path(where), how)
        case ["race", where, record, said, times]:
            race_builds(Path(where), Path(record), Path(said), int(times))
        case ["build", where, record, said, seed, *ways]:
            amounts = {way: int(times) for way, _, times in (word.partition("=") for word in ways)}
            break_builds(Path(where), Path(record), Path(said), int(seed), amounts)
