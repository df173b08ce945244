"""The instruments themselves: a guard or an axe that finds nothing must be one that could have."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import Guard, Reader, View, open_reader
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


@pytest.fixture
def open_page(browser: Browser, folder: Path) -> Iterator[tuple[Reader, Guard]]:
    with serve_folder(folder, "/portfolio/") as address, open_reader(browser, address) as pair:
        yield pair


def test_view_is_what_the_page_sees(open_page: tuple[Reader, Guard], any_view: View) -> None:
    reader, guard = open_page
    page = reader("/", any_view)
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
def test_guard_complains(open_page: tuple[Reader, Guard], folder: Path, body: str) -> None:
    (folder / "index.html").write_text(PAGE.format(body=body), encoding="utf-8")
    reader, guard = open_page
    # A script's request may leave after the page has loaded.
    reader("/").wait_for_load_state("networkidle")
    reader.close()  # takes in what the browser still had to tell
    assert len(guard.complaints) == 1
    assert "elsewhere.invalid" in guard.complaints[0] or "broken" in guard.complaints[0]


def test_guard_complains_of_what_a_policy_refuses(open_page: tuple[Reader, Guard], folder: Path) -> None:
    policy = """<meta http-equiv="Content-Security-Policy" content="script-src 'none'">"""
    page = PAGE.format(body="<p>Fine.</p>").replace("<head>", f"<head>{policy}")
    (folder / "index.html").write_text(page, encoding="utf-8")
    reader, guard = open_page
    reader("/")
    reader.close()
    assert len(guard.complaints) == 1
    assert "script-src 'none'" in guard.complaints[0]


def test_axe_finds_what_is_there(
    open_page: tuple[Reader, Guard], folder: Path, view: View, axe: Callable[[Page], list[str]]
) -> None:
    reader, _ = open_page
    assert axe(reader("/", view)) == []
    (folder / "index.html").write_text(PAGE.format(body="<img src='data:,'>"), encoding="utf-8")
    assert [line.split()[0] for line in axe(reader("/", view))] == ["image-alt"]


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
