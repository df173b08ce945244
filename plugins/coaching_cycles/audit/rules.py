"""Numbers that a policy forbids by themselves: about too few, near none or all, finer than its bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coaching_cycles.audit.attack import POSSIBLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from coaching_cycles.audit.published import Cycle, Measure, Policy, Reading, Span

Fault = tuple[str, str]
"""A code, and what is wrong."""

FLOORS = {"k12-10": (10, 3), "k12-10-banded": (10, 3)}
"""The numbers of the named policies: a site may be stricter."""
_ALL, _END = 100, 5
"""Percent: everybody, and where a percent without a number of students, or of many, ends."""
_HALF = 0.5


def check_policy(policy: Policy) -> Iterator[Fault]:
    """What a site says of its policy, against what the policy's name promises."""
    floor = FLOORS.get(policy.name)
    if floor is None and policy.name != "open":
        yield "E910", f"names a policy that is not known: {policy.name!r}"
    looser = floor is not None and (policy.fewest < floor[0] or policy.smallest < floor[1])
    if floor is not None and looser and not policy.loosened:
        yield (
            "W910",
            (
                f"shows figures about {policy.fewest} students and counts of {policy.smallest}; "
                f"{policy.name} itself begins at {floor[0]} and {floor[1]}"
            ),
        )
    if policy.name == "k12-10-banded" and not policy.bands:
        yield "E910", "names k12-10-banded and has no bands"


def check_cycle(cycle: Cycle, policy: Policy) -> Iterator[tuple[Measure | None, Fault]]:
    """Every forbidden number of a cycle, and which measure it is in."""
    for measure in cycle.measures:
        for fault in check_measure(measure, policy):
            yield measure, fault
    for size in cycle.groups:
        if policy.bands or _small(size, policy):
            yield None, ("E912", f"a group of {_said(size)} students")


def check_measure(measure: Measure, policy: Policy) -> Iterator[Fault]:
    """Every forbidden number of a measure."""
    for reading in measure.readings:
        yield from _reading(reading, policy)
    sizes = {r.role: r.students for r in measure.readings if r.students is not None}
    first, last = sizes.get("before"), sizes.get("after")
    tables: list[tuple[str, list[int]]] = []
    if measure.matched is not None:
        tables.append(("the matched table", list(measure.matched)))
    if measure.moved is not None:
        tables.append(("the table of moves", [n for row in measure.moved for n in row]))
    if measure.movement:
        tables.append(("who moved", [counted.low for _, counted in measure.movement]))
    for what, cells in tables:
        yield from _table(what, cells, (first, last), policy)
    if measure.changed is not None:
        yield from _about("the change of scores", measure.changed, (first, last), policy)
        if policy.bands:
            yield "E912", f"the change of scores of exactly {measure.changed} students"
    if measure.spread == 0 and policy.smallest:
        yield "E912", "the change of scores has no spread, so that its mean is the change of each student"
    for what, counted in (("left", measure.left), ("joined", measure.joined)):
        if counted is not None and (policy.bands or _small(counted, policy)):
            yield "E912", f"exactly {_said(counted)} students who {what}"
    yield from _gone(measure, policy)


def _gone(measure: Measure, policy: Policy) -> Iterator[Fault]:
    """How many of those who left were proficient: a figure about those who left."""
    part, whole = measure.left_proficient, measure.left
    if part is None:
        return
    if whole is None or policy.bands or whole.high < policy.fewest:
        yield "E911", f"{_said(part)} proficient of {_said(whole)} students who left"
    elif _small(part, policy, whole.exact):
        yield "E912", f"{_said(part)} proficient of {_said(whole)} students who left"


def _reading(reading: Reading, policy: Policy) -> Iterator[Fault]:
    role, n = reading.role, reading.students
    if n is not None and n.high < policy.fewest:
        yield "E911", f"{role}: a figure about {_said(n)} students"
        return
    if policy.bands:
        yield from _banded(reading, policy)
        yield from _scores(reading, policy)
        return
    whole = n.exact if n is not None else None
    x = reading.proficient
    if x is not None and _small(x, policy, whole):
        yield "E912", f"{role}: {_said(x)} of {_said(n)}"
    yield from _percent(reading, policy)
    yield from _scores(reading, policy)
    for cell in reading.levels:
        if _small(cell.students, policy, whole):
            yield "E912", f"{role}: {_said(cell.students)} of {_said(n)} at one level"
    if reading.absent is not None and reading.absent.exact is not None:
        few = reading.absent.exact
        if 0 < few < policy.fewest:
            yield "E911", f"{role}: {few} absent, which is a number about {few} students"
    elif reading.enrolled is not None and whole is not None and reading.enrolled.exact is not None:
        few = reading.enrolled.exact - whole
        if 0 < few < policy.fewest:
            yield "E911", f"{role}: {whole} of {reading.enrolled.exact} enrolled leaves {few}"


