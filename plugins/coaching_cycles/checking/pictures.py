"""Pictures of a record, made anew while it is checked: what can't be is found before it is published."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coaching_cycles.checking.linked import linked_names
from coaching_cycles.pictures import Refusal, is_picture, name_variant, remake
from coaching_cycles.problems import Mark
from coaching_cycles.reading.files import read_bytes

if TYPE_CHECKING:
    from coaching_cycles.checking.findings import Findings
    from coaching_cycles.model import Attachment
    from coaching_cycles.reading.nodes import Path as Place

LARGEST = 25 * 1024 * 1024
"""Bytes of an attachment."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it will be published: its bytes and pixels, and the widths of its narrower copies."""

    size: int
    width: int
    height: int
    widths: tuple[int, ...]
    moving: bool


@dataclass(frozen=True, slots=True)
class Darkroom:
    """Where pictures are made anew: the portfolio's folder, a folder for results, what this run has seen."""

    root: Path
    cache: Path | None = None
    seen: dict[str, Shown | Refusal] = field(default_factory=dict)

    def develop(self, attachment: Attachment) -> Shown | Refusal:
        """What becomes of a picture."""
        if attachment.path not in self.seen:
            self.seen[attachment.path] = self._develop(attachment)
        return self.seen[attachment.path]

    def _develop(self, attachment: Attachment) -> Shown | Refusal:
        data = read_bytes(self.root, attachment.path, LARGEST)
        if not isinstance(data, bytes):
            return Refusal("E601", f"can't be opened: {data.message}", data.hint)
        picture = remake(data, attachment.name, self.cache)
        if isinstance(picture, Refusal):
            return picture
        main, *narrower = picture.files
        widths = tuple(sorted(file.width for file in narrower))
        return Shown(len(main.content), main.width, main.height, widths, picture.moving)


def check_pictures(
    attachments: Iterable[Attachment],
    findings: Findings,
    darkroom: Darkroom,
    named: Iterable[tuple[Place, str]] = (),
) -> tuple[Attachment, ...]:
    """The same attachments, the pictures among them as they will be published.

    What can't be is reported where the file is named: at its place in `named`, or else in the text.
    """
    places = {name: place for place, name in reversed(list(named))}
    checked = []
    for attachment in attachments:
        shown = darkroom.develop(attachment) if is_picture(attachment.name) else None
        if isinstance(shown, Refusal):
            message = f"{attachment.name!r} {shown.message}"
            _report(findings, shown.code, attachment.name, places, message, shown.hint)
        elif shown is not None:
            if shown.moving:
                message = f"{attachment.name!r} moves; only its first image is shown"
                _report(findings, "W613", attachment.name, places, message)
            attachment = replace(  # noqa: PLW2901 - the same file, better known
                attachment, size=shown.size, width=shown.width, height=shown.height, widths=shown.widths
            )
        checked.append(attachment)
    return tuple(checked)


def _report(
    findings: Findings, code: str, name: str, places: dict[str, Place], message: str, hint: str = ""
) -> None:
    if name in places:
        findings.add(code, places[name], message, hint)
        return
    text, line = findings.document.body, findings.document.body_line
    offset = next((o for o, *_, linked in linked_names(text) if linked.removeprefix("../") == name), 0)
    before = text[:offset]
    mark = Mark(line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1)
    findings.add_at(code, mark, message, hint)


def keep_apart(attachments: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The same attachments, without narrower copies that would take the place of another file."""
    every = tuple(attachments)
    taken = {_normal(a.name) for a in every}
    return tuple(
        replace(a, widths=tuple(w for w in a.widths if _normal(name_variant(a.name, w)) not in taken))
        for a in every
    )


def _normal(name: str) -> str:
    return posixpath.normpath(name).casefold()
