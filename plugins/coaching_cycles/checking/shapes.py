"""A value of the wrong shape: what belongs there, and what was written in that shape."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.checking.examples import example, typed
from coaching_cycles.checking.strays import model_at
from coaching_cycles.reading.faults import quote
from coaching_cycles.reading.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from pydantic import BaseModel

    from coaching_cycles.reading.nodes import Node, Path

_FEW = 8
_COUNTS = re.compile(r"[0-9]{1,6}(?:[ ,;/]+[0-9]{1,6})+")


def explain(model: type[BaseModel], kind: str, path: Path, node: Node | None) -> tuple[str, str]:
    """Message and hint for a shape error of pydantic; empty where there is nothing better than its own."""
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    owner = model_at(model, path)
    words = node.text.strip() if isinstance(node, Scalar) else ""
    group = example(owner, words) if owner is not None and words else ""
    if kind in {"tuple_type", "list_type"}:
        message = "a list belongs here: one item a line, each after `- `"
        if isinstance(node, Mapping) and owner is None and all(isinstance(v, Scalar) for _, v in node):
            values = (value.text for _, value in node if isinstance(value, Scalar))
            return message, f"write `{name}: [{', '.join(map(typed, values))}]`"
        if isinstance(node, Mapping):
            return message, "put [ ] around the { }; or `- ` before the first key, and the others in by two"
        return message, f"write `{name}: [{group}]`" if group else ""
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        message = "a group of keys belongs here (`key: value` on lines of their own, further in)"
        item = bool(path) and isinstance(path[-1], int)
        if group:
            return message, f"write `{group}`" if item else f"write `{name}: {group}`"
        return message, _one_group(owner, name, node)
    return "", _one_value(name, node)


def counts(path: Path, node: Node | None) -> str:
    """How to write several counts that stand as one text: "11, 12, 4" of levels."""
    if not isinstance(node, Scalar) or not _COUNTS.fullmatch(node.text.strip()) or path[-1:] != ("levels",):
        return ""
    return f"write `levels: [{', '.join(re.findall(r'[0-9]+', node.text))}]`"


def _one_group(owner: type[BaseModel] | None, name: str, node: Node | None) -> str:
    """How to write as a group of keys what was written as a list; or its keys, where they are few."""
    if name == "assessments" and isinstance(node, Sequence):
        return "give each a key of its own in place of the dash, `exit_slip:`, and move in what belongs to it"
    if isinstance(node, Sequence) and len(node.items) == 1 and isinstance(node.items[0], Mapping):
        return "take the dash, or the [ ], away: there is one"
    fields = owner.model_fields if owner is not None else {}
    return f"its keys are: {', '.join(fields)}" if 0 < len(fields) <= _FEW else ""


def _one_value(name: str, node: Node | None) -> str:
    """How to write as one value what was written as a list, or a standard as a group of keys."""
    if isinstance(node, Mapping) and name == "standards":
        return _one_standard(node)
    if not isinstance(node, Sequence) or not all(isinstance(item, Scalar) for item in node.items):
        return ""
    texts = [item.text for item in node.items if isinstance(item, Scalar)]
    if len(texts) == 1:
        return f"write `{name}: {typed(texts[0])}`"
    joined = " ".join(text if text.endswith((".", "!", "?")) else f"{text};" for text in texts).rstrip(";")
    return f"write one text, without dashes or brackets: {name}: {quote(joined)}"


def _one_standard(node: Mapping) -> str:
    """`{framework: ga, code: K.NR.2.2}`, as data have it, or `ga: K.NR.2.2`, as one text."""
    texts = {key.text: value.text for key, value in node if isinstance(value, Scalar)}
    if len(texts) == 1 and "code" not in texts:
        texts = dict(zip(("framework", "code"), *texts.items(), strict=True))
    words = [texts.get(key, "") for key in ("framework", "code")]
    return f"write `{typed(' '.join(filter(None, words)))}`" if words[1] else ""
