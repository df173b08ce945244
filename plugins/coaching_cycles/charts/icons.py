"""One mark a student, in four groups: had it already, gained, slipped back, not yet.

Drawn without matplotlib: marks beside one another are the dots of a dotted line with round ends, so that 120
of them are a few hundred bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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

_PITCH, _SIZE, _SIGN = 24.5, 19.0, 13.0
_BAR = 30


@dataclass(frozen=True, slots=True)
class PeopleWords:
    """The four groups, with `{n}` where the number stands: "{n} had it already", "{n} gained"."""

    kept: str
    gained: str
    slipped: str
    not_yet: str


class _Marks:
    """Marks of one size. `down` is the path of those who slipped; the others are dots, layer over layer."""

    def __init__(self, size: float) -> None:
        self.size = size
        self.down = ""
        self._paths: dict[Group, str] = {}

    def add(self, name: Group, points: Sequence[tuple[float, float]]) -> None:
        """Add the marks of a group."""
        if name == "slipped":
            half = self.size / 2
            shape = f"h{number(self.size)}l{number(-half)} {number(half * 1.75)}z"
            self.down = "".join(f"M{number(x - half)} {number(y - half * 0.82)}{shape}" for x, y in points)
            return
        # A dash of no length has round ends: a dot at the start of each line and after each pitch. The pixel
        # more keeps the last one from being lost in rounding.
        rows = Counter(y for _, y in points)
        starts = {y: x for x, y in reversed(points)}
        self._paths[name] = "".join(
            f"M{number(starts[y])} {number(y)}h{number((count - 1) * _PITCH + 1)}"
            for y, count in rows.items()
        )

    def dots(self) -> Iterator[str]:
        """The dots: one path for all that look alike."""
        kept, gained, not_yet = (self._paths.get(name, "") for name in ("kept", "gained", "not_yet"))
        edge = self.size * 0.13
        for path, paint, width in (
            (kept + gained, "after", self.size),
            (not_yet, "before", self.size),
            (kept + not_yet, "paper", self.size - 2 * edge),
            (kept, "after", self.size * 0.46),
        ):
            if path:
                yield f'<path d="{path}" stroke="{variable(paint)}" stroke-width="{number(width)}"/>'


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
    """Draw the marks, those that look alike as one path."""
    groups = (
        ("kept", table.kept, words.kept),
        ("gained", table.gained, words.gained),
        ("slipped", table.slipped, words.slipped),
        ("not_yet", table.not_yet, words.not_yet),
    )
    elements = Elements(layout.name[0])
    marks, signs = _Marks(_SIZE), _Marks(_SIGN)
    if table.n <= MOST_MARKS:
        bottom = _rows(marks, [(name, count) for name, count, _ in groups], layout)
    else:
        bottom = _bar(elements, [(name, count) for name, count, _ in groups], layout)
    labels = [form.format(n=count) for _, count, form in groups]
    places = flow(labels, layout, layout.width)
    look = (("font-size", f"{layout.small:g}"),)
    for (name, _, _), label, (x, row) in zip(groups, labels, places, strict=True):
        middle = bottom + 10 + row * (layout.leading + 2) + 8
        signs.add(name, [(x + 8, middle)])
        elements.text(x + 22, middle + 4.5, [[(label, ())]], layout.leading, look)
    height = bottom + 10 + (places[-1][1] + 1) * (layout.leading + 2) + 2
    dots = "".join([*marks.dots(), *signs.dots()])
    # What all dots have in common is said once; no mark lies on another, so that their order says nothing.
    alike = (("fill", "none"), ("stroke-linecap", "round"), ("stroke-dasharray", f"0 {_PITCH}"))
    falls = "".join(f'<path d="{d}" fill="{variable("down")}"/>' for d in (marks.down, signs.down) if d)
    return Drawing(height, f"<g{spell(alike)}>{dots}</g>{falls}{elements.finish()}")


def _rows(marks: _Marks, groups: Sequence[tuple[Group, int]], layout: Layout) -> float:
    total = sum(count for _, count in groups)
    lines = -(-total // int((layout.width + _PITCH - _SIZE) // _PITCH))
    across = max(-(-total // max(lines, 1)), 1)  # lines of one length: nobody stands alone
    at = 0
    for name, count in groups:
        points = [
            (_SIZE / 2 + 0.5 + i % across * _PITCH, _SIZE / 2 + 1 + i // across * _PITCH)
            for i in range(at, at + count)
        ]
        marks.add(name, points)
        at += count
    return -(-at // across) * _PITCH


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
