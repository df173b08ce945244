"""Same records, same bytes: on any day, machine and path, in any language, with any cache.

Whole sites, search index and all, are built by children that differ in everything at once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

import coaching_cycles
from tests.few import copy_few
from tests.killing import tree

PLUGINS = Path(coaching_cycles.__file__).parent.parent
# `make torture` builds the sample portfolio too, and for every audience.
WHOLE = os.environ.get("CYCLES_WHOLE", "") == "1"
AUDIENCES = ("public", "school", "private") if WHOLE else ("private",)

# Run before anything of ours is imported: a day in another year, and folders that list their files in another
# order, with another number of cores. The arguments: days to add, the order, cores, then what is run.
MACHINE = """
import datetime, os, random, sys, time

days, order, cores = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
os.sched_getaffinity = lambda _: set(range(cores))
late = datetime.timedelta(days=days)
real_time, real_date, real_now = time.time, datetime.date, datetime.datetime

class Date(real_date):
    @classmethod
    def today(cls):
        return real_date.today() + late

class DateTime(real_now):
    @classmethod
    def now(cls, tz=None):
        return real_now.now(tz) + late

    @classmethod
    def utcnow(cls):
        return real_now.now(datetime.timezone.utc).replace(tzinfo=None) + late

    today = now

if days:
    time.time = lambda: real_time() + late.total_seconds()
    datetime.date, datetime.datetime = Date, DateTime

real_scandir, real_listdir = os.scandir, os.listdir

class Listed(list):
    def __enter__(self):
        return iter(self)

    def __exit__(self, *_):
        return None

    def __next__(self):
        if not self:
            raise StopIteration
        return self.pop(0)

    def close(self):
        self.clear()

def shuffled(names, key):
    names = sorted(names, key=key)
    if order == "reversed":
        names.reverse()
    elif order != "sorted":
        random.Random(order).shuffle(names)
    return names

def scandir(path="."):
    with real_scandir(path) as entries:
        return Listed(shuffled(entries, lambda entry: entry.name))

os.scandir = scandir
os.listdir = lambda path=".": shuffled(real_listdir(path), None)
"""
BUILD = """
from coaching_cycles.cli import main

sys.argv = ["cycles", "build", "--no-audit", *sys.argv[4:]]
main()
"""


@dataclass(frozen=True)
class Machine:
    """Where a site is built: what a build must not depend on."""

    locale: str = "C.UTF-8"
    more: tuple[tuple[str, str], ...] = ()
    zone: str = "UTC"
    seed: str = "0"
    umask: int = 0o022
    days: int = 0
    order: str = "sorted"
    cores: int = 1
    path: str = "here"
    backwards: bool = False
    options: tuple[str, ...] = ()
    home: bool = True


DEEP = "/".join(["a folder – elsewhere", *(f"level {n} of a path that is very long" for n in range(28))])
HERE = Machine()
# Turkish has another i. In EUC-KR Python is told to write UTF-8 all the same, as it does by itself in C.
THERE = {
    "Turkish, later, no home": Machine(
        "tr_TR.UTF-8",
        zone="Pacific/Kiritimati",
        seed="4242",
        umask=0o077,
        days=400,
        order="reversed",
        cores=2,
        path="far",
        backwards=True,
        home=False,
    ),
    "Korean, earlier, deep": Machine(
        "ko_KR.EUC-KR",
        (("PYTHONUTF8", "1"),),
        zone="Asia/Seoul",
        seed="random",
        umask=0o002,
        days=-400,
        order="7",
        cores=5,
        path=DEEP,
    ),
    "C, from the cache of a build before": Machine(
        "C", (("SOURCE_DATE_EPOCH", "1"),), zone="America/St_Johns", seed="1", days=4000, path="here"
    ),
    "nothing kept, another place": Machine(
        seed="2", order="11", path="here", options=("--no-cache", "--site-dir", "other/place")
    ),
}


@pytest.fixture(scope="module")
def locales(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locales, compiled here: few computers have them."""
    folder = tmp_path_factory.mktemp("locales")
    for name in ("tr_TR.UTF-8", "ko_KR.EUC-KR"):
        language, _, letters = name.partition(".")
        try:
            command = ["/usr/bin/env", "localedef", "-i", language, "-f", letters, str(folder / name)]
            subprocess.run(command, capture_output=True, check=False)
        except OSError:
            pass
        if not (folder / name).exists():
            warnings.warn(f"no localedef, or no sources of {name}: it is only named here", stacklevel=1)
    return folder


def copy(root: Path, folder: Path, *, backwards: bool = False) -> Path:
    if not WHOLE:
        return copy_few(root, folder, backwards=backwards)
    for part in ("cycles", "standards", "docs", "theme_overrides"):
        shutil.copytree(root / part, folder / part)
    shutil.copyfile(root / "mkdocs.yml", folder / "mkdocs.yml")
    return folder


def build(folder: Path, machine: Machine, audience: str, locales: Path) -> dict[str, str]:
    """Build on a machine, and give the site."""
    gone = {"HOME", "USER", "LOGNAME", "XDG_CACHE_HOME"} if not machine.home else set()
    inherited = {key: value for key, value in os.environ.items() if key not in gone}
    program = [sys.executable, "-c", MACHINE + BUILD, str(machine.days), machine.order, str(machine.cores)]
    done = subprocess.run(
        [*program, "--audience", audience, *machine.options],
        cwd=folder,
        env={
            **inherited,
            "PYTHONPATH": str(PLUGINS),
            "PYTHONHASHSEED": machine.seed,
            "TZ": machine.zone,
            "LC_ALL": machine.locale,
            "LOCPATH": str(locales),
            **dict(machine.more),
        },
        umask=machine.umask,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-4000:]
    return tree(folder / (machine.options[-1] if machine.options else "site"))


@pytest.fixture(scope="module", params=AUDIENCES)
def first(
    request: pytest.FixtureRequest, root: Path, locales: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, dict[str, str]]:
    """A folder for the others, whom the site is for, and the site as it is built here."""
    folder = tmp_path_factory.mktemp("machines")
    site = build(copy(root, folder / "here"), HERE, request.param, locales)
    assert sum(name.startswith("pagefind/") for name in site) > 50
    assert sum(name.endswith("/index.html") for name in site) > 50
    return folder, request.param, site


@pytest.mark.slow
@pytest.mark.parametrize("where", THERE)
def test_every_machine_gives_the_same_bytes(
    first: tuple[Path, str, dict[str, str]], root: Path, locales: Path, where: str
) -> None:
    folder, audience, site = first
    machine = THERE[where]
    place = folder / machine.path
    if not place.exists():
        copy(root, place, backwards=machine.backwards)
    assert differing(site, build(place, machine, audience, locales)) == []


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


def test_a_difference_is_noticed() -> None:
    assert differing({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}) == ["b", "c"]
