"""Records by way of GitHub, on recorded events: what people write is data, not lost and not run."""

from __future__ import annotations

import csv
import json
import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.cli import main
from coaching_cycles.problems import stops
from coaching_cycles.proposing.asked import ASKED, record_data
from coaching_cycles.proposing.changes import plain
from coaching_cycles.proposing.issues import RefusedError, read_answers, read_issue
from coaching_cycles.schema import Record

EVENT = Path(__file__).parent / "cases" / "github" / "labeled.json"
SCAFFOLD = Path(__file__).parent.parent / "plugins" / "coaching_cycles" / "data" / "scaffold" / "dot-github"
RECORD = (
    "---\ntitle: {title}\ngrades: [5]\nsubject: Reading\ngoal: Students will read.\nstatus: complete\n"
    "standards: [RL.5.1]\n{more}---\n"
)
COUNTS = (
    "results: {{before: {{students: 25, proficient: 7}}, after: {{students: 25, proficient: {after}}}}}\n"
)
PUBLIC = "visibility: public\napproved: {by: teacher, on: 2026-10-05}\n"


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    folder = tmp_path / "head" / "cycles" / "hill"
    folder.mkdir(parents=True)
    (folder / "school.yml").write_text("name: Hill School\n", encoding="utf-8")
    return tmp_path / "head"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["github", *words], catch_exceptions=False)


def event_with(tmp_path: Path, **changes: object) -> Path:
    event = json.loads(EVENT.read_text(encoding="utf-8"))
    event["issue"].update(changes)
    file = tmp_path / "event.json"
    file.write_text(json.dumps(event), encoding="utf-8")
    return file


def test_labelled_issue_becomes_a_record(portfolio: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    done = run("issue", str(portfolio), "--event", str(EVENT), "--output", str(output))
    assert done.exit_code == 0, done.output
    path = done.output.strip()
    assert re.fullmatch(r"cycles/hill/2026-10-[a-z-]+\.md", path)
    text = (portfolio / path).read_text(encoding="utf-8")
    assert 'title: "Reasons: that hold; $(touch owned) `id`"\n' in text
    assert "grades: [4, 5]\n" in text
    assert "before: {date: 2026-10-05, students: 25, proficient: 7}" in text
    assert "practices: [co-teaching, exit slips]\n" in text
    assert "This heading is part of what they learned." in text
    assert "would_change" not in text
    assert text.endswith("<script>alert(1)</script>\n")
    checked = read_portfolio(portfolio)
    assert not stops(checked.problems, strict=True)
    assert checked.portfolio.cycles[0].body.strip().startswith("## In two weeks")
    assert output.read_text(encoding="utf-8") == (
        "branch=proposals/issue-12\ntitle=Reasons: that hold; $(touch owned) `id`\n"
    )


def test_same_issue_twice_overwrites_nothing(portfolio: Path) -> None:
    first = run("issue", str(portfolio), "--event", str(EVENT)).output.strip()
    before = (portfolio / first).read_bytes()
    second = run("issue", str(portfolio), "--event", str(EVENT)).output.strip()
    assert second != first
    assert (portfolio / first).read_bytes() == before


def test_title_adds_no_line_to_the_outputs(portfolio: Path, tmp_path: Path) -> None:
    body = json.loads(EVENT.read_text(encoding="utf-8"))["issue"]["body"]
    event = event_with(
        tmp_path, body=body.replace("Reasons:", "One\u2028branch=main\nbranch=main\n\nReasons:")
    )
    output = tmp_path / "output"
    assert run("issue", str(portfolio), "--event", str(event), "--output", str(output)).exit_code == 0
    assert len(output.read_text(encoding="utf-8").split("\n")) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"labels": [{"name": "cycle"}]}, "does not have the label"),
        ({"labels": None}, "does not have the label"),
        ({"body": None}, "no issue with a number and a text"),
        ({"number": "12; rm"}, "no issue with a number and a text"),
        ({"body": "Hello"}, "not answered: School, Title"),
        ({"body": "x" * 70_000}, "too long"),
    ],
)
def test_issue_that_is_refused_says_why(
    change: dict[str, object], said: str, portfolio: Path, tmp_path: Path
) -> None:
    done = run("issue", str(portfolio), "--event", str(event_with(tmp_path, **change)))
    assert done.exit_code == 1
    assert said in done.output
    assert [path.name for path in (portfolio / "cycles" / "hill").iterdir()] == ["school.yml"]


