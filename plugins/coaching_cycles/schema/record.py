"""A record: a coaching cycle, with everything that can stand in its front matter."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from coaching_cycles.schema.kinds import (
    Audience,
    Count,
    Day,
    Flag,
    Grade,
    Number,
    Part,
    Several,
    Text,
    Words,
    field,
)
from coaching_cycles.schema.measures import Assessment, Results


class Exemplar(Part):
    """Why this cycle is worth learning from, and where it stops being an example."""

    why: Words | None = field("What others can learn from this cycle.")
    limits: Words | None = field("What should not be expected elsewhere. Stands beside the numbers.")


class Teacher(Part):
    """A teacher of the cycle. Shown by role unless `show` says otherwise."""

    role: Text | None = field("What others need to know: Grade 11 history teacher.")
    name: Text | None = field("The name. Shown only as far as `show` allows.", audience="private")
    show: Literal["role", "initials", "name"] = Field(
        "role", description="How this person appears: role (default), initials or name."
    )


class Approval(Part):
    """The teacher's word that the record may be public. Required before anything is published as public."""

    by: Text | None = field("Who approved: teacher, teachers, or a role.")
    on: Day | None = field("When.")
    hash: Text | None = field(
        "Fingerprint of what was approved; `cycles approve` writes it. Void after an edit of what is public."
    )


class Dates(Part):
    """When the cycle ran. Dates may be partial: 2026-10."""

    start: Day | None = field("First day.")
    end: Day | None = field("Last day.")
    planned_end: Day | None = field("The day that was planned, where it differs.")


class Ended(Part):
    """How the cycle came to its end."""

    how: Literal["planned", "met early", "stopped"] = Field(
        ..., description="planned, met early, or stopped."
    )
    why: Words | None = field("Why, in a sentence.")


class Rhythm(Part):
    """How often the team met."""

    planning: Text | None = field("How often the team planned: weekly.")
    class_visits_per_week: Number | None = field("Visits to the class a week.")


