"""No name, number or row of a student is in any byte that an import writes or prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from coaching_cycles.cli import main
from tests.importing import to_csv, to_xlsx

NAMES = ["Zyxana", "Quibley", "Vortrude", "Mxyland", "Plughard"]
IDS = ["9071234", "9071235", "9071236", "9071237", "9071238"]
CANARIES = [*NAMES, *IDS, "kanarifugl", "Frøken"]

RECORD = """---
title: Weighing the evidence
grades: [11]
subject: Social studies
goal: Students will evaluate explanations of events.
status: active
---

Prose.
"""


def rows(*results: object, header: tuple[str, ...] = ("Pre", "Post")) -> list[list[object]]:
    """A class with canaries in every column that says who somebody is, one of them twice."""
    head = ["Last Name", "First Name", "Student ID", "Email", "Class Teacher", "Comments", *header]
    found: list[list[object]] = [head]
    for n, (name, number) in enumerate(zip(NAMES, IDS, strict=True)):
        mail = f"{name.lower()}@kanarifugl.org"
        cells = results[n] if n < len(results) else ("2", "3")
        assert isinstance(cells, tuple)
        found.append([name, NAMES[n - 1], number, mail, "Frøken Kanarifugl", f"see {number}", *cells])
    return [*found, found[1]]


FILES: dict[str, bytes] = {
    "scores.csv": to_csv(rows(("7/10", "9/10"), ("<1", "4/10"), ("Zyxana", "9"), ("absent", "5"))),
    "levels.xlsx": to_xlsx(rows(("Beginning", "Proficient"), ("Developing", "Quibley"), ("1", "Developing"))),
    "odd.csv": to_csv(rows(("Quibley", "Zyxana"), ("Vortrude", "Mxyland"), ("Plughard", "9071234"))),
    "long.csv": to_csv(rows(("2026-10-02", "2"), ("9071234", "3"), header=("Date", "Level"))),
    "term.csv": to_csv(rows(("Zyxana", "2"), ("Fall", "3"), ("Quibley", "1"), header=("Term", "Level"))),
    "standard.csv": to_csv([["Student", "Standard", "Level"], *([n, "8.EE.7b", "2"] for n in NAMES)]),
    "title.csv": to_csv([["Frøken Kanarifugl, period 3"], [], *rows(), [], ["Frøken Kanarifugl: 9071234"]]),
    "latin.csv": to_csv(rows(), ";", "latin-1"),
    "nothing.csv": to_csv([["Frøken", "9071234"], *([n, i] for n, i in zip(NAMES, IDS, strict=True))]),
    "unclosed.csv": b'Student,Pre\n"' + b"Zyxana,1\n" * 20_000,
    "damaged.xlsx": to_xlsx(rows())[:-200],
}


def check(text: str | bytes) -> None:
    low = text.decode("utf-8", "replace").lower() if isinstance(text, bytes) else text.lower()
    assert [canary for canary in CANARIES if canary.lower() in low] == []


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("extra", [(), ("--levels", "1, 2, 3")])
def test_no_canary_leaves(tmp_path: Path, name: str, extra: tuple[str, ...]) -> None:
    file = tmp_path / "private" / name
    file.parent.mkdir()
    file.write_bytes(FILES[name])
    portfolio = tmp_path / "portfolio"
    record = portfolio / "cycles" / "benton" / "r.md"
    record.parent.mkdir(parents=True)
    record.write_text(RECORD, encoding="utf-8")
    saved = tmp_path / "saved.yml"
    command = ["import", str(file), "--into", str(record), "--save-map", str(saved), "--no-ask", *extra]
    done = CliRunner().invoke(main, command)
    assert done.exit_code in {0, 1}, done.output
    check(done.output)
    if name in {"scores.csv", "term.csv"} and not extra:
        assert (done.exit_code, "results:" in record.read_text(encoding="utf-8")) == (0, True), done.output
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path != file]
    assert {path.name for path in written} <= {"r.md", "saved.yml"}, "nothing else is kept"
    for path in written:
        check(path.read_bytes())
    assert file.read_bytes() == FILES[name]


def test_a_filter_by_a_person_is_not_saved(tmp_path: Path) -> None:
    file, saved = tmp_path / "a.csv", tmp_path / "saved.yml"
    file.write_bytes(FILES["scores.csv"])
    where = "Class Teacher=Frøken Kanarifugl"
    done = CliRunner().invoke(
        main, ["import", str(file), "--where", where, "--save-map", str(saved), "--dry-run"]
    )
    assert done.exit_code == 0, done.output
    check(saved.read_bytes())
    check(done.output)


def test_a_process_prints_and_leaves_nothing_either(tmp_path: Path) -> None:
    """Once as a user runs it: what a traceback or a warning would print, and what lies in the home folder."""
    file = tmp_path / "scores.csv"
    file.write_bytes(FILES["scores.csv"])
    home = tmp_path / "home"
    home.mkdir()
    env = {**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    command = [sys.executable, "-m", "coaching_cycles", "import", str(file)]
    done = subprocess.run(command, cwd=home, env=env, capture_output=True, check=False)
    check(done.stdout + done.stderr)
    assert re.search(rb"students +2 +5", done.stdout), done.stdout
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_rows_beside_records_are_warned_about(tmp_path: Path) -> None:
    (tmp_path / "cycles" / "benton").mkdir(parents=True)
    file = tmp_path / "cycles" / "benton" / "list.csv"
    file.write_bytes(FILES["scores.csv"])
    assert "W832" in CliRunner().invoke(main, ["import", str(file), "--dry-run"]).output
    elsewhere = tmp_path.parent / f"{tmp_path.name}-private"
    elsewhere.mkdir()
    (elsewhere / "list.csv").write_bytes(FILES["scores.csv"])
    assert "W832" not in CliRunner().invoke(main, ["import", str(elsewhere / "list.csv"), "--dry-run"]).output
    roundabout = str(tmp_path / "cycles" / ".." / ".." / elsewhere.name / "list.csv")
    assert "W832" not in CliRunner().invoke(main, ["import", roundabout, "--dry-run"]).output
    (elsewhere / ".git").mkdir()
    assert "W832" in CliRunner().invoke(main, ["import", str(elsewhere / "list.csv"), "--dry-run"]).output
