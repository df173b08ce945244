"""What each audience is given of one portfolio, object by object."""

from __future__ import annotations

import pytest

from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.model import Portfolio
from coaching_cycles.privacy.publish import preview, publish
from coaching_cycles.privacy.published import Held, PublishedCycle
from coaching_cycles.schema import Audience, rank

RECORD = """---
title: {title}
grades: [5]
subject: Reading
goal: Students will give reasons.
status: complete
visibility: {visibility}
{more}---

The write-up names [a sheet](sheet.pdf).
"""
WHOLE = """approved: {by: Kim Lee, on: 2026-11-02}
remixed_from: hill/secret
standards: [W.5.1]
teachers: [{name: Ana Ruiz, role: fifth grade}, {name: Bo Chen, show: name}]
coach: {name: Cy Dunn, show: initials}
learned: They talked first.
assessments: {slip: {title: Exit slip, file: other.pdf}}
groups: [{need: more time, students: 2}, {need: less, students: 12}]
results:
  - before: {students: 25, proficient: 7}
    after: {students: 25, proficient: 18}
  - section: A
    before: {students: 12, proficient: 4}
targets:
  - text: Name one
    standards: RI.5.1
    results: {before: {students: 25, proficient: 9}}
  - text: Name two
    results:
      - before: {students: 25, proficient: 3}
      - before: {students: 25, proficient: 1}
logs: [{log: impact, notes: A note., answers: {support: Ours alone., next_steps: More talk.}}]
resources: [{title: A list, file: list.txt}]
"""


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Portfolio:
    root = tmp_path_factory.mktemp("publish")
    records = {
        "hill/one": RECORD.format(title="One", visibility="public", more=WHOLE),
        "hill/two": RECORD.format(
            title="Two",
            visibility="public",
            more="approved: {by: Kim Lee, on: 2026-11-02}\nremixed_from: hill/one\n",
        ),
        "hill/secret": RECORD.format(title="Secret", visibility="private", more=""),
        "vale/school": RECORD.format(title="School", visibility="school", more=""),
        "vale/waiting": RECORD.format(title="Waiting", visibility="public", more=""),
    }
    for name, text in records.items():
        folder = root / "cycles" / name
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(text, encoding="utf-8")
        (folder / "sheet.pdf").write_bytes(b"%PDF-1.4")
        (folder / "list.txt").write_text("one", encoding="utf-8")
        (folder / "other.pdf").write_bytes(b"%PDF-1.4")
    (root / "cycles" / "portfolio.yml").write_text(
        "privacy: {fields: {learned: school, targets: school, assessments: school}}\n", encoding="utf-8"
    )
    return read_portfolio(root).portfolio


def shown(portfolio: Portfolio, audience: Audience) -> dict[str, PublishedCycle]:
    return {cycle.id: cycle for cycle in publish(portfolio, audience).cycles}


def test_who_sees_which_cycle(portfolio: Portfolio) -> None:
    left = {cycle.id: cycle.reason for cycle in publish(portfolio, "public").left_out}
    assert left == {"hill/secret": "private", "vale/school": "school", "vale/waiting": "not approved"}
    assert set(shown(portfolio, "public")) == {"hill/one", "hill/two"}
    assert {cycle.id for cycle in publish(portfolio, "school").left_out} == {"hill/secret"}
    assert publish(portfolio, "private").left_out == ()


def test_a_school_without_cycles_is_not_named(portfolio: Portfolio) -> None:
    assert [school.key for school in publish(portfolio, "public").schools] == ["hill"]
    assert [school.key for school in publish(portfolio, "school").schools] == ["hill", "vale"]


def test_the_cycle_it_started_from_is_named_where_it_is_seen(portfolio: Portfolio) -> None:
    for audience, origin in (("public", None), ("school", None), ("private", "hill/secret")):
        cycles = shown(portfolio, audience)
        assert cycles["hill/one"].record.remixed_from == origin
        assert cycles["hill/two"].record.remixed_from == "hill/one"
    sights = {s.field: (s.state, s.why) for s in preview(portfolio, "public")["hill/one"].sights}
    assert sights["remixed_from"] == ("hidden", "origin")
    sights = {s.field: (s.state, s.why) for s in preview(portfolio, "public")["hill/two"].sights}
    assert sights["remixed_from"] == ("shown", "")


