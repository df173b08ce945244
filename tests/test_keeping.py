"""What is kept between builds changes nothing but speed: any edit, any damage, the same site as without."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli as mkdocs

from coaching_cycles.checking import records
from coaching_cycles.checking.portfolio import open_portfolio
from coaching_cycles.checking.records import digest_around, read_records
from coaching_cycles.freezing import freeze, thaw
from coaching_cycles.keeping import pages
from coaching_cycles.keeping.records import Asleep, Records
from coaching_cycles.packs import Packs
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.schema import Audience
from coaching_cycles.site import Options, Site, build_site
from coaching_cycles.views import cards, list_jobs
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.views.page import Page
from coaching_cycles.words import Words

STEPS = int(os.environ.get("CYCLES_EDITS", "4"))
"""Edits in a row; `make torture` makes many more."""
SCHOOLS = ("hill", "lake")
RECORD = """---
title: {title}
grades: [{grade}]
subject: {subject}
goal: Students will give {word} reasons.
status: {status}
visibility: {visibility}
approved: {{by: teacher, on: 2026-05-0{day}}}
standards: [{standards}]
dates: {{start: 2025-0{month}-03, end: 2026-0{day}-11}}
practices: [{practice}]
learned: "They {word}. See [the other](../{school}/{other}.md)."
remixed_from: {origin}
results:
  before: {{students: 2{day}, proficient: 7}}
  after: {{students: 2{day}, proficient: 1{month}}}
logs: [{{log: goal, date: 2025-0{month}-04, notes: Notes of {word}.}}]
---

A write-up of {word}, after [another]({other}.md).
"""
CHOICES = {
    "title": ("Reasons", "Evidence", "Fractions on a line"),
    "grade": ("4", "5", "K-2"),
    "subject": ("Reading", "Mathematics", "READING"),
    "status": ("active", "complete", "planned"),
    "visibility": ("public", "public", "public", "school", "private"),
    "standards": ("RL.5.1", "RL.4.1, W.5.1", "4.NF.A.1", "LOCAL.1"),
    "practice": ("number talks", "Number Talks", "conferring"),
    "word": ("two", "three", "many", "better"),
    "origin": ("hill/a", "lake/b", "lake/zz"),
    "other": ("a", "b", "c"),
    "school": SCHOOLS,
    "day": "123456",
    "month": "2346",
}


class Author:
    """Changes a portfolio at random, the same way for each seed."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.dice = root, random.Random(seed)
        (root / "standards").mkdir(parents=True)
        for school in SCHOOLS:
            for name in "abc":
                self.write(f"{school}/{name}")

    def write(self, name: str, **given: str) -> None:
        chosen = {key: self.dice.choice(values) for key, values in CHOICES.items()} | given
        chosen = {key: value for key, value in chosen.items() if value != name or key != "origin"}
        file = self.root / "cycles" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(RECORD.format(**{"origin": "hill/x"} | chosen), encoding="utf-8")

    def records(self) -> list[Path]:
        return sorted((self.root / "cycles").rglob("*.md"))

    def edit(self) -> str:
        """One edit, and what it was."""
        kinds = ("word", "word", "body", "record", "delete", "rename", "school", "settings", "framework")
        kind = self.dice.choice(kinds)
        file = self.dice.choice(self.records())
        text = file.read_text(encoding="utf-8")
        new = f"{self.dice.choice(SCHOOLS)}/{self.dice.choice('abcdef')}"
        if kind == "word":
            file.write_text(text.replace("reasons", f"{self.dice.choice('xyz')} reasons"), encoding="utf-8")
        elif kind == "body":
            file.write_text(text + f"\nOne more word: {self.dice.random()}\n", encoding="utf-8")
        elif kind == "delete" and len(self.records()) > 3:
            file.unlink()
        elif kind == "rename" and not (self.root / "cycles" / f"{new}.md").exists():
            file.rename(self.root / "cycles" / f"{new}.md")
        elif kind == "school":
            name = self.dice.choice(("Hill School", "Lake School", "Pond School"))
            (file.parent / "school.yml").write_text(f"name: {name}\n", encoding="utf-8")
        elif kind == "settings":
            title = self.dice.choice(("Ours", "Theirs"))
            (self.root / "cycles" / "portfolio.yml").write_text(f"title: {title}\n", encoding="utf-8")
        elif kind == "framework":
            words = self.dice.choice(("One", "Another"))
            (self.root / "standards" / "ours.csv").write_text(f"code,statement\nLOCAL.1,{words}\n")
        else:
            self.write(new)
        return f"{kind} {file.name}"


