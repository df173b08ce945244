"""Write-ups made to keep Markdown busy, or to upset it: shown in time, and the next one as if alone."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from coaching_cycles import prose

SIZE = 250_000
"""Characters: nearly as much as a record may have."""
SECONDS = 2.0
"""Of the processor's time."""


def fill(piece: str) -> str:
    """A piece again and again."""
    return piece * (SIZE // len(piece))


def steps(piece: str, count: int) -> str:
    """Lines, each further in than the one before."""
    return "".join("    " * n + piece for n in range(count))[:SIZE]


BOMBS: dict[str, Callable[[], str]] = {
    "quotes": lambda: fill("> "),
    "quotes without spaces": lambda: fill(">"),
    "quotes in steps": lambda: "".join("> " * n + "a\n" for n in range(490)),
    "lists in steps": lambda: steps("- a\n", 400),
    "lists on a line": lambda: fill("- "),
    "numbers on a line": lambda: fill("1. "),
    "lists and quotes": lambda: fill("- > "),
    "open brackets": lambda: fill("["),
    "pictures": lambda: fill("![a"),
    "open links": lambda: fill("[a]("),
    "half tags": lambda: fill("<a "),
    "CDATA": lambda: fill("<![CDATA["),
    "footnotes": lambda: "".join(f"a[^{n}]\n\n[^{n}]: [^{n + 1}]\n\n" for n in range(4000)),
    "fences": lambda: fill("```\n"),
    "fences that stay open": lambda: fill("```a\n"),
    "longer and longer fences": lambda: "".join("`" * n + "\n" for n in range(3, 700)),
    "columns": lambda: "|" + "a|" * 60_000 + "\n|" + "-|" * 60_000 + "\n",
    "rows": lambda: "a|b\n-|-\n" + fill("c|d\n"),
    "headings": lambda: fill("# a\n"),
    "underlines": lambda: fill("a\n===\n"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_in_time_and_with_every_word(name: str) -> None:
    """The second try is for a machine that was busy with something else."""
    text = BOMBS[name]()
    seconds = []
    for _ in range(2):
        before = time.process_time()
        html = prose.render(text, lambda url: url)
        seconds.append(time.process_time() - before)
        if seconds[-1] < SECONDS:
            break
    assert min(seconds) < SECONDS
    assert html.startswith("<pre>")
    assert html.count("a") >= text.count("a")


ORDINARY = "- *a* [b](c)\n- x\n\n    code\n\n1. y\n    - z\n\n> q\n"


LIMITS: dict[str, tuple[Callable[[int], str], int]] = {
    "lines": (lambda n: "a\n" * n, 4_000),
    "bars": (lambda n: "a" + "|" * n, 10_000),
    "brackets": (lambda n: "a " + "[" * n, 1_000),
    "tags": (lambda n: "a " + "<" * n, 1_000),
    "fences": (lambda n: "```\n\n" * n, 300),
    "indented fences": (lambda n: "a\n" + "\t ~~~\n" * n, 300),
    "a fence": (lambda n: "`" * n, 59),
    "another fence": (lambda n: "~" * n, 59),
    "quotes": (lambda n: ">" * n, 32),
    "numbers": (lambda n: "1. " * n, 32),
    "other numbers": (lambda n: "123456789) " * n, 32),
    "lists": (lambda n: "a\n" + "- + *\t" * (n // 3) + "-\t" * (n % 3) + "b", 32),
    "a list far in": (lambda n: "a\n" + " " * n + "- b", 131),
}


@pytest.mark.parametrize("name", LIMITS)
def test_where_markdown_is_given_up(name: str) -> None:
    """So many are laid out, one more is shown as it was written."""
    make, most = LIMITS[name]
    assert prose._ordinary(make(most))
    assert not prose._ordinary(make(most + 1))


@pytest.mark.parametrize("text", ["1234567890. " * 33, "-a" * 33, "a > " * 33, "a ```\n" * 301])
def test_what_only_looks_like_too_much(text: str) -> None:
    """Ten digits are no number of a list, a mark without a gap is a dash, a fence stands at the beginning."""
    assert prose._ordinary(text)


@pytest.mark.parametrize("deep", ["- " * 30 + "x", "> " * 30 + "x", "> - " * 15 + "x"])
def test_what_is_merely_deep_is_laid_out(deep: str) -> None:
    assert prose.render(deep, lambda url: url).startswith(("<ul>", "<blockquote>"))


@pytest.mark.parametrize("deep", ["- " * 500 + "x", "> - " * 300, steps("- a\n", 300)])
def test_a_text_that_trips_markdown_leaves_no_trace_in_the_next(
    deep: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keeps such texts away is left out here: there may be others that nobody thought of."""
    alone = prose.render(ORDINARY, lambda url: url)
    monkeypatch.setattr(prose, "_ordinary", lambda _: True)
    assert prose.render(deep, lambda url: url).startswith(("<pre>", "<blockquote>"))
    assert prose.render(ORDINARY, lambda url: url) == alone
