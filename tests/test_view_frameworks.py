"""Pages of frameworks that were dropped in: words and licence, state, crosswalks, identifiers, the tree."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.site import Options, Site, build_site
from coaching_cycles.views import standard
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.views.page import Page
from coaching_cycles.words import Words
from tests.packages import child, guid, item, package, plains, trouble, write

Build = Callable[..., Site]
SETTING = Setting(site_name="Test", site_url="https://example.org/")

RECORD = """---
title: {title}
grades: [3]
subject: Math
goal: Students will compare.
status: complete
standards: {standards}
{more}---
"""


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def make(
        files: dict[str, object],
        records: dict[str, str],
        settings: str = "",
        more: str = "",
        *,
        whole: bool = False,
    ) -> Site:
        for name, data in files.items():
            path = tmp_path / "standards" / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else write(data))
        folder = tmp_path / "cycles" / "hill"
        folder.mkdir(parents=True, exist_ok=True)
        for name, standards in records.items():
            text = RECORD.format(title=f"About {name}", standards=standards, more=more)
            (folder / f"2024-{name}.md").write_text(text, encoding="utf-8")
        if settings:
            (tmp_path / "cycles" / "portfolio.yml").write_text(settings, encoding="utf-8")
        if whole:
            return build_site(tmp_path, Options(audience="school", site_url="https://example.org/"))
        # The pages of standards alone: a third of the time.
        checked = read_portfolio(tmp_path)
        desk = Desk(Library(publish(checked.portfolio, "school"), checked.frameworks), Words(), SETTING)
        return Site(tuple(standard.pages(desk)), (), (), checked.problems)

    return make


def pages(site: Site) -> dict[str, Page]:
    return {page.address: page for page in site.pages}


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def titles(page: Page) -> set[str]:
    return set(re.findall(r"About (\w+)", text_of(page.html)))


def test_words_and_licence_of_a_package(build: Build) -> None:
    found = pages(build({"plains.json": plains()}, {"one": "[3.NS.1]"}))
    page = found["standards/plains/3-ns-1/"]
    assert "Compare x<sup>2</sup> with &lt; and &lt;." in page.html
    assert "© Plains" in page.html
    assert [crumb for crumb, _ in page.crumbs][-2:] == ["Plains mathematics", "Number sense"]
    # A heading without a code has a page as well: it has cycles below.
    assert titles(found["standards/plains/number-sense/"]) == {"one"}
    assert "© Plains" in found["standards/plains/"].html


def test_licence_line_and_titles_from_the_settings(build: Build) -> None:
    settings = (
        "frameworks:\n  flat: {file: plains.json, title: Flatland, license: Ours to show}\n  ccss-math:\n"
    )
    site = build({"plains.json": plains()}, {"one": "[3.NS.1]", "two": "[8.EE.7]"}, settings)
    found = pages(site)
    assert "Ours to show" in found["standards/flat/3-ns-1/"].html
    frameworks = re.findall(r'<h3 class="cc-card__title"><a[^>]*>([^<]+)', found["standards/"].html)
    assert frameworks[0] == "Flatland"
    assert site.problems[0].code == "H507"


def test_default_framework_decides_and_others_are_named(build: Build) -> None:
    files = {
        "north.csv": "code,statement\nK.CC.A.1,North words\n",
        "south.csv": "code,statement\nX.1,South\n",
    }
    site = build(files, {"one": "[K.CC.A.1]"})
    assert "standards/ccss-math/k-cc-a-1/" in pages(site)
    assert [problem.code for problem in site.problems] == ["H511"]
    settings = "frameworks: [{key: north, default: true}]\n"
    site = build(files, {"one": "[K.CC.A.1]", "two": "[RL.4.1, CCSS.Math.Content.K.CC.A.2]"}, settings)
    found = pages(site)
    assert titles(found["standards/north/k-cc-a-1/"]) == {"one"}
    assert titles(found["standards/ccss-ela/rl-4-1/"]) == {"two"}
    assert "standards/ccss-math/k-cc-a-1/" not in found
    assert site.problems == ()


def test_two_states_with_one_code(build: Build) -> None:
    files = {
        "georgia.json": package([item("g", "K.NR.2.2", "Georgia counts")], []),
        "carolina.csv": "code,statement\nK.NR.2.2,Carolina counts\n",
    }
    site = build(files, {"ga": "[K.NR.2.2]"}, more="framework: Georgia\n")
    assert "Georgia counts" in pages(site)["standards/georgia/k-nr-2-2/"].html
    site = build(files, {"ga": "[K.NR.2.2]"})
    assert titles(pages(site)["standards/other/k-nr-2-2/"]) == {"ga"}
    (problem,) = site.problems
    assert problem.code == "W501"
    assert "K.NR.2.2 (georgia)" in problem.hint
    assert "K.NR.2.2 (carolina)" in problem.hint


def test_retired_pending_and_placeholders_say_so(build: Build) -> None:
    made = plains()
    made["CFDocument"]["adoptionStatus"] = "Pending Implementation"
    made["CFItems"].append(item("gap", "3.NS.8", "Not applicable"))
    found = pages(build({"plains.json": made}, {"old": "[3.NS.9]", "new": "[3.NS.1]", "gap": "[3.NS.8]"}))
    old = found["standards/plains/3-ns-9/"]
    assert "not in force yet: “Pending Implementation”" in text_of(old.html)
    assert "was replaced by: 3.NS.1" in text_of(old.html)
    assert 'href="../../../standards/plains/3-ns-1/"' in old.html
    assert "Replaces 3.NS.9" in text_of(found["standards/plains/3-ns-1/"].html)
    assert "no standard here" in text_of(found["standards/plains/3-ns-8/"].html)
    assert "Pending Implementation" in found["standards/plains/"].html


def test_crosswalks_link_across_frameworks_and_never_merge(build: Build) -> None:
    other = package([item("elsewhere", "Q.1", "Elsewhere")], [], title="Hills")
    other["CFDocument"]["identifier"] = guid("other document")
    found = pages(build({"plains.json": plains(), "hills.json": other}, {"one": "[3.NS.1]", "two": "[Q.1]"}))
    here, there = found["standards/plains/3-ns-1/"], found["standards/hills/q-1/"]
    assert 'href="../../../standards/hills/q-1/"' in here.html
    assert 'href="../../../standards/plains/3-ns-1/"' in there.html
    assert (titles(here), titles(there)) == ({"one"}, {"two"})


def test_progression_shows_where_one_is(build: Build) -> None:
    found = pages(build({"plains.json": plains()}, {"one": "[3.NS.1]", "two": "[4.NS.1, RH.9-10.6]"}))
    said = text_of(found["standards/plains/4-ns-1/"].html)
    assert re.search(r"3\.NS\.1 1 \(1 cycle\) ← 4\.NS\.1 ", said)
    said = text_of(found["standards/ccss-ela/rh-9-10-6/"].html)
    assert "RH.6-8.6 (no cycles yet) ← RH.9-10.6 → RH.11-12.6 (no cycles yet)" in said


def test_identifiers_reach_the_data(build: Build) -> None:
    site = build({"plains.json": plains()}, {"one": "[3.NS.1]"}, whole=True)
    (asset,) = [one for one in site.assets if one.path == "data/cycles.json"]
    (aligned,) = json.loads(asset.content)["cycles"][0]["standards"]
    assert aligned["identifier"] == guid("one")
    assert aligned["uri"] == f"https://case.example.org/uri/{guid('one')}"
    assert aligned["document"]["identifier"] == guid("document")
    page = pages(site)["standards/plains/3-ns-1/"]
    term = json.loads(re.sub(r"</?script[^>]*>", "", page.head))
    assert (term["identifier"], term["description"]) == (guid("one"), "Compare x² with < and <.")
    assert term["inDefinedTermSet"]["identifier"] == guid("document")
    cycle = next(page for page in site.pages if page.address == "cycles/hill/2024-one/")
    (target,) = json.loads(re.sub(r"</?script[^>]*>", "", cycle.head))["educationalAlignment"]
    assert (target["identifier"], target["targetUrl"]) == (guid("one"), aligned["uri"])


def test_statement_file_joins_the_bundled_codes(build: Build) -> None:
    math = package(
        [
            item("cc", None, "Counting and Cardinality"),
            item("a", "CCSS.Math.Content.K.CC.A", "Know number names."),
            item("a1", "CCSS.Math.Content.K.CC.A.1", "Count to 100."),
        ],
        [child("cc", "document"), child("a", "cc"), child("a1", "a")],
        title="Common Core State Standards for Mathematics",
    )
    site = build({"what we got.json": math}, {"one": "[K.CC.1]"})
    page = pages(site)["standards/ccss-math/k-cc-a-1/"]
    assert "Count to 100." in page.html
    assert "© Copyright 2010 National Governors Association" in page.html
    assert [crumb for crumb, _ in page.crumbs][-1] == "K.CC.A"
    assert [problem.code for problem in site.problems] == ["H507"]


def test_a_state_that_took_over_the_codes_keeps_its_own_words(build: Build) -> None:
    state = package([item("a1", "K.CC.A.1", "Count to 120.")], [], title="Plains Learning Standards")
    site = build({"plains.json": state}, {"one": "[K.CC.A.1]"}, more="framework: plains\n")
    assert "Count to 120." in pages(site)["standards/plains/k-cc-a-1/"].html


def test_trouble_loses_no_cycle(build: Build) -> None:
    """2,400 items with every trouble: each cycle stands on the page of its standard, and on one tree."""
    standards = {
        "a": "[T.SAME]",
        "b": "[T.1.19]",
        "c": "[9국47-03]",
        "d": "[T.0.29]",
        "e": "[D.59]",
        "f": "[T.99.1]",
    }
    site = build({"trouble.json": trouble()}, standards, more="framework: trouble\n")
    found = pages(site)
    for name, slug in zip(
        "abcdef", ("t-same", "t-1-19", "9국47-03", "t-0-29", "d-59", "t-99-1"), strict=True
    ):
        assert titles(found[f"standards/trouble/{slug}/"]) == {name}
    tree = found["standards/trouble/"]
    assert len(tree.html) < 400_000
    assert tree.html.count("<details") > 100
    assert "T.39.39" in tree.html
    assert {p.code for p in site.problems} <= {"H502", "H507", "H510"}


def codes_of(site: Site) -> list[str]:
    return [problem.code for problem in site.problems]


def test_a_framework_that_is_not_here_is_named_with_the_nearest(build: Build) -> None:
    site = build({"georgia.csv": "code\nK.NR.2\n"}, {"one": "[K.NR.2]"}, more="framework: gorgia\n")
    (problem,) = site.problems
    assert problem.code == "H509"
    assert "did you mean `georgia`?" in problem.hint
    assert titles(pages(site)["standards/gorgia/k-nr-2/"]) == {"one"}


def test_unknown_code_of_a_framework_is_reported_with_its_nearest(build: Build) -> None:
    site = build({"georgia.csv": "code\nK.NR.2.3\n"}, {"one": "[K.NR.2.9]"}, more="framework: georgia\n")
    (problem,) = site.problems
    assert (problem.code, problem.hint) == ("H502", "did you mean K.NR.2.3 (georgia)?")
    page = pages(site)["standards/georgia/k-nr-2-9/"]
    assert titles(page) == {"one"}
    assert "Is this your standard? This code" in text_of(page.html)
    assert "K.NR.2.3" in page.html


def test_code_of_several_standards_is_reported(build: Build) -> None:
    rows = "code,statement,parent\nU,Unit,\nV,Other unit,\nA,First,U\nA,Second,V\n"
    site = build({"x.csv": rows}, {"one": "[A]", "two": "['A (V)']"}, more="framework: x\n")
    assert codes_of(site) == ["H510", "H507"]
    assert "write A (V)" in site.problems[0].hint
    found = pages(site)
    assert "First" in text_of(found["standards/x/a/"].html)
    assert "Second" in text_of(found["standards/x/a-v/"].html)
    assert titles(found["standards/x/v/"]) == {"two"}


def test_setting_without_a_file_is_reported(build: Build) -> None:
    site = build({"x.csv": "code\nA\n"}, {}, "frameworks:\n  x:\n  y: {file: z.json}\n  ngss:\n")
    (problem,) = [problem for problem in site.problems if problem.code != "H142"]  # no records
    assert (problem.code, problem.line) == ("W512", 3)
    assert "'z.json'" in problem.message


def test_what_cannot_be_read_stops_nothing(build: Build) -> None:
    files = {"broken.json": "{", "deep.json": "[" * 100_000, "picture.png": "x", "good.csv": "code\nA.1.1\n"}
    site = build(files, {"one": "[A.1.1]"})
    assert sorted(codes_of(site)) == ["W505", "W508", "W508"]
    assert titles(pages(site)["standards/good/a-1-1/"]) == {"one"}


def test_files_in_folders_are_found(build: Build, tmp_path: Path) -> None:
    (tmp_path / "standards" / "georgia").mkdir(parents=True)
    (tmp_path / "standards" / "georgia" / "math 2023.csv").write_text("code,statement\nK.NR.2,Count\n")
    site = build({}, {"one": "[K.NR.2]"}, "frameworks: {ga: {file: math 2023.csv}}\n")
    assert "Count" in pages(site)["standards/ga/k-nr-2/"].html
    assert site.problems == ()


def test_hangul_curriculum(build: Build) -> None:
    made = package(
        [
            item("top", None, "읽기", language="ko"),
            item(
                "a",
                "[9국02-03]",
                "목적을 고려하며 읽는다.",
                language="ko",
                educationLevel=["07", "08"],
            ),
            item("b", "[9국02-10]", "스스로 점검한다.", language="ko"),
        ],
        [child("top", "document"), child("b", "top"), child("a", "top")],
        title="국어과 교육과정",
        language="ko",
    )
    site = build({"국어과 교육과정.json": made}, {"one": "['[９국02–03]']"})
    page = pages(site)["standards/국어과-교육과정/9국02-03/"]
    assert '<blockquote class="cc-standard__statement" lang="ko">' in page.html
    assert [crumb for crumb, _ in page.crumbs][-2:] == ["국어과 교육과정", "읽기"]
    assert titles(pages(site)["standards/국어과-교육과정/읽기/"]) == {"one"}
    assert codes_of(site) == ["H507"]


def test_one_file_with_the_words_of_both_subjects(build: Build) -> None:
    known = "RL.4.1,Refer to details.\nK.CC.A.1,Count to 100.\nRL.4.2,A\nRL.4.3,B\nRL.4.4,C\n"
    rows = f"code,statement\n{known}RL.4.77,New\n"
    found = pages(build({"ccss-words.csv": rows}, {"one": "[RL.4.1, K.CC.1, RL.4.77]"}))
    assert "Refer to details." in found["standards/ccss-ela/rl-4-1/"].html
    assert "Count to 100." in found["standards/ccss-math/k-cc-a-1/"].html
    assert "New" in found["standards/ccss-ela/rl-4-77/"].html


def test_a_practice_that_stands_under_every_grade_is_one_standard(build: Build) -> None:
    rows = "code,statement,parent\nG3,Grade 3,\nG4,Grade 4,\nMPX,Persevere,G3\nMPX,Persevere,G4\n"
    site = build({"x.csv": rows}, {"one": "[MPX]"}, more="framework: x\n")
    assert titles(pages(site)["standards/x/mpx/"]) == {"one"}
    assert codes_of(site) == ["H507"]


def test_licence_and_readme_files_are_passed_over(build: Build) -> None:
    site = build(
        {"LICENSE": "MIT", "README.md": "About", "_draft.csv": "code\nA\n", "x.csv": "code\nA.1.1\n"},
        {"one": "[A.1.1]"},
    )
    assert site.problems == ()
