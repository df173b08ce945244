"""Input made to break readers: nothing raises, hangs or crashes, and what is valid is read exactly."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.reading import characters
from coaching_cycles.reading.document import read_record, read_yaml
from coaching_cycles.reading.nodes import Mapping, Node, Scalar, Sequence
from coaching_cycles.reading.tree import DEPTH
from coaching_cycles.reading.yaml import Parsed, parse

GUARDS = re.compile(r"E12\d")
# The suite writes what can't be seen with signs of its own.
SIGNS = {"␣": " ", "»": "\t", "—": "", "↵": "", "∎": "", "←": "\r", "⇔": "\ufeff"}


def text_of(node: Node | None) -> object:
    """Nodes as the plain data that a reader without types makes of the same text."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [text_of(item) for item in node.items]
    return {key.text: text_of(value) for key, value in node} if node is not None else None


def marks_of(node: Node) -> list[tuple[int, int]]:
    inner: list[tuple[int, int]] = []
    if isinstance(node, Sequence):
        inner = [mark for item in node.items for mark in marks_of(item)]
    elif isinstance(node, Mapping):
        inner = [mark for key, value in node for mark in (*marks_of(key), *marks_of(value))]
    return [(node.mark.line, node.mark.column), *inner]


def marks_composed(node: yaml.Node) -> list[tuple[int, int]]:
    inner: list[tuple[int, int]] = []
    if isinstance(node, yaml.SequenceNode):
        inner = [mark for item in node.value for mark in marks_composed(item)]
    elif isinstance(node, yaml.MappingNode):
        inner = [mark for key, value in node.value for mark in (*marks_composed(key), *marks_composed(value))]
    assert node.start_mark is not None
    return [(node.start_mark.line + 1, node.start_mark.column + 1), *inner]


def is_within(parsed: Parsed, text: str) -> bool:
    """Every finding names a place that the text has."""
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    return all(
        1 <= p.line <= len(lines) and 1 <= p.column <= len(lines[p.line - 1]) + 1 for p in parsed.problems
    )


@cache
def suite(folder: Path) -> list[tuple[str, str]]:
    cases = []
    for file in sorted((folder / "hostile" / "yaml-test-suite" / "src").glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))):
            if "yaml" in case:
                text = case["yaml"]
                for sign, meant in SIGNS.items():
                    text = text.replace(sign, meant)
                cases.append((f"{file.stem}/{number}", text))
    return cases


def test_yaml_test_suite_is_read_as_the_library_reads_it(shared_data: Path) -> None:
    agreed = refused = broken = 0
    for name, text in suite(shared_data):
        parsed = parse(text, name)
        assert is_within(parsed, text), name
        codes = {p.code for p in parsed.problems if p.severity == "error"}
        try:
            expected = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506 - it makes text only
            root = yaml.compose(text, Loader=yaml.CBaseLoader)
        except yaml.YAMLError:
            assert codes, name
            broken += 1
            continue
        if codes:
            # All that is refused in valid YAML is refused on purpose.
            assert all(GUARDS.fullmatch(code) or code in {"E106", "E107"} for code in codes), (name, codes)
            refused += 1
        else:
            assert text_of(parsed.root) == expected, name
            assert (marks_of(parsed.root) if parsed.root else []) == (marks_composed(root) if root else []), (
                name
            )
            agreed += 1
    assert agreed > 130
    assert refused > 50
    assert broken > 50


def test_yaml_test_suite_as_front_matter(shared_data: Path, tmp_path: Path) -> None:
    for name, text in suite(shared_data):
        (tmp_path / "x.md").write_text(f"---\n{text}\n---\nBody\n", encoding="utf-8", newline="")
        reading = read_record(tmp_path, "x.md")
        assert reading.document is not None or reading.problems, name
        (tmp_path / "x.yml").write_text(text, encoding="utf-8", newline="")
        reading = read_yaml(tmp_path, "x.yml")
        assert reading.document is not None or reading.problems, name


