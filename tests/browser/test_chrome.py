"""What stands around an article, in a real browser: bar, menu, search, colours, paper.

The engine's own pages are tested elsewhere. Here, on a site made by hand, all that MkDocs and Material draw
must be right on each sort of page: home, generated article, author's page, 404, and with the search open.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, Page, expect

from coaching_cycles.adapters import mkdocs as adapter
from tests.adapter_site import CONFIG, Engine
from tests.browser.chromium import Reader, Tabs, View, keep_tabs, lend
from tests.browser.faults import Axe
from tests.browser.searching import STATUS, answer
from tests.browser.serving import serve_folder

HANDBOOK = """# Handbook

A [link](writing.md) in a line of text, and `code`.

!!! note
    With a [link](../cycles/index.md).

??? tip "Closed"
    Opened by hand.

## Tasks

- [x] Done
- [ ] Not done

## A wide table

| Field | Meaning | Example | And more of it | Still more |
|---|---|---|---|---|
| a_rather_long_name | What it is for, in one line | another_long_value | wide_wide_wide | the_last_of_them |

## Code

```python
def grow(before: int, after: int) -> str:  # a comment until it must scroll sideways
    return "from" + str(before * 1.5)
```

=== "One"
    First.
=== "Two"
    Second.

A note.[^1]

[^1]: At the foot.
"""

EXTENSIONS = """
markdown_extensions:
  - admonition
  - footnotes
  - tables
  - toc: {permalink: true}
  - pymdownx.details
  - pymdownx.highlight
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
  - pymdownx.tasklist
