"""Real records, changed as an attacker might: their YAML as a tree, their Markdown, their bytes.

A recipe is a few small numbers, which Hypothesis chooses and, where something fails, makes fewer and smaller.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.packages import plains
from tests.payloads import DATES, LETTERS, MARKDOWN, NUMBERS, RAW, WORDS


@dataclass
class Leaf:
    """A value and how it is spelt: `plain` (as it stands), `double`, `single` (in quotes), or `block`."""

    text: str
    style: str = "plain"


@dataclass
class Group:
    """Keys and values, in order; a key may stand there twice."""

    entries: list[tuple[str, Tree]] = field(default_factory=list)


@dataclass
class Items:
    """A list."""

    items: list[Tree] = field(default_factory=list)


Tree = Leaf | Group | Items


@dataclass(frozen=True)
class Original:
    """A file of a portfolio, as it was written: a tree, and in a record or a log the text below it."""

    path: str
    tree: Tree
    body: str = ""


@dataclass(frozen=True)
class Step:
    """One change: its kind, where it is made, and with what."""

    kind: int
    place: int
    choice: int


@dataclass(frozen=True)
class Recipe:
    """A mutant: which record it is made from, and the steps in order."""

    original: int
    steps: tuple[Step, ...]


def read_originals(root: Path, folder: str = "cycles") -> list[Original]:
    """The records and logs below a folder of a portfolio."""
    found = []
    for path in sorted((root / folder).rglob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        found.append(Original(path.relative_to(root).as_posix(), tree_of(front), body))
    return found


def read_settings(root: Path) -> list[Original]:
    """The settings of a portfolio and its schools, and frameworks as YAML, as CSV and as a CASE package."""
    found = [
        Original(path.relative_to(root).as_posix(), tree_of(path.read_text(encoding="utf-8")))
        for path in sorted((root / "cycles").rglob("*.yml"))
    ]
    names = ("code", "statement", "parent", "grades")
    cells = [[Leaf(cell, "double") for cell in row] for row in FRAMEWORK]
    rows = Items([Group(list(zip(names, row, strict=True))) for row in cells])
    package = tree_of(json.dumps({"CFPackage": plains()}))
    own = Group([("title", Leaf("Our own")), ("licence", Leaf("CC BY 4.0")), ("standards", copy_of(rows))])
    return [
        *found,
        Original("standards/plain.csv", rows),
        Original("standards/own.yml", own),
        Original("standards/case.json", package),
    ]


FRAMEWORK = (
    ("P", "Plains", "", "3, 4"),
    ("P.1", "Compare <sup>2</sup> numbers.", "P", "3"),
    ("P.1a", "Compare more.", "P.1", "3"),
    ("P.2", "Add, and say why.", "P", "4-5"),
)


def tree_of(text: str) -> Group:
    """A text of YAML as a tree of what was typed."""
    node = yaml.compose(text, Loader=yaml.CBaseLoader)
    tree = _tree(node) if node is not None else Group()
    assert isinstance(tree, Group)
    return tree


def _tree(node: yaml.Node) -> Tree:
    if isinstance(node, yaml.MappingNode):
        return Group([(key.value, _tree(value)) for key, value in node.value])
    if isinstance(node, yaml.SequenceNode):
        return Items([_tree(item) for item in node.value])
    return Leaf(str(node.value), "double" if node.style else "quote where needed")


def copy_of(tree: Tree) -> Tree:
    """The same once more: a step changes trees in place."""
    if isinstance(tree, Group):
        return Group([(key, copy_of(value)) for key, value in tree.entries])
    if isinstance(tree, Items):
        return Items([copy_of(item) for item in tree.items])
    return Leaf(tree.text, tree.style)


def write(tree: Tree, indent: int = 0) -> str:
    """The tree as YAML in block style."""
    margin = "  " * indent
    if isinstance(tree, Leaf):
        return f" {_spell(tree, indent)}\n"
    if isinstance(tree, Items):
        if not tree.items:
            return " []\n"
        return "\n" + "".join(f"{margin}-{_nested(item, indent)}" for item in tree.items)
    if not tree.entries:
        return " {}\n"
    return "\n" + "".join(f"{margin}{_key(key)}:{_nested(value, indent)}" for key, value in tree.entries)


def write_csv(tree: Tree) -> str:
    """A list of groups as a table; what is no such thing is one cell."""
    rows = tree.items if isinstance(tree, Items) else [tree]
    names = list(dict.fromkeys(key for row in rows if isinstance(row, Group) for key, _ in row.entries))
    lines = [names]
    for row in rows:
        cells = dict(row.entries) if isinstance(row, Group) else {"": row}
        lines.append([_cell(cells[name]) if name in cells else "" for name in (names or [""])])
    return "".join(",".join(map(_in_quotes, line)) + "\n" for line in lines)


def _cell(tree: Tree) -> str:
    return tree.text if isinstance(tree, Leaf) else _flow(tree)


def _in_quotes(cell: str) -> str:
    if not any(sign in cell for sign in ',"\n\r'):
        return cell
    return '"' + cell.replace('"', '""') + '"'


def write_json(tree: Tree) -> str:
    """The tree as JSON; what was put in as it stands stays so, as a number would."""
    if isinstance(tree, Leaf):
        return tree.text if tree.style == "plain" else _quoted(tree.text)
    if isinstance(tree, Items):
        return f"[{', '.join(map(write_json, tree.items))}]"
    return f"{{{', '.join(f'{_quoted(key)}: {write_json(value)}' for key, value in tree.entries)}}}"


def write_file(path: str, tree: Tree, body: str) -> str:
    """The tree as its kind of file has it."""
    if path.endswith(".json"):
        return write_json(tree)
    if path.endswith(".csv"):
        return write_csv(tree)
    text = write(tree).lstrip("\n")
    return f"---\n{text}---\n{body}" if path.endswith(".md") else text


def _nested(tree: Tree, indent: int) -> str:
    # Deeper than anybody indents by hand, brackets take over: a line a level would be a triangle of spaces.
    return f" {_flow(tree)}\n" if indent > 12 else write(tree, indent + 1)


def _flow(tree: Tree) -> str:
    if isinstance(tree, Leaf):
        return json.dumps(tree.text, ensure_ascii=False)
    if isinstance(tree, Items):
        return f"[{', '.join(map(_flow, tree.items))}]"
    return f"{{{', '.join(f'{_quoted(key)}: {_flow(value)}' for key, value in tree.entries)}}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else _quoted(key)


def _spell(leaf: Leaf, indent: int) -> str:
    if leaf.style == "plain":
        return leaf.text
    if leaf.style == "single":
        return "'" + leaf.text.replace("'", "''").replace("\n", "\n\n" + "  " * indent) + "'"
    if leaf.style == "block":
        lines = ("  " * (indent + 1) + line if line else "" for line in leaf.text.split("\n"))
        return "|-\n" + "\n".join(lines)
    return _quoted(leaf.text)


Place = tuple[Group | Items, int]


def places(tree: Tree) -> list[Place]:
    """Every entry and item of the tree, by what holds it and its number there."""
    found: list[Place] = []
    todo: list[Tree] = [tree]
    while todo:
        holder = todo.pop()
        inner = _inside(holder)
        if not isinstance(holder, Leaf):
            found += [(holder, at) for at in range(len(inner))]
        todo += inner
    return found


def _inside(tree: Tree) -> list[Tree]:
    if isinstance(tree, Group):
        return [value for _, value in tree.entries]
    return list(tree.items) if isinstance(tree, Items) else []


def _get(place: Place) -> Tree:
    holder, at = place
    return holder.entries[at][1] if isinstance(holder, Group) else holder.items[at]


def _put(place: Place, tree: Tree) -> None:
    holder, at = place
    if isinstance(holder, Group):
        holder.entries[at] = (holder.entries[at][0], tree)
    else:
        holder.items[at] = tree


def _text(tree: Tree) -> str:
    return tree.text if isinstance(tree, Leaf) else "text"


def _pick(pool: tuple[str, ...], choice: int) -> str:
    return pool[choice % len(pool)]


STYLES = ("double", "single", "block")


def _drop(place: Place, _: int, __: list[Tree]) -> None:
    holder, at = place
    del (holder.entries if isinstance(holder, Group) else holder.items)[at]


def _double(place: Place, _: int, __: list[Tree]) -> None:
    holder, at = place
    if isinstance(holder, Group):
        key, value = holder.entries[at]
        holder.entries.insert(at, (key, copy_of(value)))
    else:
        holder.items.insert(at, copy_of(holder.items[at]))


def _many(place: Place, choice: int, __: list[Tree]) -> None:
    holder, at = place
    if isinstance(holder, Items):
        holder.items += [copy_of(holder.items[at]) for _ in range(choice % 60)]


def _swap_keys(place: Place, choice: int, __: list[Tree]) -> None:
    holder, at = place
    if isinstance(holder, Group):
        other = choice % len(holder.entries)
        (one, first), (two, second) = holder.entries[at], holder.entries[other]
        holder.entries[at], holder.entries[other] = (two, first), (one, second)
    else:
        other = choice % len(holder.items)
        holder.items[at], holder.items[other] = holder.items[other], holder.items[at]


def _rename(place: Place, choice: int, donors: list[Tree]) -> None:
    holder, at = place
    if isinstance(holder, Group):
        keys = [key for group in donors if isinstance(group, Group) for key, _ in group.entries]
        new = keys[choice % len(keys)] if choice % 3 else _pick(WORDS, choice)
        holder.entries[at] = (new, holder.entries[at][1])


def _retype(place: Place, choice: int, _: list[Tree]) -> None:
    tree = _get(place)
    _put(
        place,
        (
            lambda: Items([tree]),
            lambda: Items([tree, Leaf("x"), Items()]),
            lambda: Group([("text", tree)]),
            lambda: Group([("levels", Items([tree])), ("date", tree)]),
            lambda: Leaf(""),
            lambda: Leaf(_text(tree), "plain"),
            Items,
            Group,
            lambda: Leaf(_flow(tree), "double"),
        )[choice % 9](),
    )


def _say(place: Place, choice: int, _: list[Tree]) -> None:
    _put(place, Leaf(_pick(WORDS, choice), _pick(STYLES, choice // len(WORDS))))


def _splice(place: Place, choice: int, _: list[Tree]) -> None:
    text, word = _text(_get(place)), _pick(WORDS, choice)
    at = choice // len(WORDS) % (len(text) + 1)
    _put(place, Leaf(text[:at] + word + text[at:], _pick(STYLES, choice)))


def _raw(place: Place, choice: int, _: list[Tree]) -> None:
    _put(place, Leaf(_pick(RAW, choice), "plain"))


def _number(place: Place, choice: int, _: list[Tree]) -> None:
    _put(place, Leaf(_pick(NUMBERS, choice), "plain"))


def _near_number(place: Place, choice: int, _: list[Tree]) -> None:
    text = _text(_get(place))
    _put(place, Leaf(str(int(text) + choice % 7 - 3) if text.isdecimal() and len(text) < 9 else text))


def _date(place: Place, choice: int, _: list[Tree]) -> None:
    _put(place, Leaf(_pick(DATES, choice), "plain"))


def _nest(place: Place, choice: int, _: list[Tree]) -> None:
    tree = _get(place)
    for level in range(choice % 60):
        tree = Items([tree]) if (choice + level) % 3 else Group([("a", tree)])
    _put(place, tree)


def _graft(place: Place, choice: int, donors: list[Tree]) -> None:
    _put(place, copy_of(donors[choice % len(donors)]))


def _add(place: Place, choice: int, donors: list[Tree]) -> None:
    holder, at = place
    groups = [donor for donor in donors if isinstance(donor, Group) and donor.entries]
    key, value = (entries := groups[choice % len(groups)].entries)[choice // 7 % len(entries)]
    if isinstance(holder, Group):
        holder.entries.insert(at, (key, copy_of(value)))
    else:
        holder.items.insert(at, copy_of(value))


CHANGES: tuple[Callable[[Place, int, list[Tree]], None], ...] = (
    *(_drop, _double, _many, _swap_keys, _rename, _retype, _say, _splice, _raw, _number),
    *(_near_number, _near_number, _date, _nest, _graft, _add),
)


def _body(text: str, choice: int) -> str:
    piece = _pick(MARKDOWN, choice)
    at = choice // len(MARKDOWN) % (len(text) + 1)
    return (
        text[:at] + piece + text[at:],
        text[:at] + "\n\n" + piece + "\n\n" + text[at:],
        piece,
        text[:at] + text[at : at + 200] * 3 + text[at + 400 :],
        text.replace("\n\n", f"\n\n{piece[:80]}"),
    )[choice % 5]


def _letters(text: str, place: int, choice: int) -> str:
    at = place % (len(text) + 1)
    return (
        text[:at] + _pick(LETTERS, choice) + text[at:],
        text[:at] + text[at + 1 + choice % 9 :],
        text[:at],
        text[:at] + "\n---\n" + text[at:],
        text.replace("\n", "\r\n"),
        text.replace("\n", "\r"),
        text.replace(":", _pick(LETTERS, choice), 1 + choice % 4),
    )[choice % 7]


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1", "cp1252", "utf-7")
KINDS = len(CHANGES) + 4


def mutant(originals: list[Original], donors: list[Tree], recipe: Recipe) -> tuple[str, bytes]:
    """Where a mutant belongs (the path of what it was made from), and its file."""
    original = originals[recipe.original % len(originals)]
    tree = copy_of(original.tree)
    body, encoding = original.body, "utf-8"
    later: list[Step] = []
    for step in recipe.steps:
        kind = step.kind % KINDS
        if kind < len(CHANGES):
            found = places(tree)
            if found:
                CHANGES[kind](found[step.place % len(found)], step.choice, donors)
        elif kind < len(CHANGES) + 2:
            body = _body(body, step.choice)
        else:
            later.append(step)
    text = write_file(original.path, tree, body)
    for step in later:
        if step.kind % KINDS == KINDS - 1 and step.choice % 4 == 0:
            encoding = _pick(ENCODINGS, step.place)
        else:
            text = _letters(text, step.place, step.choice)
    return original.path, text.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")


def donors_of(originals: list[Original]) -> list[Tree]:
    """Parts of all records, to put where they do not belong."""

    def parts(tree: Tree) -> Iterator[Tree]:
        yield tree
        for inner in _inside(tree):
            yield from parts(inner)

    return [part for original in originals for part in parts(original.tree)]
