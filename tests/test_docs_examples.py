"""The examples of the README and the handbook check clean, and the site says of them what the page says."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from coaching_cycles.checking.portfolio import Checked, read_portfolio
from coaching_cycles.cli import main
from coaching_cycles.measuring.wording import MeasureWords, words_for
from coaching_cycles.privacy.publish import publish
from coaching_cycles.problems import render
from coaching_cycles.schema import Audience, Record
from coaching_cycles.site import build_site
from coaching_cycles.words import Words
from tests.test_docs import HANDBOOK, README, ROOT, rows

GUIDE, PRIVACY, HOSTING = (HANDBOOK / f"{name}.md" for name in ("writing-a-cycle", "privacy", "hosting"))
AUDIENCES: tuple[Audience, ...] = ("public", "school")
RECORD = "cycles/benton-high/2026-10-weighing-evidence/index.md"

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)

# What a snippet is set into: a record that is whole without it.
BASE = {
    "title": "Weighing the evidence",
    "grades": "[11]",
    "subject": "Social studies",
    "goal": "Students will weigh evidence.",
    "status": "complete",
    "standards": "[RH.11-12.3]",
    "visibility": "public",
    "approved": "{by: teacher, on: 2026-12-20}",
}


@dataclass(frozen=True)
class Fence:
    """A fenced block: its place, the file that the line above it names, and what is quoted below it."""

    page: Path
    line: int
    lang: str
    text: str
    file: str
    said: tuple[str, ...]

    @property
    def is_record(self) -> bool:
        return self.lang == "markdown" and "/logs/" not in self.file


def fences(page: Path) -> Iterator[Fence]:
    pattern = r"(?:^`([^`\s]+)`:\n\n)?^```(\w+)\n(.*?)^```\n((?:\n?> - [^\n]*\n)*)"
    text = page.read_text(encoding="utf-8")
    for match in re.finditer(pattern, text, re.MULTILINE | re.DOTALL):
        file, lang, body, quoted = match.groups()
        said = tuple(re.findall(r"^> - (.*)$", quoted, re.MULTILINE))
        yield Fence(page, text.count("\n", 0, match.start()) + 1, lang, body, file or "", said)


EXAMPLES = [
    fence
    for page in (README, GUIDE, PRIVACY)
    for fence in fences(page)
    if fence.lang in {"yaml", "markdown"} and fence.file != "mkdocs.yml"
]
SAYING = [fence for fence in EXAMPLES if fence.said]


def name(value: object) -> str | None:
    return f"{value.page.name}:{value.line}" if isinstance(value, Fence) else None


def complete(snippet: str) -> str:
    """A record with the keys of a snippet, and what it needs besides."""
    scales = next(fence.text for fence in fences(GUIDE) if fence.text.startswith("assessments:"))
    own = set(re.findall(r"^(\w+):", snippet, re.MULTILINE))
    keys = [f"{key}: {value}\n" for key, value in BASE.items() if key not in own]
    return "".join(["---\n", *keys, "" if "assessments" in own else scales, snippet, "---\n"])


def lay_out(folder: Path, fence: Fence) -> Checked:
    """The example as a portfolio: a file at its own place, or keys set into a record."""
    texts = {fence.file: fence.text} if fence.file else {}
    if not fence.is_record:
        texts[RECORD] = complete("" if fence.file else fence.text)
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        for attachment in re.findall(r"\bfile: ([\w.-]+)", text):
            file.with_name(attachment).write_bytes(PIXEL if attachment.endswith(".png") else b"-")
    return read_portfolio(folder)


def test_there_are_examples_to_test() -> None:
    assert len(EXAMPLES) > 25
    assert len(SAYING) > 10


@pytest.mark.parametrize("fence", EXAMPLES, ids=name)
def test_example_checks_clean(fence: Fence, tmp_path: Path) -> None:
    checked = lay_out(tmp_path, fence)
    # The five keys alone name no standard, which is a hint; nothing else is found in any example. (That they
    # are approved without a fingerprint is this test's own doing.)
    bare = fence.is_record and "\nstandards:" not in fence.text
    found = [p.code for p in checked.problems if p.code != "H714"]
    assert found == (["H503"] if bare else []), render(checked.problems)
    assert len(checked.portfolio.cycles) == 1


def sentences(said: MeasureWords) -> set[str]:
    """Everything that a page prints about a measure, each piece by itself."""
    pieces = {said.headline, *said.sublines, said.change, said.interval, said.sure, said.sure_note}
    pieces |= {said.measured, said.checks, said.follow_up, *said.leaves_out, said.row}
    for reading in said.readings:
        pieces |= {reading.text, *(f"{level}: {share}" for level, share in reading.levels)}
    return pieces - {""}


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("fence", SAYING, ids=name)
def test_page_says_what_the_handbook_quotes(fence: Fence, audience: Audience, tmp_path: Path) -> None:
    cycle = publish(lay_out(tmp_path, fence).portfolio, audience).cycles[0]
    printed = {
        piece for measure in cycle.all_measures for piece in sentences(words_for(measure, Words("en")))
    }
    labels = {"**Public:** ": "public", "**School:** ": "school"}
    for quoted in fence.said:
        label = next((label for label in labels if quoted.startswith(label)), "")
        told = quoted.removeprefix(label) in printed
        assert told == (labels.get(label, audience) == audience), f"{quoted!r} in {printed}"


@pytest.mark.parametrize("row", rows(PRIVACY, "proficient"), ids=lambda row: row[0])
@pytest.mark.parametrize(("at", "policy"), [(1, "k12-10"), (2, "k12-10-banded"), (3, "open")])
def test_policy_shows_what_its_table_says(row: list[str], at: int, policy: str, tmp_path: Path) -> None:
    x, n = row[0].split(" of ")
    snippet = f"results: {{assessment: organizer, before: {{students: {n}, proficient: {x}}}}}\n"
    (tmp_path / "cycles").mkdir()
    (tmp_path / "cycles/portfolio.yml").write_text(f"privacy: {{policy: {policy}}}\n", encoding="utf-8")
    checked = lay_out(tmp_path, Fence(PRIVACY, 0, "yaml", snippet, "", ()))
    measure = publish(checked.portfolio, "public").cycles[0].measures[0]
    assert words_for(measure, Words("en")).readings[0].text == row[at]


# The README's five minutes.


def readme(start: str) -> Fence:
    return next(
        fence for fence in fences(README) if fence.text.startswith(start) or fence.file.startswith(start)
    )


def test_four_lines_of_settings_name_the_plugin() -> None:
    settings = yaml.safe_load(readme("mkdocs.yml").text)
    assert readme("mkdocs.yml").text.count("\n") == len(settings) == 4
    plugin = settings["plugins"][0]
    assert f"\n{plugin} = " in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_five_keys_are_the_required_ones() -> None:
    keys = set(re.findall(r"^(\w+):", readme("cycles/").text, re.MULTILINE))
    assert keys == {key for key, info in Record.model_fields.items() if info.is_required()}


def test_build_says_why_a_record_is_left_out_until_it_is_public(tmp_path: Path) -> None:
    record = readme("cycles/")
    lay_out(tmp_path, record)
    site = build_site(tmp_path)
    assert "\n".join(site.notes) + "\n" == readme("0 cycles").text
    opened = record.text.replace("status:", f"{readme('visibility:').text}status:")
    (tmp_path / record.file).write_text(opened, encoding="utf-8")
    addresses = {page.address for page in build_site(tmp_path).pages}
    assert record.file.removesuffix(".md") + "/" in addresses - {page.address for page in site.pages}


def test_check_prints_what_the_readme_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    record = readme("cycles/")
    lay_out(tmp_path, record)
    (tmp_path / record.file).write_text(record.text.replace("active", "activ"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shown = readme("$ cycles check")
    done = CliRunner().invoke(main, ["check"])
    assert shown.text == "$ cycles check\n" + done.output
    assert done.exit_code == 1


def test_workflow_of_the_handbook_uses_the_actions_of_ours() -> None:
    ours = (ROOT / ".github/workflows/site.yml").read_text(encoding="utf-8")
    shown = next(fence for fence in fences(HOSTING) if fence.file == ".github/workflows/site.yml").text
    actions = re.findall(r"uses: (\S+@\w{40} # \S+)$", shown, re.MULTILINE)
    assert len(actions) == shown.count("uses:") > 3
    assert [action for action in actions if action not in ours] == []
    jobs = yaml.safe_load(shown)["jobs"]
    assert list(jobs) == ["build", "deploy"]
    assert "permissions" not in jobs["build"]


@pytest.mark.parametrize("page", [README, *sorted(HANDBOOK.glob("*.md"))], ids=lambda page: page.name)
def test_nothing_is_claimed_about_laws(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"(?i)\b(?:FERPA|COPPA|GDPR|ADA)[- ](?:complian|safe|ready)\w*", text) == []
