"""Work shared by processes that keep what they make: its results come back, and what was kept is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from coaching_cycles.freezing import freeze, thaw
from coaching_cycles.workers import share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Keeper(Protocol):
    """Who keeps what several processes make."""

    def hand_over(self) -> None:
        """Write down what this process has made, and drop nothing."""

    def take_over(self) -> None:
        """Know what others have handed over."""


def share_out(
    pieces: int, work: Callable[[int], object], keepers: Sequence[Keeper], workers: int
) -> Iterator[object | None]:
    """What `work` gives for the numbers from 0, in their order; None where its process failed.

    Whoever asked does such a piece again, and meets whatever went wrong.
    """

    def hand_over() -> None:
        for keeper in keepers:
            keeper.hand_over()

    # A file that is open for writing must not be so in two processes.
    hand_over()
    for given in share(pieces, lambda number: freeze(work(number)), hand_over, workers):
        yield thaw(given)
    for keeper in keepers:
        keeper.take_over()
