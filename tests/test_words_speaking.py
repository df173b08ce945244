"""Words: keys, blanks, plural forms, numbers, dates and lists."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from coaching_cycles import words
from coaching_cycles.values import read_date
from coaching_cycles.words import Words, compile_text, language_of, words_in

EN = words_in("en")


def test_blanks_are_filled() -> None:
    assert EN("measure.share.exact", x=7, n=25, percent=EN.percent(28)) == "7 of 25 (28%)"


@pytest.mark.parametrize(("n", "said"), [(1, "1 student"), (2, "2 students"), (0, "0 students")])
def test_number_chooses_the_form(n: int, said: str) -> None:
    assert EN("measure.students", n=n, students=str(n)) == said


def test_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match=r"measure\.nothing"):
        EN("measure.nothing")


def test_blank_that_is_not_filled_is_an_error() -> None:
    with pytest.raises(KeyError, match="x"):
        EN("measure.share.count", n=25)


def test_plural_without_its_number_is_an_error() -> None:
    with pytest.raises(KeyError, match="chooses the form"):
        EN("measure.students", students="2")


def test_text_goes_in_as_it_is() -> None:
    assert EN("measure.share.count", x="<b>{n}</b>", n="{x}") == "<b>{n}</b> of {x}"


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es-MX", "es"), ("ES", "es"), ("nb-NO", "no"), ("nn", "no"), ("ko_KR", "ko"), ("fr", "en"), ("", "en")],
)
def test_tag_finds_its_catalogue(tag: str, language: str) -> None:
    assert language_of(tag) == language
    assert words_in(tag).language == language


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "en.yml", 'a: {one: "{n} child", other: "{n} children"}\nb: here')
    plant(tmp_path, "ko.yml", "b: 여기")
    use(tmp_path, monkeypatch)
    korean = Words("ko")
    assert korean("b") == "여기"
    # The English plural rule goes with the English words: Korean itself has one form only.
    assert [korean("a", n=n) for n in (1, 2)] == ["1 child", "2 children"]
    assert "b" in korean
    assert "c" not in korean


def test_areas_may_have_their_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(tmp_path, "en.yml", "a: {x: 1}")
    plant(tmp_path, "en/b.yml", "b: {no: no, on: 'yes'}")
    use(tmp_path, monkeypatch)
    assert [Words("en")(key) for key in ("a.x", "b.no", "b.on")] == ["1", "no", "yes"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: {x: 2}", "a.x is there twice"),
        ("b: [1]", "b must hold text or keys"),
        ("b: '{x!r}'", "plain name"),
        ("b: '{x.y}'", "plain name"),
        ("b: '{0}'", "plain name"),
        ("b: '{x:>9}'", "plain name"),
        ("b: c: d", "more.yml"),
    ],
)
def test_faulty_catalogue_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, fault: str
) -> None:
    plant(tmp_path, "en.yml", "a: {x: 1}")
    plant(tmp_path, "en/more.yml", text)
    use(tmp_path, monkeypatch)
    with pytest.raises(ValueError, match=fault):
        Words("en")


def test_braces_can_be_written() -> None:
    assert compile_text("{{x}} {y}") == (("{", None), ("x}", None), (" ", "y"))


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 1234567, "1,234,567"),
        ("en", 25, "25"),
        ("en", -1234, "-1,234"),
        ("en", Decimal("54.50"), "54.50"),
        ("es", Decimal("54.5"), "54,5"),
        ("no", 12345, "12\u00a0345"),
    ],
)
def test_numbers(language: str, value: int | Decimal, said: str) -> None:
    assert words_in(language).number(value) == said


def test_equal_numbers_keep_their_decimals() -> None:
    said = [EN.number(Decimal(text)) for text in ("9", "9.0", "9.00", "9")]
    assert said == ["9", "9.0", "9.00", "9"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(44, "+44"), (-16, "−16"), (0, "0"), (Decimal("-0.5"), "−0.5"), (Decimal("0.0"), "0.0")],
)
def test_signs_are_true_ones(value: int | Decimal, said: str) -> None:
    assert EN.signed(value) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["2 Oct 2012", "October 2012", "2012"]),
        ("es", ["2 oct 2012", "octubre de 2012", "2012"]),
        ("ko", ["2012년 10월 2일", "2012년 10월", "2012년"]),
        ("no", ["2. okt. 2012", "oktober 2012", "2012"]),
    ],
)
def test_partial_dates(language: str, said: list[str]) -> None:
    w = words_in(language)
    assert [w.date(text) for text in ("2012-10-02", "2012-10", "2012")] == said
    assert w.date(read_date("2012-10-02")) == said[0]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2012-10-01", "2012-10-26", "1–26 Oct 2012"),
        ("2025-11-03", "2025-12-12", "3 Nov – 12 Dec 2025"),
        ("2025-11-03", "2026-01-12", "3 Nov 2025 – 12 Jan 2026"),
        ("2012-10", "2012-11", "October – November 2012"),
        ("2012-10", "2013-01", "October 2012 – January 2013"),
        ("2012", "2013", "2012 – 2013"),
        ("2012-10-01", "2012-11", "1 Oct 2012 – November 2012"),
        ("2012-10-01", "2012-10-01", "1 Oct 2012"),
        ("2012-10-01", None, "since 1 Oct 2012"),
        (None, "2012-10", "until October 2012"),
        (None, None, ""),
    ],
)
def test_ranges_of_dates(first: str | None, last: str | None, said: str) -> None:
    assert EN.dates(first, last) == said


@pytest.mark.parametrize("text", ["", "2012-10-02-01", "2012-13", "2012-02-30", "soon"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        EN.date(text)


def test_months_stand_alone() -> None:
    assert (EN.month(10), EN.month(10, short=False)) == ("Oct", "October")


def test_lists() -> None:
    assert EN.list(["2"]) == "2"
    assert EN.list(["2", "4"]) == "2 and 4"
    assert EN.list(["Two", "Three", "Four"], "or") == "Two, Three, or Four"
    assert words_in("es").list(["2", "4"]) == "2 y 4"


def plant(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def use(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the catalogues from a folder, past the ones that are already in memory."""
    monkeypatch.setattr(words, "FOLDER", folder)
    monkeypatch.setattr(words, "_catalogue", words._catalogue.__wrapped__)