@pytest.mark.parametrize("audience", ["public", "school", "private"])
def test_people_and_counts_are_in_no_record(portfolio: Portfolio, audience: Audience) -> None:
    one = shown(portfolio, audience)["hill/one"]
    assert (one.record.teachers, one.record.coach, one.record.results, one.record.logs) == (None,) * 4
    assert one.record.approved is not None
    assert (one.record.approved.by, one.record.approved.hash) == (None, None)
    assert all(target.results is None for target in one.record.targets or ())
    assert all(group.students is None for group in one.record.groups or ())
    assert one.teachers == ("fifth grade", "Bo Chen")
    assert one.coach == "C.D."


def test_what_goes_with_a_field(portfolio: Portfolio) -> None:
    """Targets are for the school here: with them go their measures and their standards."""
    public, school = (shown(portfolio, audience)["hill/one"] for audience in ("public", "school"))
    assert public.record.targets is None
    assert (public.target_measures, public.target_standards) == ((), ())
    assert [standard.raw for standard in public.standards] == ["W.5.1"]
    assert [measure.key for measure in public.all_measures] == ["goal-1", "goal-2"]
    assert [measure.key for measure in school.all_measures] == [
        "goal-1", "goal-2", "target-1-1", "target-2-1", "target-2-2",
    ]  # fmt: skip
    assert [[measure.target for measure in some] for some in school.target_measures] == [[1], [2, 2]]
    assert {standard.raw for standard in school.standards} == {"W.5.1", "RI.5.1"}
    assert [[s.raw for s in some] for some in school.target_standards] == [["RI.5.1"], []]
    assert public.record.learned is None
    assert school.record.learned == "They talked first."


def test_numbers_of_groups(portfolio: Portfolio) -> None:
    public, school = (shown(portfolio, audience)["hill/one"] for audience in ("public", "school"))
    assert [figure and figure.exact for figure in school.groups] == [2, 12]
    assert [figure and (figure.low, figure.high) for figure in public.groups] == [(0, 2), (12, 12)]


def test_files_that_something_names(portfolio: Portfolio) -> None:
    for audience, more in (("public", set()), ("school", {"other.pdf"})):
        names = {attachment.name for attachment in shown(portfolio, audience)["hill/one"].attachments}
        assert names == {"sheet.pdf", "list.txt"} | more


def test_prompts_have_their_audience(portfolio: Portfolio) -> None:
    for audience in ("public", "school", "private"):
        published = publish(portfolio, audience)
        asked = {p.id: p.audience for template in published.templates for p in template.prompts}
        assert all(rank(widest) >= rank(audience) for widest in asked.values())
        assert "next_steps" in asked
        assert ("support" in asked) == (audience == "private")
        (log,) = next(cycle for cycle in published.cycles if cycle.id == "hill/one").logs
        assert ("support" in dict(log.answers)) == (audience == "private")
        assert dict(log.answers)["next_steps"] == "More talk."


def test_narrower_builds_say_what_a_public_one_leaves_out(portfolio: Portfolio) -> None:
    one = shown(portfolio, "private")["hill/one"]
    assert Held("learned", "school") in one.held
    assert Held("teachers: name", "private") in one.held
    assert [held.field.split(": ")[1] for held in one.held if held.field.endswith("support")] == ["support"]
    assert not [held for held in one.held if held.field.endswith("next_steps")]
    assert one.reasons == ()
    assert shown(portfolio, "private")["vale/waiting"].reasons == ("not approved",)
    assert one.outlook is not None
    public = shown(portfolio, "public")["hill/one"]
    assert (public.held, public.reasons, public.outlook) == ((), (), None)


def test_what_a_preview_lists(portfolio: Portfolio) -> None:
    outlook = preview(portfolio, "public")["hill/one"]
    sights = {sight.field: sight for sight in outlook.sights}
    assert {"visibility", "school", "private_notes", "course"}.isdisjoint(sights)
    states = {name: (sight.state, sight.why) for name, sight in sights.items()}
    assert states["goal"] == states["results"] == states["write-up"] == ("shown", "")
    assert states["learned"] == states["targets"] == ("hidden", "field")
    assert states["groups"] == ("part", "policy")
    assert states["files"] == ("hidden", "unnamed")
    assert sights["files"].names == ("other.pdf",)
    assert sights["logs"].names == ("support",)
    school = {sight.field: sight.state for sight in preview(portfolio, "school")["hill/one"].sights}
    assert (school["learned"], school["targets"], school["groups"]) == ("shown",) * 3
    assert preview(portfolio, "public", {"hill/two"}).keys() == {"hill/two"}
    assert preview(portfolio, "public")["vale/waiting"].reason == "not approved"
