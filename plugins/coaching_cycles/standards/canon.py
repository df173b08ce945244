"""From what a coach typed to the standard that is meant, or to None: nothing is ever guessed.

`canonical` answers in this order: a code of a bundled table, in any spelling; a full TEKS citation; a code
at the head of its own statement ("RL.4.1 Refer to details …"); None for what is undecidable; "other" for
what is unknown or local (see `shapes` for the difference). What `framework` changes:

- a bundled key (`ccss-ela` …): only that table is searched; the short forms that need a framework
  (`4.RL.1`, `RL.9.1`, `8`) are decided where they can mean one code only. What the table does not hold is
  unknown and goes to "other", as without a key; a code of another bundled framework is a contradiction and
  gives None.
- any other key, "other" included: the text is taken as a code of that framework, as its author says, with
  only the spelling tidied. If the framework itself is given in `frameworks`, its own form of the code is
  found; a code that it does not hold stays under its key, never under "other", where two states' codes
  could meet.

A prefix that names the framework (`CCSS.ELA-LITERACY.`, `NGSS`) counts like a key; "Math" or "ELA" alone only
narrows the search.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from coaching_cycles.standards import shapes
from coaching_cycles.standards.cleaning import Stripped, clean, dot, loosen, strip_prefixes
from coaching_cycles.standards.codes import BUNDLED, KEYS, OTHER, Code, slugify
from coaching_cycles.standards.framework import Framework
from coaching_cycles.standards.links import is_address, read_address
from coaching_cycles.standards.tables import index_table, needs_framework, read_table

_LONGEST = 1000
"""Characters looked at: an address or a code with its statement may be long, a whole text is neither."""

_KEY_NAMES = {
    "ccss-ela-literacy": "ccss-ela",
    "ccss-literacy": "ccss-ela",
    "common-core-ela": "ccss-ela",
    "ccss-m": "ccss-math",
    "ccssm": "ccss-math",
    "ccss-mathematics": "ccss-math",
    "common-core-math": "ccss-math",
    "next-generation-science-standards": "ngss",
}
_COMMON_CORE = frozenset({"cc", "ccss", "common-core", "common-core-state-standards"})
_CONNECTORS = frozenset({"AND", "OR", "TO", "THROUGH", "THRU", "WITH", "PLUS"})
WHOLE_KINDS = frozenset(
    {"standard", "component", "cluster", "anchor", "practice", "expectation", "component idea"}
)
_WEEK = re.compile(r"[WL]K|KG|[LW]\d+$|\d[FG]$")
"""Too short to be sure of when nothing stands between the parts: "wk 1" is a week, "5G" is no domain."""


def canonical(
    text: str, framework: str | None = None, frameworks: Mapping[str, Framework] | None = None
) -> Code | None:
    """The code that a text means, or None where that can't be decided; see the module for the rules.

    Args:
        text: what was typed: a code in any spelling, or its official web address.
        framework: the key that the author gave with it, if any.
        frameworks: those dropped in, by key. A local code that exactly one of them holds is found without a
        key.
    """
    if len(text) > _LONGEST:
        return None
    key = read_key(framework, frameworks)
    if key in _COMMON_CORE:
        # Two tables bear this name; said before the code, it counts like any prefix.
        text, key = f"CCSS {text}", None
    found = _decide(text, key)
    if not frameworks:
        return found
    if key is not None and key in frameworks:
        return _find_within(frameworks[key], text, found) or found
    if key is None and (found.framework == OTHER if found else _is_one_code(text)):
        local = found.code if found else clean(text)
        holders = [
            Code(name, code) for name, held in frameworks.items() if (code := held.find(local, coded=True))
        ]
        if holders:
            return holders[0] if len(holders) == 1 else None
    return found


def holders(code: Code, frameworks: Mapping[str, Framework]) -> tuple[str, ...]:
    """Other frameworks dropped in that hold a code of this name."""
    return tuple(
        name
        for name, held in frameworks.items()
        if name != code.framework and held.find(code.code, coded=True)
    )


def _find_within(held: Framework, text: str, found: Code | None) -> Code | None:
    """A code as the framework itself has it: as it was read, as it was typed, or without the word TEKS."""
    cleaned = clean(text)
    for tried in (found.code if found else "", cleaned, shapes.drop_teks(cleaned)):
        code = held.find(tried) if tried else None
        if code is not None:
            return Code(held.key, code)
    return None


def read_key(framework: str | None, frameworks: Mapping[str, Framework] | None = None) -> str | None:
    """A framework's key as authors write it ("CCSS ELA", "ccss-ela"), in its usual form; None for none.

    One that was dropped in may also be called by its title or by its identifier in CASE.
    """
    key = slugify(framework) if framework else ""
    key = _KEY_NAMES.get(key, key)
    if key and frameworks and key not in {*KEYS, *frameworks}:
        called = [
            name
            for name, held in frameworks.items()
            if key in {slugify(held.title), slugify(held.short_title), slugify(held.identifier)}
        ]
        key = called[0] if len(called) == 1 else key
    return key or None


def is_known(code: Code, frameworks: Mapping[str, Framework] | None = None) -> bool:
    """Whether a bundled or dropped-in framework holds this code."""
    if code.framework in BUNDLED and code.code in read_table(code.framework).rows:
        return True
    return bool(frameworks and code.framework in frameworks and frameworks[code.framework].find(code.code))


@lru_cache(maxsize=16384)
def _decide(text: str, key: str | None) -> Code | None:
    if is_address(text):
        return _decide_address(text, key)
    cleaned = clean(text)
    if not cleaned or is_address(cleaned):
        return None
    if key is not None and key not in BUNDLED:
        local = shapes.tidy_local(cleaned, key)
        code = Code(key, local) if local and not is_address(local) else None
        return code if code and code.slug else None
    found = look_up(cleaned, key)
    if found is None and not text.isascii():
        found = look_up(clean(text, keep_footnote=False), key)
    return found or _decide_unlisted(cleaned, key)


def _decide_address(text: str, key: str | None) -> Code | None:
    """The code of an official page.

    A page of no known code (RL.4.8 is "not applicable") is unknown, like the code.
    """
    if key is not None and key not in BUNDLED:
        return None
    for address in read_address(text):
        if key and address.framework not in {None, key}:
            continue
        found = look_up(address.text, address.framework or key)
        if found is None and address.framework:
            shown = shapes.format_unknown(dot(address.text.upper()))
            found = Code(OTHER, shown) if shown else None
        if found:
            return found
    return None


def look_up(cleaned: str, key: str | None = None) -> Code | None:
    """The code of a bundled table that a cleaned text spells, or None."""
    stripped = strip_prefixes(cleaned)
    allowed = narrow(stripped, key)
    declared = stripped.declared or key is not None
    rest = f"MP{stripped.rest}" if stripped.practice and stripped.rest.isdecimal() else stripped.rest
    if stripped.practice and not rest:
        rest = "MP"
    for candidate in _reread(rest, stripped):
        found = _search(candidate, allowed, short=declared and len(allowed) == 1)
        if found is not None:
            return found
    if declared and "ccss-ela" in allowed:
        meant = [code for code in shapes.expand_strand(dot(rest)) if code in read_table("ccss-ela").rows]
        if len(meant) == 1:
            return Code("ccss-ela", meant[0])
    return None


def narrow(stripped: Stripped, key: str | None) -> tuple[str, ...]:
    """The bundled frameworks to search: those that key and prefixes allow together."""
    said = stripped.frameworks or BUNDLED
    return tuple(name for name in BUNDLED if name in said and key in {None, name})


def _reread(rest: str, stripped: Stripped) -> Iterable[str]:
    """The code, and, after "Grade 8", what follows if it carries its grade itself ("Grade 8 8.EE.7")."""
    yield rest
    if stripped.grade:
        inner = rest.removeprefix(stripped.grade).lstrip(".")
        if re.search(rf"(?<![0-9]){stripped.grade}(?![0-9])", inner):
            yield inner


def _search(upper: str, allowed: Iterable[str], *, short: bool) -> Code | None:
    for loose in loosen(upper):
        found = [(name, code) for name in allowed if (code := index_table(name).get(loose))]
        if not short:
            found = [(name, code) for name, code in found if not needs_framework(code)]
            if _WEEK.match(upper):
                continue
        if len(found) == 1:
            return Code(*found[0])
    return None


def _decide_unlisted(cleaned: str, key: str | None) -> Code | None:
    """What is in no bundled table: TEKS, a code with its statement, undecidable, unknown or local."""
    upper = cleaned.upper()
    teks = shapes.format_teks(upper)
    if teks is not None:
        return Code(OTHER, teks)
    found = _find_head(cleaned, key)
    if found is not None:
        return found
    stripped = strip_prefixes(cleaned)
    dotted = dot(stripped.rest)
    if _is_undecidable(upper, stripped, dotted):
        return None
    shown = shapes.format_unknown(dotted)
    if shown is not None:
        return Code(OTHER, shown)
    if not shapes.is_local(cleaned):
        return None
    local = shapes.tidy_local(cleaned, OTHER)
    return Code(OTHER, local) if local else None


def _is_undecidable(upper: str, stripped: Stripped, dotted: str) -> bool:
    if shapes.is_generic(upper) or (stripped.declared and shapes.is_generic(stripped.rest)):
        return True
    # What is found only by searching everything is too short without a framework, or against what was said
    # of it.
    if shapes.is_several(dotted) or _search(stripped.rest, BUNDLED, short=True):
        return True
    first = shapes.split_range(stripped.rest)
    parts = shapes.split_list(stripped.rest)
    if sum(look_up(chunk) is not None for chunk in stripped.rest.split()) > 1:
        return True
    return (first is not None and look_up(first) is not None) or (
        len(parts) > 1 and look_up(parts[0]) is not None
    )


def _is_one_code(text: str) -> bool:
    """Whether a text that is no code by its looks ("HL.1") is one if a dropped-in framework holds it.

    What could be several standards ("3.2", "RL.9.1") is not, whoever holds it.
    """
    cleaned = clean(text)
    stripped = strip_prefixes(cleaned)
    several = _is_undecidable(cleaned.upper(), stripped, dot(stripped.rest))
    return bool(cleaned) and not several and not is_address(cleaned)


def _find_head(cleaned: str, key: str | None) -> Code | None:
    """The code at the head of a statement: "RL.4.1 Refer to details", but not "RL.4.1 and others"."""
    words = cleaned.split()
    for count in range(min(len(words) - 1, 5), 0, -1):
        after = words[count:]
        while after and not any(map(str.isalnum, after[0])):
            after = after[1:]
        first = re.sub(r"\W", "", after[0]) if after else ""
        if not first.isalpha() or first.upper() in _CONNECTORS or max(map(len, after)) < 3:  # noqa: PLR2004 - a word
            continue
        if any(re.search(r"\d[A-Za-z.-]|[A-Za-z.-]\d", word.rstrip(".,;:")) for word in after):
            continue
        found = look_up(clean(" ".join(words[:count])), key)
        if found is not None and read_table(found.framework).rows[found.code].kind in WHOLE_KINDS:
            return found
    return None
