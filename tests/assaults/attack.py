"""What an attack is: files for a small portfolio, the door that they come through, what must be found."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MARK = "Quillfeather"
"""A word that attacks have in them: it is on the site exactly where what they bring was read rightly."""
GOOD = "cycles/good/fine.md"
"""The record beside every attack, which stays published."""
FILES = {
    GOOD: "---\ntitle: A fine cycle\ngrades: [7]\nsubject: Reading\ngoal: Students will weigh evidence.\n"
    "status: active\nstandards: RH.6-8.1\n---\n\nA write-up.\n",
    "cycles/good/school.yml": "name: Good school\n",
    "mkdocs.yml": "site_name: Our cycles\ntheme: {name: material}\nplugins: [coaching-cycles]\n",
    "docs/own.md": "# A page of our own\n",
}

Door = Literal["portfolio", "import", "archive", "inbox", "issue", "host"]


@dataclass(frozen=True, slots=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True, slots=True)
class Pipe:
    """A named pipe, which nobody ever writes into."""


@dataclass(frozen=True, slots=True)
class Sparse:
    """A file of so many bytes that takes no room."""

    size: int


Content = bytes | str | Link | Pipe | Sparse
Files = Mapping[str | bytes, Content]


@dataclass(frozen=True, slots=True)
class Attack:
    """A row of the table.

    `codes` are the kinds of all findings, with spaces between them, or those of each file: none, and it is
    read rightly. `read`: whether its mark gets onto the site; where nothing is said, when nothing is found.
    """

    name: str
    files: Callable[[], Files]
    codes: str | Mapping[str, str] = ""
    door: Door = "portfolio"
    read: bool | None = None

    def explain(self, found: Mapping[str, Mapping[str, int]]) -> str:
        """What was found (by file and kind) that should not be, or the other way round."""
        if isinstance(self.codes, str):
            kinds = {code for codes in found.values() for code in codes}
            wanted = set(self.codes.split())
            return "" if kinds == wanted else f"{sorted(kinds)}, not {sorted(wanted)}"
        return "; ".join(
            f"{path}: {sorted(found.get(path, {}))}, not {self.codes.get(path, '')}"
            for path in sorted(found.keys() | self.codes.keys())
            if set(found.get(path, {})) != set(self.codes.get(path, "").split())
        )

    @property
    def is_read(self) -> bool:
        """Whether something of it is to be on the site."""
        return not self.codes if self.read is None else self.read


def attack(
    name: str,
    files: Files | Callable[[], Files],
    codes: str | Mapping[str, str] = "",
    *,
    door: Door = "portfolio",
    read: bool | None = None,
) -> Attack:
    """A row of the table, briefly."""
    return Attack(name, files if callable(files) else lambda: files, codes, door, read)


def lay(folder: Path, files: Files) -> None:
    """Put files down, whatever they are; names may be bytes that are no text."""
    for name, content in files.items():
        place = os.path.join(os.fsencode(folder), os.fsencode(name))  # noqa: PTH118 - names of bytes
        os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120
        if isinstance(content, Link):
            os.symlink(content.target, place)  # noqa: PTH211
        elif isinstance(content, Pipe):
            os.mkfifo(place)
        else:
            with open(place, "wb") as file:  # noqa: PTH123
                if isinstance(content, Sparse):
                    file.truncate(content.size)
                else:
                    file.write(
                        content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
                    )
