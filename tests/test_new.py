"""`cycles new`: what it makes is whole, and what is there stays."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.cli import _asking, main
from coaching_cycles.problems import render
from coaching_cycles.reading.document import parse_record
from coaching_cycles.reading.paths import plain
from coaching_cycles.schema import ALIASES, Record
from coaching_cycles.writing.begin import record_text
from coaching_cycles.writing.files import list_files
from coaching_cycles.writing.format import format_text
from coaching_cycles.writing.remix import remix
from coaching_cycles.writing.scaffold import portfolio_files
from tests.conftest import ROOT
from tests.test_docs_examples import HOSTING, fences

FLAGS = (
    "--title",
    "Fractions on a line",
    "--grade",
    "3",
    "--subject",
    "Mathematics",
    "--goal",
    "Students will.",
)


def run(*arguments: str | Path, typed: str = "") -> tuple[int, str]:
    done = CliRunner().invoke(main, ["new", *map(str, arguments)], input=typed)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def check(folder: Path) -> Checked:
    checked = read_portfolio(folder)
    # A record may name no standard yet, and a log that is added makes the example's approval void.
    known = {"H503", "W713"}
    assert [p.code for p in checked.problems if p.code not in known] == [], render(checked.problems)
    return checked


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_asking, "today", lambda: "2026-10-05")
    monkeypatch.setattr("coaching_cycles.cli.new.today", lambda: "2026-10-05")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert run("portfolio", tmp_path / "own", "--school", "Benton High")[0] == 0
    return tmp_path / "own"


def test_portfolio_is_whole_and_in_the_canonical_form(folder: Path) -> None:
    checked = check(folder)
    assert checked.problems == ()
    assert [cycle.id for cycle in checked.portfolio.cycles] == ["benton-high/2026-09-example"]
    for path, kind in list_files(folder):
        text = (folder / path).read_text(encoding="utf-8")
        assert format_text(kind, text).text == text, path
    assert "roster.txt" in (folder / ".gitignore").read_text().split()
    left = [path for path, data in contents(folder).items() if re.search(rb"@\w+@|SCHOOL|dot-", data)]
    assert left == []
    # Every comment of the settings is a setting: without its sign the file still says what it may.
    settings = folder / "cycles" / "portfolio.yml"
    text = re.sub(r"^# (?=\w+:|  )", "", settings.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert "\nfocus:" in text
    settings.write_text(text.replace("lang: es", "lang: en"), encoding="utf-8")
    check(folder)


def test_portfolio_with_awkward_names(tmp_path: Path) -> None:
    assert run("portfolio", tmp_path, "--title", 'Ours: "all" of it', "--school", "St. John's #2")[0] == 0
    assert check(tmp_path).portfolio.schools[0].record.name == "St. John's #2"
    assert check(tmp_path).portfolio.record.title == 'Ours: "all" of it'
    assert (tmp_path / "cycles" / "st-johns-2").is_dir()


def test_portfolio_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\n")
    (tmp_path / "elsewhere").write_text("theirs")
    (tmp_path / "README.md").symlink_to(tmp_path / "elsewhere")
    code, said = run("portfolio", tmp_path)
    assert code == 0
    assert "mkdocs.yml was there already and stays as it is" in said
    assert (tmp_path / "mkdocs.yml").read_text() == "site_name: Mine\n"
    assert (tmp_path / "elsewhere").read_text() == "theirs"
    before = contents(tmp_path)
    assert "made 0 files" in run("portfolio", tmp_path)[1]
    assert contents(tmp_path) == before


def test_portfolio_builds_as_it_is(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = folder / "site" / "cycles" / "benton-high" / "2026-09-example" / "index.html"
    assert "An example: saying what the data show" in page.read_text(encoding="utf-8")


def test_workflow_is_the_one_of_the_handbook() -> None:
    shown = next(fence for fence in fences(HOSTING) if fence.file == ".github/workflows/site.yml").text
    assert portfolio_files("A", "B", "b")[".github/workflows/site.yml"] == shown


def test_school(folder: Path) -> None:
    code, said = run("school", "Escuela del Río", "--grades", "K-5", "--root", folder)
    assert (code, said) == (0, "made cycles/escuela-del-río/school.yml\n")
    text = (folder / "cycles" / "escuela-del-río" / "school.yml").read_text(encoding="utf-8")
    assert text == (
        "# yaml-language-server: $schema=../../.schemas/school.json\nname: Escuela del Río\ngrades: [K-5]\n"
    )
    assert (folder / "cycles" / "escuela-del-río" / "../../.schemas/school.json").is_file()
    check(folder)
    before = contents(folder)
    code, said = run("school", "Escuela del Río", "--root", folder)
    assert code == 2
    assert "is there already; nothing was changed" in said
    assert run("school", "X", "--key", "a b", "--root", folder)[0] == 2
    assert run("school", "X", "--grades", "high", "--root", folder)[0] == 2
    assert contents(folder) == before


def test_cycle_from_options(folder: Path) -> None:
    code, said = run("cycle", *FLAGS, "--standard", "3.NF.A.2", "--start", "10/26/2026", "--root", folder)
    assert code == 0, said
    assert said.startswith("made cycles/benton-high/2026-10-fractions-on-a-line/index.md\n")
    cycle = check(folder).portfolio.cycles[-1]
    assert (cycle.record.title, cycle.record.grades, cycle.record.status) == (
        "Fractions on a line",
        ("3",),
        "planned",
    )
    assert str(cycle.record.dates and cycle.record.dates.start) == "2026-10-26"
    assert check(folder).problems == ()
    before = contents(folder)
    code, said = run("cycle", *FLAGS, "--start", "2026-10", "--root", folder)
    assert code == 2
    assert "there is a cycle benton-high/2026-10-fractions-on-a-line already" in said
    assert contents(folder) == before


def test_cycle_asks_in_plain_words(folder: Path) -> None:
    run("school", "Hill", "--root", folder)
    typed = "nowhere\nhill\nLab reports\nseventh\n7, 8\nScience\nStudents will say what data show.\n"
    code, said = run("cycle", "--root", folder, typed=typed)
    assert code == 0, said
    assert "What will students be able to do?" in said
    assert "is not a grade: write a number, K, PK" in said
    cycle = next(c for c in check(folder).portfolio.cycles if c.school == "hill")
    assert cycle.id == "hill/2026-10-lab-reports"
    assert cycle.record.grades == ("7", "8")


def test_comments_of_a_new_record_are_a_record(folder: Path) -> None:
    run("cycle", *FLAGS, "--name", "2026-one", "--root", folder)
    file = folder / "cycles" / "benton-high" / "2026-one" / "index.md"
    text = file.read_text(encoding="utf-8")
    note, opened = text.partition("\n# More")[0], re.sub(r"^# (?=[a-z ])", "", text, flags=re.MULTILINE)
    assert len(opened.split("\n")) - len(re.findall(r"^#", opened, re.MULTILINE)) > note.count("\n") + 10
    file.write_text(opened, encoding="utf-8")
    checked = check(folder)
    assert checked.problems == ()
    assert len(checked.portfolio.cycles) == 2


def test_remix_takes_the_plan_and_no_data(folder: Path) -> None:
    code, said = run("cycle", "--like", "2026-09-example", "--root", folder)
    assert code == 0, said
    text = (folder / "cycles/benton-high/2026-10-an-example-saying-what-the-data/index.md").read_text()
    assert "remixed_from: benton-high/2026-09-example\n" in text
    cycle = next(c for c in check(folder).portfolio.cycles if c.record.remixed_from)
    for gone in ("results", "teachers", "coach", "approved", "dates", "logs", "conditions"):
        assert getattr(cycle.record, gone) is None
    assert cycle.record.visibility == "school"
    assert cycle.record.targets is not None
    assert [t.results for t in cycle.record.targets] == [None, None]


def test_remix_names_nobody_and_counts_nothing() -> None:
    records = [path for path, kind in list_files(ROOT) if kind == "record"]
    assert len(records) > 40
    for path in records:
        document = parse_record((ROOT / path).read_text(encoding="utf-8"), path).document
        assert document is not None
        record = Record.model_validate(plain(document.front, ALIASES))
        kept = record_text(remix(record, "a/b")).partition("\n# More")[0]
        people = [*(record.teachers or ()), *([record.coach] if record.coach else [])]
        for name in (person.name for person in people if person.name):
            assert not re.search(rf"\b{re.escape(name)}\b", kept), path
        assert not re.search(r"^ *(before|after|students|file|date|start|by|name):", kept, re.MULTILINE)


def test_log_has_the_date_and_the_prompts(folder: Path) -> None:
    code, said = run("log", "benton-high/2026-09-example", "baseline", "--root", folder)
    assert code == 0
    path = "cycles/benton-high/2026-09-example/logs/2026-10-05-baseline.md"
    assert said.startswith(f"made {path}\n")
    text = (folder / path).read_text()
    assert "date: 2026-10-05\n" in text
    assert "  # What does this mean for instruction?\n  meaning:\n" in text
    cycle = check(folder).portfolio.cycles[0]
    log = next(log for log in cycle.logs if log.template.key == "baseline")
    assert (log.answers, log.notes, log.next_steps) == ((), "", ())
    assert "is there already" in run("log", "benton-high/2026-09-example", "baseline", "--root", folder)[1]
    for name in ("2026-10-06-instruction", "2026-10-06-instruction_2"):
        assert (
            name in run("log", "2026-09-example", "instruction", "--date", "2026-10-6", "--root", folder)[1]
        )


def test_log_of_the_portfolios_own(folder: Path) -> None:
    with (folder / "cycles" / "portfolio.yml").open("a") as settings:
        settings.write(
            "logs: {visit: {prompts: {seen: What did students say?}}, impact: {prompts: {support: }}}\n"
        )
    assert run("log", "2026-09-example", "visit", "--root", folder)[0] == 0
    assert "# What did students say?\n  seen:" in next(folder.rglob("*-visit.md")).read_text()
    assert run("log", "2026-09-example", "impact", "--root", folder)[0] == 0
    assert "support:" not in next(folder.rglob("*-impact.md")).read_text()
    assert "the logs are: goal, assessment" in run("log", "2026-09-example", "picnic", "--root", folder)[1]


def test_log_makes_room_beside_a_record_in_one_file(folder: Path) -> None:
    home = folder / "cycles" / "benton-high"
    text = "---\ntitle: A\ngrades: [7]\nsubject: Science\ngoal: Students will.\nstatus: active\n---\n"
    (home / "2026-one.md").write_text(text)
    code, said = run("log", "2026-one", "goal", "--root", folder)
    assert code == 0, said
    assert "moved cycles/benton-high/2026-one.md to cycles/benton-high/2026-one/index.md" in said
    assert {cycle.id for cycle in check(folder).portfolio.cycles} >= {"benton-high/2026-one"}
    assert (home / "2026-one" / "index.md").read_text() == text

    (home / "plan.pdf").write_bytes(b"-")
    (home / "2026-two.md").write_text(
        text.replace("status", "resources: [{title: Plan, file: plan.pdf}]\nstatus")
    )
    before = contents(folder)
    code, said = run("log", "2026-two", "goal", "--root", folder)
    assert code == 2
    assert "names files beside it" in said
    assert contents(folder) == before


def test_what_is_meant_is_found_or_suggested(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "bare" / "cycles").mkdir(parents=True)
    for arguments, told in (
        (("log", "benton-high/2026-09-exmple", "goal"), "did you mean benton-high/2026-09-example?"),
        (("cycle", "--school", "x"), "there is no school 'x'; the schools are: benton-high"),
        (("cycle", "--root", tmp_path), "no portfolio here"),
        (("cycle", "--root", tmp_path / "bare"), "there is no school yet"),
    ):
        code, said = run(arguments[0], "--root", folder, *arguments[1:])
        assert code == 2
        assert told in said


def test_every_required_key_is_asked_for() -> None:
    required = {name for name, info in Record.model_fields.items() if info.is_required()}
    assert {*_asking.QUESTIONS, "status"} == required
