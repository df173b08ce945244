"""A folder of records → a Portfolio and every problem of every record, in one run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from coaching_cycles.checking import typed
from coaching_cycles.checking.beside import Outline, check_beside, outline
from coaching_cycles.checking.cycles import Surroundings, read_cycle
from coaching_cycles.checking.findings import Findings, shorten, without_echoes
from coaching_cycles.checking.framework_names import missing_files
from coaching_cycles.checking.frameworks import read_frameworks
from coaching_cycles.checking.logs import templates
from coaching_cycles.checking.people import check_people
from coaching_cycles.checking.settings import check_settings
from coaching_cycles.checking.small_counts import smallest_shown
from coaching_cycles.checking.strays import near
from coaching_cycles.collection import held_back
from coaching_cycles.model import Portfolio, School
from coaching_cycles.problems import stops
from coaching_cycles.reading import names
from coaching_cycles.reading.document import read_yaml
from coaching_cycles.reading.files import read_text
from coaching_cycles.reading.folder import scan
from coaching_cycles.schema import PortfolioRecord, Privacy, SchoolRecord, field_audiences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coaching_cycles.model import Cycle, Template
    from coaching_cycles.problems import Problem
    from coaching_cycles.reading.folder import Listing, SchoolFiles
    from coaching_cycles.reading.nodes import Path as Place
    from coaching_cycles.standards import Framework

P = TypeVar("P", PortfolioRecord, SchoolRecord)
CACHE = Path(".cache", "coaching-cycles")
"""Where a portfolio keeps what it need not make again, below its folder. Safe to delete at any time."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome of reading a portfolio.

    `broken` are the ids of records that could not be read; they are in no other field.
    """

    portfolio: Portfolio
    problems: tuple[Problem, ...]
    broken: tuple[str, ...] = ()
    frameworks: Mapping[str, Framework] = field(default_factory=dict)


def read_portfolio(
    root: Path, cycles_dir: str = "cycles", standards_dir: str = "standards", cache_dir: Path | None = None
) -> Checked:
    """Read and check everything below `root`/`cycles_dir`. Never raises for what it finds there.

    `cache_dir` keeps pictures that were made anew, for the next check or build.
    """
    with held_back():
        return _read(root, cycles_dir, standards_dir, cache_dir)


def read_templates(root: Path, cycles_dir: str = "cycles") -> tuple[Template, ...]:
    """The logs of a portfolio: ours with its changes, as far as its settings can be read."""
    return templates(read_settings(root, cycles_dir))


def _read(root: Path, cycles_dir: str, standards_dir: str, cache_dir: Path | None) -> Checked:
    opened = open_portfolio(root, cycles_dir, standards_dir, cache_dir)
    problems = list(opened.problems)
    whole: list[tuple[Cycle, Outline]] = []
    broken: list[str] = []
    for files in opened.listing.schools:
        for one in files.records:
            read = read_cycle(one, files.key, opened.around)
            problems += read.problems
            if read.cycle is None:
                broken.append(one.id)
            elif read.document is not None:
                whole.append((read.cycle, outline(read.cycle, read.document)))
    found, failed = judge(problems, [outlined for _, outlined in whole], broken)
    cycles = tuple(cycle for cycle, outlined in whole if outlined not in failed)
    portfolio = Portfolio(opened.record, opened.schools, cycles, opened.around.templates)
    broken += [one.id for one in failed]
    return Checked(portfolio, found, tuple(broken), opened.around.frameworks)


@dataclass(frozen=True, slots=True)
class Opened:
    """What is there before a record is read: the listing, the settings, what records are read against."""

    listing: Listing
    record: PortfolioRecord
    schools: tuple[School, ...]
    around: Surroundings
    problems: tuple[Problem, ...]


def open_portfolio(root: Path, cycles_dir: str, standards_dir: str, cache_dir: Path | None) -> Opened:
    """List a portfolio's folder and read its settings, its frameworks and its schools."""
    listing = scan(root, cycles_dir)
    problems = list(listing.problems)
    record = PortfolioRecord()
    if listing.portfolio is not None:
        check = partial(_check_portfolio, root / standards_dir)
        record = _read_settings(PortfolioRecord, root, listing.portfolio, problems, check) or record
    frameworks, defects = read_frameworks(root, standards_dir, record.frameworks, cache_dir)
    problems += defects
    roster, fields = _roster(root), field_audiences(record)
    shown = smallest_shown(record)
    around = Surroundings(root, templates(record), roster, frameworks, cache_dir, fields, shown)
    schools = tuple(_read_school(files, root, problems) for files in listing.schools)
    return Opened(listing, record, schools, around, tuple(problems))


