"""Numbers that cannot be right: what the counts, levels and scores of a reading say about each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.checking.measured import Counted, cut, measures, readings
from coaching_cycles.checking.scales import check_scale
from coaching_cycles.checking.tables import check_change, check_cohort, check_matched, check_moved
from coaching_cycles.measuring.percents import nearest_possible, possible_counts
from coaching_cycles.problems import word

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Assessment, Measure, Reading, Record


# After these, one mistyped count would be reported again for everything that it no longer adds up to.
_DOUBTFUL = frozenset({"E301", "E302", "E303", "E304", "E308", "E312"})


def check_numbers(record: Record, findings: Findings) -> None:
    """Every check of counts, levels, scores and tables of a record."""
    assessments = record.assessments or {}
    for key, assessment in assessments.items():
        check_scale(key, assessment, findings)
    _check_sections(record, findings)
    for path, _, measure in measures(record):
        scale = _assessment(measure, path, assessments, findings)
        counted = {p: _check_reading(r, p, scale, findings) for p, r in readings(measure, path)}
        before = counted.get((*path, "before"))
        after = counted.get((*path, "after"))
        fits = check_matched(measure, path, before, after, findings)
        sums = [c for c in (before, after) if c is not None and not c.doubtful]
        check_moved(measure, path, scale, sums, findings, compare=fits)
        check_cohort(measure, path, before, after, findings)
        check_change(measure, path, findings)


def _check_sections(record: Record, findings: Findings) -> None:
    """Measures of one goal or target that differ neither by section nor by assessment."""
    seen: dict[tuple[Path, str | None, str | None], list[Path]] = {}
    for path, _, measure in measures(record):
        seen.setdefault((path[:-1], measure.section, measure.assessment), []).append(path)
    for (_, section, _), places in seen.items():
        if len(places) > 1:
            what = word("H316.named", section=repr(section)) if section else word("H316.unnamed")
            findings.tell("H316.alike", places[1], count=len(places), what=what)


def _assessment(
    measure: Measure, path: Path, assessments: dict[str, Assessment], findings: Findings
) -> Assessment | None:
    if measure.assessment is None:
        return None
    found = assessments.get(measure.assessment)
    if found is None and not findings.misses("assessments"):
        known = ", ".join(assessments) or "none yet"
        findings.tell("E311.assessment", (*path, "assessment"), key=repr(measure.assessment), known=known)
    return found


def _check_reading(
    reading: Reading, path: Path, assessment: Assessment | None, findings: Findings
) -> Counted:
    n, x = reading.students, reading.proficient
    known = len(findings.problems)
    if reading.mean is not None and (
        x is not None or reading.levels is not None or reading.percent is not None
    ):
        findings.tell("E309.mean", (*path, "mean"))
    if reading.levels is not None:
        total = sum(reading.levels)
        if n is not None and n != total:
            findings.tell("E302.levels", (*path, "levels"), total=total, n=n)
        n = total if n is None else n
        x = _check_levels(reading, path, assessment, x, findings)
    if x is not None and n is None and not findings.misses(*path, "students"):
        findings.tell("E312.proficient", (*path, "proficient"), x=x)
    elif x is not None and n is not None and x > n:
        findings.tell("E301.above", (*path, "proficient"), x=x, n=n)
    if reading.percent is not None and n is not None:
        x = _check_percent(reading, path, n, x, findings)
    doubtful = any(p.code in _DOUBTFUL for p in findings.problems[known:])
    if reading.enrolled is not None and n is not None and n > reading.enrolled and not doubtful:
        findings.tell("E307.enrolled", (*path, "enrolled"), n=n, enrolled=reading.enrolled)
    if n == 0 and not doubtful:
        findings.tell("W315.nobody", (*path, "levels" if reading.students is None else "students"))
    _check_scores(reading, path, findings)
    return Counted(reading, path, n, x, doubtful)


def _check_levels(
    reading: Reading, path: Path, assessment: Assessment | None, x: int | None, findings: Findings
) -> int | None:
    levels = reading.levels or ()
    if assessment is None or not assessment.levels:
        return x
    if len(levels) != len(assessment.levels):
        findings.tell(
            "E303.counts",
            (*path, "levels"),
            counts=len(levels),
            levels=len(assessment.levels),
            names=", ".join(assessment.levels),
        )
        return x
    lowest = cut(assessment)
    if lowest is None:
        return x
    above = sum(levels[lowest:])
    off = sum(levels) - reading.students if reading.students is not None else 0
    # A level that is mistyped puts both sums out by the same number, and is one mistake.
    if x is not None and x != above and not (off and off == above - x):
        findings.tell(
            "E304.disagree", (*path, "proficient"), x=x, above=above, level=repr(assessment.proficient)
        )
    return above


def _check_percent(reading: Reading, path: Path, n: int, x: int | None, findings: Findings) -> int | None:
    """GRIM: a percent of n students is possible only if some whole number of them gives it."""
    if n == 0:
        return x
    typed = str(reading.percent)
    counts = possible_counts(typed, n)
    if not counts:
        near = " or ".join(
            word("E308.near", x=option.proficient, n=n, percent=option.percent)
            for option in nearest_possible(typed, n)
        )
        findings.tell("E308.impossible", (*path, "percent"), n=n, typed=typed, near=near)
    elif x is None:
        return counts[0] if len(counts) == 1 else None
    elif x not in counts and x <= n:
        findings.tell("E308.disagree", (*path, "percent"), x=x, n=n, typed=typed)
    return x


def _check_scores(reading: Reading, path: Path, findings: Findings) -> None:
    if reading.mean is None:
        for key in ("sd", "out_of"):
            if getattr(reading, key) is not None:
                findings.tell("E313.alone", (*path, key), at_key=True, key=key)
                return
        return
    if reading.out_of is not None and reading.mean > reading.out_of:
        findings.tell("E313.mean", (*path, "mean"), mean=reading.mean, out_of=reading.out_of)
    if reading.students is None and not findings.misses(*path, "students"):
        findings.tell("E312.mean", (*path, "mean"))
    if reading.sd is not None and reading.out_of is not None and reading.sd > reading.out_of:
        findings.tell("E313.sd", (*path, "sd"), out_of=reading.out_of, sd=reading.sd)
