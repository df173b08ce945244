"""A framework as JSON text and back, so that a file need not be read and put in order at every build."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import fields, replace
from types import MappingProxyType

from coaching_cycles.standards.framework import Defect, Facts, Framework, Item, Relation, make_framework

_ITEM = tuple(one.name for one in fields(Item) if one.name not in {"children", "previous"})
_EMPTY = Item("")
_LISTS = {"grades", "spellings", "identifiers"}
_FACTS = (
    "key",
    "title",
    "short_title",
    "licence",
    "identifier",
    "uri",
    "creator",
    "status",
    "language",
    "url",
    "default",
    "place",
)


def freeze(framework: Framework) -> str:
    """All that a file said, and what was wrong with it. Only what is not the usual is written."""
    data = {
        "facts": [getattr(framework, name) for name in _FACTS],
        "items": [_freeze_item(item) for item in framework.items.values()],
        "defects": [[defect.row, defect.message, defect.kind] for defect in framework.defects],
        "shared": {code: list(others) for code, others in framework.shared.items()},
        "file": [getattr(framework.facts, one.name) for one in fields(Facts)] if framework.facts else None,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def thaw(text: str) -> Framework:
    """The framework behind a frozen text; ValueError, KeyError or TypeError where it is none."""
    data = json.loads(text)
    facts = data["file"]
    framework = Framework(
        **dict(zip(_FACTS, data["facts"], strict=True)),
        defects=tuple(Defect(*defect) for defect in data["defects"]),
        shared=MappingProxyType({code: tuple(others) for code, others in data["shared"].items()}),
        facts=replace(Facts(*facts), grades=_texts(facts[-1])) if facts else None,
    )
    return make_framework(framework, map(_thaw_item, data["items"]))


def _freeze_item(item: Item) -> dict[str, object]:
    kept: dict[str, object] = {"code": item.code}
    for name in _ITEM:
        value = getattr(item, name)
        if value != getattr(_EMPTY, name):
            kept[name] = value
    if item.relations:
        kept["relations"] = [[one.kind, one.identifier, one.uri, one.title] for one in item.relations]
    return kept


def _thaw_item(kept: dict[str, object]) -> Item:
    for name in _LISTS & kept.keys():
        kept[name] = _texts(kept[name])
    if "relations" in kept:
        listed = kept["relations"]
        kept["relations"] = (
            tuple(Relation(*_texts(one)) for one in listed) if isinstance(listed, list) else ()
        )
    return Item(**kept)  # type: ignore[arg-type]  # what `_freeze_item` wrote


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, Iterable) else ()
