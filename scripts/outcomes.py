"""What became of which mutant, kept in a file; and those that change nothing, with the reason.

`equivalent_mutants.yml` lists mutants that no test can notice, because what the program does stays the same.
They are counted apart, never as noticed. One that is noticed after all is named, and so is one that is no
longer there: the line has changed, and with it perhaps the reason.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

import yaml
from mutants import Mutant, Name

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "mutants.json"
LISTED = Path(__file__).resolve().parent / "equivalent_mutants.yml"
NOTICED = {"noticed", "endless"}


def read_listed() -> dict[Name, str]:
    """The mutants that change nothing, each with the reason."""
    return {
        Name(module, one.get("within", ""), one["line"], one["change"], one.get("nth", 1)): one["reason"]
        for module, ones in (yaml.safe_load(LISTED.read_text("utf-8")) or {}).items()
        for one in ones
    }


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some mutants were noticed, and how many change nothing."""

    tried: int
    noticed: int
    idle: int

    @property
    def enough(self) -> bool:
        """At least nine in ten of those that change something."""
        return self.noticed >= 0.9 * (self.tried - self.idle)

    def __str__(self) -> str:
        left = self.tried - self.idle - self.noticed
        part = self.noticed / max(1, self.tried - self.idle)
        return (
            f"{self.noticed} of {self.tried} noticed; {self.idle} change nothing, {left} survive: {part:.1%}"
            " of those that change something"
        )


class Tally:
    """What became of whom."""

    def __init__(self, areas: dict[str, list[Mutant]], *, again: bool) -> None:
        found = json.loads(KEPT.read_text("utf-8")) if again and KEPT.exists() else []
        self.areas = areas
        self.listed = read_listed()
        drawn = {mutant.name for mutant in self.drawn}
        self.outcomes = {Name(*name): outcome for *name, outcome in found}
        self.outcomes = {name: outcome for name, outcome in self.outcomes.items() if name in drawn}
        self.again = again

    @property
    def drawn(self) -> list[Mutant]:
        """The mutants of all areas."""
        return [mutant for found in self.areas.values() for mutant in found]

    def left(self) -> list[Mutant]:
        """Those to try: all, or of an earlier run those that nothing noticed and that should be."""
        return [
            mutant
            for mutant in self.drawn
            if self.outcomes.get(mutant.name) not in NOTICED
            and not (self.again and mutant.name in self.listed and mutant.name in self.outcomes)
        ]

    def take(self, found: Iterator[tuple[Mutant, str]]) -> None:
        """Keep outcomes as they come, and show the mutants that nothing noticed."""
        for mutant, outcome in found:
            self.outcomes[mutant.name] = outcome
            rows = [[*astuple(name), outcome] for name, outcome in self.outcomes.items()]
            KEPT.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
            if outcome not in NOTICED and mutant.name not in self.listed:
                print(f"{outcome}: {mutant}", flush=True)

    def share(self, mutants: Iterable[Mutant]) -> Share:
        """What became of these."""
        names = [mutant.name for mutant in mutants]
        noticed = {name for name in names if self.outcomes.get(name) in NOTICED}
        idle = [name for name in names if name in self.listed and name not in noticed]
        return Share(len(names), len(noticed), len(idle))

    def wrong(self, every: Iterable[Mutant]) -> list[str]:
        """What is listed as changing nothing, and was noticed or is not there any more."""
        there = {mutant.name for mutant in every}
        gone = [f"listed, and not there: {name}" for name in self.listed if name not in there]
        changed = [name for name in self.listed if self.outcomes.get(name) in NOTICED]
        return gone + [f"listed, and noticed: {name}" for name in changed]

    def show(self) -> None:
        """The share of each area, and of all."""
        for area, found in [*self.areas.items(), ("all", self.drawn)]:
            print(f"{area}: {self.share(found)} {dict(Counter(self.outcomes.get(m.name) for m in found))}")
