"""The one look of all charts: paints, and the two widths that every chart is drawn at."""

from __future__ import annotations

from dataclasses import dataclass

PAINTS: dict[str, str] = {
    "ink": "#1c2330",
    "soft": "#566072",
    "line": "#dfe3ea",
    "edge": "#7a8291",
    "paper": "#ffffff",
    "wash": "#f6f7f9",
    "before": "#858b95",
    "after": "#0a5fa5",
    "down": "#b35806",
    "l1": "#b35807",
    "low-1": "#c26b16",
    "low-2": "#d27d25",
    "low-3": "#e29032",
    "l2": "#f1a340",
    "l3": "#67a9cf",
    "high-1": "#5496c2",
    "high-2": "#4184b5",
    "high-3": "#2e71a8",
    "l4": "#1b5e9b",
    "mixed": "#c3c9d2",
}
"""Paint by name: the colour that matplotlib is given for it.

Each colour occurs once (hence `l1`, one step beside `down`), because the renderer turns it back into
`var(--cc-NAME)`; what a reader sees is the page's own value.
"""

INKS: dict[str, str] = {
    "l1": "l1-ink",
    "low-1": "l2-ink",
    "low-2": "l2-ink",
    "low-3": "l2-ink",
    "l2": "l2-ink",
    "l3": "l3-ink",
    "high-1": "l3-ink",
    "high-2": "l3-ink",
    "high-3": "l4-ink",
    "l4": "l4-ink",
    "mixed": "ink",
}
"""The paint of a count that stands in a segment of this paint: at least 4.5 : 1 in both schemes."""

_LOW = ("l1", "low-1", "low-2", "low-3", "l2")
_HIGH = ("l3", "high-1", "high-2", "high-3", "l4")


def variable(paint: str) -> str:
    """The CSS value of a paint."""
    return f"var(--cc-{paint})"


@dataclass(frozen=True, slots=True)
class Layout:
    """One of the two drawings of a chart; lengths are in its own pixels.

    `text` and `small` are sizes of type, `leading` the distance of two lines.
    """

    name: str
    width: int
    text: float
    small: float
    leading: float

    @property
    def narrow(self) -> bool:
        """True for the drawing that is shown on a phone and in narrow columns."""
        return self.name == "narrow"


WIDE = Layout("wide", 640, 14, 13, 18)
NARROW = Layout("narrow", 320, 13, 12.5, 17)
"""Shown in a column of 284 px (a card on a 360 px screen) its small type is 11.1 px."""

LAYOUTS = (WIDE, NARROW)


def level_paint(first: int, last: int, levels: int, cut: int | None) -> str:
    """The paint of the levels `first` to `last` (positions, 0 = lowest) of a scale with `levels` levels.

    Levels under the cut are warm and those from the cut on are cold, however many there are on a side, so
    that a reader sees the share that is proficient at once; the level next to the cut is the lightest of
    its side. Levels that are shown as one take the paint in the middle, or a neutral one where they stand
    on both sides.
    """
    cut = cut if cut is not None and 0 < cut < levels else (levels + 1) // 2
    if first < cut <= last:
        return "mixed"
    start, size, ramp = (0, cut, _LOW) if last < cut else (cut, levels - cut, _HIGH)
    if size == 1:
        return "l2" if ramp is _LOW else "l4"
    return ramp[round(((first + last) / 2 - start) / (size - 1) * 4)]