def test_school_that_is_not_there_is_not_made(portfolio: Path, tmp_path: Path) -> None:
    body = json.loads(EVENT.read_text(encoding="utf-8"))["issue"]["body"].replace(
        "Hill School", "../../etc", 1
    )
    done = run("issue", str(portfolio), "--event", str(event_with(tmp_path, body=body)))
    assert done.exit_code == 1
    assert "the schools are: hill" in done.output


@pytest.mark.parametrize(
    "event", [None, [], {}, {"issue": []}, {"issue": {"number": 1, "body": "x", "labels": [3]}}]
)
def test_event_of_another_sort_is_refused(event: object) -> None:
    with pytest.raises(RefusedError):
        read_issue(event)


def test_answers_are_told_apart_by_the_forms_headings_alone() -> None:
    body = "\n\n".join(f"### {asked.label}\n\n{asked.key}" for asked in ASKED)
    given = read_answers(body)
    assert given == {asked.key: asked.key for asked in ASKED}
    data = record_data(given)
    assert set(data) <= set(Record.model_fields)
    assert data["results"] == {
        "assessment": "assessment",
        "before": {"date": "before_date", "students": "before_students", "proficient": "before_proficient"},
        "after": {"date": "after_date", "students": "after_students", "proficient": "after_proficient"},
    }


def table(*rows: dict[str, str], more: tuple[str, ...] = ()) -> str:
    out = StringIO()
    writer = csv.DictWriter(out, [*(asked.key for asked in ASKED), *more])
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


ROW = {
    "school": "hill",
    "title": "One",
    "grades": "5",
    "subject": "Reading",
    "goal": "Students will read.",
    "status": "active",
}


def test_table_in_the_inbox_becomes_records(portfolio: Path, tmp_path: Path) -> None:
    inbox = portfolio / "inbox"
    inbox.mkdir()
    rows = (ROW, {**ROW, "title": "Two, with a comma", "before_students": "25", "before_proficient": "7"})
    (inbox / "Autumn.csv").write_text("\ufeff" + table(*rows), encoding="utf-8")
    output = tmp_path / "output"
    done = run("inbox", str(portfolio), "--output", str(output))
    assert done.exit_code == 0, done.output
    assert [cycle.record.title for cycle in read_portfolio(portfolio).portfolio.cycles] == [
        "One",
        "Two, with a comma",
    ]
    assert list(inbox.iterdir()) == []
    assert "title=2 cycles from the inbox\n" in output.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Student,Score\nAda Byron,7\nGrace Hopper,9\nMary Jackson,8\n", "a row for each student"),
        (table({**ROW, "Last Name": "Byron"}, more=("Last Name",)), "a row for each student"),
        ("title,grades\nOne,5\n", "lacks the columns: school, subject, goal, status"),
        (table({**ROW, "goal": ""}), "cycle 1: nothing stands under goal"),
        (table(), "no cycle below its first line"),
        (table({**ROW, "school": "elsewhere"}), "there is no school 'elsewhere'"),
    ],
)
def test_table_that_is_refused_stays_and_writes_nothing(text: str, said: str, portfolio: Path) -> None:
    inbox = portfolio / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_text(text, encoding="utf-8")
    done = run("inbox", str(portfolio))
    assert done.exit_code == 1
    assert said in done.output
    assert (inbox / "a.csv").exists()
    assert read_portfolio(portfolio).portfolio.cycles == ()


