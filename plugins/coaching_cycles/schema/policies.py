"""The privacy policies as data: `data/policies.yml`, typed. What they do is in `privacy.policy`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypedDict

import yaml

if TYPE_CHECKING:
    from coaching_cycles.schema.portfolio import Privacy

PolicyNumber = Literal["fewest", "smallest", "as_percent"]
POLICY_NUMBERS: tuple[PolicyNumber, ...] = ("fewest", "smallest", "as_percent")
"""The numbers that a portfolio may make stricter. Each is stricter the larger it is."""

LOOSEST: dict[PolicyNumber, int] = {"fewest": 3, "smallest": 2}
"""How far a number may be loosened. Below, nothing is left of the policy, and `open` says so by its name."""

DEFAULT_POLICY = "k12-10"
"""The policy of a public build, when the portfolio names none."""


@dataclass(frozen=True, slots=True)
class PercentBands:
    """Percent bands for a range of class sizes.

    Ends `low`/`high`, steps of `width` between (0: whole percents).
    """

    students: tuple[int, int]
    low: int
    high: int
    width: int


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One policy as it stands in the table."""

    name: str
    version: int
    fewest: int
    smallest: int
    as_percent: int
    bands: tuple[PercentBands, ...] = ()

    def number(self, name: PolicyNumber) -> int:
        """One of its numbers, by name."""
        return {"fewest": self.fewest, "smallest": self.smallest, "as_percent": self.as_percent}[name]


class _Bands(TypedDict):
    students: list[int]
    low: int
    high: int
    width: int


class _Row(TypedDict, total=False):
    version: int
    fewest: int
    smallest: int
    as_percent: int
    bands: list[_Bands]


def number_in_force(own: int, number: PolicyNumber, privacy: Privacy | None) -> int:
    """A number of a policy, `own`, as a portfolio has made it: stricter, or looser under `loosen`.

    Fails closed: what `checking` refuses is not taken over.
    """
    if privacy is None:
        return own
    stricter: int | None = getattr(privacy, number)
    if stricter is not None:
        return max(stricter, own)
    looser: int | None = getattr(privacy.loosen, number, None)
    return looser if looser is not None and LOOSEST.get(number, own) <= looser < own else own


@cache
def policy_rows() -> dict[str, PolicyRow]:
    """Every policy of this version, by name."""
    text = resources.files("coaching_cycles").joinpath("data", "policies.yml").read_text(encoding="utf-8")
    table: dict[str, _Row] = yaml.load(text, Loader=yaml.CSafeLoader)
    return {
        name: PolicyRow(
            name,
            row["version"],
            row["fewest"],
            row["smallest"],
            row["as_percent"],
            tuple(
                PercentBands(
                    (band["students"][0], band["students"][1]), band["low"], band["high"], band["width"]
                )
                for band in row.get("bands", [])
            ),
        )
        for name, row in table.items()
    }
