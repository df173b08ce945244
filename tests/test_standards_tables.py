"""The bundled tables: complete, one tree each, the same bytes whenever they are made."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from coaching_cycles.standards import (
    BUNDLED,
    KEYS,
    Code,
    ancestors,
    anchor,
    canonical,
    catalogue,
    descendants,
    neighbours,
)

TABLES = Path("plugins/coaching_cycles/data/standards")


def test_tables_are_what_the_script_makes(root: Path, shared_data: Path, tmp_path: Path) -> None:
    script = root / "scripts" / "make_code_tables.py"
    command = [sys.executable, str(script), str(shared_data / "standards"), "--into", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    made = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    kept = {file.name: file.read_bytes() for file in (root / TABLES).iterdir()}
    assert sorted(made) == sorted(f"{key}.json" for key in BUNDLED)
    assert made == kept


def test_script_says_what_is_missing(root: Path, tmp_path: Path) -> None:
    script = root / "scripts" / "make_code_tables.py"
    command = [sys.executable, str(script), str(tmp_path), "--into", str(tmp_path / "made")]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert "corestandards_official_ela.xml" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "made").exists()


def test_every_code_of_the_sources_is_there(shared_data: Path) -> None:
    folder = shared_data / "standards"
    codes: list[str] = []
    addresses: list[tuple[str, str]] = []
    for name in ("ela", "math"):
        for item in (
            ET.parse(folder / f"corestandards_official_{name}.xml").getroot().iter("LearningStandardItem")
        ):
            code = item.findtext("StatementCodes/StatementCode")
            if code:
                codes.append(code)
                addresses.append((str(item.findtext("RefURI")), code))
    with (folder / "opensalt_ccsso_ela_items_1189.csv").open(encoding="utf-8", newline="") as file:
        codes += [row["humanCodingScheme"] for row in csv.DictReader(file)]
    for name in ("opensalt_ccss-math_cfpackage_703items", "opensalt_crosswalk_cfpackage_16items"):
        package = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        codes += [item.get("humanCodingScheme") or "" for item in package["CFItems"]]
    science = (folder / "ngss_asn_D2454348.xml").read_text(encoding="utf-8")
    codes += re.findall(r"<asn:statementNotation>([^<]+)<", science)
    codes = [code for code in codes if code]
    assert len(codes) > 3000
    held = {key: set(catalogue(key).items) for key in BUNDLED}
    for text in codes:
        found = canonical(text)
        assert found is not None, text
        assert found.framework in BUNDLED, text
        assert found.code in held[found.framework]
    for address, code in addresses:
        assert canonical(address) == canonical(code)


def test_tables_are_complete() -> None:
    ela, math, ngss = (catalogue(key).items for key in BUNDLED)
    kinds = [item.kind for item in ela.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "strand": 14,
        "grade": 70,
        "standard": 542,
        "component": 445,
        "anchor": 32,
    }
    for grade in ("2", "3", "4", "5"):
        assert {f"RI.{grade}.{number}" for number in range(1, 11)} <= set(ela)
    assert "RL.4.8" not in ela
    kinds = [item.kind for item in math.values()]
    assert (kinds.count("standard"), kinds.count("component"), kinds.count("practice")) == (385, 124, 8)
    assert kinds.count("cluster") == 147
    assert [item.kind for item in ngss.values()].count("expectation") == 208


def test_every_numbered_math_standard_is_found_without_its_cluster() -> None:
    for item in catalogue("ccss-math").items.values():
        if item.kind in {"standard", "component"}:
            short = re.sub(r"\.[A-Z]\.(?=\d)", ".", item.code)
            assert short != item.code
            assert canonical(short) == Code("ccss-math", item.code)
            assert canonical(short.removeprefix("HS")) == Code("ccss-math", item.code)


@pytest.mark.parametrize("key", BUNDLED)
def test_each_framework_is_one_tree(key: str) -> None:
    framework = catalogue(key)
    walked: list[str] = []
    for root in framework.roots:
        assert framework.items[root].parent is None
        walked += [root, *(code.code for code in descendants(Code(key, root)))]
    assert walked == list(framework.items)
    for code, item in framework.items.items():
        assert item.code == code
        assert item.statement is None
        for child in item.children:
            assert framework.items[child].parent == code
            assert set(framework.items[child].grades) <= set(item.grades)


@pytest.mark.parametrize("key", BUNDLED)
def test_siblings_stand_in_natural_order(key: str) -> None:
    framework = catalogue(key)
    for item in framework.items.values():
        leaves = [Code(key, child) for child in item.children if framework.items[child].kind != "strand"]
        named = {"domain", "arrangement", "core idea"}
        if leaves and framework.items[leaves[0].code].kind not in named:
            assert leaves == sorted(leaves, key=lambda code: code.sort_key)


@pytest.mark.parametrize("key", BUNDLED)
def test_every_code_is_its_own_canonical_form(key: str) -> None:
    short = re.compile(r"K|[1-8]|K-2|3-5|MS|HS|W|L|(?:RL|RI|RF|W|SL|L)\.[1-8]")
    slugs = set()
    for code in catalogue(key).items:
        for spelling in (code, code.lower(), Code(key, code).slug):
            found = canonical(spelling, key)
            assert found is not None
            assert (found.framework, found.code) == (key, code)
        alone = canonical(code)
        assert (alone is None) if short.fullmatch(code) else (alone == Code(key, code))
        slugs.add(Code(key, code).slug)
    assert len(slugs) == len(catalogue(key).items)


@pytest.mark.parametrize("key", BUNDLED)
def test_official_addresses_lead_back(key: str) -> None:
    linked = 0
    for code, item in catalogue(key).items.items():
        assert item.url == Code(key, code).url
        if item.url:
            linked += 1
            assert canonical(item.url) == Code(key, code)
    assert linked > 200


@pytest.mark.parametrize(
    ("framework", "code", "url"),
    [
        ("ccss-ela", "RH.11-12.6", "https://www.thecorestandards.org/ELA-Literacy/RH/11-12/6/"),
        ("ccss-ela", "W.9-10.1a", "https://www.thecorestandards.org/ELA-Literacy/W/9-10/1/a/"),
        ("ccss-ela", "CCRA.R.1", "https://www.thecorestandards.org/ELA-Literacy/CCRA/R/1/"),
        ("ccss-math", "8.EE.C.7b", "https://www.thecorestandards.org/Math/Content/8/EE/C/7/b/"),
        ("ccss-math", "HSG-GPE.B.4", "https://www.thecorestandards.org/Math/Content/HSG/GPE/B/4/"),
        ("ccss-math", "MP3", "https://www.thecorestandards.org/Math/Practice/MP3/"),
        ("ngss", "MS-PS1-2", "https://www.nextgenscience.org/pe/ms-ps1-2-matter-and-its-interactions"),
        (
            "ngss",
            "HS-ESS3",
            "https://www.nextgenscience.org/dci-arrangement/hs-ess3-earth-and-human-activity",
        ),
        ("ngss", "PS1.A", None),
        ("other", "RL.4.99", None),
    ],
)
def test_official_address(framework: str, code: str, url: str | None) -> None:
    assert Code(framework, code).url == url


def names(codes: tuple[Code, ...]) -> list[str]:
    return [code.code for code in codes]


def test_ancestors_and_descendants() -> None:
    assert names(ancestors(Code("ccss-ela", "W.9-10.1a"))) == ["W", "W.9-10", "W.9-10.1"]
    assert names(ancestors(Code("ccss-math", "8.EE.C.7b"))) == ["8", "8.EE", "8.EE.C", "8.EE.C.7"]
    assert names(ancestors(Code("ccss-math", "HSG-C.A.1"))) == ["HSG", "HSG-C", "HSG-C.A"]
    assert names(ancestors(Code("ngss", "K-2-ETS1-1"))) == ["K-2", "K-2-ETS1"]
    assert names(descendants(Code("ccss-math", "8.EE.B"))) == ["8.EE.B.5", "8.EE.B.6"]
    assert ancestors(Code("other", "RL.4.99")) == ()
    assert descendants(Code("ccss-ela", "RL.4.99")) == ()


@pytest.mark.parametrize(
    ("framework", "code", "previous", "following"),
    [
        ("ccss-ela", "RH.9-10.6", "RH.6-8.6", "RH.11-12.6"),
        ("ccss-ela", "RL.K.1", None, "RL.1.1"),
        ("ccss-ela", "RL.8.1", "RL.7.1", "RL.9-10.1"),
        ("ccss-ela", "W.3.4", None, "W.4.4"),
        ("ccss-ela", "RL.11-12.1", "RL.9-10.1", None),
        ("ccss-ela", "W.4.1a", None, None),
        ("ccss-ela", "CCRA.R.1", None, None),
        ("ccss-math", "7.EE", "6.EE", "8.EE"),
        ("ccss-math", "7", "6", "8"),
        ("ccss-math", "7.EE.A.1", None, None),
        ("ngss", "5-PS1", "2-PS1", "MS-PS1"),
        ("ngss", "MS-ETS1", "3-5-ETS1", "HS-ETS1"),
        ("ngss", "5", "4", "MS"),
        ("other", "RL.4.99", None, None),
    ],
)
def test_progression(framework: str, code: str, previous: str | None, following: str | None) -> None:
    found = neighbours(Code(framework, code))
    assert (found.previous and found.previous.code, found.next and found.next.code) == (previous, following)


def test_anchor_standard() -> None:
    strands = {"RL": "R", "RI": "R", "RH": "R", "RST": "R", "W": "W", "WHST": "W", "SL": "SL", "L": "L"}
    for strand, behind in strands.items():
        grade = "6-8" if strand in {"RH", "RST", "WHST"} else "4"
        assert anchor(Code("ccss-ela", f"{strand}.{grade}.1")) == Code("ccss-ela", f"CCRA.{behind}.1")
    assert anchor(Code("ccss-ela", "RH.11-12.6")) == Code("ccss-ela", "CCRA.R.6")
    assert anchor(Code("ccss-ela", "WHST.6-8.1a")) == Code("ccss-ela", "CCRA.W.1")
    assert anchor(Code("ccss-ela", "RF.1.3")) is None
    assert anchor(Code("ccss-math", "8.EE.C.7")) is None


def test_frameworks_have_names() -> None:
    assert KEYS == ("ccss-ela", "ccss-math", "ngss", "other")
    assert [catalogue(key).short_title for key in KEYS] == ["CCSS ELA", "CCSS Math", "NGSS", "Other"]
    assert catalogue("ccss-ela").items["RL"].label == "Reading: Literature"
    assert catalogue("ccss-math").items["8.EE"].label == "Expressions & Equations"
    assert catalogue("ngss").items["MS-PS1"].label == "Matter and Its Interactions"
    assert dict(catalogue("nowhere").items) == {}


def test_import_reads_no_table(root: Path) -> None:
    check = (
        "import coaching_cycles.standards as s; from coaching_cycles.standards.tables import read_table as r;"
    )
    check += "assert r.cache_info().currsize == 0; s.catalogue('ngss'); assert r.cache_info().currsize == 1"
    subprocess.run([sys.executable, "-c", check], check=True, env={"PYTHONPATH": str(root / "plugins")})
