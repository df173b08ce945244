"""A published measure in words: the one place where numbers about students become sentences.

`words_for` returns plain text for every place that shows a measure, `row_for` only the row of a list;
templates print it and add nothing.
"""

from __future__ import annotations

from coaching_cycles.measuring.wording.measures import row_for, words_for
from coaching_cycles.measuring.wording.shapes import (
    Context,
    MeasureWords,
    ReadingWords,
    TableWords,
)

__all__ = ["Context", "MeasureWords", "ReadingWords", "TableWords", "row_for", "words_for"]
