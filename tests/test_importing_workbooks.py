"""Excel files: read as typed, and refused when unpacking them would cost more than a spreadsheet can."""

from __future__ import annotations

import io
import zipfile

import pytest

from coaching_cycles.importing import workbooks
from coaching_cycles.importing.session import Settings
from tests.importing import bring, codes, facts, to_xlsx

ROWS = [["Student", "Pre", "Post"], ["A", 7, 9], ["B", 5, 10]]


def rewrite(data: bytes, changes: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        for name in [*names, *(name for name in changes if name not in names)]:
            new.writestr(name, changes[name] if name in changes else old.read(name))
    return out.getvalue()


def sheet(cells: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()
    )


PART = "xl/worksheets/sheet1.xml"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
MANY = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_000))
LONG = b"<sst><si><t>" + b"x" * 40_000 + b"</t></si></sst>"


@pytest.mark.parametrize(
    "changes",
    [
        {PART: sheet(FAR)},
        {PART: sheet(FAR).replace(b'"XFD1048576"', b"'XFD1048576'")},
        {PART: sheet(FAR).decode().encode("utf-16")},
        {"xl/media/zeros.bin": bytes(100 * 1024 * 1024)},
        {f"xl/part{n}.xml": b"" for n in range(600)},
        {PART: sheet(MANY), "xl/sharedStrings.xml": LONG},
    ],
    ids=["far cell", "other quotes", "utf-16", "zeros", "many parts", "one text many times"],
)
def test_what_would_unpack_to_too_much_is_not_opened(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, bytes]
) -> None:
    def opened(name: str) -> None:
        pytest.fail(f"{name} was loaded, and would have unpacked the file")

    monkeypatch.setattr(workbooks, "import_module", opened)
    outcomes, notes = bring(rewrite(to_xlsx(ROWS), changes))
    assert (outcomes, codes(notes)) == ([], ["E820"])


def test_a_lie_about_the_size_is_found() -> None:
    data = to_xlsx(ROWS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(PART).file_size
    liar = data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert liar != data
    outcomes, notes = bring(liar)
    assert (outcomes, codes(notes)) == ([], ["E820"])


@pytest.mark.parametrize("end", [40, 200, 1000])
def test_a_damaged_file_is_a_finding(end: int) -> None:
    assert codes(bring(to_xlsx(ROWS)[:-end])[1]) == ["E820"]


def test_an_archive_that_is_no_workbook_is_a_finding() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("list.csv", "Student,Pre\nA,1\n")
    assert codes(bring(out.getvalue())[1]) == ["E820"]


def test_without_the_library_the_finding_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(workbooks, "import_module", missing)
    _, notes = bring(to_xlsx(ROWS))
    assert codes(notes) == ["E820"]
    assert "[xlsx]" in notes.problems[0].hint


def test_sheets_are_chosen_by_name_or_number() -> None:
    book = to_xlsx(ROWS, [["Student", "Pre", "Post"], ["A", 1.5, 2.5]], names=["Math", "Reading"])
    first, notes = bring(book)
    assert codes(notes) == ["H834"]
    for chosen in ("reading", "2"):
        second, notes = bring(book, settings=Settings(sheet=chosen))
        assert codes(notes) == []
        assert facts(second[0])["change"] == (1, "1", "None")
    assert facts(first[0])["change"] == (2, "3.5", "2.12")
    assert codes(bring(book, settings=Settings(sheet="Science"))[1]) == ["E820"]
