"""What may be said about few students: named, versioned policies, as data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from coaching_cycles.measuring.figures import Band, Figure, Share, exactly
from coaching_cycles.measuring.percents import percent, whole_percent
from coaching_cycles.schema import policy_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coaching_cycles.schema import PercentBands, PolicyNumber, PolicyRow


POSSIBLE = 3
"""Values that a hidden count must be able to have, given everything that is published."""


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A number of a policy that a portfolio has changed: its name, the policy's own, and the one that holds.

    `why` and `by` are given where it is less strict than the policy's own; the site shows both.
    """

    number: PolicyNumber
    own: int
    now: int
    why: str | None = None
    by: str | None = None

    @property
    def looser(self) -> bool:
        """True when more is shown than the policy by itself would show."""
        return self.now < self.own


@dataclass(frozen=True, slots=True)
class Policy:
    """A privacy policy.

    `fewest` students a figure may be about; `smallest` count of students in a cell that is shown as a number;
    from `as_percent` students on, a hidden end is worded as a percent. `bands` turns numbers of students and
    percents into bands.
    """

    name: str
    version: int
    fewest: int = 0
    smallest: int = 0
    as_percent: int = 60
    bands: tuple[PercentBands, ...] = ()
    adjusted: tuple[Adjusted, ...] = ()
    """What the portfolio changed of the numbers above, each already in force."""

    @property
    def exact(self) -> bool:
        """True when everything is shown as it is."""
        return self.fewest == 0 and self.smallest == 0 and not self.bands

    def covers(self, students: int) -> bool:
        """True when a figure may be about this many students."""
        return students >= self.fewest

    def leaves_few(self, part: int, whole: int) -> bool:
        """True when showing both a part and its whole would tell about 1 to `fewest` - 1 others."""
        return 0 < whole - part < self.fewest

    def count(self, part: int, whole: int) -> Figure:
        """How many of `whole`: exactly, or only that it is near none or near all."""
        if self.smallest and part < self.smallest:
            return Figure(0, min(self.smallest - 1, whole))
        if self.smallest and part > whole - self.smallest:
            return Figure(whole - self.smallest + 1, whole)
        return exactly(part)

    def share(self, part: int, whole: int) -> Share | None:
        """How many of how many, as this policy lets it be said; None when about too few students."""
        if whole == 0 or not self.covers(whole):
            return None
        if self.bands:
            return self._banded(part, whole)
        figure = self.count(part, whole)
        if figure.exact is not None:
            exact = Decimal(percent(part, whole))
            return Share(figure, exactly(whole), (exact, exact))
        if whole >= self.as_percent:
            ends = (Decimal(0), Decimal(5)) if figure.low == 0 else (Decimal(95), Decimal(100))
            return Share(figure, exactly(whole), ends)
        return Share(
            figure,
            exactly(whole),
            (Decimal(percent(figure.low, whole)), Decimal(percent(figure.high, whole))),
        )

    def rounded_share(self, typed: Decimal, counts: range, whole: int) -> Share | None:
        """A percent that several counts of `whole` students round to: as typed, or coded as they are."""
        first, last = self.share(counts[0], whole), self.share(counts[-1], whole)
        if first is None or last is None:
            return None
        if self.bands:
            return Share(None, first.whole, (first.percent[0], last.percent[1]))
        coded = next((s for s in (first, last) if s.part is not None and s.part.exact is None), None)
        return coded or Share(None, exactly(whole), (typed, typed))

    def unknown_whole(self, typed: Decimal) -> Share:
        """A percent of a number of students that was not reported: whole, its ends coded.

        Decimals would say more than so few students can, and tell how many they are: 71.43 % are 5 of 7. In
        bands it gets those of the smallest classes, because it may be one of them.
        """
        if self.bands:
            return Share(None, None, self._band_of(int(typed), self.bands[0]))
        if self.smallest:
            if typed < 5:  # noqa: PLR2004 - the published end
                return Share(None, None, (Decimal(0), Decimal(5)))
            if typed > 95:  # noqa: PLR2004 - the published end
                return Share(None, None, (Decimal(95), Decimal(100)))
        said = Decimal(whole_percent(typed))
        return Share(None, None, (said, said))

    def band(self, whole: int) -> PercentBands:
        """The bands of a class of this size, which the policy must cover."""
        return next(band for band in self.bands if band.students[0] <= whole <= band.students[1])

    def _banded(self, part: int, whole: int) -> Share:
        band = self.band(whole)
        return Share(None, Figure(*band.students), self._band_of(percent(part, whole), band))

    @staticmethod
    def _band_of(value: int, band: PercentBands) -> tuple[Decimal, Decimal]:
        if value <= band.low:
            ends = (0, band.low)
        elif value >= band.high:
            ends = (band.high, 100)
        elif band.width == 0:
            ends = (value, value)
        else:
            start = value - value % band.width
            ends = (max(start, band.low + 1), min(start + band.width - 1, band.high - 1))
        return Decimal(ends[0]), Decimal(ends[1])

    def distribution(self, cells: Sequence[int], lowest: int | None) -> tuple[Band, ...]:
        """Counts of neighbouring cells, merged until none is under `smallest`.

        Empty when nothing is left to tell apart. `lowest` is the position of the proficient cut. Where the
        share that is proficient is shown as a number, cells are merged on either side of the cut only: a
        merged cell across it would give the small one away by subtraction.
        """
        if self.bands or not self.covers(sum(cells)):
            return ()
        single = [Band(i, i, exactly(n)) for i, n in enumerate(cells)]
        if not self.smallest:
            return tuple(single)
        above = sum(cells[lowest:]) if lowest is not None else 0
        if lowest is not None and self.count(above, sum(cells)).exact is not None:
            merged = self._merge(single[:lowest]) + self._merge(single[lowest:])
        else:
            merged = self._merge(single)
        return tuple(merged) if len(merged) > 1 else ()

    def _merge(self, bands: list[Band]) -> list[Band]:
        cells = list(bands)
        while len(cells) > 1:
            small = min(
                (b for b in cells if b.count.low < self.smallest),
                key=lambda b: (b.count.low, b.first),
                default=None,
            )
            if small is None:
                break
            at = cells.index(small)
            beside = [i for i in (at - 1, at + 1) if 0 <= i < len(cells)]
            other = min(beside, key=lambda i: (cells[i].count.low, i))
            first, last = sorted((at, other))
            joined = Band(
                cells[first].first, cells[last].last, exactly(cells[first].count.low + cells[last].count.low)
            )
            cells[first : last + 1] = [joined]
        return cells


def _policy(row: PolicyRow) -> Policy:
    return Policy(row.name, row.version, row.fewest, row.smallest, row.as_percent, row.bands)


POLICIES: dict[str, Policy] = {name: _policy(row) for name, row in policy_rows().items()}
K12_10 = POLICIES["k12-10"]
K12_10_BANDED = POLICIES["k12-10-banded"]
OPEN = POLICIES["open"]
