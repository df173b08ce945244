"""A key that does not belong where it stands: what its author most likely meant."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel

from coaching_cycles.checking.findings import entry_of, node_at
from coaching_cycles.reading.faults import quote
from coaching_cycles.reading.nodes import Mapping, Scalar, Sequence
from coaching_cycles.schema import Reading

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.reading.nodes import Document, Node, Path

CUT_NUMBER = re.compile(r"[0-9]{1,6}%?")
"""What a comma leaves of a number inside { }, as if it were a key: the 5 of `percent: 28,5`."""
_SURE, _MAYBE = 0.8, 0.6
_MANY = 6
_THOUSAND = 3
_NUMBERS = {1: "one space", 2: "two spaces", 3: "three spaces", 4: "four spaces"}


@dataclass(frozen=True, slots=True)
class Stray:
    """What to say of a stray key; `meant` are the places that its value may have been meant for.

    `comma`: it is no key at all, but the rest of the value that stands before it.
    """

    message: str
    hint: str
    meant: tuple[Path, ...] = ()
    comma: bool = False


def models(annotation: object) -> list[type[BaseModel]]:
    """Every schema class that an annotation can hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models(part)]


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel] | None:
    """The schema class of the group of keys that a path leads to.

    List positions and free keys are stepped over.
    """
    current: type[BaseModel] | None = model
    for step in path:
        if current is None:
            return None
        if isinstance(step, str) and step in current.model_fields:
            found = models(current.model_fields[step].annotation)
            current = found[0] if found else None
    return current


def near(name: str, known: list[str], cutoff: float = _MAYBE) -> str:
    """The known key that is spelt most like this one, or an empty text.

    Case, spaces and hyphens count for nothing.
    """
    plain = re.sub(r"[\s-]+", "_", name.strip().lower())
    return next(iter(difflib.get_close_matches(plain, known, n=1, cutoff=cutoff)), "")


def explain(model: type[BaseModel], findings: Findings, path: Path) -> Stray | None:
    """What is wrong with a key that the format does not have here; None if another finding tells it."""
    document, above, name = findings.document, path[:-1], str(path[-1])
    owner = model_at(model, above)
    known = list(owner.model_fields) if owner is not None else []
    group = node_at(document.front, above)
    typed = _typed(group, name) if isinstance(group, Mapping) else name
    message = f"`{typed}` is not a key of the format"
    if isinstance(group, Mapping) and _cut_off(document, group, name):
        return _explain_comma(findings, group, path, owner)
    match = near(name, known, _SURE)
    if not match and isinstance(group, Mapping):
        moved = _inside(document, group, path, owner) or _outside(model, document, path)
        if moved is not None:
            return moved
    match = match or near(name, known)
    if match:
        return Stray(message, f"did you mean `{match}`?", ((*above, match),))
    return Stray(message, "the keys that belong here: " + ", ".join(known))


def _typed(group: Mapping, name: str) -> str:
    """A key as it is typed: some have another spelling beside that of the format."""
    entry = entry_of(group, name)
    return entry[0].text if entry is not None else name


def _cut_off(document: Document, group: Mapping, name: str) -> bool:
    """True for a word between commas in { }, which YAML takes for a key with nothing behind it."""
    if document.line(group.mark.line)[group.mark.column - 1 : group.mark.column] != "{":
        return False
    for key, value in group:
        if key.text == name:
            behind = document.line(key.mark.line)[key.mark.column - 1 + len(name) :].lstrip()
            return key.plain and isinstance(value, Scalar) and value.blank and not behind.startswith(":")
    return False


