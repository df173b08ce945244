"""The instruments themselves: a guard or an axe that finds nothing must be one that could have."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import Guard, Reader, Tabs, View, go, keep_tabs
from tests.browser.faults import AXE_SCRIPT, Axe
from tests.browser.serving import BuildFailedError, build_once, read_sub_path, serve_folder

PAGE = """<!doctype html>
<html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<style>@media (prefers-color-scheme: dark) {{ body {{ background: #000; color: #fff }} }}</style>
</head><body><main><h1>A page</h1><p id="unscripted">No script ran.</p>
<script>document.getElementById("unscripted").remove()</script>{body}</main></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index.html").write_text(PAGE.format(body="<p>Fine.</p>"), encoding="utf-8")
    (tmp_path / "404.html").write_text(PAGE.format(body="<p>Not here.</p>"), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Tabs]]:
    folder = tmp_path_factory.mktemp("served")
    with serve_folder(folder, "/portfolio/") as address, keep_tabs(browser, address) as tabs:
        yield folder, tabs


@pytest.fixture
def guard(served: tuple[Path, Tabs]) -> Guard:
    found = served[1].guard
    found.complaints.clear()
    return found


@pytest.fixture
def reader(served: tuple[Path, Tabs], guard: Guard) -> Iterator[Reader]:
    opened = Reader(served[1])
    yield opened
    opened.close()


@pytest.fixture
def put(served: tuple[Path, Tabs]) -> Callable[..., str]:
    """Makes another page of the site: `put(body, head)` gives its address."""
    folder, _ = served

    def write(body: str = "<p>Fine.</p>", head: str = "") -> str:
        number = sum(1 for _ in folder.iterdir())
        (folder / f"{number}.html").write_text(
            PAGE.format(body=body).replace("<head>", f"<head>{head}"), encoding="utf-8"
        )
        return f"/{number}.html"

    return write


def test_view_is_what_the_page_sees(
    reader: Reader, guard: Guard, put: Callable[..., str], any_view: View
) -> None:
    page = reader(put(), any_view)
    background = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert (background == "rgb(0, 0, 0)") is (any_view.scheme == "dark")
    assert page.evaluate("innerWidth") == any_view.width
    assert page.get_by_text("No script ran.").is_visible() is not any_view.javascript
    assert guard.complaints == []


@pytest.mark.parametrize(
    "body",
    [
        '<img alt="x" src="https://elsewhere.invalid/a.png">',
        '<link rel="stylesheet" href="//elsewhere.invalid/a.css">',
        '<script>fetch("https://elsewhere.invalid/").catch(() => 0)</script>',
        '<script>new WebSocket("ws://elsewhere.invalid/")</script>',
        '<iframe title="x" src="http://elsewhere.invalid/"></iframe>',
        "<script>throw new Error('broken')</script>",
    ],
)
def test_guard_complains(reader: Reader, guard: Guard, put: Callable[..., str], body: str) -> None:
    # A script's request may leave after the page has loaded.
    reader(put(body)).wait_for_load_state("networkidle")
    reader.close()  # takes in what the browser still had to tell
    assert len(guard.complaints) == 1
    assert "elsewhere.invalid" in guard.complaints[0] or "broken" in guard.complaints[0]


def test_guard_complains_of_what_a_policy_refuses(
    reader: Reader, guard: Guard, put: Callable[..., str]
) -> None:
    policy = """<meta http-equiv="Content-Security-Policy" content="script-src 'none'">"""
    reader(put(head=policy))
    reader.close()
    assert len(guard.complaints) == 1
    assert "script-src 'none'" in guard.complaints[0]


def test_no_request_leaves_the_computer(reader: Reader, put: Callable[..., str]) -> None:
    """The browser knows no name but this address: also not one that leads here."""
    page = reader(put())
    asked = "url => fetch(url, {mode: 'no-cors'}).then(() => 'came', () => 'did not')"
    here = page.url
    assert page.evaluate(asked, here) == "came"
    assert page.evaluate(asked, here.replace("127.0.0.1", "localhost")) == "did not"
    assert page.evaluate(asked, here.replace("127.0.0.1", "127.0.0.2")) == "did not"


TRACES = """() => { localStorage.kept = sessionStorage.kept = document.cookie = "kept=1"; open("about:blank");
  addEventListener("pagehide", () => { localStorage.late = "1"; }); }"""
FOUND = "() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie, history.length]"


def test_next_test_gets_a_tab_as_new(reader: Reader, put: Callable[..., str]) -> None:
    page = reader(put())
    new = page.evaluate(FOUND)
    assert new[:3] == [[], [], ""]
    page.evaluate(TRACES)
    page.route("**/*", lambda route: route.abort())
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({"width": 500, "height": 500})
    other = reader(put())
    assert other is not page, "one test has two tabs at once"
    assert other.evaluate("localStorage.length") == 0
    reader.close()
    again = [reader(put()), reader(put())]
    assert {page, other} == set(again), "no tab is wasted"
    for tab in again:
        assert tab.evaluate(FOUND) == new
        assert len(tab.context.pages) == 1
        assert tab.evaluate("[innerWidth, matchMedia('print').matches]") == [1280, False]
        assert tab.evaluate("matchMedia('(prefers-color-scheme: light)').matches")


DARK = "@media (prefers-color-scheme: dark)"
FAULTS = {
    "in both": ("", "<img src='data:,'>", ["image-alt"]),
    "colours in light": (f"p {{ color: #aaa }} {DARK} {{ p {{ color: #fff }} }}", "", ["color-contrast"]),
    "colours in the dark": (f"{DARK} {{ p {{ color: #333 }} }}", "", ["color-contrast"]),
    "what is behind": ("div { background: #555; color: #111 }", "<div>Text</div>", ["color-contrast"] * 2),
    "shown in the dark": (
        f"img {{ display: none }} {DARK} {{ img {{ display: block }} }}",
        "<section><img src='data:,'></section>",
        ["image-alt"],
    ),
    "a link in the dark": (
        f"a {{ text-decoration: none; color: #00a }} {DARK} {{ a {{ color: #fff }} }}",
        "<p>Some words, then <a href='/'>a link</a>, then more of them.</p>",
        ["link-in-text-block"],
    ),
    "no dark": ("body { color: #000 !important; background: #fff !important }", "", ["no-dark:"]),
    "wider in the dark": (f"{DARK} {{ p {{ width: 3000px }} }}", "", ["layout:"]),
}


@pytest.mark.parametrize("name", FAULTS)
def test_axe_finds_what_is_there(reader: Reader, put: Callable[..., str], axe: Axe, name: str) -> None:
    style, body, wanted = FAULTS[name]
    text = "<p>Fine.</p>"
    page = reader(put(text))
    assert axe(page) == []
    # All looks but that of the fault have been let pass by now.
    go(page, put(text + body, f"<style>{style}</style>"))
    assert [line.split()[0] for line in axe(page)] == wanted


def test_axe_asks_again_about_what_it_passed_over(reader: Reader, put: Callable[..., str], axe: Axe) -> None:
    """Contrast of what is disabled, or hidden, does not count; that of the same when it is neither does."""
    style = "<style>button, .faint { color: #999; background: #eee }</style>"
    page = reader(put("<button disabled>Go</button><p class=faint hidden>Faint.</p>", style))
    assert axe(page) == []
    go(page, put("<button>Go</button><p class=faint>Faint.</p>", style))
    assert [line.split()[0] for line in axe(page)] == ["color-contrast"] * 4


DRAWING = """<style>text { fill: #eee } .boxed { fill: #222 }</style><svg width=200 height=100>
<rect width=200 height=50 fill="#333" /><text x=9 y=30 class=boxed>On a box</text>
<text x=9 y=80>Pale words</text>
</svg>"""
TOLD = """async () => {
  const found = await axe.run({runOnly: {type: "rule", values: ["color-contrast"]}});
  const about = kind => found[kind].flatMap(rule => rule.nodes.map(node => node.html)).filter(
    html => html.includes("<text"));
  return [about("passes"), about("violations"), about("incomplete").length];
}"""


def test_axe_cannot_tell_the_letters_of_a_drawing(reader: Reader, put: Callable[..., str]) -> None:
    """So it is not asked about them. Once it can, it should be."""
    page = reader(put(DRAWING))
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(TOLD) == [[], [], 2]


def test_axe_asks_about_all_of_a_look_that_it_could_not_tell(
    reader: Reader, put: Callable[..., str], axe: Axe
) -> None:
    """Of texts that look alike it is asked about three: here of one letter each, which it never tells."""
    style = "<style>.faint { color: #aba; background: #eee }</style>"
    texts = ["-", "Faint.", "-", "Faint.", "-"]
    page = reader(put("".join(f"<p class=faint>{text}</p>" for text in texts), style))
    assert [line.split()[0] for line in axe(page)] == ["color-contrast"] * 4


def test_axe_finds_what_a_phone_alone_shows(reader: Reader, put: Callable[..., str], axe: Axe) -> None:
    style = ".faint { color: #aaa } @media (width > 600px) { .faint { display: none } }"
    address = put("<p class=faint>Faint.</p>", f"<style>{style}</style>")
    assert axe(reader(address)) == []
    assert [line.split()[0] for line in axe(reader(address, View(width=360)))] == ["color-contrast"]


def test_server_answers_like_the_real_host(folder: Path) -> None:
    with serve_folder(folder, "/portfolio/") as address:
        assert b"Fine." in urllib.request.urlopen(address).read()  # noqa: S310 - the loopback
        for missing in (f"{address}nothing/", address.removesuffix("portfolio/")):
            with pytest.raises(urllib.error.HTTPError) as error:
                urllib.request.urlopen(missing)  # noqa: S310 - likewise
            assert error.value.code == 404
            assert b"Not here." in error.value.read()


@pytest.mark.parametrize(
    ("line", "sub_path"),
    [
        ("site_url: https://example.org/portfolio/", "/portfolio/"),
        ("site_url: https://example.org/a/b", "/a/b/"),
        ("site_url: https://example.org", "/"),
        ("site_url: !ENV [NO_SUCH_NAME_IS_SET, 'https://example.org/p/']", "/p/"),
        ("site_name: x", "/"),
    ],
)
def test_sub_path_is_read(tmp_path: Path, line: str, sub_path: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(line, encoding="utf-8")
    assert read_sub_path(tmp_path / "mkdocs.yml") == sub_path


def test_site_is_built_once(tmp_path: Path) -> None:
    root, shared = tmp_path / "root", tmp_path / "shared"
    (root / "docs").mkdir(parents=True)
    shared.mkdir()
    (root / "docs" / "index.md").write_text("# Home", encoding="utf-8")
    (root / "mkdocs.yml").write_text("site_name: x\nplugins: []", encoding="utf-8")
    built = build_once(root, shared) / "index.html"
    first = built.stat().st_mtime_ns
    assert build_once(root, shared) / "index.html" == built
    assert built.stat().st_mtime_ns == first


def test_refused_build_is_not_tried_again(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [no-such-plugin]", encoding="utf-8")
    with pytest.raises(BuildFailedError, match="no-such-plugin"):
        build_once(tmp_path, tmp_path)
    (tmp_path / "mkdocs.yml").unlink()
    with pytest.raises(BuildFailedError, match="no-such-plugin"):
        build_once(tmp_path, tmp_path)
