"""Measure a cold build against a stock MkDocs and Material site of the same words.

`make bench` prints a table: CPU seconds (user and system, with all child processes), wall seconds, peak
memory and bytes of each site, their ratio, and where our time goes. Machines are noisy: the ratio of one run
is the figure to look at.

The stock site is laid out by hand as a person would: a page a cycle with the same headings, paragraphs and
tables, search and tags on, the cycles outside the navigation. It draws no charts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STANDARDS = [
    *(f"RL.{g}.{n}" for g in range(3, 9) for n in (1, 2, 3, 6)),
    *(f"W.{g}.1" for g in range(3, 9)),
    "RH.11-12.3", "RH.11-12.6", "8.EE.C.7b", "3.NF.A.1", "HSF-IF.B.4", "7.RP.A.2",
    "MS-PS1-2", "HS-LS1-3", "5-PS1-1",
]  # fmt: skip
SUBJECTS = ["English language arts", "Mathematics", "Science", "Social studies"]
PRACTICES = [
    "co-teaching",
    "annotation",
    "graphic organizer",
    "sorting student work",
    "exit slips",
    "number talks",
    "modeling",
]
LOGS = ["goal", "assessment", "baseline", "instruction", "impact"]


@dataclass(frozen=True, slots=True)
class Cycle:
    """One made-up cycle: everything that both sites are written from."""

    school: str
    name: str
    title: str
    grade: int
    subject: str
    goal: str
    standards: list[str]
    practices: list[str]
    year: int
    month: int
    learned: str
    would_change: str
    still_need: str
    conditions: str
    targets: list[tuple[str, int, int, int, tuple[int, int, int, int]]]
    levels: tuple[list[int], list[int]]
    logs: list[tuple[str, str, str]]
    body: list[str]


class Author:
    """Makes up words: a long-tailed vocabulary, as real writing has."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        ends = ["", "s", "ed", "ing", "er", "ly", "tion", "ness"]
        parts = [
            "re",
            "con",
            "stu",
            "mar",
            "lin",
            "tar",
            "gel",
            "pro",
            "vid",
            "ment",
            "sal",
            "or",
            "ben",
            "tic",
            "fam",
            "wri",
            "dra",
            "eve",
        ]
        words = {
            "".join(self.random.choices(parts, k=self.random.randint(1, 3))) + self.random.choice(ends)
            for _ in range(16000)
        }
        self.words = sorted(words)
        self.random.shuffle(self.words)
        self.weights = [1 / (rank + 2) for rank in range(len(self.words))]
        self.pool: list[str] = []

    def text(self, count: int) -> str:
        """A few sentences of about `count` words."""
        if len(self.pool) < count:
            self.pool = self.random.choices(self.words, self.weights, k=20000)
        taken, self.pool = self.pool[:count], self.pool[count:]
        sentences = [taken[i : i + 12] for i in range(0, len(taken), 12)]
        return " ".join(" ".join(s).capitalize() + "." for s in sentences)

    def cycle(self, number: int, schools: int) -> Cycle:
        """The cycle of a number: the same for the same seed."""
        r = self.random
        year, month = r.choice([2023, 2024, 2025]), r.randint(1, 6)
        n = r.randint(18, 32)
        targets = []
        for _ in range(3):
            kept, slipped, gained = r.randint(3, 5), r.randint(3, 4), r.randint(3, 7)
            cells = (kept, slipped, gained, n - kept - slipped - gained)
            targets.append((self.text(9), n, kept + slipped, kept + gained, cells))
        before = [n - 9 - 4, 5, 4, 4]
        after = [3, 4, n - 11, 4]
        logs = [
            (log, f"{year}-{month + i // 3:02d}-{3 + 5 * i:02d}", self.text(45)) for i, log in enumerate(LOGS)
        ]
        return Cycle(
            school=f"school-{number % schools:03d}",
            name=f"{year}-{month:02d}-cycle-{number:05d}",
            title=self.text(6).rstrip("."),
            grade=r.randint(1, 12),
            subject=r.choice(SUBJECTS),
            goal="Students will " + self.text(14).lower(),
            standards=r.sample(STANDARDS, 2),
            practices=r.sample(PRACTICES, 2),
            year=year,
            month=month,
            learned=self.text(30),
            would_change=self.text(20),
            still_need=self.text(20),
            conditions=self.text(12),
            targets=targets,
            levels=(before, after),
            logs=logs,
            body=[self.text(90), self.text(90), self.text(70)],
        )


