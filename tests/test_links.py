"""No link leads nowhere: both forms of addresses, below a path and at the root, followed over HTTP too.

Old addresses lead on, and what an author puts in the way of a page is named together with it.
"""

from __future__ import annotations

import http.client
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag, urljoin, urlsplit

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli

from coaching_cycles.audit import audit
from coaching_cycles.audit.files import File
from coaching_cycles.audit.html import parse
from coaching_cycles.audit.links import Web
from coaching_cycles.checking.beside import alias_address
from coaching_cycles.site import Options, build_site
from scripts.bench_portfolio import Author, write_ours
from tests.browser.serving import serve_folder

ALIASES = {"": "school-000/2019-old-name", "한": "school-000/2019-옛-이름", "/": "/archive/2019/lab-reports/"}


@dataclass(frozen=True, slots=True)
class Setting:
    """How a portfolio is hosted: lines of mkdocs.yml, and the path below which it is served."""

    lines: str
    path: str
    index: str = ""

    def __str__(self) -> str:
        return f"{'files' if self.index else 'folders'} below {self.path}"


SETTINGS = (
    Setting("site_url: https://example.org/a/portfolio/\n", "/a/portfolio/"),
    Setting(
        "site_url: https://example.org/a/portfolio/\nuse_directory_urls: false\n",
        "/a/portfolio/",
        "index.html",
    ),
    Setting("use_directory_urls: false\n", "/elsewhere/", "index.html"),
)


def lay_portfolio(folder: Path) -> str:
    """A generated portfolio with old addresses and an author's pages; gives the id of the renamed cycle."""
    author = Author(seed=7)
    made = [author.cycle(number, 2) for number in range(3)]
    write_ours(folder, made)
    renamed = folder / "cycles" / made[0].school / f"{made[0].name}.md"
    listed = ", ".join(f'"{alias}"' for alias in ALIASES.values())
    renamed.write_text(renamed.read_text("utf-8").replace("---\n", f"---\naliases: [{listed}]\n", 1), "utf-8")
    (folder / "docs/help").mkdir()
    (folder / "docs/index.md").write_text("# Ours\n\n[Help](help/first.md#steps)\n", encoding="utf-8")
    (folder / "docs/help/first.md").write_text(
        "# First\n\n## Steps\n\n[All cycles](../cycles/index.md), [schools](../schools/index.md), "
        f"[one](../cycles/{made[0].school}/{made[0].name}/index.md#targets), [home](../index.md)\n",
        encoding="utf-8",
    )
    return f"{made[0].school}/{made[0].name}"


def build_in(folder: Path, lines: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    text = f"site_name: Ours\n{lines}theme: {{name: material}}\nplugins: [coaching-cycles]\n"
    text += "validation: {links: {anchors: warn, absolute_links: warn, unrecognized_links: warn}}\n"
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(cli, ["build"])
    assert done.exit_code == 0, done.output
    assert "WARNING" not in done.output, done.output
    return folder / "site"


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("generated")
    return folder, lay_portfolio(folder)


def follow(start: str) -> dict[str, int]:
    """The status of every address that links from a first one lead to, on the same server.

    By a way of its own: it asks a server, and takes no page apart as the audit does.
    """
    server = urlsplit(start).netloc
    connection = http.client.HTTPConnection(server)
    seen: dict[str, int] = {}
    waiting = [start]
    while waiting:
        url = urldefrag(waiting.pop())[0]
        if url in seen or urlsplit(url).netloc != server:
            continue
        parts = urlsplit(url)
        connection.request("GET", quote(unquote(parts.path)))
        answer = connection.getresponse()
        content = answer.read()
        seen[url] = answer.status
        if "html" in (answer.getheader("Content-Type") or "") and answer.status == http.HTTPStatus.OK:
            found = re.findall(r'\s(?:href|src)="([^"]*)"', content.decode("utf-8"))
            waiting += [urljoin(url, unescape(href)) for href in set(found)]
    connection.close()
    return seen


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_no_link_of_a_generated_portfolio_is_broken(
    portfolio: tuple[Path, str], setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, renamed = portfolio
    site = build_in(folder, setting.lines, monkeypatch)
    found = audit(site)
    assert [problem.render() for problem in found.problems if problem.code == "E907"] == []
    assert found.pages > 50
    with serve_folder(site, setting.path) as address:
        statuses = follow(address)
    assert {url: status for url, status in statuses.items() if status != http.HTTPStatus.OK} == {}
    # Every page can be come to by links alone, but for old addresses, which only old links know.
    reached = {unquote(url.removeprefix(address)) for url in statuses}
    pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - {"404.html"}
    forms = (lambda page: page) if setting.index else (lambda page: page.removesuffix("index.html"))
    old = {f"{alias_address(alias)}index.html" for alias in ALIASES.values()}
    assert {page for page in pages - old if forms(page) not in reached and page not in reached} - {
        "index.html"
    } == set()
    page = (site / f"cycles/{renamed}/index.html").read_text(encoding="utf-8")
    right = re.search(r'<link rel="canonical" href="([^"]+)">', page)
    for path in old:
        text = (site / path).read_text(encoding="utf-8")
        on = re.search(r'content="0; url=([^"]+)"', text)
        assert on
        assert urljoin(path, on[1]) == f"cycles/{renamed}/{setting.index}"
        assert f'<a href="{on[1]}">' in text
        # A page and its old address name the same place as the right one.
        assert f'<link rel="canonical" href="{right[1] if right else on[1]}">' in text
        assert "<script" not in text


@pytest.mark.parametrize(
    ("href", "says"),
    [
        ("../gone/", "leads nowhere"),
        ("../../../elsewhere/", "leads out of the site"),
        ("#gone", "points at an anchor that is not there"),
        ("../index.html#there", ""),
        ("https://example.org/a/portfolio/gone/", "leads nowhere"),
        ("https://example.com/", ""),
    ],
)
def test_checker_tells_a_broken_link_from_a_good_one(tmp_path: Path, href: str, says: str) -> None:
    for path, text in (("index.html", '<h1 id="there">'), ("cycles/index.html", f'<a href="{href}">x</a>')):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    files = {"index.html", "cycles/index.html"}
    web = Web("https://example.org/a/portfolio/")
    for path in sorted(files):
        file = File(path, (tmp_path / path).read_bytes())
        web.add_page(parse(path, file.content.decode()))
    found = [problem.message for problem in web.check(files, tmp_path)]
    assert len(found) == bool(says)
    assert all(says in message for message in found)


def test_no_alias_takes_a_place_that_the_site_makes_itself(portfolio: tuple[Path, str]) -> None:
    site = build_site(portfolio[0], Options())
    made = {
        path.partition("/")[0] for path in (*(p.address for p in site.pages), *(a.path for a in site.assets))
    }
    for first in {*made, "pagefind", "assets", "search"} - {""}:
        for spelling in (first, first.upper()):
            assert alias_address(f"/{spelling}/some/place/") is None or first == "cycles", spelling
