"""Bands judged together: what the bands of several readings leave possible of the numbers behind them.

Of a banded reading a reader knows a range of students and a range of percents: a set of pairs of how many
students and how many of them proficient. A whole is the sum of its sections, and the cuts of one scale are
taken from the same students; both leave fewer pairs than each band by itself. The pairs are written out, so
that what is called open has been seen to be open.

A set of pairs is a dict from the number of students to the possible counts of proficient ones, as the bits of
a whole number: bit 3 says that three may be proficient.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from coaching_cycles.privacy.policy import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from coaching_cycles.measuring.figures import ReadingShown, Share
    from coaching_cycles.privacy.policy import Policy

Pairs = dict[int, int]

_LARGE = 300
"""From here on a band has no end, and neither has what it leaves possible."""
_SEEN = 100
"""Numbers of students of such a band that are written out."""


def parts_tell(whole: ReadingShown, parts: Sequence[ReadingShown], policy: Policy, *, rest: bool) -> bool:
    """True when the whole closes a number of one of its parts, or of the whole itself.

    `rest` says that there are students of the whole who are in no part; they are one more.
    """
    all_of_it = _pairs(whole, policy)
    sets = [_pairs(part, policy) for part in parts]
    if rest:
        sets.append({n: (2 << n) - 1 for n in range(2 * policy.fewest)})
    known = [pairs for pairs in sets if pairs]
    if not all_of_it or len(known) < len(sets) or any(max(pairs) >= _LARGE for pairs in known):
        # Where one part may be of any size, or anything, so may the others.
        return False
    if min(all_of_it) >= _LARGE:
        top = sum(max(pairs) for pairs in known)
        all_of_it = _written(min(all_of_it), top, whole.share, policy)
    return not (
        _open(_meet(_add(known), all_of_it))
        and all(_open(_left(at, known, all_of_it)) for at in range(len(known)))
    )


def cuts_tell(shares: Sequence[Share], policy: Policy) -> bool:
    """True when shares at several cuts of one scale, from the lowest cut up, close a count between two.

    They are about the same students, and who reached a higher level is among those who reached a lower one.
    """
    first = shares[0].whole
    if first is None or any(share.whole != first for share in shares):
        return False
    between: list[set[int]] = [set() for _ in range(len(shares) + 1)]
    for n in range(min(first.high, first.low + _SEEN), first.low - 1, -1):
        ends = [_ends(_row(n, share.percent, policy)) for share in shares]
        if None in ends:
            continue
        chain = _tighten([end for end in ends if end is not None])
        if chain is None:
            continue
        steps = [(n, n), *chain, (0, 0)]
        for values, (low, high), (least, most) in zip(between, steps, steps[1:], strict=False):
            values.update(range(max(0, low - most), high - least + 1))
        if all(len(values) >= POSSIBLE for values in between):
            return False
    return True


def _tighten(ends: list[tuple[int, int]]) -> list[tuple[int, int]] | None:
    """Ranges that fall from one to the next, as far as each fits the others; None where none do."""
    low = [max(end[0] for end in ends[at:]) for at in range(len(ends))]
    high = [min(end[1] for end in ends[: at + 1]) for at in range(len(ends))]
    chain = list(zip(low, high, strict=True))
    return chain if all(a <= b for a, b in chain) else None


def _ends(row: int) -> tuple[int, int] | None:
    return ((row & -row).bit_length() - 1, row.bit_length() - 1) if row else None


def _pairs(shown: ReadingShown, policy: Policy) -> Pairs:
    """All that a reading may be, from what is shown of it; empty where anything may be."""
    if shown.withheld == "few":
        return {n: (2 << n) - 1 for n in range(1, policy.fewest)}
    if shown.share is None or shown.share.whole is None:
        return {}
    low, high = shown.share.whole.low, shown.share.whole.high
    return _written(low, low + _SEEN if low >= _LARGE else high, shown.share, policy)


def _written(low: int, high: int, share: Share | None, policy: Policy) -> Pairs:
    found = {n: _row(n, share.percent, policy) for n in range(low, high + 1)} if share is not None else {}
    return {n: row for n, row in found.items() if row}


@lru_cache(maxsize=8192)
def _row(n: int, percent: tuple[Decimal, Decimal], policy: Policy) -> int:
    """The counts of n students that are published as this range of percents."""
    row = 0
    # A percent is rounded: a little more to either side is looked at.
    first, last = (int((end + more) * n / 100) for end, more in zip(percent, (-1, 1), strict=True))
    for x in range(max(0, first - 1), min(n, last + 1) + 1):
        share = policy.share(x, n)
        if share is not None and percent[0] <= share.percent[0] and share.percent[1] <= percent[1]:
            row |= 1 << x
    return row


def _add(sets: Sequence[Pairs]) -> Pairs:
    """All sums of one pair of each set."""
    total: Pairs = {0: 1}
    for pairs in sets:
        wider: Pairs = {}
        for n, row in total.items():
            for m, other in pairs.items():
                wider[n + m] = wider.get(n + m, 0) | _sums(row, other)
        total = wider
    return total


def _sums(row: int, other: int) -> int:
    """The counts that are a sum of one of each."""
    found = 0
    for x in _bits(other if other.bit_count() < row.bit_count() else row):
        found |= (row if other.bit_count() < row.bit_count() else other) << x
    return found


def _bits(row: int) -> Iterator[int]:
    while row:
        low = row & -row
        yield low.bit_length() - 1
        row ^= low


def _meet(some: Pairs, others: Pairs) -> Pairs:
    both = {n: row & others.get(n, 0) for n, row in some.items()}
    return {n: row for n, row in both.items() if row}


def _left(at: int, parts: Sequence[Pairs], whole: Pairs) -> Pairs:
    """The pairs of one part that some pairs of the others make up to one of the whole."""
    others = _add([part for number, part in enumerate(parts) if number != at])
    found: Pairs = {}
    for n, row in parts[at].items():
        possible = 0
        for m, rest in others.items():
            wanted = whole.get(n + m, 0)
            if wanted:
                for x in _bits(rest):
                    possible |= wanted >> x
        if possible & row:
            found[n] = possible & row
    return found


def _open(pairs: Pairs) -> bool:
    """True when both numbers, students and proficient ones, have enough values left."""
    counts = 0
    for row in pairs.values():
        counts |= row
    return len(pairs) >= POSSIBLE and counts.bit_count() >= POSSIBLE
