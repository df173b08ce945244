"""The small steps from a file's words to a framework, each by itself."""

from __future__ import annotations

import pytest

from coaching_cycles.standards import Code, canonical, nearest, read_csv
from coaching_cycles.standards.cleaning import clean, dot, loosen, strip_prefixes
from coaching_cycles.standards.codes import slugify
from coaching_cycles.standards.framework import anchor
from coaching_cycles.standards.grades import GRADES, read_grades
from coaching_cycles.standards.joining import join
from coaching_cycles.standards.links import official_url, read_address
from coaching_cycles.standards.naming import Names
from coaching_cycles.standards.packages import find_package, read_package
from coaching_cycles.standards.plain import Listed, find_plain, read_csv_source, read_plain, read_plain_data
from coaching_cycles.standards.rows import read_rows
from coaching_cycles.standards.shapes import format_teks, is_local
from coaching_cycles.standards.source import LONGEST_TEXT, Source, scrub
from coaching_cycles.standards.standard_sets import read_set
from coaching_cycles.standards.statements import say_statement, show_statement
from coaching_cycles.standards.tables import read_table
from coaching_cycles.standards.values import as_mapping
from tests.packages import child, item, package


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("(RL.4.1)", "RL.4.1"),
        ("(RL.4.1", "RL.4.1"),
        ("RL.4.1)", "RL.4.1"),
        ("(c)(5)(A)", "(c)(5)(A)"),
        ("110.36(c)(5)", "110.36(c)(5)"),
        ("110.36(c)(5))", "110.36(c)(5)"),
        ("RL.4.1 (", "RL.4.1"),
        ("-RL.4.1-", "RL.4.1"),
        ("x", "x"),
        ("-", "-"),
        ("F-IF.8 (+)", "F-IF.8"),
        ("“RL.4.1”*", "RL.4.1"),
        ("RL.4.1²", "RL.4.12"),
        ("RL\u200b.4\u00ad.1", "RL.4.1"),
        ("RL–4−1", "RL-4-1"),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_raised_number_may_be_a_footnote() -> None:
    assert clean("RL.4.1² ", keep_footnote=False) == "RL.4.1"


ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize(
    ("text", "rest", "frameworks"),
    [
        *((f"Grade {sign} RL.1", f"{number}.RL.1", ()) for number, sign in enumerate(ROMAN, 1)),
        ("Kindergarten RL.1", "K.RL.1", ()),
        ("Middle School PS1-1", "MS.PS1-1", ()),
        ("High School PS1-1", "HS.PS1-1", ()),
        ("4th grade NF.1", "4.NF.1", ()),
        ("G4.NF.1", "4.NF.1", ()),
        ("Grades 9-10 RL.1", "9-10.RL.1", ()),
        ("ELA RL.4.1", "RL.4.1", ("ccss-ela",)),
        ("Math 4.NF.1", "4.NF.1", ("ccss-math",)),
        ("NGSS MS-PS1-1", "MS-PS1-1", ("ngss",)),
        ("CCSS 4.NF.1", "4.NF.1", ("ccss-ela", "ccss-math")),
        ("CCSS.Math.Content.4.NF.1", "4.NF.1", ("ccss-math",)),
        ("CCSS.ELA-Literacy.RL.4.1", "RL.4.1", ("ccss-ela",)),
        ("CCSS NGSS 4.1", "4.1", ("ccss-ela", "ccss-math")),
        ("CCR Anchor Standard R.1", "CCRA.R.1", ()),
        ("K.CC.1", "K.CC.1", ()),
        ("Grade K CC.1", "K.CC.1", ()),
    ],
)
def test_prefixes(text: str, rest: str, frameworks: tuple[str, ...]) -> None:
    stripped = strip_prefixes(clean(text))
    assert (stripped.rest, stripped.frameworks) == (rest, frameworks)


