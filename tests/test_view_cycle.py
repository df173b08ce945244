"""A cycle's page: everything that the record gives, in order, nothing blank, nothing above its audience."""

from __future__ import annotations

import csv
import json
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from coaching_cycles.adapters.excerpt import excerpt
from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.schema import Audience
from coaching_cycles.standards.searching import compact
from coaching_cycles.views import cycle
from coaching_cycles.views.cycle.head import spell
from coaching_cycles.views.cycle.start import starter, starter_name
from coaching_cycles.views.data import jsonld
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.views.outline import settle
from coaching_cycles.views.page import Page
from coaching_cycles.words import Words

LEAST = {"title": "Reasons", "grades": "[5]", "subject": "Reading", "goal": "Students will give reasons."}
PUBLIC = "visibility: public\napproved: {by: teacher, on: 2026-11-02}\n"

RICH = """
standards: [CCSS.ELA-LITERACY.W.5.1, W.5.1b]
exemplar: {why: Worth a look., limits: One class only.}
goal_history: [The class will cover reasons.]
course: Writing workshop
teachers: [{role: Grade 5 teacher, name: Zebedee Quux, show: role}]
dates: {start: 2026-09-01, end: 2026-10-12, planned_end: 2026-10-26}
ended: {how: met early, why: The goal was reached.}
short_because: [tight goal]
rhythm: {planning: weekly, class_visits_per_week: 2}
practices: [exit slip]
conditions: One room.
capacity: {time: Two periods a week}
assessments:
  slip: {title: One paragraph, source: own, levels: [Low, Near, There, Beyond], proficient: There}
results:
  assessment: slip
  before: {date: 2026-09-03, levels: [6, 9, 6, 4]}
  after: {date: 2026-10-09, levels: [3, 5, 10, 7], form: parallel}
  follow_up: {date: 2026-12-01, students: 24, proficient: 15}
targets:
  - text: I give two reasons.
    kind: skill
    standards: [W.5.1]
    results:
      before: {date: 2026-09-03, students: 25, proficient: 8}
      after: {date: 2026-10-09, students: 25, proficient: 16}
  - text: I link them.
    kind: content
    results:
      before: {date: 2026-09-03, note: Few did.}
  - text: I answer back.
groups: [{need: No reasons yet, students: 6, support: A frame, target: 1}]
evidence: [{date: 2026-09-20, target: 1, content: Named two., standard: Did not tie them.}]
resources: [{title: A frame, url: "https://example.org/frame"}]
logs:
  - {log: goal, date: 2026-08-28, answers: {goal: "The *goal*."}, next: {date: 2026-09-03, steps: [Draft it]}}
  - {log: instruction, date: 2026-09-10, notes: Went on.}
  - {log: instruction, date: 2026-09-24, notes: Went on again.}
still_need: Seven meet in a group.
learned: Reasons came first.
would_change: Begin sooner.
support_needed: CANARY-SUPPORT
private_notes: CANARY-NOTES
questions_for_readers: [Where would you begin?]
license: CC BY 4.0
"""
BODY = "\n# A big heading\n\nText.\n\n#### A deep one\n\nMore.\n"
ORDER = [
    "learned",
    "would-change",
    "before-and-after",
    "targets",
    "not-yet",
    "did-it-last",
    "write-up",
    "timeline",
    "logs",
    "evidence",
    "groups",
    "assessments",
    "resources",
    "questions",
]


