"""Same records, same bytes: on any day, machine, order of files and state of the cache."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

import coaching_cycles

PLUGINS = Path(coaching_cycles.__file__).parent.parent
PARTS = ("cycles", "standards", "docs", "theme_overrides", "mkdocs.yml")

# Run before anything of ours is imported: a day in another year, and folders that list their files in another
# order. The arguments: days to add, the order, then what is run.
MACHINE = """
import datetime, os, random, sys, time

days, order = int(sys.argv[1]), sys.argv[2]
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
import json
from hashlib import sha256
from pathlib import Path
from coaching_cycles.site import Options, build_site

audience, cache = sys.argv[3], sys.argv[4]
made = build_site(
    Path.cwd(),
    Options(audience=audience, site_url="https://example.org/x/", cache_dir=Path(cache) if cache else None),
)
found = {f"page {page.address}": sha256(repr(page).encode()).hexdigest() for page in made.pages}
found |= {f"file {asset.path}": sha256(asset.content).hexdigest() for asset in made.assets}
order = [page.address for page in made.pages] + [asset.path for asset in made.assets]
found["order"] = sha256(repr(order).encode()).hexdigest()
found["rest"] = sha256(repr((made.redirects, made.problems, made.notes)).encode()).hexdigest()
print(json.dumps(found))
"""
HOST = """
from mkdocs.__main__ import cli

sys.argv = ["mkdocs", "build", "--strict", "--quiet", "--site-dir", sys.argv[3]]
cli()
"""
HERE = {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
THERE = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "ko_KR.UTF-8"}


def start(
    code: str, folder: Path, environment: Mapping[str, str], umask: int, *arguments: str
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", MACHINE + code, *arguments],
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": str(PLUGINS), "NO_MKDOCS_2_WARNING": "1"},
        umask=umask,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate()
    assert process.returncode == 0, err[-4000:]
    return out


def copy(root: Path, folder: Path, *, backwards: bool = False) -> Path:
    """The sample portfolio in another folder, its files written in the other order and dated otherwise."""
    folder.mkdir()
    found = [root / part for part in PARTS]
    paths = sorted(path for part in found for path in ([part] if part.is_file() else part.rglob("*")))
    for path in reversed(paths) if backwards else paths:
        target = folder / path.relative_to(root)
        if path.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            if backwards:
                os.utime(target, (1_000_000_000, 1_000_000_000))
    return folder


def differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


@pytest.mark.slow
def test_engine_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """For the narrowest audience, which sees everything; the public site is built whole below."""
    audience = "private"
    here = copy(root, tmp_path / "here")
    there = copy(root, tmp_path / "a folder – elsewhere", backwards=True)
    cache = str(tmp_path / "cache")
    plain = start(BUILD, here, HERE, 0o022, "0", "sorted", audience, "")
    filling = start(BUILD, there, THERE, 0o077, "400", "reversed", audience, cache)
    first, second = json.loads(finish(plain)), json.loads(finish(filling))
    assert len(first) > 400
    assert differing(first, second) == []
    # Charts and pictures come from the cache now.
    third = json.loads(finish(start(BUILD, here, THERE, 0o002, "-400", "7", audience, cache)))
    assert differing(first, third) == []


@pytest.mark.slow
def test_host_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """The whole folder, search index and all: in two places, and once more over what is there."""
    here = copy(root, tmp_path / "here")
    there = copy(root, tmp_path / "a folder – elsewhere", backwards=True)
    one = start(HOST, here, HERE, 0o022, "0", "sorted", "site")
    other = start(HOST, there, THERE, 0o077, "400", "reversed", "site")
    finish(one), finish(other)
    first, second = read(here / "site"), read(there / "site")
    assert sum(name.startswith("pagefind/") for name in first) > 50
    assert differing(first, second) == []
    finish(start(HOST, here, THERE, 0o022, "-400", "7", "site"))
    assert differing(first, read(here / "site")) == []


def read(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_difference_is_noticed() -> None:
    assert differing({"a": "1", "b": "2"}, {"a": "1", "b": "3", "c": "4"}) == ["b", "c"]
