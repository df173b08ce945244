"""The same portfolio with other versions and hosts: newest and lowest dependencies, ProperDocs, Zensical.

Each case has an environment of its own, made by uv from package indexes; each must give the articles that
MkDocs gives here, word for word. `python scripts/matrix.py lowest zensical` runs two of them, `--python
python3.13` with another Python, `--tests` the whole test suite in those that hold our own pages.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.articles import articles  # noqa: E402 - the project's folder has to be known first
from tests.exported import BUILT, lay_everything  # noqa: E402

SOME_TESTS = ["tests/test_golden.py", "tests/test_adapter_mkdocs.py", "tests/test_export_folders.py"]


@dataclass(frozen=True, slots=True)
class Case:
    """What is installed, how versions are chosen, and what builds the site in the folder `site`."""

    wants: tuple[str, ...]
    command: tuple[str, ...]
    resolution: str = "highest"
    exported: bool = False
    """Whether it builds our Markdown export, not the records."""
    tested: bool = False


CASES = {
    "newest": Case((f"{ROOT}[test]",), ("mkdocs", "build", "--strict"), tested=True),
    "lowest": Case((f"{ROOT}[test]",), ("mkdocs", "build", "--strict"), "lowest-direct", tested=True),
    "properdocs": Case((str(ROOT), "properdocs"), ("properdocs", "build", "--strict")),
    "zensical": Case(("zensical",), ("zensical", "build", "--strict"), exported=True),
}
SHOWN = (
    "mkdocs",
    "mkdocs-material",
    "properdocs",
    "zensical",
    "markdown",
    "pydantic",
    "matplotlib",
    "pillow",
)


def run(command: list[str], folder: Path = ROOT) -> str:
    """What a command printed; ends the run with all of it when the command failed."""
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    # A test that is started from a test run must not take part in it.
    env = {name: value for name, value in env.items() if not name.startswith(("PYTEST_", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"FAILED: {' '.join(command)}\n{done.stdout[-8000:]}{done.stderr[-4000:]}")
    return done.stdout


def make_environment(uv: str, case: Case, python: str, folder: Path) -> Path:
    """An environment with what the case wants; gives the folder of its programs."""
    run([uv, "venv", "--quiet", "--python", python, str(folder)])
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    install = [uv, "pip", "install", "--quiet", "--python", str(programs / "python")]
    if case.resolution != "highest":
        # Of each package the lowest release that comes ready for this Python. Older ones would be compiled,
        # which asks for compilers and sources of others, and is not what anybody does.
        chosen = folder / "chosen.txt"
        wanted = [str(ROOT / "pyproject.toml"), "--extra", "test", "--python", str(programs / "python")]
        choose = ["--resolution", case.resolution, "--only-binary", ":all:", "--output-file", str(chosen)]
        run([uv, "pip", "compile", "--quiet", *wanted, *choose])
        install += ["--constraints", str(chosen)]
    run([*install, *case.wants])
    return programs


def build(case: Case, programs: Path, folder: Path) -> Path:
    """Build in a fresh folder; gives the site."""
    lay_everything(folder / "own", config=BUILT)
    if case.exported:
        run(
            [
                sys.executable,
                "-m",
                "coaching_cycles",
                "export",
                "zensical",
                str(folder / "out"),
                "--root",
                str(folder / "own"),
            ]
        )
    place = folder / ("out" if case.exported else "own")
    program, *options = case.command
    run([str(programs / program), *options], place)
    return place / "site"


def versions(uv: str, programs: Path) -> str:
    """The versions that matter, of those that were installed."""
    listed = run([uv, "pip", "freeze", "--quiet", "--python", str(programs / "python")])
    found = dict(line.split("==") for line in listed.lower().splitlines() if "==" in line)
    return ", ".join(f"{name} {found[name]}" for name in SHOWN if name in found)


def check(name: str, uv: str, python: str, expected: dict[str, str], *, tests: bool) -> None:
    """Run one case; ends the run when an article differs."""
    case = CASES[name]
    with tempfile.TemporaryDirectory(prefix=f"matrix-{name}-") as given:
        folder = Path(given)
        programs = make_environment(uv, case, python, folder / "env")
        found = articles(build(case, programs, folder))
        wrong = sorted(
            path for path in expected.keys() | found.keys() if expected.get(path) != found.get(path)
        )
        if wrong:
            sys.exit(
                f"FAILED: {name}: {len(wrong)} of {len(expected)} articles differ, {wrong[0]} among them"
            )
        said = f"{len(found)} articles are the same"
        if case.tested:
            chosen = [] if tests else SOME_TESTS
            lines = (
                run([str(programs / "python"), "-m", "pytest", "-q", "-n", "2", *chosen]).strip().splitlines()
            )
            said += f"; tests: {lines[-1].strip('= ')}"
        own = run([str(programs / "python"), "--version"]).strip()
        print(f"{name}: {said} ({own}; {versions(uv, programs)})", flush=True)


def main() -> None:
    """Build here for comparison, then with each case."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", nargs="*", choices=[*CASES, []], help="all without one")
    parser.add_argument("--python", default=sys.executable, help="the Python of the environments")
    parser.add_argument("--tests", action="store_true", help="the whole test suite, not some of it")
    options = parser.parse_args()
    uv = shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is None:
        sys.exit("the matrix needs uv: pip install uv")
    here = f"mkdocs {metadata.version('mkdocs')}, mkdocs-material {metadata.version('mkdocs-material')}"
    with tempfile.TemporaryDirectory(prefix="matrix-here-") as given:
        expected = articles(
            build(Case((), ("mkdocs", "build", "--strict")), Path(sys.executable).parent, Path(given))
        )
    print(f"here: {len(expected)} articles ({here})", flush=True)
    for name in options.cases or CASES:
        check(name, uv, options.python, expected, tests=options.tests)


if __name__ == "__main__":
    main()
