"""Tests with a module other than the one in its file, and what they run of it.

A mutant gets into a process in one of two ways. `Trees` stands before Python's import: the package is
imported with the wrong module in it. Where it has been imported already and what is wrong is within a
function, `exchange` gives the function its wrong code, which is much quicker.
"""

from __future__ import annotations

import ast
import builtins
import functools
import gc
import pickle
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / "plugins"

Place = tuple[str, int]
"""A file, and the line on which a statement begins; 0 is the module itself, outside of functions."""


class Trees(SourceFileLoader):
    """Loads modules from the trees that it is given instead of from their files."""

    def __init__(self, trees: dict[str, ast.Module]) -> None:
        self.trees = trees

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Python's import asks this first."""
        file = next((f for f in self.trees if module_of(f) == name), None)
        if file is None:
            return None
        inside = [str(Path(file).parent)] if file.endswith("__init__.py") else None
        return spec_from_file_location(name, file, loader=self, submodule_search_locations=inside)

    def get_filename(self, fullname: str) -> str:  # type: ignore[override]
        """The file of a module, as tracebacks name it."""
        return next(f for f in self.trees if module_of(f) == fullname)

    def get_code(self, fullname: str) -> CodeType:
        """What is run in its place."""
        file = self.get_filename(fullname)
        return compile(self.trees[file], file, "exec")


def module_of(file: str) -> str:
    """The name by which a file of the package is imported."""
    return ".".join(Path(file).relative_to(PLUGINS).with_suffix("").parts).removesuffix(".__init__")


def functions_of(files: set[str]) -> dict[Place, list[FunctionType]]:
    """All functions that these files have made so far, by the place of their code."""
    found: dict[Place, list[FunctionType]] = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__code__.co_filename in files:
            place = (thing.__code__.co_filename, thing.__code__.co_firstlineno)
            found.setdefault(place, []).append(thing)
    return found


def exchange(file: str, tree: ast.Module, functions: dict[Place, list[FunctionType]]) -> None:
    """Give functions the code that they have in another tree of their module."""
    waiting = [compile(tree, file, "exec")]
    while waiting:
        code = waiting.pop()
        waiting += [part for part in code.co_consts if isinstance(part, CodeType)]
        for function in functions.get((file, code.co_firstlineno), []):
            same = function.__code__.co_qualname == code.co_qualname
            if same and function.__code__.co_freevars == code.co_freevars:
                function.__code__ = code


def caches() -> list[Callable[[], None]]:
    """What empties the package's caches, which were filled by right code."""
    kept = [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]  # noqa: SLF001
    return [thing.cache_clear for thing in kept if thing.__module__.startswith("coaching_cycles")]


