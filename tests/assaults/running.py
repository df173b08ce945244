"""A program for the tests: it puts each attack into a portfolio of its own and sends it through its door.

A child of its own for each, forked from a process that has loaded everything, with an end to its memory and
to its time. It prints a line of JSON an attack; the test judges them. Times are the processor's, so that a
busy machine makes no difference.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from tests.assaults.attack import FILES, GOOD, MARK, Attack, lay

SECONDS = 2.0
"""Of the processor's time, for each command that an attack goes through."""
TRIES = 3
"""Times that one that took longer is tried: on a busy machine the processor's time is not all one's own."""
GIGABYTE = 1 << 30
PATIENCE = 60
"""Seconds of anybody's time, after which an attempt that waits for something is ended."""
HARD = 20
"""Seconds of the processor's time, likewise."""
_CODE = re.compile(r"\b[EWH]\d{3}\b")
Told = dict[str, object]


def load() -> None:
    """Everything that a door needs, and what a first use of it makes, so that no child pays for it."""
    package = "coaching_cycles"
    names = ("adapters.mkdocs.building", "audit.records", "cli.build", "cli._import.run", "cli._restoring")
    more = ("proposing.inbox", "proposing.issues", "proposing.records", "writing.restore", "site")
    for module in (*(f"{package}.{name}" for name in (*names, *more)), "PIL.Image", "python_calamine"):
        import_module(module)


def through_portfolio(folder: Path, _: Attack) -> Told:
    """`cycles check`, then a build; and the report on frameworks, where there are any."""
    from coaching_cycles.checking.pages import check_pages
    from coaching_cycles.site import Options, build_site

    with measured() as check:
        said = run("check", ".")
    with measured() as build:
        site = build_site(folder, Options(audience="private", cache_dir=folder / ".cache/coaching-cycles"))
    report = 0.0
    if (folder / "standards").is_dir():
        with measured() as third:
            run("standards", "report", ".")
        report = third[0]
    files = [*((page.address, page.html.encode()) for page in site.pages)]
    files += [(asset.path, asset.content) for asset in site.assets]
    problems = [*site.problems, *check_pages(folder)]
    assert all(p.code in said for p in problems), "cycles check and a build say the same"
    return {
        "codes": count((p.path, p.code) for p in problems),
        "seconds": max(check[0], build[0], report),
        "standing": any(address == "cycles/good/fine/" for address, _ in files),
        "read": any(MARK.encode() in content or MARK in address for address, content in files),
        "said": said,
    }


def through_import(folder: Path, attack: Attack) -> Told:
    """`cycles import` of a file that lies outside."""
    (name,) = (str(name) for name in attack.files())
    with measured() as spent:
        said = run("import", name, "--no-ask")
    return {
        "codes": count(("", code) for code in _CODE.findall(said)),
        "seconds": spent[0],
        "standing": (folder / GOOD).is_file(),
        "read": "No one of them" in said,
        "said": said,
    }


def through_archive(folder: Path, attack: Attack) -> Told:
    """`cycles import` of an archive: refused, or its records are there."""
    before = everything(folder)
    with measured() as spent:
        said = run("import", "x.zip")
    after = everything(folder)
    refused = "nothing was written from it" in said
    assert not (refused and before != after), "what was refused left something"
    return {
        "codes": count([("", "refused")] if refused else []),
        "seconds": spent[0],
        "standing": all(after.get(path) == held for path, held in before.items()),
        "read": len(after) > len(before),
        "said": said,
    }


def through_inbox(folder: Path, _: Attack) -> Told:
    """`cycles github inbox`: refused with a sentence, or records that check clean."""
    return through_github(folder, "inbox")


def through_issue(folder: Path, _: Attack) -> Told:
    """`cycles github issue`, likewise."""
    return through_github(folder, "issue", "--event", "event.json")


