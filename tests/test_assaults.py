"""Files that attack, through every door: a finding or a right reading, within 2 s and 1 GB; all else stands.

The table is in tests/assaults/. `make test` runs one row in eleven; `CYCLES_ASSAULTS=all` runs all, and any
other text the rows whose names it matches.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import coaching_cycles
from coaching_cycles.problems import kinds
from tests.assaults.attack import MARK, Attack
from tests.assaults.running import GIGABYTE, SECONDS, in_child
from tests.assaults.table import ATTACKS

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = Path(coaching_cycles.__file__).parent.parent
WANTED = os.environ.get("CYCLES_ASSAULTS", "")
EVERY = 11
"""Without a wish, one row in so many is run."""
MOST = 60
"""Findings of one kind about one file: with more, nobody reads the one that counts."""


def choose() -> tuple[Attack, ...]:
    """The rows to run."""
    if WANTED and WANTED != "all":
        return tuple(one for one in ATTACKS if re.search(WANTED, one.name))
    return ATTACKS if WANTED else ATTACKS[::EVERY]


CHOSEN = choose()
Told = dict[str, object]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """What became of each attack; in a process of its own, which is small, and which the children share."""
    folder = tmp_path_factory.mktemp("assaults")
    (folder / "wanted.json").write_text(json.dumps([one.name for one in CHOSEN]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.assaults.running", folder / "portfolio", folder / "wanted.json"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{PLUGINS}", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return {line["name"]: line for line in map(json.loads, done.stdout.splitlines())}


@pytest.mark.parametrize("attack", CHOSEN, ids=lambda attack: attack.name)
def test_attack(told: dict[str, Told], attack: Attack) -> None:
    outcome = told[attack.name]
    assert "raised" not in outcome, outcome["raised"]
    said, found = outcome["said"], outcome["codes"]
    assert isinstance(said, str)
    assert isinstance(found, dict)
    assert "Traceback" not in said
    assert attack.explain(found) == "", said[-3000:]
    for codes in found.values():
        assert set(codes) <= {"refused", *kinds()}
        assert max(codes.values(), default=0) <= MOST
    assert outcome["standing"], "the other record is gone"
    assert outcome["read"] is attack.is_read, f"{MARK} got onto the site, or did not"
    assert outcome["seconds"] < SECONDS  # type: ignore[operator]
    assert outcome["kilobytes"] * 1024 < GIGABYTE  # type: ignore[operator]


def test_names_are_names() -> None:
    assert len({one.name for one in ATTACKS}) == len(ATTACKS) > 300
    assert all(set(codes.split()) <= {"refused", *kinds()} for one in ATTACKS for codes in listed(one))


def listed(attack: Attack) -> Iterator[str]:
    yield from [attack.codes] if isinstance(attack.codes, str) else attack.codes.values()


def test_harness_notices(tmp_path: Path) -> None:
    """The control: what is raised, waits, grows or takes its time in a child is told."""

    def grow() -> Told:
        return {"size": len(bytes(GIGABYTE + 1))}

    def wait() -> Told:
        os.mkfifo(tmp_path / "pipe")
        return {"text": (tmp_path / "pipe").read_text(encoding="utf-8")}

    def spin() -> Told:
        while True:
            pass

    def end() -> Told:
        os._exit(3)

    assert in_child(lambda: {"fine": 1}, limited=True)["fine"] == 1
    assert "ZeroDivisionError" in str(in_child(lambda: {"no": 1 // 0}, limited=True)["raised"])
    assert "MemoryError" in str(in_child(grow, limited=True)["raised"])
    assert "ended by itself" in str(in_child(wait, limited=True, patience=1)["raised"])
    assert "ended by itself" in str(in_child(spin, limited=True, patience=1)["raised"])
    assert "ended by itself" in str(in_child(end, limited=True)["raised"])
    wrong = Attack("x", dict, "E101")
    assert wrong.explain({"a.md": {"E102": 1}})
    assert wrong.explain({})
    assert not wrong.explain({"a.md": {"E101": 2}})
    each = Attack("x", dict, {"a.md": "E101 E102", "b.md": ""})
    assert not each.explain({"a.md": {"E101": 2, "E102": 1}})
    assert each.explain({"a.md": {"E101": 2}})
    assert each.explain({"a.md": {"E101": 2, "E102": 1}, "c.md": {"E101": 1}})
