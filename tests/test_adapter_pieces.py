"""The pure parts of the hosts: the index' fixed order, mended HTML, the palette."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader

from coaching_cycles.adapters import (
    chrome,
    hosting,
    look,
    mending,
    packing,
    pagefind,
    parts,
    sealing,
    settling,
    whole,
)
from coaching_cycles.adapters.excerpt import excerpt
from coaching_cycles.problems import Mark, Problem
from coaching_cycles.words import LANGUAGES, words_in

ASSETS = hosting.TEMPLATES / "assets"
CHROME = hosting.CHROME

cbor = st.recursive(
    st.integers(0, 2**63) | st.text(max_size=300), lambda items: st.lists(items, max_size=30), max_leaves=60
)


@given(cbor)
def test_index_values_are_written_as_they_were_read(value: settling.Cbor) -> None:
    data = settling._encode(value)
    assert settling._decode(data, 0) == (value, len(data))


def write_pages(site: Path, count: int = 40) -> None:
    for n in range(count):
        page = site / f"cycles/{n}/index.html"
        page.parent.mkdir(parents=True)
        filters = "".join(
            f'<i data-pagefind-filter="{k}:{n % m}"></i>'
            for k, m in zip("abcdefg", range(3, 10), strict=True)
        )
        page.write_text(
            f"<html lang=en><body><main data-pagefind-body><h1>{n}</h1>w{n} {filters}</main></body></html>",
            encoding="utf-8",
        )


def test_index_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two", "three"):
        write_pages(tmp_path / name)
        pagefind.index(tmp_path / name)
        folder = tmp_path / name / "pagefind"
        found.append({str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    assert all(one == two for one, two in pairwise(found))
    entry = json.loads(found[0]["pagefind-entry.json"])
    assert entry["languages"]["en"]["page_count"] == 40
    assert f"pagefind.{entry['languages']['en']['hash']}.pf_meta" in found[0]
    assert len([name for name in found[0] if name.endswith(".pf_filter")]) == 7
    assert not [name for name in found[0] if "-ui." in name]


def test_index_heeds_no_configuration_that_lies_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pages(tmp_path / "site", 3)
    (tmp_path / "pagefind.yml").write_text("site: nowhere\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_GLOB", "nothing")
    pagefind.index(tmp_path / "site")
    entry = json.loads((tmp_path / "site/pagefind/pagefind-entry.json").read_text(encoding="utf-8"))
    assert entry["languages"]["en"]["page_count"] == 3


def test_index_of_a_format_to_come_is_left_as_it_is() -> None:
    files = {
        "pagefind-entry.json": b'{"languages":{"en":{"hash":"en_1"}}}',
        "pagefind.en_1.pf_meta": gzip.compress(b"pagefind_dcd\xa1\x00\x00"),
    }
    assert settling.settle(files) == files
    unpacked = {**files, "pagefind.en_1.pf_meta": b"pagefind_dcd\xa1\x00\x00"}
    assert settling.settle(unpacked) == unpacked
    assert settling.settle({"another.json": b"{}"}) == {"another.json": b"{}"}


def test_packed_file_does_not_name_the_computer() -> None:
    packed = packing.pack(b"words")
    # RFC 1952: deflate, no name, no time, packed as well as can be, by a system that is not told.
    assert packed[:10].hex(" ") == "1f 8b 08 00 00 00 00 00 02 ff"
    assert packing.unpack(packed) == gzip.decompress(packed) == b"words"


@pytest.mark.parametrize("path", ["fragment/en_1.pf_fragment", "wasm.en.pagefind", "pagefind.en_1.pf_meta"])
def test_file_that_ends_too_soon_is_noticed(path: str) -> None:
    packed = gzip.compress(b"words and more words")
    whole.check_whole(path, packed)
    for content in (packed[:-3], packed[:12], packed[2:], b""):
        with pytest.raises(OSError, match="not written whole"):
            whole.check_whole(path, content)
    whole.check_whole("pagefind.js", b"")


def dated(count: int) -> dict[str, str]:
    return {f"{number}.html": f"{2015 + number % 11}-{1 + number % 12:02d}" for number in range(count)}


def test_only_large_indexes_are_parted_and_by_time() -> None:
    assert parts.divide(dated(parts.SMALL)) == {"": list(dated(parts.SMALL))}
    dates = {**dated(parts.SMALL + 30), "hub.html": "", "year-only.html": "2019", "undated.html": "0000"}
    found = parts.divide(dates)
    assert found[""] == ["hub.html"]
    assert sorted(path for paths in found.values() for path in paths) == sorted(dates)
    assert 1 < len(found) - 1 <= parts.MOST
    spans = [sorted(dates[path] for path in paths) for name, paths in found.items() if name]
    assert all(later[0] > earlier[-1] for later, earlier in pairwise(spans))
    # A year without a month stands with the beginning of that year.
    few = {f"{number}.html": f"2024-{1 + number % 12:02d}" for number in range(parts.SMALL + 1)}
    assert "year.html" in parts.divide({**few, "year.html": "2024"})["part-2024-01"]


def test_a_part_is_made_anew_only_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "SMALL", 3)
    site, cache = tmp_path / "site", tmp_path / "cache"
    page = '<article data-pagefind-body><i data-pagefind-sort="date[data-v]" data-v="{}"></i>{}</article>'
    for number in range(6):
        (site / str(number)).mkdir(parents=True)
        text = page.format(f"202{number % 2}-05-0{number + 1}", f"word{number}")
        (site / str(number) / "index.html").write_text(text, encoding="utf-8")
    runs = []
    real = pagefind._run

    def counted(site: Path, paths: list[str], *rest: str, **named: bool) -> object:
        runs.append(paths)
        return real(site, paths, *rest, **named)

    monkeypatch.setattr(pagefind, "_run", counted)

    def read() -> dict[str, bytes]:
        found = {
            str(path.relative_to(site)): path.read_bytes()
            for path in (site / "pagefind").rglob("*")
            if path.is_file()
        }
        shutil.rmtree(site / "pagefind")
        return found

    pagefind.index(site, "en", cache)
    first = read()
    assert json.loads(first["pagefind/parts.json"]) == ["part-2021-05", "part-2020-05"]
    assert len(runs) == 3
    (site / "2" / "index.html").write_text(page.format("2020-05-03", "another"), encoding="utf-8")
    pagefind.index(site, "en", cache)
    second = read()
    assert runs[3:] == [["0/index.html", "2/index.html", "4/index.html"]]
    pagefind.index(site, "en")
    assert read() == second != first
    # What a part consists of is wanted only where the site has not got it; damaged, it is made again.
    thaw = pagefind.thaw
    asked = []

    def spoilt(body: bytes | None) -> object:
        found = thaw(body)
        if (
            isinstance(found, tuple)
            and found
            and isinstance(found[0], tuple)
            and found[0][1:]
            and isinstance(found[0][1], bytes)
        ):
            asked.append(found)
            return None
        return found

    monkeypatch.setattr(pagefind, "thaw", spoilt)
    old = tmp_path / "old"
    pagefind.index(site, "en", cache)
    assert len(asked) == 3
    site.rename(old)
    shutil.copytree(old, site, ignore=shutil.ignore_patterns("pagefind"))
    asked.clear()
    runs.clear()
    pagefind.index(site, "en", cache, old=old)
    assert (asked, runs) == ([], [])
    assert read() == second
    pagefind.index(site, "en", cache)
    assert len(runs) == len(asked) == 3
    assert read() == second


def test_pagefind_that_fails_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 3, "", "disk full")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(pagefind.IndexingError, match="exit code 3: disk full"):
        pagefind.index(tmp_path)
    monkeypatch.setattr(pagefind, "get_executable", lambda: None)
    with pytest.raises(pagefind.IndexingError, match="pip install"):
        pagefind.index(tmp_path)


def test_tables_and_task_boxes_and_code_are_mended() -> None:
    html = mending.mend(
        '<table>\n<tr><td>1</td></tr></table><ul><li><input type="checkbox" disabled /> Say “it”</li></ul>'
        "<pre><span></span><code>x</code></pre>"
    )
    assert html.startswith(
        '<div class="cc-table" role="group" tabindex="0" aria-label="Table"><table class="cc-plain">'
    )
    assert "</table></div>" in html
    assert '<input type="checkbox" aria-label="Say “it”" disabled> Say' in html
    assert '<code tabindex="0">x' in html


def test_layout_tables_stay_balanced() -> None:
    html = mending.mend('<table class="highlighttable"><tr><td><pre><code>1</code></pre></td></tr></table>')
    assert html.count("<div") == html.count("</div>")
    assert "role=" not in html


def test_of_two_titles_the_authors_stays() -> None:
    ours = '<p>a</p><h1 id="x">T <b>t</b></h1>\n<h1>U</h1>'
    assert mending.introduce("<h1>Mine</h1>", ours).endswith("</div>\n<p>a</p><h1>U</h1>")
    assert mending.introduce("<p>Mine</p>", ours).endswith(f"</div>\n{ours}")


POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"<>]+)">')


@pytest.mark.parametrize(
    "before",
    [
        '<!doctype html>\n<html lang="en" class="no-js">\n  <head>',
        "\n<!DOCTYPE html><html><HEAD profile='x'>",
        "<!doctype html>\n<html>",
        "<!doctype html>",
        "",
    ],
)
def test_policy_is_the_first_thing_in_the_head(before: str) -> None:
    page = f"{before}<meta charset='utf-8'><title>x</title><header>y</header>"
    sealed = sealing.seal(page, ["fine()", "fine()"])
    found = POLICY.match(sealed, len(before))
    assert found is not None
    assert sealed == before + found[0] + page.removeprefix(before)
    digest = "'sha256-jkyi1dc5bSjo0m67FpRjRcwWUYFHhTZr9dOcFg3f0Fg='"
    rules = dict(rule.strip().partition(" ")[::2] for rule in found[1].split(";"))
    assert rules["script-src"].split() == ["'self'", "'wasm-unsafe-eval'", digest]
    assert rules["default-src"] == "'self'"
    assert {rules[name] for name in ("object-src", "base-uri", "frame-src")} == {"'none'"}


def test_policy_allows_the_chromes_scripts_only() -> None:
    content = "<p>x</p><script>evil()</script>"
    page = f'<head></head><script>fine()</script>{content}<script src="a.js"></script>'
    assert sealing.inline_scripts(page, content) == ["fine()"]


def test_only_the_themes_scripts_are_known_on_an_authors_page() -> None:
    """Whatever an author's title or description does to the head, and wherever their words are put."""
    scripts = sealing.Scripts()
    scripts.learn('<script>go(new URL("{{ base_url }}",location))</script><script>fine()</script>')
    page = '<script>go(new URL("../..",location))</script><script>fine()</script>'
    assert scripts.among(page) == (
        ['go(new URL("../..",location))', "fine()"],
        False,
    )
    for evil in (
        "evil()",
        "fine();evil()",
        'go(new URL("",evil()))',
        'go(new URL("</b>",location))',
        'go(new URL("\\",location))',
    ):
        assert scripts.among(f"{page}<script>{evil}</script>") == (scripts.among(page)[0], True), evil


