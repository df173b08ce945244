"""What a wider audience sees of each field of a record, and why: for the command and for the page alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from coaching_cycles import schema
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.schema import rank

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coaching_cycles.measuring.figures import MeasureShown
    from coaching_cycles.model import Cycle
    from coaching_cycles.privacy.published import PublishedCycle
    from coaching_cycles.schema import Audience, Audiences
    from coaching_cycles.words import Words

State = Literal["shown", "part", "hidden"]
"""Part: shown, but not as the record says it."""

_WHY = {
    "": "",
    "field": "preview.why.field",
    "person": "preview.why.person",
    "policy": "preview.why.policy",
    "approval": "preview.why.approval",
    "prompt": "preview.why.prompt",
    "origin": "preview.why.origin",
    "unnamed": "preview.why.unnamed",
}
_STATES: dict[State, str] = {
    "shown": "preview.state.shown",
    "part": "preview.state.part",
    "hidden": "preview.state.hidden",
}
_REASONS = {
    "private": "preview.record.private",
    "school": "preview.record.school",
    "not approved": "preview.record.not_approved",
    "edited": "preview.record.edited",
}


@dataclass(frozen=True, slots=True)
class Sight:
    """One field: its key, how it is seen, why, and the widest audience that it is meant for.

    `measures` are those of which fewer numbers are shown; `names` are people, prompts or files.
    """

    field: str
    state: State
    why: str = ""
    audience: Audience = "public"
    measures: tuple[MeasureShown, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an audience will see of one cycle: `reason` is why it does not see it at all, or None."""

    id: str
    title: str
    audience: Audience
    reason: str | None
    sights: tuple[Sight, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A sight in words: the field, how it is seen, why, and what is said in place of the record's numbers."""

    field: str
    state: str
    why: str
    said: tuple[str, ...]


def compare(
    cycle: Cycle, whole: PublishedCycle, seen: PublishedCycle, fields: Audiences, outlook: Outlook
) -> Outlook:
    """Fill in what is seen of each field: `whole` is the cycle without any limits, `seen` what is shown."""
    sights = (*_fields(cycle, whole, seen, fields, outlook.audience), *_files(whole, seen))
    return Outlook(outlook.id, outlook.title, outlook.audience, outlook.reason, sights)


def _fields(
    cycle: Cycle, whole: PublishedCycle, seen: PublishedCycle, fields: Audiences, audience: Audience
) -> Iterator[Sight]:
    for name in schema.Record.model_fields:
        value = cycle.logs if name == "logs" else getattr(cycle.record, name)
        if value in (None, (), "") or name in {"school", "visibility"}:
            continue
        if rank(fields[name]) < rank(audience):
            yield Sight(name, "hidden", "field", fields[name])
        else:
            yield _field(name, cycle, whole, seen)
    if cycle.body.strip():
        yield Sight("write-up", "shown")


def _field(name: str, cycle: Cycle, whole: PublishedCycle, seen: PublishedCycle) -> Sight:
    if name == "approved":
        return Sight(name, "part", "approval")
    if name in {"teachers", "coach"}:
        people = cycle.record.teachers or () if name == "teachers" else (cycle.record.coach,)
        named = any(p is not None and p.name is not None and p.show != "name" for p in people)
        shown = seen.teachers if name == "teachers" else tuple(filter(None, (seen.coach,)))
        return Sight(name, "part" if named else "shown", "person" if named else "", names=shown)
    if name in {"results", "targets"}:
        ours = [m for m in whole.all_measures if (m.target is None) == (name == "results")]
        theirs = [m for m in seen.all_measures if (m.target is None) == (name == "results")]
        coded = tuple(
            m for m, exact in zip(theirs, ours, strict=True) if _without_names(m) != _without_names(exact)
        )
        return Sight(name, "part" if coded else "shown", "policy" if coded else "", measures=coded)
    if name == "groups" and whole.groups != seen.groups:
        return Sight(name, "part", "policy")
    if name == "logs":
        held = [
            key
            for ours, theirs in zip(whole.logs, seen.logs, strict=True)
            for key in _lost(ours.answers, theirs.answers)
        ]
        return Sight(name, "part" if held else "shown", "prompt" if held else "", names=tuple(held))
    if name == "remixed_from" and seen.record.remixed_from is None:
        return Sight(name, "hidden", "origin")
    return Sight(name, "shown")


def _without_names(measure: MeasureShown) -> str:
    """The numbers of a measure, whatever it was taken with."""
    return repr(replace(measure, instrument=None))


def _lost(ours: Sequence[tuple[str, str]], theirs: Sequence[tuple[str, str]]) -> list[str]:
    kept = {key for key, _ in theirs}
    return [key for key, _ in ours if key not in kept]


def _files(whole: PublishedCycle, seen: PublishedCycle) -> Iterator[Sight]:
    kept = {a.name for a in seen.attachments}
    lost = tuple(a.name for a in whole.attachments if a.name not in kept)
    if lost:
        yield Sight("files", "hidden", "unnamed", names=lost)


def say_reason(outlook: Outlook, w: Words) -> str:
    """Whether the audience sees the cycle, and if not, why."""
    if outlook.reason is None:
        return w("preview.record.shown")
    return w(_REASONS[outlook.reason])


def say_rows(outlook: Outlook, w: Words) -> tuple[Row, ...]:
    """The fields in words."""
    return tuple(_say(sight, w) for sight in outlook.sights)


def _say(sight: Sight, w: Words) -> Row:
    names = w.list(list(sight.names)) if sight.names else ""
    key = _WHY[sight.why]
    why = w(key, audience=w(f"audience.{sight.audience}"), names=names) if key else ""
    said: list[str] = []
    for measure in sight.measures:
        words = words_for(measure, w)
        said += [words.headline or " · ".join(reading.text for reading in words.readings)]
    return Row(sight.field, w(_STATES[sight.state]), why, tuple(filter(None, said)))
