"""Every type of page of the sample portfolio in a real browser: without a fault for axe, never wider than
the screen, with twice the text, on paper, by keyboard, without JavaScript, and from a folder."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.chromium import Reader, View, go
from tests.browser.faults import Axe
from tests.test_words_catalogues import NEVER

WITH_LEVELS = "/cycles/lakeside-elementary/2023-10-fraction-number-lines/"
IN_WORDS = "/cycles/benton-high/2012-10-civil-war-evidence/"
WITH_CHECKS = "/cycles/hanbit-international/2024-10-summary-by-structure/"
WITH_SCORES = "/cycles/eastview-high/2025-01-motion-graphs/"

PAGES = {
    "home": "/",
    "finder": "/cycles/",
    "cycle with levels, who moved, a follow-up": WITH_LEVELS,
    "cycle in words": IN_WORDS,
    "cycle with checks over time, in Korean": WITH_CHECKS,
    "cycle with scores": WITH_SCORES,
    "schools": "/schools/",
    "school": "/schools/benton-high/",
    "standards": "/standards/",
    "framework": "/standards/ccss-ela/",
    "framework of codes that nobody knows": "/standards/other/",
    "standard": "/standards/ccss-ela/rh-11-12-3/",
    "standard with many below it": "/standards/ccss-ela/ri/",
    "meeting sheet": "/standards/ccss-ela/rh-11-12-3/meeting/",
    "grades": "/grades/",
    "grade": "/grades/8/",
    "subjects": "/subjects/",
    "subject": "/subjects/mathematics/",
    "practices": "/practices/",
    "practice": "/practices/exit-slips/",
    "year": "/years/2024-25/",
    "focus map": "/focus/",
    "coverage": "/coverage/",
    "about": "/about/",
    "form": "/new/",
    "trust": "/trust/",
    "not found": "/no/such/page/",
    "handbook": "/handbook/",
    "handbook with tables": "/handbook/data/",
}
CYCLES = [WITH_LEVELS, IN_WORDS, WITH_CHECKS, WITH_SCORES]

# Text that its own box cuts off. What only screen readers get is cut off on purpose.
CUT = """() => [...document.querySelectorAll("body *")].filter(node => {
  const style = getComputedStyle(node), cuts = value => ["hidden", "clip"].includes(value);
  if (!node.checkVisibility() || node.closest("svg, .cc-sr") || style.clipPath !== "none") return false;
  if (!node.innerText?.trim()) return false;
  return cuts(style.overflowX) && node.scrollWidth > node.clientWidth + 1
    || cuts(style.overflowY) && node.scrollHeight > node.clientHeight + 1;
}).map(node => `${node.tagName}.${node.className}: ${node.innerText.slice(0, 60)}`)"""

# Text of closed <details> that paper would lose, but for what print.css leaves out by name.
FOLDED = """() => [...document.querySelectorAll("details")].filter(node => node.checkVisibility())
  .filter(node => [...node.children].some(child =>
    child.localName !== "summary" && !child.matches(".cc-noprint") && !child.checkVisibility()))
  .map(node => node.innerText.slice(0, 80))"""

# What stands further right than the sheet's edge: a table scrolls on a screen and is cut off on paper.
OFF_PAPER = """() => [...document.querySelectorAll("article :not(svg *)")]
  .filter(node => node.checkVisibility() && !node.closest(".cc-sr") && node.getBoundingClientRect().width > 1
    && node.getBoundingClientRect().right > innerWidth + 1)
  .map(node => `${node.tagName}.${node.className}: ${node.textContent.trim().slice(0, 60)}`)"""

# Of what has the focus: whether one sees that, and where it is. Marks it as reached.
FOCUS = """() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const again = "reached" in node.dataset;
  node.dataset.reached = "";
  const shown = [node, node.nextElementSibling].filter(Boolean).map(it => getComputedStyle(it))
    .some(style => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  const box = node.getBoundingClientRect();
  const seen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  return {shown, seen, again, is: node.outerHTML.slice(0, 120)};
}"""
UNREACHED = """() => [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(node => node.checkVisibility({visibilityProperty: true}) && !node.disabled && node.tabIndex >= 0
    && !(node.type === "radio" && !node.checked) && !("reached" in node.dataset))
  .map(node => node.outerHTML.slice(0, 120))"""

# The addresses of pages that are wider than the screen, each put in the place of the page that is open.
WIDER = """async addresses => {
  const wide = {}, reader = new DOMParser();
  const read = async address => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${answer.status} ${address}`);
    return answer.text();
  };
  const texts = await Promise.all(addresses.map(read));
  for (const address of addresses) {
    const next = reader.parseFromString(texts.shift(), "text/html");
    document.querySelector(".cc-shell").replaceWith(next.querySelector(".cc-shell"));
    const width = document.documentElement.scrollWidth;
    if (width > innerWidth) wide[address] = width;
  }
  return wide;
}"""

SEEN = "nodes => nodes.length > 0 && nodes.every(node => node.checkVisibility())"

LINKS = """nodes => nodes.filter(node => node.checkVisibility()).map(node => node.href.split("#")[0])"""


def articles(site: Path) -> dict[str, str]:
    """The address and the kind of each page of the site that has an article, redirects left out."""
    found = {}
    for path in sorted(site.rglob("index.html")):
        text = path.read_text(encoding="utf-8")
        kind = re.search(r'<article class="cc-(article cc-article--\w+|doc)', text)
        if kind:
            parent = path.relative_to(site).parent.as_posix()
            found["/" if parent == "." else f"/{parent}/"] = kind[1].rpartition("--")[2]
    return found


def test_no_type_of_page_is_forgotten(site: Path) -> None:
    kinds = articles(site)
    looked_at = {kinds[address] for address in PAGES.values() if address in kinds}
    assert looked_at == set(kinds.values())
    assert len(looked_at) > 10


def test_no_page_claims_what_cannot_be_known(site: Path) -> None:
    """What is never said of a coach or a change is in no page, also not in what the sample's authors wrote.

    The handbook may name what is not said; and a proof in geometry is one.
    """
    never = re.compile(rf"\b(?:{NEVER['en']})", re.IGNORECASE)
    said = {}
    for address, kind in articles(site).items():
        text = (site / address.strip("/") / "index.html").read_text(encoding="utf-8")
        bare = unescape(
            re.sub(r"<script\b.*?</script>|<style\b.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL)
        )
        found = never.search(bare.replace("coordinate-proofs", ""))
        if found is not None and kind != "doc":
            said[address] = found[0]
    assert said == {}


# To open a page costs as much as to look at it, so one that is open is looked at in every way that it can be.
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_the_page_fits_on_screens_and_paper(
    visit: Reader, screen: View, axe: Axe, name: str
) -> None:
    page = visit(PAGES[name], screen)
    assert page.evaluate("document.documentElement.scrollWidth") <= screen.width
    assert page.locator("h1").count() == 1
    assert axe(page) == []
    if screen.width == 1280:
        # The year is one sheet for a board: what its strip shows, its table says.
        assert lost_on_paper(page, spared=int(name == "year")) == []
    assert lost_at_twice_the_size(page, screen.width) == []


def lost_at_twice_the_size(page: Page, width: int) -> list[str]:
    """What of a page is not there when its text is twice as large."""
    before = page.locator("h1").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    # Material sets 125 % on <html>: twice that.
    page.locator("html").evaluate("html => html.style.setProperty('font-size', '250%', 'important')")
    after = page.locator("h1").evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert after > 1.4 * before, "the title did not grow"
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    return [*page.evaluate(CUT), *(["wider than the screen"] if wide else ())]


def lost_on_paper(page: Page, spared: int) -> list[str]:
    """What of a page that is dark on the screen is missing, or too much, on a sheet of A4."""
    screen = page.viewport_size
    page.set_viewport_size({"width": 680, "height": 900})  # A4 less its margins
    page.emulate_media(color_scheme="dark")
    drawn = page.locator(".cc-chart svg:visible, table:visible").count() - spared
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    found = [
        f"{part} is there"
        for part in (".cc-bar", ".cc-foot", ".cc-crumbs", ".cc-actions", "dialog")
        if page.locator(f"{part}:visible").count()
    ]
    found += [*page.evaluate(FOLDED), *page.evaluate(OFF_PAPER)]
    if page.locator(".cc-chart svg:visible, table:visible").count() < drawn:
        found.append("a chart or a table is missing")
    page.emulate_media(media="screen", color_scheme="light")
    page.set_viewport_size(screen)
    return found


def test_no_page_of_the_site_is_wider_than_a_phone(visit: Reader, site: Path, site_url: str) -> None:
    """One long code or a wide table is enough, and which page has it nobody can tell by its type.

    Articles take each other's place on one page: all have the same style sheets, and loading takes longest.
    """
    page = visit("/about/", View(width=360, javascript=False))
    addresses = [quote(f"{site_url}{address[1:]}", safe=":/") for address in articles(site)]
    assert page.evaluate(WIDER, addresses) == {}


@pytest.mark.parametrize("address", ["/", "/focus/", "/cycles/benton-high/2024-10-key-features/"])
def test_on_a_phone_what_is_said_of_a_title_begins_below_it(visit: Reader, address: str) -> None:
    page = visit(address, View(width=360))
    places = page.evaluate(
        """() => [...document.querySelectorAll(".cc-list > li > a:first-child")]
          .map(a => [a, a.nextElementSibling])
          .filter(([, about]) => about?.matches("small, .cc-soft"))
          .map(([a, about]) => about.getBoundingClientRect().top - a.getBoundingClientRect().bottom)"""
    )
    assert len(places) > 3
    assert min(places) > -8, "lines overlap by their leading, and no more"


def test_zoomed_to_200_percent_all_is_there(visit: Reader) -> None:
    """1280 px at 200 % are 640 CSS px of twice the density."""
    page = visit.tab(View(width=640, density=2))
    lost = {}
    for name, address in PAGES.items():
        go(page, address)
        if page.evaluate("document.documentElement.scrollWidth") > 640:
            lost[name] = ["wider than the screen"]
        if cut := page.evaluate(CUT):
            lost[name] = cut
    assert lost == {}


@pytest.mark.parametrize(
    "name",
    ["home", "cycle with levels, who moved, a follow-up", "standard with many below it", "school", "year"],
)
def test_keyboard_reaches_everything_and_shows_where_it_is(visit: Reader, name: str) -> None:
    page = visit(PAGES[name])
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    stops = []
    for _ in range(600):
        stop = page.evaluate(FOCUS)
        if stop is None or stop["again"]:
            break
        stops.append(stop)
        page.keyboard.press("Tab")
    assert [stop["is"] for stop in stops if not stop["shown"]] == [], "focus is not to be seen"
    assert [stop["is"] for stop in stops if not stop["seen"]] == [], "focus is off the screen"
    assert page.evaluate(UNREACHED) == []
    assert len(stops) > 20


def test_skip_link_leads_past_the_bar_into_the_article(visit: Reader) -> None:
    page = visit(WITH_LEVELS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('#cc-content')")
    assert not page.evaluate("!!document.activeElement.closest('header')")


def test_chart_table_and_csv_by_keyboard(visit: Reader) -> None:
    page = visit(WITH_LEVELS, View(javascript=False))
    tabs = page.get_by_role("group", name="Before and after").first
    chart, table = tabs.locator(".cc-chart svg:visible"), tabs.get_by_role("table")
    tabs.get_by_label("Chart").focus()
    expect(chart.first).to_be_visible()
    expect(table.first).to_be_hidden()
    page.keyboard.press("ArrowRight")
    expect(table.first).to_be_visible()
    expect(chart).to_have_count(0)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("CSV")
    href = page.locator(":focus").evaluate("node => node.href")
    answer = page.request.get(href)
    assert answer.ok
    rows = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))
    assert len(rows) > 2
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize("address", CYCLES)
def test_tabs_and_folded_parts_of_cycles_need_no_script(visit: Reader, address: str) -> None:
    page = visit(address, View(javascript=False))
    folded = page.locator("article details:not([open]):visible")
    for left in range(folded.count(), 0, -1):
        assert folded.count() == left
        details = folded.first.element_handle()
        details.query_selector("summary").press("Enter")
        assert details.eval_on_selector_all(":scope > :not(summary)", SEEN)
    groups = page.locator("article .cc-tabs")
    assert groups.count() > 0 or address == IN_WORDS
    for group in groups.all():
        labels, panels = group.locator("> label"), group.locator("> .cc-tabs__panel")
        assert labels.count() == panels.count()
        for number in range(labels.count()):
            labels.nth(number).click()
            assert [panel.is_visible() for panel in panels.all()] == [
                n == number for n in range(panels.count())
            ]
            assert panels.nth(number).locator("svg:visible, table:visible").count() > 0


def links(page: Page, url: str, within: str) -> list[str]:
    """The addresses of the site that links in sight lead to."""
    base = urlsplit(url).path
    found = page.locator(f"{within} a[href]").evaluate_all(LINKS)
    paths = [unquote(urlsplit(link).path) for link in found if link.startswith(url)]
    return ["/" + path.removeprefix(base) for path in paths if path.endswith("/")]


def test_hubs_lead_to_every_cycle_in_three_clicks_without_script(
    visit: Reader, site: Path, site_url: str
) -> None:
    """From the home page over indexes and hubs; the finder, which lists them all, is left out."""
    page = visit.tab(View(javascript=False))
    cycles = {address for address, kind in articles(site).items() if kind == "cycle"}
    clicks = {"/": 0, "/cycles/": 0}
    todo = ["/"]
    for address in todo:
        if clicks[address] < 3 and address not in cycles and not cycles <= clicks.keys():
            go(page, quote(address))
            for inner in links(page, site_url, "body"):
                if inner not in clicks:
                    clicks[inner] = clicks[address] + 1
                    todo.append(inner)
    assert len(cycles) >= 30
    assert cycles - clicks.keys() == set()


@pytest.mark.parametrize("index", ["/schools/", "/grades/", "/subjects/"])
def test_each_way_of_browsing_alone_leads_to_every_cycle(
    visit: Reader, site: Path, site_url: str, index: str
) -> None:
    page = visit.tab(View(javascript=False))
    every = {address for address, kind in articles(site).items() if kind == "cycle"}
    go(page, index)
    hubs = {link for link in links(page, site_url, "article") if link.startswith(index) and link != index}
    found: set[str] = set()
    for hub in sorted(hubs):
        go(page, quote(hub))
        found |= every.intersection(links(page, site_url, "article"))
    assert len(hubs) > 3
    assert every - found == set()


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One school's portfolio as a site of plain files: `use_directory_urls: false`."""
    made = tmp_path_factory.mktemp("disk")
    for name in ("cycles/portfolio.yml", "standards"):
        source = root / name
        (shutil.copytree if source.is_dir() else copy_file)(source, made / name)
    shutil.copytree(root / "cycles/benton-high", made / "cycles/benton-high")
    (made / "docs").mkdir()
    (made / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    config = (root / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    config = config.replace("  custom_dir: theme_overrides", "  #")
    (made / "mkdocs.yml").write_text(config + "\nuse_directory_urls: false\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return made / "site"


def copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


@pytest.mark.parametrize("javascript", [True, False])
def test_site_of_plain_files_opens_from_disk(browser: Browser, folder: Path, javascript: bool) -> None:
    context = browser.new_context(java_script_enabled=javascript, reduced_motion="reduce")
    failed: list[str] = []

    def note(request: Request) -> None:
        # A page that is left before its last script has come breaks that request off: nothing is missing.
        if request.failure != "net::ERR_ABORTED":
            failed.append(request.url)

    context.on("requestfailed", note)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Cycles").click()
    expect(page).to_have_url((folder / "cycles/index.html").as_uri())
    page.locator("li.cc-cycle").get_by_role("link", name="Weighing the evidence in Civil War texts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weighing the evidence in Civil War texts")
    page.get_by_role("link", name="RH.11-12.3").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("RH.11-12.3")
    page.locator("article").get_by_role("link", name="Weighing the evidence in Civil War texts").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Weighing the evidence in Civil War texts")
    for href in page.locator("article a[href]").evaluate_all("nodes => nodes.map(node => node.href)"):
        if href.startswith("file:"):
            path = Path(unquote(urlsplit(href).path))
            assert path.is_file(), href
    # Material asks for the sitemap; the browser refuses that to a page from disk, and nobody misses it.
    assert [url for url in failed if not url.endswith("/sitemap.xml")] == []
    context.close()
