"""Shelves with more cycles than one page should hold: what their pages say and where the rest stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.views import school, shelves, standard, year
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.views.older import PART, SHOWN, count_parts
from coaching_cycles.words import Words

TOTAL = SHOWN + PART + 7
RECORD = """---
title: Cycle {number:03d}
grades: [5]
subject: Reading
goal: Students will read.
standards: [RL.5.1]
practices: [Annotation]
dates: {{start: {year}-{month:02d}-15, end: {year}-{month:02d}-25}}
status: complete
visibility: public
approved: {{by: teacher, on: 2026-11-02}}
learned: Lesson {number:03d}.
results:
  before: {{students: 25, proficient: 7}}
  after: {{students: 25, proficient: 18}}
---
"""
SHELVES = (
    "grades/5/",
    "subjects/reading/",
    "practices/annotation/",
    "standards/ccss-ela/rl-5-1/",
    "schools/hill/",
    "years/2023-24/",
)


def write(folder: Path, total: int) -> Path:
    """A portfolio of so many cycles of one school year, the first of them the oldest."""
    for number in range(total):
        year, month = (2023, 9 + number // 50) if number < 200 else (2024, 1 + (number - 200) // 50)
        path = folder / "cycles" / "hill" / f"cycle-{number:03d}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORD.format(number=number, year=year, month=month), encoding="utf-8")
    return folder


def shelves_of(folder: Path) -> dict[str, str]:
    """The articles of a portfolio's shelves; its cycles' own pages are not drawn."""
    checked = read_portfolio(folder)
    assert checked.broken == ()
    desk = Desk(Library(publish(checked.portfolio, "public")), Words("en"), Setting("Site"))
    sections = (school, shelves, standard, year)
    return {page.address: page.html for section in sections for page in section.pages(desk)}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The articles of a portfolio in which one shelf after the other is too long for a page."""
    return shelves_of(write(tmp_path_factory.mktemp("long"), TOTAL))


def named(html: str) -> set[str]:
    return set(re.findall(r"Cycle \d{3}", html))


@pytest.mark.parametrize("shelf", SHELVES)
def test_every_cycle_of_a_long_shelf_can_be_reached_without_a_script(
    pages: dict[str, str], shelf: str
) -> None:
    here, part = pages[shelf], pages[f"{shelf}part-1/"]
    assert named(here) >= {f"Cycle {number:03d}" for number in range(PART, TOTAL)}
    assert named(part) == {f"Cycle {number:03d}" for number in range(PART)}
    # A school's months show all cycles of its year.
    assert named(here).isdisjoint(named(part)) or shelf == "schools/hill/"
    assert f'{shelf}part-1/"' in here
    assert f'{shelf}" rel="next"' in part
    assert f"{shelf}part-2/" not in pages
    assert "7 of 25 → 18 of 25" in part


def test_a_part_says_which_time_it_is_of(pages: dict[str, str]) -> None:
    part = pages["subjects/reading/part-1/"]
    assert "September – December 2023" in part
    assert f"200 of {TOTAL} cycles, newest first." in part


def test_pages_say_what_they_leave_to_others(pages: dict[str, str]) -> None:
    assert f"The newest {SHOWN} of {TOTAL} cycles" in pages["subjects/reading/"]
    assert f"The newest 24 of {TOTAL} cycles stand side by side" in pages["standards/ccss-ela/rl-5-1/"]
    year = pages["years/2023-24/"]
    counted = re.search(r"(\d+) more are on the pages of their cycles", year)
    assert counted is not None
    assert len(set(re.findall(r"Lesson \d{3}", year))) + int(counted[1]) == TOTAL


def test_a_new_cycle_changes_no_part(pages: dict[str, str], tmp_path: Path) -> None:
    later = shelves_of(write(tmp_path, TOTAL + 1))
    part = "practices/annotation/part-1/"
    assert later[part].replace(f"of {TOTAL + 1} cycles", f"of {TOTAL} cycles") == pages[part]
    assert later["practices/annotation/"] != pages["practices/annotation/"]


def test_a_short_shelf_has_one_page(tmp_path: Path) -> None:
    made = shelves_of(write(tmp_path, 3))
    assert [address for address in made if "part-" in address] == []
    for shelf in SHELVES:
        assert "Earlier cycles" not in made[shelf]
        assert "newest" not in re.sub(r"newest first|Newest first", "", made[shelf])


@given(st.integers(0, 100_000))
def test_a_page_keeps_enough_and_never_too_much(total: int) -> None:
    kept = total - PART * count_parts(total)
    assert min(total, SHOWN) <= kept < SHOWN + PART
