"""The MkDocs plugin over a site made by hand: what it adds, what it refuses, what it never harms."""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.__main__ import cli
from mkdocs.commands.build import build
from mkdocs.config import load_config

from coaching_cycles.adapters import mkdocs as adapter
from coaching_cycles.adapters.chrome import Shape
from coaching_cycles.adapters.mkdocs import hosted
from coaching_cycles.audit.dangers import digest
from coaching_cycles.views.page import Page
from tests.adapter_site import CONFIG, CYCLES, ERROR, WARNING, Engine, make_site

Build = Callable[..., Result]


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Engine:
    stand_in = Engine()
    monkeypatch.setattr(adapter, "build_site", stand_in)
    return stand_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A stranger's portfolio: mkdocs.yml, records, one page of their own."""
    (tmp_path / "cycles").mkdir()
    (tmp_path / "docs" / "handbook").mkdir(parents=True)
    (tmp_path / "docs" / "handbook" / "index.md").write_text(
        "# Handbook\n\n[Cycles](../cycles/index.md)\n", "utf-8"
    )
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return tmp_path


@pytest.fixture
def make(folder: Path, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")

    def run(*arguments: str, config: str = "") -> Result:
        (folder / "mkdocs.yml").write_text(CONFIG + config, encoding="utf-8")
        return CliRunner().invoke(cli, ["build", *arguments])

    return run


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read(folder: Path, address: str) -> str:
    return (folder / "site" / address).read_text(encoding="utf-8")


def test_pages_stand_at_their_addresses_word_for_word(folder: Path, make: Build, engine: Engine) -> None:
    assert make("--strict").exit_code == 0
    for page in make_site(engine.asked[0]).pages:
        assert page.html in read(folder, page.address + "index.html")


def test_portfolio_without_pages_of_its_own_builds(folder: Path, make: Build) -> None:
    shutil.rmtree(folder / "docs/handbook")
    assert make("--strict").exit_code == 0
    assert "Handbook" not in read(folder, "cycles/index.html")


def test_addresses_are_the_same_without_directory_urls(folder: Path, make: Build, engine: Engine) -> None:
    assert make("--strict", config="use_directory_urls: false").exit_code == 0
    assert engine.asked[0].index_links
    page = read(folder, "cycles/benton-high/war/index.html")
    links = re.findall(r'<a[^>]+href="((?!https?:|#)[^"]*)"', page)
    assert links
    assert [link for link in links if link.endswith(("/", "."))] == []
    for link in links:
        assert (folder / "site/cycles/benton-high/war" / link.partition("#")[0]).is_file() or link.endswith(
            ".csv"
        ), link


def test_nothing_of_a_record_reaches_the_page_unescaped(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    page = read(folder, "cycles/benton-high/war/index.html")
    assert "<title>Weighing &lt;the&gt; evidence &amp; more – Our cycles &amp; logs</title>" in page
    assert '<meta name="description" content="Students “will” &lt;explain&gt; it.">' in page
    assert "<the>" not in page
    assert "<explain>" not in page


def test_every_page_says_its_language(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    for path in (folder / "site").rglob("*.html"):
        assert '<html lang="en"' in path.read_text(encoding="utf-8"), path
    assert re.search(r'<article[^>]+ lang="de"', read(folder, "cycles/lakeside/wellen/index.html"))
    assert not re.search(r"<article[^>]+ lang=", read(folder, "cycles/lakeside/ten/index.html"))


def test_sitemap_has_pages_under_the_sub_path_and_no_redirects(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    found = set(re.findall("<loc>(.*?)</loc>", read(folder, "sitemap.xml")))
    pages = {"", "cycles/", "standards/", "schools/", "schools/benton-high/", "about/", "handbook/"}
    assert found == {
        f"https://example.org/portfolio/{address}" for address in pages | {row[0] for row in CYCLES}
    }
    assert "<lastmod>" not in read(folder, "sitemap.xml")
    assert not (folder / "site/sitemap.xml.gz").exists()


def test_old_address_leads_on(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    page = read(folder, "cycles/old/war/index.html")
    assert 'content="0; url=../../../cycles/benton-high/war/"' in page
    assert '<link rel="canonical" href="https://example.org/portfolio/cycles/benton-high/war/">' in page
    assert "noindex" in page
    assert "<the>" not in page


def test_attachment_is_copied_even_if_it_is_markdown(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    assert (folder / "site/cycles/lakeside/opinion/sheet.md").read_bytes() == b"# raw <b>bytes</b>"
    assert not (folder / "site/cycles/lakeside/opinion/sheet").exists()


def test_not_found_page_links_from_any_depth(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    page = read(folder, "404.html")
    links = re.findall(r'(?:href|src)="([^"#]+)"', page)
    assert links
    assert [link for link in links if not link.startswith("/portfolio/")] == []


def test_navigation_holds_hubs_and_the_authors_pages_only(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    page = read(folder, "cycles/benton-high/war/index.html")
    bar = re.search(r'<nav class="cc-bar__links".*?</nav>', page, re.DOTALL)
    assert bar
    assert re.findall(r">([^<>]+)</a>", bar[0]) == ["Cycles", "Standards", "Schools", "Handbook"]
    assert re.findall(r'aria-current="true"[^>]*>([^<]+)', bar[0]) == ["Cycles"]


def test_authors_navigation_is_kept_and_gets_the_hubs_if_it_has_none(folder: Path, make: Build) -> None:
    assert make("--strict", config="nav: [{Help: handbook/index.md}]").exit_code == 0
    assert re.findall(r'<li><a href="[^"]*">([^<]+)</a></li>', read(folder, "about/index.html"))[:4] == [
        "Cycles",
        "Standards",
        "Schools",
        "Help",
    ]
    assert make("--strict", config="nav: [{Find: cycles/index.md}, {Help: handbook/index.md}]").exit_code == 0
    assert re.findall(r'<li><a href="[^"]*">([^<]+)</a></li>', read(folder, "about/index.html"))[:2] == [
        "Find",
        "Help",
    ]


def test_record_is_edited_where_it_lies(folder: Path, make: Build, engine: Engine) -> None:
    assert make().exit_code == 0
    assert engine.asked[0].edit_base == "https://github.com/example/portfolio/edit/main/"
    handbook = read(folder, "handbook/index.html")
    assert (
        'href="https://github.com/example/portfolio/edit/main/docs/handbook/index.md" rel="edit"' in handbook
    )


def test_author_links_to_what_is_written_without_mkdocs(folder: Path, make: Build) -> None:
    page = folder / "docs/handbook/index.md"
    good = "[one](../cycles/lakeside/ten/index.md#numbers) [two](../data/cycles.json)"
    page.write_text(f"# Handbook\n\n{good}\n", encoding="utf-8")
    validation = "validation: {anchors: warn}"
    assert make("--strict", config=validation).exit_code == 0
    written = read(folder, "handbook/index.html")
    assert 'href="../cycles/lakeside/ten/#numbers"' in written
    assert 'href="../data/cycles.json"' in written
    for bad in ("../cycles/lakeside/ten/index.md#nowhere", "../cycles/lakeside/eleven/index.md"):
        page.write_text(f"# Handbook\n\n[gone]({bad})\n", encoding="utf-8")
        result = make("--strict", config=validation)
        assert result.exit_code == 1
        assert bad in result.output


def test_page_that_the_authors_navigation_names_is_one_of_its_own(folder: Path, make: Build) -> None:
    config = "nav: [{Ours: cycles/lakeside/ten/index.md}, {Help: handbook/index.md}]"
    assert make("--strict", config=config).exit_code == 0
    bar = re.search(
        r'<nav class="cc-bar__links".*?</nav>', read(folder, "cycles/lakeside/ten/index.html"), re.DOTALL
    )
    assert bar
    assert "Ours" in bar[0]
    assert '<h2 id="numbers">' in read(folder, "cycles/lakeside/ten/index.html")


def test_plugin_that_looks_at_pages_sees_all_of_them(folder: Path, make: Build) -> None:
    (folder / "hook.py").write_text(
        "def on_post_page(output, page, config):\n    return output.replace('</body>', '<!--seen-->')\n",
        encoding="utf-8",
    )
    assert make("--strict", config="hooks: [hook.py]").exit_code == 0
    for address, *_ in CYCLES:
        assert "<!--seen-->" in read(folder, address + "index.html")


def test_authors_front_page_introduces_the_engines(folder: Path, make: Build) -> None:
    (folder / "docs/index.md").write_text("# Welcome\n\nTo [cycles](cycles/index.md).\n", encoding="utf-8")
    assert make("--strict").exit_code == 0
    page = read(folder, "index.html")
    assert page.index("Welcome</h1>") < page.index('See <a href="cycles/">all cycles</a>')
    assert page.count("<h1") == 1
    (folder / "docs/index.md").write_text("Only a line.\n", encoding="utf-8")
    assert make("--strict").exit_code == 0
    assert "<h1>Our cycles</h1>" in read(folder, "index.html")


@pytest.mark.parametrize("name", ["cycles.md", "cycles/index.md", "Cycles/README.md"])
def test_two_pages_at_one_address_are_refused_by_name(folder: Path, make: Build, name: str) -> None:
    assert make().exit_code == 0
    before = files(folder / "site")
    (folder / "docs" / name).parent.mkdir(exist_ok=True)
    (folder / "docs" / name).write_text("# Mine\n", encoding="utf-8")
    result = make()
    assert result.exit_code == 1
    assert name in result.output
    assert "“Cycles”" in result.output
    assert "Traceback" not in result.output
    assert files(folder / "site") == before


@pytest.mark.parametrize(
    ("name", "ours", "config"),
    [
        ("cycles/old/war.md", "cycles/old/war/index.html is a file of the portfolio", ""),
        (
            "cycles/old/war/index.md",
            "cycles/old/war/index.html is a file of the portfolio",
            "use_directory_urls: false\n",
        ),
        ("standards/index.md", "standards/ is the page “Standards”", "use_directory_urls: false\n"),
        ("feed.xml", "feed.xml is a file of the portfolio", ""),
        ("Data/Cycles.json", "data/cycles.json is a file of the portfolio", ""),
        # A file where a folder has to be, and a folder where a file has to be.
        ("schools", "schools/ is the page “Schools”", ""),
        ("feed.xml/readme.md", "feed.xml is a file of the portfolio", ""),
        ("pagefind/notes.txt", "pagefind/ is the search index", ""),
    ],
)
def test_every_file_of_an_author_that_is_in_the_way_is_named(
    folder: Path, make: Build, name: str, ours: str, config: str
) -> None:
    (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / "docs" / name).write_text("# Mine\n", encoding="utf-8")
    result = make(config=config)
    assert result.exit_code == 1
    assert f"{ours} and {name}" in result.output
    assert "Traceback" not in result.output
    assert not (folder / "site").exists()


@pytest.mark.parametrize(("problem", "flag"), [(ERROR, ""), (WARNING, "--strict")])
def test_problems_stop_the_build_and_leave_the_old_site(
    folder: Path, make: Build, engine: Engine, problem: object, flag: str
) -> None:
    assert make().exit_code == 0
    before = files(folder / "site")
    engine.problems = (ERROR,) if problem is ERROR else (WARNING,)
    result = make(*([flag] if flag else []))
    assert result.exit_code == 1
    assert "cycles/a/b.md:3:9: " in result.stderr
    assert "did you mean “complete”?" in result.stderr
    assert "Nothing was published" in result.output
    assert "Traceback" not in result.output
    assert files(folder / "site") == before
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".site")) == []


def test_warnings_are_said_but_do_not_stop(make: Build, engine: Engine) -> None:
    engine.problems = (WARNING,)
    result = make()
    assert result.exit_code == 0
    assert "W101" in result.stderr


@pytest.mark.parametrize("flag", ["--strict", "--no-strict"])
def test_later_failure_leaves_the_old_site(folder: Path, make: Build, flag: str) -> None:
    assert make().exit_code == 0
    before = files(folder / "site")
    if flag == "--strict":
        (folder / "docs/bad.md").write_text("# Bad\n\n[gone](nowhere.md)\n", encoding="utf-8")
    else:
        (folder / "docs/bad.md").write_bytes(b"\xff\xfe not UTF-8")
    assert make(flag).exit_code != 0
    assert files(folder / "site") == before
    assert not (folder / ".site.new").exists()


def test_same_input_gives_the_same_bytes(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    first = files(folder / "site")
    assert make().exit_code == 0
    assert files(folder / "site") == first


def test_hidden_files_of_the_site_stay(folder: Path, make: Build) -> None:
    (folder / "site").mkdir()
    (folder / "site/.nojekyll").touch()
    (folder / "site/old.html").touch()
    assert make().exit_code == 0
    assert (folder / "site/.nojekyll").exists()
    assert not (folder / "site/old.html").exists()


AUTHORS = {
    "plain": "# H\n\n<script>alert(1)</script>\n",
    # The list of headings is put behind the title, and would end a comment in a script that stands around it.
    "around the title": "<h1><script>/*</h1>*/alert(1)</script>\n\n## A\n\n## B\n\n## C\n",
    "in the head": "---\ndescription: '\"><script>alert(1)</script>'\n---\n\n# H\n",
    "with another template": "---\ntemplate: main.html\n---\n\n# H\n\n<script>alert(1)</script>\n",
}


def allowed(page: str) -> list[str]:
    """The inline scripts of a page that its policy names; the policy must be the first <meta>."""
    policy = re.search(r"<meta\b([^>]*)>", page)
    assert policy
    assert 'http-equiv="Content-Security-Policy"' in policy[1]
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    found = [script for script in inline if f"'sha256-{digest(script)}'" in policy[1]]
    assert policy[1].count("sha256-") == len(set(found))
    return found


@pytest.mark.parametrize("way", AUTHORS)
def test_scripts_of_the_theme_may_run_and_an_authors_may_not(way: str, folder: Path, make: Build) -> None:
    (folder / "docs/handbook/index.md").write_text(AUTHORS[way], encoding="utf-8")
    result = make()
    assert result.exit_code == 0
    assert "handbook/index.md: a script on this page will not run" in result.output
    for address in ("cycles/index.html", "404.html", "cycles/lakeside/opinion/index.html"):
        page = read(folder, address)
        assert allowed(page) == re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
        # Generated pages need none of the theme's.
        assert bool(allowed(page)) is (address == "404.html")
    page = read(folder, "handbook/index.html")
    assert allowed(page)
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    refused = [script for script in inline if script not in allowed(page)]
    assert len(refused) == 1
    assert "alert(1)" in refused[0]


def test_every_page_has_its_policy_first_and_says_its_characters_in_time(folder: Path, make: Build) -> None:
    """Browsers look for the character set in the first 1,024 bytes."""
    assert make().exit_code == 0
    pages = sorted((folder / "site").rglob("*.html"))
    assert len(pages) > 10
    for path in pages:
        page = path.read_bytes()
        first = re.search(rb"<(?!!doctype|html|head)[^>]*>", page)
        assert first, path
        assert first[0].startswith(b'<meta http-equiv="Content-Security-Policy" content="default-src '), path
        assert page.index(b'charset="utf-8"') < 1000, path


def test_no_page_names_another_origin(folder: Path, make: Build) -> None:
    assert make().exit_code == 0
    for path in (folder / "site").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert (
            re.findall(r'<(?:script|img|link rel="(?:stylesheet|icon|preconnect)")[^>]+"https?://', page)
            == []
        )


def test_what_the_author_chose_stays(folder: Path, make: Build) -> None:
    (folder / "over/partials").mkdir(parents=True)
    (folder / "over/partials/footer.html").write_text("<footer>Ours alone</footer>", encoding="utf-8")
    (folder / "over/assets/coaching-cycles").mkdir(parents=True)
    (folder / "over/assets/coaching-cycles/tokens.css").write_text("/* ours */", encoding="utf-8")
    theme = "theme: {name: material, custom_dir: over, favicon: mine.svg, palette: {scheme: slate}}"
    result = make(config=theme)
    assert result.exit_code == 0
    page = read(folder, "about/index.html")
    assert "Ours alone" in page
    assert "mine.svg" in page
    assert 'data-md-color-scheme="slate"' in page
    assert "__palette_1" not in page
    assert read(folder, "assets/coaching-cycles/tokens.css") == "/* ours */"


def test_materials_search_is_advised_against(make: Build) -> None:
    result = make(config="plugins: [search, coaching-cycles]")
    assert result.exit_code == 0
    assert "remove `search`" in result.output


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("plugins: [{coaching-cycles: {cycles_dir: records}}]", "no folder 'records'"),
        ("plugins: [{coaching-cycles: {cycles_dir: docs/handbook}}]", "private fields and all"),
        ("plugins: [{coaching-cycles: {standards_dir: ../elsewhere}}]", "below that of mkdocs.yml"),
        ("plugins: [{coaching-cycles: {cycles_dir: .}}]", "below that of mkdocs.yml"),
        ("plugins: [{coaching-cycles: {audience: everyone}}]", "'public', 'school', 'private'"),
        ("theme: {name: mkdocs}", "theme: {name: material}"),
    ],
)
def test_settings_that_cannot_work_are_explained(make: Build, engine: Engine, config: str, said: str) -> None:
    result = make(config=config)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output
    assert engine.asked == []


def test_audience_is_public_unless_said_otherwise(make: Build, engine: Engine) -> None:
    make()
    make(config="plugins: [{coaching-cycles: {audience: school}}]")
    assert [(options.audience, options.preview) for options in engine.asked] == [
        ("public", False),
        ("school", False),
    ]


def test_search_that_fails_is_one_clear_error(
    make: Build, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(folder / "nothing-here"))
    result = make()
    assert result.exit_code == 1
    assert "search: Pagefind could not be started" in result.output
    assert not (folder / "site").exists()


class Server:
    """`mkdocs serve` without its socket: the same plugin through build after build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.target = folder / "served"
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(self.target))
        config.plugins.on_startup(command="serve", dirty=False)
        self.plugin = config.plugins["coaching-cycles"]

    def build(self) -> str:
        config = load_config(str(self.folder / "mkdocs.yml"), site_dir=str(self.target))
        build(config, serve_url="http://127.0.0.1:8000/portfolio/")
        config.plugins.on_shutdown()
        return self.show("cycles/index.html")

    def show(self, path: str) -> str:
        """A page as a browser gets it."""

        def app(_: object, start: Callable[..., object]) -> list[bytes]:
            body = (self.target / path).read_bytes()
            start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
            return [body]

        said: dict[str, str] = {}
        shown = b"".join(
            hosted.showing(app, lambda: self.plugin.findings)({}, lambda _, headers: said.update(headers))  # type: ignore[arg-type]
        )
        assert said == {"Content-Type": "text/html", "Content-Length": str(len(shown))}
        return shown.decode()


def test_serve_previews_everything_and_indexes_it(folder: Path, engine: Engine) -> None:
    server = Server(folder)
    page = server.build()
    assert (engine.asked[-1].audience, engine.asked[-1].preview) == ("private", True)
    assert "cc-findings" not in page
    # Live reload is an inline script that MkDocs adds after us.
    assert "Content-Security-Policy" not in page
    assert (server.target / "pagefind/pagefind.js").exists()


def test_serve_keeps_the_last_good_site_and_shows_the_findings(folder: Path, engine: Engine) -> None:
    server = Server(folder)
    server.build()
    before = {path: path.read_bytes() for path in server.target.rglob("*.html")}
    engine.problems = (ERROR,)
    engine.change = lambda site: replace(site, pages=site.pages[:2])
    page = server.build()
    assert "cycles/a/b.md:3:9" in page
    assert "“compleet” is not a &lt;status&gt;" in page
    assert "did you mean “complete”?" in page
    assert "The last good site stays up" in page
    assert (server.target / CYCLES[0][0] / "index.html").exists()
    assert "cc-findings" in server.show("404.html")
    assert "cc-findings" in server.show("handbook/index.html")
    # A fault makes no page anew.
    after = {path: path.read_bytes() for path in server.target.rglob("*.html")}
    assert after == before
    engine.problems = ()
    page = server.build()
    assert "cc-findings" not in page
    assert not (server.target / CYCLES[0][0]).exists()


def test_serve_starts_with_what_is_good(folder: Path, engine: Engine) -> None:
    engine.problems = (ERROR,)
    page = Server(folder).build()
    assert "Records with errors are left out" in page
    assert "Weighing &lt;the&gt; evidence" in page


def test_serve_survives_a_clash(
    folder: Path, engine: Engine, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    # MkDocs' command, which other tests run, keeps its log to itself from then on.
    monkeypatch.setattr(logging.getLogger("mkdocs"), "propagate", True)
    server = Server(folder)
    (folder / "docs/cycles.md").write_text("# Mine\n", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        page = server.build()
    assert "Mine</h1>" in page
    assert "cycles.md" in caplog.text


def test_pages_do_not_pay_for_their_neighbours(folder: Path, make: Build, engine: Engine) -> None:
    """A page is as long among two hundred as among ten: nothing lists all cycles on each of them."""

    def size(count: int) -> int:
        more = tuple(
            Page(f"cycles/s/{n:04}/", f"Cycle {n:04}", "<h1>One</h1>", kind="cycle") for n in range(count)
        )
        engine.change = lambda site: replace(site, pages=site.pages + more)
        assert make("--strict").exit_code == 0
        return len(read(folder, "cycles/s/0001/index.html"))

    assert size(10) == size(200)


@pytest.mark.parametrize(
    "config", ["", "use_directory_urls: false\n", "nav: [index.md]\nuse_directory_urls: true\n"]
)
def test_shapes_give_what_the_theme_draws(
    folder: Path, make: Build, monkeypatch: pytest.MonkeyPatch, config: str
) -> None:
    """The chrome that is drawn once is, byte for byte, the one that the theme draws around every page."""
    (folder / "docs" / "index.md").write_text("# Mine\n", encoding="utf-8")
    quick: list[str] = []
    fill = Shape.fill
    monkeypatch.setattr(Shape, "fill", lambda *given: quick.append(fill(*given)) or quick[-1])
    assert make("--strict", config=config).exit_code == 0
    drawn = files(folder / "site")
    assert len(quick) >= len(CYCLES)
    quick.clear()
    monkeypatch.setattr(adapter.CoachingCyclesPlugin, "plain", True)
    assert make("--strict", config=config).exit_code == 0
    assert files(folder / "site") == drawn
    assert not quick


def test_template_that_looks_at_the_page_gets_every_page(folder: Path, make: Build) -> None:
    """A site's own chrome may compute with a title; then nothing is drawn once for all."""
    (folder / "look").mkdir()
    (folder / "look" / "main.html").write_text(
        '{% extends "base.html" %}{% block announce %}{{ page.title | length }} letters{% endblock %}',
        "utf-8",
    )
    config = CONFIG.replace("{name: material}", "{name: material, custom_dir: look}")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    assert CliRunner().invoke(cli, ["build"]).exit_code == 0
    for address, title, *_ in CYCLES[1:4]:
        assert f"{len(title)} letters" in read(folder, address + "index.html")
