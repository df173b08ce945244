"""What the form at /new/ is made from: the schema, the portfolio's logs and schools, codes and words."""

from __future__ import annotations

from types import NoneType
from typing import TYPE_CHECKING, Annotated, Literal, cast, get_args, get_origin

from pydantic import BaseModel

from coaching_cycles import schema
from coaching_cycles.checking.people import patterns
from coaching_cycles.problems import messages
from coaching_cycles.schema.kinds import name_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

    from coaching_cycles.standards import Framework
    from coaching_cycles.views.desk import Desk
    from coaching_cycles.words import Words

Json = str | int | bool | None | list["Json"] | dict[str, "Json"]

SECTIONS: dict[str, tuple[str, ...]] = {
    "goal": ("title", "grades", "subject", "goal", "status", "standards"),
    "measures": ("assessments", "results"),
    "targets": ("targets",),
    "logs": ("logs",),
    "after": ("still_need", "learned", "would_change", "questions_for_readers", "support_needed"),
    "how": (
        *("dates", "practices", "conditions", "capacity", "structure", "setting", "teachers", "coach"),
        *("rhythm", "course", "content_focus", "teaching_goals", "groups", "evidence", "resources"),
        *("short_because", "ended", "why", "goal_history"),
    ),
    "sharing": (
        *("visibility", "approved", "exemplar", "license", "lang", "framework", "remixed_from"),
        "private_notes",
    ),
}
"""The fields of a record by the part of the form that they stand in, in this order."""

LEFT_OUT: dict[str, str] = {
    "school": "the folder says it, and the form chooses the folder",
    "work": "a form makes one text file, and work samples are pictures",
    "aliases": "a new record has no earlier address",
    "waivers": "they answer warnings about names, which only `cycles check` gives",
}
"""Fields of a record that the form does not have, and why."""

FILES = frozenset({"file"})
"""Keys that name a file, without a field wherever they stand: a form can't put the file beside the record."""

_LONGEST_LABEL = 140


def form_spec(desk: Desk, new_file: str) -> dict[str, Json]:
    """Everything that the form's script needs; `new_file` is where new files are proposed, or empty."""
    return {
        "sections": [[key, list(fields)] for key, fields in SECTIONS.items()],
        "models": dict(_models(desk.words)),
        "logs": _logs(desk),
        "schools": [[school.key, school.record.name] for school in desk.library.schools],
        "subjects": [shelf.title for shelf in desk.library.subjects],
        "practices": [shelf.title for shelf in desk.library.practices],
        "codes": [_codes(framework) for framework in _frameworks(desk)],
        "messages": {key: list(said) for key, said in messages().items()},
        "patterns": [list(row) for row in patterns()],
        "words": {
            key.removeprefix("form."): message.source["other"]
            for key, message in desk.words.messages.items()
            if key.startswith("form.")
        },
        "cycles": "../cycles/",
        "newFile": new_file,
    }


def _models(words: Words) -> Iterator[tuple[str, Json]]:
    """Every group of keys of the format, by its name."""
    waiting: list[type[BaseModel]] = [schema.Record]
    seen: set[str] = set()
    while waiting:
        model = waiting.pop(0)
        if model.__name__ in seen:
            continue
        seen.add(model.__name__)
        found = [_field(name, info, words) for name, info in model.model_fields.items()]
        yield model.__name__.strip("_"), cast("Json", found)
        for info in model.model_fields.values():
            waiting += _groups(info.annotation)


def _groups(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _groups(part)


def _field(name: str, info: FieldInfo, words: Words) -> dict[str, Json]:
    found: dict[str, Json] = {"key": name, **describe(info.annotation, tuple(info.metadata))}
    if name == "standards":
        found["type"] = "standards"
    found["label"] = words(f"form.label.{name}") if f"form.label.{name}" in words else name.replace("_", " ")
    # What a field is for is written once, in English, in the schema.
    if words.language == "en":
        found["help"] = info.description or ""
    if name in FILES:
        found["absent"] = True
    if info.is_required():
        found["required"] = True
    audience = schema.default_audience(info)
    if audience != "public":
        found["audience"] = audience
    return found


def describe(annotation: object, metadata: tuple[object, ...] = ()) -> dict[str, Json]:
    """The type of a value, as the form's script knows them.

    `{"type": "count"}`, `{"type": "list", "of": …}`, `{"type": "group", "model": "Reading"}`.
    """
    if get_origin(annotation) is Annotated:
        base, *more = get_args(annotation)
        return describe(base, (*more, *metadata))
    parts = [part for part in get_args(annotation) if part is not NoneType]
    if get_origin(annotation) is Literal:
        return {"type": "choice", "choices": list(parts)}
    if get_origin(annotation) is tuple:
        return {"type": "list", "of": describe(parts[0])}
    if get_origin(annotation) is dict:
        return {"type": "keys", "of": describe(parts[1])}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {"type": "group", "model": annotation.__name__.strip("_")}
    kind = name_kind(metadata)
    if kind is not None:
        return {"type": kind}
    return describe(parts[0], metadata) if parts else {"type": "text"}


def _logs(desk: Desk) -> list[Json]:
    found: list[Json] = []
    for template in desk.library.published.templates:
        prompts: list[Json] = [[prompt.id, prompt.text, prompt.audience] for prompt in template.prompts]
        found.append(
            {
                "key": template.key,
                "title": template.title,
                "repeatable": template.repeatable,
                "prompts": prompts,
            }
        )
    return found


def _frameworks(desk: Desk) -> Iterator[Framework]:
    for key in (*desk.library.brought, *_BUNDLED):
        framework = desk.library.framework(key)
        if framework is not None:
            yield framework


_BUNDLED = ("ccss-ela", "ccss-math", "ngss")


def _codes(framework: Framework) -> Json:
    """A framework's codes with a few words each, for the field that looks them up."""
    items: list[Json] = []
    for item in framework.items.values():
        said = " ".join((item.label or item.statement or "").split())
        items.append([item.code, said[:_LONGEST_LABEL]] if said else [item.code])
    return {"key": framework.key, "title": framework.short_title, "items": items}
