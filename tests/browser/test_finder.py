"""The finder in a browser: the whole list without a script; with one, filters that AND and count."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Reader, View, go
from tests.browser.faults import Axe

FINDER = "/cycles/"
PANEL = ".cc-finder__facets"


def items(page: Page) -> list[dict[str, str]]:
    """What each item of the list says of itself, and whether it is shown."""
    found: list[dict[str, str]] = page.eval_on_selector_all(
        "li.cc-cycle", "nodes => nodes.map(n => ({...n.dataset, shown: n.checkVisibility() ? '1' : ''}))"
    )
    return found


def shown(page: Page) -> list[dict[str, str]]:
    return [item for item in items(page) if item["shown"]]


def has(item: dict[str, str], facet: str, value: str) -> bool:
    return value in item.get(facet, "").split()


def open_facet(page: Page, facet: str) -> None:
    if not page.locator(PANEL).evaluate("node => node.open"):
        page.locator(f"{PANEL} > summary").click()
    node = page.locator(f"[data-facet={facet}]")
    if not node.evaluate("node => node.open"):
        node.locator("summary").click()


def choose(page: Page, facet: str, value: str) -> None:
    open_facet(page, facet)
    page.locator(f'[data-facet={facet}] input[value="{value}"]').check()


def type_words(page: Page, words: str) -> None:
    page.get_by_label("Find in titles").fill(words)
    page.wait_for_function("q => new URLSearchParams(location.search).get('q') === q", arg=words)


def status(page: Page) -> str:
    return page.locator(".cc-finder__state [role=status]").inner_text()


def test_without_a_script_it_is_the_complete_list(visit: Reader, site: Path) -> None:
    page = visit(FINDER, View(javascript=False))
    cycles = json.loads((site / "data" / "cycles.json").read_text(encoding="utf-8"))["cycles"]
    assert len(shown(page)) == len(cycles) > 0
    assert not page.locator(".cc-finder__form").is_visible()
    assert not page.locator(".cc-finder__state").is_visible()


def test_filters_and_each_other(visit: Reader) -> None:
    page = visit(FINDER)
    everything = items(page)
    pattern = next(item for item in everything if item["status"] == "complete" and item.get("practice"))
    chosen = {facet: pattern[facet].split()[0] for facet in ("subject", "status", "practice")}
    for facet, value in chosen.items():
        choose(page, facet, value)
    wanted = [item for item in everything if all(has(item, *pair) for pair in chosen.items())]
    assert 0 < len(wanted) < len(everything)
    assert [item["find"] for item in shown(page)] == [item["find"] for item in wanted]
    assert status(page) == f"{len(wanted)} of {len(everything)} cycles"


def test_several_values_of_one_filter(visit: Reader) -> None:
    """A cycle has one school, so two schools are either of them; it may have several grades: both."""
    page = visit(FINDER)
    everything = items(page)
    schools = sorted({item["school"] for item in everything})[:2]
    for school in schools:
        choose(page, "school", school)
    assert {item["school"] for item in shown(page)} == set(schools)
    page.get_by_role("button", name="Clear all").click()
    pair = next(item["grade"].split()[:2] for item in everything if " " in item["grade"])
    for grade in pair:
        choose(page, "grade", grade)
    both = [item for item in everything if all(has(item, "grade", grade) for grade in pair)]
    assert len(shown(page)) == len(both) > 0


def test_counts_say_what_a_choice_would_leave(visit: Reader) -> None:
    page = visit(FINDER)
    years = [item["year"] for item in items(page) if "year" in item]
    choose(page, "year", max(set(years), key=years.count))
    open_facet(page, "subject")
    rows = page.locator("[data-facet=subject] label:visible")
    assert rows.count() > 2
    for number in range(rows.count()):
        row = rows.nth(number)
        said = int(row.locator(".cc-num").inner_text())
        box = row.locator("input")
        box.check()
        assert len(shown(page)) == said > 0
        box.uncheck()


def test_address_holds_the_state(visit: Reader) -> None:
    page = visit(FINDER)
    whole = len(shown(page))
    choose(page, "status", "complete")
    first = len(shown(page))
    choose(page, "standard", "ccss-ela/rh-11-12-3")
    second = len(shown(page))
    assert 0 < second < first < whole
    assert parse_qs(urlsplit(page.url).query) == {"status": ["complete"], "standard": ["ccss-ela/rh-11-12-3"]}
    page.reload()
    assert len(shown(page)) == second
    assert page.locator('input[value="ccss-ela/rh-11-12-3"]').is_checked()
    page.go_back()
    expect(page.locator('input[value="ccss-ela/rh-11-12-3"]')).not_to_be_checked()
    assert len(shown(page)) == first
    page.go_back()
    expect(page.locator('input[name=status][value="complete"]')).not_to_be_checked()
    assert len(shown(page)) == whole
    page.go_forward()
    expect(page.locator('input[name=status][value="complete"]')).to_be_checked()
    assert len(shown(page)) == first


def test_chosen_filters_can_be_taken_back_one_by_one(visit: Reader) -> None:
    page = visit(FINDER + "?status=complete&subject=mathematics&q=line")
    before = len(shown(page))
    page.get_by_role("button", name="Mathematics (remove this filter)").click()
    assert parse_qs(urlsplit(page.url).query) == {"q": ["line"], "status": ["complete"]}
    assert len(shown(page)) >= before
    assert page.evaluate("document.activeElement !== document.body"), "the focus must not be lost"
    page.get_by_role("button", name="Clear all").click()
    assert urlsplit(page.url).query == ""
    assert len(shown(page)) == len(items(page))


@pytest.mark.parametrize(
    "typed", ["RH.11-12.3", "rh 11-12 3", "CCSS.ELA-LITERACY.RH.11-12.3", "rh.11–12.3", "RH11123"]
)
def test_a_standard_is_found_in_any_spelling(visit: Reader, typed: str) -> None:
    page = visit(FINDER)
    type_words(page, typed)
    found = shown(page)
    assert found
    assert all(has(item, "standard", "ccss-ela/rh-11-12-3") for item in found)
    assert len(found) == sum(has(item, "standard", "ccss-ela/rh-11-12-3") for item in items(page))


def test_text_is_looked_for_in_title_goal_and_school(visit: Reader) -> None:
    page = visit(FINDER)
    for words in ("civil war texts", "BENTON civil", "escuela del rio"):
        type_words(page, words)
        expect(page.locator(".cc-finder__state [role=status]")).to_have_text(re.compile(r"^1 of "))
    goal = items(page)[0]["find"].split()
    type_words(page, " ".join(goal[:5]))
    expect(page.locator("li.cc-cycle:visible")).not_to_have_count(0)
    assert items(page)[0]["shown"]


def test_nothing_found_says_so(visit: Reader) -> None:
    page = visit(FINDER)
    type_words(page, "zzzz")
    expect(page.get_by_text("No cycle has all of these.")).to_be_visible()
    assert shown(page) == []
    assert page.locator(".cc-finder__year:visible").count() == 0


def test_keyboard_alone(visit: Reader) -> None:
    page = visit(FINDER)
    page.get_by_label("Find in titles").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "f-school"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert 0 < len(shown(page)) < len(items(page))
    assert "school=" in page.url


def test_open_filters_fit_and_have_no_faults(visit: Reader, screen: View, axe: Axe) -> None:
    page = visit(FINDER + "?status=complete", screen)
    for facet in ("school", "standard", "practice"):
        open_facet(page, facet)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_home_search_leads_to_the_filtered_list(visit: Reader) -> None:
    page = visit("/")
    page.get_by_placeholder("Words, or a standard’s code").fill("civil war")
    page.get_by_role("button", name="Find cycles").click()
    page.wait_for_url("**/cycles/?q=civil+war")
    assert [item["school"] for item in shown(page)] == ["benton-high"]


def test_it_works_from_a_folder(browser: Browser, site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((site / "cycles" / "index.html").as_uri() + "?status=stopped")
    stopped = [item for item in items(page) if item["status"] == "stopped"]
    assert len(shown(page)) == len(stopped) > 0
    context.close()


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_a_year_prints_on_one_sheet(visit: Reader, site: Path, paper: str) -> None:
    years = sorted(path.name for path in (site / "years").iterdir() if path.is_dir())
    assert years
    page = visit.tab()
    for year in years:
        sheets = go(page, f"/years/{year}/").pdf(format=paper)
        assert len(re.findall(rb"/Type\s*/Page\b(?!s)", sheets)) == 1, year
