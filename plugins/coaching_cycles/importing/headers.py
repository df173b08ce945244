"""Which row is the header, and which rows are sums, means and remarks instead of students."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coaching_cycles.importing.cells import read_cell, tidy
from coaching_cycles.importing.exports import is_heading
from coaching_cycles.importing.roles import read_code, read_occasion, read_role

_SEARCHED = 30
_SUMS = (
    r"(?:total|average|avg\.?|mean|median|sum|percentage|overall"
    r"|gesamt|summe|promedio|gjennomsnitt|합계|평균)s?"
)
_SURE_TOTAL = re.compile(
    rf"(?i)(?:(?:grand|class|school|group|district|sub)[\s-]?{_SUMS}\b.*|{_SUMS}\s+\S.*"
    r"|points possible|possible points|max(?:imum)? (?:points|score)"
    r"|(?:std\.?|standard) ?dev(?:iation|\.)?|number of students|% (?:proficient|mastery|correct).*)"
)
_TOTAL = re.compile(rf"(?i){_SUMS}:?")
_SHORT_TOTAL = re.compile(r"(?i)(?:min|max|count|n|sd|st\. ?dev\.?)(?:imum)?")
_TEST_STUDENT = re.compile(r"(?i)student, test|test student")
_REMARK = re.compile(
    r"(?i).*(?:generated|exported|printed|report|page \d|copyright|©|confidential|downloaded|filter|note:).*"
    r"|\*.*|.*:.*:.*"
)


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The position of the header: the first row that has the most headings that are known.

    Where none is known, the first row of two or more cells without a number.
    """
    best, most = -1, 0
    for place, row in enumerate(rows[:_SEARCHED]):
        known = sum(_is_known(cell) for cell in row if cell)
        if known > most and not _has_numbers(row):
            best, most = place, known
    if most > 1 or (most and sum(map(bool, rows[best])) <= 3):  # noqa: PLR2004 - a short table
        return best
    wide = (n for n, row in enumerate(rows[:_SEARCHED]) if sum(map(bool, row)) > 1 and not _has_numbers(row))
    return next(wide, max(best, 0))


def _is_known(cell: str) -> bool:
    if len(cell) > 120:  # noqa: PLR2004 - a sentence, not a heading
        return False
    return (
        is_heading(cell)
        or bool(read_role(cell))
        or read_occasion(cell) is not None
        or read_code(cell) is not None
    )


def _has_numbers(row: Sequence[str]) -> bool:
    """True for a row with a bare number, which no heading is: “4.NF.1” and “2026-10-02” are none."""
    return any(read_cell(cell).kind in {"number", "share", "percent"} for cell in row)


def is_total(cells: Sequence[str], *, last: bool, first: bool = False) -> bool:
    """True for a row of sums, means or possible points; `last`: only such rows stand below it."""
    filled = filter(None, cells)
    label = tidy(next(filled, ""))
    if (first and label.casefold() == "points possible") or _SURE_TOTAL.fullmatch(label):
        return True
    if not (_TOTAL.fullmatch(label) or (last and _SHORT_TOTAL.fullmatch(label))):
        return False
    # “Average” may be a level too: beside a sum there are numbers, and no name, day or subject.
    return all(read_cell(tidy(cell)).kind != "words" for cell in filled)


def is_test_student(cells: Sequence[str]) -> bool:
    """True for the student that a learning platform makes up for a teacher to try things out."""
    return any(_TEST_STUDENT.fullmatch(cell) for cell in cells[:4])


def is_footer(cells: Sequence[str], header: Sequence[str]) -> bool:
    """True for a last row that holds one remark instead of a student."""
    filled = [cell for cell in cells if cell]
    return len(filled) == 1 and len([h for h in header if h]) > 1 and bool(_REMARK.fullmatch(filled[0]))
