"""The word that was written where a group of keys belongs, as the group that its author most likely meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.reading.faults import quote
from coaching_cycles.values import read_date

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import BaseModel

_FILE = re.compile(r"[^/\s]+\.[A-Za-z0-9]{2,5}")
_NEEDS_QUOTES = re.compile(r"[\[\]{},:#\"'&*!|>%@`]|^[?-]")
_SHARE = re.compile(r"(\d{1,6}) ?(?:/|of|out of) ?(\d{1,6})(?: students)?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,6})?) ?%")
_SPAN = re.compile(r"(\S+)\s+(?:to|until|-|–|—)\s+(\S+)")
_NAMED = re.compile(r"(?:[^\W\d_a-z][\w'’.-]*\s?){1,3}")
_TRUE = frozenset({"true", "yes"})
_DAY = "2026-10-05"


def typed(text: str) -> str:
    """A text as it can stand in a list or a group, in quotes where it needs them."""
    return quote(text) if _NEEDS_QUOTES.search(text) or "\n" in text else text


def example(model: type[BaseModel], text: str) -> str:
    """The group of keys, or an empty text where a word can't say what is meant."""
    fields = model.model_fields
    if "file" in fields and _FILE.fullmatch(text):
        return f"{{file: {typed(text)}}}"
    if "url" in fields and text.startswith(("http:", "https:")):
        return f"{{url: {typed(text)}}}"
    if model.__name__ in _MEANT:
        return _MEANT[model.__name__](text)
    required = [key for key, info in fields.items() if info.is_required()]
    return f"{{{(required or list(fields))[0]}: {typed(text)}}}"


def _reading(text: str) -> str:
    share, percent = _SHARE.fullmatch(text), _PERCENT.fullmatch(text)
    if share is not None:
        return f"{{students: {share[2]}, proficient: {share[1]}}}"
    return f"{{percent: {percent[1]}}}" if percent is not None else f"{{note: {typed(text)}}}"


def _teacher(text: str) -> str:
    # A name is shown only as far as its owner allows; taken for a role it would be published.
    return f"{{{'name' if _NAMED.fullmatch(text) else 'role'}: {typed(text)}}}"


def _approval(text: str) -> str:
    if text.lower() in _TRUE or _is_date(text):
        return f"{{by: teacher, on: {text if _is_date(text) else _DAY}}}"
    return f"{{by: {typed(text)}}}"


def _dates(text: str) -> str:
    span = _SPAN.fullmatch(text)
    return f"{{start: {span[1]}, end: {span[2]}}}" if span is not None else f"{{start: {typed(text)}}}"


def _log(text: str) -> str:
    return f"{{log: {text}}}" if re.fullmatch(r"\w+", text) else f"{{log: goal, notes: {typed(text)}}}"


def _prompt(text: str) -> str:
    key = "_".join(re.findall(r"[a-z0-9]+", text.lower())[:3])
    return f"{{id: {key or 'question'}, text: {typed(text)}}}"


def _next(text: str) -> str:
    return f"{{date: {text}}}" if _is_date(text) else f"{{steps: [{typed(text)}]}}"


def _exemplar(text: str) -> str:
    return "" if text.lower() in _TRUE else f"{{why: {typed(text)}}}"


def _is_date(text: str) -> bool:
    try:
        read_date(text)
    except ValueError:
        return False
    return True


# A measure has none: a word can't say which reading it is.
_MEANT: dict[str, Callable[[str], str]] = {
    "Approval": _approval,
    "Dates": _dates,
    "Evidence": lambda text: f"{{content: {typed(text)}}}",
    "Exemplar": _exemplar,
    "Log": _log,
    "Matched": lambda _: "",
    "Measure": lambda _: "",
    "Next": _next,
    "Prompt": _prompt,
    "Reading": _reading,
    "Teacher": _teacher,
}