def judge(
    problems: Iterable[Problem], whole: list[Outline], broken: Iterable[str]
) -> tuple[tuple[Problem, ...], tuple[Outline, ...]]:
    """Every finding once and in order, and the records that are whole by themselves and wrong beside others.

    `broken` are the ids of those that are not whole. What lies beside records of a single file is read after
    all when one of them names it.
    """
    beside = list(check_beside(whole, broken))
    stopped = {problem.path for problem in beside if stops((problem,))}
    named = {file for one in whole for file in one.files}
    # What a record names that can't be read is not known, so nothing is said of what lies beside it either.
    unread = {one.partition("/")[0] for one in broken}
    found = {
        p
        for p in (*problems, *beside)
        if p.code != "H140" or (p.path not in named and _folder(p.path) not in unread)
    }
    return tuple(shorten(sorted(found))), tuple(one for one in whole if one.source in stopped)


def _folder(path: str) -> str:
    return names.key(PurePosixPath(path).parent.name)


def read_settings(root: Path, cycles_dir: str = "cycles") -> PortfolioRecord:
    """What `portfolio.yml` says, as far as it can be read; findings are for `read_portfolio`."""
    path = scan(root, cycles_dir).portfolio
    record = _read_settings(PortfolioRecord, root, path, []) if path is not None else None
    return record or PortfolioRecord()


def _check_portfolio(folder: Path, record: PortfolioRecord, findings: Findings) -> None:
    check_settings(record, findings)
    for key, file in missing_files(folder, record.frameworks or {}):
        hint = "give the name of its file: `file: our-standards.json`"
        findings.add(
            "W512", ("frameworks", key), f"there is no file {file!r} in {folder.name}/", hint, key=True
        )


def _read_settings(
    model: type[P],
    root: Path,
    path: str,
    problems: list[Problem],
    check: Callable[[P, Findings], None] | None = None,
) -> P | None:
    reading = read_yaml(root, path)
    document = reading.document or reading.rest
    if document is None:
        problems += reading.problems
        return None
    findings = Findings(document, reading.lost)
    record = typed.read(model, findings, unknown=_unknown)
    if record is not None and check is not None:
        check(record, findings)
    check_people(findings, _roster(root), settings=True)
    problems.extend(without_echoes(reading.problems, findings.problems))
    problems.extend(findings.problems)
    return record if reading.document is not None else None


def _unknown(path: Place) -> str:
    """The code for a setting that does not exist.

    A misspelt title is a pity; a misspelt privacy setting would publish what somebody meant to keep back.
    """
    private = ["privacy", *Privacy.model_fields]
    return "E712" if path[0] == "privacy" or (len(path) == 1 and near(str(path[0]), private)) else "W211"


def _read_school(files: SchoolFiles, root: Path, problems: list[Problem]) -> School:
    record: SchoolRecord | None = None
    if files.school is not None:
        record = _read_settings(SchoolRecord, root, files.school, problems)
    if record is None:
        # A school without a file of its own is called by its folder: good enough to browse by.
        record = SchoolRecord(name=re.sub(r"[-_]+", " ", files.key).title())
    return School(files.key, record, files.school)


def _roster(root: Path) -> tuple[str, ...]:
    """Names to warn about, from `roster.txt` beside mkdocs.yml. The file is kept out of version control."""
    if not (root / "roster.txt").is_file():
        return ()
    text, _ = read_text(root, "roster.txt")
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())
