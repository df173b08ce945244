"""What a reader waits for: pages and the search of a built site in a real browser, over a slow line.

Pages are loaded with nothing kept, four times slower than this machine and over a line as the browser makes
it slow. The search is asked from a page that has loaded, over a line that is slow at the server's end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from bench_line import SPEEDS, Line, Speed, serve
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLateError

from tests.browser.chromium import FLAGS, NoChromiumError, find_chromium

WIDTHS = (360, 1280)
SLOWER = 4
"""Times that the browser's processor is slowed down for pages: a phone of some years ago."""
FIRST_VIEW = 200_000
"""Bytes that a cycle's page may take on first view, all that it loads included."""
TRIES = 3
PATIENCE = 60_000
TYPING = 120
"""Milliseconds from key to key: a quick typist."""

OBSERVE = """
window.seen = { paint: 0, shift: 0, blocked: 0 };
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
  .observe({ type, buffered: true });
watch("largest-contentful-paint", (entry) => { seen.paint = entry.startTime; });
watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
watch("longtask", (entry) => { seen.blocked += Math.max(0, entry.duration - 50); });
"""
WATCH = """() => {
  window.seen = {};
  const dialog = document.getElementById("cc-search");
  const look = () => {
    const now = performance.now(), filters = dialog.querySelector(".cc-search__filters");
    if (dialog.querySelector(".cc-search__hits a")) seen.hit ??= now;
    if (/\\(\\d/.test(filters.textContent)) seen.counts ??= now;
  };
  document.addEventListener("keydown", () => { seen.key = performance.now(); delete seen.hit; }, true);
  new MutationObserver(look).observe(dialog, { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True)
class Load:
    """One page on first view: seconds to its largest paint, shift of its layout, seconds blocked, bytes."""

    paint: float
    shift: float
    blocked: float
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Seconds to the first result and from there to the filters' counts, bytes and files to each."""

    hit: float
    counts: float
    size: int
    files: int
    all_size: int


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A Chromium without a window.

    Raises:
        NoChromiumError: There is none.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=list(FLAGS))
        yield browser
        browser.close()


def largest(site: Path, pattern: str) -> str:
    """The address of the largest page of its kind; "" where there is none."""
    found = [page for page in site.glob(pattern) if page.is_file()]
    page = max(found, key=lambda page: page.stat().st_size, default=None)
    return f"{page.parent.relative_to(site).as_posix()}/" if page is not None else ""


def pages(site: Path) -> dict[str, str]:
    """One page of each kind, by what it is."""
    kinds = {
        "a cycle": "cycles/*/*/index.html",
        "a school": "schools/*/index.html",
        "a standard": "standards/*/*/index.html",
    }
    found = {name: largest(site, pattern) for name, pattern in kinds.items()}
    return {"home": "", "finder": "cycles/", **{name: address for name, address in found.items() if address}}


def load(browser: Browser, line: Line, address: str, speed: Speed, width: int) -> Load:
    """Load a page in a browser that has nothing kept; the line says what was sent."""
    line.reset()
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    tab.add_init_script(OBSERVE)
    protocol = context.new_cdp_session(tab)
    protocol.send("Network.enable")
    rate = speed.megabits * 1e6 / 8
    slow = {"offline": False, "latency": speed.delay, "downloadThroughput": rate, "uploadThroughput": rate}
    protocol.send("Network.emulateNetworkConditions", slow)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    tab.goto(address, wait_until="networkidle", timeout=PATIENCE)
    # The browser tells of a paint when it has the time, which may be after the line has gone quiet.
    tab.wait_for_function("() => seen.paint", timeout=PATIENCE)
    tab.wait_for_load_state("networkidle")
    seen = tab.evaluate("seen")
    context.close()
    return Load(seen["paint"] / 1000, seen["shift"], seen["blocked"] / 1000, line.size)


