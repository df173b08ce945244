"""The page of a cycle: everything that its record gives, in the order in which a colleague asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from markupsafe import Markup

from coaching_cycles.library import slug
from coaching_cycles.measuring.wording import words_for
from coaching_cycles.privacy.outlook import Row as OutlookRow
from coaching_cycles.privacy.outlook import say_reason, say_rows
from coaching_cycles.privacy.published import PublishedCycle
from coaching_cycles.views.cards import UNDATED, Row, card, foreign, headline_measure, shorten
from coaching_cycles.views.cycle import foot as cycle_foot
from coaching_cycles.views.cycle import head as cycle_head
from coaching_cycles.views.cycle.desk import CycleDesk, Link
from coaching_cycles.views.cycle.facts import Fact, list_facts
from coaching_cycles.views.cycle.files import write_files
from coaching_cycles.views.cycle.foot import Neighbours
from coaching_cycles.views.cycle.logs import LogShown, list_logs
from coaching_cycles.views.cycle.measures import Block, NotYet, make_blocks, make_not_yet
from coaching_cycles.views.cycle.parts import (
    AssessmentShown,
    GroupShown,
    Notes,
    Sample,
    list_assessments,
    list_evidence,
    list_groups,
    list_resources,
    list_work,
)
from coaching_cycles.views.cycle.targets import Targets, make_targets
from coaching_cycles.views.cycle.timeline import Timeline, draw_timeline
from coaching_cycles.views.data import jsonld
from coaching_cycles.views.desk import Desk
from coaching_cycles.views.figures import Pen, make_pen
from coaching_cycles.views.job import Job
from coaching_cycles.views.page import Asset, Page

DESCRIPTION = 160
"""Letters of the goal that stand in the page's description."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the author under a heading of ours; `audience` where not everyone may see it."""

    anchor: str
    title: str
    text: Markup
    audience: str = ""


@dataclass(frozen=True, slots=True)
class Glance:
    """The result on one line of the first screen, with its level and instrument, and a link to all of it."""

    row: Row
    measured: str
    href: str


@dataclass(frozen=True, slots=True)
class CycleView:
    """All parts of the page, in its order; what the record does not give is empty."""

    own: Markup
    """The lang attribute of the author's words, where their language is not the site's."""
    filters: Markup
    began: str
    """What the finder orders by."""
    meta: Markup
    ribbon: tuple[str, ...]
    meta_line: tuple[Markup | str, ...]
    goal: Markup
    chips: tuple[Link, ...]
    glance: Glance | None
    exemplar: tuple[tuple[str, Markup], ...]
    goal_history: tuple[Markup, ...]
    lessons: tuple[Passage, ...]
    measures: tuple[Block, ...]
    targets: Targets
    not_yet: NotYet | None
    body: Markup | None
    timeline: Timeline | None
    logs: tuple[LogShown, ...]
    evidence: tuple[Notes, ...]
    work: tuple[Sample, ...]
    groups: tuple[GroupShown, ...]
    assessments: tuple[AssessmentShown, ...]
    resources: tuple[Link, ...]
    questions: tuple[Markup, ...]
    narrow: tuple[Passage, ...]
    neighbours: tuple[Neighbours, ...]
    facts: tuple[Fact, ...]
    actions: tuple[Link, ...]
    citation: str
    outlook: tuple[str, tuple[OutlookRow, ...]] | None
    """What the public sees of the record; None in a public build."""


def jobs(desk: Desk) -> Iterator[Job]:
    """Each cycle: its page, newest first, and the files beside it."""
    pen = cache(partial(make_pen, desk))
    library = desk.library
    for cycle in library.cycles:
        whole = library.whole(cycle.id)
        filed = library.filed[cycle.id]
        codes = dict.fromkeys(standard.code for standard in (*filed.standards, *filed.more))
        yield Job(
            cycle.address,
            partial(_pages, desk, whole, pen),
            partial(write_files, desk, whole),
            cycles=tuple(cycle_foot.related(library, cycle)),
            own=whole,
            asked=partial(desk.sought, cycle.id),
            facts=(
                *(code in library.standards for code in codes),
                filed.origin in library.by_id,
                library.subject_titles[slug(filed.subject)],
                *(library.practice_titles[key] for key in dict.fromkeys(map(slug, filed.practices))),
            ),
        )


def pages(desk: Desk) -> Iterator[Page]:
    """The pages of all cycles, newest first."""
    for job in jobs(desk):
        yield from job.pages()


def _pages(desk: Desk, cycle: PublishedCycle, pen: Callable[[], Pen]) -> Iterator[Page]:
    c = CycleDesk(desk, cycle)
    year = desk.library.year_of(cycle)
    view = _view(c, pen())
    crumbs = [(desk.words("finder.title"), "cycles/")]
    if year is not None:
        crumbs.append((desk.year_title(year), f"years/{slug(year)}/"))
    yield desk.page(
        "cycle.html",
        cycle.address,
        cycle.record.title,
        kind="cycle",
        description=shorten(cycle.record.goal, DESCRIPTION),
        crumbs=tuple(crumbs),
        cycle=cycle,
        head=jsonld.script(jsonld.learning_resource(desk, cycle)),
        v=view,
        sections=tuple(_sections(c, view)),
    )


