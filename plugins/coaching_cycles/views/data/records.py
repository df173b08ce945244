"""Cycles, measures and the policy as objects of `data/cycles.json`, from published cycles alone.

Every number stands in a published measure, so the exports say exactly what the pages say.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

from coaching_cycles.library import standard_address
from coaching_cycles.measuring.figures import Figure, MeasureShown, ReadingShown
from coaching_cycles.measuring.growth import coded_as_percent, too_few
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.privacy.policy import Policy
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.standards import Code
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.links import absolute
from coaching_cycles.words import Words

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

SCHEMA = 1
"""Number of the shape of `cycles.json`; a reader may rely on it until the number changes."""

FIELDS: dict[str, str] = {
    "schema": "Number of this shape: 1.",
    "audience": "Whom the build was made for: public, school or private. Nothing above it is in the file.",
    "policy": "The privacy policy that the numbers have passed, by its name, version and numbers.",
    "policy.name": "k12-10, k12-10-banded, or open, which shows everything as it is.",
    "policy.version": "Its version.",
    "policy.fewest": "No figure is about fewer students than this.",
    "policy.smallest": "No count of students below this is shown as a number.",
    "policy.as_percent": "From this many students on, a count near none or near all is a percent.",
    "policy.bands": "By number of students (`students`: from, to), the bands of percents: one up to `low`, "
    "one from `high` on, between them each `width` wide (0: whole percents).",
    "policy.loosened": "Numbers that the portfolio made less strict: `number`, its `own` value, `why`, `by`.",
    "cycles": "The published cycles, newest first.",
    "cycles[].id": "School's folder and record's name; stable for ever.",
    "cycles[].url": "The cycle's page: absolute where the site knows its address, else from the site's root.",
    "cycles[].title": "The title.",
    "cycles[].school": "The school's key (its folder), as in the record.",
    "cycles[].grades": "Grades as text: K, 5, or a band such as 9-12.",
    "cycles[].subject": "The subject, as the school calls it.",
    "cycles[].goal": "The goal for students, in Markdown. Null where the portfolio does not publish goals.",
    "cycles[].status": "planned, active, complete or stopped.",
    "cycles[].standards": "The standards of the goal, then those that only learning targets name.",
    "cycles[].standards[].framework": "Key of the framework; a code means something only together with it.",
    "cycles[].standards[].code": "The canonical code.",
    "cycles[].standards[].url": "The standard's page.",
    "cycles[].standards[].identifier": "Its identifier in CASE, where its framework's file has one.",
    "cycles[].standards[].uri": "Its address in CASE.",
    "cycles[].standards[].document": "`identifier` and `uri` in CASE of the framework's document.",
    "cycles[].targets": "The learning targets, in order; `target` in a result counts from 1 here.",
    "cycles[].targets[].text": "The target.",
    "cycles[].targets[].kind": "content or skill. Like every field from here on, absent where there "
    "is nothing to say.",
    "cycles[].targets[].standards": "Framework, code and url of the standards that the target itself names.",
    "cycles[].results": "The published measures, those of the goal first.",
    "cycles[].groups": "Groups that the team saw in the baseline, where their sizes are published: `need`, "
    "`students`.",
    "cycles[].results[].key": "Name of the measure, unique within the cycle.",
    "cycles[].results[].target": "Number of the learning target; absent for the goal as a whole.",
    "cycles[].results[].section": "Which class or group, where there are several.",
    "cycles[].results[].assessment": "What was used: `title`, `source`, `kind`, `levels` from low to "
    "high, `proficient`.",
    "cycles[].results[].readings": "Readings in order: before, checks, after, follow-up.",
    "cycles[].results[].readings[].role": "before, check, after or follow_up.",
    "cycles[].results[].readings[].date": "Day, month or year, as precise as the record: 2012-10-02, "
    "2012-10, 2012.",
    "cycles[].results[].readings[].kind": "What sort of check it was.",
    "cycles[].results[].readings[].form": "same, parallel or different, compared with the first reading.",
    "cycles[].results[].readings[].note": "What was seen, in the author's words (Markdown).",
    "cycles[].results[].readings[].students": "Students assessed. A count is a whole number, or {min, "
    "max} (inclusive) "
    "where only bounds are published.",
    "cycles[].results[].readings[].proficient": "How many of them were proficient: a count as above.",
    "cycles[].results[].readings[].percent": "Percent proficient: a number, or {min, max}.",
    "cycles[].results[].readings[].levels": "Students by level, low to high: `levels` names one level "
    "or neighbours "
    "shown together, `students` is a count.",
    "cycles[].results[].readings[].mean": "Mean score in points; never a percent proficient.",
    "cycles[].results[].readings[].sd": "Standard deviation of the scores.",
    "cycles[].results[].readings[].out_of": "Highest possible score.",
    "cycles[].results[].readings[].enrolled": "Students who could have been assessed: a count.",
    "cycles[].results[].readings[].absent": "How many of those were not assessed: a count.",
    "cycles[].results[].readings[].withheld": "Why a reading that was taken shows no figure: few or policy.",
    "cycles[].results[].matched": "The same students both times: kept, slipped, gained, not_yet.",
    "cycles[].results[].moved": "The same students by level: rows before, columns after, low to high.",
    "cycles[].results[].movement": "How many moved `up`, stayed the `same` or moved `down`; "
    "neighbours may be joined.",
    "cycles[].results[].left": "Students of the first reading who had left by the last: a count.",
    "cycles[].results[].left_proficient": "How many of those who left had been proficient: a count.",
    "cycles[].results[].joined": "Students of the last reading who were not there for the first: a count.",
    "cycles[].results[].change": "Score differences of the same students: `students`, `mean`, `sd`.",
    "cycles[].results[].aim": "The percent of students that the team aimed for.",
    "cycles[].results[].sentence": "The result in a sentence, as on the page.",
    "cycles[].results[].sure": "How far chance could explain it, as on the page.",
    "cycles[].results[].leaves_out": "What these numbers leave out, as on the page. Belongs to the numbers.",
}
"""Every field of `cycles.json`, for the handbook.