@pytest.mark.parametrize(
    ("upper", "dotted", "keys"),
    [
        ("RL.04.01", "RL.4.1", ("RL4.1",)),
        ("3 / NF // 1", "3.NF.1", ("3NF1",)),
        (".-RL 4 - 1-.", "RL.4-1", ("RL4-1",)),
        ("RL-4-1", "RL-4-1", ("RL4-1", "RL4.1")),
        ("A.B-C", "A.B-C", ("A-B-C",)),
        ("RL.10.100", "RL.10.100", ("RL10.100",)),
        ("국어 1", "", ()),
    ],
)
def test_one_dot_between_parts(upper: str, dotted: str, keys: tuple[str, ...]) -> None:
    assert dot(upper) == dotted
    assert loosen(upper) == keys


@pytest.mark.parametrize(
    ("upper", "citation"),
    [
        ("110.36(C)(5)(A)(XLIV)", "110.36(c)(5)(A)(xliv)"),
        ("110.36 C 5 A I", "110.36(c)(5)(A)(i)"),
        ("110.36(C)(5)(A)(Z)", None),
        ("110.36(5)", None),
        ("110.36(C)(5)(A)(I)(I)", None),
        ("TEKS 110.36", "110.36"),
        ("110.36", None),
    ],
)
def test_citations_of_texas(upper: str, citation: str | None) -> None:
    assert format_teks(upper) == citation


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("a\x93b\x94", "a“b”"),
        ("a\x07b\x7f\u202e", "ab"),
        ("a\ud800b", "a\ufffdb"),
        (" é\t", "é"),
        ("a\x85b", "a…b"),
    ],
)
def test_what_no_page_can_hold(text: str, scrubbed: str) -> None:
    assert scrub(text) == scrubbed


def test_grades_by_name() -> None:
    assert read_grades("PK TK K 1 2 3 4 5 6 7 8 9 10 11 12 13") == (GRADES, ())
    assert len(GRADES) == 16
    assert read_grades("14, 0, 99") == ((), ("14", "0", "99"))
    assert read_grades("pre-k; KG|MS") == (("PK", "K", "6", "7", "8"), ())
    assert read_grades("K-2 / 9-HS") == (("K", "1", "2", "9", "10", "11", "12"), ())
    assert read_grades("8-6, 6-x, 1-2-3") == ((), ("8-6", "6-X", "1-2-3"))
    assert read_grades("PK-1") == (("PK", "K", "1"), ())
    assert read_grades("TK-1") == (("TK", "K", "1"), ())


def test_names_for_what_has_none() -> None:
    names = Names()
    assert names.take("A.1")
    assert not names.take("a-1")
    assert not names.take("…")
    assert names.invent("Counting", []) == "Counting"
    assert names.invent("Counting", ["—", "Numbers", "Grade 3"]) == "Counting (Numbers)"
    assert names.invent("Counting", ["—", "Numbers", "Grade 3"]) == "Counting (Grade 3)"
    assert names.invent("Counting", ["—", "Numbers", "Grade 3"]) == "Counting (Numbers, Grade 3)"
    # What has no letters is passed over, and stands beside nothing.
    told = ("Sorting", ["(!)", "Numbers", "Grade 3"])
    found = [names.invent(*told) for _ in range(5)]
    beside = ["Numbers", "Grade 3", "Numbers, Grade 3", "2"]
    assert found == ["Sorting", *(f"Sorting ({one})" for one in beside)]
    assert [names.invent("Counting", []) for _ in range(3)] == [f"Counting ({n})" for n in (2, 3, 4)]
    assert names.invent("…", []) == "Item"
    assert names.invent(f"{'word ' * 12}end", []) == f"{'word ' * 11}word"


KEPT = ["sup", "sub", "i", "em", "b", "strong"]
BREAKS = ["p", "div", "li", "ul", "ol", "tr", "table", "tbody", "h1", "h2", "h3", "h4"]
DROPPED = ["span", "font", "a", "u", "small", "big", "td", "th", "thead", "center"]


