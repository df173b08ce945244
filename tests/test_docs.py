"""The README and the handbook say what is there, no more and no less, and their links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner
from markdown import Markdown

from coaching_cycles import reference, schema
from coaching_cycles.adapters.mkdocs import Settings
from coaching_cycles.cli import main
from coaching_cycles.problems import kinds
from coaching_cycles.schema import PortfolioRecord, Record, SchoolRecord
from coaching_cycles.views.data.records import FIELDS
from coaching_cycles.views.data.spreadsheet import COLUMNS
from tests.test_layers import LAYERS

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "plugins" / "coaching_cycles"
DOCS = ROOT / "docs"
HANDBOOK = DOCS / "handbook"
README = ROOT / "README.md"
PAGES = [README, *sorted(DOCS.rglob("*.md"))]


def rows(page: Path, first: str) -> list[list[str]]:
    """The rows of every table of a page whose head begins with a word; first cells lose their code marks."""
    found, inside = [], False
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if inside and cells and set(cells[0]) != {"-"}:
            found.append([cells[0].strip("`"), *cells[1:]])
        inside = bool(cells) and (inside or cells[0] == first)
    return found


def column(page: Path, first: str) -> list[str]:
    return [row[0] for row in rows(page, first)]


# What is there is documented, and what is documented is there.


@pytest.mark.parametrize(("page", "command"), [("fields.md", "schema"), ("checks.md", "explain")])
def test_generated_page_is_what_its_command_prints(page: str, command: str) -> None:
    assert (HANDBOOK / page).read_text(encoding="utf-8") == CliRunner().invoke(main, [command]).output, (
        "run: make docs"
    )


def test_every_field_has_a_row_where_it_belongs() -> None:
    names = {"A record": "Record", "`school.yml`": "SchoolRecord", "`portfolio.yml`": "PortfolioRecord"}
    documented: dict[str, list[str]] = {}
    for part in re.split(r"^##+ ", (HANDBOOK / "fields.md").read_text(encoding="utf-8"), flags=re.MULTILINE)[
        1:
    ]:
        title, _, body = part.partition("\n")
        if "| who sees it |" in body:
            documented[names.get(title, title)] = re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE)
    parts = {model for start in (Record, SchoolRecord, PortfolioRecord) for model in models(start)}
    assert len(parts) > 20
    assert documented == {model.__name__: list(model.model_fields) for model in parts}


def models(model: type[schema.Part]) -> set[type[schema.Part]]:
    """A part of the format and all parts below it, found through the types of its fields."""
    found, waiting = {model}, [info.annotation for info in model.model_fields.values()]
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, schema.Part):
            found |= models(kind)
        waiting += get_args(kind)
    return found


def test_every_finding_is_documented_and_every_documented_one_is_reported() -> None:
    used = {
        code
        for file in PACKAGE.rglob("*.py")
        for code in re.findall(r"[\"']([EWH]\d{3})(?:\.\w+)?[\"']", file.read_text(encoding="utf-8"))
    }
    documented = re.findall(r"^## (\w+)$", (HANDBOOK / "checks.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(documented) == set(kinds())
    assert used == set(documented)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_only_codes_commands_and_chores_that_exist_are_named(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert set(re.findall(r"\b[EWH]\d{3}\b", text)) <= set(kinds())
    assert set(re.findall(r"(?:`|\$ )cycles ([a-z]\w*)", text)) <= set(
        main.list_commands(click.Context(main))
    )
    assert set(re.findall(r"(?:`|\$ )make ([a-z]+)", text)) <= chores()


def test_every_command_is_described_as_it_describes_itself() -> None:
    assert (HANDBOOK / "commands.md").read_text(encoding="utf-8") == reference.commands(main), (
        "run: make docs"
    )


def test_every_command_and_option_says_what_it_does() -> None:
    waiting: list[tuple[str, click.Command]] = [("cycles", main)]
    seen = 0
    while waiting:
        name, command = waiting.pop()
        seen += 1
        assert command.help, name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, f"{name} {option.name}"
        if isinstance(command, click.Group):
            names = command.list_commands(click.Context(command))
            found = ((name, command.get_command(click.Context(command), name)) for name in names)
            waiting += [(f"{name} {below}", there) for below, there in found if there is not None]
    assert seen > 3


def test_every_plugin_option_is_in_the_readme() -> None:
    settings = Settings()
    documented = {row[0]: row[1] for row in rows(README, "option")}
    assert set(documented) == set(settings)
    for name, value in settings.items():
        assert value is None or documented[name] == f"`{value}`"


def chores() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_every_chore_is_documented() -> None:
    assert {cell.removeprefix("make ") for cell in column(DOCS / "contributing.md", "chore")} == chores()


def test_every_layer_is_in_the_table_from_the_bottom_up() -> None:
    documented = column(DOCS / "architecture.md", "module")
    there = {
        path.stem for path in PACKAGE.iterdir() if path.name not in {"__init__.py", "__pycache__", "py.typed"}
    }
    assert set(documented) == there
    assert [name for name in documented if name in LAYERS] == [name for name in LAYERS if name != "(api)"]


def test_every_library_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    name = re.compile(r"[\w-]+")
    wanted = [name.match(line)[0] for line in [*project["dependencies"], *extras["xlsx"]]]  # type: ignore[index]
    assert sorted(column(DOCS / "architecture.md", "library")) == sorted(wanted)
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    tools = [name.match(line)[0] for line in extras["test"]]  # type: ignore[index]
    assert [tool for tool in tools if f"`{tool}`" not in text and not tool.startswith("types-")] == []


def test_every_folder_has_its_sentence() -> None:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()}
    there = {path.name for path in ROOT.iterdir() if path.is_dir()} - ignored - {".git"}
    assert set(column(DOCS / "contributing.md", "folder")) == there


@pytest.mark.parametrize(("first", "table"), [("field", FIELDS), ("column", COLUMNS)])
def test_data_fields_are_described_as_the_exports_describe_them(first: str, table: dict[str, str]) -> None:
    assert rows(HANDBOOK / "data.md", first) == [[name, text] for name, text in table.items()]


# Links lead somewhere, and every page is found.


def anchors(page: Path) -> set[str]:
    converter = Markdown(extensions=["toc", "fenced_code", "tables"])
    return set(re.findall(r' id="([^"]+)"', converter.convert(page.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_lead_to_files_and_headings(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        path, _, anchor = target.partition("#")
        if re.match(r"\w+:", target):
            continue
        there = (page.parent / path).resolve() if path else page
        assert there.is_file(), f"{page.name} links to {target}"
        assert not anchor or anchor in anchors(there), f"{page.name} links to {target}"
        # MkDocs knows what lies in docs/ and nothing else.
        assert page == README or there.is_relative_to(ROOT / "docs"), target


def test_every_page_is_in_the_navigation_and_on_the_first_page() -> None:
    # MkDocs' own tags (!ENV …) are of no interest here.
    nav = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[2]
    names = {page.name for page in HANDBOOK.glob("*.md")}
    assert set(re.findall(r"handbook/([\w-]+\.md)", nav)) == names
    linked = set(re.findall(r"\(([\w-]+\.md)\)", (HANDBOOK / "index.md").read_text(encoding="utf-8")))
    assert linked == names - {"index.md"}


def test_each_code_stands_once_in_its_table() -> None:
    """Of two entries with one key YAML keeps the last and says nothing: two findings would share a text."""
    table = (ROOT / "plugins/coaching_cycles/data/problems.yml").read_text(encoding="utf-8")
    codes = re.findall(r"^([EWH]\d{3}):", table, re.MULTILINE)
    assert len(codes) > 50
    assert sorted(codes) == sorted(set(codes))
