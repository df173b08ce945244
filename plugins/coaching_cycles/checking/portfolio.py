"""A folder of records → a Portfolio and every problem of every record, in one run."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from coaching_cycles.checking import typed
from coaching_cycles.checking.cycles import Surroundings, read_cycle
from coaching_cycles.checking.findings import Findings, without_echoes
from coaching_cycles.checking.frameworks import missing_files, read_frameworks
from coaching_cycles.checking.logs import templates
from coaching_cycles.checking.settings import check_settings
from coaching_cycles.checking.strays import near
from coaching_cycles.collection import held_back
from coaching_cycles.model import Portfolio, School
from coaching_cycles.problems import stops
from coaching_cycles.reading.document import read_yaml
from coaching_cycles.reading.files import read_text
from coaching_cycles.reading.folder import scan
from coaching_cycles.schema import PortfolioRecord, Privacy, SchoolRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from coaching_cycles.model import Cycle, Template
    from coaching_cycles.problems import Problem
    from coaching_cycles.reading.folder import SchoolFiles
    from coaching_cycles.reading.nodes import Path as Place
    from coaching_cycles.standards import Framework

P = TypeVar("P", PortfolioRecord, SchoolRecord)
CACHE = Path(".cache", "coaching-cycles")
"""Where a portfolio keeps what it need not make again, below its folder. Safe to delete at any time."""
_ADDRESS = re.compile(r"(?:/?cycles/)?([^/\s]+/[^/\s]+)/?")
_ELSEWHERE = re.compile(r"/((?:[\w-][\w.-]*/)+[\w-][\w.-]*)/?")
# Folders that the site makes itself: a redirect there would take the place of a page.
_TAKEN = frozenset({"assets", "cycles", "data", "practices", "schools", "search", "standards", "years"})


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
    path = scan(root, cycles_dir).portfolio
    record = _read_settings(PortfolioRecord, root, path, []) if path is not None else None
    return templates(record or PortfolioRecord())


def _read(root: Path, cycles_dir: str, standards_dir: str, cache_dir: Path | None) -> Checked:
    listing = scan(root, cycles_dir)
    problems = list(listing.problems)
    record = PortfolioRecord()
    if listing.portfolio is not None:
        check = partial(_check_portfolio, root / standards_dir)
        record = _read_settings(PortfolioRecord, root, listing.portfolio, problems, check) or record
    frameworks, defects = read_frameworks(root, standards_dir, record.frameworks, cache_dir)
    problems += defects
    around = Surroundings(root, templates(record), _roster(root), frameworks, cache_dir)
    schools: list[School] = []
    whole: list[tuple[Cycle, Findings]] = []
    broken: list[str] = []
    for files in listing.schools:
        schools.append(_read_school(files, root, problems))
        for one in files.records:
            read = read_cycle(one, files.key, around)
            problems += read.problems
            if read.cycle is None:
                broken.append(one.id)
            elif read.document is not None:
                whole.append((read.cycle, Findings(read.document)))
    _check_between(whole, broken)
    for cycle, findings in whole:
        problems += findings.problems
        if stops(findings.problems):
            broken.append(cycle.id)
    # What lies beside records of a single file is read after all when one of them names it.
    named = {attachment.path for cycle, _ in whole for attachment in cycle.attachments}
    problems = [problem for problem in problems if problem.code != "H140" or problem.path not in named]
    cycles = tuple(cycle for cycle, findings in whole if not stops(findings.problems))
    portfolio = Portfolio(record, tuple(schools), cycles, around.templates)
    return Checked(portfolio, tuple(sorted(set(problems))), tuple(broken), frameworks)


def read_settings(root: Path) -> PortfolioRecord:
    """What `portfolio.yml` says, as far as it can be read; findings are for `read_portfolio`."""
    listing = scan(root)
    record = None
    if listing.portfolio is not None:
        record = _read_settings(PortfolioRecord, root, listing.portfolio, [])
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


def alias_address(alias: str) -> str | None:
    """The address behind an alias, or None when it is none.

    An id or an address of a cycle; or, with a slash before it, an address of two or more parts from before
    there was this site.
    """
    written = alias.strip()
    if ".." in written:
        return None
    if written.startswith("/") and not written.startswith("/cycles/"):
        match = _ELSEWHERE.fullmatch(written)
        free = match is not None and match.group(1).split("/")[0] not in _TAKEN
        return f"{match.group(1)}/" if match is not None and free else None
    match = _ADDRESS.fullmatch(written)
    return f"cycles/{match.group(1)}/" if match else None


def _check_between(whole: list[tuple[Cycle, Findings]], broken: list[str]) -> None:
    """What only shows when records stand side by side: aliases that are taken, remixes of nothing."""
    owners = {cycle.address: cycle for cycle, _ in whole}
    ids = {cycle.id for cycle, _ in whole} | set(broken)
    for cycle, findings in whole:
        for index, alias in enumerate(cycle.record.aliases or ()):
            place = ("aliases", index)
            address = alias_address(alias)
            owner = owners.get(address or "")
            if address is None:
                findings.add(
                    "E216",
                    place,
                    f"{alias!r} can't be an old address of a cycle",
                    "write <school>/<name>, or an address of two or more parts from the root of the site, "
                    "as in /old/place/, that is not one of the site's own",
                )
            elif owner is not None and owner is not cycle:
                findings.add("E217", place, f"the alias {alias!r} belongs to {owner.source}")
            else:
                owners[address] = cycle
        origin = cycle.record.remixed_from
        if origin is not None and origin not in ids:
            findings.add(
                "H218",
                ("remixed_from",),
                f"there is no cycle {origin!r} here; the lineage is shown without a link",
            )
