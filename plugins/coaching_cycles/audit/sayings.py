"""Numbers that pages, tables, the feed and the search index say, against what the data let them say."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from coaching_cycles.audit.files import finding
from coaching_cycles.audit.tags import BREAK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coaching_cycles.audit.figures import Figures
    from coaching_cycles.audit.html import Page
    from coaching_cycles.audit.published import Policy
    from coaching_cycles.problems import Problem

# "7 of 25" as the languages of the interface say it; part and whole, or whole and part.
_OF = re.compile(
    r"(?<![\d.,/–\-])(?P<x>\d+) (?:of|de|av) (?P<n>\d+)(?![\d–]|[.,/]\d|\s*%| (?:points?|puntos?|poeng)\b"
    r"| (?:standard|estándar))"
    r"|(?<![\d.,])(?P<n2>\d+)명 중 (?P<x2>\d+)명"
)
_SLASH = re.compile(r"(?<![\w./\-])(\d{1,5})/(\d{1,5})(?![\d./\-])")
_CODED = re.compile(
    r"(?:fewer than|menos de|færre enn) \d+ (?:of|de|av) \d+"
    r"|(?:all but at most|alle unntatt høyst) \d+ (?:of|av) \d+|todos menos \d+ como máximo de \d+"
    r"|\d+명 중 \d+명 미만|\d+명 중 많아야 \d+명을 뺀 전부"
    r"|(?:\d+ to|de \d+ a|\d+ til) \d+ (?:of|de|av) \d+|\d+명 중 \d+~\d+명",
    re.IGNORECASE,
)
# What makes sure of it that students are counted, outside the generator's own figures.
_SURE = re.compile(r" ?\(\d+ ?%\)| (?:students?|estudiantes?|elever|elev)\b")
_END_PERCENT = re.compile(r"(?<![\d.,–\-])(?:0|100) ?%(?! (?:to|a|til|–))")
_PERCENT = re.compile(r"(?<![\d.,])(\d+(?:\.\d+)?) ?%")
_STUDENTS = re.compile(r"(?<![\d.,–\-])(\d+) (?:students?|estudiantes?|elever|elev)\b|학생 (\d+)명")
_BANDED_WORDS = re.compile(r"(?:fewer than|menos de|færre enn) \d+|\d+ (?:or more|o más|eller flere)|95 ?%")
_NUMBERED = re.compile(r"(?:goal|targets?)(?:-\d+)*\.csv")
# What may be a figure, and is looked at more closely where it is no published one. The first digit by itself
# lets the search skip whatever has none.
_PAIR = re.compile(r"(\d\d*)( (?:of|de|av) |명 중 |/)(\d+)")
_END = re.compile(r"(?:0|100) ?%")
_SHORT = 9
_COUNTED = re.compile(r"\d\d*(?: ?%| (?:students?|estudiantes?|elever|elev)\b|명)")
_WIDE_COLUMNS = re.compile(r"(?:students|proficient|percent|kept|gained|slipped|not_yet)$")
_NOT_THERE = "data/cycles.json does not hold"
_HINT = "build the site again, and look at the theme's overrides for this page"


def check_page(
    page: Page, whole: list[str], figures: Figures, policy: Policy, *, own: bool
) -> Iterator[Problem]:
    """Numbers of a page; `own` when it is the page of one cycle, whose numbers alone may stand there.

    `whole` is all that it says, as `Page.whole` gives it: most pages are in order, and that is seen at once.
    """
    if all(in_order(text, figures, policy, own=own) for text in whole):
        places = []
    else:
        places = [b for b in page.blocks() if b.place != "prose"]
    for block in places:
        sure = block.place in {"figure", "svg"}
        for code, message in faults(block.text, figures, policy, sure=sure):
            yield finding(code, page.path, message, _HINT, text=page.text, at=block.at)
        alone = own and block.place == "figure" and block.text.isdecimal()
        if alone and int(block.text) not in figures.numbers:
            message = f"says {block.text}, a number that {_NOT_THERE}"
            yield finding("E913", page.path, message, _HINT, text=page.text, at=block.at)
    for tag in dict.fromkeys(page.tags):
        for text in tag.says:
            for code, message in faults(text, figures, policy, sure=False):
                at = next(at for other, at in page.places() if other is tag)
                yield finding(code, page.path, message, _HINT, text=page.text, at=at)


def in_order(text: str, figures: Figures, policy: Policy, *, own: bool) -> bool:
    """True when a text says no number that is not published, even if all of its numbers count students."""
    alone = {part.strip() for part in text.split(BREAK) if len(part) < _SHORT} if own else set()
    if any(part.isdecimal() and int(part) not in figures.numbers for part in alone):
        return False
    doubtful = [m for m in _PAIR.finditer(text) if _read(m) not in figures.pairs]
    doubtful += _END.finditer(text)
    if policy.bands:
        doubtful += _COUNTED.finditer(text)
    blocks = {text[text.rfind(BREAK, 0, m.start()) + 1 : _end(text, m.end())].strip() for m in doubtful}
    return not any(any(said(block, figures, policy, sure=True)) for block in blocks)


def _read(match: re.Match[str]) -> tuple[int, int]:
    """The part and the whole: in Korean the whole comes first."""
    first, last = int(match[1]), int(match[3])
    return (last, first) if match[2].startswith("명") else (first, last)


def _end(text: str, start: int) -> int:
    end = text.find(BREAK, start)
    return end if end >= 0 else len(text)


def faults(text: str, figures: Figures, policy: Policy, *, sure: bool) -> list[tuple[str, str]]:
    """What is wrong with the numbers of a text, but for those that its author wrote into titles and names."""
    found = list(said(text, figures, policy, sure=sure))
    if found:
        for word in sorted(figures.words, key=len, reverse=True):
            text = text.replace(word, "…")
        found = list(said(text, figures, policy, sure=sure))
    return found


def said(text: str, figures: Figures, policy: Policy, *, sure: bool) -> Iterator[tuple[str, str]]:
    """What is wrong with the numbers of a text; `sure` where all of its numbers count students."""
    if _PAIR.search(text) is None and "%" not in text and not policy.bands:
        return
    bare = _CODED.sub("…", text)
    for match in _OF.finditer(bare):
        x, n = int(match["x"] or match["x2"]), int(match["n"] or match["n2"])
        if sure or match["x2"] or _SURE.match(bare, match.end()):
            yield from _pair(x, n, figures, policy)
    if sure:
        for match in _SLASH.finditer(bare):
            yield from _pair(int(match[1]), int(match[2]), figures, policy)
        if "%" in bare and not _only_percent(bare) and _END_PERCENT.search(bare):
            yield "E912", f"says {_END_PERCENT.findall(bare)[0]}, which tells of every student"
        if policy.bands and not _only_percent(bare):
            yield from _banded(bare, figures)


def _only_percent(text: str) -> bool:
    """A tick of an axis is a percent and nothing else: `geometry` looks at those."""
    return re.fullmatch(r"\d+ ?%", text.strip()) is not None


def _pair(x: int, n: int, figures: Figures, policy: Policy) -> Iterator[tuple[str, str]]:
    if (x, n) in figures.pairs:
        return
    if policy.bands:
        yield "E912", f"says {x} of {n}; this policy has ranges only"
    elif n < policy.fewest:
        yield "E911", f"says {x} of {n}, a figure about {n} students"
    elif x < policy.smallest or x > n - policy.smallest:
        yield "E912", f"says {x} of {n}"
    else:
        yield "E913", f"says {x} of {n}, which {_NOT_THERE}"


def _banded(text: str, figures: Figures) -> Iterator[tuple[str, str]]:
    bare = _BANDED_WORDS.sub("…", text)
    for match in _STUDENTS.finditer(bare):
        number = int(match[1] or match[2])
        if number not in figures.numbers:
            yield "E912", f"says {number} students; this policy has ranges only"
    for match in _PERCENT.finditer(bare):
        if float(match[1]) not in figures.percents:
            yield "E913", f"says {match[1]}%, which {_NOT_THERE}"


def check_table(path: str, text: str, figures: Figures, policy: Policy) -> Iterator[Problem]:
    """A table of one cycle that the generator wrote: its whole numbers are published ones."""
    name = path.rpartition("/")[2]
    if not _NUMBERED.fullmatch(name):
        return
    for number, row in enumerate(_rows(text), 1):
        # The first column of the table of targets is their numbers.
        for cell in row[name.startswith("target") :]:
            yield from _cell(path, text, number, cell, figures, policy)


def check_list(path: str, text: str, by_cycle: dict[str, Figures], policy: Policy) -> Iterator[Problem]:
    """The table of all cycles: each row holds numbers of its own cycle only."""
    rows = _rows(text)
    heads = next(rows, [])
    for number, row in enumerate(rows, 2):
        cells = dict(zip(heads, row, strict=False))
        figures = by_cycle.get(cells.get("id", ""))
        if figures is None:
            continue
        for name, cell in cells.items():
            if _WIDE_COLUMNS.search(name):
                yield from _cell(path, text, number, cell, figures, policy)
            elif name in {"sentence", "checks"}:
                for code, message in faults(cell, figures, policy, sure=True):
                    yield _at(code, path, text, number, message)


def _cell(
    path: str, text: str, number: int, cell: str, figures: Figures, policy: Policy
) -> Iterator[Problem]:
    ends = cell.strip().split("..")
    if len(ends) == 2 and all(end.isdecimal() for end in ends):  # noqa: PLR2004 - from one to the other
        if (int(ends[0]), int(ends[1])) not in figures.spans:
            yield _at("E913", path, text, number, f"says {cell}, a range that {_NOT_THERE}")
    elif cell.strip().isdecimal() and not _holds(figures, int(cell)):
        yield _at("E913", path, text, number, f"says {cell}, a number that {_NOT_THERE}")
    for code, message in faults(cell, figures, policy, sure=True):
        yield _at(code, path, text, number, message)


def _holds(figures: Figures, number: int) -> bool:
    """True for a published count, and for a published percent in whole numbers."""
    return number in figures.numbers or any(int(percent + 0.5) == number for percent in figures.percents)


def _rows(text: str) -> Iterator[list[str]]:
    yield from csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))


def _at(code: str, path: str, text: str, line: int, message: str) -> Problem:
    at = 0
    for _ in range(line - 1):
        at = text.find("\n", at) + 1
    return finding(code, path, message, _HINT, text=text, at=at)


def pairs_in(text: str) -> set[str]:
    """Every "7 of 25" of a text, as it stands there."""
    return {match[0] for match in _PAIR.finditer(text) if match[2] != "/"}


def pairs_of(whole: list[str]) -> set[str]:
    """Every "7 of 25" of a page."""
    return {pair for text in whole for pair in pairs_in(text)}


def check_excerpt(path: str, content: str, page: set[str]) -> Iterator[Problem]:
    """An excerpt of the search index says what its page says, which is looked at by itself."""
    for pair in sorted(pairs_in(content) - page):
        # The index writes cells of a table without a space between: "7 of 25" and "3" are "7 of 253".
        if not pair.startswith(tuple(page) or "\0"):
            yield finding("E913", path, f"says {pair}, and its page does not", "index the site again")


def check_words(path: str, texts: list[str], figures: Figures, policy: Policy) -> Iterator[Problem]:
    """Sentences of the feed and of the search index."""
    for text in texts:
        for code, message in faults(text, figures, policy, sure=False):
            yield finding(code, path, message, _HINT)
