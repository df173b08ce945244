"""Many more spellings: of one standard, of none, and of codes of frameworks that were dropped in."""

from __future__ import annotations

import pytest

from coaching_cycles.standards import Code, canonical, decide, read_csv
from coaching_cycles.standards.canon import read_key

SPELLINGS: dict[str, str] = {
    "ccss-ela RL.4.1": """
        CCSS ELA-Literacy RL.4.1 | CCSS.ELA.RL.4.1 | ELA.RL.4.1 | ccss.ela-literacy.rl.4.1 | RL.4.1.
        "RL.4.1" | (RL.4.1) | [RL.4.1] | RL.4.1* | RL-4-1 | RL_4_1 | RL/4/1 | RL:4:1 | RL4.1 | RL.04.1
        RL.4.01 | CC.RL.4.1 | Common Core RL.4.1 | Common Core State Standards RL.4.1
        Common Core ELA RL.4.1 | CCSS: RL.4.1 | CCSS-RL.4.1 | ccss_rl_4_1 | CCSS 4.RL.1
        http://www.corestandards.org/ELA-Literacy/RL/4/1 | corestandards.org/ELA-Literacy/RL/4/1/
        Grade 4: RL.4.1 | https://thecorestandards.org/ELA-Literacy/RL/4/#CCSS.ELA-Literacy.RL.4.1
        ELA-LITERACY.RL.4.1 | LITERACY.RL.4.1 | <https://www.thecorestandards.org/ELA-Literacy/RL/4/1/>
        https://www.thecorestandards.org/ELA-Literacy/RL/4/1/?utm=1 | ＲＬ．４．１ | RL.4.1\u200b
        R\u00adL.4.1 | \ufeffRL.4.1 | RL\u00a04.1 | RL.4.1★ | •RL.4.1 | RL.4.1† | 〝RL.4.1〞
        CCSS.ELA-LITERACY.4.RL.1 | CCSS.ELA–LITERACY.RL.4.1 | CCSS.ELA_LITERACY.RL.4.1
        CCSS/ELA-LITERACY/RL/4/1 | rl.4.1 (partial) | RL.4.1 (Grade 4) | RL.4.1: Refer to details
        RL.4.1 – Refer to details | RL\u05be4\u05be1
        """,
    "ccss-ela RH.11-12.6": """
        RH.11–12.6 | RH 11-12.6 | RH.11-12 6 | RH11-12.6 | rh.11-12.6 | RH.11‑12.6 | RH.11−12.6
        RH.11 - 12.6 | RH.11–12 #6 | CCSS.ELA-Literacy.RH.11-12.6
        https://www.thecorestandards.org/ELA-Literacy/RH/11-12/6/ | RH.11.12.6 | rh-11-12-6
        Grade 11-12: RH.11-12.6 | RH.11—12.6 | RH.11\u2e3a12.6
        """,
    "ccss-ela W.9-10.1a": """
        W.9-10.1.a | W.9-10.1(a) | W.9-10.1A | W9-10.1a | CCSS.ELA-LITERACY.W.9-10.1.A | w.9–10.1a
        W.9-10.1 a | https://www.thecorestandards.org/ELA-Literacy/W/9-10/1/a/
        """,
    "ccss-ela CCRA.R.1": """
        R.CCR.1 | CCR.R.1 | CCSS.ELA-LITERACY.CCRA.R.1 | CCRA R 1 | ccra.r.1 | CCRA.R1 | R.CCRA.1
        Anchor R.1 | Anchor Standard R.1 | https://www.thecorestandards.org/ELA-Literacy/CCRA/R/1/
        CCR Anchor R.1 | CCRA-R-1
        """,
    "ccss-ela RF.K.3a": "RF.K.3.a | rf.k.3a | CCSS.ELA-LITERACY.RF.K.3.A | RFK.3a | RF.K.3(a)",
    "ccss-ela WHST.6-8.2": "WHST 6-8 2 | whst.6–8.2 | CCSS.ELA-LITERACY.WHST.6-8.2 | WHST.6-8.#2",
    "ccss-ela SL.8.1c": "SL.8.1.c | sl 8 1c | SL.8.1(c) | CCSS.ELA-LITERACY.SL.8.1.C",
    "ccss-math 8.EE.C.7b": """
        8.EE.7b | 8.EE.7.b | 8.EE.7(b) | CCSS.Math.8.EE.7b | CCSSM.8.EE.C.7b | CCSS-M 8.EE.C.7b
        Grade 8 EE.7b | Gr. 8 EE.C.7b | 8-EE-7b | CC.8.EE.7b | 8 EE C 7 b | 8.EE.C.7b.
        CCSS.MATH.CONTENT.8.EE.C.7.b | 8.EE.C.7.B.
        """,
    "ccss-math K.CC.B.4a": """
        K.CC.4a | K.CC.4.a | K.CC.B.4.A | k.cc.4a | KCC4a | CCSS.Math.Content.K.CC.B.4.a | K-CC-4a
        CC.K.CC.4a | Kindergarten K.CC.4a | K.CC.4(a)
        """,
    "ccss-math 3.NF.A.1": """
        3nf.1 | 3-NF-1 | Grade 3 NF.A.1 | Grade 3: 3.NF.1 | Grade 3 3.NF.1 | 3rd Grade 3.NF.1 | G3 NF.1
        CCSS 3.NF.1 | ccss.math.content.3.nf.a.1 | 3.NF.A.1 Understand a fraction 1/b as the quantity
        3 NF 1 | 03.NF.01
        """,
    "ccss-math HSF-LE.A.1": """
        HSF.LE.A.1 | F-LE.1 | F.LE.1 | HSF-LE.1 | HSF.LE.1 | F-LE.A.1 | F.LE.A.1 | HS.F-LE.1 | HSFLE.A.1
        HSF-LE.A.1★ | F-LE.1★ | High School F-LE.1
        https://www.thecorestandards.org/Math/Content/HSF/LE/A/1/ | HSF LE A 1 | hsf-le-a-1 | F-LE 1
        HS F-LE.A.1 | HSF–LE.A.1 | ∗F-LE.1∗
        """,
    "ccss-math HSN-VM.A.1": "(+)N-VM.A.1 | ( + ) N.VM.1 | + N-VM.1 | N-VM.1 (+) | HSN.VM.A.1",
    "ccss-math MP3": """
        MP.3 | SMP.3 | mp3 | CCSS.Math.Practice.MP3 | CCSS.MATH.PRACTICE.3 | Math Practice 3
        Standard for Mathematical Practice 3 | Standards for Mathematical Practice: 3
        Math Practice Standard 3 | MP#3 | MP-3 | CCSS.MP3 | CCSS Math MP3
        http://www.corestandards.org/Math/Practice/#CCSS.Math.Practice.MP3
        """,
    "ngss 3-5-ETS1-1": """
        3-5-ets1-1 | 3‑5‑ETS1‑1 | NGSS 3-5-ETS1-1 | NGSS.3-5-ETS1-1 | 3-5-ETS1.1 | Grades 3-5 ETS1-1
        https://www.nextgenscience.org/pe/3-5-ets1-1-engineering-design
        """,
    "ngss MS-PS1-2": "MS-PS1.2 | NGSS: MS-PS1-2 | NGSS-MS-PS1-2 | Middle School PS1-2 | MS_PS1_2 | MS-PS1-2*",
    "other 110.36(c)(5)(A)": """
        19 TAC 110.36(c)(5)(A) | teks 110.36(c)(5)(a) | 110.36(C)(5)(A) | 19TAC§110.36(c)(5)(A)
        TAC §110.36(c)(5)(A) | TEKS: 110.36(c)(5)(A) | 19 TAC, §110.36(c)(5)(A)
        19 TAC Chapter 110.36(c)(5)(A) | 110.36(c)(5)(A). | 19 Tex. Admin. Code §110.36(c)(5)(A)
        Texas Administrative Code § 110.36(c)(5)(A)
        """,
}