copyright: Made up, all of it.
"""

PAGES = {
    "home": "/",
    "cycle": "/cycles/benton-high/war/",
    "finder": "/cycles/",
    "author's page": "/handbook/",
    "not found": "/no/such/page/",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built site with a handbook of all that Markdown can do."""
    folder = tmp_path_factory.mktemp("portfolio")
    (folder / "cycles").mkdir()
    (folder / "docs/handbook").mkdir(parents=True)
    (folder / "docs/handbook/index.md").write_text(HANDBOOK, encoding="utf-8")
    (folder / "docs/handbook/writing.md").write_text("# Writing\n\nWords.\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG + EXTENSIONS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adapter, "build_site", Engine())
        config = load_config(str(folder / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    return folder / "site"


@pytest.fixture(scope="module")
def address(made: Path) -> Iterator[str]:
    with serve_folder(made, "/portfolio/") as url:
        yield url


@pytest.fixture(scope="module")
def tabs(browser: Browser, address: str) -> Iterator[Tabs]:
    with keep_tabs(browser, address) as kept:
        yield kept


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Reader]:
    with lend(tabs) as reader:
        yield reader


def search(page: Page, query: str) -> list[str]:
    """The titles found for a query, in order."""
    answer(page, lambda: page.locator("#cc-q").fill(query))
    return page.locator(".cc-search__hits b").all_inner_texts()


def open_search(visit: Reader, view: View | None = None) -> Page:
    page = visit("/schools/", view)
    page.locator("[data-cc-search]").click()
    expect(page.locator(STATUS)).to_have_text("Type a few words, a standard’s code, or choose a filter.")
    return page


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_fits(visit: Reader, screen: View, axe: Axe, name: str) -> None:
    """With twice the text, too."""
    page = visit(PAGES[name], screen)
    html = page.locator("html")
    assert html.evaluate("html => html.scrollWidth") <= screen.width
    assert axe(page) == []
    html.evaluate("html => html.style.setProperty('font-size', '250%', 'important')")
    article = page.locator(".cc-article, .cc-doc")
    assert article.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") > 30
    assert html.evaluate("html => html.scrollWidth") <= screen.width


def test_axe_finds_nothing_in_the_open_search(visit: Reader, screen: View, axe: Axe) -> None:
    page = open_search(visit, screen)
    assert search(page, "explain")
    page.locator(".cc-search__filters summary").first.click()
    assert axe(page) == []


def test_axe_finds_nothing_in_the_open_menu(visit: Reader, axe: Axe) -> None:
    page = visit("/cycles/", View("dark", 360))
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("link", name="Standards", exact=True)).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_first_stop_of_the_keyboard_skips_the_bar(visit: Reader, name: str) -> None:
    page = visit(PAGES[name])
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    expect(link).to_have_text("Skip to content")
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#cc-content")).to_be_focused()


def test_all_that_takes_the_focus_shows_it(visit: Reader) -> None:
    page = visit("/cycles/benton-high/war/")
    shown = """() => {
      const node = document.activeElement;
      const look = [node, node.nextElementSibling].filter(Boolean).map(it => getComputedStyle(it));
      return look.some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
    }"""
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
        assert page.evaluate(shown), seen[-1]
    assert len(seen) > 10


def test_menu_of_a_narrow_screen_needs_no_script(visit: Reader) -> None:
    page = visit("/cycles/", View(width=360, javascript=False))
    standards = page.get_by_role("link", name="Standards", exact=True)
    expect(standards).to_be_hidden()
    page.get_by_role("button", name="Menu").press("Enter")
    expect(standards).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(standards).to_be_hidden()


def test_wide_screen_shows_the_links(visit: Reader) -> None:
    page = visit("/cycles/benton-high/war/")
    bar = page.get_by_role("navigation", name="Main")
    expect(bar.get_by_role("link")).to_have_text(["Cycles", "Standards", "Schools", "Handbook"])
    expect(bar.get_by_role("link", name="Cycles")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


def test_dark_device_gets_dark_pages_without_script_too(visit: Reader, any_view: View) -> None:
    page = visit("/cycles/benton-high/war/", any_view)
    expect(page.locator("body")).to_have_css(
        "background-color", "rgb(30, 33, 41)" if any_view.scheme == "dark" else "rgb(255, 255, 255)"
    )


def test_colours_can_be_chosen_and_stay_chosen(visit: Reader) -> None:
    page = visit("/", View("dark"))
    page.locator("label[for=__palette_1]").click()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.reload()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_paper_is_white_and_has_the_article_only(visit: Reader) -> None:
    page = visit("/cycles/benton-high/war/", View("dark"))
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("article")).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in (".cc-bar", ".cc-foot", ".cc-crumbs", ".cc-tabs > label >> nth=0"):
        expect(page.locator(part)).to_be_hidden()


def test_tabs_need_no_script(visit: Reader) -> None:
    page = visit("/cycles/benton-high/war/", View(javascript=False))
    expect(page.get_by_text("7 of 25, then 18")).to_be_visible()
    expect(page.get_by_role("table")).to_be_hidden()
    page.get_by_label("Chart").press("ArrowRight")
    expect(page.get_by_role("table")).to_be_visible()
    expect(page.get_by_text("7 of 25, then 18")).to_be_hidden()


def test_without_script_the_pill_leads_to_the_finder(visit: Reader) -> None:
    page = visit("/schools/benton-high/", View(javascript=False))
    page.get_by_role("link", name="Search cycles, standards…").click()
    expect(page).to_have_url(page.url.partition("/portfolio/")[0] + "/portfolio/cycles/")


@pytest.mark.parametrize("key", ["/", "s", "f", "Control+k", "Meta+k"])
def test_keys_open_the_search(visit: Reader, key: str) -> None:
    page = visit("/schools/")
    page.keyboard.press(key)
    expect(page.locator("#cc-q")).to_be_focused()
    expect(page.locator("#cc-q")).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator("#cc-search")).to_be_hidden()


