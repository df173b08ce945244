"""What holds for all words about measures: gains and drops alike, nothing forbidden, no stray p-value."""

from __future__ import annotations

import re
from dataclasses import fields
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.measuring.figures import MeasureShown, Movement, ReadingShown, exactly
from coaching_cycles.measuring.transitions import Moves, Table
from coaching_cycles.measuring.wording import Context, MeasureWords, row_for, words_for
from coaching_cycles.privacy.policy import OPEN, POLICIES
from coaching_cycles.words import LANGUAGES, words_in
from tests.test_wording_cases import CASES, say
from tests.test_words_catalogues import NEVER

EN = words_in("en")
tables = st.builds(Table, *[st.integers(0, 40)] * 4).filter(lambda table: table.n > 0)


def matched(table: Table) -> MeasureShown:
    return MeasureShown(
        "m",
        before=ReadingShown("before", None, share=POLICIES["open"].share(table.before, table.n)),
        after=ReadingShown("after", None, share=POLICIES["open"].share(table.after, table.n)),
        matched=table,
    )


def moved(rows: tuple[tuple[int, ...], ...], cut: int = 2) -> MeasureShown:
    moves, policy = Moves(rows), POLICIES["open"]
    return MeasureShown(
        "m",
        before=ReadingShown("before", "2012-10-02", levels=policy.distribution(moves.before, cut)),
        after=ReadingShown("after", "2012-10-26", levels=policy.distribution(moves.after, cut)),
        matched=moves.cut(cut),
        moved=rows,
        movement=(
            Movement(("up",), exactly(moves.up)),
            Movement(("same",), exactly(moves.same)),
            Movement(("down",), exactly(moves.down)),
        ),
    )


