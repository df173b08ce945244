"""Which column of a file holds what: recognised, guessed, asked for, or read from a saved map."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from coaching_cycles.importing.exports import simplify
from coaching_cycles.schema.kinds import Part, Several, Text, field
from coaching_cycles.values import read_number

Kind = Literal["level", "score", "auto", "students", "proficient", "enrolled", "share", "at"]
"""What a column of results holds: for rows of students a level or a score (auto: whichever it looks like);
for rows of counts how many students, how many of them proficient, how many enrolled, “7 of 25”, or how many
at a level."""

When = Literal["before", "check", "after", "follow_up"]


def _points(value: object) -> object:
    """A number of points: read from a heading, or typed in a map."""
    return read_number(value) if isinstance(value, str) else value


Points = Annotated[Decimal, BeforeValidator(_points), WithJsonSchema({"type": "number"})]


def _one_or_more(value: object) -> object:
    """A single name stands for a list of one; a list in the list is taken together."""
    items = [value] if isinstance(value, str) else value
    return [[item] if isinstance(item, str) else item for item in items] if isinstance(items, list) else items


class Result(Part):
    """A column of results."""

    column: Text = Field(..., description="The heading.")
    kind: Kind = Field(
        "auto", description="level, score or auto; for counts: students, proficient, enrolled, share, at."
    )
    reading: When | None = field("Which reading it belongs to, where each has a column of its own.")
    standard: Text | None = field("The code of the standard that it is about.")
    level: Text | None = field("For `at`: the level that it counts.")
    out_of: Points | None = field("The highest possible score.")


class Plan(Part):
    """Which column of a file holds what. A saved map is one of these; it holds headings and no rows."""

    export: Text | None = field("The kind of export, where it was recognised.")
    shape: Literal["students", "counts"] = Field(
        "students", description="Rows of students, or rows of counts."
    )
    student: Annotated[tuple[tuple[Text, ...], ...], BeforeValidator(_one_or_more)] = Field(
        (),
        description="What tells students apart: the first that a row has; a list is taken together.",
    )
    results: tuple[Result, ...] = Field((), description="The columns of results.")
    date: Text | None = field("The column of days.")
    window: Text | None = field("The column of terms, periods or readings.")
    year: Text | None = field("The column of school years, where the window does not say it.")
    standard: Text | None = field("The column of standards or subjects, which are counted apart.")
    label: Text | None = field("For counts: the column of levels, one a row.")
    whole: Text | None = field("The column of possible points.")
    levels: Several[Text] | None = field("The levels of the scale, from low to high.")
    proficient: Text | None = field("The lowest level that counts as proficient.")
    out_of: Points | None = field("The highest possible score.")
    days: Literal["mdy", "dmy"] | None = field("How 10/5/2026 is meant: month first or day first.")
    where: dict[Text, Text] | None = field("Only rows with this in that column.")
    first: Literal["levels", "scores"] | None = field("What is written where there are both.")

    @property
    def wide(self) -> bool:
        """True when each reading has a column of its own."""
        return any(result.reading for result in self.results)

    def columns(self) -> list[str]:
        """Every heading that it names."""
        named = [column for group in self.student for column in group] + [r.column for r in self.results]
        others = (self.date, self.window, self.year, self.standard, self.label, self.whole)
        return [*named, *(column for column in others if column), *(self.where or {})]


def find_column(header: tuple[str, ...], name: str | None) -> int | None:
    """Where a heading stands; None for none, or when the file has no such column."""
    if not name:
        return None
    wanted = name.casefold().strip()
    exact = next((n for n, cell in enumerate(header) if cell.casefold() == wanted), None)
    if exact is not None:
        return exact
    return next((n for n, cell in enumerate(header) if cell and simplify(cell) == simplify(name)), None)


def find_by_letter(header: tuple[str, ...], name: str) -> int | None:
    """A column by its heading, or by its letter as spreadsheets show it (C, AB)."""
    found = find_column(header, name)
    if found is None and name.isascii() and name.isalpha() and len(name) < 3 and name.isupper():  # noqa: PLR2004 - up to ZZ
        number = 0
        for letter in name:
            number = number * 26 + ord(letter) - ord("A") + 1
        return number - 1 if number <= len(header) else None
    return found
