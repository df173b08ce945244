"""The small row graphics of cards and lists."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Protocol

import jinja2
import pytest

import coaching_cycles
from coaching_cycles.charts.look import level_paint


class Draw(Protocol):
    """Expand one macro."""

    def __call__(self, expression: str, **values: object) -> ET.Element: ...


@pytest.fixture(scope="module")
def environment(root: Path) -> jinja2.Environment:
    folder = root / "plugins" / "coaching_cycles" / "templates"
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )


@pytest.fixture
def draw(environment: jinja2.Environment) -> Draw:
    def call(expression: str, **values: object) -> ET.Element:
        template = "{% import 'macros/marks.html' as marks %}{{ marks." + expression + " }}"
        return ET.fromstring(environment.from_string(template).render(values).strip())

    return call


SHEET = Path(coaching_cycles.__file__).parent / "templates/assets/charts.css"


def at(percent: float) -> str:
    return str(round(8 + percent * 1.44, 1))


def circles(svg: ET.Element) -> dict[str, str]:
    """Where each circle stands, by what the style sheet paints its class with (the ring's is its outline)."""
    return {painted(node): node.attrib["cx"] for node in svg.iter("circle")}


def painted(node: ET.Element) -> str:
    name = node.attrib.get("class", "")
    rules = re.findall(
        r"(?m)^\.cc-mark (?::is\(([^)]*)\)|(\.\w)) \{([^}]*)\}", SHEET.read_text(encoding="utf-8")
    )
    said = " ".join(said for many, one, said in rules if f".{name}" in (many or one).split(", "))
    return (re.findall(r"stroke: (var[^;]+)", said) or re.findall(r"fill: (var[^;]+)", said))[-1]


def test_is_silent(draw: Draw) -> None:
    for expression in (
        "mini_dumbbell(28, 72)",
        "level_strip([1, 2], ['l1', 'l4'])",
        "people_strip(1, 2, 3, 4)",
    ):
        svg = draw(expression)
        assert svg.attrib["aria-hidden"] == "true"
        assert not [*svg.iter("text"), *svg.iter("title")]
        colours = re.findall(r'(?:fill|stroke)="([^"]+)"', ET.tostring(svg, encoding="unicode"))
        assert all(re.fullmatch(r"none|var\(--cc-[a-z0-9]+\)", colour) for colour in colours)


def test_marks_stand_at_their_percent(draw: Draw) -> None:
    assert circles(draw("mini_dumbbell(28, 72)")) == {
        "var(--cc-before)": at(28),
        "var(--cc-after)": at(72),
    }


def test_a_drop_is_a_triangle(draw: Draw) -> None:
    svg = draw("mini_dumbbell(72, 28)")
    assert set(circles(svg)) == {"var(--cc-before)"}
    assert [painted(node) for node in svg.iter("path")] == [
        "var(--cc-line)", "var(--cc-down)", "var(--cc-down)",
    ]  # fmt: skip
    # What may not be compared has no direction.
    assert "var(--cc-after)" in circles(draw("mini_dumbbell(72, 28, down=false)"))


def test_no_change_shows_both(draw: Draw) -> None:
    ring, dot = sorted(float(node.attrib["r"]) for node in draw("mini_dumbbell(40, 40)").iter("circle"))[::-1]
    assert dot + 1.15 < ring


def test_ranges_are_bars(draw: Draw) -> None:
    svg = draw("mini_dumbbell((0, 7), (45, 54))")
    assert not circles(svg)
    bars = [node.attrib["d"] for node in svg.iter("path") if node.attrib.get("stroke-width") == "8"]
    assert f"M{at(45)} 12H{at(54)}" in bars
    assert f"M{at(0)} 12H{at(7)}" in bars
    overlapping = draw("mini_dumbbell((40, 49), (45, 54))")
    heights = {
        node.attrib["d"].split("H")[0].split()[1]
        for node in overlapping.iter("path")
        if node.attrib.get("stroke-width") == "8"
    }
    assert len(heights) == 2


@pytest.mark.parametrize("expression", ["mini_dumbbell(30, none)", "mini_dumbbell(none, 30)"])
def test_one_reading_is_enough(draw: Draw, expression: str) -> None:
    assert len(circles(draw(expression))) == 1


def test_segments_are_as_long_as_their_counts(draw: Draw) -> None:
    paints = [level_paint(i, i, 4, 2) for i in range(4)]
    svg = draw("level_strip(counts, paints)", counts=[11, 12, 0, 5], paints=paints)
    widths = [float(re.search(r"h([\d.]+)", node.attrib["d"])[1]) for node in svg.iter("path")]  # type: ignore[index]
    assert widths == pytest.approx([160 * n / 28 - 1.5 for n in (11, 12, 5)], abs=0.06)
    assert not list(draw("level_strip([0, 0], ['l1', 'l4'])").iter("path"))


def test_four_groups_look_different(draw: Draw) -> None:
    looks = {
        tuple(sorted((k, v) for k, v in node.attrib.items() if k != "d"))
        for node in draw("people_strip(5, 5, 5, 5)").iter("path")
    }
    assert len(looks) == 4
