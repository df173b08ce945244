"""What `mkdocs.yml` says of a site, read without MkDocs: an export must work when there is none any more."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from coaching_cycles.adapters.hosting import edit_base
from coaching_cycles.reading.files import read_text
from coaching_cycles.writing.tree import Data

if TYPE_CHECKING:
    from pathlib import Path

NAME = "mkdocs.yml"


class _Loader(yaml.CSafeLoader):
    """Plain data; of MkDocs' own tags `!ENV` gives its value, and any other its text."""


def _tagged(loader: _Loader, suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    parts = (
        loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else [node.value]
    )
    if suffix != "ENV":
        return suffix if parts == [""] else parts[-1] if parts else None
    *names, last = parts or [None]
    names = names or [last]
    return next(
        (os.environ[str(name)] for name in names if str(name) in os.environ), last if len(parts) > 1 else None
    )


_Loader.add_multi_constructor("!", _tagged)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", _tagged)


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """The settings that an export asks for; the defaults are MkDocs' own."""

    name: str = ""
    url: str = ""
    description: str = ""
    copyright: str = ""
    repository: str = ""
    edit_uri: str = ""
    language: str = "en"
    docs_dir: str = "docs"
    custom_dir: str = ""
    folders: bool = True
    """Whether a page `help.md` becomes `help/index.html`."""
    nav: Data = None
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    extension_options: dict[str, dict[str, Data]] = field(default_factory=dict)

    def edits(self, folder: Path) -> str | None:
        """The address below which records are edited."""
        return edit_base(self.repository, self.edit_uri, folder.resolve(), (folder / self.docs_dir).resolve())


def read_site_settings(folder: Path) -> SiteSettings:
    """The settings in a portfolio's `mkdocs.yml`; the defaults where none can be read."""
    text, _ = read_text(folder, NAME)
    try:
        data = yaml.load(text or "", Loader=_Loader)  # noqa: S506 - a safe loader with two more tags
    except yaml.YAMLError:
        data = None
    found = data if isinstance(data, dict) else {}
    theme = found.get("theme")
    theme = theme if isinstance(theme, dict) else {}
    extensions = dict(_extensions(found.get("markdown_extensions")))
    return SiteSettings(
        name=_text(found, "site_name"),
        url=_text(found, "site_url"),
        description=_text(found, "site_description"),
        copyright=_text(found, "copyright"),
        repository=_text(found, "repo_url"),
        edit_uri=_text(found, "edit_uri"),
        language=_text(theme, "language") or "en",
        docs_dir=_text(found, "docs_dir") or "docs",
        custom_dir=_text(theme, "custom_dir"),
        folders=found.get("use_directory_urls") is not False,
        nav=found.get("nav"),
        styles=_texts(found.get("extra_css")),
        scripts=_texts(found.get("extra_javascript")),
        extensions=(
            "toc",
            "tables",
            "fenced_code",
            *(n for n in extensions if n not in {"toc", "tables", "fenced_code"}),
        ),
        extension_options=extensions,
    )


def _text(found: dict[str, Data], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    listed = value if isinstance(value, list) else []
    named = [one.get("path") if isinstance(one, dict) else one for one in listed]
    return tuple(one for one in named if isinstance(one, str))


def _extensions(value: object) -> list[tuple[str, dict[str, Data]]]:
    """Names and options: MkDocs takes a list of names and of single pairs, or one mapping."""
    listed = [{name: options} for name, options in value.items()] if isinstance(value, dict) else value
    found: list[tuple[str, dict[str, Data]]] = []
    for one in listed if isinstance(listed, list) else []:
        pairs = one.items() if isinstance(one, dict) else [(one, None)]
        found += [(str(name), options if isinstance(options, dict) else {}) for name, options in pairs]
    return found
