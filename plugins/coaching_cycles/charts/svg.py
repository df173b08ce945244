"""The markup of a drawing: short numbers, shared attributes, escaped text, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

UID = "<uid>"
"""Stands for a chart's own id until it is put into a page; escaped text can never hold it."""

Attributes = tuple[tuple[str, str], ...]
Run = tuple[str, Attributes]


@lru_cache(maxsize=65536)  # the same few thousand tenths stand in all charts of a build
def number(value: float) -> str:
    """A coordinate, to a tenth of a pixel, as short as it gets."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


@lru_cache(maxsize=1024)  # there are as many as looks
def spell(attributes: Attributes) -> str:
    """Attributes as they stand in a tag, with a space before each."""
    return "".join(f' {name}="{value}"' for name, value in attributes)


def trace(vertices: Sequence[Sequence[float]], codes: Sequence[int]) -> str:
    """The `d` of a path, y from the top. Codes are matplotlib's: 1 move, 2 line, 3 and 4 curves, 79 close."""
    parts: list[str] = []
    curve: list[str] = []
    before = beside = ""
    for (across, down), code in zip(vertices, codes, strict=True):
        if code == 79:
            parts.append("z")
            continue
        x, y = number(across), number(down)
        if code == 2:  # most are
            parts.append(f"H{x}" if y == beside else f"V{y}" if x == before else f"L{x} {y}")
        elif code == 1:
            parts.append(f"M{x} {y}")
        else:
            curve.append(f"{x} {y}")
            if len(curve) == code - 1:
                parts.append(("Q" if code == 3 else "C") + " ".join(curve))
                curve.clear()
        before, beside = x, y
    return "".join(parts)


class Elements:
    """Elements in the order they were drawn; neighbours that look alike share one group."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._hatches: dict[str, str] = {}
        self._items: list[tuple[Attributes, str, str]] = []  # look, tag with its place, the rest

    def path(self, look: Attributes, path: str) -> None:
        """Add a path."""
        self._items.append((look, f'path d="{path}"', "/>"))

    def circle(self, look: Attributes, x: float, y: float, radius: float) -> None:
        """Add a circle."""
        place = f'circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
        self._items.append((look, place, "/>"))

    def text(
        self, x: float, y: float, lines: Sequence[Sequence[Run]], leading: float, look: Attributes
    ) -> None:
        """Add lines of text, the first on the baseline `y`."""
        across = number(x)
        own, said = _line(lines[0])
        # What holds for the first line alone must not be said of the others.
        if own and len(lines) > 1:
            own, said = "", f"<tspan{own}>{said}</tspan>"
        for line in lines[1:]:
            other, words = _line(line)
            said += f'<tspan x="{across}" dy="{number(leading)}"{other}>{words}</tspan>'
        self._items.append((look, f'text x="{across}" y="{number(y)}"{own}', f">{said}</text>"))

    def hatch(self, colour: str) -> str:
        """The CSS value of stripes in a colour."""
        name = self._hatches.setdefault(colour, f"{UID}-{self._prefix}{len(self._hatches)}")
        return f"url(#{name})"

    def finish(self) -> str:
        """The markup, as the inside of an `svg` element."""
        return "".join(self._parts())

    def _parts(self) -> Iterator[str]:
        for colour, name in self._hatches.items():
            yield (
                f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse"'
                ' patternTransform="rotate(45)">'
                f'<path d="M2.5 0V5" stroke="{colour}" stroke-width="2"/></pattern>'
            )
        items = self._items
        group: Attributes = ()
        for at, (look, tag, rest) in enumerate(items):
            if look == group:
                yield f"<{tag}{rest}"
                continue
            if group:
                yield "</g>"
            if look and at + 1 < len(items) and items[at + 1][0] == look:
                group = look
                yield f"<g{spell(look)}><{tag}{rest}"
            else:
                group = ()
                yield f"<{tag}{spell(look)}{rest}"
        if group:
            yield "</g>"


def _line(runs: Sequence[Run]) -> tuple[str, str]:
    """The attributes of a whole line, and what is in it."""
    if len(runs) == 1:
        text, own = runs[0]
        return spell(own), escape(text, quote=False)
    return "", "".join([_span(*run) for run in runs])


def _span(text: str, own: Attributes) -> str:
    inner = escape(text, quote=False)
    return f"<tspan{spell(own)}>{inner}</tspan>" if own else inner
