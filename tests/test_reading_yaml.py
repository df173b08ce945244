"""YAML text → nodes: what is kept, what is refused, and that every place is the author's line and column."""

from __future__ import annotations

import pytest

from coaching_cycles.problems import Mark
from coaching_cycles.reading.nodes import Mapping, Path, Reading, Scalar
from coaching_cycles.reading.paths import Place, dotted, paths, plain
from coaching_cycles.reading.yaml import Parsed, parse


def read(text: str) -> Mapping:
    parsed = parse(text, "x.md")
    assert parsed.problems == ()
    assert isinstance(parsed.root, Mapping)
    return parsed.root


def places(parsed: Parsed) -> list[tuple[str, int, int]]:
    return [(p.code, p.line, p.column) for p in parsed.problems]


def test_scalars_stay_what_was_typed() -> None:
    text = (
        "a: no\nb: 12:30\nc: 1.10\nd: 007\ne: 1e999\nf: 2012-13-45\ng: 71%\nh: 0x1F\ni: .nan\n"
        "j: ~\nk: null\nl:\nm: '~'\nn: \"\"\no: =\np: yes\n"
    )
    found = read(text)
    assert plain(found) == {
        "a": "no", "b": "12:30", "c": "1.10", "d": "007", "e": "1e999", "f": "2012-13-45", "g": "71%",
        "h": "0x1F", "i": ".nan", "j": None, "k": None, "l": None, "m": "~", "n": "", "o": "=", "p": "yes",
    }  # fmt: skip


def test_keys_are_text_too() -> None:
    assert plain(read("1: a\ntrue: b\n2025-01-01: c\n'<<': d\n=: e\n? f\n: g\n")) == {
        "1": "a",
        "true": "b",
        "2025-01-01": "c",
        "<<": "d",
        "=": "e",
        "f": "g",
    }


def test_block_text_is_folded_or_kept_as_yaml_says() -> None:
    found = read(
        "a: |\n  one\n    two\n\n  three\nb: >-\n  one\n  two\n\n  three\nc: one\n  two\nd: [x, {y: z}]\n"
    )
    assert plain(found) == {
        "a": "one\n  two\n\nthree\n",
        "b": "one two\nthree",
        "c": "one two",
        "d": ["x", {"y": "z"}],
    }


def test_places_count_characters_of_the_line() -> None:
    text = (
        "é: [ü, \U0001f600x, y]\n한글: {\U0001f600\U0001f600: b, c: d}\n"
        "list:\n  - 'q'\n  - k: |\n      t\nblank:\n"
    )
    found = paths(read(text))
    assert found == {
        ("é",): Place(Mark(1, 4), Mark(1, 1)),
        ("é", 0): Place(Mark(1, 5)),
        ("é", 1): Place(Mark(1, 8)),
        ("é", 2): Place(Mark(1, 12)),
        ("한글",): Place(Mark(2, 5), Mark(2, 1)),
        ("한글", "\U0001f600\U0001f600"): Place(Mark(2, 10), Mark(2, 6)),
        ("한글", "c"): Place(Mark(2, 16), Mark(2, 13)),
        ("list",): Place(Mark(4, 3), Mark(3, 1)),
        ("list", 0): Place(Mark(4, 5)),
        ("list", 1): Place(Mark(5, 5)),
        ("list", 1, "k"): Place(Mark(5, 8), Mark(5, 5)),
        ("blank",): Place(Mark(7, 7), Mark(7, 1)),
    }


