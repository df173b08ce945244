"""Hostile texts in a real browser: on every page, in the search and in the form; nothing of them runs.

No page has its policy here: what is shown must be harmless by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from coaching_cycles.site import Options, Site, build_site
from tests.browser.serving import serve_folder
from tests.browser.tampering import Tampered
from tests.hostile import OURS, build_host, plain_markdown, public_payloads, publishable, write_portfolio

HOOK = """for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = () => { try { top.runs = (top.runs || 0) + 1; } catch {} };"""
"""What nearly every payload calls when it runs."""
POKE = """const poke = root => {
  for (const node of root.querySelectorAll("*")) {
    const names = new Set(["pointerover", "mouseover", "mouseenter", "mousemove", "focus", "toggle"]);
    for (const {name} of node.attributes) if (/^on/i.test(name)) names.add(name.slice(2).toLowerCase());
    for (const name of names) node.dispatchEvent(new Event(name, {bubbles: true}));
    if (/^(javascript|data|vbscript|blob):/i.test(node.protocol || "")) node.click();
  }
};"""
"""What a reader does, to every element: point at it, come to it by keyboard, follow what is no address, and
whatever else it has a handler for."""
FRAMES = f"""async pieces => {{
  {POKE}
  top.runs = 0;
  const pause = time => new Promise(done => setTimeout(done, time));
  const loading = new Set();
  let last = performance.now(), seen = 0;
  const frames = pieces.map(html => {{
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts allow-same-origin allow-forms";
    frame.onload = () => {{ loading.delete(frame); last = performance.now(); }};
    frame.srcdoc = `<!doctype html><body>${{html}}`;
    loading.add(frame);
    document.body.append(frame);
    return frame;
  }});
  // Until nothing loads or runs any more; what never comes to an end is not waited for.
  while (performance.now() - last < (loading.size ? 15000 : 500)) {{
    await pause(20);
    if (top.runs !== seen) {{ seen = top.runs; last = performance.now(); }}
  }}
  for (const frame of frames) {{ try {{ poke(frame.contentDocument); }} catch {{}} }}
  await pause(100);
  const found = top.runs;
  frames.forEach(frame => frame.remove());
  return found;
}}"""
HANDLER = re.compile(r"<[^>]*\bon\w+\s*=", re.IGNORECASE)
"""With one the most run, so the control is soon done with these."""
HOUSES = 100
"""So many pieces of HTML at a time, each in a frame of its own."""


@pytest.fixture(scope="module", params=["ours", "public"])
def payloads(request: pytest.FixtureRequest) -> list[str]:
    if request.param == "ours":
        return list(OURS)
    return public_payloads(request.getfixturevalue("shared_data"))


@pytest.fixture(scope="module")
def texts(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Those that a record may hold."""
    return publishable(payloads, tmp_path_factory.mktemp("tried"))


