"""Names of files and folders: each rule, and its edges."""

from __future__ import annotations

import pytest

from coaching_cycles.reading import names

DEVICES = [
    "con", "prn", "aux", "nul", *(f"com{n}" for n in "123456789¹²³"), *(f"lpt{n}" for n in "123456789¹²³")
]  # fmt: skip


@pytest.mark.parametrize("name", [*DEVICES, "NUL", "Con.txt", "aux .md"])
def test_devices_of_windows(name: str) -> None:
    assert names.explain_unportable(name) == "Windows keeps this name for a device"
    assert names.explain_unportable(f"x{name}") == ""
    assert names.explain_unportable(names.suggest(name)) == ""


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("a.md", ""), ("con1", ""), ("com0", ""), ("com10", ""), ("a.con", ""), ("학생", ""), ("a b", ""),
        ("a?", "it holds ?"), ("<", "it holds <"), (">", "it holds >"), (":", "it holds :"),
        ('"', 'it holds "'), ("|", "it holds |"), ("*", "it holds *"), ("\\", "it holds \\"),
        ("a\x00", "it holds U+0000 (NUL, the character number zero)"), ("\x1f", "it holds U+001F"),
        ("\x7f", "it holds U+007F (DEL)"), ("a ", "it ends with a space or a dot"),
        ("a.", "it ends with a space or a dot"), ("a" * 255, ""),
        ("a" * 256, "it is longer than 255 characters"), ("😀" * 127, ""),
        ("😀" * 128, "it is longer than 255 characters"),
    ],
)  # fmt: skip
def test_what_some_computer_cannot_hold(name: str, why: str) -> None:
    assert names.explain_unportable(name) == why


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("2026-09-one", ""), ("A_b.c", ""), ("한빛중", ""), ("a b", "it holds a space"),
        ("a/b", "it holds /"), ("a'b", "it holds '"), ("½", "it holds ½"),
        ("a\u200b", "it holds U+200B (ZERO WIDTH SPACE)"), ("-_-", "it has no letter or digit"),
        ("", "it has no letter or digit"),
        (".a", "it begins or ends with a dot"), ("a.", "it begins or ends with a dot"),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_an_address(name: str, why: str) -> None:
    assert names.explain_address(name) == why


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Our cycle (1)", "Our-cycle-1"), ("it's", "its"), ("a--b", "a-b"), ("--a._", "a"), ("e\u0301", "é"),
        ("???", "cycle"), ("con", "cycle-con"), ("a.b", "a.b"), ("a & b", "a-b"),
    ],
)  # fmt: skip
def test_a_better_name(name: str, better: str) -> None:
    assert names.suggest(name) == better


@pytest.mark.parametrize(
    ("name", "better"),
    [("my sheet.pdf", "my-sheet.pdf"), ("a b", "a-b"), (".pdf", "pdf"), ("a.", "a"), ("a b.c d", "a-b.c-d")],
)
def test_a_better_name_for_a_file(name: str, better: str) -> None:
    assert names.suggest_file(name) == better


@pytest.mark.parametrize(
    "name",
    [
        "a.md~", "~$a.docx", "#a#", "Thumbs.db", "DESKTOP.INI", "Icon\r", "__MACOSX", "a.bak", "a.swp",
        "a.swo", "a.tmp", "a.temp", "a.orig", "a.rej", "a.part", "a.crdownload",
    ],
)  # fmt: skip
def test_leavings_of_programs(name: str) -> None:
    assert names.is_junk(name)
    # All of the name counts; what a word processor holds open begins like no other file.
    assert names.is_junk(f"{name}x") == name.startswith("~$")


def test_first_letters() -> None:
    assert [names.is_hidden(name) for name in (".git", "git", "_git")] == [True, False, False]
    assert [names.is_draft(name) for name in ("_a", "a_", ".a")] == [True, False, False]


def test_names_that_some_computers_cannot_keep_apart() -> None:
    assert names.fold("Café") == names.fold("CAFE\u0301") != names.fold("Cafe")
    assert names.key("Cafe\u0301") == "Café"
