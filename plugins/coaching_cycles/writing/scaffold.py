"""The files of a new portfolio, from the templates in `data/scaffold`, put down without overwriting any."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.writing.format import write_tree
from coaching_cycles.writing.kinds import FILES
from coaching_cycles.writing.styles import write_scalar
from coaching_cycles.writing.tree import Group, grow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

    from coaching_cycles.writing.tree import Data

GENERATOR = "example/coaching-cycles"
"""The repository that the workflow installs the generator from, when no other is named."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Files that were written, and those that were there already and stayed as they were."""

    written: tuple[str, ...]
    kept: tuple[str, ...]


def portfolio_files(title: str, school: str, key: str, generator: str = GENERATOR) -> dict[str, str]:
    """Every file of a new portfolio with one school and an example, by its path."""
    values = {
        "title": write_scalar(title),
        "readme_title": title,
        "school_key": key,
        "generator": generator,
    }
    files = {}
    for path, template in _templates(resources.files("coaching_cycles").joinpath("data", "scaffold")):
        text = template.read_text(encoding="utf-8")
        for name, value in values.items():
            text = text.replace(f"@{name}@", value)
        files[path.replace("SCHOOL", key).replace("dot-", ".")] = text
    schemas = {f".schemas/{part}.json": schema_text(part) for part in FILES}
    return {**files, **school_files({"name": school}, key), **schemas}


def school_files(data: Mapping[str, Data], key: str, cycles_dir: str = "cycles") -> dict[str, str]:
    """A school's own file, and the schema that editors check it by."""
    up = "../" * (cycles_dir.strip("/").count("/") + 2)
    root = grow(data)
    tree = root if isinstance(root, Group) else Group(keyed=True)
    tree.head = [f"# yaml-language-server: $schema={up}.schemas/school.json"]
    schemas = {".schemas/school.json": schema_text("school")}
    return {f"{cycles_dir.strip('/')}/{key}/school.yml": write_tree("school", tree), **schemas}


def schema_text(part: str) -> str:
    """The JSON Schema of a kind of file."""
    return json.dumps(FILES[part].model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def lay(folder: Path, files: Mapping[str, str | bytes]) -> Laid:
    """Write files below a folder. What is there already stays, whatever it is."""
    written, kept = [], []
    for path, text in sorted(files.items()):
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            # "x" makes a new file or none: it goes through no link, and two at once can't both win.
            with place.open("xb") as stream:
                stream.write(text.encode() if isinstance(text, str) else text)
            written.append(path)
        except FileExistsError:
            kept.append(path)
    return Laid(tuple(written), tuple(kept))


def _templates(folder: Traversable, below: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _templates(entry, f"{below}{entry.name}/")
        else:
            yield f"{below}{entry.name}", entry
