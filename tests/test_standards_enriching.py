"""Files with the words of Common Core or NGSS: how they are told from a state's own, and what they add."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coaching_cycles.standards import Code, Framework, read_csv
from coaching_cycles.standards.enriching import LICENCES, enrich, list_bundled, recognise
from coaching_cycles.standards.framework import catalogue

ELA = [f"RL.{grade}.{number}" for grade in (3, 4, 5) for number in (1, 2, 3, 4, 5, 6, 7)][:20]
OWN = [f"XY.{number}.ABC.{number}" for number in range(1, 41)]


def made(codes: list[str], key: str = "ours", title: str = "Ours", **more: str) -> Framework:
    return replace(read_csv("code\n" + "".join(f"{code}\n" for code in codes), key, title=title), **more)


def declared(codes: list[str]) -> list[str]:
    return [f"CCSS.ELA-Literacy.{code}" for code in codes]


@pytest.mark.parametrize(
    ("codes", "key", "title", "identifier", "titled", "found"),
    [
        # By key, identifier or title, with three in ten.
        (ELA[:3] + OWN[:7], "ccss-ela", "Words", "", True, "ccss-ela"),
        (ELA[:3] + OWN[:8], "ccss-ela", "Words", "", True, None),
        (ELA[:3] + OWN[:7], "a", "Words", "https://x.org/D10003FC/", True, "ccss-ela"),
        (ELA[:3] + OWN[:7], "a", "Words", "c64961be-d7cb-11e8-824f-0242ac160002", True, "ccss-ela"),
        (ELA[:3] + OWN[:7], "a", "Words", "d10003fb", True, None),
        (ELA[:3] + OWN[:7], "a", "Common Core State Standards for English", "", True, "ccss-ela"),
        (ELA[:3] + OWN[:7], "a", "The CCSS: Mathematics", "", True, "ccss-ela"),
        (ELA[:3] + OWN[:7], "a", "Next Generation Science Standards", "", True, "ccss-ela"),
        (ELA[:3] + OWN[:7], "a", "Our Common Core State Standards for English", "", True, None),
        # By nine in ten that say so, with eight in ten.
        (declared(ELA[:10]), "a", "Ours", "", True, "ccss-ela"),
        (declared(ELA[:9]) + OWN[:1], "a", "Ours", "", True, "ccss-ela"),
        (declared(ELA[:9]) + ELA[9:11], "a", "Ours", "", True, None),
        (declared(ELA[:17]) + OWN[:2], "a", "Ours", "", True, None),
        # By its name, where it has no title.
        (ELA[:8] + OWN[:2], "our-ccss-words", "", "", False, "ccss-ela"),
        (ELA[:7] + OWN[:2], "our-ccss-words", "", "", False, None),
        (ELA[:8], "our-ccss-words", "", "", True, None),
        (ELA[:8], "success", "", "", False, None),
        (list(catalogue("ngss").items), "words", "", "", False, "ngss"),
        (list(catalogue("ngss").items)[::3], "words", "", "", False, None),
        (OWN[:3], "ccss", "", "", False, None),
    ],
)
def test_whose_words_a_file_brings(
    codes: list[str], key: str, title: str, identifier: str, *, titled: bool, found: str | None
) -> None:
    assert recognise(made(codes, key, title, identifier=identifier), titled=titled) == found


def test_which_subjects_stand_in_a_file() -> None:
    assert list_bundled(made(["4.NF.A.1", "RL.4.1", *OWN])) == ("ccss-ela", "ccss-math")
    assert list_bundled(made(OWN)) == ()


BASE = catalogue("ccss-ela")


def test_words_join_the_codes() -> None:
    added = read_csv(
        "code,statement,parent,identifier\nCCSS.ELA-Literacy.RL.4.1,Refer to details,,i1\n"
        "RL.4.1a-x,A part of ours,CCSS.ELA-Literacy.RL.4.1,i2\nZZ.9.Q.1,Elsewhere,,i3\n",
        "words",
        title="Words",
    )
    found = enrich(BASE, added)
    one = found.items["RL.4.1"]
    assert (one.statement, one.identifier, one.licence) == ("Refer to details", "i1", LICENCES["ccss-ela"])
    assert (one.parent, one.label) == (BASE.items["RL.4.1"].parent, BASE.items["RL.4.1"].label)
    assert found.items["ZZ.9.Q.1"].parent is None
    assert "ZZ.9.Q.1" in found.roots
    assert found.licence == LICENCES["ccss-ela"]
    assert {defect.kind for defect in found.defects} == {"unknown code"}
    without = enrich(BASE, added, beyond=False)
    assert list(without.items) == list(BASE.items)
    assert without.items["RL.4.1"].statement == "Refer to details"


def test_what_is_beyond_stands_under_the_nearest_that_is_known() -> None:
    added = read_csv(
        "code,statement,parent\nRL.4.1,Refer,\nQQ.1.AB.1,Between,RL.4.1\nQQ.1.AB.2,Below,QQ.1.AB.1\n"
        ",A heading,RL.4.1\nQQ.1.AB.3,Under it,A heading\n",
        "words",
    )
    heading = next(code for code, item in added.items.items() if not item.coded)
    items = [replace(i, parent=heading if i.code == "QQ.1.AB.3" else i.parent) for i in added.items.values()]
    found = enrich(BASE, replace(added, items={item.code: item for item in items}))
    assert found.items["QQ.1.AB.1"].parent == "RL.4.1"
    assert found.items["QQ.1.AB.2"].parent == "QQ.1.AB.1"
    assert found.items["QQ.1.AB.3"].parent == "RL.4.1"
    assert heading not in found.items


def test_the_first_words_stay() -> None:
    first = read_csv("code,statement,identifier\nRL.4.1,Refer,i1\n", "one", licence="© One")
    second = read_csv("code,statement,identifier\nRL.4.1,Other words,i2\nRL.4.2,Theme,i3\n", "two")
    found = enrich(enrich(BASE, first), second)
    one = found.items["RL.4.1"]
    assert (one.statement, one.licence, one.identifier, one.identifiers) == ("Refer", "© One", "i1", ("i2",))
    assert found.items["RL.4.2"].licence == LICENCES["ccss-ela"]
    assert [defect.kind for defect in found.defects] == ["same code"]
    again = enrich(enrich(BASE, first), first)
    assert again.defects == ()
    assert again.items["RL.4.1"].identifiers == ()


def test_facts_of_the_first_file_stay() -> None:
    first = replace(read_csv("code\nRL.4.1\n", "one"), uri="u1", creator="c1", language="en", url="w1")
    second = replace(read_csv("code\nRL.4.2\n", "two"), identifier="d2", uri="u2", creator="c2", url="w2")
    found = enrich(enrich(BASE, first), second)
    assert (found.identifier, found.uri, found.creator) == ("d2", "u1", "c1")
    assert (found.language, found.url, found.key) == ("en", "w1", "ccss-ela")
    assert found.find("RL.4.1") == "RL.4.1"
    assert Code("ccss-ela", "RL.4.1").code in found.items