def build(root: Path, audience: Audience, cache: Path | None) -> dict[str, object]:
    """Everything that a host is given, by name."""
    options = Options(audience=audience, preview=audience != "public", cache_dir=cache)
    return contents(build_site(root, options))


def contents(site: Site) -> dict[str, object]:
    pages = {
        f"page {page.address}": [getattr(page, field.name) for field in fields(page) if field.compare]
        for page in site.pages
    }
    files: dict[str, object] = {f"file {asset.path}": asset.content for asset in site.assets}
    rest: dict[str, object] = {"rest": (site.redirects, site.problems, site.notes)}
    order: dict[str, object] = {"order": [*pages, *files]}
    return {**pages, **files, **rest, **order}


def differing(one: dict[str, object], other: dict[str, object]) -> list[str]:
    return sorted(key for key in one.keys() | other.keys() if one.get(key) != other.get(key))


@pytest.mark.parametrize("audience", ["public", "private"])
def test_any_edit_gives_the_site_of_a_clean_build(tmp_path: Path, audience: Audience) -> None:
    author = Author(tmp_path / "ours", seed=STEPS)
    cache = tmp_path / "cache"
    build(author.root, audience, cache)
    done = []
    for _ in range(STEPS):
        done.append(author.edit())
        if author.dice.random() < 0.2:
            # A build for others in between uses the same folder.
            build(author.root, "school", cache)
        kept, clean = build(author.root, audience, cache), build(author.root, audience, None)
        assert differing(kept, clean) == [], done
    assert len(clean) > 20


CONFIG = """
site_name: Ours
site_url: https://example.org/ours/
theme: {{name: material}}
plugins: [coaching-cycles: {{cache: {cache}}}]
"""


def written(root: Path, *, cache: bool) -> dict[str, tuple[bytes, int]]:
    """Bytes and number of each file of the site that MkDocs builds, by its path."""
    (root / "mkdocs.yml").write_text(CONFIG.format(cache=str(cache).lower()), encoding="utf-8")
    (root / "docs").mkdir(exist_ok=True)
    site = root / ("site" if cache else "clean")
    given = ["build", "--quiet", "--config-file", str(root / "mkdocs.yml"), "--site-dir", str(site)]
    done = CliRunner().invoke(mkdocs, given)
    assert done.exit_code == 0, done.output
    files = (path for path in site.rglob("*") if path.is_file())
    return {str(path.relative_to(site)): (path.read_bytes(), path.stat().st_ino) for path in files}