The ten of a cycle are always there; below them, blanks are left out.
"""


def policy_data(policy: Policy) -> dict[str, Json]:
    """The policy as an object: what an audit of the site holds the numbers against."""
    return {
        "name": policy.name,
        "version": policy.version,
        "fewest": policy.fewest,
        "smallest": policy.smallest,
        "as_percent": policy.as_percent,
        "bands": [
            {"students": list(band.students), "low": band.low, "high": band.high, "width": band.width}
            for band in policy.bands
        ],
        **_filled(
            loosened=[
                {"number": one.number, "own": one.own, "why": one.why, "by": one.by}
                for one in policy.adjusted
                if one.looser
            ]
        ),
    }


def cycle_data(desk: Desk, cycle: PublishedCycle) -> dict[str, Json]:
    """A cycle as the object of `cycles.json`."""
    record = cycle.record
    return {
        "id": cycle.id,
        "url": absolute(desk, cycle.address),
        "title": record.title,
        "school": cycle.school,
        "grades": list(record.grades or ()),
        "subject": record.subject,
        "goal": record.goal,
        "status": record.status,
        "standards": _standards(desk, tuple(standard.code for standard in cycle.standards)),
        "targets": [
            _filled(
                text=target.text,
                kind=target.kind,
                standards=_standards(desk, tuple(standard.code for standard in named)),
            )
            for target, named in zip(record.targets or (), cycle.target_standards, strict=False)
        ],
        "results": [measure_data(measure, desk.words) for measure in cycle.all_measures],
        **_filled(groups=_groups(cycle)),
    }


def _groups(cycle: PublishedCycle) -> Json:
    return [
        {"need": group.need, "students": _count(students)}
        for group, students in zip(cycle.record.groups or (), cycle.groups, strict=False)
        if students is not None
    ]


def measure_data(measure: MeasureShown, words: Words) -> dict[str, Json]:
    """A published measure as an object. What is blank is left out."""
    said = words_for(measure, words)
    tool = measure.instrument
    levels = tool.levels if tool is not None else ()
    table = measure.matched
    return _filled(
        key=measure.key,
        target=measure.target,
        section=measure.section,
        assessment=_filled(
            title=tool.title,
            source=tool.source,
            kind=tool.kind,
            levels=list(tool.levels),
            proficient=levels[tool.proficient] if tool.proficient is not None else None,
        )
        if tool is not None
        else None,
        readings=[_reading(reading, levels) for reading in measure.readings],
        matched={
            "kept": table.kept,
            "slipped": table.slipped,
            "gained": table.gained,
            "not_yet": table.not_yet,
        }
        if table is not None
        else None,
        moved=[list(row) for row in measure.moved] if measure.moved is not None else None,
        movement=[
            {"directions": list(part.directions), "students": _count(part.count)} for part in measure.movement
        ],
        left=_count(measure.left),
        left_proficient=_count(measure.left_proficient),
        joined=_count(measure.joined),
        change=_filled(
            students=measure.change_students,
            mean=_number(measure.change_mean),
            sd=_number(measure.change_sd),
        ),
        aim=_number(measure.aim),
        sentence=said.headline,
        sure=said.sure,
        leaves_out=list(said.leaves_out),
    )


def _reading(reading: ReadingShown, levels: tuple[str, ...]) -> Json:
    share, scores = reading.share, reading.scores
    percent = share.percent if share is not None and not too_few(share) else None
    return _filled(
        role=reading.role,
        date=reading.date,
        kind=reading.label,
        form=reading.form if reading.role != "before" else None,
        note=reading.note,
        students=_count(reading.students),
        proficient=_count(share.part) if share is not None and not coded_as_percent(share) else None,
        percent=_span(_number(percent[0]), _number(percent[1])) if percent is not None else None,
        levels=[
            {
                "levels": [
                    levels[at] if at < len(levels) else str(at + 1) for at in range(band.first, band.last + 1)
                ],
                "students": _count(band.count),
            }
            for band in reading.levels
        ],
        mean=_number(scores.mean) if scores is not None else None,
        sd=_number(scores.sd) if scores is not None else None,
        out_of=_number(scores.out_of) if scores is not None else None,
        enrolled=_count(reading.enrolled),
        absent=_count(reading.absent),
        withheld=reading.withheld,
    )


def _standards(desk: Desk, codes: tuple[Code, ...]) -> list[Json]:
    return [
        {
            "framework": code.framework,
            "code": code.code,
            "url": absolute(desk, standard_address(code)) if code in desk.library.standards else None,
            **_in_case(desk, code),
        }
        for code in dict.fromkeys(codes)
    ]


def _in_case(desk: Desk, code: Code) -> dict[str, Json]:
    """The identifiers in CASE of a standard and of its framework's document, where a file gives them."""
    shelf, framework = desk.library.standards.get(code), desk.library.framework(code.framework)
    item = shelf.item if shelf is not None else None
    if item is None or framework is None:
        return {}
    document = _filled(identifier=framework.identifier, uri=framework.uri)
    return _filled(identifier=item.identifier, uri=item.uri, document=document)


def _filled(**values: Json) -> dict[str, Json]:
    return {name: value for name, value in values.items() if value or value == 0}


def _number(value: Decimal | None) -> Json:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _span(low: Json, high: Json) -> Json:
    return low if low == high else {"min": low, "max": high}


def _count(figure: Figure | None) -> Json:
    return _span(figure.low, figure.high) if figure is not None else None
