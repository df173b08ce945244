"""YAML text to nodes with places, and every mistake in it, never an exception."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import yaml

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading import characters
from coaching_cycles.reading.faults import Fault, Scene, shorten
from coaching_cycles.reading.hashes import HASH, find_hashes
from coaching_cycles.reading.nodes import Mapping, Node, Path, Scalar, Sequence
from coaching_cycles.reading.paths import dotted
from coaching_cycles.reading.spaces import mend_spaces
from coaching_cycles.reading.syntax import explain
from coaching_cycles.reading.tree import BACK, ODD, Tree, spot

_SYNTAX_MISTAKES = 10
_SAME_CODE = 20
# Behind these there is nothing more to learn: a file like that is no record.
_FINAL = {"E124", "E125", "E127"}

# The event parser of libyaml; a PyYAML that was built without it is ten times slower.
_EVENTS = cast("type[yaml.CSafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))

# A line at the margin that begins a block: not blank, not further in, no comment, item or closing bracket.
_MARGIN = re.compile(r"[^\s#\-\]}]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What was read: the outermost node (or None), the findings, and the places whose values are gone."""

    root: Node | None
    problems: tuple[Problem, ...]
    lost: tuple[Path, ...] = ()


def parse(text: str, path: str, *, first_line: int = 1) -> Parsed:
    """Read one YAML document.

    `path` names the file in findings; `first_line` is the number that the text's first line has in it. After
    a mistake in the YAML itself the block that holds it (from one key at the margin to the next) is left out
    and the rest is read, so that one run finds the mistakes of the whole file.
    """
    return _Reader(text, path, first_line).read()


class _Reader:
    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.problems: dict[tuple[Mark, str], Problem] = {}
        self.lost: list[Path] = []
        self.odd = False
        if "\r" in text:
            text = re.sub(r"\r\n?", "\n", text)
        text = characters.replace(text)
        self.shown = text.split("\n")
        text = self.mend_spaces(text)
        self.text = text.translate(ODD) if any(chr(odd) in text for odd in ODD) else text
        self.odd = self.text is not text

    def mend_spaces(self, text: str) -> str:
        """The text with ordinary spaces in each place where YAML counts them; the others are reported."""
        if text.isascii():
            return text
        lines = text.split("\n")
        for index, line in enumerate(lines):
            mended = mend_spaces(line)
            if mended is not None:
                lines[index], column, sign = mended
                message = f"{characters.name(sign)} is no ordinary space, and YAML takes it for a letter"
                hint = "replace it by an ordinary space: delete it and press the space bar"
                self.report("E108", Mark(index + self.first_line, column + 1), message, hint, ())
        return "\n".join(lines)

    def read(self) -> Parsed:
        lines = self.text.split("\n")
        root: Node | None = None
        for _ in range(_SYNTAX_MISTAKES):
            text = "\n".join(lines)
            tree = Tree(lines, self.first_line, self.report)
            fault = self.run(text, tree)
            if fault is None:
                root = tree.root
                self.lost += tree.lost
                for line, column in find_hashes(text, _EVENTS):
                    self.report("W101", Mark(line + self.first_line, column + 1), *HASH, ())
                break
            self.blame(fault)
            if fault.code == "E125":
                root = tree.root
            if fault.code in _FINAL or not self.leave_out(lines, fault):
                break
        if root is not None and self.odd:
            root = _restore(root)
        return Parsed(root, _cap(self.problems.values()), tuple(dict.fromkeys(self.lost)))

    def run(self, text: str, tree: Tree) -> Fault | None:
        """Feed the text's events to the tree; the fault that ended it, or None."""
        loader = _EVENTS(text)
        try:
            while (event := loader.get_event()) is not None:
                fault = tree.take(event)
                if fault is not None:
                    return fault
        except yaml.MarkedYAMLError as error:
            return self.explain(error, tree)
        except yaml.YAMLError as error:
            return Fault(
                "E137", (0, 0), f"this can't be read as YAML ({error})", "write it anew as plain text"
            )
        finally:
            loader.dispose()
        return None

    def explain(self, error: yaml.MarkedYAMLError, tree: Tree) -> Fault:
        return explain(
            Scene(
                context=error.context or "",
                start=None if error.context_mark is None else spot(error.context_mark),
                problem=error.problem or "",
                at=spot(error.problem_mark or error.context_mark),
                lines=self.shown,
                quoted=tree.quoted,
                first_line=self.first_line,
            )
        )

    def report(self, code: str, mark: Mark, message: str, hint: str, path: Path) -> None:
        index = mark.line - self.first_line
        source = self.shown[index] if 0 <= index < len(self.shown) else ""
        field = shorten(dotted(path), 200)
        if self.odd:
            message, field = message.translate(BACK), field.translate(BACK)
        problem = Problem(self.path, mark, code, message, hint, field, source)
        self.problems.setdefault((mark, code), problem)

    def blame(self, fault: Fault) -> None:
        """Report a fault, unless its line has been reported: what was found there was its cause."""
        line, column = fault.spot
        last = next((n for n in range(len(self.shown) - 1, -1, -1) if self.shown[n].strip()), 0)
        if line > last:
            # At the end of the text libyaml points past it, where there is nothing to look at.
            line, column = last, len(self.shown[last].rstrip())
        mark = Mark(line + self.first_line, column + 1)
        if not any(known.line == mark.line for known in self.problems.values()):
            self.report(fault.code, mark, fault.message, fault.hint, ())

    def leave_out(self, lines: list[str], fault: Fault) -> bool:
        """Blank the block that holds a fault; False when there is nothing left to blank."""
        begin = min(fault.spot[0], len(lines) - 1)
        if fault.prose:
            # The closing --- is missing, it seems: what follows is Markdown, and any key may be missing.
            self.lost.append(())
            end = len(lines)
        else:
            while begin > 0 and not _MARGIN.match(lines[begin]):
                begin -= 1
            end = begin + 1
            while end < len(lines) and not _MARGIN.match(lines[end]):
                end += 1
            self.lost.append((lines[begin].split(":")[0].strip(" \t'\""),))
        if not any(line.strip() for line in lines[begin:end]):
            return False
        lines[begin:end] = [""] * (end - begin)
        return True


def _restore(node: Node) -> Node:
    if isinstance(node, Scalar):
        return Scalar(node.text.translate(BACK), node.mark, node.plain)
    if isinstance(node, Sequence):
        return Sequence(tuple(_restore(item) for item in node.items), node.mark)
    entries = ((Scalar(k.text.translate(BACK), k.mark, k.plain), _restore(v)) for k, v in node)
    return Mapping(tuple(entries), node.mark)


def _cap(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """In order of place; of many with one code the first few, the last of which says how many more."""
    kept: dict[str, list[Problem]] = {}
    more: Counter[str] = Counter()
    for problem in sorted(problems):
        same = kept.setdefault(problem.code, [])
        if len(same) < _SAME_CODE:
            same.append(problem)
        else:
            more[problem.code] += 1
    for code, number in more.items():
        last = kept[code][-1]
        kept[code][-1] = dataclasses.replace(last, message=f"{last.message} (and {number} more of this kind)")
    return tuple(sorted(problem for same in kept.values() for problem in same))
