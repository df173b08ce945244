"""The meeting sheet on paper: two sides, on A4 and on Letter, and nothing of it cut off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.views import standard
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.words import Words
from tests.browser.chromium import Reader, View

SHEETS = ["ccss-ela/rh-11-12-3", "ccss-math/hsf-if-b-4", "riverbend-local/cte-hse-4-2"]

# What is cut off at the end of a side, or of what gives way there. A text that is cut to its lines is not.
LOST = """parts => {
  const found = [...document.querySelectorAll(parts)];
  const cut = node => node.scrollHeight > node.clientHeight + 1 || node.scrollWidth > node.clientWidth + 1;
  if (document.querySelectorAll(".cc-side").length !== 2) return ["not two sides"];
  return found.filter(cut).map(node => `${node.className}: ${node.scrollHeight} of ${node.clientHeight}`);
}"""

ARTICLE = re.compile(r"<article[^>]*>(.*)</article>", re.DOTALL)
EXCHANGE = """html => { document.querySelector("article").innerHTML = html; }"""


def sides(page: Page, paper: str) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


@pytest.fixture
def paper(visit: Reader) -> Page:
    return visit.tab(View(width=680))


@pytest.mark.parametrize("sheet", SHEETS)
def test_two_sides_on_either_paper(paper: Page, sheet: str) -> None:
    paper.goto(f"standards/{sheet}/meeting/")
    assert [sides(paper, "A4"), sides(paper, "Letter")] == [2, 2]


def test_chart_of_one_row_has_letters_of_the_sheets_size(paper: Page) -> None:
    paper.goto(f"standards/{SHEETS[0]}/meeting/")
    paper.emulate_media(media="print")
    letters = paper.locator(".cc-side .cc-chart text:visible").evaluate_all(
        "texts => texts.map(text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"
    )
    heading = paper.locator(".cc-side :is(h1, h2)").first.evaluate(
        "node => parseFloat(getComputedStyle(node).fontSize)"
    )
    assert letters
    assert max(letters) < heading


def test_no_sheet_of_the_site_is_cut_off(paper: Page, site: Path) -> None:
    found = sorted(site.glob("standards/*/*/meeting/index.html"))
    assert len(found) > 40
    paper.goto(f"standards/{SHEETS[0]}/meeting/")
    paper.emulate_media(media="print")
    lost = {}
    for path in found:
        article = (
            path.read_text(encoding="utf-8")
            .partition("<article")[2]
            .partition(">")[2]
            .partition("</article>")[0]
        )
        paper.evaluate(EXCHANGE, article)
        if cut := paper.evaluate(LOST):
            lost[str(path.relative_to(site))] = cut
    assert lost == {}


@pytest.mark.parametrize("language", ["en", "es", "ko", "no"])
def test_long_texts_stay_on_their_side(paper: Page, tmp_path: Path, language: str) -> None:
    long = "A very long text that goes on and on without coming to an end, and then a little further. " * 6
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "local.csv").write_text(f'code,statement\nL.1,"{long * 3}"\n', encoding="utf-8")
    for number in range(3):
        folder = tmp_path / "cycles" / f"school-{number}"
        folder.mkdir(parents=True)
        (folder / "school.yml").write_text(f"name: {long[:90]}\n", encoding="utf-8")
        (folder / "one.md").write_text(
            f"---\ntitle: {long}\ngrades: [K-12]\nsubject: X\ngoal: Students will read.\nstatus: active\n"
            "visibility: public\napproved: {by: teacher, on: 2024-06-01}\n"
            "framework: local\nstandards: [L.1]\n"
            f"questions_for_readers: ['{long}', '{long}']\npractices: ['{long}', '{long}', '{long}']\n"
            f"targets: ['{number} {long}', 'Other {number} {long}', 'Word{'x' * 400}']\n"
            f"assessments: {{o: {{title: '{long}', levels: ['{long}', B], proficient: B}}}}\n"
            "results:\n  assessment: o\n  before: {date: 2024-01-10, levels: [20, 20]}\n"
            "  after: {date: 2024-03-10, levels: [10, 30]}\n---\n",
            encoding="utf-8",
        )
    checked = read_portfolio(tmp_path)
    library = Library(publish(checked.portfolio, "public"), checked.frameworks)
    desk = Desk(library, Words(language), Setting("Site"))
    sheet = next(page for page in standard.pages(desk) if page.kind == "meeting")
    paper.goto(f"standards/{SHEETS[0]}/meeting/")
    paper.evaluate(EXCHANGE, sheet.html)
    assert [sides(paper, "A4"), sides(paper, "Letter")] == [2, 2]
    paper.emulate_media(media="print")
    assert paper.evaluate(LOST, ".cc-side") == []
