"""Mutation testing: do the tests notice when something in the code is wrong?

    python scripts/mutate.py [--count 500] [--seed 1] [--jobs 2] [--again]

Each mutant is a module with one small thing wrong (scripts/mutants.py), and the tests that run the wrong
statement must fail. They are known from one run of all of them, in which every statement tells that it was
run; cheap ones come first, and the first failure ends it. Mutants live in forked processes; one that hangs
is ended, which counts as noticed. Nothing is written but build/mutants.json; `--again` tries only the
survivors that it names.

The sample is the same for the same seed and code. From each area comes the same number, where it has so many.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib
import json
import os
import pickle
import random
import resource
import signal
import sys
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from mutants import Mutant, mutants
from mutated import Quick, Seen, Trees, caches, exchange, functions_of

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "plugins" / "coaching_cycles"
AREAS = {
    "privacy": sorted(PACKAGE.glob("privacy/*.py")),
    "reading": sorted(PACKAGE.glob("reading/*.py")),
    "standards": sorted(PACKAGE.glob("standards/*.py")),
    "sanitiser": [PACKAGE / "prose.py"],
}
FILES = [file for files in AREAS.values() for file in files]
# Tests that run the engine in this process; those of the command and the host start others, or take long.
NAMES = (
    "approval checking_* format frameworks_* growth_changes importing_[!p]* people privacy_[!d]* prose_*"
    " reading_[!h]* standards_* writing_edits"
)
TESTS = [str(file) for name in NAMES.split() for file in sorted((ROOT / "tests").glob(f"test_{name}.py"))]
OPTIONS = ["-q", "--tb=no", "-p", "no:cacheprovider", "--hypothesis-seed=1", f"--rootdir={ROOT}"]
OUTCOMES = ROOT / "build" / "mutants.json"
ENOUGH = 6.0
"""Seconds of tests that a mutant has to survive: of all that run its statement, the cheapest."""


def run(files: list[str], *plugins: object) -> int:
    """Run tests in this process; pytest's exit code."""
    return int(pytest.main([*OPTIONS, *files], plugins=[Quick(), *plugins]))


def fork(work: Callable[[], int]) -> int:
    """Do something in a silent process of its own, whose number is returned and whose exit code it is."""
    child = os.fork()
    if child:
        return child
    code = 3
    try:
        os.setpgid(0, 0)
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)
        os.dup2(1, 2)
        code = work()
    finally:
        os._exit(code)


def look() -> Seen:
    """Run all tests once, and import the libraries that they needed."""
    OUTCOMES.parent.mkdir(exist_ok=True)
    notes = OUTCOMES.with_suffix(".seen")

    def work() -> int:
        seen = Seen()
        sys.meta_path.insert(0, Trees(seen.tell(FILES)))
        code = run(TESTS, seen)
        others = [name for name in sys.modules if name.split(".")[0] not in {"coaching_cycles", "tests"}]
        notes.write_bytes(pickle.dumps((seen.seconds, seen.places, seen.failed, seen.early, others)))
        return code

    os.waitpid(fork(work), 0)
    *found, others = pickle.loads(notes.read_bytes())  # noqa: S301 - our own, just written
    notes.unlink()
    for name in others:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    return Seen(*found)


def choose(mutant: Mutant, seen: Seen) -> list[str]:
    """The tests that run a mutant's statement, cheap ones first, until it is enough."""
    file = str(mutant.file)
    if mutant.statement:
        found = [test for test, places in seen.places.items() if (file, mutant.statement) in places]
    else:
        found = [test for test, places in seen.places.items() if any(place[0] == file for place in places)]
    found = sorted((test for test in found if test not in seen.failed), key=lambda test: seen.seconds[test])
    total = list(accumulate(seen.seconds[test] for test in found))
    return [test for test, seconds in zip(found, total, strict=True) if seconds <= ENOUGH] or found[:1]


class Ready:
    """All tests collected in a process, for some of them to be run."""

    def __init__(self, work: Callable[[dict[str, pytest.Item]], None]) -> None:
        self.work = work

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running all tests in turn."""
        self.work({item.nodeid: item for item in session.items})
        return True


def test(items: list[pytest.Item]) -> int:
    """Run tests to the first failure: 0 without one, 1 with one."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed:
            return 1
    return 0