def test_every_tag_of_a_statement() -> None:
    assert [show_statement(f"a <{tag}>b</{tag}> c") for tag in KEPT] == [
        f"a <{tag}>b</{tag}> c" for tag in KEPT
    ]
    assert {show_statement(f"a <{tag}>b</{tag}> c") for tag in BREAKS} == {"a<br>b<br>c"}
    assert {say_statement(f"a<{tag}>b</{tag}>c") for tag in BREAKS} == {"a b c"}
    assert {show_statement(f"a <{tag}>b</{tag}> c") for tag in DROPPED} == {"a b c"}
    assert show_statement("a<hr>b<br>c") == "ab<br>c"
    assert show_statement("a<video>b</video>") == "a&lt;video&gt;b&lt;/video&gt;"
    assert show_statement("a<i>b</i x='1'>") == "a&lt;i&gt;b&lt;/i x='1'&gt;"
    assert say_statement("no  tags\nhere") == "no tags here"
    assert say_statement("<sup></sup>x<sub>ab</sub><sub>a</sub><sub>q</sub>") == "x_(ab)ₐ_q"
    assert show_statement("<img alt=\"a half\"><img alt=''>") == "a half□"
    for times in range(1, 4):
        assert say_statement("&" + "amp;" * times + "lt; b") == "< b"


@pytest.mark.parametrize(
    ("strand", "behind"),
    [
        ("RL.4.1", "CCRA.R.1"), ("RI.4.1", "CCRA.R.1"), ("RH.6-8.1", "CCRA.R.1"), ("RST.6-8.1", "CCRA.R.1"),
        ("W.4.1", "CCRA.W.1"), ("W.4.1a", "CCRA.W.1"), ("WHST.6-8.1", "CCRA.W.1"), ("SL.4.1", "CCRA.SL.1"),
        ("L.4.1", "CCRA.L.1"), ("RF.4.3", None), ("CCRA.R.1", None),
    ],
)  # fmt: skip
def test_anchor_standards(strand: str, behind: str | None) -> None:
    found = anchor(Code("ccss-ela", strand))
    assert (found.code if found else None) == behind
    assert anchor(Code("ccss-math", strand)) is None


def test_science_without_its_grade() -> None:
    """Every grade that has an expectation of this idea and number, the likeliest first."""
    codes = [code for code, row in read_table("ngss").rows.items() if row.kind == "performance expectation"]
    codes = codes or [code for code in read_table("ngss").rows if code[-1].isdigit() and code.count("-") >= 2]
    ends = {"-".join(code.rsplit("-", 2)[1:]) for code in codes}
    for end in sorted(ends):
        alike = {code for code in codes if code.endswith(f"-{end}")}
        assert {found.code for found in nearest(end, limit=20)} >= alike
    for grade, school in (*zip("678", ["MS"] * 3, strict=True), *((str(n), "HS") for n in range(9, 13))):
        assert nearest(f"{grade}-PS1-2", limit=1) == (Code("ngss", f"{school}-PS1-2"),)


@pytest.mark.parametrize("strand", ["R", "RL", "RI", "RH", "RST", "W", "WHST", "SL", "L"])
def test_a_strand_without_its_grade_is_its_anchor(strand: str) -> None:
    behind = {"RL": "R", "RI": "R", "RH": "R", "RST": "R", "WHST": "W"}.get(strand, strand)
    assert Code("ccss-ela", f"CCRA.{behind}.1") in nearest(f"{strand}.1", limit=12)


@pytest.mark.parametrize(
    ("address", "text", "framework"),
    [
        ("https://www.thecorestandards.org/Math/Practice/MP1/", "MP1", "ccss-math"),
        ("https://www.thecorestandards.org/Math/Practice/", "MP", "ccss-math"),
        ("http://corestandards.org/Math/Content/4/NF/B/3/a", "4.NF.B.3.a", "ccss-math"),
        ("corestandards.org/ELA-Literacy/RL/4/introduction/", "RL.4", "ccss-ela"),
        ("https://www.nextgenscience.org/pe/ms-ps1-1-matter", "ms-ps1-1", "ngss"),
        ("https://www.nextgenscience.org/dci-arrangement/k2-ets1-engineering-design", "K-2-ets1", "ngss"),
    ],
)
def test_official_addresses(address: str, text: str, framework: str) -> None:
    assert read_address(address)[-1] == (text, framework)


