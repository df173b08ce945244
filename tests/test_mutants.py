"""Real records, settings and frameworks, mutated: none raises, each finding names a place, and what is let
through is harmless.

`CYCLES_MUTANTS=20000` tries that many, as continuous integration does.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coaching_cycles.checking.beside import check_beside, outline
from coaching_cycles.checking.cycles import CycleRead, read_cycle
from coaching_cycles.checking.portfolio import Opened, open_portfolio, read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.model import Cycle, Portfolio
from coaching_cycles.privacy.publish import publish
from coaching_cycles.problems import Problem, kinds, stops
from coaching_cycles.reading.folder import RecordFiles
from coaching_cycles.schema import Audience
from coaching_cycles.site import Options, build_site
from coaching_cycles.views import build_pages, data, new
from coaching_cycles.views import cycle as cycle_pages
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.words import Words
from tests.dangers import dangers
from tests.mutating import (
    KINDS,
    Original,
    Recipe,
    Step,
    Tree,
    donors_of,
    mutant,
    read_originals,
    read_settings,
    write_file,
)

MANY = int(os.environ.get("CYCLES_MUTANTS", "800"))
OF_SETTINGS = MANY // 5
"""So many of them are of settings and frameworks."""
PARTS = 4
"""Tests that share them out among processes."""
DRAWN = min(60, MANY // 100)
"""So many of those that are let through are put on pages, in each part."""
SECONDS = 2.0
"""Of the processor's time: no mutant may hold up a check for longer."""

STEPS = st.lists(
    st.builds(Step, st.integers(0, KINDS - 1), st.integers(0, 4095), st.integers(0, 65535)),
    min_size=1,
    max_size=3,
).map(tuple)
RECIPES = st.builds(Recipe, st.integers(0, 255), STEPS)


@dataclass
class Ground:
    """A copy of the sample portfolio in which one record or log at a time is exchanged for a mutant."""

    root: Path
    opened: Opened
    originals: list[Original]
    donors: list[Tree]
    setting: Setting
    files: dict[str, tuple[str, RecordFiles]]
    """School and files of the record that a path belongs to; its logs only where one of them is the path."""

    def check(self, recipe: Recipe) -> tuple[CycleRead, str, bytes]:
        """What is made of a mutant; its path and content."""
        path, content = mutant(self.originals, self.donors, recipe)
        school, files = self.files[path]
        place = self.root / path
        kept = place.read_bytes()
        place.write_bytes(content)
        try:
            return read_cycle(files, school, self.opened.around), path, content
        finally:
            place.write_bytes(kept)

    def pages(self, cycles: list[Cycle], audience: Audience) -> list[tuple[str, str]]:
        """Address and HTML of the pages of a portfolio of mutants."""
        portfolio = Portfolio(
            self.opened.record,
            self.opened.schools,
            tuple(replace(cycle, id=f"{cycle.school}/m-{n}") for n, cycle in enumerate(cycles)),
            self.opened.around.templates,
        )
        library = Library(publish(portfolio, audience), self.opened.around.frameworks)
        desk = Desk(library, Words("en"), self.setting)
        files = [*cycle_pages.assets(desk), *data.assets(desk), *new.assets(desk)]
        assert len(files) > len(library.cycles)
        return [(page.address, page.html) for page in build_pages(desk)]


@pytest.fixture(scope="module")
def ground(root: Path) -> Iterator[Ground]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("cycles", "standards"):
            shutil.copytree(root / part, folder / part)
        opened = open_portfolio(folder, "cycles", "standards", folder / ".cache")
        files: dict[str, tuple[str, RecordFiles]] = {}
        for school in opened.listing.schools:
            for one in school.records:
                files |= {path: (school.key, replace(one, logs=(path,))) for path in one.logs}
                files[one.path] = school.key, replace(one, logs=())
        originals = [one for one in read_originals(folder) if one.path in files]
        assert len(originals) > 90
        setting = Setting("Mutants", "https://example.org/", cache_dir=folder / ".cache")
        yield Ground(folder, opened, originals, donors_of(originals), setting, files)


def is_in_file(problem: Problem, content: bytes) -> bool:
    """Whether a finding names a place that the file has."""
    text = content.decode("utf-8-sig", "replace")
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    return 1 <= problem.line <= len(lines) and 1 <= problem.column <= len(lines[problem.line - 1]) + 1


