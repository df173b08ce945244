"""What a new cycle takes from another one: the plan, none of the data, no names, and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic import BaseModel

    from coaching_cycles.schema import Record
    from coaching_cycles.writing.tree import Data

# Named one by one, so that a key which the format gets later is not taken along unseen.
_TAKEN = (
    "title", "grades", "subject", "goal", "standards", "framework", "course", "structure", "content_focus",
    "teaching_goals", "practices", "lang",
)  # fmt: skip
_OF_ASSESSMENTS = ("title", "source", "kind", "levels", "proficient", "url", "description")
_OF_TARGETS = ("text", "kind", "standards")


def remix(record: Record, origin: str) -> dict[str, Data]:
    """The data of a planned record that starts from another one, whose id is `origin`."""
    return {
        **_take(record, _TAKEN),
        "status": "planned",
        "remixed_from": origin,
        "assessments": {key: _take(one, _OF_ASSESSMENTS) for key, one in (record.assessments or {}).items()}
        or None,
        "targets": [_take(target, _OF_TARGETS) for target in record.targets or ()] or None,
    }


def filled(data: dict[str, Data]) -> dict[str, Data]:
    """The data without its blanks."""
    return {key: value for key, value in data.items() if value not in (None, "", (), [], {})}


def _take(part: BaseModel, names: tuple[str, ...]) -> dict[str, Data]:
    return filled({name: getattr(part, name) for name in names})
