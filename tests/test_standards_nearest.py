"""Suggestions for what is unknown or undecidable, and codes of frameworks dropped in."""

from __future__ import annotations

import pytest

from coaching_cycles.standards import Code, Framework, canonical, is_known, nearest, read_csv


@pytest.fixture(scope="module")
def dropped_in() -> dict[str, Framework]:
    rows = "code,statement\n{}\n"
    return {
        "ga": read_csv(rows.format("K.NR.2.2,Count\nK.NR.2.3,Tell"), "ga"),
        "sc": read_csv(rows.format("K.NR.2.2,Other\n5.C.1,Read"), "sc"),
        "teks": read_csv(rows.format("4.3(A),Read\n110.36(c)(5)(A),Write"), "teks"),
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RL.9.1", ["RL.9-10.1"]),
        ("RH.7.6", ["RH.6-8.6"]),
        ("4.RL.1", ["RL.4.1"]),
        ("11-12.RH.6", ["RH.11-12.6"]),
        ("RL.6-8.1", ["RL.6.1", "RL.7.1", "RL.8.1"]),
        ("PS1-2", ["MS-PS1-2", "HS-PS1-2", "2-PS1-2"]),
        ("6-PS3-1", ["MS-PS3-1", "HS-PS3-1", "K-PS3-1"]),
        ("R.1", ["CCRA.R.1"]),
        ("8.EE.A.7", ["8.EE.C.7"]),
        ("3.CC.1", ["K.CC.A.1"]),
        ("RL.4.99", ["RL.4.9", "RL.4.1", "RL.4.2"]),
        ("RL.4.8", ["RL.4.1", "RL.4.2", "RL.4.3"]),
        ("http://www.corestandards.org/ELA-Literacy/RL/4/8/", ["RL.4.1", "RL.4.2", "RL.4.3"]),
        ("RL.4.1 and RI.4.1", ["RL.4.1", "RI.4.1"]),
        ("8.EE.C.7-8", ["8.EE.C.7"]),
        ("Aligned to RL.4.1.", ["RL.4.1"]),
        ("3.2", []),
        ("Students will...", []),
        ("9국02-03", []),
        ("https://example.org/RL.4.1", []),
        ("", []),
    ],
)
def test_suggestions(text: str, expected: list[str]) -> None:
    assert [code.code for code in nearest(text)] == expected


def test_framework_narrows_suggestions() -> None:
    assert {code.framework for code in nearest("4.RI.9", "ccss-ela")} == {"ccss-ela"}
    assert nearest("RL.4.99", "ccss-math") == ()
    assert nearest("RL.4.99", "ga") == ()


def test_limit() -> None:
    assert len(nearest("PS1-2", limit=2)) == 2
    assert nearest("PS1-2", limit=0) == ()


def test_only_holder_of_a_local_code_is_found(dropped_in: dict[str, Framework]) -> None:
    assert canonical("K.NR.2.3", None, dropped_in) == Code("ga", "K.NR.2.3")
    assert canonical("TEKS 110.36.c.5.A", None, dropped_in) == Code("teks", "110.36(c)(5)(A)")
    assert canonical("RL.4.1", None, dropped_in) == Code("ccss-ela", "RL.4.1")
    assert canonical("K.NR.9.9", None, dropped_in) == Code("other", "K.NR.9.9")


def test_code_of_two_frameworks_needs_a_key(dropped_in: dict[str, Framework]) -> None:
    assert canonical("K.NR.2.2", None, dropped_in) is None
    assert canonical("k nr 2 2", "ga", dropped_in) == Code("ga", "K.NR.2.2")
    assert nearest("K.NR.2.2", None, 3, dropped_in)[:2] == (Code("ga", "K.NR.2.2"), Code("sc", "K.NR.2.2"))


def test_number_stays_undecidable_whatever_is_dropped_in(dropped_in: dict[str, Framework]) -> None:
    assert canonical("4.3A", None, dropped_in) is None
    assert nearest("TEKS 4.3A", None, 3, dropped_in) == (Code("teks", "4.3(A)"),)
    found = canonical("4.3A", "teks", dropped_in)
    assert found is not None
    assert found.code == "4.3(A)"


def test_unknown_code_of_a_framework_keeps_its_key(dropped_in: dict[str, Framework]) -> None:
    found = canonical("K.NR.2.9", "ga", dropped_in)
    assert found == Code("ga", "K.NR.2.9")
    assert not is_known(Code("ga", "K.NR.2.9"), dropped_in)
    assert is_known(Code("ga", "k-nr-2-2"), dropped_in)
    assert nearest("K.NR.2.9", "ga", 1, dropped_in) == (Code("ga", "K.NR.2.2"),)
