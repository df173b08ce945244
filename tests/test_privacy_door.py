"""`publish` is the only door: nothing that draws, writes or exports reaches what the policy hides.

By the imports (who could reach a raw count at all), by what leaves (unique counts are in no byte of a site),
and by comparison (two records that differ only in what is hidden make the same site).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from coaching_cycles.site import Site, build_site
from tests.golden import everything
from tests.test_layers import FOLDER, layer_of, read_arrows

RAW = {"checking.measured", "checking.numbers", "checking.tables", "schema.measures"}
"""Where counts stand as they were typed."""

DOOR = {"privacy.published", "privacy.policy", "privacy.outlook"}
"""What may be imported of privacy: its results, the policy, and what is said of both."""


def test_no_module_outside_imports_a_raw_count() -> None:
    """Charts, shelves, pages and hosts import no reading as typed, and of privacy only what has passed it."""
    modules, arrows = read_arrows(FOLDER)
    beyond = {"charts", "filing", "library", "views"}
    outside = [arrow for arrow in arrows if layer_of(arrow.source) in beyond]
    assert {layer_of(arrow.source) for arrow in outside} == beyond
    assert modules >= RAW | DOOR
    for arrow in outside:
        assert arrow.target not in RAW, arrow
        if layer_of(arrow.target) == "privacy":
            assert arrow.target in DOOR, arrow


def test_one_module_calls_the_door() -> None:
    """A second caller could choose another policy for the same site."""
    callers = {
        file.relative_to(FOLDER).as_posix()
        for file in sorted(FOLDER.rglob("*.py"))
        if " publish(" in file.read_text(encoding="utf-8") and file.parent.name != "privacy"
        if file.parent.name != "cli"
    }
    # A proposed change is told by what the site would say before and after it, for each audience.
    assert callers == {"site.py", "proposing/changes.py"}


HEAD = """---
title: Reasons
grades: [5]
subject: Reading
goal: Students will give reasons.
status: complete
standards: [RL.5.1]
practices: [modeling]
learned: They talked first.
still_need: Some still guess.
visibility: public
approved: {{by: teachers, on: 2027-02-01}}
assessments:
  organizer: {{title: Response, levels: [One, Two, Three, Four], proficient: Three}}
results: {results}
targets:
  - text: Name one
    results: {target}
{more}---

The write-up.
"""
SEEN = "{before: {students: 25, proficient: 7}, after: {students: 25, proficient: 18}}"


def build(root: Path, results: str, more: str = "", *, target: str = SEEN, privacy: str = "") -> Site:
    """A site of one record."""
    home = root / "cycles" / "hill"
    home.mkdir(parents=True, exist_ok=True)
    (root / "cycles" / "portfolio.yml").write_text(f"title: Ours\n{privacy}", encoding="utf-8")
    text = HEAD.format(results=results, more=more, target=target)
    (home / "2026-09-reasons.md").write_text(text, encoding="utf-8")
    return build_site(root)


def digest(site: Site) -> str:
    """All that leaves, as one number."""
    return hashlib.sha256(
        "\0".join(f"{place}\0{text}" for place, text in everything(site)).encode()
    ).hexdigest()


COUNTS = ("74093", "61127", "58321", "40709", "12041", "20809", "31847", "10427", "20903")


def test_unique_counts_are_in_no_byte(tmp_path: Path) -> None:
    """Counts that occur nowhere else, hidden because no class is large enough, are nowhere in the site."""
    n, x, y, gone, left, joined, group, m, k = COUNTS
    one = f"{{students: {n}, proficient: {x}, enrolled: {int(n) + int(gone)}}}"
    two = f"{{students: {n}, proficient: {y}}}"
    results = (
        f"{{before: {one}, checks: [{{date: 2026-09-20, students: {n}, proficient: {m}}}], after: {two}, "
        f"left: {{proficient: {left}, not_yet: {k}}}, joined: {int(left) + int(k)}, "
        f"follow_up: {{students: {n}, proficient: {joined}}}}}"
    )
    more = f"groups:\n  - {{need: a, students: {group}}}\n"
    secret = [*COUNTS, *(f"{int(c):,}" for c in COUNTS), str(round(100 * int(x) / int(n), 2))]
    hidden = build(
        tmp_path / "a",
        results,
        more,
        target=two.join(("{before: ", "}")),
        privacy="privacy: {fewest: 999999}\n",
    )
    assert hidden.pages, "the record was refused"
    for place, text in everything(hidden):
        assert [count for count in secret if count in text] == [], place
    # Under the policy's own numbers they are there, so that the search is known to find them.
    shown = "\n".join(text for _, text in everything(build(tmp_path / "b", results, more)))
    assert [count for count in (n, x, y, m, joined) if count not in shown] == []


MARGINS = "before: {students: 25, proficient: 7}, after: {students: 25, proficient: 18}"
MOVED = "before: {levels: [10, 11, 6, 1]}, after: {levels: [3, 10, 11, 4]}"
ALIKE: dict[str, list[tuple[str, str]]] = {
    "two or fewer": [(f"{{before: {{students: 25, proficient: {x}}}}}", "") for x in (0, 1, 2)],
    "all but two or fewer": [(f"{{after: {{students: 80, proficient: {x}}}}}", "") for x in (78, 79, 80)],
    "fewer than ten": [
        (f"{{before: {{students: {n}, proficient: {x}}}}}", "") for n, x in ((9, 4), (9, 9), (1, 0), (5, 2))
    ],
    "scores of fewer than ten": [
        (f"{{before: {{students: {n}, mean: {mean}, out_of: 100}}}}", "") for n, mean in ((9, 40), (3, 99))
    ],
    "four groups with a small one": [
        (f"{{{MARGINS}, matched: {{kept: {7 - s}, slipped: {s}, gained: {11 + s}, not_yet: {7 - s}}}}}", "")
        for s in (0, 1, 2)
    ],
    "levels that are merged": [
        (f"{{assessment: organizer, before: {{levels: {levels}}}}}", "")
        for levels in ("[10, 11, 6, 1]", "[10, 11, 5, 2]", "[10, 11, 7, 0]")
    ],
    "moves with small cells": [
        (f"{{assessment: organizer, {MOVED}, moved: {rows}}}", "")
        for rows in (
            "[[3, 5, 2, 0], [0, 4, 6, 1], [0, 1, 3, 2], [0, 0, 0, 1]]",
            "[[3, 5, 1, 1], [0, 4, 7, 0], [0, 1, 3, 2], [0, 0, 0, 1]]",
        )
    ],
    "who left and who joined": [
        (f"{{{MARGINS}, left: {{proficient: {a}, not_yet: {b}}}, joined: {a + b}}}", "")
        for a, b in ((1, 1), (0, 1), (2, 0))
    ],
    "who was absent": [
        (f"{{before: {{students: 25, proficient: 7, enrolled: {n}}}}}", "") for n in (26, 27, 34)
    ],
    "groups of the class": [
        (f"{{{MARGINS}}}", f"groups:\n  - {{need: a, students: {n}}}\n  - {{need: b, students: 6}}\n")
        for n in (0, 1, 2)
    ],
}


@pytest.mark.parametrize("case", ALIKE)
def test_what_is_hidden_changes_no_byte(case: str, tmp_path: Path) -> None:
    """Records that differ only in what the policy hides make one and the same site."""
    sites = set()
    for number, (results, more) in enumerate(ALIKE[case]):
        site = build(tmp_path / str(number), results, more)
        assert site.pages, "the record was refused"
        sites.add(digest(site))
    assert len(set(ALIKE[case])) > 1
    assert len(sites) == 1
