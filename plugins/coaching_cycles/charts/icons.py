"""One mark a student, in four groups: had it already, gained, slipped back, not yet.

Drawn without matplotlib: marks beside one another are the dots of a dotted line with round ends, so that 120
of them are a few hundred bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from coaching_cycles.charts.chart import Caption, Chart, make
from coaching_cycles.charts.look import Layout, variable
from coaching_cycles.charts.marks import flow
from coaching_cycles.charts.svg import Elements, number, spell
from coaching_cycles.measuring.transitions import Table

if TYPE_CHECKING:
    from coaching_cycles.charts.cache import Cache

MOST_MARKS = 120
"""Students that are shown one by one; more are four parts of a bar."""

Group = str  # "kept", "gained", "slipped", "not_yet"

_PITCH, _SIZE = 24.5, 19.0
_BAR = 30


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The four groups, with `{n}` where the number stands: "{n} had it already", "{n} gained"."""

    kept: str
    gained: str
    slipped: str
    not_yet: str


@dataclass(slots=True)
class Drawing:
    """A drawing that needs no matplotlib; `chart.make` asks no more of a sheet than this."""

    height: float
    markup: str

    def finish(self) -> str:
        """The inside of an `svg` element."""
        return self.markup


def people(table: Table, words: PeopleWords, caption: Caption, *, cache: Cache | None = None) -> Chart:
    """The four groups of the same students before and after, each by its own shape, named under the marks."""
    return make("people", (table, words), partial(_draw, table, words), caption, cache)


def _draw(table: Table, words: PeopleWords, layout: Layout) -> Drawing:
    groups = (
        ("kept", table.kept, words.kept),
        ("gained", table.gained, words.gained),
        ("slipped", table.slipped, words.slipped),
        ("not_yet", table.not_yet, words.not_yet),
    )
    elements, dots = Elements(layout.name[0]), Elements(layout.name[0])
    if table.n <= MOST_MARKS:
        bottom = _marks(elements, dots, [(name, count) for name, count, _ in groups], layout)
    else:
        bottom = _bar(elements, [(name, count) for name, count, _ in groups], layout)
    labels = [form.format(n=count) for _, count, form in groups]
    places = flow(labels, layout, layout.width)
    look = (("font-size", f"{layout.small:g}"),)
    for (name, _, _), label, (x, row) in zip(groups, labels, places, strict=True):
        middle = bottom + 10 + row * (layout.leading + 2) + 8
        _glyphs(elements, dots, name, [(x + 8, middle)], 13)
        elements.text(x + 22, middle + 4.5, [[(label, ())]], layout.leading, look)
    height = bottom + 10 + (places[-1][1] + 1) * (layout.leading + 2) + 2
    # What all dots have in common is said once; no mark lies on another, so that their order says nothing.
    alike = (("fill", "none"), ("stroke-linecap", "round"), ("stroke-dasharray", f"0 {_PITCH}"))
    return Drawing(height, f"<g{spell(alike)}>{dots.finish()}</g>{elements.finish()}")


def _marks(elements: Elements, dots: Elements, groups: Sequence[tuple[Group, int]], layout: Layout) -> float:
    total = sum(count for _, count in groups)
    lines = -(-total // int((layout.width + _PITCH - _SIZE) // _PITCH))
    across = max(-(-total // max(lines, 1)), 1)  # lines of one length: nobody stands alone
    at = 0
    for name, count in groups:
        points = [
            (_SIZE / 2 + 0.5 + i % across * _PITCH, _SIZE / 2 + 1 + i // across * _PITCH)
            for i in range(at, at + count)
        ]
        _glyphs(elements, dots, name, points, _SIZE)
        at += count
    return -(-at // across) * _PITCH


def _glyphs(
    elements: Elements, dots: Elements, name: Group, points: Sequence[tuple[float, float]], size: float
) -> None:
    if not points:
        return
    if name == "slipped":
        half = size / 2
        shape = f"h{number(size)}l{number(-half)} {number(half * 1.75)}z"
        path = "".join(f"M{number(x - half)} {number(y - half * 0.82)}{shape}" for x, y in points)
        elements.path((("fill", variable("down")),), path)
        return
    # A dash of no length has round ends: a dot at the start of each line and after each pitch. The pixel more
    # keeps the last one from being lost in rounding.
    rows = Counter(y for _, y in points)
    starts = {y: x for x, y in reversed(points)}
    path = "".join(
        f"M{number(starts[y])} {number(y)}h{number((count - 1) * _PITCH + 1)}" for y, count in rows.items()
    )
    edge = size * 0.13
    layers = {
        "kept": (("after", size), ("paper", size - 2 * edge), ("after", size * 0.46)),
        "gained": (("after", size),),
        "not_yet": (("before", size), ("paper", size - 2 * edge)),
    }[name]
    for paint, width in layers:
        dots.path((("stroke", variable(paint)), ("stroke-width", number(width))), path)


def _bar(elements: Elements, groups: Sequence[tuple[Group, int]], layout: Layout) -> float:
    total = sum(count for _, count in groups)
    at = 0.0
    for name, count in groups:
        width = count / total * layout.width
        if not count:
            continue
        box = f"M{number(at)} 1h{number(max(width - 2, 1))}v{_BAR}h{number(-max(width - 2, 1))}z"
        paints = {"kept": "after", "gained": "after", "slipped": "down", "not_yet": "paper"}
        fill = variable(paints[name])
        look = [("fill", elements.hatch(fill) if name == "kept" else fill)]
        if name in {"kept", "not_yet"}:
            inner = max(width - 4, 1)
            box = f"M{number(at + 1)} 2h{number(inner)}v{_BAR - 2}h{number(-inner)}z"
            look += [("stroke", variable("after" if name == "kept" else "before")), ("stroke-width", "2")]
        elements.path(tuple(look), box)
        at += width
    return _BAR + 4
