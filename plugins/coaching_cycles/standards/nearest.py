"""Which codes may have been meant, where `canonical` finds none or one that nobody knows.

First what the text says almost certainly (codes inside it, a grade in the wrong place, a band in place of a
grade, a missing grade, a wrong cluster letter), then the codes whose spelling is closest. A suggestion is
never a decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

from coaching_cycles.standards import shapes
from coaching_cycles.standards.canon import WHOLE_KINDS, canonical, look_up, narrow, read_key
from coaching_cycles.standards.cleaning import clean, dot, loosen, strip_prefixes
from coaching_cycles.standards.codes import BUNDLED, Code, slugify
from coaching_cycles.standards.framework import Framework
from coaching_cycles.standards.links import is_address, read_address
from coaching_cycles.standards.tables import index_table, read_table

_CLOSE, _VERY_CLOSE = 0.6, 0.75
"""Least share of common characters (difflib's ratio): within a strand or domain, and elsewhere."""
_LONGEST = 200
_SUGGESTED = WHOLE_KINDS | {"arrangement", "core idea"}

_RUN = re.compile(r"[A-Z]{2,}")
_NO_GRADE = re.compile(r"(?P<strand>RL|RI|RST|RH|R|WHST|W|SL|L)[.-]?(?P<number>\d{1,2})[A-Z]?")
_SCIENCE = re.compile(r"(?:(?P<grade>[A-Z0-9-]+?)[.-]?)??(?P<idea>(?:PS|LS|ESS|ETS)\d)[.-](?P<number>\d+)")
_WRONG_CLUSTER = re.compile(r"(?P<domain>(?:[K1-8]|HS[A-Z]|[A-Z])[.-][A-Z]{1,3})[.-][A-Z][.-](?P<rest>\d+.*)")
_SCIENCE_GRADES = ("MS", "HS", "K", "1", "2", "3", "4", "5", "K-2", "3-5")
_SCHOOLS = {"6": "MS", "7": "MS", "8": "MS", "9": "HS", "10": "HS", "11": "HS", "12": "HS"}
_ANCHORS = {"RL": "R", "RI": "R", "RH": "R", "RST": "R", "WHST": "W"}


def nearest(
    text: str,
    framework: str | None = None,
    limit: int = 3,
    frameworks: Mapping[str, Framework] | None = None,
) -> tuple[Code, ...]:
    """Up to `limit` codes that `text` may mean, the likeliest first; empty where nothing is close.

    `framework` and `frameworks` are those of `canonical`; a known `framework` narrows the suggestions to it.
    """
    if len(text) > _LONGEST or limit < 1:
        return ()
    held = dict(frameworks or {})
    found: dict[Code, None] = {}
    key = read_key(framework)
    if is_address(text):
        text = next((address.text for address in read_address(text)), "")
    if key is None or key in BUNDLED:
        found.update(dict.fromkeys(_suggest(text, key)))
    wanted = held.values() if key is None else [held[key]] if key in held else []
    for other in wanted:
        found.update(dict.fromkeys(_compare(clean(text), other)))
    return tuple(found)[:limit]


@lru_cache(maxsize=4096)
def _suggest(text: str, key: str | None) -> tuple[Code, ...]:
    """Suggestions from the bundled tables, in order."""
    cleaned = clean(text)
    stripped = strip_prefixes(cleaned)
    allowed = narrow(stripped, key) or BUNDLED
    sure = dict.fromkeys(
        code for code in _infer(cleaned, dot(stripped.rest), key) if code.framework in allowed
    )
    if sure or shapes.is_generic(cleaned.upper()):
        return tuple(sure)
    return tuple(_measure(stripped.rest, allowed))


def _infer(cleaned: str, dotted: str, key: str | None) -> Iterator[Code]:
    """Codes that follow from what is written."""
    for part in shapes.split_list(cleaned.upper()):
        for chunk in {part: None, **dict.fromkeys(part.split())}:
            inside = look_up(clean(chunk), key) or look_up(shapes.split_range(chunk) or "", key)
            if inside and read_table(inside.framework).rows[inside.code].kind in WHOLE_KINDS:
                yield inside
    for strand_code in shapes.expand_strand(dotted):
        yield from _known("ccss-ela", strand_code)
    standard = _NO_GRADE.fullmatch(dotted)
    if standard:
        strand = standard["strand"]
        yield from _known("ccss-ela", f"CCRA.{_ANCHORS.get(strand, strand)}.{standard['number']}")
    science = _SCIENCE.fullmatch(dotted)
    if science:
        likely = _SCHOOLS.get(science["grade"] or "", "MS")
        for grade in sorted(_SCIENCE_GRADES, key=lambda name: name != likely):
            yield from _known("ngss", f"{grade}-{science['idea']}-{science['number']}")
    cluster = _WRONG_CLUSTER.fullmatch(dotted)
    if cluster:
        code = look_up(f"{cluster['domain']}.{cluster['rest']}", "ccss-math")
        if code:
            yield code


def _known(framework: str, code: str) -> Iterator[Code]:
    if code in read_table(framework).rows:
        yield Code(framework, code)


def _measure(upper: str, allowed: Iterable[str]) -> list[Code]:
    """The bundled codes spelt most like the text: those with its strand or domain, or all if none has it."""
    loose = loosen(upper)
    if not loose or not any(map(str.isdigit, loose[0])):
        return []
    runs = set(_RUN.findall(upper))
    keys = [(spelling, name, code) for name in allowed for spelling, code in index_table(name).items()]
    keys = [entry for entry in keys if read_table(entry[1]).rows[entry[2]].kind in _SUGGESTED]
    alike = [entry for entry in keys if runs & set(_RUN.findall(entry[2]))] if runs else []
    least = _CLOSE if alike else _VERY_CLOSE
    scores: dict[Code, tuple[float, int]] = {}
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(loose[0])
    for spelling, name, code in alike or keys:
        matcher.set_seq1(spelling)
        if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
            continue
        ratio = matcher.ratio()
        if ratio >= least:
            found = Code(name, code)
            # Among equals the one that begins alike wins: the grade is more often right than the number.
            score = (ratio, _share(spelling, loose[0]))
            scores[found] = max(score, scores.get(found, score))
    return sorted(scores, key=lambda found: (-scores[found][0], -scores[found][1], found.sort_key))[:12]


def _share(first: str, second: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _compare(cleaned: str, framework: Framework) -> list[Code]:
    """A dropped-in framework's codes most like the text, its very code first."""
    local = canonical(cleaned, framework.key, {framework.key: framework})
    wanted = slugify(local.code if local else re.sub(r"^TEKS\W+", "", cleaned, flags=re.IGNORECASE))
    if not wanted:
        return []
    if wanted in framework.slugs and framework.items[framework.slugs[wanted]].coded:
        return [Code(framework.key, framework.slugs[wanted])]
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scores: dict[Code, float] = {}
    for slug, code in framework.slugs.items():
        if not framework.items[code].coded or framework.items[code].placeholder:
            continue
        matcher.set_seq1(slug)
        if matcher.real_quick_ratio() >= _CLOSE and matcher.quick_ratio() >= _CLOSE:
            scores[Code(framework.key, code)] = matcher.ratio()
    close = [found for found, ratio in scores.items() if ratio >= _CLOSE]
    return sorted(close, key=lambda found: (-scores[found], found.sort_key))[:12]
