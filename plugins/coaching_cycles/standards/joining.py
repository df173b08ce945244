"""From the entries of a file to a tree: parents, order, and a code for every item.

Nothing is lost on the way. An item without a usable code is called by its words; of several with one code the
first keeps it and the others carry what they stand under ("A (4.NF)"); what hangs on nothing, or on itself,
stands at the top. Every mending is a defect.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from coaching_cycles.standards.cleaning import clean
from coaching_cycles.standards.codes import slugify, split_naturally
from coaching_cycles.standards.framework import Facts, Framework, Item, make_framework
from coaching_cycles.standards.grades import GRADES
from coaching_cycles.standards.hanging import call, choose_parents, flatten, open_circles
from coaching_cycles.standards.naming import Names
from coaching_cycles.standards.source import GARBLED, LONGEST_CODE, Entry, Source, is_placeholder

Tree = dict[int | None, list[int]]


def join(source: Source, key: str) -> Framework:
    """The framework that a file describes, with all defects; never raises."""
    entries = _without_repeated(source)
    parents = choose_parents(source, entries)
    open_circles(source, entries, parents)
    levels = flatten(source, parents)
    children = _order(entries, parents)
    codes, shared = _name(source, entries, parents, children)
    following = _follow(entries, codes)
    items = [_make(source, entries, at, codes, parents, following) for at in _walk(children)]
    grades = {grade for entry in entries for grade in entry.grades}
    facts = Facts(
        form=source.form,
        items=len(source.entries),
        coded=sum(1 for entry in source.entries if _usable(entry.code)),
        levels=max(levels, default=0),
        same_codes=sum(1 for defect in source.defects if defect.kind == "same code"),
        same_identifiers=len(entries) - len({e.identifier or str(e.place) for e in entries}),
        rubrics=source.rubrics,
        relations=sum(len(entry.relations) for entry in entries),
        grades=tuple(sorted(grades, key=GRADES.index)),
    )
    title = source.title or key
    framework = Framework(
        key=key,
        title=title,
        short_title=source.short_title or title,
        licence=source.licence,
        identifier=source.identifier,
        uri=source.uri,
        creator=source.creator,
        status=source.status,
        language=source.language,
        url=source.url,
        shared=MappingProxyType(shared),
        facts=facts,
    )
    made = make_framework(framework, items)
    return replace(made, defects=tuple(sorted(source.defects, key=lambda defect: (defect.row, defect.kind))))


def _without_repeated(source: Source) -> list[Entry]:
    """The entries that are used: none that is there twice to the letter."""
    found: list[Entry] = []
    seen: dict[tuple[str, str, str], Entry] = {}
    for entry in source.entries:
        alike = (entry.identifier, entry.code, entry.statement)
        if entry.identifier and alike in seen:
            source.report(
                entry.place, "repeated", f"item {call(entry)} is there twice; the second is left out"
            )
            seen[alike].parents += entry.parents
            continue
        seen[alike] = entry
        found.append(entry)
    return found


def _order(entries: list[Entry], parents: list[int | None]) -> Tree:
    """The children of each entry in order: by their rank, else by code, else as they come."""
    children: Tree = {}
    for at, parent in enumerate(parents):
        children.setdefault(parent, []).append(at)
    first: dict[int, tuple[tuple[int, int, str], ...]] = {}
    for at in reversed(list(_walk(children))):
        inner = [first[one] for one in children.get(at, []) if first[one]]
        # A heading without a code stands where its first standard does.
        first[at] = split_naturally(entries[at].code) or min(inner, default=())

    def key(at: int) -> tuple[bool, float, bool, tuple[tuple[int, int, str], ...], int]:
        rank = entries[at].rank
        return (rank is None, rank or 0.0, not first[at], first[at], at)

    for below in children.values():
        below.sort(key=key)
    return children


def _walk(children: Tree) -> Iterator[int]:
    waiting = list(reversed(children.get(None, [])))
    while waiting:
        at = waiting.pop()
        yield at
        waiting.extend(reversed(children.get(at, [])))


def _usable(code: str) -> bool:
    return bool(code) and len(code) <= LONGEST_CODE and bool(slugify(clean(code)))


def _name(
    source: Source, entries: list[Entry], parents: list[int | None], children: Tree
) -> tuple[list[str], dict[str, tuple[str, ...]]]:
    """A code for every entry, and the codes that several share. Codes of files come before made-up ones."""
    names = Names()
    codes = [""] * len(entries)
    order = list(_walk(children))
    twice: list[int] = []
    first: dict[str, int] = {}
    for at in order:
        entry = entries[at]
        if not _usable(entry.code):
            continue
        code = clean(entry.code)
        if names.take(code):
            codes[at], first[slugify(code)] = code, at
        else:
            twice.append(at)
    shared: dict[str, list[str]] = {}
    for at in twice:
        entry, code = entries[at], clean(entries[at].code)
        holder = first[slugify(code)]
        codes[at] = names.invent(code, _lineage(entries, parents, at))
        if entry.statement != entries[holder].statement:
            shared.setdefault(codes[holder], []).append(codes[at])
        source.report(
            entry.place,
            "same code",
            f"the code {entry.code!r} is that of item {entries[holder].place} too; called {codes[at]!r} here",
        )
    for at in order:
        entry = entries[at]
        if codes[at]:
            continue
        codes[at] = names.invent(entry.words, _lineage(entries, parents, at))
        why = "no code" if not entry.code else "a code that is none"
        source.report(entry.place, "no code", f"{why}; the item is called {codes[at]!r}")
    return codes, {code: (code, *others) for code, others in shared.items()}


def _lineage(entries: list[Entry], parents: list[int | None], at: int) -> Iterator[str]:
    """What an entry stands under, the nearest first."""
    above = parents[at]
    while above is not None:
        yield entries[above].code or entries[above].words
        above = parents[above]


def _follow(entries: list[Entry], codes: list[str]) -> dict[int, str]:
    """The code that an entry precedes, where it precedes one of its own file only."""
    known = {
        entry.identifier.lower(): code for entry, code in zip(entries, codes, strict=True) if entry.identifier
    }
    found: dict[int, str] = {}
    taken: set[str] = set()
    for at, entry in enumerate(entries):
        after = {
            known[r.identifier.lower()]
            for r in entry.relations
            if r.kind == "precedes" and r.identifier.lower() in known
        }
        if len(after) == 1 and not after & taken and codes[at] not in after:
            found[at] = after.pop()
            taken.add(found[at])
    return found


def _make(
    source: Source,
    entries: list[Entry],
    at: int,
    codes: list[str],
    parents: list[int | None],
    following: dict[int, str],
) -> Item:
    entry, above = entries[at], parents[at]
    if GARBLED.search(entry.statement):
        source.report(
            entry.place, "garbled", f"letters of item {call(entry)} look garbled; they are shown as they are"
        )
    if placeholder := is_placeholder(entry.statement):
        source.report(entry.place, "placeholder", f"item {call(entry)} says that there is no standard here")
    if entry.ended or any(relation.kind == "replacedBy" for relation in entry.relations):
        source.report(entry.place, "retired", f"item {call(entry)} is retired or will be")
    coded = _usable(entry.code)
    spellings = [entry.code] if coded and codes[at] != entry.code else []
    return Item(
        code=codes[at],
        label=entry.label if coded or entry.label != codes[at] else "",
        kind=entry.kind,
        parent=codes[above] if above is not None else None,
        grades=entry.grades,
        statement=entry.statement or None,
        url=entry.url,
        next=following.get(at),
        coded=coded,
        identifier=entry.identifier,
        uri=entry.uri,
        licence=entry.licence if entry.licence != source.licence else "",
        language=entry.language or source.language,
        notes=entry.notes,
        status=entry.status,
        ended=entry.ended,
        placeholder=placeholder,
        spellings=tuple(dict.fromkeys((*spellings, *entry.spellings))),
        relations=tuple(entry.relations),
    )
