"""Every kind of chart: what is drawn stands where its figure says, and nothing else is said."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching_cycles import charts
from coaching_cycles.charts import Caption, Chart, Panel, Point, Row, TimelineRow, pairs
from coaching_cycles.charts.cache import Cache
from coaching_cycles.charts.look import INKS, LAYOUTS, NARROW, PAINTS, WIDE, Layout, level_paint
from coaching_cycles.charts.text import measure
from coaching_cycles.measuring.figures import Band, Figure, Scores, Share, exactly
from coaching_cycles.measuring.intervals import wilson
from coaching_cycles.measuring.transitions import Table

WORDS = charts.Words("before", "after", "after, lower than before", "between these", "95% interval")
LEVELS = charts.LevelWords(
    ("Beginning", "Developing", "Proficient", "Advanced"),
    "Before · 28 students",
    "After · 27 students",
    "{first} or {last}",
    "{first} to {last}",
    "proficient from here on",
)
MOVED = charts.MovedWords(LEVELS.names, "Before", "After", "{n} moved up", "{n} stayed", "{n} moved down")
PEOPLE = charts.PeopleWords("{n} had it already", "{n} gained", "{n} slipped back", "{n} not yet")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def of(part: int, whole: int) -> Share:
    percent = Decimal(round(100 * part / whole))
    return Share(exactly(part), exactly(whole), (percent, percent))


FEW = Share(Figure(0, 2), exactly(28), (Decimal(0), Decimal(7)))
BAND = Share(None, Figure(20, 39), (Decimal(40), Decimal(49)))


def bands(*counts: int) -> tuple[Band, ...]:
    return tuple(Band(i, i, exactly(n)) for i, n in enumerate(counts))


def caption(uid: str = "c") -> Caption:
    return Caption("A title", "A description.", uid)


ROWS = (
    Row("I give two reasons", "28 students", of(9, 28), of(22, 28)),
    Row("I read texts of my grade, also those with long sentences", "28 students", of(20, 28), of(14, 28)),
    Row("I link each reason", "25 students", of(7, 25), of(7, 25)),
    Row("I name the source", "28 students", FEW, of(13, 28), texts=("fewer than 3", "13")),
    Row("I identify the key events", "not measured"),
)
POINTS = (
    Point(date(2025, 10, 2), "2 Oct", "before", of(9, 28), label="before"),
    Point(date(2025, 10, 15), "15 Oct", "check", of(14, 27), label="exit slip"),
    Point(date(2025, 11, 26), "26 Nov", "after", of(20, 27), "parallel", label="after"),
    Point(date(2025, 12, 20), "20 Dec", "follow_up", of(19, 26), label="follow-up"),
)
YEAR = (
    TimelineRow("Weighing the evidence", "complete", "complete", date(2025, 10, 1), date(2025, 10, 31),
                checks=(date(2025, 10, 2),)),
    TimelineRow("Feedback loops", "stopped", "stopped", date(2026, 1, 12), date(2026, 2, 2)),
    TimelineRow("Claims", "active", "under way", date(2026, 2, 9), planned_end=date(2026, 3, 20)),
    TimelineRow("Opinion letters", "planned", "planned", date(2026, 4, 6), planned_end=date(2026, 5, 15)),
)  # fmt: skip


def points_scored(mean: str, students: int = 46) -> Scores:
    return Scores(exactly(students), Decimal(mean), None, Decimal(100))


Make = Callable[[Caption, Cache | None], Chart]
SAMPLES: dict[str, Make] = {
    "dumbbell": lambda c, k: charts.dumbbell(ROWS, WORDS, c, cache=k),
    "strip": lambda c, k: charts.strip(
        [replace(row, change="+46 points", scale="Proficient on Essay") for row in ROWS], WORDS, c, cache=k
    ),
    "levels": lambda c, k: charts.levels(
        bands(11, 12, 4, 1), bands(2, 7, 14, 4), LEVELS, c, proficient=2, cache=k
    ),
    "merged": lambda c, k: charts.levels(
        (*bands(11, 12), Band(2, 3, exactly(5))), bands(2, 7, 14, 4), LEVELS, c, proficient=2, cache=k
    ),
    "moved": lambda c, k: charts.moved(
        [[3, 5, 2, 0], [0, 4, 6, 1], [0, 1, 3, 2], [0, 0, 0, 1]], MOVED, c, cache=k
    ),
    "people": lambda c, k: charts.people(Table(8, 3, 13, 4), PEOPLE, c, cache=k),
    "many people": lambda c, k: charts.people(Table(90, 5, 30, 25), PEOPLE, c, cache=k),
    "run": lambda c, k: charts.run_chart(POINTS, WORDS, c, aim=charts.Aim(80, "Aim: 80%"), cache=k),
    "cohort": lambda c, k: charts.cohort(
        Panel("Then: 24 students", of(7, 24)), Panel("Now: 22 students", of(13, 22)), WORDS, c, cache=k
    ),
    "scores": lambda c, k: charts.scores(points_scored("54.46"), points_scored("83.2"), WORDS, c, cache=k),
    "percents": lambda c, k: charts.percents(
        Share(None, None, (Decimal(28), Decimal(28))), Share(None, None, (Decimal(95), Decimal(100))),
        WORDS, "number of students not reported", c, cache=k,
    ),
    "year": lambda c, k: charts.year_timeline(
        YEAR, date(2025, 8, 1), date(2026, 6, 30), MONTHS, c, checks="students were assessed", cache=k
    ),
}  # fmt: skip


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> Chart:
    return SAMPLES[request.param](caption(), None)


def drawings(chart: Chart) -> list[ET.Element]:
    return list(ET.fromstring(chart.svg))


def wide(chart: Chart) -> ET.Element:
    return drawings(chart)[0]


def styled(svg: ET.Element) -> Iterator[tuple[ET.Element, dict[str, str]]]:
    """Every element with the attributes that it has or inherits."""

    def walk(node: ET.Element, above: dict[str, str]) -> Iterator[tuple[ET.Element, dict[str, str]]]:
        own = {**above, **node.attrib}
        yield node, own
        for child in node:
            yield from walk(child, own)

    for child in svg:
        yield from walk(child, {})


def marks(svg: ET.Element, tag: str, **look: str) -> list[dict[str, str]]:
    wanted = {name.replace("_", "-"): value for name, value in look.items()}
    return [own for node, own in styled(svg) if node.tag == tag and wanted.items() <= own.items()]


def var(name: str) -> str:
    return f"var(--cc-{name})"


def texts(svg: ET.Element) -> dict[str, ET.Element]:
    return {"".join(node.itertext()): node for node in svg.iter("text")}


def percent_scale(svg: ET.Element) -> Callable[[float], float]:
    """Where a percent stands, read from the axis as a reader would."""
    start, end = (float(texts(svg)[label].attrib["x"]) for label in ("0%", "100%"))
    return lambda percent: start + percent / 100 * (end - start)


def stems(svg: ET.Element) -> list[dict[str, str]]:
    return marks(svg, "path", stroke_width="4")


# What holds for every chart


def test_is_well_formed_and_named(sample: Chart) -> None:
    # One of the two is shown, and the words of the wide one are there for both.
    title, desc, *_ = wide(sample)
    for svg in drawings(sample):
        assert svg.attrib["role"] == "img"
        assert svg.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
        assert (title.text, desc.text) == ("A title", "A description.")
        assert svg.attrib["viewBox"] == f"0 0 {svg.attrib['width']} {svg.attrib['height']}"
    assert (sample.width, str(sample.height)) == (640, wide(sample).attrib["height"])
    assert sample.__html__() == sample.svg


def test_one_drawing_shows_without_a_style_sheet(sample: Chart) -> None:
    assert [svg.attrib.get("display") for svg in drawings(sample)] == [None, "none"]


def test_colours_are_variables(sample: Chart) -> None:
    own = re.escape("url(#c-")
    for svg in drawings(sample):
        for _, look in styled(svg):
            for name in ("fill", "stroke"):
                assert re.fullmatch(rf"none|var\(--cc-[a-z0-9-]+\)|{own}[wn]\d\)", look.get(name, "none"))
    assert "#" not in re.sub(r"url\(#c-[wn]\d\)", "", sample.svg)


def test_is_a_fragment_that_reaches_nowhere(sample: Chart) -> None:
    assert not re.search(r"<\?|<!|<style|style=|href|xmlns|<metadata|<script|https?:|<use|<image", sample.svg)


def test_is_small(sample: Chart) -> None:
    assert len(sample.svg.encode()) < 8_400


def test_type_is_legible_in_a_card_on_a_phone(sample: Chart) -> None:
    narrow = drawings(sample)[1]
    sizes = [float(look.get("font-size", narrow.attrib["font-size"])) for _, look in styled(narrow)]
    assert min(sizes) * 284 / NARROW.width >= 11


def test_marks_and_words_stay_inside(sample: Chart) -> None:
    for svg in drawings(sample):
        width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
        for node, look in styled(svg):
            if node.tag == "circle":
                assert 0 <= float(look["cx"]) <= width
                assert 0 <= float(look["cy"]) <= height
            if node.tag == "text":
                assert 0 <= float(look["x"]) <= width
                assert 0 < float(look["y"]) <= height
            if node.tag == "path" and look.get("stroke-dasharray", "").startswith("0 "):
                half = float(look["stroke-width"]) / 2
                assert all(half <= x <= width - half for x, _ in dots(look))
            elif node.tag == "path":
                xs = [float(x) for x in re.findall(r"[MLH](-?[\d.]+)", look["d"])]
                assert not xs or (min(xs) >= 0 and max(xs) <= width)


def test_ids_are_unique_on_a_page() -> None:
    page = "".join(make(caption(f"c{i}"), None).svg for i, make in enumerate(SAMPLES.values()))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)) > 2 * len(SAMPLES)
    used = set(re.findall(r"url\(#([^)]+)\)", page)) | {
        i for ids in re.findall(r'labelledby="([^"]+)"', page) for i in ids.split()
    }
    assert used == set(ids)


def test_a_chart_that_is_drawn_once_is_the_narrow_drawing_alone(tmp_path: Path) -> None:
    kept = Cache(tmp_path)
    for name, make in SAMPLES.items():
        twice, once = make(caption(), kept), make(replace(caption(), once=True), kept)
        narrow, (alone,) = drawings(twice)[1], drawings(once)
        title, desc, *drawn = alone
        assert [ET.tostring(node) for node in drawn] == [ET.tostring(node) for node in narrow], name
        assert alone.attrib["aria-labelledby"].split() == [title.attrib["id"], desc.attrib["id"]]
        assert "display" not in alone.attrib
        assert (once.width, str(once.height)) == (NARROW.width, alone.attrib["height"])
        assert make(replace(caption(), once=True), kept).svg == once.svg


def test_levels_are_drawn_once_only_where_every_count_has_room() -> None:
    def draw(*counts: int) -> Chart:
        once = replace(caption(), once=True)
        return charts.levels(bands(*counts), bands(25, 25, 25, 25), LEVELS, once, proficient=2)

    def counts(svg: ET.Element) -> list[str]:
        return [text for text in svg.itertext() if text.isdecimal()]

    (alone,) = drawings(draw(40, 30, 25, 5))
    assert counts(alone)[:4] == ["40", "30", "25", "5"]
    # Two of a hundred are 13 pixels wide, or 6.
    wide_one, narrow = drawings(draw(40, 30, 28, 2))
    assert counts(wide_one)[:4] == ["40", "30", "28", "2"]
    assert counts(narrow)[:4] == ["40", "30", "28", "25"]
    # Where neither has room, the second drawing would say no more.
    assert len(drawings(draw(140, 130, 125, 1))) == 1


def test_wide_and_narrow_say_the_same() -> None:
    for name in ("dumbbell", "people", "cohort", "scores", "percents"):
        one, other = (
            set(re.findall(r"\d+", " ".join(svg.itertext())))
            for svg in drawings(SAMPLES[name](caption(), None))
        )
        assert one - {"25", "75"} == other - {"25", "75"}, name


@pytest.mark.parametrize("uid", ["", "1a", "a b", 'a"', "a<", "a.b", "é"])
def test_ids_that_could_break_out_are_refused(uid: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        Caption("t", "d", uid)


@given(text=st.text(min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_stays_text(text: str) -> None:
    text = "".join(c for c in text if c.isprintable())
    made = [
        charts.dumbbell([Row(text, text, of(3, 9), None, change=text)], WORDS, Caption(text, text, "x")),
        charts.levels(bands(1, 2), (), replace(LEVELS, names=(text, text)), Caption("t", "d", "y")),
        charts.people(Table(1, 1, 1, 1), replace(PEOPLE, kept="<uid>"), Caption("t", "d", "z")),
    ]
    for chart in made:
        tags = {node.tag for node in ET.fromstring(chart.svg).iter()}
        assert tags <= {"div", "svg", "title", "desc", "g", "path", "circle", "text", "tspan", "pattern"}
    assert wide(made[0])[0].text == text or not text
    assert "&lt;uid&gt;" in made[2].svg


# Before and after


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_marks_stand_at_their_share(layout: Layout) -> None:
    svg = drawings(charts.dumbbell(ROWS[:1], WORDS, caption()))[LAYOUTS.index(layout)]
    at = percent_scale(svg)
    ring = marks(svg, "circle", stroke=var("before"))[-1]
    dot = marks(svg, "circle", fill=var("after"))[-1]
    assert float(ring["cx"]) == pytest.approx(at(100 * 9 / 28), abs=0.06)
    assert float(dot["cx"]) == pytest.approx(at(100 * 22 / 28), abs=0.06)
    assert ring["cy"] == dot["cy"]
    assert len(stems(svg)) == 1
    assert {"9", "22"} <= set(texts(svg))


def test_a_drop_is_a_labelled_triangle_of_the_same_weight() -> None:
    up = wide(charts.dumbbell([ROWS[0]], WORDS, caption()))
    down = wide(charts.dumbbell([ROWS[1]], WORDS, caption()))
    assert len(marks(down, "path", fill=var("down"))) == 2  # the key's and the row's
    assert not marks(down, "circle", fill=var("after"))
    assert {"20", "14", "after, lower than before"} <= set(texts(down))
    left, right = (float(texts(down)[count].attrib["x"]) for count in ("14", "20"))
    assert left < float(marks(down, "circle", stroke=var("before"))[-1]["cx"]) < right
    assert stems(up)[0]["opacity"] == stems(down)[0]["opacity"]
    assert "after, lower than before" not in texts(up)


def test_no_change_shows_both_marks() -> None:
    svg = wide(charts.dumbbell([ROWS[2]], WORDS, caption()))
    ring = marks(svg, "circle", stroke=var("before"))[-1]
    dot = marks(svg, "circle", fill=var("after"))[-1]
    assert ring["cx"] == dot["cx"]
    assert float(dot["r"]) + 1.3 < float(ring["r"])
    assert [t for t in ("".join(n.itertext()) for n in svg.iter("text")) if t == "7"] == ["7", "7"]
    assert not stems(svg)


def test_a_coded_figure_is_a_bar_from_bound_to_bound() -> None:
    svg = wide(charts.dumbbell([ROWS[3]], WORDS, caption()))
    at = percent_scale(svg)
    (bar,) = marks(svg, "path", stroke=var("before"), stroke_width="9")
    start, end = re.findall(r"[MH]([\d.]+)", bar["d"])
    assert (float(start), float(end)) == pytest.approx((at(0), at(7)), abs=0.06)
    assert not marks(svg, "circle", stroke=var("before"))[1:]  # the key's ring is the only one
    assert "fewer than 3" in texts(svg)


def test_a_chart_knows_no_more_than_the_figure() -> None:
    from coaching_cycles.privacy.policy import K12_10, K12_10_BANDED

    few = {
        charts.dumbbell([Row("a", "b", K12_10.share(x, 28), None)], WORDS, caption()).svg for x in range(3)
    }
    most = {
        charts.strip([Row("a", "b", None, K12_10.share(x, 28))], WORDS, caption()).svg for x in (26, 27, 28)
    }
    banded = {
        charts.dumbbell([Row("a", "b", K12_10_BANDED.share(x, n), None)], WORDS, caption()).svg
        for x, n in ((12, 28), (13, 28), (10, 24))
    }
    assert [len(few), len(most), len(banded)] == [1, 1, 1]
    shown = {
        charts.dumbbell([Row("a", "b", K12_10.share(x, 28), None)], WORDS, caption()).svg for x in (3, 4)
    }
    assert len(shown) == 2  # the instrument could tell


def test_ranges_that_overlap_are_both_seen() -> None:
    other = replace(BAND, percent=(Decimal(45), Decimal(54)))
    svg = wide(charts.dumbbell([Row("a", "b", BAND, other)], WORDS, caption()))
    heights = {
        re.search(r"M[\d.]+ ([\d.]+)", own["d"])[1]  # type: ignore[index]
        for paint in ("before", "after")
        for own in marks(svg, "path", stroke=var(paint), stroke_width="9")
    }
    assert len(heights) == 2
    assert not stems(svg)


def test_intervals_are_wilsons_and_only_for_fractions() -> None:
    svg = wide(charts.strip([ROWS[0]], WORDS, caption()))
    at = percent_scale(svg)
    bounds = wilson(9, 28)
    (whisker,) = marks(svg, "path", stroke=var("before"), stroke_width="1.3")
    start, end = re.match(r"M([\d.]+) [\d.]+H([\d.]+)", whisker["d"]).groups()  # type: ignore[union-attr]
    assert float(start) == pytest.approx(at(100 * bounds.low), abs=0.06)
    assert float(end) == pytest.approx(at(100 * bounds.high), abs=0.06)
    coded = wide(charts.strip([Row("a", "b", FEW, BAND)], WORDS, caption()))
    assert not marks(coded, "path", stroke_width="1.3")
    assert "95% interval" not in texts(coded)


def test_what_may_not_be_compared_is_not_joined() -> None:
    row = replace(ROWS[1], joined=False)
    svg = wide(charts.dumbbell([row], WORDS, caption()))
    assert not stems(svg)
    assert not marks(svg, "path", fill=var("down"))


def test_a_row_without_a_number_is_dotted() -> None:
    svg = wide(charts.dumbbell([ROWS[4]], WORDS, caption()))
    assert len(marks(svg, "path", stroke_dasharray="1.5 5")) == 1
    assert not list(svg.iter("circle"))
    assert any("not measured" in text for text in texts(svg))


def test_students_stand_with_a_number_that_differs() -> None:
    svg = wide(charts.dumbbell([Row("a", "b", of(9, 28), of(20, 24))], WORDS, caption()))
    assert {"9/28", "20/24"} <= set(texts(svg))


def test_rows_keep_their_order() -> None:
    rows = [replace(ROWS[0], label=f"Target {i}") for i in (3, 1, 2)]
    found = re.findall(r"Target \d", " ".join(wide(charts.strip(rows, WORDS, caption())).itertext()))
    assert found == ["Target 3", "Target 1", "Target 2"]


def test_stock_renderer_draws_the_same_marks() -> None:
    from matplotlib.backends.backend_svg import RendererSVG

    from coaching_cycles.charts.renderer import CANVAS

    chart = charts.dumbbell(ROWS, WORDS, caption())
    out = StringIO()
    stock = RendererSVG(WIDE.width, CANVAS, out, metadata={"Date": None})  # type: ignore[no-untyped-call]
    pairs._draw(ROWS, WORDS, intervals=False, runs=[len(ROWS)], layout=WIDE).draw(stock)
    stock.finalize()  # type: ignore[no-untyped-call]
    used = re.findall(r'<use xlink:href="#m\w+" x="([\d.]+)" y="([\d.]+)"', out.getvalue())
    ours = [(look["cx"], look["cy"]) for _, look in styled(wide(chart)) if "cx" in look]
    assert len(used) == len(ours) > 5
    for (x, y), (cx, cy) in zip(used, ours, strict=True):
        assert (float(x), float(y)) == pytest.approx((float(cx), float(cy)), abs=0.06)


# Levels, moves, people


def boxes(svg: ET.Element, paint: str) -> list[tuple[float, float, float, float]]:
    found = []
    for look in marks(svg, "path", fill=var(paint)):
        for x0, y0, x1, y1 in re.findall(r"M([\d.]+) ([\d.]+)H([\d.]+)V([\d.]+)H[\d.]+z", look["d"]):
            found.append((float(x0), float(y0), float(x1), float(y1)))
    return found


def test_segments_are_as_long_as_their_counts() -> None:
    svg = wide(SAMPLES["levels"](caption(), None))
    for paint, before, after in (("l1", 11, 2), ("l2", 12, 7), ("l3", 4, 14), ("l4", 1, 4)):
        first, second, swatch = boxes(svg, paint)
        assert first[2] - first[0] == pytest.approx(before / 28 * 640, abs=2.1)
        assert second[2] - second[0] == pytest.approx(after / 27 * 640, abs=2.1)
        assert swatch[2] - swatch[0] == 14
    assert {"11", "12", "4", "1", "2", "7", "14", *LEVELS.names} <= set(texts(svg))


def test_a_level_of_nobody_has_no_segment() -> None:
    svg = wide(charts.levels(bands(0, 7, 14, 4), (), LEVELS, caption(), proficient=2))
    assert len(boxes(svg, "l1")) == 1  # the key's
    assert "0" not in texts(svg)
    assert "Beginning" in texts(svg)


def test_merged_levels_are_one_segment_with_both_names() -> None:
    svg = wide(SAMPLES["merged"](caption(), None))
    assert "Proficient or Advanced" in texts(svg)
    before = [b for paint in INKS for b in boxes(svg, paint) if b[3] - b[1] > 20 and b[1] < 60]
    assert len(before) == 3
    assert texts(svg)["Proficient or Advanced"] is not None
    three = charts.levels((Band(0, 2, exactly(20)), *bands(0, 0, 0, 8)[3:]), (), LEVELS, caption())
    assert "Beginning to Proficient" in three.svg


def test_the_notch_stands_at_the_cut() -> None:
    svg = wide(SAMPLES["levels"](caption(), None))
    (notches,) = [own for own in marks(svg, "path", stroke=var("ink")) if own["stroke-width"] == "2"][:1]
    assert float(re.match(r"M([\d.]+)", notches["d"])[1]) == pytest.approx(23 / 28 * 640, abs=0.1)  # type: ignore[index]
    across = charts.levels((Band(0, 3, exactly(28)),), (), LEVELS, caption(), proficient=2)
    assert not marks(wide(across), "path", stroke_width="2")


@pytest.mark.parametrize("levels", range(2, 9))
def test_each_side_of_the_cut_has_its_own_paints(levels: int) -> None:
    for cut in range(1, levels):
        paints = [level_paint(i, i, levels, cut) for i in range(levels)]
        assert all(p in {"l1", "low-1", "low-2", "low-3", "l2"} for p in paints[:cut])
        assert all(p in {"l3", "high-1", "high-2", "high-3", "l4"} for p in paints[cut:])
        if cut <= 5 and levels - cut <= 5:
            assert len(set(paints)) == levels
        assert level_paint(0, levels - 1, levels, cut) == "mixed"
    assert [level_paint(i, i, 4, 2) for i in range(4)] == ["l1", "l2", "l3", "l4"]


def test_paints_are_told_apart_by_the_renderer() -> None:
    assert len(set(PAINTS.values())) == len(PAINTS)
    assert set(INKS) <= set(PAINTS)


def test_the_diagonal_is_outlined_and_directions_are_named() -> None:
    svg = wide(SAMPLES["moved"](caption(), None))
    (outline,) = marks(svg, "path", fill="none", stroke=var("edge"))
    starts = re.findall(r"M([\d.]+) ([\d.]+)", outline["d"])
    assert len(starts) == 4
    for (x0, y0), (x1, y1) in pairwise(starts):
        assert float(x1) > float(x0)
        assert float(y1) > float(y0)
    words = texts(svg)
    assert float(words["16 moved up"].attrib["y"]) < float(starts[0][1])
    assert float(words["1 moved down"].attrib["y"]) > float(starts[-1][1])
    assert "11 stayed" in words
    assert not re.search(r"--cc-(down|after|l\d)", SAMPLES["moved"](caption(), None).svg)


def dots(look: Mapping[str, str]) -> list[tuple[float, float]]:
    """The dots of a dotted line: one at its start and one after each gap that fits into it."""
    dash, gap = map(float, look["stroke-dasharray"].split())
    assert dash == 0
    rows = re.findall(r"M([\d.]+) ([\d.]+)h([\d.]+)", look["d"])
    return [
        (float(x) + gap * at, float(y)) for x, y, long in rows for at in range(int(float(long) // gap) + 1)
    ]


def test_every_student_has_a_mark() -> None:
    svg = wide(charts.people(Table(8, 3, 13, 4), PEOPLE, caption()))
    rows = {
        (own["stroke"], own["stroke-width"]): dots(own) for own in marks(svg, "path", stroke_linecap="round")
    }
    # Discs of those who have it and rings of the others, all of them hollow but for who gained, then the
    # middles of those who had it already; and the same once more for their names.
    assert [len(row) for row in rows.values()] == [21, 4, 12, 8, 2, 1, 2, 1]
    places = {f"{x:g} {y:g}" for (_, width), row in rows.items() for x, y in row if width == "19"}
    slots = {f"{round(10 + 24.5 * column, 1):g} {y}" for column in range(14) for y in ("10.5", "35")}
    triangle = re.findall(r"M([\d.]+) ", marks(svg, "path", fill=var("down"))[0]["d"])
    assert len(places) == 25
    assert places < slots
    assert {s.split()[0] for s in slots - places} == {f"{float(x) + 9.5:g}" for x in triangle}
    triangles = [own["d"].count("z") for own in marks(svg, "path", fill=var("down"))]
    assert triangles == [3, 1]
    assert {"8 had it already", "13 gained", "3 slipped back", "4 not yet"} <= set(texts(svg))


def test_many_students_are_a_bar() -> None:
    most = wide(charts.people(Table(120, 0, 0, 0), PEOPLE, caption()))
    assert max(len(dots(own)) for own in marks(most, "path", stroke_linecap="round")) == 120
    svg = wide(charts.people(Table(90, 5, 30, 25), PEOPLE, caption()))
    assert max(len(dots(own)) for own in marks(svg, "path", stroke_linecap="round")) == 2  # beside the names
    (gained,) = [own["d"] for own in marks(svg, "path", fill=var("after"))]
    assert float(re.search(r"h([\d.]+)", gained)[1]) == pytest.approx(30 / 150 * 640, abs=2.1)  # type: ignore[index]


# Over time


def run_line(points: tuple[Point, ...]) -> str:
    svg = wide(charts.run_chart(points, WORDS, caption()))
    return "".join(own["d"] for own in marks(svg, "path", stroke=var("after"), stroke_width="2.5"))


def test_days_and_shares_are_to_scale() -> None:
    svg = wide(SAMPLES["run"](caption(), None))
    ring = marks(svg, "circle", stroke=var("before"))[0]
    dots = marks(svg, "circle", fill=var("after"))
    after = next(d for d in dots if d["r"] == "7")
    check = next(d for d in dots if d["r"] == "5")
    first, second, third = (float(m["cx"]) for m in (ring, check, after))
    assert (second - first) / (third - first) == pytest.approx(13 / 55, abs=0.001)
    top, bottom = (float(texts(svg)[label].attrib["y"]) for label in ("100%", "0%"))
    share = (bottom - 4.5 - float(after["cy"])) / (bottom - top)
    assert share == pytest.approx(20 / 27, abs=0.001)
    (aim,) = marks(svg, "path", stroke_dasharray="6 4")
    height = float(re.match(r"M[\d.]+ ([\d.]+)", aim["d"])[1])  # type: ignore[index]
    assert (bottom - 4.5 - height) / (bottom - top) == pytest.approx(0.8, abs=0.001)
    assert {"Aim: 80%", "9/28", "14/27", "20/27", "19/26"} <= set(texts(svg))
    assert any(
        own["fill"] == var("paper") for own in marks(svg, "circle", stroke=var("after"))
    )  # the follow-up


CLASS = tuple(replace(point, figure=of(n, 28)) for point, n in zip(POINTS, (9, 14, 20, 19), strict=True))


def test_no_line_goes_to_or_across_a_different_form() -> None:
    assert run_line(CLASS).count("M") == 3
    for i, joins in ((0, 2), (1, 1), (2, 1), (3, 2)):
        changed = (*CLASS[:i], replace(CLASS[i], form="different"), *CLASS[i + 1 :])
        assert run_line(changed).count("M") == joins, i


def test_no_line_goes_across_what_may_not_be_shown() -> None:
    assert run_line((*CLASS[:1], replace(CLASS[1], figure=None), *CLASS[2:])).count("M") == 1
    assert run_line((*CLASS[:1], replace(CLASS[1], figure=FEW), *CLASS[2:])).count("M") == 1


def test_no_line_joins_other_students() -> None:
    """28, 27, 27 and 26 students: only the two readings of 27 can be of the same ones."""
    assert run_line(POINTS).count("M") == 1
    scored = [
        replace(p, figure=points_scored("40", n)) for p, n in zip(POINTS, (28, 27, 27, 26), strict=True)
    ]
    assert run_line(tuple(scored)).count("M") == 1
    apart = wide(charts.run_chart(CLASS, WORDS, caption(), joined=False))
    assert not marks(apart, "path", stroke=var("after"), stroke_width="2.5")


def test_readings_are_put_in_order() -> None:
    assert run_line(CLASS[::-1]) == run_line(CLASS)


def test_scores_over_time_have_no_percent() -> None:
    points = tuple(
        replace(p, figure=points_scored(mean))
        for p, mean in zip(POINTS, ("40", "50.5", "61", "60"), strict=True)
    )
    chart = charts.run_chart(points, WORDS, caption(), aim=charts.Aim(80, "Aim: 80%"))
    assert "%" not in re.sub(r"<desc.*?</desc>", "", chart.svg)
    assert {"50.5", "100", "50", "0"} <= set(texts(wide(chart)))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-10-02", date(2025, 10, 2)),
        ("2025-10", date(2025, 10, 16)),
        ("2024-02", date(2024, 2, 15)),
        ("2025", None),
        ("2025-13", None),
        ("2025-02-30", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_have_a_day_to_stand_on(written: str | None, day: date | None) -> None:
    assert charts.place_day(written) == day


def test_cycles_of_a_year_are_to_scale_and_told_apart_without_colour() -> None:
    svg = wide(SAMPLES["year"](caption(), None))
    bars = marks(svg, "path", stroke=var("after"), stroke_width="11")
    full = re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", bars[0]["d"])
    whole = (date(2026, 7, 1) - date(2025, 8, 1)).days
    start, end = full[0]
    assert (float(end) - float(start)) / (640 - 1 - 233) == pytest.approx(30 / whole, abs=0.001)
    assert len(full) == 2  # complete and stopped
    assert (
        len(marks(svg, "path", stroke=var("ink"), stroke_width="2.4")) == 1
    )  # the upright of the stopped one
    assert marks(svg, "path", stroke=var("paper"), stroke_width="7")  # under way is hollow
    (dashed,) = marks(svg, "path", stroke_dasharray="4 4")
    assert dashed["d"].count("M") == 2  # what is planned, and what is still to come of the one under way
    assert [m for m in MONTHS if m in texts(svg)] == [m for m in MONTHS if m != "Jul"]


# One measure


def test_cohorts_are_never_joined() -> None:
    svg = wide(SAMPLES["cohort"](caption(), None))
    assert not stems(svg)
    assert {"7/24", "13/22", "Then: 24 students", "Now: 22 students"} <= set(texts(svg))
    assert len([n for n in svg.iter("text") if n.text == "100%"]) == 2


def test_number_of_a_cohort_stands_before_its_mark_where_it_would_go_beyond() -> None:
    few = Share(Figure(0, 2), exactly(22), (Decimal(0), Decimal(9)))
    most = Share(Figure(33, 35), exactly(35), (Decimal(94), Decimal(100)))
    said = ("fewer than 3 of 22", "all but at most 2 of 35")
    drawn = charts.cohort(Panel("Then", few, said[0]), Panel("Now", most, said[1]), WORDS, caption())
    for svg in drawings(drawn):
        size = float(svg.attrib["font-size"])
        places = {node.text: look for node, look in styled(svg) if node.tag == "text"}
        assert places[said[0]].get("text-anchor", "start") == "start"
        assert places[said[1]]["text-anchor"] == "end"
        for text, way in zip(said, (1, -1), strict=True):
            end = float(places[text]["x"]) + way * measure(text, float(places[text].get("font-size", size)))
            assert 0 <= end <= float(svg.attrib["width"])


def test_scores_stand_on_their_own_scale() -> None:
    svg = wide(SAMPLES["scores"](caption(), None))
    zero, end = (float(texts(svg)[label].attrib["x"]) for label in ("0", "100"))
    dot = marks(svg, "circle", fill=var("after"))[-1]
    assert (float(dot["cx"]) - zero) / (end - zero) == pytest.approx(0.832, abs=0.001)
    assert {"54.46", "83.2"} <= set(texts(svg))
    assert not any("%" in text for text in texts(svg))
    unknown = charts.scores(Scores(exactly(9), Decimal(431), None, None), None, WORDS, caption())
    assert {"0", "250", "500"} <= set(texts(wide(unknown)))


def test_percents_of_nobody_knows_how_many_are_hatched() -> None:
    svg = wide(SAMPLES["percents"](caption(), None))
    assert len(list(svg.iter("pattern"))) == 2
    assert {"28%", "95–100%", "number of students not reported"} <= set(texts(svg))
    assert not list(svg.iter("circle"))


# Whatever comes


SHARES = st.one_of(
    st.none(),
    st.integers(1, 400).flatmap(lambda n: st.integers(0, n).map(lambda x: of(x, n))),
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(
        lambda p: Share(None, None, (Decimal(min(p)), Decimal(max(p))))
    ),
)
LABELS = st.text(alphabet=st.sampled_from("ab W한é<&\"'\u0301 "), max_size=80)


def check(chart: Chart) -> None:
    for svg in drawings(chart):
        width, height = float(svg.attrib["width"]), float(svg.attrib["height"])
        assert height > 0
        for node, look in styled(svg):
            if node.tag == "circle":
                assert -1 <= float(look["cx"]) <= width + 1
                assert 0 <= float(look["cy"]) <= height
            assert "nan" not in look.get("d", "")


@given(
    st.lists(st.builds(Row, LABELS, LABELS, SHARES, SHARES, joined=st.booleans(), change=LABELS), max_size=16)
)
@settings(max_examples=60, deadline=None)
def test_any_rows_can_be_drawn(rows: list[Row]) -> None:
    check(charts.dumbbell(rows, WORDS, caption()))
    check(charts.strip(rows, WORDS, caption()))


@given(
    st.lists(
        st.builds(
            Point,
            st.dates(date(2020, 1, 1), date(2030, 1, 1)),
            LABELS,
            st.sampled_from(["before", "check", "after", "follow_up"]),
            SHARES,
            st.sampled_from(["same", "parallel", "different"]),
            LABELS,
        ),
        min_size=1,
        max_size=9,
    ),
    st.one_of(st.none(), st.builds(charts.Aim, st.floats(0, 100), LABELS)),
)
@settings(max_examples=60, deadline=None)
def test_any_readings_can_be_drawn(points: list[Point], aim: charts.Aim | None) -> None:
    check(charts.run_chart(points, WORDS, caption(), aim=aim))


@given(st.lists(st.integers(0, 40), min_size=2, max_size=8).flatmap(
    lambda c: st.tuples(st.just(c), st.permutations(c), st.one_of(st.none(), st.integers(0, len(c) - 1)))
))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_levels_can_be_drawn(given_levels: tuple[list[int], list[int], int | None]) -> None:
    before, after, cut = given_levels
    words = replace(LEVELS, names=tuple(f"Level number {i}" for i in range(len(before))))
    check(charts.levels(bands(*before), bands(*after), words, caption(), proficient=cut))
    grid = [[a * b for b in after] for a in before]
    check(charts.moved(grid, replace(MOVED, names=words.names), caption()))


DAYS = st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2027, 1, 1)))


@given(st.lists(st.builds(
    TimelineRow, LABELS, st.sampled_from(["planned", "active", "complete", "stopped"]), LABELS,
    DAYS, DAYS, DAYS,
    st.lists(st.dates(date(2025, 1, 1), date(2027, 1, 1)), max_size=3).map(tuple),
), max_size=6), st.integers(0, 14))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_year_can_be_drawn(rows: list[TimelineRow], months: int) -> None:
    end = date(2025 + (7 + months) // 12, (7 + months) % 12 + 1, 1)
    check(charts.year_timeline(rows, date(2025, 8, 1), end, MONTHS, caption(), checks="c"))


@given(st.tuples(*[st.integers(0, 60)] * 4))
@settings(max_examples=60, deadline=None)
def test_any_students_can_be_drawn(groups: tuple[int, int, int, int]) -> None:
    check(charts.people(Table(*groups), PEOPLE, caption()))


@given(SHARES, SHARES)
@settings(max_examples=40, deadline=None)
def test_any_two_readings_can_be_drawn(before: Share | None, after: Share | None) -> None:
    check(charts.percents(before, after, WORDS, "a note", caption()))
    if before is not None and after is not None:
        check(charts.cohort(Panel("then", before), Panel("now", after), WORDS, caption()))


def axes_of(svg: ET.Element) -> list[ET.Element]:
    return [node for node in svg.iter("text") if "".join(node.itertext()) == "50%"]


def test_two_marks_for_proficient_never_share_an_axis() -> None:
    """Rows of one scale stand on one axis, rows of another below it on their own; unnamed ones each alone."""
    for scales, axes in ((("a", "a", "b"), 2), (("a", "b", "a"), 3), (("", "", "a", "a"), 3), (("a",), 1)):
        rows = [replace(ROWS[0], label=f"Row {i}", scale=scale) for i, scale in enumerate(scales)]
        for svg in drawings(charts.strip(rows, WORDS, caption())):
            assert len(axes_of(svg)) == axes
    many = wide(charts.dumbbell([replace(ROWS[0], scale=scale) for scale in "ab"], WORDS, caption()))
    assert len(axes_of(many)) == 1