class Folder:
    """A portfolio that a test writes record by record."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "cycles" / "hill").mkdir(parents=True)
        (root / "cycles" / "hill" / "school.yml").write_text("name: Hill <School>\n", encoding="utf-8")

    def add(
        self, name: str, more: str = "", body: str = "", *, status: str = "complete", **head: str
    ) -> None:
        text = "".join(f"{key}: {value}\n" for key, value in {**LEAST, **head, "status": status}.items())
        path = self.root / "cycles" / "hill" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\n{text}{PUBLIC if 'visibility' not in more else ''}{more}---\n{body}", "utf-8")

    def desk(self, audience: Audience = "public", **setting: str) -> Desk:
        checked = read_portfolio(self.root)
        assert checked.broken == (), [p.message for p in checked.problems]
        library = Library(publish(checked.portfolio, audience))
        return Desk(library, Words("en"), Setting(site_name="Site", **setting))  # type: ignore[arg-type]

    def page(self, name: str = "one", audience: Audience = "public", **setting: str) -> Page:
        found = {p.address: p for p in cycle.pages(self.desk(audience, **setting))}
        return found[f"cycles/hill/{name}/"]

    def files(self, audience: Audience = "public") -> dict[str, str]:
        return {
            a.path.removeprefix("cycles/hill/"): a.content.decode("utf-8-sig")
            for a in cycle.assets(self.desk(audience))
        }


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def tags(html: str) -> list[tuple[str, dict[str, str]]]:
    return _Tags(html).tags


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def heading_levels(html: str) -> list[int]:
    return [int(tag[1]) for tag, _ in tags(html) if re.fullmatch("h[1-6]", tag)]


@pytest.mark.parametrize(
    "more", ["", "visibility: school\n", "visibility: school\ngroups: [{need: A need}]\n"]
)
def test_least_record_shows_no_empty_part(folder: Folder, more: str) -> None:
    folder.add("one", more)
    html = folder.page("one", "school" if more else "public").html
    assert heading_levels(html) == ([1, 2] if "groups" in more else [1])
    assert "Students will give reasons." in words(html)
    assert re.findall(r"<(dl|ul|ol|dd|p|section)[^>]*>\s*</\1>", html) == []
    assert "N/A" not in html
    assert "None" not in html


def test_parts_stand_in_their_order(folder: Folder) -> None:
    folder.add("one", RICH, BODY)
    html = folder.page().html
    anchors = [a["id"] for tag, a in tags(html) if tag in {"h2", "h3"} and a.get("id") in ORDER]
    assert anchors == ORDER


def test_headings_skip_no_level(folder: Folder) -> None:
    folder.add("one", RICH, BODY)
    levels = heading_levels(folder.page().html)
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_anchor_is_there_once(folder: Folder) -> None:
    folder.add("one", RICH, BODY)
    found = tags(folder.page().html)
    ids = [a["id"] for _, a in found if "id" in a]
    assert len(ids) == len(set(ids))
    inside = {a["href"][1:] for tag, a in found if tag == "a" and a.get("href", "").startswith("#")}
    assert {"log-instruction-2", "before-and-after"} <= inside
    assert inside <= set(ids)


def measure_shape(folder: Folder, name: str, after: int) -> list[tuple[str, str]]:
    """The measure's elements with their classes, without what is drawn in a chart and what it leaves out."""
    before, last = "{students: 60, proficient: 30}", f"{{students: 60, proficient: {after}}}"
    more = f"results:\n  before: {before}\n  after: {last}\n"
    folder.add(name, more)
    html = folder.page(name).html
    block = html[html.index('id="before-and-after"') : html.index('id="not-yet"')]
    block = re.sub(r"<svg.*?</svg>|<ul>.*?</ul>|<dl.*?</dl>", "", block, flags=re.DOTALL)
    return [(tag, a.get("class", "")) for tag, a in tags(block)]


def test_gain_drop_and_no_change_look_alike(folder: Folder) -> None:
    gain, drop = measure_shape(folder, "up", 50), measure_shape(folder, "down", 10)
    assert ("p", "cc-measure__sum") in gain
    assert gain == drop == measure_shape(folder, "same", 30)


def test_figures_never_stand_without_what_they_leave_out(folder: Folder) -> None:
    folder.add(
        "one", "results: {before: {students: 60, proficient: 30}, after: {students: 60, proficient: 50}}\n"
    )
    html = folder.page().html
    assert "What these numbers leave out" in html
    assert re.search(r'class="cc-card cc-out"[^>]*>\s*<h3>[^<]+</h3>\s*<ul><li>\w', html)


def test_beside_every_figure_that_there_was_no_comparison(folder: Folder) -> None:
    """Also where there is more to say: it stands in the same list, in the same size, and once."""
    folder.add(
        "one", "results: {before: {students: 25, proficient: 9}, after: {students: 25, proficient: 10}}\n"
    )
    out = re.search(r'<section class="cc-card cc-out"[^>]*>.*?</section>', folder.page().html, re.DOTALL)
    assert out
    assert out[0].count("<li>Before and after, one group: this shows what changed, not why.</li>") == 1
    assert "<li>The change is within what chance could produce.</li>" in out[0]


def test_readings_in_words_are_quoted_and_not_drawn(folder: Folder) -> None:
    folder.add("one", "results: {before: {date: 2026-09-03, note: Few did.}}\n")
    html = folder.page().html
    assert "cc-chart" not in html
    assert "cc-tabs" not in html
    quote = re.search(r'<figure class="cc-reading cc-reading--before">.*?</figure>', html, re.DOTALL)
    assert quote
    assert "Few did." in quote[0]
    assert '<time datetime="2026-09-03">3 Sep 2026</time>' in quote[0]
    assert "There is no reading after." in words(html)
    assert "[]" not in str(folder.files())
    assert set(folder.files()) == {"one/start.txt", "one/start.json"}


