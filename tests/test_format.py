"""One canonical form: from data, from text, and never another meaning than before."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_cycles.cli import main
from coaching_cycles.reading.document import parse_record
from coaching_cycles.reading.paths import Plain, plain
from coaching_cycles.schema import ALIASES
from coaching_cycles.writing.dates import mend_date
from coaching_cycles.writing.files import list_files
from coaching_cycles.writing.format import format_text, write_file
from coaching_cycles.writing.kinds import FILES
from coaching_cycles.writing.styles import trim
from tests.conftest import ROOT

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "cases" / "format.json").read_text(encoding="utf-8")
)
FIVE = {
    "title": "A title",
    "grades": ["5"],
    "subject": "Reading",
    "goal": "Students will read.",
    "status": "planned",
}


def read(text: str) -> Plain:
    document = parse_record(text, "x.md").document
    assert document is not None, (text, parse_record(text, "x.md").problems)
    return trimmed(plain(document.front, ALIASES))


def trimmed(data: Plain) -> Plain:
    if isinstance(data, dict):
        return {key: trimmed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [trimmed(item) for item in data]
    return data if data is None else trim(data)


def formatted(text: str) -> str:
    done = format_text("record", text)
    assert done.text is not None, done.problems
    return done.text


@pytest.mark.parametrize("case", GOLDEN, ids=[case["name"] for case in GOLDEN])
def test_data_become_these_bytes_and_stay_so(case: dict[str, Any]) -> None:
    wanted = "".join(f"{line}\n" for line in case["text"])
    assert write_file(case["kind"], case["data"], case["body"]) == wanted
    if case["name"] != "characters that only an escape can hold":  # a record may not hold some of them
        assert format_text(case["kind"], wanted).text == wanted


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\u202a\u202e\u2066")
    | st.sampled_from("\n\n\t :#-[]{},\"'\\~&*!|>%@`?\u00a0\u2028\ufeff"),
    max_size=30,
).filter(lambda text: parse_record(f"---\na: {json.dumps(text)}\n---\n", "x").document is not None)
keys = st.sampled_from(
    [*"abc", "course", "title", "notes", "a key", "an: odd # key", "7", "answers", "null", "-"]
)
trees = st.recursive(
    st.none() | texts | st.sampled_from(["no", "2026/10/5", "007", "12:30", "null", "[x]", "x" * 95]),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(keys, below, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60)
@given(st.dictionaries(keys.map(lambda key: f"x{key}"), trees, min_size=1, max_size=4), texts)
def test_what_is_written_is_read_again_as_it_was(data: dict[str, Any], body: str) -> None:
    text = write_file("record", data, body)
    assert read(text) == trimmed(data)
    assert formatted(text) == text


COMMENTS = st.sampled_from(["# one", "#two", "# three: [x", "# - four", "#"])


@settings(max_examples=60)
@given(st.data(), st.dictionaries(keys.map(lambda key: f"x{key}"), trees, min_size=1, max_size=4))
def test_comments_and_blank_lines_stay_and_settle(source: st.DataObject, data: dict[str, Any]) -> None:
    lines = []
    inside = 0  # lines of a text, where a number sign is no comment
    for line in write_file("record", data).split("\n")[1:-2]:
        deep = len(line) - len(line.lstrip(" "))
        inside = 0 if line and deep < inside else inside
        if not inside and source.draw(st.booleans()):
            lines.append(" " * source.draw(st.sampled_from([0, deep, deep + 2])) + source.draw(COMMENTS))
        if not inside and source.draw(st.integers(0, 4)) == 0:
            lines.append("")
        ends = line.endswith((" |", "- |"))
        lines.append(
            line + (f"  {source.draw(COMMENTS)}" if not inside and source.draw(st.booleans()) else "")
        )
        if ends and not inside:
            inside = deep + 1
    text = "\n".join(["---", *lines, "---", ""])
    once = format_text("record", text)
    if once.text is None:
        return  # what looks like words lost to a comment is left to its author
    assert read(once.text) == read(text)
    assert formatted(once.text) == once.text
    assert sorted(re.findall(r"# one|#two|# three|# - four", once.text)) == sorted(
        re.findall(r"# one|#two|# three|# - four", text)
    )


def test_comments_stay_with_what_they_are_about() -> None:
    text = (
        "---\n# yaml-language-server: $schema=x\n\nstatus: active # as of May\n# Who\ntitle: 'A'\n\n"
        "# The scale\nassessments:  # one\n  b: {title: B,   # two\n    source: own}\n"
        "  # c:\n  #   title: C\n"
        "grades: [ 7,  8 ]   # both\nnotes: |  # long\n  x # no comment\n  y\ntargets:\n- a # first\n# - b\n"
        "practices: [x, # why\n  z]\n# the end\n---\n"
    )
    assert formatted(text) == (
        "---\n# yaml-language-server: $schema=x\n\n# Who\ntitle: A\n"
        "grades: [7, 8]  # both\nstatus: active  # as of May\n"
        "# - b\npractices:\n  - x  # why\n  - z\n\n# The scale\nassessments:  # one\n"
        "  b:\n    title: B  # two\n    source: own\n  # c:\n  #   title: C\n"
        "targets:\n  - a  # first\nnotes: |  # long\n  x # no comment\n  y\n# the end\n---\n"
    )


def test_blank_lines_at_the_margin_stay_single() -> None:
    text = "---\n\n# a\n\n\n# b\ntitle: A\n# c\n\n# d\n\nstatus: planned\n\n\n# e\n\n\n# f\n\n---\n"
    assert formatted(text) == (
        "---\n# a\n\n# b\ntitle: A\n# c\n\n# d\n\nstatus: planned\n\n# e\n\n# f\n---\n"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: a #1\n---\n", "words after a number sign"),
        ("---\ntitle: a\n  - b\n---\n", "an item that was moved in too far"),
        ("---\ntitle: a\ntitle: b\n---\n", "a key twice"),
        ("---\ntitle: 'a\n---\n", "a quote that is not closed"),
        ("title: a\n", "no front matter"),
        ("", "nothing"),
    ],
)
def test_what_is_doubtful_is_left_alone(text: str, why: str) -> None:
    done = format_text("record", text)
    assert done.text is None, why
    assert done.problems


def test_sample_portfolio_says_the_same_afterwards() -> None:
    kinds = set()
    for path, kind in list_files(ROOT):
        text = (ROOT / path).read_text(encoding="utf-8")
        done = format_text(kind, text).text
        assert done is not None, path
        assert format_text(kind, done).text == done, path
        kinds.add(kind)
        if kind in {"record", "log"}:
            old, new = (parse_record(version, path).document for version in (text, done))
            assert old is not None
            assert new is not None
            model = FILES[kind]
            as_read = [model.model_validate(plain(document.front, ALIASES)) for document in (old, new)]
            assert as_read[0] == as_read[1], path
            assert old.body.strip() == new.body.strip(), path
    assert kinds == set(FILES)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026/10/5", "2026-10-05"), ("2026.1.2", "2026-01-02"), ("2026-9", "2026-09"),
        ("10/26/2026", "2026-10-26"),
        ("26.10.2026", "2026-10-26"), ("5/5/2026", "2026-05-05"), ("Oct 5, 2026", "2026-10-05"),
        ("5 October 2026", "2026-10-05"), ("Sept. 3rd, 2026", "2026-09-03"), ("October 2026", "2026-10"),
        ("10/5/2026", None), ("2026-13-01", None), ("2026-02-30", None), ("26-10-05", None),
        ("next May", None),
        ("Octobre 2026", None), ("2026", None), ("2026-10/05", None),
    ],
)  # fmt: skip
def test_dates_of_one_meaning(text: str, date: str | None) -> None:
    assert mend_date(text) == date


# The command.


@pytest.fixture
def portfolio(tmp_path: Path) -> Path:
    home = tmp_path / "cycles" / "hill"
    (home / "2026-two" / "logs").mkdir(parents=True)
    (home / "school.yml").write_text("grades: 5\nname: 'Hill'\n")
    (home / "2026-one.md").write_text(
        "---\r\nstatus: planned\r\ntitle: A\r\n---\r\n\r\nWords.\r\n", newline=""
    )
    (home / "2026-two" / "index.md").write_text(write_file("record", FIVE, "Words."))
    (home / "2026-two" / "logs" / "2026-10-05-goal.md").write_text("---\ndate: 2026/10/5\nlog: goal\n---\n")
    (home / "README.md").write_text("# not ours\n")
    return tmp_path


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_fmt_writes_all_files_once(portfolio: Path) -> None:
    before = contents(portfolio)
    code, said = run("fmt", "--check", portfolio)
    assert code == 1
    assert said.count("would be written anew") == 3
    assert contents(portfolio) == before
    assert run("fmt", portfolio)[0] == 0
    after = contents(portfolio)
    assert sum(after[name] != before[name] for name in before) == 3
    assert (
        after[str(portfolio / "cycles/hill/2026-one.md")]
        == b"---\ntitle: A\nstatus: planned\n---\n\nWords.\n"
    )
    assert run("fmt", "--check", portfolio) == (0, "4 files are in the canonical form\n")
    assert contents(portfolio) == after


def test_fmt_takes_single_files_and_folders(portfolio: Path) -> None:
    home = portfolio / "cycles" / "hill"
    assert "school.yml: written anew" in run("fmt", home / "school.yml")[1]
    assert run("fmt", "--check", home / "2026-two")[1].count("written anew") == 1
    draft = home / "_2026-draft.md"
    draft.write_text("---\nstatus: planned\ntitle: 'A'\n---\n")
    assert run("fmt", draft)[0] == 0
    assert draft.read_text() == "---\ntitle: A\nstatus: planned\n---\n"


def test_fmt_names_what_it_cannot_read(portfolio: Path) -> None:
    broken = portfolio / "cycles" / "hill" / "2026-one.md"
    broken.write_text("---\ntitle: 'A\n---\n")
    code, said = run("fmt", portfolio)
    assert code == 1
    assert "2026-one.md: left as it is" in said
    assert broken.read_text() == "---\ntitle: 'A\n---\n"


def test_fmt_says_when_there_is_nothing(tmp_path: Path) -> None:
    assert run("fmt", tmp_path)[1].startswith("nothing to format here")
