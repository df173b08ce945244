"""What the whole pipeline promises, seen from outside.

Nothing above the audience, nothing lost, everything found.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from coaching_cycles.checking.portfolio import Checked
from coaching_cycles.library import Library, standard_address
from coaching_cycles.privacy.publish import publish
from coaching_cycles.schema import Audience
from coaching_cycles.site import Options, Site, build_site
from coaching_cycles.values import expand_grades
from coaching_cycles.views.page import link

RECORD = """---
title: {title}
grades: [5]
subject: Reading
goal: Students will read {title}.
status: complete
standards: RL.5.1
visibility: {visibility}
{approved}
teachers: [{{role: Grade 5 teacher, name: CanaryTeacher, show: role}}]
coach: {{name: CanaryCoach, show: role}}
support_needed: CanarySupport
private_notes: CanaryNotes
resources: [{{title: Sheet, file: {file}}}]
logs:
  - {{log: impact, date: 2026-10-30, answers: {{next_steps: Shown, support: CanaryPrompt}}}}
---

The write-up.
"""
NEVER_PUBLIC = (
    "CanaryTeacher", "CanaryCoach", "CanarySupport", "CanaryNotes", "CanaryPrompt", "CanaryApprover",
    "CanaryHash", "CanaryPrivate", "CanarySchool", "CanaryUnapproved", "CanaryFile", "CanaryStray",
    "CanaryDraft",
)  # fmt: skip
PLAIN = re.compile(r"\w[\w\s,.;:'’“”()–—?!-]+")
"""A paragraph without marks, which a page has as it was written."""
NUMBER = re.compile(r"^\d+\.\s+", re.MULTILINE)
"""What begins an item of a numbered list."""
APPROVED = "approved: {by: CanaryApprover, on: 2026-11-02, hash: CanaryHash}"


def write(root: Path) -> None:
    """A portfolio with a word of its own in everything that is not for everyone."""
    school = root / "cycles" / "hill"
    school.mkdir(parents=True)
    records = {
        "2026-09-shown": ("Shown cycle", "public", APPROVED, "sheet.txt"),
        "2026-09-private": ("CanaryPrivate", "private", APPROVED, "CanaryFile.txt"),
        "2026-09-school": ("CanarySchool", "school", APPROVED, "CanaryFile.txt"),
        "2026-09-waiting": ("CanaryUnapproved", "public", "", "CanaryFile.txt"),
        "_2026-09-draft": ("CanaryDraft", "public", APPROVED, "sheet.txt"),
    }
    for name, (title, visibility, approved, file) in records.items():
        home = school / name
        home.mkdir()
        text = RECORD.format(title=title, visibility=visibility, approved=approved, file=file)
        (home / "index.md").write_text(text, encoding="utf-8")
        (home / file).write_text("CanaryFile" if "Canary" in title else "A sheet", encoding="utf-8")
        (home / "CanaryStray.txt").write_text("CanaryStray", encoding="utf-8")


def everything(site: Site) -> str:
    """All that leaves: pages with their heads, assets with their names, redirects.

    Notes are left out: they go to the log.
    """
    parts = []
    for page in site.pages:
        parts += [
            page.address,
            page.title,
            page.html,
            page.description,
            page.head,
            str(page.headings),
            str(page.crumbs),
        ]
    for asset in site.assets:
        parts += [asset.path, asset.content.decode("utf-8", "replace")]
    parts += [str(redirect) for redirect in site.redirects]
    return "\n".join(parts)


def test_public_build_holds_nothing_private(tmp_path: Path) -> None:
    """No page, list, feed, file name or attachment of a public build has anything that is not public."""
    write(tmp_path)
    site = build_site(tmp_path, Options(audience="public"))
    text = everything(site)
    assert "Shown cycle" in text
    assert [canary for canary in NEVER_PUBLIC if canary in text] == []
    assert (
        any("3" in note and "left out" in note for note in site.notes)
        or sum("left out" in n for n in site.notes) == 3
    )


def test_school_build(tmp_path: Path) -> None:
    """A school build has what the school may see, and nothing that is private."""
    write(tmp_path)
    text = everything(build_site(tmp_path, Options(audience="school")))
    assert "CanarySchool" in text
    assert "CanaryUnapproved" in text
    hidden = (
        "CanaryPrivate",
        "CanaryNotes",
        "CanarySupport",
        "CanaryPrompt",
        "CanaryTeacher",
        "CanaryCoach",
        "CanaryDraft",
    )
    assert [canary for canary in hidden if canary in text] == []


def test_private_build(tmp_path: Path) -> None:
    """A private build has everything but names that wish to be roles."""
    write(tmp_path)
    text = everything(build_site(tmp_path, Options(audience="private")))
    assert [
        c for c in ("CanaryPrivate", "CanaryNotes", "CanarySupport", "CanaryPrompt") if c not in text
    ] == []
    assert "CanaryTeacher" not in text


BREAKS = {
    "no closing fence": lambda t: t.replace("---\n\nThe", "\nThe"),
    "long fence": lambda t: t.replace("---\n", "----\n", 1),
    "text first": lambda t: "Hello\n" + t,
    "blank line first": lambda t: "\n" + t,
    "tab": lambda t: t.replace("grades:", "\tgrades:"),
    "colon in a sentence": lambda t: t.replace("title: Shown", "title: Now: shown: Shown"),
    "unclosed quote": lambda t: t.replace("title: ", 'title: "'),
    "unclosed bracket": lambda t: t.replace("grades: [5]", "grades: [5"),
    "duplicate": lambda t: t.replace("status:", "title: Twice\nstatus:"),
    "anchor": lambda t: t.replace("subject: Reading", "subject: &a Reading"),
    "tag": lambda t: t.replace("subject: Reading", "subject: !!python/name:os.system Reading"),
    "two documents": lambda t: t.replace("---\n\nThe", "---\na: 1\n---\n\nThe", 1).replace(
        "status:", "---\nstatus:"
    ),
    "latin-1": lambda t: t.replace("Reading", "Lé"),
    "utf-16": lambda t: t,
    "nul": lambda t: t.replace("Reading", "Rea\0ding"),
    "bidi": lambda t: t.replace("Reading", "Rea\u202eding"),
    "list front matter": lambda t: t.replace("title:", "- title:"),
    "unknown key": lambda t: t.replace("subject:", "subjekt:"),
    "wrong status": lambda t: t.replace("status: complete", "status: done"),
    "not a date": lambda t: t.replace("2026-10-30", "30.10.2026"),
    "missing file": lambda t: t.replace("file: sheet.txt", "file: other.txt"),
    "e-mail": lambda t: t.replace("The write-up", "someone@example.org"),
}


@pytest.mark.parametrize("name", BREAKS)
@pytest.mark.parametrize("audience", ["public", "school"])
def test_broken_record_publishes_nothing(name: str, audience: Audience, tmp_path: Path) -> None:
    """However a record breaks, it is reported, and not one word of it is in the site."""
    write(tmp_path)
    path = tmp_path / "cycles" / "hill" / "2026-09-shown" / "index.md"
    text = BREAKS[name](path.read_text(encoding="utf-8")).replace("The write-up", "CanaryBody The write-up")
    encoding = {"latin-1": "latin-1", "utf-16": "utf-16"}.get(name, "utf-8")
    path.write_bytes(text.encode(encoding))
    site = build_site(tmp_path, Options(audience=audience))
    assert any(p.severity == "error" and "2026-09-shown" in p.path for p in site.problems)
    whole = everything(site)
    assert "CanaryBody" not in whole
    assert "Shown cycle" not in whole
    assert "CanaryNotes" not in whole


@pytest.fixture(scope="module")
def drawn(root: Path, sample: Checked) -> tuple[Library, dict[str, str]]:
    """The sample portfolio for its teachers: every cycle, exactly as it was written."""
    published = publish(sample.portfolio, "private")
    site = build_site(root, Options(audience="private"))
    return Library(published), {page.address: page.html for page in site.pages}


def words_of(html: str) -> str:
    """The text of a page, its space evened out."""
    closed_up = re.sub(r"</?(?:em|strong|code|a|q|abbr)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", closed_up)).split())


def test_every_cycle_is_on_its_pages(drawn: tuple[Library, dict[str, str]]) -> None:
    """Each cycle is in the finder and on its school's, standards', grades' and all other shelves' pages."""
    library, pages = drawn
    missing = []
    for cycle in library.cycles:
        places = ["cycles/", f"schools/{cycle.school}/"]
        places += [standard_address(s.code) for s in cycle.standards]
        places += [f"grades/{g.lower()}/" for g in expand_grades(cycle.record.grades)]
        places += [
            shelf.address
            for shelf in (*library.subjects, *library.practices, *library.years)
            if cycle in shelf.cycles
        ]
        missing += [
            (cycle.id, place) for place in places if f'"{link(place, cycle.address)}"' not in pages[place]
        ]
    assert missing == []


def test_no_word_is_lost(drawn: tuple[Library, dict[str, str]]) -> None:
    """What an author wrote in words stands on the cycle's page."""
    library, pages = drawn
    missing = []
    for cycle in library.cycles:
        record, text = cycle.record, words_of(pages[cycle.address])
        said = [
            record.title,
            record.goal,
            record.learned,
            record.would_change,
            record.still_need,
            record.conditions,
        ]
        said += [record.content_focus, record.course, record.support_needed, record.private_notes]
        said += [
            *(record.goal_history or ()),
            *(record.teaching_goals or ()),
            *(record.questions_for_readers or ()),
        ]
        said += [t.text for t in record.targets or ()]
        said += [part for g in record.groups or () for part in (g.need, g.support)]
        said += [part for e in record.evidence or () for part in (e.content, e.standard)]
        said += [step for log in cycle.logs for step in log.next_steps]
        said += [r.note for m in cycle.all_measures for r in m.readings]
        for sentence in filter(None, said):
            plain = " ".join(re.sub(r"[*_`\[\]]|\]\([^)]*\)", "", sentence).split())
            if plain not in text:
                missing.append((cycle.id, plain))
        plain_ones = (p for p in re.split(r"\n\s*\n", cycle.body) if PLAIN.fullmatch(p))
        # A numbered paragraph becomes a list: the page's own numbers are no words.
        lines = (NUMBER.sub("", p) for p in plain_ones)
        missing += [(cycle.id, p) for p in lines if " ".join(p.split()) not in text]
    assert missing == []


