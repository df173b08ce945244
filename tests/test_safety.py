"""What a record contains can't run in a reader's browser: 7,000 payloads, in prose and in all fields."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from io import StringIO
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from coaching_cycles import prose
from coaching_cycles.reading import characters
from coaching_cycles.site import Options, Site, build_site
from tests.dangers import dangers
from tests.hostile import (
    FILES,
    LEAST,
    OURS,
    build_host,
    build_private,
    plain_markdown,
    public_payloads,
    publishable,
    write_portfolio,
    write_record,
)
from tests.once import make_once

CAUGHT = [
    "<script>x</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:x'>a</a>",
    "<a href='JaVa\tScript:x'>a</a>",
    "<a href='&#1;javascript:x'>a</a>",
    "<a href='&#106;avascript:x'>a</a>",
    "<a href=data:text/html,x>a</a>",
    "<a href=vbscript:x>a</a>",
    "<img src=https://evil.example/x.png>",
    "<img src=//evil.example/x.png>",
    "<iframe srcdoc=x></iframe>",
    "<svg><animate attributeName=href values=javascript:x /></svg>",
    "<svg><use href='data:x'/></svg>",
    "<form action=https://evil.example></form>",
    "<button formaction=x>x</button>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<p style='position:fixed'>x</p>",
    "<p onclick=x>x</p>",
    "<div/onmouseover='x'>x</div>",
    "<math><mtext></mtext></math>",
    "<object data=x></object>",
]
HARMLESS = [
    "<a href='https://example.org/'>a</a>",
    "<a href='mailto:a@example.org'>a</a>",
    "<a href='../x/'>a</a>",
    "<img src='x-800.png' alt='onerror=1'>",
    "&lt;script&gt;",
    "<p>javascript:alert(1)</p>",
    "<a href='#fn-1'>1</a>",
]


@pytest.mark.parametrize("html", CAUGHT)
def test_walk_notices(html: str) -> None:
    assert list(dangers(html, forms=True)) != []


@pytest.mark.parametrize("html", HARMLESS)
def test_walk_lets_pass(html: str) -> None:
    assert list(dangers(html)) == []


@pytest.fixture(scope="module")
def payloads(shared_data: Path) -> list[str]:
    return public_payloads(shared_data)


IN_ATTRIBUTES = [
    '<p><a title="<table><img src=x onerror=alert(1)></table>" href="https://example.org">x</a></p>',
    '<p><img alt="<a href=" src="a.png" title="<h1>onerror=alert(1)</h1>"></p>',
    '<p><abbr title="<table><script>alert(1)</script></table>">x</abbr></p>',
    '<p><img src="a.png" alt="x><a" title=" href=javascript:alert(1) "></p>',
]


@pytest.mark.parametrize("html", IN_ATTRIBUTES)
def test_what_looks_like_a_tag_in_an_attribute_stays_there(
    html: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Releases of the cleaner before the one that is locked leave < and > in attributes as they are."""

    class Older:
        def clean(self, _: str) -> str:
            return html

    monkeypatch.setattr(prose, "_cleaner", Older)
    made = prose.render("*x*", lambda name: name)
    assert list(dangers(made)) == []
    assert re.findall(r"<(?!/?(?:p|a|img|abbr)\b)", made) == []


def test_the_payloads_are_dangerous(payloads: list[str]) -> None:
    """The positive control: the same walk over the same texts, without our cleaning."""
    found = [danger for html in plain_markdown(payloads) for danger in dangers(html)]
    assert len(found) > 500
    kinds = {re.sub(r"=.*", "", danger, flags=re.DOTALL) for danger in found}
    assert kinds >= {"<script>", "<img onerror", "<svg onload", "<a href", "<iframe>", "<style>", "<form>"}


@pytest.mark.parametrize("resolved", ["as written", "to nothing"])
def test_prose_is_harmless(payloads: list[str], resolved: str) -> None:
    """Alone, and in the middle of others, where what one opens another could close."""

    def resolve(name: str) -> str | None:
        return name if resolved == "as written" else None

    batches = ["\n\n".join(payloads[i : i + 40]) for i in range(0, len(payloads), 40)]
    lines = ["\n".join(payloads[i : i + 7]) for i in range(0, len(payloads), 7)]
    found = []
    for text in chain(payloads if resolved == "as written" else payloads[::5], batches, lines):
        html = prose.render(text, resolve)
        found += [(danger, text[:200]) for danger in dangers(html)]
    for text in payloads[:: 1 if resolved == "as written" else 5]:
        found += [(danger, text[:200]) for danger in dangers(prose.inline(text, resolve))]
    assert found[:20] == []


