"""A renderer for matplotlib that writes the small SVG of these charts.

matplotlib's own SVG backend writes a document: prolog, metadata, a style sheet, fixed colours, six
decimals. A page wants a fragment: colours as the page's variables, tenths of a pixel. What an artist is and
where it stands is matplotlib's work all the same, so that its stock renderer draws the same marks.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from coaching_cycles.charts.look import PAINTS, variable
from coaching_cycles.charts.svg import Attributes, Elements, number, trace

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from matplotlib.path import Path
    from matplotlib.transforms import Transform
    from matplotlib.typing import ColorType

CANVAS = 8192
"""Height in pixels: matplotlib counts from below, a page from above, and the height is known at the end."""

_NAMES = {tuple(bytes.fromhex(colour[1:])): name for name, colour in PAINTS.items()}
_CAPS = {"round": "round", "projecting": "square"}


@lru_cache(maxsize=256)
def _paint(colour: ColorType) -> tuple[str, float]:
    """The CSS value and the opacity of a colour that an artist was given."""
    from matplotlib.colors import to_rgba

    red, green, blue, alpha = to_rgba(colour)
    return variable(_NAMES[round(red * 255), round(green * 255), round(blue * 255)]), alpha


def _look(gc: GraphicsContextBase, face: ColorType | None, elements: Elements) -> Attributes:
    """The attributes of what is drawn next."""
    if face is None or not gc.get_hatch():
        return _attributes(gc, face)
    (name, colour), *rest = _attributes(gc, face)
    return (name, elements.hatch(colour)), *rest


# A sheet has one context for each look, in all charts of a build.
@lru_cache(maxsize=256)
def _attributes(gc: GraphicsContextBase, face: ColorType | None) -> Attributes:
    look: list[tuple[str, str]] = []
    opacity = 1.0
    if face is None:
        look.append(("fill", "none"))
    else:
        colour, opacity = _paint(face)
        look.append(("fill", colour))
    if gc.get_linewidth() > 0:
        colour, own = _paint(gc.get_rgb())
        opacity = min(opacity, own)
        look += [("stroke", colour), ("stroke-width", number(gc.get_linewidth()))]
        if cap := _CAPS.get(gc.get_capstyle()):
            look.append(("stroke-linecap", cap))
        _, dashes = gc.get_dashes()
        if dashes is not None:
            look.append(("stroke-dasharray", " ".join(number(float(dash)) for dash in dashes)))  # type: ignore[union-attr,arg-type] # an array of two
    if opacity < 1:
        look.append(("opacity", f"{opacity:.2f}".rstrip("0")))
    return tuple(look)


def _points(path: Path, transform: Transform) -> list[tuple[float, float]]:
    """The vertices of a path on the page: pixels, y from the top."""
    from numpy import asarray

    return [(x, CANVAS - y) for x, y in asarray(transform.transform(path.vertices)).tolist()]


@cache
def renderer_type() -> Callable[[Elements], RendererBase]:
    """The class, made when first needed: a build whose charts are all cached never imports matplotlib."""
    from matplotlib.backend_bases import RendererBase
    from matplotlib.path import Path as MatplotlibPath
    from numpy import asarray

    class Renderer(RendererBase):
        """Draws on `Elements`."""

        def __init__(self, elements: Elements) -> None:
            super().__init__()
            self.elements = elements

        def draw_path(
            self,
            gc: GraphicsContextBase,
            path: Path,
            transform: Transform,
            rgbFace: ColorType | None = None,  # noqa: N803 - matplotlib's name
        ) -> None:
            points = _points(path, transform)
            codes = [1] + [2] * (len(points) - 1) if path.codes is None else asarray(path.codes).tolist()
            self.elements.path(_look(gc, rgbFace, self.elements), trace(points, codes))

        def draw_markers(
            self,
            gc: GraphicsContextBase,
            marker_path: Path,
            marker_trans: Transform,
            path: Path,
            trans: Transform,
            rgbFace: ColorType | None = None,  # noqa: N803 - likewise
        ) -> None:
            if marker_path is not MatplotlibPath.unit_circle():
                super().draw_markers(gc, marker_path, marker_trans, path, trans, rgbFace)
                return
            (_, middle), (right, _) = asarray(marker_trans.transform([(0, 0), (1, 0)])).tolist()
            look = _look(gc, rgbFace, self.elements)
            for x, y in _points(path, trans):
                self.elements.circle(look, x, y - middle, right)

        def get_canvas_width_height(self) -> tuple[float, float]:
            return CANVAS, CANVAS

    return Renderer