@dataclass(eq=False)
class Seen:
    """What a run of tests showed: for each test its seconds, and the statements that it ran."""

    seconds: dict[str, float] = field(default_factory=dict)
    places: dict[str, set[Place]] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    early: set[Place] = field(default_factory=set)
    """What is run by the import of modules and tests."""
    libraries: set[str] = field(default_factory=set)
    """What else was imported."""
    files: dict[str, str] = field(default_factory=dict)
    """The files of tests, each as it was."""
    _now: set[Place] = field(default_factory=set)
    _fixtures: dict[Any, tuple[float, set[Place]]] = field(default_factory=dict)
    _caches: list[Callable[[], None]] = field(default_factory=list)
    _file: str = ""

    def only(self, files: Iterable[str]) -> Seen:
        """What these files of tests showed."""
        wanted = set(files)
        seconds = {test: cost for test, cost in self.seconds.items() if file_of(test) in wanted}
        places = {test: self.places[test] for test in seconds}
        left = {file: digest for file, digest in self.files.items() if file in wanted}
        return Seen(seconds, places, self.failed & set(seconds), self.early, self.libraries, left)

    def much(self, file: str, tests: Iterable[str]) -> int:
        """How many statements of a file some tests run."""
        return len({place for test in tests for place in self.places[test] if place[0] == file})

    def tell(self, files: Iterable[Path]) -> dict[str, ast.Module]:
        """The modules, each statement of a function telling that it is run."""
        builtins.__dict__["_ran"] = self._now.add
        return {str(file): _telling(file) for file in files}

    def pytest_collection_finish(self) -> None:
        """All is imported, nothing is tested."""
        self.early |= self._now
        self._caches = caches()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Generator[None, object, object]:
        """What a fixture runs that several tests share is run for each of them."""
        began, before = time.process_time(), set(self._now)
        self._now.clear()
        try:
            return (yield)
        finally:
            self._fixtures[fixturedef] = time.process_time() - began, set(self._now)
            self._now |= before

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """One test, with the fixtures that it stands on."""
        if file_of(item.nodeid) != self._file:
            # What one file has left in a cache, another would not be seen to run.
            self._file = file_of(item.nodeid)
            for empty in self._caches:
                empty()
        self._now.clear()
        began = time.process_time()
        result = yield
        seconds, places = time.process_time() - began, set(self._now)
        definitions = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]  # noqa: SLF001
        for cost, ran in (self._fixtures.get(ones[-1], (0.0, set())) for ones in definitions):
            seconds, places = max(seconds, cost), places | ran
        self.seconds[item.nodeid], self.places[item.nodeid] = seconds, places
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that fails without a mutant, or is skipped, says nothing about one."""
        if report.outcome != "passed":
            self.failed.add(report.nodeid)


class Kept:
    """What tests were seen to run, kept until a module that is broken here, a test or its helper changes."""

    def __init__(self, modules: Iterable[Path]) -> None:
        self.file = ROOT / "build" / "mutants.seen"
        helpers = (file for file in sorted((ROOT / "tests").glob("*.py")) if file.name[:5] != "test_")
        state = "".join(digest(str(file)) for file in (*modules, *helpers))
        self.state = sha256(state.encode("ascii")).hexdigest()

    def read(self) -> Seen:
        """What still holds."""
        if not self.file.exists():
            return Seen()
        state, *found = pickle.loads(self.file.read_bytes())  # noqa: S301 - our own
        seen = Seen(*found)
        same = [file for file, was in seen.files.items() if Path(file).exists() and digest(file) == was]
        return seen.only(same) if state == self.state else Seen()

    def write(self, seen: Seen) -> None:
        """Keep what is known."""
        found = (seen.seconds, seen.places, seen.failed, seen.early, seen.libraries, seen.files)
        self.file.parent.mkdir(exist_ok=True)
        self.file.write_bytes(pickle.dumps((self.state, *found)))


def digest(file: str) -> str:
    """A file's name and content."""
    return sha256(file.encode() + b"\0" + Path(file).read_bytes()).hexdigest()


def file_of(test: str) -> str:
    """The file that a test stands in."""
    return str(ROOT / test.partition("::")[0])


def _telling(file: Path) -> ast.Module:
    tree = ast.parse(file.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = {id(node): node for function in functions for node in ast.walk(function)}
    for node in inside.values():
        for name, value in list(ast.iter_fields(node)):
            if name in {"body", "orelse", "finalbody"} and isinstance(value, list):
                setattr(node, name, [one for statement in value for one in _told(statement, file)])
    return ast.fix_missing_locations(tree)


def _told(statement: ast.stmt, file: Path) -> Iterator[ast.stmt]:
    if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)):
        yield ast.parse(f"_ran(({str(file)!r}, {statement.lineno}))").body[0]
    yield statement


class Quick:
    """Properties without the search for their smallest example, and with nothing kept between runs."""

    def pytest_configure(self) -> None:
        """The profile is that of the project, which is loaded by now."""
        own = settings.get_profile("project")
        phases = [Phase.explicit, Phase.generate]
        settings.register_profile("mutants", own, phases=phases, database=None)
        settings.load_profile("mutants")
