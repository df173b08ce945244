"""Builds in processes of their own, and where the time of ours goes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What one build took: seconds, kilobytes of memory, bytes and number of files."""

    cpu: float
    wall: float
    memory: int
    size: int
    files: int


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


MKDOCS = (sys.executable, "-m", "mkdocs", "build", "-q")


def build(folder: Path, command: Sequence[str] = MKDOCS) -> Run:
    """Build the site of a folder in a process of its own."""
    cpu, wall, memory, _ = run(command, folder)
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    return Run(cpu, wall, memory, sum(file.stat().st_size for file in files), len(files))


STAGES = """
import gc, json, resource, shutil, sys, tempfile, time
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
gc.disable()  # as builds do while they read and draw (`collection`)
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
