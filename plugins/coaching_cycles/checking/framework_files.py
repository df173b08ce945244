"""One file of a framework, whatever its format: bytes to a tree, or to one finding."""

from __future__ import annotations

import codecs
import json

from coaching_cycles.problems import Mark, Problem
from coaching_cycles.reading.nodes import Mapping, Node, Sequence
from coaching_cycles.reading.paths import plain
from coaching_cycles.reading.yaml import parse
from coaching_cycles.standards import (
    Framework,
    Source,
    find_package,
    find_plain,
    find_set,
    join,
    read_csv_source,
    read_package,
    read_plain_data,
    read_set,
)

KINDS = ("json", "csv", "tsv", "yml", "yaml")
"""Endings of files that are read."""
_FORMS = "a CASE package, a set of the Common Standards Project, or a list of code, statement, parent, grades"
_MOST_VALUES = 2_000_000
"""A real package has forty for each of its items."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read_file(data: bytes, path: str, key: str) -> Framework | Problem:
    """The framework in a file's bytes; a finding where it holds none. Never raises for what it contains."""
    text, encoding = _decode(data)
    kind = path.rpartition(".")[2].lower()
    if kind == "json":
        read = _read_json(text, path)
    elif kind in {"yml", "yaml"}:
        read = _read_yaml(text, path)
    else:
        read = read_csv_source(text)
    if isinstance(read, Problem):
        return read
    if encoding != "utf-8":
        read.report(0, "garbled", f"saved as {encoding}, not as UTF-8")
    return join(read, key)


def _decode(data: bytes) -> tuple[str, str]:
    """The text and the encoding it is in; what is not Unicode is taken for Windows-1252, as it mostly is."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), name
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "Windows-1252"


def _read_json(text: str, path: str) -> Source | Problem:
    # An empty list is two characters of a file and sixty bytes of memory.
    if sum(map(text.count, ",[{")) > _MOST_VALUES:
        return _refuse(
            path, "more values than a framework has", "bring its subjects or grades in files of their own"
        )
    try:
        data: object = json.loads(text)
    except json.JSONDecodeError as error:
        return _refuse(
            path,
            f"not JSON: {error.msg}",
            "get the file again from where it came",
            Mark(error.lineno, error.colno),
        )
    except RecursionError:
        return _refuse(
            path, "lists and groups stand too deep in each other", "get the file again from where it came"
        )
    except ValueError:
        return _refuse(path, "a number in it is too long to be read", "get the file again from where it came")
    package = find_package(data)
    if package is not None:
        return read_package(package)
    found = find_set(data)
    if found is not None:
        return read_set(found)
    rows = find_plain(data)
    if rows is not None:
        return read_plain_data(rows, list(enumerate(rows.listed, 1)), "plain JSON")
    return _refuse(path, "no framework in a format that is read", f"the file must hold {_FORMS}")


def _read_yaml(text: str, path: str) -> Source | Problem:
    parsed = parse(text, path)
    rows = find_plain(plain(parsed.root)) if parsed.root is not None else None
    if rows is None:
        if parsed.problems:
            first = parsed.problems[0]
            return _refuse(path, first.message, first.hint, first.mark)
        return _refuse(
            path, "no framework in a format that is read", "write a list: code, statement, parent, grades"
        )
    listed: list[tuple[int, object]] = list(zip(_lines(parsed.root, rows.name), rows.listed, strict=True))
    source = read_plain_data(rows, listed, "plain YAML")
    for problem in parsed.problems:
        source.report(problem.line, "shape", problem.message)
    return source


def _lines(root: Node | None, name: str) -> list[int]:
    """The line of each item of the list that holds the standards."""
    node = root.get(name) if isinstance(root, Mapping) and name else root
    if isinstance(node, Sequence):
        return [item.mark.line for item in node.items]
    return [key.mark.line for key, _ in node] if isinstance(node, Mapping) else []


def _refuse(path: str, message: str, hint: str, mark: Mark | None = None) -> Problem:
    return Problem(path, mark or Mark(), "W508", message, hint)
