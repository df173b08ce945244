"""The supply chain: workflows that give nothing away, hashes, licences, a bill of materials, the wheel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from coaching_cycles.writing.scaffold import portfolio_files
from scripts import supply
from tests.workflows import faults

ROOT = Path(__file__).resolve().parent.parent
OURS = {path.name: path.read_text("utf-8") for path in sorted((ROOT / ".github/workflows").glob("*.yml"))}
NEW = {
    f"new portfolio: {Path(path).name}": text
    for path, text in portfolio_files("A", "B", "b").items()
    if path.startswith(".github/workflows/")
}


@pytest.mark.parametrize("name", [*OURS, *NEW])
def test_workflow_gives_nothing_away(name: str) -> None:
    assert list(faults({**OURS, **NEW}[name])) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("  pull_request:\n", "  pull_request_target:\n", "is started by pull_request_target"),
        ("  contents: read\n", "  contents: write\n", "may do more than read"),
        ("permissions:\n  contents: read\n", "", "may do more than read"),
        ("@3d3c42e5aac5ba805825da76410c181273ba90b1 #", "@v7 #", "without a commit"),
        ("181273ba90b1 # v7.0.1", "181273ba90b1", "without a commit"),
        ("persist-credentials: false", "fetch-depth: 1", "leaves its token"),
        ("timeout-minutes: 60", "continue-on-error: false", "has no end"),
        ("ubuntu-24.04", "ubuntu-latest", "moving system"),
        ("run: .ci/run", "run: echo ${{ github.head_ref }}", "puts an expression into a command"),
        ("run: .ci/run", "run: echo ${{ secrets.KEY }}", "reads a secret"),
        ("run: .ci/run", "run: pip install thing", "without hashes"),
        ("pages: write", "packages: write", "may packages: write"),
    ],
)
def test_planted_fault_of_a_workflow_is_found(before: str, after: str, fault: str) -> None:
    planted = OURS["site.yml"].replace(before, after)
    assert planted != OURS["site.yml"]
    assert any(fault in found for found in faults(planted)), list(faults(planted))


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements/*.txt")), ids=lambda path: path.name)
def test_every_locked_package_has_hashes_and_no_address(path: Path) -> None:
    packages = supply.read_lock(path)
    assert len(packages) > 10
    assert [package.name for package in packages if not package.hashes] == []
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    # Lines that are neither a pin, a hash nor a comment would be something else to install from.
    odd = [line for line in text.splitlines() if not re.match(r"\s*#|[\w.-]+==|\s+--hash=sha256:|$", line)]
    assert odd == []


def test_every_locked_package_has_a_licence_that_is_allowed() -> None:
    packages = supply.read_lock(ROOT / supply.LOCKS["test"])
    rows = dict(
        re.findall(
            r"^\| ([\w.-]+) \| ([^|]+) \| (?:building|testing) \|$",
            supply.PAGE.read_text("utf-8"),
            re.MULTILINE,
        )
    )
    assert set(rows) == {package.name for package in packages}
    assert {name: licence for name, licence in rows.items() if not supply.is_known(licence)} == {}
    # What an installed package says of itself is what stands in the list.
    assert {p.name: p.licence for p in packages if p.licence and p.licence != rows[p.name]} == {}


def test_licences_that_bind_a_portfolio_are_not_allowed() -> None:
    for licence in ("GPL-3.0-only", "MIT AND AGPL-3.0-only", "BSD", "UNKNOWN", ""):
        assert not supply.is_known(licence)
    assert supply.is_known("MIT OR Apache-2.0")


def test_bill_of_materials_names_every_package_of_a_build() -> None:
    bill = json.loads(supply.sbom())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    packages = supply.read_lock(ROOT / supply.LOCKS["build"])
    assert [(c["name"], c["version"]) for c in bill["components"]] == [(p.name, p.version) for p in packages]
    for component, package in zip(bill["components"], packages, strict=True):
        assert component["purl"] == f"pkg:pypi/{package.name}@{package.version}"
        assert len(component["externalReferences"][0]["hashes"]) == len(package.hashes) > 0
    assert supply.sbom() == supply.sbom()


@pytest.mark.slow
def test_wheel_holds_every_file_and_works_alone(tmp_path: Path) -> None:
    """Built without a network, as a release is, and run with nothing of this checkout on the path."""
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
    ]
    source = tmp_path / "source"
    for path in [ROOT / "pyproject.toml", ROOT / "README.md", ROOT / "LICENSE", *ROOT.glob("plugins/**/*")]:
        if path.is_file() and "__pycache__" not in path.parts and ".egg-info" not in str(path):
            target = source / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    done = subprocess.run(
        [*command, "-w", str(tmp_path), str(source)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    wheel = next(tmp_path.glob("*.whl"))
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if name.startswith("coaching_cycles/")}
        archive.extractall(tmp_path / "installed")
    there = {
        path.relative_to(source / "plugins").as_posix()
        for path in (source / "plugins/coaching_cycles").rglob("*")
        if path.is_file()
    }
    assert held == there
    code = (
        "import sys; sys.path[:] = [p for p in sys.path if 'plugins' not in p]\n"
        f"sys.path.insert(0, {str(tmp_path / 'installed')!r})\n"
        "import coaching_cycles\n"
        f"assert coaching_cycles.__file__.startswith({str(tmp_path)!r}), coaching_cycles.__file__\n"
        "from coaching_cycles.cli import main\n"
        f"main(['new', 'portfolio', {str(tmp_path / 'mine')!r}], standalone_mode=False)\n"
        f"mine, out = {str(tmp_path / 'mine')!r}, {str(tmp_path / 'out')!r}\n"
        "main(['export', out, '--root', mine], standalone_mode=False)\n"
        "from mkdocs.__main__ import cli\n"
        f"cli(['build', '--strict', '-f', {str(tmp_path / 'mine/mkdocs.yml')!r}])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "mine/site/pagefind/pagefind.js").is_file()
    assert (tmp_path / "out/site/index.html").is_file()
