"""The plain CSV of a framework: read as it is meant, whatever a spreadsheet made of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_cycles.standards import Framework, read_csv, slugify
from coaching_cycles.standards.grades import read_grades

PLAIN = (
    "code,statement,parent,grades\n"
    "K.NR,Numerical reasoning,,K\n"
    'K.NR.2,"Count, and tell",K.NR,K\n'
    'K.NR.2.2,"Say ""one""",K.NR.2,"K, 1"\n'
)


def messages(framework: Framework) -> list[tuple[int, str]]:
    return [(defect.row, defect.message) for defect in framework.defects]


def test_plain_file() -> None:
    framework = read_csv(PLAIN, "ga", title="Georgia", licence="© Georgia")
    assert (framework.key, framework.title, framework.short_title) == ("ga", "Georgia", "Georgia")
    assert framework.licence == "© Georgia"
    assert framework.defects == ()
    assert framework.roots == ("K.NR",)
    item = framework.items["K.NR.2.2"]
    assert (item.statement, item.parent, item.grades) == ('Say "one"', "K.NR.2", ("K", "1"))
    assert framework.items["K.NR"].children == ("K.NR.2",)
    assert framework.find("k-nr-2-2") == "K.NR.2.2"
    assert framework.find("K.NR.9") is None


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.replace("code,", " Code ,").replace("parent,", "PARENT,"),
        "\n\n" + PLAIN.replace("\nK.NR.2,", "\n,,,\n\nK.NR.2,"),
    ],
)
def test_same_items_however_it_was_saved(text: str) -> None:
    framework = read_csv(text, "ga")
    assert framework.defects == ()
    assert dict(framework.items) == dict(read_csv(PLAIN, "ga").items)


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters(delimiter: str) -> None:
    framework = read_csv(
        f"code{delimiter}statement{delimiter}parent\nA.1{delimiter}Read, write{delimiter}\n", "x"
    )
    assert framework.items["A.1"].statement == "Read, write"


def test_columns_beyond_the_four() -> None:
    text = "kind,code,label,url,teacher\nstrand,A.1,Reading,https://example.org/a,Kim\n"
    text += ",A.2,,javascript:alert(1),\n"
    framework = read_csv(text, "x")
    item = framework.items["A.1"]
    assert (item.kind, item.label, item.url) == ("strand", "Reading", "https://example.org/a")
    assert framework.items["A.2"].url is None
    assert messages(framework) == [
        (1, "the column 'teacher' is not known and is left out"),
        (3, "the url is not a web address and is left out"),
    ]


def test_row_numbers_count_lines() -> None:
    framework = read_csv('code,statement\nA.1,"two\nlines"\n\nA.1,again\n', "x")
    assert framework.items["A.1"].statement == "two\nlines"
    assert framework.items["A.1 (2)"].statement == "again"
    assert messages(framework) == [(5, "the code 'A.1' is that of item 2 too; called 'A.1 (2)' here")]


def test_codes_that_share_a_page_are_parted() -> None:
    framework = read_csv("code,statement,parent\nA.1,first,\nB,heading,\nA-1,second,B\n", "x")
    assert list(framework.items) == ["A.1", "B", "A-1 (B)"]
    assert framework.find("a 1") == "A.1"
    assert framework.shared == {"A.1": ("A.1", "A-1 (B)")}
    assert messages(framework) == [(4, "the code 'A-1' is that of item 2 too; called 'A-1 (B)' here")]


def test_missing_codes_are_reported() -> None:
    text = "code,statement\n,A heading\n★,A star\nA.1,Kept\n" + "x" * 90 + ",Long\n,\n★,\n"
    framework = read_csv(text, "x")
    assert list(framework.items) == ["A heading", "A star", "A.1", "Long"]
    assert [item.coded for item in framework.items.values()] == [False, False, True, False]
    assert messages(framework) == [
        (2, "no code; the item is called 'A heading'"),
        (3, "no code; the item is called 'A star'"),
        (5, "a code that is none; the item is called 'Long'"),
        (7, "neither a code nor a statement; this row is left out"),
    ]


def test_dangling_parent_becomes_a_root() -> None:
    framework = read_csv("code,parent\nA.1,B\nA.2,a 1\n", "x")
    assert framework.roots == ("A.1",)
    assert framework.items["A.2"].parent == "A.1"
    assert messages(framework) == [(2, "item 'A.1' stands under 'B', which is not in the file")]


