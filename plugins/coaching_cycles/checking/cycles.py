"""One record's files → a Cycle, or what is wrong with it."""

from __future__ import annotations

import difflib
import os
import re
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from coaching_cycles.checking import typed
from coaching_cycles.checking.approval import judge_approval
from coaching_cycles.checking.findings import Findings, shorten, without_echoes
from coaching_cycles.checking.linked import check_links
from coaching_cycles.checking.logs import entry, in_order, read_log_file
from coaching_cycles.checking.numbers import check_numbers
from coaching_cycles.checking.order import check_order
from coaching_cycles.checking.people import check_claims, check_files, check_people
from coaching_cycles.checking.pictures import LARGEST, Darkroom, check_pictures, keep_apart
from coaching_cycles.checking.references import Found, check_targets, named_files, resolve_files
from coaching_cycles.checking.small_counts import check_small_counts, smallest_shown
from coaching_cycles.checking.spilled import check_spilled, check_swallowed
from coaching_cycles.checking.standards import KnownStandards, check_framework, resolve_standards
from coaching_cycles.checking.waivers import waive
from coaching_cycles.model import Cycle, Standard
from coaching_cycles.problems import stops
from coaching_cycles.reading.document import read_record
from coaching_cycles.reading.walk import link_problem, special_problem
from coaching_cycles.schema import Audiences, PortfolioRecord, Record, field_audiences

if TYPE_CHECKING:
    from coaching_cycles.model import Attachment, LogEntry, Template
    from coaching_cycles.problems import Problem
    from coaching_cycles.reading.folder import RecordFiles
    from coaching_cycles.reading.nodes import Document
    from coaching_cycles.standards import Framework