def test_no_number_is_lost(drawn: tuple[Library, dict[str, str]]) -> None:
    """Every count of an exact build stands on the cycle's page as x of n."""
    library, pages = drawn
    missing = []
    for cycle in library.cycles:
        text = words_of(pages[cycle.address])
        for reading in (r for m in cycle.all_measures for r in m.readings if r.share is not None):
            fraction = reading.share.fraction if reading.share else None
            if fraction is not None and f"{fraction[0]} of {fraction[1]}" not in text:
                missing.append((cycle.id, fraction))
    assert missing == []


def test_links_and_anchors(root: Path) -> None:
    """No page of the sample leads to a page, file or anchor that is not there; ids are unique."""
    site = build_site(root, Options(audience="public"))
    files = {page.address + "index.html" for page in site.pages} | {asset.path for asset in site.assets}
    anchors = {page.address: set(re.findall(r'\sid="([^"]+)"', page.html)) for page in site.pages}
    broken = []
    for page in site.pages:
        ids = re.findall(r'\sid="([^"]+)"', page.html)
        broken += [(page.address, f"id {one} twice") for one in {i for i in ids if ids.count(i) > 1}]
        for target in re.findall(r'\s(?:href|src)="([^"]*)"', page.html):
            url = unescape(target)
            if re.match(r"[a-z]+:", url):
                continue
            path, _, fragment = url.partition("#")
            whole = _resolve(page.address, path.partition("?")[0])
            if path == "":
                whole = page.address
            if fragment and fragment not in anchors.get(whole, set()):
                broken.append((page.address, url))
            if whole not in files and whole + "index.html" not in files:
                broken.append((page.address, url))
    assert broken == []


