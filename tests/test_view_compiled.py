"""Compiled templates: kept where Python keeps compiled modules, and nowhere that a project could write to."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from coaching_cycles.views import compiled
from coaching_cycles.views.compiled import Compiled


@pytest.fixture
def count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the templates that are compiled, while compiled ones are kept in a folder of the test's."""
    monkeypatch.setattr(compiled, "_BESIDE", tmp_path / "__pycache__" / "compiled.pyc")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    found: list[str] = []
    compile_it = Environment.compile
    monkeypatch.setattr(
        Environment, "compile", lambda self, *args: (found.append(args[1]), compile_it(self, *args))[1]
    )
    (tmp_path / "installed").mkdir()
    (tmp_path / "installed" / "a.html").write_text("{{ n + 1 }}\n{% if n %}\nyes\n{% endif %}", "utf-8")
    return found


def draw(tmp_path: Path, folder: str = "installed", *, trim: bool = True) -> str:
    """What the template gives in a process that has just begun."""
    kept = Compiled(tmp_path / "installed")
    loader = FileSystemLoader(tmp_path / folder)
    env = Environment(loader=loader, bytecode_cache=kept, trim_blocks=trim, autoescape=True)
    return env.get_template("a.html").render(n=1)


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "__pycache__").glob("*"))


def test_installed_template_is_compiled_for_later_processes_too(tmp_path: Path, count: list[str]) -> None:
    assert [draw(tmp_path), draw(tmp_path)] == ["2\nyes\n"] * 2
    assert count == ["a.html"]
    (tmp_path / "installed" / "a.html").write_text("other", encoding="utf-8")
    assert draw(tmp_path) == "other"
    assert count == ["a.html", "a.html"]
    assert len(files(tmp_path)) == 1


def test_environment_with_other_options_has_its_own(tmp_path: Path, count: list[str]) -> None:
    assert draw(tmp_path) == "2\nyes\n"
    assert draw(tmp_path, trim=False) == "2\n\nyes\n"
    assert draw(tmp_path) == "2\nyes\n"
    assert count == ["a.html", "a.html"]


def test_site_s_own_template_is_on_no_disk(tmp_path: Path, count: list[str]) -> None:
    (tmp_path / "installed-not").mkdir()
    (tmp_path / "installed-not" / "a.html").write_text("own", encoding="utf-8")
    assert [draw(tmp_path, "installed-not"), draw(tmp_path, "installed-not")] == ["own", "own"]
    assert count == ["a.html", "a.html"]
    assert files(tmp_path) == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "foreign"])
def test_damaged_file_is_compiled_anew(tmp_path: Path, count: list[str], damage: str) -> None:
    draw(tmp_path)
    [file] = files(tmp_path)
    data = file.read_bytes()
    spoilt = {"cut": data[:-7], "empty": b"", "foreign": b"0" * 64 + data[64:]}
    flipped = data[:-9] + bytes([data[-9] ^ 1]) + data[-8:]
    file.write_bytes(spoilt.get(damage, flipped))
    assert draw(tmp_path) == "2\nyes\n"
    assert count == ["a.html", "a.html"]
    assert file.read_bytes() == data


def test_another_version_of_the_program_sweeps_what_the_last_one_left(
    tmp_path: Path, count: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(tmp_path)
    [old] = files(tmp_path)
    other = old.with_name("another.cpython-311.pyc")
    other.write_bytes(b"")
    monkeypatch.setattr(compiled, "program_digest", lambda: "f" * 64)
    draw(tmp_path)
    assert count == ["a.html", "a.html"]
    assert not old.exists()
    assert other.exists()
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize("why", ["told", "no folder"])
def test_where_python_keeps_nothing_neither_do_we(
    tmp_path: Path, count: list[str], monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    if why == "told":
        monkeypatch.setattr(sys, "dont_write_bytecode", True)
    else:
        (tmp_path / "__pycache__").write_text("a file", encoding="utf-8")
    assert [draw(tmp_path), draw(tmp_path)] == ["2\nyes\n"] * 2
    assert count == ["a.html", "a.html"]
    assert why == "no folder" or not (tmp_path / "__pycache__").exists()
