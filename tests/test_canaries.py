"""Nothing private leaves, however a record is broken: a word in every private place, looked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from coaching_cycles.audit import audit
from coaching_cycles.problems import stops
from coaching_cycles.site import Options, Site, build_site
from tests.audited import CONFIG
from tests.canaries import BROKEN, HARMLESS, LOG, PRIVATE, RECORD, SETTINGS, plant, plant_files
from tests.golden import everything

NUMBERS = {name: number for number, name in enumerate(BROKEN)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("canaries")
    plant(root)
    plant_files(root)
    return build_site(root, Options())


@pytest.fixture(scope="module")
def blob(site: Site) -> str:
    return "\n".join(f"{place}\n{text}" for place, text in everything(site))


def test_enough_ways() -> None:
    assert len(BROKEN) >= 40


@pytest.mark.parametrize("name", BROKEN)
def test_no_canary(name: str, site: Site, blob: str) -> None:
    """None of the private words, in no file; and of a record that can't be read, no word at all."""
    number = NUMBERS[name]
    seen = {word for word in PRIVATE if f"Canary{word}{number}x" in blob}
    assert seen == set()
    path = f"cycles/school-{number}/"
    broken = stops(p for p in site.problems if p.path.startswith(path))
    if broken:
        assert f"{number}x" not in re.sub(r"\d+px", "", blob) or f"Canary{number}" not in blob
        assert not re.search(rf"Canary[A-Z][A-Za-z]*{number}x", blob)
    if name in HARMLESS:
        assert f"CanaryTitle{number}x" in blob
        assert f"CanaryBody{number}x" in blob


def test_files_beside_records(blob: str) -> None:
    """Links, copies, drafts and broken logs bring nothing along; the good record is there."""
    assert "CanaryTitleGoodx" in blob
    assert set(re.findall(r"Canary[A-Za-z]*(?:Link|Copy|BrokenLog)\w*x", blob)) == set()
    assert not {word for word in PRIVATE if f"Canary{word}Goodx" in blob}
    assert "CanaryRoster" not in blob
    assert "Canarylast" not in blob


def test_log_lines_of_the_build(site: Site) -> None:
    """A build says no private word of its own; a finding quotes only the line that it is about."""
    assert not re.search(r"Canary\w+x", "\n".join(site.notes))
    for problem in site.problems:
        for word in re.findall(r"Canary\w+?x\b", problem.message + problem.hint):
            assert word in problem.source, problem


@pytest.mark.parametrize("audience", ["public", "school"])
def test_wider_records_and_fields(audience: str, tmp_path: Path) -> None:
    """Whole records above the audience, their logs and attachments."""
    (tmp_path / "cycles").mkdir()
    (tmp_path / "cycles" / "portfolio.yml").write_text(SETTINGS, encoding="utf-8")
    for visibility in ("private", "school", "public"):
        home = tmp_path / "cycles" / "hill" / f"2026-10-{visibility}"
        (home / "logs").mkdir(parents=True)
        text = RECORD.format(n=visibility).replace("visibility: public", f"visibility: {visibility}")
        text = text.replace("learned:", f"resources: [{{file: CanaryFile{visibility}x.txt}}]\nlearned:")
        (home / "index.md").write_text(text, encoding="utf-8")
        (home / f"CanaryFile{visibility}x.txt").write_text(f"CanaryContent{visibility}x", encoding="utf-8")
        (home / "logs" / "2026-10-29-impact.md").write_text(LOG.format(n=visibility), encoding="utf-8")
    made = build_site(tmp_path, Options(audience=audience))
    blob = "\n".join(f"{place}\n{text}" for place, text in everything(made))
    hidden = ["private", *(["school"] if audience == "public" else [])]
    assert [one for one in hidden if re.search(rf"Canary\w+{one}x", blob)] == []
    assert "CanaryFilepublicx" in blob
    assert "CanaryContentpublicx" in blob
    # A school's build sees the history of the goal; nobody's sees the rest.
    allowed = {"History"} if audience == "school" else set()
    assert {word for word in PRIVATE if f"Canary{word}publicx" in blob} == allowed


def test_whole_build_by_the_host(tmp_path: Path) -> None:
    """Through MkDocs: a record with all its private words; then the same one broken, and the site stays."""
    home = tmp_path / "cycles" / "hill" / "2026-10-cycle"
    (home / "logs").mkdir(parents=True)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "cycles" / "portfolio.yml").write_text(SETTINGS, encoding="utf-8")
    (home / "index.md").write_text(RECORD.format(n=0), encoding="utf-8")
    (home / "logs" / "2026-10-29-impact.md").write_text(LOG.format(n=0), encoding="utf-8")
    (home / "CanaryUnnamed0x.txt").write_text("CanaryUnnamedContent0x", encoding="utf-8")
    words = tuple(f"Canary{word}0x" for word in PRIVATE)

    def make() -> None:
        config = load_config(str(tmp_path / "mkdocs.yml"))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)

    make()
    site = tmp_path / "site"
    assert audit(site, words).problems == ()
    assert any(p.code == "E901" for p in audit(site, ("CanaryTitle0x",)).problems)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    for name in ("no closing fence", "tab", "utf-16"):
        text = BROKEN[name](RECORD.format(n=0))
        (home / "index.md").write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(Abort):
            make()
        assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
