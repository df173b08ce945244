"""Mutants differ from their module in one thing each, and functions of a running program take them on."""

from __future__ import annotations

import ast
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
CODE = '''"""What is done with counts."""

LIMIT = 10


def few(count: int, *, most: int = LIMIT) -> bool:
    """Whether a count is small."""
    if not count:
        raise ValueError
    return 0 < count <= most and count % 2 == 0


def sums(counts: list[int]) -> list[int]:
    """Sums of neighbours."""
    found = [one + other for one, other in zip(counts, counts[1:], strict=False) if one]
    found.sort()
    return found
'''
WRONG = {
    (3, "10 → 11"),
    (8, "Not left out"),
    (9, "statement left out"),
    (10, "result forgotten"),
    (10, "and → or"),
    (10, "Lt → LtE"),
    (10, "Lt → GtE"),
    (10, "Eq → NotEq"),
    (10, "Mod → FloorDiv"),
    (10, "0 → 1"),
    (10, "2 → 3"),
    (15, "Add → Sub"),
    (15, "1 → 2"),
    (15, "condition turned round"),
    (16, "statement left out"),
    (17, "result forgotten"),
}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(SCRIPTS)
    file = tmp_path / "counts.py"
    file.write_text(CODE, encoding="utf-8")
    return file


def run(tree: ast.Module, file: Path) -> ModuleType:
    made = ModuleType("counts")
    exec(compile(tree, str(file), "exec"), made.__dict__)  # noqa: S102 - the module above
    return made


def test_one_thing_is_wrong_in_each(module: Path) -> None:
    import mutants

    found = mutants.mutants(module)
    assert {(mutant.line, mutant.what) for mutant in found} == WRONG
    right = ast.unparse(ast.parse(CODE))
    texts = [ast.unparse(mutant.tree()) for mutant in found]
    assert len(set(texts)) == len(found)
    for text in texts:
        lines = zip(right.splitlines(), text.splitlines(), strict=True)
        assert sum(one != other for one, other in lines) == 1


def test_functions_take_their_wrong_code(module: Path) -> None:
    import mutants
    from mutated import exchange, functions_of

    right = run(ast.parse(CODE), module)
    assert (right.few(10), right.few(9)) == (True, False)
    functions = functions_of({str(module)})
    boundary = next(m for m in mutants.mutants(module) if m.what == "2 → 3")
    exchange(str(module), boundary.tree(), functions)
    assert (right.few(10), right.few(9)) == (False, True)
