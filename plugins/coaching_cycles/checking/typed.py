"""From a document's nodes to the schema's objects, with every mistake in the author's terms.

A record with mistakes is still typed as far as it can be: values that can't be read are taken out (they are
already reported) and missing ones get a stand-in, so that the checks that compare values with each other run
too and everything is reported in one go. What was patched like this is never published: the caller sees the
errors.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from coaching_cycles import schema
from coaching_cycles.checking import shapes, strays
from coaching_cycles.checking.findings import locate, node_at
from coaching_cycles.problems import Mark
from coaching_cycles.reading.faults import quote
from coaching_cycles.reading.nodes import Path, Scalar, Sequence
from coaching_cycles.reading.paths import Plain, plain

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from coaching_cycles.checking.findings import Findings

M = TypeVar("M", bound=BaseModel)
Unknown = Callable[[Path], str]
"""Tells the code of a finding from the place of a key that the format does not have."""

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
_HIDDEN = re.compile(r"[\w \"'-]+:[ \t]+(#.*)")
_QUOTED = re.compile(r"'([^']*)'")


def read(model: type[M], findings: Findings, *, unknown: Unknown | str = "E202") -> M | None:
    """The document's front matter as an object of the schema; mistakes go to `findings`.

    `unknown` is the code for a key that the format does not have, or tells it from the key's place. Returns
    None only if nothing could be made of it.
    """
    data = plain(findings.document.front, schema.ALIASES)
    for round_ in range(_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            details = error.errors(include_url=False, include_input=False)
            # Stray keys first: what one of them was meant for is not missing.
            details.sort(key=lambda detail: detail["type"] != "extra_forbidden")
            for detail in details:
                if round_ == 0 or not _mended_before(detail):
                    _report(model, findings, detail, details, unknown)
            for detail in details:
                path, value = _mending(detail)
                if path:
                    findings.lose(*path)
                data = _replace(data, path, value) if path else {}
    return None


def _mended_before(detail: ErrorDetails) -> bool:
    """In later rounds only new findings count; a list that was emptied by us is not one."""
    return detail["type"] in {"missing", "too_short"}


def _report(
    model: type[BaseModel],
    findings: Findings,
    detail: ErrorDetails,
    details: list[ErrorDetails],
    unknown: Unknown | str,
) -> None:
    path: Path = tuple(detail["loc"])
    kind = detail["type"]
    name = str(path[-1]) if path else ""
    if path and findings.told(*path):
        return
    if kind == "missing":
        if not findings.misses(*path):
            _report_missing(model, findings, path)
    elif kind == "extra_forbidden":
        _report_stray(model, findings, path, details, unknown)
    elif kind == "literal_error":
        _report_choice(findings, path, _QUOTED.findall(str(detail["ctx"]["expected"])))
    elif kind == "count" and name == "target":
        findings.tell(
            "E214.number",
            path,
            text=repr(str(getattr(node_at(findings.document.front, path), "text", ""))[:40]),
        )
    elif kind in _CODES:
        whole = path[:-1] if path and isinstance(path[-1], int) else path
        hint = shapes.counts(whole, node_at(findings.document.front, whole))
        findings.add(_CODES[kind], path, detail["msg"], hint)
    elif kind == "too_short":
        if not any(d is not detail and tuple(d["loc"])[: len(path)] == path for d in details):
            findings.tell("E201.empty", path, at_key=True, name=name, help=_help(model, path))
    elif path[:-1] == ("assessments",) and name in schema.Assessment.model_fields:
        message = "an assessment has a key of its own, which readings name it by"
        hint = f"put the key on a line above `{name}:`, and move in what belongs to it: `exit_slip:`"
        findings.add("E204", path, message, hint, key=True)
        findings.lose("assessments")  # its other keys stand as wrong as this one
    else:
        message, hint = shapes.explain(model, kind, path, node_at(findings.document.front, path))
        findings.add("E204", path, message or detail["msg"], hint or _help(model, path).lstrip(" —"))


def _report_missing(model: type[BaseModel], findings: Findings, path: Path) -> None:
    name = path[-1]
    node = node_at(findings.document.front, path)
    if isinstance(node, Scalar):
        mark, _ = locate(findings.document.front, path, key=True)
        line = findings.document.line(mark.line)
        sign = _HIDDEN.match(line, mark.column - 1)
        if sign is not None:
            findings.add_at(
                "E201",
                Mark(mark.line, sign.start(1) + 1),
                f"`{name}` is missing: from the # on, the line is taken for a comment",
                f"put the text in quotes: {name}: {quote(sign.group(1))}",
                path=path,
            )
            return
    where = f" in {_place(path[:-1])}" if len(path) > 1 else ""
    findings.tell("E201.missing", path, at_key=True, name=name, where=where, help=_help(model, path))


def _report_stray(
    model: type[BaseModel],
    findings: Findings,
    path: Path,
    details: list[ErrorDetails],
    unknown: Unknown | str,
) -> None:
    stray = strays.explain(model, findings, path)
    wrong = {tuple(d["loc"]) for d in details if d["type"] not in {"missing", "extra_forbidden"}}
    if stray is None or (stray.comma and wrong.intersection(stray.meant)):
        return  # another finding tells the same mistake
    missing = {tuple(d["loc"]) for d in details if d["type"] == "missing"}
    beside = [place for place in missing if place[:-1] == path[:-1]]
    if not stray.meant and len(path) > 1 and len(beside) == 1:
        # The one key that a group can't do without, under another name: `title` of a target.
        stray = dataclasses.replace(stray, hint=f"did you mean `{beside[0][-1]}`?", meant=(beside[0],))
    code = unknown if isinstance(unknown, str) else unknown(path)
    # Without its required key a group can't be used, so the misspelt one is an error wherever it stands.
    findings.add(
        "E202" if code[0] != "E" and missing.intersection(stray.meant) else code,
        path,
        stray.message,
        stray.hint,
        key=True,
    )
    for place in stray.meant:
        if stray.comma or node_at(findings.document.front, place) is None:
            findings.lose(*place)


def _report_choice(findings: Findings, path: Path, choices: list[str]) -> None:
    node = node_at(findings.document.front, path)
    if node is None and isinstance(above := node_at(findings.document.front, path[:-1]), Scalar):
        node, path = above, path[:-1]  # one word that stands for a group: `ended: met early`
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    if not isinstance(node, Scalar):
        first = node.items[0] if isinstance(node, Sequence) and node.items else None
        word = first.text if isinstance(first, Scalar) and first.text in choices else choices[0]
        message = f"one word belongs here, not a list or a group of keys: {', '.join(choices)}"
        findings.add("E204", path, message, f"write `{name}: {word}`")
        return
    close = difflib.get_close_matches(node.text.lower(), choices, n=1, cutoff=0.5)
    guess = f"did you mean {close[0]!r}? " if close else ""
    findings.add(
        "E203",
        path,
        f"{node.text!r} is not one of: {', '.join(choices)}",
        f"{guess}choose one of these words",
    )


def _place(path: Path) -> str:
    step = path[-1]
    return f"item {step + 1} of `{path[-2]}`" if isinstance(step, int) and len(path) > 1 else f"`{step}`"


def _help(model: type[BaseModel], path: Path) -> str:
    owner = strays.model_at(model, path[:-1])
    info = owner.model_fields.get(str(path[-1])) if owner else None
    return f" — {info.description}" if info is not None and info.description else ""


_COUNTED = {"before", "after", "follow_up", "checks", "matched", "moved"}


def _mending(detail: ErrorDetails) -> tuple[list[int | str], Plain]:
    """What to take out for a mistake (None), or to put in as a stand-in where something is missing."""
    path = list(detail["loc"])
    kind = detail["type"]
    counted = next((i for i, step in enumerate(path) if step in _COUNTED), None)
    cut = kind == "extra_forbidden" and strays.CUT_NUMBER.fullmatch(str(path[-1])) is not None
    if counted is not None and (cut or kind not in {"extra_forbidden", "date", "literal_error"}):
        # Half of a count would only set off further findings about what it no longer adds up to.
        return path[: counted + 1], None
    # Taking one item out of a list would shift the places of the others: the list goes as a whole.
    while path and isinstance(path[-1], int):
        path.pop()
    missing = kind in {"missing", "too_short"}
    return path, _STAND_INS.get(str(path[-1]), "—") if missing and path else None


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
    if rest and isinstance(data[step], str) and isinstance(rest[0], str):
        return {k: v for k, v in data.items() if k != step}  # one word that stood for a group goes as a whole
    if rest:
        return {**data, step: _replace(data[step], rest, value)}
    kept = {k: v for k, v in data.items() if k != step}
    return kept if value is None else {**kept, step: value}
