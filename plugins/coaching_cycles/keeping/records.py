"""What may be published of each record, kept from build to build; a cycle is opened when a page looks at it.

An entry is found by the digest of all that the record was read from, and of what decides what is shown of it.
Three parts: what it is shelved by, which every build needs; its face, which other pages than its own show;
the rest. A part that is damaged is made again from the record.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from coaching_cycles import schema
from coaching_cycles.checking.cycles import read_cycle
from coaching_cycles.filing import Filed, face_of, file_cycle
from coaching_cycles.freezing import freeze, thaw
from coaching_cycles.library import Library
from coaching_cycles.model import Portfolio
from coaching_cycles.packs import Packs
from coaching_cycles.privacy.admitting import Candidate, left_out
from coaching_cycles.privacy.publish import Origin, gather, policy_for, show_with_origin
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.store import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coaching_cycles.checking.kept import Entry
    from coaching_cycles.checking.portfolio import Opened
    from coaching_cycles.checking.records import Reading
    from coaching_cycles.schema import Audience

FOLDER: Final = "records"
"""Below the cache folder, where others keep their own things."""
_REST: Final = ("body", "logs", "held", "outlook")
"""What the face of a cycle has not."""
_PARTS: Final = ("face", "rest")
_AWAKE: Final = tuple(field.name for field in fields(PublishedCycle))


class Asleep(PublishedCycle):
    """A cycle of which only the name is known; all else is read when somebody asks for it."""

    __slots__ = ("_wake",)
    _wake: Callable[[], PublishedCycle]

    def __getattr__(self, name: str) -> object:
        """Fill in all fields, and give the one that was asked for."""
        if name not in _AWAKE:
            raise AttributeError(name)
        awake = self._wake()
        for field in _AWAKE:
            object.__setattr__(self, field, getattr(awake, field))
        return getattr(awake, name)


def _asleep(entry: Entry, wake: Callable[[], PublishedCycle]) -> PublishedCycle:
    cycle = object.__new__(Asleep)
    name = entry.files.id
    known = {"id": name, "school": entry.school, "name": name.split("/", 1)[-1], "source": entry.files.path}
    for field, value in {**known, "address": f"cycles/{name}/", "_wake": wake}.items():
        object.__setattr__(cycle, field, value)
    return cycle


@dataclass(frozen=True, slots=True)
class Shown:
    """A cycle of a build: its face, all of it, what it is shelved by, and the digests of face and whole."""

    face: PublishedCycle
    whole: PublishedCycle
    filed: Filed
    face_digest: str
    digest: str


class Records:
    """What one audience may see of each record of a portfolio, kept by what the record was read from."""

    def __init__(self, opened: Opened, against: str, audience: Audience, cache_dir: Path | None) -> None:
        record = opened.record
        self._opened, self._audience = opened, audience
        self._packs = Packs(cache_dir / FOLDER) if cache_dir is not None else None
        self._rules = policy_for(record, audience), schema.field_audiences(record)
        rules = repr((*self._rules, policy_for(record, "public")))
        self._against = digest_of(against, audience, rules)

    def open(self, reading: Reading) -> tuple[Library, dict[str, Shown]]:
        """The library of what the audience may see, and each of its cycles by id."""
        entries = {entry.files.id: entry for entry in reading.whole}
        found: dict[str, Shown] = {}

        def show(candidate: Candidate, origin: Origin) -> PublishedCycle:
            found[candidate.id] = self._show(entries[candidate.id], origin)
            return found[candidate.id].whole

        candidates = [
            Candidate(entry.files.id, entry.school, gate.visibility, gate.approved, gate.origin)
            for entry in entries.values()
            if (gate := entry.seen.gate) is not None
        ]
        around, schools = self._opened.around, self._opened.schools
        portfolio = Portfolio(self._opened.record, schools, (), around.templates)
        published = gather(portfolio, candidates, self._audience, show)
        if self._packs is not None:
            self._packs.save(12 * len(entries))
        filed = {name: one.filed for name, one in found.items()}
        return Library(published, around.frameworks, filed, (one.face for one in found.values())), found

    def lay_up(self, entry: Entry) -> None:
        """Keep what is shown of a cycle that has just been read, if that hangs on no other cycle."""
        gate = entry.seen.gate
        if (
            self._packs is not None
            and entry.kept
            and gate is not None
            and gate.origin is None
            and left_out(gate.visibility, gate.approved, self._audience) is None
        ):
            self._show(entry, Origin(unseen=False, unseen_in_public=False))

    def hand_over(self) -> None:
        """Write down what was laid up, for another process to know."""
        if self._packs is not None:
            self._packs.hand_over()

    def take_over(self) -> None:
        """Know what others have laid up."""
        if self._packs is not None:
            self._packs.take_over()

    def _show(self, entry: Entry, origin: Origin) -> Shown:
        def make() -> PublishedCycle:
            cycle = entry.take() or read_cycle(entry.files, entry.school, self._opened.around).cycle
            if cycle is None:  # pragma: no cover - it was whole when its digest was taken
                raise RuntimeError(f"{entry.files.path} changed while the site was built: build again")
            return show_with_origin(cycle, self._audience, self._opened.record, self._rules, origin)

        key = digest_of(self._against, entry.key, repr(origin))
        return _look_up(entry, key, self._packs if entry.kept else None, make)


def _look_up(entry: Entry, key: str, packs: Packs | None, make: Callable[[], PublishedCycle]) -> Shown:
    known = thaw(packs.get(key)) if packs is not None else None
    if (
        packs is not None
        and isinstance(known, tuple)
        and all(packs.has(digest_of(key, part)) for part in _PARTS)
    ):
        filed, face_digest, digest = known
        face = _asleep(entry, partial(_wake_face, packs, key, make))
        return Shown(face, _asleep(entry, partial(_wake, packs, key, face, make)), filed, face_digest, digest)
    whole = make()
    face = face_of(whole)
    shown = Shown(face, whole, file_cycle(whole), digest_of(repr(face)), digest_of(repr(whole)))
    if packs is not None:
        rest = tuple(getattr(whole, name) for name in _REST)
        packs.put(key, freeze((shown.filed, shown.face_digest, shown.digest)))
        packs.put(digest_of(key, "face"), freeze(face))
        packs.put(digest_of(key, "rest"), freeze(rest))
    return shown


def _wake_face(packs: Packs, key: str, make: Callable[[], PublishedCycle]) -> PublishedCycle:
    found = thaw(packs.get(digest_of(key, "face")))
    return found if isinstance(found, PublishedCycle) else face_of(make())


def _wake(packs: Packs, key: str, face: PublishedCycle, make: Callable[[], PublishedCycle]) -> PublishedCycle:
    rest = thaw(packs.get(digest_of(key, "rest")))
    if not isinstance(rest, tuple) or len(rest) != len(_REST):
        return make()
    body, logs, held, outlook = rest
    return replace(face, body=body, logs=logs, held=held, outlook=outlook)
