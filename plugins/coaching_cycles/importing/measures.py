"""Outcomes as the plain data of a record: a measure, and the assessment that it names."""

from __future__ import annotations

from coaching_cycles.importing.counting import Counts, Outcome
from coaching_cycles.writing.tree import Data

_SMALL_TABLE = 12


def write_measure(outcome: Outcome, assessment: str, form: str = "") -> dict[str, Data]:
    """The measure of an outcome. After a `different` form nobody is compared with themselves."""
    measure: dict[str, Data] = {"assessment": assessment}
    checks = []
    for counts in outcome.readings:
        reading = _reading(counts, outcome)
        if counts.role != "before" and form and form != "same":
            reading["form"] = form
        if counts.role == "check":
            checks.append(reading)
        else:
            measure[counts.role] = reading
    if checks:
        measure["checks"] = checks
    if form != "different":
        measure |= _pairs(outcome)
    order = (
        "assessment",
        "before",
        "checks",
        "after",
        "follow_up",
        "matched",
        "moved",
        "left",
        "joined",
        "change",
    )
    return {key: measure[key] for key in order if key in measure}


def describe(outcome: Outcome, title: str, source: str) -> dict[str, Data]:
    """The assessment that a measure names. What counts as proficient is there only when somebody said it."""
    found: dict[str, Data] = {"title": title}
    if source:
        found["source"] = source
    if outcome.scale:
        found["levels"] = list(outcome.scale)
        if outcome.proficient:
            found["proficient"] = outcome.proficient
    return found


def _reading(counts: Counts, outcome: Outcome) -> dict[str, Data]:
    found: dict[str, Data] = {"date": counts.day} if counts.day is not None else {}
    if outcome.scale:
        found["levels"] = list(counts.levels)
    elif counts.scores is not None:
        found |= {"students": counts.students, "mean": counts.scores.mean}
        if counts.scores.sd is not None:
            found["sd"] = counts.scores.sd
        if outcome.out_of is not None:
            found["out_of"] = outcome.out_of
    else:
        found["students"] = counts.students
        if counts.proficient is not None:
            found["proficient"] = counts.proficient
    # With results that could not be read, who is missing would not all be absent.
    if counts.absent and not counts.uncounted:
        found["enrolled"] = counts.students + counts.absent
    return found


def _pairs(outcome: Outcome) -> dict[str, Data]:
    found: dict[str, Data] = {}
    size = len(outcome.moved)
    if 1 < size <= _SMALL_TABLE:
        found["moved"] = [list(row) for row in outcome.moved]
    elif size > _SMALL_TABLE and outcome.proficient:
        found["matched"] = dict(match(outcome))
    if outcome.left and outcome.left_proficient is not None:
        found["left"] = {
            "proficient": outcome.left_proficient,
            "not_yet": outcome.left - outcome.left_proficient,
        }
    if outcome.joined:
        found["joined"] = outcome.joined
    if outcome.change is not None:
        change: dict[str, Data] = {"students": outcome.change.students, "mean": outcome.change.mean}
        found["change"] = change | ({"sd": outcome.change.sd} if outcome.change.sd is not None else {})
    return found


def match(outcome: Outcome) -> dict[str, int]:
    """Who changed group, where a level counts as proficient; empty without one."""
    if not outcome.proficient or not outcome.moved:
        return {}
    cut = outcome.scale.index(outcome.proficient)
    return {
        "kept": sum(sum(row[cut:]) for row in outcome.moved[cut:]),
        "gained": sum(sum(row[cut:]) for row in outcome.moved[:cut]),
        "slipped": sum(sum(row[:cut]) for row in outcome.moved[cut:]),
        "not_yet": sum(sum(row[:cut]) for row in outcome.moved[:cut]),
    }
