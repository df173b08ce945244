"""A whole beside its parts: the goal's own measure beside those of its classes.

What is published of the whole, less what is published of the parts, may tell what one part hides, or what the
few students did who are in none of them. Everything that adds up is laid out here as counts and totals, and
`linked` says whether what is hidden stays open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import size
from coaching_cycles.measuring.figures import Figure, exactly
from coaching_cycles.privacy.linked import UNSEEN, Total, closed_groups
from coaching_cycles.privacy.measures import proficient

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coaching_cycles.measuring.figures import Direction, Movement, ReadingShown
    from coaching_cycles.measuring.transitions import Moves, Table
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Reading

_DIRECTIONS: tuple[Direction, ...] = ("down", "same", "up")

Places = frozenset[int]
"""Positions in the counts of one part: levels, the four groups, the cells of a table."""


@dataclass(frozen=True, slots=True)
class Part:
    """The true counts of a part or of the whole, what is told of their sums, and which must stay open."""

    counts: tuple[int, ...]
    told: tuple[tuple[Places, Figure], ...] = ()
    secret: tuple[Places, ...] = ()


def gives_away(whole: Part, parts: Sequence[Part], policy: Policy) -> bool:
    """True when what is told of the whole closes something that the parts, or the rest, must keep open.

    The rest are the students of the whole who are in no part: of fewer than the policy's `fewest` nothing may
    follow at all, of more no count that the policy would have coded.
    """
    places = range(len(whole.counts))
    rest = tuple(whole.counts[j] - sum(part.counts[j] for part in parts) for j in places)
    if min(rest) < 0:
        return False  # these are not its parts
    everyone = list(parts)
    if any(rest):
        everyone.append(Part(rest, secret=tuple(_secrets(rest, whole, policy))))
    counts: list[int] = []
    totals: list[Total] = []
    secret: list[frozenset[int]] = []
    for part in everyone:
        start = len(counts)
        counts += part.counts
        totals += [Total(_shift(told, start), figure) for told, figure in part.told]
        secret += [_shift(hidden, start) for hidden in part.secret]
    starts = [number * len(whole.counts) for number in range(len(everyone))]
    for told, figure in whole.told:
        totals.append(Total(frozenset(start + j for start in starts for j in told), figure))
    return bool(secret) and bool(closed_groups(counts, [UNSEEN] * len(counts), totals, secret))


def _shift(places: Iterable[int], start: int) -> frozenset[int]:
    return frozenset(start + place for place in places)


def _secrets(rest: tuple[int, ...], whole: Part, policy: Policy) -> Iterable[Places]:
    """What must not follow about the rest."""
    everybody = frozenset(range(len(rest)))
    if not policy.covers(sum(rest)):
        yield everybody
    for told, _ in whole.told:
        part = sum(rest[j] for j in told)
        if told != everybody and policy.count(part, sum(rest)).exact is None:
            yield told


def read_part(
    reading: Reading, shown: ReadingShown, cut: int | None, policy: Policy, *, levels: bool
) -> Part | None:
    """A reading as a part, by level or as proficient and not; None where it does not say enough."""
    n, x = size(reading), proficient(reading, cut)
    if n is None:
        return None
    if levels:
        counts = reading.levels or ()
        at = cut
    elif x is not None:
        counts, at = (n - x, x), 1
    else:
        return None
    everybody = frozenset(range(len(counts)))
    above = frozenset(range(at, len(counts))) if at is not None else everybody
    told: list[tuple[Places, Figure]] = []
    secret: list[Places] = []
    if shown.withheld == "few":
        told.append((everybody, Figure(0, policy.fewest - 1)))
        secret.append(everybody)
    elif shown.share is not None or shown.levels:
        told.append((everybody, exactly(n)))
    part = shown.share.part if shown.share is not None else None
    if at is not None:
        if part is not None:
            told.append((above, part))
        if part is None or part.exact is None:
            secret.append(above)
    if levels:
        bands = [(frozenset(range(b.first, b.last + 1)), b.count) for b in shown.levels]
        told += bands
        single = {
            place for band, count in bands if len(band) == 1 and count.exact is not None for place in band
        }
        secret += [frozenset({place}) for place in sorted(everybody - single)]
    return Part(tuple(counts), tuple(told), tuple(secret))


def table_part(
    table: Table, shown: Table | None, before: ReadingShown | None, after: ReadingShown | None
) -> Part:
    """The four groups of the same students, with the margins that their readings publish."""
    counts = (table.kept, table.slipped, table.gained, table.not_yet)
    if shown is not None:
        return Part(counts, tuple((frozenset({j}), exactly(n)) for j, n in enumerate(counts)))
    told: list[tuple[Places, Figure]] = []
    for reading, margin in ((before, frozenset({0, 1})), (after, frozenset({0, 2}))):
        share = reading.share if reading is not None else None
        # A reading of other students as well tells nothing for certain about these.
        if share is not None and share.part is not None and share.whole == exactly(table.n):
            told += [(frozenset(range(4)), exactly(table.n)), (margin, share.part)]
    return Part(counts, tuple(told), tuple(frozenset({j}) for j in range(4)))


def movement_part(moves: Moves, shown: Sequence[Movement]) -> Part:
    """Who moved down, stayed and moved up, as far as is published."""
    counts = (moves.down, moves.same, moves.up)
    bands = [(frozenset(map(_DIRECTIONS.index, m.directions)), m.count) for m in shown]
    single = {j for band, _ in bands if len(band) == 1 for j in band}
    return Part(counts, tuple(bands), tuple(frozenset({j}) for j in range(3) if j not in single))


def sum_part(count: int, shown: Figure | None) -> Part:
    """A single count, such as those who left; `shown` is None where nothing is told of it."""
    told = ((frozenset({0}), shown),) if shown is not None else ()
    known = shown is not None and shown.exact is not None
    return Part((count,), told, () if known else (frozenset({0}),))
