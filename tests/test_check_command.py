"""`cycles check`: every format says the same, the second run reads nothing twice, and --fix has no doubts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coaching_cycles.checking import records
from coaching_cycles.checking.pages import check_pages
from coaching_cycles.checking.portfolio import CACHE, read_portfolio
from coaching_cycles.checking.records import Report, check_portfolio
from coaching_cycles.cli import main
from coaching_cycles.problems import Mark, Problem, kinds, summarise
from coaching_cycles.reports import write_commands, write_json, write_summary
from coaching_cycles.writing.fixes import fix_file
from tests.test_checking_cases import CASES, write
from tests.test_docs_examples import PIXEL

BASE = "---\ntitle: A title\ngrades: [5]\ngoal: Students will read.\nsubject: Reading\nstatus: planned\n"


def run(*arguments: str | Path, env: dict[str, str] | None = None) -> Result:
    done = CliRunner().invoke(
        main, ["check", *map(str, arguments)], env={"GITHUB_STEP_SUMMARY": None, **(env or {})}
    )
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every planted mistake, one portfolio."""
    folder = tmp_path_factory.mktemp("everything")
    for number, case in enumerate(CASES):
        write(folder / "x", case)
        home = folder / "cycles" / "hill-school" / f"2026-{number}"
        home.parent.mkdir(parents=True, exist_ok=True)
        (folder / "x" / "cycles" / "hill-school" / "2026-10-one").rename(home)
    return folder


# The second run.


