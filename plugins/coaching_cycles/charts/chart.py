"""From a drawing to a chart in a page: one width or two, a title and a description, ids of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Protocol

from coaching_cycles.charts.cache import Cache, digest
from coaching_cycles.charts.look import LAYOUTS, NARROW, Layout
from coaching_cycles.charts.svg import UID

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")

# What our own drawings consist of. A cache entry comes from a file that others may have written (a pull
# request can hold any file), and what is in it goes into a page as it stands.
_VALUE = r"(?:[\w .,#()%-]|<uid>)*"
_MARKUP = re.compile(
    r"(?:</?(?:g|path|circle|text|tspan|pattern)"
    r"(?: (?:[xydr]|c[xy]|d[xy]|id|class|width|height|fill|opacity|stroke[a-z-]*|font-(?:size|weight)"
    rf'|text-anchor|pattern[A-Z]\w+)="{_VALUE}")*+/?>|[^<>])*+'
)


@dataclass(frozen=True, slots=True)
class Caption:
    """What a chart is called: a title, a description that says what a reader would see, and an id.

    `uid` begins all ids of the chart and must occur once in a page: a letter, then letters, digits, `-`, `_`.
    With `once` the narrow drawing alone is made, for columns of every width, where it says no less: half of
    the bytes.
    """

    title: str
    description: str
    uid: str
    once: bool = False
    named: str = ""
    """The id of an element of the page that says the title; the chart then has none of its own."""
    more: str = ""
    """The id of an element of the page that goes on where the description ends."""

    def __post_init__(self) -> None:
        """Refuse an id that could break out of an attribute."""
        for name in filter(None, (self.uid or "-", self.named, self.more)):
            if not _ID.fullmatch(name):
                raise ValueError(f"not an id: {name!r}")


class Drawing(Protocol):
    """What a page needs of one drawing."""

    height: float

    def finish(self) -> str:
        """The inside of an `svg` element."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready for a page.

    `svg` is one `div` with two `svg` elements, a wide and a narrow drawing of the same; charts.css shows
    the one that fits its column, and without charts.css the wide one is shown. A chart that is drawn once has
    one. `width` and `height` are those of the first.
    """

    svg: str
    title: str
    description: str
    width: int
    height: int

    def __html__(self) -> str:
        """Tell templates with autoescape that this is markup."""
        return self.svg


def make(
    kind: str, inputs: object, draw: Callable[[Layout], Drawing], caption: Caption, cache: Cache | None
) -> Chart:
    """The chart that `draw` draws, from the cache where it has been drawn before.

    `inputs` is everything that `draw` draws from. The caption is not part of it: charts that differ only by
    their names are drawn once.
    """
    layouts = (NARROW,) if caption.once else LAYOUTS
    key = digest(f"{kind} {len(layouts)}", inputs) if cache is not None else ""
    drawings = _read(cache.get(key), len(layouts)) if cache is not None else None
    if drawings is None:
        made = [draw(layout) for layout in layouts]
        drawings = [(round(drawing.height), drawing.finish()) for drawing in made]
        if cache is not None:
            cache.put(key, json.dumps(drawings, ensure_ascii=False))
    svgs = [_svg(layout, *d, caption) for layout, d in zip(layouts, drawings, strict=True)]
    return Chart(
        f'<div class="cc-chart">{"".join(svgs)}</div>',
        caption.title,
        caption.description,
        layouts[0].width,
        drawings[0][0],
    )


def _read(kept: str | None, widths: int) -> list[tuple[int, str]] | None:
    """The drawings of a cache entry, or None when it is not one that this package could have written."""
    if kept is None:
        return None
    try:
        loaded = json.loads(kept)
        drawings = [(int(height), str(markup)) for height, markup in loaded]
    except (ValueError, TypeError):
        return None
    fine = len(drawings) == widths and all(_MARKUP.fullmatch(markup) for _, markup in drawings)
    return drawings if fine else None


def _svg(layout: Layout, height: int, inside: str, caption: Caption) -> str:
    # The first of two drawings, which is the wide one, says what both are called.
    uid = caption.uid
    second = layout.narrow and not caption.once
    said, more = "", f" {caption.more}" if caption.more else ""
    title = caption.named or f"{uid}-h"
    if not second:
        if not caption.named:
            said = f'<title id="{uid}-h">{escape(caption.title, quote=False)}</title>'
        said += f'<desc id="{uid}-d">{escape(caption.description, quote=False)}</desc>'
    # Hidden by an attribute, which any style sheet overrules: a reader without ours sees and hears one of
    # the two.
    hidden = ' display="none"' if second else ""
    name = "once" if caption.once else layout.name
    return (
        f'<svg class="cc-chart__{name}" width="{layout.width}" height="{height}"'
        f' viewBox="0 0 {layout.width} {height}"{hidden} role="img" aria-labelledby="{title} {uid}-d{more}"'
        f' font-size="{layout.text:g}" fill="var(--cc-ink)">'
        f"{said}{inside.replace(UID, caption.uid)}</svg>"
    )
