"""Pages for machines: the JSON-LD of every cycle and standard of the sample, and of hostile text."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.standards import Framework
from coaching_cycles.standards.framework import Item, make_framework
from coaching_cycles.views.data import jsonld
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.words import Words

SITE = "https://example.org/our/portfolio/"
SCRIPT = re.compile(r'<script type="application/ld\+json">([^<>\u2028\u2029]*)</script>')


def parse(data: dict[str, object]) -> dict[str, object]:
    """The data as a machine reads them from a page: one script that nothing in it ends."""
    found = SCRIPT.fullmatch(jsonld.script(data))
    assert found is not None
    read = json.loads(found[1])
    assert read.pop("@context") == "https://schema.org"
    assert not [key for key, value in read.items() if value in (None, "", [], {})]
    return dict(read)


@pytest.fixture(scope="module")
def desk(sample: Checked) -> Desk:
    library = Library(publish(sample.portfolio, "public"), sample.frameworks)
    return Desk(library, Words(), Setting("Site", site_url=SITE))


def test_every_cycle_is_a_learning_resource_aligned_with_its_standards(desk: Desk) -> None:
    seen = 0
    for cycle in desk.library.cycles:
        data = parse(jsonld.learning_resource(desk, cycle))
        assert data["@type"] == "LearningResource"
        assert data["@id"] == data["url"]
        assert str(data["url"]).startswith(SITE + "cycles/")
        assert data["inLanguage"] == (cycle.record.lang or "en")
        assert data["license"] == "https://creativecommons.org/licenses/by/4.0/"
        aligned = data.get("educationalAlignment", [])
        assert isinstance(aligned, list)
        codes = {s.code.code for s in cycle.standards} | {
            s.code.code for p in cycle.target_standards for s in p
        }
        assert {one["targetName"] for one in aligned} == codes
        for one in aligned:
            assert one["@type"] == "AlignmentObject"
            assert one["alignmentType"] == "teaches"
            assert one["educationalFramework"]
            assert re.match(r"https?://\S+$", one["targetUrl"])
            assert "<" not in one.get("targetDescription", "")
            seen += 1
        assert not set(data) & {"teacher", "author", "creator", "contributor"}, "people are not for machines"
    assert seen > 50


def test_every_standard_is_a_term_of_its_framework(desk: Desk) -> None:
    for code, shelf in desk.library.standards.items():
        data = parse(jsonld.defined_term(desk, shelf))
        assert data["@type"] == "DefinedTerm"
        assert data["termCode"] == code.code
        assert str(data["url"]).startswith(SITE + "standards/")
        terms = data["inDefinedTermSet"]
        assert isinstance(terms, dict)
        assert terms["@type"] == "DefinedTermSet"
        assert terms["name"]


def test_a_remix_is_based_on_its_origin(desk: Desk) -> None:
    remixes = [c for c in desk.library.cycles if c.record.remixed_from in desk.library.by_id]
    assert remixes
    for cycle in remixes:
        data = jsonld.learning_resource(desk, cycle)
        assert data["isBasedOn"] == f"{SITE}cycles/{cycle.record.remixed_from}/"


@pytest.mark.parametrize(
    "text", ["</script><img src=x onerror=alert(1)>", "<!--<script>", "a\u2028b\u2029c", "&lt;b"]
)
def test_no_text_breaks_out(tmp_path: Path, text: str) -> None:
    folder = tmp_path / "cycles" / "hill"
    folder.mkdir(parents=True)
    quoted = json.dumps(text)
    (folder / "school.yml").write_text(f"name: {quoted}\n", encoding="utf-8")
    (folder / "one.md").write_text(
        f"---\ntitle: {quoted}\ngrades: [5]\nsubject: {quoted}\ngoal: {quoted}\nstatus: complete\n"
        "framework: local\nstandards: [L.1]\n"
        f"practices: [{quoted}]\ntargets: [{quoted}]\nlicense: {quoted}\n---\n",
        encoding="utf-8",
    )
    framework = make_framework(Framework("local", text, text), [Item("L.1", label=text, statement=text)])
    checked = read_portfolio(tmp_path)
    library = Library(publish(checked.portfolio, "private"), {"local": framework})
    desk = Desk(library, Words(), Setting(text, site_url=SITE))
    resource = parse(jsonld.learning_resource(desk, library.cycles[0]))
    assert resource["name"] == text
    assert resource["teaches"] == [text]
    for shelf in library.standards.values():
        parse(jsonld.defined_term(desk, shelf))
