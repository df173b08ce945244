"""The Trust page: it says what holds for this site, and names only checks that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coaching_cycles import cli
from coaching_cycles.site import Options, build_site
from coaching_cycles.views.trust import promises
from coaching_cycles.words import LANGUAGES, words_in

RECORD = "---\ntitle: A\ngrades: [5]\nsubject: R\ngoal: Students will read.\nstatus: planned\n{more}---\n"
PUBLIC = "visibility: public\n"
APPROVED = "approved: {by: teacher, on: 2026-11-02"


def page(root: Path, settings: str = "", **options: str) -> str:
    school = root / "cycles" / "hill"
    school.mkdir(parents=True, exist_ok=True)
    (root / "cycles" / "portfolio.yml").write_text(settings, encoding="utf-8")
    for name, more in {
        "shown": f"{PUBLIC}{APPROVED}}}\n",
        "edited": f'{PUBLIC}{APPROVED}, hash: "1:00"}}\n',
        "waiting": PUBLIC,
        "colleagues": "",
        "colleagues-too": "",
        "mine": "visibility: private\n",
    }.items():
        (school / f"{name}.md").write_text(RECORD.format(more=more), encoding="utf-8")
    site = build_site(root, Options(**options))  # type: ignore[arg-type]
    return next(page.html for page in site.pages if page.address == "trust/")


def test_promises_name_checks_that_are_there(root: Path) -> None:
    commands = cli.main.list_commands(None)  # type: ignore[arg-type]
    for checks in promises().values():
        for check in checks:
            if check.startswith("cycles "):
                assert check.removeprefix("cycles ") in commands
            else:
                assert (root / check).is_file(), check


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_promise_has_words(language: str) -> None:
    messages = words_in(language).messages
    said = {key.removeprefix("trust.promise.") for key in messages if key.startswith("trust.promise.")}
    assert said == set(promises())
    assert not any("FERPA" in str(message) for message in messages.values())


def test_the_page_counts_what_is_not_shown(tmp_path: Path) -> None:
    html = page(tmp_path)
    text = re.sub(r"<[^>]+>", " ", html)
    assert "k12-10" in text
    assert "1 cycle is shown." in text
    assert "5 cycles are not shown:" in text
    for line in ("1 was edited", "1 waits for", "2 are for the school only", "1 is private"):
        assert line in text
    assert "hill" not in text, "counts only"
    assert "Ask the school or district" in text
    school = re.sub(r"<[^>]+>", " ", page(tmp_path, audience="school"))
    assert "1 cycle is not shown:" in school
    assert "1 is private" in school
    private = page(tmp_path, audience="private")
    assert "No cycle is left out." in private
    assert "Numbers are shown as they are." in private


def test_the_page_says_what_was_loosened_and_whom_to_ask(tmp_path: Path) -> None:
    settings = (
        "contact: https://example.org/ask\n"
        "privacy: {loosen: {fewest: 8, why: Small schools, by: The board}}\n"
    )
    html = page(tmp_path, settings)
    assert "cc-warning" in html
    assert "The board" in html
    assert "Small schools" in html
    assert '<a href="https://example.org/ask">' in html
    assert "cc-warning" not in page(tmp_path, "privacy: {fewest: 15}\n")


def test_other_pages_lead_to_it(tmp_path: Path) -> None:
    page(tmp_path)
    about = next(p for p in build_site(tmp_path, Options()).pages if p.address == "about/")
    assert 'href="../trust/"' in about.html
