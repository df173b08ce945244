"""What the plugin does to its host's environment of templates: fewer are listed, each is compiled once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.theme import Theme

from coaching_cycles.adapters import look
from coaching_cycles.adapters.mkdocs import hosted, theming
from coaching_cycles.views.compiled import Compiled


def files_of(theme: Theme) -> list[tuple[str, str]]:
    config = MkDocsConfig()
    config.load_dict({"site_name": "A", "docs_dir": ".", "site_dir": "site"})
    config.theme = theme
    found = Files([])
    found.add_files_from_theme(theme.get_env(), config)
    return [(file.src_uri, str(file.src_dir)) for file in found]


def test_files_of_the_theme_are_those_that_the_host_finds_by_itself(tmp_path: Path) -> None:
    (tmp_path / "assets" / ".hidden").mkdir(parents=True)
    for name in ("assets/own.css", "assets/.hidden/a.css", ".git.css", "main.html"):
        (tmp_path / name).write_text("", encoding="utf-8")
    plain = Theme(name="material", custom_dir=str(tmp_path))
    quick = Theme(name="material", custom_dir=str(tmp_path))
    theming.ready(quick)
    found = files_of(quick)
    assert found == files_of(plain)
    assert ("assets/own.css", str(tmp_path)) in found
    listed = quick.get_env().list_templates()
    assert not [name for name in listed if "/." in f"/{name}"]


def test_template_is_compiled_once_for_all_builds_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.html").write_text("one {{ 1 + 1 }}", encoding="utf-8")
    compiled: Compiled | None = None
    count: list[str] = []
    compile_it = Environment.compile
    monkeypatch.setattr(
        Environment, "compile", lambda self, *args: (count.append(args[1]), compile_it(self, *args))[1]
    )

    def draw() -> str:
        nonlocal compiled
        theme = Theme(name="material", custom_dir=str(tmp_path))
        compiled = theming.ready(theme, compiled)
        return theme.get_env().get_template("own.html").render()

    assert [draw(), draw()] == ["one 2", "one 2"]
    assert count == ["own.html"]
    (tmp_path / "own.html").write_text("two", encoding="utf-8")
    assert draw() == "two"
    assert count == ["own.html", "own.html"]


def test_only_pages_show_findings() -> None:
    """Whatever else the server gives goes by as it is, though it may speak of findings."""
    body = f"var a = '{look.FINDINGS}'".encode()

    def app(_: object, start: Callable[..., object]) -> list[bytes]:
        start("200 OK", [("Content-Type", "text/javascript"), ("Content-Length", str(len(body)))])
        return [body]

    said: list[object] = []
    answer = hosted.showing(app, lambda: "a finding")({}, lambda *given: said.append(given))  # type: ignore[arg-type]
    assert b"".join(answer) == body
    assert said == [("200 OK", [("Content-Type", "text/javascript"), ("Content-Length", str(len(body)))])]
