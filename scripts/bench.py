"""Measure builds of made-up portfolios against a stock MkDocs and Material site of the same words.

`make bench` prints tables: CPU seconds (user and system, with all child processes), wall seconds, peak memory
and bytes of each site; our CPU against stock's; what a build costs after one word of one record was changed;
how the CPU grows with the number of cycles; where our time goes. Machines are noisy: ratios of one run are
the figures to look at. Other sizes: `make bench SIZES="1000 10000"`. With `--write` among them, the tables
take the place of those in docs/performance.md.

The stock site is laid out as a person would: a page a cycle with the same headings, paragraphs and tables,
search and tags on, the cycles outside the navigation. It draws no charts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from math import log
from pathlib import Path

from bench_portfolio import Author, write_ours, write_stock

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- bench -->\n", "<!-- /bench -->\n"
A_SCHOOL = 25
"""Cycles of a school."""
LIBRARIES = ("mkdocs", "mkdocs-material", "matplotlib", "pagefind")


@dataclass(frozen=True, slots=True)
class Run:
    """What one build took: seconds, kilobytes of memory, bytes and number of files."""

    cpu: float
    wall: float
    memory: int
    size: int
    files: int


@dataclass(frozen=True, slots=True)
class Measured:
    """All builds of one size, and the CPU seconds of the stages of ours."""

    cycles: int
    stock: Run
    cold: Run
    warm: Run
    stages: dict[str, float]


def run(
    command: Sequence[str], folder: Path, out: int = subprocess.DEVNULL
) -> tuple[float, float, int, bytes]:
    """CPU and wall seconds, peak memory in kB and output of a command; exits when it fails."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    start = time.perf_counter()
    with tempfile.TemporaryFile() as wrong:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=wrong)
        said = process.stdout.read() if process.stdout is not None else b""
        # The process with all that it has waited for, and no other: getrusage would give the largest of all.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        if process.returncode:
            wrong.seek(0)
            sys.exit(f"{folder.name}: the build failed\n{wrong.read().decode()}")
    return used.ru_utime + used.ru_stime, wall, used.ru_maxrss, said


def build(folder: Path) -> Run:
    """Build the site of a folder in a process of its own."""
    cpu, wall, memory, _ = run([sys.executable, "-m", "mkdocs", "build", "-q"], folder)
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    return Run(cpu, wall, memory, sum(file.stat().st_size for file in files), len(files))


STAGES = """
import json, resource, shutil, sys, tempfile, time
from pathlib import Path
stages = ("imports", "reading and checking", "measures and policy", "charts", "cycle pages",
          "pages of standards", "other hubs", "data files", "excerpts for the search", "Pagefind")
times = dict.fromkeys(stages, 0.0)
def mark(name, start):
    times[name] += time.process_time() - start
    return time.process_time()
now = time.process_time()
from coaching_cycles.adapters import pagefind
from coaching_cycles.charts import chart
from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.library import Library
from coaching_cycles.privacy.publish import publish
from coaching_cycles.views import build_pages, cycle, data
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.words import Words
now = mark("imports", now)
checked = read_portfolio(Path("."))
now = mark("reading and checking", now)
published = publish(checked.portfolio, "public")
now = mark("measures and policy", now)
drawn = [0.0]
make = chart.make
def timed(*given):
    start = time.process_time()
    found = make(*given)
    drawn[0] += time.process_time() - start
    return found
for name, module in list(sys.modules.items()):
    if name.startswith("coaching_cycles.charts.") and getattr(module, "make", None) is make:
        module.make = timed
desk = Desk(Library(published, checked.frameworks), Words("en"), Setting("Bench", cache_dir=None))
for page in build_pages(desk):
    kind = {"cycle": "cycle pages", "standard": "pages of standards"}.get(page.kind, "other hubs")
    before, drawn[0] = drawn[0], 0.0
    times["charts"] += before
    times[kind] -= before
    now = mark(kind, now)
list(cycle.assets(desk)), list(data.assets(desk))
now = mark("data files", now)
with tempfile.TemporaryDirectory() as name:
    site = Path(name, "site")
    shutil.copytree("site", site)
    shutil.rmtree(site / "pagefind")
    now = time.process_time()
    pagefind.index(site)
    mark("excerpts for the search", now)
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    times["Pagefind"] = child.ru_utime + child.ru_stime
print(json.dumps(times))
"""


def stages(folder: Path) -> dict[str, float]:
    """CPU seconds of the stages of our build, timed in another process than the whole."""
    *_, said = run([sys.executable, "-c", STAGES], folder, subprocess.PIPE)
    found: dict[str, float] = json.loads(said)
    return found


INTERVALS = """
import time
from itertools import cycle, islice, product
from coaching_cycles.measuring.intervals import newcombe_independent, newcombe_paired, wilson
from coaching_cycles.measuring.transitions import Table
some = range(1, 20, 3)
tables = [Table(*counts) for counts in product(some, range(7), some, some)]
start = time.process_time()
for table in islice(cycle(tables), 20_000 // 4):
    wilson(table.before, table.n); wilson(table.after, table.n)
    newcombe_independent(table.before, table.n, table.after, table.n); newcombe_paired(table)
print(time.process_time() - start)
"""


def intervals() -> float:
    """CPU seconds of 20,000 intervals: as many of Wilson as of Newcombe, in a process of its own."""
    done = subprocess.run([sys.executable, "-c", INTERVALS], capture_output=True, text=True, check=True)
    return float(done.stdout)


def measure(cycles: int, folder: Path) -> Measured:
    """Generate a portfolio of this size in a folder and build it all ways."""
    author = Author(seed=1)
    made = [author.cycle(number, max(2, cycles // A_SCHOOL)) for number in range(cycles)]
    write_stock(folder / "stock", made)
    write_ours(folder / "ours", made)
    stock, cold = build(folder / "stock"), build(folder / "ours")
    changed = folder / "ours" / "cycles" / made[0].school / f"{made[0].name}.md"
    changed.write_text(changed.read_text() + "\nOne more sentence.\n")
    return Measured(cycles, stock, cold, build(folder / "ours"), stages(folder / "ours"))


def report(found: Sequence[Measured]) -> Iterator[str]:
    """The tables, in Markdown, line by line."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    yield f"Python {platform.python_version()}, {versions}; {os.cpu_count()} cores, {memory:.0f} GB."
    yield ""
    yield "| cycles | site | CPU | wall | peak memory | size | files | CPU a cycle | CPU / stock |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for m in found:
        for name, one in (("stock", m.stock), ("ours", m.cold), ("ours, one word changed", m.warm)):
            yield (
                f"| {m.cycles:,} | {name} | {one.cpu:.1f} s | {one.wall:.1f} s | {one.memory / 1024:.0f} MB"
                f" | {one.size / 1e6:.1f} MB | {one.files:,} | {1000 * one.cpu / m.cycles:.1f} ms"
                f" | {one.cpu / m.stock.cpu:.2f} |"
            )
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


def main() -> None:
    """Generate, build, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sizes", type=int, nargs="*", default=[100, 1000], help="numbers of cycles")
    parser.add_argument("--write", action="store_true", help="put the tables into the handbook")
    options = parser.parse_args()
    found = []
    for cycles in sorted(options.sizes):
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            found.append(measure(cycles, Path(name)))
    tables = "\n".join(report(found)) + "\n"
    print(tables)
    if options.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n{tables}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
