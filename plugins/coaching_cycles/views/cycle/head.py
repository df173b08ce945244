"""What a cycle's page begins with, and what search engines of the site and of the web read from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from markupsafe import Markup, escape

from coaching_cycles.library import slug, standard_address
from coaching_cycles.standards import Code, search_keys
from coaching_cycles.values import expand_grades
from coaching_cycles.views.cards import Card
from coaching_cycles.views.cycle.desk import CycleDesk, Link


def meta_line(c: CycleDesk) -> tuple[Markup | str, ...]:
    """School, grades, subject, course and status; each leads to its hub, where it has one."""
    record = c.cycle.record
    school = c.desk.library.school(c.cycle.school).record.name
    parts: list[Markup | str] = [c.anchor(c.url(f"schools/{c.cycle.school}/"), school)]
    parts += _grades(c)
    parts.append(c.anchor(c.url(f"subjects/{slug(record.subject)}/"), record.subject))
    if record.course:
        parts.append(record.course)
    parts.append(Markup('<span class="cc-tag">{}</span>').format(c.words(f"status.{record.status}")))
    return tuple(parts)


def _grades(c: CycleDesk) -> list[Markup]:
    """One phrase with a link for each grade: "Grade 11", "Grades 9, 10, 11"."""
    grades = expand_grades(c.cycle.record.grades)
    if len(grades) == 1:
        return [c.anchor(c.url(f"grades/{slug(grades[0])}/"), c.desk.grades(grades))]
    links = c.join(c.anchor(c.url(f"grades/{slug(grade)}/"), grade) for grade in grades)
    said = c.desk.grades(grades)
    listed = ", ".join(grades)
    if listed not in said:
        return [c.anchor(c.url(f"grades/{slug(grade)}/"), c.desk.grades((grade,))) for grade in grades]
    before, _, after = said.partition(listed)
    return [Markup("{}{}{}").format(before, links, after)]


def list_codes(c: CycleDesk) -> tuple[Code, ...]:
    """The standards of the goal, then those that only targets name."""
    of_targets = [s.code for part in c.cycle.target_standards for s in part]
    return tuple(dict.fromkeys([s.code for s in c.cycle.standards] + of_targets))


def chips(c: CycleDesk) -> tuple[Link, ...]:
    """The standards of the cycle, each with its short name, where it has one."""
    shelves = c.desk.library.standards
    return tuple(
        Link(code.code, c.url(standard_address(code)), shelves[code].label if code in shelves else "")
        for code in dict.fromkeys(standard.code for standard in c.cycle.standards)
    )


def ribbon(c: CycleDesk) -> tuple[str, ...]:
    """What a public build leaves out, and why; nothing in a public build."""
    w, cycle = c.words, c.cycle
    lines = []
    if cycle.reasons:
        reasons = [w(f"cycle.ribbon.reason.{reason.replace(' ', '_')}") for reason in cycle.reasons]
        lines.append(w("cycle.ribbon.whole", reasons=w.list(reasons)))
    if cycle.held:
        held = [
            w("cycle.ribbon.field", field=_field(c, item.field), audience=w(f"audience.{item.audience}"))
            for item in cycle.held
        ]
        lines.append(w("cycle.ribbon.fields", fields=w.list(held)))
    return tuple(lines)


def _field(c: CycleDesk, name: str) -> str:
    """A field as its part of the page is called."""
    base, _, detail = name.partition(": ")
    for key in (f"cycle.heading.{name}", f"cycle.facts.{name}", f"cycle.ribbon.names.{base}"):
        if key in c.words and (detail == "" or key.startswith("cycle.ribbon.names")):
            return c.words(key, n=2) if name == "assessments" else c.words(key)
    return name.replace("_", " ")


def filters(c: CycleDesk) -> Iterator[tuple[str, str]]:
    """What the search dialog and the finder filter by: values as "key=Title".

    The keys are those of the finder's address. `code` are the codes in every spelling that the record used.
    """
    record, library = c.cycle.record, c.desk.library
    yield "school", f"{c.cycle.school}={library.school(c.cycle.school).record.name}"
    for code in list_codes(c):
        yield "standard", f"{code.framework}/{code.slug}={code.code}"
    for grade in expand_grades(record.grades):
        yield "grade", f"{grade}={c.desk.grades((grade,))}"
    yield "subject", f"{slug(record.subject)}={library.subject_titles[slug(record.subject)]}"
    for key in dict.fromkeys(map(slug, record.practices or ())):
        yield "practice", f"{key}={library.practice_titles[key]}"
    yield "status", f"{record.status}={c.words(f'status.{record.status}')}"
    year = library.year_of(c.cycle)
    if year is not None:
        yield "year", f"{year}={c.desk.year_title(year)}"
    raw: dict[Code, list[str]] = {code: [] for code in list_codes(c)}
    for standard in (*c.cycle.standards, *(s for part in c.cycle.target_standards for s in part)):
        raw.setdefault(standard.code, []).append(standard.raw)
    for key in sorted({key for code, typed in raw.items() for key in search_keys(code, typed)}):
        yield "code", key


def spell(told: Iterable[tuple[str, str]]) -> Markup:
    """Names and values in one attribute, "name:value|name:value", for `adapters.excerpt` to take apart."""
    # Escaped text; what parts two of them in the attribute stands escaped in a value.
    pairs = (str(escape(f"{name}:{value}")).replace("|", "&#124;") for name, value in told)
    return Markup("|".join(pairs))  # noqa: S704


def found_as(c: CycleDesk, card: Card) -> Iterator[tuple[str, str]]:
    """What a search result shows beside the title."""
    yield "school", card.school.text
    yield "grades", card.grades
    if card.date:
        yield "date", card.date
    codes = ", ".join(code.code for code in list_codes(c))
    if codes:
        yield "standards", codes
    if card.row is not None and not card.row.quote:
        yield "row", card.row.text
        if card.row.measured:
            yield "measured", card.row.measured
