"""Mutation testing: do the tests notice when something in the code is wrong?

    python scripts/mutate.py [--count 500] [--seed 1] [--jobs 2] [--again]

Each mutant is a module with one small thing wrong (scripts/mutants.py), and the tests that run the wrong
statement must fail. They are known from one run of all of them, in which every statement tells that it was
run; cheap ones come first, and the first failure ends it. Mutants live in forked processes; one that hangs
is ended, which counts as noticed. Nothing is written but build/mutants.json, as outcomes come; `--again`
tries those that were not noticed, with the slower tests too, and what an interrupted run has left.

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
SLOWER = (
    "audiences canaries golden importing_p* privacy_door reading_hostile safety site_promises takedown view_*"
)
OPTIONS = [
    "-q",
    "--tb=no",
    "--disable-warnings",
    "-p",
    "no:cacheprovider",
    "--hypothesis-seed=1",
    f"--rootdir={ROOT}",
]
OUTCOMES = ROOT / "build" / "mutants.json"
ENOUGH = 6.0
"""Seconds of tests that a mutant has to survive: of all that run its statement, the cheapest."""
ENOUGH_AGAIN = 30.0
NOTICED = {"noticed", "endless"}


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


def list_tests(names: str) -> list[str]:
    """The files of tests that are meant."""
    return [str(file) for name in names.split() for file in sorted((ROOT / "tests").glob(f"test_{name}.py"))]


def look(tests: list[str]) -> Seen:
    """Run all tests once, and import the libraries that they needed."""
    OUTCOMES.parent.mkdir(exist_ok=True)
    notes = OUTCOMES.with_suffix(".seen")

    def work() -> int:
        seen = Seen()
        sys.meta_path.insert(0, Trees(seen.tell(FILES)))
        code = run(tests, seen)
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


def choose(mutant: Mutant, seen: Seen, enough: float) -> list[str]:
    """The tests that run a mutant's statement, cheap ones first, until it is enough."""
    file = str(mutant.file)
    if mutant.statement:
        found = [test for test, places in seen.places.items() if (file, mutant.statement) in places]
    else:
        found = [test for test, places in seen.places.items() if any(place[0] == file for place in places)]
    found = sorted((test for test in found if test not in seen.failed), key=lambda test: seen.seconds[test])
    total = list(accumulate(seen.seconds[test] for test in found))
    return [test for test, seconds in zip(found, total, strict=True) if seconds <= enough] or found[:1]


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
    resource.setrlimit(resource.RLIMIT_CPU, (int(3 * ENOUGH_AGAIN),) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30,) * 2)
    signal.alarm(1200)


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
    chosen: list[tuple[Mutant, list[str]]], jobs: int, begin: Callable[[Mutant, list[str]], int]
) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with what became of it: noticed, endless, survived, or that no test runs it."""
    running: dict[int, Mutant] = {}
    waiting = deque(chosen)
    while waiting or running:
        if waiting and len(running) < jobs:
            mutant, tests = waiting.popleft()
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
    """What became of whom, kept in a file."""

    def __init__(self, sample: list[Mutant], *, again: bool) -> None:
        found = json.loads(OUTCOMES.read_text("utf-8")) if again else []
        self.outcomes = {(place, what, node): outcome for place, what, node, outcome in found}
        self.areas: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
        for mutant in sample:
            area = next(area for area, files in AREAS.items() if mutant.file in files)
            self.areas[area].append(mutant.name)

    def take(self, found: Iterator[tuple[Mutant, str]]) -> None:
        """Keep outcomes as they come, and show the mutants that nothing noticed."""
        for mutant, outcome in found:
            self.outcomes[mutant.name] = outcome
            rows = [[*name, outcome] for name, outcome in self.outcomes.items()]
            OUTCOMES.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
            if outcome not in NOTICED:
                source = mutant.file.read_text("utf-8").splitlines()[mutant.line - 1].strip()
                print(f"{outcome}: {mutant.place}: {mutant.what}: {source}", flush=True)

    def show(self) -> None:
        """How many of each area were noticed."""
        every = [name for names in self.areas.values() for name in names]
        for area, names in [*self.areas.items(), ("all", every)]:
            found = Counter(self.outcomes[name] for name in names)
            noticed = sum(found[outcome] for outcome in NOTICED)
            print(f"{area}: {noticed} of {len(names)} noticed, {noticed / len(names):.1%} {dict(found)}")


def main() -> None:
    """Try a sample, say what survived, and how many of each area were noticed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=500, help="mutants in all")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sample")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--again", action="store_true", help="only those not noticed the last time")
    asked = parser.parse_args()
    sample = [mutant for found in draw(asked.count, asked.seed).values() for mutant in found]
    tally = Tally(sample, again=asked.again)
    left = [m for m in sample if tally.outcomes.get(m.name) not in NOTICED]
    tests = list_tests(f"{NAMES} {SLOWER}" if asked.again else NAMES)
    seen = look(tests)
    print(f"{len(seen.seconds)} tests in {sum(seen.seconds.values()):.0f} s; not used: {sorted(seen.failed)}")
    enough = ENOUGH_AGAIN if asked.again else ENOUGH
    chosen = [(mutant, choose(mutant, seen, enough)) for mutant in left]
    outside = [m for m in left if not m.statement or (str(m.file), m.statement) in seen.early]
    tally.take(try_all([one for one in chosen if one[0] in outside], asked.jobs, afresh))

    def inside(items: dict[str, pytest.Item]) -> None:
        functions, empty = functions_of({str(file) for file in FILES}), caches()
        gc.freeze()

        def begin(mutant: Mutant, names: list[str]) -> int:
            bound()
            exchange(str(mutant.file), mutant.tree(), functions)
            for each in empty:
                each()
            return test([items[name] for name in names])

        tally.take(try_all([one for one in chosen if one[0] not in outside], asked.jobs, begin))

    run(["-s", *tests], Ready(inside))
    tally.show()


if __name__ == "__main__":
    main()
