"""Home, finder, schools, years and "about": what stands in them, in which order, and what does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.schema import Audience
from coaching_cycles.site import build_site
from coaching_cycles.values import PartialDate
from coaching_cycles.views import about, cards, finder, home, school, year
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.views.figures import share_row
from coaching_cycles.views.page import Page
from coaching_cycles.views.rollups import tally
from coaching_cycles.words import Words
from tests.golden import lines_of

HEAD = """title: {title}
grades: [5]
subject: Reading
goal: Students will read {title}.
status: {status}
visibility: public
approved: {{by: teacher, on: 2026-11-02}}
"""
PAIR = "results:\n  before: {students: 25, proficient: 7}\n  after: {students: 25, proficient: 18}\n"


class Folder:
    """A portfolio that a test writes record by record."""

    def __init__(self, root: Path) -> None:
        self.root = root / "cycles"
        (self.root / "hill").mkdir(parents=True)

    def add(
        self, name: str, more: str = "", *, title: str = "", status: str = "complete", at: str = "hill"
    ) -> None:
        (self.root / at).mkdir(exist_ok=True)
        head = HEAD.format(title=title or name, status=status)
        (self.root / at / f"{name}.md").write_text(f"---\n{head}{more}---\n", encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8")

    def desk(self, audience: Audience = "public") -> Desk:
        checked = read_portfolio(self.root.parent)
        assert checked.broken == ()
        library = Library(publish(checked.portfolio, audience))
        return Desk(library, Words("en"), Setting(site_name="Site"))

    def card(self, audience: Audience = "public") -> cards.Card:
        desk = self.desk(audience)
        return cards.card(desk, desk.library.cycles[0], "")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def only(pages: Iterator[Page], address: str) -> Page:
    return next(page for page in pages if page.address == address)


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


def in_order(html: str, *titles: str) -> bool:
    places = [html.index(title) for title in titles]
    return places == sorted(places)


# Cards


def test_row_of_counts(folder: Folder) -> None:
    folder.add("2026-10-a", PAIR)
    row = folder.card().row
    assert row is not None
    assert (row.text, row.quote) == ("7 of 25 → 18 of 25", False)
    assert (row.before, row.after) == ((28.0, 28.0), (72.0, 72.0))


def test_level_and_instrument_stay_with_the_number(folder: Folder) -> None:
    levels = "assessments: {two: {title: Page two, levels: [No, Yes], proficient: Yes}}\n"
    folder.add("2026-10-a", levels + PAIR.replace("results:\n", "results:\n  assessment: two\n"))
    row = folder.card().row
    assert row is not None
    assert row.measured == "at Yes on Page two"
    desk = folder.desk()
    for page in (
        only(year.pages(desk), "years/2026-27/"),
        only(finder.pages(desk), "cycles/"),
        only(home.pages(desk), ""),
    ):
        assert "7 of 25 → 18 of 25 at Yes on Page two" in text_of(page.html), page.address


def test_a_different_form_is_said_once(folder: Folder) -> None:
    levels = "assessments: {two: {title: Page two}}\n"
    folder.add(
        "2026-10-a",
        levels
        + "results: {assessment: two, before: {students: 25, proficient: 7}, "
        + "after: {students: 25, proficient: 18, form: different}}\n",
    )
    row = folder.card().row
    assert row is not None
    assert (row.text, row.measured) == ("7 of 25, then 18 of 25 on a different form", "on Page two")


def test_row_of_words_is_a_quotation(folder: Folder) -> None:
    folder.add(
        "2026-10-a", 'results: {before: {note: "First *look*."}, after: {note: "Most quote a line."}}\n'
    )
    row = folder.card().row
    assert row is not None
    assert (row.text, row.quote) == ("Most quote a line.", True)


def test_no_row_before_anything_was_seen(folder: Folder) -> None:
    folder.add("2026-10-a", status="planned")
    card = folder.card()
    assert card.row is None
    assert card.status_word == "planned"


@pytest.mark.parametrize(
    "results",
    [
        "{before: {students: 25, proficient: 7}, after: {students: 25, proficient: 9, form: different}}",
        "{before: {percent: 40}, after: {students: 25, proficient: 9}}",
        "{before: {students: 8, proficient: 2}, after: {students: 8, proficient: 5}}",
    ],
    ids=["different form", "percent and counts", "under ten"],
)
def test_marks_only_where_they_may_be_compared(folder: Folder, results: str) -> None:
    folder.add("2026-10-a", f"results: {results}\n")
    row = folder.card("private").row
    assert row is not None
    assert row.text
    assert (row.before, row.after) == (None, None)


def test_hidden_end_is_drawn_as_a_range(folder: Folder) -> None:
    folder.add(
        "2026-10-a",
        "results: {before: {students: 25, proficient: 1}, after: {students: 25, proficient: 18}}\n",
    )
    row = folder.card().row
    assert row is not None
    assert row.before is not None
    assert row.before[0] < row.before[1]
    assert "1 of 25" not in row.text


@pytest.mark.parametrize(
    ("after", "matched", "joined"),
    [
        (25, "", True),
        (25, "matched: {kept: 6, gained: 9, slipped: 1, not_yet: 9}", True),
        (23, "", False),
        # Some were there both times, and still what is drawn are all 25 and all 23.
        (23, "matched: {kept: 6, gained: 9, slipped: 1, not_yet: 7}", False),
        (25, "left: {proficient: 1, not_yet: 1}, joined: 2", False),
    ],
)
def test_no_line_between_different_students(folder: Folder, after: int, matched: str, joined: bool) -> None:
    readings = f"before: {{students: 25, proficient: 7}}, after: {{students: {after}, proficient: 15}}"
    folder.add("2026-10-a", f"results: {{{readings}, {matched}}}\n")
    row = folder.card("private").row
    assert row is not None
    assert row.joined is joined
    [measure] = folder.desk("private").library.cycles[0].measures
    assert share_row(folder.desk("private").words, measure, "").joined is joined


def test_row_says_what_it_is_about(folder: Folder) -> None:
    targets = (
        "targets:\n  - Learn it\n  - text: Use it\n    results: {before: {students: 20, proficient: 5}}\n"
    )
    folder.add(
        "2026-10-a", targets + "  - text: Keep it\n    results: {after: {students: 20, proficient: 9}}\n"
    )
    row = folder.card().row
    assert row is not None
    assert row.note == "learning target 2 · 1 more measure"


@given(st.text(max_size=400), st.integers(10, 300))
def test_shortened_text_is_short(text: str, limit: int) -> None:
    shown = cards.shorten(text, limit)
    assert len(shown) <= limit
    assert "<" not in shown or "<" in text


def test_shortened_text_ends_with_a_sentence_where_it_can() -> None:
    assert (
        cards.shorten("One two three. Four five six. Seven eight nine ten.", 32)
        == "One two three. Four five six."
    )
    assert cards.shorten("One two three four five six seven.", 20) == "One two three four…"


# Home


def test_home_has_every_way_in(folder: Folder) -> None:
    folder.write(
        "portfolio.yml", "title: Ours & theirs\nfocus: [{title: Evidence, standards: [RL.5.1, W.9-10.1]}]\n"
    )
    folder.write("hill/school.yml", "name: Hill School\n")
    folder.add("2026-10-a", "standards: [RL.5.1]\npractices: [annotation]\n")
    page = only(home.pages(folder.desk()), "")
    assert page.title == "Ours & theirs"
    for href in (
        "standards/ccss-ela/",
        "schools/hill/",
        "grades/5/",
        "subjects/reading/",
        "practices/annotation/",
    ):
        assert f'href="{href}"' in page.html
    assert 'href="years/2026-27/"' in page.html
    focus = page.html[page.html.index('id="focus"') :]
    assert 'href="standards/ccss-ela/rl-5-1/"' in focus
    assert "W.9-10.1" in focus, "a standard without cycles still belongs to the priority"
    assert "1 cycle on these standards" in focus


@pytest.mark.parametrize(("sample", "said"), [("true", True), ("false", False)])
def test_made_up_data_are_called_so(folder: Folder, sample: str, said: bool) -> None:
    folder.write("portfolio.yml", f"title: Ours\nsample: {sample}\n")
    folder.add("2026-10-a")
    desk = folder.desk()
    pages = [
        only(home.pages(desk), ""),
        only(about.pages(desk), "about/"),
        only(year.pages(desk), "years/2026-27/"),
    ]
    assert [("made up" in page.html) for page in pages] == [said] * 3


def test_empty_portfolio_explains_itself(folder: Folder) -> None:
    folder.add("2026-10-a", "private_notes: x\n", title="Hidden one")
    for name, change in (("b", "visibility: school"), ("c", "visibility: private"), ("d", "")):
        folder.add(f"2026-10-{name}", title=f"Hidden {name}")
        path = folder.root / "hill" / f"2026-10-{name}.md"
        text = path.read_text(encoding="utf-8").replace("visibility: public", change or "visibility: public")
        path.write_text(text.replace("approved: {by: teacher, on: 2026-11-02}\n", ""), encoding="utf-8")
    (folder.root / "hill" / "2026-10-a.md").unlink()
    page = only(home.pages(folder.desk()), "")
    text = text_of(page.html)
    assert "3 cycles of this portfolio are not shown" in text
    assert "1 awaits the teachers’ approval. 1 is for the school only. 1 is private." in text
    assert "First steps" in text
    assert "visibility: public" in text
    assert "Hidden" not in page.html


def test_hubs_say_how_many_are_not_shown(folder: Folder) -> None:
    folder.add("2026-10-a")
    folder.add("2026-10-b", title="Hidden one")
    path = folder.root / "hill" / "2026-10-b.md"
    path.write_text(path.read_text(encoding="utf-8").replace("public", "private"), encoding="utf-8")
    desk = folder.desk()
    for pages in (
        home.pages(desk),
        finder.pages(desk),
        school.pages(desk),
        year.pages(desk),
        about.pages(desk),
    ):
        for page in pages:
            assert re.search(r"1 cycle of this (portfolio|school) is not shown", page.html), page.address
            assert "Hidden" not in page.html
    whole = folder.desk("private")
    assert all("not shown" not in page.html for page in finder.pages(whole))


# Finder


def test_finder_lists_all_by_year_newest_first(folder: Folder) -> None:
    low = "results: {before: {students: 25, proficient: 18}, after: {students: 25, proficient: 7}}\n"
    folder.add("2025-02-old", PAIR, title="Old gain")
    folder.add("2026-09-drop", low, title="New drop")
    folder.add("2026-10-gain", PAIR, title="Newest gain")
    folder.add("undated", PAIR, title="Some day")
    page = only(finder.pages(folder.desk()), "cycles/")
    assert in_order(page.html, "Newest gain</a>", "New drop</a>", "Old gain</a>", "Some day</a>")
    assert re.findall(r'<h2 id="([^"]+)"', page.html) == ["y2026-27", "y2024-25", "undated"]
    assert page.nav


def test_finder_items_carry_what_filters_need(folder: Folder) -> None:
    folder.add("2026-10-a", "standards: [8.EE.7b]\npractices: [Exit slip]\n")
    folder.add("2026-09-b", "standards: [8.EE.C]\n", at="lake", status="active")
    page = only(finder.pages(folder.desk()), "cycles/")
    first = page.html[page.html.index('<li class="cc-cycle"') :]
    first = first[: first.index(">")]
    for name, value in {
        "school": "hill",
        "standard": "ccss-math/8-ee-c-7-b ccss-math/8-ee-c",
        "grade": "5",
        "subject": "reading",
        "practice": "exit-slip",
        "status": "complete",
        "year": "2026-27",
    }.items():
        assert f'data-{name}="{value}"' in first
    codes = re.search(r'data-codes="([^"]*)"', first)
    assert codes is not None
    assert {"8eec7b", "8ee7b"} <= set(codes[1].split())
    cluster = re.search(r'value="ccss-math/8-ee-c"><span>[^<]*</span> <span class="cc-num">(\d+)', page.html)
    assert cluster is not None
    assert cluster[1] == "2", "a cluster counts the cycles on its standards"


def test_what_an_author_wrote_cannot_leave_an_attribute(folder: Folder) -> None:
    folder.add("2026-10-a", "practices: ['\" onclick=\"x']\n", title="'\"><script>x</script>'")
    for page in (*finder.pages(folder.desk()), *home.pages(folder.desk()), *year.pages(folder.desk())):
        assert "<script" not in page.html
        assert not re.search(r"<[^>]*\sonclick=\"x", page.html.replace("&#34;", ""))


# Schools


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        (("MATH", "math", "Math", "Math"), "Math"),
        (("math", "MATH"), "MATH"),
        (("Math", "MATH", "MATH"), "MATH"),
    ],
)
def test_usual_spelling_names_a_shelf(folder: Folder, typed: tuple[str, ...], title: str) -> None:
    for number, word in enumerate(typed):
        folder.add(f"cycle-{number}", f"practices: [{word}]\n")
    (shelf,) = folder.desk().library.practices
    assert (shelf.key, shelf.title, len(shelf.cycles)) == ("math", title, len(typed))


def test_school_page(folder: Folder) -> None:
    folder.write("hill/school.yml", "name: Hill School\nfocus: Evidence\nplaces: [Upper Road]\n")
    overlap = "standards: [RL.5.1]\ndates: {start: 2026-09-07, end: 2026-10-20}\n"
    need = "still_need: Seven do not weigh it yet.\n"
    folder.add("2026-09-a", overlap + PAIR + need, title="First")
    folder.add("2026-10-b", overlap, title="Second", status="active")
    folder.add("2025-10-c", "standards: [RL.5.2]\n", title="Earlier", status="stopped")
    page = only(school.pages(folder.desk()), "schools/hill/")
    text = text_of(page.html)
    assert "1 under way · 1 complete · 1 stopped" in text
    assert "7 of 25 students not there yet" in text
    assert "Seven do not weigh it yet." in text
    months = page.html[page.html.index('id="months"') :]
    assert 'rowspan="2"' in months, "cycles that overlap on a standard stand one under the other"
    assert 'colspan="2" class="cc-months__at"' in months, "September and October"
    assert page.crumbs[-1] == ("Schools", "schools/")
    assert 'href="./"' not in page.html
    cycles = page.html[page.html.index("cc-card cc-cycle") :]
    meta = re.findall(r'<p class="cc-card__meta">(.*?)</p>', cycles, re.DOTALL)
    assert len(meta) == 3
    assert not any("Hill School" in text for text in meta), "whose page this is need not stand on each card"


def test_school_without_cycles_has_no_empty_headings(folder: Folder) -> None:
    folder.write("hill/school.yml", "name: Hill School\n")
    page = only(school.pages(folder.desk("private")), "schools/hill/")
    assert "<h2" not in page.html
    assert "<dt>" not in page.html


def test_plate_names_each_class(folder: Folder) -> None:
    several = "results:\n"
    for n, there in ((1, 15), (2, 20)):
        several += f"  - {{section: Period {n}, before: {{students: 25, proficient: 5}}, "
        several += f"after: {{date: 2026-11-19, students: 25, proficient: {there}}}}}\n"
    folder.add("2026-10-a", several)
    page = only(school.pages(folder.desk()), "schools/hill/")
    assert "10 of 25 students not there yet (Period 1 · 19 Nov 2026)" in page.html
    assert "5 of 25 students not there yet (Period 2 · 19 Nov 2026)" in page.html


def test_plate_keeps_a_hidden_number(folder: Folder) -> None:
    folder.add(
        "2026-10-a",
        "results: {before: {students: 25, proficient: 9}, after: {students: 25, proficient: 24}}\n",
    )
    page = only(school.pages(folder.desk()), "schools/hill/")
    assert "not there yet" not in page.html


def test_plate_keeps_the_cycles_with_most_left(folder: Folder) -> None:
    results = (
        "results: {{before: {{students: {n}, proficient: 0}}, after: {{students: {n}, proficient: 1}}}}\n"
    )
    folder.add("2026-10-few", results.format(n=25))
    folder.add("2026-10-many", results.format(n=70))
    folder.add("2026-10-both", PAIR.replace("18", "24") + "still_need: Some repeat it.\n")
    for page in (
        only(school.pages(folder.desk()), "schools/hill/"),
        only(year.pages(folder.desk()), "years/2026-27/"),
    ):
        text = text_of(page.html)
        assert "All but at most 2 of 25 students not there yet" in text
        assert "Over 95% of 70 students not there yet" in text
        assert "Fewer than 3 of 25 students not there yet" in text, "listed for its need, and coded as well"
        assert "24 of 25" not in text


def test_plate_says_bands_too(folder: Folder) -> None:
    folder.write("portfolio.yml", "title: Ours\nprivacy: {policy: k12-10-banded}\n")
    folder.add("2026-10-a", PAIR)
    page = only(school.pages(folder.desk()), "schools/hill/")
    assert "21–30% of 20–39 students not there yet" in text_of(page.html)


# Years


def test_year_begins_with_the_authors_words(folder: Folder) -> None:
    folder.add(
        "2026-09-a", PAIR + "learned: Naming the move helped.\nstill_need: Seven repeat it.\n", title="A"
    )
    folder.add("2026-10-b", title="B", status="active")
    folder.add("2024-10-c", title="C")
    pages = list(year.pages(folder.desk()))
    assert [(page.address, page.nav) for page in pages] == [
        ("years/2026-27/", True),
        ("years/2024-25/", False),
    ]
    html = pages[0].html
    assert in_order(
        html, "Naming the move helped.", "7 of 25 → 18 of 25", "Seven repeat it.", "1 cycle has numbers"
    )
    assert "2 coaching cycles in 1 school" in html
    assert 'href="../../years/2024-25/"' in html


def test_year_leaves_nothing_out_silently(folder: Folder) -> None:
    for n in range(20):
        folder.add(f"2026-10-{n:02}", f"learned: Lesson {n}.\nstill_need: Need {n}.\n")
    text = text_of(only(year.pages(folder.desk()), "years/2026-27/").html)
    assert all(f"Lesson {n}." in text and f"Need {n}." in text for n in range(20))
    for left in (20 - year.QUOTES, 20 - year.PRINTED, 20 - year.PLATE):
        assert f"{left} more on the site." in text


def test_tally_counts_every_cycle_once(folder: Folder) -> None:
    matched = PAIR + "  matched: {kept: 4, gained: 14, slipped: 3, not_yet: 4}\n"
    folder.add("2026-01-a", matched + "  follow_up: {students: 24, proficient: 15}\n")
    folder.add("2026-02-b", "results: {before: {students: 25, proficient: 7}}\n", status="active")
    folder.add(
        "2026-03-c", "results: {before: {students: 6, proficient: 3}, after: {students: 6, proficient: 4}}\n"
    )
    folder.add("2026-04-d", status="stopped")
    folder.add("2026-05-e", status="planned")
    count = tally(folder.desk().library.cycles)
    assert (count.planned, count.active, count.complete, count.stopped) == (1, 1, 2, 1)
    assert (count.both, count.part, count.words) == (1, 1, 3), "too few students is no number to show"
    assert (count.matched, count.follow_up) == (1, 1)


def test_tally_counts_only_tables_that_are_shown(folder: Folder) -> None:
    folder.add("2026-01-a", PAIR + "  matched: {kept: 6, gained: 12, slipped: 1, not_yet: 6}\n")
    scores = "before: {students: 30, mean: 50, out_of: 80}, after: {students: 30, mean: 60, out_of: 80}"
    folder.add("2026-02-b", f"results: {{{scores}, change: {{students: 30, mean: 10, sd: 8}}}}\n")
    assert tally(folder.desk().library.cycles).matched == 0
    assert tally(folder.desk("private").library.cycles).matched == 1


# About


def test_policy_is_said_as_it_is(folder: Folder) -> None:
    folder.add("2026-10-a")
    public = only(about.pages(folder.desk()), "about/").html
    assert "k12-10, version 1" in public
    assert "fewer than 10 students" in public
    assert 'id="how-to-read"' in public
    private = only(about.pages(folder.desk("private")), "about/").html
    assert "Numbers are shown as they are." in private
    assert "fewer than 10 students" not in private


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("coach@example.org", '<a href="mailto:coach@example.org">coach@example.org</a>'),
        ("https://example.org/ask", '<a href="https://example.org/ask">https://example.org/ask</a>'),
        ("The district office", "The district office"),
        ("'javascript:x@y'", "javascript:x@y"),
    ],
)
def test_whom_to_ask(folder: Folder, contact: str, shown: str) -> None:
    folder.write("portfolio.yml", f"title: Ours\ncontact: {contact}\n")
    folder.add("2026-10-a")
    html = only(about.pages(folder.desk()), "about/").html
    assert shown in html
    assert 'href="javascript' not in html


def test_when_a_cycle_ran(folder: Folder) -> None:
    folder.add("a", "dates: {start: 2026-10-01, end: 2026-10-26}\n")
    assert folder.card().date == "1–26 Oct 2026"
    assert PartialDate(2026, 10, 1).school_year() == "2026-27"


def test_every_rollup_counts_its_cycles_by_kind(tmp_path: Path) -> None:
    """Home, school, standard, practice, grade, subject, year: what is there, how many are not shown."""
    both = "{before: {students: 25, proficient: 7}, after: {students: 25, proficient: 18}}"
    matched = f"{both[:-1]}, matched: {{kept: 3, slipped: 4, gained: 15, not_yet: 3}}}}"
    later = f"{both[:-1]}, follow_up: {{students: 25, proficient: 17}}}}"
    kinds = {
        "both": ("complete", f"results: {both}\n"),
        "matched": ("complete", f"results: {matched}\n"),
        "later": ("stopped", f"results: {later}\n"),
        "going": ("active", ""),
        "held": ("complete", f"results: {both}\nvisibility: school\n"),
    }
    home = tmp_path / "cycles" / "hill"
    home.mkdir(parents=True)
    for name, (status, more) in kinds.items():
        shown = (
            "" if "visibility" in more else "visibility: public\napproved: {by: teachers, on: 2027-02-01}\n"
        )
        (home / f"2026-09-{name}.md").write_text(
            f"---\ntitle: {name}\ngrades: [5]\nsubject: Reading\n"
            f"goal: Students will read.\nstatus: {status}\n"
            f"standards: [RL.5.1]\npractices: [modeling]\n{shown}{more}---\n\nText.\n",
            encoding="utf-8",
        )
    pages = {page.address: lines_of(page.html) for page in build_site(tmp_path).pages}
    rollups = [
        "", "schools/hill/", "standards/ccss-ela/rl-5-1/", "practices/modeling/", "grades/5/",
        "subjects/reading/", "years/2026-27/",
    ]  # fmt: skip
    for address in rollups:
        said = pages[address]
        for line in (
            "3 cycles have numbers from before and after.",
            "1 cycle says how the same students moved.",
            "1 cycle looked again later.",
            "1 cycle has no numbers to show.",
        ):
            assert line in said, (address, line)
        text = " ".join(said)
        assert "1 under way · 2 complete · 1 stopped" in text, address
        assert re.search(r"1 cycle of this (portfolio|school) is not shown\.", text), address
