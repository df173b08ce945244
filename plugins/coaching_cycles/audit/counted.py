"""Charts without a scale of percents: students drawn one by one, and means on a scale of points."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROWS = re.compile(r'<g[^>]*stroke-dasharray="0 ([\d.]+)"[^>]*>(.*?)</g>', re.DOTALL)
_LENGTH = re.compile(r"h([\d.]+)")
_ROW = re.compile(
    r'<path d="((?:M[\d.]+ [\d.]+h[\d.]+)+)" stroke="var\(--cc-(\w+)\)" stroke-width="([\d.]+)"'
)
_DOWN = re.compile(r'<path d="((?:M[\d.]+ [\d.]+h[\d.]+l-[\d.]+ [\d.]+z)+)" fill="var\(--cc-down\)"')
_NUMBER = re.compile(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*>(\d+)</text>')
_CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)"')
_GRID = re.compile(r'<path d="((?:M[\d.]+ [\d.]+V[\d.]+)+)"[^>]*var\(--cc-line\)')
_UPRIGHT = re.compile(r"M([\d.]+) ([\d.]+)V([\d.]+)")
_PIXELS = 0.16
_WRITTEN = 0.051
"""Points: a mean is written, and drawn, with one decimal at least."""


def check_students(svg: str, numbers: set[int]) -> Iterator[str]:
    """Rows in which each student is a sign: how many there are of each kind must be published."""
    rows = _ROWS.search(svg)
    if rows is None:
        return
    pitch = float(rows[1])
    lines = [(_LENGTH.findall(data), paint, float(width)) for data, paint, width in _ROW.findall(rows[2])]
    widest = max((width for *_, width in lines), default=0.0)
    drawn: dict[str, int] = {}
    for lengths, paint, width in lines:
        if width == widest:
            drawn[paint] = drawn.get(paint, 0) + sum(int(float(one) / pitch) + 1 for one in lengths)
    # The legend has a sign of its own, smaller than the others.
    drawn["down"] = max((path.count("M") for path in _DOWN.findall(svg)), default=0)
    if drawn["down"] == 1 and len(_DOWN.findall(svg)) == 1:
        drawn["down"] = 0
    for paint, count in (*drawn.items(), ("all", sum(drawn.values()))):
        if count and count not in numbers:
            yield f"{count} students are drawn ({paint}), a number that is not published"


def check_points(svg: str, means: set[float]) -> Iterator[str]:
    """Marks on a scale of points: each stands at a published mean."""
    lines = [tuple(map(float, one)) for data in _GRID.findall(svg) for one in _UPRIGHT.findall(data)]
    ticks = [(float(x), float(y), int(value)) for x, y, value in _NUMBER.findall(svg)]
    for low in {(min(a, b), max(a, b)) for _, a, b in lines}:
        # The numbers below these lines, at their places.
        at = sorted(
            {(x, v) for x, y, v in ticks if y > low[1] and any(abs(x - line) <= 1 for line, *_ in lines)}
        )
        if len(at) < 2 or at[0][0] == at[-1][0]:  # noqa: PLR2004 - a scale has two ends
            continue
        (first, zero), (last, most) = at[0], at[-1]
        a_point = (last - first) / (most - zero) if most != zero else 0.0
        for x, y in ((float(x), float(y)) for x, y in _CIRCLE.findall(svg)):
            if low[0] <= y <= low[1] and a_point and first - 1 <= x <= last + 1:
                value = zero + (x - first) / a_point
                slack = _PIXELS / abs(a_point) + _WRITTEN
                if not any(abs(value - mean) <= slack for mean in means):
                    yield f"a mark stands at {value:.1f} points, where no published mean is"