# A grade said in words does not decide between Common Core and a state that counts "RL.1" within grade 4.
UNDECIDABLE = """
    Grade 4 RL.1 | 4th Grade RL.1 | Kindergarten RF.3a | Grades 11-12 RH.6 | K.RF.3a | W.11.1 | RH.6.1
    9.RL.1 | TEKS 3.4K | SOL 4.1 | LS1-1 | RL.K-5.1 | lesson 4.2 | p. 42 | TEKS 5(A) | RL41
    https://www.thecorestandards.org/ELA-Literacy/ | https://example.com/Math/Content/8/EE/C/7/b/
    RL.4.1; RI.4.1 | RL.4.1 & RL.4.2
    """

LOCAL = """
    ELAGSE4RL1 | MCC4.NF.1 | MA.4.NSO.1.1 | LAFS.4.RL.1.1 | NC.4.NF.1 | MGSE4.NF.1 | 4.NBT.A.9 | 9.NF.1
    CC8.EE.7b | 8.XX.1
    """


def split(text: str) -> list[str]:
    return [part.strip(" ") for line in text.split("\n") for part in line.split(" | ") if part.strip()]


@pytest.mark.parametrize("wanted", SPELLINGS)
def test_every_spelling_finds_its_page(wanted: str) -> None:
    key, code = wanted.split(" ", 1)
    for text in split(SPELLINGS[wanted]):
        found = canonical(text)
        assert found is not None, text
        assert (found.framework, found.code) == (key, code), text


def test_nothing_is_guessed() -> None:
    assert [text for text in split(UNDECIDABLE) if canonical(text) is not None] == []
    assert [text for text in split(LOCAL) if (canonical(text) or Code("", "-")).framework != "other"] == []