def test_comment_says_before_and_after_and_new_findings(portfolio: Path, tmp_path: Path) -> None:
    base = tmp_path / "base" / "cycles" / "hill"
    head = portfolio / "cycles" / "hill"
    base.mkdir(parents=True)
    same = RECORD.format(title="Same", more=PUBLIC)
    (base / "same.md").write_text(same, encoding="utf-8")
    (head / "same.md").write_text(same, encoding="utf-8")
    for folder, after in ((base, 17), (head, 18)):
        more = PUBLIC + COUNTS.format(after=after)
        (folder / "counted.md").write_text(
            RECORD.format(title="'@all *Counted* | x'", more=more), encoding="utf-8"
        )
    (base / "gone.md").write_text(RECORD.format(title="Gone", more=PUBLIC), encoding="utf-8")
    (head / "new.md").write_text(
        RECORD.format(title="SECRET-TITLE", more="visibility: school\n"), encoding="utf-8"
    )
    (head / "broken.md").write_text(RECORD.format(title="x", more="satus: active\n"), encoding="utf-8")
    said = run("comment", str(portfolio), "--base", str(tmp_path / "base")).output
    assert "Same" not in said
    assert "| &#64;all &#42;Counted&#42; &#124; x | 7 of 25 → 17 of 25 | 7 of 25 → 18 of 25 |" in said
    assert "| Gone | without numbers | removed |" in said
    assert "SECRET-TITLE" not in said
    assert "| hill/new | – | not for this audience |" in said
    assert "- `E202` cycles/hill/broken.md" in said
    assert "has to be mended" in said
    assert (
        "SECRET-TITLE"
        in run("comment", str(portfolio), "--base", str(tmp_path / "base"), "--as", "school").output
    )


def test_comment_keeps_to_the_policy(portfolio: Path, tmp_path: Path) -> None:
    (tmp_path / "base" / "cycles").mkdir(parents=True)
    few = "results: {before: {students: 8, proficient: 3}, after: {students: 8, proficient: 5}}\n"
    record = RECORD.format(title="Few", more=PUBLIC + few)
    (portfolio / "cycles" / "hill" / "few.md").write_text(record, encoding="utf-8")
    said = run("comment", str(portfolio), "--base", str(tmp_path / "base")).output
    assert "| Few |" in said
    assert " of 8" not in said


def test_nothing_in_a_comment_is_markup() -> None:
    assert plain("a\n- b <!-- c --> @d [e](f) `g` &amp;") == (
        "a - b &#60;&#33;-- c --&#62; &#64;d &#91;e&#93;&#40;f&#41; &#96;g&#96; &#38;amp;"
    )


def test_issue_form_of_new_portfolios_is_the_one_that_is_read() -> None:
    text = (SCAFFOLD / "ISSUE_TEMPLATE" / "cycle.yml").read_text(encoding="utf-8")
    assert text == run("form").output, "run: cycles github form"
    form = yaml.load(text, yaml.CSafeLoader)
    asked = [part for part in form["body"] if part["type"] != "markdown"]
    assert [part["id"] for part in asked] == [one.key for one in ASKED]
    assert [part["attributes"]["label"] for part in asked] == [one.label for one in ASKED]
    assert run("columns").output.strip().split(",") == [one.key for one in ASKED]


@pytest.mark.parametrize("file", sorted((SCAFFOLD / "workflows").glob("*.yml")), ids=lambda file: file.name)
def test_workflows_put_no_text_of_anybody_into_a_command(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert "pull_request_target" not in text
    for line in text.split("\n"):
        if "uses:" in line:
            assert re.search(r"@[0-9a-f]{40} # v", line), line
    flow = yaml.load(text.replace("@generator@", "a/b"), yaml.CBaseLoader)  # noqa: S506 - builds text only
    assert flow["permissions"] == {"contents": "read"}
    for job in flow["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step
