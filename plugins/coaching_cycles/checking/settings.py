"""What a portfolio says about privacy: audiences of single fields, and the numbers of its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.checking.strays import near
from coaching_cycles.schema import (
    AUDIENCES,
    DEFAULT_POLICY,
    LOOSEST,
    POLICY_NUMBERS,
    Record,
    default_audience,
    may_hide,
    policy_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.schema import Audience, PolicyNumber, PolicyRow, PortfolioRecord, Privacy


def check_settings(record: PortfolioRecord, findings: Findings) -> None:
    """Report settings of `privacy` that would show more than their author may think."""
    if record.privacy is None:
        return
    _check_fields(record.privacy.fields or {}, findings)
    policy = policy_rows()[record.privacy.policy or DEFAULT_POLICY]
    for number in POLICY_NUMBERS:
        _check_number(number, record.privacy, policy, findings)
    _check_loosened(record.privacy, policy, findings)


def _check_fields(fields: Mapping[str, Audience], findings: Findings) -> None:
    """Audiences that the portfolio sets for single fields: real fields only, and none opened unawares."""
    for name, audience in fields.items():
        place = ("privacy", "fields", name)
        info = Record.model_fields.get(name)
        if info is None:
            match = near(name, list(Record.model_fields))
            hint = f"did you mean `{match}`?" if match else "the field reference lists them all"
            findings.add("E712", place, f"records have no field {name!r}", hint, key=True)
        elif not may_hide(name):
            hint = "make whole records narrower with `visibility:` instead"
            findings.add("E712", place, f"{name!r} is part of every record that is shown", hint, key=True)
        elif AUDIENCES.index(audience) > AUDIENCES.index(default_audience(info)):
            findings.add(
                "W711",
                place,
                f"{name!r} is {default_audience(info)} by default, and this opens it to: {audience}",
                "check that everybody who writes records knows it",
            )


def _check_number(number: PolicyNumber, privacy: Privacy, policy: PolicyRow, findings: Findings) -> None:
    """A number beside `policy` only ever makes it stricter."""
    value: int | None = getattr(privacy, number)
    own = policy.number(number)
    if value is not None and value < own:
        hint = f"write {own} or more, or leave it out"
        if number in LOOSEST:
            hint += f"; to show more all the same: loosen: {{{number}: {value}, why: …, by: …}}"
        message = f"`{number}: {value}` shows more than {policy.name}, which has {own}"
        findings.add("E717", ("privacy", number), message, hint)


def _check_loosened(privacy: Privacy, policy: PolicyRow, findings: Findings) -> None:
    loosened = privacy.loosen
    if loosened is None:
        if policy.name == "open":
            message = "`open` publishes every number as it is, about few students too"
            findings.add("H718", ("privacy", "policy"), message, "k12-10 is the policy for public sites")
        return
    given = [number for number in LOOSEST if getattr(loosened, number) is not None]
    if not given and not findings.misses("privacy", "loosen"):
        findings.add("E717", ("privacy", "loosen"), "`loosen` names no number", _choose(), key=True)
    for number in given:
        _check_looser(number, privacy, policy, findings)


def _check_looser(number: PolicyNumber, privacy: Privacy, policy: PolicyRow, findings: Findings) -> None:
    place = ("privacy", "loosen", number)
    value: int = getattr(privacy.loosen, number)
    own = policy.number(number)
    if getattr(privacy, number) is not None:
        findings.add("E717", place, f"`{number}` is made stricter and looser at once", "keep one of the two")
    elif value >= own:
        message = f"`{number}: {value}` is no looser than {policy.name}, which has {own}"
        findings.add("E717", place, message, f"write it beside `policy`: {number}: {value}")
    elif value < LOOSEST[number]:
        message = f"`{number}: {value}` leaves nothing of {policy.name}"
        findings.add("E717", place, message, f"write {LOOSEST[number]} or more")
    else:
        message = f"{policy.name} has {own} for `{number}`, and here {value} holds"
        findings.add("H718", place, message, "the site says so, with the reason")


def _choose() -> str:
    return f"add one of: {', '.join(LOOSEST)}"
