"""Scores of a column in one unit of points, and their mean and spread, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from coaching_cycles.importing.cells import Cell

_PLACES = Decimal("0.01")
_EXACT = Context(prec=40)
_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Unit:
    """What a point is: `whole` is the highest score, `share`: scores are percents of different wholes."""

    whole: Fraction | None
    share: bool = False


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and standard deviation (of a sample) of several numbers, to two decimals, half up."""

    students: int
    mean: Decimal
    sd: Decimal | None


def find_unit(cells: Sequence[tuple[Cell, Fraction | None]]) -> Unit:
    """The unit of all cells of a column, each with the possible points that its row or column names."""
    wholes = {w for cell, beside in cells if (w := _whole(cell, beside)) is not None}
    if len(wholes) <= 1:
        return Unit(next(iter(wholes), None))
    return Unit(_HUNDRED, share=True)


def _whole(cell: Cell, beside: Fraction | None) -> Fraction | None:
    return cell.whole if cell.whole is not None else beside


def to_points(cell: Cell, beside: Fraction | None, unit: Unit) -> Fraction | None:
    """A cell in the unit of its column; None for what is no number, or more points than there are."""
    if cell.number is None:
        return None
    whole = _whole(cell, beside)
    points = cell.number
    if unit.share:
        if whole is None:
            return None
        points = cell.number * _HUNDRED / whole
    # Extra points exist; a percent above the whole does not follow from a slip such as 70/10 alone.
    return points


def spread(numbers: Sequence[Fraction]) -> Spread | None:
    """Mean and spread of numbers; None without any, no spread for one alone."""
    if not numbers:
        return None
    count = len(numbers)
    mean = sum(numbers, Fraction(0)) / count
    sd = None
    if count > 1:
        variance = sum(((n - mean) ** 2 for n in numbers), Fraction(0)) / (count - 1)
        sd = shorten(_EXACT.sqrt(_EXACT.divide(Decimal(variance.numerator), Decimal(variance.denominator))))
    return Spread(count, shorten(_EXACT.divide(Decimal(mean.numerator), Decimal(mean.denominator))), sd)


def shorten(number: Decimal) -> Decimal:
    """Two decimals, half up in size, without zeros at the end."""
    rounded = number.quantize(_PLACES, ROUND_HALF_UP).normalize()
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded
