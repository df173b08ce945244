"""The finder of a portfolio that is too large for one page: its filters ask the search index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

from coaching_cycles.adapters import parts
from coaching_cycles.views import finder
from tests.browser.chromium import Reader, Tabs, View, keep_tabs, lend
from tests.browser.faults import Axe
from tests.browser.searching import STATUS as SEARCH_STATUS
from tests.browser.serving import serve_folder

TOTAL = 47
CONFIG = """site_name: Many
site_url: https://example.org/many/
theme: {name: material}
plugins: [coaching-cycles]
"""
RECORD = """---
title: Cycle {number:03d} {word}
grades: [{grade}]
subject: {subject}
goal: Students will {word} what they read.
standards: [RL.{grade}.1, W.{grade}.1]
practices: [{practice}]
dates: {{start: {year}-10-{day:02d}, end: {year}-11-20}}
status: {status}
visibility: public
approved: {{by: teacher, on: 2026-11-02}}
results:
  before: {{students: 25, proficient: 7}}
  after: {{students: 25, proficient: 18}}
---
"""
STATUS = ".cc-finder__state [role=status]"
SHOWN = "li.cc-cycle:visible"


def values(number: int) -> dict[str, str | int]:
    return {
        "number": number,
        "word": ("summarize", "question")[number % 2],
        "grade": 3 + number % 3,
        "subject": ("Reading", "Science")[number % 5 == 0],
        "practice": ("annotation", "small group")[number % 4 == 0],
        "year": 2023 + number % 2,
        "day": 1 + number % 28,
        "status": ("complete", "stopped")[number % 7 == 0],
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio's site whose finder has given up on one page."""
    folder = tmp_path_factory.mktemp("many")
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for number in range(TOTAL):
        path = folder / "cycles" / f"school-{number % 4}" / f"cycle-{number:03d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        # So many different words that the index is in several pieces.
        words = " ".join(f"{chr(97 + n % 26)}{number}x{n}" for n in range(400))
        path.write_text(RECORD.format(**values(number)) + words + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finder, "LISTED", TOTAL - 1)
        patch.setattr(parts, "SMALL", TOTAL - 1)
        build(load_config(str(folder / "mkdocs.yml")))
    # Its index is in parts, too: one for each of the two Octobers.
    assert len(list((folder / "site" / "pagefind").glob("part-*"))) == 2
    return folder / "site"


@pytest.fixture(scope="module")
def many(built: Path) -> Iterator[str]:
    """Its address."""
    with serve_folder(built, "/many/") as address:
        yield address


@pytest.fixture(scope="module")
def tabs(browser: Browser, many: str) -> Iterator[Tabs]:
    with keep_tabs(browser, many) as kept:
        yield kept


@pytest.fixture
def read(tabs: Tabs) -> Iterator[Reader]:
    with lend(tabs) as reader:
        yield reader


def choose(page: Page, facet: str, value: str) -> None:
    panel = page.locator(".cc-finder__facets")
    if not panel.evaluate("node => node.open"):
        panel.locator("> summary").click()
    node = page.locator(f"[data-facet={facet}]")
    if not node.evaluate("node => node.open"):
        node.locator("summary").click()
    node.locator(f'input[value="{value}"]').check()


def wanted(**chosen: object) -> int:
    return sum(all(values(n)[key] == value for key, value in chosen.items()) for n in range(TOTAL))


def test_nothing_is_fetched_before_a_reader_asks(read: Reader) -> None:
    page = read("/cycles/")
    fetched = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    assert [name for name in fetched if "pagefind" in name] == []
    assert page.locator(SHOWN).count() == 40
    assert page.get_by_role("link", name="2024–25", exact=True).get_attribute("href") == "../years/2024-25/"


def test_without_a_script_every_cycle_can_be_reached(read: Reader) -> None:
    page = read("/cycles/", View(javascript=False))
    here = page.locator("main a[href*='/cycle-'], main li.cc-cycle a[href^='school-']")
    assert len({link.get_attribute("href") for link in here.all()}) == TOTAL
    assert not page.locator(".cc-finder__form").is_visible()


def test_filters_and_each_other_and_count(read: Reader) -> None:
    page = read("/cycles/")
    choose(page, "status", "stopped")
    expect(page.locator(STATUS)).to_have_text(f"{wanted(status='stopped')} of {TOTAL} cycles")
    choose(page, "subject", "reading")
    both = wanted(status="stopped", subject="Reading")
    expect(page.locator(STATUS)).to_have_text(f"{both} of {TOTAL} cycles")
    expect(page.locator(SHOWN)).to_have_count(both)
    # Of one subject there is no other to add, and each would show what it says.
    other = page.locator("[data-facet=subject] label", has_text="Science").locator(".cc-num")
    assert other.inner_text() == str(wanted(status="stopped", subject="Science"))
    assert parse_qs(urlsplit(page.url).query) == {"status": ["stopped"], "subject": ["reading"]}
    page.reload()
    expect(page.locator(STATUS)).to_have_text(f"{both} of {TOTAL} cycles")
    page.get_by_role("button", name="Clear all").click()
    expect(page.locator(STATUS)).to_have_text(f"{TOTAL} of {TOTAL} cycles")
    expect(page.get_by_role("heading", name="Newest cycles")).to_be_visible()


