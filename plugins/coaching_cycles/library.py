"""All published cycles, and every way to browse them.

By school, standard, grade, subject, practice and year.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from coaching_cycles.filing import Filed, face_of, file_cycle
from coaching_cycles.standards import Code, Framework, Item, ancestors, catalogue
from coaching_cycles.values import grade_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coaching_cycles.model import School
    from coaching_cycles.privacy.published import Published, PublishedCycle


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """A name as part of an address.

    Lower case, letters and digits of any script, the rest as single hyphens.
    """
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
    return "-".join(re.findall(r"[^\W_]+", plain)) or "-"


@dataclass(frozen=True, slots=True)
class Shelf:
    """Cycles that share something: a grade, a subject, a practice, a year. In order of date, newest first."""

    key: str
    title: str
    address: str
    cycles: tuple[PublishedCycle, ...]


@dataclass(frozen=True, slots=True)
class StandardShelf:
    """A standard that has cycles, itself or below it.

    `own` are the cycles that name it, `below` those that name one of its descendants and not it; `spellings`
    every way in which a record wrote it.
    """

    code: Code
    address: str
    label: str
    statement: str | None
    own: tuple[PublishedCycle, ...]
    below: tuple[PublishedCycle, ...]
    cycles: tuple[PublishedCycle, ...]
    """All of them, newest first, as everywhere."""
    spellings: tuple[str, ...]
    parent: Code | None
    children: tuple[Code, ...]
    item: Item | None = None
    """The standard in its framework, where that holds it: its words, identifiers in CASE, links, state."""


class Library:
    """The shelves of a portfolio.

    Everything is worked out from published cycles; nothing else is known here.
    """

    def __init__(
        self,
        published: Published,
        frameworks: Mapping[str, Framework] | None = None,
        filed: Mapping[str, Filed] | None = None,
        faces: Iterable[PublishedCycle] | None = None,
    ) -> None:
        self.published = published
        self.filed = filed if filed is not None else {c.id: file_cycle(c) for c in published.cycles}
        """What each cycle is shelved by, by its id."""
        shown = faces if faces is not None else map(face_of, published.cycles)
        self.cycles = tuple(sorted(shown, key=lambda cycle: self.filed[cycle.id].order))
        """The face of each cycle, newest first: what other pages than its own may show of it."""
        self.by_id = {cycle.id: cycle for cycle in self.cycles}
        self._places = {cycle.id: at for at, cycle in enumerate(self.cycles)}
        self.brought = dict(frameworks or {})
        """Frameworks that the portfolio brings along, by key."""

    @cached_property
    def _wholes(self) -> dict[str, PublishedCycle]:
        return {cycle.id: cycle for cycle in self.published.cycles}

    def whole(self, key: str) -> PublishedCycle:
        """A cycle by its id, with all that its own page shows; KeyError if it may not be seen."""
        return self._wholes[key]

    def place(self, cycle: PublishedCycle) -> int:
        """Where a cycle stands among all, newest first: the key that puts some of them in order."""
        return self._places[cycle.id]

    def _in_order(self, cycles: Iterable[PublishedCycle]) -> tuple[PublishedCycle, ...]:
        return tuple(sorted(cycles, key=self.place))

    @cached_property
    def schools(self) -> tuple[School, ...]:
        """Schools by name."""
        return tuple(sorted(self.published.schools, key=lambda s: (s.record.name.casefold(), s.key)))

    @cached_property
    def _school_cycles(self) -> dict[str, tuple[PublishedCycle, ...]]:
        found: dict[str, list[PublishedCycle]] = {s.key: [] for s in self.schools}
        for cycle in self.cycles:
            found[cycle.school].append(cycle)
        return {key: tuple(cycles) for key, cycles in found.items()}

    def at_school(self, key: str) -> tuple[PublishedCycle, ...]:
        """The cycles of a school, newest first."""
        return self._school_cycles[key]

    def school(self, key: str) -> School:
        """A school by its key; KeyError if it may not be seen."""
        return self._schools_by_key[key]

    @cached_property
    def _schools_by_key(self) -> dict[str, School]:
        return {s.key: s for s in self.schools}

    def _shelves(
        self, base: str, names: Callable[[Filed], Iterable[str]], order: Callable[[str], str | int]
    ) -> tuple[Shelf, ...]:
        spelled: dict[str, Counter[str]] = {}
        found: dict[str, list[PublishedCycle]] = {}
        for cycle in self.cycles:
            named = tuple(names(self.filed[cycle.id]))
            for name in dict.fromkeys(map(slug, named)):
                found.setdefault(name, []).append(cycle)
            for name in named:
                spelled.setdefault(slug(name), Counter())[name] += 1
        # Of several spellings the usual one names the shelf; of equally usual ones the first by letters, on
        # every machine.
        titles = {key: min(names, key=lambda name: (-names[name], name)) for key, names in spelled.items()}
        keys = sorted(found, key=lambda key: (order(titles[key]), key))
        return tuple(Shelf(key, titles[key], f"{base}/{key}/", tuple(found[key])) for key in keys)

    @cached_property
    def grades(self) -> tuple[Shelf, ...]:
        """One shelf a grade; a cycle of a band stands on each of its grades."""
        return self._shelves("grades", lambda filed: filed.grades, grade_order)

    @cached_property
    def subjects(self) -> tuple[Shelf, ...]:
        """One shelf a subject, as schools call them."""
        return self._shelves("subjects", lambda filed: (filed.subject,), str.casefold)

    @cached_property
    def practices(self) -> tuple[Shelf, ...]:
        """One shelf a practice."""
        return self._shelves("practices", lambda filed: filed.practices, str.casefold)

    @cached_property
    def subject_titles(self) -> dict[str, str]:
        """What each subject's shelf is called, by its key."""
        return {shelf.key: shelf.title for shelf in self.subjects}

    @cached_property
    def practice_titles(self) -> dict[str, str]:
        """What each practice's shelf is called, by its key."""
        return {shelf.key: shelf.title for shelf in self.practices}

    @cached_property
    def years(self) -> tuple[Shelf, ...]:
        """One shelf a school year, newest first."""
        shelves = self._shelves("years", lambda filed: (filed.year,) if filed.year else (), str)
        return tuple(reversed(shelves))

    def year_of(self, cycle: PublishedCycle) -> str | None:
        """The school year in which a cycle began."""
        return self.filed[cycle.id].year

    @cached_property
    def standards(self) -> dict[Code, StandardShelf]:
        """Every standard with cycles and every ancestor of one, in natural order within its framework."""
        own: dict[Code, list[PublishedCycle]] = {}
        spellings: dict[Code, dict[str, None]] = {}
        for cycle in self.cycles:
            filed = self.filed[cycle.id]
            for standard in filed.standards:
                own.setdefault(standard.code, []).append(cycle)
            for standard in (*filed.standards, *filed.more):
                spellings.setdefault(standard.code, {})[standard.raw] = None
        below: dict[Code, dict[str, PublishedCycle]] = {}
        children: dict[Code, dict[Code, None]] = {}
        everything = dict.fromkeys(own)
        for code, cycles in own.items():
            child = code
            for ancestor in self._ancestors(code):
                everything.setdefault(ancestor)
                children.setdefault(ancestor, {})[child] = None
                below.setdefault(ancestor, {}).update({c.id: c for c in cycles})
                child = ancestor
        found = {}
        for code in sorted(everything, key=lambda c: (c.framework, c.sort_key)):
            mine = own.get(code, [])
            ids = {c.id for c in mine}
            found[code] = self._standard_shelf(
                code,
                self._in_order(mine),
                self._in_order(c for c in below.get(code, {}).values() if c.id not in ids),
                tuple(sorted(spellings.get(code, {}))),
                tuple(sorted(children.get(code, {}), key=lambda c: c.sort_key)),
            )
        return found

    def _standard_shelf(
        self,
        code: Code,
        own: tuple[PublishedCycle, ...],
        below: tuple[PublishedCycle, ...],
        spellings: tuple[str, ...],
        children: tuple[Code, ...],
    ) -> StandardShelf:
        framework = self.framework(code.framework)
        item = framework.items.get(code.code) if framework is not None else None
        above = self._ancestors(code)
        return StandardShelf(
            code=code,
            address=standard_address(code),
            label=item.label if item is not None else "",
            statement=item.statement if item is not None else None,
            own=own,
            below=below,
            cycles=self._in_order((*own, *below)) if below else own,
            spellings=spellings,
            parent=above[0] if above else None,
            children=children,
            item=item,
        )

    def framework(self, key: str) -> Framework | None:
        """A framework by its key: one that was dropped in, or a bundled one; None for `other`."""
        if key in self.brought:
            return self.brought[key]
        return None if key == "other" else catalogue(key)

    @cached_property
    def frameworks(self) -> tuple[str, ...]:
        """Keys of the frameworks that have cycles: in the portfolio's order, then by name, `other` last."""
        keys = {code.framework for code in self.standards}
        places = {key: held.place for key, held in self.brought.items()}

        def order(key: str) -> tuple[bool, int, bool, str]:
            return (not places.get(key), places.get(key, 0), key == "other", key)

        return tuple(sorted(keys, key=order))

    def _ancestors(self, code: Code) -> tuple[Code, ...]:
        """What a standard stands under, the nearest first."""
        return tuple(reversed(ancestors(code, self.framework(code.framework))))

    def remixes(self, cycle: PublishedCycle) -> tuple[PublishedCycle, ...]:
        """Cycles that started from this one."""
        return self._remixes.get(cycle.id, ())

    def origins(self, cycle: PublishedCycle) -> tuple[PublishedCycle, ...]:
        """The cycle that this one started from, the one that that one started from, and so on."""
        found: dict[str, PublishedCycle] = {}
        origin = self._origin(cycle)
        while origin is not None and origin.id not in {cycle.id, *found}:
            found[origin.id] = origin
            origin = self._origin(origin)
        return tuple(found.values())

    def _origin(self, cycle: PublishedCycle) -> PublishedCycle | None:
        return self.by_id.get(self.filed[cycle.id].origin or "")

    def siblings(self, cycle: PublishedCycle) -> tuple[PublishedCycle, ...]:
        """Other cycles that started from the one that this one started from; it may be of elsewhere."""
        found = self._remixes.get(self.filed[cycle.id].origin or "", ())
        return tuple(other for other in found if other.id != cycle.id)

    @cached_property
    def _remixes(self) -> dict[str, tuple[PublishedCycle, ...]]:
        found: dict[str, list[PublishedCycle]] = {}
        for cycle in self.cycles:
            origin = self.filed[cycle.id].origin
            if origin is not None and origin != cycle.id:
                found.setdefault(origin, []).append(cycle)
        return {key: tuple(cycles) for key, cycles in found.items()}


def standard_address(code: Code) -> str:
    """The address of a standard's page."""
    return f"standards/{code.framework}/{code.slug}/"