def test_targets_say_how_they_were_measured(folder: Folder) -> None:
    folder.add("one", RICH)
    html = folder.page().html
    items = re.findall(r'<li id="target-\d">.*?(?=<li id="target-|</ol>\s*\n)', html, re.DOTALL)
    assert len(items) == 3
    assert "16 of 25, was 8 of 25" in words(items[0])
    assert "Few did." in items[1]
    assert "16 of 25" not in items[1]
    assert "This target was not measured." in items[2]
    assert "Target 3 was never measured." in words(html)


def test_not_yet_is_counted_from_the_last_reading(folder: Folder) -> None:
    folder.add("one", RICH)
    assert "8 of 25 students were not there yet on 9 Oct 2026." in words(folder.page().html)


@pytest.mark.parametrize(
    ("students", "after", "said"),
    [
        (25, 1, "All but at most 2 of 25 students were not there yet at the end."),
        (70, 1, "Over 95% of 70 students were not there yet at the end."),
        (70, 69, "Under 5% of 70 students were not there yet at the end."),
    ],
)
def test_not_yet_is_coded_as_the_reading_is(folder: Folder, students: int, after: int, said: str) -> None:
    readings = f"before: {{students: {students}, proficient: 5}}, after: {{students: {students}, proficient: "
    folder.add("one", f"results: {{{readings}{after}}}}}\n")
    assert said in words(folder.page().html)


@pytest.mark.parametrize(
    ("status", "said"), [("complete", "2024"), ("planned", "2024"), ("active", "since 2024")]
)
def test_only_what_still_runs_is_dated_since(folder: Folder, status: str, said: str) -> None:
    folder.add("one", "dates: {start: 2024}\n", status=status)
    assert f"When {said} " in words(folder.page().html)


def test_a_number_has_one_spelling_in_text_and_chart(folder: Folder) -> None:
    folder.add("one", "results: {before: {percent: 28.5}, after: {percent: 3}}\n")
    folder.add(
        "two",
        "results: {before: {students: 46, mean: 54.46, out_of: 100}, "
        "after: {students: 46, mean: 83.2, out_of: 100}}\n",
    )
    for name, there, never in (
        ("one", ("29%", "under 5%"), ("28.5", "0–5%")),
        ("two", ("54.5",), ()),
    ):
        html = folder.page(name).html
        drawn = " ".join(re.findall(r"<text.*?</text>", html, re.DOTALL))
        text = words(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))
        for number in there:
            assert number in words(drawn), (name, number)
            assert number in text, (name, number)
        assert [number for number in never if number in drawn or number in text] == []


def test_the_table_has_scores_as_they_were_typed(folder: Folder) -> None:
    scores = "{students: 46, mean: 54.46, sd: 17.74, out_of: 100}"
    folder.add("one", f"results: {{before: {scores}, after: {{students: 46, mean: 83.2, sd: 12}}}}\n")
    html = folder.page().html
    cells = [words(cell).strip() for cell in re.findall(r"<td.*?</td>", html, re.DOTALL)]
    assert {"54.46", "17.74", "83.2", "12"} <= set(cells)
    drawn = " ".join(re.findall(r"<text.*?</text>", html, re.DOTALL))
    assert "54.46" not in drawn


def test_coded_ends_are_coded_everywhere(folder: Folder) -> None:
    folder.add(
        "one", "results: {before: {students: 12, proficient: 1}, after: {students: 12, proficient: 11}}\n"
    )
    said = words(folder.page().html)
    assert "Fewer than 3 of 12 students were not there yet" in said
    assert "11 of 12" not in said
    assert "1 of 12" not in said
    rows = list(csv.reader(StringIO(folder.files()["one/goal-1.csv"])))
    assert "fewer than 3" in rows[1]
    assert {"1", "11"} & {cell for row in rows for cell in row} == set()


