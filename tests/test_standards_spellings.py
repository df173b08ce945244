"""Every spelling leads to one code; what can't be decided leads to none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coaching_cycles.standards import Code, canonical, is_known

# The code and framework, then spellings of it.
SPELLINGS = {
    ("ccss-ela", "RH.11-12.6"): """
        RH.11-12.6 | RH 11-12 6 | RH/11-12/6 | RH-11-12-6 | rh-11-12-6 | RH_11-12_6 | RH:11-12:6
        RH(11-12)6
        RH.11–12.6 | RH.11—12.6 | RH.11−12.6 | RH.11‑12.6 | ＲＨ．１１－１２．６ | RH11-12.6 | rh.11-12.6.
        CCSS.ELA-LITERACY.RH.11-12.6 | CCSS.ELA-Literacy.RH.11-12.6 | CCSS ELA RH.11-12.6 | ELA.RH.11-12.6
        ccss:ela:literacy:rh:11-12:6 | Common Core ELA RH.11-12.6 | CC.ELA-Literacy.RH.11-12.6
        https://www.thecorestandards.org/ELA-Literacy/RH/11-12/6/
        http://corestandards.org/ELA-Literacy/RH/11-12/6
        http://www.corestandards.org/ELA-Literacy/RH/11-12/6/ | thecorestandards.org/ELA-Literacy/RH/11-12/6
        https://www.corestandards.org/ela-literacy/rh/11-12/6/?print=1
        http://www.corestandards.org/ELA-Literacy/RH/11-12/#CCSS.ELA-Literacy.RH.11-12.6
        Grade 11-12 RH.11-12.6 | “RH.11-12.6” | (RH.11-12.6) | [RH.11-12.6] | **RH.11-12.6**
        """,
    ("ccss-ela", "RL.4.1"): """
        RL.4.1 | rl.4.1 | RL 4.1 | RL4.1 | RL-4-1 | RL.04.01 | RL.4.1. | RL.4.1, | RL.4.1* | RL.4.1†
        "RL.4.1"
        RL\u200b.4.1 | RL.4\u00ad.1 | RL\u00a04.1 | RL.4.1² | Grade 4 RL.4.1 | Standard RL.4.1 | CCSS.RL.4.1
        RL.4.1: Refer to details and examples | RL.4.1 – Refer to details in a text
        """,
    ("ccss-ela", "RL.4.10"): "RL.4.10 | RL.4.1⁰ | RL 4 10",
    ("ccss-ela", "W.9-10.1a"): """
        W.9-10.1a | W.9-10.1.a | W.9-10.1(a) | W.9-10.1 a | W9-10.1A | w-9-10-1-a | W.9/10.1a
        CCSS.ELA-LITERACY.W.9-10.1.A
        """,
    ("ccss-ela", "W.6.8"): "W.6.8 | w-6-8 | W 6 8",
    ("ccss-ela", "SL.K.1"): "SL.K.1 | sl.k.1 | SLK1 | CCSS.ELA-Literacy.SL.K.1",
    ("ccss-ela", "CCRA.R.1"): """
        CCRA.R.1 | R.CCR.1 | CCR.R.1 | CCSS.ELA-LITERACY.CCRA.R.1 | Anchor Standard R.1 | ccra r 1
        R.CCRA.1
        https://www.thecorestandards.org/ELA-Literacy/CCRA/R/1/
        """,
    ("ccss-ela", "RL.9-10"): "RL.9-10 | https://www.thecorestandards.org/ELA-Literacy/RL/9-10/",
    ("ccss-ela", "RL.4"): "CCSS.ELA-Literacy.RL.4 | http://www.corestandards.org/ELA-Literacy/RL/4/",
    ("ccss-math", "8.EE.C.7b"): """
        8.EE.C.7b | 8.EE.7b | 8EE7b | 8.EE.C.7.B | 8.ee.c.7(b) | 8-EE-C-7-b | 8-ee-c-7-b | 8.EE.C.7-B
        Grade 8 8.EE.7b
        CCSS.MATH.CONTENT.8.EE.C.7.B | CCSS.Math.Content.8.EE.C.7b | CCSSM 8.EE.7b | Math 8.EE.7b
        CC.8.EE.7b
        https://www.thecorestandards.org/Math/Content/8/EE/C/7/b/
        http://corestandards.org/Math/Content/8/EE/C/7/b
        http://www.corestandards.org/Math/Content/8/EE/#CCSS.Math.Content.8.EE.C.7.b
        """,
    ("ccss-math", "8.EE.C.7"): """
        8.EE.C.7 | 8.EE.7 | 8.EE.C.7 Solve linear equations in one variable.
        http://www.corestandards.org/the-standards/mathematics/grade-8/expressions-and-equations/#8-ee-7
        """,
    (
        "ccss-math",
        "8.EE.C",
    ): "8.EE.C | 8EEC | CCSS.Math.Content.8.EE.C | corestandards.org/Math/Content/8/EE/C/",
    ("ccss-math", "3.NF.A.1"): """
        3.NF.A.1 | 3NF1 | 3.NF.1 | Grade 3.NF.1 | Gr. 3.NF.1 | Gr 3 NF 1
        Grade III NF 1 | G3.NF.1 | 3rd grade NF.1
        3-NF-A-1 | 3_nf_a_1 | Common Core State Standards 3.NF.A.1
        """,
    ("ccss-math", "K.CC.A.1"): """
        K.CC.A.1 | K.CC.1 | KCC1 | Kindergarten CC.1 | Grade K.CC.1 | CC.K.CC.A.1
        K.CC.A.1 Count to 100 by ones and by tens.
        """,
    ("ccss-math", "HSG-GPE.B.4"): """
        HSG-GPE.B.4 | HSG.GPE.B.4 | G.GPE.B.4 | G-GPE.4 | G.GPE.4 | HS.G-GPE.4 | hsg gpe b 4 | HSG-GPE-B-4
        High School G-GPE.4 | CCSS.Math.Content.HSG-GPE.B.4
        http://www.corestandards.org/Math/Content/HSG/GPE/B/4/
        """,
    ("ccss-math", "HSA-REI.B.4b"): "HSA-REI.B.4.b | A-REI.4b | A.REI.B.4.B | HSA-REI.4(b) | hsa-rei-b-4-b",
    ("ccss-math", "HSG-C.A.1"): "HSG-C.A.1 | G-C.1 | G.C.A.1",
    ("ccss-math", "HSN-VM.A.1"): "HSN-VM.A.1 | (+) N-VM.1 | N-VM.1 (+) | N-VM.A.1 (+)",
    ("ccss-math", "HSF-BF.B.3"): "F-BF.3★ | F-BF.3 ★ | HSF.BF.B.3",
    ("ccss-math", "MP3"): """
        MP3 | MP.3 | MP 3 | SMP 3 | SMP3 | CCSS.MATH.PRACTICE.MP3 | CCSS.Math.Practice.3 | Math Practice 3
        Mathematical Practice 3 | Standards for Mathematical Practice 3
        thecorestandards.org/Math/Practice/MP3/
        """,
    ("ngss", "MS-PS1-2"): """
        MS-PS1-2 | MS.PS1-2 | MS PS1 2 | ms-ps1-2 | MSPS1-2 | MS–PS1–2 | MS-PS1-2. | NGSS MS-PS1-2
        NGSS.MS.PS1.2
        https://www.nextgenscience.org/pe/ms-ps1-2-matter-and-its-interactions
        http://nextgenscience.org/ms-ps1-2-matter-and-its-interactions
        """,
    ("ngss", "3-5-ETS1-1"): "3-5-ETS1-1 | 3–5-ETS1-1 | 3-5.ETS1.1 | 3-5 ETS1-1 | Grade 3-5-ETS1-1",
    (
        "ngss",
        "K-2-ETS1-1",
    ): "K-2-ETS1-1 | K–2–ETS1–1 | K-2.ETS1.1 | nextgenscience.org/pe/k-2-ets1-1-engineering-design",
    ("ngss", "K-PS2-1"): "K-PS2-1 | K.PS2-1 | KPS2-1",
    ("ngss", "4-PS3-2"): "4-PS3-2 | 4.PS3.2 | Grade 4-PS3-2",
    ("ngss", "HS-PS3-5"): "HS-PS3-5 | HSPS3-5",
    (
        "ngss",
        "MS-PS4",
    ): "nextgenscience.org/msps4-waves-applications-technologies-information-transfer | MS-PS4",
    ("ngss", "PS1.A"): "PS1.A | PS1A | DCI PS1.A | PS1.A: Structure and Properties of Matter",
    ("other", "110.36(c)(5)(A)"): """
        110.36(c)(5)(A) | TEKS 110.36(c)(5)(A) | 110.36.c.5.A | §110.36(c)(5)(A) | 19 TAC §110.36(c)(5)(A)
        110.36 (c) (5) (A) | TEKS §110.36(C)(5)(a) | § 110.36(c)(5)(A).
        """,
    ("other", "110.36(c)(5)(A)(i)"): "110.36(c)(5)(A)(i) | 110.36.c.5.A.i",
    ("other", "9국02-03"): "9국02-03 | [9국02-03] | ９국０２−０３ | 9국02–03",
    ("other", "K.NR.2.2"): "K.NR.2.2 | k.nr.2.2",
    ("other", "ELAGSE5W1"): "ELAGSE5W1 | elagse5w1",
    ("other", "SC.3.L.14.1"): "SC.3.L.14.1",
    ("other", "6.RP.K"): "6.RP.K",
    ("other", "ACELA1478"): "ACELA1478",
    ("other", "CC.1.2.4.A"): "CC.1.2.4.A",
    ("other", "NJSLS 3.NF.A.1"): "NJSLS 3.NF.A.1",
    ("other", "NY-8.EE.7b"): "NY-8.EE.7b",
    # No such code, but the shape of one.
    ("other", "RL.4.99"): "RL.4.99 | rl 4 99 | CCSS.ELA-LITERACY.RL.4.99",
    ("other", "RL.4.8"): "RL.4.8 | http://www.corestandards.org/ELA-Literacy/RL/4/8/",
    ("other", "3.NF.Z.9"): "3.NF.Z.9 | 3-nf-z-9",
    ("other", "3.CC.1"): "3.CC.1 | 3CC1",
    ("other", "8.EE.A.7"): "8.EE.A.7",
    ("other", "RF.6.1"): "RF.6.1",
    ("other", "HSF-ID.B.6"): "HSF-ID.B.6 | http://corestandards.org/Math/Content/HSF/ID/B/6",
    ("other", "6-PS3-1"): "6-PS3-1",
    ("other", "MP9"): "MP9 | SMP 9",
}

UNDECIDABLE = """
    4.3A | 4.3(A) | TEKS 4.3(A) | TEKS.4.3A | SOL 3.4 | 3.2 | 3.2.b | 1.2.4.A | 7b | 8 | K | 12 | 110.36
    CCSS.4.3A | ELA 4.3
    4.RL.1 | 9-10.RL.1 | 11-12.RH.6 | 4RL1 | K.W.1 | RL.9.1 | RL.9 | W.12.2a | RH.7.6 | RL.6-8.1
    RL.K-2.1 | W.6-8
    RL.1 | W.2 | L4 | R.1 | PS1-2 | ESS3.1 | W | L | MS | K-2 | CCSS 3 | Grade 4 | wk 1 | 5G | KG.1
    RL.4.1, RL.4.2 | RL.4.1 and RL.4.2 | RL.4.1 RL.4.2 | RL.4.1-3 | W.4.1a-c | RL.4.1/RI.4.1 | RI.2-3
    8.EE.C.7-8
    Students will... | Students will read 3 texts. | Lesson 3 | Week 2 | Q1 | Reading | math | 2012-10-01
    국어 3학년
    CCSS.MATH.RL.4.1 | https://example.org/RL.4.1
    https://www.nextgenscience.org/topic-arrangement/hsenergy
    """


def split(text: str) -> list[str]:
    return [part.strip(" ") for line in text.split("\n") for part in line.split(" | ") if part.strip()]


@pytest.mark.parametrize(
    ("spelling", "framework", "code"),
    [(text, *key) for key, texts in SPELLINGS.items() for text in split(texts)],
)
def test_spelling_leads_to_its_code(spelling: str, framework: str, code: str) -> None:
    found = canonical(spelling)
    assert found is not None
    assert (found.framework, found.code) == (framework, code)
    assert found == Code(framework, code)
    assert is_known(found) == (framework != "other")


@pytest.mark.parametrize("text", [*split(UNDECIDABLE), "", " ", ".", "\u200b", "★", "-", "()", "x" * 5000])
def test_undecidable_text_leads_to_none(text: str) -> None:
    assert canonical(text) is None


@pytest.mark.parametrize(
    ("text", "framework", "expected"),
    [
        # A framework decides what is too short without one …
        ("4.RL.1", "ccss-ela", ("ccss-ela", "RL.4.1")),
        ("9-10.RL.1", "ccss-ela", ("ccss-ela", "RL.9-10.1")),
        ("RL.9.1", "ccss-ela", ("ccss-ela", "RL.9-10.1")),
        ("RL.1", "ccss-ela", ("ccss-ela", "RL.1")),
        ("8", "ccss-math", ("ccss-math", "8")),
        ("K-2", "ngss", ("ngss", "K-2")),
        # … and a prefix that names it does too.
        ("CCSS.ELA-LITERACY.4.RL.1", None, ("ccss-ela", "RL.4.1")),
        ("CCSS.ELA-LITERACY.RL.9.1", None, ("ccss-ela", "RL.9-10.1")),
        # But several standards stay several.
        ("RL.6-8.1", "ccss-ela", None),
        ("PS1-2", "ngss", None),
        ("3.2", "ccss-math", None),
        ("4.3A", "ccss-math", None),
        # A contradiction is not decided; the unknown is kept.
        ("RL.4.1", "ccss-math", None),
        ("RL.4.99", "ccss-ela", ("other", "RL.4.99")),
        ("ELAGSE5W1", "ccss-ela", ("other", "ELAGSE5W1")),
        ("9국02-03", "ccss-ela", ("other", "9국02-03")),
        # Keys are read as people write them.
        ("3.NF.1", "CCSS Math", ("ccss-math", "3.NF.A.1")),
        ("3.NF.1", "Common Core Math", ("ccss-math", "3.NF.A.1")),
        ("3.NF.1", "CCSS", ("ccss-math", "3.NF.A.1")),
        ("RL.9.1", "Common Core", ("ccss-ela", "RL.9-10.1")),
        ("4.3A", "CCSS", None),
        # Any other key is taken at its word.
        ("K.NR.2.2", "ga", ("ga", "K.NR.2.2")),
        ("K.NR.2.2", "sc", ("sc", "K.NR.2.2")),
        ("RL.4.1", "ga", ("ga", "RL.4.1")),
        ("4.3A", "teks", ("teks", "4.3A")),
        ("TEKS 4.3(A)", "teks", ("teks", "4.3(A)")),
        ("TEKS 110.36.c.5.A", "teks", ("teks", "110.36(c)(5)(A)")),
        ("3.2", "other", ("other", "3.2")),
        ("", "ga", None),
        ("…", "ga", None),
        ("https://example.org/RL.4.1", "ga", None),
        ("x" * 100, "ga", None),
    ],
)
def test_framework_decides(text: str, framework: str | None, expected: tuple[str, str] | None) -> None:
    found = canonical(text, framework)
    assert (found and (found.framework, found.code)) == expected


def test_punctuation_does_not_part_local_codes() -> None:
    spellings = ["4.3A", "4.3(A)", "4.3.a", "TEKS 4.3 (A)"]
    assert len({canonical(text, "teks") for text in spellings}) == 1
    assert canonical("4.3A", "teks") != canonical("4.3B", "teks")
    assert canonical("K.NR.2.2", "ga") != canonical("K.NR.2.2", "sc")


def test_shared_pairs(shared_data: Path) -> None:
    pairs = json.loads((shared_data / "standards" / "canon_pairs.json").read_text(encoding="utf-8"))
    assert pairs["equal"]
    for first, second in pairs["equal"]:
        one, two = canonical(first), canonical(second)
        assert one is not None, first
        assert two is not None, second
        assert (one, one.code) == (two, two.code)
    for first, second in pairs["not_equal"]:
        one, two = canonical(first), canonical(second)
        assert one is not None, first
        assert two is not None, second
        assert one != two
    for text in pairs["undecidable"]:
        assert canonical(text) is None, text
