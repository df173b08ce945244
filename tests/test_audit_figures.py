"""Numbers on a page, in its charts and tables, that the published data do not hold."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from coaching_cycles.audit import audit
from coaching_cycles.audit.counted import check_points, check_students
from coaching_cycles.audit.data_file import read_published
from coaching_cycles.audit.figures import Figures, figures_of
from coaching_cycles.audit.geometry import check_charts
from coaching_cycles.audit.html import parse
from coaching_cycles.audit.published import Policy
from coaching_cycles.audit.sayings import check_page
from coaching_cycles.problems import Problem
from coaching_cycles.site import Options, build_site
from tests.audited import CYCLE, RECORD, build_folder, build_small

CASES: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "audit-figures.yml").read_text(encoding="utf-8")
)
QUIET: list[dict[str, str]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "audit-quiet.yml").read_text(encoding="utf-8")
)
PAGE = f"{CYCLE}/index.html"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_small(tmp_path_factory.mktemp("figures"))


def held_against(text: str) -> tuple[Policy, dict[str, Figures]]:
    published = read_published(text)
    assert published is not None
    assert published.policy is not None
    policy = published.policy
    return policy, {cycle.id: figures_of(cycle, policy) for cycle in published.cycles}


def found(html: str, figures: Figures, policy: Policy, *, own: bool = True) -> Iterator[Problem]:
    page = parse(PAGE, html)
    yield from check_page(page, page.whole(), figures, policy, own=own)
    yield from check_charts(page, figures)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_planted(case: dict[str, str], small: Path) -> None:
    policy, by_cycle = held_against((small / "data/cycles.json").read_text(encoding="utf-8"))
    figures = by_cycle["hill/2026-09-evidence"]
    html = (small / PAGE).read_text(encoding="utf-8")
    assert list(found(html, figures, policy)) == []
    changed = html.replace(case["change"], case["to"], 1)
    assert changed != html
    problems = list(found(changed, figures, policy))
    assert any(p.code == case["code"] and case["says"] in p.message for p in problems), problems


PORTFOLIOS = sorted(p for p in (Path(__file__).parent / "cases").iterdir() if p.is_dir())


@pytest.mark.parametrize("portfolio", PORTFOLIOS, ids=[p.name for p in PORTFOLIOS])
def test_golden_portfolios(portfolio: Path) -> None:
    """What the generator says of awkward portfolios, in ranges too, follows from what it publishes."""
    site = build_site(portfolio, Options())
    data = next(asset for asset in site.assets if asset.path == "data/cycles.json")
    policy, by_cycle = held_against(data.content.decode())
    everything = Figures(percents={0.0, 100.0})
    for figures in by_cycle.values():
        everything.take(figures)
    for page in site.pages:
        html = f'<article class="cc-article">{page.html}</article>'
        own = by_cycle.get("/".join(page.address.split("/")[1:3]))
        said = [p.render() for p in found(html, own or everything, policy, own=own is not None)]
        assert said == [], page.address


def test_planted_in_files(small: Path, tmp_path: Path) -> None:
    """Tables, the feed, the search index."""
    site = tmp_path / "site"
    shutil.copytree(small, site)

    def change(path: str, old: str, new: str) -> None:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text
        (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    change("data/cycles.csv", ",25,0..2,", ",25,1,")
    change(f"{CYCLE}/targets.csv", "fewer than 3", "1")
    change("feed.xml", "</summary>", " Only 1 of 25 students could.</summary>")
    url = b'"url":"/cycles/hill/2026-09-evidence/"'
    content = b'pagefind_dcd{%s,"content":"4 of 25","meta":{"row":"2 of 25 (8%%)"}}' % url
    (site / "pagefind/fragment/en_0.pf_fragment").write_bytes(gzip.compress(content))
    said = {(p.path, p.code, p.message) for p in audit(site).problems}
    assert said == {
        ("data/cycles.csv", "E913", "says 1, a number that data/cycles.json does not hold"),
        (f"{CYCLE}/targets.csv", "E913", "says 1, a number that data/cycles.json does not hold"),
        ("feed.xml", "E912", "says 1 of 25"),
        ("pagefind/fragment/en_0.pf_fragment", "E913", "says 4 of 25, and its page does not"),
        ("pagefind/fragment/en_0.pf_fragment", "E912", "says 2 of 25"),
    }


def test_hubs_of_names_in_other_scripts(tmp_path: Path) -> None:
    """A page that lists a cycle leads to it by an address in which other scripts are percent-encoded."""
    folder = tmp_path / "cycles" / "한빛중"
    folder.mkdir(parents=True)
    readings = "before: {students: 26, %s}\n  after: {students: 26, %s}"
    for name, before, after in (
        ("요약하기", "proficient: 9", "proficient: 17"),
        ("점수", "mean: 54, sd: 17, out_of: 60", "mean: 56, sd: 12, out_of: 60"),
    ):
        text = RECORD.split("standards:", maxsplit=1)[0] + f"results:\n  {readings % (before, after)}\n---\n"
        (folder / f"2026-{name}.md").write_text(text, encoding="utf-8")
    assert [p.render() for p in audit(build_folder(tmp_path)).problems] == []


@pytest.mark.parametrize(
    ("said", "told"),
    [("1 of 2 standards", 0), ("1 de 2 estándares", 0), ("1 of 2 students", 1)],
)
def test_standards_are_no_students(small: Path, said: str, told: int) -> None:
    """The map of a district's focus tells how many of its standards have cycles."""
    policy, by_cycle = held_against((small / "data/cycles.json").read_text(encoding="utf-8"))
    html = f'<article class="cc-article"><table><tr><th>3 cycles, on {said}</th></tr></table></article>'
    assert len(list(found(html, by_cycle["hill/2026-09-evidence"], policy))) == told