def test_redirect_escapes_all_it_is_given() -> None:
    page = hosting.redirect('../"x"/', "<b>", "https://example.org/?a&b", "en")
    assert "<b>" not in page
    assert '"../&quot;x&quot;/"' in page


@pytest.mark.parametrize(
    ("uri", "base"),
    [
        ("edit/main/docs/", "https://host/o/r/edit/main/"),
        ("edit/main/", "https://host/o/r/edit/main/"),
        ("edit/main/sub/docs/", "https://host/o/r/edit/main/sub/"),
        ("", None),
    ],
)
def test_edit_base_lies_beside_the_docs(tmp_path: Path, uri: str, base: str | None) -> None:
    assert hosting.edit_base("https://host/o/r", uri, tmp_path, tmp_path / "docs") == base
    assert hosting.edit_base("", uri, tmp_path, tmp_path / "docs") is None


def tokens() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    text = re.sub(r"/\*.*?\*/", "", (ASSETS / "tokens.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    blocks = re.findall(
        r"(:root|\[data-md-color-scheme=\"slate\"\]|\.no-js > body) \{(.*?)\}", text, re.DOTALL
    )
    light, dark, unscripted = (dict(re.findall(r"(--cc-[\w-]+):\s*([^;]+);", body)) for _, body in blocks)
    return light, dark, unscripted


def luminance(color: str) -> float:
    digits = color.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """WCAG 2.2's contrast ratio of two colours."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_dark_without_scripts_is_the_same_dark() -> None:
    _, dark, unscripted = tokens()
    assert dark == unscripted
    assert len(dark) > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_can_be_read(scheme: str) -> None:
    light, dark, _ = tokens()
    color = light if scheme == "light" else light | dark
    for text in ("ink", "soft", "accent", "warn"):
        for ground in ("paper", "wash"):
            assert contrast(color[f"--cc-{text}"], color[f"--cc-{ground}"]) >= 4.5, (text, ground)
    assert contrast(color["--cc-on-accent"], color["--cc-accent"]) >= 4.5
    assert contrast(color["--cc-ink"], color["--cc-mark"]) >= 4.5
    for level in "1234":
        assert contrast(color[f"--cc-l{level}"], color[f"--cc-l{level}-ink"]) >= 4.5, level
    for thing in ("edge", "before", "after", "down"):
        assert contrast(color[f"--cc-{thing}"], color["--cc-paper"]) >= 3, thing


def test_styles_use_no_value_that_is_not_defined() -> None:
    light, _, _ = tokens()
    sheets = [*ASSETS.glob("*.css"), *ASSETS.glob("articles/*.css")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sheets)
    defined = set(light) | set(re.findall(r"(--cc-[\w-]+)\s*:", text))
    assert set(re.findall(r"var\((--cc-[\w-]+)", text)) - defined == set()


# What pages of several kinds are made of. Every page gets every sheet: any other name belongs to one of them.
SHARED = {
    "article",
    "card",
    "chart",
    "chip",
    "cycles",
    "lead",
    "link",
    "mark",
    "note",
    "num",
    "prose",
    "soft",
    "table",
}


def test_sheets_of_two_kinds_of_page_style_nothing_by_one_name() -> None:
    sheets = sorted(ASSETS.glob("articles/*.css"))
    named = Counter(
        name
        for path in sheets
        for name in set(re.findall(r"\.cc-([\w-]+)", path.read_text(encoding="utf-8")))
    )
    assert {name for name, count in named.items() if count > 1} <= SHARED


def test_styles_and_scripts_name_no_other_origin() -> None:
    for path in [*ASSETS.rglob("*.css"), *ASSETS.rglob("*.js")]:
        assert re.findall(r"(?:https?:)?//[\w-]+\.\w+|@import", path.read_text(encoding="utf-8")) == [], (
            path.name
        )


def framed(content: str, above: str = "", **setup: object) -> str:
    told = json.dumps(
        {"base": "..", "features": [], "search": "s.js", "tags": None, "translations": {"a": "b"}} | setup
    )
    return (
        f"<html>\n\n   <head>\n  <script>\n  one()\n\n  two()</script> {above}</head>\n  <body>\n\n\n"
        f"{content}\n\n  <pre>\n\n  kept</pre>\n\t<p>a\n   b</p>\n"
        f'<script id="__config" type="application/json">{told}</script>\n\n</body></html>'
    )


def test_chrome_loses_its_indents_and_nothing_else() -> None:
    content = "<article>\n\n  <p>As   it\n\n   is</p>\n</article>"
    found = chrome.squeeze(framed(content), content)
    assert found == (
        "<html><head><script>\n  one()\n\n  two()</script> </head><body>"
        f"{content}\n<pre>\n\n  kept</pre><p>a\nb</p>"
        '<script id="__config" type="application/json">{"base":"..","features":[],"translations":{}}'
        "</script></body></html>"
    )
    # An article that a plugin has changed is not known, and then neither is what stands around it.
    assert chrome.squeeze(framed(content), "<article>other") == framed(content)
    assert chrome.squeeze(framed(content), "") == framed(content)


KEEPER = "<script>__md_scope=new URL(1),__md_hash=e=>e<<5</script>"
CHOICE = '<script src="../assets/coaching-cycles/colors.js"></script>'


@pytest.mark.parametrize(
    ("above", "kept"),
    [
        (KEEPER + CHOICE, False),
        # Without ours, or where another script of the page may ask it, the theme's own stays.
        (KEEPER, True),
        (KEEPER + CHOICE + "<script>__md_get(1)</script>", True),
    ],
)
def test_what_readers_chose_is_kept_by_one_script(above: str, *, kept: bool) -> None:
    html = f"<html><head>{above}</head><body><article></article></body></html>"
    found = chrome.squeeze(html, "<article></article>")
    assert (KEEPER in found) is kept
    assert found == (html if kept else html.replace(KEEPER, ""))


@pytest.mark.parametrize(
    ("above", "setup"),
    [
        ("", {"features": ["content.code.copy"]}),
        ("", {"version": {"provider": "mike"}}),
        ('<div data-md-component="search">', {}),
        ("<div data-md-component=content>", {}),
    ],
)
def test_script_of_the_theme_keeps_the_words_that_it_may_need(above: str, setup: dict[str, object]) -> None:
    html = framed("<article></article>", above, **setup)
    told = re.search('"__config"[^<]*<', html)
    assert told is not None
    assert told[0] in chrome.squeeze(html, "<article></article>")


def test_search_brings_its_dialog_in_the_sites_language() -> None:
    for language, word in (("en", "Search"), ("es", "Buscar")):
        code = {asset.path: asset.content for asset in hosting._own(language)}[hosting.SCRIPTS[0]].decode()
        dialog = json.loads(re.findall("^const DIALOG = (.*);$", code, re.MULTILINE)[0])
        assert f'aria-label="{word}"' in dialog
        assert "{" not in dialog


@pytest.mark.parametrize("language", LANGUAGES)
def test_chrome_speaks_every_language(language: str) -> None:
    used = set()
    for path in [*CHROME.rglob("*.html"), *ASSETS.rglob("*.html")]:
        used |= set(re.findall(r"""\bw\(["']([\w.]+)""", path.read_text(encoding="utf-8")))
    assert len(used) > 20
    words = words_in(language)
    assert [key for key in used if key not in words] == []
    if language != "en":
        english = words_in("en")
        assert words("chrome.skip") != english("chrome.skip")


def test_pieces_of_the_index_are_small(tmp_path: Path) -> None:
    """For each word one is fetched from each part, over whatever line a reader has."""
    for page in range(20):
        words = " ".join(sha256(f"{page} {word}".encode()).hexdigest()[:9] for word in range(500))
        (tmp_path / f"{page}.html").write_text(
            f"<html><body><main data-pagefind-body>{words}</main></body></html>", encoding="utf-8"
        )
    pagefind.index(tmp_path)
    sizes = [piece.stat().st_size for piece in (tmp_path / "pagefind" / "index").iterdir()]
    assert sum(sizes) > 50_000
    # Of words that stand once each, as here, Pagefind would make pieces of 59 kB by itself.
    assert max(sizes) < 20_000


def test_excerpt_is_of_the_article_wherever_its_mark_is_spoken_of() -> None:
    title = '<meta content="How data-pagefind-body works"><title>On data-pagefind-body</title>'
    article = '<article class="a" data-pagefind-body data-kind="doc"><p>Words.</p></article>'
    found = excerpt(f"<html><head>{title}</head><body>{article}<footer>Foot</footer></body></html>")
    assert found is not None
    assert "<p>Words.</p>" in found
    assert "Foot" not in found
    assert excerpt(f"<html><head>{title}</head><body><p>Words.</p></body></html>") is None


def test_excerpt_is_without_what_is_not_to_be_searched() -> None:
    cut = "<p data-pagefind-ignore>How sure?</p><details class='m' data-pagefind-ignore>p = 0.5</details>"
    chart = '<svg class="cc-chart__wide"><title>Chart</title></svg>'
    found = excerpt(f"<article data-pagefind-body><p>Kept.</p>{cut}{chart}<p>Also kept.</p></article>")
    assert found is not None
    assert "<p>Kept.</p><p>Also kept.</p>" in found


def test_served_page_carries_the_gravest_findings_only() -> None:
    """A thousand records may have a thousand hints, and the one error is what their author is after."""
    hints = [Problem(f"cycles/a/{n}.md", Mark(n, 1), "H714", "a hint") for n in range(1, 61)]
    error = Problem("cycles/z/late.md", Mark(9, 1), "E205", "an error")
    env = Environment(loader=FileSystemLoader(CHROME), autoescape=True)
    env.globals.update(w=words_in("en"), cc=look.find_fault((*hints, error), stale=False, partial=True))
    html = env.get_template("partials/cc-findings.html").render()
    assert html.count("<code>") == 50
    assert "cycles/z/late.md:9:1" in html
    assert html.index("late.md") < html.index("cycles/a/1.md")
    assert "and 11 more" in html
