"""Who sees which field of a record, and how a person is shown."""

from __future__ import annotations

from collections.abc import Mapping

from coaching_cycles.schema.kinds import AUDIENCES, Audience, default_audience
from coaching_cycles.schema.portfolio import PortfolioRecord
from coaching_cycles.schema.record import Record, Teacher

Audiences = Mapping[str, Audience]
"""The widest audience that sees each field of a record."""


def may_hide(name: str) -> bool:
    """True for a field that a portfolio may keep from an audience.

    That is every one but those without which there is no page.
    """
    info = Record.model_fields.get(name)
    return info is not None and not info.is_required() and name != "visibility"


def field_audiences(portfolio: PortfolioRecord) -> Audiences:
    """The audience of each field of a record: the schema's, changed by the portfolio."""
    found = {name: default_audience(info) for name, info in Record.model_fields.items()}
    if portfolio.privacy is not None and portfolio.privacy.fields:
        found.update({name: to for name, to in portfolio.privacy.fields.items() if may_hide(name)})
    found["private_notes"] = found["waivers"] = "private"  # no setting opens these
    found["framework"] = found["standards"]  # it is part of each standard
    return found


def rank(audience: Audience) -> int:
    """0 for private, 1 for school, 2 for public."""
    return AUDIENCES.index(audience)


def strip(record: Record, fields: Audiences, audience: Audience) -> Record:
    """The record without the fields that an audience does not see, and without what would tell them."""
    hidden = {name for name, widest in fields.items() if rank(widest) < rank(audience)}
    targets = record.targets
    if "standards" in hidden:
        targets = targets and tuple(target.model_copy(update={"standards": None}) for target in targets)
    return record.model_copy(update={"targets": targets, **dict.fromkeys(hidden)})


def show_person(teacher: Teacher) -> str | None:
    """A person as they wish to be shown: by role, by initials, or by name."""
    role, name = teacher.role, teacher.name
    if teacher.show == "role" or name is None:
        return role
    shown = name if teacher.show == "name" else "".join(f"{part[0]}." for part in name.split())
    return f"{shown}, {role}" if role else shown
