"""Kinds of value that a key can take, and what all parts of a record share."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    JsonValue,
    WithJsonSchema,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, PydanticCustomError

from coaching_cycles import values

Audience = Literal["private", "school", "public"]
AUDIENCES: tuple[Audience, ...] = ("private", "school", "public")
"""From the narrowest to the widest; a build for one contains nothing that only a narrower one may see."""

ALIASES: dict[str, str] = {
    "licence": "license",
    "leaders_focus": "focus",
    "leader_focus": "focus",
    "places_served": "places",
    "serves": "places",
}
"""Other spellings that people use; read as the key on the right."""

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


# The JSON Schema is for editors, which type what stands there before they look at it: 2026 is a number to
# them, "no" may be a truth value, 71% is words. It accepts all that the check accepts.
_POINTS = r"[0-9]{1,7}(\.[0-9]{1,6})?"
_ANY_TEXT: dict[str, JsonValue] = {"type": ["string", "number", "boolean"]}


def _or_typed(pattern: str, **typed: JsonValue) -> WithJsonSchema:
    """A value that an editor may take for a number or a truth value, or for words like `pattern`."""
    return WithJsonSchema({"anyOf": [typed, {"type": "string", "pattern": rf"^\s*{pattern}\s*$"}]})


class OrOne:
    """In the JSON Schema, what a list consists of may stand for a list of one."""

    def __get_pydantic_json_schema__(
        self, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        several = handler(core_schema)
        items = several.get("items")
        return {"anyOf": [items, several]} if items is not None else several


Text = Annotated[str, BeforeValidator(_text), WithJsonSchema(_ANY_TEXT)]
Words = Annotated[str, BeforeValidator(_text), WithJsonSchema(_ANY_TEXT), "words"]
"""Markdown: a sentence or several paragraphs. The mark tells a form to give it room."""
Count = Annotated[int, BeforeValidator(_count), _or_typed(r"[0-9]{1,6}", type="integer", minimum=0)]
Number = Annotated[Decimal, BeforeValidator(_number), _or_typed(_POINTS, type="number", minimum=0)]
Difference = Annotated[
    Decimal, BeforeValidator(_difference), _or_typed(rf"[-+−]?\s*{_POINTS}", type="number")
]
Percent = Annotated[
    Decimal,
    BeforeValidator(_percent),
    _or_typed(rf"{_POINTS}\s*%?", type="number", minimum=0, maximum=100),
]
Day = Annotated[
    values.PartialDate,
    BeforeValidator(_date),
    _or_typed(r"\d{4}(-\d{2}(-\d{2})?)?", type="integer", minimum=1950, maximum=2100),
]
Month = Annotated[
    int, BeforeValidator(_month), _or_typed(r"0*([1-9]|1[0-2])", type="integer", minimum=1, maximum=12)
]
Flag = Annotated[
    bool,
    BeforeValidator(_flag),
    _or_typed("([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo])", type="boolean"),
]
Grade = Annotated[str, BeforeValidator(_grade), WithJsonSchema({"type": ["string", "integer"]})]
Several = Annotated[tuple[T, ...], BeforeValidator(_listed), OrOne()]
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

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Its JSON Schema, with the other spellings of keys."""
        found = handler(core_schema)
        keys = handler.resolve_ref_schema(found).get("properties", {})
        keys |= {other: keys[key] for other, key in ALIASES.items() if key in keys}
        return found

    @model_validator(mode="before")
    @classmethod
    def _drop_blanks(cls, data: object) -> object:
        """A key with nothing behind it is the same as no key.

        Only one that the format does not have stays, to be reported.
        """
        if not isinstance(data, dict) or None not in data.values():
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}
