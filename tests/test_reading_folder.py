"""What a portfolio's folder holds, and what about its names is reported."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coaching_cycles.reading import names
from coaching_cycles.reading.folder import Listing, RecordFiles, SchoolFiles, scan
from coaching_cycles.reading.walk import Walk


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


def test_a_folder_may_be_named_as_windows_does(tmp_path: Path) -> None:
    plant(tmp_path, "docs/cycles/a/x.md")
    listing = scan(tmp_path, "docs\\cycles")
    assert [record.path for school in listing.schools for record in school.records] == ["docs/cycles/a/x.md"]


@pytest.mark.parametrize("ending", ["markdown", "mdown", "mkd", "mdx", "qmd", "rmd", "Rmd", "MD"])
def test_what_is_almost_a_record(tmp_path: Path, ending: str) -> None:
    plant(tmp_path, f"cycles/a/y.{ending}", f"cycles/a/z/z.{ending}", "cycles/a/q/index.md")
    plant(tmp_path, f"cycles/a/q/more.{ending}", "cycles/a/w/notes.txt")
    listing = scan(tmp_path)
    assert found(listing) == [
        ("H141", f"cycles/a/q/more.{ending}"),
        ("E146", "cycles/a/w"),
        ("W140", f"cycles/a/y.{ending}"),
        ("E146", "cycles/a/z"),
    ]
    hints = {problem.path: problem.hint for problem in listing.problems}
    assert hints["cycles/a/z"] == f"rename z.{ending} to index.md, if it is the record"
    assert hints["cycles/a/w"] == "name the record in this folder index.md"


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
    "portfolio.yaml": (["cycles/portfolio.yaml"], "E151", "cycles/portfolio.yaml"),
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


@given(name=st.text(min_size=1))
def test_suggested_names_are_good(name: str) -> None:
    better = names.suggest(name)
    assert names.explain_address(better) == ""
    assert names.explain_unportable(better[:200]) == ""
    if not names.explain_address(name) and not names.explain_unportable(name) and name == name.strip("-._"):
        assert better == names.key(name) or "--" in name


def test_the_other_kind_of_link_of_windows_is_not_followed(tmp_path: Path) -> None:
    class Junction:
        """As `os.scandir` gives it there: no symbolic link, and a folder."""

        name = "elsewhere"

        def is_symlink(self) -> bool:
            return False

        def is_junction(self) -> bool:
            return True

        def is_dir(self, *, follow_symlinks: bool) -> bool:
            return not follow_symlinks

    walk = Walk(tmp_path)
    assert walk._look(Junction(), "cycles/elsewhere", quiet=False) is None  # type: ignore[arg-type]
    assert [problem.code for problem in walk.problems] == ["E140"]
