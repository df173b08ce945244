"""The policy of every page: what is put into a page from outside does not run, load or lead away.

That no ordinary use of a page runs into it, every other test in this folder sees: its guard complains.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from coaching_cycles.cli import main
from tests.browser.chromium import Reader
from tests.browser.serving import serve_folder
from tests.browser.tampering import ASKED, INJECTED, Tampered

CYCLE = "/cycles/lakeside-elementary/2023-10-fraction-number-lines/"
PLACES = {
    "home": "/",
    "cycle": CYCLE,
    "meeting sheet": "/standards/ccss-ela/rh-11-12-3/meeting/",
    "form": "/new/",
    "an author's page": "/handbook/data/",
    "not found": "/no/such/page/",
}


@pytest.fixture
def archive(root: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the pages to take along, which are served here for the sake of the test alone."""
    done = CliRunner().invoke(main, ["export", "zip", str(tmp_path / "all.zip"), "--root", str(root)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        packed.extractall(tmp_path / "all")
    with serve_folder(tmp_path / "all") as address:
        yield address


@pytest.fixture(scope="module")
def tampered(browser: Browser, site_url: str) -> Iterator[Tampered]:
    opened = Tampered(browser, site_url, policy=True)
    yield opened
    opened.context.close()


def test_without_the_policy_all_of_it_runs(browser: Browser, site_url: str) -> None:
    """The control: an attack that cannot succeed would prove nothing."""
    bare = Tampered(browser, site_url, policy=False)
    assert bare.ran(CYCLE) == INJECTED.keys()
    assert bare.loaded(CYCLE) >= ASKED
    bare.context.close()


@pytest.mark.parametrize("name", PLACES)
def test_what_is_put_into_a_page_does_nothing(tampered: Tampered, name: str) -> None:
    assert tampered.ran(PLACES[name]) == set()
    assert tampered.asked == set()
    assert tampered.loaded(PLACES[name]) == set()
    assert urlsplit(tampered.page.url).path.endswith(PLACES[name])


def test_what_is_put_into_a_page_that_leads_on_does_nothing(tampered: Tampered, site: Path) -> None:
    pages = [path for path in site.rglob("index.html") if b'http-equiv="refresh"' in path.read_bytes()]
    assert pages
    for path in pages:
        address = f"/{quote(path.parent.relative_to(site).as_posix())}/"
        assert tampered.ran(address) == set()
        assert tampered.loaded(address) == set()


def test_what_is_put_into_a_page_to_take_along_does_nothing(browser: Browser, archive: str) -> None:
    bare, tampered = (Tampered(browser, archive, policy=policy) for policy in (False, True))
    address = CYCLE + "index.html"
    assert bare.ran(address) == INJECTED.keys()
    assert tampered.ran(address) == set()
    assert tampered.loaded(address) == set()
    for one in (bare, tampered):
        one.context.close()


def test_using_a_page_asks_for_nothing_that_its_policy_refuses(visit: Reader) -> None:
    """Colours, search, tabs, the form and print; the guard of `visit` complains of each refusal."""
    page = visit(CYCLE)
    for _ in range(3):
        page.locator(
            "label.md-header__button:visible, [data-md-component=palette] label:visible"
        ).first.click()
    page.get_by_label("Table").first.check()
    page.keyboard.press("/")
    page.locator("#cc-q").fill("fractions")
    expect(page.locator(".cc-search__hits a").first).to_be_visible()
    page.keyboard.press("Escape")
    page.emulate_media(media="print")
    page.pdf()
    page = visit(f"/new/?from={CYCLE.removeprefix('/cycles/').rstrip('/')}")
    expect(page.get_by_role("textbox", name="Title (required)").first).not_to_have_value("")
    with page.expect_download():
        page.get_by_role("button", name="Download").click()
