"""Approvals: what they are about, what makes them void, and how the command writes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coaching_cycles.checking.approval import fingerprint
from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.cli import main
from coaching_cycles.model import Cycle
from coaching_cycles.privacy.policy import OPEN
from coaching_cycles.privacy.publish import publish
from coaching_cycles.privacy.showing import show
from coaching_cycles.problems import Problem
from coaching_cycles.schema import Audience, PortfolioRecord, Privacy, Record, field_audiences, may_hide
from coaching_cycles.site import Options, build_site
from coaching_cycles.writing.format import format_text

HEAD = """---
title: A title
grades: [5]
subject: Reading
goal: Students will give reasons.
status: complete
"""
# One way of writing every other field, and another one that says something else.
FIELDS = {
    "title": ("A title", "Another"),
    "grades": ("[5]", "[5, 6]"),
    "subject": ("Reading", "Writing"),
    "goal": ("Students will give reasons.", "Students will give two reasons."),
    "status": ("complete", "active"),
    "school": ("hill", "Hill"),
    "standards": ("[W.5.1]", "[W.5.2]"),
    "framework": ("ccss-ela", "other"),
    "visibility": ("public", "school"),
    "exemplar": ("{why: Because}", "{why: Because, limits: One class}"),
    "course": ("A", "B"),
    "setting": ("online", "hybrid"),
    "structure": ("pair", "team"),
    "teachers": ("[{role: A, name: Jo Day, show: initials}]", "[{role: A, name: Jo Day, show: role}]"),
    "coach": ("{role: Coach, name: Al, show: name}", "{role: Coach, name: Bo, show: name}"),
    "approved": ("{by: teacher, on: 2026-11-02}", "{by: teachers, on: 2026-11-02}"),
    "dates": ("{start: 2026-09-01, end: 2026-10-01}", "{start: 2026-09-01, end: 2026-10-02}"),
    "short_because": ("[tight goal]", "[refinement]"),
    "ended": ("planned", "met early"),
    "why": ("A", "B"),
    "rhythm": ("{planning: weekly}", "{planning: daily}"),
    "content_focus": ("A", "B"),
    "teaching_goals": ("[A]", "[B]"),
    "goal_history": ("[A]", "[A, B]"),
    "practices": ("[annotation]", "[modelling]"),
    "conditions": ("A", "B"),
    "capacity": ("{time: one hour}", "{time: two hours}"),
    "assessments": ("{slip: {title: Slip}}", "{slip: {title: Slip, kind: formative}}"),
    "results": (
        "{assessment: slip, before: {students: 25, proficient: 7}, after: {students: 25, proficient: 18}}",
        "{assessment: slip, before: {students: 25, proficient: 7}, after: {students: 25, proficient: 19}}",
    ),
    "targets": ("[{text: Read it}]", "[{text: Read it, kind: skill}]"),
    "groups": ("[{need: A, students: 12}]", "[{need: A, students: 13}]"),
    "evidence": ("[{content: A}]", "[{content: B}]"),
    "work": ("[{file: a.pdf, when: before, permission: true}]", "[{file: a.pdf, permission: true}]"),
    "resources": ("[{title: A, file: b.txt}]", "[{title: B, file: b.txt}]"),
    "logs": ("[{log: goal, notes: A}]", "[{log: goal, notes: B}]"),
    "still_need": ("A", "B"),
    "learned": ("A", "B"),
    "would_change": ("A", "B"),
    "support_needed": ("A", "B"),
    "private_notes": ("A", "B"),
    "waivers": ("[{text: Jo, why: A, by: coach}]", "[{text: Jo, why: B, by: coach}]"),
    "questions_for_readers": ("[A]", "[B]"),
    "remixed_from": ("hill/other", "hill/another"),
    "license": ("CC0", "CC BY 4.0"),
    "lang": ("es", "ko"),
    "aliases": ("[hill/old]", "[hill/older]"),
}  # fmt: skip
APART = {"school", "visibility", "approved"}
"""Fields that are no part of what teachers approve: they say whether it may be seen, and where."""
NOT_PUBLISHED = {*APART, "private_notes", "waivers"}


def record(changed: str = "", *, body: str = "The write-up.") -> str:
    lines = [f"{name}: {new if name == changed else old}" for name, (old, new) in FIELDS.items()]
    return "\n".join(["---", *lines, "---", "", body, ""])


class Folder:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.home = root / "cycles" / "hill" / "one"
        (self.home / "logs").mkdir(parents=True)
        (self.home / "a.pdf").write_bytes(b"%PDF-1.4 a")
        (self.home / "b.txt").write_bytes(b"b")
        self.write(record())

    def write(self, text: str) -> None:
        (self.home / "index.md").write_text(text, encoding="utf-8")

    @property
    def text(self) -> str:
        return (self.home / "index.md").read_text(encoding="utf-8")

    def read(self) -> Checked:
        return read_portfolio(self.root)

    def cycle(self) -> Cycle:
        checked = self.read()
        assert checked.broken == (), checked.problems
        return checked.portfolio.cycles[0]

    def fingerprint(self) -> str:
        checked = self.read()
        assert checked.broken == (), checked.problems
        return fingerprint(checked.portfolio.cycles[0], field_audiences(checked.portfolio.record), self.root)

    def problems(self, code: str) -> list[Problem]:
        return [p for p in self.read().problems if p.code == code]

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(
            main, ["approve", *words, "--folder", str(self.root)], catch_exceptions=False
        )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_every_field_is_in_the_table() -> None:
    assert set(FIELDS) == set(Record.model_fields)


@pytest.mark.parametrize("audience", ["public", "private"])
def test_a_fingerprint_is_of_what_is_published(folder: Folder, audience: Audience) -> None:
    """It changes with a field exactly when that is public, in the format or by the portfolio's wish."""
    for name in FIELDS:
        folder.write(record())
        first = folder.cycle()
        folder.write(record(name))
        second = folder.cycle()
        wish = Privacy(fields={name: audience}) if may_hide(name) else None
        fields = field_audiences(PortfolioRecord(privacy=wish))
        same = fingerprint(first, fields, folder.root) == fingerprint(second, fields, folder.root)
        # The framework is part of each standard, so it goes with those.
        unseen = (may_hide(name) and name != "framework" and audience == "private") or name in NOT_PUBLISHED
        assert same == unseen, name
        if name not in APART:
            # The words of the page, without where it was read from.
            pages = [repr(show(replace(c, approved="yes"), "public", OPEN, fields)) for c in (first, second)]
            assert (pages[0] == pages[1]) == unseen, f"{name}: the page and the fingerprint disagree"


