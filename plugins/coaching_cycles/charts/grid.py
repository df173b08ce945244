"""Who moved where: levels before down the side, levels after along the top, counts in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from coaching_cycles.charts.chart import Caption, Chart, make
from coaching_cycles.charts.look import Layout
from coaching_cycles.charts.sheet import Box, Sheet
from coaching_cycles.charts.text import measure, wrap

if TYPE_CHECKING:
    from coaching_cycles.charts.cache import Cache


@dataclass(frozen=True, slots=True)
class MovedWords:
    """The words of a grid.

    Names of the levels from low to high, what the two sides are, and the sums by direction (`{n}` is the
    number).
    """

    names: tuple[str, ...]
    before: str
    after: str
    up: str
    same: str
    down: str


def moved(
    table: Sequence[Sequence[int]], words: MovedWords, caption: Caption, *, cache: Cache | None = None
) -> Chart:
    """The grid of a table that may be shown whole (rows before, columns after, low to high).

    Who stayed is on the outlined diagonal, who moved up is right of it, who moved down left of it; one ink
    for all, the more the darker.
    """
    rows = tuple(tuple(row) for row in table)
    return make("moved", (rows, words), partial(_draw, rows, words), caption, cache)


def _draw(rows: Sequence[Sequence[int]], words: MovedWords, layout: Layout) -> Sheet:
    sheet = Sheet(layout)
    size = len(rows)
    side = 104 if layout.narrow else 152
    width = min((layout.width - side) / size, 122.0)
    height = 38.0
    # Names that are too long for a column stand with their number in the rows, and the columns have the
    # numbers.
    heads = [wrap(name, layout.small, width - 6, 2) for name in words.names]
    fits = all("…" not in "".join(h) and " ".join(h) == n for h, n in zip(heads, words.names, strict=True))
    names = words.names if fits else tuple(f"{i} {name}" for i, name in enumerate(words.names, start=1))
    if not fits:
        heads = [(str(i),) for i in range(1, size + 1)]
    right = side + size * width
    up, same, down = _sums(rows)
    sheet.text(side, 13, words.after, size=layout.small, bold=True)
    sheet.text(right, 13, words.up.format(n=up), size=layout.small, anchor="end")
    deepest = max(map(len, heads))
    top = 24 + deepest * layout.leading
    for column, head in enumerate(heads):
        first = top - 8 - (len(head) - 1) * layout.leading
        sheet.text(
            side + (column + 0.5) * width, first, *head, size=layout.small, paint="soft", anchor="middle"
        )
    sheet.text(0, top - 8, words.before, size=layout.small, bold=True)
    for row, name in enumerate(names):
        lines = wrap(name, layout.small, side - 10, 2)
        first = top + (row + 0.5) * height + 4.5 - (len(lines) - 1) * layout.leading / 2
        sheet.text(0, first, *lines, size=layout.small, paint="soft")
    _cells(sheet, rows, side, top, width, height)
    bottom = top + size * height
    below = [words.down.format(n=down), words.same.format(n=same)]
    sheet.text(side, bottom + 18, below[0], size=layout.small)
    if side + sum(measure(t, layout.small) for t in below) + 24 <= right:
        sheet.text(right, bottom + 18, below[1], size=layout.small, anchor="end")
        sheet.height = bottom + 26
    else:
        sheet.text(side, bottom + 18 + layout.leading, below[1], size=layout.small)
        sheet.height = bottom + 26 + layout.leading
    return sheet


def _sums(rows: Sequence[Sequence[int]]) -> tuple[int, int, int]:
    up = sum(n for i, row in enumerate(rows) for n in row[i + 1 :])
    same = sum(row[i] for i, row in enumerate(rows))
    return up, same, sum(map(sum, rows)) - up - same


def _cells(
    sheet: Sheet, rows: Sequence[Sequence[int]], side: float, top: float, width: float, height: float
) -> None:
    most = max(max(row) for row in rows) or 1
    shades: dict[int, list[Box]] = {}
    outlined: list[Box] = []
    for i, row in enumerate(rows):
        for j, count in enumerate(row):
            x, y = side + j * width, top + i * height
            box = (x + 1.5, y + 1.5, x + width - 1.5, y + height - 1.5)
            # Five steps: a reader reads the number, the shade only leads the eye.
            shades.setdefault(-(-5 * count // most), []).append(box)
            if i == j:
                outlined.append(box)
    for shade, boxes in sorted(shades.items()):
        sheet.boxes(boxes, "ink", opacity=0.03 + 0.045 * shade)
    sheet.boxes(outlined, None, "edge", 1.6)
    for i, row in enumerate(rows):
        for j, count in enumerate(row):
            x, y = side + (j + 0.5) * width, top + (i + 0.5) * height + 5
            sheet.text(x, y, str(count), paint="ink" if count else "soft", anchor="middle", bold=count > 0)
