"""The CSV of OpenSALT: an item a row, whose `smartLevel` ("1.3.2") is its place in the tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coaching_cycles.standards.grades import LONGEST_GRADES, read_grades
from coaching_cycles.standards.source import LONGEST_TEXT, Entry, Source, scrub

MARK = "smartlevel"
"""The column by which such a file is known."""
_DEEPEST = 40


def read_salt(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Source:
    """The items of the rows (line, cells by column in small letters) and how they hang together."""
    source = Source(form="OpenSALT CSV")
    levels: dict[str, str] = {}
    for line, cells in rows:
        entry = _read_row(source, line, cells)
        level = ".".join(part.strip() for part in cells.get(MARK, "").split("."))
        parts = level.split(".")
        if not level:
            source.report(line, "dangling", "no `smartLevel`; shown at the top")
        elif level in levels:
            source.report(line, "parents", f"the `smartLevel` {level} is taken by an earlier row")
        else:
            levels[level] = entry.ref
        if parts[-1].isdecimal():
            entry.rank = float(parts[-1][:9])
        entry.parents = [".".join(parts[:-1])] if 1 < len(parts) <= _DEEPEST else []
        source.entries.append(entry)
    for entry in source.entries:
        if entry.parents:
            entry.parents = [_find_above(source, entry, entry.parents[0], levels)]
    source.tops = {""}
    return source


def _find_above(source: Source, entry: Entry, level: str, levels: Mapping[str, str]) -> str:
    """The nearest row above that is there."""
    wanted = level
    while level and level not in levels:
        level = level.rpartition(".")[0]
    if level != wanted:
        source.report(entry.place, "dangling", f"no row has the `smartLevel` {wanted}; shown further up")
    return levels.get(level, "")


def _read_row(source: Source, line: int, cells: Mapping[str, str]) -> Entry:
    kept = {name: scrub(cell[:LONGEST_TEXT]) for name, cell in cells.items()}
    entry = Entry(line, ref=f"row {line}")
    entry.identifier = kept.get("identifier", "")
    entry.code = kept.get("humancodingscheme", "")
    entry.statement = kept.get("fullstatement", "")
    entry.label = kept.get("abbreviatedstatement", "")
    entry.kind = kept.get("cfitemtype", "")
    entry.language = kept.get("language", "")
    entry.licence = kept.get("license", "")
    entry.notes = kept.get("notes", "")
    entry.grades, wrong = read_grades(
        (kept.get("educationlevel") or kept.get("educationallevel") or "")[:LONGEST_GRADES]
    )
    if wrong:
        source.report(line, "grades", f"not grades: {', '.join(map(repr, wrong[:5]))}")
    return entry
