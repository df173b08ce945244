"""What all pages about standards share: how one links to another, and what a build knows of them together."""

from __future__ import annotations

from dataclasses import dataclass, field

from coaching_cycles.standards import Code, Relation, anchor, decide
from coaching_cycles.views.desk import Desk

ADDRESS = "standards/"

RELATIONS = {
    "exactMatchOf": ("exact", "exact"),
    "isTranslationOf": ("translation", "translation"),
    "isRelatedTo": ("related", "related"),
    "isPeerOf": ("related", "related"),
    "precedes": ("before", "after"),
    "isPartOf": ("part", "whole"),
    "isChildOf": ("under", "over"),
    "exemplar": ("example", "exemplifies"),
    "replacedBy": ("replaced", "replaces"),
}
"""The words for each kind of link in CASE, from its beginning and from its end."""


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
    known: dict[tuple[str, str], Code] = field(default_factory=dict)
    """Standards by framework and identifier or address in CASE; under "" the first of any framework."""
    linked: dict[Code, dict[str, dict[Code, None]]] = field(default_factory=dict)
    """For each standard, by the word for the relation, the standards of this site that stand in it."""

    def find(self, framework: str, relation: Relation) -> Code | None:
        """The standard that a link leads to: in its own framework, else in another of this site."""
        for key in (framework, ""):
            for name in (relation.identifier, relation.uri):
                if name and (found := self.known.get((key, name.lower()))) is not None:
                    return found
        return None

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
    _link_standards(room)
    for code in shelves:
        if (above := anchor(code)) is not None:
            room.anchored.setdefault(above, []).append(code)
    return room


def _link_standards(room: Room) -> None:
    """Crosswalks and other links of the files, in both directions; they link and never merge."""
    brought = room.desk.library.brought
    held = [(Code(key, item.code), item) for key, one in brought.items() for item in one.items.values()]
    for code, item in held:
        for name in (item.identifier, item.uri, *item.identifiers):
            if name:
                room.known.setdefault((code.framework, name.lower()), code)
                room.known.setdefault(("", name.lower()), code)
    for code, item in held:
        for relation in item.relations:
            other = room.find(code.framework, relation)
            if other is None or other == code:
                continue
            forward, backward = RELATIONS.get(relation.kind, RELATIONS["isRelatedTo"])
            room.linked.setdefault(code, {}).setdefault(forward, {})[other] = None
            room.linked.setdefault(other, {}).setdefault(backward, {})[code] = None