def _resolve(base: str, path: str) -> str:
    from urllib.parse import unquote, urljoin

    return unquote(urljoin("https://x/" + base, path).removeprefix("https://x/"))


def test_nothing_is_drawn_that_nobody_will_see(tmp_path: Path) -> None:
    write(tmp_path)
    record = tmp_path / "cycles/hill/2026-09-shown/index.md"
    record = record if record.exists() else tmp_path / "cycles/hill/2026-09-shown.md"
    good = record.read_text(encoding="utf-8")
    whole = build_site(tmp_path, Options(audience="private", stop="error"))
    assert whole.pages
    assert build_site(tmp_path, Options(audience="private")).pages == whole.pages
    record.write_text(good.replace("status: complete", "status: compleet"), encoding="utf-8")
    found = build_site(tmp_path, Options(audience="private"))
    assert found.pages
    for stop in ("error", "warning"):
        site = build_site(tmp_path, Options(audience="private", stop=stop))  # type: ignore[arg-type]
        assert (site.pages, site.assets, site.problems) == ((), (), found.problems)


def test_warnings_stop_what_is_strict_alone(tmp_path: Path) -> None:
    write(tmp_path)
    warned = build_site(tmp_path, Options(audience="private"))
    severities = {problem.severity for problem in warned.problems}
    assert "warning" in severities
    assert "error" not in severities
    assert build_site(tmp_path, Options(audience="private", stop="error")).pages == warned.pages
    assert build_site(tmp_path, Options(audience="private", stop="warning")).pages == ()