OWN = {
    "alias_bomb_9x10": {"E120"},
    "merge_bomb": {"E120", "E121"},
    "self_alias": {"E120"},
    "deep_flow_500": {"E124"},
    "dup": {"E128"},
    "tag_py": {"E122"},
    "tag_unknown": {"E122"},
    "binary": {"E122"},
    "set": {"E122"},
    "nul": {"E106"},
    "ctrl": {"E106"},
    "multi_doc": {"E125"},
    "list_key": {"E126"},
    "tabs": {"E130"},
    "bidi": {"E107"},
}


def test_own_hostile_cases(shared_data: Path, tmp_path: Path) -> None:
    cases = json.loads((shared_data / "hostile" / "own" / "yaml_hostile.json").read_text(encoding="utf-8"))
    assert len(cases) > 20
    for name, text in cases.items():
        (tmp_path / "x.yml").write_text(text, encoding="utf-8")
        reading = read_yaml(tmp_path, "x.yml")
        expected = OWN.get(name, {"E116"} if name == "deep_flow_500" else set())
        assert {p.code for p in reading.problems} == expected, name
        assert len(reading.problems) <= 40
        assert (reading.document is None) == bool(expected), name


def test_naughty_strings_come_back_exactly(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile" / "blns" / "blns.json").read_text(encoding="utf-8"))
    exact = 0
    for string in strings:
        unsafe = characters.UNSAFE.search(string) is not None
        spellings = [json.dumps(string, ensure_ascii=False)]
        if "\n" not in string and "\r" not in string:
            spellings.append("'" + string.replace("'", "''") + "'")
        for spelling in spellings:
            parsed = parse(f"a: 1\nkey: {spelling}\nlist: [{spelling}]\n", "x")
            assert isinstance(parsed.root, Mapping), string
            found = [text_of(parsed.root.get("key")), text_of(parsed.root.get("list"))]
            safe = characters.replace(string)
            assert found == [safe, [safe]], string
            if not unsafe:
                assert parsed.problems == (), string
                exact += 1
    assert exact > 900


def test_naughty_strings_as_they_are_never_raise(shared_data: Path, tmp_path: Path) -> None:
    for string in json.loads((shared_data / "hostile" / "blns" / "blns.json").read_text(encoding="utf-8")):
        for text in (string, f"title: {string}", f"- {string}\n- {string}", f"{string}: 1", f"a: [{string}]"):
            assert is_within(parse(text, "x"), text)
            (tmp_path / "x.md").write_text(f"---\n{text}\n---\n{string}", encoding="utf-8", newline="")
            assert read_record(tmp_path, "x.md") is not None


def test_depth_is_bounded_whatever_brings_it() -> None:
    for opening, closing in (("[", "]"), ("{a: ", "}"), ("- ", ""), ("[{a: ", "}]")):
        text = opening * (DEPTH + 1) + "x" + closing * (DEPTH + 1)
        assert [p.code for p in parse(text, "x").problems] == ["E124"]


YAML_TEXT = st.text(st.sampled_from("ab:-[]{}'\"#&*!|>%@`,?<~\\ \n\t\r\u2028\ufeffé\U0001f600")) | st.text()


@given(text=YAML_TEXT)
def test_no_text_raises(text: str) -> None:
    parsed = parse(text, "x")
    assert is_within(parsed, text)
    for problem in parsed.problems:
        problem.render().encode("utf-8")
    assert list(parsed.problems) == sorted(parsed.problems)


SAFE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])).map(characters.replace)
VALUE = st.recursive(SAFE, lambda inner: st.lists(inner) | st.dictionaries(SAFE, inner), max_leaves=20)


@given(value=st.dictionaries(SAFE.filter(str.strip), VALUE))
def test_all_data_come_back_exactly(value: dict[str, object]) -> None:
    """JSON is YAML: what is written as JSON is read as the same data, keys and all."""
    for indent in (None, 2):
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        parsed = parse(text, "x")
        if not {p.code for p in parsed.problems} & {"E124", "E126"}:
            assert parsed.problems == ()
            assert text_of(parsed.root) == value


@given(text=YAML_TEXT)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert parse(text, "x") == parse(text, "x")
