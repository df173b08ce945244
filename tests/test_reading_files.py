"""Bytes → text: what is refused, at which place, and that everything else is read to the letter."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from coaching_cycles.problems import Problem
from coaching_cycles.reading import files
from coaching_cycles.reading.files import LIMIT, decode, read_bytes, read_text


def read(folder: Path, data: bytes) -> tuple[str | None, list[Problem]]:
    (folder / "x.md").write_bytes(data)
    return read_text(folder, "x.md")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        (b"a\nb", "a\nb"),
        (b"a\r\nb\r\n", "a\nb\n"),
        (b"a\rb\r", "a\nb\n"),
        (b"a\r\n\rb\n\r", "a\n\nb\n\n"),
        ("\ufeffé 한 \U0001f600 עברית\n".encode(), "é 한 \U0001f600 עברית\n"),
        ("a\ufeffb\u2028c\u200f\u00a0".encode(), "a\ufeffb\u2028c\u200f\u00a0"),
        (b"\ta\n", "\ta\n"),
    ],
)
def test_text_is_read_as_it_stands(tmp_path: Path, data: bytes, text: str) -> None:
    assert read(tmp_path, data) == (text, [])


@pytest.mark.parametrize(
    ("data", "line", "column", "word"),
    [
        ("a\nbé".encode("latin-1"), 2, 2, "“é”"),
        (b"\xe9", 1, 1, "“é”"),
        ("é한".encode() + b"\x93x\x94", 1, 3, "““”"),
        (b"a\r\nb\rc\x92", 3, 2, "“’”"),
        (b"ok\n\xed\xa0\x80", 2, 1, "Windows-1252"),
        (b"cut \xe2\x82", 1, 5, "Windows-1252"),
        ("---\ntitle: x\n".encode("utf-16"), 1, 1, "UTF-16"),
        ("---\ntitle: x\n".encode("utf-16-be"), 1, 1, "UTF-16"),
        ("---\ntitle: x\n".encode("utf-16-le"), 1, 1, "UTF-16"),
        ("---\ntitle: x\n".encode("utf-32"), 1, 1, "UTF-32"),
        ("---\ntitle: x\n".encode("utf-32-be"), 1, 1, "UTF-16"),
    ],
)
def test_other_encodings_are_one_finding(
    tmp_path: Path, data: bytes, line: int, column: int, word: str
) -> None:
    text, (problem,) = read(tmp_path, data)
    assert text is None
    assert (problem.code, problem.line, problem.column) == ("E105", line, column)
    assert word in problem.message
    assert "UTF-8" in problem.hint


def test_source_of_a_bad_byte_shows_the_line_as_it_was_meant(tmp_path: Path) -> None:
    _, (problem,) = read(tmp_path, "a\nné ".encode() + "café\nb".encode("cp1252"))
    assert problem.source == "né café"
    assert problem.column == 7


@pytest.mark.parametrize(
    ("character", "code"),
    [("\0", "E106"), ("\x07", "E106"), ("\x0b", "E106"), ("\x1b", "E106"), ("\x7f", "E106"), ("\x85", "E106")]
    + [("\ufffe", "E106"), ("\ufdd0", "E106"), ("\U0001ffff", "E106")]
    + [(chr(n), "E107") for n in [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]],
)
def test_unsafe_characters_are_found_and_taken_out(tmp_path: Path, character: str, code: str) -> None:
    text, (problem,) = read(tmp_path, f"one\n\U0001f600é{character}x{character}\nthree\n".encode())
    assert (problem.code, problem.line, problem.column) == (code, 2, 3)
    assert f"U+{ord(character):04X}" in problem.message
    assert problem.source == "\U0001f600é\ufffdx\ufffd"
    assert text == "one\n\U0001f600é\ufffdx\ufffd\nthree\n"


def test_unsafe_characters_are_reported_for_each_line_but_not_without_end(tmp_path: Path) -> None:
    _, problems = read(tmp_path, b"\x01\x02\n\n\x03\xe2\x80\xae\n")
    assert [(p.code, p.line, p.column) for p in problems] == [("E106", 1, 1), ("E106", 3, 1), ("E107", 3, 2)]
    _, problems = read(tmp_path, b"\x01\n" * 100_000)
    assert len(problems) == 20


def test_size_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, problems = read(tmp_path, b"a" * LIMIT)
    assert (len(text or ""), problems) == (LIMIT, [])
    text, (problem,) = read(tmp_path, b"a" * (LIMIT + 1))
    assert (text, problem.code) == (None, "E104")
    # A sparse file of a terabyte is refused by its size; reading it would never end.
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(1 << 40)
    monkeypatch.setattr(files.os, "fdopen", lambda *_, **__: pytest.fail("the file was opened for reading"))
    assert read_text(tmp_path, "huge.md")[1][0].code == "E104"


def test_a_record_has_a_quarter_of_a_megabyte(tmp_path: Path) -> None:
    assert read(tmp_path, b"a" * 262_144)[1] == []
    _, (problem,) = read(tmp_path, b"a" * 262_145)
    assert problem.message == "this file is larger than 256 kB"


@pytest.mark.parametrize(("name", "code"), [("link.md", "E103"), ("pipe.md", "E102"), ("folder", "E102")])
def test_what_is_swapped_in_after_a_look_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str
) -> None:
    (tmp_path / "real.md").write_text("fine")
    (tmp_path / "link.md").symlink_to("real.md")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    monkeypatch.setattr(files, "_refuse", lambda *_: None)
    found = read_bytes(tmp_path, name)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("relative", "code"),
    [
        ("missing.md", "E101"),
        ("folder", "E102"),
        ("folder/missing.md", "E101"),
        ("real.md/x.md", "E101"),
        ("pipe.md", "E102"),
        ("link.md", "E103"),
        ("broken.md", "E103"),
        ("loop.md", "E103"),
        ("link/real.md", "E103"),
        ("../outside.md", "E103"),
        ("folder/../real.md", "E103"),
        ("/etc/hostname", "E103"),
        ("", "E103"),
        ("./real.md", "E103"),
        ("folder\\real.md", "E103"),
        ("a\0b.md", "E101"),
        ("x" * 5000, "E101"),
        ("\udcff.md", "E101"),
    ],
)
def test_only_files_inside_the_folder_are_read(tmp_path: Path, relative: str, code: str) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    (tmp_path / "outside.md").write_text("secret")
    (root / "real.md").write_text("fine")
    (root / "folder" / "real.md").write_text("fine")
    (root / "link.md").symlink_to(tmp_path / "outside.md")
    (root / "broken.md").symlink_to("nowhere")
    (root / "loop.md").symlink_to("loop.md")
    (root / "link").symlink_to("folder")
    os.mkfifo(root / "pipe.md")
    text, (problem,) = read_text(root, relative)
    assert (text, problem.code, problem.line) == (None, code, 1)
    problem.render().encode("utf-8")
    assert read_text(root, "folder/real.md") == ("fine", [])


def test_a_link_above_the_root_is_the_owners_business(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "x.md").write_text("fine")
    (tmp_path / "root").symlink_to("real")
    assert read_text(tmp_path / "root", "x.md") == ("fine", [])


def test_a_file_that_is_longer_than_it_says_is_refused() -> None:
    if not Path("/proc/self/maps").exists():
        return
    found = read_bytes(Path("/proc"), f"{os.getpid()}/maps", limit=100)
    assert isinstance(found, Problem)
    assert found.code == "E104"


def test_a_file_that_may_not_be_read_is_one_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x.md").write_text("a")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", refuse)
    text, (problem,) = read_text(tmp_path, "x.md")
    assert (text, problem.code) == (None, "E101")
    assert "Permission denied" in problem.message


def test_a_file_that_fails_while_it_is_read_is_one_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.md").write_text("a")

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files.os, "fdopen", fail)
    text, (problem,) = read_text(tmp_path, "x.md")
    assert (text, problem.code) == (None, "E101")
    assert "Input/output error" in problem.message


def test_descriptors_are_closed(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(b"a" * (LIMIT + 1))
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0  # noqa: PTH208
    for _ in range(50):
        read_text(tmp_path, "x.md")
        read_text(tmp_path, "nowhere.md")
    after = len(os.listdir("/proc/self/fd")) if before else 0  # noqa: PTH208
    assert after == before


def test_decode_gives_text_or_a_problem() -> None:
    assert decode(b"\xef\xbb\xbfa\r\n", "x") == "a\n"
    assert isinstance(decode(b"\xff", "x"), Problem)
