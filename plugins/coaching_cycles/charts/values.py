"""Published figures as places on a scale, and as the few characters that stand beside a mark."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from coaching_cycles.measuring.figures import Figure, Scores, Share
from coaching_cycles.measuring.intervals import wilson


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands on its scale: one value, or a range of which no part is more likely than another.

    `interval` is a 95 % interval around one value.
    """

    low: float
    high: float
    interval: tuple[float, float] | None = None

    @property
    def exact(self) -> bool:
        """True for one value."""
        return self.low == self.high

    @property
    def centre(self) -> float:
        """The value, or the middle of the range."""
        return (self.low + self.high) / 2


def place_share(share: Share, *, interval: bool = False) -> Place:
    """Percent, 0 to 100: a fraction stands at its exact value, anything else at its published bounds."""
    fraction = share.fraction
    if fraction is None:
        low, high = map(float, share.percent)
        return Place(low, high)
    x, n = fraction
    value = 100 * x / n
    if not interval:
        return Place(value, value)
    bounds = wilson(x, n)
    return Place(value, value, (100 * bounds.low, 100 * bounds.high))


def place_scores(scores: Scores) -> Place:
    """Points."""
    return Place(float(scores.mean), float(scores.mean))


def plain(value: Decimal) -> str:
    """A decimal number without zeros that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_text(figure: Figure) -> str:
    """`7`, or `0–2`."""
    return str(figure.low) if figure.exact is not None else f"{figure.low}–{figure.high}"


def percent_text(share: Share, percent: str) -> str:
    """`28%`, or `0–5%`, in the way that `percent` (`{}%`, `{} %`) writes percents."""
    low, high = map(plain, share.percent)
    return percent.format(low if low == high else f"{low}–{high}")


def share_text(share: Share, *, whole: bool, percent: str) -> str:
    """The number at a mark: how many students (with `whole`: of how many), or the percent if that is all."""
    if share.part is None:
        return percent_text(share, percent)
    text = figure_text(share.part)
    if not whole or share.whole is None:
        return text
    return f"{text}/{figure_text(share.whole)}"


def mark_texts(before: Share | None, after: Share | None, percent: str) -> tuple[str, str]:
    """The numbers at a pair of marks; of how many only where that differs (else the label says it once)."""
    whole = before is not None and after is not None and before.whole != after.whole
    return tuple(
        share_text(share, whole=whole, percent=percent) if share is not None else ""
        for share in (before, after)
    )  # type: ignore[return-value] # two in, two out
