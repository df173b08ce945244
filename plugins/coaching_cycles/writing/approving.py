"""Writing the teachers' approval into records, with the fingerprint of what they agreed to."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from coaching_cycles.checking.approval import fingerprint
from coaching_cycles.schema import field_audiences
from coaching_cycles.values import PartialDate
from coaching_cycles.writing.edits import Edited, Set, edit_file

if TYPE_CHECKING:
    from coaching_cycles.checking.portfolio import Checked
    from coaching_cycles.model import Cycle
    from coaching_cycles.schema import Approval

Outcome = Literal["approved", "sealed", "unchanged", "refused"]
"""Sealed: approved before, and now with a fingerprint."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Who approved and when; None for what the command was not told.

    `again`: also where that replaces an earlier approval.
    """

    by: str | None
    on: PartialDate | None
    today: PartialDate
    again: bool = False


@dataclass(frozen=True, slots=True)
class Approving:
    """What approving one cycle comes to: the change to its file, or why there is none."""

    id: str
    outcome: Outcome
    message: str
    edited: Edited | None = None


def approve(checked: Checked, root: Path, ids: Iterable[str], wish: Wish) -> tuple[Approving, ...]:
    """The changes that approve cycles. Nothing is written yet; an id may have `cycles/` before it."""
    known = {cycle.id: cycle for cycle in checked.portfolio.cycles}
    found = []
    for name in dict.fromkeys(clean_id(name) for name in ids):
        if name in known:
            found.append(_approve(checked, root, known[name], wish))
        elif name in checked.broken:
            found.append(Approving(name, "refused", "the record has errors; `cycles check` lists them"))
        else:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            found.append(Approving(name, "refused", f"there is no such cycle{hint}"))
    return tuple(found)


def clean_id(name: str) -> str:
    """The id in what people paste: an address, a path or an id."""
    clean = name.strip().replace("\\", "/").strip("/").removeprefix("./").removeprefix("cycles/")
    return clean.removesuffix("/index.md").removesuffix(".md")


def _approve(checked: Checked, root: Path, cycle: Cycle, wish: Wish) -> Approving:
    seal = fingerprint(cycle, field_audiences(checked.portfolio.record), root)
    old = cycle.record.approved
    if old is not None:
        refusal = _refuse(cycle, old, seal, wish)
        if refusal is not None:
            return refusal
    renewed = old is None or wish.again
    by = wish.by or (old.by if old is not None else None) or _teachers(cycle)
    on = wish.on or (wish.today if renewed or old is None or old.on is None else old.on)
    edited = edit_file(root, cycle.source, [Set(("approved",), {"by": by, "on": on, "hash": seal})])
    if edited.after is None:
        return Approving(cycle.id, "refused", edited.problems[0].render(), edited)
    outcome: Outcome = "approved" if renewed else "sealed"
    return Approving(cycle.id, outcome, f"by {by} on {on}", edited)


def _refuse(cycle: Cycle, old: Approval, seal: str, wish: Wish) -> Approving | None:
    """What speaks against touching an approval that is there, or None."""
    when = f"by {old.by or 'somebody'} on {old.on or 'a day that is not given'}"
    differs = (wish.by not in (None, old.by)) or (wish.on not in (None, old.on))
    if old.hash == seal and not differs:
        return Approving(cycle.id, "unchanged", f"approved already, {when}")
    if wish.again:
        return None
    if cycle.approved == "outdated":
        message = f"approved {when}, and edited since: ask the teachers, then approve with --again"
        return Approving(cycle.id, "refused", message)
    if differs:
        return Approving(cycle.id, "refused", f"approved already, {when}: replace that with --again")
    return None


def _teachers(cycle: Cycle) -> str:
    return "teachers" if len(cycle.record.teachers or ()) > 1 else "teacher"
