"""Objects of ours as bytes, and back, for what is kept between builds.

Bytes from a folder that others can write to must not be able to run anything: only classes that are listed
here by module come back, and of other libraries only plain values. What cannot come back is not there.
"""

from __future__ import annotations

import io
import pickle
import sys
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Callable

OURS: Final = frozenset(
    {"model", "values", "problems", "schema", "standards", "measuring", "privacy", "filing", "views"}
)
"""Modules of this package, with all below them, whose frozen classes may come back."""
OTHERS: Final = frozenset(
    {("decimal", "Decimal"), ("datetime", "date"), ("builtins", "set"), ("markupsafe", "Markup")}
)
"""Plain values of Python's own."""
_PACKAGE: Final = __name__.rpartition(".")[0]


class Foreign(pickle.UnpicklingError):
    """The bytes ask for something that is not of this program."""


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> object:
        """A class of ours that holds values and does nothing; the module is never imported for it."""
        package, _, inner = module.partition(".")
        if package == _PACKAGE and inner.partition(".")[0] in OURS:
            found = getattr(sys.modules.get(module), name, None)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, BaseModel)):
                return found
        elif (module, name) in OTHERS:
            return super().find_class(module, name)
        elif (module, name) == (__name__, _build.__name__):
            return _build
        raise Foreign(f"{module}.{name}")


class _Writer(pickle.Pickler):
    def reducer_override(self, value: object) -> tuple[Callable[..., object], tuple[object, ...]]:
        """A class and the values of its fields, which come back sooner than by Python's own way."""
        kind: type = type(value)
        read = _getter(kind)
        if read is None:
            return NotImplemented  # type: ignore[no-any-return]  # how a pickler is told to go its own way
        return _build, (kind, *read(value))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _getter(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """What gives the values of a class's fields; None for what is no class of fields."""
    if not is_dataclass(kind):
        return None
    names = _names(kind)
    # The getter of a single field gives its value alone.
    return attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, n) for n in names)


def _build(kind: type, *values: object) -> object:
    made: object = object.__new__(kind)
    for name, value in zip(_names(kind), values, strict=True):
        object.__setattr__(made, name, value)
    return made


def freeze(value: object) -> bytes:
    """A value in bytes."""
    stream = io.BytesIO()
    _Writer(stream, pickle.HIGHEST_PROTOCOL).dump(value)
    return stream.getvalue()


def thaw(body: bytes | None) -> object | None:
    """The value again; None when there is none, or none that may come back."""
    if body is None:
        return None
    try:
        found: object = _Reader(io.BytesIO(body)).load()
    except Exception:  # noqa: BLE001 - whatever is wrong with the bytes: they are not there
        return None
    return found
