"""Spreadsheets in a portfolio: rows about students are found in every kind, counts are let through."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.reading import spreadsheets
from coaching_cycles.reading.folder import scan
from coaching_cycles.reading.students import counts_students, find_student_row, names_students
from tests.test_reading_folder import plant, write

STUDENTS = {
    "name and score": "Name,Score\nAna Lopez,3\n",
    "student": "Student,Before,After\nA,1,2\n",
    "students by name": "Students,Before\nAna,1\nBo,2\n",
    "student id": "Student ID,Level\n1001,3\n",
    "id": "id;score\n17;3\n",
    "camel case": "SchoolYear,StudentIdentifier,Score\n2023,605000,3\n",
    "first and last": "Last Name\tFirst Name\nLopez\tAna\n",
    "email": "who,score\nana@example.org,3\n",
    "date of birth": "DOB,score\n2012-01-02,3\n",
    "initials": "Student initials,score\nA.L.,3\n",
    "header further down": "Reading check\n\nDate: 2012-10-02\nStudent Name,Score\nAna,3\n",
    "no header, names": "Ana Lopez,3\nBo Chen,4\nCy Dunn,1\nDi Eck,2\nEd Fox,2\n",
    "no header, last first": '"Lopez, Ana",3\n"Chen, Bo",4\n"Dunn, Cy",1\n"Eck, Di",2\n"Fox, Ed",2\n',
    "no header, first names": "Ana,3\nBo,4\nCy,1\nDi,2\nEd,2\n",
    "no header, ids": "100231,3\n100232,4\n100235,1\n100238,2\n100240,2\n",
    "odd header, ids": "key,result\nS10231,3\nS10232,4\nS10235,1\nS10238,2\nS10240,2\n",
    "numbered": "who,result\nStudent 1,3\nStudent 2,4\nStudent 3,1\nStudent 4,2\nStudent 5,2\n",
    "lettered": "who,result\nStudent A,3\nStudent B,4\nStudent C,1\nStudent D,2\nStudent E,2\n",
    "Spanish": "Alumno,Nivel\nAna,3\n",
    "Korean": "이름,점수\n김민수,3\n",
    "byte-order mark": "\ufeffStudent Name,Score\nAna,3\n",
}
COUNTS = {
    "empty": "",
    "levels": "level,before,after\nBeginning,11,2\nDeveloping,12,7\nProficient,4,14\nAdvanced,1,4\n",
    "dates": "date,students,proficient\n2012-10-02,28,9\n2012-10-15,27,14\n",
    "targets": "Target,n,proficient\nRead texts,28,9\nName events,28,20\nJudge,28,5\nDoubt,28,4\nCite,28,3\n",
    "periods": "name,students,proficient\nPeriod 1,28,9\nPeriod 3,27,12\n",
    "standards": "Standard ID,Students,Proficient\nRH.11-12.3,28,9\nRH.11-12.6,28,10\n",
    "school names": "School Name,Number of students,Proficient\nBenton High,28,9\n",
    "scores": "score,count\n0,1\n1,2\n2,9\n3,10\n4,6\n",
    "years": "year,cycles\n2008,1\n2009,2\n2010,3\n2011,5\n2012,8\n",
    "headings only": "Student,Before,After\n\n",
    "words": "criterion,what it means\nEvidence,Quotes the text\nClaim,States a position\n",
    "domains": "Phonological Awareness,12,15\nPhonics,10,14\nVocabulary,9,11\n",
    "counts without a known heading": "Phase,Count\nAna,3\nBo,4\nCy,12\nDi,2\nEd,2\n",
    "average per student": "grade,minutes per student\n3,12\n4,15\n",
    "questions": "Question,Correct\n1,20\n2,22\n3,19\n4,8\n5,20\n6,3\n",
}


@pytest.mark.parametrize("name", STUDENTS)
def test_rows_about_students_are_an_error(tmp_path: Path, name: str) -> None:
    plant(tmp_path, "cycles/a/x.md")
    for place in ("cycles/a/y/index.md", "cycles/a/_draft/index.md"):
        plant(tmp_path, place)
        write(tmp_path, place.replace("index.md", "logs/Table.CSV"), STUDENTS[name])
    write(tmp_path, "cycles/table.csv", STUDENTS[name])
    write(tmp_path, "cycles/a/table.tsv", re.sub(r"[,;](?! )", "\t", STUDENTS[name]))
    listing = scan(tmp_path)
    assert [p.code for p in listing.problems] == ["E148"] * 4
    assert all("publish counts instead" in p.hint for p in listing.problems)
    assert listing.schools[0].records[1].id == "a/y"


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_no_rows_about_students(tmp_path: Path, name: str) -> None:
    plant(tmp_path, "cycles/a/y/index.md")
    write(tmp_path, "cycles/a/y/counts.csv", COUNTS[name])
    write(tmp_path, "cycles/a/y/wide.csv", COUNTS[name].encode("utf-16"))
    write(tmp_path, "cycles/a/y/old.csv", COUNTS[name].encode("cp1252"))
    listing = scan(tmp_path)
    assert listing.problems == ()
    assert len(listing.schools[0].records[0].files) == 3


def test_the_finding_names_the_row(tmp_path: Path) -> None:
    plant(tmp_path, "cycles/a/y/index.md")
    write(tmp_path, "cycles/a/y/t.csv", "a,b\n1,2\n3,me@example.org\n")
    (problem,) = scan(tmp_path).problems
    assert (problem.code, problem.line) == ("E148", 3)
    assert "example.org" not in problem.message + problem.hint + problem.source


def test_real_exports_are_recognised(shared_data: Path) -> None:
    exports = sorted((shared_data / "assessments").glob("*.csv"))
    assert len(exports) >= 3
    for file in exports:
        (rows,) = spreadsheets.read_tables(file.read_bytes(), ".csv") or [[]]
        assert find_student_row(rows) is not None, file.name


def xlsx(rows: list[list[str]], *, inline: bool = False) -> bytes:
    strings = [cell for row in rows for cell in row]
    sheet, number = "", 0
    for n, row in enumerate(rows, 1):
        sheet += f'<row r="{n}">'
        for column, cell in enumerate(row):
            place = f'r="{chr(65 + column)}{n}"'
            if cell:
                sheet += (
                    f'<c {place} t="inlineStr"><is><t>{cell}</t></is></c>'
                    if inline
                    else f'<c {place} t="s"><v>{number}</v></c>'
                )
            number += 1
        sheet += "</row>"
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {space}><sheetData/></worksheet>")
        archive.writestr(
            "xl/worksheets/sheet2.xml", f"<worksheet {space}><sheetData>{sheet}</sheetData></worksheet>"
        )
        shared = "".join(f"<si><r><t>{cell[:1]}</t></r><r><t>{cell[1:]}</t></r></si>" for cell in strings)
        archive.writestr("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>")
    return data.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    table, text = (
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    )
    body = "".join(
        "<t:table-row>"
        + "".join(
            f"<t:table-cell><x:p>{cell}</x:p></t:table-cell>"
            if cell
            else '<t:table-cell t:number-columns-repeated="1"/>'
            for cell in row
        )
        + "</t:table-row>"
        for row in rows
    )
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("content.xml", f'<t:table xmlns:t="{table}" xmlns:x="{text}">{body}</t:table>')
    return data.getvalue()


ROSTER = [["Reading", "", ""], ["Period", "", "Student"], ["3", "", "Ana"], ["3", "", "Bo"]]
TABLE = [["level", "before"], ["Beginning", "11"], ["Developing", "12"]]


def test_cells_stand_in_their_columns() -> None:
    """Blank cells are left out of the files, and come back."""
    ragged = [["a", "", "", "b"], ["", "c", "", ""], ["", "", "", "d"]]
    assert spreadsheets.read_tables(ods(ragged), ".ods") == [ragged]
    for inline in (True, False):
        _, rows = spreadsheets.read_tables(xlsx(ragged, inline=inline), ".xlsx") or [[], []]
        assert rows == [["a", "", "", "b"], ["", "c"], ["", "", "", "d"]]


@pytest.mark.parametrize(
    ("places", "columns"),
    [
        (["A1", "B1"], [0, 1]),
        (["B1", "AA1"], [1, 26]),
        (["c1", "AZ1", "BA1"], [2, 51, 52]),
        (["ZZ1"], [300]),
        (["", ""], [0, 1]),
    ],
)
def test_columns_have_letters(places: list[str], columns: list[int]) -> None:
    cells = "".join(f'<c r="{place}"><v>7</v></c>' for place in places)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><row>{cells}</row></worksheet>")
    ((row,),) = spreadsheets.read_tables(data.getvalue(), ".xlsx") or [[[]]]
    assert [at for at, cell in enumerate(row) if cell] == columns


def sheet(cells: int) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        row = "".join(f"<c><v>{number}</v></c>" for number in range(cells))
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet><row>{row}</row></worksheet>")
    return data.getvalue()


def test_cells_beyond_the_last_column_are_left_alone() -> None:
    ((row,),) = spreadsheets.read_tables(sheet(305), ".xlsx") or [[[]]]
    assert row[:300] == [str(number) for number in range(300)]
    assert set(row[300:]) <= {"300", ""}


def test_sheet_of_too_many_elements_is_not_looked_into(monkeypatch: pytest.MonkeyPatch) -> None:
    # The sheet, the row, two elements a cell.
    monkeypatch.setattr(spreadsheets, "_ELEMENTS", 42)
    assert spreadsheets.read_tables(sheet(20), ".xlsx") == [[[str(number) for number in range(20)]]]
    assert spreadsheets.read_tables(sheet(21), ".xlsx") is None


def test_cells_that_are_repeated() -> None:
    """An .ods says how often: in a sheet a thousand blank cells are one."""
    for times, column in (("1", 1), ("3", 3), ("299", 299), ("1000", 300), ("99999", 1), ("x", 1)):
        cells = f'<cell number-columns-repeated="{times}"/><cell><p>7</p></cell>'.replace(
            "cell", "table-cell"
        )
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("content.xml", f"<x><table-row>{cells}</table-row></x>")
        ((row,),) = spreadsheets.read_tables(data.getvalue(), ".ods") or [[[]]]
        assert row.index("7") == column


def test_the_first_rows_and_columns_are_looked_at() -> None:
    for suffix, comma in ((".csv", ","), (".tsv", "\t"), (".tab", "\t")):
        wide = comma.join("1" * 301)
        (rows,) = spreadsheets.read_tables("\n".join([wide] * 2001).encode(), suffix) or [[]]
        assert (len(rows), len(rows[0])) == (2000, 300)
        (rows,) = spreadsheets.read_tables("\n".join([wide] * 1999).encode(), suffix) or [[]]
        assert len(rows) == 1999


@pytest.mark.parametrize(("size", "codes"), [(8 * 2**20, []), (8 * 2**20 + 1, ["E149"])])
def test_how_large_a_spreadsheet_is_looked_into(tmp_path: Path, size: int, codes: list[str]) -> None:
    plant(tmp_path, "cycles/a/y/index.md")
    write(tmp_path, "cycles/a/y/t.csv", b"a,b\n1,2\n" * (size // 8) + b"\n" * (size % 8))
    assert [p.code for p in scan(tmp_path).problems] == codes


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b,c;d", ["a", "b,c", "d"]),
        ("a,b;c,d", ["a", "b;c", "d"]),
        ("a|b", ["a", "b"]),
        ("a\tb", ["a", "b"]),
        (" a , b ", ["a", "b"]),
    ],
)
def test_what_parts_the_cells_of_a_line(text: str, cells: list[str]) -> None:
    assert spreadsheets.read_tables(text.encode(), ".csv") == [[cells]]


@pytest.mark.parametrize(
    ("suffix", "data", "codes"),
    [
        ("xlsx", xlsx(ROSTER), ["E148"]),
        ("xlsx", xlsx(ROSTER, inline=True), ["E148"]),
        ("xlsx", xlsx(TABLE), []),
        ("XLSX", xlsx(TABLE, inline=True), []),
        ("ods", ods(ROSTER), ["E148"]),
        ("ods", ods(TABLE), []),
        ("xlsx", b"", ["E149"]),
        ("xlsx", b"PK\x03\x04 broken", ["E149"]),
        ("xlsx", ods(TABLE), ["E149"]),
        ("ods", xlsx(TABLE), ["E149"]),
        ("xls", b"\xd0\xcf\x11\xe0 old", ["E149"]),
        ("numbers", xlsx(TABLE), ["E149"]),
        ("csv", b"a," + b"b" * 200_000, ["E149"]),
    ],
)
def test_workbooks(tmp_path: Path, suffix: str, data: bytes, codes: list[str]) -> None:
    plant(tmp_path, "cycles/a/y/index.md")
    write(tmp_path, f"cycles/a/y/t.{suffix}", data)
    assert [p.code for p in scan(tmp_path).problems] == codes


def test_workbooks_that_unpack_without_end(tmp_path: Path) -> None:
    entities = (
        '<!DOCTYPE x [<!ENTITY a "'
        + "x" * 1000
        + '"><!ENTITY b "'
        + "&a;" * 1000
        + '">]><worksheet>&b;</worksheet>'
    )
    for number, content in enumerate((b" " * 300_000_000, entities.encode(), b"<row>" * 1_000_000)):
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", content)
        write(tmp_path, f"cycles/a/y/{number}.xlsx", data.getvalue())
    plant(tmp_path, "cycles/a/y/index.md")
    with (tmp_path / "cycles" / "a" / "y" / "huge.csv").open("wb") as file:
        file.truncate(1 << 40)
    assert [p.code for p in scan(tmp_path).problems] == ["E149"] * 4


@given(data=st.binary(), suffix=st.sampled_from(sorted(spreadsheets.SUFFIXES)))
def test_no_spreadsheet_raises(data: bytes, suffix: str) -> None:
    for table in spreadsheets.read_tables(data, suffix) or []:
        find_student_row(table)


@given(rows=st.lists(st.lists(st.text(max_size=9))))
def test_no_table_raises(rows: list[list[str]]) -> None:
    find_student_row(rows)


PEOPLE = [
    "student", "students", "pupil", "pupils", "learner", "learners", "child", "children", "kid", "scholar",
    "alumno", "alumna", "alumnos", "alumnas", "estudiante", "estudiantes", "elev", "elever", "학생",
]  # fmt: skip
FACTS = [
    "name", "names", "id", "ids", "identifier", "number", "no", "code", "email", "mail", "initials",
    "first", "last", "middle", "given", "family", "birth", "birthdate", "dob", "login", "username",
    "nombre", "apellido", "이름", "번호",
]  # fmt: skip
BY_THEMSELVES = [
    "Name", "names", "ID", "FirstName", "last_name", "Middle Name", "given name", "family name", "full name",
    "Legal Name", "preferred name", "Surname", "forename", "firstname", "lastname", "email", "E-mail", "mail",
    "email address", "e-mail address", "DOB", "date of birth", "birth date", "birthdate", "birthday",
    "username", "user name", "user id", "login", "SSN", "ssid", "sasid", "lasid", "suid", "SIS ID",
    "local id", "state id", "upn", "nombre", "nombres", "apellido", "apellidos", "correo",
    "fecha de nacimiento", "이름", "성명", "학번", "생년월일", "student", "pupil", "learner", "child", "kid",
    "scholar", "alumno", "alumna", "estudiante", "elev", "navn", "fornavn", "etternavn", "elevnummer", "학생",
]  # fmt: skip
HOW_MANY = [
    "n", "Students", "pupils", "learners", "children", "count", "counts", "enrolled", "assessed", "tested",
    "Number of students", "number of pupils", "no. of students", "# of students", "num students",
    "n students", "student count", "students tested", "students assessed", "estudiantes", "alumnos",
    "학생 수", "인원",
]  # fmt: skip


def test_every_heading_of_a_roster_is_known() -> None:
    headings = [*BY_THEMSELVES, *(f"{one} {fact}" for one in PEOPLE for fact in FACTS)]
    assert [one for one in headings if not names_students(one) or counts_students(one)] == []


def test_every_heading_of_a_count_is_known() -> None:
    assert [one for one in HOW_MANY if names_students(one) or not counts_students(one)] == []


GROUPS = [
    "level", "levels", "target", "targets", "standard", "standards", "date", "question", "school",
    "schools", "grade", "grades", "group", "groups", "period", "item", "items", "skill", "skills",
    "domain", "subject", "week", "month", "year", "assessment", "class", "classes", "criterion",
    "criteria", "dimension", "reading", "check", "category", "score", "scores", "points", "percent",
    "measure", "step", "day", "time", "section", "strand", "resource", "title", "text", "word", "words",
    "event", "term", "topic", "source", "page", "chapter", "unit", "form", "teacher", "cycle", "practice",
    "strategy", "objective", "goal", "outcome", "proficiency", "band", "rating", "result", "test",
    "nivel", "fecha", "grupo", "수준", "날짜",
]  # fmt: skip


def test_groups_in_the_first_column_are_no_students() -> None:
    names = [["Ana Lopez", "3"], ["Bo Chen", "4"], ["Cy Dunn", "1"], ["Di Eck", "2"], ["Ed Fox", "2"]]
    assert [one for one in GROUPS if find_student_row([[one, "before"], *names])] == []
    assert find_student_row([["other", "before"], *names]) is not None


@pytest.mark.parametrize("many", [4, 5])
@pytest.mark.parametrize("others", [1, 2, 3])
def test_first_columns_of_names_are_long_and_nearly_all_names(many: int, others: int) -> None:
    names = [[f"{first} {last}"] for first, last in zip("ABCDEFGH", "RSTUVWXY", strict=True)][:many]
    rows = [["other"], *([["12"]] * (others - 1)), *names]
    assert (find_student_row(rows) is not None) == (many == 5 and others <= 2)


@pytest.mark.parametrize(("above", "found"), [(0, True), (9, True), (10, False)])
def test_a_heading_stands_among_the_first_ten_rows(above: int, found: bool) -> None:
    rows = [*([["Reading check", "7"]] * above), ["Student ID", "Level"], ["A", "3"]]
    assert (find_student_row(rows) is not None) == found


@pytest.mark.parametrize("suffix", ["xls", "xlsx", "xlsm", "xlsb", "xltx", "ods", "numbers"])
def test_workbooks_that_cannot_be_looked_into_are_kept_out(tmp_path: Path, suffix: str) -> None:
    plant(tmp_path, "cycles/a/y/index.md", f"cycles/a/y/counts.{suffix}")
    assert [(p.code, p.path) for p in scan(tmp_path).problems] == [("E149", f"cycles/a/y/counts.{suffix}")]


@pytest.mark.parametrize("suffix", ["csv", "tsv", "tab"])
def test_tables_of_text_are_looked_into(tmp_path: Path, suffix: str) -> None:
    plant(tmp_path, "cycles/a/y/index.md")
    write(tmp_path, f"cycles/a/y/counts.{suffix}", "Student ID\tScore\n1001\t3\n")
    assert [p.code for p in scan(tmp_path).problems] == ["E148"]
