"""The standards that a record names: what each spelling means, and what its author should know of it."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from coaching_cycles.checking.strays import near
from coaching_cycles.model import Standard
from coaching_cycles.standards import (
    BUNDLED,
    KEYS,
    OTHER,
    Code,
    Framework,
    decide,
    holders,
    is_known,
    nearest,
    read_key,
    slugify,
    split_key,
)

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Record


@dataclass(frozen=True, slots=True)
class KnownStandards:
    """Frameworks that the portfolio brings along, and one record's spellings that were reported already."""

    brought: dict[str, Framework]
    reported: set[str] = field(default_factory=set)


def resolve_standards(
    spellings: tuple[str, ...] | None,
    path: Path,
    record: Record,
    findings: Findings,
    known: KnownStandards,
) -> tuple[Standard, ...]:
    """The standards behind spellings; what can't be decided lands in `other` with its letters kept.

    What has none, as "?" has, could have no page, and stands for no standard yet.

    A spelling is reported where a record first uses it, however many targets repeat it.
    """
    found: dict[Code, Standard] = {}
    for index, raw in enumerate(spellings or ()):
        decided = decide(raw, record.framework, known.brought)
        if raw not in known.reported:
            known.reported.add(raw)
            _report(raw, decided, (*path, index), record, findings, known)
        code = decided or Code(OTHER, unicodedata.normalize("NFC", " ".join(raw.split())))
        if code.slug:
            found.setdefault(code, Standard(raw, code))
    return tuple(found.values())


def check_framework(record: Record, findings: Findings, known: KnownStandards) -> None:
    """A framework that is neither bundled nor in the standards folder: its codes stand without words."""
    key = read_key(record.framework, known.brought)
    if key is None or key in {*KEYS, *known.brought} or record.framework is None:
        return
    if key in {"ccss", "cc", "common-core", "common-core-state-standards"}:
        return
    there = [*BUNDLED, *known.brought]
    match = near(key, there)
    hint = f"did you mean `{match}`? " if match else ""
    findings.add(
        "H509",
        ("framework",),
        f"there is no framework {record.framework!r} here; its codes are kept under that name, without words",
        f"{hint}those here are: {', '.join(there)}",
    )


def _report(
    raw: str, decided: Code | None, place: Path, record: Record, findings: Findings, known: KnownStandards
) -> None:
    if not slugify(raw):
        message = f"{raw!r} is no code of a standard: it has no letter and no digit"
        findings.add("W501", place, message, "write a code, or leave it out")
        return
    if decided is None:
        close = _suggest(raw, record.framework, known)
        hint = f"did you mean {close}?" if close else ""
        if decide(f"{OTHER} {raw}", None, known.brought) is not None:
            keys = ", ".join((*BUNDLED, *known.brought, OTHER))
            which = f"which with `framework:` ({keys}), or with its key before this code: `{OTHER} {raw}`"
            hint = f"{hint} Or say {which}" if hint else f"say {which}"
        findings.add("W501", place, f"{raw!r} could stand in several frameworks, or in none", hint)
        return
    named = split_key(raw, known.brought)
    said = named[0] if named is not None else read_key(record.framework, known.brought)
    held = known.brought.get(decided.framework)
    if held is not None and decided.code in held.shared:
        others = " and ".join(held.shared[decided.code][1:])
        message = f"{decided.framework} has several items of the code {raw!r}; the first is taken"
        findings.add("H510", place, message, f"to mean another one, write {others}")
    elif not is_known(decided, known.brought) and (
        held is not None or (decided.framework == OTHER and said is None)
    ):
        close = _suggest(raw, record.framework, known)
        if held is None:
            where, look = (
                "is in no framework of this site",
                "drop its framework into `standards/` to show its words",
            )
        else:
            where, look = f"is not in {held.title}", f"compare it with the codes on /standards/{held.key}/"
        hint = f"did you mean {close}?" if close else look
        findings.add("H502", place, f"{raw!r} {where}; it gets a page of its own", hint)
    elif said == OTHER != decided.framework:
        message = f"{raw!r} is taken for {decided.code} of {decided.framework}, which has this code"
        findings.add("H511", place, message, f"to keep it under {OTHER}, write `{OTHER} {raw}`")
    elif said is None and (others := _also(raw, decided, known)):
        message = f"{raw!r} is taken for {decided.code} of {decided.framework}; {others} has this code too"
        findings.add(
            "H511",
            place,
            message,
            f"say which with its key before it (`{decided.framework} {raw}`), with "
            "`framework:`, or with `default:` in portfolio.yml",
        )


def _also(raw: str, decided: Code, known: KnownStandards) -> str:
    """Other frameworks that hold this code, unless the spelling or the portfolio says which is meant."""
    if any(held.default for held in known.brought.values()):
        return ""
    upper = raw.upper()
    if "CCSS" in upper or "NGSS" in upper or "COMMON" in upper or "://" in upper:
        return ""
    return ", ".join(holders(decided, known.brought))


def _suggest(raw: str, framework: str | None, known: KnownStandards) -> str:
    return ", ".join(f"{c.code} ({c.framework})" for c in nearest(raw, framework, frameworks=known.brought))
