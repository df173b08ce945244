"""The real files of others: how many items, levels and codes, what is missing, and how long they take."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from coaching_cycles.checking.framework_files import read_file
from coaching_cycles.checking.frameworks import BroughtFile, join_files, list_brought, read_frameworks
from coaching_cycles.standards import Facts, Framework, canonical, catalogue, slugify

MATH = "opensalt_ccss-math_cfpackage_703items.json"
CROSSWALK = "opensalt_crosswalk_cfpackage_16items.json"
ELA = "opensalt_ccsso_ela_items_1189.csv"


@pytest.fixture(scope="module")
def folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("portfolio")
    (root / "standards").mkdir()
    for name in (MATH, CROSSWALK, ELA):
        (root / "standards" / name).write_bytes((shared_data / "standards" / name).read_bytes())
    return root


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, BroughtFile]:
    return {file.path.partition("/")[2]: file for file in list_brought(folder, "standards")}


def read(file: BroughtFile) -> tuple[Framework, Facts]:
    assert file.framework is not None
    assert file.framework.facts is not None
    return file.framework, file.framework.facts


@pytest.mark.parametrize(
    ("name", "joins", "items", "coded", "levels"),
    [(MATH, "ccss-math", 703, 664, 5), (CROSSWALK, "ccss-math", 16, 16, 3), (ELA, "ccss-ela", 1189, 901, 5)],
)
def test_counts(
    files: dict[str, BroughtFile], name: str, joins: str, items: int, coded: int, levels: int
) -> None:
    framework, facts = read(files[name])
    assert (files[name].joins, facts.items, facts.coded, facts.levels) == (joins, items, coded, levels)
    assert len(framework.items) == items
    assert sum(1 for item in framework.items.values() if not item.coded) == items - coded
    assert len({slugify(code) for code in framework.items}) == items
    assert facts.same_identifiers == 0


def test_every_code_is_a_bundled_one(files: dict[str, BroughtFile]) -> None:
    for file in files.values():
        framework, _ = read(file)
        first = {other: code for code, others in framework.shared.items() for other in others}
        codes = [first.get(item.code, item.code) for item in framework.items.values() if item.coded]
        lost = [code for code in codes if (found := canonical(code)) is None or found.framework != file.joins]
        assert lost == []


def test_what_is_wrong_with_them(files: dict[str, BroughtFile]) -> None:
    math, _ = read(files[MATH])
    assert {defect.kind for defect in math.defects} == {"no code"}
    assert len(math.defects) == 39
    ela, facts = read(files[ELA])
    assert facts.same_codes == 1
    assert dict(ela.shared) == {"CCRA.L.6": ("CCRA.L.6", "CCRA.L.6 (Vocabulary Acquisition and Use)")}
    assert ela.items["RL.9-10.1"].grades == ("9", "10")
    crosswalk, facts = read(files[CROSSWALK])
    assert (crosswalk.status, facts.relations) == ("Draft", 23)


def test_they_join_the_bundled_codes(files: dict[str, BroughtFile]) -> None:
    joined = join_files(list(files.values()), {})
    assert sorted(joined) == ["ccss-ela", "ccss-math"]
    for key, framework in joined.items():
        assert list(framework.items) == list(catalogue(key).items)
        assert framework.licence.startswith("© Copyright 2010 National Governors Association")
    item = joined["ccss-math"].items["6.RP.A.3a"]
    assert item.statement is not None
    assert item.statement.startswith("Make tables of equivalent ratios")
    assert item.identifier.startswith("http://purl.org/ASN/resources/")
    assert "exactMatchOf" in {relation.kind for relation in item.relations}
    assert item.identifiers


def test_read_in_a_moment_and_kept(folder: Path, shared_data: Path, tmp_path: Path) -> None:
    """Work, not a clock: the processor's time, which a busy machine does not lengthen."""
    body = (shared_data / "standards" / MATH).read_bytes()
    spent = []
    for _ in range(3):
        begin = time.process_time()
        assert isinstance(read_file(body, MATH, "x"), Framework)
        spent.append(time.process_time() - begin)
    assert min(spent) < 0.2
    first = read_frameworks(folder, "standards", None, tmp_path)
    begin = time.process_time()
    assert read_frameworks(folder, "standards", None, tmp_path) == first
    assert time.process_time() - begin < 0.2
