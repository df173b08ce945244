"""Tables of counts in the inbox: a row a cycle, to answers. A table with a row a student is refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.proposing.asked import ASKED
from coaching_cycles.proposing.issues import Proposal, RefusedError
from coaching_cycles.reading import names
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.reading.spreadsheets import read_tables
from coaching_cycles.reading.students import find_student_row, names_students

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "inbox"
_LARGEST = 512 * 1024
_MOST = 200
"""Cycles in one table."""


def list_inbox(root: Path) -> list[str]:
    """The tables in the inbox, below the portfolio's folder."""
    folder = root / FOLDER
    if folder.is_symlink() or not folder.is_dir():
        return []
    return sorted(f"{FOLDER}/{path.name}" for path in folder.iterdir() if path.suffix.lower() == ".csv")


def read_inbox(root: Path, path: str) -> list[Proposal]:
    """The cycles of one table.

    Raises RefusedError for a table with rows about students, without the columns, or that can't be read.
    """
    content = read_bytes(root, path, _LARGEST)
    tables = read_tables(content, ".csv") if isinstance(content, bytes) else None
    if not tables:
        raise RefusedError(f"{path} cannot be read as a table of at most {_LARGEST // 1024} kB")
    rows = [row for row in tables[0] if any(cell.strip() for cell in row)]
    if len(rows) < 2:  # noqa: PLR2004 - columns, and a cycle
        raise RefusedError(f"{path} has no cycle below its first line")
    head = [_key(cell) for cell in rows[0]]
    missing = [asked.key for asked in ASKED if asked.required and asked.key not in head]
    others = [cell for key, cell in zip(head, rows[0], strict=True) if not key]
    if missing or any(map(names_students, others)):
        if find_student_row(tables[0]) is not None or any(map(names_students, others)):
            raise RefusedError(
                f"{path} seems to have a row for each student. Take it out of the repository and its "
                "history; `cycles import` makes counts of it on your computer"
            )
        raise RefusedError(f"{path} lacks the columns: {', '.join(missing)}")
    if len(rows) - 1 > _MOST:
        raise RefusedError(f"{path} has more than {_MOST} rows")
    return list(_proposals(path, head, rows[1:]))


def _proposals(path: str, head: list[str], rows: list[list[str]]) -> Iterator[Proposal]:
    stem = names.suggest(Path(path).stem)
    for number, row in enumerate(rows, start=1):
        given = {key: cell.strip() for key, cell in zip(head, row, strict=False) if key}
        absent = [asked.key for asked in ASKED if asked.required and not given.get(asked.key)]
        if absent:
            raise RefusedError(f"{path}, cycle {number}: nothing stands under {', '.join(absent)}")
        yield Proposal(f"inbox-{stem}-{number}", given)


def _key(cell: str) -> str:
    """The question that a column answers: by its key, or by its label in any capitals."""
    clean = cell.strip().lstrip("\ufeff").casefold()
    for asked in ASKED:
        if clean in {asked.key, asked.label.casefold()}:
            return asked.key
    return ""
