r"""The canonical text of a record, a log, `school.yml` and `portfolio.yml`: one way of writing everything.

`cycles fmt`, `cycles new`, `cycles import` and the form on the site all write exactly these bytes. The rules,
for whoever writes them in another language (`tests/cases/format.json` holds data and the bytes they become;
lengths are in code points, *trimmed* means without spaces, tabs and line feeds at both ends):

**The file.** UTF-8 without a byte-order mark, lines end in a line feed, the last one too. A record or log is
`---`, its keys, `---`; then, if the write-up is not blank, an empty line and the write-up to the letter,
without blank lines at its start, and without spaces, tabs and line feeds at its end. `school.yml` and
`portfolio.yml` are keys alone.

**Keys** come in the order of the schema (that of `properties` in the JSON Schema), at every level; a key
under another spelling (`licence`) stands in the place of the usual one and keeps its spelling; keys that the
format does not have come last. Free keys (of `assessments`, `answers`, `capacity`, `logs`, `fields`) stay in
the order they were written in. Groups are indented by two spaces, and so are lists, below their key.

**Values** are trimmed. A value is plain, without quotes, unless it

1. is empty, is `~` or `null` (`Null`, `NULL`), or, in any case, `y`, `n`, `yes`, `no`, `on`, `off`; is
   digits, a colon and a digit, whatever follows (`12:30`); or is two or more digits, the first a 0 (`007`);
2. begins with one of ``? : , [ ] { } # & * ! | > ' " % @ ` ``, or with `-` and no digit behind it;
3. holds a colon and a space, ends in a colon, or holds a space and `#`;
4. holds a character of U+0000–U+001F, U+007F–U+009F, U+2028, U+2029, U+FEFF or a lone surrogate;
5. holds another space than U+0020 (U+00A0, U+1680, U+2000–U+200B, U+202F, U+205F, U+2060, U+3000) at the
   start of a line or behind a space, a hyphen or a colon;
6. stands inside `[ ]` or `{ }` and holds one of ``, [ ] { } :``.

Then it stands in double quotes as JSON writes it: `\"`, `\\`, `\n`, `\t`, `\b`, `\f`, `\r`, and `\u`
with four small hexadecimal digits for all other characters of rule 4; everything else as it is. A text of
several lines, unless rule 4 (a tab is no matter) or 5 holds, is `key: |` and its lines below, two spaces
further in than the key, empty ones without spaces. A key of letters, digits, `_`, spaces, dots and hyphens
that begins with a letter or digit, and is not `null`, is plain; any other is quoted.

**Blanks** are a key with nothing behind it; an empty list is `[]` and an empty group `{}`.

**Lists and groups** stand on the line of their key or dash if that line is at most 100 characters long, and

- a list holds nothing but values of one line (`grades: [7, 8]`);
- a group holds such values and lists of them, and is not `answers` (`{date: 2026-10-05, levels: [1, 2]}`).

Nothing in them may be blank. All other lists have an item a line behind `- `, all other groups a key a line;
a group or list that is an item begins on the line of its dash.

**One spelling for one thing.** Where a list of plain values belongs, a single value becomes a list of one.
Dates that can mean only one day become `2026-10-05`; `yes` and `no` become `true` and `false` where true or
false belongs. Numbers stay as they are typed. No word is altered.

**What an author laid out** stays: comments above a key, behind a value (after two spaces) or at the end of a
list, which make what holds them stand in lines of its own; the comments at the top of a file; and single
blank lines between the keys at the margin. Data have none of these, so neither has what is written from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from coaching_cycles.reading.document import parse_record, parse_yaml
from coaching_cycles.reading.paths import plain as read_plain
from coaching_cycles.schema import ALIASES
from coaching_cycles.writing.growth import Growth
from coaching_cycles.writing.kinds import FILES, kind_of
from coaching_cycles.writing.layout import lay_out
from coaching_cycles.writing.styles import trim
from coaching_cycles.writing.tree import Group, grow, plain, settle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coaching_cycles.problems import Problem
    from coaching_cycles.reading.paths import Plain
    from coaching_cycles.writing.tree import Data

FileKind = Literal["record", "log", "school", "portfolio"]


@dataclass(frozen=True, slots=True)
class Formatted:
    """The canonical text of a file; None when it can't be read without a doubt, and what was found then."""

    text: str | None
    problems: tuple[Problem, ...] = ()


def kind_of_file(path: str) -> FileKind | None:
    """What a file of a portfolio is, by its name; None when it is none of ours."""
    file = PurePosixPath(path)
    if file.name in {"school.yml", "portfolio.yml"}:
        return "school" if file.name == "school.yml" else "portfolio"
    if file.suffix != ".md":
        return None
    return "log" if file.parent.name == "logs" else "record"


def write_file(kind: FileKind, data: Mapping[str, Data], body: str = "") -> str:
    """The text of a file that holds `data`, with the write-up `body` (which settings have none of)."""
    root = grow(data)
    return write_tree(kind, root if isinstance(root, Group) else Group(keyed=True), body)


def format_text(kind: FileKind, text: str, path: str = "") -> Formatted:
    """The canonical form of a text with line feeds. Nothing is changed that a reader could tell.

    A file with a mistake in its YAML is not touched, nor one where some words seem to be lost to a comment:
    tidied up, the mistake could no longer be seen. Mistakes in what the values say do no harm here.
    """
    is_page = kind in {"record", "log"}
    reading = parse_record(text, path) if is_page else parse_yaml(text, path)
    document = reading.document
    if document is None or reading.problems:
        return Formatted(None, reading.problems)
    lines = document.lines[1 : document.body_line - 2] if is_page else document.lines
    root = Growth("\n".join((*lines, ""))).root
    done = write_tree(kind, root, document.body)
    again = (parse_record(done, path) if is_page else parse_yaml(done, path)).document
    if again is None or _trimmed(read_plain(again.front, ALIASES)) != plain(root):
        # A fault of ours, which must not cost an author a word: the file stays as it is.
        return Formatted(text)
    return Formatted(done)


def _trimmed(data: Plain) -> Plain:
    if isinstance(data, dict):
        return {key: _trimmed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_trimmed(item) for item in data]
    return data if data is None else trim(data)


def write_tree(kind: FileKind, root: Group, body: str = "") -> str:
    """The text of a file whose keys may have comments."""
    settle(root, kind_of(FILES[kind]))
    lines = lay_out(root)
    if kind in {"record", "log"}:
        written = body.split("\n")
        while written and not trim(written[0]):
            written.pop(0)
        text = "\n".join(written).rstrip(" \t\n")
        lines = ["---", *lines, "---", *(["", text] if text else [])]
    return "".join(line + "\n" for line in lines)