def bound() -> None:
    """No mutant goes on for ever, or takes all memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(3 * ENOUGH) + 10,) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30,) * 2)
    signal.alarm(600)


def afresh(mutant: Mutant, tests: list[str]) -> int:
    """Test a mutant in this process, which has not imported the package yet."""
    bound()
    sys.meta_path.insert(0, Trees({str(mutant.file): mutant.tree()}))
    left = [1]
    files = list(dict.fromkeys(str(ROOT / test.split("::")[0]) for test in tests))

    def work(items: dict[str, pytest.Item]) -> None:
        left[0] = test([items[name] for name in tests])

    return run(files, Ready(work)) or left[0]


def try_all(
    sample: list[Mutant], seen: Seen, jobs: int, begin: Callable[[Mutant, list[str]], int]
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what became of it: noticed, endless, survived, or that no test runs it."""
    running: dict[int, Mutant] = {}
    waiting = deque(sample)
    while waiting or running:
        if waiting and len(running) < jobs:
            mutant = waiting.popleft()
            tests = choose(mutant, seen)
            if tests:
                running[fork(lambda m=mutant, t=tests: begin(m, t))] = mutant  # type: ignore[misc]
            else:
                yield mutant, "not run"
            continue
        child, status = os.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        outcome = "survived" if status == 0 else "endless" if os.WIFSIGNALED(status) else "noticed"
        yield running.pop(child), outcome


def draw(count: int, seed: int) -> dict[str, list[Mutant]]:
    """The sample of each area."""
    every = {area: [mutant for file in files for mutant in mutants(file)] for area, files in AREAS.items()}
    return {
        area: random.Random(seed).sample(found, min(count // len(AREAS), len(found)))
        for area, found in every.items()
    }


class Tally:
    """What became of whom."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.left: list[tuple[str, str, str]] = []

    def take(self, found: Iterator[tuple[Mutant, str]]) -> None:
        """Count outcomes as they come, and show the mutants that nothing noticed."""
        for mutant, outcome in found:
            area = next(area for area, files in AREAS.items() if mutant.file in files)
            self.counts[area][outcome] += 1
            if outcome in {"survived", "not run"}:
                source = mutant.file.read_text("utf-8").splitlines()[mutant.line - 1].strip()
                self.left.append((mutant.place, mutant.what, outcome))
                print(f"{outcome}: {mutant.place}: {mutant.what}: {source}", flush=True)

    def show(self) -> None:
        """The survivors into a file, the figures onto the screen."""
        OUTCOMES.write_text(json.dumps(sorted(self.left), ensure_ascii=False, indent=1), "utf-8")
        for area, found in [*self.counts.items(), ("all", sum(self.counts.values(), Counter()))]:
            noticed = found["noticed"] + found["endless"]
            print(
                f"{area}: {noticed} of {found.total()} noticed, {noticed / found.total():.1%} {dict(found)}"
            )


def main() -> None:
    """Try a sample, say what survived, and how many of each area were noticed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=500, help="mutants in all")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sample")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--again", action="store_true", help="only those that survived the last time")
    asked = parser.parse_args()
    sample = [mutant for found in draw(asked.count, asked.seed).values() for mutant in found]
    if asked.again:
        before = {(place, what) for place, what, _ in json.loads(OUTCOMES.read_text("utf-8"))}
        sample = [mutant for mutant in sample if (mutant.place, mutant.what) in before]
    seen, tally = look(), Tally()
    print(f"{len(seen.seconds)} tests in {sum(seen.seconds.values()):.0f} s; not used: {sorted(seen.failed)}")
    outside = [m for m in sample if not m.statement or (str(m.file), m.statement) in seen.early]
    tally.take(try_all(outside, seen, asked.jobs, afresh))

    def inside(items: dict[str, pytest.Item]) -> None:
        functions, empty = functions_of({str(file) for file in FILES}), caches()
        gc.freeze()

        def begin(mutant: Mutant, tests: list[str]) -> int:
            bound()
            exchange(str(mutant.file), mutant.tree(), functions)
            for each in empty:
                each()
            return test([items[name] for name in tests])

        tally.take(try_all([m for m in sample if m not in outside], seen, asked.jobs, begin))

    run(["-s", *TESTS], Ready(inside))
    tally.show()


if __name__ == "__main__":
    main()
