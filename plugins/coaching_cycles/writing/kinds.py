"""What the schema says about the layout of a file: the order of its keys, and what each holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, get_args, get_origin

from pydantic import BaseModel

from coaching_cycles import schema, values

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES: dict[str, type[BaseModel]] = {
    "record": schema.Record,
    "log": schema.Log,
    "school": schema.SchoolRecord,
    "portfolio": schema.PortfolioRecord,
}
"""The kinds of file that a portfolio is written in."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is.

    `keys` are the keys of a group in their order, and `rest` is what stands behind any other key. `several`:
    a list of plain values, for which a single one may stand. `items` is what a list of groups holds.
    """

    keys: Mapping[str, Kind] = field(default_factory=dict)
    rest: Kind | None = None
    several: bool = False
    day: bool = False
    flag: bool = False

    def below(self, key: str) -> Kind:
        """What stands behind a key; nothing is known of one that the format does not have."""
        name = schema.ALIASES.get(key, key)
        return self.keys.get(name) or self.rest or UNKNOWN

    def rank(self, key: str) -> int:
        """Where a key stands among the others of its group; unknown ones come last."""
        name = schema.ALIASES.get(key, key)
        return self.order.get(name, len(self.keys))

    @property
    def order(self) -> dict[str, int]:
        """The places of the keys."""
        return {name: place for place, name in enumerate(self.keys)}


UNKNOWN = Kind()


@cache
def kind_of(model: type[BaseModel]) -> Kind:
    """The kind of a group of keys."""
    return Kind(keys={name: _kind(info.annotation) for name, info in model.model_fields.items()})


def _kind(annotation: object) -> Kind:
    """The kind of what an annotation allows: of several kinds, the one with the most structure."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return kind_of(annotation)
    parts = get_args(annotation)
    if get_origin(annotation) is dict:
        return Kind(rest=_kind(parts[1]))
    if get_origin(annotation) is tuple:
        inner = _kind(parts[0])
        plain = not inner.keys and inner.rest is None and get_origin(parts[0]) is not tuple
        return Kind(inner.keys, inner.rest, several=plain, day=inner.day, flag=inner.flag)
    if annotation in {values.PartialDate, bool}:
        return Kind(day=annotation is values.PartialDate, flag=annotation is bool)
    found = [kind for kind in map(_kind, parts) if kind != UNKNOWN]
    return found[0] if found else UNKNOWN
