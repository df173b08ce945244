"""Hostile texts in a real browser: on every page, in the search and in the form; nothing of them runs.

No page has its policy here: what is shown must be harmless by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from coaching_cycles.site import Site
from tests.browser.chromium import go
from tests.browser.searching import answer
from tests.browser.serving import serve_folder
from tests.browser.tampering import Bare
from tests.hostile import OURS, build_host, build_private, plain_markdown, public_payloads, publishable
from tests.once import make_once

HOOK = """for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = () => { try { top.runs = (top.runs || 0) + 1; } catch {} };"""
"""What nearly every payload calls when it runs."""
POKE = """const poke = root => {
  const usual = ["pointerover", "mouseover", "mouseenter", "mousemove", "focus", "toggle"].map(
    name => new Event(name, {bubbles: true}));
  for (const node of root.querySelectorAll("*")) {
    const own = node.getAttributeNames().filter(name => /^on/i.test(name));
    if (own.length || !node.firstElementChild) usual.forEach(event => node.dispatchEvent(event));
    for (const name of own) node.dispatchEvent(new Event(name.slice(2).toLowerCase(), {bubbles: true}));
    if (/^(javascript|data|vbscript|blob):/i.test(node.protocol || "")) node.click();
  }
};"""
"""What a reader does: point at every element, come to it by keyboard, follow what is no address, and
whatever else it has a handler for. One that has none of its own hears of it from those inside it."""
MARK = '<hr class="closed">'
FRAMES = f"""async ([pages, enough]) => {{
  {POKE}
  top.runs = 0;
  const pause = time => new Promise(done => setTimeout(done, time));
  const loading = new Set();
  let last = performance.now(), seen = 0;
  const frames = pages.map(html => {{
    const frame = document.createElement("iframe");
    frame.sandbox = "allow-scripts allow-same-origin allow-forms";
    frame.onload = () => {{ loading.delete(frame); last = performance.now(); }};
    frame.srcdoc = `<!doctype html><body>${{html}}`;
    loading.add(frame);
    document.body.append(frame);
    return frame;
  }});
  // Until nothing loads or runs any more; what never comes to an end is not waited for.
  while (top.runs < enough && performance.now() - last < (loading.size ? 15000 : 500)) {{
    await pause(20);
    if (top.runs !== seen) {{ seen = top.runs; last = performance.now(); }}
  }}
  for (const frame of frames) {{ try {{ poke(frame.contentDocument); }} catch {{}} }}
  await pause(100);
  let closed = 0;
  for (const frame of frames)
    try {{ closed += frame.contentDocument.querySelectorAll("body > hr.closed").length; }} catch {{}}
  const found = top.runs;
  frames.forEach(frame => frame.remove());
  return [found, closed];
}}"""
HANDLER = re.compile(r"<[^>]*\bon\w+\s*=", re.IGNORECASE)
"""With one the most run, so the control is soon done with these."""
FRAME, FRAMED = 100, 10
"""So many frames at a time, each with so many pieces of HTML: a frame of its own costs more than a piece."""


@pytest.fixture(scope="module", params=["ours", "public"])
def payloads(request: pytest.FixtureRequest) -> list[str]:
    if request.param == "ours":
        return list(OURS)
    return public_payloads(request.getfixturevalue("shared_data"))


@pytest.fixture(scope="module")
def name(payloads: list[str]) -> str:
    return "ours" if payloads == list(OURS) else "public"


@pytest.fixture(scope="module")
def texts(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Those that a record may hold."""
    return publishable(payloads, tmp_path_factory.mktemp("tried"))


