"""Plain paragraphs never see Markdown; they come out as Markdown would have given them."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from coaching_cycles import prose

WORDS = st.sampled_from(
    ["We", "saw", "the", "7", "of", "25", "students’", "(twice)", "1.", "2)", "-", "+", "=", "==", "--", "x",
     "it's", "why?", "50%", "a/b", "Note:", "http", "www.a.org", "é", "학생", "…", "#", "*", "_a_", ":", "!"]
)  # fmt: skip
GAPS = st.sampled_from([" ", " ", " ", "\n", "\n\n", "\n\n\n", "  ", "  \n", "    ", "\t", "\n    "])


def texts() -> st.SearchStrategy[str]:
    return st.lists(st.tuples(WORDS, GAPS), min_size=1, max_size=14).map(
        lambda parts: "".join(word + gap for word, gap in parts)
    )


@given(texts())
@example("One line.\nAnother, of the same paragraph.\n\nA second paragraph.")
@settings(max_examples=300, deadline=None)
def test_plain_paragraphs_are_what_markdown_makes_of_them(text: str) -> None:
    plain = prose._plain(text)
    if plain is not None:
        converter = prose._converter()
        whole = prose._cleaner().clean(converter.reset().convert(text.strip()))
        assert unescape(plain) == unescape(whole)


@pytest.mark.parametrize(
    "text",
    ["Students wrote.\n\nThey read it aloud.", "One line\nand another.", "Why (and when)? 50% – 7/25."],
)
def test_what_coaches_write_is_plain(text: str) -> None:
    assert prose._plain(text) is not None


@pytest.mark.parametrize(
    "text", ["# No", "a\n- b", "*a*", "a\n===", "1. a", "a `b`", "https://a.org", "a  \nb", ""]
)
def test_what_markdown_reads_something_into_is_left_to_it(text: str) -> None:
    assert prose._plain(text) is None
