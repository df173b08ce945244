"""The marks of before and after, the same in every chart.

Before is a hollow ring, after a filled dot, after and lower a triangle; a range that a policy published is
a bar from bound to bound, never a dot. All are of one weight, whichever way the change goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from coaching_cycles.charts.look import Layout
from coaching_cycles.charts.sheet import Anchor, Point, Segment, Sheet
from coaching_cycles.charts.text import measure
from coaching_cycles.charts.values import Place

Sign = Literal["before", "after", "lower", "between", "interval"]

RING, DOT, TRIANGLE = 6.5, 7.0, 7.6
GAP = 13
"""From the centre of a mark to the number beside it, in pixels."""

_NEAR, _SAME = 14, 6  # marks closer than this would hide one another; closer than that they are in one place
_BAR = 9


@dataclass(frozen=True, slots=True)
class Words:
    """What the marks are called, and how a percent is written (`{}` is the number)."""

    before: str
    after: str
    lower: str
    """After, where it is lower than before."""
    between: str
    """A range: the number is known to lie between its ends."""
    interval: str
    """The thin lines: 95 % intervals."""
    percent: str = "{}%"


@dataclass(slots=True)
class Marks:
    """Marks of many rows, gathered so that those that look alike are one artist."""

    sheet: Sheet
    edge: float | None = None
    """In pixels: a single number that would go beyond it stands before its mark."""
    signs: set[Sign] = field(default_factory=set)
    _stems: dict[str, list[Segment]] = field(default_factory=dict)
    _rings: dict[float, list[Point]] = field(default_factory=dict)
    _dots: dict[float, list[Point]] = field(default_factory=dict)
    _triangles: dict[float, list[Point]] = field(default_factory=dict)
    _halos: list[Point] = field(default_factory=list)
    _bars: dict[str, list[Segment]] = field(default_factory=dict)
    _whiskers: dict[str, list[Segment]] = field(default_factory=dict)
    _numbers: dict[Anchor, list[tuple[float, float, str]]] = field(
        default_factory=lambda: {"end": [], "start": []}
    )

    def pair(
        self,
        y: float,
        before: Place | None,
        after: Place | None,
        texts: tuple[str, str],
        *,
        joined: bool = True,
    ) -> None:
        """Add a row at the height `y`: its marks, the line that joins them, and the numbers beside them."""
        sheet = self.sheet
        lower = before is not None and after is not None and joined and after.high < before.low
        apart = self._apart(before, after)
        near = apart < _NEAR
        ranges = not (before is None or before.exact) or not (after is None or after.exact)
        if before is not None and after is not None and joined and not near:
            ends = (before.high, after.low) if after.low > before.high else (before.low, after.high)
            self._stems.setdefault("down" if lower else "after", []).append(((ends[0], y), (ends[1], y)))
        # Ranges that overlap stand one above the other; two values in one place go into one another, and of
        # two that are almost in one place the later covers a part of the earlier.
        shift = _BAR / 2 + 1 if near and ranges else 0
        inside = apart < _SAME and not ranges
        if after is not None:
            self.after(y + shift, after, lower=lower, small=inside)
            if near and not inside and not ranges:
                self._halos.append((after.low, y))
        if before is not None:
            self.before(y - shift, before, large=inside)
        for place, way, paint in ((before, -1, "before"), (after, 1, "down" if lower else "after")):
            if place is not None and place.interval is not None:
                self._whisker(y + way * 11, place.interval, paint)
        self._number(y, before, after, texts)
        sheet.height = max(sheet.height, y)

    @staticmethod
    def said_by(before: Place | None, after: Place | None, *, joined: bool = True) -> set[Sign]:
        """The signs that a pair of these will need, before there is a place for it."""
        lower = before is not None and after is not None and joined and after.high < before.low
        signs: set[Sign] = set()
        for place, own in ((before, "before"), (after, "lower" if lower else "after")):
            if place is not None:
                signs.add(own)  # type: ignore[arg-type] # one of three signs
                if not place.exact:
                    signs.add("between")
                if place.interval is not None:
                    signs.add("interval")
        return signs

    def _apart(self, one: Place | None, other: Place | None) -> float:
        """Pixels between two places: less than 0 where they overlap, very many where there is only one."""
        if one is None or other is None:
            return self.sheet.layout.width
        apart = max(one.low, other.low) - min(one.high, other.high)
        return self.sheet.x(apart) - self.sheet.x(0)

    def before(self, y: float, place: Place, *, large: bool = False) -> None:
        """Add one before mark."""
        if place.exact:
            self.signs.add("before")
            self._rings.setdefault(8.5 if large else RING, []).append((place.low, y))
        else:
            self._range(y, place, "before")

    def after(self, y: float, place: Place, *, lower: bool = False, small: bool = False) -> None:
        """Add one after mark."""
        if not place.exact:
            self._range(y, place, "down" if lower else "after")
        elif lower:
            self.signs.add("lower")
            self._triangles.setdefault(4.8 if small else TRIANGLE, []).append((place.low, y))
        else:
            self.signs.add("after")
            self._dots.setdefault(4.2 if small else DOT, []).append((place.low, y))

    def _range(self, y: float, place: Place, paint: str) -> None:
        self.signs |= {"between", {"before": "before", "down": "lower"}.get(paint, "after")}  # type: ignore[arg-type]
        self._bars.setdefault(paint, []).append(((place.low, y), (place.high, y)))

    def _whisker(self, y: float, interval: tuple[float, float], paint: str) -> None:
        self.signs.add("interval")
        low, high = interval
        self._whiskers.setdefault(paint, []).extend(
            [((low, y), (high, y)), ((low, y - 3), (low, y + 3)), ((high, y - 3), (high, y + 3))]
        )

    def _number(self, y: float, before: Place | None, after: Place | None, texts: tuple[str, str]) -> None:
        marks = [(p, t) for p, t in zip((before, after), texts, strict=True) if p is not None]
        if not marks:
            return
        if len(marks) == 2 and marks[0][0].centre > marks[1][0].centre:
            marks.reverse()
        (left, left_text), (right, right_text) = marks[0], marks[-1]
        at = self.sheet.x
        start, end = min(at(left.low), at(right.low)) - GAP, max(at(left.high), at(right.high)) + GAP
        if len(marks) == 2:
            self._numbers["end"].append((start, y + 4.5, left_text))
        elif self.edge is not None and end + measure(right_text, self.sheet.layout.small) > self.edge:
            self._numbers["end"].append((start, y + 4.5, right_text))
            return
        self._numbers["start"].append((end, y + 4.5, right_text))

    def draw(self) -> None:
        """Put the marks on the sheet: lines under bars, bars under rings, rings under dots."""
        sheet = self.sheet
        for paint, segments in self._whiskers.items():
            sheet.lines(segments, paint, 1.3)
        for paint, segments in self._stems.items():
            sheet.lines(segments, paint, 4, opacity=0.35)
        for paint, segments in self._bars.items():
            sheet.lines(segments, paint, _BAR, cap="round")
            if paint == "before":
                sheet.lines(segments, "paper", _BAR - 4.5, cap="round")
        for radius, points in self._rings.items():
            sheet.dots(points, radius, "paper", "before", 2.6)
        sheet.dots(self._halos, DOT + 2, "paper")
        for radius, points in self._dots.items():
            sheet.dots(points, radius, "after")
        for size, points in self._triangles.items():
            sheet.triangles(points, size, "down")
        for anchor, numbers in self._numbers.items():
            for x, y, text in numbers:
                sheet.text(x, y, text, size=sheet.layout.small, anchor=anchor, clear=True)


def key(sheet: Sheet, y: float, signs: set[Sign], words: Words) -> float:
    """Write what the marks mean, in as many lines as it takes; gives the height below."""
    named: list[tuple[Sign, str]] = [
        ("before", words.before),
        ("after", words.after),
        ("lower", words.lower),
        ("between", words.between),
        ("interval", words.interval),
    ]
    items = [(sign, word) for sign, word in named if sign in signs]
    places = flow([word for _, word in items], sheet.layout, sheet.layout.width)
    glyphs = Marks(sheet)
    # The key stands beside the data, so that its marks need a scale of pixels.
    sheet.scale(0, sheet.layout.width, 0, sheet.layout.width)
    for (sign, word), (x, row) in zip(items, places, strict=True):
        centre, middle = x + 9, y + row * sheet.layout.leading + 9
        if sign == "before":
            glyphs.before(middle, Place(centre, centre))
        elif sign in {"after", "lower"}:
            glyphs.after(middle, Place(centre, centre), lower=sign == "lower")
        elif sign == "between":
            sheet.lines([((centre - 4, middle), (centre + 4, middle))], "soft", _BAR, cap="round")
            sheet.lines([((centre - 4, middle), (centre + 4, middle))], "paper", _BAR - 4.5, cap="round")
        else:
            ends = (centre - 8, centre + 8)
            bars: list[Segment] = [((e, middle - 3), (e, middle + 3)) for e in ends]
            sheet.lines([((ends[0], middle), (ends[1], middle)), *bars], "soft", 1.3)
        sheet.text(x + 22, middle + 4.5, word, size=sheet.layout.small, paint="soft")
    glyphs.draw()
    return y + (places[-1][1] + 1) * sheet.layout.leading if places else y


def flow(words: Sequence[str], layout: Layout, width: float, glyph: float = 22) -> list[tuple[float, int]]:
    """Where each item of a key begins (pixels from the left, line), when they flow like words."""
    places: list[tuple[float, int]] = []
    x, row = 0.0, 0
    for word in words:
        own = glyph + measure(word, layout.small)
        if x and x + own > width:
            x, row = 0.0, row + 1
        places.append((x, row))
        x += own + 18
    return places


def axis(
    sheet: Sheet,
    lanes: Sequence[tuple[float, float]],
    ticks: Sequence[tuple[float, str]],
    *,
    above: float | None = None,
) -> None:
    """Draw a line for each tick through each lane (top, bottom), its text under the last, or also at `above`.

    One lane is a whole chart; where labels stand between the rows, each row is one, so that no line crosses
    words.
    """
    sheet.lines([((at, top), (at, bottom)) for at, _ in ticks for top, bottom in lanes], "line", 1)
    heights = [lanes[-1][1] + 17, *([above] if above is not None else [])]
    for at, text in ticks:
        for y in heights:
            sheet.text(sheet.x(at), y, text, size=sheet.layout.small, paint="soft", anchor="middle")


def percent_ticks(layout: Layout, words: Words) -> list[tuple[float, str]]:
    """0 %, 50 %, 100 %, with quarters between where there is room."""
    ticks = (0, 50, 100) if layout.narrow else (0, 25, 50, 75, 100)
    return [(tick, words.percent.format(tick)) for tick in ticks]