@pytest.fixture(scope="module")
def made(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """All pages for the narrowest audience, which sees every field."""
    folder = tmp_path_factory.mktemp("hostile")
    write_portfolio(folder, texts)
    return build_site(folder, Options(audience="private", site_url="https://example.org/x/", preview=True))


@pytest.fixture(scope="module")
def host(texts: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A whole site, and its address."""
    site = build_host(tmp_path_factory.mktemp("host"), texts)
    with serve_folder(site, "/x/") as address:
        yield site, address


@pytest.fixture
def tampered(browser: Browser, host: tuple[Path, str]) -> Iterator[Tampered]:
    opened = Tampered(browser, host[1], policy=False)
    opened.context.add_init_script(HOOK)
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page to put pieces of HTML on. Nothing that they ask for is there."""
    context = browser.new_context(service_workers="block")
    context.add_init_script(HOOK)
    context.route("**/*", lambda route: route.abort())
    yield context.new_page()
    context.close()


def count_runs(page: Page, pieces: Iterable[str], enough: int = 1 << 30) -> int:
    """How often something in these pieces of HTML ran; no more are tried when it is enough."""
    runs, rest = 0, iter(pieces)
    while runs < enough and (batch := list(islice(rest, HOUSES))):
        page.goto("about:blank")
        runs += page.evaluate(FRAMES, batch)
    return runs


def test_without_our_cleaning_they_run(blank: Page, payloads: list[str]) -> None:
    """The control: the same texts on the same page, made into HTML by what trusts its authors."""
    least = 500 if len(payloads) > 1000 else 20
    likely = sorted(payloads, key=lambda text: HANDLER.search(text) is None)
    assert count_runs(blank, plain_markdown(likely), least) >= least


def test_nothing_runs_in_an_article(blank: Page, made: Site) -> None:
    assert len(made.pages) > 20
    assert sum(page.html.count("alert(") for page in made.pages) > 100
    heads = (page.head + page.html for page in made.pages)
    assert count_runs(blank, heads) == 0


def poked(page: Page) -> int:
    """How often something ran on a page, after everything on it was pointed at."""
    runs: int = page.evaluate(f"() => {{ {POKE} poke(document); return top.runs || 0; }}")
    return runs


def test_nothing_runs_on_a_page_of_a_host(tampered: Tampered, host: tuple[Path, str]) -> None:
    site, _ = host
    pages = [path.parent.relative_to(site) for path in sorted(site.rglob("index.html"))]
    kinds: dict[tuple[str, int], list[Path]] = {}
    for path in pages:
        kinds.setdefault(((*path.parts, "")[0], len(path.parts)), []).append(path)
    some = [path for alike in kinds.values() for path in alike[:3]]
    assert len(some) > 15
    found = {}
    for path in some:
        page = tampered.open(f"/{quote(path.as_posix())}/" if path.parts else "/", {})
        found[path] = poked(page)
    assert {path: runs for path, runs in found.items() if runs} == {}


def test_nothing_runs_in_the_search(tampered: Tampered, texts: list[str]) -> None:
    page = tampered.open("/about/", {})
    page.keyboard.press("/")
    expect(page.locator("#cc-q")).to_be_focused()
    shown = 0
    for text in ["script", "alert", "img src onerror", "javascript", "svg onload", *texts[:12]]:
        page.locator(".cc-search__status").evaluate("node => node.textContent = ''")
        page.locator("#cc-q").fill(text[:200])
        page.wait_for_function("""() => !["", "Loading the index…"].includes(
            document.querySelector(".cc-search__status").textContent)""")
        titles = page.locator(".cc-search__hits b").all_text_contents()
        shown += sum("<" in title for title in titles)
    assert shown > 5
    assert poked(page) == 0
    page = tampered.open(f"/cycles/?q={quote('<img src=x onerror=alert(1)>')}", {})
    assert poked(page) == 0


def test_nothing_runs_in_the_form(tampered: Tampered, host: tuple[Path, str], texts: list[str]) -> None:
    """A record to begin with: as the site offers it, and as somebody would who has changed it."""
    site, _ = host
    starts = sorted(site.glob("cycles/*/*/start.json"))
    assert starts
    title = "Title (required)"
    for path in starts[:3]:
        page = tampered.open(f"/new/?from={path.parent.parent.name}/{path.parent.name}", {})
        said = json.loads(path.read_text(encoding="utf-8"))["title"]
        expect(page.get_by_role("textbox", name=title).first).to_have_value(said)
        assert poked(page) == 0
    markup = [text for text in texts if "<" in text and "\n" not in text]
    word = iter([*markup, *markup]).__next__
    evil = {
        "title": word(),
        "goal": word(),
        "grades": [word(), {word(): word()}],
        "standards": [word(), word()],
        "practices": [word()],
        "assessments": {word(): {"title": word(), "levels": [word(), word()], "url": "javascript:alert(1)"}},
        "targets": [word(), {"text": word(), "standards": [word()]}],
        "logs": [{"log": word(), "answers": {word(): word()}, "notes": word()}],
        "results": [{"section": word(), "before": {"kind": word(), "note": word()}}],
        "resources": [{"title": word(), "url": "javascript:alert(1)", "file": word()}],
        word(): word(),
    }

    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(evil), content_type="application/json")

    tampered.context.route("**/start.json", answer)
    page = tampered.open("/new/?from=a/b", {})
    expect(page.get_by_role("textbox", name=title).first).to_have_value(str(evil["title"]))
    assert poked(page) == 0
    for where in (
        "javascript:alert(1)/x",
        "..%2F..%2Fx/y",
        "<img src=x onerror=alert(1)>/x",
        "//evil.example/x",
    ):
        assert poked(tampered.open(f"/new/?from={quote(where)}", {})) == 0
