"""What a portfolio's folder holds, and what about its names and spreadsheets is reported."""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.reading import names, spreadsheets
from coaching_cycles.reading.folder import Listing, RecordFiles, SchoolFiles, scan
from coaching_cycles.reading.students import find_student_row


def plant(root: Path, *paths: str, **texts: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")
    for path, text in texts.items():
        (root / path).write_text(text, encoding="utf-8")
    return root


def write(root: Path, path: str, text: str | bytes) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text if isinstance(text, bytes) else text.encode())


def found(listing: Listing) -> list[tuple[str, str]]:
    return [(p.code, p.path) for p in listing.problems]


def test_a_portfolio(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "cycles/portfolio.yml",
        "cycles/README.md",
        "cycles/benton-high/school.yml",
        "cycles/benton-high/2012-10-civil-war.md",
        "cycles/benton-high/2012-11-labs/index.md",
        "cycles/benton-high/2012-11-labs/rubric one.pdf",
        "cycles/benton-high/2012-11-labs/Samples/Pre.JPG",
        "cycles/benton-high/2012-11-labs/logs/2012-11-20-impact.md",
        "cycles/benton-high/2012-11-labs/logs/2012-11-05-goal.md",
        "cycles/benton-high/2012-11-labs/logs/scan.pdf",
        "cycles/서울-초등학교/읽기_1.0.md",
        "cycles/Almeda/Água.md",
        "elsewhere/x.csv",
    )
    listing = scan(tmp_path)
    assert listing.problems == ()
    assert listing.portfolio == "cycles/portfolio.yml"
    labs = "cycles/benton-high/2012-11-labs"
    assert listing.schools == (
        SchoolFiles("Almeda", "cycles/Almeda", None, (RecordFiles("Almeda/Água", "cycles/Almeda/Água.md"),)),
        SchoolFiles(
            "benton-high",
            "cycles/benton-high",
            "cycles/benton-high/school.yml",
            (
                RecordFiles("benton-high/2012-10-civil-war", "cycles/benton-high/2012-10-civil-war.md"),
                RecordFiles(
                    "benton-high/2012-11-labs",
                    f"{labs}/index.md",
                    labs,
                    (f"{labs}/logs/2012-11-05-goal.md", f"{labs}/logs/2012-11-20-impact.md"),
                    (f"{labs}/Samples/Pre.JPG", f"{labs}/logs/scan.pdf", f"{labs}/rubric one.pdf"),
                ),
            ),
        ),
        SchoolFiles(
            "서울-초등학교",
            "cycles/서울-초등학교",
            None,
            (RecordFiles("서울-초등학교/읽기_1.0", "cycles/서울-초등학교/읽기_1.0.md"),),
        ),
    )


def test_what_programs_leave_is_passed_over(tmp_path: Path) -> None:
    plant(
        tmp_path,
        "cycles/a/x.md",
        *(
            f"cycles/a/{name}"
            for name in (".DS_Store", "x.md.bak", "x.md~", "Thumbs.db", "~$x.docx", ".x.md.swp")
        ),
        *(
            f"cycles/{name}"
            for name in (".git/config", "desktop.ini", "README.md", "roster.txt", ".hidden/y/z.md")
        ),
        "cycles/a/y/index.md",
        "cycles/a/y/.DS_Store",
        "cycles/a/y/index.md~",
    )
    listing = scan(tmp_path)
    assert listing.problems == ()
    assert [(r.id, r.files) for s in listing.schools for r in s.records] == [("a/x", ()), ("a/y", ())]


def test_an_underscore_makes_a_draft(tmp_path: Path) -> None:
    plant(tmp_path, "cycles/a/x.md", "cycles/a/_y.md", "cycles/a/_z/index.md", "cycles/_b/school.yml")
    plant(tmp_path, "cycles/a/w/index.md", "cycles/a/w/_plan.pdf")
    listing = scan(tmp_path)
    assert listing.problems == ()
    assert [r.id for s in listing.schools for r in s.records] == ["a/w", "a/x"]
    assert listing.schools[0].records[0].files == ("cycles/a/w/_plan.pdf",)
    assert listing.drafts == ("cycles/_b", "cycles/a/_y.md", "cycles/a/_z")