def test_narrow_fields_stay_with_their_audience(folder: Folder) -> None:
    folder.add("one", RICH)
    canaries = ("CANARY-SUPPORT", "CANARY-NOTES", "Zebedee")
    shown = folder.page().html + folder.page().head + "".join(folder.files().values())
    assert [c for c in canaries if c in shown] == []
    assert "cc-ribbon" not in shown
    private = folder.page(audience="private").html
    assert [c for c in canaries if c in private] == list(canaries[:2])
    ribbon = words(re.search(r'<div class="cc-ribbon.*?</div>', private, re.DOTALL)[0])  # type: ignore[index]
    assert "Support still wanted (private only)" in ribbon
    assert "Private notes (private only)" in ribbon
    assert "names of teachers" in ribbon


def test_preview_says_why_a_page_is_not_public(folder: Folder) -> None:
    folder.add("one", "visibility: school\n")
    folder.add("two", "visibility: public\n")
    assert "(it is for the school only)" in words(folder.page("one", "school").html)
    assert "(the teachers have not approved it)" in words(folder.page("two", "school").html)


def test_files_hold_no_formula(folder: Folder) -> None:
    folder.add("one", RICH.replace("I give two reasons.", "'=HYPERLINK(\"x\")'"))
    rows = list(csv.reader(StringIO(folder.files()["one/targets.csv"])))
    assert rows[0][:2] == ["Target", "Learning target"]
    assert rows[1][1] == '\'=HYPERLINK("x")'
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_links_to_files_lead_to_files(folder: Folder) -> None:
    folder.add("one", RICH)
    linked = {a["href"] for tag, a in tags(folder.page().html) if tag == "a" and "download" in a}
    # What the form starts from is fetched by its script; every other file has a link.
    made = set(folder.files()) - {"one/start.json"}
    assert {name.removeprefix("one/") for name in made} == {"start.txt", "goal-1.csv", "targets.csv"}
    assert {href.rpartition("/")[2] for href in linked} == {name.removeprefix("one/") for name in made}


def test_file_of_the_record_keeps_its_name(folder: Folder) -> None:
    (folder.root / "cycles" / "hill" / "one").mkdir()
    (folder.root / "cycles" / "hill" / "one" / "start.txt").write_text("theirs", "utf-8")
    folder.add("one/index", "resources: [{title: Notes, file: start.txt}]\n")
    assert set(folder.files()) == {"one/page-start.txt", "one/start.json"}
    downloads = [a["href"] for tag, a in tags(folder.page().html) if tag == "a" and "download" in a]
    assert downloads
    assert all(href.endswith("page-start.txt") for href in downloads)


def test_record_to_start_from_is_a_record(folder: Folder) -> None:
    folder.add("one", RICH)
    started = folder.files()["one/start.txt"]
    assert "2026" not in started
    (folder.root / "cycles" / "hill" / "two.md").write_text(started, "utf-8")
    desk = folder.desk("private")
    new = desk.library.by_id["hill/two"]
    assert new.record.remixed_from == "hill/one"
    assert new.record.status == "planned"
    assert new.measures == ()
    assert [t.text for t in new.record.targets or ()] == [
        "I give two reasons.",
        "I link them.",
        "I answer back.",
    ]
    page = next(p for p in cycle.pages(desk) if p.address == "cycles/hill/two/")
    assert "Started from Reasons" in words(page.html)


def test_data_for_machines_cannot_be_broken_out_of(folder: Folder) -> None:
    title = "</script><script>alert(1)</script> & <!--"
    folder.add("one", "standards: [RH.11-12.3]\n", title=f"'{title}'")
    head = folder.page(site_url="https://example.org/p/").head
    assert head.count("<") == 2
    text = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', head)
    assert text
    data = json.loads(text[1])
    assert data["name"] == title
    assert data["@id"] == "https://example.org/p/cycles/hill/one/"
    aligned = data["educationalAlignment"][0]
    assert aligned["targetName"] == "RH.11-12.3"
    assert aligned["targetUrl"].startswith("https://www.thecorestandards.org/")
    assert "<script>alert" not in folder.page().html


def test_term_names_its_framework(folder: Folder) -> None:
    folder.add("one", "standards: [RH.11-12.3]\n")
    desk = folder.desk()
    shelf = next(s for s in desk.library.standards.values() if s.own)
    term = jsonld.defined_term(desk, shelf)
    assert term["termCode"] == "RH.11-12.3"
    assert term["inDefinedTermSet"] == {"@type": "DefinedTermSet", "name": desk.framework_title("ccss-ela")}


@pytest.mark.parametrize("text", ["<b>", "a & b", "\u2028"])
def test_script_escapes(text: str) -> None:
    made = jsonld.script({"name": text})
    assert text not in made
    assert json.loads(made[made.index("{") : made.rindex("}") + 1])["name"] == text