def test_places_are_those_of_the_file() -> None:
    parsed = parse("a: b\nc: d\n", "x.md", first_line=10)
    assert isinstance(parsed.root, Mapping)
    assert [(key.mark.line, value.mark.line) for key, value in parsed.root] == [(10, 10), (11, 11)]
    assert parse("a: b\na: c\n", "x.md", first_line=10).problems[0].line == 11


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\ufeff"])
def test_odd_line_breaks_are_ordinary_text(odd: str) -> None:
    found = read(f"a{odd}b: c {odd} d\ne: '{odd}  {odd}'\nf: |\n  g{odd}h\ni: [j{odd}, k]\n")
    assert plain(found) == {
        f"a{odd}b": f"c {odd} d",
        "e": f"{odd}  {odd}",
        "f": f"g{odd}h\n",
        "i": [f"j{odd}", "k"],
    }
    assert found.entries[1][0].mark == Mark(2, 1)
    assert f"`a{odd}b`" in parse(f"a{odd}b: 1\na{odd}b: 2\n", "x").problems[0].message


def test_line_ends_of_all_systems() -> None:
    for end in ("\n", "\r\n", "\r"):
        found = read(end.join(["a: b", "c: |", "  d", "  e", "f: g", ""]))
        assert plain(found) == {"a": "b", "c": "d\ne\n", "f": "g"}
        assert found.entries[2][0].mark == Mark(5, 1)


# Text, then code, line and column of each finding. One mistake is one finding.
REFUSED = {
    "anchor": ("a: &x b\n", [("E120", 1, 4)]),
    "anchor on a list": ("a: &x\n  - b\n", [("E120", 1, 4)]),
    "alias": ("a: b\nc: [*x]\n", [("E120", 2, 5)]),
    "alias as key": ("*x : b\n", [("E120", 1, 1)]),
    "merge": ("a: 1\nb:\n  <<: *x\n  c: 2\n", [("E121", 3, 3)]),
    "merge list": ("<<: [*x, *y]\n", [("E121", 1, 1)]),
    "merge value": ("<<: {a: b}\n", [("E121", 1, 1)]),
    "tag": ("a: !x b\n", [("E122", 1, 4)]),
    "tag of python": ('a:\n  - !!python/object/apply:os.system ["echo"]\n', [("E122", 2, 5)]),
    "tag alone": ("a: ! b\n", [("E122", 1, 4)]),
    "tag binary": ('a: !!binary "////"\n', [("E122", 1, 4)]),
    "tag with a handle": ("a: !x!y b\n", [("E122", 1, 4)]),
    "directive": ("%YAML 1.1\n---\na: b\n", [("E123", 1, 1)]),
    "directive alone": ("%YAML 1.1\na: b\n", [("E123", 1, 1)]),
    "directive later": ("a: b\n%x: y\n", [("E123", 2, 1)]),
    "second document": ("a: 1\n---\nb: 2\n---\nc: 3\n", [("E125", 2, 1)]),
    "list as key": ("? [a, b]\n: c\n", [("E126", 1, 3)]),
    "group as key": ("{a: b}: c\n", [("E126", 1, 1)]),
    "empty key": ("? ''\n: c\n", [("E126", 1, 3)]),
    "lines as key": ("? |\n  a\n  b\n: c\n", [("E126", 1, 3)]),
    "same key": ("a: 1\nb: 2\na: 3\n", [("E128", 3, 1)]),
    "same key, quoted": ("a: 1\n'a': 3\n\"a\": 4\n", [("E128", 2, 1), ("E128", 3, 1)]),
    "same key, inside": ("x:\n  - {d: 1, e: 2, d: 3}\n", [("E128", 2, 18)]),
    "escaped NUL": ('a: "x\\x00y"\n', [("E106", 1, 4)]),
    "escaped bidi": ('a: ["\\u202e"]\n', [("E107", 1, 5)]),
    "escaped key": ('"a\\x07": b\n', [("E106", 1, 1)]),
}

