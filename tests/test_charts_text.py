"""Words in charts: how wide they are, and where they break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.charts.text import measure, wrap

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)


def test_widths_are_those_of_the_font() -> None:
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    font = FT2Font(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf")
    font.set_size(1000, 72)
    for text in ("Students will evaluate explanations.", "18/25 · 72% – “reason”", "¿Cuántos alumnos más?"):
        own = sum(font.load_char(ord(c)).linearHoriAdvance for c in text) / 65536 / 1000
        assert measure(text, 100) == pytest.approx(100 * own, rel=0.01)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 100, ("",)),
        ("one", 100, ("one",)),
        ("one two", 100, ("one two",)),
        ("one two three four", 60, ("one two", "three four")),
        ("  one \n two ", 100, ("one two",)),
        ("one two three four five six seven eight", 45, ("one two", "three", "four fi…")),
        ("interdisciplinariedad", 40, ("interdis", "ciplinari", "edad")),
        ("글을읽고자신의생각을쓴다", 50, ("글을읽고자", "신의생각을", "쓴다")),
    ],
)
def test_wrap(text: str, width: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, 10, width) == lines


@given(TEXT, st.integers(20, 400), st.integers(1, 4))
def test_lines_fit(text: str, width: int, most: int) -> None:
    lines = wrap(text, 13, width, most)
    assert 1 <= len(lines) <= most
    assert all(measure(line, 13) <= width or len(line) <= 2 for line in lines)


@given(TEXT, st.integers(20, 400))
def test_nothing_is_lost_without_a_sign(text: str, width: int) -> None:
    lines = wrap(text, 13, width)
    whole = "".join(text.split())
    shown = "".join("".join(lines).split())
    if shown != whole:
        assert lines[-1].endswith("…")
        assert whole.startswith("".join("".join(lines[:-1]).split()))


@given(TEXT)
def test_a_letter_keeps_its_accents(text: str) -> None:
    accented = "".join(f"{c}\u0301" for c in text if c.isalpha())
    for line in wrap(accented, 13, 30, 99):
        assert not line.startswith("\u0301")
