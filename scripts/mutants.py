"""The mutants of a module: its syntax tree with one small thing wrong, a tree for each thing.

A mutant is known by what is wrong, in which function, on a line that says what: a change elsewhere in the
module leaves its name, and whether it is drawn, as they were.

Comparisons are flipped and moved by one, `and` and `or` swapped, conditions turned round, numbers moved by
one, texts changed, sums turned into differences, `min` into `max`, statements left out, results forgotten.

Left alone is what changes nothing that a program does: annotations, docstrings, decorators, `__all__`,
`strict` of `zip`, `repr` of a field; a False that is forgotten, because None is false as well; and texts with
a blank in them, which are messages to people.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.Pow: ast.Mult,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
_LEFT_ALONE = {"annotation", "returns", "decorator_list", "type_params", "type_comment"}

Change = Callable[[ast.AST], ast.AST]


@dataclass(frozen=True, slots=True)
class Name:
    """What a mutant is known by: its module, the function or class, the text of its line, what is wrong."""

    module: str
    within: str
    source: str
    what: str
    nth: int = 1
    """Which one, where these are the same for several."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One thing wrong: where, in which statement, what it is, and how it is done to a node of the tree."""

    name: Name
    file: Path
    line: int
    statement: int
    """The line on which the innermost statement begins that it stands in; 0 outside of functions."""
    node: int
    change: Change
    cached: bool = False
    """Whether it stands in a function whose results are kept."""

    def __str__(self) -> str:
        name = self.name
        nth = f" ({name.nth})" if name.nth > 1 else ""
        return f"{name.module}:{self.line}: {name.what}{nth}: {name.source}"

    def lot(self, seed: int) -> bytes:
        """Those with the lowest lots are drawn; another seed draws others."""
        return sha256(repr((seed, self.name)).encode("utf-8")).digest()

    def tree(self) -> ast.Module:
        """The module with this one thing wrong."""
        tree = ast.parse(self.file.read_text("utf-8"))
        wanted = list(ast.walk(tree))[self.node]
        changed = ast.copy_location(self.change(copy.copy(wanted)), wanted)
        for parent in ast.walk(tree):
            for name, value in ast.iter_fields(parent):
                if value is wanted:
                    setattr(parent, name, changed)
                elif isinstance(value, list) and any(one is wanted for one in value):
                    setattr(parent, name, [changed if one is wanted else one for one in value])
        return ast.fix_missing_locations(tree)


def mutants(file: Path) -> list[Mutant]:
    """All mutants of a module, in the order of its lines."""
    text = file.read_text("utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    numbers = {id(node): number for number, node in enumerate(ast.walk(tree))}
    found = [
        (line, numbers[id(node)], what, within, statement, change)
        for node, line, statement, within in _places(tree, 0, "", inside=False)
        for what, change in _changes(node)
    ]
    cached = {
        line
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and any("cache" in ast.unparse(d) for d in one.decorator_list)
        for line in range(one.lineno, (one.end_lineno or 0) + 1)
    }
    made: list[Mutant] = []
    alike: Counter[Name] = Counter()
    for line, node, what, within, statement, change in sorted(found, key=lambda one: one[:3]):
        name = Name(f"{file.parent.name}/{file.name}", within, lines[line - 1].strip(), what)
        alike[name] += 1
        name = replace(name, nth=alike[name])
        made.append(Mutant(name, file, line, statement, node, change, line in cached))
    return made


def mentions(file: Path, line: int) -> set[int]:
    """The lines of statements in functions that use what the statement of a module on this line defines."""
    tree = ast.parse(file.read_text("utf-8"))
    names: set[str] = set()
    for one in tree.body:
        # What is defined with it is meant as well: a pattern made of patterns.
        if one.lineno <= line <= (one.end_lineno or 0) or _read(one) & names:
            names |= _defined(one)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    inside = (node for function in functions for node in ast.walk(function) if node is not function)
    return {node.lineno for node in inside if isinstance(node, ast.stmt) and _read(node) & names}


def _read(node: ast.AST) -> set[str]:
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def _defined(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {one.id for one in targets if isinstance(one, ast.Name)}


def _places(
    node: ast.AST, statement: int, within: str, *, inside: bool
) -> Iterator[tuple[ast.AST, int, int, str]]:
    """The nodes that may go wrong, each with its line, the line of its statement and what it is within."""
    inside = inside or isinstance(node, ast.FunctionDef)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        within = f"{within}.{node.name}".lstrip(".")
    for name, value in ast.iter_fields(node):
        if name in _LEFT_ALONE:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or _idle(child):
                continue
            own = child.lineno if isinstance(child, ast.stmt) and inside else statement
            if isinstance(child, ast.stmt | ast.expr):
                yield child, child.lineno, own, within
            elif isinstance(child, ast.comprehension):
                yield child, child.iter.lineno, own, within
            yield from _places(child, own, within, inside=inside)


def _idle(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.keyword):
        return node.arg in {"strict", "repr"}
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def _flipped(test: ast.expr) -> bool:
    """Whether a condition is turned round already by what is done to itself."""
    return isinstance(test, ast.UnaryOp) or (isinstance(test, ast.Compare) and len(test.ops) == 1)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:  # noqa: C901, PLR0912 - a list of what can go wrong
    match node:
        case ast.Compare(ops=[op, *_]):
            for other in _COMPARED[type(op)]:
                yield f"{type(op).__name__} → {other.__name__}", _with(ops=[other(), *node.ops[1:]])
        case ast.BoolOp(op=ast.And()):
            yield "and → or", _with(op=ast.Or())
        case ast.BoolOp():
            yield "or → and", _with(op=ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield f"{type(node.op).__name__} left out", lambda _: operand
        case ast.BinOp(op=op) if type(op) in _COUNTED:
            yield f"{type(op).__name__} → {_COUNTED[type(op)].__name__}", _with(op=_COUNTED[type(op)]())
        case ast.AugAssign(op=op):
            yield "statement left out", lambda _: ast.Pass()
            if type(op) in _COUNTED:
                yield f"{type(op).__name__} → {_COUNTED[type(op)].__name__}", _with(op=_COUNTED[type(op)]())
        case ast.Constant(value=bool(value)):
            yield f"{value} → {not value}", _with(value=not value)
        case ast.Constant(value=int(value)):
            yield f"{value} → {value + 1}", _with(value=value + 1)
        case ast.Constant(value=str(value)) if " " not in value.strip(" "):
            yield f"{value!r} → {value + 'x'!r}", _with(value=value + "x")
        case ast.Call(func=ast.Name(id=name)) if name in _CALLED:
            yield f"{name} → {_CALLED[name]}", _with(func=ast.Name(_CALLED[name], ast.Load()))
        case ast.If() | ast.IfExp() | ast.While() if not _flipped(node.test):
            yield "condition turned round", _with(test=ast.UnaryOp(ast.Not(), node.test))
        case ast.comprehension(ifs=[test, *rest]) if not _flipped(test):
            yield "condition turned round", _with(ifs=[ast.UnaryOp(ast.Not(), test), *rest])
        case ast.Return(value=ast.expr()) if ast.unparse(node.value) not in {"None", "False"}:
            yield "result forgotten", _with(value=ast.Constant(None))
        case ast.Expr() | ast.Raise() | ast.Continue() | ast.Break() | ast.Delete():
            yield "statement left out", lambda _: ast.Pass()
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield "statement left out", lambda _: ast.Pass()


def _with(**fields: object) -> Change:
    def change(node: ast.AST) -> ast.AST:
        for name, value in fields.items():
            setattr(node, name, value)
        return node

    return change
