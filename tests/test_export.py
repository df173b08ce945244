"""`cycles export`: tables that no program runs, an archive that opens by itself, records that come back."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from click.testing import CliRunner

from coaching_cycles.checking.portfolio import CACHE, read_portfolio
from coaching_cycles.cli import main
from coaching_cycles.exporting.exports import NUMERIC
from coaching_cycles.exporting.records import write_records
from coaching_cycles.exporting.workbook import write_workbook
from coaching_cycles.privacy.publish import publish
from coaching_cycles.problems import stops
from coaching_cycles.schema import Audience
from coaching_cycles.site import Options, build_site
from coaching_cycles.views.data import COLUMNS
from coaching_cycles.writing.files import list_files
from coaching_cycles.writing.format import format_text
from coaching_cycles.writing.restore import NoArchive, restore
from coaching_cycles.writing.scaffold import lay
from tests.conftest import ROOT
from tests.test_docs_examples import PIXEL

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RECORD = """---
title: "=HYPERLINK(\\"http://example.org\\")"
grades: [7, 8]
subject: Science
goal: Students will read.
status: complete
standards: [RL.7.1]
visibility: VISIBILITY
approved: {by: Canary Teacher, on: 2026-11-02}
teachers: [{role: Teacher, name: Canary Named, show: role}, {role: Other, name: Jo Lee, show: initials}]
coach: {name: Corey Lund, show: name}
capacity: Two visits a week
assessments: {task: {title: Task, levels: [Low, Mid, High], proficient: High}}
results:
  assessment: task
  before: {date: 2026-10-02, levels: [13, 11, 6], enrolled: 31}
  checks: [{date: 2026-10-09, students: 29, proficient: 12, kind: exit slip}]
  after: {date: 2026-10-26, levels: [8, 10, 12], form: parallel}
targets:
  - text: One
    results: {before: {students: 9, proficient: 1}, after: {students: 9, proficient: 8}}
groups: [{need: More time, students: 1}, {need: Less, students: 4}]
work: [{file: work.png, alt: A sheet, permission: true}]
logs:
  - {log: goal, date: 2026-10-01, notes: "Some notes: here", next: {date: 2026-10-02, steps: [a, b]}}
  - {log: instruction, date: 2026-10-08, answers: {progress: Well}}
  - {log: instruction, date: 2026-10-08, title: Again, answers: {progress: Better}}
  - {log: impact, answers: {support: Canary support}}
private_notes: Canary notes
support_needed: Canary need
---

The write-up.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "own" / "cycles" / "hill"
    for name in ("public", "school", "private"):
        (home / f"2026-{name}").mkdir(parents=True)
        text = RECORD.replace("VISIBILITY", name)
        (home / f"2026-{name}" / "index.md").write_text(text.replace("Canary notes", f"Canary {name}"))
        (home / f"2026-{name}" / "work.png").write_bytes(PIXEL)
    (home / "school.yml").write_text("name: Hill\n")
    (home.parent / "portfolio.yml").write_text("title: Ours\n")
    (tmp_path / "own" / "standards").mkdir()
    (tmp_path / "own" / "standards" / "ours.csv").write_text("code,statement\nMY.1,One\n")
    return tmp_path / "own"


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.output


def export(folder: Path, kind: str, audience: str = "public") -> bytes:
    out = folder.parent / f"out-{audience}.{kind}"
    code, said = run("export", kind, out, "--root", folder, "--audience", audience, "--force")
    assert code == 0, said
    return out.read_bytes()


def test_tables_are_the_data_files_of_the_site(folder: Path) -> None:
    site = build_site(folder, Options(site_name="Ours", index_links=True))
    data = {asset.path: asset.content for asset in site.assets}
    assert export(folder, "csv") == data["data/cycles.csv"]
    assert export(folder, "json") == data["data/cycles.json"]
    for audience, count in (("public", 1), ("school", 2), ("private", 3)):
        assert len(json.loads(export(folder, "json", audience))["cycles"]) == count


def sheet(data: bytes) -> list[list[tuple[str, str]]]:
    """The cells of a workbook: kind and text."""
    with ZipFile(BytesIO(data)) as book:
        for name in book.namelist():
            ET.fromstring(book.read(name))
        rows = ET.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{SPREADSHEET}row")
        return [
            [(c.get("t", "n"), "".join(c.itertext())) for c in row.iter(f"{SPREADSHEET}c")] for row in rows
        ]


