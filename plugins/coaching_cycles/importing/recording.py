"""Measures into a record's file: the places are found, and nothing but numbers changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import cast

from coaching_cycles.checking import typed
from coaching_cycles.checking.findings import Findings
from coaching_cycles.checking.numbers import check_numbers
from coaching_cycles.importing.counting import Outcome
from coaching_cycles.importing.exports import simplify
from coaching_cycles.importing.measures import describe, write_measure
from coaching_cycles.importing.merging import as_list, find_measure, merge
from coaching_cycles.importing.notes import Notes
from coaching_cycles.importing.roles import read_code
from coaching_cycles.problems import Problem
from coaching_cycles.reading.document import parse_record, read_record
from coaching_cycles.reading.files import decode
from coaching_cycles.reading.nodes import Document, Path
from coaching_cycles.reading.paths import Plain, plain
from coaching_cycles.schema import ALIASES, Record
from coaching_cycles.writing.edits import Edited, edit_file
from coaching_cycles.writing.steps import Edit, Set
from coaching_cycles.writing.tree import Data


@dataclass(frozen=True, slots=True)
class Aim:
    """Where in a record the counts go: a target from 1; with 0 the one of the standard, or the goal.

    `assessment` is the key that was asked for; `key` is that of an assessment that is new in the record.
    """

    assessment: str = ""
    key: str = "assessment"
    title: str = ""
    source: str = ""
    target: int = 0
    goal: bool = False
    section: str = ""
    form: str = ""


class Front:
    """The keys of a record, as they stand there."""

    def __init__(self, document: Document) -> None:
        self.document = document
        found = plain(document.front, ALIASES)
        self.data: dict[str, Plain] = found if isinstance(found, dict) else {}

    @property
    def assessments(self) -> dict[str, dict[str, Plain]]:
        """Its assessments by key."""
        found = self.data.get("assessments")
        items = found.items() if isinstance(found, dict) else ()
        return {key: value for key, value in items if isinstance(value, dict)}

    @property
    def targets(self) -> list[Plain]:
        """Its targets: a text, or a group of keys."""
        return as_list(self.data.get("targets"))

    def results(self, place: Path) -> Plain:
        """What stands at a place for results."""
        if place == ("results",):
            return self.data.get("results")
        target = self.targets[int(place[1])]
        return target.get("results") if isinstance(target, dict) else None

    def known(self, aim: Aim) -> dict[str, Plain]:
        """The assessment that is meant, where the record describes it: named, or used at the place."""
        key = aim.assessment or self.used(aim)
        return self.assessments.get(key, {})

    def used(self, aim: Aim) -> str:
        """The key of the assessment that the one measure at the place has already."""
        if aim.target > len(self.targets):
            return ""
        place: Path = ("targets", aim.target - 1, "results") if aim.target else ("results",)
        measures = [m for m in as_list(self.results(place)) if isinstance(m, dict)]
        keys = {str(m["assessment"]) for m in measures if m.get("assessment")}
        return next(iter(keys)) if len(keys) == 1 else ""


def read_front(root: FilePath, relative: str) -> Front | list[Problem]:
    """The keys of a record, or what is wrong with the file."""
    reading = read_record(root, relative)
    return list(reading.problems) if reading.document is None else Front(reading.document)


def record(
    root: FilePath, relative: str, front: Front, outcomes: Sequence[Outcome], aim: Aim, notes: Notes
) -> Edited:
    """The record's file with the outcomes in it; nothing is written yet.

    `after` is None when a finding speaks against it, the checks of the numbers among them.
    """
    edits: list[Edit] = []
    for outcome in outcomes:
        place = _place(front, outcome, aim, notes, several=len(outcomes) > 1)
        if place is not None:
            edits += _edit(front, place, outcome, aim, notes)
    if notes.stops or not edits:
        return Edited(relative, b"", None)
    edited = edit_file(root, relative, edits)
    faults = () if edited.after is None else _check(edited.after, relative, front)
    return Edited(relative, edited.before, None, faults) if faults else edited


def _place(front: Front, outcome: Outcome, aim: Aim, notes: Notes, *, several: bool) -> Path | None:
    """Where an outcome goes; None, with a finding, when the record has no place for it."""
    if aim.target and not several:
        return ("targets", aim.target - 1, "results") if check_target(front, aim.target, notes) else None
    if outcome.part and not aim.goal:
        for number, target in enumerate(front.targets):
            standards = as_list(target.get("standards")) if isinstance(target, dict) else []
            if any((read_code(str(s)) or s) == outcome.part for s in standards):
                return ("targets", number, "results")
    if several:
        hint = "give a target this standard, or take one with --only and say --target or --goal"
        notes.add("W836", f"{outcome.part}: no target has this standard, so it was not written", hint)
        return None
    return ("results",)


def check_target(front: Front, target: int, notes: Notes) -> bool:
    """Whether the record has this target; if not, with a finding."""
    known = 0 <= target <= len(front.targets)
    if not known:
        notes.add("E835", f"the record has {len(front.targets)} targets, and no target {target}")
    return known


def _choose_key(front: Front, place: Path, outcome: Outcome, aim: Aim, notes: Notes) -> str:
    """The assessment's key: that which was said, else that of the place where it is on the same scale."""
    used = front.used(Aim(target=int(place[1]) + 1 if place != ("results",) else 0))
    key = aim.assessment or used or aim.key
    levels = [simplify(str(level)) for level in as_list(front.assessments.get(key, {}).get("levels"))]
    if levels and levels != [simplify(level) for level in outcome.scale]:
        if not aim.assessment and key != aim.key:
            return aim.key
        if outcome.scale:
            hint = "is it another assessment? give it a key of its own: --assessment"
            notes.add("E824", f"in the record, the assessment {key!r} has other levels", hint)
    return key


