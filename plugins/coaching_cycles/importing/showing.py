"""Outcomes as a table for the terminal, and as the YAML that stands in a record."""

from __future__ import annotations

from collections.abc import Sequence

from coaching_cycles.importing.counting import Counts, Outcome
from coaching_cycles.importing.measures import match, write_measure
from coaching_cycles.writing.layout import lay_out
from coaching_cycles.writing.tree import Data, Group, grow

_NAMES = {"before": "before", "check": "check", "after": "after", "follow_up": "follow-up"}
_GAP = "  "


def show(outcome: Outcome) -> str:
    """The readings of an outcome side by side, and below them who moved."""
    head = " · ".join(
        part
        for part in (
            outcome.part,
            outcome.strand if outcome.scale or outcome.change or _has_scores(outcome) else "counts",
        )
        if part
    )
    rows = [["", *(_NAMES[c.role] for c in outcome.readings)]]
    if any(c.label for c in outcome.readings):
        rows.append(["", *(c.label for c in outcome.readings)])
    if any(c.days for c in outcome.readings):
        rows.append(["", *(c.days for c in outcome.readings)])
    rows += [[level, *(str(c.levels[n]) for c in outcome.readings)] for n, level in enumerate(outcome.scale)]
    if _has_scores(outcome):
        points = f" of {outcome.out_of:f}" if outcome.out_of is not None else ""
        rows.append(
            [f"mean score{points}", *(str(c.scores.mean) if c.scores else "–" for c in outcome.readings)]
        )
        rows.append(
            [
                "standard deviation",
                *(
                    str(c.scores.sd) if c.scores and c.scores.sd is not None else "–"
                    for c in outcome.readings
                ),
            ]
        )
    rows.append(["students", *(str(c.students) for c in outcome.readings)])
    if any(c.proficient is not None for c in outcome.readings):
        name = f"{outcome.proficient} or above" if outcome.proficient else "proficient"
        rows.append([name, *(_share(c) for c in outcome.readings)])
    if any(c.absent for c in outcome.readings):
        rows.append(["absent", *(str(c.absent) for c in outcome.readings)])
    return "\n".join([head, *_align(rows), *_say_pairs(outcome)])


def _has_scores(outcome: Outcome) -> bool:
    return any(c.scores is not None for c in outcome.readings)


def _share(counts: Counts) -> str:
    return "–" if counts.proficient is None else f"{counts.proficient} of {counts.students}"


def _align(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        _GAP
        + _GAP.join(
            cell.ljust(width) if n == 0 else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _say_pairs(outcome: Outcome) -> list[str]:
    roles = {c.role for c in outcome.readings}
    if not {"before", "after"} <= roles:
        return []
    if not (outcome.matched or outcome.left or outcome.joined):
        return []
    lines = [f"{_GAP}{outcome.matched} in both, {outcome.left} only before, {outcome.joined} only after"]
    if outcome.moved:
        size = range(len(outcome.moved))
        up = sum(outcome.moved[a][b] for a in size for b in size if b > a)
        down = sum(outcome.moved[a][b] for a in size for b in size if b < a)
        lines.append(f"{_GAP}{up} moved up, {outcome.matched - up - down} stayed, {down} moved down")
    groups = match(outcome)
    if groups:
        lines.append(
            f"{_GAP}{groups['gained']} gained, {groups['slipped']} slipped back, "
            f"{groups['kept']} had it already, {groups['not_yet']} not yet"
        )
    change = outcome.change
    if change is not None:
        spread = f", standard deviation {change.sd}" if change.sd is not None else ""
        some = f"{change.students} student{'' if change.students == 1 else 's'}"
        lines.append(f"{_GAP}mean change {change.mean:+} points ({some}{spread})")
    return lines


def write_block(outcome: Outcome, key: str, assessment: dict[str, Data], form: str) -> str:
    """What would stand in the record: the assessment and the measure."""
    data: dict[str, Data] = {"assessments": {key: assessment}, "results": write_measure(outcome, key, form)}
    root = grow(data)
    return "\n".join(lay_out(root)) if isinstance(root, Group) else ""
