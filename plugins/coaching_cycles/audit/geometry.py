"""Where the marks of a chart stand: the place of a mark is a number, and must be a published one."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.audit.counted import check_points, check_students
from coaching_cycles.audit.files import finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.figures import Figures
    from coaching_cycles.audit.html import Page
    from coaching_cycles.problems import Problem

_SVG = re.compile(r'<svg class="cc-chart[^>]*>.*?</svg>', re.DOTALL)
_TICK = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(\d+)\s?%</text>')
_PATH = re.compile(r'<path d="([^"]*)"([^>]*)>')
_CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)"')
_LINE = re.compile(r"M([\d.]+) ([\d.]+)([HV])([\d.]+)")
_BOX = re.compile(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H[\d.]+z")
_LEVEL = re.compile(r'fill="var\(--cc-(?:l\d|low|high|mixed)')
_OURS = re.compile(r'stroke="var\(--cc-(?:before|after)\)"')
_PIXELS = 0.16
"""Coordinates are written in tenths of a pixel."""
_WHOLE = 100
_TALL = 20
"""Pixels: a bar of levels is higher than a sign of the legend."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale of percents along one direction; `inside` are the stretches across it in which marks stand."""

    across: bool
    zero: float
    hundred: float
    inside: tuple[tuple[float, float], ...]

    def percent(self, x: float, y: float) -> float | None:
        """The percent that a point stands at, or None for one outside the chart's own space."""
        along, other = (x, y) if self.across else (y, x)
        value = 100 * (along - self.zero) / (self.hundred - self.zero)
        if not -1 <= value <= 101 or not any(low - 1 <= other <= high + 1 for low, high in self.inside):  # noqa: PLR2004
            return None
        return value

    @property
    def slack(self) -> float:
        """Percent that the drawing's own rounding can be off."""
        return 100 * _PIXELS / abs(self.hundred - self.zero)


@dataclass(frozen=True, slots=True)
class Places:
    """Where marks may stand, in percent, from the lowest on."""

    percents: tuple[float, ...]
    ends: tuple[float, ...]
    edges: tuple[float, ...]


def check_charts(page: Page, figures: Figures) -> Iterator[Problem]:
    """Marks of the charts of a page that stand where no published number is."""
    if "cc-chart" not in page.text:
        return
    sides = (figures.percents, figures.ends, figures.edges)
    places = Places(*(tuple(sorted(side)) for side in sides))
    for match in _SVG.finditer(page.text):
        svg = match[0]
        points = check_points(svg, figures.means) if "points" in svg else ()
        counted = [*check_students(svg, figures.numbers), *points]
        for code, message in [*check_chart(svg, places), *(("E913", one) for one in counted)]:
            hint = "charts are drawn from published numbers only: build the site again"
            yield finding(code, page.path, message, hint, text=page.text, at=match.start())


def check_chart(svg: str, places: Places) -> Iterator[tuple[str, str]]:
    """What is wrong with one drawing."""
    yield from _levels(svg, places)
    axes = _axes(svg)
    for x, y, value in _TICK.findall(svg):
        if value in {"0", "100"} and any(a.percent(float(x), float(y)) is not None for a in axes):
            yield "E912", f"a mark is called {value}%, which tells of every student"
    for x, y in _CIRCLE.findall(svg):
        yield from _stands(axes, float(x), float(y), places.percents, "a mark")
    for data, style in _PATH.findall(svg):
        thick, thin = 'stroke-width="9"' in style, 'stroke-width="1.3"' in style
        if not _OURS.search(style) or "dasharray" in style or not (thick or thin):
            continue
        allowed = places.percents if thick else places.ends
        what = "the end of a range" if thick else "the end of an interval"
        for x, y, way, end in _LINE.findall(data):
            along = [axis for axis in axes if axis.across is (way == "H")]
            yield from _stands(along, float(x), float(y), allowed, what)
            other = (end, y) if way == "H" else (x, end)
            yield from _stands(along, float(other[0]), float(other[1]), allowed, what)


def _stands(
    axes: list[Axis], x: float, y: float, allowed: tuple[float, ...], what: str
) -> Iterator[tuple[str, str]]:
    for axis in axes:
        value = axis.percent(x, y)
        if value is not None:
            if not near(value, allowed, axis.slack):
                yield "E913", f"{what} stands at {value:.1f}%, where no published number is"
            return


def near(value: float, allowed: tuple[float, ...], slack: float) -> bool:
    """True where a number is one of the allowed ones, as exactly as it can be drawn."""
    at = bisect_left(allowed, value - slack)
    return at < len(allowed) and allowed[at] <= value + slack


def _axes(svg: str) -> list[Axis]:
    """The scales of a chart, from its grid and the percents beside it: one a panel; none in other charts."""
    grid = [
        (float(x), float(y), way, float(end))
        for data, style in _PATH.findall(svg)
        if "--cc-line)" in style
        for x, y, way, end in _LINE.findall(data)
    ]
    ticks = [(float(x), float(y), int(value)) for x, y, value in _TICK.findall(svg)]
    if not grid or not {0, 100} <= {value for *_, value in ticks}:
        return []
    if any(way == "V" for _, _, way, _ in grid):
        return _panels(grid, ticks)
    lines = {y for _, y, *_ in grid}
    inside = tuple({(min(x, end), max(x, end)) for x, _, _, end in grid})
    return [Axis(across=False, zero=max(lines), hundred=min(lines), inside=inside)] if len(lines) > 1 else []


def _panels(grid: list[tuple[float, float, str, float]], ticks: list[tuple[float, float, int]]) -> list[Axis]:
    """Scales from left to right, each from its 0% on; panels may stand side by side or below each other."""
    axes = []
    upright = [(x, y, end) for x, y, way, end in grid if way == "V"]
    lines = {x for x, *_ in upright}
    for x, y, value in ticks:
        ends = sorted(end for end, row, high in ticks if high == _WHOLE and row == y and end > x)
        if value != 0 or not ends or not _near(x, lines) or not _near(ends[0], lines):
            continue
        inside = {(min(a, b), max(a, b)) for at, a, b in upright if x - 1 <= at <= ends[0] + 1}
        axes.append(Axis(across=True, zero=x, hundred=ends[0], inside=tuple(inside)))
    return axes


def _near(x: float, lines: set[float]) -> bool:
    """True where a percent is written at a line of the grid."""
    return any(abs(x - line) <= 1 for line in lines)


def _levels(svg: str, places: Places) -> Iterator[tuple[str, str]]:
    """Bars of levels stacked up: each ends where so many of the students do."""
    rows: dict[tuple[str, str], list[float]] = {}
    for data, style in _PATH.findall(svg):
        for box in _BOX.finditer(data) if _LEVEL.search(style) else ():
            if float(box[4]) - float(box[2]) >= _TALL:
                rows.setdefault((box[2], box[4]), []).append(float(box[3]))
    for ends in rows.values():
        width = max(ends)
        # Between two neighbours are two pixels.
        for end in sorted(ends)[:-1]:
            value = 100 * (end + 1) / width
            if not near(value, places.edges, 100 * _PIXELS / width):
                yield "E913", f"a level ends at {value:.1f}%, where no published number is"