def test_our_own_payloads_are_harmless_everywhere(tmp_path: Path) -> None:
    """A few of each kind, for where the public lists are not at hand."""
    found = [danger for html in plain_markdown(OURS) for danger in dangers(html)]
    assert len(found) > 40
    texts = publishable(OURS, tmp_path / "tried")
    assert len(texts) > 0.9 * len(OURS)
    assert write_portfolio(tmp_path, texts) > 0
    made = build_site(tmp_path, Options(audience="private", site_url="https://example.org/x/"))
    assert [problem.render() for problem in made.problems if problem.code.startswith("E")] == []
    assert [(page.address, one) for page in made.pages for one in dangers(page.html, forms=True)] == []


def test_names_of_files_and_folders(tmp_path: Path) -> None:
    """Each is a finding or the address of a page; none is more than that."""
    made = 0
    for text in OURS:
        name = text.replace("/", "").replace("\0", "")
        if not name or len(name.encode("utf-8", "surrogatepass")) > 200:
            continue
        for path in (f"cycles/{name}/one.md", f"cycles/hill/{name}.md", f"cycles/hill/{name}/index.md"):
            try:
                write_record(tmp_path / path, LEAST)
                made += 1
            except (OSError, UnicodeEncodeError):
                continue
    assert made > 100
    site = build_site(tmp_path, Options(audience="private"))
    assert {problem.code for problem in site.problems} >= {"E142", "E143"}
    assert [(page.address, one) for page in site.pages for one in dangers(page.html, forms=True)] == []
    # What is drawn all the same is for a preview; a build stops before it.
    reported = tuple(problem.path for problem in site.problems if problem.code in {"E142", "E143"})
    odd = [page for page in site.pages if re.search(r"[<>\"'&?#\s\\]", page.address) and page.source]
    assert odd
    sources = [characters.replace(page.source) for page in odd if page.source]
    assert [source for source in sources if not source.startswith(reported)] == []


