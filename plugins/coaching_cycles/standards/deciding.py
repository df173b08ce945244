"""Which standard a record means by a code: its framework decides what the code alone does not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from coaching_cycles.standards.canon import canonical, is_known, read_key
from coaching_cycles.standards.cleaning import clean, strip_prefixes
from coaching_cycles.standards.codes import KEYS, Code
from coaching_cycles.standards.framework import Framework
from coaching_cycles.standards.links import is_address

_KEYED = re.compile(r"\s*([^\s:]+)(?::\s*|\s+)(\S.*)", re.DOTALL)


def decide(text: str, framework: str | None, frameworks: Mapping[str, Framework]) -> Code | None:
    """The code that a record means: as `canonical` finds it, with what is said of its framework.

    - A framework's key before the code (`ga K.NR.2.2`) says which one is meant, whatever the record says.
    - A record's `framework` is for the codes that need one. What it does not hold and another framework
      does ("8.EE.7b" beside "RL.9.1" of `ccss-ela`) is that other one's. Only a key that stands for codes
      nobody here knows keeps all of them, but for those that name their own framework themselves.
    - Where a record names no framework and the portfolio's default one holds the code, that is meant; where
      it does not, the code is decided as without a default.
    """
    usual = next((held.key for held in frameworks.values() if held.default), None)
    if framework is None and usual is not None:
        found = canonical(text, usual, frameworks)
        if found is not None and is_known(found, frameworks):
            return found
    found = canonical(text, framework, frameworks)
    if found is not None and is_known(found, frameworks):
        return found
    named = split_key(text, frameworks)
    if named is not None:
        return canonical(named[1], named[0], frameworks)
    if framework is not None and (
        read_key(framework, frameworks) in {*KEYS, *frameworks} or _names_itself(text)
    ):
        alone = canonical(text, None, frameworks)
        if alone is not None and is_known(alone, frameworks):
            return alone
    return found


def split_key(text: str, frameworks: Mapping[str, Framework]) -> tuple[str, str] | None:
    """The key of a framework that stands before a code, and the code; None where there is no key."""
    parts = _KEYED.fullmatch(text)
    if parts is None:
        return None
    keys = {key.casefold(): key for key in (*KEYS, *frameworks)}
    key = keys.get(parts[1].casefold())
    return (key, parts[2]) if key is not None else None


def _names_itself(text: str) -> bool:
    """Whether a spelling says whose code it is: `CCSS.ELA-LITERACY.RL.4.1`, or an official address."""
    return is_address(text) or strip_prefixes(clean(text)).declared