def test_single_keys_can_be_switched_off(visit: Reader) -> None:
    page = open_search(visit)
    page.get_by_label("Open with the / s f keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("s")
    expect(page.locator("#cc-search")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#cc-search")).to_be_visible()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("RH.11-12.6", ["Weighing <the> evidence & more"]),
        ("rh 11-12 6", ["Weighing <the> evidence & more"]),
        ("RH.11–12.6 drafts", ["Weighing <the> evidence & more"]),
        ("8.EE.C.7b", ["Lines that cross"]),
        ("8eec7b", ["Lines that cross"]),
        ("ms ps1-4", ["Wellen verstehen"]),
        ("W.5.1", ["Opinion writing with reasons"]),
        ("W.5.1 nonexistentword", []),
    ],
)
def test_code_is_found_in_any_spelling(visit: Reader, query: str, titles: list[str]) -> None:
    page = open_search(visit)
    assert search(page, query) == titles


def test_beginning_of_a_code_finds_what_begins_so(visit: Reader) -> None:
    page = open_search(visit)
    assert sorted(search(page, "w.5")) == ["Answers in tens", "Opinion writing with reasons"]


def test_words_of_title_log_and_handbook_are_found(visit: Reader) -> None:
    page = open_search(visit)
    assert search(page, "verstehen") == ["Wellen verstehen"]
    assert len(search(page, "xylophones")) == 5
    assert search(page, "scroll sideways") == ["Handbook"]


def test_result_says_who_what_and_how_it_went(visit: Reader) -> None:
    page = open_search(visit)
    search(page, "opinion reasons")
    result = page.locator(".cc-search__hits a").first
    expect(result).to_contain_text("Lakeside · Grade 5 · W.5.1")
    expect(result).to_contain_text("7 of 25 → 18 of 25")
    expect(result.locator("mark").first).to_be_visible()
    expect(page.locator(STATUS)).to_have_text("1 page")


def test_filters_must_all_hold_and_show_counts(visit: Reader) -> None:
    page = open_search(visit)
    search(page, "xylophones")
    page.locator("summary", has_text="School").click()
    expect(page.get_by_role("group", name="School").get_by_role("button")).to_have_text(
        ["Benton, High (2)", "Lakeside (3)"]
    )
    page.get_by_role("button", name="Lakeside (3)").click()
    expect(page.locator(STATUS)).to_have_text("3 pages")
    page.locator("summary", has_text="Grade").click()
    page.get_by_role("button", name="8 (1)").click()
    expect(page.locator(".cc-search__hits b")).to_have_text(["Wellen verstehen"])
    page.get_by_role("button", name="School: Lakeside").click()
    expect(page.locator(".cc-search__hits b")).to_have_count(2)


def test_arrows_and_enter_follow_a_result(visit: Reader) -> None:
    page = open_search(visit)
    search(page, "xylophones")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".cc-search__hits a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#cc-q")).to_be_focused()
    page.locator("#cc-q").fill("verstehen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/portfolio/cycles/lakeside/wellen/")


def test_record_in_the_index_stays_text(visit: Reader) -> None:
    page = open_search(visit)
    search(page, "weighing")
    assert page.locator(".cc-search__hits b").first.inner_text() == "Weighing <the> evidence & more"
    assert page.locator(".cc-search__hits the").count() == 0


def test_search_in_a_folder_leads_to_the_finder(browser: Browser, made: Path) -> None:
    page = browser.new_page()
    page.goto((made / "cycles/benton-high/war/index.html").as_uri())
    page.keyboard.press("/")
    expect(page.locator(STATUS)).to_contain_text("Search needs a web server")
    expect(page.locator(".cc-search__status a")).to_have_attribute("href", (made / "cycles").as_uri() + "/")
    page.close()


def test_authors_page_lists_its_section_and_its_headings(visit: Reader) -> None:
    page = visit("/handbook/")
    section = page.get_by_role("navigation", name="Handbook")
    expect(section.get_by_role("link")).to_have_text(["Handbook", "Writing"])
    expect(section.get_by_role("link", name="Handbook")).to_have_attribute("aria-current", "page")
    here = page.get_by_role("navigation", name="On this page")
    expect(here.get_by_role("link")).to_have_text(["Tasks", "A wide table", "Code"])
