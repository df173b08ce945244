"""What was found in a file of student rows: where, never what. No cell's text is repeated in a finding."""

from __future__ import annotations

from collections.abc import Iterable

from coaching_cycles.problems import Mark, Problem, stops

_ROWS_SHOWN = 8


class Notes:
    """The findings of one import. `file` is what the file is called here: its own name may name a student."""

    def __init__(self, file: str = "file") -> None:
        self.file = file
        self.problems: list[Problem] = []

    def add(self, code: str, message: str, hint: str = "", row: int = 1) -> None:
        """Report something; `row` is the row of the sheet, from 1."""
        self.problems.append(Problem(self.file, Mark(row), code, message, hint))

    def add_rows(self, code: str, message: str, rows: Iterable[int], hint: str = "") -> None:
        """Report something about several rows: `message` is completed by them."""
        found = sorted(set(rows))
        if found:
            self.add(code, f"{message} ({name_rows(found)})", hint, found[0])

    @property
    def stops(self) -> bool:
        """True when nothing can be counted."""
        return stops(self.problems)


def name_rows(rows: list[int]) -> str:
    """`row 4`, or `rows 4, 7, 9`, cut after a few."""
    shown = ", ".join(map(str, rows[:_ROWS_SHOWN]))
    more = f" and {len(rows) - _ROWS_SHOWN} more" if len(rows) > _ROWS_SHOWN else ""
    return f"row{'' if len(rows) == 1 else 's'} {shown}{more}"
