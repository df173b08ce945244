"""Standards: from what a coach typed to one code, and from a code to its place in a framework's tree.

`canonical` reads a code in any spelling, `decide` does so for a record, `nearest` suggests codes where they
can't, `catalogue` gives a bundled framework, and the `read_` functions and `join` read one that a portfolio
brings along. Nothing here knows of files, cycles or pages.
"""

from coaching_cycles.standards.canon import canonical, holders, is_known, read_key
from coaching_cycles.standards.codes import BUNDLED, KEYS, OTHER, Code, slugify
from coaching_cycles.standards.deciding import decide, split_key
from coaching_cycles.standards.enriching import LICENCES, enrich, list_bundled, recognise
from coaching_cycles.standards.framework import (
    Defect,
    Facts,
    Framework,
    Item,
    Neighbours,
    Relation,
    ancestors,
    anchor,
    catalogue,
    descendants,
    make_framework,
    neighbours,
)
from coaching_cycles.standards.frozen import freeze, thaw
from coaching_cycles.standards.joining import join
from coaching_cycles.standards.nearest import nearest
from coaching_cycles.standards.packages import find_package, read_package
from coaching_cycles.standards.plain import find_plain, read_csv, read_csv_source, read_plain_data
from coaching_cycles.standards.searching import compact, search_keys
from coaching_cycles.standards.source import Source
from coaching_cycles.standards.standard_sets import find_set, read_set
from coaching_cycles.standards.statements import say_statement, show_statement

__all__ = [
    "BUNDLED",
    "KEYS",
    "LICENCES",
    "OTHER",
    "Code",
    "Defect",
    "Facts",
    "Framework",
    "Item",
    "Neighbours",
    "Relation",
    "Source",
    "ancestors",
    "anchor",
    "canonical",
    "catalogue",
    "compact",
    "decide",
    "descendants",
    "enrich",
    "find_package",
    "find_plain",
    "find_set",
    "freeze",
    "holders",
    "is_known",
    "join",
    "list_bundled",
    "make_framework",
    "nearest",
    "neighbours",
    "read_csv",
    "read_csv_source",
    "read_key",
    "read_package",
    "read_plain_data",
    "read_set",
    "recognise",
    "say_statement",
    "search_keys",
    "show_statement",
    "slugify",
    "split_key",
    "thaw",
]
