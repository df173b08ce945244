"""What a reader may type for a standard, without what people write differently."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from coaching_cycles.standards.codes import Code
from coaching_cycles.standards.tables import index_table

LONG_FORMS = {"ccss-ela": "CCSS.ELA-LITERACY.", "ccss-math": "CCSS.MATH.CONTENT.", "ngss": "NGSS "}
_NOT_CODE = re.compile(r"[\W_]+")


@cache
def compact(text: str) -> str:
    """A code without separators and capitals: "RH.11-12.3" and "rh 11-12 3" are rh11123."""
    return _NOT_CODE.sub("", text.casefold())


def search_keys(code: Code, spellings: Iterable[str] = ()) -> set[str]:
    """Everything that a reader may type for a standard, without separators: "fif4" for HSF-IF.B.4.

    Its code, its usual spellings and its long form where it is a bundled one, and those that records used.
    """
    texts = {code.code, *spellings}
    usual: frozenset[str] = frozenset()
    if code.framework in LONG_FORMS:
        texts.add(LONG_FORMS[code.framework] + code.code)
        usual = _usual(code.framework).get(code.code, usual)
    return {key for key in map(compact, texts) if key} | usual


@cache
def _usual(framework: str) -> dict[str, frozenset[str]]:
    """The usual spellings of each code of a bundled framework, without separators."""
    found: dict[str, set[str]] = {}
    for spelling, code in index_table(framework).items():
        found.setdefault(code, set()).add(compact(spelling))
    return {code: frozenset(keys) for code, keys in found.items()}
