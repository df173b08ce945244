"""Making class lists in the shapes and formats that programs write, and importing them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from coaching_cycles.importing.adapting import Said, adapt
from coaching_cycles.importing.counting import Outcome
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.occasions import Wish
from coaching_cycles.importing.session import Opened, Settings, open_file, work_out

Rows = Sequence[Sequence[object]]

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def to_csv(rows: Rows, delimiter: str = ",", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue().encode(encoding)


def to_xlsx(*sheets: Rows, names: Sequence[str] = ()) -> bytes:
    """The smallest workbook that a spreadsheet program opens; numbers are numbers, all else is text."""
    out = io.BytesIO()
    titles = [names[n] if n < len(names) else f"Sheet{n + 1}" for n in range(len(sheets))]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'{_RELATIONS}<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>",
        )
        listed = "".join(
            f'<sheet name="{escape(t)}" sheetId="{n}" r:id="s{n}"/>' for n, t in enumerate(titles, 1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<?xml version="1.0"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f"<sheets>{listed}</sheets></workbook>",
        )
        links = "".join(
            f'<Relationship Id="s{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f"{_RELATIONS}{links}</Relationships>")
        for number, rows in enumerate(sheets, 1):
            body = "".join(_row(n, row) for n, row in enumerate(rows, 1))
            archive.writestr(
                f"xl/worksheets/sheet{number}.xml",
                f'<?xml version="1.0"?><worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
            )
    return out.getvalue()


def _row(number: int, row: Sequence[object]) -> str:
    cells = []
    for column, value in enumerate(row):
        place = f"{letter(column)}{number}"
        if isinstance(value, int | float):
            cells.append(f'<c r="{place}"><v>{value}</v></c>')
        elif value not in ("", None):
            text = escape(str(value))
            cells.append(f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else letter(column // 26 - 1) + letter(column % 26)


def bring(
    *files: bytes | str, said: Said | None = None, wish: Wish | None = None, settings: Settings | None = None
) -> tuple[list[Outcome], Notes]:
    """What `cycles import` counts in files, and what it finds."""
    notes = Notes()
    settings = settings or Settings(wish=wish or Wish())
    opened: list[Opened] = []
    told = settings.wish
    for file in files:
        one = open_file(file.encode() if isinstance(file, str) else file, notes, settings)
        if one is None:
            return [], notes
        plan, told = adapt(one.plan, one.table, said or Said(), told, notes)
        opened.append(Opened(one.table, plan, one.export))
    made = Settings(told, settings.rule, blank_is_absent=settings.blank_is_absent)
    return work_out(opened, made, notes), notes


def codes(notes: Notes) -> list[str]:
    return sorted({problem.code for problem in notes.problems})


def readings(outcome: Outcome) -> list[tuple[str, int, int, tuple[object, ...] | None]]:
    """Each reading: which it is, students, absent, and its levels or the mean and spread of its scores."""
    return [
        (
            c.role,
            c.students,
            c.absent,
            c.levels or ((str(c.scores.mean), str(c.scores.sd)) if c.scores else None),
        )
        for c in outcome.readings
    ]


def facts(outcome: Outcome) -> dict[str, object]:
    """An outcome in short, for comparing with what was counted by hand."""
    return {
        "readings": readings(outcome),
        "both": (outcome.matched, outcome.left, outcome.joined),
        "moved": outcome.moved,
        "change": outcome.change
        and (outcome.change.students, str(outcome.change.mean), str(outcome.change.sd)),
    }