@pytest.fixture(scope="module")
def texts(payloads: list[str], tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every payload which a record may hold."""
    texts = publishable(payloads, tmp_path_factory.mktemp("tried"))
    assert len(texts) > 0.99 * len(payloads)
    return texts


@pytest.fixture(scope="module")
def site(texts: list[str], run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """They are in all fields that take words, and the narrowest audience sees every field."""
    folder = tmp_path_factory.mktemp("hostile")
    made = make_once(run_folder, "hostile-public", lambda: build_private(folder, texts))
    assert [problem.render() for problem in made.problems if problem.code.startswith("E")] == []
    return made


def test_articles_are_harmless(site: Site) -> None:
    found = [(page.address, danger) for page in site.pages for danger in dangers(page.html, forms=True)]
    assert found[:20] == []
    whole = "".join(page.html for page in site.pages)
    # The payloads are there, as words.
    assert whole.count("alert(") > 1000
    assert whole.count("&lt;") > 1000


def test_forms_lead_nowhere_else(site: Site) -> None:
    forms = [form for page in site.pages for form in re.findall(r"<form\b[^>]*>", page.html)]
    assert forms
    assert {action for form in forms for action in re.findall(r'action="([^"]*)"', form)} <= {"cycles/"}
    boxes = [box for page in site.pages for box in re.findall(r"<(?:input|button)\b[^>]*>", page.html)]
    assert {kind for box in boxes for kind in re.findall(r'\stype="([^"]*)"', box)} <= {
        "button",
        "checkbox",
        "radio",
        "reset",
        "search",
        "submit",
        "text",
    }


def test_ids_and_classes_are_ours(site: Site) -> None:
    """Nobody's text becomes a class, which could hide or cover, or an id, which scripts look for."""
    whole = "".join(page.html for page in site.pages)
    # The parts of these drawings have short ones, in nobody else's words (templates/macros/marks.html).
    mark = r'<svg class="cc-mark[^"]*"[^>]*>(?:<(?:path|circle) class="[abdflmn]"[^<>]*/>)*</svg>'
    given = {
        name for value in re.findall(r'\sclass="([^"]*)"', re.sub(mark, "", whole)) for name in value.split()
    }
    assert given
    assert [name for name in given if re.fullmatch(r"cc-[\w-]+|is-[\w-]+|md-[\w-]+", name) is None] == []
    ids = {one for page in site.pages for one in re.findall(r'\sid="([^"]*)"', page.html)}
    assert [one for one in ids if re.fullmatch(r"[\w:.-]+", one) is None] == []


def test_heads_are_data(site: Site) -> None:
    """JSON-LD stays inside its element, and says the title as it was written."""
    heads = [(page, page.head) for page in site.pages if page.head]
    assert len(heads) > 50
    # Sheets to print are kept out of indexes, and the form has its data.
    plain = {"meeting": '<meta name="robots" content="noindex">', "new": '<script src="form.js"></script>'}
    for page, head in heads:
        if page.kind in plain:
            assert head == plain[page.kind]
            continue
        match = re.fullmatch(r'<script type="application/ld\+json">([^<>&]*)</script>', head)
        assert match is not None, head[:200]
        data = json.loads(match[1])
        if page.kind == "cycle":
            assert data["name"] == page.title


def test_data_files_are_whole(site: Site) -> None:
    files = {asset.path: asset.content for asset in site.assets}
    cycles = json.loads(files["data/cycles.json"])["cycles"]
    titles = {page.address: page.title for page in site.pages}
    assert len(cycles) > 50
    for cycle in cycles:
        assert titles[f"cycles/{cycle['id']}/"] == cycle["title"]
    feed = ET.fromstring(files["feed.xml"])
    entries = feed.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 50
    said = {entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries}
    assert len(said & set(titles.values())) > 40
    links = [link.get("href", "") for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert [link for link in links if not link.startswith("https://example.org/x/")] == []


def test_no_cell_is_a_formula(site: Site) -> None:
    # What a team attaches is published as it is; these are tables that we write.
    tables = [asset for asset in site.assets if asset.path.endswith(".csv")]
    tables = [asset for asset in tables if not asset.path.endswith(FILES)]
    cells = [
        cell
        for asset in tables
        for row in csv.reader(StringIO(asset.content.decode("utf-8-sig"), newline=""))
        for cell in row
    ]
    assert len(tables) > 100
    risky = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]*[=+@＝＋＠\-－]")
    number = re.compile(r"-?\d+(\.\d+)?")
    assert [cell for cell in cells if risky.match(cell) and not number.fullmatch(cell)] == []
    # Guarded ones are there: the payloads hold formulas.
    assert [cell for cell in cells if cell.startswith("'") and risky.match(cell[1:])] != []


def test_addresses_are_plain(site: Site) -> None:
    """What becomes an address holds nothing that a server or a browser reads as more than a name."""
    places = [page.address for page in site.pages] + [asset.path for asset in site.assets]
    # A file keeps the name that its team gave it, wherever a link to it is escaped.
    places = [place for place in places if not place.endswith(FILES)]
    assert len(set(places)) == len(places)
    assert [place for place in places if re.search(r"[\\\s<>\"'&?#%:*|]|//|\.\.|^/", place)] == []
    assert [place for place in places if len(place.encode()) > 500] == []


@pytest.fixture(scope="module")
def finished(texts: list[str], run_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole site from MkDocs."""
    folder = tmp_path_factory.mktemp("host")
    return make_once(run_folder, "host-public", lambda: build_host(folder, texts))


SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL)
VALUE = r'"[^"<>]*"'
NAMES = "viewport|description|author|generator|robots|color-scheme|theme-color|referrer"
META = re.compile(
    rf'<meta (?:charset="utf-8"|name="(?:{NAMES})"|http-equiv="Content-Security-Policy")'
    rf"(?: [a-z]+={VALUE})*/?>"
)
NEAR = r'"(?:https://example\.org/x/|(?!https?:|//|javascript:))[^"<>]*"'
LINK = re.compile(rf"<link (?:rel|href|type|title)={NEAR}(?: (?:rel|href|type|title)={VALUE})*/?>")


def test_pages_of_a_host_are_harmless(finished: Path) -> None:
    """Around the article too: what could run or load is what the page without any author's text has."""
    bare = (finished / "404.html").read_text(encoding="utf-8")
    scripts = {place_free(content) for _, content in SCRIPT.findall(bare)}
    chrome = Counter(dangers(without_head(bare), forms=True))
    pages = sorted(finished.rglob("*.html"))
    assert len(pages) > 20
    found = []
    for path in pages:
        text = path.read_text(encoding="utf-8")
        for attributes, content in SCRIPT.findall(text):
            source = re.search(r'src="([^"]*)"', attributes)
            if re.search(r'type="application/(?:ld\+)?json"', attributes):
                ours = "<" not in content and isinstance(json.loads(content), dict)
            elif source is None:
                ours = place_free(content) in scripts
            else:
                ours = re.fullmatch(r"[./\w-]+", source[1]) is not None and not content
            if not ours:
                found.append(f"{path}: <script{attributes}>{content[:200]}")
        more = Counter(dangers(without_head(text), forms=True)) - chrome
        found += [f"{path.relative_to(finished)}: {danger}" for danger in more]
    assert found[:20] == []


def place_free(script: str) -> str:
    """An inline script of the theme, without the way from its page to the root."""
    return re.sub(r'URL\("[./x]*"', 'URL("', script)


def without_head(page: str) -> str:
    """A page without the scripts, which are looked at alone, and the usual elements of its head."""
    return LINK.sub("", META.sub("", SCRIPT.sub("", page.replace("<!doctype html>", "", 1))))
