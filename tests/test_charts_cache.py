"""Drawings are kept and found again: same bytes, no matplotlib, and nothing from a damaged file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from coaching_cycles import charts
from coaching_cycles.charts import Cache, Caption, chart
from coaching_cycles.charts.cache import digest, spell_out
from coaching_cycles.measuring.figures import exactly
from tests.test_charts_kinds import ROWS, SAMPLES, WORDS, caption

DRAW_ALL = """
import sys
from hashlib import sha256
from pathlib import Path
from coaching_cycles.charts import Cache
from tests.test_charts_kinds import SAMPLES, caption
cache = Cache(Path(sys.argv[1])) if sys.argv[1] else None
page = "".join(make(caption(f"c{i}"), cache).svg for i, make in enumerate(SAMPLES.values()))
if cache:
    cache.save()
print(sha256(page.encode()).hexdigest(), "matplotlib" in sys.modules)
"""


def draw_all(root: Path, folder: Path | str, seed: int) -> tuple[str, bool]:
    env = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": f"{root / 'plugins'}{os.pathsep}{root}"}
    done = subprocess.run(
        [sys.executable, "-c", DRAW_ALL, str(folder)],
        capture_output=True, text=True, cwd=root, env=env, check=True,
    )  # fmt: skip
    found, loaded = done.stdout.split()
    return found, loaded == "True"


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "charts")


def entries(cache: Cache) -> list[Path]:
    return sorted(file for file in cache.folder.rglob("*") if file.is_file())


def drawn(cache: Cache) -> int:
    return len(cache._packs._new)


def test_same_bytes_in_every_process_and_no_matplotlib_when_all_are_kept(root: Path, tmp_path: Path) -> None:
    fresh, loaded = draw_all(root, "", 1)
    assert loaded
    assert draw_all(root, tmp_path / "charts", 2) == (fresh, True)
    assert draw_all(root, tmp_path / "charts", 3) == (fresh, False)


def test_charts_that_differ_by_name_only_are_drawn_once(cache: Cache) -> None:
    one = SAMPLES["percents"](Caption("One", "First.", "a"), cache)
    other = SAMPLES["percents"](Caption("Other <b>", "Second.", "b"), cache)
    assert drawn(cache) == 1
    assert (one.title, other.title) == ("One", "Other <b>")
    assert 'id="a-w0"' in one.svg
    assert 'id="b-w0"' in other.svg
    assert "a-w0" not in other.svg
    assert "Other &lt;b&gt;" in other.svg
    assert other.svg == SAMPLES["percents"](Caption("Other <b>", "Second.", "b"), None).svg


def test_any_other_input_is_another_drawing(cache: Cache) -> None:
    variants = [
        charts.dumbbell(ROWS, WORDS, caption(), cache=cache),
        charts.dumbbell(ROWS, WORDS, caption(), intervals=True, cache=cache),
        charts.dumbbell(ROWS[:2], WORDS, caption(), cache=cache),
        charts.dumbbell(ROWS, replace(WORDS, after="now"), caption(), cache=cache),
        charts.dumbbell([replace(ROWS[0], joined=False), *ROWS[1:]], WORDS, caption(), cache=cache),
        charts.dumbbell([replace(ROWS[0], before=ROWS[0].after), *ROWS[1:]], WORDS, caption(), cache=cache),
    ]
    assert drawn(cache) == len({v.svg for v in variants}) == len(variants)


def test_code_of_the_charts_is_part_of_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest("kind", ())
    monkeypatch.setattr("coaching_cycles.charts.cache.code_digest", lambda *_: "another edition")
    assert digest("kind", ()) != before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((1, 2), (12,)),
        (("a", "b"), ("a', 'b",)),
        ((1,), ("1",)),
        ((True,), ("True",)),
        ((None,), ("None",)),
        ((Decimal(1),), (1,)),
        ((date(2025, 1, 2),), ("2025-01-02",)),
        (((1,), 2), (1, (2,))),
        ((exactly(1),), ((1, 1),)),
        (({"a": 1},), ({"a": 2},)),
    ],
)
def test_values_are_never_mistaken(one: object, other: object) -> None:
    assert spell_out(one) != spell_out(other)
    assert spell_out(one) == spell_out(one)


def test_order_of_a_mapping_says_nothing_and_objects_are_refused() -> None:
    assert spell_out({"a": 1, "b": 2}) == spell_out({"b": 2, "a": 1})
    with pytest.raises(TypeError, match="plain values"):
        spell_out(object())


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:0],
        lambda data: data[:-10],
        lambda data: data.replace(b"<circle", b"<square", 1),
        lambda data: data[:10] + b"x" + data[11:],
        lambda data: b"\xff" * len(data),
    ],
)
def test_damaged_pack_is_drawn_again(cache: Cache, damage: object) -> None:
    fresh = SAMPLES["dumbbell"](caption(), cache).svg
    cache.save()
    (file,) = entries(cache)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))  # type: ignore[operator]
    again = Cache(cache.folder)
    assert SAMPLES["dumbbell"](caption(), again).svg == fresh
    again.save()
    assert file.read_bytes() == whole


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<circle r='1' onclick='x()'/>",
        '<circle r="1" onclick="x()"/>',
        '<path d="M0 0" style="x"/>',
        '<path fill="url(https://example.org/a)"/>',
        '<path fill="url(//example.org/a)"/>',
        '<image width="1"/>',
        '<g a="1"/>',
        "</svg><b>",
        "<!-- -->",
        "<",
        '<path d="M0 0"',
    ],
)
def test_markup_that_is_not_ours_never_gets_into_a_page(
    cache: Cache, markup: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = SAMPLES["dumbbell"](caption(), None).svg
    drawings = json.dumps([[10, markup], [10, "<g></g>"]])
    monkeypatch.setattr(cache, "get", lambda _: drawings)
    assert SAMPLES["dumbbell"](caption(), cache).svg == fresh


@pytest.mark.parametrize(
    "body", ["{}", "[]", "[[1]]", '[["a", "b"], [1, ""]]', "[[1, null]]", "nothing", "3"]
)
def test_other_shapes_are_drawn_again(cache: Cache, body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = SAMPLES["people"](caption(), None).svg
    monkeypatch.setattr(cache, "get", lambda _: body)
    assert SAMPLES["people"](caption(), cache).svg == fresh


def test_every_sample_passes_the_gate(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = [make(caption(), cache).svg for make in SAMPLES.values()]

    def refuse(*_: object) -> None:
        raise AssertionError("drawn although it was kept")

    monkeypatch.setattr("coaching_cycles.charts.sheet.Sheet.finish", refuse)
    monkeypatch.setattr("coaching_cycles.charts.icons.Drawing.finish", refuse)
    assert [make(caption(), cache).svg for make in SAMPLES.values()] == fresh


def test_foreign_markup_is_judged_at_once() -> None:
    # A pattern that backtracks would make a file of a few kilobytes stop a build.
    for bad in (
        '<path d="' + "1 " * 50_000,
        "<g " * 30_000,
        "a" * 100_000 + "<",
        '<g id="' + "<uid>" * 20_000,
    ):
        assert chart._MARKUP.fullmatch(bad) is None


def test_what_was_used_is_kept(tmp_path: Path) -> None:
    old = Cache(tmp_path)
    for i in range(10):
        old.put(f"{i:064}", f"drawing {i}")
    old.save()
    new = Cache(tmp_path, limit=4)
    assert [new.get(f"{i:064}") for i in (7, 2)] == ["drawing 7", "drawing 2"]
    new.put(f"{11:064}", "new")
    assert new.get(f"{11:064}") == "new"
    new.save()
    left = {i for i in range(12) if Cache(tmp_path).get(f"{i:064}") is not None}
    assert len(left) == 4
    assert {2, 7, 11} <= left
    assert len(entries(new)) == 1


def test_packs_of_many_builds_become_one(tmp_path: Path) -> None:
    for i in range(30):
        cache = Cache(tmp_path)
        cache.put(f"{i:064}", f"drawing {i}")
        cache.save()
        assert len(entries(cache)) <= 8
    last = Cache(tmp_path)
    assert [last.get(f"{i:064}") for i in range(30)] == [f"drawing {i}" for i in range(30)]


def test_build_that_was_killed_leaves_nothing_for_good(tmp_path: Path) -> None:
    killed, other = Cache(tmp_path), Cache(tmp_path)
    killed.put(f"{1:064}", "one")
    other.put(f"{2:064}", "two")
    other.save()
    assert [file.suffix for file in entries(other)] == [".pack"]
    killed.save()
    assert [Cache(tmp_path).get(f"{i:064}") for i in (1, 2)] == [None, "two"]


def test_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "charts").write_text("a file, not a folder", encoding="utf-8")
    cache = Cache(tmp_path / "charts")
    assert SAMPLES["people"](caption(), cache).svg == SAMPLES["people"](caption(), None).svg
    cache.save()
    Cache(tmp_path / "nowhere").save()
    assert not (tmp_path / "nowhere").exists()


def test_no_half_written_file_is_left(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    SAMPLES["people"](caption(), cache)
    cache.save()
    assert entries(cache) == []
