"""The paper that one drawing of a chart is made on: marks that matplotlib places and paints, and text.

Building a matplotlib figure with its axes costs a hundred times what drawing five artists costs, its own
layout of text as much again, an artist that checks its properties, made and drawn once, five times the path
that is in it, and a path that checks its vertices more than all that is done with it. A drawing therefore
keeps its points, one list for all marks that look alike, with the transform that axes would give them and the
graphics context that their artist would set up; contexts and what is made of them are made once a look, and
all points of one transform are transformed together. Text is written directly.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from coaching_cycles.charts.look import PAINTS, Layout, variable
from coaching_cycles.charts.renderer import CANVAS, place, write_circles, write_path
from coaching_cycles.charts.svg import Attributes, Elements, Run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.transforms import BboxTransform, Transform

Point = tuple[float, float]
Segment = tuple[Point, Point]
Box = tuple[float, float, float, float]
Anchor = Literal["start", "middle", "end"]

_MOVE, _LINE, _CLOSE = 1, 2, 79


@lru_cache(maxsize=256)
def _transform(left: float, right: float, low: float, high: float) -> BboxTransform:
    """From data to the canvas: x from two values to two pixels, y from pixels down to pixels up."""
    from matplotlib.transforms import Bbox, BboxTransform

    data = Bbox.from_extents(low, CANVAS, high, 0)
    return BboxTransform(data, Bbox.from_extents(left, 0, right, CANVAS))


@dataclass(frozen=True, slots=True)
class _Look:
    """What marks look like: paints by name, lengths in pixels."""

    fill: str | None
    stroke: str | None
    width: float
    dash: tuple[float, float] | None = None
    cap: Literal["butt", "round"] = "butt"
    opacity: float = 1
    hatch: bool = False


@dataclass(slots=True)
class _Mark:
    """A path, or with a `radius` a circle at each point, that looks like this; codes are those of a path."""

    look: _Look
    points: Sequence[Point]
    codes: Sequence[int]
    data: Transform
    radius: float | None = None


@lru_cache(maxsize=256)
def _context(look: _Look) -> GraphicsContextBase:
    """The graphics context of a look. Renderers only read it, so that all marks of a build share it."""
    from matplotlib.backend_bases import GraphicsContextBase

    context = GraphicsContextBase()
    context.set_linewidth(look.width if look.stroke is not None else 0)
    context.set_capstyle(look.cap)
    context.set_joinstyle("miter")
    context.set_alpha(look.opacity)
    if look.stroke is not None:
        context.set_foreground(PAINTS[look.stroke])
    if look.dash is not None:
        context.set_dashes(0, look.dash)
    if look.hatch:
        context.set_hatch("/")
    return context


@lru_cache(maxsize=256)
def _paints(look: _Look) -> tuple[GraphicsContextBase, tuple[float, float, float, float] | None]:
    """The graphics context of a look, and the colour of its faces."""
    return _context(look), _face(look.fill, look.opacity) if look.fill is not None else None


@lru_cache(maxsize=64)
def _face(paint: str, opacity: float) -> tuple[float, float, float, float]:
    from matplotlib.colors import to_rgba

    return to_rgba(PAINTS[paint], opacity)


@lru_cache(maxsize=64)
def _circle(radius: float) -> Transform:
    """From the unit circle to a circle of that many pixels."""
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(radius)


class Sheet:
    """One drawing in the making.

    x of marks is data (see `scale`), x of text is pixels; every y is pixels from the top.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.height = 0.0
        self._marks: list[_Mark] = []
        self._texts: list[tuple[float, float, list[list[Run]], Attributes]] = []
        self.scale(0, layout.width, 0, layout.width)

    def scale(self, left: float, right: float, low: float, high: float) -> None:
        """Let data from `low` to `high` stand between two pixels; for the marks that follow."""
        self._span = (left, right, low, high)
        self._data = _transform(left, right, low, high)

    def x(self, value: float) -> float:
        """Where a value stands, in pixels."""
        left, right, low, high = self._span
        return left + (value - low) / (high - low) * (right - left)

    def lines(
        self,
        segments: Sequence[Segment],
        paint: str,
        width: float,
        *,
        dash: tuple[float, float] | None = None,
        cap: Literal["butt", "round"] = "butt",
        opacity: float = 1,
    ) -> None:
        """Draw straight lines that look alike."""
        if not segments:
            return
        points = [p for segment in segments for p in segment]
        look = _Look(None, paint, width, dash, cap, opacity)
        self._marks.append(_Mark(look, points, [_MOVE, _LINE] * len(segments), self._data))

    def dots(
        self,
        points: Sequence[Point],
        radius: float,
        fill: str | None,
        stroke: str | None = None,
        width: float = 0,
    ) -> None:
        """Draw circles that look alike."""
        if not points:
            return
        look = _Look(fill, stroke, width)
        self._marks.append(_Mark(look, tuple(points), [_MOVE] * len(points), self._data, radius))

    def triangles(self, points: Sequence[Point], size: float, paint: str) -> None:
        """Draw triangles that point down; `size` is half their width in pixels."""
        left, right, low, high = self._span
        half = size * (high - low) / (right - left)
        corners = [
            ((x - half, y - size * 0.8), (x + half, y - size * 0.8), (x, y + size * 0.95)) for x, y in points
        ]
        self._shapes(corners, paint, None, 0, hatch=False, opacity=1)

    def boxes(
        self,
        boxes: Sequence[Box],
        fill: str | None,
        stroke: str | None = None,
        width: float = 0,
        *,
        hatch: bool = False,
        opacity: float = 1,
    ) -> None:
        """Draw rectangles (x, y, x, y) that look alike."""
        corners = [((x0, y0), (x1, y0), (x1, y1), (x0, y1)) for x0, y0, x1, y1 in boxes]
        self._shapes(corners, fill, stroke, width, hatch=hatch, opacity=opacity)

    def _shapes(
        self,
        shapes: Sequence[Sequence[Point]],
        fill: str | None,
        stroke: str | None,
        width: float,
        *,
        hatch: bool,
        opacity: float,
    ) -> None:
        if not shapes:
            return
        points = [p for shape in shapes for p in (*shape, shape[0])]
        codes = [c for shape in shapes for c in (_MOVE, *[_LINE] * (len(shape) - 1), _CLOSE)]
        look = _Look(fill, stroke, width, opacity=opacity, hatch=hatch)
        self._marks.append(_Mark(look, points, codes, self._data))

    def text(
        self,
        x: float,
        y: float,
        *lines: str | Sequence[tuple[str, str]],
        size: float | None = None,
        paint: str = "ink",
        anchor: Anchor = "start",
        bold: bool = False,
        clear: bool = False,
    ) -> None:
        """Write lines of text, the first on the baseline `y`. A line is a text, or texts each with its paint.

        `clear` keeps lines that are behind the text away from its letters.
        """
        own = size if size != self.layout.text else None
        runs: list[list[Run]] = [
            [(line, ())] if isinstance(line, str) else [_run(*part) for part in line] for line in lines
        ]
        self._texts.append((x, y, runs, _letters(own, paint, anchor, bold, clear)))

    def draw(self, renderer: RendererBase) -> None:
        """Draw the marks with any of matplotlib's renderers, which is what `finish` writes."""
        from matplotlib.path import Path

        for mark in self._marks:
            context, face = _paints(mark.look)
            path = Path(mark.points, mark.codes)
            if mark.radius is None:
                renderer.draw_path(context, path, mark.data, face)
            else:
                circle = _circle(mark.radius)
                renderer.draw_markers(context, Path.unit_circle(), circle, path, mark.data, face)

    def finish(self) -> str:
        """The drawing as the inside of an `svg` element: marks in their order, and text over all of them."""
        elements = Elements(self.layout.name[0])
        for mark, points in self._placed():
            context, face = _paints(mark.look)
            if mark.radius is None:
                write_path(elements, context, face, points, mark.codes)
            else:
                write_circles(elements, context, face, points, mark.radius)
        for x, y, lines, look in self._texts:
            elements.text(x, y, lines, self.layout.leading, look)
        return elements.finish()

    def _placed(self) -> Iterator[tuple[_Mark, list[Point]]]:
        """Each mark with its points on the page."""
        # The same scale is the same object; whether two are equal, matplotlib asks numpy.
        for _, group in groupby(self._marks, key=lambda mark: id(mark.data)):
            marks = list(group)
            points = place([point for mark in marks for point in mark.points], marks[0].data)
            start = 0
            for mark in marks:
                end = start + len(mark.points)
                yield mark, points[start:end]
                start = end


@lru_cache(maxsize=256)
def _letters(
    size: float | None,
    paint: str,
    anchor: Anchor,
    bold: bool,  # noqa: FBT001 - as in `text`, in a form that can be remembered
    clear: bool,  # noqa: FBT001
) -> Attributes:
    """What letters look like."""
    look: list[tuple[str, str]] = [("class", "cc-clear")] if clear else []
    if size is not None:
        look.append(("font-size", f"{size:g}"))
    if paint != "ink":
        look.append(("fill", variable(paint)))
    if anchor != "start":
        look.append(("text-anchor", anchor))
    if bold:
        look.append(("font-weight", "600"))
    return tuple(look)


def _run(text: str, paint: str) -> Run:
    return text, (("fill", variable(paint)),) if paint != "ink" else ()
