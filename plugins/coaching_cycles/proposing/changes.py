"""What a pull request changes, for the people who look at it: before and after, cycle by cycle, and findings.

Numbers go through the same door as those of the site: a comment is as public as a page.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coaching_cycles.measuring.wording import words_for
from coaching_cycles.privacy.publish import publish
from coaching_cycles.problems import stops
from coaching_cycles.reports import in_order
from coaching_cycles.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coaching_cycles.checking.portfolio import Checked
    from coaching_cycles.model import Cycle
    from coaching_cycles.privacy.published import PublishedCycle
    from coaching_cycles.schema import Audience

MARK = "<!-- coaching-cycles: what this changes -->"
"""First line of the comment, by which the next run finds and replaces it."""

_MOST = 40
"""Cycles and findings that a comment lists; GitHub refuses very long ones."""
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>()#|@!~&]")


def describe_changes(before: Checked, after: Checked, roots: tuple[Path, Path], audience: Audience) -> str:
    """The comment as Markdown. `roots` are the folders of the two portfolios, whose files are compared."""
    old, new = ({cycle.id: cycle for cycle in read.portfolio.cycles} for read in (before, after))
    changed = [
        (key, old.get(key), new.get(key))
        for key in sorted(old.keys() | new.keys())
        if _content(old.get(key), roots[0]) != _content(new.get(key), roots[1])
    ]
    lines = [MARK, "### What this changes", ""]
    lines += list(_cycles(changed, before, after, audience)) or ["No cycle."]
    lines += ["", "### Findings", "", *_findings(before, after)]
    return "\n".join(lines) + "\n"


def _content(cycle: Cycle | None, root: Path) -> tuple[tuple[str, bytes], ...] | None:
    """The files that a cycle is made of, as they are."""
    if cycle is None:
        return None
    paths = sorted({cycle.source, *(log.source for log in cycle.logs), *(a.path for a in cycle.attachments)})
    return tuple((path, (root / path).read_bytes()) for path in paths if (root / path).is_file())


def _cycles(
    changed: list[tuple[str, Cycle | None, Cycle | None]], before: Checked, after: Checked, audience: Audience
) -> Iterator[str]:
    if not changed:
        return
    shown = [{c.id: c for c in publish(read.portfolio, audience).cycles} for read in (before, after)]
    yield "| cycle | was | now |"
    yield "|---|---|---|"
    for key, old, new in changed[:_MOST]:
        cycle = new or old
        title = plain(cycle.record.title) if cycle is not None and _may_name(key, shown) else plain(key)
        cells = [_state(read, shown[at].get(key), is_new=at == 1) for at, read in enumerate((old, new))]
        yield f"| {title} | {cells[0]} | {cells[1]} |"
    if len(changed) > _MOST:
        yield f"| and {len(changed) - _MOST} more | | |"


def _may_name(key: str, shown: list[dict[str, PublishedCycle]]) -> bool:
    return any(key in side for side in shown)


def _state(cycle: Cycle | None, shown: PublishedCycle | None, *, is_new: bool) -> str:
    if cycle is None:
        return "removed" if is_new else "–"
    if shown is None:
        return "not for this audience"
    words = Words("en")
    said = [text for measure in shown.all_measures if (text := words_for(measure, words).row)]
    return "<br>".join(plain(text) for text in said) or "without numbers"


def _findings(before: Checked, after: Checked) -> Iterator[str]:
    known = {(p.path, p.code, p.message) for p in before.problems}
    found = [p for p in in_order(after.problems) if (p.path, p.code, p.message) not in known]
    if not found:
        yield "None that were not there before."
        return
    grave = (
        "Something has to be mended before this can be published."
        if stops(found)
        else "Nothing stops a build."
    )
    yield grave
    yield ""
    for problem in found[:_MOST]:
        hint = f" – {plain(problem.hint)}" if problem.hint else ""
        yield f"- `{problem.code}` {plain(problem.path)}, line {problem.line}: {plain(problem.message)}{hint}"
    if len(found) > _MOST:
        yield f"- and {len(found) - _MOST} more; `cycles check` lists them all"


def plain(text: str) -> str:
    """A text that means nothing but itself in a comment: no markup, no mention of anybody, one line."""
    return _ACTIVE.sub(lambda mark: f"&#{ord(mark[0])};", " ".join(text.split()))
