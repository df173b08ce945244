"""Pages of standards and shelves: what stands on them, in which order, and what never does."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.schema import Audience
from coaching_cycles.standards import catalogue, make_framework
from coaching_cycles.standards.framework import Framework, Item
from coaching_cycles.views import shelves, standard
from coaching_cycles.views.cycle.files import starter_path
from coaching_cycles.views.desk import Desk, Setting, file_address
from coaching_cycles.views.links import outside
from coaching_cycles.views.page import Page
from coaching_cycles.views.standard.alike import align
from coaching_cycles.words import Words

Build = Callable[..., dict[str, Page]]

PUBLIC = "visibility: public\napproved: {by: teacher, on: 2024-06-01}\n"


def record(title: str, standards: str, more: str = "", *, goal: str = "Students will read.") -> str:
    head = f"title: {title}\ngrades: [5]\nsubject: Reading\ngoal: {goal}\nstatus: complete\n"
    return f"---\n{head}standards: {standards}\n{PUBLIC}{more}---\n"


def counts(before: tuple[int, int], after: tuple[int, int]) -> str:
    (x1, n1), (x2, n2) = before, after
    return (
        "results:\n"
        f"  before: {{students: {n1}, proficient: {x1}}}\n  after: {{students: {n2}, proficient: {x2}}}\n"
    )


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def make(
        files: Mapping[str, str],
        *,
        audience: Audience = "public",
        frameworks: Mapping[str, Framework] | None = None,
    ) -> dict[str, Page]:
        for name, text in files.items():
            path = tmp_path / "cycles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        checked = read_portfolio(tmp_path, "cycles")
        assert not checked.broken, [str(problem) for problem in checked.problems]
        desk = Desk(
            Library(publish(checked.portfolio, audience), frameworks), Words(), Setting(site_name="Test")
        )
        pages = [*standard.pages(desk), *shelves.pages(desk)]
        return {page.address: page for page in pages}

    return make


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def sections(page: Page) -> list[str]:
    return re.findall(r'<h2 id="([^"]+)"', page.html)


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.levels: list[int] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href") is not None:
            self.links.append((str(found["href"]), found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))


def read(page: Page) -> Reader:
    reader = Reader()
    reader.feed(page.html)
    return reader


def test_two_spellings_lead_to_one_page(build: Build) -> None:
    pages = build(
        {
            "a/one.md": record("First", "[CCSS.ELA-LITERACY.RH.11-12.3]"),
            "b/two.md": record("Second", "[rh 11-12.3]"),
        }
    )
    page = pages["standards/ccss-ela/rh-11-12-3/"]
    assert [a for a in pages if "rh-11-12-3" in a] == [page.address, f"{page.address}meeting/"]
    assert "First" in page.html
    assert "Second" in page.html
    assert "2 cycles in 2 schools" in text_of(page.html)
    assert "Also written CCSS.ELA-LITERACY.RH.11-12.3 rh 11-12.3" in text_of(page.html)
    for key in ("rh11123", "ccsselaliteracyrh11123"):
        assert f'data-pagefind-filter="code:{key}"' in page.html


def test_search_knows_spellings_that_no_record_used(build: Build) -> None:
    page = build({"a/one.md": record("First", "[HSF-IF.B.4]")})["standards/ccss-math/hsf-if-b-4/"]
    for key in ("fif4", "hsfif4", "hsfifb4", "ccssmathcontenthsfifb4"):
        assert f'"code:{key}"' in page.html


def test_a_parent_rolls_up_and_a_child_does_not_roll_down(build: Build) -> None:
    pages = build({"a/one.md": record("On the cluster", "[8.EE.C]")})
    for slug in ("8-ee-c", "8-ee", "8"):
        assert "On the cluster" in pages[f"standards/ccss-math/{slug}/"].html
    assert "standards/ccss-math/8-ee-c-7/" not in pages
    above = pages["standards/ccss-math/8/"]
    assert "below" in sections(above)
    assert "cycles" not in sections(above)


def test_a_progression_links_where_there_is_a_page(build: Build) -> None:
    pages = build({"a/one.md": record("First", "[RH.9-10.6]"), "a/two.md": record("Second", "[RH.11-12.6]")})
    nav = re.search(
        r'<nav class="cc-progression".*?</nav>', pages["standards/ccss-ela/rh-9-10-6/"].html, re.DOTALL
    )
    assert nav is not None
    assert 'href="../../../standards/ccss-ela/rh-11-12-6/"' in nav[0]
    assert "RH.6-8.6" in nav[0]
    assert "rh-6-8-6" not in nav[0]


def test_official_page_and_no_statement_for_bundled_codes(build: Build) -> None:
    page = build({"a/one.md": record("First", "[RH.11-12.3]")})["standards/ccss-ela/rh-11-12-3/"]
    official = [a for href, a in read(page).links if href.startswith("https://www.thecorestandards.org/")]
    assert [a["href"] for a in official] == ["https://www.thecorestandards.org/ELA-Literacy/RH/11-12/3/"]
    assert "noopener" in str(official[0]["rel"])
    assert "cc-standard__statement" not in page.html


def test_a_dropped_in_framework_shows_its_words_and_licence(build: Build) -> None:
    frame = make_framework(
        Framework("xx", "State standards", "State", licence="© The State"),
        [
            Item("A", label="Reading"),
            Item("A.1", parent="A", statement="Read x<sup>2</sup> <closely> <script>x</script>."),
            Item("A.2", parent="A"),
        ],
    )
    files = {"a/one.md": record("First", "[A.1]", "framework: xx\n")}
    pages = build(files, frameworks={"xx": frame})
    page = pages["standards/xx/a-1/"]
    assert "Read x<sup>2</sup> &lt;closely&gt; &lt;script&gt;x&lt;/script&gt;." in page.html
    assert "© The State" in page.html
    assert pages["standards/xx/"].html.count("<a ") == 2  # A and A.1; A.2 has no cycles


def test_only_tied_targets_or_all_where_none_is_tied(build: Build) -> None:
    tied = "targets:\n  - {text: Cite evidence, standards: [RH.11-12.1]}\n  - {text: Know the battles}\n"
    loose = "targets:\n  - {text: Read alone}\n  - {text: Read together}\n"
    pages = build(
        {
            "a/one.md": record("First", "[RH.11-12.1]", tied),
            "a/two.md": record("Second", "[RH.11-12.1]", loose),
        }
    )
    page = pages["standards/ccss-ela/rh-11-12-1/"]
    words = text_of(page.html)
    assert "Cite evidence" in words
    assert "Know the battles" not in words
    assert "Read alone" in words
    assert "Read together" in words
    # A target tied to a part is tied to the whole.
    above = text_of(pages["standards/ccss-ela/rh-11-12/"].html)
    assert "Cite evidence" in above
    assert "Know the battles" not in above


def test_blank_things_vanish(build: Build) -> None:
    page = build({"a/one.md": record("Bare", "[W.5.1]")})["standards/ccss-ela/w-5-1/"]
    assert sections(page) == ["evidence", "cycles"]


def test_every_part_that_records_give(build: Build) -> None:
    more = (
        "practices: [annotation]\nstill_need: Seven do not weigh evidence yet.\nlearned: Slow is fast.\n"
        "would_change: Start shorter.\nquestions_for_readers: [Where is the second check?]\n"
        "exemplar: {why: Fits together., limits: One class.}\nconditions: 28 students\n"
        "capacity: {time: two visits}\ngroups:\n  - {need: Longer words, support: Read aloud}\n"
        "resources: [{title: Text set, url: 'https://example.org/texts'}]\n"
        "assessments: {o: {title: Organizer, source: own, file: o.pdf}}\ntargets: [Cite evidence]\n"
    ) + counts((9, 28), (20, 28))
    files = {"a/one/index.md": record("Whole", "[RH.11-12.3]", more), "a/one/o.pdf": "%PDF-1.4"}
    page = build(files)["standards/ccss-ela/rh-11-12-3/"]
    expected = ["how", "evidence", "targets", "tried", "hard", "learned", "examples", "asked", "cycles"]
    assert sections(page) == expected
    hrefs = [href for href, _ in read(page).links]
    assert "../../../cycles/a/one/o.pdf" in hrefs
    assert "https://example.org/texts" in hrefs
    words = text_of(page.html)
    for said in ("Longer words", "Read aloud", "Start shorter.", "One class.", "two visits", "28 students"):
        assert said in words


@pytest.mark.parametrize(
    "url", ["javascript:x()", "data:text/html,x", "//x.org", "https:x", "http://[", "", None]
)
def test_links_outside_are_web_addresses_or_nothing(url: str | None) -> None:
    assert outside(url) is None
    assert outside(" https://example.org/a ") == "https://example.org/a"


def test_cycles_stand_by_date_never_by_result(build: Build) -> None:
    def at(year: int, after: int) -> str:
        dates = f"dates: {{start: {year}-09-01}}\n"
        return record(f"Cycle of {year}", "[W.5.1]", dates + counts((10, 30), (after, 30)))

    files = {"a/x.md": at(2021, 25), "b/y.md": at(2023, 5), "c/z.md": at(2022, 15)}
    pages = build(files)
    for address in ("standards/ccss-ela/w-5-1/", "grades/5/", "subjects/reading/"):
        chart = pages[address].html
        found = re.findall(r"Cycle of (\d{4})</a>", chart)
        assert found[:3] == ["2023", "2022", "2021"], address
        cards = re.findall(r"cc-card__title.*?Cycle of (\d{4})", chart, re.DOTALL)
        assert cards == ["2023", "2022", "2021"], address


def test_no_row_and_no_number_for_few_students(build: Build) -> None:
    files = {"a/one.md": record("Small", "[W.5.1]", counts((3, 8), (7, 8)))}
    public = build(files)["standards/ccss-ela/w-5-1/"]
    assert "<svg" not in public.html
    assert not re.search(r"\b[378] of 8\b", text_of(public.html))
    school = build(files, audience="school")["standards/ccss-ela/w-5-1/"]
    assert "3 of 8" in text_of(school.html)


def test_a_percent_of_unknown_students_has_no_row(build: Build) -> None:
    more = "results: {before: {percent: 28}, after: {percent: 72}}\n"
    page = build({"a/one.md": record("Percents", "[W.5.1]", more)})["standards/ccss-ela/w-5-1/"]
    strip = re.search(r'<section aria-labelledby="how">.*?</section>', page.html, re.DOTALL)
    assert strip is not None
    assert "<svg" not in strip[0]
    assert "28% → 72%" in text_of(strip[0])


def test_the_whole_framework_on_one_light_page(build: Build) -> None:
    page = build({"a/one.md": record("First", "[RH.11-12.3]")})["standards/ccss-ela/"]
    assert len(page.html.encode()) < 250_000
    words = set(text_of(page.html).split())
    assert not set(catalogue("ccss-ela").items) - words
    assert [href for href, _ in read(page).links] == [
        f"../../standards/ccss-ela/{slug}/" for slug in ("rh", "rh-11-12", "rh-11-12-3")
    ]
    assert "<details open" not in page.html


def test_a_big_framework_with_long_words_stays_light(build: Build) -> None:
    items = [
        Item(f"S{n}", parent=None if n < 12 else f"S{n % 12}", statement="word " * 60) for n in range(2408)
    ]
    frame = make_framework(Framework("big", "Big", "Big"), items)
    files = {"a/one.md": record("First", "[S20]", "framework: big\n")}
    page = build(files, frameworks={"big": frame})["standards/big/"]
    assert len(page.html.encode()) < 250_000
    assert "S2407" in page.html


def test_an_unknown_code_has_a_page_with_what_may_be_meant(build: Build) -> None:
    files = {
        "a/one.md": record("Coreano", "['9국02-03']"),
        "a/two.md": record("Mistyped", "[8.EE.B.7]", "framework: ccss-math\n"),
        "a/three.md": record("Known", "[8.EE.C.7]"),
    }
    pages = build(files)
    assert "9국02-03" in pages["standards/other/9국02-03/"].html
    assert "Coreano" in pages["standards/other/9국02-03/"].html
    mistyped = pages["standards/other/8-ee-b-7/"]
    alike = re.search(r'aria-labelledby="alike".*?</section>', mistyped.html, re.DOTALL)
    assert alike is not None
    assert 'href="../../../standards/ccss-math/8-ee-c-7/"' in alike[0]
    other = pages["standards/other/"]
    assert [href for href, _ in read(other).links] == [
        "../../standards/other/8-ee-b-7/",
        "../../standards/other/9%EA%B5%AD02-03/",
    ]


def test_priorities_lead_to_their_standards_and_back(build: Build) -> None:
    focus = "focus:\n  - {title: Evidence, standards: [W.5.1, W.6.1, nonsense 12], why: Because.}\n"
    pages = build({"portfolio.yml": focus, "a/one.md": record("First", "[W.5.1]")})
    index = pages["standards/"]
    assert 'href="../standards/ccss-ela/w-5-1/"' in index.html
    assert "W.6.1" in index.html
    assert "nonsense 12" in index.html
    assert 'href="../../../standards/#focus-1"' in pages["standards/ccss-ela/w-5-1/"].html
    assert "focus-1" in read(index).ids


def test_shelves_of_grades_subjects_and_practices(build: Build) -> None:
    band = record("Band", "[W.5.1]", "practices: [Number Talk]\nlearned: Talk less.\n").replace("[5]", "K-2")
    files = {
        "a/one.md": band,
        "a/two.md": record("Five", "[W.5.1]", "practices: [number talk, exit slip]\n"),
    }
    pages = build(files)
    for grade in ("k", "1", "2"):
        assert "Band" in pages[f"grades/{grade}/"].html
    assert "Band" not in text_of(pages["grades/5/"].html)
    talk = pages["practices/number-talk/"]
    assert "Band" in talk.html
    assert "Five" in talk.html
    assert sections(talk)[0] == "learned"
    assert "Talk less." in talk.html
    assert 'href="../../practices/exit-slip/"' in talk.html
    index = pages["practices/"]
    assert "2 cycles" in text_of(index.html)


def test_author_text_cannot_become_markup(build: Build) -> None:
    evil = '"<script>alert(1)</script>"'
    more = (
        f"practices: [{evil}]\nlearned: {evil}\nstill_need: '<img src=x onerror=alert(1)>'\n"
        f"targets: [{{text: {evil}}}]\nresources: [{{title: {evil}, url: 'https://example.org/\"><script>'}}]\n"
    ) + counts((9, 28), (20, 28))
    files = {"a/one.md": record(evil, "['<b>X</b>.1']", more)}
    for page in build(files).values():
        assert "<script" not in page.html
        assert "onerror" not in page.html
        assert "<b>X" not in page.html
        assert page.head.count("<script") == page.head.count("</script") <= 1


def test_private_words_are_not_on_public_pages(build: Build) -> None:
    more = "support_needed: canary-one\nprivate_notes: canary-two\nteachers: [{role: T, name: Canarythree}]\n"
    hidden = record("Hidden canary-four", "[W.5.2]").replace("visibility: public", "visibility: school")
    pages = build({"a/one.md": record("Seen", "[W.5.1]", more), "a/two.md": hidden})
    assert "standards/ccss-ela/w-5-2/" not in pages
    assert not [page.address for page in pages.values() if "canary" in (page.html + page.head).lower()]


def test_the_sample_portfolio_holds_together(sample: Checked) -> None:
    library = Library(publish(sample.portfolio, "public"))
    desk = Desk(library, Words(), Setting(site_name="Test"))
    pages = {page.address: page for page in (*standard.pages(desk), *shelves.pages(desk))}
    assert len(library.standards) > 25
    known = {f"cycles/{cycle.id}/" for cycle in library.cycles} | {
        f"schools/{s.key}/" for s in library.schools
    }
    known |= {file_address(c, a.name) for c in library.cycles for a in c.attachments}
    known |= {starter_path(c) for c in library.cycles}
    known |= {file.path for page in pages.values() for file in page.files}
    known |= {"", "cycles/", "about/", "focus/", "coverage/", "data/cycles.csv", *pages}
    for page in pages.values():
        reader = read(page)
        assert reader.levels[0] == 1, page.address
        assert reader.levels.count(1) == 1, page.address
        assert all(b <= a + 1 for a, b in zip(reader.levels, reader.levels[1:], strict=False)), page.address
        assert len(set(reader.ids)) == len(reader.ids), page.address
        assert len(page.html.encode()) < 250_000
        for href, _ in reader.links:
            if href.startswith("https://"):
                continue
            path, _, fragment = unquote(href).partition("#")
            target = posixpath.normpath(posixpath.join("/", page.address, path)).lstrip("/")
            target += "/" if target and path.endswith("/") else ""
            assert target in known, (page.address, href)
            if fragment and target in pages:
                assert fragment in read(pages[target]).ids, (page.address, href)
    for cycle in library.cycles:
        for named in cycle.standards:
            assert cycle.record.title in unescape(pages[library.standards[named.code].address].html)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Read and annotate grade-level history texts", "Read and understand grade-level history texts"),
        ("Name what the texts leave uncertain and say why", "Recognize what the texts leave uncertain"),
        ("Apoyo cada razón con un hecho de la fuente", "Apoyar las razones con hechos de una fuente"),
        ("Elevene begrunner påstanden med kilder", "Begrunne en påstand med en kilde"),
        ("근거를 들어 주장을 쓸 수 있다", "주장을 뒷받침하는 근거로 글을 쓸 수 있다"),
    ],
)
def test_targets_that_are_alike_stand_in_a_row(one: str, other: str) -> None:
    beside = ["Sketch a graph from a description", "Contar hasta cien", "분수를 수직선에 나타낸다"]
    assert align([[beside[0], one], [other, beside[1]], [beside[2]]]) == [(1, 0, None)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Say what the slope means, with units", "Sketch a graph from a description in words"),
        ("Students can say what a piece claims", "Students can place a fraction on a line"),
        ("근거를 들어 주장을 쓴다", "분수를 수직선에 나타낸다"),
        ("", ""),
        ("…", "!"),
    ],
)
def test_targets_that_are_not_alike_stand_alone(one: str, other: str) -> None:
    assert align([[one], [other]]) == []


def test_what_every_target_says_makes_none_alike() -> None:
    every = [
        "Students can count coins",
        "Students can read aloud",
        "Students can draw maps",
        "Students can sing",
    ]
    assert align([[text] for text in every]) == []


WORDS = st.lists(
    st.sampled_from(
        ["read", "weigh", "evidence", "texts", "claim", "reason", "the", "a", "of", "근거를", "주장"]
    ),
    max_size=6,
)


@given(st.lists(st.lists(WORDS.map(" ".join), max_size=4), max_size=4))
def test_a_row_has_one_target_a_team_and_a_target_one_row(columns: list[list[str]]) -> None:
    rows = align(columns)
    cells = [(column, place) for row in rows for column, place in enumerate(row) if place is not None]
    assert len(cells) == len(set(cells))
    assert all(sum(place is not None for place in row) >= 2 for row in rows)
    assert all(place < len(columns[column]) for column, place in cells)
    assert rows == align(columns)


def test_alike_targets_are_aligned_on_the_page_and_can_be_copied(build: Build) -> None:
    targets = "targets:\n  - {text: %s, standards: [RH.11-12.3]}\n  - {text: %s, standards: [RH.11-12.3]}\n"
    pages = build(
        {
            "a/one.md": record(
                "First", "[RH.11-12.3]", targets % ("Cite a line from the text", "Draw a timeline")
            ),
            "b/two.md": record(
                "Second", "[RH.11-12.3]", targets % ("Ask a question", "Cite two lines from the texts")
            ),
        }
    )
    html = pages["standards/ccss-ela/rh-11-12-3/"].html
    rows = re.findall(r'<li class="cc-unpacked__row">(.*?)</li>', html, re.DOTALL)
    assert [re.findall(r'cc-unpacked__at-(\d).*?text">([^<]+)<', row, re.DOTALL) for row in rows] == [
        [("1", "Cite a line from the text"), ("2", "Cite two lines from the texts")]
    ]
    # A button that copies would be dead without a script, so a script makes it, in what follows each text.
    followed = r'class="cc-unpacked__text"[^>]*>[^<]+</p>\s*<p class="cc-unpacked__facts">'
    assert len(re.findall(followed, html)) == html.count('class="cc-unpacked__text"') == 4
    assert html.count('data-cc-copy="Copy"') == 1
    assert "<button" not in html


def test_an_exemplars_conditions_and_limits_stand_before_its_downloads(build: Build) -> None:
    more = (
        "exemplar: {why: Fits together., limits: One class.}\nconditions: 28 students\n"
        "capacity: {time: two visits}\nassessments: {o: {title: Organizer, file: o.pdf}}\n"
        "resources: [{title: Note sheet, file: n.pdf}]\n"
    )
    files = {
        "a/one/index.md": record("Whole", "[RH.11-12.3]", more),
        "a/one/o.pdf": "%PDF-1.4",
        "a/one/n.pdf": "%PDF-1.4",
    }
    html = build(files)["standards/ccss-ela/rh-11-12-3/"].html
    before = max(html.index(text) for text in ("28 students", "two visits", "One class."))
    downloads = [m.start() for m in re.finditer(r'href="[^"]*(?:\.pdf|start\.txt)"', html)]
    assert len(downloads) == 3
    assert before < min(downloads)


def test_not_yet_is_said_with_what_stayed_hard(build: Build) -> None:
    html = build({"a/one.md": record("First", "[RH.11-12.3]", counts((9, 28), (20, 28)))})[
        "standards/ccss-ela/rh-11-12-3/"
    ].html
    part = html[html.index('id="hard"') :]
    assert "8 of 28 students not there yet" in text_of(part)
    few = build({"a/one.md": record("First", "[RH.11-12.3]", counts((2, 8), (5, 8)))})
    assert "not there yet" not in few["standards/ccss-ela/rh-11-12-3/"].html
