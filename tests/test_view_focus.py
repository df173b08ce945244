"""The coherence map and coverage: what stands on one side only, terms, tables of a size to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.schema import Audience
from coaching_cycles.views import focus, school
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.views.focus import coverage
from coaching_cycles.views.focus.grid import make_map
from coaching_cycles.words import Words
from tests.test_view_standards import PUBLIC, counts, text_of

Make = Callable[..., Desk]

DISTRICT = (
    "focus:\n"
    "  - {title: Evidence, standards: [W.5.1, RI.5.8]}\n"
    "  - {title: Number, standards: [3.NF.A.2]}\n"
    "  - {title: Belonging}\n"
    "  - In words alone\n"
)


def cycle(title: str, standards: str, start: str = "2024-10", more: str = "") -> str:
    head = f"title: {title}\ngrades: [5]\nsubject: Reading\ngoal: Students will read.\nstatus: complete\n"
    return f"---\n{head}standards: {standards}\ndates: {{start: {start}}}\n{PUBLIC}{more}---\n"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def build(files: Mapping[str, str], audience: Audience = "public", errors: str = "") -> Desk:
        for name, text in files.items():
            path = tmp_path / "cycles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        checked = read_portfolio(tmp_path)
        assert [p.code for p in checked.problems if p.code.startswith("E")] == errors.split()
        return Desk(Library(publish(checked.portfolio, audience)), Words(), Setting(site_name="Test"))

    return build


def page(desk: Desk, address: str) -> str:
    return {page.address: page.html for page in (*focus.pages(desk), *school.pages(desk))}[address]


def test_both_kinds_of_white_squares_are_said_in_words(make: Make) -> None:
    desk = make(
        {
            "portfolio.yml": DISTRICT,
            "a/one.md": cycle("On a part", "[W.5.1b]"),
            "a/two.md": cycle("On something else", "[RL.5.2]"),
            "b/three.md": cycle("Without a standard", "[]"),
        }
    )
    html = page(desk, "focus/")
    words = text_of(html)
    assert "3 priorities without a cycle: Number, Belonging, and In words alone" in words
    assert "2 standards of priorities without a cycle: RI.5.8 and 3.NF.A.2" in words
    assert "2 cycles belong to no priority." in words
    assert "1 cycle · 1 standard without a cycle" in words
    outside = html[html.index('id="outside"') :]
    assert "On something else" in outside
    assert "Without a standard" in outside
    assert "On a part" not in outside


def test_every_priority_and_every_cycle_may_have_the_other(make: Make) -> None:
    desk = make(
        {
            "portfolio.yml": "focus: {title: Evidence, standards: W.5.1}\n",
            "a/one.md": cycle("First", "[W.5.1]"),
        }
    )
    words = text_of(page(desk, "focus/"))
    assert "Every priority has a cycle. Every cycle belongs to a priority." in words


@pytest.mark.parametrize(
    ("terms", "titles"),
    [
        ("", ["Earlier", "Jan–Jul 2022", "Aug–Dec 2022", "Jan–Jul 2023", "Aug–Dec 2023", "Jan–Jul 2024"]),
        ("terms: [3, 9]\n", ["Earlier", "Mar–Aug 2022", "Sep–Feb 2023", "Mar–Aug 2023", "Sep–Feb 2024"]),
        ("terms: 1\n", ["Earlier", "Jan–Dec 2019", "Jan–Dec 2020", "Jan–Dec 2021", "Jan–Dec 2022"]),
    ],
)
def test_terms_are_columns_and_each_cycle_stands_in_its_own(
    make: Make, terms: str, titles: list[str]
) -> None:
    starts = {"Old": "2012-10", "Winter": "2023-01", "Newest": "2024-10", "Year alone": "2024"}
    files = {f"a/{n}.md": cycle(title, "[W.5.1]", start) for n, (title, start) in enumerate(starts.items())}
    desk = make({"portfolio.yml": DISTRICT + terms, **files})
    made = make_map(desk, "focus/", desk.library.published.record.focus or (), desk.library.cycles)
    assert made is not None
    assert list(made.terms[: len(titles)]) == titles
    assert made.terms[-1] == "No month"
    cells = {
        one.title: made.terms[place]
        for place, cell in enumerate(made.priorities[0].rows[0].cells)
        for one in cell.cycles
    }
    assert cells["Old"] == "Earlier"
    assert cells["Year alone"] == "No month"
    assert cells["Newest"] == made.terms[-2]
    assert "2023" in cells["Winter"]


def test_a_month_that_there_is_not_is_an_error(make: Make) -> None:
    make({"portfolio.yml": "terms: [8, 13]\n", "a/one.md": cycle("First", "[W.5.1]")}, errors="E205")


def test_a_schools_focus_may_name_standards_and_words_stay_valid(make: Make) -> None:
    desk = make(
        {
            "a/school.yml": "name: A\nfocus: [Reading, {title: Evidence, standards: [W.5.1, W.6.1]}]\n",
            "b/school.yml": "name: B\nfocus: In words alone\n",
            "a/one.md": cycle("First", "[W.5.1]"),
            "b/two.md": cycle("Second", "[W.5.1]"),
        }
    )
    mine, other = page(desk, "schools/a/"), page(desk, "schools/b/")
    assert "Reading" in mine
    table = mine[mine.index('id="focus"') :].partition("</section>")[0]
    assert "First" in table
    assert "Second" not in table, "a school's map has its own cycles"
    assert "1 cycle · 1 standard without a cycle" in text_of(table)
    assert "In words alone" in other
    assert 'id="focus"' not in other
    assert "focus/" not in {made.address for made in focus.pages(desk)}


def test_a_schools_map_leaves_out_standards_of_other_grades(make: Make) -> None:
    desk = make(
        {
            "portfolio.yml": "focus: [{title: Evidence, standards: [W.5.1, RH.11-12.3, CTE-1]}]\n",
            "a/school.yml": "name: A\ngrades: K-5\n",
            "b/school.yml": "name: B\n",
            "a/one.md": cycle("First", "[W.5.1]"),
            "b/two.md": cycle("Second", "[W.5.1]"),
        }
    )
    rows = {
        key: re.findall(
            r'<th scope="row">(?:<a[^>]*>)?([^<]+)',
            page(desk, f"schools/{key}/").partition('id="focus"')[2].partition("</section>")[0],
        )
        for key in "ab"
    }
    assert [row.strip() for row in rows["a"]] == ["W.5.1", "CTE-1"]
    assert [row.strip() for row in rows["b"]] == ["W.5.1", "RH.11-12.3", "CTE-1"]


def test_what_is_not_public_is_on_no_map(make: Make) -> None:
    hidden = cycle("Hidden cycle", "[W.5.1]").replace("visibility: public", "visibility: school")
    files = {
        "portfolio.yml": DISTRICT,
        "a/one.md": cycle("Shown", "[W.5.1]", more=counts((2, 8), (5, 8))),
        "b/two.md": hidden,
        "b/school.yml": "name: Hidden school\n",
    }
    for made in focus.pages(make(files)):
        assert "Shown" in made.html
        assert "Hidden" not in made.html
        assert " of 8" not in made.html
    assert any("Hidden cycle" in made.html for made in focus.pages(make(files, "school")))


def test_without_a_standard_there_is_no_coverage_to_lead_to(make: Make) -> None:
    made = {
        page.address: page.html
        for page in focus.pages(make({"portfolio.yml": DISTRICT, "a/one.md": cycle("One", "[]")}))
    }
    assert set(made) == {"focus/"}
    assert "coverage/" not in made["focus/"]


def test_coverage_leads_from_each_square_to_its_cycles(make: Make) -> None:
    desk = make(
        {
            "a/one.md": cycle("First", "[W.5.1]", "2024-10-01, end: 2024-12-10"),
            "a/two.md": cycle("Second", "[W.5.1]", "2024-11"),
            "b/three.md": cycle("Third", "[3.NF.A.2]", "2023-02"),
        }
    )
    html = page(desk, "coverage/")
    ela = html[html.index('id="schools-ccss-ela"') :].partition("</table>")[0]
    links = re.findall(r'href="\.\./(cycles/[^"]+)">([^<]+)<', ela)
    assert links == [("cycles/a/two/", "Nov 2024"), ("cycles/a/one/", "Oct 2024")]
    months = html[html.index('id="months"') :].partition("</table>")[0]
    squares = re.findall(r'<a class="cc-map__square" href="\.\./([^"]+)"><span[^>]*>(\d+)', months)
    assert squares == [
        ("cycles/a/one/", "1"),
        ("standards/ccss-ela/w-5-1/", "2"),
        ("cycles/a/one/", "1"),
    ]
    assert "<summary>2022–23</summary>" in html


def test_many_standards_and_schools_stay_a_table_to_read(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "MOST", 2)
    monkeypatch.setattr(coverage, "ABREAST", 2)
    desk = make(
        {
            "a/one.md": cycle("First", "[W.5.1a, W.5.1b, W.5.2]"),
            "b/two.md": cycle("Second", "[W.5.3]"),
            "c/three.md": cycle("Third", "[RL.5.1]"),
        }
    )
    html = page(desk, "coverage/")
    assert "These are the standards above" in html
    table = html[html.index('id="schools-ccss-ela"') :].partition("</table>")[0]
    rows = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', table)
    assert rows == ["RL.5", "W.5"]
    assert {"A · Oct 2024", "B · Oct 2024", "C · Oct 2024"} <= set(re.findall(r">(\w · Oct 2024)<", table))
