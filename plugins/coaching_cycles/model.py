"""What a portfolio is, once it has been read and checked.

Schools, their cycles, and what each refers to. Frozen, no I/O.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from coaching_cycles.schema import Audience, PortfolioRecord, Record, SchoolRecord
    from coaching_cycles.standards import Code
    from coaching_cycles.values import PartialDate

Approved = Literal["no", "yes", "outdated"]
"""Whether the teachers have agreed to what a public page would say; outdated: to what it said before."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard as a record names it: the spelling that was used, and what it means."""

    raw: str
    code: Code


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question of a log, under the key that answers use."""

    id: str
    text: str
    audience: Audience = "public"


@dataclass(frozen=True, slots=True)
class Template:
    """A sort of log: its key, its name, its prompts in order."""

    key: str
    title: str
    prompts: tuple[Prompt, ...]
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One log of a cycle. `answers` are (prompt id, Markdown) in the order of the template.

    Notes are Markdown.
    """

    template: Template
    date: PartialDate | None
    title: str | None
    answers: tuple[tuple[str, str], ...]
    notes: str
    next_date: PartialDate | None
    next_steps: tuple[str, ...]
    source: str
    """The file it was read from, relative to the portfolio's folder."""

    def prompt(self, key: str) -> str:
        """The question behind an answer; the key itself where the template has no such prompt."""
        return next(
            (p.text for p in self.template.prompts if p.id == key), key.replace("_", " ").capitalize()
        )


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a record names: as written there, and where it lies below the portfolio's folder.

    `size` is in bytes. Of a picture, size, `width` and `height` are those of the published one, upright; each
    of `widths` is that of a narrower copy, called `pictures.name_variant(name, width)`.
    """

    name: str
    path: str
    size: int
    width: int = 0
    height: int = 0
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Cycle:
    """A coaching cycle: the record as typed, and everything that it refers to, resolved."""

    id: str
    school: str
    name: str
    source: str
    record: Record
    body: str
    logs: tuple[LogEntry, ...]
    standards: tuple[Standard, ...]
    """Those of the goal, in the order written; then those that only targets name."""
    target_standards: tuple[tuple[Standard, ...], ...]
    attachments: tuple[Attachment, ...]
    approved: Approved = "no"
    waived: int = 0
    """Warnings about names that the record gives a written reason for."""

    @property
    def address(self) -> str:
        """The address of its page, for ever."""
        return f"cycles/{self.id}/"

    def attachment(self, name: str | None) -> Attachment | None:
        """The file behind a name in the record."""
        return next((a for a in self.attachments if a.name == name), None)


@dataclass(frozen=True, slots=True)
class School:
    """A school: its folder's name, and what `school.yml` says of it."""

    key: str
    record: SchoolRecord
    source: str | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that was read, checked and found whole."""

    record: PortfolioRecord
    schools: tuple[School, ...]
    cycles: tuple[Cycle, ...]
    templates: tuple[Template, ...]

    def school(self, key: str) -> School:
        """The school of a key; KeyError if there is none."""
        for school in self.schools:
            if school.key == key:
                return school
        raise KeyError(key)