def test_circles_are_opened() -> None:
    framework = read_csv("code,parent\nA,C\nB,A\nC,B\nD,D\nE,B\n", "x")
    assert list(framework.items) == ["A", "B", "C", "E", "D"]
    assert framework.roots == ("A", "D")
    assert messages(framework) == [
        (2, "item 'A' stands under itself; shown at the top"),
        (5, "item 'D' stands under itself; shown at the top"),
    ]


def test_garbled_letters_are_reported_and_kept() -> None:
    framework = read_csv("code,statement\nA.1,Don’t — naïve Ñandú Âge\nA.2,Donâ€™t\n", "x")
    assert framework.items["A.2"].statement == "Donâ€™t"
    assert messages(framework) == [(3, "letters of item 'A.2' look garbled; they are shown as they are")]


@pytest.mark.parametrize(
    ("text", "defects"),
    [
        ("", [(0, "the file is empty")]),
        ("\n \n", [(0, "the file is empty")]),
        (
            "name,text\nA,B\n",
            [(1, "no column is called `code`; the first row must name code, statement, parent, grades")],
        ),
        (
            "code,statement\nA,B,C\n",
            [(2, "more cells than the heading has columns; the last ones are left out")],
        ),
        ("code,grades\nA,13-9\n", [(2, "not grades: '13-9'")]),
        ('code,grades\nA,"9, ninth"\n', [(2, "not grades: 'NINTH'")]),
    ],
)
def test_defects(text: str, defects: list[tuple[int, str]]) -> None:
    assert messages(read_csv(text, "x")) == defects


def test_names_of_columns_in_case() -> None:
    names = "humanCodingScheme,fullStatement,abbreviatedStatement,CFItemType,identifier"
    for grades in ("grade", "grades", "educationLevel", "educationalLevel"):
        framework = read_csv(f"{names},{grades}\nA.1,All of it,Short,Standard,one,09\n", "x")
        item = framework.items["A.1"]
        assert (item.statement, item.label, item.kind, item.grades) == (
            "All of it",
            "Short",
            "Standard",
            ("9",),
        )
        assert messages(framework) == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", {"shape"}),
        ("name\nA\n", {"shape"}),
        ("code,statement\nA,B,C\n", {"shape"}),
        ("code,statement\nA," + "x" * 200_000, {"shape"}),
        ("code,grades\nA,13-9\n", {"grades"}),
    ],
)
def test_kinds_of_defects(text: str, kinds: set[str]) -> None:
    assert {defect.kind for defect in read_csv(text, "x").defects} == kinds


def test_characters_that_spreadsheets_add_are_no_part_of_a_code() -> None:
    framework = read_csv("\ufeffcode,statement\r\nA.\0001,o\0ne\rA.2,two\n", "x")
    assert {code: item.statement for code, item in framework.items.items()} == {"A.1": "one", "A.2": "two"}


def test_oversized_cell_is_a_defect() -> None:
    framework = read_csv("code,statement\nA.1,kept\nA.2," + "x" * 200_000 + "\n", "x")
    assert list(framework.items) == ["A.1"]
    assert framework.defects[0].row == 3
    assert "cannot be read" in framework.defects[0].message


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("", ()),
        ("K", ("K",)),
        ("09,10", ("9", "10")),
        ("09.10", ("9", "10")),
        ("6-8", ("6", "7", "8")),
        ("K–2", ("K", "1", "2")),
        ("KG, 1; 2|3", ("K", "1", "2", "3")),
        ("PK-1", ("PK", "K", "1")),
        ("Grade 4", ("4",)),
        ("HS", ("9", "10", "11", "12")),
        ("MS", ("6", "7", "8")),
        ("PREK; Pre-K; TK", ("PK", "TK")),
        ("K-13", ("K", *map(str, range(1, 14)))),
        ("GR. 2", ("2",)),
        ("10, 9, 9", ("9", "10")),
    ],
)
def test_grades(text: str, grades: tuple[str, ...]) -> None:
    assert read_grades(text) == (grades, ())


CELLS = st.sampled_from(
    ["A", "B", "C", "A.1", "", "a", '"', ",", "\r", "\n", ";", "K", "9-12", "é", "\0", "\ufeff", "x" * 100]
)
TABLES = st.lists(CELLS, max_size=40).map(lambda cells: "code,parent\n" + ",".join(cells))


@given(text=st.text(max_size=200) | TABLES)
@settings(max_examples=300, deadline=None)
def test_any_text_makes_a_tree(text: str) -> None:
    framework = read_csv(text, "x")
    reached: list[str] = []
    waiting = list(framework.roots)
    while waiting:
        code = waiting.pop()
        reached.append(code)
        waiting.extend(framework.items[code].children)
    assert sorted(reached) == sorted(framework.items)
    assert len({slugify(code) for code in framework.items}) == len(framework.items)
