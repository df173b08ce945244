"""All records of a portfolio, of which only those are read that were not read before (`kept`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from coaching_cycles.checking.beside import outline
from coaching_cycles.checking.cycles import read_cycle
from coaching_cycles.checking.frameworks import digest_frameworks
from coaching_cycles.checking.kept import Entry, Gate, Seen, freeze_seen, key_of, thaw_seen
from coaching_cycles.checking.portfolio import judge, open_portfolio
from coaching_cycles.collection import held_back
from coaching_cycles.packs import Packs
from coaching_cycles.sharing import Keeper, share_out
from coaching_cycles.store import digest_of, program_digest
from coaching_cycles.workers import count_workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from coaching_cycles.checking.cycles import CycleRead
    from coaching_cycles.checking.portfolio import Opened
    from coaching_cycles.problems import Problem
    from coaching_cycles.reading.folder import RecordFiles

FOLDER: Final = "checks"
"""Below the cache folder, where others keep their own things."""
_PIECE: Final = 20
"""Records that one process reads before it takes others."""
_WORTH_SHARING: Final = 100
"""Records. A process takes a while to begin, and works out words and dates by itself."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is wrong with a portfolio, and the number of its records."""

    problems: tuple[Problem, ...]
    records: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All records of a portfolio, and every finding."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    broken: tuple[str, ...]

    @property
    def whole(self) -> tuple[Entry, ...]:
        """The records that were found whole, by themselves and beside each other."""
        broken = set(self.broken)
        return tuple(one for one in self.entries if one.seen.gate is not None and one.files.id not in broken)


class Ahead(Keeper, Protocol):
    """Who takes each record that has just been read, in whichever process that was."""

    def lay_up(self, entry: Entry) -> None:
        """Make what will be wanted of a cycle while it is at hand."""


def check_portfolio(
    root: Path, cycles_dir: str = "cycles", standards_dir: str = "standards", cache_dir: Path | None = None
) -> Report:
    """The findings of `read_portfolio`, quicker the second time."""
    with held_back():
        opened = open_portfolio(root, cycles_dir, standards_dir, cache_dir)
        reading = read_records(opened, digest_around(opened, standards_dir), cache_dir, count_workers())
        return Report(reading.problems, len(reading.entries))


def digest_around(opened: Opened, standards_dir: str) -> str:
    """The digest of all that records are read against."""
    around = opened.around
    return digest_of(
        program_digest(),
        digest_frameworks(around.root, standards_dir, opened.record.frameworks),
        repr((around.templates, around.roster, around.fields)),
    )


def read_records(
    opened: Opened, against: str, cache_dir: Path | None, workers: int = 1, ahead: Ahead | None = None
) -> Reading:
    """The records of a portfolio that has been opened; only those that are not known are read.

    `against` is the digest of what they are read against. Where something is kept, so many `workers` share
    what has to be read; a record that another process has read comes without its cycle, which `ahead` got.
    """
    packs = Packs(cache_dir / FOLDER) if cache_dir is not None else None
    reader = _Reader(opened, packs, against, ahead)
    wanted = [_Wanted(files, school.key) for school in opened.listing.schools for files in school.records]
    entries = reader.read_all(wanted, workers if packs is not None else 1)
    problems = [*opened.problems, *(problem for one in entries for problem in one.seen.problems)]
    outlines = [one.seen.outline for one in entries if one.seen.outline is not None]
    broken = [one.files.id for one in entries if one.seen.outline is None]
    found, failed = judge(problems, outlines, broken)
    broken += [one.id for one in failed]
    return Reading(tuple(entries), found, tuple(broken))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A record that is to be known, and the key of its school."""

    files: RecordFiles
    school: str


@dataclass(frozen=True, slots=True)
class _Reader:
    opened: Opened
    packs: Packs | None
    against: str
    ahead: Ahead | None

    def read_all(self, wanted: Sequence[_Wanted], workers: int) -> list[Entry]:
        """All of them, in their order."""
        keys = [self._key(one) for one in wanted]
        found = [self._look_up(one, key) for one, key in zip(wanted, keys, strict=True)]
        missing = [number for number, entry in enumerate(found) if entry is None]
        tasks = [(wanted[number], keys[number]) for number in missing]
        # What all records need (frameworks, words) is there before the first process is forked.
        alone = 1 if workers > 1 and len(tasks) > _WORTH_SHARING else len(tasks)
        read = [self._read(*task) for task in tasks[:alone]]
        if alone < len(tasks):
            read += self._share(tasks[alone:], workers)
        for number, entry in zip(missing, read, strict=True):
            found[number] = entry
        if self.packs is not None:
            self.packs.save(4 * len(found))
        return [entry for entry in found if entry is not None]

    def _key(self, wanted: _Wanted) -> str:
        root = self.opened.around.root
        return key_of(wanted.files, root, self.against) if self.packs is not None else ""

    def _look_up(self, wanted: _Wanted, key: str) -> Entry | None:
        seen = thaw_seen(self.packs.get(key)) if self.packs is not None else None
        return Entry(wanted.files, wanted.school, key, seen) if seen is not None else None

    def _read(self, wanted: _Wanted, key: str) -> Entry:
        read = read_cycle(wanted.files, wanted.school, self.opened.around)
        seen = Seen(read.problems, None)
        cycle = read.cycle if read.document is not None else None
        if cycle is not None and read.document is not None:
            record = cycle.record
            gate = Gate(record.visibility, cycle.approved, record.remixed_from)
            seen = Seen(read.problems, outline(cycle, read.document), gate)
        kept = wanted.files.folder is not None or not _names_files(read)
        if self.packs is not None and kept:
            self.packs.put(key, freeze_seen(seen))
        return Entry(wanted.files, wanted.school, key, seen, cycle, kept)

    def _share(self, tasks: Sequence[tuple[_Wanted, str]], workers: int) -> Iterator[Entry]:
        pieces = [tasks[at : at + _PIECE] for at in range(0, len(tasks), _PIECE)]
        keepers = [keeper for keeper in (self.packs, self.ahead) if keeper is not None]
        results = share_out(len(pieces), lambda number: self._tell(pieces[number]), keepers, workers)
        for piece, told in zip(pieces, results, strict=True):
            for number, (wanted, key) in enumerate(piece):
                now, kept, body = told[number] if isinstance(told, list) else (key, False, b"")
                seen = thaw_seen(body)
                if seen is not None:
                    yield Entry(wanted.files, wanted.school, now, seen, None, kept)
                else:
                    yield self._read(wanted, key)

    def _tell(self, tasks: Sequence[tuple[_Wanted, str]]) -> list[tuple[str, bool, bytes]]:
        """Read some records, and say what was found in them."""
        told = []
        for wanted, _ in tasks:
            # Its author may have saved it since all were listed: what is kept must be of what is read.
            entry = self._read(wanted, self._key(wanted))
            told.append((entry.key, entry.kept, freeze_seen(entry.seen)))
            if self.ahead is not None:
                self.ahead.lay_up(entry)
        return told


def _names_files(read: CycleRead) -> bool:
    """True for a record whose findings may depend on files beside it, or that could not be read so far.

    The folder of a record in a single file holds those of others too, so that its digest can't cover them.
    """
    return read.cycle is None or bool(read.cycle.attachments) or any(p.code[1] == "6" for p in read.problems)
