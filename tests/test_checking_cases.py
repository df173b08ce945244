"""Each planted mistake is reported once, at its own line and column, and nothing else is."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.problems import kinds, render

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "checks.yml").read_text(encoding="utf-8")
)
BASE = "---\ntitle: A title\ngrades: [5]\ngoal: Students will read.\nsubject: Reading\nstatus: planned\n"


def write(folder: Path, case: dict[str, Any]) -> str:
    """Lay a case out as a portfolio of one record; returns the record's path."""
    home = folder / "cycles" / "hill-school" / "2026-10-one"
    home.mkdir(parents=True)
    text = case.get("record") or f"{BASE}{case['add']}---\n\nThe write-up.\n"
    (home / "index.md").write_text(text, encoding="utf-8")
    for name, content in case.get("files", {}).items():
        (home / name).write_text(content, encoding="utf-8")
    return "cycles/hill-school/2026-10-one/index.md"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any], tmp_path: Path) -> None:
    """What is found is what the case expects, in full."""
    path = write(tmp_path, case)
    checked = read_portfolio(tmp_path)
    found = [f"{p.line}:{p.column} {p.code}" for p in checked.problems if p.path == path]
    assert sorted(found) == sorted(case["expect"]), render(checked.problems)
    assert all(p.path == path for p in checked.problems), render(checked.problems)
    if "says" in case:
        assert case["says"] in render(checked.problems)
    if any(line.split()[1].startswith("E") for line in case["expect"]):
        assert checked.broken == ("hill-school/2026-10-one",)
        assert checked.portfolio.cycles == ()


def test_all_at_once(tmp_path: Path) -> None:
    """All problems of all records come in one run, each at its own place."""
    wanted: list[tuple[str, str]] = []
    for number, case in enumerate(CASES):
        inner = tmp_path / "x"
        path = write(inner, case)
        target = tmp_path / "cycles" / "hill-school" / f"2026-{number}"
        target.parent.mkdir(parents=True, exist_ok=True)
        (inner / "cycles" / "hill-school" / "2026-10-one").rename(target)
        wanted += [(f"cycles/hill-school/2026-{number}/index.md", expected) for expected in case["expect"]]
        del path
    checked: Checked = read_portfolio(tmp_path)
    found = [(p.path, f"{p.line}:{p.column} {p.code}") for p in checked.problems]
    assert sorted(found) == sorted(wanted)


def test_no_code_stands_for_two_findings() -> None:
    """YAML takes the last of two keys, and the first finding would be explained as the second."""
    table = resources.files("coaching_cycles").joinpath("data", "problems.yml").read_text(encoding="utf-8")
    codes = re.findall(r"^([A-Z]\d+):", table, re.MULTILINE)
    assert sorted(codes) == sorted(set(codes))


def test_every_code_is_explained() -> None:
    """A code in a case is in the table of findings, and most of the table is in a case."""
    used = {line.split()[1] for case in CASES for line in case["expect"]}
    assert used <= set(kinds())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_rendering(case: dict[str, Any], tmp_path: Path) -> None:
    """A finding shows its place, its code, the line and a caret under the right column."""
    write(tmp_path, case)
    for problem in read_portfolio(tmp_path).problems:
        lines = problem.render().split("\n")
        assert lines[0].startswith(f"{problem.path}:{problem.line}:{problem.column}: {problem.code} ")
        if problem.source.strip():
            number, shown = lines[1].split(" | ", 1)
            assert int(number) == problem.line
            assert lines[2].index("^") - len(number) - 3 == min(problem.column - 1, 60)
            assert shown.strip() in problem.source
