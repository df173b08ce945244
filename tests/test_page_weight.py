"""Pages of cycles stay light: their HTML, chrome and charts included."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from statistics import median

import pytest

from coaching_cycles.site import build_site
from tests.browser.serving import build_once

MOST = 60_000
"""Bytes of HTML."""
USUAL = 47_500
"""Of a page as the benchmark makes them, and of half of the sample's; a little more than they are."""
RICHEST = 62_500
"""Of the sample's richest record, which has four classes with a chart each and many pages of words."""
MADE_UP = 12
"""Cycles of the benchmark's portfolio; each has neighbours, three targets, five logs and a write-up."""


@pytest.fixture(scope="module")
def pages(root: Path, run_folder: Path) -> dict[str, str]:
    """The pages of the sample's cycles as they are published, by path."""
    site = build_once(root, run_folder)
    found = {str(path): path.read_text(encoding="utf-8") for path in site.glob("cycles/*/*/index.html")}
    return {path: html for path, html in found.items() if 'data-kind="cycle"' in html}


def weight(html: str) -> int:
    return len(html.encode())


def test_pages_of_the_sample(pages: dict[str, str]) -> None:
    weights = sorted(map(weight, pages.values()))
    assert len(weights) > 20
    assert median(weights) <= USUAL
    assert weights[-1] <= RICHEST
    # Records with more to say, and with a chart for each of several classes, are heavier.
    assert sum(one > MOST for one in weights) <= 1


def test_pages_of_the_benchmark(
    root: Path, tmp_path: Path, pages: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_file_location("bench_portfolio", root / "scripts" / "bench_portfolio.py")
    assert spec is not None
    assert spec.loader is not None
    bench = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "bench_portfolio", bench)  # where its dataclasses look for their names
    spec.loader.exec_module(bench)
    author = bench.Author(seed=1)
    bench.write_ours(tmp_path, [author.cycle(number, 2) for number in range(MADE_UP)])
    made = [page for page in build_site(tmp_path).pages if page.kind == "cycle"]
    assert len(made) == MADE_UP
    # What stands around an article is as heavy on each of the sample's pages.
    chrome = max(
        weight(html) - weight(re.search(r"(?s)<article.*</article>", html)[0]) for html in pages.values()
    )  # type: ignore[index]
    assert 5_000 < chrome < 7_600
    assert max(weight(page.html) for page in made) + chrome <= USUAL
