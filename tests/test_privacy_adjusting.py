"""A portfolio's own numbers: stricter ones hold, looser ones only with a reason, and the site says both."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.measuring.figures import Figure
from coaching_cycles.privacy.adjusting import adjust
from coaching_cycles.privacy.policy import K12_10, POLICIES, Adjusted
from coaching_cycles.schema import Privacy
from coaching_cycles.site import build_site
from tests.golden import lines_of

LOOSENED = (
    "Smallest count that is shown as a number: 2 here, 3 in k12-10 itself. "
    "This shows more than the rule by itself. Decided by: superintendent. Reason: Classes are large."
)
WHY = {"why": "One small school.", "by": "superintendent"}


def privacy(**settings: object) -> Privacy:
    return Privacy.model_validate(settings)


def test_nothing_said_is_the_default() -> None:
    """Without settings the policy is k12-10 as it stands in the table."""
    assert adjust(None) == adjust(privacy()) == K12_10
    assert (K12_10.version, K12_10.fewest, K12_10.smallest, K12_10.as_percent) == (1, 10, 3, 60)
    assert K12_10.adjusted == ()


def test_stricter_numbers_hold() -> None:
    """Fifteen students and counts of five."""
    policy = adjust(privacy(fewest="15", smallest="5"))
    assert policy.share(7, 14) is None
    assert policy.count(4, 25) == Figure(0, 4)
    assert policy.count(21, 25) == Figure(21, 25)
    assert policy.count(5, 25).exact == 5
    assert [(a.number, a.own, a.now, a.looser) for a in policy.adjusted] == [
        ("fewest", 10, 15, False),
        ("smallest", 3, 5, False),
        ("as_percent", 60, 81, False),
    ]


def test_bands_begin_lower_and_never_higher() -> None:
    """A class of fifteen is one of 10 to 19, also where no figure is about fewer than fifteen."""
    bands = POLICIES["k12-10-banded"].bands
    assert adjust(privacy(policy="k12-10-banded", fewest="15")).bands == bands
    lower = adjust(privacy(policy="k12-10-banded", loosen={"fewest": "5", **WHY})).bands
    assert [band.students for band in lower] == [(5, 19), *(band.students for band in bands[1:])]


@given(st.integers(3, 40), st.integers(0, 400))
def test_under_five_percent_is_true(smallest: int, more: int) -> None:
    """However many counts are coded, "under 5%" holds for each of them."""
    policy = adjust(privacy(smallest=str(smallest)))
    whole = policy.as_percent + more
    for part in range(smallest):
        share = policy.share(part, whole)
        assert share is not None
        assert share.percent == (0, 5)
        assert 100 * part < 5 * whole


@pytest.mark.parametrize(
    "settings",
    [
        {"fewest": "5"},
        {"smallest": "2"},
        {"as_percent": "30"},
        {"loosen": {"fewest": "2", **WHY}},
        {"loosen": {"smallest": "1", **WHY}},
        {"fewest": "8", "loosen": {"fewest": "5", **WHY}},
        {"loosen": {"fewest": "12", **WHY}},
    ],
)
def test_what_is_refused_is_not_taken_over(settings: dict[str, object]) -> None:
    """A looser number outside `loosen`, or below its floor, never holds, even when nobody reads findings."""
    assert adjust(privacy(**settings)) == K12_10


def test_loosened_with_a_reason() -> None:
    """The policy carries who decided it, and why, for the page that says so."""
    policy = adjust(privacy(loosen={"fewest": "5", **WHY}))
    assert policy.share(3, 5) is not None
    assert policy.adjusted == (Adjusted("fewest", 10, 5, "One small school.", "superintendent"),)
    assert policy.adjusted[0].looser


@pytest.mark.parametrize("name", POLICIES)
@given(fewest=st.integers(0, 60), part=st.integers(0, 30), whole=st.integers(1, 60))
def test_every_adjusted_policy_covers_every_class(name: str, fewest: int, part: int, whole: int) -> None:
    """Bands begin where figures begin, whatever the number; a class below it has no figure."""
    policy = adjust(privacy(policy=name, fewest=str(fewest), loosen={"fewest": "3", **WHY}))
    policy_too = adjust(privacy(policy=name, loosen={"fewest": str(fewest), **WHY}))
    for one in (policy, policy_too):
        share = one.share(min(part, whole), whole)
        assert (share is None) == (whole < one.fewest)


def test_the_site_says_it(tmp_path: Path) -> None:
    """A number that is stricter and one that is looser, each in words on a page of the site."""
    record = (
        "---\ntitle: A\ngrades: [5]\nsubject: B\ngoal: Students will read.\nstatus: complete\n"
        "visibility: public\napproved: {by: teacher, on: 2026-10-05}\nresults:\n"
        "  before: {students: 12, proficient: 4}\n  after: {students: 12, proficient: 6}\n---\n"
    )
    for settings, sentence, number in (
        (
            "fewest: 15",
            "Fewest students that a figure is about: 15 here, 10 in k12-10 itself.",
            "too few students to show a number",
        ),
        (
            "loosen: {smallest: 2, why: Classes are large., by: superintendent}",
            LOOSENED,
            "6 of 12, was 4 of 12: at least 2 students newly reached it",
        ),
    ):
        (tmp_path / "cycles" / "hill").mkdir(parents=True, exist_ok=True)
        (tmp_path / "cycles" / "portfolio.yml").write_text(f"privacy:\n  {settings}\n", encoding="utf-8")
        (tmp_path / "cycles" / "hill" / "2026-one.md").write_text(record, encoding="utf-8")
        site = build_site(tmp_path)
        pages = {page.address: lines_of(page.html) for page in site.pages}
        assert sentence in pages["about/"]
        assert number in pages["cycles/hill/2026-one/"]
