"""What all pages about standards share: how one links to another, and what a build knows of them together."""

from __future__ import annotations

from dataclasses import dataclass, field

from coaching_cycles.standards import Code, anchor, decide
from coaching_cycles.views.desk import Desk

ADDRESS = "standards/"


@dataclass(frozen=True, slots=True)
class Step:
    """Another standard: linked where it has a page, in words where it has none (`href` is None).

    `n` are its cycles.
    """

    code: str
    label: str
    href: str | None
    n: int = 0


@dataclass(frozen=True)
class Room:
    """What the pages of one build share.

    `priorities` are the focus priorities (their anchors) that name a standard, `anchored` the standards with
    cycles under an anchor standard.
    """

    desk: Desk
    priorities: dict[Code, tuple[str, ...]] = field(default_factory=dict)
    anchored: dict[Code, list[Code]] = field(default_factory=dict)

    def step(self, code: Code, here: str) -> Step:
        """A link to a standard, or its words."""
        shelf = self.desk.library.standards.get(code)
        if shelf is not None:
            return Step(code.code, shelf.label, self.desk.link(here, shelf.address), len(shelf.cycles))
        framework = self.desk.library.framework(code.framework)
        item = framework.items.get(code.code) if framework is not None else None
        return Step(code.code, item.label if item is not None else "", None)


def make_room(desk: Desk) -> Room:
    """Look through the standards of a build once."""
    room = Room(desk)
    shelves = desk.library.standards
    for number, focus in enumerate(desk.library.published.record.focus or (), 1):
        for code in filter(None, (decide(raw, None, desk.library.brought) for raw in focus.standards or ())):
            known = room.priorities.get(code, ())
            room.priorities[code] = (*known, f"focus-{number}")
    for code in shelves:
        if (above := anchor(code)) is not None:
            room.anchored.setdefault(above, []).append(code)
    return room