FAULTS = {
    "record without a school": (["cycles/x.md"], "E147", "cycles/x.md"),
    "record folder without a school": (
        ["cycles/x/index.md", "cycles/x/logs/1.md", "cycles/x/a.pdf"],
        "E147",
        "cycles/x/index.md",
    ),
    "index of a school": (["cycles/a/index.md"], "E147", "cycles/a/index.md"),
    "folder without index": (["cycles/a/y/notes.pdf"], "E146", "cycles/a/y"),
    "folder with another name for index": (["cycles/a/y/Index.md", "cycles/a/y/z.pdf"], "E146", "cycles/a/y"),
    "folder with logs only": (["cycles/a/y/logs/1.md"], "E146", "cycles/a/y"),
    "file and folder": (["cycles/a/x/index.md"], "E145", "cycles/a/x.md"),
    "file and its attachments": (["cycles/a/x/rubric.pdf"], "E145", "cycles/a/x.md"),
    "file and folder by case": (["cycles/a/X/index.md"], "E145", "cycles/a/x.md"),
    "case of files": (["cycles/a/X.md"], "E144", "cycles/a/x.md"),
    "case of schools": (["cycles/A/y.md"], "E144", "cycles/a"),
    "case of attachments": (
        ["cycles/a/y/index.md", "cycles/a/y/P.pdf", "cycles/a/y/p.pdf"],
        "E144",
        "cycles/a/y/p.pdf",
    ),
    "accents": (["cycles/a/e\u0301.md", "cycles/a/\u00e9.md"], "E144", "cycles/a/\u00e9.md"),
    "sharp s": (["cycles/a/gross.md", "cycles/a/groß.md"], "E144", "cycles/a/groß.md"),
    "space": (["cycles/a/my cycle.md"], "E143", "cycles/a/my cycle.md"),
    "space in a school": (["cycles/Benton High/y.md"], "E143", "cycles/Benton High"),
    "space in a folder": (["cycles/a/my cycle/index.md"], "E143", "cycles/a/my cycle"),
    "number sign": (["cycles/a/unit#2.md"], "E143", "cycles/a/unit#2.md"),
    "percent": (["cycles/a/50%.md"], "E143", "cycles/a/50%.md"),
    "ampersand": (["cycles/a/r&d.md"], "E143", "cycles/a/r&d.md"),
    "apostrophe": (["cycles/a/o'neil.md"], "E143", "cycles/a/o'neil.md"),
    "zero width": (["cycles/a/x\u200by.md"], "E143", "cycles/a/x\u200by.md"),
    "signs only": (["cycles/a/--.md"], "E143", "cycles/a/--.md"),
    "question mark": (["cycles/a/why?.md"], "E142", "cycles/a/why?.md"),
    "colon": (["cycles/a/y/index.md", "cycles/a/y/a:b.pdf"], "E142", "cycles/a/y/a:b.pdf"),
    "backslash": (["cycles/a/y\\z.md"], "E142", "cycles/a/y\\z.md"),
    "quote": (['cycles/a/"y".md'], "E142", 'cycles/a/"y".md'),
    "device": (["cycles/a/con.md"], "E142", "cycles/a/con.md"),
    "device as a school": (["cycles/Aux/y.md"], "E142", "cycles/Aux"),
    "dot at the end": (["cycles/a/y./index.md"], "E142", "cycles/a/y."),
    "control": (["cycles/a/y\x07.md"], "E142", "cycles/a/y\ufffd.md"),
    "bidi": (["cycles/a/y\u202ez.md"], "E142", "cycles/a/y\ufffdz.md"),
    "stray file": (["cycles/a/plan.docx"], "H140", "cycles/a/plan.docx"),
    "stray file at the top": (["cycles/plan.docx"], "H140", "cycles/plan.docx"),
    "Markdown beside index": (["cycles/a/y/index.md", "cycles/a/y/2012.md"], "H141", "cycles/a/y/2012.md"),
    "Markdown below logs": (
        ["cycles/a/y/index.md", "cycles/a/y/logs/z/1.md"],
        "H141",
        "cycles/a/y/logs/z/1.md",
    ),
    "another ending": (["cycles/a/y.markdown"], "W140", "cycles/a/y.markdown"),
    "capital ending": (["cycles/a/y.MD"], "W140", "cycles/a/y.MD"),
    "hidden ending": (["cycles/a/y.md.txt"], "W140", "cycles/a/y.md.txt"),
    "school.yaml": (["cycles/a/school.yaml"], "W140", "cycles/a/school.yaml"),
    "School.yml": (["cycles/a/School.yml"], "W140", "cycles/a/School.yml"),
    "portfolio.yaml": (["cycles/portfolio.yaml"], "W140", "cycles/portfolio.yaml"),
    "folder of other things": (["cycles/images/logo.png"], "H140", "cycles/images/logo.png"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_reported_once(tmp_path: Path, name: str) -> None:
    paths, code, path = FAULTS[name]
    plant(tmp_path, "cycles/a/x.md", *paths)
    listing = scan(tmp_path)
    assert found(listing) == [(code, path)]
    assert listing.problems[0].hint
    listing.problems[0].render().encode("utf-8")
    # The good record is there whatever stands beside it.
    assert "a/x" in {r.id for s in listing.schools for r in s.records}


def test_a_school_without_records_is_a_hint(tmp_path: Path) -> None:
    plant(tmp_path, "cycles/a/x.md", "cycles/b/school.yml", "cycles/c/README.md")
    (tmp_path / "cycles" / "d").mkdir()
    listing = scan(tmp_path)
    assert found(listing) == [("H142", "cycles/c"), ("H142", "cycles/d")]
    assert [s.key for s in listing.schools] == ["a", "b"]


def test_hints_name_a_good_name(tmp_path: Path) -> None:
    plant(tmp_path, "cycles/a/My cycle #2!.md", "cycles/a/con.md", "cycles/a/x.md", "cycles/a/x/index.md")
    hints = {p.path: p.hint for p in scan(tmp_path).problems}
    assert hints["cycles/a/My cycle #2!.md"] == "rename it to My-cycle-2.md"
    assert "cycle-con.md" in hints["cycles/a/con.md"]
    assert hints["cycles/a/x.md"] == "move x.md to x/index.md"


def test_links_pipes_and_loops(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    plant(outside, "secret.md", "folder/index.md", "roster.csv")
    root = plant(tmp_path / "root", "cycles/a/x.md", "cycles/a/y/index.md")
    top = root / "cycles"
    (top / "a" / "link.md").symlink_to(outside / "secret.md")
    (top / "a" / "linked").symlink_to(outside / "folder")
    (top / "a" / "y" / "loop").symlink_to(top / "a")
    (top / "a" / "y" / "rows.csv").symlink_to(outside / "roster.csv")
    (top / "b").symlink_to(outside)
    (top / "broken").symlink_to("nowhere")
    (top / "a" / "school.yml").symlink_to(outside / "secret.md")
    os.mkfifo(top / "a" / "pipe.md")
    os.mkfifo(top / "a" / "y" / "pipe.csv")
    listing = scan(root)
    assert found(listing) == [
        ("E140", "cycles/a/link.md"),
        ("E140", "cycles/a/linked"),
        ("E141", "cycles/a/pipe.md"),
        ("E140", "cycles/a/school.yml"),
        ("E140", "cycles/a/y/loop"),
        ("E141", "cycles/a/y/pipe.csv"),
        ("E140", "cycles/a/y/rows.csv"),
        ("E140", "cycles/b"),
        ("E140", "cycles/broken"),
    ]
    assert [(s.key, s.school, [r.id for r in s.records]) for s in listing.schools] == [
        ("a", None, ["a/x", "a/y"])
    ]


def test_the_folder_of_records_itself(tmp_path: Path) -> None:
    assert found(scan(tmp_path)) == [("E150", "cycles")]
    plant(tmp_path, "real/a/x.md")
    (tmp_path / "cycles").symlink_to("real")
    assert found(scan(tmp_path)) == [("E140", "cycles")]
    assert scan(tmp_path, "real").schools[0].records[0].path == "real/a/x.md"
    plant(tmp_path, "deep/er/a/x.md")
    assert scan(tmp_path, "deep/er/").schools[0].records[0].path == "deep/er/a/x.md"
    assert found(scan(tmp_path / "real", "../real")) == [("E140", "../real")]
    (tmp_path / "file").write_text("x")
    assert found(scan(tmp_path, "file")) == [("E101", "file")]
    assert scan(tmp_path / "nowhere").schools == ()


def test_names_that_are_no_text(tmp_path: Path) -> None:
    plant(tmp_path, "cycles/a/x.md")
    (tmp_path / "cycles" / "a" / os.fsdecode(b"caf\xe9.md")).write_bytes(b"x")
    listing = scan(tmp_path)
    assert found(listing) == [("E142", "cycles/a/caf\ufffd.md")]


def test_the_order_of_the_disk_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(
        tmp_path,
        *(f"cycles/s{n % 3}/r{n}.md" for n in range(30)),
        *(f"cycles/s0/f/{n}.PDF" for n in range(9)),
    )
    plant(tmp_path, "cycles/s0/f/index.md", "cycles/s0/f/1.pdf", "cycles/z.md", "cycles/s1/R1.md")
    expected = scan(tmp_path)
    assert len(expected.problems) == 3
    real = os.scandir

    class Shuffled:
        def __init__(self, path: Path) -> None:
            with real(path) as entries:
                self.entries = list(entries)
            random.Random(str(path)).shuffle(self.entries)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Shuffled)
    assert scan(tmp_path) == expected


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
    assert all("`cycles import`" in p.hint for p in listing.problems)
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


@given(name=st.text(min_size=1))
def test_suggested_names_are_good(name: str) -> None:
    better = names.suggest(name)
    assert names.explain_address(better) == ""
    assert names.explain_unportable(better[:200]) == ""
    if not names.explain_address(name) and not names.explain_unportable(name) and name == name.strip("-._"):
        assert better == names.key(name) or "--" in name
