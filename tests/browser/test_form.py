"""The form at /new/: the bytes of `cycles fmt`, the findings of `cycles check`, and a coach on a phone."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.problems import Problem, say, stops
from coaching_cycles.reading.document import read_record
from coaching_cycles.reading.paths import Plain, dotted, plain
from coaching_cycles.schema import ALIASES
from coaching_cycles.site import build_site
from coaching_cycles.writing.format import write_file
from tests.browser.chromium import Reader, View
from tests.browser.faults import Axe

PHONE = View(width=360)
WRITE = "([data, body, model]) => coachingCycles.write(data, body, model)"
CHECK = "data => coachingCycles.check(data).map(({code, path, message, hint}) => [code, path, message, hint])"

# What a form can't know: files, neighbours, the spelling of standards, words that only the whole file shows.
OURS = frozenset(
    [
        f"E{n}"
        for n in (*range(205, 209), 210, 214, *range(301, 310), 311, 312, 313, 401, 402, *range(701, 705))
    ]
) | {"E201", "W315", "W403", "W404", "H503", "W710", "H801"}
ALSO = {say("E310.scale")[0], say("E310.twice")[0]}
PASTED = "Before\t2026-10-01\t6\t11\t8\t4\nAfter\t2026-11-02\t2\t5\t17\t5"


@pytest.fixture
def form(visit: Reader) -> Page:
    return visit("/new/")


def records(root: Path) -> Iterator[tuple[str, Plain, str]]:
    for path in sorted((root / "cycles").rglob("*.md")):
        if path.parent.name == "logs":
            continue
        document = read_record(root, path.relative_to(root).as_posix()).document
        assert document is not None
        yield path.as_posix(), plain(document.front, ALIASES), document.body


def test_writes_what_fmt_writes(form: Page, root: Path) -> None:
    cases = json.loads((root / "tests/cases/format.json").read_text(encoding="utf-8"))
    asked = [case for case in cases if case["kind"] in {"record", "log"}]
    assert len(asked) > 15
    for case in asked:
        written = form.evaluate(WRITE, [case["data"], case["body"], case["kind"].capitalize()])
        assert written.split("\n")[:-1] == case["text"], case["name"]


def test_writes_every_sample_record_as_fmt_does(form: Page, root: Path) -> None:
    seen = 0
    for name, data, body in records(root):
        assert isinstance(data, dict)
        assert form.evaluate(WRITE, [data, body, "Record"]) == write_file("record", data, body), name
        seen += 1
    assert seen > 36


NUMBERS = ("0", "1", "2", "9", "25", "26", "100", "33.3", "1e3", "7/25", "25%", "1,5", "about 20", "-3")
DATES = ("2026-10-05", "2025-13-01", "2026-02-30", "10/5/2026", "26-10-05", "2012", "1900", "2031-01")
PLACES = re.compile(
    r"(?:^|\.)(?:date|start|end|planned_end|on|students|proficient|percent|mean|sd|out_of|enrolled|kept|gained"
    r"|slipped|not_yet|joined|levels\[\d+\]|moved\[\d+\]\[\d+\]|aim|target|assessment|visibility|approved|goal)$"
)


def change(data: Plain, rng: random.Random, path: tuple[str | int, ...] = ()) -> Plain:
    """The data with some of its numbers, dates and references changed or taken out."""
    if isinstance(data, dict):
        return {key: change(value, rng, (*path, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [change(value, rng, (*path, at)) for at, value in enumerate(data)]
    place = dotted(path)
    if not isinstance(data, str) or not PLACES.search(place) or rng.random() > 0.06:
        return data
    if re.fullmatch(r"\d{4}.*", data):
        return rng.choice(DATES)
    if data.isdecimal():
        return rng.choice((*NUMBERS, str(int(data) + 1), str(max(0, int(data) - 1))))
    return {"goal": "Teachers will explain.", "visibility": "public"}.get(place, "somewhere 555-123-4567")


def test_finds_what_check_finds(form: Page, root: Path, tmp_path: Path) -> None:
    rng = random.Random(5)
    changed: dict[str, Plain] = {}
    for number in range(3):
        for at, (_, data, _) in enumerate(records(root)):
            assert isinstance(data, dict)
            kept = {key: value for key, value in data.items() if key not in {"work", "aliases"}}
            changed[f"r{number}-{at}"] = change(kept, rng)
    folder = tmp_path / "cycles" / "hill"
    folder.mkdir(parents=True)
    for name, data in changed.items():
        assert isinstance(data, dict)
        (folder / f"{name}.md").write_text(write_file("record", data), encoding="utf-8")
    found: dict[str, list[Problem]] = {}
    for problem in read_portfolio(tmp_path).problems:
        found.setdefault(Path(problem.path).stem, []).append(problem)
    codes: Counter[str] = Counter()
    for name, data in changed.items():
        ours = Counter(
            (p.code, "" if p.code.startswith("E7") else p.field, p.message, p.hint)
            for p in found.get(name, [])
            if p.code in OURS or p.message in ALSO
        )
        theirs = Counter(
            (code, "" if code.startswith("E7") else dotted(tuple(path)), message, hint)
            for code, path, message, hint in form.evaluate(CHECK, data)
            if code in OURS or message in ALSO
        )
        assert theirs == ours, name
        codes.update(code for code, *_ in ours.elements())
    assert len(codes) > 15, codes


def test_findings_show_keys_as_code_and_no_backticks(form: Page) -> None:
    found = form.locator("li").filter(has_text="E201")
    assert found.locator("code").all_inner_texts()[:2] == ["title", "title:"]
    assert "`" not in form.locator(".cc-new").inner_text()
    assert form.locator("button", has_text="Go to the field").first.get_attribute("aria-label") == (
        "Go to the field: title is missing"
    )


def fill_in(page: Page) -> None:
    page.get_by_role("combobox", name="School").select_option("benton-high")
    page.get_by_role("textbox", name="Title (required)").first.fill("Opinions: with reasons")
    page.get_by_role("textbox", name="Grades").fill("5")
    page.get_by_role("combobox", name="Subject").fill("English language arts")
    page.get_by_role("textbox", name="Goal for students").fill("Students will link reasons to an opinion.")
    page.get_by_role("combobox", name="Where it stands").select_option("complete")


def test_coach_on_a_phone_writes_a_record_that_builds(visit: Reader, tmp_path: Path) -> None:
    page = visit("/new/", PHONE)
    fill_in(page)
    standards = page.locator("#part-goal").get_by_role("combobox", name="Standards")
    standards.fill("ccss ela literacy w 5 1")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_contain_text("W.5.1")
    standards.press("ArrowDown")
    standards.press("Enter")
    measures = page.locator("#part-measures")
    page.get_by_role("button", name="Add an assessment").click()
    measures.get_by_role("textbox", name="Title").fill("One paragraph")
    measures.get_by_role("textbox", name="Levels, low to high").fill("Low\nSome\nProficient\nAdvanced")
    measures.get_by_role("combobox", name="Counts as proficient from").select_option("Proficient")
    measures.get_by_role("button", name="Add a class or another assessment").click()
    measure = page.locator(".cc-new__measure").first
    measure.get_by_role("combobox", name="Assessment").select_option("one-paragraph")
    measure.get_by_role("textbox", name="Date").first.focus()
    paste(page, PASTED)
    expect(measure.get_by_role("textbox", name="Advanced")).to_have_count(2)
    expect(measure.get_by_role("img")).to_have_attribute(
        "aria-label", "Before: 12 / 29 (41%). After: 22 / 29 (76%)"
    )
    dates = measure.get_by_role("textbox", name="Date")
    dates.nth(1).fill("2026-09-02")
    expect(page.locator(".cc-new__problems")).to_contain_text("E402")
    wrong = measure.locator("[aria-invalid=true]")
    expect(wrong).to_have_count(1)
    page.locator(".cc-new__problems").get_by_role("button").click()
    expect(dates.nth(1)).to_be_focused()
    dates.nth(1).fill("Nov 2, 2026")
    expect(page.get_by_text("Nothing to mend.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    name = waiting.value.suggested_filename
    assert name == "2026-10-opinions-with-reasons.md"
    folder = tmp_path / "cycles" / "benton-high"
    folder.mkdir(parents=True)
    waiting.value.save_as(folder / name)
    text = (folder / name).read_text(encoding="utf-8")
    assert 'title: "Opinions: with reasons"\n' in text
    assert "after: {date: 2026-11-02, levels: [2, 5, 17, 5]}" in text
    assert not stops(read_portfolio(tmp_path).problems, strict=True)
    assert any("Opinions: with reasons" in page.title for page in build_site(tmp_path).pages) is False
    (folder / name).write_text(
        text.replace("status:", "visibility: public\napproved: {by: teacher, on: 2026-11-03}\nstatus:"),
        encoding="utf-8",
    )
    built = {page.address: page.html for page in build_site(tmp_path).pages}
    assert "22 of 29" in built[f"cycles/benton-high/{name.removesuffix('.md')}/"]


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }""",
        text,
    )


