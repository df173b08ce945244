"""The bundled code tables, read when first asked for, one framework at a time.

They hold no statements; `scripts/make_code_tables.py` tells where they come from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from coaching_cycles.standards.cleaning import loosen

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "standards"

_NUMBERED = re.compile(r"(?P<domain>.+)\.[A-Z]\.(?P<number>\d+[a-z]?)")
_BAND = re.compile(r"(\d+)-(\d+)(?=\.|-ETS)")
# A grade, a strand's single letter or a strand with one number is a code only where the framework is known:
# a "3"
# may be anything, and teachers write "RL.1" for standard 1 of any grade.
_SHORT = re.compile(r"K|[1-8]|K-2|3-5|MS|HS|W|L|(?:RL|RI|RF|W|SL|L)\.[1-8]")


class Row(NamedTuple):
    """One code of a bundled table."""

    code: str
    parent: str = ""
    kind: str = ""
    grades: str = ""
    label: str = ""
    next: str = ""


class Table(NamedTuple):
    """One bundled framework: rows by code, in the order of its tree."""

    key: str
    title: str
    short_title: str
    rows: Mapping[str, Row]


@cache
def read_table(key: str) -> Table:
    """The table of a bundled framework; KeyError for any other key."""
    if key not in {"ccss-ela", "ccss-math", "ngss"}:
        raise KeyError(key)
    data = json.loads((_FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    return Table(key, data["title"], data["short_title"], {cells[0]: Row(*cells) for cells in data["rows"]})


@cache
def index_table(key: str) -> Mapping[str, str]:
    """Every loose key (see `loosen`) of a table's codes, with the code."""
    index: dict[str, str] = {}
    for code in read_table(key).rows:
        for spelling in {code, *_vary(key, code)}:
            index.setdefault(loosen(spelling.upper())[0], code)
    return index


def needs_framework(code: str) -> bool:
    """Whether a bundled code is too short to stand for itself (`8`, `K-2`, `W`, `RL.1`)."""
    return _SHORT.fullmatch(code) is not None


def _vary(key: str, code: str) -> Iterator[str]:
    """Spellings that separators alone don't give: no cluster, no HS, a dotted band, anchors turned round."""
    if key == "ccss-math":
        numbered = _NUMBERED.fullmatch(code)
        forms = [code, f"{numbered['domain']}.{numbered['number']}"] if numbered else [code]
        yield from forms
        if code.startswith("HS") and len(code) > len("HSG"):
            for form in forms:
                yield form[2:]
                yield f"HS-{form[2:]}"
        if code.startswith("MP"):
            yield f"S{code}"
    elif key == "ccss-ela":
        yield _BAND.sub(r"\1.\2", code)
        if code.startswith("CCRA."):
            _, strand, *number = code.split(".")
            for anchor in ("CCR", "CCRA"):
                yield ".".join([strand, anchor, *number])
            yield ".".join(["CCR", strand, *number])
    else:
        dotted = _BAND.sub(r"\1.\2", code)
        for form in (code, dotted):
            yield form
            yield re.sub(r"-(\d+)$", r".\1", form)
