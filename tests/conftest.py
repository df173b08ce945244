"""Fixtures for every test, and the rule that nothing is skipped unseen in continuous integration."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from coaching_cycles.checking.portfolio import Checked

# No test asserts on seconds: a busy machine is slow, not wrong.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

ROOT = Path(__file__).resolve().parent.parent

# These inputs belong to others and cannot ship with the project. Where there is no copy of them,
# `TEST_DATA=absent` says that it is known.
DATA_NOT_HERE = "third-party test data are not beside this checkout (../shared/data)"


LONGEST = "test_mutants.py"
"""With as many mutants as in continuous integration."""


def in_ci() -> bool:
    """Whether this is a run in continuous integration (`CI=true`, as GitHub and `.ci/run` set it)."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """In CI, turn a skip into a failure that gives the reason: a test that never ran has proved nothing."""
    if not (in_ci() and report.outcome == "skipped") or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if DATA_NOT_HERE in reason and os.environ.get("TEST_DATA") == "absent":
        return
    report.outcome = "failed"
    report.longrepr = f"skipped, and CI=true lets no test be skipped: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    refuse_skip(report)
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: tests of one file stay in one process, and the other must not wait."""
    items.sort(key=lambda item: item.path.name != LONGEST)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this test run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def sample(root: Path) -> Checked:
    """The sample portfolio as it is read: once in a process, because nobody can change what was read."""
    # Here, because most processes of a test run do without.
    from coaching_cycles.checking.portfolio import read_portfolio

    return read_portfolio(root)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of third-party inputs beside the checkout; the test is skipped where there is none."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(DATA_NOT_HERE)
    return folder
