"""What has passed the door: cycles, and a portfolio, as one audience may see them.

Pages, charts, tables, search, JSON, CSV and feed are made from these alone; they hold nothing that the
audience may not see, so that a page cannot leak what it does not have.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coaching_cycles.measuring.figures import Figure, MeasureShown
    from coaching_cycles.model import Attachment, LogEntry, School, Standard, Template
    from coaching_cycles.privacy.outlook import Outlook
    from coaching_cycles.privacy.policy import Policy
    from coaching_cycles.schema import Audience, PortfolioRecord, Record


@dataclass(frozen=True, slots=True)
class Held:
    """Something of a record that a wider audience does not see.

    The field, and the widest audience that does.
    """

    field: str
    audience: Audience


@dataclass(frozen=True, slots=True)
class PublishedCycle:
    """A cycle as one audience may see it.

    `record` has no results, no counts, no names and no field above the audience: measures are in `measures`
    (for the goal) and `target_measures` (by target), people in `teachers` and `coach` as they wish to be
    shown. `reasons` says why a wider build leaves the whole cycle out, and `held` which of its fields; both
    are empty in a public build.
    """

    id: str
    school: str
    name: str
    source: str
    address: str
    record: Record
    body: str
    logs: tuple[LogEntry, ...]
    standards: tuple[Standard, ...]
    target_standards: tuple[tuple[Standard, ...], ...]
    attachments: tuple[Attachment, ...]
    measures: tuple[MeasureShown, ...]
    target_measures: tuple[tuple[MeasureShown, ...], ...]
    groups: tuple[Figure | None, ...]
    teachers: tuple[str, ...]
    coach: str | None
    reasons: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    waived: int = 0
    """Warnings about names that the record gives a written reason for; the reasons are nobody's to read."""
    outlook: Outlook | None = None
    """What the public sees of it; None in a public build."""

    def attachment(self, name: str | None) -> Attachment | None:
        """The file behind a name in the record."""
        return next((a for a in self.attachments if a.name == name), None)

    @property
    def all_measures(self) -> tuple[MeasureShown, ...]:
        """Those of the goal, then those of the targets."""
        return (*self.measures, *chain.from_iterable(self.target_measures))


@dataclass(frozen=True, slots=True)
class Left:
    """A cycle that a build leaves out, and why: "private", "school", "not approved", "edited"."""

    id: str
    school: str
    reason: str


@dataclass(frozen=True, slots=True)
class Published:
    """Everything that one audience may see. `templates` have the prompts that are asked of this audience."""

    audience: Audience
    policy: Policy
    record: PortfolioRecord
    schools: tuple[School, ...]
    cycles: tuple[PublishedCycle, ...]
    left_out: tuple[Left, ...]
    templates: tuple[Template, ...] = ()