def test_words_and_files_belong_to_what_is_approved(folder: Folder) -> None:
    first = folder.fingerprint()
    folder.write(record(body="Another write-up."))
    assert folder.fingerprint() != first
    folder.write(record())
    assert folder.fingerprint() == first
    (folder.home / "a.pdf").write_bytes(b"%PDF-1.4 b")
    assert folder.fingerprint() != first
    (folder.home / "a.pdf").write_bytes(b"%PDF-1.4 a")
    (folder.home / "unnamed.txt").write_text("nobody names this file", encoding="utf-8")
    assert folder.fingerprint() == first
    log = folder.home / "logs" / "impact.md"
    log.write_text("---\nlog: impact\nanswers: {support: A}\n---\n", encoding="utf-8")
    with_log = folder.fingerprint()
    assert with_log != first
    log.write_text("---\nlog: impact\nanswers: {support: B}\n---\n", encoding="utf-8")
    assert folder.fingerprint() == with_log, "the answer to `support` is private"
    log.write_text("---\nlog: impact\nanswers: {support: B}\n---\nNotes\n", encoding="utf-8")
    assert folder.fingerprint() != with_log


def test_the_layout_of_a_file_is_no_part_of_it(folder: Folder) -> None:
    first = folder.fingerprint()
    text = folder.text
    done = format_text("record", text).text
    assert done is not None
    assert done != text
    lines = text.split("\n")
    end = lines.index("---", 1)
    for other in (
        done,
        "\n".join(["---", *reversed(lines[1:end]), *lines[end:]]),
        text.replace("\n", "\r\n"),
        text.replace("course: A\n", 'course: "A"  # as the school says\n\n# more\n'),
        text.replace("course: A\n", "course: >-\n  A\n").replace("license:", "licence:"),
        text.replace("practices: [annotation]", "practices:\n  - annotation"),
        text.replace("ended: planned", "ended: {how: planned}"),
        text.replace("logs: [{log: goal, notes: A}]\n", "logs:\n- log: goal\n  notes: |\n    A\n"),
    ):  # fmt: skip
        assert other != text
        folder.write(other)
        assert folder.fingerprint() == first
    folder.write(text.replace("logs: [{log: goal, notes: A}]\n", ""))
    (folder.home / "logs" / "goal.md").write_text("---\nlog: goal\n---\n\nA\n", encoding="utf-8")
    assert folder.fingerprint() == first


