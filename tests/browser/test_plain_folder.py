"""The plain folder that `cycles export` writes, in a real browser: below a path, and from a disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import Reader, Tabs, View, follow, keep_tabs, lend
from tests.browser.faults import Axe
from tests.browser.serving import serve_folder
from tests.exported import NAME, lay_everything
from tests.test_export import run

CYCLE = f"/cycles/hill/{NAME}/index.html"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = lay_everything(tmp_path_factory.mktemp("own"))
    code, said = run("export", "folder", made / "out", "--root", made)
    assert code == 0, said
    return made / "out"


@pytest.fixture(scope="module")
def tabs(browser: Browser, folder: Path) -> Iterator[Tabs]:
    """Below a path that the site was not made for: nothing in it may begin at a root."""
    with serve_folder(folder, "/some/where/else/") as address, keep_tabs(browser, address) as kept:
        yield kept


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Reader]:
    with lend(tabs) as reader:
        yield reader


# The articles are those of the other tests here; what is new is around them.
@pytest.mark.parametrize("look", [View("dark", 360), View("light", 1280)], ids=str)
@pytest.mark.parametrize("address", ["/index.html", CYCLE, "/help/first/index.html"])
def test_axe_finds_nothing_and_the_page_fits(visit: Reader, look: View, axe: Axe, address: str) -> None:
    page = visit(address, look)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_finds_a_cycle_and_leads_to_it(visit: Reader) -> None:
    page = visit("/help/second/index.html")
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").fill("weighing")
    page.get_by_role("dialog").get_by_role("link", name="Weighing evidence").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weighing evidence")


def test_colours_are_the_devices_until_a_reader_chooses(visit: Reader) -> None:
    page = visit("/index.html", View("dark"))
    ground = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(ground)
    switch = page.get_by_role("button", name="Colors")
    switch.click()
    light = page.evaluate(ground)
    assert light != dark
    page.reload()
    assert page.evaluate(ground) == light
    switch.click()
    assert page.evaluate(ground) == dark
    plain = visit("/index.html", View("dark", javascript=False))
    expect(plain.get_by_role("button", name="Colors")).to_have_count(0)
    assert plain.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") == dark


@pytest.mark.parametrize("javascript", [True, False])
def test_old_address_leads_on(visit: Reader, *, javascript: bool) -> None:
    page = visit("/cycles/hill/2025-old/index.html", View(javascript=javascript))
    expect(page.get_by_role("heading", level=1)).to_have_text("Weighing evidence")
    assert page.url.endswith(CYCLE)


def test_it_opens_from_a_disk(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto((folder / "index.html").as_uri())
    follow(page.get_by_role("navigation", name="Main").get_by_role("link", name="Cycles"))
    follow(page.get_by_role("link", name="Weighing evidence").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Weighing evidence")
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").fill("evidence")
    expect(page.get_by_role("status")).to_contain_text("Search needs a web server")
    assert failed == []
    context.close()