def test_a_dropped_in_framework_finds_its_codes_in_any_spelling() -> None:
    rows = (
        "code,statement\nK.NR.2.2,Count\nK.NR.2,Cluster\n4.3(A),Read\nA.1,One\nA1,Another\n[9국02-03],읽기\n"
    )
    held = {"ga": read_csv(rows, "ga", title="Georgia standards")}
    for text in (
        "k.nr.2.2",
        "K NR 2 2",
        "KNR2.2",
        "K-NR-2-2",
        "K.NR.2.2.",
        "“K.NR.2.2”",
        "K.NR.02.2"[:-4] + "2.2",
    ):
        assert canonical(text, "ga", held) == Code("ga", "K.NR.2.2"), text
    for text in ("4.3A", "4.3(a)", "TEKS 4.3(A)", "4.3 A"):
        assert canonical(text, "ga", held) == Code("ga", "4.3(A)"), text
    for text in ("9국02-03", "[９국02–03]", "9국02-03"):
        assert canonical(text, None, held) == Code("ga", "9국02-03"), text
    assert canonical("A 1", "ga", held) == Code("ga", "A.1")
    assert canonical("A1", "ga", held) == Code("ga", "A1")
    assert canonical("K.NR.2.2", "Georgia standards", held) == Code("ga", "K.NR.2.2")


def test_headings_without_a_code_answer_to_their_own_framework_only() -> None:
    held = {"ga": read_csv("code,statement\n,Geometry\nG.1,Shapes\n", "ga")}
    assert canonical("Geometry", "ga", held) == Code("ga", "Geometry")
    assert canonical("Geometry", None, held) is None


def test_default_framework_is_meant_where_it_holds_the_code() -> None:
    state = read_csv("code,statement\nRL.4.1,State words\n4.3(A),Read\n", "state")
    held = {"state": state}
    assert decide("RL.4.1", None, held) == Code("ccss-ela", "RL.4.1")
    assert decide("4.3A", None, held) is None
    held = {
        "state": type(state)(**{name: getattr(state, name) for name in state.__slots__} | {"default": True})
    }
    assert decide("RL.4.1", None, held) == Code("state", "RL.4.1")
    assert decide("4.3A", None, held) == Code("state", "4.3(A)")
    assert decide("RL.4.2", None, held) == Code("ccss-ela", "RL.4.2")
    assert decide("CCSS.ELA-LITERACY.RL.4.1", None, held) == Code("ccss-ela", "RL.4.1")
    assert decide("RL.4.1", "ccss-ela", held) == Code("ccss-ela", "RL.4.1")


def test_a_framework_is_for_the_codes_that_need_it() -> None:
    """One record can name standards of several frameworks, each on its own page."""
    held = {"ga": read_csv("code,statement\nK.NR.2.2,Count\n", "ga", title="Georgia")}
    reading, math = Code("ccss-ela", "RL.4.1"), Code("ccss-math", "8.EE.C.7b")
    for framework in ("ga", "Georgia", "other", "ccss-ela", "ccss-math", "ngss"):
        assert decide("RL.4.1", framework, held) == reading
        assert decide("8.EE.7b", framework, held) == math
        assert decide("k nr 2.2", framework, held) == Code("ga", "K.NR.2.2")
        assert decide("ga K.NR.2.9", framework, held) == Code("ga", "K.NR.2.9")
        assert decide("Other: 4.3A", framework, held) == Code("other", "4.3A")
    assert decide("RL.9.1", "ccss-ela", held) == Code("ccss-ela", "RL.9-10.1")
    assert decide("3.2", "ga", held) == Code("ga", "3.2")


def test_a_framework_that_nobody_here_knows_keeps_its_codes() -> None:
    official = "https://www.thecorestandards.org/ELA-Literacy/RL/4/1/"
    assert decide("RL.4.1", "ny", {}) == Code("ny", "RL.4.1")
    assert decide("other RL.4.1", "ny", {}) == Code("other", "RL.4.1")
    for text in ("CCSS.ELA-LITERACY.RL.4.1", official, "ccss-ela RL.4.1"):
        assert decide(text, "ny", {}) == Code("ccss-ela", "RL.4.1"), text
    assert decide("ny RL.4.1", None, {}) != Code("ccss-ela", "RL.4.1")


def test_every_name_of_a_bundled_framework_is_a_key() -> None:
    names = {
        "ccss-ela": ["CCSS ELA", "CCSS ELA-Literacy", "ccss literacy", "Common Core ELA"],
        "ccss-math": ["CCSS Math", "CCSS-M", "CCSSM", "ccss mathematics", "Common Core Math"],
        "ngss": ["NGSS", "Next Generation Science Standards"],
    }
    assert {key: [read_key(name) for name in called] for key, called in names.items()} == {
        key: [key] * len(called) for key, called in names.items()
    }
    for name in ("CC", "CCSS", "Common Core", "Common Core State Standards"):
        assert canonical("RL.4.1", name) == Code("ccss-ela", "RL.4.1")
        assert canonical("4.NF.A.1", name) == Code("ccss-math", "4.NF.A.1")