def test_workbook_holds_the_table_and_no_formula(folder: Path) -> None:
    rows = sheet(export(folder, "xlsx"))
    assert [text for _, text in rows[0]] == list(COLUMNS)
    table = list(csv.DictReader(StringIO(export(folder, "csv").decode("utf-8-sig"))))
    assert [[text for _, text in row] for row in rows[1:]] == [
        [t for t in row.values() if t] for row in table
    ]
    assert {kind for row in rows for kind, _ in row} == {"inlineStr", "n"}
    assert ("inlineStr", '\'=HYPERLINK("http://example.org")') in rows[1]
    assert b"<f>" not in ZipFile(BytesIO(export(folder, "xlsx"))).read("xl/worksheets/sheet1.xml")


def test_workbook_takes_any_text() -> None:
    texts = ["a\0b\x1b]]><&\"'", "\ud800", "x" * 40_000, "012", "1..2", "007", "-1", "12"]
    columns = [f"c{n}" for n in range(30)]
    rows = sheet(
        write_workbook("a&b", columns, [{"c0": text, "c29": text} for text in texts], frozenset({"c29"}))
    )
    assert [row[0][1] for row in rows[1:]][:2] == ["a\ufffdb\ufffd]]><&\"'", "\ufffd"]
    assert len(rows[3][0][1]) == 32_767
    assert [row[1][0] for row in rows[4:]] == ["n", "inlineStr", "n", "inlineStr", "n"]
    assert {"before_students", "after_percent", "before_mean", "before_out_of", "kept"} <= NUMERIC
    assert not {"title", "grades", "start", "after_levels", "standards", "before_date"} & NUMERIC


