"""What two tables tell by their difference: sections and the whole, two cycles, two publications."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING

from coaching_cycles.audit.attack import POSSIBLE
from coaching_cycles.audit.sheet import identity
from coaching_cycles.audit.worked import worked_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.published import Cycle, Measure, Policy, Reading

Known = dict[str, tuple[tuple["Measure", ...], ...]]
"""By cycle, what was published of it before: one tuple of measures for each state that it was in."""

_DAY = len("2026-09-10")


def remainders(measures: tuple[Measure, ...], policy: Policy) -> Iterator[tuple[str, str]]:
    """A whole less some of its sections is a figure about those that are left, and they may be too few."""
    for whole in measures:
        sections = [
            other
            for other in measures
            if not whole.section
            and other.section
            and (other.target, other.assessment) == (whole.target, whole.assessment)
        ]
        for reading in whole.readings:
            n = _size(reading)
            parts = [r for s in sections for r in s.readings if r.role == reading.role and _size(r)]
            if n is None or not parts:
                continue
            # Sections that are more than the whole overlap: then each is a part of it by itself.
            total = sum(_size(part) or 0 for part in parts)
            for taken in [parts] if total <= n else [[part] for part in parts]:
                left = n - sum(_size(part) or 0 for part in taken)
                if 0 < left < policy.fewest and _tells(reading, taken, left):
                    said = f"{n} students less those of sections tell of {left}"
                    yield "E914", f"{whole.name}, {reading.role}: {said}"


def _tells(whole: Reading, parts: list[Reading], left: int) -> bool:
    """True when what is left of a whole has a mean, or fewer than three possible counts."""
    if whole.mean is not None and all(part.mean is not None for part in parts):
        return True
    counts = [part.proficient for part in parts if part.proficient is not None]
    if whole.proficient is None or len(counts) < len(parts):
        return False
    low = whole.proficient.low - sum(count.high for count in counts)
    high = whole.proficient.high - sum(count.low for count in counts)
    # Numbers that contradict each other are of other students, or of something else.
    return 0 <= min(left, high) - max(0, low) < POSSIBLE - 1


def differences(
    now: tuple[Measure, ...], earlier: tuple[Measure, ...], policy: Policy
) -> Iterator[tuple[str, str]]:
    """A reading, or a table, of a few students more or fewer than last time tells of those few."""
    for measure, old in product(now, earlier):
        if _place(old) != _place(measure):
            continue
        sizes = [
            (reading.role, _size(reading), _size(other))
            for reading, other in product(measure.readings, old.readings)
            if (reading.role, reading.date) == (other.role, other.date)
        ]
        sizes += [(what, n, m) for (what, n), (_, m) in zip(_tables(measure), _tables(old), strict=True)]
        for what, n, m in sizes:
            if n and m and 0 < abs(n - m) < policy.fewest:
                tells = f"{n} students now and {m} before; the difference tells of {abs(n - m)}"
                yield "E915", f"{measure.name}, {what}: {tells}"


def together(cycles: tuple[Cycle, ...], policy: Policy, before: Known) -> Iterator[tuple[int, str, str]]:
    """What cycles of a school tell together where two of them hold the same reading, now or earlier."""
    for group in _groups(cycles, before):
        earlier = any(line == 0 for _, line in group)
        alone = [worked_out(policy, [measures]).values for measures, _ in group]
        known = {name for values in alone for name in values}
        found = worked_out(policy, [measures for measures, _ in group], shared=True)
        line = max(line for _, line in group)
        for name, said in found.values.items():
            if name not in known:
                code, how = ("E915", "an earlier one") if earlier else ("E914", "another cycle")
                yield line, code, f"{name}, with the same reading in {how}: {said}"
        if found.undecided:
            yield line, "E916", f"{found.undecided[0]}: not decided, with the same reading in another cycle"
        yield from ((line, "E914", said) for said in _neighbours(group, policy))


def _neighbours(group: list[tuple[tuple[Measure, ...], int]], policy: Policy) -> Iterator[str]:
    """One section of one day in two cycles, with a few students more in one of them."""
    for (one, _), (other, _) in combinations(group, 2):
        for a, b in product(one, other):
            if not a.section or _topic(a) != _topic(b):
                continue
            for reading, same in product(a.readings, b.readings):
                n, m = _size(reading), _size(same)
                if len(reading.date) == _DAY and reading.date == same.date and n and m:
                    few = abs(n - m)
                    if 0 < few < policy.fewest:
                        yield f"{a.name} and {b.name}: {n} and {m} students of one day tell of {few}"


def _groups(cycles: tuple[Cycle, ...], before: Known) -> list[list[tuple[tuple[Measure, ...], int]]]:
    """Cycles that share a reading, directly or through others; each with its line, 0 for an earlier one."""
    members = [(cycle.measures, cycle.line) for cycle in cycles]
    here = {cycle.id for cycle in cycles}
    members += [(state, 0) for name, states in before.items() if name not in here for state in states]
    first: dict[object, int] = {}
    above = list(range(len(members)))

    def top(at: int) -> int:
        while above[at] != at:
            at = above[at]
        return at

    for number, (measures, _) in enumerate(members):
        for measure in measures:
            for reading in measure.readings:
                if len(reading.date) == _DAY and measure.assessment:
                    about, n = _topic(measure)[:-1], reading.students
                    keys = [
                        identity(measure, reading, shared=True),
                        (*about, reading.date, n.exact if n is not None else number),
                        (*_topic(measure), reading.date),
                    ]
                    for key in keys if measure.section else keys[:-1]:
                        above[top(number)] = top(first.setdefault(key, number))
    groups: dict[int, list[tuple[tuple[Measure, ...], int]]] = {}
    for number, member in enumerate(members):
        groups.setdefault(top(number), []).append(member)
    return [group for group in groups.values() if len(group) > 1 and any(line for _, line in group)]


def _tables(measure: Measure) -> list[tuple[str, int | None]]:
    """The tables of the same students, each with how many are in it."""
    counted = [part.exact for _, part in measure.movement]
    return [
        ("the matched table", sum(measure.matched) if measure.matched is not None else None),
        ("the table of moves", sum(map(sum, measure.moved)) if measure.moved is not None else None),
        ("who moved", sum(n for n in counted if n is not None) if counted and None not in counted else None),
        ("the change of scores", measure.changed),
    ]


def _topic(measure: Measure) -> tuple[object, ...]:
    return (measure.school, measure.about, measure.section, measure.assessment, measure.scale, measure.cut)


def _place(measure: Measure) -> tuple[object, ...]:
    return (measure.target, measure.section, measure.assessment, measure.scale, measure.cut)


def _size(reading: Reading) -> int | None:
    """The students of a reading of which there is a figure; None where there is none."""
    told = reading.proficient is not None or reading.mean is not None or reading.levels or reading.percent
    return reading.students.exact if reading.students is not None and told else None
