"""Charts are what matplotlib's own `savefig` draws of the same artists, pixel for pixel.

The plain way is the oracle: a figure, an artist for each mark, the stock SVG backend. Its numbers have six
decimals where a page has tenths of a pixel, so they are cut to tenths; its circles are curves, which Chromium
shades otherwise at the edge than what it knows for a circle, so they are named circles.
"""

from __future__ import annotations

import io
import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from matplotlib import rc_context
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image, ImageChops

from coaching_cycles.charts import Caption
from coaching_cycles.charts.look import PAINTS
from coaching_cycles.charts.renderer import CANVAS
from coaching_cycles.charts.sheet import Sheet
from tests.test_charts_kinds import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

STEPS = 6
"""Of 255, by which a pixel may differ: what lies halfway between two tenths is cut either way."""
COLOURS = ";".join(f"--cc-{name}:{colour}" for name, colour in PAINTS.items())
PAGE = (
    '<!doctype html><meta charset="utf-8"><style>:root{{{colours}}} body{{margin:0;background:#fff}}'
    " svg{{display:block;overflow:hidden}}</style>{drawing}"
)


@rc_context({"lines.scale_dashes": False})
def oracle(sheet: Sheet, height: int) -> str:
    """The marks of a drawing by way of a figure and `savefig`."""
    figure = Figure(figsize=(sheet.layout.width / 72, height / 72), dpi=72)
    figure.patch.set_visible(False)
    down = Affine2D().translate(0, height - CANVAS)
    for place, mark in enumerate(sheet._marks):
        look = mark.look
        assert not look.hatch
        face = PAINTS[look.fill] if look.fill is not None else "none"
        edge = PAINTS[look.stroke] if look.stroke is not None else "none"
        width = look.width if look.stroke is not None else 0
        if mark.radius is None:
            artist = PathPatch(
                Path(mark.points, mark.codes),
                facecolor=face,
                edgecolor=edge,
                linewidth=width,
                linestyle=(0, look.dash) if look.dash is not None else "-",
                capstyle=look.cap,
                joinstyle="miter",
                alpha=look.opacity,
                transform=mark.data + down,
                zorder=place,
            )
            figure.add_artist(artist)
        else:
            xs, ys = zip(*mark.points, strict=True)
            dots = Line2D(
                xs,
                ys,
                linestyle="none",
                marker="o",
                markersize=2 * mark.radius,
                markerfacecolor=face,
                markeredgecolor=edge,
                markeredgewidth=width,
                transform=mark.data + down,
                zorder=place,
            )
            figure.add_artist(dots)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None})
    svg = out.getvalue()[out.getvalue().index("<svg") :]
    svg = re.sub(r'\b(width|height)="([\d.]+)pt"', r'\1="\2px"', svg)
    svg = re.sub(r'(?s)<path (id="m\w+") d="M 0 ([\d.]+) \nC.*?"', r'<circle \1 r="\2"', svg)
    return re.sub(r'(?s) (?:d|x|y)="[^"]*"', cut, svg)


def cut(found: re.Match[str]) -> str:
    """An attribute with its numbers to a tenth."""
    return re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.1f}", found[0])


def ours(markup: str, sheet: Sheet, height: int) -> str:
    """The same as it stands in a page, without its words."""
    width = sheet.layout.width
    shapes = re.sub(r"(?s)<text.*?</text>", "", markup)
    return f'<svg width="{width}" height="{height}" viewBox="0 0 {width} {height}">{shapes}</svg>'


def picture(page: Page, drawing: str) -> Image.Image:
    """What Chromium shows; one drawing a page, as matplotlib's has a style sheet for all that is there."""
    page.set_content(PAGE.format(colours=COLOURS, drawing=drawing))
    return Image.open(io.BytesIO(page.locator("body > svg").screenshot())).convert("RGB")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 700, "height": 900})
    yield opened
    opened.close()


# People are drawn without matplotlib, and the stripes of "percents" are not those that it has.
@pytest.mark.parametrize("name", [name for name in SAMPLES if "people" not in name and name != "percents"])
def test_what_savefig_draws(name: str, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[Sheet, str]] = []
    finish = Sheet.finish

    def kept(sheet: Sheet) -> str:
        made.append((sheet, finish(sheet)))
        return made[-1][1]

    monkeypatch.setattr(Sheet, "finish", kept)
    SAMPLES[name](Caption("A title", "A description.", "c"), None)
    assert len(made) == 2
    for sheet, markup in made:
        height = round(sheet.height)
        quick, plain = (picture(page, draw(sheet, height)) for draw in (partial(ours, markup), oracle))
        apart = max(high for _, high in ImageChops.difference(quick, plain).getextrema())
        assert len(quick.getcolors(1 << 20) or ()) > 10
        assert apart <= STEPS, f"{apart} of 255"
