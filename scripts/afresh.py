"""A module imported again, with what imports it, into a process that has all of it already.

What is wrong outside of functions is there once a module is imported. Importing the whole package and all
tests again takes seconds; here go only the module, what imports it, and the files of tests that are run.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from mutated import ROOT, Trees, module_of


def importers(name: str, imports: dict[str, set[str]]) -> set[str]:
    """A module and all that would not be the same without it; `imports` is what each imports by itself."""
    found, waiting = set[str](), {name}
    while waiting:
        found |= waiting
        waiting = {other for other, ones in imports.items() if ones & found} - found
    return found


def read_imports() -> dict[str, set[str]]:
    """What each module of the package and of the tests imports when it is imported."""
    files = {module_of(str(file)): file for file in (ROOT / "plugins").rglob("*.py")}
    files |= {f"tests.{file.stem}": file for file in (ROOT / "tests").glob("*.py")}
    found: dict[str, set[str]] = {}
    for name, file in files.items():
        tree = ast.parse(file.read_text("utf-8"))
        found[name] = {one for node in _at_once(tree) for one in _named(node) if one in files} - {name}
    return found


def _at_once(node: ast.AST) -> Iterator[ast.stmt]:
    """Imports that are made by the import itself."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif not isinstance(child, ast.FunctionDef) and not _for_types(child):
            yield from _at_once(child)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _named(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module is not None:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def renew(file: str, tree: ast.Module, imports: dict[str, set[str]]) -> None:
    """From now on a module is imported from another tree, and what imports it is imported again."""
    forget(importers(module_of(file), imports))
    sys.meta_path.insert(0, Trees({file: tree}))


def forget(names: set[str]) -> None:
    """Let modules be imported again."""
    for name in names & set(sys.modules):
        del sys.modules[name]
        above, _, own = name.rpartition(".")
        if above in sys.modules:
            vars(sys.modules[above]).pop(own, None)


def collect(session: pytest.Session, file: str) -> dict[str, pytest.Item]:
    """The tests of a file, which is imported again."""
    forget({f"tests.{Path(file).stem}"})
    found = session.perform_collect([file])
    return {item.nodeid: item for item in found if isinstance(item, pytest.Item)}
