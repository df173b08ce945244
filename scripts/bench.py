"""Measure builds of made-up portfolios against a stock MkDocs and Material site of the same words.

`make bench` prints tables: CPU seconds (user and system, with all child processes), wall seconds, peak memory
and bytes of each site; our CPU against stock's; what a build costs after one word of one record was changed;
how the CPU grows with the number of cycles; where our time goes. Machines are noisy: ratios of one run are
the figures to look at. Other sizes: `make bench SIZES="1000 10000"`. With `--write` among them, the tables
take the place of those in docs/performance.md. `--only builds`, `--only serve` or `--only browser` makes one
of the three groups of tables; `--site FOLDER` looks with the browser at a site that has been built.

The stock site is laid out as a person would: a page a cycle with the same headings, paragraphs and tables,
search and tags on, the cycles outside the navigation. It draws no charts. Hugo, where it is installed, gets
the same words and a template of a few lines: what a generator of another kind takes, not the same site.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from math import log
from pathlib import Path

import bench_browser
import bench_serve
from bench_builds import Run, build, intervals, stages
from bench_portfolio import Author, Cycle, write_hugo, write_ours, write_stock

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
GROUPS = ("builds", "serve", "browser")
SERVED = 1000
"""Cycles up to which a portfolio is served: nobody edits ten thousand at a time."""
A_SCHOOL = 25
"""Cycles of a school."""
LIBRARIES = ("mkdocs", "mkdocs-material", "matplotlib", "pagefind")


@dataclass(frozen=True, slots=True)
class Measured:
    """All builds of one size, and the CPU seconds of the stages of ours."""

    cycles: int
    stock: Run
    hugo: Run | None
    cold: Run
    warm: Run
    stages: dict[str, float]


def make(cycles: int) -> list[Cycle]:
    """The cycles of a portfolio of this size."""
    author = Author(seed=1)
    return [author.cycle(number, max(2, cycles // A_SCHOOL)) for number in range(cycles)]


def measure(made: Sequence[Cycle], folder: Path) -> Measured:
    """Build a portfolio all ways in a folder."""
    write_stock(folder / "stock", made)
    write_ours(folder / "ours", made)
    stock, cold = build(folder / "stock"), build(folder / "ours")
    hugo = None
    if (program := shutil.which("hugo")) is not None:
        write_hugo(folder / "hugo", made)
        hugo = build(folder / "hugo", (program, "--quiet", "--destination", "site"))
    changed = folder / "ours" / "cycles" / made[0].school / f"{made[0].name}.md"
    changed.write_text(changed.read_text() + "\nOne more sentence.\n")
    warm = build(folder / "ours")
    return Measured(len(made), stock, hugo, cold, warm, stages(folder / "ours"))


def serve(made: Sequence[Cycle], folder: Path) -> str:
    """A line of the table of `mkdocs serve`."""
    write_ours(folder / "served", made)
    first = made[0]
    record = folder / "served" / "cycles" / first.school / f"{first.name}.md"
    found = bench_serve.measure(folder / "served", record, f"cycles/{first.school}/{first.name}/")
    return bench_serve.row(len(made), found)


def queries() -> dict[str, str]:
    """What is looked for: words by how many cycles have them, and a standard."""
    words = Author(seed=1).words
    return {"a rare word": words[4000], "a word of every second cycle": words[100], "a standard": "RL.3.1"}


def browse(site: Path) -> str:
    """The tables of the browser for a built site."""
    listed = json.loads((site / "data" / "cycles.json").read_text(encoding="utf-8"))
    return "\n".join(bench_browser.report(site, len(listed["cycles"]), queries()))


def report(found: Sequence[Measured]) -> Iterator[str]:
    """The tables, in Markdown, line by line."""
    yield "| cycles | site | CPU | wall | peak memory | size | files | CPU a cycle | CPU / stock |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for m in found:
        runs = {"stock": m.stock, "Hugo": m.hugo, "ours": m.cold, "ours, one word changed": m.warm}
        for name, one in runs.items():
            if one is None:
                continue
            yield (
                f"| {m.cycles:,} | {name} | {one.cpu:.1f} s | {one.wall:.1f} s | {one.memory / 1024:.0f} MB"
                f" | {one.size / 1e6:.1f} MB | {one.files:,} | {1000 * one.cpu / m.cycles:.1f} ms"
                f" | {one.cpu / m.stock.cpu:.2f} |"
            )
    yield ""
    if all(m.hugo is None for m in found):
        yield "Hugo is not installed there: no row."
        yield ""
    for small, large in pairwise(found):
        step = log(large.cycles / small.cycles)
        stock, ours = log(large.stock.cpu / small.stock.cpu), log(large.cold.cpu / small.cold.cpu)
        yield (
            f"From {small.cycles:,} to {large.cycles:,} cycles CPU grows with the power {ours / step:.2f} of"
            f" their number (stock: {stock / step:.2f})."
        )
        yield ""
    yield "| stage | " + " | ".join(f"{m.cycles:,} cycles" for m in found) + " |"
    yield "|---|" + "---|" * len(found)
    for name in found[0].stages:
        yield f"| {name} | " + " | ".join(f"{m.stages.get(name, 0):.2f} s" for m in found) + " |"
    rest = " | ".join(f"{m.cold.cpu - sum(m.stages.values()):.2f} s" for m in found)
    yield f"| MkDocs, writing, caches | {rest} |"
    yield ""
    yield f"20,000 intervals: {intervals():.2f} s of CPU."


def machine() -> str:
    """What the figures were made with."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    load = f"{os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else "?"
    return (
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores, {memory:.0f} GB;"
        f" processes that wanted a core at the end: {load}."
    )


def tables(sizes: Sequence[int], groups: Sequence[str], site: Path | None) -> Iterator[tuple[str, str]]:
    """Each group of tables, by name."""
    measured, served, browsed = [], [bench_serve.HEAD], []
    for cycles in sizes if site is None else ():
        made = make(cycles)
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            if "builds" in groups:
                measured.append(measure(made, folder))
            if "serve" in groups and cycles <= SERVED:
                served.append(serve(made, folder))
            if "browser" in groups:
                if "builds" not in groups:
                    write_ours(folder / "ours", made)
                    build(folder / "ours")
                browsed.append(browse(folder / "ours" / "site"))
    if measured:
        yield "builds", "\n".join(report(measured))
    if len(served) > 1:
        yield "serve", "\n".join(served)
    if site is not None:
        browsed.append(browse(site))
    if browsed:
        yield "browser", "\n\n".join(browsed)


def write(group: str, table: str) -> None:
    """Put a group of tables into the handbook, in place of what stands there."""
    begin, end = f"<!-- bench: {group} -->\n", f"<!-- /bench: {group} -->\n"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    after = rest.partition(end)[2]
    PAGE.write_text(f"{before}{begin}\n{table}\n\n{end}{after}", encoding="utf-8")


def main() -> None:
    """Generate, build, look, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sizes", type=int, nargs="*", default=[100, 1000], help="numbers of cycles")
    parser.add_argument("--only", choices=GROUPS, help="one group of tables")
    parser.add_argument("--site", type=Path, help="look with the browser at a site that has been built")
    parser.add_argument("--write", action="store_true", help="put the tables into the handbook")
    options = parser.parse_args()
    groups = [options.only] if options.only else GROUPS
    for group, table in tables(sorted(options.sizes), groups, options.site):
        whole = f"{machine()}\n\n{table}"
        print(whole, end="\n\n")
        if options.write:
            write(group, whole)


if __name__ == "__main__":
    main()
