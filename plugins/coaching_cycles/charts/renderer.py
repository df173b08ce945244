"""Marks as matplotlib places and paints them, written as the small SVG of these charts.

matplotlib's own SVG backend writes a document: prolog, metadata, a style sheet, fixed colours, six
decimals. A page wants a fragment: colours as the page's variables, tenths of a pixel. Where a mark stands is
said by matplotlib's transform and what it looks like by its graphics context all the same, so that its stock
renderers draw the same marks; a test holds the two against each other, pixel for pixel.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from coaching_cycles.charts.look import PAINTS, variable
from coaching_cycles.charts.svg import Attributes, Elements, number, trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backend_bases import GraphicsContextBase
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


def place(points: Sequence[tuple[float, float]], transform: Transform) -> list[tuple[float, float]]:
    """Where points stand on the page: pixels, y from the top. For many at once: a call costs most."""
    return [(x, CANVAS - y) for x, y in transform.transform(points).tolist()]


def write_path(
    elements: Elements,
    gc: GraphicsContextBase,
    face: ColorType | None,
    points: Sequence[tuple[float, float]],
    codes: Sequence[int],
) -> None:
    """What `RendererBase.draw_path` is asked for."""
    elements.path(_look(gc, face, elements), trace(points, codes))


def write_circles(
    elements: Elements,
    gc: GraphicsContextBase,
    face: ColorType | None,
    points: Sequence[tuple[float, float]],
    radius: float,
) -> None:
    """What `RendererBase.draw_markers` is asked for, when the marker is a circle."""
    look = _look(gc, face, elements)
    for x, y in points:
        elements.circle(look, x, y, radius)