def test_addresses_that_are_none() -> None:
    assert read_address("https://example.org/RL/4/1/") == ()
    assert read_address("https://www.nextgenscience.org/about") == ()
    assert official_url("ngss", "MS-PS9-1") is None
    assert official_url("ngss", "PS1") is None
    assert official_url("ccss-ela", "CCRA") is None
    assert official_url("other", "RL.4.1") is None
    wanted = "https://www.thecorestandards.org/ELA-Literacy/RL/4/introduction/"
    assert official_url("ccss-ela", "RL.4") in {wanted, "https://www.thecorestandards.org/ELA-Literacy/RL/4/"}


def read(listed: list[object], **facts: object):  # noqa: ANN201 - a test's own shorthand
    found = find_plain({**facts, "standards": listed})
    assert found is not None
    return read_plain_data(found, list(enumerate(found.listed, 1)), "YAML")


def test_a_list_of_our_own_says_these_things() -> None:
    source = read(
        [{"Code": "A.1", "FullStatement": "Read", "grade": ["3", 4], "identifier": "i1", "label": "L"}],
        title="Ours", short_title="O", license="CC", lang="es", status="Draft", creator="We",
    )  # fmt: skip
    facts = (source.title, source.short_title, source.licence, source.language, source.status, source.creator)
    assert facts == ("Ours", "O", "CC", "es", "Draft", "We")
    (entry,) = source.entries
    assert (entry.code, entry.statement, entry.grades) == ("A.1", "Read", ("3", "4"))
    assert (entry.identifier, entry.label, entry.kind, entry.url) == ("i1", "L", "", None)
    other = read([{"code": "A.1"}], language="no", licence="Ours")
    assert (other.language, other.licence) == ("no", "Ours")
    bare = read([{"code": "A.1"}])
    facts = (bare.title, bare.short_title, bare.licence, bare.language, bare.status, bare.creator)
    assert facts == ("",) * 6
    (entry,) = bare.entries
    assert (entry.statement, entry.identifier, entry.label, entry.grades) == ("", "", "", ())


def test_a_list_of_our_own_may_be_a_group() -> None:
    found = find_plain({"standards": {"A": "Read", "B": {"statement": "Write"}}})
    assert found is not None
    assert found.listed == [{"code": "A", "statement": "Read"}, {"code": "B", "statement": "Write"}]
    assert find_plain([1, {"code": "A"}]) == Listed([1, {"code": "A"}], "")
    assert find_plain([1, 2]) is find_plain({"title": "x"}) is find_plain("x") is None


def test_a_csv_says_what_it_leaves_out() -> None:
    source = read_csv_source("statement,colour\nRead,red\n")
    assert [(d.row, d.kind) for d in source.defects] == [(1, "shape")]
    assert "no column is called `code`" in source.defects[0].message
    source = read_csv_source("\ncode,colour\nA.1,red\n")
    assert [(d.row, d.kind) for d in source.defects] == [(2, "shape")]
    assert "'colour' is not known" in source.defects[0].message
    source = read_csv_source('code,grades,url\nA.1,"x1,x2,x3,x4,x5,x6",here\n')
    assert [d.kind for d in source.defects] == ["grades", "shape"]
    assert "X5" in source.defects[0].message
    assert "X6" not in source.defects[0].message
    framework = read_csv(f"code\n{'A.' * 30_000}1\n", "x")
    assert framework.defects


def test_bytes_of_nothing_part_no_words() -> None:
    assert read_rows("\ufeffco\0de,Statement\r\nA.1,Re\0ad\r\n").names == ["code", "statement"]


def test_headings_are_not_suggested() -> None:
    rows = 'code,statement,parent\nNS.1.A,Count,\n,"Number sense 12",\n'
    held = {"x": read_csv(rows, "x")}
    assert "Number sense 12" in held["x"].items
    assert nearest("Number sense 13", "x", 5, held) == ()
    assert nearest("NS.1.B", "x", 5, held) == (Code("x", "NS.1.A"),)