def _percent(reading: Reading, policy: Policy) -> Iterator[Fault]:
    if reading.percent is None:
        return
    low, high = reading.percent
    if low == high and low in {0, _ALL}:
        yield "E912", f"{reading.role}: exactly {low}%"
    n, x = reading.students, reading.proficient
    if n is None:
        if low == high and not _END <= low <= _ALL - _END:
            yield "E912", f"{reading.role}: {float(low):g}%, which is told as under 5% or over 95%"
    elif n.exact and (x is None or x.exact is None):
        counts = counts_of(reading.percent, n.exact)
        if x is not None:
            counts = [k for k in counts if x.low <= k <= x.high]
        coded = n.exact >= policy.as_percent and (
            (low == 0 and high == _END) or (low == _ALL - _END and high == _ALL)
        )
        if len(counts) < POSSIBLE and not coded:
            said = " or ".join(map(str, counts)) or "none"
            yield "E912", f"{reading.role}: the percent gives the hidden count back: {said} of {n.exact}"


def _scores(reading: Reading, policy: Policy) -> Iterator[Fault]:
    """A mean near an end of the scale is nearly everybody's score, and so is one without any spread.

    All points together are the mean times the students; so many students at most have any, or lack any.
    """
    mean, most = reading.mean, reading.out_of
    if mean is None or not policy.smallest:
        return
    if reading.sd == 0:
        yield "E912", f"{reading.role}: no spread, so that the mean is the score of each student"
    n = reading.students.high if reading.students is not None else 1
    if mean * n < policy.smallest or (most is not None and (most - mean) * n < policy.smallest):
        said = f"a mean of {float(mean):g}" + (f" of {float(most):g}" if most is not None else "")
        yield "E912", f"{reading.role}: {said} tells the score of all students but a few"


def counts_of(percent: tuple[Fraction, Fraction], whole: int) -> list[int]:
    """The counts that a percent, or a range of percents, in whole numbers can stand for."""
    low, high = percent
    return [k for k in range(whole + 1) if low - _HALF <= 100 * k / whole <= high + _HALF]


def _banded(reading: Reading, policy: Policy) -> Iterator[Fault]:
    role, n = reading.role, reading.students
    exact = {
        "students": n,
        "proficient": reading.proficient,
        "enrolled": reading.enrolled,
        "absent": reading.absent,
    }
    for what, counted in exact.items():
        if counted is not None and (counted.exact is not None or what != "students"):
            yield "E912", f"{role}: {what} as a number, {_said(counted)}; this policy has ranges only"
    if reading.levels:
        yield "E912", f"{role}: counts at levels; this policy has none"
    if n is not None and n.exact is None:
        band = next(
            (b for b in policy.bands if (b.low_students, b.high_students) == (n.low, n.high)),
            None,
        )
        if band is None:
            yield "E912", f"{role}: {_said(n)} students is none of the policy's ranges"
        elif reading.percent is not None and not _on_grid(reading.percent, band.low, band.high, band.width):
            low, high = reading.percent
            yield (
                "E912",
                f"{role}: {float(low):g} to {float(high):g}% is finer than the range for {_said(n)} students",
            )
        elif reading.percent is not None and not open_pair(n, reading.percent):
            yield "E912", f"{role}: the percent gives the number of students back"
    elif n is None:
        yield from _percent(reading, policy)


def _on_grid(percent: tuple[Fraction, Fraction], low: int, high: int, width: int) -> bool:
    """True for a range that a band allows: an end, or one step between (the first and last can be short)."""
    first, last = percent
    if (first == 0 and last == low) or (first == high and last == _ALL):
        return True
    if width == 0:
        return first == last and low < first < high
    start = first - first % width
    return (
        low < first <= last < high
        and first == max(start, low + 1)
        and last == min(start + width - 1, high - 1)
    )


def open_pair(students: Span, percent: tuple[Fraction, Fraction]) -> bool:
    """True when both the number of students and the count behind a percent can be three different ones."""
    wholes: set[int] = set()
    parts: set[int] = set()
    for n in range(max(1, students.low), min(students.high, students.low + 400) + 1):
        found = counts_of(percent, n)
        if found:
            wholes.add(n)
            parts.update(found)
        if len(wholes) >= POSSIBLE and len(parts) >= POSSIBLE:
            return True
    return False


def _table(
    what: str, cells: list[int], sizes: tuple[Span | None, Span | None], policy: Policy
) -> Iterator[Fault]:
    if policy.bands:
        yield "E912", f"{what}; this policy has no counts"
    elif min(cells) < policy.smallest:
        yield "E912", f"{what} has a cell of {min(cells)}"
    yield from _about(what, sum(cells), sizes, policy)


def _about(what: str, total: int, sizes: tuple[Span | None, Span | None], policy: Policy) -> Iterator[Fault]:
    """A figure about some students of a reading must be about enough, and leave none or enough."""
    if total < policy.fewest:
        yield "E911", f"{what} is about {total} students"
    for size in sizes:
        if size is not None and size.exact is not None and 0 < size.exact - total < policy.fewest:
            yield (
                "E911",
                f"{what} is about {total} of {size.exact} students, and so tells of {size.exact - total}",
            )


def _small(counted: Span, policy: Policy, whole: int | None = None) -> bool:
    """True for a count that may not stand as it does: too near none or all, or a range that is too narrow."""
    if not policy.smallest:
        return False
    if counted.exact is None:
        return counted.high - counted.low + 1 < min(POSSIBLE, policy.smallest)
    return counted.exact < policy.smallest or (whole is not None and counted.exact > whole - policy.smallest)


def _said(counted: Span | None) -> str:
    if counted is None:
        return "an unknown number of"
    return str(counted.low) if counted.exact is not None else f"{counted.low}–{counted.high}"