def through_github(folder: Path, command: str, *options: str) -> Told:
    with measured() as spent:
        said = run("github", command, ".", *options, "--output", "said.txt")
    refused = said.startswith(("Error: ", "Usage: ") if command == "issue" else "Error: ")
    return {
        "codes": count(("", code) for code in (["refused"] if refused else _CODE.findall(run("check", ".")))),
        "seconds": spent[0],
        "standing": (folder / GOOD).is_file(),
        "read": not refused,
        "said": said,
    }


def through_host(folder: Path, _: Attack) -> Told:
    """`cycles build`, whole. A build is no check of one file: what all of it costs is not held to 2 s."""
    said = run("build", "--no-audit", "--audience", "private")
    site = folder / "site"
    files = everything(site) if site.is_dir() else {}
    return {
        "codes": count(("", code) for code in (_CODE.findall(said) if files else ["refused"])),
        "seconds": 0,
        "standing": "cycles/good/fine/index.html" in files or not files,
        "read": any(MARK.encode() in content or MARK in name for name, content in files.items()),
        "said": said,
    }


DOORS: dict[str, Callable[[Path, Attack], Told]] = {
    "portfolio": through_portfolio,
    "import": through_import,
    "archive": through_archive,
    "inbox": through_inbox,
    "issue": through_issue,
    "host": through_host,
}


def count(found: Iterable[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """How often each kind of finding was found in each file."""
    counted: dict[str, dict[str, int]] = {}
    for path, code in found:
        kinds = counted.setdefault(path, {})
        kinds[code] = kinds.get(code, 0) + 1
    return counted


def run(*words: str) -> str:
    """A command, as it is typed; what it says. Whatever is raised is raised here too."""
    from click.testing import CliRunner

    from coaching_cycles.cli import main

    result = CliRunner().invoke(main, words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@contextmanager
def measured() -> Iterator[list[float]]:
    """Seconds of the processor's time."""
    before = time.process_time()
    spent = [0.0]
    yield spent
    spent[0] = time.process_time() - before


def everything(folder: Path) -> dict[str, bytes]:
    """All files below a folder and what is in them; links are what they lead to, as text."""
    found: dict[str, bytes] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            shown = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[shown] = os.fsencode(path.readlink())
            elif path.is_file():
                found[shown] = path.read_bytes()
    return found


def in_child(work: Callable[[], Told], *, limited: bool, patience: int = PATIENCE) -> Told:
    """Do something in a child; what it tells, or how it ended."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            if limited:
                resource.setrlimit(resource.RLIMIT_AS, (GIGABYTE, GIGABYTE))
                resource.setrlimit(resource.RLIMIT_CPU, (HARD, HARD))
            signal.alarm(patience)
            told = work()
            told["kilobytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        except BaseException:  # noqa: BLE001 - it is what is looked for
            told = {"raised": traceback.format_exc()[-4000:]}
        with os.fdopen(writer, "w") as out:
            json.dump(told, out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told_by:
        text = told_by.read()
    _, status = os.waitpid(child, 0)
    return json.loads(text) if text else {"raised": f"ended by itself: {os.waitstatus_to_exitcode(status)}"}


def assail(folder: Path, attack: Attack) -> Told:
    """Lay an attack down and send it through its door."""

    def put() -> Told:
        lay(folder, FILES)
        lay(folder, attack.files())
        return {}

    def go() -> Told:
        os.chdir(folder)
        return DOORS[attack.door](folder, attack)

    told: Told = {}
    for _ in range(TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        told = in_child(put, limited=False)
        if "raised" in told:
            break
        told = in_child(go, limited=True)
        if "raised" in told or told["seconds"] < SECONDS:  # type: ignore[operator]
            break
    return told


def main(folder: Path, names: Iterable[str]) -> None:
    """Send attacks through their doors, and print what became of each."""
    from tests.assaults.table import ATTACKS

    load()
    # The first build of a process makes what all later ones use.
    lay(folder, FILES)
    os.chdir(folder)
    through_portfolio(folder, ATTACKS[0])
    os.chdir("/")
    wanted = set(names)
    for attack in ATTACKS:
        if attack.name in wanted:
            print(json.dumps({"name": attack.name, **assail(folder, attack)}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
