"""Statement files of the bundled frameworks: their words, identifiers and links join the codes that we bring.

A file is one of Common Core or NGSS if

- its document is: by key, by identifier, or by a title that begins with the framework's own name; and three
  in ten of its codes are bundled ones (NGSS packages hold practices and concepts too);
- or nine in ten of its codes bear the framework's prefix (`CCSS.Math.Content.`), and eight are bundled ones;
- or it has no title of its own (a CSV), eight in ten of its codes are bundled ones, and its name says so
  ("ccss-words.csv") or it holds at least half of the bundled codes.

A state that took over the codes and wrote
words of its own is none: it has a title of its own, and its codes stand under its own key.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from coaching_cycles.standards.canon import look_up
from coaching_cycles.standards.cleaning import clean, strip_prefixes
from coaching_cycles.standards.codes import BUNDLED, Code
from coaching_cycles.standards.framework import Defect, Framework, Item, catalogue, make_framework

_COMMON_CORE = (
    "© Copyright 2010 National Governors Association Center for Best Practices and "
    "Council of Chief State School Officers. All rights reserved."
)
LICENCES = {
    "ccss-ela": _COMMON_CORE,
    "ccss-math": _COMMON_CORE,
    "ngss": "NGSS Lead States. 2013. Next Generation Science Standards: For States, By States. "
    "Washington, DC: The National Academies Press.",
}
"""The lines that the owners ask for, shown where a file has none."""

_TITLES = {
    "ccss-ela": re.compile(
        r"(?:the )?(?:ccss|common core state standards)\b.*\b(?:ela|english|literacy|language arts)\b",
        re.IGNORECASE,
    ),
    "ccss-math": re.compile(r"(?:the )?(?:ccss|common core state standards)\b.*\bmath", re.IGNORECASE),
    "ngss": re.compile(r"(?:the )?(?:ngss\b|next generation science standards)", re.IGNORECASE),
}
_IDENTIFIERS = {
    "d10003fb": "ccss-math",
    "d10003fc": "ccss-ela",
    "d2454348": "ngss",
    "c6496676-d7cb-11e8-824f-0242ac160002": "ccss-math",
    "c64961be-d7cb-11e8-824f-0242ac160002": "ccss-ela",
}
_NAMED = re.compile(r"(?:^|[^a-z])(?:ccss|ccsso|common-?core|ngss)(?:[^a-z]|$)")
_SOME, _MOST, _NEARLY_ALL = 0.3, 0.8, 0.9


def list_bundled(framework: Framework) -> tuple[str, ...]:
    """The bundled frameworks that codes of a file belong to: both subjects may stand in one file."""
    found = {
        code.framework for item in framework.items.values() if item.coded and (code := _read(item.code, None))
    }
    return tuple(key for key in BUNDLED if key in found)


def recognise(framework: Framework, *, titled: bool) -> str | None:
    """The key of the bundled framework whose words a file brings, or None if it is one of its own.

    `titled` says that the file has a title; otherwise the framework's key, its file's name, counts as one.
    """
    coded = [item for item in framework.items.values() if item.coded]
    known = [code for item in coded if (code := _read(item.code, None)) is not None]
    if not known or len(known) < _SOME * len(coded):
        return None
    counts = {key: sum(1 for code in known if code.framework == key) for key in BUNDLED}
    key = max(BUNDLED, key=lambda name: counts[name])
    if framework.key in BUNDLED:
        return framework.key
    if _IDENTIFIERS.get(framework.identifier.rstrip("/").rsplit("/", 1)[-1].lower()) == key:
        return key
    if any(title.match(framework.title) for title in _TITLES.values()):
        return key
    if len(known) < _MOST * len(coded):
        return None
    if sum(1 for item in coded if strip_prefixes(clean(item.code)).declared) >= _NEARLY_ALL * len(coded):
        return key
    if not titled and (_NAMED.search(framework.key) or counts[key] >= len(catalogue(key).items) / 2):
        return key
    return None


def enrich(base: Framework, added: Framework, *, beyond: bool = True) -> Framework:
    """A bundled framework with the words of a file.

    What the file holds beyond the bundled codes is added under its nearest known ancestor, unless `beyond` is
    off; headings without a code are not, as the bundled tree has its own.
    """
    items = dict(base.items)
    places: dict[str, str] = {}
    defects = list(added.defects)
    line = added.licence or LICENCES[base.key]
    for item in added.items.values():
        if not item.coded:
            continue
        code = next(filter(None, (_find(base, name) for name in (item.code, *item.spellings))), None)
        if code is None:
            if item.placeholder or not beyond or _read(item.code, None) is not None:
                continue
            defects.append(
                Defect(0, f"{item.code!r} is no code of {base.title}; it is added", "unknown code")
            )
            code = item.code
            items[code] = replace(item, parent=_find_above(added, item, places), licence=item.licence or line)
        elif items[code].statement is not None:
            if items[code].statement != item.statement:
                message = f"{code} has words already; those of {item.code!r} are left out"
                defects.append(Defect(0, message, "same code"))
            items[code] = _link(items[code], item)
        else:
            items[code] = _join(items[code], item, line)
        places[item.code] = code
    made = make_framework(replace(base, defects=()), items.values())
    return replace(
        made,
        licence=line,
        identifier=base.identifier or added.identifier,
        uri=base.uri or added.uri,
        creator=base.creator or added.creator,
        language=base.language or added.language,
        url=base.url or added.url,
        defects=(*base.defects, *defects),
        shared=base.shared,
        facts=added.facts,
    )


@lru_cache(maxsize=8192)
def _read(code: str, key: str | None) -> Code | None:
    """The bundled code that a file's code spells."""
    return look_up(clean(code), key)


def _find(base: Framework, code: str) -> str | None:
    found = _read(code, None)
    if found is None or found.framework != base.key:
        found = _read(code, base.key)
    return found.code if found is not None else base.find(code)


def _find_above(added: Framework, item: Item, places: dict[str, str]) -> str | None:
    """The nearest ancestor that the bundled tree has."""
    above = item.parent
    while above is not None and above not in places:
        above = added.items[above].parent
    return places[above] if above is not None else None


def _link(known: Item, item: Item) -> Item:
    """A standard that has its words from another file, with this file's identifiers and links."""
    names = [name for name in (item.identifier, item.uri) if name and name != known.identifier]
    return replace(
        known,
        identifiers=tuple(dict.fromkeys((*known.identifiers, *names))),
        relations=tuple(dict.fromkeys((*known.relations, *item.relations))),
    )


def _join(known: Item, item: Item, line: str) -> Item:
    return replace(
        known,
        label=known.label or item.label,
        statement=item.statement,
        identifier=known.identifier or item.identifier,
        uri=known.uri or item.uri,
        identifiers=item.identifiers,
        licence=item.licence or line,
        language=item.language,
        notes=item.notes,
        status=item.status,
        ended=item.ended,
        spellings=item.spellings,
        relations=item.relations,
    )
