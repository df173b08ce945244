"""Counts in an author's words that no figure of a public page would show."""

from __future__ import annotations

from pathlib import Path

import pytest

from coaching_cycles.checking.portfolio import read_portfolio

RECORD = (
    "---\ntitle: A title\ngrades: [5]\ngoal: Students will read.\nsubject: Reading\nstatus: complete\n"
    "standards: RL.5.1\nvisibility: public\napproved: {by: teacher, on: 2026-10-05}\n"
)


def said(root: Path) -> list[tuple[str, int, str]]:
    found = [p for p in read_portfolio(root).problems if p.code == "H715"]
    return [(p.path.rpartition("/")[2], p.line, p.source[p.column - 1 :][: p.width]) for p in found]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "cycles/hill/2026-09-one/index.md"
    (path.parent / "logs").mkdir(parents=True)
    path.write_text(f"{RECORD}---\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("29 of 31 were there.", "29 of 31"),
        ("29 out of the 31 were there.", "29 out of the 31"),
        ("1 of 25 students.", "1 of 25"),
        ("27 de los 28 estudiantes", "27 de los 28"),
        ("27 av 28 elever", "27 av 28"),
        ("학생 28명 중 27명", "28명 중 27명"),
        ("28 of 31, 31 of 31, 0 of 31 and 3 of 31", ""),
        ("2 of 9 students", ""),  # a group of nine is in no figure either, and the words are the author's
        ("19 of 20 questions, 19 of 20 spelling words, 9 of 10 points", ""),
        ("version 2.1 of 12, page 3/2 of 12, 1 of 12.5", ""),
        ("nearly all of 31", ""),
    ],
)
def test_only_what_tells_of_one_or_two(record: Path, text: str, found: str) -> None:
    record.write_text(f"{RECORD}---\n{text}\n", encoding="utf-8")
    assert said(record.parents[3]) == ([("index.md", 11, found)] if found else [])


def test_what_the_public_does_not_see_may_say_it(record: Path) -> None:
    """Private fields, private answers, whole records; a log is for whom its record is."""
    log = (
        "---\nlog: baseline\nanswers:\n  support: 1 of 31 left.\n"
        "  who_assessed: |\n    Nearly all, that is\n    30 of 31\n---\n"
    )
    (record.parent / "logs/2026-09-20-baseline.md").write_text(log, encoding="utf-8")
    inline = (
        "private_notes: |\n  29 of 31\n\n  2 of 31\nlogs:\n"
        "  - log: impact\n    answers:\n      support: 2 of 31\n      who_has_not: 30 of 31\n"
        "learned: 29 of 31\n"
    )
    record.write_text(f"{RECORD}{inline}---\n", encoding="utf-8")
    root = record.parents[3]
    assert sorted(said(root)) == [
        ("2026-09-20-baseline.md", 7, "30 of 31"),
        ("index.md", 18, "30 of 31"),
        ("index.md", 19, "29 of 31"),
    ]
    record.write_text(f"{RECORD}{inline}---\n".replace("visibility: public", "visibility: school"), "utf-8")
    assert said(root) == []


def test_a_portfolio_decides_how_few(record: Path) -> None:
    record.write_text(f"{RECORD}---\n28 of 31, 29 of 31, 8 of 9\n", encoding="utf-8")
    root = record.parents[3]
    for settings, found in (
        ("{policy: open}", []),
        ("{policy: k12-10, smallest: 5}", ["28 of 31", "29 of 31"]),
        ("{policy: k12-10, loosen: {fewest: 5, why: Small school., by: Board}}", ["29 of 31", "8 of 9"]),
        ("{policy: k12-10, smallest: 1}", ["29 of 31"]),  # refused, and so not taken over
        ("{policy: k12-10, loosen: {smallest: 2, why: Small school., by: Board}}", []),
    ):
        (root / "cycles/portfolio.yml").write_text(f"privacy: {settings}\n", encoding="utf-8")
        assert [text for _, _, text in said(root)] == found