def test_salt_without_identifiers() -> None:
    (entry,) = read_csv_source("fullStatement,humanCodingScheme,smartLevel\nRead,A.1,1\n").entries
    assert (entry.identifier, entry.label, entry.kind, entry.notes) == ("", "", "", "")
    source = read_csv_source(
        "identifier,humanCodingScheme,smartLevel,educationLevel\ni1,A.1,,x1\ni2,A.2,1,\ni3,A.3,1,\n"
    )
    assert [entry.identifier for entry in source.entries] == ["i1", "i2", "i3"]
    assert [(d.row, d.kind) for d in source.defects] == [(2, "grades"), (2, "dangling"), (4, "parents")]


def test_fields_of_a_package() -> None:
    made = package([item("one", "A.1", "Read"), item("two", "A.2", "Write")], [])
    first = made["CFItems"][0]
    first |= {"adoptionStatus": "Deprecated", "status": "x", "statusEndDate": "2024-06-30T00:00:00"}
    first |= {"humanCodingScheme": 7, "alternativeLabel": "Reading", "licenseURI": {"identifier": "l1"}}
    made["CFDefinitions"] = {
        "CFLicenses": [
            {"identifier": "l1", "licenseText": "All rights", "description": "no", "title": "no"},
            {"identifier": "l2", "description": "Some rights", "title": "no"},
        ]
    }
    made["CFItems"][1] |= {
        "licenseURI": {"identifier": "unknown", "title": "By its title"},
        "status": "Draft",
    }
    source = read_package(made)
    one, two = source.entries
    assert (one.code, one.status, one.ended, one.label) == ("7", "Deprecated", "2024-06-30", "Reading")
    assert (one.licence, two.licence, two.status) == ("All rights", "By its title", "Draft")
    assert [d.message for d in source.defects] == ["`humanCodingScheme` of item 1 is not text"]
    assert find_package({"CFDocument": {}, "CFAssociations": []}) is not None
    assert find_package({"CFDocument": {}}) is None
    assert find_package({"CFDocument": {}, "CFAssociations": [], "more": 1}) is not None


def test_associations_that_lead_nowhere() -> None:
    items = [item("one", "A.1", "Read"), item("two", "A.2", "Write")]
    for kind, from_, to, reported in (
        ("isChildOf", "one", None, True),
        ("precedes", "one", None, False),
        ("precedes", "elsewhere", "one", True),
        ("isChildOf", "elsewhere", "one", True),
        ("precedes", "one", "elsewhere", False),
    ):
        made = child(from_, to or "", kind=kind)
        if to is None:
            del made["destinationNodeURI"]
        source = read_package(package(items, [made]))
        assert [d.kind for d in source.defects] == ["dangling"] * reported, (kind, from_, to)


def test_what_is_there_twice_is_taken_once() -> None:
    items = [item("one", "A.1", "Read"), item("top", "A", "All"), item("one", "A.1", "Read")]
    made = join(read_package(package(items, [child("one", "top")])), "x")
    assert list(made.items) == ["A", "A.1"]
    assert made.items["A.1"].parent == "A"
    assert [(d.row, d.kind) for d in made.defects] == [(3, "repeated")]
    # The same identifier with other words is another item.
    items[2]["fullStatement"] = "Read more"
    made = join(read_package(package(items, [])), "x")
    assert len(made.items) == 3
    assert made.facts is not None
    assert (made.facts.same_codes, made.facts.same_identifiers) == (1, 1)


def test_headings_are_found_where_they_are_asked_for() -> None:
    made = join(
        read_package(
            package(
                [
                    item("one", None, "Numbers, and what they mean", abbreviatedStatement="Number sense"),
                    item("two", "A.1", "Read", abbreviatedStatement="A.1"),
                ],
                [],
            )
        ),
        "x",
    )
    assert made.find("Number sense") == made.find("number-sense") == "Number sense"
    assert made.find("Number sense", coded=True) is None
    assert made.items["Number sense"].label == ""
    assert made.items["A.1"].label == "A.1"
    assert made.find("a1", coded=True) == made.find("A 1") == "A.1"


