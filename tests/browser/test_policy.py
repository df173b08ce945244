"""The policy of every page: what is put into a page from outside does not run, load or lead away.

That no ordinary use of a page runs into it, every other test in this folder sees: its guard complains.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, Route, expect

from coaching_cycles.cli import main
from tests.browser.chromium import Reader
from tests.browser.serving import serve_folder

CYCLE = "/cycles/lakeside-elementary/2023-10-fraction-number-lines/"
PLACES = {
    "home": "/",
    "cycle": CYCLE,
    "meeting sheet": "/standards/ccss-ela/rh-11-12-3/meeting/",
    "form": "/new/",
    "an author's page": "/handbook/data/",
    "not found": "/no/such/page/",
}
EVIL = "https://elsewhere.invalid"
INJECTED = {
    "inline": "<script>ran('inline')</script>",
    "module": "<script type=module>ran('module')</script>",
    "handler": "<img src=nothing alt='' onerror=ran('handler')>",
    "svg": "<svg onload=ran('svg')></svg>",
    "external": f"<script src={EVIL}/external.js></script>",
    "data": "<script src=\"data:text/javascript,ran('data')\"></script>",
    "link": "<a class=go href=\"javascript:ran('link')\">go</a>",
    "hover": "<p class=go onmouseover=ran('hover')>go</p>",
    "click": "<p class=go onclick=ran('click')>go</p>",
    "frame": "<iframe srcdoc=\"<script>parent.ran('frame')</script>\"></iframe>",
    "frame's address": "<iframe src=\"javascript:parent.ran('frame\\'s address')\"></iframe>",
    "form": "<form action=\"javascript:ran('form')\"><button class=go>go</button></form>",
    "toggle": "<details open ontoggle=ran('toggle')><summary>s</summary></details>",
    "focus": "<input autofocus onfocus=ran('focus') aria-label=x>",
    "animation": (
        "<svg><a xlink:href='#'>"
        "<animate attributeName=href from=\"javascript:ran('animation')\" to=x begin=0s />"
        "<text y=20 class=go>go</text></a></svg>"
    ),
}
LOADED = {
    "picture": f"<img alt='' src={EVIL}/picture.png>",
    "style": f"<link rel=stylesheet href={EVIL}/style.css>",
    "import": f"<style>@import '{EVIL}/import.css'</style>",
    "base": f"<base href={EVIL}/><img alt='' src=based.png>",
    "object": f"<object data={EVIL}/object></object>",
    "frame": f"<iframe src={EVIL}/frame></iframe>",
}
# What each of them asks for. A base makes one of an address on this site.
ASKED = {"/picture.png", "/style.css", "/import.css", "/based.png", "/object", "/frame"}
HEAD = re.compile(r'<meta http-equiv="(?P<kind>Content-Security-Policy|refresh)"[^>]*>')
HOOK = "window.__ran = []; window.ran = name => { window.__ran.push(name); };"


class Tampered:
    """Pages as a server would give them that somebody has put something into."""

    def __init__(self, browser: Browser, base: str, *, policy: bool) -> None:
        self.base, self.policy, self.added = base, policy, ""
        self.asked: set[str] = set()
        self.context = browser.new_context(service_workers="block")
        self.context.add_init_script(HOOK)
        self.context.route("**/*", self._answer)
        self.page = self.context.new_page()

    def _answer(self, route: Route) -> None:
        request = route.request
        if request.url.startswith(EVIL):
            self.asked.add(request.url.removeprefix(EVIL))
            route.fulfill(body="ran('external')", content_type="text/javascript")
        elif request.is_navigation_request() and request.url.startswith(self.base):
            answer = route.fetch()
            route.fulfill(response=answer, body=self._tamper(answer.text()))
        else:
            route.continue_()

    def _tamper(self, html: str) -> str:
        """Something more at the end of the body. A page that leads on stays, so that one can look."""
        kept = "Content-Security-Policy" if self.policy else ""
        html = HEAD.sub(lambda found: found[0] if found["kind"] == kept else "", html)
        return html.replace("</body>", f"{self.added}</body>")

    def open(self, address: str, added: dict[str, str]) -> Page:
        self.added = "".join(f"<div>{html}</div>" for html in added.values())
        self.asked.clear()
        self.page.goto(self.base + address.lstrip("/"), wait_until="load")
        return self.page

    def ran(self, address: str) -> set[str]:
        """What ran of all that can, when a reader also points at, clicks and sends what asks for it."""
        page = self.open(address, INJECTED)
        for event in ("mouseover", "click"):
            page.evaluate(
                "name => document.querySelectorAll('.go').forEach(node => "
                "node.dispatchEvent(new MouseEvent(name, {bubbles: true, cancelable: true})))",
                event,
            )
        # Twice round the event loop: scripts in addresses are run when all else is done.
        page.evaluate("() => new Promise(done => setTimeout(() => setTimeout(done, 50), 50))")
        found: list[str] = page.evaluate("window.__ran")
        return set(found)

    def loaded(self, address: str) -> set[str]:
        """What was asked of another site."""
        self.open(address, LOADED).wait_for_load_state("networkidle")
        return set(self.asked)


@pytest.fixture
def archive(root: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the pages to take along, which are served here for the sake of the test alone."""
    done = CliRunner().invoke(main, ["export", "zip", str(tmp_path / "all.zip"), "--root", str(root)])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        packed.extractall(tmp_path / "all")
    with serve_folder(tmp_path / "all") as address:
        yield address


def test_without_the_policy_all_of_it_runs(browser: Browser, site_url: str) -> None:
    """The control: an attack that cannot succeed would prove nothing."""
    bare = Tampered(browser, site_url, policy=False)
    assert bare.ran(CYCLE) == INJECTED.keys()
    assert bare.loaded(CYCLE) >= ASKED
    bare.context.close()


@pytest.mark.parametrize("name", PLACES)
def test_what_is_put_into_a_page_does_nothing(browser: Browser, site_url: str, name: str) -> None:
    tampered = Tampered(browser, site_url, policy=True)
    assert tampered.ran(PLACES[name]) == set()
    assert tampered.asked == set()
    assert tampered.loaded(PLACES[name]) == set()
    assert urlsplit(tampered.page.url).path.endswith(PLACES[name])
    tampered.context.close()


def test_what_is_put_into_a_page_that_leads_on_does_nothing(
    browser: Browser, site: Path, site_url: str
) -> None:
    pages = [path for path in site.rglob("index.html") if b'http-equiv="refresh"' in path.read_bytes()]
    assert pages
    tampered = Tampered(browser, site_url, policy=True)
    for path in pages:
        address = f"/{quote(path.parent.relative_to(site).as_posix())}/"
        assert tampered.ran(address) == set()
        assert tampered.loaded(address) == set()
    tampered.context.close()


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
