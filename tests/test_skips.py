"""In continuous integration no test is skipped unseen."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import DATA_NOT_HERE

SAMPLE = f"""
import pytest

def test_runs(): pass
@pytest.mark.skip(reason="by its mark")
def test_marked(): pass
def test_called(): pytest.skip("by a call")
@pytest.fixture
def absent(): pytest.skip("by a fixture")
def test_fixture(absent): pass
@pytest.mark.xfail(reason="known")
def test_known(): raise AssertionError
def test_data(): pytest.skip({DATA_NOT_HERE!r})
"""


@pytest.mark.parametrize(
    ("ci", "data", "counts"),
    [
        ("", "", {"passed": 1, "skipped": 5, "xfailed": 1}),
        # A skip by mark, by fixture or of a whole file comes before a test runs: pytest says error.
        ("true", "", {"passed": 1, "failed": 2, "error": 3, "xfailed": 1}),
        ("true", "absent", {"passed": 1, "failed": 1, "error": 3, "skipped": 1, "xfailed": 1}),
    ],
)
def test_skip_fails_in_ci(tmp_path: Path, root: Path, ci: str, data: str, counts: dict[str, int]) -> None:
    (tmp_path / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    (tmp_path / "test_whole_file.py").write_text("import pytest\npytest.importorskip('no_such_module')")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    command += ["--continue-on-collection-errors", f"--rootdir={tmp_path}", "-c", os.devnull, str(tmp_path)]
    env = {**os.environ, "CI": ci, "TEST_DATA": data, "PYTEST_ADDOPTS": ""}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    last = done.stdout.strip().splitlines()[-1]
    found = {
        word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|skipped|xfailed|error)", last)
    }
    assert found == counts, done.stdout
    assert (done.returncode != 0) is bool(ci)