def test_canonical_keeps_a_framework_that_is_said() -> None:
    held = {"ga": read_csv("code,statement\nK.NR.2.2,Count\n", "ga", title="Georgia")}
    assert (
        canonical("K.NR.2.2", "Georgia", held) == canonical("K.NR.2.2", "ga", held) == Code("ga", "K.NR.2.2")
    )


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("ACELA1478", True), ("AB123", True), ("AB12", False), ("A123", False), ("ab123", False),
        ("9국02-03", True), ("SC.3.L.14.1", True), ("6.RP.K", True), ("123", False), ("ABC", False),
        ("Lesson 3", False), ("Q1", False), ("A1B", True), ("MA 3.2 B", True), ("MA 3 B", False),
    ],
)  # fmt: skip
def test_codes_of_another_framework(text: str, local: bool) -> None:
    assert is_local(text) is local


def test_rows_have_the_lines_of_the_file() -> None:
    for end in ("\n", "\r\n", "\r"):
        found = read_rows(end.join(["code", "A.1", "", "A.2", ""]))
        assert [line for line, _ in found.rows] == [2, 4]


def test_anchor_standards_turned_round() -> None:
    for spelling in ("R.CCR.1", "R.CCRA.1", "CCR.R.1", "CCRA.R.1"):
        assert canonical(spelling) == Code("ccss-ela", "CCRA.R.1")


def test_the_early_grades_come_first() -> None:
    codes = ["1.A.1", "K.A.1", "PK.A.1", "10.A.1"]
    ordered = sorted((Code("other", code) for code in codes), key=lambda code: code.sort_key)
    assert [code.code for code in ordered] == ["PK.A.1", "K.A.1", "1.A.1", "10.A.1"]


def test_sets_as_lists_and_by_identifier() -> None:
    one = {"statementNotation": "A.1", "depth": 0, "educationLevels": [f"x{n}" for n in range(7)]}
    for standards, names in (([one | {"id": "i"}], ["i"]), ({"j": one}, ["j"]), ([one], [""])):
        source = read_set({"standards": standards, "title": "T"})
        assert [entry.identifier for entry in source.entries] == names
        (defect,) = source.defects
        assert "'X4'" in defect.message
        assert "'X5'" not in defect.message


def test_sets_say_what_is_the_same_elsewhere() -> None:
    one = {"id": "i", "statementNotation": "A.1", "depth": 0, "exactMatch": ["https://example.org/a", ""]}
    (entry,) = read_set({"standards": [one], "title": "T"}).entries
    assert [(one.kind, one.identifier) for one in entry.relations] == [
        ("exactMatchOf", "https://example.org/a")
    ]


def test_code_of_a_plain_file_is_blank_or_cut() -> None:
    (entry,) = read_csv_source("statement,code\nRead,\n").entries
    assert (entry.code, entry.statement) == ("", "Read")
    (entry,) = read_plain([(2, {"statement": "Read"})], Source("CSV")).entries
    assert (entry.code, entry.ref) == ("", "")
    (entry,) = read_plain([(2, {"code": "A" * (LONGEST_TEXT + 1)})], Source("CSV")).entries
    assert entry.code == "A" * (LONGEST_TEXT // 2)


def test_first_group_of_a_list_is_taken() -> None:
    assert as_mapping([1, "x", {"a": 1}, {"b": 2}]) == {"a": 1}
    assert as_mapping([1]) == as_mapping("x") == {}


def test_addresses_in_other_scripts() -> None:
    assert slugify("९.-(१)") == "९-१"
    assert slugify("국.2") == "국-2"


def test_three_items_of_one_identifier_hang_where_they_belong() -> None:
    """The first association is for the first of them, the second for the second, the third for the third."""
    above = ("one", "two", "three")
    items = [item(name, name, "Above") for name in above]
    items += [item("same", code, "Below") for code in ("S.1", "S.2", "S.3")]
    source = read_package(package(items, [child("same", name) for name in above]))
    hung = {entry.code: entry.parents for entry in source.entries if entry.code.startswith("S")}
    assert [len(set(parents)) for parents in hung.values()] == [1, 1, 1]
    assert len({tuple(parents) for parents in hung.values()}) == 3