def ask(tab: Page, line: Line, query: str, *, typed: bool) -> Answer:
    """Open the search and ask: key by key, or all at once and counted from the key that opens it."""
    tab.evaluate(WATCH)
    line.reset()
    tab.keyboard.press("/")
    if typed:
        tab.keyboard.type(query, delay=TYPING)
    else:
        tab.keyboard.insert_text(query)
    # `seen.key` is the last key that was pressed: what its first letters had found is not counted.
    tab.wait_for_function("() => seen.hit", timeout=PATIENCE)
    size, files = line.size, len(line.asked)
    tab.wait_for_function("() => seen.counts", timeout=PATIENCE)
    key, hit, counts = tab.evaluate("[seen.key, seen.hit, seen.counts]")
    return Answer((hit - key) / 1000, max(0.0, (counts - hit) / 1000), size, files, line.size)


def search(browser: Browser, site: Path, query: str, speed: Speed, *, typed: bool) -> Answer:
    """Search from a page that has loaded, with no part of the index kept."""
    line = Line()
    with serve(site, line) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
        tab = context.new_page()
        tab.goto(address + "about/", wait_until="networkidle", timeout=PATIENCE)
        line.speed = speed
        found = ask(tab, line, query, typed=typed)
        context.close()
    return found


def best(times: int, measure: Callable[[], Answer]) -> Answer:
    """The middle one of several, by the time to the first result."""
    return sorted((measure() for _ in range(times)), key=lambda found: found.hit)[times // 2]


def report_pages(browser: Browser, site: Path) -> Iterator[str]:
    """A table of pages on first view."""
    yield "| page | width | line | largest paint | shift | blocked | bytes |"
    yield "|---|---|---|---|---|---|---|"
    line = Line()
    with serve(site, line) as root:
        for name, address in pages(site).items():
            for width in WIDTHS:
                for speed in SPEEDS:
                    found = [load(browser, line, root + address, speed, width) for _ in range(TRIES)]
                    size = max(one.size for one in found)
                    aim = (
                        f" ({'≤' if size <= FIRST_VIEW else 'more than'} 200 kB)" if name == "a cycle" else ""
                    )
                    paint, blocked = (
                        median(one.paint for one in found),
                        median(one.blocked for one in found),
                    )
                    yield (
                        f"| {name} | {width} px | {speed} | {paint:.2f} s"
                        f" | {max(one.shift for one in found):.3f} | {blocked:.2f} s"
                        f" | {size / 1000:.0f} kB{aim} |"
                    )


def report_search(browser: Browser, site: Path, queries: dict[str, str]) -> Iterator[str]:
    """A table of questions to the search."""
    yield "| asked for | how | line | first result | up to there | counts of filters | in all |"
    yield "|---|---|---|---|---|---|---|"
    for name, query in queries.items():
        for typed, how in ((True, "typed"), (False, "at once")):
            for speed in SPEEDS:
                asking = partial(search, browser, site, query, speed, typed=typed)
                try:
                    found = best(TRIES, asking)
                except TooLateError:
                    yield f"| {name} | {how} | {speed} | none in {PATIENCE // 1000} s | | | |"
                    continue
                yield (
                    f"| {name} | {how} | {speed} | {found.hit:.2f} s"
                    f" | {found.size / 1000:.0f} kB in {found.files} files | {found.counts:.2f} s later"
                    f" | {found.all_size / 1000:.0f} kB |"
                )


def report(site: Path, cycles: int, queries: dict[str, str]) -> Iterator[str]:
    """Both tables, or why there are none."""
    try:
        with open_browser() as browser:
            yield f"{cycles:,} cycles, Chromium {browser.version}. Pages on first view:"
            yield ""
            yield from report_pages(browser, site)
            yield ""
            yield "The search, with nothing of the index kept:"
            yield ""
            yield from report_search(browser, site, queries)
    except NoChromiumError as reason:
        yield f"No figures of a browser: {reason}."
