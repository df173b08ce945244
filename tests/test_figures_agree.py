"""Chart, table and CSV of every kind of figure say the same numbers: those of the published measure."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path

import pytest

from coaching_cycles.measuring.figures import MeasureShown
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.schema import Audience
from coaching_cycles.views.cycle import assets, pages
from tests.test_view_cycle import Folder

NUMBER = re.compile(r"\d+(?:\.\d+)?")
SCALE = "assessments: {task: {title: Task, levels: [Low, Near, There, Beyond], proficient: There}}\n"
DAY, NEXT = "date: 2026-09-03", "date: 2026-10-09"
PAIR = f"before: {{{DAY}, students: 40, proficient: 13}}, after: {{{NEXT}, students: 40, proficient: 29}}"
COHORT = f"before: {{{DAY}, students: 41, proficient: 13}}, after: {{{NEXT}, students: 38, proficient: 29}}"
LEVELS = f"before: {{{DAY}, levels: [16, 12, 9, 4]}}, after: {{{NEXT}, levels: [10, 13, 11, 7]}}"
MOVED = "[[7, 5, 4, 0], [3, 5, 4, 0], [0, 3, 3, 3], [0, 0, 0, 4]]"
FEW = f"before: {{{DAY}, levels: [16, 12, 12, 1]}}, after: {{{NEXT}, levels: [10, 13, 11, 7]}}"
CHECKS = (
    "checks: [{date: 2026-09-14, students: 40, proficient: 17}, "
    "{date: 2026-09-28, students: 39, proficient: 23}]"
)

# What is measured, and how its charts are called where all of it may be shown.
KINDS = {
    "dumbbell": (PAIR, {"pair"}),
    "end that is coded": (PAIR.replace("proficient: 13", "proficient: 1"), {"pair"}),
    "four groups": (f"{PAIR}, matched: {{kept: 9, gained: 20, slipped: 4, not_yet: 7}}", {"people"}),
    "levels": (f"assessment: task, {LEVELS}", {"levels"}),
    "levels that are merged": (f"assessment: task, {FEW}", {"levels"}),
    "who moved": (f"assessment: task, {LEVELS}, moved: {MOVED}", {"people", "levels", "moved"}),
    "run": (f"{PAIR}, {CHECKS}, aim: 75", {"pair", "run"}),
    "two panels": (COHORT, {"cohort"}),
    "percents": (f"before: {{{DAY}, percent: 28}}, after: {{{NEXT}, percent: 71.5}}", {"percents"}),
    "scores": (
        f"before: {{{DAY}, students: 40, mean: 11.4, out_of: 25}}, after: {{{NEXT}, students: 40, mean: 16}}",
        {"scores"},
    ),
}


def told(measure: MeasureShown) -> dict[str, set[str]]:
    """Every number of a measure that is published as one, by the chart that draws it."""
    found: dict[str, set[str]] = {}
    shares = "run" if measure.checks else "cohort" if measure.joined_some or _two(measure) else "pair"
    for reading in measure.readings:
        share, scores = reading.share, reading.scores
        if share is not None and share.fraction is not None:
            found.setdefault(shares, set()).update(map(str, share.fraction))
        elif share is not None and share.whole is None:
            found.setdefault("percents", set()).add(str(share.percent[0]))
        levels = {str(band.count.exact) for band in reading.levels if band.count.exact is not None}
        found.setdefault("levels", set()).update(levels)
        if scores is not None:
            found.setdefault("scores", set()).add(f"{scores.mean:.1f}")
    if measure.matched is not None:
        table = measure.matched
        found["people"] = {str(n) for n in (table.kept, table.gained, table.slipped, table.not_yet)}
    found["moved"] = {str(n) for row in measure.moved or () for n in row}
    return {chart: {n.removesuffix(".0") for n in some} for chart, some in found.items() if some}


def _two(measure: MeasureShown) -> bool:
    ends = {r.students for r in (measure.before, measure.after) if r is not None}
    return len(ends) > 1


def drawn(html: str, kinds: set[str]) -> str:
    """The words in the drawings of some charts: the wide ones, or the only ones."""
    found = re.findall(r'<svg class="cc-chart__(?:wide|once)".*?</svg>', html, re.DOTALL)
    mine = [svg for svg in found if any(f"-{kind}-d" in svg for kind in kinds)]
    assert len(mine) == len(kinds), f"{len(mine)} charts of {kinds}"
    return " ".join(unescape(text) for svg in mine for text in re.findall(r"<text.*?</text>", svg, re.DOTALL))


def visible(markup: str) -> str:
    return re.sub(r"<[^>]+>", " ", markup)


def numbers(text: str) -> set[str]:
    """The numbers in a text, 16.0 and 16 alike, without those of days."""
    plain = re.sub(r"\d{4}-\d\d-\d\d|\d{1,2} (?:Sept?|Oct) 2026|2026", " ", text)
    return {number.removesuffix(".0") for number in NUMBER.findall(plain)}


Made = dict[tuple[str, str], tuple[PublishedCycle, str]]


@pytest.fixture(scope="module", params=["school", "public"])
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Made, dict[str, str]]:
    """A cycle of each kind, measured for the goal and for a target: their pages and files."""
    audience: Audience = request.param
    folder = Folder(tmp_path_factory.mktemp("kinds"))
    for number, (results, _) in enumerate(KINDS.values()):
        text = f"results: {{{results}}}\n"
        folder.add(f"goal-{number}", SCALE + text)
        folder.add(f"target-{number}", f"{SCALE}targets:\n  - text: Name it\n    {text}")
    desk = folder.desk(audience)
    html = {page.address: page.html for page in pages(desk)}
    kinds = list(KINDS)
    made = {
        (cycle.name.split("-")[0], kinds[int(cycle.name.split("-")[1])]): (cycle, html[cycle.address])
        for cycle in desk.library.cycles
    }
    files = {file.path: file.content.decode("utf-8-sig") for file in assets(desk)}
    return made, files


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["goal", "target"])
def test_chart_table_and_file_agree(built: tuple[Made, dict[str, str]], kind: str, place: str) -> None:
    """All that is published of a measure stands in each of the three."""
    results, charts = KINDS[kind]
    cycle, html = built[0][place, kind]
    (measure,) = cycle.all_measures
    if measure.moved is None:
        charts = charts - {"moved"}
    if measure.matched is None:
        charts = charts - {"people"}
    start = html.index(f'id="{measure.key}-c"')
    end = html.find("cc-measure__", html.index("<table", start))
    figure = html[start:end]
    name = re.search(r'cc-tabs__link" href="([^"]+)" download', figure)
    assert name is not None
    rows = list(csv.reader(built[1][f"{cycle.address}{name[1].rpartition('/')[2]}"].splitlines()))
    # The file of all targets begins with the number of the target.
    cells = [cell for row in rows[1:] for cell in row[place == "target" :]]
    tables = visible(" ".join(re.findall(r"<table.*?</table>", figure, re.DOTALL)))
    every = told(measure)
    wanted = set().union(*every.values())
    assert charts & every.keys() or kind == "end that is coded"
    for chart in charts & every.keys():
        assert every[chart] <= numbers(visible(drawn(figure, {chart}))), f"the chart {chart} lacks a number"
    assert wanted <= numbers(tables), "the table lacks a number"
    assert wanted <= numbers(" ".join(cells)), "the file lacks a number"
    # A count that the policy hides stands in none of them by itself.
    for count in set(re.findall(r"proficient: ([12])\b|, ([12])\]", results)):
        hidden = "".join(count)
        if hidden not in wanted:
            assert hidden not in cells
            assert hidden not in visible(drawn(figure, charts)).split()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_every_figure_has_all_three(folder: Folder) -> None:
    """Radios and labels do it without a script; the file is there under the name that the link has."""
    results = f"results: {{{PAIR}}}\n"
    folder.add("one", results + f"targets:\n  - text: Name it\n    {results}  - text: Say it\n    {results}")
    html = folder.page().html
    assert "<script" not in html
    assert html.count('<div class="cc-chart">') == len(re.findall(r'type="radio"[^>]*-c" checked', html))
    labels = re.findall(r'<label for="([^"]+)"', html)
    assert all(f'id="{label}"' in html for label in labels)
    links = set(re.findall(r'cc-tabs__link" href="([^"]+)" download', html))
    assert {link.rpartition("/")[2] for link in links} == {"goal-1.csv", "targets.csv"}
    assert {f"one/{link.rpartition('/')[2]}" for link in links} <= set(folder.files())
