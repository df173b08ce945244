"""Files → documents: front matter is recognised or refused, and the Markdown is kept to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.problems import Mark, stops
from coaching_cycles.reading.document import read_record, read_yaml
from coaching_cycles.reading.files import decode
from coaching_cycles.reading.nodes import Document, Mapping, Reading
from coaching_cycles.reading.paths import plain

KEYS = "title: x\ngrades: [1]\n"


def read(folder: Path, text: str | bytes) -> Reading:
    (folder / "x.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_record(folder, "x.md")


@pytest.mark.parametrize(
    ("text", "body", "body_line"),
    [
        (f"---\n{KEYS}---\nBody\n", "Body\n", 5),
        (f"---\n{KEYS}---\n\n\n Body\n\n---\nmore  \n\n", "\n\n Body\n\n---\nmore  \n\n", 5),
        (f"---  \n{KEYS}---\t \nBody", "Body", 5),
        (f"---\n{KEYS}...\nBody", "Body", 5),
        (f"---\n{KEYS}---", "", 5),
        (f"---\n{KEYS}---\n", "", 5),
        (f"\ufeff---\n{KEYS}---\n\ufeffB\u2028", "\ufeffB\u2028", 5),
        (f"---\r\n{KEYS}---\r\nA\r\n\r\nB\r\n", "A\n\nB\n", 5),
        (f"---\n{KEYS}---\nA\n".replace("\n", "\r"), "A\n", 5),
        (f"---\n\n# a note\n{KEYS}\n---\n```yaml\na: [\n```\n", "```yaml\na: [\n```\n", 8),
    ],
)
def test_front_matter_and_body(tmp_path: Path, text: str, body: str, body_line: int) -> None:
    reading = read(tmp_path, text)
    assert reading.problems == ()
    document = reading.document
    assert document is not None
    assert plain(document.front) == {"title": "x", "grades": ["1"]}
    assert (document.body, document.body_line) == (body, body_line)
    assert document.path == "x.md"
    # The line that a finding in prose would show is the one that holds the prose.
    assert "\n".join(document.lines[body_line - 1 :]) == body
    assert document.line(body_line) == body.partition("\n")[0]
    assert document.line(0) == document.line(10_000) == ""


def test_places_are_lines_of_the_file(tmp_path: Path) -> None:
    document = read(tmp_path, f"\ufeff---\r\n\r\n{KEYS}---\r\n").document
    assert document is not None
    key, value = document.front.entries[1]
    assert (key.mark, value.mark) == (Mark(4, 1), Mark(4, 9))


def test_block_text_may_hold_lines_of_hyphens(tmp_path: Path) -> None:
    document = read(tmp_path, "---\nnotes: |\n  a\n  ---\n  b\n  ----\n---\nBody\n").document
    assert document is not None
    assert plain(document.front) == {"notes": "a\n---\nb\n----\n"}
    assert document.body == "Body\n"


# Text that looks like front matter and is none: code and line of the one finding.
NO_FRONT_MATTER = {
    "empty file": ("", "E110", 1),
    "blank file": (" \n\t\n\ufeff", "E110", 1),
    "no front matter": ("# A heading\n\nSome text.\n", "E111", 1),
    "keys without a line": (f"{KEYS}\nBody\n", "E111", 1),
    "keys without the first line": (f"\n\n{KEYS}---\nBody\n", "E111", 3),
    "no end": (f"---\n{KEYS}\nBody text\n", "E112", 1),
    "only the first line": ("---", "E112", 1),
    "two hyphens": (f"--\n{KEYS}--\nBody\n", "E113", 1),
    "four hyphens": (f"----\n{KEYS}----\nBody\n", "E113", 1),
    "a dash": (f"—\n{KEYS}—\nBody\n", "E113", 1),
    "a dash and a hyphen": (f"—-\n{KEYS}—-\nBody\n", "E113", 1),
    "two dashes": (f"––\n{KEYS}––\nBody\n", "E113", 1),
    "yaml fence": (f"```yaml\n{KEYS}```\nBody\n", "E113", 1),
    "fence": (f"```\n{KEYS}```\nBody\n", "E113", 1),
    "hyphens with spaces": (f"- - -\n{KEYS}- - -\nBody\n", "E113", 1),
    "text behind": (f"--- yaml\n{KEYS}---\nBody\n", "E113", 1),
    "key behind": (f"--- title: x\n{KEYS}---\nBody\n", "E113", 1),
    "stars": (f"***\n{KEYS}***\nBody\n", "E113", 1),
    "a letter before": (f"x---\n{KEYS}---\nBody\n", "E111", 1),
    "moved in": (f"  ---\n{KEYS}  ---\nBody\n", "E113", 1),
    "after a tab": (f"\t---\n{KEYS}---\nBody\n", "E113", 1),
    "after a zero-width space": (f"\u200b---\n{KEYS}---\nBody\n", "E113", 1),
    "after two byte-order marks": (f"\ufeff\ufeff---\n{KEYS}---\nBody\n", "E113", 1),
    "after a no-break space": (f"\u00a0---\n{KEYS}---\nBody\n", "E113", 1),
    "end with four hyphens": (f"---\n{KEYS}----\nBody: of: text\n---\n", "E113", 4),
    "end with two hyphens": (f"---\n{KEYS}--\nBody: of: text\n", "E113", 4),
    "end with a dash": (f"---\n{KEYS}—\nBody: of: text\n\n---\n", "E113", 4),
    "end with a fence": (f"---\n{KEYS}```\nBody: of: text\n", "E113", 4),
    "end moved in": (f"---\n{KEYS} ---\nBody: of: text\n", "E113", 4),
    "blank lines first": (f"\n\n---\n{KEYS}---\nBody\n", "E114", 1),
    "text first": (f"Hello\n---\n{KEYS}---\nBody\n", "E114", 1),
    "comment first": (f"<!-- a note -->\n\n---\n{KEYS}---\nBody\n", "E114", 1),
    "toml": ('+++\ntitle = "x"\n+++\nBody\n', "E115", 1),
    "json": ('{\n  "title": "x"\n}\nBody\n', "E115", 1),
    "json after blank lines": ('\n\n{"title": "x"}\n', "E115", 3),
    "list": ("---\n- a\n- b\n---\nBody\n", "E116", 2),
    "text": ("---\n\nhello there\n---\nBody\n", "E116", 3),
    "nothing": ("---\n---\nBody\n", "E116", 1),
    "only notes": ("---\n# a\n\n---\nBody\n", "E116", 1),
    "document inside": (f"---\n{KEYS}--- x\nb: c\n---\n", "E125", 4),
    "write-up inside": (
        f"---\n{KEYS}\nThe write-up: begins.\n\nMore, and: more: of: it.\n\n---\n",
        "E131",
        7,
    ),
    "prose inside": (f"---\n{KEYS}\nThe write-up.\n\nMore, and: more: of: it.\n\n---\n", "E137", 5),
}


@pytest.mark.parametrize("name", NO_FRONT_MATTER)
def test_what_only_looks_like_front_matter_is_an_error(tmp_path: Path, name: str) -> None:
    text, code, line = NO_FRONT_MATTER[name]
    for end in ("\n", "\r\n", "\r"):
        reading = read(tmp_path, text.replace("\n", end).encode())
        assert [(p.code, p.line) for p in reading.problems] == [(code, line)]
        assert reading.document is None
        assert stops(reading.problems)
        assert reading.problems[0].hint
        assert reading.problems[0].source == decode(text.encode(), "x").split("\n")[line - 1]  # type: ignore[union-attr]


def test_a_file_with_an_error_has_no_document_but_a_rest(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: a: b\ngoal: c\ngoal: d\nnotes: x\u202e\n---\nBody\n")
    assert [(p.code, p.line) for p in reading.problems] == [("E131", 2), ("E128", 4), ("E107", 5)]
    assert reading.document is None
    assert isinstance(reading.rest, Document)
    assert plain(reading.rest.front) == {"goal": "c", "notes": "x\ufffd"}
    assert reading.rest.body == "Body\n"
    assert reading.misses(("title",))
    assert reading.misses(("title", 0, "x"))
    assert not reading.misses(("goal",))


def test_a_warning_leaves_the_document(tmp_path: Path) -> None:
    reading = read(tmp_path, "---\ntitle: Unit #3\n---\n")
    assert [p.code for p in reading.problems] == ["W101"]
    assert reading.document is not None
    assert reading.rest is None
    assert reading.lost == ()


def test_unreadable_files_are_one_finding(tmp_path: Path) -> None:
    for reading in (read_record(tmp_path, "nowhere.md"), read_yaml(tmp_path, "nowhere.yml")):
        assert [p.code for p in reading.problems] == ["E101"]
        assert reading.document is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: Benton High\nlevel: high\n", {"name": "Benton High", "level": "high"}),
        ("---\nname: x\n", {"name": "x"}),
        ("---\nname: x\n...\n", {"name": "x"}),
        ("", {}),
        ("# nothing yet\n", {}),
    ],
)
def test_yaml_files(tmp_path: Path, text: str, expected: object) -> None:
    (tmp_path / "school.yml").write_text(text)
    reading = read_yaml(tmp_path, "school.yml")
    assert reading.problems == ()
    assert reading.document is not None
    assert plain(reading.document.front) == expected
    assert reading.document.body == ""


def test_yaml_files_hold_keys(tmp_path: Path) -> None:
    (tmp_path / "school.yml").write_text("# a\n- x\n")
    reading = read_yaml(tmp_path, "school.yml")
    assert [(p.code, p.line, p.source) for p in reading.problems] == [("E116", 2, "- x")]
    assert reading.document is None


BODY = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\t-#"))


@given(body=BODY)
def test_body_is_exact(tmp_path_factory: pytest.TempPathFactory, body: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    reading = read(folder, f"---\n{KEYS}---\n{body}")
    found = reading.document or reading.rest
    assert found is not None
    assert isinstance(found.front, Mapping)
    if not reading.problems:
        assert found.body == body
    else:
        # Only what is no text at all is taken out of a body, and never without a word.
        assert {p.code for p in reading.problems} <= {"E106", "E107"}
        assert len(found.body) == len(body)


@given(data=st.binary() | st.binary().map(lambda data: b"---\n" + data + b"\n---\n"))
def test_no_bytes_raise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.getbasetemp()
    reading = read(folder, data)
    assert (reading.document is None) == stops(reading.problems)
    (folder / "x.yml").write_bytes(data)
    other = read_yaml(folder, "x.yml")
    assert (other.document is None) == stops(other.problems)
    for problem in (*reading.problems, *other.problems):
        problem.render().encode("utf-8")


@pytest.mark.parametrize(
    ("text", "keys"),
    [("We met and planned.\n", "log and date"), ("", "log and date"), ("---\n---\n", "the log's")],
)
def test_a_log_is_asked_for_the_keys_of_a_log(tmp_path: Path, text: str, keys: str) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "2012-11-05-goal.md").write_text(text, encoding="utf-8")
    [problem] = read_record(tmp_path, "logs/2012-11-05-goal.md").problems
    assert keys in problem.hint
    [problem] = read(tmp_path, text).problems
    assert keys not in problem.hint
