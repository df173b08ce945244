"""From a document's nodes to the schema's objects, with every mistake in the author's terms.

A record with mistakes is still typed as far as it can be: values that can't be read are taken out (they are
already reported) and missing ones get a stand-in, so that the checks that compare values with each other run
too and everything is reported in one go. What was patched like this is never published: the caller sees the
errors.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from coaching_cycles import schema
from coaching_cycles.reading.nodes import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.reading.nodes import Node, Path

Plain = str | list["Plain"] | dict[str, "Plain"] | None
M = TypeVar("M", bound=BaseModel)

_CODES = {
    "count": "E205",
    "number": "E206",
    "percent": "E207",
    "date": "E208",
    "flag": "E209",
    "grade": "E210",
}
_STAND_INS: dict[str, Plain] = {
    "grades": ["1"],
    "status": "planned",
    "how": "planned",
}
_ROUNDS = 6
_QUOTED = re.compile(r"'([^']*)'")


def plain(node: Node) -> Plain:
    """The node as text, lists and mappings; what was left blank is None."""
    if isinstance(node, Scalar):
        return None if node.blank else node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {schema.ALIASES.get(key.text, key.text): plain(value) for key, value in node}


def read(model: type[M], findings: Findings, *, unknown: str = "E202") -> M | None:
    """The document's front matter as an object of the schema; mistakes go to `findings`.

    `unknown` is the code for a key that the format does not have. Returns None only if nothing could be made
    of it.
    """
    data = plain(findings.document.front)
    for round_ in range(_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            for detail in details:
                if round_ == 0 or not _mended_before(detail):
                    _report(model, findings, detail, details, unknown)
                data = _mend(data, detail)
    return None


def _mended_before(detail: ErrorDetails) -> bool:
    """In later rounds only new findings count; a list that was emptied by us is not one."""
    return detail["type"] in {"missing", "too_short"}


def _report(
    model: type[BaseModel],
    findings: Findings,
    detail: ErrorDetails,
    details: list[ErrorDetails],
    unknown: str,
) -> None:
    path: Path = tuple(detail["loc"])
    kind = detail["type"]
    name = str(path[-1]) if path else ""
    if kind == "missing":
        if findings.misses(*path):
            return
        where = f" of {_place(path[:-1])}" if len(path) > 1 else ""
        help_text = _help(model, path)
        findings.add("E201", path, f"`{name}` is missing{where}", f"add `{name}:`{help_text}", key=True)
    elif kind == "extra_forbidden":
        known = _keys(model, path[:-1])
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        hint = f"did you mean `{close[0]}`?" if close else "the keys that belong here: " + ", ".join(known)
        findings.add(unknown, path, f"`{name}` is not a key of the format", hint, key=True)
    elif kind == "literal_error":
        choices = _QUOTED.findall(str(detail["ctx"]["expected"]))
        written = _written(findings, path)
        close = difflib.get_close_matches(written.lower(), choices, n=1, cutoff=0.5)
        guess = f"did you mean {close[0]!r}? " if close else ""
        findings.add(
            "E203",
            path,
            f"{written!r} is not one of: {', '.join(choices)}",
            f"{guess}choose one of these words",
        )
    elif kind in _CODES:
        findings.add(_CODES[kind], path, detail["msg"])
    elif kind == "too_short":
        if not any(d is not detail and tuple(d["loc"])[: len(path)] == path for d in details):
            findings.add(
                "E201", path, f"`{name}` is empty", f"add at least one{_help(model, path)}", key=True
            )
    else:
        findings.add("E204", path, _shape(kind, detail["msg"]), _help(model, path).lstrip(" —"))


def _shape(kind: str, message: str) -> str:
    """Pydantic's shape errors in plain words."""
    if kind in {"tuple_type", "list_type"}:
        return "a list belongs here: one item a line, each after `- `"
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return "a group of keys belongs here (`key: value` on lines of their own, further in)"
    return message


def _place(path: Path) -> str:
    step = path[-1]
    return f"item {step + 1} of `{path[-2]}`" if isinstance(step, int) and len(path) > 1 else f"`{step}`"


def _written(findings: Findings, path: Path) -> str:
    node: Node | None = findings.document.front
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
    return node.text if isinstance(node, Scalar) else ""


def _models(annotation: object) -> list[type[BaseModel]]:
    """Every schema class that an annotation can hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models(part)]


def _model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The schema class of the group of keys that a path leads to.

    List positions and free keys are stepped over.
    """
    current: type[BaseModel] | None = model
    for step in path:
        if current is None:
            return None
        if isinstance(step, str) and step in current.model_fields:
            found = _models(current.model_fields[step].annotation)
            current = found[0] if found else None
    return current


def _keys(model: type[BaseModel], path: Path) -> list[str]:
    owner = _model_at(model, path)
    return list(owner.model_fields) if owner else []


def _help(model: type[BaseModel], path: Path) -> str:
    owner = _model_at(model, path[:-1])
    info = owner.model_fields.get(str(path[-1])) if owner else None
    return f" — {info.description}" if info is not None and info.description else ""


_COUNTED = {"before", "after", "follow_up", "checks", "matched", "moved"}


def _mend(data: Plain, detail: ErrorDetails) -> Plain:
    """A copy of the data without the value that could not be read.

    One that is missing gets a stand-in.
    """
    path = list(detail["loc"])
    kind = detail["type"]
    counted = next((i for i, step in enumerate(path) if step in _COUNTED), None)
    if counted is not None and kind not in {"extra_forbidden", "date", "literal_error"}:
        # Half of a count would only set off further findings about what it no longer adds up to.
        return _replace(data, path[: counted + 1], None)
    # Taking one item out of a list would shift the places of the others: the list goes as a whole.
    while path and isinstance(path[-1], int):
        path.pop()
    if not path:
        return {}
    missing = kind in {"missing", "too_short"}
    return _replace(data, path, _STAND_INS.get(str(path[-1]), "—") if missing else None)


def _replace(data: Plain, path: list[int | str], value: Plain) -> Plain:
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        if isinstance(data, list):
            return [
                _replace(item, rest, value) if i == step and rest else item for i, item in enumerate(data)
            ]
        return _replace(data, rest, value) if rest else data  # one value that stands for a list of one
    if not isinstance(data, dict) or (rest and step not in data):
        return data
    if rest:
        return {**data, step: _replace(data[step], rest, value)}
    kept = {k: v for k, v in data.items() if k != step}
    return kept if value is None else {**kept, step: value}