def test_what_was_typed_is_there_again(form: Page) -> None:
    fill_in(form)
    form.get_by_text("Meetings", exact=True).click()
    form.get_by_role("button", name="Add: Goal").click()
    form.get_by_role("textbox", name="What will students be able to do").fill("Link.\n\nAnd explain.")
    expect(form.locator(".cc-new__text")).to_contain_text("answers:")
    expect(form.get_by_text("Saved on this device.")).to_be_visible()
    before = form.locator(".cc-new__text").inner_text()
    form.reload()
    expect(form.get_by_text("What you typed last time is back.")).to_be_visible()
    assert form.locator(".cc-new__text").inner_text() == before


def test_starts_from_a_published_cycle(visit: Reader) -> None:
    page = visit("/new/?from=lakeside-elementary/2024-02-opinion-evidence")
    expect(page.get_by_text("Started from “")).to_be_visible()
    text = page.locator(".cc-new__text").inner_text()
    assert "remixed_from: lakeside-elementary/2024-02-opinion-evidence" in text
    assert "status: planned" in text
    assert "before:" not in text


def test_long_record_is_proposed_without_its_text(form: Page) -> None:
    fill_in(form)
    link = form.get_by_role("link", name="Propose on GitHub")
    expect(link).to_have_attribute("href", re.compile(r"/new/main/cycles/benton-high\?filename=.*&value=---"))
    form.get_by_text("What came of it", exact=True).click()
    form.get_by_role("textbox", name="The write-up").fill("Words. " * 1500)
    expect(link).not_to_have_attribute("href", re.compile("&value="))
    expect(form.get_by_text("too long for a link")).to_be_visible()


def test_address_of_a_person_is_found_wherever_it_stands(form: Page) -> None:
    fill_in(form)
    form.get_by_text("What came of it", exact=True).click()
    form.get_by_role("textbox", name="What we learned").fill("Ask jo@example.org about it.")
    expect(form.locator(".cc-new__problems")).to_contain_text("E701")


def test_without_a_script_the_page_says_what_to_do(visit: Reader) -> None:
    page = visit("/new/", View(javascript=False))
    expect(page.get_by_text("The form needs JavaScript.")).to_be_visible()
    blank = page.get_by_role("link", name="Download a blank record")
    answer = page.request.get(blank.evaluate("node => node.href"))
    assert answer.ok
    assert answer.text().startswith("---\ntitle:\ngrades:\n")


def test_opened_form_has_no_faults(visit: Reader, screen: View, axe: Axe) -> None:
    page = visit("/new/?from=lakeside-elementary/2023-10-fraction-number-lines", screen)
    expect(page.get_by_text("Started from “")).to_be_visible()
    page.evaluate("document.querySelectorAll('#cc-new details').forEach(node => { node.open = true; })")
    for name in ("Add a class or another assessment", "Add a learning target", "Add: Goal"):
        page.get_by_role("button", name=name).first.click()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= screen.width