def _target(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


class Target(Part):
    """A learning target: one thing that students should be able to do."""

    text: Text = Field(..., description="The target in a sentence.")
    kind: Literal["content", "skill"] | None = field("content or skill.")
    standards: Several[Text] | None = field("Standards of this target, in any spelling.")
    results: Results | None = field("What students could do, measured on this target.")


_TargetOrText = Annotated[Target, BeforeValidator(_target, json_schema_input_type=str | Target)]


class Group(Part):
    """A need found in the baseline, and what was done about it."""

    need: Words = Field(..., description="What these students needed.")
    students: Count | None = field("How many; optional and checked against the privacy policy.")
    support: Words | None = field("What was done.")
    target: Count | None = field("Number of the learning target, from 1.")


class Evidence(Part):
    """A note from class: what showed mastery of the content, and of the standard."""

    date: Day | None = field("The day.")
    target: Count | None = field("Number of the learning target, from 1.")
    content: Words | None = field("What showed the content.")
    standard: Words | None = field("What showed the standard.")


class Work(Part):
    """A sample of student work, without a name on it."""

    file: Text = Field(..., description="The image or PDF in the record's folder.")
    when: Text | None = field("before, during or after.")
    target: Count | None = field("Number of the learning target, from 1.")
    level: Text | None = field("The level it was scored at.")
    alt: Text | None = field("What the picture shows, for those who can't see it.")
    permission: Flag | None = field("True when the family has allowed it to be published.")


class Resource(Part):
    """Something that others can take."""

    title: Text | None = field("What it is.")
    file: Text | None = field("A file in the record's folder.")
    url: Text | None = field("An address on the web.")


class Next(Part):
    """What was agreed at the end of a meeting."""

    date: Day | None = field("When the team meets next.")
    steps: Several[Words] | None = field("What each will do until then.")


class Log(Part):
    """A meeting of the cycle: one of the five logs, or one that the portfolio adds."""

    log: Text = Field(
        ..., description="goal, assessment, baseline, instruction, impact, or one of the portfolio's own."
    )
    date: Day | None = field("The day.")
    title: Text | None = field("A title of its own, where the log's name is not enough.")
    answers: dict[str, Words | None] | None = field("Answers to the log's prompts, by prompt.")
    notes: Words | None = field("Free notes. In a log file, the text below the front matter.")
    next: Next | None = field("What comes next.")


class Waiver(Part):
    """A written reason why a name that a check warns about may stand. Counted, and shown to nobody."""

    text: Text | None = field("The name as it stands in the record.")
    code: Text | None = field("The warning, W705; with no `text`, all of them in this record.")
    why: Words = Field(..., description="Why it may stand: the author of the novel that we read.")
    by: Text = Field(..., description="Who says so, by role: coach.")
    on: Day | None = field("When.")


def _ended(value: object) -> object:
    return {"how": value} if isinstance(value, str) else value


def _capacity(value: object) -> object:
    return {"": value} if isinstance(value, str) else value


class Record(Part):
    """A coaching cycle."""

    title: Text = Field(..., description="What the cycle was about, in a few words.")
    school: Text | None = field("The school's folder; by default the folder that the record is in.")
    grades: Several[Grade] = Field(
        ..., min_length=1, description="Grades: numbers, K, PK, or a band such as 9-12."
    )
    subject: Text = Field(..., description="The subject, as the school calls it.")
    goal: Words = Field(..., description="The goal for students: “Students will …”.")
    status: Literal["planned", "active", "complete", "stopped"] = Field(
        ..., description="planned, active, complete or stopped."
    )
    standards: Several[Text] | None = field("The standards of the goal, in any spelling.")
    framework: Text | None = field(
        "Key of the framework, where a code alone can't be decided: "
        "ccss-ela, ccss-math, ngss, other, or your own."
    )
    visibility: Audience = Field(
        "school", description="Who may see the record: private, school (default) or public."
    )
    exemplar: Exemplar | None = field("Marks a cycle as an exemplar, with its reasons and limits.")
    course: Text | None = field("The course.")
    setting: Literal["in person", "online", "hybrid"] | None = field("in person, online or hybrid.")
    structure: Literal["individual", "pair", "team"] | None = field("individual, pair or team.")
    teachers: tuple[Teacher, ...] | None = field("The teachers, shown by role unless they wish otherwise.")
    coach: Teacher | None = field("The coach, shown like a teacher.")
    approved: Approval | None = field("The teachers' approval: required before anything is public.")
    dates: Dates | None = field("When the cycle ran.")
    short_because: Several[Literal["tight goal", "motivated teachers", "refinement"]] | None = field(
        "Why a cycle of three or four weeks was enough: tight goal, motivated teachers, refinement."
    )
    ended: Annotated[Ended, BeforeValidator(_ended, json_schema_input_type=str | Ended)] | None = field(
        "How it ended: planned, met early or stopped."
    )
    why: Words | None = field("Why it ended so.")
    rhythm: Rhythm | None = field("How often the team planned and visited.")
    content_focus: Words | None = field("The content that the goal was worked on with.")
    teaching_goals: Several[Words] | None = field(
        "What teachers set out to do; beside the goal for students."
    )
    goal_history: Several[Words] | None = field("Earlier versions of the goal, oldest first.")
    practices: Several[Text] | None = field("What was tried, a few words each; browsable.")
    conditions: Words | None = field("Where this happened: class, time, materials.")
    capacity: Annotated[dict[str, Words | None], BeforeValidator(_capacity)] | None = field(
        "What it took: time, materials, people."
    )
    assessments: dict[str, Assessment] | None = field("The assessments that readings refer to, by key.")
    results: Results | None = field("What students could do, for the goal as a whole.")
    targets: tuple[_TargetOrText, ...] | None = field("The learning targets.")
    groups: tuple[Group, ...] | None = field("Needs found in the baseline, and the support given.")
    evidence: tuple[Evidence, ...] | None = field(
        "Notes from class: evidence of the content and of the standard."
    )
    work: tuple[Work, ...] | None = field("Samples of student work.")
    resources: tuple[Resource, ...] | None = field("Things that others can take.")
    logs: tuple[Log, ...] | None = field("Logs of meetings; long ones as files in `logs/`.")
    still_need: Words | None = field("Who is not there yet, and what comes next for them.")
    learned: Words | None = field("What the team learned.")
    would_change: Words | None = field("What the team would do differently.")
    support_needed: Words | None = field("Support that the teacher still wants.", audience="private")
    private_notes: Words | None = field(
        "Notes for yourself. Never leaves a private build.", audience="private"
    )
    waivers: tuple[Waiver, ...] | None = field(
        "Reasons why names that a check warns about may stand.", audience="private"
    )
    questions_for_readers: Several[Words] | None = field("Questions that readers could help with.")
    remixed_from: Text | None = field("Id of the cycle that this one started from.")
    license: Text | None = field("Terms for taking this further: CC BY 4.0.")
    lang: Text | None = field("Language of the record, when it is not the site's: es, ko.")
    aliases: Several[Text] | None = field(
        "Earlier addresses or ids, kept alive as redirects; one from before this site begins with a slash."
    )