@pytest.mark.parametrize("audience", ["public", "school", "private"])
def test_records_come_back_and_stay(
    folder: Path, audience: Audience, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = export(folder, "zip", audience)
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    archive = tmp_path / f"out-{audience}.zip"
    assert run("import", "--dry-run", archive)[0] == 0
    assert list(other.iterdir()) == []
    code, said = run("import", archive)
    assert code == 0, said
    checked = read_portfolio(other)
    assert not stops(checked.problems, strict=True)
    old = publish(read_portfolio(folder).portfolio, audience).cycles
    new = publish(checked.portfolio, audience).cycles
    assert [cycle.id for cycle in new] == [cycle.id for cycle in old]
    for was, now in zip(old, new, strict=True):
        assert (now.teachers, now.coach, now.body.strip()) == (was.teachers, was.coach, was.body.strip())
        assert [(log.date, log.answers, log.notes) for log in now.logs] == [
            (log.date, log.answers, log.notes) for log in was.logs
        ]
        # School and private builds show the same numbers; of a public one what it shows as a range is gone.
        if audience != "public":
            assert [repr(m) for m in now.all_measures] == [repr(m) for m in was.all_measures]
    again = export(other, "zip", audience)
    assert records(again) == records(first)
    assert run("import", archive)[1].count("0 files put") == 1
    for path, kind in list_files(other):
        if audience != "private":
            text = (other / path).read_text(encoding="utf-8")
            assert format_text(kind, text).text == text, path


def records(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.startswith("records/")}


def test_archive_for_the_public_holds_nothing_narrower(folder: Path) -> None:
    with ZipFile(BytesIO(export(folder, "zip"))) as archive:
        content = b"\n".join(archive.read(name) for name in archive.namelist())
        names = archive.namelist()
    assert b"Canary" not in content
    assert not [name for name in names if "2026-school" in name or "2026-private" in name]
    # 9 students are too few to be shown, and a group of one too: they are in no record either.
    record = records(export(folder, "zip"))["records/cycles/hill/2026-public/index.md"].decode()
    assert "students: 9" not in record
    assert "students: 1" not in record
    shown = publish(read_portfolio(folder).portfolio, "public").cycles[0].groups
    sizes = {figure.exact for figure in shown if figure is not None} - {None}
    assert set(map(int, re.findall(r"need: .*students: (\d+)", record))) == sizes
    assert "results:" in record


def test_private_records_are_the_files_themselves(folder: Path) -> None:
    kept = records(export(folder, "zip", "private"))
    for file in (folder / "cycles").rglob("*"):
        if file.is_file():
            assert kept[f"records/{file.relative_to(folder).as_posix()}"] == file.read_bytes()
    assert kept["records/standards/ours.csv"] == (folder / "standards" / "ours.csv").read_bytes()


def test_archive_opens_without_a_server(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "unpacked"
    with ZipFile(BytesIO(export(folder, "zip"))) as archive:
        assert archive.namelist()[0] == "index.html"
        archive.extractall(out)
    pages = list(out.rglob("*.html"))
    assert len(pages) > 8
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in re.sub(r'<script type="application/ld\+json">', "", text), page
        for target in re.findall(r'(?:href|src)="([^"#]*)', text):
            path = target.partition("?")[0]
            if path and not re.match(r"[a-z]+:", path):
                assert (page.parent / path).is_file(), f"{page.relative_to(out)} leads to {target}"


def test_the_same_portfolio_gives_the_same_bytes(folder: Path) -> None:
    assert export(folder, "json") == export(folder, "json")
    assert export(folder, "xlsx") == export(folder, "xlsx")


def test_export_overwrites_nothing_unasked(folder: Path) -> None:
    out = folder / "there.csv"
    out.write_text("theirs")
    code, said = run("export", "csv", out, "--root", folder)
    assert (code, out.read_text()) == (2, "theirs")
    assert "is there already" in said


# Archives from elsewhere.


def pack(path: Path, *files: str) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in files:
            archive.writestr(name, "x")
    return path


@pytest.mark.parametrize(
    "name",
    [
        "records/cycles/../../evil.md", "records/cycles//x.md", "records/cycles/hill/.git/hooks/x",
        "records/cycles/hill/con.md", "records/cycles/hill/a\\b.md", "records/cycles/C:/x.md",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", "records/cycles/hill/good.md", name)
    with pytest.raises(NoArchive):
        restore(archive, tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_what_is_no_archive_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "text.zip").write_text("no")
    for archive, told in (
        (tmp_path / "text.zip", "can't be opened as a ZIP file"),
        (pack(tmp_path / "empty.zip", "index.html", "mkdocs.yml", "records/mkdocs.yml"), "no records in it"),
    ):
        with pytest.raises(NoArchive, match=told):
            restore(archive, tmp_path / "own")
    monkeypatch.chdir(tmp_path)
    code, said = run("import", "text.zip")
    assert code == 1
    assert "nothing was written from it" in said


def test_restoring_overwrites_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack(
        tmp_path / "a.zip", "records/cycles/hill/a.md", "records/cycles/hill/b.md", "records/cycles/c.md"
    )
    home = tmp_path / "own" / "cycles" / "hill"
    home.mkdir(parents=True)
    (home / "a.md").write_text("mine")
    (tmp_path / "elsewhere.md").write_text("theirs")
    (home / "b.md").symlink_to(tmp_path / "elsewhere.md")
    (home.parent / "c.md").write_text("x")
    done = restore(archive, tmp_path / "own")
    assert (done.written, done.same) == ((), ("cycles/c.md",))
    assert set(done.other) == {"cycles/hill/a.md", "cycles/hill/b.md"}
    assert (home / "a.md").read_text() == "mine"
    assert (tmp_path / "elsewhere.md").read_text() == "theirs"
    monkeypatch.chdir(tmp_path / "own")
    code, said = run("import", archive)
    assert code == 1
    assert "cycles/hill/a.md is there already, with another content: it stays as it is" in said


def test_sample_portfolio_comes_back(tmp_path: Path) -> None:
    """Records alone: the pages of the sample are built elsewhere."""
    cache = ROOT / CACHE
    whole = read_portfolio(ROOT, cache_dir=cache).portfolio
    old = publish(whole, "school")
    files = dict(write_records(whole, old))
    named = {f"cycles/{c.id}/{a.name}": a.path for c in old.cycles for a in c.attachments}
    files |= {path: (ROOT / source).read_bytes() for path, source in named.items()}
    lay(tmp_path, files)
    new = publish(read_portfolio(tmp_path, cache_dir=cache).portfolio, "school").cycles
    assert len(new) == len(old.cycles) > 40
    for was, now in zip(old.cycles, new, strict=True):
        assert [repr(m) for m in now.all_measures] == [repr(m) for m in was.all_measures], was.id
        assert [replace(log, source="") for log in now.logs] == [replace(log, source="") for log in was.logs]
        assert now.record.targets == was.record.targets
