"""What is checked beside the records.

The portfolio's settings, schools, and what only shows between records.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from coaching_cycles.checking.beside import alias_address
from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.site import build_site

RECORD = (
    "---\ntitle: A\ngrades: [5]\nsubject: B\ngoal: Students will read.\n"
    "status: planned\nstandards: RL.5.1\n{more}---\n"
)


def lay_out(root: Path, files: dict[str, str]) -> list[str]:
    """Write files, read the portfolio, return its findings as "path:line:column CODE"."""
    for name, text in files.items():
        path = root / "cycles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [f"{p.path}:{p.line}:{p.column} {p.code}" for p in read_portfolio(root).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Ours\nlicence: CC BY 4.0\nfocus: [Reading]\n", []),
        ("titel: Ours\n", ["cycles/portfolio.yml:1:1 W211"]),
        ("privacy: {policy: none}\n", ["cycles/portfolio.yml:1:19 E203"]),
        ("privacy:\n  fields: {support_needed: public}\n", ["cycles/portfolio.yml:2:28 W711"]),
        ("privacy:\n  fields: {suport_needed: public}\n", ["cycles/portfolio.yml:2:12 E712"]),
        ("privacy:\n  fields: {stil_need: private}\n", ["cycles/portfolio.yml:2:12 E712"]),
        ("privacy:\n  fields: {goal: private}\n", ["cycles/portfolio.yml:2:12 E712"]),
        ("privacy: {feilds: {still_need: private}}\n", ["cycles/portfolio.yml:1:11 E712"]),
        ("privacy: {polcy: k12-10-banded}\n", ["cycles/portfolio.yml:1:11 E712"]),
        ("privacy: {policy: [k12-10-banded]}\n", ["cycles/portfolio.yml:1:19 E204"]),
        ("privcy: {policy: k12-10-banded}\n", ["cycles/portfolio.yml:1:1 E712"]),
        ("Privacy: {policy: k12-10-banded}\n", ["cycles/portfolio.yml:1:1 E712"]),
        ("policy: k12-10-banded\n", ["cycles/portfolio.yml:1:1 E712"]),
        ("privacy:\n  fields: {learned: school}\n", []),
        ("privacy: {fewest: 15, smallest: 5, as_percent: 100}\n", []),
        ("privacy: {fewest: 5}\n", ["cycles/portfolio.yml:1:19 E717"]),
        ("privacy: {policy: k12-10-banded, smallest: 2}\n", ["cycles/portfolio.yml:1:44 E717"]),
        ("privacy: {as_percent: 40}\n", ["cycles/portfolio.yml:1:23 E717"]),
        ("privacy: {fewest: few}\n", ["cycles/portfolio.yml:1:19 E205"]),
        ("privacy: {fewst: 15}\n", ["cycles/portfolio.yml:1:11 E712"]),
        ("fewest: 15\n", ["cycles/portfolio.yml:1:1 E712"]),
        (
            "privacy:\n  loosen: {fewest: 5, why: One small school., by: superintendent}\n",
            ["cycles/portfolio.yml:2:20 H718"],
        ),
        (
            "privacy:\n  loosen: {fewest: 5, by: superintendent}\n",
            ["cycles/portfolio.yml:2:11 E201", "cycles/portfolio.yml:2:20 H718"],
        ),
        ("privacy:\n  loosen: {why: a, by: b}\n", ["cycles/portfolio.yml:2:3 E717"]),
        ("privacy:\n  loosen: {fewest: 12, why: a, by: b}\n", ["cycles/portfolio.yml:2:20 E717"]),
        ("privacy:\n  loosen: {smallest: 1, why: a, by: b}\n", ["cycles/portfolio.yml:2:22 E717"]),
        (
            "privacy:\n  fewest: 12\n  loosen: {fewest: 5, why: a, by: b}\n",
            ["cycles/portfolio.yml:3:20 E717"],
        ),
        ("privacy: {policy: open}\n", ["cycles/portfolio.yml:1:19 H718"]),
    ],
)
def test_settings(text: str, expected: list[str], tmp_path: Path) -> None:
    """Settings are checked like records, and an opened field is said."""
    assert lay_out(tmp_path, {"portfolio.yml": text, "hill/2026-one.md": RECORD.format(more="")}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nmae: Hill\n", ["1:1 E202"]),
        (
            "name: Hill\nplace: Hilltown\nabuot: x\n",
            ["2:1 W211", "3:1 W211"],
        ),
        ("name: #1 School\n", ["1:7 E201"]),
        # In its other spelling, a key that belongs elsewhere.
        ("name: Hill\nlicence: CC BY 4.0\n", ["2:1 W211"]),
        ("name: Hill\nprivacy: {policy: k12-10-banded}\n", ["2:1 E712"]),
    ],
)
def test_school_file(text: str, expected: list[str], tmp_path: Path) -> None:
    """One mistake is one finding; only what takes the name, or the privacy, away is an error."""
    found = lay_out(tmp_path, {"hill/school.yml": text, "hill/2026-one.md": RECORD.format(more="")})
    assert found == [f"cycles/hill/school.yml:{place}" for place in expected]


@pytest.mark.parametrize(
    ("alias", "address"),
    [
        ("hill/old", "cycles/hill/old/"),
        ("cycles/hill/old/", "cycles/hill/old/"),
        ("/cycles/hill/old/", "cycles/hill/old/"),
        ("/old/place/", "old/place/"),
        ("/blog/2012/post", "blog/2012/post/"),
        ("/old/", None),
        ("/standards/ngss/", None),
        ("/old/../place/", None),
        ("/old/place?x=1", None),
        ("https://example.org/old", None),
        ("somewhere", None),
    ],
)
def test_alias_address(alias: str, address: str | None) -> None:
    """With a slash before it an address is taken as written, unless a page of the site may stand there."""
    assert alias_address(alias) == address


def test_redirects_of_a_site(tmp_path: Path) -> None:
    """Both sorts of alias lead to the cycle."""
    more = "aliases: [/old/place/, hill/old]\nvisibility: public\napproved: {by: teacher, on: 2026-10-05}\n"
    assert lay_out(tmp_path, {"hill/2026-one.md": RECORD.format(more=more)}) == [
        "cycles/hill/2026-one.md:10:1 H714"
    ]
    site = build_site(tmp_path)
    assert [(r.address, r.target) for r in site.redirects] == [
        ("old/place/", "cycles/hill/2026-one/"),
        ("cycles/hill/old/", "cycles/hill/2026-one/"),
    ]


def test_alias_of_another_cycle(tmp_path: Path) -> None:
    """One address can lead to one page only: the second claim is the error."""
    found = lay_out(
        tmp_path,
        {
            "hill/2026-one.md": RECORD.format(more="aliases: [hill/old]\n"),
            "hill/2026-two.md": RECORD.format(more="aliases:\n  - hill/old\n"),
        },
    )
    assert found == ["cycles/hill/2026-two.md:9:5 E217"]


def test_logs_of_the_portfolio(tmp_path: Path) -> None:
    """Prompts can be renamed, added and dropped, and logs added, without code."""
    logs = """logs:
  goal:
    title: Kick-off
    prompts: {goal: What for?, next_meeting: , parents: Who else should know?}
  reflection: {title: Looking back, prompts: [{id: surprise, text: What surprised us?}]}
