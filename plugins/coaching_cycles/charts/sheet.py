"""The paper that one drawing of a chart is made on: matplotlib's artists, and text beside them.

Building a matplotlib figure with its axes costs a hundred times what drawing five artists costs, and its
own layout of text as much again. A drawing therefore makes only the artists that hold its data, one for all
marks that look alike, gives them the transform that axes would give them, and lets each draw itself; text
goes to the renderer directly.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from coaching_cycles.charts.look import PAINTS, Layout, variable
from coaching_cycles.charts.renderer import CANVAS, renderer_type
from coaching_cycles.charts.svg import Attributes, Elements, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.backend_bases import RendererBase
    from matplotlib.transforms import BboxTransform

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


class Sheet:
    """One drawing in the making.

    x of marks is data (see `scale`), x of text is pixels; every y is pixels from the top.
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.height = 0.0
        self._artists: list[Artist] = []
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
        from matplotlib import rcParams
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        # Dashes are lengths here; matplotlib multiplies them by the width of the line, unless a
        # matplotlibrc says no.
        unit = width if rcParams["lines.scale_dashes"] else 1
        path = Path([p for segment in segments for p in segment], [_MOVE, _LINE] * len(segments))
        self._artists.append(
            PathPatch(
                path,
                fill=False,
                edgecolor=PAINTS[paint],
                linewidth=width,
                linestyle="-" if dash is None else (0, (dash[0] / unit, dash[1] / unit)),
                capstyle=cap,
                alpha=opacity,
                transform=self._data,
            )
        )

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
        from matplotlib.lines import Line2D

        self._artists.append(
            Line2D(
                [x for x, _ in points],
                [y for _, y in points],
                linestyle="none",
                marker="o",
                markersize=2 * radius,
                markerfacecolor="none" if fill is None else PAINTS[fill],
                markeredgecolor="none" if stroke is None else PAINTS[stroke],
                markeredgewidth=width,
                transform=self._data,
            )
        )

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
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        points = [p for shape in shapes for p in (*shape, shape[0])]
        codes = [c for shape in shapes for c in (_MOVE, *[_LINE] * (len(shape) - 1), _CLOSE)]
        self._artists.append(
            PathPatch(
                Path(points, codes),
                facecolor="none" if fill is None else PAINTS[fill],
                edgecolor="none" if stroke is None else PAINTS[stroke],
                linewidth=width,
                hatch="/" if hatch else None,
                capstyle="butt",
                alpha=opacity,
                transform=self._data,
            )
        )

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
        look: list[tuple[str, str]] = [("class", "cc-clear")] if clear else []
        if size is not None and size != self.layout.text:
            look.append(("font-size", f"{size:g}"))
        if paint != "ink":
            look.append(("fill", variable(paint)))
        if anchor != "start":
            look.append(("text-anchor", anchor))
        if bold:
            look.append(("font-weight", "600"))
        runs = [
            [_run(line, "ink")] if isinstance(line, str) else [_run(*part) for part in line] for line in lines
        ]
        self._texts.append((x, y, runs, tuple(look)))

    def draw(self, renderer: RendererBase) -> None:
        """Let the artists draw themselves, with any of matplotlib's renderers."""
        for artist in self._artists:
            artist.draw(renderer)

    def finish(self) -> str:
        """The drawing as the inside of an `svg` element: marks in their order, and text over all of them."""
        elements = Elements(self.layout.name[0])
        self.draw(renderer_type()(elements))
        for x, y, lines, look in self._texts:
            elements.text(x, y, lines, self.layout.leading, look)
        return elements.finish()


def _run(text: str, paint: str) -> Run:
    return text, (("fill", variable(paint)),) if paint != "ink" else ()
