"""A flipped byte, a lost end, two entries in one another's place: what is kept changes nothing but speed."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from coaching_cycles import packs
from coaching_cycles.packs import Packs
from tests.few import copy_few
from tests.test_keeping import build, differing

# `make torture` asks for more.
DAMAGES = int(os.environ.get("CYCLES_DAMAGES", "10"))
Damage = Callable[[Path, random.Random], int]


@pytest.fixture(scope="module")
def kept(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, object]]:
    """A portfolio, what a build of it has kept, and the site as it is without."""
    folder = tmp_path_factory.mktemp("damaged")
    portfolio, cache = copy_few(root, folder / "portfolio"), folder / "cache"
    clean = build(portfolio, "private", None)
    assert differing(build(portfolio, "private", cache), clean) == []
    kinds = {file.relative_to(cache).parts[0] for file in entries(cache)}
    assert len(kinds) >= 4, kinds
    return portfolio, cache, clean


def entries(cache: Path) -> list[Path]:
    return sorted(path for path in cache.rglob("*") if path.is_file())


def flip(cache: Path, chance: random.Random) -> int:
    """One bit of each file."""
    for file in entries(cache):
        body = bytearray(file.read_bytes())
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
        file.write_bytes(body)
    return len(entries(cache))


def cut(cache: Path, chance: random.Random) -> int:
    """The end of each file."""
    for file in entries(cache):
        body = file.read_bytes()
        file.write_bytes(body[: chance.randrange(len(body))])
    return len(entries(cache))


def swap(cache: Path, chance: random.Random) -> int:
    """Two entries of each pack, whose table is signed anew; and each other file with one of its kind."""
    done = 0
    files = entries(cache)
    for file in files:
        others = [other for other in files if other.parent.parent == file.parent.parent and other != file]
        if file.suffix == ".pack":
            done += _swap_in_pack(file, chance)
        elif others:
            other = chance.choice(others)
            one, two = file.read_bytes(), other.read_bytes()
            file.write_bytes(two), other.write_bytes(one)
            done += 1
    return done


def _swap_in_pack(file: Path, chance: random.Random) -> int:
    data = file.read_bytes()
    _, size = packs._FOOT.unpack_from(data, len(data) - packs._FOOT.size)
    start = len(data) - packs._FOOT.size - size
    rows = list(packs._ROW.iter_unpack(data[start : start + size]))
    if len(rows) < 2:
        return 0
    one, two = chance.sample(range(len(rows)), 2)
    rows[one], rows[two] = (rows[one][0], *rows[two][1:]), (rows[two][0], *rows[one][1:])
    table = b"".join(packs._ROW.pack(*row) for row in rows)
    file.write_bytes(data[:start] + table + packs._FOOT.pack(sha256(table).digest(), size))
    return 1


@pytest.mark.parametrize("damage", [flip, cut, swap])
def test_damage_changes_nothing_but_speed(
    kept: tuple[Path, Path, dict[str, object]], tmp_path: Path, damage: Damage
) -> None:
    portfolio, cache, clean = kept
    seed = int.from_bytes(os.urandom(4))
    chance = random.Random(seed)
    done = 0
    while done < DAMAGES:
        copy = tmp_path / "cache"
        shutil.copytree(cache, copy)
        made = damage(copy, chance)
        assert made >= 4
        assert differing(build(portfolio, "private", copy), clean) == [], f"seed {seed}, {done} before"
        done += made
        shutil.rmtree(copy)


def test_entry_that_is_sound_is_used(kept: tuple[Path, Path, dict[str, object]], tmp_path: Path) -> None:
    """The control: what is swapped here is what would be found, were it not signed with its key."""
    one, other = sha256(b"1").hexdigest(), sha256(b"2").hexdigest()
    cache = Packs(tmp_path, 10)
    cache.put(one, b"one"), cache.put(other, b"other")
    cache.save()
    assert [Packs(tmp_path, 10).get(key) for key in (one, other)] == [b"one", b"other"]
    assert _swap_in_pack(*tmp_path.glob("*.pack"), random.Random(1)) == 1
    swapped = Packs(tmp_path, 10)
    assert [swapped._read(key)[65:] for key in (one, other)] == [b"other", b"one"]  # type: ignore[index]
    assert [swapped.get(key) for key in (one, other)] == [None, None]