BROKEN = {
    "tab": ("a:\n\tb: c\n", ("E130", 2, 1)),
    "tab after spaces": ("a:\n  b: |\n  \tc\n", ("E130", 3, 3)),
    "tab in a list": ("a:\n  - b\n\t- c\n", ("E130", 3, 1)),
    "colon": ("title: Weighing: evidence\nb: c\n", ("E131", 1, 16)),
    "colon, far right": ("\U0001f600é: Über: x\n", ("E131", 1, 9)),
    "colon in a list": ("a:\n  - text: One: two\n", ("E131", 2, 14)),
    "no comma before a key": ("a: {b: 28 c: 9}\n", ("E136", 1, 11)),
    "no comma before a key, second line": ("a: {x: y,\n  b: 28 c: 9}\n", ("E136", 2, 9)),
    "dash without a space": ("a:\n  -text: b\n    c: d\n", ("E129", 2, 3)),
    "second dash without a space": ("a:\n  - b\n  -c\n", ("E129", 3, 3)),
    "colon in braces": ("a: {b: c: d}\n", ("E131", 1, 9)),
    "three colons": ("a: b: c: d\n", ("E131", 1, 5)),
    "open quote": ('a: "b\nc: d\n', ("E132", 1, 4)),
    "open apostrophe": ("a: 'tis\nb: c\n", ("E132", 1, 4)),
    "quote closed by the next": ('a: "Students will\nb: "active"\nc: "d"\n', ("E132", 1, 4)),
    "apostrophe inside": ("a: 'it's me'\n", ("E133", 1, 8)),
    "quotes inside": ('a: "he said "x" y"\n', ("E133", 1, 14)),
    "quoted, then a colon": ("a: 'b': c\n", ("E133", 1, 7)),
    "not lined up": ("a:\n  b: c\n d: e\n", ("E134", 3, 2)),
    "further in": ("a: b\n  c: d\n", ("E134", 2, 3)),
    "item not lined up": ("a:\n  - text: x\n  kind: y\n", ("E134", 3, 3)),
    "list on the line of its key": ("a: - b\n", ("E134", 1, 4)),
    "at sign": ("a: @x\n", ("E135", 1, 4)),
    "backtick": ("a: `x`\n", ("E135", 1, 4)),
    "percent": ("a: %x\n", ("E135", 1, 4)),
    "emphasis": ("a: *it* x\n", ("E135", 1, 4)),
    "strong emphasis": ("a:\n  - **it** x\n", ("E135", 2, 5)),
    "ampersand": ("a: & x\n", ("E135", 1, 4)),
    "greater than": ("a: > 50% of them\n", ("E135", 1, 4)),
    "bracket": ("a: ] x\n", ("E135", 1, 4)),
    "comma": ("a: , x\n", ("E135", 1, 4)),
    "question mark": ("a: ? x\n", ("E135", 1, 4)),
    "open bracket": ("a: [1, 2\nb: c\n", ("E136", 1, 4)),
    "open brace": ("a: {b: c\nd: e\n", ("E136", 1, 4)),
    "wrong bracket": ("a: [x}\n", ("E136", 1, 6)),
    "no comma": ('a: ["b" c]\n', ("E136", 1, 9)),
    "one bracket too many": ("a: [b]]\n", ("E136", 1, 7)),
    "text after a bracket": ("a: [b] c\n", ("E136", 1, 8)),
    "no key": ("a: b\nThe write-up.\n\nMore: of it: x\n", ("E137", 2, 1)),
    "nothing before a colon": (": c\n", ("E126", 1, 1)),
    "backslash": ('a: "C:\\school"\n', ("E138", 1, 7)),
    "surrogate": ('a: "\\ud800"\n', ("E138", 1, 7)),
    "no space": ("title:Foo\ngrades: [3]\n", ("E139", 1, 6)),
    "no space, later": ("a: b\nstatus:active\n", ("E139", 2, 7)),
    "too deep": ("a: " + "[" * 32 + "]" * 32 + "\nb: c\n", ("E124", 1, 35)),
    "too deep in lines": ("".join("  " * n + "a:\n" for n in range(40)), ("E124", 33, 65)),
    "too many values": ("a: [" + "1, " * 20_000 + "1]\n", ("E127", 1, 59_996)),
}


