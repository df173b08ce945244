"""What a record refers to: targets by number, levels by name, files by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from coaching_cycles import pictures
from coaching_cycles.checking.scales import suggest
from coaching_cycles.model import Attachment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.problems import Problem
    from coaching_cycles.reading.nodes import Path
    from coaching_cycles.schema import Record

PICTURES = frozenset(pictures.ENDINGS)
TAKEN = PICTURES | {
    ".pdf", ".docx", ".doc", ".odt", ".rtf", ".txt", ".md", ".pptx", ".ppt", ".odp", ".xlsx", ".ods", ".csv",
    ".mp3", ".mp4", ".zip", ".epub",
}  # fmt: skip
"""Kinds of file that may be published. SVG and HTML can carry scripts and are left out."""
_SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True, slots=True)
class Found:
    """What the file system says of an attachment: its size, or why it can't be taken.

    `near`: a file that is there and has almost this name. `problem`: the finding where the file itself, or
    a folder on the way, is one, as it is found too where the folder is listed.
    """

    path: str
    size: int = 0
    trouble: str = ""
    near: str = ""
    kind: Literal["fine", "missing", "outside", "large", "other"] = "fine"
    problem: Problem | None = None

    @property
    def code(self) -> str:
        """Of the finding about its trouble."""
        return "E602" if self.kind == "outside" else "E601"


def check_targets(record: Record, findings: Findings) -> None:
    """Target numbers that point at no target, and levels that no scale has."""
    count = len(record.targets or ())
    for key in ("groups", "evidence", "work"):
        for index, item in enumerate(getattr(record, key) or ()):
            if item.target is not None and not 1 <= item.target <= count and not findings.misses("targets"):
                findings.tell("E214.target", (key, index, "target"), target=item.target, count=count)
    scales = [a.levels for a in (record.assessments or {}).values() if a.levels]
    for index, sample in enumerate(record.work or ()):
        if sample.level is not None and scales and not any(sample.level in levels for levels in scales):
            known = ", ".join(dict.fromkeys(level for levels in scales for level in levels))
            guess = suggest(sample.level, tuple(level for levels in scales for level in levels))
            place = ("work", index, "level")
            findings.tell("E310.work", place, level=repr(sample.level), guess=guess, known=known)


def named_files(record: Record) -> Iterator[tuple[Path, str]]:
    """Every file that a record names, with its place."""
    for key, assessment in (record.assessments or {}).items():
        if assessment.file is not None:
            yield ("assessments", key, "file"), assessment.file
    for name in ("work", "resources"):
        for index, item in enumerate(getattr(record, name) or ()):
            if item.file is not None:
                yield (name, index, "file"), item.file


def resolve_files(record: Record, findings: Findings, look: Callable[[str], Found]) -> tuple[Attachment, ...]:
    """The files behind the names in a record. `look` asks the file system and follows no links."""
    taken: dict[str, Attachment] = {}
    for path, name in named_files(record):
        if name in taken or findings.misses(*path):
            continue
        if "://" in name:
            hint = (
                "put the file beside the record" if path[0] == "work" else "write `url:` in place of `file:`"
            )
            findings.add("E602", path, f"{name!r} is an address on the web, not a file", hint)
            continue
        suffix = PurePosixPath(name).suffix.lower()
        found = look(name)
        if suffix not in TAKEN and found.kind != "outside":
            findings.add(
                "E605",
                path,
                f"files of the kind {suffix or 'without an ending'!r} are not published",
                f"save it as one of: {', '.join(sorted(TAKEN))}",
            )
            continue
        if found.problem is not None:
            findings.problems.append(found.problem)
        elif found.trouble:
            findings.add(
                found.code,
                path,
                f"{name!r} {found.trouble}",
                f"did you mean {found.near}?" if found.near else "",
            )
        else:
            taken[name] = Attachment(name, found.path, found.size)
    _check_pictures(record, findings)
    _check_addresses(record, findings)
    return tuple(taken.values())


def _check_pictures(record: Record, findings: Findings) -> None:
    for index, sample in enumerate(record.work or ()):
        if PurePosixPath(sample.file).suffix.lower() in PICTURES and not sample.alt:
            findings.add(
                "E603",
                ("work", index),
                "a picture without `alt`",
                "add `alt:`, what the picture shows for those who can't see it",
            )
        if record.visibility == "public" and sample.permission is not True:
            findings.add(
                "E604",
                ("work", index),
                "student work in a public record without permission",
                "add `permission: true` once the family has allowed it, "
                "or make the record `visibility: school`",
            )


def _check_addresses(record: Record, findings: Findings) -> None:
    places = [(("resources", i, "url"), r.url) for i, r in enumerate(record.resources or ())]
    places += [(("assessments", key, "url"), a.url) for key, a in (record.assessments or {}).items()]  # type: ignore[misc]
    for path, url in places:
        if url is not None and not is_web_address(url):
            if PurePosixPath(url).suffix.lower() in TAKEN and ":" not in url:
                hint = "for a file beside the record write `file:` in place of `url:`"
            else:
                hint = f"write it in full: https://{url if url.startswith('www.') else '…'}"
            findings.add("E606", path, f"{url!r} is not an address on the web", hint)


def is_web_address(url: str) -> bool:
    """True for http, https and mailto addresses: what a link of a published page may lead to."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return (
        parts.scheme in _SCHEMES
        and bool(parts.netloc or parts.scheme == "mailto")
        and not any(c.isspace() for c in url)
    )
