"""A file as keys, lists and values in the order of their writing, with the comments that belong to each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from coaching_cycles import schema, values
from coaching_cycles.writing.dates import mend_date
from coaching_cycles.writing.styles import trim

if TYPE_CHECKING:
    from coaching_cycles.reading.paths import Plain
    from coaching_cycles.writing.kinds import Kind

Data = str | int | bool | Decimal | values.PartialDate | None | Sequence["Data"] | Mapping[str, "Data"]
"""What can be written: text, numbers, dates, true and false, None for a blank; lists and groups of them."""


@dataclass(slots=True)
class Twig:
    """A key with its value, or an item of a list (no key). `lead`: comment lines above; `trail`: one behind.

    `gap`: the author left a blank line above.
    """

    key: str | None
    value: Value = None
    lead: list[str] = field(default_factory=list)
    trail: str = ""
    gap: bool = False

    @property
    def bare(self) -> bool:
        """True when no comment belongs to it."""
        return not self.lead and not self.trail


@dataclass(slots=True)
class Group:
    """Keys or items. `head` and `tail` are comment lines before the first and after the last of them."""

    keyed: bool
    twigs: list[Twig] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)


Value = str | Group | None
"""A text (trimmed), a group or list, or a blank."""


def grow(data: Data) -> Value:
    """The tree of plain data."""
    if data is None or isinstance(data, str):
        return None if data is None else trim(data)
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, Mapping):
        return Group(keyed=True, twigs=[Twig(key, grow(value)) for key, value in data.items()])
    if isinstance(data, Sequence):
        return Group(keyed=False, twigs=[Twig(None, grow(item)) for item in data])
    return format(data, "f") if isinstance(data, Decimal) else str(data)


def plain(value: Value, aliases: Mapping[str, str] | None = None) -> Plain:
    """The data of a tree, as the reader of records gives them: text, lists and groups; a blank is None."""
    if not isinstance(value, Group):
        return value
    if not value.keyed:
        return [plain(twig.value, aliases) for twig in value.twigs]
    names = schema.ALIASES if aliases is None else aliases
    return {names.get(twig.key or "", twig.key or ""): plain(twig.value, aliases) for twig in value.twigs}


def settle(value: Value, kind: Kind) -> Value:
    """The tree in the order and the spellings of the canonical form."""
    if isinstance(value, Group):
        for twig in value.twigs:
            below = kind.below(twig.key) if twig.key is not None else kind
            twig.value = settle(twig.value, below)
            if twig.key is not None and below.several and isinstance(twig.value, str):
                twig.value = Group(keyed=False, twigs=[Twig(None, twig.value)])
        if value.keyed:
            value.twigs.sort(key=lambda twig: kind.rank(twig.key or ""))
        return value
    if value is not None and kind.day:
        return mend_date(value) or value
    if value is not None and kind.flag:
        return {"yes": "true", "no": "false"}.get(value.lower(), value)
    return value