def assets(desk: Desk) -> Iterator[Asset]:
    """The files beside the pages: figures as CSV, and a record to start from."""
    for job in jobs(desk):
        yield from job.assets()


def _view(c: CycleDesk, pen: Pen) -> CycleView:
    record = c.cycle.record
    own = foreign(c.desk, c.cycle)
    shown = card(c.desk, c.cycle, c.cycle.address)
    blocks, targets = make_blocks(c, pen), make_targets(c, pen)
    return CycleView(
        own=Markup(' lang="{}"').format(own) if own else Markup(),
        filters=cycle_head.spell(cycle_head.filters(c)),
        meta=cycle_head.spell(cycle_head.found_as(c, shown)),
        began=shown.machine_date or UNDATED,
        ribbon=cycle_head.ribbon(c),
        meta_line=cycle_head.meta_line(c),
        goal=c.blocks(record.goal, 2),
        chips=cycle_head.chips(c),
        glance=_glance(c, shown.row),
        exemplar=tuple(_exemplar(c)),
        goal_history=tuple(c.line(text) for text in record.goal_history or ()),
        lessons=tuple(_lessons(c)),
        measures=blocks,
        targets=targets,
        not_yet=make_not_yet(c, blocks),
        body=c.blocks(c.cycle.body, 3, "write-up") if c.cycle.body.strip() else None,
        timeline=draw_timeline(c),
        logs=list_logs(c),
        evidence=list_evidence(c),
        work=list_work(c),
        groups=list_groups(c),
        assessments=list_assessments(c),
        resources=list_resources(c),
        questions=tuple(c.line(text) for text in record.questions_for_readers or ()),
        narrow=tuple(_narrow(c)),
        neighbours=tuple(cycle_foot.neighbours(c)),
        facts=list_facts(c),
        actions=tuple(cycle_foot.actions(c, blocks, targets)),
        citation=cycle_foot.citation(c),
        outlook=_outlook(c),
    )


def _glance(c: CycleDesk, row: Row | None) -> Glance | None:
    measure = headline_measure(c.cycle)
    if row is None or row.quote or measure is None:
        return None
    said = words_for(measure, c.words).measured
    return Glance(row, said, "#targets" if measure.target is not None else "#before-and-after")


def _exemplar(c: CycleDesk) -> Iterator[tuple[str, Markup]]:
    exemplar = c.cycle.record.exemplar
    if exemplar is not None and exemplar.why:
        yield c.words("cycle.exemplar.why"), c.line(exemplar.why)
    if exemplar is not None and exemplar.limits:
        yield c.words("cycle.exemplar.limits"), c.line(exemplar.limits)


def _lessons(c: CycleDesk) -> Iterator[Passage]:
    w, record = c.words, c.cycle.record
    if record.learned:
        yield Passage("learned", w("cycle.heading.learned"), c.blocks(record.learned, 3))
    if record.would_change:
        yield Passage("would-change", w("cycle.heading.would_change"), c.blocks(record.would_change, 3))


def _narrow(c: CycleDesk) -> Iterator[Passage]:
    """Fields that only a narrower audience has; a wider build does not have them at all."""
    w, record = c.words, c.cycle.record
    held = {item.field: item.audience for item in c.cycle.held}
    texts = {"support_needed": record.support_needed, "private_notes": record.private_notes}
    for name, text in texts.items():
        if text:
            seen = w(f"audience.{held[name]}") if name in held else ""
            anchor = name.replace("_", "-")
            yield Passage(anchor, w(f"cycle.heading.{name}"), c.blocks(text, 3), seen)


def _outlook(c: CycleDesk) -> tuple[str, tuple[OutlookRow, ...]] | None:
    outlook = c.cycle.outlook
    return None if outlook is None else (say_reason(outlook, c.words), say_rows(outlook, c.words))


def _sections(c: CycleDesk, view: CycleView) -> Iterator[tuple[str, str]]:
    """Anchors and names of the parts that this page has."""
    given: dict[str, tuple[str, bool]] = {
        "before-and-after": ("measures", bool(view.measures)),
        "targets": ("targets", bool(view.targets.items)),
        "not-yet": ("not_yet", view.not_yet is not None),
        "write-up": ("body", view.body is not None),
        "timeline": ("timeline", view.timeline is not None),
        "logs": ("logs", bool(view.logs)),
        "evidence": ("evidence", bool(view.evidence)),
        "work": ("work", bool(view.work)),
        "groups": ("groups", bool(view.groups)),
        "assessments": ("assessments", bool(view.assessments)),
        "resources": ("resources", bool(view.resources)),
        "questions": ("questions", bool(view.questions)),
    }
    for anchor, (name, there) in given.items():
        if there and name == "assessments":
            yield anchor, c.words("cycle.heading.assessments", n=len(view.assessments))
        elif there:
            yield anchor, c.words(f"cycle.heading.{name}")
