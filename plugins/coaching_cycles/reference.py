"""The reference pages of the documentation: from the schema, the logs, the findings, the commands."""

from __future__ import annotations

import inspect
from types import NoneType
from typing import TYPE_CHECKING, Literal, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from coaching_cycles import schema, values
from coaching_cycles.checking.logs import our_templates
from coaching_cycles.problems import kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

_FILES = (
    ("A record", schema.Record),
    ("`school.yml`", schema.SchoolRecord),
    ("`portfolio.yml`", schema.PortfolioRecord),
)


def markdown() -> str:
    """The field reference as Markdown.

    Every key of every file, what it takes, who sees it, what it is for.
    """
    lines = [
        "# Field reference",
        "",
        "<!-- Made by `cycles schema`; a test compares it with the schema. -->",
        "",
        (
            "Every key that a record can have. Five are required (title, grades, subject, goal, status); "
            "blank things vanish from the page. A single value stands for a list of one. "
            "*Who sees it* is the widest audience that does by default."
        ),
        "",
    ]
    seen: dict[type[BaseModel], None] = {}
    for title, model in _FILES:
        lines += _section(f"## {title}", model)
        seen[model] = None
        waiting = list(_parts(model))
        while waiting:
            part = waiting.pop(0)
            if part in seen:
                continue
            seen[part] = None
            lines += _section(f"### {_name(part)}", part)
            waiting += _parts(part)
    lines += _logs()
    return "\n".join(lines).rstrip() + "\n"


def checks() -> str:
    """The page of all findings as Markdown, one entry a code."""
    lines = [
        # A list of a hundred codes helps nobody: the browser's own search and `cycles explain` do.
        "---",
        "hide: [toc]",
        "---",
        "",
        "# What the checks can find",
        "",
        "<!-- Made by `make docs`; a test compares it with the table of findings. -->",
        "",
        (
            "**E** stops a build, **W** stops it under `--strict`, **H** is a hint and never does. "
            "`cycles explain E308` prints one entry."
        ),
        "",
    ]
    for kind in kinds().values():
        lines += [f"## {kind.code}", "", f"**{kind.title}.** {kind.why}", "", f"*Mend it:* {kind.fix}", ""]
    return "\n".join(lines).rstrip() + "\n"


def commands(main: click.Group) -> str:
    """The page of all commands as Markdown: what each does, its arguments and its options."""
    lines = [
        "# Commands",
        "",
        "<!-- Made by `make docs`; a test compares it with the commands. -->",
        "",
        "`cycles --help` lists them, and `cycles check --help` says what one of them does.",
        "",
    ]
    for usage, command in _walk(main, "cycles", click.Context(main)):
        arguments = [
            ("{}" if p.required else "[{}]").format((p.name or "").upper())
            for p in command.params
            if isinstance(p, click.Argument)
        ]
        lines += [f"## {' '.join([usage, *arguments])}", "", inspect.cleandoc(command.help or ""), ""]
        options = [p for p in command.params if isinstance(p, click.Option)]
        if options:
            lines += ["| option | what it does |", "|---|---|"]
            lines += [f"| `{_option(p)}` | {_option_help(p)} |" for p in options]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _walk(group: click.Group, usage: str, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _walk(command, f"{usage} {name}", context)
        elif command is not None:
            yield f"{usage} {name}", command


def _option(option: click.Option) -> str:
    if option.is_flag:
        return option.opts[-1]
    choices = option.type.choices if isinstance(option.type, click.Choice) else ()
    value = " | ".join(map(str, choices)) if choices else (option.metavar or option.type.name).upper()
    return f"{option.opts[-1]} {value}".replace("|", "\\|")


def _option_help(option: click.Option) -> str:
    text = (option.help or "").replace("|", "\\|")
    given = option.default if option.show_default is True and not option.is_flag else None
    return text if given is None else f"{text} Default: `{given}`."


def _name(model: type[BaseModel]) -> str:
    return model.__name__.strip("_")


def _section(heading: str, model: type[BaseModel]) -> list[str]:
    lines = [
        heading,
        "",
        (model.__doc__ or "").strip(),
        "",
        "| key | takes | who sees it | what it is |",
        "|---|---|---|---|",
    ]
    for key, info in model.model_fields.items():
        required = " **required**" if info.is_required() else ""
        takes = _takes(info.annotation, info).replace("|", "\\|")
        lines.append(f"| `{key}` | {takes}{required} | {schema.default_audience(info)} | {_help(info)} |")
    return [*lines, ""]


def _help(info: FieldInfo) -> str:
    default = info.default
    text = info.description or ""
    if default is not PydanticUndefined and default is not None:
        text += f" Default: `{default}`."
    return text.replace("|", "\\|")


def _parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for info in model.model_fields.values():
        yield from _models(info.annotation)


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


_SIMPLE: dict[object, str] = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    values.PartialDate: "date",
}


def _takes(annotation: object, info: FieldInfo | None = None) -> str:
    """What a value looks like, in words."""
    del info
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"keys: [{_name(annotation)}](#{_name(annotation).lower()})"
    origin, parts = get_origin(annotation), [part for part in get_args(annotation) if part is not NoneType]
    if origin is Literal:
        return " · ".join(f"`{part}`" for part in parts)
    if origin is tuple:
        return f"list of {_takes(parts[0])}"
    if origin is dict:
        return f"by key: {_takes(parts[1])}"
    if parts:
        return _takes(parts[0])
    return "number" if getattr(annotation, "__name__", "") == "Decimal" else "text"


def _logs() -> list[str]:
    lines = [
        "## The five logs and their prompts",
        "",
        "`portfolio.yml` can rename, add, drop or translate them under `logs:`.",
        "",
    ]
    for template in our_templates():
        again = " May be repeated." if template.repeatable else ""
        lines += [
            f"### `{template.key}`",
            "",
            f"{template.title}.{again}",
            "",
            "| key | prompt | who sees the answer |",
            "|---|---|---|",
        ]
        lines += [f"| `{prompt.id}` | {prompt.text} | {prompt.audience} |" for prompt in template.prompts]
        lines.append("")
    return lines