def test_timeline_is_to_scale(folder: Folder) -> None:
    folder.add("one", RICH)
    html = folder.page().html
    rail = re.search(r'<svg class="cc-rail".*?</ol>', html, re.DOTALL)
    assert rail
    days = re.findall(r'<li><time datetime="([^"]+)"', rail[0])
    assert days == sorted(days)
    assert len(days) == 7
    places = [float(x) for x in re.findall(r'<use href="#rail-\w+" x="([\d.]+)%"', rail[0])]
    assert min(places) >= 0
    assert max(places) <= 100
    # Ten, fourteen and again fourteen days lie between these marks.
    logs = [float(x) for x in re.findall(r'<use href="#rail-\w+" x="([\d.]+)%" y="26"', rail[0])]
    assert logs[2] - logs[1] == pytest.approx((logs[1] - logs[0]) * 14 / 13, abs=0.02)


def test_two_days_are_no_timeline(folder: Folder) -> None:
    pair = "results: {before: {date: 2026-09-03, note: a}, after: {date: 2026-10-09, note: b}}\n"
    folder.add("one", pair)
    assert 'id="timeline"' not in folder.page().html


def test_neighbours_are_other_cycles_newest_first(folder: Folder) -> None:
    folder.add("one", "standards: [W.5.1, RI.5.8]\n")
    for year, code in ((2023, "W.5.1"), (2025, "RI.5.8"), (2024, "W.5.1")):
        folder.add(f"{year}-10-x", f"standards: [{code}]\n", title=f"Of {year}")
    folder.add("2022-01-y", title="Of the school")
    html = folder.page().html
    part = html[html.index('id="neighbours"') :]
    titles = [t for t in re.findall(r"<a [^>]+>([^<]+)</a>", part) if t.startswith("Of ")]
    assert titles == ["Of 2025", "Of 2024", "Of 2023", "Of the school"]


def test_language_is_told_of_the_authors_words_only(folder: Folder) -> None:
    folder.add("one", "learned: Aprendimos.\nlang: es\n", title="Leer")
    html = folder.page().html
    assert '<h1 lang="es">Leer</h1>' in html
    assert '<div lang="es"><p>Aprendimos.</p></div>' in html
    assert re.search(r'<div class="cc-layout[^"]*" lang="en">', html)
    assert re.search(r"<h2[^>]*>What we learned</h2>", html)
    folder.add("two")
    html = folder.page("two").html
    assert "<h1>Reasons</h1>" in html
    assert re.search(r'<div class="cc-layout[^"]*">', html)


def test_record_is_edited_where_it_lies(folder: Folder) -> None:
    folder.add("글 하나")
    desk = folder.desk(edit_base="https://example.org/edit/main/")
    page = next(iter(cycle.pages(desk)))
    href = next(a["href"] for tag, a in tags(page.html) if "/edit/main/" in a.get("href", ""))
    assert href == "https://example.org/edit/main/cycles/hill/%EA%B8%80%20%ED%95%98%EB%82%98.md"


def test_search_finds_every_spelling(folder: Folder) -> None:
    folder.add("one", "standards: [CCSS.ELA-LITERACY.RH.11-12.3]\n")
    page = f"<article data-pagefind-body>{folder.page().html}</article>"
    (told,) = [a for _, a in tags(excerpt(page) or "") if "data-pagefind-filter" in a]
    places = re.findall(r"(\w+)\[([\w-]+)\](?:, |$)", told["data-pagefind-filter"])
    assert {
        ("code", "rh11123"),
        ("code", "ccsselaliteracyrh11123"),
        ("standard", "ccss-ela/rh-11-12-3=RH.11-12.3"),
        ("school", "hill=Hill <School>"),
        ("status", "complete=complete"),
    } <= {(name, told[place]) for name, place in places}


def test_search_is_told_values_as_they_are() -> None:
    pairs = [("a", "x|y:z=\"<b>\" & 'more'"), ("a", ""), ("b", "&#124;")]
    told = f'data-cc-filters="{spell(pairs)}" data-cc-facts="{spell(pairs[:1])}" data-cc-date="2026-01-02"'
    found = excerpt(f"<article data-pagefind-body><i hidden {told}></i></article>")
    (read,) = [a for _, a in tags(found or "") if "data-pagefind-filter" in a]
    assert read["data-pagefind-filter"] == "a[data-f1], a[data-f2], b[data-f3]"
    assert [read[f"data-f{at}"] for at in (1, 2, 3)] == [value for _, value in pairs]
    assert (read["data-pagefind-meta"], read["data-m1"]) == ("a[data-m1]", pairs[0][1])
    assert (read["data-pagefind-sort"], read["data-v"]) == ("date[data-v]", "2026-01-02")