def test_an_edit_makes_an_approval_void(folder: Folder) -> None:
    [hint] = folder.problems("H714")
    assert "cycles approve hill/one" in hint.hint
    assert folder.cycle().approved == "yes", "by and on are enough"
    assert folder.run("hill/one").exit_code == 0
    assert folder.problems("H714") == []
    assert folder.problems("W713") == []
    assert folder.cycle().approved == "yes"
    sealed = folder.text
    folder.write(sealed.replace("support_needed: A", "support_needed: B"))
    assert folder.cycle().approved == "yes"
    folder.write(sealed.replace("learned: A", "learned: B"))
    [problem] = folder.problems("W713")
    assert problem.field == "approved.hash"
    assert "git diff" in problem.hint
    assert folder.cycle().approved == "outdated"
    left = publish(folder.read().portfolio, "public").left_out
    assert [(item.id, item.reason) for item in left] == [("hill/one", "edited")]
    site = build_site(folder.root, Options())
    assert not any(page.address.startswith("cycles/hill") for page in site.pages)
    assert "1 left out: it is public but changed since the teachers approved" in site.notes[1]
    assert len(publish(folder.read().portfolio, "school").cycles) == 1
    folder.write(sealed)
    assert folder.cycle().approved == "yes", "taking the edit back is as good as approving again"


def test_a_record_for_the_school_is_told_nothing(folder: Folder) -> None:
    folder.write(record("visibility"))
    assert folder.problems("H714") == []
    folder.write(record("visibility").replace("2026-11-02}", '2026-11-02, hash: "1:00"}'))
    assert folder.problems("W713") == []
    assert folder.cycle().approved == "outdated"


@pytest.mark.parametrize(
    ("written", "code", "approved"),
    [
        ("1:00ff", "W713", "outdated"),
        ("2:00ff", "W713", "outdated"),
        ("my own note", "H714", "yes"),
        ("", "H714", "yes"),
    ],
)
def test_fingerprints_of_others(folder: Folder, written: str, code: str, approved: str) -> None:
    folder.write(record().replace("2026-11-02}", f'2026-11-02, hash: "{written}"}}'))
    assert len(folder.problems(code)) == 1
    assert folder.cycle().approved == approved


def test_broken_records_are_not_judged(folder: Folder) -> None:
    """What stands in for a mistake would have another fingerprint."""
    folder.run("hill/one")
    folder.write(folder.text.replace("status: complete", "status: done"))
    assert folder.problems("W713") == []
    result = folder.run("hill/one")
    assert result.exit_code == 1
    assert "cycles check" in result.output


def test_the_command_keeps_what_is_there(folder: Folder) -> None:
    before = folder.text
    result = folder.run("cycles/hill/one/index.md")
    assert result.exit_code == 0
    assert "fingerprint" in result.output
    seal = folder.fingerprint()
    assert folder.text == before.replace("2026-11-02}", f'2026-11-02, hash: "{seal}"}}')
    sealed = folder.text
    assert "already" in folder.run("hill/one").output
    assert folder.text == sealed
    for words in (["--by", "principal"], ["--on", "2026-12-01"]):
        refused = folder.run("hill/one", *words)
        assert refused.exit_code == 1
        assert "--again" in refused.output
        assert folder.text == sealed
    assert folder.run("hill/one", "--by", "principal", "--on", "2026-12-01", "--again").exit_code == 0
    assert folder.text == sealed.replace("by: teacher, on: 2026-11-02", "by: principal, on: 2026-12-01")


def test_the_command_after_an_edit(folder: Folder) -> None:
    folder.run("hill/one")
    edited = folder.text.replace("learned: A", "learned: B")
    folder.write(edited)
    refused = folder.run("hill/one")
    assert refused.exit_code == 1
    assert folder.text == edited
    assert folder.run("hill/one", "--again", "--on", "2026-12-01", "--dry-run").exit_code == 0
    assert folder.text == edited
    assert folder.run("hill/one", "--again", "--on", "2026-12-01").exit_code == 0
    assert "by: teacher, on: 2026-12-01" in folder.text
    assert folder.cycle().approved == "yes"


def test_a_first_approval(folder: Folder) -> None:
    folder.write(record().replace("approved: {by: teacher, on: 2026-11-02}\n", ""))
    assert folder.run("hill/one", "--on", "2026-12-01").exit_code == 0
    lines = folder.text.split("\n")
    at = lines.index("approved:")
    assert lines[at - 1].startswith("coach:")
    assert lines[at + 1 : at + 3] == ["  by: teacher", "  on: 2026-12-01"]
    assert folder.cycle().approved == "yes"


def test_several_at_once_or_none(folder: Folder) -> None:
    other = folder.root / "cycles" / "hill" / "two.md"
    other.write_text(f"{HEAD}visibility: public\n---\n", encoding="utf-8")
    before = other.read_text(encoding="utf-8")
    result = folder.run("hill/two", "hill/tow", "hill/one")
    assert result.exit_code == 1
    assert "did you mean hill/two?" in result.output
    assert "nothing was written" in result.output
    assert other.read_text(encoding="utf-8") == before
    assert folder.run("hill/two", "hill/one").exit_code == 0
    assert all(cycle.approved == "yes" for cycle in folder.read().portfolio.cycles)
    assert folder.run("hill/two", "--on", "soon").exit_code == 2