def _explain_comma(
    findings: Findings, group: Mapping, path: Path, owner: type[BaseModel] | None
) -> Stray | None:
    document, above, name = findings.document, path[:-1], str(path[-1])
    keys = [key.text for key, _ in group]
    place = keys.index(name)
    if place == 0:
        return Stray(f"`{name}` is not a key of the format", "inside { } each part is `key: value`")
    before, value = group.entries[place - 1]
    if _cut_off(document, group, before.text):
        return None
    text = value.text if isinstance(value, Scalar) else ""
    meant = ((*above, before.text),)
    if CUT_NUMBER.fullmatch(name) and CUT_NUMBER.fullmatch(text):
        whole = owner is not None and _holds(owner, before.text, int)
        if whole and len(name) == _THOUSAND:
            hint = f"write {text}{name}, without a comma"
        else:
            hint = f"write {text}.{name} with a point" if not whole else "write digits only, as in 28"
        return Stray(f"a comma cuts the number behind `{before.text}` in two", hint, meant, comma=True)
    parts = [text]
    for key in keys[place:]:
        if not _cut_off(document, group, key):
            break
        parts.append(key)
    return Stray(
        f"the comma before `{name}` ends the text behind `{before.text}`",
        f"put the text in quotes: {before.text}: {quote(', '.join(parts))}",
        meant,
        comma=True,
    )


def _holds(owner: type[BaseModel], name: str, kind: type) -> bool:
    def below(annotation: object) -> bool:
        return annotation is kind or any(below(part) for part in get_args(annotation))

    return name in owner.model_fields and below(owner.model_fields[name].annotation)


def _inside(document: Document, group: Mapping, path: Path, owner: type[BaseModel] | None) -> Stray | None:
    """The key of a group that stands beside it: `after` at the margin belongs inside `results`."""
    above, name = path[:-1], str(path[-1])
    fields = owner.model_fields if owner is not None else {}
    homes = [
        key for key, info in fields.items() if any(name in m.model_fields for m in models(info.annotation))
    ]
    written = [key.text for key, _ in group]
    earlier = [key for key in written[: written.index(_typed(group, name))] if key in homes]
    homes = earlier[-1:] or [key for key in homes if key in written] or homes
    if "results" in fields and name in Reading.model_fields and not set(homes) & set(written):
        hint = "write `results:`, below it `before:` or `after:`, and below that this key, each further in"
        return Stray(f"`{name}` belongs inside a reading", hint)
    if not homes or len(homes) > _MANY:
        return None
    called = " or ".join(f"`{home}:`" for home in homes)
    hint = f"move it into {called}, further in"
    if len(homes) == 1 and homes[0] in written:
        hint = _how(document, group, name, homes[0])
    meant = tuple(place for home in homes for place in ((*above, home, name), (*above, home, 0, name)))
    return Stray(f"`{name}` belongs inside {called}", hint, meant)


def _how(document: Document, group: Mapping, name: str, home: str) -> str:
    """How to move a key into a group that is written: further in, between brackets, or into an item."""
    node: Node | None = group.get(home)
    entry = entry_of(group, name)
    own = entry[0].mark.column if entry is not None else group.mark.column
    if node is None or isinstance(node, Scalar):
        return f"move it in by two spaces, below `{home}:`"
    opened = document.line(node.mark.line)[node.mark.column - 1 : node.mark.column]
    if opened in {"{", "["}:
        return f"move it between the brackets of `{home}:`"
    if isinstance(node, Sequence):
        return f"move it into an item of `{home}:`, in line with the other keys of the item"
    steps = node.mark.column - own
    return f"move it in by {_NUMBERS.get(steps, f'{steps} spaces')}, in line with the keys of `{home}:`"


def _outside(model: type[BaseModel], document: Document, path: Path) -> Stray | None:
    """The key of a group further out that lacks it: `status` moved in below `dates`."""
    name = str(path[-1])
    for end in range(len(path) - 2, -1, -1):
        if end and isinstance(path[end - 1], int) and end < len(path) - 2:
            continue  # the list itself; its item was looked at
        outer, group = model_at(model, path[:end]), node_at(document.front, path[:end])
        if (
            outer is not None
            and name in outer.model_fields
            and isinstance(group, Mapping)
            and not group.get(name)
        ):
            inside = end and isinstance(path[end - 1], str)
            where = f"the keys of `{path[end - 1]}:`" if inside else "the other keys there"
            where = where if end else "the keys at the margin"
            return Stray(
                f"`{name}` belongs further out, with {where}",
                f"start it in column {group.mark.column}",
                ((*path[:end], name),),
            )
    return None
