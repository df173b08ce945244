"""A small finished site for tests of the hosts: what the engine would hand over, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.site import Options, Site
from coaching_cycles.views.page import Asset, Heading, Page, Redirect, link

ERROR = Problem(
    "cycles/a/b.md", Mark(3, 9), "E203", "“compleet” is not a <status>", "did you mean “complete”?", "status"
)
WARNING = replace(ERROR, code="W101")

CYCLES = (
    ("cycles/benton-high/war/", "Weighing <the> evidence & more", "Benton, High", "11", "RH.11-12.6", None),
    ("cycles/benton-high/lines/", "Lines that cross", "Benton, High", "8", "8.EE.C.7b", None),
    ("cycles/lakeside/opinion/", "Opinion writing with reasons", "Lakeside", "5", "W.5.1", None),
    ("cycles/lakeside/ten/", "Answers in tens", "Lakeside", "5", "W.5.10", None),
    ("cycles/lakeside/wellen/", "Wellen verstehen", "Lakeside", "8", "MS-PS1-4", "de"),
)

CONFIG = """
site_name: Our cycles & logs
site_url: https://example.org/portfolio/
repo_url: https://github.com/example/portfolio
edit_uri: edit/main/docs/
theme: {name: material}
plugins: [coaching-cycles]
"""


def compact(text: str) -> str:
    """A code as the search index keeps it."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _cycle(address: str, title: str, school: str, grade: str, code: str, lang: str | None) -> Page:
    school = escape(school)
    html = f"""<h1>{escape(title)}</h1><p class="cc-lead">Students will explain it.</p>
<ul class="cc-chips"><li><a class="cc-chip" href="#logs">{code}</a></li>
<li><span class="cc-tag">complete</span></li></ul>
<div class="cc-quote"><p>We learned a lot.</p><p class="cc-quote__by">What we learned</p></div>
<h2 id="numbers">Before and after</h2><div class="cc-tabs" role="group" aria-label="Before and after">
<input type="radio" name="t" id="t1" checked><label for="t1">Chart</label>
<input type="radio" name="t" id="t2"><label for="t2">Table</label>
<a class="cc-tabs__link" href="../../../data/cycles.csv">CSV</a>
<div class="cc-tabs__panel"><p>7 of 25, then 18</p></div><div class="cc-tabs__panel">
<div class="cc-table" role="region" tabindex="0" aria-label="Before and after as a table">
<table><thead><tr><th>When</th><th class="cc-num">Proficient</th></tr></thead>
<tbody><tr><th>Before</th><td class="cc-num">7</td></tr></tbody></table></div></div></div>
<h2 id="logs">Logs</h2>
<ol class="cc-timeline"><li><time>3 November</time> Compared drafts about xylophones.</li></ol>
<div hidden>
<span data-pagefind-filter="school[data-v]" data-pagefind-meta="school[data-v]" data-v="{school}"></span>
<span data-pagefind-filter="grade:{grade}" data-pagefind-meta="grades:Grade {grade}"></span>
<span data-pagefind-filter="standard[data-v]" data-pagefind-meta="standards[data-v]" data-v="{code}"></span>
<span data-pagefind-filter="code:{compact(code)}"></span>
<span data-pagefind-meta="row:7 of 25 → 18 of 25"></span></div>"""
    crumbs = (("Cycles", "cycles/"), (school, "schools/benton-high/"))
    headings = (Heading(2, "numbers", "Before and after"), Heading(2, "logs", "Logs"))
    source = address.rstrip("/") + ".md"
    return Page(
        address, title, html, headings, "Students “will” <explain> it.", "cycle", crumbs, source, lang
    )


def make_site(options: Options) -> Site:
    """Pages as the engine hands them over, one with a title that is markup if anyone forgets to escape it."""
    cycles = tuple(_cycle(*row) for row in CYCLES)
    home = link("", "cycles/", index=options.index_links)
    items = "".join(
        '<li class="cc-card"><h2 class="cc-card__title"><a class="cc-card__link" href='
        f'"{link("cycles/", page.address, index=options.index_links)}">{escape(page.title)}</a></h2></li>'
        for page in cycles
    )
    pages = (
        Page(
            "",
            "Home",
            f'<h1>Our cycles</h1><p>See <a href="{home}">all cycles</a>.</p>',
            kind="home",
            searchable=False,
        ),
        Page(
            "cycles/",
            "Cycles",
            f'<h1>Cycles</h1><ul class="cc-grid">{items}</ul>',
            kind="finder",
            nav=True,
            searchable=False,
        ),
        Page("standards/", "Standards", "<h1>Standards</h1>", nav=True),
        Page("schools/", "Schools", "<h1>Schools</h1>", nav=True),
        Page(
            "schools/benton-high/", "Benton High", "<h1>Benton High</h1>", crumbs=(("Schools", "schools/"),)
        ),
        Page("about/", "About", "<h1>About</h1>"),
        *cycles,
    )
    assets = (
        Asset("data/cycles.json", b"{}"),
        Asset("feed.xml", b"<feed/>"),
        Asset("cycles/lakeside/opinion/sheet.md", b"# raw <b>bytes</b>"),
    )
    return Site(
        pages,
        assets,
        (Redirect("cycles/old/war/", "cycles/benton-high/war/"),),
        (),
        ("1 left out: not approved",),
    )


@dataclass
class Engine:
    """Stands in for `build_site`: remembers what it was asked, and answers with what a test sets."""

    problems: tuple[Problem, ...] = ()
    change: Callable[[Site], Site] = lambda site: site
    asked: list[Options] = field(default_factory=list)

    def __call__(self, folder: Path, options: Options) -> Site:
        assert folder.is_absolute()
        self.asked.append(options)
        return self.change(replace(make_site(options), problems=self.problems))