def judge(ground: Ground, recipe: Recipe) -> Cycle | None:
    """Check a mutant; the cycle that it is, if it is let through."""
    read, path, content = ground.check(recipe)
    beside: Iterable[Problem] = ()
    if read.cycle is not None and read.document is not None:
        beside = check_beside([outline(read.cycle, read.document)], [])
    for problem in (*read.problems, *beside):
        assert problem.code in kinds()
        assert problem.message
        problem.render().encode("utf-8")
        inside = content if problem.path == path else (ground.root / problem.path).read_bytes()
        assert is_in_file(problem, inside), problem
    assert stops(read.problems) is (read.cycle is None)
    return read.cycle


@pytest.mark.parametrize("part", range(PARTS))
def test_mutants(ground: Ground, part: int) -> None:
    tried: Counter[bool] = Counter()
    slow: list[Recipe] = []
    kept: list[Cycle] = []

    @settings(
        max_examples=-(-(MANY - OF_SETTINGS) // PARTS),
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(recipe=RECIPES)
    def try_one(recipe: Recipe) -> None:
        before = time.process_time()
        cycle = judge(ground, recipe)
        if time.process_time() - before > SECONDS:
            slow.append(recipe)
        tried[cycle is not None] += 1
        if cycle is not None and len(kept) < DRAWN:
            kept.append(cycle)

    try_one()
    assert sum(tried.values()) >= (MANY - OF_SETTINGS) // PARTS
    # Neither is nearly everything refused, nor is much of it harmless.
    assert min(tried.values()) > 0.1 * (MANY - OF_SETTINGS) / PARTS
    for recipe in slow:
        before = time.process_time()
        judge(ground, recipe)
        assert time.process_time() - before < SECONDS, recipe
    for address, html in ground.pages(kept, "private" if part % 2 else "public"):
        assert list(dangers(html, forms=True)) == [], address


WHOLE = """---
title: A cycle
grades: [9]
subject: Reading
goal: Students will ask.
status: active
standards: CCSS RH.9-10.1
---
"""


@pytest.fixture(scope="module")
def small(root: Path) -> Iterator[tuple[Path, list[Original], list[Tree]]]:
    """A portfolio of two schools with a record each, its settings and frameworks, and parts of them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        schools = ("benton-high", "escuela-del-rio")
        for path in ("portfolio.yml", *(f"{school}/school.yml" for school in schools)):
            place = folder / "cycles" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / "cycles" / path, place)
        for school in schools:
            (folder / "cycles" / school / "one.md").write_text(WHOLE, encoding="utf-8")
        (folder / "standards").mkdir()
        originals = read_settings(folder)
        for one in originals:
            (folder / one.path).write_text(write_file(one.path, one.tree, one.body), encoding="utf-8")
        checked = read_portfolio(folder)
        assert not stops(checked.problems), checked.problems
        assert len(checked.frameworks) == 6
        yield folder, originals, donors_of(originals)


def judge_settings(small: tuple[Path, list[Original], list[Tree]], recipe: Recipe) -> tuple[bool, bool]:
    """Check a portfolio with a mutant in it: whether it would be built, and whether anything was found."""
    folder, originals, donors = small
    path, content = mutant(originals, donors, recipe)
    place = folder / path
    kept = place.read_bytes()
    place.write_bytes(content)
    try:
        checked = read_portfolio(folder)
        for problem in checked.problems:
            assert problem.code in kinds()
            problem.render().encode("utf-8")
            found = folder / problem.path
            assert not found.is_file() or is_in_file(problem, found.read_bytes()), problem
        assert len(checked.portfolio.cycles) == 2, [p.render() for p in checked.problems]
        stopped = stops(checked.problems)
        if not stopped and recipe.steps[0].choice % 8 == 0:
            for page in build_site(folder, Options(audience="private")).pages:
                assert list(dangers(page.html, forms=True)) == [], page.address
    finally:
        place.write_bytes(kept)
    return not stopped, bool(checked.problems)


def test_mutants_of_settings_and_frameworks(small: tuple[Path, list[Original], list[Tree]]) -> None:
    tried: Counter[tuple[bool, bool]] = Counter()
    slow: list[Recipe] = []

    @settings(
        max_examples=OF_SETTINGS,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(recipe=RECIPES)
    def try_one(recipe: Recipe) -> None:
        before = time.process_time()
        tried[judge_settings(small, recipe)] += 1
        if time.process_time() - before > SECONDS:
            slow.append(recipe)

    try_one()
    assert sum(tried.values()) >= OF_SETTINGS
    assert sum(times for (built, _), times in tried.items() if built) > 0.1 * OF_SETTINGS
    assert sum(times for (_, found), times in tried.items() if found) > 0.1 * OF_SETTINGS
    for recipe in slow:
        before = time.process_time()
        judge_settings(small, recipe)
        assert time.process_time() - before < SECONDS, recipe
