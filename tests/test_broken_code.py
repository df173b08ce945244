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


def none() -> bool:
    """Whether there are none."""
    return False
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
    (22, "False → True"),
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
    assert {(mutant.line, mutant.name.what) for mutant in found} == WRONG
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
    boundary = next(m for m in mutants.mutants(module) if m.name.what == "2 → 3")
    exchange(str(module), boundary.tree(), functions)
    assert (right.few(10), right.few(9)) == (False, True)


def test_a_mutant_keeps_its_name_and_lot_when_something_else_changes(module: Path) -> None:
    import mutants

    before = mutants.mutants(module)
    module.write_text(CODE.replace("LIMIT = 10\n", "LIMIT = 10\n\n\ndef one() -> int:\n    return 1\n\n"))
    after = mutants.mutants(module)
    assert len({mutant.name for mutant in after}) == len(after) == len(before) + 2
    assert {(m.name, m.lot(1)) for m in before} < {(m.name, m.lot(1)) for m in after}
    assert {m.lot(1) for m in after}.isdisjoint({m.lot(2) for m in after})


def test_where_a_module_uses_what_is_wrong(module: Path) -> None:
    import mutants

    module.write_text(CODE.replace("LIMIT = 10\n", "LIMIT = 10\nMORE = (LIMIT, 1)\nOTHER = 3\n"))
    text = (
        module.read_text().replace("0 < count <= most", "count in MORE").replace("if not count", "if OTHER")
    )
    module.write_text(text)
    lines = {line.strip(): number for number, line in enumerate(text.splitlines(), 1)}
    uses = lines["return count in MORE and count % 2 == 0"]
    assert mutants.mentions(module, lines["LIMIT = 10"]) == {uses}
    assert mutants.mentions(module, lines["OTHER = 3"]) == {lines["if OTHER:"]}
    assert mutants.mentions(module, lines["def none() -> bool:"]) == set()


def test_what_imports_a_module_is_imported_again(module: Path) -> None:
    from afresh import importers, read_imports

    imports = read_imports()
    assert "coaching_cycles.privacy.policy" in imports["coaching_cycles.privacy.linked"]
    assert "coaching_cycles.schema" in imports["coaching_cycles.privacy.policy"]
    # For types alone, and within a function.
    assert "coaching_cycles.privacy.policy" not in imports["coaching_cycles.privacy.measures"]
    assert "mutants" not in imports["tests.test_broken_code"]
    again = importers("coaching_cycles.privacy.policy", imports)
    assert {"coaching_cycles.privacy.jointly", "coaching_cycles.site", "tests.test_privacy_policy"} <= again
    assert again.isdisjoint({"coaching_cycles.schema", "coaching_cycles.prose", "tests.test_prose_plain"})


def test_what_changes_nothing_is_counted_apart(
    module: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mutants
    import outcomes
    import yaml

    found = mutants.mutants(module)
    few = [mutant for mutant in found if mutant.name.within == "few"]
    names = [mutant.name for mutant in few[:3]]
    rows = [
        {"within": name.within, "line": line, "change": name.what, "nth": name.nth, "reason": "No matter."}
        for name, line in zip(names, [names[0].source, names[1].source, "gone"], strict=True)
    ]
    monkeypatch.setattr(outcomes, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(outcomes, "LISTED", tmp_path / "listed.yml")
    (tmp_path / "listed.yml").write_text(yaml.safe_dump({names[0].module: rows}))
    tally = outcomes.Tally({"few": few}, again=False)
    # The second of those listed is noticed after all, the third is not there.
    ends = ["survived", "noticed", "survived", "endless", *["noticed"] * (len(few) - 4)]
    tally.take(iter(zip(few, ends, strict=True)))
    share = tally.share(few)
    assert (share.tried, share.noticed, share.idle) == (len(few), len(few) - 2, 1)
    assert [text.split(":")[0] for text in tally.wrong(found)] == [
        "listed, and not there",
        "listed, and noticed",
    ]
    # What is tried again: not what was noticed, and not what is known to change nothing.
    assert outcomes.Tally({"few": few}, again=True).left() == [few[2]]
    assert outcomes.Tally({"few": few}, again=False).left() == few


@pytest.mark.parametrize(
    ("tried", "noticed", "idle", "enough"),
    [(500, 450, 0, True), (500, 449, 0, False), (500, 441, 10, True), (500, 440, 10, False), (0, 0, 0, True)],
)
def test_nine_in_ten_are_enough(module: Path, tried: int, noticed: int, idle: int, enough: bool) -> None:
    from outcomes import Share

    assert Share(tried, noticed, idle).enough == enough
