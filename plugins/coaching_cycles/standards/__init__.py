"""Standards: from what a coach typed to one code, and from a code to its place in a framework's tree.

`canonical` reads a code in any spelling, `nearest` suggests codes where it can't, `catalogue` gives a
bundled framework, `read_csv` reads one that a portfolio brings along. Nothing here knows of cycles or pages.
"""

from coaching_cycles.standards.canon import canonical, is_known
from coaching_cycles.standards.codes import BUNDLED, KEYS, OTHER, Code, slugify
from coaching_cycles.standards.framework import (
    Defect,
    Framework,
    Item,
    Neighbours,
    ancestors,
    anchor,
    catalogue,
    descendants,
    make_framework,
    neighbours,
)
from coaching_cycles.standards.nearest import nearest
from coaching_cycles.standards.plain_csv import read_csv
from coaching_cycles.standards.searching import compact, search_keys

__all__ = [
    "BUNDLED",
    "KEYS",
    "OTHER",
    "Code",
    "Defect",
    "Framework",
    "Item",
    "Neighbours",
    "ancestors",
    "anchor",
    "canonical",
    "catalogue",
    "compact",
    "descendants",
    "is_known",
    "make_framework",
    "nearest",
    "neighbours",
    "read_csv",
    "search_keys",
    "slugify",
]
