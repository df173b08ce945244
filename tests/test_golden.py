"""Golden portfolios: folders of records under tests/cases/, and what the sites made from them must say."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from coaching_cycles.site import Options, Site, build_site
from tests.golden import Wanted, differences, holds, lines_of, says

CASES = sorted(path.parent for path in (Path(__file__).parent / "cases").glob("*/expect.yml"))
AUDIENCES = ("public", "school", "private")


@cache
def expected(case: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((case / "expect.yml").read_text(encoding="utf-8"))
    return found


BUILDS = [(case, audience) for case in CASES for audience in AUDIENCES if audience in expected(case)]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[Path, str], Site]:
    """Every site that a case speaks of, each portfolio as its author saved it."""
    sites = {}
    for case in CASES:
        folder = tmp_path_factory.mktemp(case.name)
        shutil.copytree(case, folder, dirs_exist_ok=True)
        for name in expected(case).get("saved_by_notepad", []):
            path = folder / name
            path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
        for audience in AUDIENCES:
            if audience in expected(case):
                sites[case, audience] = build_site(folder, Options(audience=audience))
    return sites


@pytest.mark.parametrize(("case", "audience"), BUILDS, ids=[f"{c.name}-{a}" for c, a in BUILDS])
def test_site_is_what_its_case_says(case: Path, audience: str, built: dict[tuple[Path, str], Site]) -> None:
    site = built[case, audience]
    found = list(differences(expected(case)[audience], site))
    assert not found, "\n" + "\n".join(found)
    findings = [f"{problem.path} {problem.code}" for problem in site.problems]
    assert findings == expected(case).get("findings", [])


def test_every_case_is_read_and_explained() -> None:
    folders = {path.parent for path in (Path(__file__).parent / "cases").glob("*/cycles")}
    assert folders == set(CASES)
    assert len(CASES) >= 8
    for case in CASES:
        keys = set(expected(case))
        assert keys <= {"about", "findings", "saved_by_notepad", *AUDIENCES}, case
        assert keys & set(AUDIENCES), case
        assert expected(case)["about"], case


COUNTS = "cycles/hill-school/2026-09-counts/"
READINGS = Path(__file__).parent / "cases" / "readings"
WRONG: list[Wanted] = [
    {"log": ["9 cycles for the audience “school”"]},
    {"addresses": {"cycles": ["hill-school/2026-09-counts"]}},
    {"addresses": {"grades": ["5", "6"]}},
    {"files": ["cycles/hill-school/2026-09-counts/slip.txt"]},
    {"redirects": {"cycles/a/b/": COUNTS}},
    {"pages": {"cycles/hill-school/2026-09-nothing/": {"says": []}}},
    {"pages": {COUNTS: {"says": ["18 of 25, was 7 of 25"]}}},
    {"pages": {COUNTS: {"says": ["No student changed level."]}}},
    {"pages": {COUNTS: {"never": ["18 of 25 (72%)"]}}},
    {"pages": {COUNTS: {"ever": ["Counts"]}}},
    {"data": {"hill-school/2026-09-counts": {"status": "active"}}},
    {"data": {"hill-school/2026-09-counts": {"results": [{"readings": None}, {}]}}},
    {"data": {"hill-school/2026-09-counts": {"results": [{"readings": []}, {}]}}},
    {"data": {"hill-school/2026-09-none": {}}},
    {"nowhere": ["2026-09-counts"]},
    {"something": []},
]


@pytest.mark.parametrize("wanted", WRONG, ids=[str(next(iter(one.items())))[:60] for one in WRONG])
def test_what_is_not_so_is_noticed(wanted: Wanted, built: dict[tuple[Path, str], Site]) -> None:
    assert list(differences(wanted, built[READINGS, "public"])) != []


def test_lines_and_numbers_are_matched_whole() -> None:
    lines = lines_of('<p>How <b>sure</b>? It rose.</p><p>17 of 25</p><img alt="A ring.">')
    assert lines == ["How sure? It rose.", "17 of 25", "A ring."]
    assert says(lines, "It rose.")
    assert not says(lines, "rose.")
    assert not says(lines, "It")
    assert says(lines, "A ring.")
    assert not says(lines, "7 of 25")
    assert not holds(lines[1], "7 of 25")
    assert holds(lines[1], "17 of 25")
