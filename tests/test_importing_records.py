"""`cycles import` as it is used: into a record, again, with a map or questions, as the handbook shows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coaching_cycles.cli import main
from tests.importing import to_csv
from tests.test_importing_exports import FILES, GOLDEN, Case

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "handbook" / "importing.md").read_text(encoding="utf-8")

RECORD = """---
title: Weighing the evidence   # not too long
grades: [11]
subject: Social studies
goal: Students will evaluate explanations of events.
status: active
targets:
  - Read the text
  - text: Weigh
    standards: [8.EE.7b]   # any spelling
    results:
      assessment: organizer
      before: {date: 2026-10-02, students: 25, proficient: 7, note: "Most quoted."}   # look again
      checks:
        - {date: 2026-10-09, students: 24, proficient: 9, kind: exit slip}
      aim: 60
assessments:
  organizer: {title: Evidence organizer, levels: [Low, Middle, High], proficient: High}
---

Prose:  *kept*   to the letter.
"""

LIST = (
    "Student,Pre,Post\nA,Low,High\nB,Middle,High\nC,Low,Low\nD,High,Middle\nE,Low,absent\nF,Middle,\n"
    "G,,High\n"
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    file = tmp_path / "portfolio" / "cycles" / "benton" / "r.md"
    file.parent.mkdir(parents=True)
    file.write_text(RECORD, encoding="utf-8", newline="\n")
    return file


def run(tmp_path: Path, text: str | bytes, *options: str, typed: str | None = None) -> Result:
    file = tmp_path / "list.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return CliRunner().invoke(main, ["import", str(file), *options], input=typed)


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_numbers_are_updated_and_everything_else_stays(tmp_path: Path, record: Path) -> None:
    done = run(tmp_path, LIST, "--into", str(record), "--target", "2", "--after-date", "2026-10-26")
    assert done.exit_code == 0, done.output
    assert "Written into cycles/benton/r.md." in done.output
    gone, come = lines(RECORD, record.read_text(encoding="utf-8"))
    note = 'note: "Most quoted."}   # look again'
    assert gone == [f"      before: {{date: 2026-10-02, students: 25, proficient: 7, {note}"]
    # Low, Middle, High before and after; one was absent, one left (not proficient), one joined.
    assert come == [
        f"      before: {{date: 2026-10-02, levels: [3, 2, 1], {note}",
        "      after: {date: 2026-10-26, levels: [1, 1, 3], enrolled: 6}",
        "      moved:",
        "        - [1, 0, 1]",
        "        - [0, 0, 1]",
        "        - [0, 1, 0]",
        "      left: {proficient: 0, not_yet: 1}",
        "      joined: 1",
    ]
    checked = CliRunner().invoke(main, ["check", str(record.parents[2])])
    assert checked.exit_code == 0, checked.output


def test_a_second_import_of_the_same_file_changes_no_byte(tmp_path: Path, record: Path) -> None:
    options = ("--into", str(record), "--target", "2", "--after-date", "2026-10-26")
    run(tmp_path, LIST, *options)
    first = record.read_bytes()
    done = run(tmp_path, LIST, *options)
    assert "Nothing new" in done.output
    assert record.read_bytes() == first


def test_a_record_may_be_named_by_a_way_around(tmp_path: Path, record: Path) -> None:
    around = record.parent / ".." / "benton" / "r.md"
    done = run(tmp_path, LIST, "--into", str(around), "--target", "2")
    assert "Written into cycles/benton/r.md." in done.output


def test_a_dry_run_writes_nothing(tmp_path: Path, record: Path) -> None:
    done = run(tmp_path, LIST, "--into", str(record), "--target", "2", "--dry-run")
    assert done.exit_code == 0
    assert re.search(r"High +1 +3\n", done.output)
    assert record.read_text(encoding="utf-8") == RECORD


def test_a_target_that_is_only_words_gets_results(tmp_path: Path, record: Path) -> None:
    done = run(tmp_path, LIST, "--into", str(record), "--target", "1", "--assessment", "organizer")
    assert done.exit_code == 0, done.output
    gone, come = lines(RECORD, record.read_text(encoding="utf-8"))
    assert gone == ["  - Read the text"]
    assert come[:3] == [
        "  - text: Read the text",
        "      before: {levels: [3, 2, 1]}",
        "      after: {levels: [1, 1, 3], enrolled: 6}",
    ]


def test_standards_find_their_targets_and_the_others_are_named(tmp_path: Path, record: Path) -> None:
    text = "Student,8.EE.C.7b Pre,8.EE.C.7b Post,8.F.1 Pre,8.F.1 Post\n"
    text += "A,Low,High,Low,High\nB,Middle,High,Low,Low\n"
    done = run(tmp_path, text, "--into", str(record), "--levels", "Low, Middle, High")
    assert done.exit_code == 0, done.output
    assert "W836" in done.output
    written = record.read_text(encoding="utf-8")
    assert "levels: [1, 1, 0], note" in written
    assert written.count("results:") == 1


def test_another_class_is_a_measure_of_its_own(tmp_path: Path, record: Path) -> None:
    options = ("--into", str(record), "--goal", "--assessment", "organizer")
    for section, text in (("Period 3", LIST), ("Period 5", LIST.replace("A,Low,High\n", ""))):
        done = run(tmp_path, text, *options, "--section", section)
        assert done.exit_code == 0, done.output
    written = record.read_text(encoding="utf-8")
    assert "- section: Period 3" in written
    assert "- section: Period 5" in written
    assert "levels: [3, 2, 1]" in written
    assert "levels: [2, 2, 1]" in written
    run(tmp_path, LIST, *options, "--section", "Period 5")
    assert "levels: [2, 2, 1]" not in record.read_text(encoding="utf-8")


def test_one_reading_leaves_the_others_and_drops_a_table_that_no_longer_holds(
    tmp_path: Path, record: Path
) -> None:
    options = ("--into", str(record), "--target", "2")
    run(tmp_path, LIST, *options)
    assert "moved:" in record.read_text(encoding="utf-8")
    done = run(tmp_path, "Student,Level\nA,High\nB,High\n", *options, "--as", "after")
    assert done.exit_code == 0, done.output
    written = record.read_text(encoding="utf-8")
    assert "levels: [3, 2, 1], note" in written
    assert "after: {levels: [0, 0, 2]" in written
    assert "kind: exit slip" in written
    assert "moved:" not in written


def test_scores_have_no_cut_and_none_is_written(tmp_path: Path, record: Path) -> None:
    text = "Student,Pre (out of 20),Post (out of 20)\nA,7,15\nB,12,11\n"
    done = run(tmp_path, text, "--into", str(record), "--title", "Unit test")
    assert done.exit_code == 0, done.output
    _, come = lines(RECORD, record.read_text(encoding="utf-8"))
    assert [line for line in come if line not in {"results:", "  unit-test: {title: Unit test}"}] == [
        "  assessment: unit-test",
        "  before: {students: 2, mean: 9.5, sd: 3.54, out_of: 20}",
        "  after: {students: 2, mean: 13, sd: 2.83, out_of: 20}",
        "  change: {students: 2, mean: 3.5, sd: 6.36}",
    ]
    assert "E833" in run(tmp_path, text, "--proficient", "15").output


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (LIST, ("--target", "3"), "E835"),
        (LIST, ("--target", "2", "--proficient", "Superb"), "E833"),
        (LIST, ("--assessment", "organizer", "--levels", "High, Middle, Low"), "E824"),
        (
            LIST.replace("Low", "Weak"),
            ("--assessment", "organizer", "--levels", "Weak, Middle, High"),
            "E824",
        ),
        ("Student,Pre,Post\nA,Seed,Bloom\n", ("--target", "2"), "E824"),
        ("Reading,Students,Proficient\nPre,4,9\nPost,20,7\n", ("--goal", "--assessment", "new"), "E301"),
        ("Colour,Animal\nred,cat\nblue,dog\n", (), "E823"),
    ],
)
def test_what_can_not_be_right_is_not_written(
    tmp_path: Path, record: Path, text: str, options: tuple[str, ...], code: str
) -> None:
    done = run(tmp_path, text, "--into", str(record), *options)
    assert (done.exit_code, code in done.output) == (1, True), done.output
    assert record.read_text(encoding="utf-8") == RECORD


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: f"{case['export']}-{case['strand']}")
def test_every_export_gives_a_record_that_checks_clean(tmp_path: Path, record: Path, case: Case) -> None:
    data = to_csv(FILES[case["file"]])
    only = ("--only", case["part"]) if "part" in case else ()
    done = run(tmp_path, data, "--into", str(record), "--goal", "--write", case["strand"], *only)
    assert done.exit_code == 0, done.output
    assert "\nresults:" in record.read_text(encoding="utf-8")
    checked = CliRunner().invoke(main, ["check", str(record.parents[2])])
    assert checked.exit_code == 0, checked.output


def test_a_different_form_is_not_subtracted(tmp_path: Path, record: Path) -> None:
    run(tmp_path, LIST, "--into", str(record), "--target", "2", "--form", "different")
    written = record.read_text(encoding="utf-8")
    assert "form: different" in written
    assert "moved:" not in written


def test_a_saved_map_gives_the_same_counts(tmp_path: Path) -> None:
    text = "Kid,A1,x,A2\nA,Seed,9,Bloom\nB,Sprout,9,Sprout\n"
    saved = tmp_path / "odd.yml"
    said = ("--student", "Kid", "--before", "A1", "--after", "D", "--levels", "Seed, Sprout, Bloom")
    first = run(tmp_path, text, *said, "--save-map", str(saved), "--dry-run")
    assert first.exit_code == 0, first.output
    second = run(tmp_path, text, "--map", str(saved), "--dry-run")
    assert second.output == first.output.replace("\nThe map is saved; use it with --map.\n", "")
    saved.write_text(saved.read_text(encoding="utf-8").replace("reading:", "raeding:"), encoding="utf-8")
    broken = run(tmp_path, text, "--map", str(saved), "--dry-run")
    assert (broken.exit_code, "E202" in broken.output) == (1, True), broken.output


def test_questions_are_asked_where_headings_do_not_say_it(tmp_path: Path) -> None:
    text = "Kid,One,x,Two\nA,Seed,9,Bloom\nB,Sprout,9,Sprout\n"
    answers = ["A", "y", "b", "", "Z", "D", "y", "Seed, Sprout, Bloom", "Bloom"]
    done = run(tmp_path, text, "--ask", "--dry-run", typed="\n".join([*answers, ""]))
    assert done.exit_code == 0, done.output
    assert "There is no such column." in done.output
    assert re.search(r"Bloom +0 +1\n", done.output)
    assert "1 gained, 0 slipped back, 0 had it already, 1 not yet" in done.output


def test_questions_for_a_list_by_day_and_for_repeats(tmp_path: Path) -> None:
    text = "Kid,Got,x,On\nA,10,9,2026-10-02\nA,12,9,2026-10-02\nA,20,9,2026-10-26\n"
    done = run(tmp_path, text, "--ask", "--dry-run", typed="A\nn\nB\nD\nn\nn\n")
    assert done.exit_code == 0, done.output
    assert "mean change +10 points (1 student)" in done.output


def test_the_handbook_shows_what_is_printed(tmp_path: Path) -> None:
    file = re.search(r"^```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    shown = re.search(r"^```console\n\$ (cycles import .*?)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert file is not None
    assert shown is not None
    options = shown[1].split()[3:]
    assert run(tmp_path, file[1], *options).output == shown[2]


def test_options_that_say_nothing_sensible_are_refused(tmp_path: Path) -> None:
    for options in (
        ("--where", "Subject"),
        ("--out-of", "ten"),
        ("--out-of", "nan"),
        ("--before-date", "soon"),
    ):
        done = run(tmp_path, to_csv([["Student", "Pre", "Post"], ["A", 1, 2]]), *options)
        assert done.exit_code == 2, done.output
