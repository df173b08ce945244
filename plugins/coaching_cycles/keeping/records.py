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
from coaching_cycles.freezing import freeze, thaw
from coaching_cycles.library import Filed, Library, face_of, file_cycle
from coaching_cycles.model import Portfolio
from coaching_cycles.packs import Packs
from coaching_cycles.privacy.publish import (
    Candidate,
    Origin,
    PublishedCycle,
    gather,
    policy_for,
    show_with_origin,
)
from coaching_cycles.store import digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from coaching_cycles.checking.kept import Entry, Reading
    from coaching_cycles.checking.portfolio import Opened
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


def open_library(
    opened: Opened, reading: Reading, audience: Audience, cache_dir: Path | None
) -> tuple[Library, dict[str, Shown]]:
    """The library of what one audience may see, and each of its cycles by id."""
    packs = Packs(cache_dir / FOLDER) if cache_dir is not None else None
    record = opened.record
    rules = policy_for(record, audience), schema.field_audiences(record)
    against = digest_of(reading.against, audience, repr((*rules, policy_for(record, "public"))))
    entries = {entry.files.id: entry for entry in reading.whole}
    found: dict[str, Shown] = {}

    def show(candidate: Candidate, origin: Origin) -> PublishedCycle:
        entry = entries[candidate.id]

        def make() -> PublishedCycle:
            cycle = entry.take() or read_cycle(entry.files, entry.school, opened.around).cycle
            if cycle is None:  # pragma: no cover - it was whole when its digest was taken
                raise RuntimeError(f"{entry.files.path} changed while the site was built: build again")
            return show_with_origin(cycle, audience, record, rules, origin)

        key = digest_of(against, entry.key, repr(origin))
        found[candidate.id] = _look_up(entry, key, packs if entry.kept else None, make)
        return found[candidate.id].whole

    candidates = [
        Candidate(entry.files.id, entry.school, gate.visibility, gate.approved, gate.origin)
        for entry in entries.values()
        if (gate := entry.seen.gate) is not None
    ]
    portfolio = Portfolio(record, opened.schools, (), opened.around.templates)
    published = gather(portfolio, candidates, audience, show)
    if packs is not None:
        packs.save(12 * len(entries))
    filed = {name: one.filed for name, one in found.items()}
    return Library(published, opened.around.frameworks, filed, (one.face for one in found.values())), found


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
