"""A portfolio outlives its host: the same articles from MkDocs, as plain files, and from Markdown."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli as mkdocs

from coaching_cycles.audit import audit
from coaching_cycles.exporting.settings import read_site_settings
from tests.articles import articles, normalise
from tests.exported import BUILT, NAME, lay_everything, render_markdown
from tests.test_export import run

DOC = re.compile(r'<article class="cc-doc[^>]*>(.*)</article>', re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio, built by MkDocs into site/ and exported into out/."""
    made = lay_everything(tmp_path_factory.mktemp("own"), config=BUILT)
    done = CliRunner().invoke(mkdocs, ["build", "--strict", "--quiet", "-f", str(made / "mkdocs.yml")])
    assert done.exit_code == 0, done.output
    code, said = run("export", made / "out", "--root", made)
    assert code == 0, said
    return made


def test_every_article_is_the_same_in_a_plain_folder(folder: Path) -> None:
    ours, plain = articles(folder / "site"), articles(folder / "out/site")
    assert len(ours) > 20
    assert f"cycles/hill/{NAME}/index.html" in ours
    assert plain == ours


def test_every_article_is_the_same_from_markdown(folder: Path, tmp_path: Path) -> None:
    tree = folder / "out/zensical"
    assert articles(render_markdown(tree, tmp_path)) == articles(folder / "site")


def test_markdown_builds_without_our_plugin(folder: Path, tmp_path: Path) -> None:
    """By MkDocs, which reads the same settings as Zensical; `make matrix` has Zensical itself do it."""
    site = tmp_path / "site"
    done = CliRunner().invoke(
        mkdocs, ["build", "--strict", "-f", str(folder / "out/zensical/mkdocs.yml"), "-d", str(site)]
    )
    assert done.exit_code == 0, done.output
    assert articles(site) == articles(folder / "site")
    page = (site / f"cycles/hill/{NAME}/index.html").read_text(encoding="utf-8")
    assert "cc-crumbs" in page
    assert "application/ld+json" in page
    # What search shall not find is kept from it.
    found = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert any(one["location"].startswith(f"cycles/hill/{NAME}/") for one in found)
    assert not any(one["location"].startswith("cycles/#") for one in found)


def test_authors_pages_are_the_same_in_a_plain_folder(folder: Path) -> None:
    for path in ("help/first/index.html", "help/second/index.html"):
        ours, plain = (
            normalise(DOC.findall((site / path).read_text(encoding="utf-8"))[0], path)
            for site in (folder / "site", folder / "out/site")
        )
        # The theme's own clock and icons stand around the text on MkDocs alone.
        assert re.sub(r"\s+", " ", plain) == re.sub(r"\s+", " ", ours)


def test_plain_folder_is_a_whole_site(folder: Path) -> None:
    site = folder / "out/site"
    found = audit(site)
    assert [problem.render() for problem in found.problems] == []
    addresses = {p.relative_to(site).as_posix() for p in site.rglob("*.html")}
    assert addresses == {p.relative_to(folder / "site").as_posix() for p in (folder / "site").rglob("*.html")}
    page = (site / "help/second/index.html").read_text(encoding="utf-8")
    assert "<title>Second steps – Our cycles &amp; logs</title>" in page
    assert 'aria-current="page">Second steps</a>' in page
    assert "Closed on Friday" in page
    assert 'href="https://example.org/repository/edit/main/docs/help/second.md"' in page
    assert '<link rel="stylesheet" href="../../mine.css">' in page
    assert (site / "pagefind/pagefind.js").is_file()
    # Nothing of a theme is asked for, and every link leads to a file: it opens from a disk.
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "assets/javascripts/" not in text
        for href in re.findall(r' (?:href|src|action)="(?!https?:)([^"#?]+)', text):
            start = site if path.name == "404.html" else path.parent
            assert (start / href.removeprefix("/portfolio/")).is_file(), f"{path}: {href}"


def test_chrome_of_a_plain_folder_has_no_indents(folder: Path) -> None:
    path = folder / f"out/site/cycles/hill/{NAME}/index.html"
    chrome = re.sub(
        r"<article.*</article>|<script.*?</script>", "<>", path.read_text("utf-8"), flags=re.DOTALL
    )
    assert "cc-skip" in chrome
    assert re.findall(r"\n[ \t]+<|\n\n", chrome) == []