def test_codes_are_compared_without_separators() -> None:
    assert compact("CCSS.ELA-Literacy_RH.11-12.3") == "ccsselaliteracyrh11123"
    assert compact("9국02-03") == "9국0203"


@given(st.lists(st.integers(1, 6), min_size=1, max_size=12), st.integers(2, 5))
def test_headings_of_a_text_fit_under_any_other(levels: list[int], base: int) -> None:
    html = Markup("".join(f"<h{level}>x</h{level}>" for level in levels))  # noqa: S704 - made of digits
    fitted = heading_levels(settle(html, base))
    assert len(fitted) == len(levels)
    assert fitted[0] == base
    assert all(base <= level <= 6 for level in fitted)
    assert all(after - before <= 1 for before, after in pairwise(fitted))


def test_blank_corner_of_a_table_is_no_heading() -> None:
    assert "<th></th>" not in settle(Markup("<tr><th></th><th>a</th></tr>"), 3)


def test_family_is_told_on_each_page(folder: Folder) -> None:
    for name, more in (
        ("one", ""),
        ("two", "remixed_from: hill/one\n"),
        ("three", "remixed_from: hill/one\n"),
        ("four", "remixed_from: hill/two\n"),
        ("five", "remixed_from: hill/five\n"),
    ):
        folder.add(name, more, title=name.title())
    said = {
        name: " ".join(re.sub(r"<[^>]+>", " ", folder.page(name).html).split())
        for name in ("one", "two", "three", "four", "five")
    }
    assert "Two started from this one" in said["one"]
    assert "Three started from this one" in said["one"]
    assert "Started from One Three started there too Four started from this one" in said["two"]
    assert "Started from Two which started from One" in said["four"]
    assert "started there too" not in said["four"]
    assert "Started from" not in said["five"], "no cycle is its own origin"


def test_records_to_start_from_check_clean_and_hold_no_data(
    root: Path, sample: Checked, tmp_path: Path
) -> None:
    """Each cycle of the sample, started anew in a portfolio of another district: no count, date, or name."""
    desk = Desk(Library(publish(sample.portfolio, "public"), sample.frameworks), Words(), Setting("Site"))
    shutil.copytree(root / "standards", tmp_path / "standards")
    new = tmp_path / "cycles" / "new-school"
    new.mkdir(parents=True)
    (new / "school.yml").write_text("name: New School\n", encoding="utf-8")
    for made in desk.library.cycles:
        text = starter(desk, made).decode()
        (new / f"{made.school}-{starter_name(made)}").write_text(text, encoding="utf-8")
        own = text.replace(made.id, "").replace(made.record.title, "").replace(made.record.goal, "")
        assert re.search(r"\b20\d\d-\d\d\b", own) is None
        assert desk.library.school(made.school).record.name not in text
        for person in (*made.teachers, made.coach):
            assert person is None or person not in text
    again = read_portfolio(tmp_path)
    assert len(again.portfolio.cycles) == len(desk.library.cycles) > 30
    # A code that is in no framework stays one, and the cycle started from is in the other portfolio.
    same = {(p.code, p.message) for p in sample.problems if p.code.startswith("H")}
    left = {(p.code, p.message) for p in again.problems} - same
    assert {code for code, _ in left} == {"H218"}


def test_notes_in_a_record_to_start_from_become_parts(folder: Folder) -> None:
    folder.add("one", RICH)
    started = folder.files()["one/start.txt"]
    head, mark, rest = started.partition("# results:\n")
    lines = (mark + rest).replace("[]", "[1, 2, 3, 4]").splitlines()
    filled = [line.removeprefix("# ") for line in lines if not line.startswith("# The meetings")]
    text = head + "\n".join(filled).replace("      goal:", "      goal: Two reasons.") + "\n"
    (folder.root / "cycles" / "hill" / "two.md").write_text(text, "utf-8")
    new = folder.desk("private").library.whole("hill/two")
    assert [log.template.key for log in new.logs] == [
        "goal",
        "assessment",
        "baseline",
        "instruction",
        "impact",
    ]
    assert new.logs[0].answers == (("goal", "Two reasons."),)
    assert [m.instrument.title for m in new.measures if m.instrument is not None] == ["One paragraph"]
    assert "support" not in started, "a prompt that is not for this audience"