def write_ours(folder: Path, cycles: list[Cycle]) -> None:
    """A portfolio with one record a cycle."""
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_url: https://example.org/bench/\n"
        "theme: {name: material}\nplugins: [coaching-cycles]\n"
    )
    for cycle in cycles:
        home = folder / "cycles" / cycle.school
        home.mkdir(parents=True, exist_ok=True)
        (home / f"{cycle.name}.md").write_text(_record(cycle))


def _record(cycle: Cycle) -> str:
    day = f"{cycle.year}-{cycle.month:02d}"
    front: dict[str, object] = {
        "title": cycle.title,
        "grades": [str(cycle.grade)],
        "subject": cycle.subject,
        "goal": cycle.goal,
        "status": "complete",
        "standards": cycle.standards,
        "visibility": "public",
        "approved": {"by": "teacher", "on": f"{cycle.year}-12-20"},
        "dates": {"start": f"{day}-02", "end": f"{cycle.year}-{cycle.month + 1:02d}-24"},
        "practices": cycle.practices,
        "conditions": cycle.conditions,
        "learned": cycle.learned,
        "would_change": cycle.would_change,
        "still_need": cycle.still_need,
        "assessments": {
            "task": {
                "title": "Common task",
                "source": "common",
                "levels": ["Beginning", "Developing", "Proficient", "Advanced"],
                "proficient": "Proficient",
            }
        },
        "results": {
            "assessment": "task",
            "before": {"date": f"{day}-03", "levels": cycle.levels[0]},
            "after": {"date": f"{cycle.year}-{cycle.month + 1:02d}-22", "levels": cycle.levels[1]},
        },
        "targets": [
            {
                "text": text,
                "results": {
                    "before": {"date": f"{day}-03", "students": n, "proficient": before},
                    "after": {
                        "date": f"{cycle.year}-{cycle.month + 1:02d}-22",
                        "students": n,
                        "proficient": after,
                    },
                    "matched": dict(zip(("kept", "slipped", "gained", "not_yet"), cells, strict=True)),
                },
            }
            for text, n, before, after, cells in cycle.targets
        ],
        "logs": [{"log": log, "date": date, "notes": notes} for log, date, notes in cycle.logs],
    }
    # JSON is YAML: every value is read by the same loader, and no second writer of the format is needed here.
    lines = [f"{key}: {json.dumps(value)}" for key, value in front.items()]
    return "\n".join(["---", *lines, "---", "", "\n\n".join(cycle.body), ""])


def write_stock(folder: Path, cycles: list[Cycle]) -> None:
    """The same words as plain Markdown pages."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(
        "site_name: Bench\nsite_url: https://example.org/bench/\ntheme: {name: material, font: false}\n"
        "plugins: [search, tags]\nnav: [index.md]\nnot_in_nav: |\n  /cycles/\n"
    )
    (docs / "index.md").write_text(
        "# Cycles\n\n" + "\n".join(f"- [{c.title}](cycles/{c.school}/{c.name}.md)" for c in cycles[:50])
    )
    for cycle in cycles:
        home = docs / "cycles" / cycle.school
        home.mkdir(parents=True, exist_ok=True)
        tags = [*cycle.standards, cycle.subject, f"Grade {cycle.grade}"]
        rows = "\n".join(
            f"| {text} | {before} of {n} | {after} of {n} |" for text, n, before, after, _ in cycle.targets
        )
        logs = "\n\n".join(f"### {log.capitalize()}, {date}\n\n{notes}" for log, date, notes in cycle.logs)
        written = "\n\n".join(cycle.body)
        (home / f"{cycle.name}.md").write_text(
            f"---\ntags: {json.dumps(tags)}\n---\n\n# {cycle.title}\n\n{cycle.goal}\n\n{cycle.conditions}\n\n"
            f"## What we learned\n\n{cycle.learned}\n\n{cycle.would_change}\n\n"
            f"## Before and after\n\n| target | before | after |\n|---|---|---|\n{rows}\n\n"
            f"Levels before {cycle.levels[0]}, after {cycle.levels[1]}\n\n"
            f"## Not yet\n\n{cycle.still_need}\n\n"
            f"## Write-up\n\n{written}\n\n## Logs\n\n{logs}\n"
        )


@dataclass(frozen=True, slots=True)
class Run:
    """What one build took."""

    cpu: float
    wall: float
    memory: int
    size: int
    files: int


def build(folder: Path) -> Run:
    """Build a site in a process of its own; raises SystemExit when it fails."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{folder.name}: the build failed\n{done.stdout}{done.stderr}")
    files = [path for path in (folder / "site").rglob("*") if path.is_file()]
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return Run(cpu, wall, after.ru_maxrss, sum(f.stat().st_size for f in files), len(files))