def test_export_is_the_same_bytes_again(folder: Path, tmp_path: Path) -> None:
    assert run("export", tmp_path / "again", "--root", folder)[0] == 0
    first, again = (
        {p.relative_to(base): p.read_bytes() for p in base.rglob("*") if p.is_file()}
        for base in (folder / "out", tmp_path / "again")
    )
    assert first == again


def test_export_needs_no_mkdocs_and_no_material(tmp_path: Path) -> None:
    """The day they can't be installed any more, the command still works."""
    made = lay_everything(tmp_path / "own")
    code = (
        "import sys\n"
        "for name in ('mkdocs', 'material', 'pymdownx'): sys.modules[name] = None\n"
        "from coaching_cycles.cli import main\n"
        f"main(['export', {str(tmp_path / 'out')!r}, '--root', {str(made)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "wrote" in done.stdout
    page = (tmp_path / "out/site/help/first/index.html").read_text(encoding="utf-8")
    assert 'class="admonition note"' in page


def test_only_an_export_is_written_over(folder: Path, tmp_path: Path) -> None:
    code, said = run("export", "folder", folder / "out/site", "--root", folder)
    assert (code, "say --force" in said) == (2, True)
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter.txt").touch()
    for kind in (["folder"], ["zensical"]):
        code, said = run("export", *kind, precious, "--root", folder, "--force")
        assert (code, "not written over" in said) == (2, True)
    assert [path.name for path in precious.iterdir()] == ["letter.txt"]
    out = tmp_path / "out"
    for _ in range(2):
        assert run("export", "zensical", out, "--root", folder, "--force")[0] == 0
    assert sorted(path.name for path in out.iterdir()) == ["docs", "mkdocs.yml", "overrides"]


def test_export_stops_at_errors_and_leaves_what_was_there(tmp_path: Path) -> None:
    made = lay_everything(tmp_path / "own")
    out = tmp_path / "out"
    assert run("export", "zensical", out, "--root", made)[0] == 0
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    (made / "cycles/hill/2026-10-broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    code, said = run("export", "zensical", out, "--root", made, "--force")
    assert code == 1
    assert "Nothing was written" in said
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_what_is_in_the_way_of_a_page_is_named_with_it(tmp_path: Path) -> None:
    made = lay_everything(tmp_path / "own")
    for name in ("schools.md", "Data/Cycles.csv", "cycles/hill/2025-old.md"):
        (made / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (made / "docs" / name).write_text("# Mine\n", encoding="utf-8")
    code, said = run("export", "folder", tmp_path / "out", "--root", made)
    assert code == 1
    assert "schools/index.html is the page “Schools” and schools.md" in said
    assert "data/cycles.csv is a file of the portfolio and Data/Cycles.csv" in said
    assert "cycles/hill/2025-old/index.html is a file of the portfolio and cycles/hill/2025-old.md" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["csv"], "say where: cycles export csv OUT"), (["pdf", "x"], "'pdf' is none of csv, xlsx")],
)
def test_what_was_not_understood_is_explained(folder: Path, arguments: list[str], said: str) -> None:
    code, output = run("export", *arguments, "--root", folder)
    assert code == 2
    assert said in output


def test_settings_are_read_without_mkdocs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: !ENV [FIRST, SECOND, 'none']\nsite_url: !ENV FIRST\nuse_directory_urls: false\n"
        "theme: {name: material, icon: !!python/name:material.x ''}\nextra_javascript: [a.js, {path: b.js}]\n"
        "markdown_extensions:\n  pymdownx.emoji: {index: !!python/name:material.y }\n  admonition:\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("SECOND", "Second")
    monkeypatch.delenv("FIRST", raising=False)
    found = read_site_settings(tmp_path)
    assert (found.name, found.url, found.folders) == ("Second", "", False)
    assert found.scripts == ("a.js", "b.js")
    assert found.extensions[-2:] == ("pymdownx.emoji", "admonition")
    for text in ("[", "- a list\n", "site_name: !!python/object/apply:os.system ['touch ran']\n"):
        (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
        assert read_site_settings(tmp_path).name in {"", "touch ran"}
    assert not Path("ran").exists()
