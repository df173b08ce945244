"""What the wording returns: plain text, ready to print, no markup."""

from __future__ import annotations

from dataclasses import dataclass

from coaching_cycles.measuring.figures import Role


@dataclass(frozen=True, slots=True)
class Context:
    """What a measure cannot know about itself.

    `title` says what was measured (the target, or the goal's section) in alt texts and captions. `unmeasured`
    are the numbers of the learning targets that were never measured. `setting_changed` is true when students
    were taught elsewhere or otherwise between the readings. `limits` is the author's own line, printed as it
    is.
    """

    title: str | None = None
    unmeasured: tuple[int, ...] = ()
    setting_changed: bool = False
    limits: str | None = None


@dataclass(frozen=True, slots=True)
class ReadingWords:
    """One reading: "Before" · "2 Oct 2012" · "7 of 25 (28%)". `text` is "" for a reading in words only."""

    role: Role
    label: str
    date: str
    text: str
    form: str
    """"parallel form" or "different form"; "" for the same one."""
    levels: tuple[tuple[str, str], ...]
    """(level, "11 of 28"), from low to high, neighbours joined where the policy joined them."""
    note: str
    """What the author saw, as typed."""


@dataclass(frozen=True, slots=True)
class TableWords:
    """A table: the first cell of each row is its heading."""

    kind: str
    """"readings", "levels", "groups" or "grid"."""
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """A measure in words. A field with nothing to say is empty ("" or ()) and vanishes from the page.

    The same fields are filled for a gain, no change and a drop; print them at the same size and place.
    """

    headline: str
    """"18 of 25, was 7 of 25: at least 11 students newly reached it"."""
    sublines: tuple[str, ...]
    """What stands under it: the totals with their percents, "24 then, 22 now, 19 the same", …"""
    measured: str
    """Level and instrument, to stand beside the number: "at Proficient or above on Reading response"."""
    change: str
    """"+44 points", "−16 points", "no change", "between +31 and +48 points"; "" below 10 students."""
    interval: str
    """"about +18 to +62 points"."""
    sure_title: str
    sure: str
    """One sentence: how far chance could explain it."""
    sure_note: str
    checks: str
    """"4 of the last 5 checks at or above target"."""
    follow_up: str
    out_title: str
    leaves_out: tuple[str, ...]
    footer: str
    """Stands under every measure that shows figures."""
    readings: tuple[ReadingWords, ...]
    details_title: str
    details: tuple[tuple[str, str], ...]
    """(label, value): tests, methods, every cut. The only place of a p-value."""
    alt: str
    description: str
    tables: tuple[TableWords, ...]
    """The chart's twins; the readings first."""
    csv: tuple[tuple[str, ...], ...]
    """The readings as rows, headers first; whoever writes the file guards against formulas."""
    row: str
    """"7 of 25 → 18 of 25", for lists and search."""

    @property
    def subline(self) -> str:
        """The sublines as one."""
        return " · ".join(self.sublines)

    @property
    def table(self) -> TableWords | None:
        """The table of the readings."""
        return self.tables[0] if self.tables else None