def test_planted_where_nobody_looks(small: Path, tmp_path: Path) -> None:
    """Each place gets a site of its own with one page more, so that no finding hides another."""
    site = tmp_path / "site"
    shutil.copytree(small, site)
    missing = []
    for case in QUIET:
        path = site / case.get("in", PAGE)
        before = path.read_text(encoding="utf-8") if path.exists() else None
        old, new = case.get("change", "</article>"), case.get("to", f"{case.get('put')}</article>")
        changed = before.replace(old, new, 1) if before is not None else new
        assert changed != before, case["name"]
        path.write_text(changed, encoding="utf-8")
        problems = [p for p in audit(site).problems if p.path == path.relative_to(site).as_posix()]
        if not any(p.code == case["code"] and case["says"] in p.message for p in problems):
            missing.append((case["name"], [p.message for p in problems]))
        if before is None:
            path.unlink()
        else:
            path.write_text(before, encoding="utf-8")
    assert missing == []
    assert audit(site).problems == ()


def test_students_drawn_one_by_one() -> None:
    """Each sign is a student: 16 and 4 of one colour, 19 of the other, 11 that point down."""
    rows = (
        '<svg class="cc-chart__wide"><g stroke-dasharray="0 24.5">'
        '<path d="M10 10.5h368.5" stroke="var(--cc-after)" stroke-width="19"/>'
        '<path d="M10 10.5h368.5" stroke="var(--cc-paper)" stroke-width="14.1"/>'
        '<path d="M402 10.5h74.5" stroke="var(--cc-after)" stroke-width="19"/>'
        '<path d="M157 35h197M10 60h197" stroke="var(--cc-before)" stroke-width="19"/></g>'
        f'<path d="{"M490.5 2.7h19l-9.5 16.6z" * 11}" fill="var(--cc-down)"/></svg>'
    )
    assert list(check_students(rows, {20, 18, 11, 49})) == []
    (said,) = check_students(rows.replace("h74.5", "h99"), {20, 18, 11, 49, 50})
    assert said.startswith("21 students are drawn (after)")
    assert len(list(check_students(rows, {20, 18, 49}))) == 1


def test_marks_on_a_scale_of_points() -> None:
    chart = (
        '<svg><path d="M45.1 28V72M320 28V72M594.9 28V72" fill="none" stroke="var(--cc-line)"/>'
        '<circle cx="9" cy="9" r="6"/><circle cx="309.3" cy="50" r="6.5"/><circle cx="424.5" cy="50" r="7"/>'
        '<text x="45.1" y="89">0</text><text x="320" y="89">10</text><text x="594.9" y="89">20</text></svg>'
    )
    assert list(check_points(chart, {9.6, 13.8})) == []
    assert list(check_points(chart, {9.6, 13.2})) == [
        "a mark stands at 13.8 points, where no published mean is"
    ]
