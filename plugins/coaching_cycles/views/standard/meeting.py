"""A meeting of a professional learning community on one sheet: two sides of paper, A4 or Letter.

On the first side the standard, up to three of its cycles on one axis, thirty minutes in steps, and what the
authors ask; on the second a blank sheet for notes of evidence. Whatever records contain, there are two sides:
there is only so much of everything, and the style sheet cuts a text that is too long for its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from coaching_cycles.library import StandardShelf
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code
from coaching_cycles.views.cards import STATUSES, shorten
from coaching_cycles.views.compared import Asked, Comparing, Team
from coaching_cycles.views.links import absolute
from coaching_cycles.views.not_yet import not_yet_counts
from coaching_cycles.views.page import Page
from coaching_cycles.views.standard.head import Head
from coaching_cycles.views.standard.room import ADDRESS, Room
from coaching_cycles.views.standard.strips import Found, Strip, find_rows, instead, lay_out
from coaching_cycles.views.standard.unpacked import Unpacked

CYCLES = 3
"""Cycles on a sheet: as many as can be talked about in half an hour."""

LETTERS = "ABC"
QUESTIONS = 3
TARGETS = 5
PRACTICES = 5
ROWS = 8
"""Lines for notes of evidence."""

STEPS = (("read", 3), ("look", 5), ("compare", 7), ("hard", 5), ("choose", 7), ("agree", 3))
"""The steps of the meeting (`meeting.step.<name>`), and how many minutes each takes."""

LABEL, SAYING = 80, 160
"""Letters of what stands before a row, and of what a team says in place of figures."""

# Made for paper and found from the standard's page; searches are to lead there.
_UNLISTED = '<meta name="robots" content="noindex">'


@dataclass(frozen=True, slots=True)
class Case:
    """A cycle on the sheet. `status` is said where it is not complete; `more` rows are on its own page."""

    letter: str
    team: Team
    status: str
    measured: str
    said: str
    quote: bool
    tried: str
    not_yet: str
    more: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """A learning target on the note sheet, and the letter of a cycle on the other side that has it, or ""."""

    letter: str
    text: str
    lang: str | None


def meeting_address(shelf: StandardShelf) -> str:
    """Where the sheet of a standard is."""
    return f"{shelf.address}meeting/"


def draw_meeting(
    room: Room, shelf: StandardShelf, top: Head, tied: Collection[Code], unpacked: Unpacked | None
) -> Page:
    """The sheet of a standard, with the head and the targets of its page."""
    desk, w = room.desk, room.desk.words
    here = meeting_address(shelf)
    side = Comparing(desk, here, tuple(choose(shelf)))
    found = [find_rows(desk, cycle, tied) for cycle in side.cycles]
    strip = _strip(room, here, found)
    return desk.page(
        "meeting.html",
        here,
        w("meeting.title", code=shelf.code.code),
        kind="meeting",
        description=w("meeting.description", code=shelf.code.code),
        crumbs=(
            (w("home.crumb"), ""),
            (w("standard.all"), ADDRESS),
            (shelf.code.code, shelf.address),
        ),
        head=_UNLISTED,
        searchable=False,
        shelf=shelf,
        framework_title=desk.framework_title(shelf.code.framework, short=True),
        top=top,
        web=absolute(desk, shelf.address) if desk.setting.site_url else "",
        strip=strip,
        files=(strip.file,) if strip is not None else (),
        cases=tuple(_cases(side, found)),
        steps=tuple((w(f"meeting.step.{name}"), minutes) for name, minutes in STEPS),
        minutes=sum(minutes for _, minutes in STEPS),
        asked=tuple(_questions(side)),
        targets=tuple(_targets(side, unpacked)),
        rows=range(ROWS),
    )


def choose(shelf: StandardShelf) -> Iterator[PublishedCycle]:
    """The newest cycle of each school, then the next newest: never by result. What is planned is last."""
    cycles = [*shelf.own, *shelf.below]
    begun = [cycle for cycle in cycles if cycle.record.status != "planned"]
    first = {cycle.school: cycle for cycle in reversed(begun)}
    ordered = [cycle for cycle in begun if first[cycle.school] is cycle]
    ordered += [cycle for cycle in begun if first[cycle.school] is not cycle]
    ordered += [cycle for cycle in cycles if cycle.record.status == "planned"]
    chosen = {cycle.id for cycle in ordered[:CYCLES]}
    # On the sheet they stand as on the page.
    yield from (cycle for cycle in shelf.cycles if cycle.id in chosen)


def _strip(room: Room, here: str, found: Sequence[Sequence[Found]]) -> Strip | None:
    """The first row of each cycle, marked with its letter."""
    pairs = [(letter, rows[0]) for letter, rows in zip(LETTERS, found, strict=False) if rows]
    if not pairs:
        return None
    labels = [f"{letter}. {shorten(row.label, LABEL)}" for letter, row in pairs]
    return lay_out(room.desk, here, [row for _, row in pairs], "meeting", labels=labels)


def _cases(side: Comparing, found: Sequence[Sequence[Found]]) -> Iterator[Case]:
    for letter, cycle, rows in zip(LETTERS, side.cycles, found, strict=False):
        text, quote = instead(side.desk, cycle) if not rows else ("", False)
        practices = [p.strip() for p in cycle.record.practices or ()]
        shown = practices[:PRACTICES]
        if len(practices) > len(shown):
            shown.append("…")
        yield Case(
            letter,
            side.team(cycle),
            side.desk.words(STATUSES[status]) if (status := cycle.record.status) != "complete" else "",
            rows[0].said.measured if rows else "",
            shorten(text, SAYING) if text else "",
            quote,
            ", ".join(shown),
            next((said for said, _ in not_yet_counts(side.desk, cycle)), ""),
            max(0, len(rows) - 1),
        )


def _questions(side: Comparing) -> Iterator[Asked]:
    """The first question of each cycle, then their second ones, up to as many as there is room for."""
    asked = list(side.asked())
    longest = max((len(part.questions) for part in asked), default=0)
    turns = (
        replace(part, questions=(part.questions[turn],))
        for turn in range(longest)
        for part in asked
        if turn < len(part.questions)
    )
    yield from islice(turns, QUESTIONS)


def _targets(side: Comparing, unpacked: Unpacked | None) -> Iterator[Wanted]:
    """Targets to look for: what several teams wrote (one wording of each), then those of the cycles here."""
    if unpacked is None:
        return
    letters = {side.team(cycle).title: letter for letter, cycle in zip(LETTERS, side.cycles, strict=False)}
    listed = [(row[0].team, row[0].target) for row in unpacked.rows]
    listed += [(part.team, target) for part in unpacked.columns for target in part.targets]
    listed.sort(key=lambda pair: pair[0].title not in letters)
    for team, target in listed[:TARGETS]:
        yield Wanted(letters.get(team.title, ""), target.text, team.lang)
