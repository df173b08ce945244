"""Kinds of value that a key can take, and what all parts of a record share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from coaching_cycles import values

Audience = Literal["private", "school", "public"]
AUDIENCES: tuple[Audience, ...] = ("private", "school", "public")
"""From the narrowest to the widest; a build for one contains nothing that only a narrower one may see."""

T = TypeVar("T")


def _typed(kind: str, value: object, read: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("shape", "a single value belongs here, not a list or a group of keys")
    try:
        return read(value)  # type: ignore[operator]
    except ValueError as error:
        raise PydanticCustomError(kind, "{reason}", {"reason": str(error)}) from None


def _text(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("shape", "words belong here, not a list or a group of keys")
    return value.strip()


def _listed(value: object) -> object:
    """One value stands for a list of one: `grades: 5` is what a person writes."""
    return [value] if isinstance(value, str) else value


def _count(value: object) -> object:
    return _typed("count", value, values.read_count)


def _number(value: object) -> object:
    return _typed("number", value, values.read_number)


def _difference(value: object) -> object:
    return _typed("number", value, values.read_difference)


def _percent(value: object) -> object:
    return _typed("percent", value, values.read_percent)


def _date(value: object) -> object:
    return _typed("date", value, values.read_date)


def _month(value: object) -> object:
    return _typed("count", value, values.read_month)


def _flag(value: object) -> object:
    return _typed("flag", value, values.read_flag)


def _grade(value: object) -> object:
    return _typed("grade", value, values.read_grade)


Text = Annotated[str, BeforeValidator(_text)]
Words = Annotated[str, BeforeValidator(_text), "words"]
"""Markdown: a sentence or several paragraphs. The mark tells a form to give it room."""
Count = Annotated[int, BeforeValidator(_count), WithJsonSchema({"type": "integer", "minimum": 0})]
Number = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "number"})]
Difference = Annotated[Decimal, BeforeValidator(_difference), WithJsonSchema({"type": "number"})]
Percent = Annotated[
    Decimal, BeforeValidator(_percent), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})
]
Day = Annotated[
    values.PartialDate,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
Month = Annotated[
    int, BeforeValidator(_month), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 12})
]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
Grade = Annotated[str, BeforeValidator(_grade), WithJsonSchema({"type": ["string", "integer"]})]
Several = Annotated[tuple[T, ...], BeforeValidator(_listed)]
"""A list; a single value is read as a list of one."""


_NAMES = {
    _text: "text",
    _count: "count",
    _number: "number",
    _difference: "difference",
    _percent: "percent",
    _date: "date",
    _flag: "flag",
    _grade: "grade",
}


def name_kind(metadata: Iterable[object]) -> str | None:
    """What a single value is called by those who make forms of the schema, from an annotation's metadata.

    "text", "words", "count", "number", "difference", "percent", "date", "flag" or "grade"; None for others.
    """
    found = list(metadata)
    if "words" in found:
        return "words"
    readers = (_NAMES.get(mark.func) for mark in found if isinstance(mark, BeforeValidator))  # type: ignore[arg-type]
    return next((name for name in readers if name is not None), None)


def field(help_text: str, *, audience: Audience = "public", **extra: JsonValue) -> Any:  # noqa: ANN401 - as pydantic's own Field
    """An optional field, with its help text and the lowest audience that sees it by default."""
    return Field(None, description=help_text, json_schema_extra={"audience": audience, **extra})


def default_audience(info: FieldInfo) -> Audience:
    """The widest audience that sees a field when the portfolio says nothing of it."""
    extra = info.json_schema_extra
    found = extra.get("audience") if isinstance(extra, dict) else None
    return next((audience for audience in AUDIENCES if audience == found), "public")


class Part(BaseModel):
    """A group of keys.

    Unknown ones are refused, blank ones are as good as left out, nothing changes afterwards.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, data: object) -> object:
        """A key with nothing behind it is the same as no key.

        Only one that the format does not have stays, to be reported.
        """
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}
