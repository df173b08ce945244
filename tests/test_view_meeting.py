"""The meeting sheet of a standard: which cycles are on it, and that there is only so much of everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.views import standard
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.views.page import Page
from coaching_cycles.words import LANGUAGES, Words
from tests.test_view_standards import counts, record, sections, text_of

Build = Callable[..., dict[str, Page]]
SHEET = "standards/ccss-ela/rh-11-12-3/meeting/"


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def make(files: Mapping[str, str], language: str = "en") -> dict[str, Page]:
        for name, text in files.items():
            path = tmp_path / "cycles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        checked = read_portfolio(tmp_path)
        assert not checked.broken, [str(problem) for problem in checked.problems]
        desk = Desk(Library(publish(checked.portfolio, "public")), Words(language), Setting(site_name="Test"))
        return {page.address: page for page in standard.pages(desk)}

    return make


def one(title: str, start: str, after: int = 20, more: str = "") -> str:
    return record(title, "[RH.11-12.3]", f"dates: {{start: {start}}}\n{more}{counts((9, 28), (after, 28))}")


def titles(page: Page) -> list[str]:
    return re.findall(r'<h3 class="cc-cut">(\w)\. <a[^>]*>([^<]+)</a>', page.html)


def test_a_sheet_has_the_newest_cycle_of_each_school_and_never_chooses_by_result(build: Build) -> None:
    def chosen(after: int) -> list[str]:
        pages = build(
            {
                "a/one.md": one("A newest", "2024-03", after),
                "a/two.md": one("A older", "2024-02", 28 - after),
                "b/one.md": one("B only", "2020-01", after),
                "c/one.md": one("C newest", "2022-01", 28 - after),
                "c/two.md": one("C older", "2021-01", after),
            }
        )
        return titles(pages[SHEET])

    expected = [("A", "A newest"), ("B", "C newest"), ("C", "B only")]
    assert chosen(24) == chosen(4) == expected


def test_only_a_standard_that_cycles_name_has_a_sheet(build: Build) -> None:
    pages = build({"a/one.md": one("First", "2024-03")})
    assert [address for address in pages if address.endswith("/meeting/")] == [SHEET]
    assert (
        'href="../../../standards/ccss-ela/rh-11-12-3/meeting/"'
        in pages["standards/ccss-ela/rh-11-12-3/"].html
    )
    assert "meeting/" not in pages["standards/ccss-ela/rh-11-12/"].html
    assert "noindex" in pages[SHEET].head
    assert not pages[SHEET].searchable


def test_the_steps_take_thirty_minutes_in_every_language(build: Build) -> None:
    for language in LANGUAGES:
        page = build({"a/one.md": one("First", "2024-03")}, language)[SHEET]
        minutes = [int(n) for n in re.findall(r'__minutes">\D*(\d+)', page.html)]
        assert sum(minutes) == 30
        assert len(minutes) == 6


def test_a_sheet_has_questions_of_each_team_and_targets_to_look_for(build: Build) -> None:
    many = ", ".join(f"Question {n}" for n in range(9))
    more = f"questions_for_readers: [{many}]\ntargets: [Cite a line, Say where it is from]\n"
    pages = build(
        {
            "a/one.md": one("First", "2024-03", more=more),
            "b/two.md": one(
                "Second", "2023-03", more="questions_for_readers: [Mine]\ntargets: [Cite the lines]\n"
            ),
        }
    )
    html = pages[SHEET].html
    asked = re.findall(r'<div class="cc-cut cc-cut--3">(?:<p>)?([^<]+)', html)
    assert asked == ["Question 0", "Mine", "Question 1"]
    wanted = re.findall(r'<li><span class="cc-cut"><span>([^<]+)</span> <span class="cc-soft">\((\w)\)', html)
    assert wanted == [("Cite a line", "A"), ("Say where it is from", "A")], "one wording of what is alike"
    assert sections(pages[SHEET]) == ["notes"]


def test_no_number_of_few_students_is_on_a_sheet(build: Build) -> None:
    few = record("Few", "[RH.11-12.3]", "dates: {start: 2024-03}\n" + counts((2, 8), (5, 8)))
    page = build({"a/one.md": few})[SHEET]
    assert "Few" in page.html
    assert "<svg" not in page.html
    words = text_of(page.html)
    assert re.search(r"\b[258] of 8\b|\b[25]/8\b|students not there yet", words) is None
