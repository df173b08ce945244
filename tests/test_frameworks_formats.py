"""Files of frameworks in every format that is read: items, order, identifiers, words, what is reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coaching_cycles.checking.framework_files import read_file
from coaching_cycles.checking.frameworks import read_frameworks
from coaching_cycles.problems import Problem
from coaching_cycles.standards import Framework, Relation, freeze, say_statement, show_statement, thaw
from tests.packages import guid, item, package, plains, trouble, write


def read(data: object, name: str = "a.json") -> Framework:
    made = read_file(data if isinstance(data, bytes) else write(data), name, "a")
    assert isinstance(made, Framework), made
    return made


def kinds(framework: Framework) -> list[str]:
    return [defect.kind for defect in framework.defects]


def test_package() -> None:
    framework = read(plains())
    assert framework.title == "Plains mathematics"
    assert framework.identifier == guid("document")
    assert framework.licence == "© Plains"
    assert list(framework.items) == ["Number sense", "3.NS.1", "3.NS.1a", "3.NS.1b", "4.NS.1", "3.NS.9"]
    one = framework.items["3.NS.1"]
    assert (one.parent, one.children, one.grades) == ("Number sense", ("3.NS.1a", "3.NS.1b"), ("3",))
    assert (one.identifier, one.uri) == (guid("one"), f"https://case.example.org/uri/{guid('one')}")
    assert (one.next, framework.items["4.NS.1"].previous) == ("4.NS.1", "3.NS.1")
    assert one.relations[1] == Relation("exactMatchOf", guid("elsewhere"), one.relations[1].uri)
    assert not framework.items["Number sense"].coded
    assert framework.items["3.NS.9"].ended == "2024-06-30"
    assert framework.facts is not None
    assert (framework.facts.form, framework.facts.items, framework.facts.coded) == ("CASE 1.1", 6, 5)
    assert (framework.facts.levels, framework.facts.rubrics) == (3, 1)
    assert kinds(framework) == ["no code", "sequence", "retired"]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda made: {"CFPackage": made},
        lambda made: {"data": {"CFPackage": made}},
        lambda made: [made],
        lambda made: {"imsx_status": "ok", "CFPackages": [made]},
    ],
)
def test_wrapped_packages_are_the_same(wrap: object) -> None:
    made = plains()
    assert read(wrap(made)).items == read(made).items  # type: ignore[operator]


def test_older_dialect() -> None:
    """Addresses for identifiers, `educationalLevel` as text, ends of associations without links."""
    base = "http://asn.example.org/resources/"

    def under(name: str, parent: str) -> dict[str, str]:
        ends = {"originNodeIdentifier": base + name, "destinationNodeIdentifier": base + parent}
        return {"associationType": "isChildOf", **ends}

    made = {
        "CFDocument": {"identifier": f"{base}D1", "title": "Old"},
        "CFItems": [
            {"identifier": f"{base}S2", "humanCodingScheme": "A.1", "educationalLevel": "KG"},
            {"identifier": f"{base}S1", "humanCodingScheme": "A", "educationalLevel": "KG,01"},
        ],
        "CFAssociations": [under("S2", "S1"), under("S1", "D1")],
    }
    framework = read(made)
    assert list(framework.items) == ["A", "A.1"]
    assert framework.items["A.1"].parent == "A"
    assert framework.items["A"].grades == ("K", "1")
    assert framework.defects == ()


def test_opensalt_csv() -> None:
    heading = "identifier,fullStatement,humanCodingScheme,smartLevel,educationLevel,CFItemType\n"
    rows = (
        'i3,Ten,X.10,1.1.10,"09,10",Standard\ni2,Two,X.2,1.1.2,09.10,Standard\ni1,Unit,,1.1,,\ni0,Top,,1,,\n'
    )
    framework = read((heading + rows + "i9,Lost,Y,7.3,,\n").encode(), "a.csv")
    assert list(framework.items) == ["Top", "Unit", "X.2", "X.10", "Y"]
    assert framework.items["X.2"].grades == ("9", "10")
    assert framework.items["X.10"].identifier == "i3"
    assert kinds(framework) == ["no code", "no code", "dangling"]


def test_set_of_the_common_standards_project() -> None:
    def standard(name: str, depth: int, above: list[str], **more: str) -> dict[str, object]:
        return {"id": name, "position": depth * 1000, "depth": depth, "ancestorIds": above, **more}

    made = {
        "data": {
            "id": "SET",
            "title": "Grade 3",
            "subject": "Science",
            "educationLevels": ["03"],
            "license": {"title": "CC BY 4.0", "rightsHolder": "State"},
            "jurisdiction": {"title": "Plains"},
            "standards": {
                "B": standard("B", 2, ["A", "R"], statementNotation="S.3.1.a"),
                "R": standard("R", 0, [], description="Life"),
                "A": standard("A", 1, ["R"], statementNotation="S.3.1", altStatementNotation="3.1"),
            },
        }
    }
    framework = read(made)
    assert list(framework.items) == ["Life", "S.3.1", "S.3.1.a"]
    assert framework.title == "Plains: Science: Grade 3"
    assert framework.licence == "State · CC BY 4.0"
    assert framework.items["S.3.1.a"].parent == "S.3.1"
    assert framework.items["S.3.1"].grades == ("3",)
    assert framework.find("3.1") == "S.3.1"
    standards = made["data"]["standards"]  # type: ignore[index]
    standards["B"]["ancestorIds"] = ["R", "A"]  # type: ignore[index]
    assert read(made).items["S.3.1.a"].parent == "S.3.1"
    # What is as deep is none.
    standards["C"] = standard("C", 2, ["B", "A"], statementNotation="S.3.1.b")  # type: ignore[index]
    assert read(made).items["S.3.1.b"].parent == "S.3.1"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.yml",
            (
                "title: Ours\nstandards:\n"
                "  - {code: A, statement: Whole, grades: [3, 4]}\n  - {code: A.1, parent: a}\n"
            ),
        ),
        ("a.yml", "title: Ours\nitems:\n  A: {statement: Whole, grades: '3,4'}\n  A.1: {parent: A}\n"),
        (
            "a.json",
            (
                '{"title": "Ours", "standards": '
                '[{"code": "A", "grades": [3, "04"]}, {"code": "A.1", "parent": "A"}]}'
            ),
        ),
    ],
)
def test_our_own_lists(name: str, text: str) -> None:
    framework = read(text.encode(), name)
    assert framework.title == "Ours"
    assert framework.items["A"].grades == ("3", "4")
    assert framework.items["A.1"].parent == "A"
    assert framework.defects == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"{"),
        ("a.json", b""),
        ("a.json", b"[" * 100_000),
        ("a.json", b'{"CFItems": ' + b"9" * 5000 + b"}"),
        ("a.json", b"null"),
        ("a.json", b'{"imsx_codeMajor": "failure"}'),
        ("a.yml", b"just words"),
        ("a.yml", b"a: &x [*x]"),
        ("a.yml", b"- [" * 500),
    ],
)
def test_what_holds_no_framework_is_one_finding(name: str, data: bytes) -> None:
    found = read_file(data, f"standards/{name}", "a")
    assert isinstance(found, Problem)
    assert found.code == "W508"


def test_a_code_of_thousands_of_digits_is_none() -> None:
    framework = read(f"code,statement\n{'9' * 5000},Long\nA.{'9' * 60},Longer\n".encode(), "a.csv")
    assert list(framework.items) == ["Long", f"A.{'9' * 60}"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_other_encodings_are_read_and_reported(encoding: str) -> None:
    framework = read("code,statement\nA.1,Élan – vital\n".encode(encoding), "a.csv")
    assert framework.items["A.1"].statement == "Élan – vital"
    assert kinds(framework) == ([] if encoding == "utf-8-sig" else ["garbled"])


def test_every_trouble_at_once() -> None:
    framework = read(trouble())
    assert framework.status == "Pending Implementation"
    reached = list(framework.roots)
    for code in reached:
        reached.extend(framework.items[code].children)
    assert sorted(reached) == sorted(framework.items)
    assert len(framework.items) == 2400 + 60
    wanted = {"no code", "same code", "same id", "sequence", "garbled", "dangling", "placeholder", "parents"}
    assert wanted | {"circle", "retired", "shape", "too deep"} <= set(kinds(framework))
    assert framework.find("T.SAME") == framework.shared["T.SAME"][0]


def test_frozen_and_thawed_is_the_same() -> None:
    for made in (plains(), trouble(300)):
        framework = read(made)
        assert thaw(freeze(framework)) == framework


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("x<sup>2</sup> < 3 & y", "x<sup>2</sup> &lt; 3 &amp; y", "x² < 3 & y"),
        ("3<sup>-5</sup>, ab<sup>ct</sup>", "3<sup>-5</sup>, ab<sup>ct</sup>", "3⁻⁵, ab^(ct)"),
        ("H<sub>2</sub>O", "H<sub>2</sub>O", "H₂O"),
        ("a &amp;lt; b &amp;amp; c", "a &lt; b &amp; c", "a < b & c"),
        ("One.<br />Two.<p>Three.</p>", "One.<br>Two.<br>Three.", "One. Two. Three."),
        ("px + q < r, a <b and c> d", "px + q &lt; r, a &lt;b and c&gt; d", "px + q < r, a <b and c> d"),
        ("<sup>open", "&lt;sup&gt;open", "<sup>open"),
        ("<i>a<b>b</i></b>", "<i>a&lt;b&gt;b</i>&lt;/b&gt;", "a<b>b</b>"),
        ('5 = <img src="x" onerror="alert(1)" /> – 3', "5 = □ – 3", "5 = □ – 3"),
        ('<a href="javascript:alert(1)">go</a>', "go", "go"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("&lt;script&gt;", "&lt;script&gt;", "<script>"),
        ("&lt;sup&gt;2&lt;/sup&gt;", "<sup>2</sup>", "²"),
        ('<sup onclick="x">2</sup>', "<sup>2</sup>", "²"),
    ],
)
def test_statements(text: str, html: str, plain: str) -> None:
    assert show_statement(text) == html
    assert say_statement(text) == plain


def lay(folder: Path, files: dict[str, object]) -> Path:
    (folder / "standards").mkdir(exist_ok=True)
    for name, data in files.items():
        body = (
            data if isinstance(data, bytes) else str(data).encode() if isinstance(data, str) else write(data)
        )
        (folder / "standards" / name).write_bytes(body)
    return folder


def test_files_become_frameworks_by_their_names(tmp_path: Path) -> None:
    made = package([item("x", "X.1", "Read.")], [])
    lay(
        tmp_path,
        {"Great Plains_math.json": made, "ga.csv": "code\nA.1\n", "ga.yml": "- {code: B}\n", "notes.txt": ""},
    )
    found, problems = read_frameworks(tmp_path, "standards")
    assert sorted(found) == ["ga", "ga-2", "great-plains-math"]
    assert found["ga"].title == "Ga"
    assert sorted(problem.code for problem in problems) == ["W505", "W506"]


def test_kept_in_the_cache(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    lay(tmp_path, {"plains.json": plains()})
    first = read_frameworks(tmp_path, "standards", None, cache)
    (entry,) = (cache / "frameworks").glob("??/*")
    assert read_frameworks(tmp_path, "standards", None, cache) == first
    assert read_frameworks(tmp_path, "standards") == first
    entry.write_bytes(b"damaged")
    assert read_frameworks(tmp_path, "standards", None, cache) == first
    lay(tmp_path, {"plains.json": json.dumps(plains()).replace("Old words", "New words")})
    changed, _ = read_frameworks(tmp_path, "standards", None, cache)
    assert changed["plains"].items["3.NS.9"].statement == "New words."
