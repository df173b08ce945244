"""The built sample portfolio in a real browser.

A test asks for `visit` and opens addresses with it: `page = visit("/cycles/", View("dark", 360))`. The test
fails if any page asked another origin for anything, or one of its scripts failed. `view` runs a test once in
each scheme and width, `any_view` also without JavaScript, `screen` at each width; `axe(page)` lists what
axe-core finds in light and in dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser import chromium
from tests.browser.chromium import ALL_VIEWS, VIEWS, NoChromiumError, Reader, Tabs, View
from tests.browser.faults import Axe
from tests.browser.serving import BuildFailedError, build_once, read_sub_path, serve_folder
from tests.once import hold

HERE = Path(__file__).resolve().parent
# As long as Playwright waits to click something: a machine that has more to do is not a fault of the site.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(root: Path, run_folder: Path) -> Path:
    """The folder of the sample portfolio's site, built once a run."""
    try:
        return build_once(root, run_folder)
    except BuildFailedError as refusal:
        pytest.fail(f"the sample portfolio does not build:\n{refusal}", pytrace=False)


@pytest.fixture(scope="session")
def site_url(root: Path, site: Path) -> Iterator[str]:
    """The address of the served site's home page, ending in `/`, under the sub-path of its `site_url`."""
    with serve_folder(site, read_sub_path(root / "mkdocs.yml")) as address:
        yield address


@pytest.fixture(scope="session")
def browser(run_folder: Path) -> Iterator[Browser]:
    """A headless Chromium with a profile of its own; the test is skipped where there is none."""
    with sync_playwright() as playwright:
        try:
            with hold(run_folder / "chromium-lock"):
                path = chromium.find_chromium(playwright)
        except NoChromiumError as reason:
            pytest.skip(str(reason))
        started = playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))
        yield started
        started.close()


@pytest.fixture(scope="session")
def tabs(browser: Browser, site_url: str) -> Iterator[Tabs]:
    """The tabs that the tests of the site have one after another."""
    with chromium.keep_tabs(browser, site_url) as kept:
        yield kept


@pytest.fixture
def visit(tabs: Tabs) -> Iterator[Reader]:
    """Open pages of the site: `visit(address="/", view=View())` gives a Playwright page, loaded."""
    with chromium.lend(tabs) as reader:
        yield reader


@pytest.fixture(params=VIEWS, ids=str)
def view(request: pytest.FixtureRequest) -> View:
    """Light and dark, 1280 and 360 px, with JavaScript."""
    chosen: View = request.param
    return chosen


@pytest.fixture(params=ALL_VIEWS, ids=str)
def any_view(request: pytest.FixtureRequest) -> View:
    """Light and dark, 1280 and 360 px, with and without JavaScript."""
    chosen: View = request.param
    return chosen


@pytest.fixture(params=[view for view in VIEWS if view.scheme == "light"], ids=lambda view: str(view.width))
def screen(request: pytest.FixtureRequest) -> View:
    """1280 and 360 px, for tests that look at both schemes by themselves."""
    chosen: View = request.param
    return chosen


@pytest.fixture(scope="session")
def axe() -> Axe:
    """Ask axe-core about a page as it stands, in light and in dark: one line for each broken rule."""
    return Axe()