def test_as_many_values_as_may_be_are_read() -> None:
    # The record, its key and the list count too.
    parsed = parse(f"a: [{'1, ' * 19_996}1]\n", "x.md")
    assert places(parsed) == []
    assert places(parse(f"a: [{'1, ' * 19_997}1]\n", "x.md")) == [("E127", 1, 59_996)]


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_record_may_not_hold_is_reported_once_at_its_place(name: str) -> None:
    text, expected = REFUSED[name]
    parsed = parse(text, "x.md")
    assert places(parsed) == expected
    assert all(p.message and p.hint for p in parsed.problems)
    # Between other lines, further down and behind a blank line it is found at the same place.
    if not text.startswith("%") and name != "second document":
        parsed = parse(f"first: 1\n\n{text}last: 2\n", "x.md", first_line=2)
        assert places(parsed) == [(code, line + 3, column) for code, line, column in expected]
        assert isinstance(parsed.root, Mapping)
        assert isinstance(parsed.root.get("last"), Scalar)


@pytest.mark.parametrize("name", BROKEN)
def test_broken_yaml_is_reported_once_at_its_place(name: str) -> None:
    text, expected = BROKEN[name]
    parsed = parse(text, "x.md")
    assert places(parsed) == [expected]
    assert parsed.problems[0].hint
    assert parsed.problems[0].source == text.split("\n")[expected[1] - 1]


@pytest.mark.parametrize("name", [n for n in BROKEN if not n.startswith("too ") and n != "no key"])
def test_the_rest_of_a_broken_file_is_read(name: str) -> None:
    text, (code, line, column) = BROKEN[name]
    parsed = parse(f"first: 1\n{text}last:\n  - one: 2\nagain: x: y\nlast: 3\n", "x.md")
    found = places(parsed)
    assert (code, line + 1, column) in found
    assert "again: x: y" in {p.source for p in parsed.problems}
    assert isinstance(parsed.root, Mapping)
    assert isinstance(parsed.root.get("first"), Scalar)
    assert parsed.lost
    assert ("again",) in parsed.lost


def test_messages_say_what_to_write() -> None:
    hints = {name: parse(text, "x").problems[0].hint for name, (text, _) in BROKEN.items()}
    assert 'title: "Weighing: evidence"' in hints["colon"]
    assert '- text: "One: two"' in hints["colon in a list"]
    assert '"*it* x"' in hints["emphasis"]
    assert "between the commas" in parse("a: {b: one two: 3}\n", "x").problems[0].hint
    assert "a comma missing before `two`" in parse("a: {b: one two: 3}\n", "x").problems[0].hint
    assert "begin a new line before it" in parse("a: 28 b: 9\n", "x").problems[0].hint
    assert 'a: "b: c"' in parse("a: “b: c”\n", "x").problems[0].hint
    assert "title: Foo" in hints["no space"]
    assert "double quotes" in hints["open apostrophe"]
    quoted = parse('a: He said "no": twice\n', "x").problems[0].hint
    assert "a: 'He said \"no\": twice'" in quoted


SAID = {
    "tab": "a tab: YAML lines are moved in with spaces only",
    "open quote": 'the quote " that opens here is not closed / put " at the end of the text; text that',
    "open apostrophe": "the quote ' that opens here is not closed / put ' at the end of the text; text that",
    "quote closed by the next": 'the quote " that opens here is not closed before line 2 / put " at the end',
    "not lined up": "does not line up with the lines that it belongs to / start it in column 1, as line 1",
    "item not lined up": "does not line up with the lines that it belongs to / start it in column 3, as",
    "further in": "this line is further in than line 1, which has a value already / start it",
    "no comma before a key": "is a comma missing before `c`? / put a comma between two parts of the group",
    "at sign": 'begin with “@”, which means something else in YAML / put the text in quotes: "@x"',
    "percent": 'begin with “%”, which means something else in YAML / put the text in quotes: "%x"',
    "open bracket": "the bracket [ that opens here is not closed / put ] at the end of the list",
    "open brace": "the bracket { that opens here is not closed / put } at the end of the group",
    "wrong bracket": "inside [ … ] a comma or the closing ] is missing before this / put a comma between",
    "one bracket too many": "text after the closing bracket ] / remove it, or put",
    "no space": "a space is missing after the colon / write `title: Foo`",
    "no space, later": "a space is missing after the colon / write `status: active`",
    "too deep": "lists and groups stand more than 32 deep in each other / ",
    "too many values": "more than 20000 values in one file / ",
}