STAGES = """
import sys, time, json
from pathlib import Path
times = {}
def mark(name, start): times[name] = times.get(name, 0) + time.process_time() - start
t = time.process_time()
from coaching_cycles.checking.portfolio import read_portfolio
from coaching_cycles.privacy.publish import publish
from coaching_cycles.library import Library
from coaching_cycles.views import build_pages, data
from coaching_cycles.views.desk import Desk, Setting
from coaching_cycles.words import Words
mark("imports", t); t = time.process_time()
checked = read_portfolio(Path(sys.argv[1])); mark("reading and checking", t); t = time.process_time()
published = publish(checked.portfolio, "public"); mark("measuring and policy", t); t = time.process_time()
desk = Desk(Library(published), Words("en"), Setting("Bench", cache_dir=None))
for page in build_pages(desk): mark("pages and charts: " + page.kind, t); t = time.process_time()
list(data.assets(desk)); mark("data", t)
print(json.dumps(times))
"""


def stages(folder: Path) -> dict[str, float]:
    """CPU seconds of the engine's stages, without MkDocs and Pagefind."""
    done = subprocess.run(
        [sys.executable, "-c", STAGES, str(folder)], capture_output=True, text=True, check=True
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Generate, build both, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cycles", type=int, default=1000)
    parser.add_argument("--schools", type=int, default=40)
    parser.add_argument("--keep", type=Path, help="keep the two sites here")
    options = parser.parse_args()
    author = Author(seed=1)
    cycles = [author.cycle(number, options.schools) for number in range(options.cycles)]
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        runs: dict[str, Run] = {}
        for name, write in (("stock", write_stock), ("ours", write_ours)):
            shutil.rmtree(folder / name, ignore_errors=True)
            write(folder / name, cycles)
            runs[name] = build(folder / name)
        print(
            f"{options.cycles} cycles, {options.schools} schools, "
            f"Python {sys.version.split()[0]}, {os.cpu_count()} cores\n"
        )
        print(
            f"{'':8}{'CPU s':>9}{'wall s':>9}{'MB peak':>9}{'MB site':>9}{'files':>8}{'ms CPU a cycle':>17}"
        )
        for name, run in runs.items():
            print(
                f"{name:8}{run.cpu:9.1f}{run.wall:9.1f}{run.memory / 1024:9.0f}{run.size / 1e6:9.1f}"
                f"{run.files:8}{1000 * run.cpu / options.cycles:17.1f}"
            )
        print(f"\nours / stock, CPU: {runs['ours'].cpu / runs['stock'].cpu:.2f}\n")
        shutil.rmtree(folder / "ours" / ".cache", ignore_errors=True)
        times = stages(folder / "ours")
        for name, seconds in times.items():
            print(f"  {name:36}{seconds:7.2f} s")
        rest = runs["ours"].cpu - sum(times.values())
        print(f"  {'MkDocs, Pagefind and the rest':36}{rest:7.2f} s")
    finally:
        if options.keep is None:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
