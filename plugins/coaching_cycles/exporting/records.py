"""The records of a portfolio as one audience may see them, as record files again.

For yourself (`private`) they are the files as you wrote them. For a wider audience they are written from what
was published: a record holds no number that its page does not show, and where a page gives a range the number
is left out.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pydantic import BaseModel

from coaching_cycles.exporting.measures import measure_data
from coaching_cycles.reading.files import read_bytes
from coaching_cycles.reading.folder import scan
from coaching_cycles.site import LARGEST_ATTACHMENT
from coaching_cycles.writing.format import write_file
from coaching_cycles.writing.remix import filled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from coaching_cycles.model import Cycle, LogEntry, Portfolio
    from coaching_cycles.privacy.published import Published, PublishedCycle
    from coaching_cycles.schema import Teacher
    from coaching_cycles.writing.tree import Data


def copy_files(root: Path, cycles_dir: str, standards_dir: str) -> Iterator[tuple[str, bytes]]:
    """Every file of the portfolio as it lies there, under the usual names of the folders."""
    listing = scan(root, cycles_dir)
    paths = [listing.portfolio] if listing.portfolio is not None else []
    for school in listing.schools:
        paths += [school.school] if school.school is not None else []
        for record in school.records:
            paths += [record.path, *record.logs, *record.files]
        single = {PurePosixPath(record.path).parent for record in school.records if record.folder is None}
        paths += [
            entry.as_posix()
            for folder in single
            for entry in sorted(PurePosixPath(folder, name.name) for name in (root / folder).iterdir())
            if entry.suffix != ".md" and (root / entry).is_file() and not entry.name.startswith((".", "_"))
        ]
    for path in dict.fromkeys(paths):
        content = read_bytes(root, path, LARGEST_ATTACHMENT)
        if isinstance(content, bytes):
            yield f"cycles{path.removeprefix(cycles_dir.strip('/'))}", content
    yield from copy_standards(root, standards_dir)


def copy_standards(root: Path, standards_dir: str) -> Iterator[tuple[str, bytes]]:
    """The frameworks that the portfolio brings along."""
    folder = root / standards_dir
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        content = read_bytes(root, f"{standards_dir}/{entry.name}", 2 * LARGEST_ATTACHMENT)
        if isinstance(content, bytes) and not entry.name.startswith("."):
            yield f"standards/{entry.name}", content


def write_records(portfolio: Portfolio, published: Published) -> Iterator[tuple[str, bytes]]:
    """What an audience sees, as files."""
    settings = data_of(published.record)
    if settings:
        yield "cycles/portfolio.yml", write_file("portfolio", settings).encode()
    for school in published.schools:
        yield f"cycles/{school.key}/school.yml", write_file("school", data_of(school.record)).encode()
    whole = {cycle.id: cycle for cycle in portfolio.cycles}
    exact = published.audience != "public"
    for cycle in published.cycles:
        data = _record(cycle, whole[cycle.id], exact=exact)
        yield f"cycles/{cycle.id}/index.md", write_file("record", data, cycle.body).encode()
        taken: Counter[str] = Counter()
        for log in cycle.logs:
            name = "-".join(str(part) for part in (log.date, log.template.key) if part is not None)
            taken[name] += 1
            # An underscore: the second file of a day comes behind the first in the order of names too.
            name += f"_{taken[name]}" if taken[name] > 1 else ""
            text = write_file("log", _log(log), log.notes)
            yield f"cycles/{cycle.id}/logs/{name}.md", text.encode()


def data_of(part: BaseModel) -> dict[str, Data]:
    """What was written in a group of keys: blanks and what was left out are left out again."""
    found: dict[str, Data] = {}
    for name in type(part).model_fields:
        value = getattr(part, name)
        if value is not None and name in part.model_fields_set:
            found[name] = _data(value)
    return found


def _data(value: object) -> Data:
    if isinstance(value, BaseModel):
        return data_of(value)
    if isinstance(value, tuple):
        return [_data(item) for item in value]
    if isinstance(value, dict):
        return _data(value[""]) if set(value) == {""} else {key: _data(item) for key, item in value.items()}
    return value  # type: ignore[return-value] # the schema holds nothing else


def _record(cycle: PublishedCycle, whole: Cycle, *, exact: bool) -> dict[str, Data]:
    data = data_of(cycle.record)
    record = whole.record
    people = [_person(teacher) for teacher in record.teachers or () if cycle.teachers]
    data["teachers"] = [one for one in people if one]
    data["coach"] = _person(record.coach) if record.coach is not None and cycle.coach is not None else None
    if cycle.record.approved is not None:
        data["approved"] = filled({"on": cycle.record.approved.on})
    if exact:
        data["results"] = _data(record.results) if cycle.measures else None
        groups = [_data(group) for group in record.groups or ()] if cycle.groups else None
        data["groups"] = groups
    else:
        data["results"] = [measure_data(measure) for measure in cycle.measures]
        listed = data.get("groups")
        for group, count in zip(listed if isinstance(listed, list) else (), cycle.groups, strict=False):
            if isinstance(group, dict) and count is not None and count.exact is not None:
                group["students"] = count.exact
    targets = data.get("targets")
    for number, target in enumerate(targets if isinstance(targets, list) else ()):
        written = (record.targets or ())[number].results
        shown = cycle.target_measures[number] if number < len(cycle.target_measures) else ()
        if isinstance(target, dict) and shown:
            target["results"] = _data(written) if exact else [measure_data(measure) for measure in shown]
    kept = filled({key: value for key, value in data.items() if key != "approved"})
    return {**kept, **({"approved": data["approved"]} if data.get("approved") is not None else {})}


def _person(teacher: Teacher) -> dict[str, Data]:
    """A person as they wish to be shown, and no more of them."""
    role, name = teacher.role, teacher.name
    if teacher.show == "role" or name is None:
        return filled({"role": role})
    shown = name if teacher.show == "name" else "".join(f"{part[0]}." for part in name.split())
    return filled({"role": role, "name": shown, "show": "name"})


def _log(log: LogEntry) -> dict[str, Data]:
    following = filled({"date": log.next_date, "steps": list(log.next_steps)})
    given: dict[str, Data] = {
        "log": log.template.key,
        "date": log.date,
        "title": log.title,
        "answers": dict(log.answers),
        "next": following,
    }
    return filled(given)