"""
    more = (
        "logs: [{log: reflection, answers: {surprise: The third week.}}, "
        "{log: goal, answers: {parents: The PTA.}}]\n"
    )
    assert lay_out(tmp_path, {"portfolio.yml": logs, "hill/2026-one.md": RECORD.format(more=more)}) == []
    portfolio = read_portfolio(tmp_path).portfolio
    goal = next(t for t in portfolio.templates if t.key == "goal")
    assert goal.title == "Kick-off"
    assert [p.id for p in goal.prompts] == [
        "goal",
        "standard_link",
        "targets",
        "assessment_options",
        "parents",
    ]
    assert goal.prompts[0].text == "What for?"
    (cycle,) = portfolio.cycles
    assert [(log.template.title, log.answers) for log in cycle.logs] == [
        ("Kick-off", (("parents", "The PTA."),)),
        ("Looking back", (("surprise", "The third week."),)),
    ]


def test_a_standard_without_a_letter_has_no_page(tmp_path: Path) -> None:
    """It would take the place of the page of all other standards."""
    text = RECORD.replace("RL.5.1", '["?", RL.5.1, "🎉"]').format(more="")
    found = lay_out(tmp_path, {"hill/2026-one.md": text})
    assert [line.split()[1] for line in found] == ["W501", "W501"]
    (cycle,) = read_portfolio(tmp_path).portfolio.cycles
    assert [s.code.code for s in cycle.standards] == ["RL.5.1"]


def test_framework_brought_along(tmp_path: Path) -> None:
    """A framework in the standards folder decides its codes, in any spelling; its defects are not fatal."""
    (tmp_path / "standards").mkdir()
    table = "code,statement,parent,grades\nLOC.1,First,,5\nLOC.1.a,Part,LOC.1,5\nLOC.2,Lost,LOC.9,5\n"
    (tmp_path / "standards" / "local.csv").write_text(table, encoding="utf-8")
    found = lay_out(tmp_path, {"hill/2026-one.md": RECORD.replace("RL.5.1", "loc.1a").format(more="")})
    assert [line.split()[1] for line in found] == ["H507"]
    (cycle,) = read_portfolio(tmp_path).portfolio.cycles
    assert [(s.code.framework, s.code.code) for s in cycle.standards] == [("local", "LOC.1.a")]


def test_school_without_a_file(tmp_path: Path) -> None:
    """A folder is enough to be a school; its name is made readable."""
    assert lay_out(tmp_path, {"hill-school/2026-one.md": RECORD.format(more="")}) == []
    (school,) = read_portfolio(tmp_path).portfolio.schools
    assert school.record.name == "Hill School"


def test_attachment_of_a_record_in_one_file_is_no_stray(tmp_path: Path) -> None:
    named = RECORD.format(more="resources: [{title: Template, file: template.txt}]\n")
    found = lay_out(tmp_path, {"hill/2026-one.md": named, "hill/template.txt": "T", "hill/other.txt": "O"})
    assert found == ["cycles/hill/other.txt:1:1 H140"]