class Counted:
    """Checks a portfolio with a cache, and counts the records that are read for it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.read = folder, 0
        real = records.read_cycle

        def counting(*arguments: object) -> object:
            self.read += 1
            return real(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(records, "read_cycle", counting)
        # What another process reads is not counted here.
        monkeypatch.setattr(records, "count_workers", lambda: 1)

    def check(self) -> tuple[Report, int]:
        self.read = 0
        report = check_portfolio(self.folder, cache_dir=self.folder / CACHE)
        assert report.problems == read_portfolio(self.folder).problems
        return report, self.read


def test_kept_findings_are_those_of_a_full_reading(everything: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(everything, monkeypatch)
    first, read = counted.check()
    assert (first.records, read) == (len(CASES), len(CASES))
    again, read = counted.check()
    assert (again, read) == (first, 0)


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Counted:
    home = tmp_path / "cycles" / "hill"
    (home / "one" / "logs").mkdir(parents=True)
    (home / "one" / "index.md").write_text(f"{BASE}work: [{{file: a.png, alt: A sheet}}]\n---\n![A](b.png)\n")
    (home / "one" / "a.png").write_bytes(PIXEL)
    (home / "one" / "logs" / "2026-10-05-goal.md").write_text("---\nnotes: Jo Smithson said so.\n---\n")
    (home / "two.md").write_text(f"{BASE}remixed_from: hill/one\naliases: [hill/four]\n---\n")
    (home / "three.md").write_text(f"{BASE}resources: [{{title: X, file: x.pdf}}]\n---\n")
    (home / "four.md").write_text(f"{BASE}---\n")
    return Counted(tmp_path, monkeypatch)


def test_what_findings_depend_on_is_looked_at_again(counted: Counted) -> None:
    home = counted.folder / "cycles" / "hill"
    report, read = counted.check()
    assert read == 4
    assert "E217" in {p.code for p in report.problems}
    # A record in a single file that names files is always read: what lies beside it may change.
    assert counted.check() == (report, 1)

    (home / "one" / "b.png").write_bytes(PIXEL)
    assert counted.check()[1] == 2
    (home / "one" / "b.png").write_bytes(PIXEL[:-8] + b"12345678")  # the same size, another content
    assert counted.check()[1] == 2
    (home / "x.pdf").write_bytes(b"-")
    assert "E601" not in {p.code for p in counted.check()[0].problems if p.path.endswith("three.md")}
    (home / "one" / "logs" / "2026-10-05-goal.md").write_text("---\nnotess: X\n---\n")
    assert counted.check()[1] == 2
    (counted.folder / "roster.txt").write_text("Jo Smithson\n")
    assert counted.check()[1] == 4
    (counted.folder / "cycles" / "portfolio.yml").write_text("logs: {goal: {prompts: {mine: Why?}}}\n")
    assert counted.check()[1] == 4
    (home / "four.md").write_text(f"{BASE}standards: [MY.1]\n---\n")
    assert counted.check()[1] == 2
    (counted.folder / "standards").mkdir()
    (counted.folder / "standards" / "ours.csv").write_text("code,statement\nMY.1,One\n")
    assert counted.check()[1] == 4
    (home / "one" / "index.md").unlink()
    report, _ = counted.check()
    assert {"H218"} <= {p.code for p in report.problems if p.path.endswith("two.md")}


def test_a_damaged_entry_is_made_again(counted: Counted) -> None:
    report, _ = counted.check()
    for entry in (counted.folder / CACHE / "checks").rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-3])
    assert counted.check() == (report, 4)
    assert counted.check() == (report, 1)


# The formats.


def test_every_format_tells_every_finding(everything: Path, tmp_path: Path) -> None:
    text = run(everything)
    found = read_portfolio(everything).problems
    assert text.exit_code == 1
    assert text.output.rstrip().endswith(f"{summarise(found)} in {len(CASES)} records")
    data = json.loads(run(everything, "--format", "json").output)
    assert data["records"] == len(CASES)
    assert {(p["path"], p["line"], p["column"], p["code"], p["message"]) for p in data["problems"]} == {
        (p.path, p.line, p.column, p.code, p.message) for p in found
    }
    commands = run(everything, "--format", "github").output.splitlines()
    assert len(commands) == len(found) + 1
    assert all(re.match(r"::(error|warning|notice) file=", line) for line in commands[:-1])
    summary = tmp_path / "summary.md"
    summary.write_text("# Before\n")
    run(everything, "--summary", summary)
    assert summary.read_text().startswith("# Before\n### ")
    assert summary.read_text().count("\n| ") == min(len(found), 300) + 1


def test_summary_of_a_step_is_found_by_itself(tmp_path: Path) -> None:
    (tmp_path / "cycles" / "hill").mkdir(parents=True)
    (tmp_path / "cycles" / "hill" / "one.md").write_text(f"{BASE}standards: [RL.5.1]\n---\n")
    done = run(tmp_path, env={"GITHUB_STEP_SUMMARY": str(tmp_path / "step.md")})
    assert (done.exit_code, done.output) == (0, "no problems in 1 record\n")
    assert (tmp_path / "step.md").read_text() == "### No problems in 1 record\n\n"


def test_a_record_can_not_give_commands() -> None:
    message = "x\r\n::add-mask::y %0A | <b>@all</b> [a](b) `c`\n\n# d"
    problem = Problem("cycles/a,b:c.md", Mark(2, 3), "E203", message, "fix\nit", source="::stop")
    lines = write_commands([problem], "sub/portfolio").splitlines()
    assert lines == [
        (
            "::error file=sub/portfolio/cycles/a%2Cb%3Ac.md,line=2,col=3,"
            f"title=E203 {kinds()['E203'].title}::"
            "x%0D%0A::add-mask::y %250A | <b>@all</b> [a](b) `c`%0A%0A# d%0Afix%0Ait"
        )
    ]
    row = write_summary([problem], 1).splitlines()[-1]
    assert row.startswith("| cycles/a,b:c.md:2:3 | **E203** ")
    assert not re.search(r"(?<!\\)[`\[\]*#]|<b|@all", row.replace("**E203**", ""))
    assert len(re.findall(r"(?<!\\)\|", row)) == 4
    assert json.loads(write_json([problem], 1))["problems"][0]["message"] == message


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "portfolio" / "cycles" / "hill"
    home.mkdir(parents=True)
    (home / "one.md").write_text(f"{BASE}---\n")
    monkeypatch.chdir(tmp_path)
    assert "file=portfolio/cycles/hill/one.md," in run("portfolio", "--format", "github").output
    monkeypatch.chdir(tmp_path / "portfolio")
    assert "file=cycles/hill/one.md," in run("--format", "github").output


# The site's own pages.


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("# A page\n", []),
        ("", []),
        ("---\n\nA rule, then text: with a colon.\n", []),
        ("***\n", []),
        ("Note: this is text.\n", []),
        ("---\ntitle: A page\nhide: [toc]\n---\n# A page\n", []),
        ("---\ntitle: A page: with a colon\n---\n", ["E131"]),
        ("---\ntitle: A\ntitle: B\n---\n", ["E128"]),
        ("---\n# A comment\ntitle: A page\n\n# A page\n", ["E112"]),
        (f"{BASE}---\n", ["W141"]),
    ],
)
def test_front_matter_of_pages(text: str, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "docs" / "more").mkdir(parents=True)
    (tmp_path / "docs" / "more" / "page.md").write_text(text)
    assert [p.code for p in check_pages(tmp_path)] == codes
    assert check_pages(tmp_path, "elsewhere") == ()


def test_rows_about_students_are_no_page(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "cycles" / "hill").mkdir(parents=True)
    (tmp_path / "docs" / "marks.csv").write_text("Student,Before,After\nAda Lovelace,1,2\nAlan Turing,2,3\n")
    done = run(tmp_path)
    assert "docs/marks.csv:" in done.output
    assert done.exit_code == 1


# --fix.


def test_fix_mends_what_has_one_remedy(tmp_path: Path) -> None:
    home = tmp_path / "cycles" / "hill"
    home.mkdir(parents=True)
    record = (
        "---\r\ntitle: 'A: title'   # kept\r\ngrade: [5]\r\ngoal: Students will read.\r\nsubject: Reading\r\n"
        "status: planned\r\nstandards: [RL.5.1]\r\ndates: {start: 10/26/2026, end: '2026-11-1'}\r\n"
        "targets:\r\n- {text: It's one, standard: 'RL.5.1'}\r\npractises: ['a, b',  c]\r\n---\r\n"
        "\r\nIt's 'so'.\r\n"
    )
    (home / "one.md").write_bytes(record.encode())
    (home / "school.yml").write_text("name: 'Hill'\n")
    done = run(tmp_path, "--fix")
    assert done.exit_code == 0, done.output
    wanted = record
    for before, after in (
        ("'A: title'", '"A: title"'), ("grade:", "grades:"), ("10/26/2026", "2026-10-26"),
        ("'2026-11-1'", "2026-11-01"), ("standard:", "standards:"), ("'RL.5.1'", "RL.5.1"),
        ("practises", "practices"), ("'a, b'", '"a, b"'),
    ):  # fmt: skip
        wanted = wanted.replace(before, after)
    assert (home / "one.md").read_bytes() == wanted.encode()
    assert (home / "school.yml").read_text() == "name: Hill\n"
    assert "cycles/hill/one.md:11: practises is now practices\n" in done.stderr
    assert done.stdout == "no problems in 1 record\n"
    assert run(tmp_path, "--fix").stderr == ""


@pytest.mark.parametrize(
    "line",
    [
        "dates: {start: 10/5/2026}",  # two meanings
        "date: 2026-10-05",  # belongs elsewhere
        "practises: [a]\npractices: [b]",  # which of them?
        "practises:",  # nothing to save
        "answers: {practises: x}\n",
        "logs: [{log: goal, answers: {goall: x}}]",  # keys of an author's own
        "capacity: {tme: x}",
        "learned: 'two\n\n  lines'",
        "learned: ' x '",
        "xyzzy: 1",
    ],
)
def test_fix_leaves_what_is_doubtful(line: str, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(f"{BASE}{line}\n---\n")
    assert fix_file(tmp_path, "one.md").fixes == ()


def test_fix_leaves_what_can_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(f"{BASE}grade: 'x\n---\n")
    (tmp_path / "two.md").write_text(f"{BASE}practises: [a]\nlearned: b #c\n---\n")
    assert fix_file(tmp_path, "one.md").fixes == ()
    assert fix_file(tmp_path, "two.md").fixes == ()
    assert fix_file(tmp_path, "none.md").fixes == ()