def _edit(front: Front, place: Path, outcome: Outcome, aim: Aim, notes: Notes) -> list[Edit]:
    key = _choose_key(front, place, outcome, aim, notes)
    measure = write_measure(outcome, key, aim.form)
    if aim.section:
        measure = {"section": aim.section, **measure}
    edits: list[Edit] = []
    described = describe(outcome, aim.title, aim.source)
    known = front.assessments.get(key)
    if known is None:
        edits.append(Set(("assessments", key), described))
    else:
        changed = {
            k: v
            for k, v in described.items()
            if k in {"levels", "proficient"} and (k == "proficient" or not known.get(k))
        }
        edits += [Set(("assessments", key, name), value) for name, value in changed.items()]
    edits.append(_set_measure(front, place, measure, key, aim.section))
    return edits


def _set_measure(front: Front, place: Path, measure: dict[str, Data], key: str, section: str) -> Edit:
    results = front.results(place)
    number = find_measure(results, key, section)
    measures = cast("list[Data]", as_list(results))
    if number is None:
        # A measure of another assessment or class stays as it is, and this one comes below it.
        value: Data = [*measures, measure] if measures else measure
    else:
        old = cast("Mapping[str, Plain]", measures[number])
        merged = merge(old, measure)
        value = [*measures[:number], merged, *measures[number + 1 :]] if isinstance(results, list) else merged
    target = front.targets[int(place[1])] if place != ("results",) else None
    if isinstance(target, str):
        return Set(place[:-1], {"text": target, "results": value})
    return Set(place, value)


def _check(after: bytes, relative: str, front: Front) -> tuple[Problem, ...]:
    """Errors in the numbers that the record did not have before."""
    text = decode(after, relative)
    document = parse_record(text, relative).document if isinstance(text, str) else None
    if document is None:
        return ()
    old = {(p.code, p.field) for p in _find_errors(front.document)}
    return tuple(p for p in _find_errors(document) if (p.code, p.field) not in old)


def _find_errors(document: Document) -> list[Problem]:
    findings = Findings(document)
    found = typed.read(Record, findings)
    if found is not None:
        check_numbers(found, findings)
    return [problem for problem in findings.problems if problem.severity == "error"]