@pytest.mark.parametrize("name", SAID)
def test_findings_say_what_is_wrong_where(name: str) -> None:
    (problem,) = parse(BROKEN[name][0], "x").problems
    assert SAID[name] in f"{problem.message} / {problem.hint}"


@pytest.mark.parametrize("name", ["too deep", "too many values"])
def test_behind_too_much_nothing_is_read(name: str) -> None:
    assert len(parse(f"{BROKEN[name][0]}x: @y\n\nz: @y\n", "x").problems) == 1


def test_blocks_with_blank_lines_are_left_out_whole() -> None:
    parsed = parse("a: 1\n\nb: 'x' y\n\n\nc: @z\n\nd: 2\n", "x")
    assert places(parsed) == [("E133", 3, 8), ("E135", 6, 4)]
    assert parsed.root is not None
    assert plain(parsed.root)["d"] == "2"


@pytest.mark.parametrize(
    ("lost", "path", "missed"),
    [
        ((), ("a",), False),
        ((("a",), ("b", 1)), ("a",), True),
        ((("a",), ("b", 1)), ("b", 1, "c"), True),
        ((("a",), ("b", 1)), ("b",), False),
        ((("a",), ("b", 1)), ("b", 0), False),
        ((("a",), ()), ("c",), True),
    ],
)
def test_what_may_have_been_lost(lost: tuple[Path, ...], path: Path, *, missed: bool) -> None:
    assert Reading(None, lost=lost).misses(path) is missed


def test_a_dash_without_a_space_is_found_where_yaml_sees_none() -> None:
    for text in ("a:\n  -b: c\n", "a:\n  -b\n  -c\n", "a:\n  - -b\n"):
        parsed = parse(text, "x")
        assert [(p.code, p.line) for p in parsed.problems] == [("E129", 2)], text
        assert parsed.lost
    assert parse("a: -b\nc: -5\nd:\n  -5\ne:\n  - b\n    -c\n", "x").problems == ()


def test_spaces_that_yaml_takes_for_letters() -> None:
    text = "a:\n\u00a0\u00a0b: 1\n \u3000c:\u202f2\n- \u00a0d\n"
    assert places(parse(text, "x")) == [("E108", 2, 1), ("E108", 3, 2), ("E108", 4, 3)]
    parsed = parse("a:\n\u00a0\u00a0b: 1\n \u3000c:\u202f2\n", "x")
    assert parsed.root is not None
    assert plain(parsed.root) == {"a": {"b": "1", "c": "2"}}
    parsed = parse("a:\n-\u2003b\n-\u3000c:\u00a0d\n", "x")
    assert parsed.root is not None
    assert plain(parsed.root) == {"a": ["b", {"c": "d"}]}
    (problem, _) = parse("a:\n\u00a0\u00a0b: 1\n\u00a0\u00a0c: 2\n", "x").problems
    assert "U+00A0 (NO-BREAK SPACE)" in problem.message
    assert problem.source == "\u00a0\u00a0b: 1"
    assert parse("a: one\u00a0two:\u00a0three\nb: |\n  \u00a0\u00a0moved in\n", "x").problems == ()


def test_same_key_names_both_lines() -> None:
    (problem,) = parse("goal: a\nx: 1\n\ngoal: b\n", "x", first_line=4).problems
    assert problem.message == "`goal` stands on line 4 and again on line 7"
    assert problem.field == ""


