"""Objects of ours as bytes, and back, for what is kept between builds.

Bytes from a folder that others can write to must not be able to run anything: only classes that are listed
here by module come back, and of other libraries only plain values. What cannot come back is not there.
"""

from __future__ import annotations

import io
import pickle
import sys
from dataclasses import is_dataclass
from typing import Final

from pydantic import BaseModel

OURS: Final = frozenset(
    {"model", "values", "problems", "schema", "standards", "measuring", "privacy", "library", "views"}
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
        raise Foreign(f"{module}.{name}")


def freeze(value: object) -> bytes:
    """A value in bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def thaw(body: bytes | None) -> object | None:
    """The value again; None when there is none, or none that may come back."""
    if body is None:
        return None
    try:
        found: object = _Reader(io.BytesIO(body)).load()
    except Exception:  # noqa: BLE001 - whatever is wrong with the bytes: they are not there
        return None
    return found