_GUESSES = 20


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a record is read against: the portfolio's logs and frameworks, and names to warn about.

    `cache` is a folder for pictures that need not be made again; `fields` is who sees which field; `shown` is
    how many students a figure must be about, and a count must be of, to be shown in public.
    """

    root: Path
    templates: tuple[Template, ...]
    roster: tuple[str, ...] = ()
    frameworks: dict[str, Framework] = field(default_factory=dict)
    cache: Path | None = None
    fields: Audiences = field(default_factory=lambda: field_audiences(PortfolioRecord()))
    shown: tuple[int, int] = field(default_factory=lambda: smallest_shown(PortfolioRecord()))
    darkroom: Darkroom = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "darkroom", Darkroom(self.root, self.cache))


@dataclass(frozen=True, slots=True)
class CycleRead:
    """The outcome of reading one record.

    The cycle, or None with at least one error; and its document, for later findings.
    """

    cycle: Cycle | None
    problems: tuple[Problem, ...]
    document: Document | None = None


def read_cycle(files: RecordFiles, school: str, around: Surroundings) -> CycleRead:
    """Read and check one record with its logs and attachments. Nothing is raised for what it contains."""
    reading = read_record(around.root, files.path)
    problems = list(reading.problems)
    # After a mistake in the YAML the rest is still checked, so that one run reports everything; it is never
    # published.
    document = reading.document or reading.rest
    if document is None:
        return CycleRead(None, (*problems, *_read_log_files(files, around, public=False)[2]))
    findings = Findings(document, reading.lost)
    record = typed.read(Record, findings)
    public = record is not None and record.visibility == "public"
    logs, linked, log_problems = _read_log_files(files, around, public=public)
    if record is not None:
        for index, log in enumerate(record.logs or ()):
            logs.append(entry(log, ("logs", index), around.templates, findings, "", files.path))
        cycle = _assemble(record, files, school, around, findings, tuple(logs), linked)
    _check_words(findings, around, public=public)
    found = [*findings.problems, *log_problems]
    waived = 0
    if record is not None:
        check_files(findings, files.id.rpartition("/")[2], cycle.attachments, around.root, around.roster)
        own = Findings(document)
        found, waived = waive(record, own, [*findings.problems, *log_problems])
        found += own.problems
    problems = [*shorten(sorted([*without_echoes(problems, findings.problems), *found]))]
    if record is None or stops(problems):
        return CycleRead(None, tuple(problems), reading.document)
    cycle = replace(cycle, waived=waived)
    later = Findings(document)
    cycle = replace(cycle, approved=judge_approval(cycle, around.fields, around.root, later))
    return CycleRead(cycle, (*problems, *later.problems), reading.document)


def _read_log_files(
    files: RecordFiles, around: Surroundings, *, public: bool
) -> tuple[list[LogEntry], tuple[Attachment, ...], list[Problem]]:
    logs: list[LogEntry] = []
    linked: list[Attachment] = []
    problems: list[Problem] = []
    for path in files.logs:
        reading = read_record(around.root, path)
        document = reading.document or reading.rest
        if document is None:
            problems += reading.problems
            continue
        log, findings = read_log_file(document, around.templates, reading.lost)
        _check_words(findings, around, public=public)
        folder = files.folder or str(PurePosixPath(files.path).parent)
        find = Finder(around.root, folder)
        found = check_links(document.body, document.body_line, findings, find)
        linked += check_pictures(found, findings, around.darkroom)
        problems += [*without_echoes(reading.problems, findings.problems), *findings.problems]
        if log is not None:
            logs.append(log)
    return logs, tuple(linked), problems


def _check_words(findings: Findings, around: Surroundings, *, public: bool) -> None:
    """What is looked for in the text of a record and of each of its logs; `public`: the record is."""
    check_people(findings, around.roster)
    check_spilled(findings)
    if public:
        check_small_counts(findings, around.templates, around.fields, around.shown)


def _assemble(
    record: Record,
    files: RecordFiles,
    school: str,
    around: Surroundings,
    findings: Findings,
    logs: tuple[LogEntry, ...],
    linked: tuple[Attachment, ...],
) -> Cycle:
    check_numbers(record, findings)
    check_order(record, findings)
    check_targets(record, findings)
    check_claims(findings, record)
    check_swallowed(record, findings)
    _check_school(record, school, findings)
    _check_approval(record, findings)
    known = KnownStandards(around.frameworks)
    check_framework(record, findings, known)
    goal = resolve_standards(record.standards, ("standards",), record, findings, known)
    by_target = tuple(
        resolve_standards(target.standards, ("targets", i, "standards"), record, findings, known)
        for i, target in enumerate(record.targets or ())
    )
    if not record.standards and not any(by_target) and not findings.misses("standards"):
        findings.tell("H503.none", ("goal",))
    folder = files.folder or str(PurePosixPath(files.path).parent)

    find = Finder(around.root, folder)
    named = {a.name: a for a in resolve_files(record, findings, find)}
    document = findings.document
    for attachment in check_links(document.body, document.body_line, findings, find):
        named.setdefault(attachment.name, attachment)
    pictured = check_pictures(named.values(), findings, around.darkroom, named_files(record))
    attachments = {a.name: a for a in pictured}
    for attachment in linked:
        attachments.setdefault(attachment.name, attachment)
    return Cycle(
        id=files.id,
        school=school,
        name=files.id.split("/", 1)[-1],
        source=files.path,
        record=record,
        body=findings.document.body,
        logs=in_order(list(logs), around.templates),
        standards=_together(goal, by_target),
        target_standards=by_target,
        attachments=keep_apart(attachments.values()),
    )


def _together(
    goal: tuple[Standard, ...], by_target: tuple[tuple[Standard, ...], ...]
) -> tuple[Standard, ...]:
    found = {s.code: s for s in goal}
    for standards in by_target:
        for standard in standards:
            found.setdefault(standard.code, standard)
    return tuple(found.values())


def _check_school(record: Record, school: str, findings: Findings) -> None:
    if record.school is not None and _slug(record.school) != _slug(school):
        findings.add(
            "E215",
            ("school",),
            f"the record lies in the folder {school!r}, but says it belongs to {record.school!r}",
            "move the file, or leave `school:` out: the folder says it",
        )


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


def _check_approval(record: Record, findings: Findings) -> None:
    if record.visibility == "public" and record.approved is None and not findings.misses("approved"):
        findings.tell("W710.public", ("visibility",))


@dataclass(slots=True)
class Finder:
    """Looks for files beside a record, each once; after many that are not there it no longer guesses."""

    root: Path
    folder: str
    known: dict[str, Found] = field(default_factory=dict)
    missed: int = 0

    def __call__(self, name: str) -> Found:
        """What lies behind a name."""
        if name not in self.known:
            self.known[name] = look(self.root, self.folder, name, near=self.missed < _GUESSES)
            self.missed += self.known[name].kind == "missing"
        return self.known[name]


def _near(folder: Path, name: str) -> str:
    """A file of the folder whose name is almost this one, or an empty text."""
    try:
        names = {entry.name.casefold(): entry.name for entry in os.scandir(folder) if entry.is_file()}
    except OSError:
        return ""
    found = difflib.get_close_matches(name.casefold(), sorted(names), n=1, cutoff=0.7)
    return names[found[0]] if found else ""


def look(root: Path, folder: str, name: str, *, near: bool = True) -> Found:
    """What lies behind a file name of a record.

    A plain file inside the record's folder, reached without links; `near` looks for one of almost this name.
    """
    parts = PurePosixPath(name).parts
    if not parts or "\\" in name or name.startswith("/") or ".." in parts or ":" in parts[0]:
        trouble = "points outside the record's folder; put the file beside the record"
        return Found(name, trouble=trouble, kind="outside")
    path = root / folder
    for part in parts:
        path = path / part
        try:
            mode = os.lstat(path).st_mode
        except (OSError, ValueError):
            guess = _near(root / folder, name) if near else ""
            trouble = f"is not in {folder}/" + ("" if guess else "; check the spelling, capital letters too")
            return Found(name, trouble=trouble, near=guess, kind="missing")
        if stat.S_ISLNK(mode):
            return Found(name, problem=link_problem(path.relative_to(root).as_posix()))
    if stat.S_ISDIR(mode):
        return Found(name, trouble="is not a file", kind="other")
    if not stat.S_ISREG(mode):
        return Found(name, problem=special_problem(path.relative_to(root).as_posix()))
    size = path.stat().st_size
    if size > LARGEST:
        return Found(name, trouble=f"is larger than {LARGEST // 2**20} MB; link to it instead", kind="large")
    return Found(f"{folder}/{'/'.join(parts)}", size)
