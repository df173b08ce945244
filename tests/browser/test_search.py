"""The search over the real sample site: what it finds, what a result says, keys, filters.

The dialog itself is tested on a site made by hand; here, that the sample portfolio's records are found by
what a reader would type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coaching_cycles.checking.portfolio import Checked
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.standards import Code
from coaching_cycles.values import expand_grades
from tests.browser.chromium import Reader, View
from tests.browser.faults import Axe
from tests.browser.searching import HITS, NOTHING, STATUS, answer

SEARCH = "#cc-search"
CIVIL_WAR = "Weighing the evidence in Civil War texts"
FRACTIONS = "Fractions are places on a line, not only pieces of pizza"


def open_search(visit: Reader, view: View | None = None) -> Page:
    page = visit("/about/", view)
    page.keyboard.press("/")
    expect(page.locator("#cc-q")).to_be_focused()
    expect(page.locator(STATUS)).to_contain_text("Type a few words")
    return page


def ask(page: Page, query: str) -> dict[str, str]:
    """The titles found and their addresses, in order: all of them."""
    answer(page, lambda: page.locator("#cc-q").fill(query))
    more = page.locator(f"{SEARCH} [data-cc=more]")
    while more.count():
        before = page.locator(HITS).count()
        more.click()
        expect(page.locator(HITS)).not_to_have_count(before)
    found = page.locator(HITS).evaluate_all(
        "nodes => nodes.map(node => [node.querySelector('b').textContent, node.pathname])"
    )
    assert len(found) == said(page)
    return dict(found)


# What `ask` does, for many questions, in the page itself: to have each step told costs more than to answer.
ASK_ALL = """async queries => {
  const dialog = document.querySelector("#cc-search");
  const all = selector => [...dialog.querySelectorAll(selector)];
  const [status, input] = [".cc-search__status", "#cc-q"].map(name => dialog.querySelector(name));
  const until = async holds => { while (!holds()) await new Promise(done => setTimeout(done, 2)); };
  const answers = {};
  for (const query of queries) {
    status.textContent = "";
    input.value = query;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    await until(() => !["", "Loading the index…"].includes(status.textContent));
    for (let more; more = dialog.querySelector("[data-cc=more]");) {
      const before = all(".cc-search__hits a").length;
      more.click();
      await until(() => all(".cc-search__hits a").length > before);
    }
    const found = all(".cc-search__hits a").map(node => [node.querySelector("b").textContent, node.pathname]);
    answers[query] = [found, status.textContent];
  }
  return answers;
}"""


def ask_all(page: Page, queries: Iterable[str]) -> dict[str, dict[str, str]]:
    """What `ask` gives for each of many queries, asked one after another in one page."""
    answers = page.evaluate(ASK_ALL, list(queries))
    for found, status in answers.values():
        assert len(found) == (0 if status == NOTHING else int(status.split()[0]))
    return {query: dict(found) for query, (found, _) in answers.items()}


def said(page: Page) -> int:
    """How many pages the search says that it found."""
    text = page.locator(STATUS).inner_text()
    return 0 if text == NOTHING else int(text.split()[0])


@pytest.fixture(scope="module")
def library(sample: Checked) -> Library:
    return Library(publish(sample.portfolio, "public"))


@pytest.mark.parametrize(
    ("where", "query", "title"),
    [
        ("title", "pizza", FRACTIONS),
        ("goal", "mechanism", "Investigating feedback loops with our own pulse"),
        ("target", "dioxide", "Where does the wood come from?"),
        ("log in a file", "soldier", CIVIL_WAR),
        ("log in the front matter", "skateboard", "Does the data support F = ma, and how would you know?"),
        ("write-up", "Horace Greeley", CIVIL_WAR),
        ("evidence note", "Sumter", CIVIL_WAR),
        ("what was learned", "handover", "One input, one output"),
        ("Spanish, without its accent", "leimos", "Leer para que otros escuchen"),
        ("Korean", "구조도", "글의 구조를 따라 요약하기"),
        ("several places at once", "fallacy opinion Northgate", "Reasons under a lens"),
    ],
)
def test_words_are_found_wherever_they_stand(visit: Reader, where: str, query: str, title: str) -> None:
    assert title in ask(open_search(visit), query)


def test_a_sentence_in_quotes_is_found_as_it_stands(visit: Reader) -> None:
    page = open_search(visit)
    assert list(ask(page, '"explain what decides where each one goes"')) == [FRACTIONS]
    assert ask(page, '"explain where what each one decides goes"') == {}


def test_standards_are_found_by_every_spelling_of_the_records(
    visit: Reader, library: Library, site_url: str
) -> None:
    """Each finds all cycles that name the standard, however they spell it, and its own page first."""
    cycles: dict[Code, set[str]] = {}
    spellings: dict[str, Code] = {}
    for cycle in library.cycles:
        for standard in (*cycle.standards, *(s for part in cycle.target_standards for s in part)):
            cycles.setdefault(standard.code, set()).add(cycle.record.title)
            spellings |= {standard.raw: standard.code, standard.code.code: standard.code}
    assert {"F-IF.4", "RH.11–12.3", "8.EE.7b", "MS.PS1-2", "9국02-03", "MP.3", "K.CC.4"} <= spellings.keys()
    page = open_search(visit)
    answers = ask_all(page, spellings)
    for typed in ("F-IF.4", "9국02-03"):
        assert list(ask(page, typed)) == list(answers[typed])
    wrong = {}
    for typed, code in spellings.items():
        found = answers[typed]
        titles = {title for title, path in found.items() if "/cycles/" in path}
        if titles != cycles[code] or not next(iter(found)).startswith(code.code):
            wrong[typed] = list(found)
    assert wrong == {}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rh 11-12 3", "RH.11-12.3"),
        ("ccss.ela-literacy.rh.11-12.3", "RH.11-12.3"),
        ("HSF.IF.B.4", "HSF-IF.B.4"),
        ("f.if.b.4", "HSF-IF.B.4"),
        ("fif4", "HSF-IF.B.4"),
        ("ms ps1 2", "MS-PS1-2"),
        ("8.ee.c.7.b", "8.EE.C.7b"),
        ("smp 4", "MP4"),
    ],
)
def test_standards_are_found_as_readers_type_them(visit: Reader, typed: str, code: str) -> None:
    first = next(iter(ask(open_search(visit), typed)))
    assert first.startswith(code)


def test_code_that_no_cycle_has_finds_at_most_its_framework(visit: Reader) -> None:
    """Words that merely begin alike are no answer to somebody who asked for a standard."""
    page = open_search(visit)
    assert [path.partition("/standards/")[2] for path in ask(page, "HSA.REI.B.4.b").values()] == [
        "ccss-math/"
    ]
    assert ask(page, "RL.11-12.8") == {}  # not a code, though it looks like one
    assert [path.partition("/standards/")[2] for path in ask(page, "RL.11-12.9").values()] == ["ccss-ela/"]
    assert len(ask(page, "grade-8")) > 1  # words with a hyphen


def test_result_says_who_what_and_how_it_went(visit: Reader) -> None:
    page = open_search(visit)
    ask(page, "pizza line")
    hit = page.locator(HITS).first
    expect(hit.locator("b")).to_have_text(FRACTIONS)
    expect(hit.locator(".cc-meta")).to_have_text(
        "Lakeside Elementary · Grade 3 · 3.NF.A.1, 3.NF.A.2, MP3, 3.NF.A.2a, 3.NF.A.2b"
    )
    expect(hit.locator(".cc-row")).to_contain_text("9 of 24 → 15 of 24")
    expect(hit.locator("mark").first).to_be_visible()
    ask(page, "Greeley")
    expect(page.locator(f"{HITS} .cc-row")).to_have_count(0)  # a cycle in words has no numbers to show


def test_no_private_word_is_found(visit: Reader, site: Path) -> None:
    """A word of `support_needed`, which is private, and of a cycle that is not published."""
    page = open_search(visit)
    assert ask(page, '"persona adulta para escuchar"') == {}
    published = {cycle["id"] for cycle in json.loads((site / "data/cycles.json").read_text())["cycles"]}
    assert "riverbend-middle/2027-01-travellers-accounts" not in published
    assert "travellers" not in " ".join(ask(page, "travellers accounts")).casefold()


def test_keyboard_alone(visit: Reader) -> None:
    page = visit("/schools/")
    pill = page.get_by_role("link", name="Search cycles, standards…")
    pill.focus()
    page.keyboard.press("Control+k")
    expect(page.locator("#cc-q")).to_be_focused()
    assert len(ask(page, "evidence")) > 3
    page.keyboard.press("Escape")
    expect(page.locator(SEARCH)).to_be_hidden()
    expect(pill).to_be_focused()
    answer(page, lambda: page.keyboard.press("Enter"))
    expect(page.locator("#cc-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.locator(HITS).nth(1)
    expect(second).to_be_focused()
    href = second.evaluate("node => node.href")
    page.keyboard.press("Enter")
    page.wait_for_url(href)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_pill_opens_the_search_on_a_phone(visit: Reader) -> None:
    page = visit("/standards/", View("dark", 360))
    page.locator("[data-cc-search]").click()
    expect(page.locator("#cc-q")).to_be_focused()
    assert CIVIL_WAR in ask(page, "civil war")
    box = page.locator(SEARCH).bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_filters_and_each_other(visit: Reader, library: Library) -> None:
    """School, grade, subject, standard and year together, against the records themselves."""
    page = open_search(visit)
    left = library.cycles

    def choose(group: str, value: str) -> None:
        page.locator(".cc-search__filters summary", has_text=group).click()
        chip = page.get_by_role("group", name=group, exact=True).get_by_role("button", name=f"{value} (")
        count = int(chip.inner_text().rpartition("(")[2].rstrip(")"))
        answer(page, chip.click)
        assert said(page) == count == len(left)

    left = tuple(cycle for cycle in left if cycle.record.subject == "Mathematics")
    choose("Subject", "Mathematics")
    left = tuple(cycle for cycle in left if "9" in expand_grades(cycle.record.grades))
    choose("Grade", "Grade 9")
    left = tuple(cycle for cycle in left if cycle.school == "benton-high")
    choose("School", "Benton High School")
    titles = page.locator(f"{HITS} b").all_inner_texts()
    assert sorted(titles) == sorted(cycle.record.title for cycle in left)
    assert len(left) == 1
    answer(page, page.get_by_role("button", name="Subject: Mathematics").click)
    expect(page.locator(f"{SEARCH} .cc-search__on button")).to_have_count(2)


def test_axe_finds_nothing_in_the_open_search(visit: Reader, screen: View, axe: Axe) -> None:
    page = open_search(visit, screen)
    ask(page, "evidence")
    page.locator(".cc-search__filters summary", has_text="Standard").click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
