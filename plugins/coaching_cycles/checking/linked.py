"""Links and pictures in a record's prose: what they lead to, and whether they may."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from coaching_cycles.checking.findings import Places
from coaching_cycles.checking.references import TAKEN
from coaching_cycles.model import Attachment
from coaching_cycles.prose import links, relative

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.checking.references import Found


def linked_names(text: str) -> Iterator[tuple[int, bool, str, str]]:
    """Files beside the record that a Markdown text links to, as (offset, picture, words, name)."""
    for offset, picture, words, target in links(text):
        name = posixpath.normpath(target.partition("#")[0].replace("%20", " ")) if relative(target) else ""
        if name and name != ".":
            yield offset, picture, words, name


def check_links(
    text: str, line: int, findings: Findings, look: Callable[[str], Found]
) -> tuple[Attachment, ...]:
    """The files that a prose text links to. `line` is the line of the file on which the text starts."""
    found: dict[str, Attachment] = {}
    places = Places(text, line)
    for offset, picture, words, target in links(text):
        if picture and not words.strip():
            findings.add_at(
                "E603",
                places.mark(offset),
                "a picture without a description",
                "write it between the brackets: ![what it shows](file)",
            )
        if picture and not relative(target):
            findings.add_at(
                "W608",
                places.mark(offset),
                "a picture from another site is left out",
                "put the picture beside the record",
            )
        elif not relative(target) and target.startswith(("/", "\\")):
            findings.add_at(
                "W607",
                places.mark(offset),
                f"{target!r} leads nowhere on this site",
                "write the address in full: https://…",
            )
    for offset, picture, _, name in linked_names(text):
        if name in found or (not picture and name.endswith(".md")) or "." not in posixpath.basename(name):
            continue
        # A log lies one folder further down than the files that it speaks of.
        beside = look(name.removeprefix("../"))
        suffix = posixpath.splitext(name)[1].lower()
        if beside.problem is not None:
            findings.problems.append(beside.problem)
        elif not beside.trouble and suffix not in TAKEN:
            # A drawing or a web page can hold script: a link in prose publishes no more than a field does.
            message = f"files of the kind {suffix!r} are not published"
            hint = f"save it as one of: {', '.join(sorted(TAKEN))}"
            findings.add_at("E605", places.mark(offset), message, hint)
        elif not beside.trouble:
            found[name] = Attachment(name.removeprefix("../"), beside.path, beside.size)
        else:
            guess = f"did you mean {beside.near}?" if beside.near else ""
            if picture or beside.kind == "large":
                findings.add_at(beside.code, places.mark(offset), f"{name!r} {beside.trouble}", guess)
            else:
                message = f"{name!r} leads nowhere: it {beside.trouble}"
                findings.add_at("W607", places.mark(offset), message, guess)
    return tuple(found.values())