def all_text(said: MeasureWords) -> list[str]:
    """Every string in the words of a measure."""

    def strings(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        if isinstance(value, tuple):
            return [text for part in value for text in strings(part)]
        if hasattr(value, "__dataclass_fields__"):
            return [text for field in fields(value) for text in strings(getattr(value, field.name))]
        return []

    return strings(said)


@given(tables)
def test_gain_and_drop_fill_the_same_fields(table: Table) -> None:
    one, two = (words_for(matched(t), EN) for t in (table, table.swapped()))
    for field in fields(MeasureWords):
        if field.name != "leaves_out":  # floor and ceiling have sentences for either reading
            assert bool(getattr(one, field.name)) == bool(getattr(two, field.name)), field.name
    assert len(one.details) == len(two.details)
    assert [label for label, _ in one.details] == [label for label, _ in two.details]


@given(tables)
def test_gain_and_drop_are_said_in_the_same_words(table: Table) -> None:
    def shape(said: MeasureWords) -> str:
        text = f"{said.headline}|{said.change}|{said.sure}"
        # Ends swap places when an interval is mirrored, so both of its forms near 0 are one shape.
        text = re.sub(r"\(.*\)", "()", text)
        return re.sub(r"[+−]?\d[\d,]*", "#", text).replace("fell", "rose").replace("down by", "up by")

    one, two = (words_for(matched(t), EN) for t in (table, table.swapped()))
    assert shape(one).replace("point|", "points|") == shape(two).replace("point|", "points|")


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_forbidden_is_said(case: dict[str, object], language: str) -> None:
    said = say({**case, "language": language})
    never = re.compile(NEVER[language], re.IGNORECASE)
    assert [text for text in all_text(said) if never.search(text)] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_numbers(case: dict[str, object], language: str) -> None:
    def numbers(said: MeasureWords) -> list[str]:
        text = re.sub(
            r"(?<=\d)[,.\u00a0](?=\d)", "", f"{said.headline} {said.change} {said.interval} {said.sure}"
        )
        return sorted(re.findall(r"\d+", text))

    english, other = say({**case, "language": "en"}), say({**case, "language": language})
    assert numbers(english) == numbers(other)
    for field in fields(MeasureWords):
        assert bool(getattr(english, field.name)) == bool(getattr(other, field.name)), field.name


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
def test_percents_are_whole_and_stand_with_their_fraction(case: dict[str, object]) -> None:
    said = say(case)
    shown = [
        said.headline,
        *said.sublines,
        said.change,
        said.sure,
        said.follow_up,
        said.row,
        *said.leaves_out,
    ]
    shown += [reading.text for reading in said.readings]
    # A percent without a number of students stands as the author typed it, in one spelling everywhere.
    typed = set(re.findall(r"\d+\.\d+(?=%)", str(case["measure"])))
    for text in shown:
        decimals = re.findall(r"(\d+[.,]\d+)\s?%", text)
        assert {number.replace(",", ".") for number in decimals} <= typed
    for reading in said.readings:
        if re.fullmatch(r"[\d.,]+\s?%", reading.text):
            assert "number of students not reported" in said.sublines


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
def test_p_values_stand_in_details_only(case: dict[str, object]) -> None:
    said = say({**case, "language": "en"})
    outside = [text for text in all_text(said) if re.search(r"\bp [=<]", text)]
    assert set(outside) <= {value for _, value in said.details}


@given(tables)
def test_p_values_are_there_from_ten_students_on(table: Table) -> None:
    values = [value for _, value in words_for(matched(table), EN).details]
    assert any(value.startswith("p ") for value in values) == (table.n >= 10)


def test_details_of_the_contract() -> None:
    said = dict(words_for(matched(Table(6, 1, 12, 6)), EN).details)
    assert said["McNemar’s test, mid-p"] == "p = 0.0018"
    assert said["McNemar’s test, exact"] == "p = 0.0034"
    assert said["95% interval of the change"] == "+18 to +62 points"
    assert said["Before, 95% interval (Wilson)"] == "14% to 48%"
    assert said["After, 95% interval (Wilson)"] == "52% to 86%"
    assert said["Method of the interval"].startswith("Newcombe’s interval for the same students")


def test_details_show_every_cut_and_the_sign_test() -> None:
    rows = ((3, 5, 2, 0), (0, 4, 6, 1), (0, 1, 3, 2), (0, 0, 0, 1))
    said = dict(words_for(moved(rows), EN).details)
    assert said["Sign test on levels, mid-p"] == "p = 0.0001"
    assert said["Sign test on levels, exact"] == "p = 0.0003"
    cuts = [value for label, value in said.items() if label.startswith("Level")]
    assert cuts == [
        "25 of 28, was 18 of 28: 7 gained, 0 slipped back, 18 had it already, 3 not yet",
        "15 of 28, was 7 of 28: 9 gained, 1 slipped back, 6 had it already, 12 not yet",
        "4 of 28, was 1 of 28: 3 gained, 0 slipped back, 1 had it already, 24 not yet",
    ]


def test_details_of_levels_without_moves_show_the_cuts_that_both_readings_have() -> None:
    policy = POLICIES["k12-10"]
    measure = MeasureShown(
        "m",
        before=ReadingShown("before", None, levels=policy.distribution((11, 12, 4, 1), 2)),
        after=ReadingShown("after", None, levels=policy.distribution((2, 7, 14, 4), 2)),
    )
    details = words_for(measure, EN).details
    assert details == (("Level 3 or above", "18 of 27, was 5 of 28"),)


def test_bounds_of_totals_stand_in_details() -> None:
    measure = matched(Table(6, 1, 12, 6))
    said = dict(words_for(MeasureShown("m", before=measure.before, after=measure.after), EN).details)
    assert said["Newly reached it"] == "from 11 to 18 students"
    assert said["Slipped back"] == "from 0 to 7 students"


def test_a_percent_as_reported_has_one_spelling_and_no_decimals() -> None:
    first, last = (OPEN.unknown_whole(Decimal(typed)) for typed in ("28.4", "72.0"))
    measure = MeasureShown(
        "m",
        before=ReadingShown("before", None, share=first),
        after=ReadingShown("after", None, share=last),
    )
    said = words_for(measure, EN)
    assert said.headline == said.row == "28% → 72%"
    assert [reading.text for reading in said.readings] == ["28%", "72%"]
    assert said.change == "+44 points", "what is left when the two numbers beside it are subtracted"
    assert dict(said.details)["Change"] == said.change
    assert said.tables[0].rows[0][-1] == "28%"
    assert [row[-1] for row in said.csv] == ["Percent", "28", "72"]


def test_alt_is_short_and_description_tells_it_all() -> None:
    rows = ((3, 5, 2, 0), (0, 4, 6, 1), (0, 1, 3, 2), (0, 0, 0, 1))
    said = words_for(moved(rows), EN, context=Context(title="Weigh a claim"))
    assert said.alt == "Weigh a claim: 16 of 28 moved up, 11 stayed, 1 moved down"
    assert said.description.startswith("Before, 2 Oct 2012: Level 1: 10 of 28; Level 2: 11 of 28; ")
    assert said.sure in said.description
    assert "Change: +29 points." in said.description


def test_tables_of_a_measure() -> None:
    rows = ((3, 5, 2, 0), (0, 4, 6, 1), (0, 1, 3, 2), (0, 0, 0, 1))
    tables_said = {
        table.kind: table for table in words_for(moved(rows), EN, context=Context(title="T")).tables
    }
    assert set(tables_said) == {"levels", "groups", "grid"}
    assert tables_said["grid"].rows[1] == ("Level 2", "0", "4", "6", "1")
    assert tables_said["levels"].caption == "Students at each level: T"
    assert ("Moved down", "1") in tables_said["groups"].rows


def test_hidden_counts_stay_words_in_the_table_and_the_file() -> None:
    policy = POLICIES["k12-10"]
    measure = MeasureShown(
        "m",
        before=ReadingShown("before", "2012-10", share=policy.share(1, 25)),
        after=ReadingShown("after", "2012-10-26", share=policy.share(24, 25)),
    )
    said = words_for(measure, EN)
    assert said.table is not None
    assert said.table.rows == (
        ("Before", "October 2012", "25", "fewer than 3"),
        ("After", "26 Oct 2012", "25", "all but at most 2"),
    )
    assert said.csv[1] == ("Before", "2012-10", "25", "fewer than 3")


def test_words_only_measure_says_nothing_but_its_words() -> None:
    measure = MeasureShown("m", before=ReadingShown("before", "2012-10-02", note="Most named events."))
    said = words_for(measure, EN)
    assert [reading.note for reading in said.readings] == ["Most named events."]
    kept = {field.name for field in fields(MeasureWords) if getattr(said, field.name)}
    assert kept == {"readings"}


def test_hidden_zero_is_said_like_any_hidden_count() -> None:
    """Whether nobody, one or two left must not be told apart by the sentence."""
    base = matched(Table(6, 1, 12, 6))
    said = {
        some: words_for(
            MeasureShown(
                "m",
                before=base.before,
                after=base.after,
                left=POLICIES["k12-10"].count(0, 25),
                left_some=some,
                joined=POLICIES["k12-10"].count(0, 25),
                joined_some=some,
            ),
            EN,
        )
        for some in (False, True)
    }
    assert said[False] == said[True]
    assert "Fewer than 3 students left before the end." in said[True].leaves_out


def test_checks_near_the_target_are_counted_by_the_share_not_by_the_rounded_percent() -> None:
    policy = POLICIES["open"]
    checks = tuple(ReadingShown("check", None, share=policy.share(x, 28)) for x in (20, 20, 19))
    for aim, count in (("71.4", 2), ("71.5", 0), ("67", 3)):
        said = words_for(MeasureShown("m", checks=checks, aim=Decimal(aim)), EN).checks
        assert said == f"{count} of the last 3 checks at or above target"


def test_checks_that_a_policy_hides_are_counted_only_when_sure() -> None:
    policy = POLICIES["k12-10-banded"]
    checks = tuple(ReadingShown("check", None, share=policy.share(x, 28)) for x in (9, 20, 26))
    said = words_for(MeasureShown("m", checks=checks, aim=Decimal(75)), EN).checks
    assert said == "at least 1 of the last 3 checks at or above target"


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]).replace(" ", "-"))
def test_row_alone_is_the_row(case: dict[str, object]) -> None:
    from tests.test_wording_cases import measure

    shown = measure(case["measure"], POLICIES[str(case.get("policy", "open"))])  # type: ignore[arg-type]
    assert row_for(shown, EN) == words_for(shown, EN).row
