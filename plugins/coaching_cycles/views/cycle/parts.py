"""What a record lists, on its page: evidence, work, groups, assessments, things to take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from coaching_cycles.model import Attachment
from coaching_cycles.pictures import is_picture, name_variant
from coaching_cycles.schema import Assessment, Evidence
from coaching_cycles.views.cycle.desk import CycleDesk, Link
from coaching_cycles.views.desk import file_address
from coaching_cycles.views.links import outside


@dataclass(frozen=True, slots=True)
class Note:
    """A note from class: what showed the content, and what showed the standard."""

    date: str
    machine_date: str
    content: Markup | None
    standard: Markup | None


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes on one learning target, or on the goal, by date."""

    number: int | None
    target: str | None
    notes: tuple[Note, ...]


def list_evidence(c: CycleDesk) -> tuple[Notes, ...]:
    """Notes from class by target, in the order of the targets; those on no target first."""
    by_target: dict[int | None, list[Evidence]] = {}
    for note in c.cycle.record.evidence or ():
        known = note.target if c.target(note.target) is not None else None
        if note.content or note.standard:
            by_target.setdefault(known, []).append(note)
    return tuple(
        Notes(
            number,
            c.target(number),
            tuple(
                _note(c, n)
                for n in sorted(by_target[number], key=lambda n: n.date.first if n.date else (0, 0, 0))
            ),
        )
        for number in sorted(by_target, key=lambda number: number or 0)
    )


def _note(c: CycleDesk, note: Evidence) -> Note:
    return Note(
        c.words.date(note.date) if note.date is not None else "",
        str(note.date) if note.date is not None else "",
        c.blocks(note.content, 4) if note.content else None,
        c.blocks(note.standard, 4) if note.standard else None,
    )


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the page: `srcset` offers narrower copies; sizes in pixels, 0 where not known."""

    src: str
    srcset: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample of student work: a picture, or another file to open. `about` is what stands under it."""

    file: Link
    image: Image | None
    alt: str
    about: tuple[str, ...]
    target: str | None


def list_work(c: CycleDesk) -> tuple[Sample, ...]:
    """Samples whose file may be seen, in the order given."""
    return tuple(_samples(c))


def _samples(c: CycleDesk) -> Iterator[Sample]:
    w = c.words
    for work in c.cycle.record.work or ():
        file = c.file(work.file)
        if file is None:
            continue
        when = work.when or ""
        about = [w(f"cycle.work.{when}") if f"cycle.work.{when}" in w else when]
        if work.level:
            about.append(w("cycle.work.level", level=work.level))
        if c.target(work.target) is not None and work.target is not None:
            about.append(w("cycle.target", n=work.target))
        yield Sample(
            file,
            _image(c, c.cycle.attachment(work.file)) if is_picture(work.file) else None,
            work.alt or "",
            tuple(part for part in about if part),
            c.target(work.target),
        )


def _image(c: CycleDesk, attachment: Attachment | None) -> Image | None:
    if attachment is None:
        return None
    src = c.url(file_address(c.cycle, attachment.name))
    offered = [
        f"{c.url(file_address(c.cycle, name_variant(attachment.name, width)))} {width}w"
        for width in attachment.widths
    ]
    srcset = ", ".join([*offered, f"{src} {attachment.width}w"]) if offered and attachment.width else ""
    return Image(src, srcset, attachment.width, attachment.height)


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A need found in the baseline, how many students had it, and what was done."""

    need: Markup
    students: str
    support: Markup | None
    target: int | None


def list_groups(c: CycleDesk) -> tuple[GroupShown, ...]:
    """Groups in the order given."""
    groups = c.cycle.record.groups or ()
    return tuple(
        GroupShown(
            c.line(group.need),
            c.students(figure) if figure is not None else "",
            c.line(group.support) if group.support else None,
            group.target if c.target(group.target) is not None else None,
        )
        for group, figure in zip(groups, c.cycle.groups, strict=True)
    )


@dataclass(frozen=True, slots=True)
class AssessmentShown:
    """An assessment: what it is, its scale (level, whether proficiency begins there), and where to get it."""

    anchor: str
    title: str
    kind: tuple[str, ...]
    levels: tuple[tuple[str, bool], ...]
    description: Markup | None
    links: tuple[Link, ...]


def list_assessments(c: CycleDesk) -> tuple[AssessmentShown, ...]:
    """Assessments in the order given."""
    found = (c.cycle.record.assessments or {}).values()
    return tuple(_assessment(c, a, f"assessment-{n}") for n, a in enumerate(found, start=1))


def _assessment(c: CycleDesk, a: Assessment, anchor: str) -> AssessmentShown:
    links = [c.file(a.file), _web(a.url, c.words("cycle.assessment.web"))]
    kind = [
        c.words(f"cycle.assessment.source.{a.source}") if a.source is not None else "",
        c.words(f"cycle.assessment.kind.{a.kind}") if a.kind is not None else "",
    ]
    return AssessmentShown(
        anchor,
        a.title,
        tuple(part for part in kind if part),
        tuple((level, level == a.proficient) for level in a.levels or ()),
        c.blocks(a.description, 4) if a.description else None,
        tuple(link for link in links if link is not None),
    )


def _web(url: str | None, title: str | None) -> Link | None:
    """A link to the web; None for an address that a page may not link to."""
    address = outside(url)
    if address is None:
        return None
    host = urlsplit(address).hostname or address
    return Link(title or host, address, host if title else "")


def list_resources(c: CycleDesk) -> tuple[Link, ...]:
    """Things to take, in the order given."""
    found = []
    for resource in c.cycle.record.resources or ():
        link = c.file(resource.file, resource.title) or _web(resource.url, resource.title)
        if link is not None:
            found.append(link)
    return tuple(found)
