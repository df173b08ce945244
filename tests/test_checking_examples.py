"""What a finding says to write in place of a value of the wrong shape: what its author most likely meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from coaching_cycles.checking.portfolio import read_portfolio

BASE = (
    "title: A title\ngrades: [5]\ngoal: Students will read.\nsubject: Reading\nstatus: planned\n"
    "standards: RL.5.1\n"
)
MEANT = {
    "results: {before: 7 of 25}": "write `before: {students: 25, proficient: 7}`",
    "results: {before: 18/25}": "write `before: {students: 25, proficient: 18}`",
    "results: {before: 28.5%}": "write `before: {percent: 28.5}`",
    "results: {before: Most named events.}": "write `before: {note: Most named events.}`",
    "results: {before: [{students: 25, proficient: 7}]}": "take the dash, or the [ ], away: there is one",
    "results: {before: {levels: '11, 12, 4'}}": "write `levels: [11, 12, 4]`",
    "results: {before: {levels: {Low: 3, High: 4}}}": "write `levels: [3, 4]`",
    "results: {matched: [1, 2, 3, 4]}": "its keys are: kept, gained, slipped, not_yet",
    "teachers: [Jo Li]": "write `{name: Jo Li}`",
    "teachers: [Grade 5 teacher]": "write `{role: Grade 5 teacher}`",
    "coach: 김민수": "write `coach: {name: 김민수}`",
    "approved: yes": "write `approved: {by: teacher, on: 2026-10-05}`",
    "approved: 2026-11-02": "write `approved: {by: teacher, on: 2026-11-02}`",
    "approved: both teachers": "write `approved: {by: both teachers}`",
    "dates: 2026-10-01 to 2026-10-26": "write `dates: {start: 2026-10-01, end: 2026-10-26}`",
    "dates: 2026-10": "write `dates: {start: 2026-10}`",
    "exemplar: true": "its keys are: why, limits",
    "exemplar: It is short.": "write `exemplar: {why: It is short.}`",
    "evidence: [Most did it.]": "write `{content: Most did it.}`",
    "logs: [goal]": "write `{log: goal}`",
    "logs: [We met.]": "write `{log: goal, notes: We met.}`",
    "logs: [{log: goal, next: 2026-10-12}]": "write `next: {date: 2026-10-12}`",
    "logs: [{log: goal, next: Draft it}]": "write `next: {steps: [Draft it]}`",
    "assessments: [{title: Slip}]": "give each a key of its own in place of the dash, `exit_slip:`, "
    "and move in what belongs to it",
    "evidence: [{target: A, content: x}]": "targets are counted from 1, in the order written",
    'resources: [{title: A, file: "https://example.org/a.pdf"}]': "write `url:` in place of `file:`",
    "resources: [{title: A, url: a.pdf}]": "for a file beside the record write `file:` in place of `url:`",
    "resources: [{title: A, url: www.example.org}]": "write it in full: https://www.example.org",
}


@pytest.mark.parametrize("written", MEANT)
def test_the_fix_is_what_was_meant(written: str, tmp_path: Path) -> None:
    (tmp_path / "cycles/hill").mkdir(parents=True)
    (tmp_path / "cycles/hill/one.md").write_text(f"---\n{BASE}{written}\n---\n", encoding="utf-8")
    found = [p for p in read_portfolio(tmp_path).problems if p.line == 8]
    assert [p.hint for p in found] == [MEANT[written]]
    assert isinstance(yaml.safe_load(written), dict)


@pytest.mark.parametrize("typed", ["2026/10/5", "2026-10-5", "2026.10.05"])
def test_a_date_in_the_right_order_is_written_out(typed: str, tmp_path: Path) -> None:
    (tmp_path / "cycles/hill").mkdir(parents=True)
    text = f"---\n{BASE}dates: {{start: {typed}}}\n---\n"
    (tmp_path / "cycles/hill/one.md").write_text(text, encoding="utf-8")
    (found,) = read_portfolio(tmp_path).problems
    assert found.message == f"{typed!r} is not a date: write 2026-10-05"


def test_a_question_is_a_prompt_with_a_key(tmp_path: Path) -> None:
    (tmp_path / "cycles/hill").mkdir(parents=True)
    (tmp_path / "cycles/portfolio.yml").write_text(
        "logs: {goal: {prompts: [Who was there?]}}", encoding="utf-8"
    )
    (found,) = [p for p in read_portfolio(tmp_path).problems if p.code == "E204"]
    assert found.hint == "write `{id: who_was_there, text: Who was there?}`"


def test_logs_beside_a_record_are_told_where_to_go(tmp_path: Path) -> None:
    (tmp_path / "cycles/hill/logs").mkdir(parents=True)
    (tmp_path / "cycles/hill/one.md").write_text(f"---\n{BASE}---\n", encoding="utf-8")
    (tmp_path / "cycles/hill/logs/goal.md").write_text("---\nlog: goal\n---\nx\n", encoding="utf-8")
    (found,) = read_portfolio(tmp_path).problems
    assert (found.code, found.path) == ("E146", "cycles/hill/logs")
    assert "<name>/index.md and <name>/logs/" in found.hint


def test_a_sample_without_a_file_is_one_mistake(tmp_path: Path) -> None:
    (tmp_path / "cycles/hill").mkdir(parents=True)
    text = f"---\n{BASE}work: [{{when: before, alt: A page}}]\n---\n"
    (tmp_path / "cycles/hill/one.md").write_text(text, encoding="utf-8")
    assert [p.code for p in read_portfolio(tmp_path).problems] == ["E201"]


def test_one_count_that_is_a_share_is_not_taken_for_all(tmp_path: Path) -> None:
    (tmp_path / "cycles/hill").mkdir(parents=True)
    text = f"---\n{BASE}results: {{before: {{levels: [6, 7/25, 8]}}}}\n---\n"
    (tmp_path / "cycles/hill/one.md").write_text(text, encoding="utf-8")
    found = [p for p in read_portfolio(tmp_path).problems if p.line == 8]
    assert [(p.code, p.hint) for p in found] == [("E205", "")]