@pytest.fixture(scope="module")
def made(texts: list[str], name: str, run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """All pages for the narrowest audience, which sees every field."""
    folder = tmp_path_factory.mktemp("hostile")
    return make_once(run_folder, f"hostile-{name}", lambda: build_private(folder, texts))


@pytest.fixture(scope="module")
def host(texts: list[str], name: str, run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a whole site."""
    folder = tmp_path_factory.mktemp("host")
    return make_once(run_folder, f"host-{name}", lambda: build_host(folder, texts))


@pytest.fixture(scope="module")
def bare(browser: Browser, host: Path) -> Iterator[Page]:
    """To open its pages with, without a policy."""
    with serve_folder(host, "/x/", Bare) as address:
        context = browser.new_context(base_url=address, service_workers="block")
        context.add_init_script(HOOK)
        yield context.new_page()
        context.close()


@pytest.fixture(scope="module")
def blank(browser: Browser) -> Iterator[Page]:
    """A page to put pieces of HTML on. Nothing that they ask for is there."""
    context = browser.new_context(service_workers="block")
    context.add_init_script(HOOK)
    context.route("**/*", lambda route: route.abort())
    yield context.new_page()
    context.close()


def count_runs(page: Page, pieces: Iterable[str], enough: int = 1 << 30) -> tuple[int, int]:
    """How often something in these pieces of HTML ran; no more are tried when it is enough.

    And how many of them were closed: one that was not would have taken in those that follow.
    """
    runs, closed, rest = 0, 0, iter(pieces)
    while runs < enough and (batch := [piece + MARK for piece in islice(rest, FRAME * FRAMED)]):
        page.goto("about:blank")
        pages = ["".join(batch[start : start + FRAMED]) for start in range(0, len(batch), FRAMED)]
        found: tuple[int, int] = page.evaluate(FRAMES, [pages, enough - runs])
        runs, closed = runs + found[0], closed + found[1]
    return runs, closed


def test_without_our_cleaning_they_run(blank: Page, payloads: list[str]) -> None:
    """The control: the same texts on the same page, made into HTML by what trusts its authors."""
    least = 500 if len(payloads) > 1000 else 20
    likely = sorted(payloads, key=lambda text: HANDLER.search(text) is None)
    assert count_runs(blank, plain_markdown(likely), least)[0] >= least


def test_nothing_runs_in_an_article(blank: Page, made: Site) -> None:
    assert len(made.pages) > 20
    assert sum(page.html.count("alert(") for page in made.pages) > 100
    heads = (f"{page.head}{page.html}" for page in made.pages)
    assert count_runs(blank, heads) == (0, len(made.pages))


def poked(page: Page) -> int:
    """How often something ran on a page, after everything on it was pointed at."""
    runs: int = page.evaluate(f"() => {{ {POKE} poke(document); return top.runs || 0; }}")
    return runs


def test_nothing_runs_on_a_page_of_a_host(bare: Page, host: Path) -> None:
    pages = [path.parent.relative_to(host) for path in sorted(host.rglob("index.html"))]
    kinds: dict[tuple[str, int], list[Path]] = {}
    for path in pages:
        kinds.setdefault(((*path.parts, "")[0], len(path.parts)), []).append(path)
    some = [path for alike in kinds.values() for path in alike[:3]]
    assert len(some) > 15
    found = {}
    for path in some:
        found[path] = poked(go(bare, f"/{quote(path.as_posix())}/" if path.parts else "/"))
    assert {path: runs for path, runs in found.items() if runs} == {}


def test_nothing_runs_in_the_search(bare: Page, texts: list[str]) -> None:
    page = go(bare, "/about/")
    page.keyboard.press("/")
    expect(page.locator("#cc-q")).to_be_focused()
    shown = 0
    for text in ["script", "alert", "img src onerror", "javascript", "svg onload", *texts[:12]]:
        answer(page, partial(page.locator("#cc-q").fill, text[:200]))
        titles = page.locator(".cc-search__hits b").all_text_contents()
        shown += sum("<" in title for title in titles)
    assert shown > 5
    assert poked(page) == 0
    assert poked(go(page, f"/cycles/?q={quote('<img src=x onerror=alert(1)>')}")) == 0


def test_nothing_runs_in_the_form(bare: Page, host: Path, texts: list[str]) -> None:
    """A record to begin with: as the site offers it, and as somebody would who has changed it."""
    starts = sorted(host.glob("cycles/*/*/start.json"))
    assert starts
    title = "Title (required)"
    for path in starts[:3]:
        page = go(bare, f"/new/?from={path.parent.parent.name}/{path.parent.name}")
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

    bare.route("**/start.json", answer)
    page = go(bare, "/new/?from=a/b")
    expect(page.get_by_role("textbox", name=title).first).to_have_value(str(evil["title"]))
    assert poked(page) == 0
    for where in (
        "javascript:alert(1)/x",
        "..%2F..%2Fx/y",
        "<img src=x onerror=alert(1)>/x",
        "//evil.example/x",
    ):
        assert poked(go(bare, f"/new/?from={quote(where)}")) == 0
    bare.unroute_all()
