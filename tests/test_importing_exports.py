"""Each export that is named in the handbook is recognised, and its counts are those counted by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NotRequired, TypedDict

import pytest
import yaml

from coaching_cycles.importing.exports import Export, exports, recognise
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.tables import read_table
from tests.importing import bring, codes, facts, readings, to_csv

ROOT = Path(__file__).resolve().parent.parent


class Case(TypedDict):
    file: str
    export: str
    strand: str
    part: NotRequired[str]
    scale: NotRequired[list[str]]
    readings: list[list[object]]
    both: list[int]


class Cases(TypedDict):
    files: dict[str, str]
    cases: list[Case]


GOLDEN: Cases = yaml.safe_load((ROOT / "tests" / "cases" / "exports.yml").read_text(encoding="utf-8"))
FILES = {
    name: [[cell.strip() for cell in line.split("|")] for line in text.splitlines()]
    for name, text in GOLDEN["files"].items()
}
RELATIVE = tuple(next(c["scale"] for c in GOLDEN["cases"] if c["export"] == "iready"))


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: f"{case['export']}-{case['strand']}")
def test_export_is_recognised_and_counted(case: Case) -> None:
    rows = FILES[case["file"]]
    export = recognise(tuple(rows[0]))
    assert export is not None
    assert export.key == case["export"]
    outcomes, _ = bring(to_csv(rows))
    (outcome,) = [o for o in outcomes if (o.part, o.strand) == (case.get("part", ""), case["strand"])]
    assert list(outcome.scale) == case.get("scale", [])
    found = [[role, n, absent, [*(values or ())]] for role, n, absent, values in readings(outcome)]
    assert found == case["readings"]
    assert [outcome.matched, outcome.left, outcome.joined] == case["both"]
    assert outcome.proficient == "", "what counts as proficient is never guessed"


def test_every_export_has_a_case_and_its_row_in_the_handbook() -> None:
    assert {case["export"] for case in GOLDEN["cases"]} | {"nwea-map-fluency"} == {
        export.key for export in exports()
    }
    page = (ROOT / "docs" / "handbook" / "importing.md").read_text(encoding="utf-8")
    table = page.partition("## Exports that are recognised")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", table, re.MULTILINE)[1:]
    assert rows == [(export.name, export.gives) for export in exports()]


def test_headings_may_come_in_any_order_and_spelling() -> None:
    rows = FILES["map"]
    columns = [*range(len(rows[0]) - 1, -1, -1)]
    spelled = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).upper() for heading in rows[0]]
    turned = [[row[n] for n in columns] for row in [spelled, *rows[1:]]]
    assert [facts(o) for o in bring(to_csv(turned))[0]] == [facts(o) for o in bring(to_csv(rows))[0]]


@pytest.mark.parametrize("export", exports(), ids=lambda export: export.key)
def test_every_sign_leads_to_its_export(export: Export) -> None:
    for sign in export.signs:
        header = [name.replace("* ", "Math > 8.EE.7b ") for name in sign]
        if export.key == "canvas":
            header.append("Post-test (91)")
        found = recognise(tuple(header))
        assert found is not None
        assert found.key == export.key, sign


def test_a_plain_class_list_is_no_export() -> None:
    assert recognise(("Student", "Pre", "Post")) is None
    assert recognise(("Student ID", "Section", "Level")) is None


# The real exports.


def real(shared_data: Path, name: str) -> bytes:
    return (shared_data / "assessments" / name).read_bytes()


def test_real_iready(shared_data: Path) -> None:
    # Two students: one with Winter and Spring, one with Fall, Winter and Spring.
    file = real(shared_data, "i-Ready_sample_anonymized_file_ela.csv")
    outcomes, notes = bring(file)
    levels, scores = outcomes
    assert levels.scale == RELATIVE
    assert facts(levels)["readings"] == [
        ("before", 1, 0, (0, 0, 1, 0, 0)),
        ("check", 2, 0, (0, 1, 1, 0, 0)),
        ("after", 2, 0, (0, 1, 1, 0, 0)),
    ]
    assert facts(levels)["both"] == (1, 0, 1)
    assert facts(scores)["readings"] == [
        ("before", 1, 0, ("572", "None")),
        ("check", 2, 0, ("508.5", "119.5")),
        ("after", 2, 0, ("521.5", "75.66")),
    ]
    assert facts(scores)["change"] == (1, "3", "None")
    assert codes(notes) == []
    paired, _ = bring(
        real(shared_data, "i-Ready_sample_anonymized_file_ela.csv"), wish=Wish("Winter", "Spring")
    )
    assert facts(paired[1])["change"] == (2, "13", "43.84")


def test_real_dibels(shared_data: Path) -> None:
    outcomes, notes = bring(real(shared_data, "Dibels_8_Benchmark_sample_anonymized_file.csv"))
    levels, scores = outcomes
    assert levels.scale == ("Well Below Benchmark", "Below Benchmark", "At Benchmark", "Above Benchmark")
    assert facts(levels)["readings"] == [("before", 5, 0, (3, 0, 2, 0))]
    # 271, 261, 314, 246, 324
    assert facts(scores)["readings"] == [("before", 5, 0, ("283.2", "34.05"))]
    assert codes(notes) == []


def test_real_star_standards(shared_data: Path) -> None:
    outcomes, notes = bring(real(shared_data, "STAR_SR_Dashboard_Standards_v2_sample_anonymized_file.csv"))
    levels = [o for o in outcomes if o.strand == "levels"]
    assert [o.part for o in levels] == [
        "SCCCR.ELA.5.RL.MC.8.1.b",
        "SCCCR.ELA.5.RL.MC.7.2",
        "SCCCR.ELA.5.RI.LCS.10",
        "SCCCR.ELA.5.RI.LCS.10.1",
        "SCCCR.ELA.5.RL.LCS.11.1",
    ]
    assert all(o.scale == ("Beginning", "Developing", "Secure") for o in levels)
    assert [facts(o)["readings"] for o in levels] == [[("before", 1, 0, (0, 1, 0))]] * 5
    scores = [o.readings[0].scores for o in outcomes if o.strand == "scores"]
    assert [str(s and s.mean) for s in scores] == ["74", "79", "78", "78", "78"]
    assert codes(notes) == []


def test_header_below_a_title_and_its_table() -> None:
    table = read_table(to_csv([["Diagnostic results"], ["Class: Period 3"], [], *FILES["iready"]]), Notes())
    assert table is not None
    assert table.header == tuple(FILES["iready"][0])
    assert len(table.rows) == 4
