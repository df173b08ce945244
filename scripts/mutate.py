"""Mutation testing: do the tests notice when something in the code is wrong?

    python scripts/mutate.py [--count 500] [--seed 1] [--jobs 2] [--quick] [--again]

Each mutant is a module with one small thing wrong (scripts/mutants.py), and the tests that run the wrong
statement must fail. They are known from one run of all of them, in which every statement tells that it was
run; cheap ones come first, and the first failure ends it. Mutants live in forked processes; one that hangs
is ended, which counts as noticed. What the tests run is kept in build/mutants.seen until the code or the
test changes, outcomes are kept in build/mutants.json as they come; nothing else is written.

The sample is the same for the same seed, whatever is changed elsewhere. From each area comes the same number,
where it has so many. `--quick` leaves out the slower tests. `--again` tries only what was not noticed the
last time, and what an interrupted run has left. Fails when fewer than nine in ten are noticed of those that
change something, or when the list of those that change nothing (scripts/equivalent_mutants.yml) is wrong.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import gc
import importlib
import os
import resource
import signal
import sys
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

import pytest
from afresh import collect, read_imports, renew
from mutants import Mutant, mentions, mutants
from mutated import Kept, Quick, Seen, Trees, caches, digest, exchange, file_of, functions_of
from outcomes import Tally

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
ENOUGH = {True: 6.0, False: 30.0}
"""Seconds of tests that a mutant has to survive, quick ones or all: of those that run its statement, the
cheapest."""
ENDS = {0: "survived", 1: "noticed"}
"""By the exit code of its process; any other is a fault of this script."""


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
    """Run all tests of which it is not known what they run, and import the libraries that they needed."""
    kept = Kept(FILES)
    seen = kept.read()
    unknown = [file for file in tests if file not in seen.files]

    def work() -> int:
        # As they are now: they may be edited while they run.
        seen.files |= {file: digest(file) for file in unknown}
        sys.meta_path.insert(0, Trees(seen.tell(FILES)))
        code = run(unknown, seen)
        seen.libraries |= {n for n in sys.modules if n.split(".")[0] not in {"coaching_cycles", "tests"}}
        kept.write(seen)
        return code

    if unknown:
        os.waitpid(fork(work), 0)
    seen = kept.read()
    for name in sorted(seen.libraries):
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    return seen.only(tests)


def choose(mutant: Mutant, seen: Seen, enough: float) -> list[str]:
    """The tests that run a mutant's statement, cheap ones first, until it is enough.

    For one outside of functions those that run the module, before all where it uses what is wrong. What is in
    a cached function was seen to be run by the first test only, and matters to all that use its result.
    """
    file = str(mutant.file)
    lines = mentions(mutant.file, mutant.line) if not mutant.statement or mutant.cached else set[int]()
    lines |= {mutant.statement} - {0}
    meant = {(file, line) for line in lines}
    found = [test for test, places in seen.places.items() if places & meant and test not in seen.failed]
    found.sort(key=seen.seconds.__getitem__)
    if not mutant.statement:
        others = {test for test, places in seen.places.items() if any(place[0] == file for place in places)}
        found += sorted(others - set(found) - seen.failed, key=seen.seconds.__getitem__)
    total = list(accumulate(seen.seconds[test] for test in found))
    return [test for test, seconds in zip(found, total, strict=True) if seconds <= enough] or found[:1]


class Ready:
    """All tests collected in a process, for some of them to be run."""

    def __init__(self, work: Callable[[pytest.Session], None]) -> None:
        self.work = work

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running all tests in turn."""
        self.work(session)
        return True


def test(items: list[pytest.Item]) -> int:
    """Run tests to the first failure: 0 without one, 1 with one."""
    for item, following in zip(items, [*items[1:], None], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if item.session.testsfailed:
            return 1
    return 0


def bound(seconds: float) -> None:
    """No mutant goes on for ever, or takes all memory; `seconds` is what its tests take without it."""
    resource.setrlimit(resource.RLIMIT_CPU, (int(10 + 3 * seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30,) * 2)
    signal.alarm(1200)


class Trial:
    """What a forked process does with a mutant: take it on, run the tests."""

    def __init__(self, session: pytest.Session, seen: Seen) -> None:
        self.session, self.seen = session, seen
        self.items = {item.nodeid: item for item in session.items}
        self.functions, self.empty = functions_of({str(file) for file in FILES}), caches()
        self.imports = read_imports()
        gc.freeze()

    def begin(self, mutant: Mutant, tests: list[str]) -> int:
        """Exit code 0 when no test fails, 1 when one does."""
        bound(sum(self.seen.seconds[name] for name in tests))
        for each in self.empty:
            each()
        file, tree = str(mutant.file), mutant.tree()
        if mutant.statement and (file, mutant.statement) not in self.seen.early:
            exchange(file, tree, self.functions)
            return test([self.items[name] for name in tests])
        return self.afresh(file, tree, tests)

    def afresh(self, file: str, tree: ast.Module, tests: list[str]) -> int:
        """What is wrong in a module itself. First the file of tests that runs most of the module."""
        own = defaultdict[str, list[str]](list)
        for name in tests:
            own[file_of(name)].append(name)
        most = {one: self.seen.much(file, names) for one, names in own.items()}
        renew(file, tree, self.imports)
        for one in sorted(own, key=most.__getitem__, reverse=True):
            items = collect(self.session, one)
            # A file of tests that can't be imported any more has failed.
            if self.session.testsfailed or test([items[name] for name in own[one] if name in items]):
                return 1
        return 0


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
        yield (
            running.pop(child),
            "endless" if os.WIFSIGNALED(status) else ENDS.get(os.WEXITSTATUS(status), "broken"),
        )


def main() -> None:
    """Try a sample, say what survived, and how many of each area were noticed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--count", type=int, default=500, help="mutants in all")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another sample")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    parser.add_argument("--quick", action="store_true", help="without the slower tests")
    parser.add_argument("--again", action="store_true", help="only those not noticed the last time")
    asked = parser.parse_args()
    every = {area: [mutant for file in files for mutant in mutants(file)] for area, files in AREAS.items()}
    drawn = {area: draw(found, asked.count // len(AREAS), asked.seed) for area, found in every.items()}
    tally = Tally(drawn, again=asked.again)
    tests = list_tests(NAMES if asked.quick else f"{NAMES} {SLOWER}")
    seen = look(tests)
    print(f"{len(seen.seconds)} tests in {sum(seen.seconds.values()):.0f} s; not used: {sorted(seen.failed)}")
    chosen = [(mutant, choose(mutant, seen, ENOUGH[asked.quick])) for mutant in tally.left()]

    def work(session: pytest.Session) -> None:
        tally.take(try_all(chosen, asked.jobs, Trial(session, seen).begin))

    run(["-s", *tests], Ready(work))
    tally.show()
    wrong = tally.wrong(mutant for found in every.values() for mutant in found)
    print(*wrong, sep="\n")
    sys.exit(0 if tally.share(tally.drawn).enough and not wrong else 1)


def draw(found: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Those that are tried of an area's."""
    return sorted(found, key=lambda mutant: mutant.lot(seed))[:count]


if __name__ == "__main__":
    main()