def test_any_edit_gives_the_files_of_a_clean_build(tmp_path: Path) -> None:
    author = Author(tmp_path / "ours", seed=STEPS + 1)
    before = written(author.root, cache=True)
    for _ in range(max(2, STEPS // 10)):
        done = author.edit()
        kept, clean = written(author.root, cache=True), written(author.root, cache=False)
        assert kept.keys() == clean.keys(), done
        assert [path for path in kept if kept[path][0] != clean[path][0]] == [], done
        # What is beside a cycle and stayed the same was not written again: it is the same file.
        same = {path for path in kept if path in before and before[path][0] == kept[path][0]}
        same = {path for path in same if path.startswith("cycles/") and path.count("/") == 3}
        assert same, done
        assert [path for path in same if before[path] != kept[path]] == [], done
        before = kept


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Author, Path]:
    folder = tmp_path_factory.mktemp("kept")
    author = Author(folder / "ours", seed=2)
    build(author.root, "public", folder / "cache")
    return author, folder / "cache"


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few records and pages are enough for several processes."""
    monkeypatch.setattr(pages, "_WORTH_SHARING", 1)
    monkeypatch.setattr(records, "_WORTH_SHARING", 1)
    monkeypatch.setattr(records, "_PIECE", 1)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(("audience", "workers"), [("public", 2), ("private", 5)])
def test_any_number_of_workers_gives_the_same_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, audience: Audience, workers: int
) -> None:
    author = Author(tmp_path / "ours", seed=2)
    (author.root / "cycles/hill/broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    options = Options(audience=audience, cache_dir=tmp_path / "cache", workers=workers)
    clean = contents(build_site(author.root, replace(options, cache_dir=None)))
    # What a killed build left does not stay.
    (tmp_path / "cache/pages").mkdir(parents=True)
    (tmp_path / "cache/pages/.killed.half").touch()
    first = build_site(author.root, options)
    assert len(list((tmp_path / "cache/pages").glob("*.pack"))) == workers + 1
    assert list((tmp_path / "cache").rglob("*.half")) == []
    assert differing(contents(first), clean) == []
    # What they have kept is found again; but a record that names a file, or can't be read, is read again.
    monkeypatch.setattr(pages, "share_out", None)
    monkeypatch.setattr(records, "share_out", None)
    assert differing(contents(build_site(author.root, options)), clean) == []


@pytest.mark.usefixtures("shared")
def test_record_that_is_saved_while_others_are_read_is_kept_as_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = Author(tmp_path / "ours", seed=3)
    record = author.records()[-1]
    before = record.read_text(encoding="utf-8")
    options = Options(audience="private", cache_dir=tmp_path / "cache", workers=2)

    def save_and_read(pieces: int, work: Callable[[int], object], *_: object) -> Iterator[object]:
        record.write_text(before.replace("Students will", "Students will soon"), encoding="utf-8")
        yield from [work(number) for number in range(pieces)]

    with monkeypatch.context() as patched:
        patched.setattr(records, "share_out", save_and_read)
        assert "soon" in str(contents(build_site(author.root, options)))
    record.write_text(before, encoding="utf-8")
    clean = contents(build_site(author.root, replace(options, cache_dir=None)))
    assert "soon" not in str(clean)
    assert differing(contents(build_site(author.root, options)), clean) == []


@pytest.mark.usefixtures("shared")
def test_what_workers_lost_is_made_again(
    finished: tuple[Author, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, _ = finished
    options = Options(cache_dir=tmp_path / "cache", workers=2)
    clean = contents(build_site(author.root, replace(options, cache_dir=None)))
    # They give their results, and die before these are in a pack.
    parent = os.getpid()
    monkeypatch.setattr(Packs, "hand_over", lambda _: os.getpid() == parent or os._exit(1))
    assert differing(contents(build_site(author.root, options)), clean) == []


def test_one_changed_word_is_one_page(
    finished: tuple[Author, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    author, cache = finished
    shutil.copytree(author.root, tmp_path / "ours")
    shutil.copytree(cache, tmp_path / "cache")
    drawn: list[str] = []
    real = Desk.page

    def counted(desk: Desk, template: str, address: str, *rest: object, **values: object) -> object:
        drawn.append(address)
        return real(desk, template, address, *rest, **values)  # type: ignore[arg-type]

    monkeypatch.setattr(Desk, "page", counted)
    build(tmp_path / "ours", "public", tmp_path / "cache")
    assert drawn == []
    public = next(path for path in author.records() if "visibility: public" in path.read_text())
    record = tmp_path / "ours" / public.relative_to(author.root)
    record.write_text(record.read_text() + "\nOne more word.\n")
    build(tmp_path / "ours", "public", tmp_path / "cache")
    assert drawn == [f"cycles/{record.parent.name}/{record.stem}/"]


def damage(entries: list[Path], how: str) -> None:
    for file in entries:
        body = bytearray(file.read_bytes())
        if how == "flipped":
            for at in range(len(body) // 7, len(body), 97):
                body[at] ^= 4
        elif how == "truncated":
            del body[len(body) // 2 :]
        elif how == "emptied":
            body.clear()
        file.write_bytes(bytes(body))


@pytest.mark.parametrize("how", ["flipped", "truncated", "emptied", "swapped"])
def test_damage_changes_nothing(finished: tuple[Author, Path], tmp_path: Path, how: str) -> None:
    author, cache = finished
    shutil.copytree(cache, tmp_path / "cache")
    entries = sorted(path for path in (tmp_path / "cache").rglob("*") if path.is_file())
    assert len(entries) >= 4
    if how == "swapped":
        bodies = [path.read_bytes() for path in entries]
        for path, body in zip(entries, bodies[1:] + bodies[:1], strict=True):
            path.write_bytes(body)
    else:
        damage(entries, how)
    clean = build(author.root, "public", None)
    assert differing(build(author.root, "public", tmp_path / "cache"), clean) == []
    assert differing(build(author.root, "public", tmp_path / "cache"), clean) == []


@pytest.mark.parametrize("part", ["pages", "records", "checks"])
def test_any_part_can_be_deleted(finished: tuple[Author, Path], tmp_path: Path, part: str) -> None:
    author, cache = finished
    shutil.copytree(cache, tmp_path / "cache")
    shutil.rmtree(tmp_path / "cache" / part)
    clean = build(author.root, "public", None)
    assert differing(build(author.root, "public", tmp_path / "cache"), clean) == []


# What a page may look at.


@pytest.fixture
def watched(
    finished: tuple[Author, Path], monkeypatch: pytest.MonkeyPatch
) -> tuple[Desk, Callable[[], set[tuple[str, bool]]]]:
    """A desk whose cycles tell each time that they are opened: their id, and whether all of them was."""
    author, cache = finished
    opened = open_portfolio(author.root, "cycles", "standards", cache)
    against = digest_around(opened, "standards")
    reading = read_records(opened, against, cache)
    library, _ = Records(opened, against, "public", cache).open(reading)
    faces = {id(cycle) for cycle in library.cycles}
    seen: set[tuple[str, bool]] = set()
    awake: dict[int, PublishedCycle] = {}

    def wake(cycle: Asleep, name: str) -> object:
        if name not in {field.name for field in fields(PublishedCycle)}:
            raise AttributeError(name)
        seen.add((cycle.id, id(cycle) not in faces))
        found = awake.setdefault(id(cycle), cycle._wake())
        return getattr(found, name)

    def take() -> set[tuple[str, bool]]:
        found = set(seen)
        seen.clear()
        cards._known.clear()
        return found

    monkeypatch.setattr(Asleep, "__getattr__", wake)
    return Desk(library, Words(), Setting(site_name="Ours")), take


def test_no_page_looks_at_more_than_its_key_holds(
    watched: tuple[Desk, Callable[[], set[tuple[str, bool]]]],
) -> None:
    desk, take = watched
    jobs = list(list_jobs(desk))
    assert take() == set(), "cycles are opened before any page is drawn"
    everything = {cycle.id for cycle in desk.library.cycles}
    opened = 0
    for job in jobs:
        job.do()
        found = take()
        opened += bool(found)
        named = everything if job.cycles is None else {cycle.id for cycle in job.cycles}
        own = {job.own.id} if job.own is not None else set()
        assert {name for name, whole in found if not whole} <= named | own, job.name
        assert {name for name, whole in found if whole} <= own, job.name
    assert opened > 10


# What comes back from a folder that others can write to.


class Evil:
    """Would make a file when it is read again."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> object:
        return os.mkdir, (str(self.mark),)


def test_nothing_runs_that_was_planted(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    assert thaw(freeze(Evil(mark))) is None
    assert not mark.exists()
    assert thaw(freeze((1, "a"))) == (1, "a")
    assert thaw(b"no pickle") is None
    page = Page("a/", "A", "")
    assert thaw(freeze(page)) == page
    assert thaw(freeze(page).replace(b"Page", b"Rage")) is None
    assert thaw(freeze(page).replace(b"_build", b"freeze")) is None


def test_packs_stay_few_and_bounded(tmp_path: Path) -> None:
    keys = [f"{number:064x}" for number in range(60)]
    for number, key in enumerate(keys):
        packs = Packs(tmp_path, 40)
        if number:
            assert packs.get(keys[number - 1]) == keys[number - 1].encode()
        packs.put(key, key.encode())
        packs.save()
        assert len(list(tmp_path.glob("*.pack"))) <= 9
    packs = Packs(tmp_path, 40)
    there = [key for key in keys if packs.get(key) is not None]
    assert keys[-1] in there
    assert 20 <= len(there) <= 41