def test_findings_name_the_field() -> None:
    (problem,) = parse("targets:\n  - text: a\n  - results: {after: &x b}\n", "x").problems
    assert problem.field == "targets[2].results.after"
    assert dotted(()) == ""
    assert dotted((0, "a")) == "[1].a"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("*x : {b: !t c}\n", "*x.b"),
        ("? [a]\n: {b: !t c}\n", "?.b"),
        ("<<: {b: !t c}\n", "<<.b"),
        ("a: 1\na: {b: !t c}\n", "a.b"),
    ],
)
def test_findings_below_a_key_that_is_none(text: str, field: str) -> None:
    assert [p.field for p in parse(text, "x").problems if p.code == "E122"] == [field]


def test_only_curly_quotes_are_called_so() -> None:
    (problem,) = parse("a: x-ray: bones x\n", "x").problems
    assert "curly" not in problem.message
    assert 'a: "x-ray: bones x"' in problem.hint
    (problem,) = parse("a: “x: y”\n", "x").problems
    assert "curly quotes are letters" in problem.message


def test_places_of_lost_values() -> None:
    assert parse("a: *x\nb: [1, *y]\nc: {<<: *z}\n<<: *q\n", "x").lost == (("a",), ("b", 1), ("c",), ())
    assert parse("a: b: c\nd: e\n", "x").lost == (("a",),)
    assert parse("a: b\nProse here.\n\nMore.\n", "x").lost == ((),)
    assert parse("a: &x b\na: !t c\n", "x").lost == ()


def test_the_first_of_two_values_counts() -> None:
    parsed = parse("a: 1\na: 2\nb: {c: 1, c: 2}\n", "x")
    assert parsed.root is not None
    assert plain(parsed.root) == {"a": "1", "b": {"c": "1"}}


def test_depth_of_32_is_read() -> None:
    assert read("a: " + "[" * 31 + "]" * 31)
    assert [p.code for p in parse("a: " + "[" * 32 + "]" * 32, "x").problems] == ["E124"]


def test_many_findings_of_a_kind_are_counted() -> None:
    parsed = parse("".join(f"a{n}: &x b\n" for n in range(50)), "x")
    assert len(parsed.problems) == 20
    assert "30 more" in parsed.problems[-1].message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: #1 goal\n", [(1, 8)]),
        ("title: Unit #3\n", [(1, 13)]),
        ("a:\n  - Room #12 #x\n", [(2, 10)]),
        ("a: [b #c\n  ]\n", [(1, 7)]),
        ("a: b # a note\n", []),
        ("a: b  #note\n", []),
        ("a: b ## note\n", []),
        ("#note #more\n  #note\na: b\n", []),
        ("a: b # note #1\n", []),
        ("a: 'Unit #3'\nb: \"Unit #3\"\nc: |\n  Unit #3\nd: C#\ne: a#b\n", []),
        ("a: 'Unit #3' #x\n", [(1, 14)]),
    ],
)
def test_words_cut_off_by_a_number_sign(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(parse(text, "x")) == [("W101", line, column) for line, column in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n  - b\n   - c\n", [(3, 4)]),
        ("a:\n- b\n  - c\n  - d\n", [(3, 3), (4, 3)]),
        ("a:\n  - b\n  - c\n", []),
        ("a: b\n  -c\n", []),
        ("a: |\n  - b\n   - c\nd: '\n  - e'\n", []),
    ],
)
def test_items_swallowed_by_the_line_above(text: str, expected: list[tuple[int, int]]) -> None:
    assert places(parse(text, "x")) == [("W102", line, column) for line, column in expected]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a note\n", "---\n", "---\n...\n"])
def test_nothing_is_nothing(text: str) -> None:
    parsed = parse(text, "x")
    assert parsed.problems == ()
    assert parsed.root is None or (isinstance(parsed.root, Scalar) and parsed.root.blank)