def test_found_cycles_stand_by_date_and_load_in_pages(read: Reader) -> None:
    page = read("/cycles/?practice=annotation")
    found = wanted(practice="annotation")
    expect(page.locator(STATUS)).to_have_text(f"{found} of {TOTAL} cycles")
    expect(page.locator(SHOWN)).to_have_count(20)
    page.get_by_role("button", name="More").click()
    expect(page.locator(SHOWN)).to_have_count(found)
    titles = page.locator(f"{SHOWN} h3").all_inner_texts()
    days = [(values(n)["year"], values(n)["day"]) for n in (int(title.split()[1]) for title in titles)]
    assert days == sorted(days, reverse=True)
    assert "7 of 25 → 18 of 25" in page.locator(SHOWN).first.inner_text()


def test_filters_alone_do_not_fetch_all_words(read: Reader, built: Path) -> None:
    page = read("/cycles/")
    fetched: list[str] = []
    page.context.on("request", note := lambda request: fetched.append(request.url))
    choose(page, "status", "complete")
    expect(page.locator(STATUS)).to_have_text(f"{wanted(status='complete')} of {TOTAL} cycles")
    page.context.remove_listener("request", note)
    pieces = {url for url in fetched if url.endswith(".pf_index")}
    folders = {url.rpartition("/index/")[0] for url in pieces}
    assert 0 < len(pieces) == len(folders), "one piece of each part of the index"
    assert len(list((built / "pagefind").rglob("*.pf_index"))) > len(folders), "there were more"


@pytest.mark.parametrize("typed", ["RL.4.1", "rl 4 1", "CCSS.ELA-LITERACY.RL.4.1"])
def test_words_and_codes(read: Reader, typed: str) -> None:
    page = read("/cycles/")
    page.get_by_label("Find in titles").fill("summarize")
    expect(page.locator(STATUS)).to_have_text(f"{wanted(word='summarize')} of {TOTAL} cycles")
    page.get_by_label("Find in titles").fill(typed)
    expect(page.locator(STATUS)).to_have_text(f"{wanted(grade=4)} of {TOTAL} cycles")
    page.get_by_label("Find in titles").fill("zzzz")
    expect(page.get_by_text("No cycle has all of these.")).to_be_visible()


def test_it_fits_and_has_no_faults(read: Reader, screen: View, axe: Axe) -> None:
    page = read("/cycles/?status=complete", screen)
    expect(page.locator(SHOWN)).to_have_count(20)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_query_of_the_search_dialog_goes_on_here(read: Reader) -> None:
    page = read("/cycles/?q=question&grade=5")
    n = wanted(word="question", grade=5)
    expect(page.locator(STATUS)).to_have_text(f"{n} of {TOTAL} cycles")
    chosen = page.eval_on_selector_all("[name=grade]:checked", "boxes => boxes.map(box => box.value)")
    assert chosen == ["5"]


def search(page: Page, query: str) -> None:
    """Open the search and type as a reader does who does not wait for it."""
    page.keyboard.press("/")
    page.keyboard.type(query)


def test_first_result_of_the_search_takes_few_files(read: Reader) -> None:
    page = read("/schools/")
    fetched: list[str] = []
    page.context.on("request", lambda request: fetched.append(request.url.partition("/pagefind/")[2]))
    search(page, "summarize")
    expect(page.locator(SEARCH_STATUS)).to_have_text(f"{wanted(word='summarize')} pages")
    # What was typed while the index was being opened has not opened it again: every page is found once.
    links = page.locator(".cc-search__hits a").evaluate_all("links => links.map(link => link.href)")
    assert len(set(links)) == len(links) == 6
    page.locator(".cc-search__filters summary").first.click()
    assert "(" in page.get_by_role("group", name="School").get_by_role("button").first.inner_text()
    kinds = ("pagefind-entry.json", ".pf_meta", ".pf_filter", ".pagefind", "parts.json")
    assert [path for path in fetched if path.endswith(kinds)] == []
    assert sum(path.endswith(".bundle") for path in fetched) == 2


def test_search_without_bundles_asks_for_each_file(read: Reader) -> None:
    page = read("/schools/")
    page.context.route("**/*.bundle", lambda route: route.fulfill(status=404))
    search(page, "RL.4.1")
    # Its cycles, and the page of the standard.
    expect(page.locator(SEARCH_STATUS)).to_have_text(f"{wanted(grade=4) + 1} pages")


@pytest.mark.parametrize("missing", ["/pagefind.js", "/wasm."])
def test_index_that_could_not_be_read_is_said_and_tried_again(
    browser: Browser, many: str, missing: str
) -> None:
    gone = re.compile(rf"{re.escape(missing)}|\.bundle$")
    # Pagefind's own complaint reaches the page as an error of a script: it is what the test is about.
    with keep_tabs(browser, many) as kept:
        reader = Reader(kept)
        page = reader("/schools/")
        page.context.route(gone, lambda route: route.fulfill(status=404))
        search(page, "summarize")
        expect(page.locator(SEARCH_STATUS)).to_contain_text("The search index could not be read")
        page.context.unroute(gone)
        page.keyboard.type(" ")
        expect(page.locator(SEARCH_STATUS)).to_have_text(f"{wanted(word='summarize')} pages")
        reader.close()
