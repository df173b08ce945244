"""Charts in a real browser: the drawing that fits, in the page's colours, nothing over anything else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from coaching_cycles import charts
from coaching_cycles.charts import Caption, Row
from tests.browser.chromium import Reader, Tabs, View, keep_tabs, lend
from tests.browser.faults import Axe
from tests.browser.serving import serve_folder
from tests.test_charts_kinds import LEVELS, ROWS, SAMPLES, WORDS, bands, of

PAGE = """<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>Charts</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src data:">
<link rel="stylesheet" href="tokens.css"><link rel="stylesheet" href="base.css">
<link rel="stylesheet" href="charts.css"><link rel="stylesheet" href="page.css"></head>
<body><main class="cc-article"><h1>Charts</h1>{sections}</main></body></html>"""
STYLE = "body { background: var(--cc-paper); margin: 1rem } main { margin: auto; max-width: 49rem }"

# Text that is shown, as boxes on the screen, one list for each drawing that is shown.
BOXES = """() => [...document.querySelectorAll('.cc-chart svg')].filter(svg => box(svg).right)
  .map(svg => ({svg: box(svg), texts: [...svg.querySelectorAll('text')].map(
    text => ({...box(text), words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize)
      * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width}))}));
  function box(node) { const r = node.getBoundingClientRect();
    return {left: r.left, right: r.right, top: r.top, bottom: r.bottom} }"""

# Each count in a segment: its words, its colour, the colour of the segment that it stands in.
SEGMENTS = """() => [...document.querySelectorAll('#levels svg, #seven-levels svg')]
  .filter(svg => svg.getBoundingClientRect().width).flatMap(svg => {
    const bars = [...svg.querySelectorAll('path')].filter(p => getComputedStyle(p).fill !== 'none');
    return [...svg.querySelectorAll('text')].filter(t => /^\\d+$/.test(t.textContent)).map(t => {
      const r = t.getBBox(), middle = new DOMPoint(r.x + r.width / 2, r.y + r.height / 2);
      const bar = bars.find(b => b.isPointInFill(middle));
      return [t.textContent, getComputedStyle(t).fill, bar ? getComputedStyle(bar).fill : null] }) })"""

LONG = Row(
    "Read and understand historical texts at grade 11 level, also those with long sentences and old words",
    "28 students",
    of(9, 28),
    of(10, 28),
)


def all_charts() -> dict[str, str]:
    made = {name: make(Caption(f"Chart of {name}", "What it shows.", f"c{i}"), None).svg
            for i, (name, make) in enumerate(SAMPLES.items())}  # fmt: skip
    rows = [
        LONG,
        *(replace(ROWS[0], before=of(x, 25), after=of(y, 25)) for x, y in ((0, 25), (25, 0), (12, 13))),
    ]
    made["more rows"] = charts.strip(rows, WORDS, Caption("More rows", "Ends and near.", "rows")).svg
    words = replace(LEVELS, names=tuple(f"Level {i}" for i in range(1, 8)))
    seven = charts.levels(
        bands(3, 4, 5, 6, 3, 3, 4), bands(3, 3, 3, 5, 5, 5, 4), words, Caption("Seven", "Levels.", "seven"),
        proficient=5,
    )  # fmt: skip
    made["seven levels"] = seven.svg
    return made


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("charts")
    assets = root / "plugins" / "coaching_cycles" / "templates" / "assets"
    for name in ("tokens.css", "base.css", "charts.css"):
        (folder / name).write_bytes((assets / name).read_bytes())
    (folder / "page.css").write_text(STYLE, encoding="utf-8")
    sections = "".join(
        f'<section class="cc-card" id="{name.replace(" ", "-")}"><h2>{name}</h2>{svg}</section>'
        for name, svg in all_charts().items()
    )
    (folder / "index.html").write_text(PAGE.format(sections=sections), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tabs(browser: Browser, folder: Path) -> Iterator[Tabs]:
    with serve_folder(folder) as address, keep_tabs(browser, address) as kept:
        yield kept


@pytest.fixture
def reader(tabs: Tabs) -> Iterator[Reader]:
    with lend(tabs) as lent:
        yield lent


def drawings(page: Page) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", page.evaluate(BOXES))


def test_one_drawing_of_each_fits_its_column(reader: Reader, view: View) -> None:
    page = reader("/", view)
    shown = page.locator(".cc-chart svg:visible")
    assert shown.count() == len(all_charts())
    wanted = "cc-chart__wide" if view.width == 1280 else "cc-chart__narrow"
    assert {svg.get_attribute("class") for svg in shown.all()} == {wanted}
    assert page.get_by_role("img").count() == len(all_charts())  # what assistive technology finds
    assert page.evaluate("document.documentElement.scrollWidth") <= view.width


def test_words_are_legible_and_in_nobodys_way(reader: Reader, view: View) -> None:
    faults = []
    for drawing in drawings(reader("/", view)):
        svg, texts = (
            cast("dict[str, float]", drawing["svg"]),
            cast("list[dict[str, float]]", drawing["texts"]),
        )
        for i, one in enumerate(texts):
            if one["size"] < 11:
                faults.append(f"{one['words']!r} is {one['size']:.1f} px")
            if one["left"] < svg["left"] - 2 or one["right"] > svg["right"] + 12:
                faults.append(f"{one['words']!r} stands out")
            for other in texts[:i]:
                across = min(one["right"], other["right"]) - max(one["left"], other["left"])
                down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
                if across > 1 and down > 4:
                    faults.append(f"{one['words']!r} over {other['words']!r}")
    assert faults == []


def test_colours_are_the_pages(reader: Reader, view: View) -> None:
    page = reader("/", view)
    token = page.evaluate("getComputedStyle(document.body).getPropertyValue('--cc-after')").strip()
    assert token == ("#79c7ff" if view.scheme == "dark" else "#0a5fa5")
    wanted = tuple(bytes.fromhex(token[1:]))
    dot = page.locator("#dumbbell svg:visible circle:not([stroke])").last
    picture = Image.open(io.BytesIO(dot.screenshot())).convert("RGB")
    assert picture.getpixel((picture.width // 2, picture.height // 2)) == wanted
    text = page.locator("#dumbbell svg:visible text").first
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert text.evaluate("node => getComputedStyle(node).fill") in {
        page.evaluate("getComputedStyle(document.querySelector('main')).color"), ink,
        "rgb(86, 96, 114)", "rgb(170, 179, 194)",
    }  # fmt: skip


def test_counts_stand_out_from_their_segments(reader: Reader, view: View) -> None:
    page = reader("/", view)
    pairs = page.evaluate(SEGMENTS)
    assert len(pairs) >= 20
    canvas = page.evaluate_handle(
        "() => Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d')"
    )
    read = """(context, colour) => { context.fillStyle = colour; context.fillRect(0, 0, 1, 1);
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3) }"""

    def luminance(colour: str) -> float:
        parts = [c / 255 for c in canvas.evaluate(read, colour)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])

    for count, ink, paint in pairs:
        assert paint is not None, f"{count} stands beside its segment"
        light, dark = sorted((luminance(ink), luminance(paint)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (count, ink, paint)


def test_charts_break_no_rule(reader: Reader, screen: View, axe: Axe) -> None:
    assert axe(reader("/", screen)) == []


def test_large_text_gets_the_narrow_drawing(reader: Reader) -> None:
    page = reader("/", View(width=800))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    shown = page.locator(".cc-chart svg:visible")
    assert {svg.get_attribute("class") for svg in shown.all()} == {"cc-chart__narrow"}
    assert min(t["size"] for d in drawings(page) for t in cast("list[dict[str, float]]", d["texts"])) >= 22


def test_without_the_style_sheet_one_drawing_shows(reader: Reader) -> None:
    page = reader("/")
    page.evaluate("document.querySelector('link[href=\"charts.css\"]').remove()")
    assert page.locator(".cc-chart svg:visible").count() == len(all_charts())


def test_paper_is_light_and_shows_the_charts(reader: Reader) -> None:
    page = reader("/", View("dark"))
    page.emulate_media(media="print")
    assert page.locator(".cc-chart svg:visible").count() == len(all_charts())
    dot = page.locator("#dumbbell svg:visible circle:not([stroke])").last
    assert dot.evaluate("node => getComputedStyle(node).fill") == "rgb(10, 95, 165)"
