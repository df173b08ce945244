"""A value of the wrong shape: what belongs there, and what was written in that shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.checking.strays import model_at
from coaching_cycles.reading.faults import quote
from coaching_cycles.reading.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from pydantic import BaseModel

    from coaching_cycles.reading.nodes import Node, Path

_FILE = re.compile(r"[^/\s]+\.[A-Za-z0-9]{2,5}")
_NEEDS_QUOTES = re.compile(r"[\[\]{},:#\"'&*!|>%@`]")
# What a single word most likely stands for, where it is not the first or the required key of the group. A
# measure has none: a word can't say which reading it is.
_WORD_FOR = {"Reading": "note", "Measure": ""}


def explain(model: type[BaseModel], kind: str, path: Path, node: Node | None) -> tuple[str, str]:
    """Message and hint for a shape error of pydantic; empty where there is nothing better than its own."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    group = _example(model_at(model, path), node)
    if kind in {"tuple_type", "list_type"}:
        message = "a list belongs here: one item a line, each after `- `"
        if isinstance(node, Mapping):
            return message, "put [ ] around the { }; or `- ` before the first key, and the others in by two"
        return message, f"write `{name}: [{group}]`" if group else ""
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        message = "a group of keys belongs here (`key: value` on lines of their own, further in)"
        item = bool(path) and isinstance(path[-1], int)
        return message, (f"write `{group}`" if item else f"write `{name}: {group}`") if group else ""
    return "", _one_value(name, node)


def _one_value(name: str, node: Node | None) -> str:
    """How to write as one value what was written as a list, or a standard as a group of keys."""
    if isinstance(node, Mapping) and name == "standards":
        return _one_standard(node)
    if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
        return ""
    texts = [item.text for item in node.items if isinstance(item, Scalar)]
    if len(texts) == 1:
        return f"write `{name}: {_typed(texts[0])}`"
    joined = " ".join(text if text.endswith((".", "!", "?")) else f"{text};" for text in texts).rstrip(";")
    return f"write one text, without dashes or brackets: {name}: {quote(joined)}"


def _one_standard(node: Mapping) -> str:
    """`{framework: ga, code: K.NR.2.2}`, as data have it, or `ga: K.NR.2.2`, as one text."""
    texts = {key.text: value.text for key, value in node if isinstance(value, Scalar)}
    if len(texts) == 1 and "code" not in texts:
        texts = dict(zip(("framework", "code"), *texts.items(), strict=True))
    words = [texts.get(key, "") for key in ("framework", "code")]
    return f"write `{_typed(' '.join(filter(None, words)))}`" if words[1] else ""


def _example(model: type[BaseModel] | None, node: Node | None) -> str:
    """The word that was written, as the group of keys that was asked for."""
    if model is None or not isinstance(node, Scalar) or not node.text.strip():
        return ""
    text, fields = node.text.strip(), model.model_fields
    required = [key for key, info in fields.items() if info.is_required()]
    key = _WORD_FOR.get(model.__name__, (required or list(fields))[0])
    if "file" in fields and _FILE.fullmatch(text):
        key = "file"
    elif "url" in fields and text.startswith(("http:", "https:")):
        key = "url"
    return f"{{{key}: {_typed(text)}}}" if key else ""


def _typed(text: str) -> str:
    return quote(text) if _NEEDS_QUOTES.search(text) or "\n" in text else text
